from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from assistant.interview.events import Suggestion
from assistant.interview.guide import Guide
from assistant.interview.suggesting.candidates import Candidate
from assistant.interview.suggesting.checks import Fault
from assistant.interview.suggesting.obstacles import Obstacle
from assistant.interview.suggesting.wording import judged
from assistant.interview.suggestions import NOTHING_FITS, NOTHING_IN_THE_WAY, Suggester, without
from assistant.journey.models import JourneyMap
from assistant.locale import LANGUAGES
from knowledge.base import KnowledgeBase, open_base
from knowledge.languages import language_of
from knowledge.plays import play_called
from knowledge.port import Passage
from tests.fakes.models import FakeModel
from tests.unit.suggesting.shop import add, shop

ON = date(2026, 3, 2)


@pytest.fixture
def base() -> Iterator[KnowledgeBase]:
    opened = open_base("none", "")
    yield opened
    opened.close()


async def told(
    base: KnowledgeBase, journey: JourneyMap, model: FakeModel | None = None, **given: Any
) -> list[Suggestion]:
    return [each async for each in Suggester(Guide(base), model).suggest(journey, ON, **given)]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_suggestion_answers_something_and_rests_on_a_passage_in_the_maps_language(
    base: KnowledgeBase, language: str
) -> None:
    journey = shop(language)
    found = await told(base, journey)
    assert len(found) >= 5
    assert [each.number for each in found] == list(range(1, len(found) + 1))
    assert {"c1", "c2", "c3"} <= {each.about for each in found}
    assert len({each.text for each in found}) == len(found)
    for each in found:
        assert each.sources[0].article
        assert each.heading
        assert each.metric
        assert each.effort in ("small", "medium", "large")
        assert language_of(each.text, language) == language
        assert not each.addresses or journey.find(each.addresses[0])
    assert found == await told(base, journey)


async def test_the_severest_constraint_without_an_action_comes_first(base: KnowledgeBase) -> None:
    journey = shop("en", "The queue is endless", actions=("Something about the queue",))
    journey = add(journey, "constraints", text="Nobody answers the phone", severity=2)
    journey = add(journey, "constraints", text="The frames are sold out", severity=5)
    assert [each.about for each in await told(base, journey)][:3] == ["c3", "c2", "c1"]


async def test_what_the_map_does_already_and_what_was_refused_does_not_come(base: KnowledgeBase) -> None:
    keys = {each.key for each in await told(base, shop())}
    assert {"second-till", "auto-reply"} <= keys
    again = await told(base, shop(actions=("We rent a second till",)), refused={"auto-reply": "Set an automatic reply"})
    assert not {"second-till", "auto-reply"} & {each.key for each in again}


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "we can't hire anybody"), ("es", "no podemos contratar a nadie"), ("pl", "nie możemy nikogo zatrudnić")],
)
async def test_nothing_contradicts_what_was_said(base: KnowledgeBase, language: str, said: str) -> None:
    assert "second-till" in {each.key for each in await told(base, shop(language))}
    assert "second-till" not in {each.key for each in await told(base, shop(language), answers=[said])}


async def test_a_play_for_a_place_that_the_map_does_not_have_is_not_offered(base: KnowledgeBase) -> None:
    journey = shop()
    online = journey.model_copy(update={"touchpoints": journey.touchpoints[2:]})
    assert "second-till" not in {each.key for each in await told(base, online)}


async def test_the_persons_own_metric_is_named_where_one_is_about_the_same(base: KnowledgeBase) -> None:
    found = await told(base, shop(metrics=("missed calls a week", "colour of the door")))
    assert {each.metric_id for each in found if each.about == "c2"} == {"m1"}
    assert {each.metric_id for each in found if each.about == "c3"} == {None}


async def test_without_anything_in_the_way_it_says_what_is_missing(base: KnowledgeBase) -> None:
    empty = shop().model_copy(update={"constraints": ()})
    assert without(empty) == NOTHING_IN_THE_WAY
    strange = shop("en", "Zebras")
    assert without(strange) == NOTHING_FITS
    assert [each for each in await told(base, strange) if each.about == "c1"] == []


WAIT = Passage(
    "Say the wait of 15 minutes on a sign.", "Waiting", "waiting", "en", 1, 1, "Tell the wait", "constraints"
)
SAY = play_called("say-the-wait")
CANDIDATE = Candidate(SAY.id, Obstacle("c1", "The queue is endless"), WAIT, SAY.text["en"], SAY)


@pytest.mark.parametrize(
    ("text", "cited", "fault"),
    [
        ("Hang up a sign that says how long the wait in the queue is.", 1, None),
        ("Hang up a sign that says the wait is 15 minutes.", 1, None),
        ("Hang up a sign.", 7, Fault.UNCITED),
        ("Wait.", 1, Fault.EMPTY),
        ("Say how long the wait is before it begins, " + "and again " * 12, 1, Fault.LONG),
        ("Hang up a sign that says the wait is 40 minutes.", 1, Fault.NUMBER),
        ("Paint the door green and buy a parrot for children.", 1, Fault.OFF_TOPIC),
        ("Powiedz, ile potrwa czekanie w kolejce, i podaj to na tabliczce.", 1, Fault.LANGUAGE),
        ("We hang up a sign that says how long the wait is.", 1, Fault.KNOWN),
        ("Put the advice into one sentence for this business: say the wait.", 1, Fault.REPEATS_PROMPT),
        ("Say how long the wait is on a sign and hire a clown.", 1, Fault.CONTRADICTS),
    ],
)
def test_what_code_refuses_of_a_models_words(text: str, cited: int, fault: Fault | None) -> None:
    journey = shop(
        "en",
        "The queue is endless",
        actions=("We hang up a sign that says how long the wait is",) * (fault is Fault.KNOWN),
    )
    assert judged(text, cited, CANDIDATE, journey, (), ("We can't hire a clown",), None) == fault


async def test_a_models_words_are_told_if_they_pass_and_ours_if_not(base: KnowledgeBase) -> None:
    ours = [each.text for each in await told(base, shop())]
    words = "When the frames are sold out, take a reservation on the spot and send a message."
    good = {"sentence": words, "passage": 1, "effort": "small", "impact": "large"}
    bad = {**good, "sentence": "Buy 900 parrots."}
    place = next(n for n, text in enumerate(ours) if text.startswith("When something is sold out"))
    model = FakeModel([good if n == place else bad for n in range(len(ours))])
    rejected: list[Any] = []
    found = [each.text for each in await told(base, shop(), model, rejected=rejected)]
    assert found[place] == good["sentence"]
    assert found[:place] + found[place + 1 :] == ours[:place] + ours[place + 1 :]
    assert {each.fault for each in rejected} == {Fault.NUMBER}
