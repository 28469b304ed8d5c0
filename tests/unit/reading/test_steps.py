"""One answer a step in each language: what it becomes in the map."""
# ruff: noqa: E501 - tables of what people say

import pytest

from assistant.interview.reading import rules
from assistant.interview.reading.turn import TurnKind
from assistant.journey.edits import Add
from assistant.journey.models import Channel, JourneyMap, Origin, OriginKind, Step
from assistant.journey.start import new_map
from tests.unit.reading.situations import after, bakery, carried_out, situation


def read(
    text: str,
    step: Step,
    language: str = "en",
    need: str = "",
    targets: tuple[str, ...] = (),
    given: JourneyMap | None = None,
) -> JourneyMap:
    asked = situation(text, step, language, need=need, targets=targets, map=given)
    return after(rules.read(asked), asked)


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "I want more members to renew. From the first trial class to the second year.", "the first trial class", "the second year"),
        ("es", "Quiero que renueven más socios. Desde la clase de prueba hasta el segundo año.", "la clase de prueba", "el segundo año"),
        ("pl", "Chcę, żeby więcej osób przedłużało karnet. Od zajęć próbnych aż do drugiego roku.", "zajęć próbnych", "drugiego roku"),
    ],
)  # fmt: skip
def test_goal(language: str, text: str, start: str, end: str) -> None:
    goal = read(text, Step.GOAL, language).goal
    assert (goal.start, goal.end) == (start, end)
    assert goal.statement
    assert goal.statement in text


def test_the_limits_that_were_asked_for() -> None:
    goal = read("The moment they see the poster. And the last thing is the second order", Step.GOAL, need="goal.limits", targets=("start", "end")).goal  # fmt: skip
    assert "poster" in (goal.start or "")
    assert "second order" in (goal.end or "")


@pytest.mark.parametrize(
    ("language", "text", "start", "end"),
    [
        ("en", "when they hear of us until they come back", "when they hear of us", "they come back"),
        ("en", "starts: they see the sign. ends: they renew", "they see the sign", "they renew"),
        ("en", "from call to bill", "call", "bill"),
        ("es", "de la llamada al pago", "la llamada", "pago"),
        ("es", "El inicio es cuando buscan y el final cuando llega a casa", "buscan", "llega a casa"),
        ("pl", "Zaczyna się, gdy pęka rura, a kończy, gdy wracają do domu", "pęka rura", "wracają do domu"),
        ("pl", "od pierwszego telefonu do zapłaty", "pierwszego telefonu", "zapłaty"),
    ],
)  # fmt: skip
def test_where_the_journey_begins_and_ends_when_asked(language: str, text: str, start: str, end: str) -> None:
    goal = read(text, Step.GOAL, language, need="goal.limits", targets=("start", "end")).goal
    assert (goal.start, goal.end) == (start, end)


@pytest.mark.parametrize(
    ("language", "text", "name", "age", "occupation", "location"),
    [
        ("en", "Call her Joan, 52, an accountant, she lives in Bath", "Joan", "52", "accountant", "Bath"),
        ("en", "a retired man named Frank from Hull, about 70 years old", "Frank", "70 years old", "retired", "Hull"),
        ("es", "Se llama Pilar, tiene 52 años, es contable y vive en Murcia", "Pilar", "52 años", "contable", "Murcia"),
        ("pl", "Ma na imię Ewa, 52 lata, księgowa, mieszka w Opolu", "Ewa", "52 lata", "księgowa", "Opolu"),
    ],
)
def test_who_the_persona_is(language: str, text: str, name: str, age: str, occupation: str, location: str) -> None:
    persona = read(text, Step.PERSONA, language).persona
    assert (persona.name, persona.age) == (name, age)
    assert occupation in (persona.occupation or "")
    assert location in (persona.location or "")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "She loves hiking. She is careful and shy. She never has time and worries about money"),
        ("es", "Le gusta el senderismo. Es prudente y tímida. Nunca tiene tiempo y le preocupa el dinero"),
        ("pl", "Lubi wędrówki. Jest ostrożna i nieśmiała. Ciągle brakuje jej czasu, martwi się o pieniądze"),
    ],
)
def test_how_the_persona_is(language: str, text: str) -> None:
    persona = read(text, Step.PERSONA, language, need="persona.character").persona
    assert persona.interests
    assert persona.personality
    assert persona.challenges


def test_what_no_word_gives_away_goes_to_the_field_asked_for() -> None:
    persona = read("two jobs", Step.PERSONA, need="persona.challenges").persona
    assert persona.challenges == ("two jobs",)


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "save time, feel safe and get a good price", 3),
        ("en", "they want a gift that lasts because the last one broke", 1),
        ("es", "ahorrar tiempo. Y que alguien les explique todo", 2),
        ("pl", "zaoszczędzić czas. I żeby ktoś im wszystko wytłumaczył", 2),
    ],
)
def test_goals(language: str, text: str, count: int) -> None:
    assert len(read(text, Step.GOALS, language).goals) == count


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "They see our poster at the bus stop. Then they call us, which makes them nervous. They pay at the counter and love the cake. Later they leave a review"),
        ("es", "Ven nuestro cartel en la parada. Luego nos llaman, eso les pone nerviosos. Pagan en el mostrador y les encanta. Después dejan una reseña"),
        ("pl", "Widzą nasz plakat na przystanku. Potem dzwonią do nas i się denerwują. Płacą przy ladzie i są zachwyceni. Później wystawiają opinię"),
    ],
)  # fmt: skip
def test_touchpoints(language: str, text: str) -> None:
    found = read(text, Step.TOUCHPOINTS, language).touchpoints
    assert [t.channel for t in found][:3] == [Channel.ADS, Channel.PHONE, Channel.STORE]
    assert [t.stage for t in found] == ["s1", "s2", "s3", "s5"]
    assert [t.emotion for t in found] == [None, -1, 2, None]
    assert all(t.name in text for t in found)


