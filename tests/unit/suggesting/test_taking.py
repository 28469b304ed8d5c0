from pathlib import Path

import pytest

from assistant.interview.engine import Interview
from assistant.interview.events import Failure, MapChanged, Suggestion
from assistant.interview.state import Record
from assistant.journey.edits import Remove
from assistant.journey.models import OriginKind
from tests.fakes.person import collect, open_new
from tests.unit.suggesting.shop import shop


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


async def offered(folder: Path, session: str | None = None) -> tuple[Interview, list[Suggestion]]:
    interview = open_new(folder, session=session)
    if session is None:
        given = interview.store.create(shop(metrics=("missed calls a week",)))
        interview = open_new(folder, session=given)
    found = [event for event in await collect(interview.command("suggest")) if isinstance(event, Suggestion)]
    return interview, found


async def test_an_accepted_suggestion_is_an_action_with_its_links_and_undo_takes_it_back(folder: Path) -> None:
    interview, found = await offered(folder)
    chosen = next(each for each in found if each.metric_id)
    events = await collect(interview.command("accept", {"number": str(chosen.number)}))
    assert any(isinstance(event, MapChanged) for event in events)
    (action,) = interview.map.actions
    assert (action.text, action.addresses) == (chosen.text, chosen.addresses)
    assert action.origin.kind is OriginKind.SUGGESTED
    assert chosen.heading in (action.origin.quote or "")
    assert interview.map.metrics[0].measures == (action.id,)
    assert chosen.key not in {e.key for e in await collect(interview.command("suggest")) if isinstance(e, Suggestion)}
    await collect(interview.command("undo"))
    assert interview.map.actions == ()
    assert not interview.map.metrics[0].measures


async def test_in_ones_own_words_it_quotes_what_was_typed(folder: Path) -> None:
    interview, found = await offered(folder)
    own = "A sign at the door, " + "and another one inside, " * 8
    await collect(interview.command("accept", {"number": "1", "text": own}))
    (action,) = interview.map.actions
    assert action.text == own.strip()
    assert action.origin.kind is OriginKind.SAID
    assert own.startswith(action.origin.quote or "?")
    assert action.addresses == found[0].addresses
    again = open_new(folder, session=interview.session)
    assert again.map == interview.map
    assert again.state.unread is None


async def test_what_is_refused_does_not_come_back_until_it_is_accepted(folder: Path) -> None:
    interview, found = await offered(folder)
    await collect(interview.command("refuse", {"number": "1"}))
    _again, left = await offered(folder, session=interview.session)
    assert found[0].text not in {each.text for each in left}
    interview, found = await offered(folder)
    await collect(interview.command("refuse", {"number": "1"}))
    await collect(interview.command("accept", {"number": "1"}))
    assert interview.map.actions[0].text == found[0].text
    assert interview.state.refused == {}


@pytest.mark.parametrize("number", ["", "0", "99", "one"])
async def test_a_number_that_was_not_told_is_refused(folder: Path, number: str) -> None:
    interview, _found = await offered(folder)
    for command in ("accept", "refuse"):
        (event,) = await collect(interview.command(command, {"number": number}))
        assert isinstance(event, Failure)
    assert interview.map.actions == ()


async def test_accepting_twice_says_that_it_is_there(folder: Path) -> None:
    interview, _found = await offered(folder)
    await collect(interview.command("accept", {"number": "1"}))
    (event,) = await collect(interview.command("accept", {"number": "1"}))
    assert isinstance(event, Failure)
    assert len(interview.map.actions) == 1


async def test_a_constraint_that_is_gone_is_not_linked(folder: Path) -> None:
    interview, found = await offered(folder)
    interview.edit([Remove(part="constraints", id=found[0].addresses[0])])
    await collect(interview.command("accept", {"number": "1"}))
    assert interview.map.actions[0].addresses == ()
    assert any(entry.kind is Record.SUGGESTED for entry in interview.state.transcript)
