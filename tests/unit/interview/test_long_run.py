"""A small part of `tests.bench.long_run`: nothing is lost, and the session is the same when it is opened anew."""

from pathlib import Path

from assistant.interview.wording import is_one_question
from assistant.journey.history import History
from assistant.journey.models import MapKind
from tests.bench.long_run import Findings, engine
from tests.fakes.interview import MOMENT, state_of
from tests.fakes.maps import example


async def test_nothing_is_lost_in_a_long_session(tmp_path: Path) -> None:
    found = Findings()
    await engine(found, tmp_path, 60)
    assert [wrong for wrong in found.wrong if "ms" not in wrong] == []


def test_ids_of_an_imported_map_count_when_it_is_first_changed() -> None:
    journey = example()
    last = journey.touchpoints[-1]
    without = journey.model_copy(update={"touchpoints": journey.touchpoints[:-1]})
    history = History(journey).record(without, MOMENT)
    assert history.issued["t"] == int(last.id.removeprefix("t"))
    again = history.record(without.model_copy(update={"title": "x"}), MOMENT)
    assert again.issued == history.issued
    assert journey.kind in MapKind


def test_a_models_question_may_repeat_any_number_that_was_said() -> None:
    state = state_of(answers={1: "they wait 12 minutes", 2: "no more"})
    assert is_one_question("What makes those 12 minutes long?", "What is in the way?", state)
    assert is_one_question("What makes the 30 minutes long?", "What about the 30 minutes?", state)
    assert not is_one_question("What makes those 13 minutes long?", "What is in the way?", state)