def test_a_feeling_in_its_own_sentence_belongs_to_the_touchpoint_before_it() -> None:
    found = read("They order by phone. They hate that.", Step.TOUCHPOINTS).touchpoints
    assert [(t.channel, t.emotion) for t in found] == [(Channel.PHONE, -2)]


def test_feelings_are_matched_to_the_touchpoints_asked_about() -> None:
    found = read(
        "the tasting is lovely, they love it. the order form annoys them",
        Step.TOUCHPOINTS, need="touchpoints.feelings", targets=("t1", "t2"), given=bakery(),
    ).touchpoints  # fmt: skip
    assert [t.emotion for t in found] == [2, -1]


def test_a_constraint_is_at_the_stage_of_its_touchpoint() -> None:
    found = read("the order form asks too much", Step.CONSTRAINTS, given=bakery()).constraints[-1]
    assert (found.touchpoints, found.stage) == (("t2",), "s3")


def test_an_interruption_is_no_constraint() -> None:
    found = read("hang on, someone's at the door. there is no ramp for wheelchairs", Step.CONSTRAINTS).constraints
    assert [c.text for c in found] == ["no ramp for wheelchairs"]


@pytest.mark.parametrize(
    ("language", "constraints", "text", "addresses"),
    [
        ("en", ("nobody answers the phone", "it is too expensive"), "a cheaper set for students. Hire someone for the phone", (("c2",), ("c1",))),
        ("es", ("nadie contesta el teléfono", "es muy caro"), "un paquete más barato. Contratar a alguien para el teléfono", (("c2",), ("c1",))),
        ("pl", ("nikt nie odbiera telefonu", "jest za drogo"), "tańszy zestaw. Zatrudnić kogoś do telefonu", (("c2",), ("c1",))),
    ],
)  # fmt: skip
def test_actions_answer_the_constraints_they_speak_of(
    language: str, constraints: tuple[str, str], text: str, addresses: tuple[tuple[str, ...], ...]
) -> None:
    given = Origin(kind=OriginKind.IMPORTED)
    edits = [Add(part="constraints", values={"text": words}, origin=given) for words in constraints]
    journey = carried_out(new_map(language), edits, {})
    assert tuple(a.addresses for a in read(text, Step.ACTIONS, language, given=journey).actions) == addresses


def test_who_and_when() -> None:
    action = read("a bigger sign, my brother will paint it in June", Step.ACTIONS).actions[0]
    assert (action.owner, action.due) == ("my brother", "in June")


@pytest.mark.parametrize(
    ("language", "text", "baseline", "target"),
    [
        ("en", "cancellations per month: 12 now, I want 4", "12", "4"),
        ("en", "the waiting time, from 40 minutes down to 10", "40 minutes", "10"),
        ("en", "how many come back: 1 in 5, hoping for 1 in 3", "1 in 5", "1 in 3"),
        ("en", "conversion is 2.5%", "2.5%", None),
        ("es", "cancelaciones al mes: ahora 12, quiero 4", "12", "4"),
        ("es", "el tiempo de espera, de 40 minutos a 10", "40 minutos", "10"),
        ("es", "cuántos vuelven: hoy 1 de cada 5, la meta es 1 de cada 3", "1 de cada 5", "1 de cada 3"),
        ("pl", "odwołane wizyty: teraz 12, chcę 4", "12", "4"),
        ("pl", "czas oczekiwania, z 40 minut do 10", "40 minut", "10"),
        ("pl", "ilu wraca: dziś 1 na 5, cel 1 na 3", "1 na 5", "1 na 3"),
    ],
)
def test_metrics(language: str, text: str, baseline: str, target: str | None) -> None:
    found = read(text, Step.METRICS, language).metrics
    assert [(m.baseline, m.target) for m in found] == [(baseline, target)]


def test_figures_alone_belong_to_the_metric_asked_about() -> None:
    metric = read("12 minutes now, 5 would be great", Step.METRICS, need="metrics.values", targets=("m2",), given=bakery()).metrics[1]  # fmt: skip
    assert (metric.baseline, metric.target) == ("12 minutes", "5")


def test_a_metric_said_among_the_constraints_is_filed_as_one() -> None:
    journey = read("no parking. the return rate is 20% now and should be 5%", Step.CONSTRAINTS)
    assert [c.text for c in journey.constraints] == ["no parking"]
    assert [(m.baseline, m.target) for m in journey.metrics] == [("20%", "5%")]


def test_quotes_are_short_and_stand_in_the_answer() -> None:
    text = "they wait in the queue " + "and complain about the music and the heat " * 8
    reading = rules.read(situation(text, Step.CONSTRAINTS))
    assert reading.kind is TurnKind.ANSWER
    for edit in reading.edits:
        assert isinstance(edit, Add)
        assert edit.origin.quote is not None
        assert edit.origin.quote in text
        assert len(edit.origin.quote.split()) <= 14
