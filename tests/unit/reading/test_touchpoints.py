"""Where one touchpoint ends and the next begins, and what belongs to each."""
# ruff: noqa: E501 - tables of what people say

from collections.abc import Mapping

import pytest

from assistant.interview.reading import rules
from assistant.interview.reading.clauses import split
from assistant.interview.reading.sequence import begins_later, leads_on, points_back
from assistant.interview.reading.words import words
from assistant.journey.models import Channel, JourneyMap, StageKind, Step
from knowledge.port import Labels
from tests.unit.reading.situations import after, situation

NOTHING = {"emotion": {"none": 1.0}, "channel": {"none": 1.0}, "stage": {"purchase": 0.2}, "role": {"contact": 0.3}}


class Told:
    """A labeller that knows some texts and nothing of the others."""

    def __init__(self, known: Mapping[str, Mapping[str, Mapping[str, float]]]) -> None:
        self.known = known

    def labels(self, text: str, language: str) -> Labels | None:
        found = {**NOTHING, **self.known.get(text, {})}
        names = {
            "role": "problem plan measure want contact feeling person aim fine correction talk question unknown",
            "channel": "none " + " ".join(Channel),
            "stage": " ".join(StageKind),
            "emotion": "-1 0 1 none",
        }
        return Labels(**{head: {name: found[head].get(name, 0.0) for name in names[head].split()} for head in names})

    def likeness(self, one: str, other: str, language: str) -> float:
        return 0.0


def read(
    text: str, language: str = "en", known: Mapping[str, Mapping[str, Mapping[str, float]]] | None = None
) -> JourneyMap:
    asked = situation(text, Step.TOUCHPOINTS, language)
    if known is not None:
        asked = type(asked)(**{**{f: getattr(asked, f) for f in asked.__slots__}, "labeller": Told(known)})
    return after(rules.read(asked), asked)


def told(journey: JourneyMap) -> list[tuple[str, int | None]]:
    return [(str(t.channel or ""), t.emotion) for t in journey.touchpoints]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "they hear the radio spot and they love it then they call the office and it is awful", [("ads", 2), ("phone", -2)]),
        ("es", "oyen el anuncio de la radio y les encanta luego llaman por teléfono y se enfadan", [("ads", 2), ("phone", -1)]),
        ("pl", "słyszą reklamę w radiu i są zachwyceni potem dzwonią do biura i wściekają się", [("ads", 2), ("phone", -2)]),
        ("en", "They ring the office. Nobody answers the phone, they are furious.", [("phone", -2)]),
        ("en", "They look at the website, that's where they get angry.", [("website", -1)]),
        ("en", "Not from the flyer. They find us on Google.", [("search", None)]),
        ("en", "- the newsletter. They are indifferent to it, they never call\n- a phone call from Ann. They love that", [("email", 0), ("phone", 2)]),
        ("pl", "1. ulotka. są zachwyceni\n2. telefon do biura. wściekają się", [("ads", 2), ("phone", -2)]),
    ],
)  # fmt: skip
def test_each_touchpoint_has_its_own_feeling(language: str, text: str, expected: list[tuple[str, int | None]]) -> None:
    found = told(read(text, language))
    assert [(channel, felt and (felt > 0) - (felt < 0)) for channel, felt in found] == [
        (channel, felt and (felt > 0) - (felt < 0)) for channel, felt in expected
    ]


def test_what_leads_into_a_list_is_no_touchpoint() -> None:
    assert len(read("Where they meet us, what they order:\n- the flyer\n- the hotline").touchpoints) == 2


def test_a_reaction_known_by_its_meaning_belongs_to_the_touchpoint_before() -> None:
    reaction = {"role": {"feeling": 0.9}, "emotion": {"-1": 0.9, "none": 0.1}}
    text = "They come to the showroom. Faces like thunder in the queue."
    journey = read(text, known={"Faces like thunder in the queue": reaction})
    assert [(t.channel, t.emotion) for t in journey.touchpoints] == [(Channel.STORE, -1)]


def test_what_the_teller_feels_is_not_what_customers_feel() -> None:
    text = "They come to the showroom, I grin at everyone"
    glad = {"emotion": {"1": 0.95}, "role": {"feeling": 0.6}}
    assert read(text, known={"I grin at everyone": glad}).touchpoints[0].emotion is None


def test_channel_and_stage_by_meaning_where_no_word_tells() -> None:
    clause = "Then the zorb is handed over"
    meant = {"role": {"contact": 0.9}, "channel": {"delivery": 0.8, "none": 0.1}, "stage": {"retention": 0.9}}
    found = read(f"They see the flyer. {clause}", known={clause: meant}).touchpoints[-1]
    assert (found.channel, found.stage) == (Channel.DELIVERY, "s4")


@pytest.mark.parametrize(
    ("language", "text", "pieces"),
    [
        ("en", "they look around for a while then they pay at the till", ["they look around for a while", "then they pay at the till"]),
        ("en", "it was all done by then and it works", ["it was all done by then and it works"]),
        ("es", "miran las fotos un buen rato luego llaman a la tienda", ["miran las fotos un buen rato", "luego llaman a la tienda"]),
        ("es", "vuelven casi todos después de comprar la primera vez", ["vuelven casi todos después de comprar la primera vez"]),
        ("pl", "oglądają zdjęcia na stronie potem dzwonią do nas", ["oglądają zdjęcia na stronie", "potem dzwonią do nas"]),
        ("pl", "przypomnienie w 3. tygodniu kursu", ["przypomnienie w 3. tygodniu kursu"]),
        ("en", "1. flyers\n2. radio", ["flyers", "radio"]),
        ("en", "paying is ok. the van is late", ["paying is ok", "the van is late"]),
    ],
)  # fmt: skip
def test_where_clauses_are_cut(language: str, text: str, pieces: list[str]) -> None:
    assert [clause.text for clause in split(text, language)] == pieces


def test_entries_of_a_list_are_numbered() -> None:
    assert [c.entry for c in split("So:\n- flyers. Nice ones\n- radio\n\nThat is it")] == [0, 1, 1, 2, 0]


def test_words_of_sequence_and_of_pointing_back() -> None:
    assert leads_on(words("and then they pay"), "en")
    assert not leads_on(words("they pay"), "en")
    assert points_back(words("ahí se enfadan"), "es")
    assert not points_back(words("llaman"), "es")
    assert begins_later(words("piszą potem dzwonią"), 1, "pl")


def test_a_reflexive_verb_keeps_its_pronoun_in_the_name() -> None:
    asked = situation("przychodzi do sklepu i denerwuje się", Step.TOUCHPOINTS, "pl")
    names = [touchpoint.name for touchpoint in after(rules.read(asked), asked).touchpoints]
    assert names == ["przychodzi do sklepu i denerwuje się"]
