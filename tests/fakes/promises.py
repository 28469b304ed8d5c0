"""What must be so of every session, asserted from its log alone: nothing of the program judges itself here."""

from collections.abc import Iterator, Sequence

from assistant.interview.state import RECAP, Entry, Record
from assistant.journey.checklist import MAX_QUESTIONS, NEEDS
from assistant.journey.history import History
from assistant.journey.models import PARTS, REFERENCES, JourneyMap, Origin, OriginKind
from assistant.text import MAX_ANSWER


def essence(journey: JourneyMap) -> JourneyMap:
    """Return a map without what each change of it counts up."""
    return journey.model_copy(update={"revision": 0, "updated": journey.created})


def origins(journey: JourneyMap) -> Iterator[tuple[str, Origin]]:
    """Yield every origin of a map and whose it is."""
    for _, item in journey.items():
        yield item.id, item.origin
    for name, whole in (("goal", journey.goal), ("persona", journey.persona)):
        yield from ((f"{name}.{key}", origin) for key, origin in whole.origins.items())


def assert_quoted(journey: JourneyMap, log: Sequence[Entry]) -> None:
    """Every `said` value quotes, letter for letter, what the person sent in that turn."""
    typed = {e.data["turn"]: e.data["text"] for e in log if e.kind in (Record.ANSWERED, Record.TYPED)}
    for whose, origin in origins(journey):
        if origin.kind is OriginKind.SAID:
            assert origin.quote, whose
            assert origin.quote in typed[origin.turn or 0][:MAX_ANSWER], (whose, origin)


def assert_sound(journey: JourneyMap) -> None:
    """Ids are unique, links lead to what is there, and the map is one that a file may hold."""
    ids = [item.id for _, item in journey.items()]
    assert len(ids) == len(set(ids))
    known = {part: {item.id for item in journey.part(part)} for part in PARTS}
    for part, item in journey.items():
        for field, to in REFERENCES.get(part, {}).items():
            linked = getattr(item, field)
            wanted = set(linked) if isinstance(linked, tuple) else {linked} - {None}
            assert wanted <= (set(ids) if to == "*" else known[to]), (item.id, field)
    assert JourneyMap.model_validate(journey.model_dump()) == journey
    assert journey.stages


def assert_kept(log: Sequence[Entry], sent: Sequence[str]) -> None:
    """Every answer is in the log, once, in order, whole; no turn has two."""
    assert [entry.data["text"] for entry in log if entry.kind is Record.ANSWERED] == list(sent)
    turns = [entry.data["turn"] for entry in log if entry.kind in (Record.ANSWERED, Record.TYPED)]
    assert turns == sorted(set(turns))
    read = [entry.data["turn"] for entry in log if entry.kind is Record.READ]
    assert len(read) == len(set(read))


def assert_ids_are_given_once(log: Sequence[Entry]) -> None:
    """No id is given to two things."""
    added = [
        edit["id"]
        for entry in log
        if entry.kind in (Record.READ, Record.EDITED)
        for edit in entry.data["edits"]
        if edit["op"] == "add"
    ]
    assert len(added) == len(set(added)), added


def assert_asks_no_more_often_than_it_may(log: Sequence[Entry]) -> None:
    """A question is not put again and again, unless the person goes back to it or takes an answer back."""
    rules = {need.id for need in NEEDS}
    run: tuple[str, tuple[str, ...]] | None = None
    count = 0
    for entry in log:
        match entry.kind:
            case Record.ASKED if not entry.data["again"]:
                need = entry.data["need"]
                key = (need, (entry.data["step"],) if need == RECAP else ())
                run, count = key, count + 1 if key == run else 1
                if need in rules:
                    assert count <= MAX_QUESTIONS, entry
                elif need == RECAP:
                    assert count <= MAX_QUESTIONS + 1, entry
            case Record.RECAPPED | Record.WENT | Record.WITHDRAWN | Record.UNDONE | Record.REDONE | Record.EDITED:
                run = None


def assert_undo_and_redo(history: History) -> None:
    """One change back and forth is no change, as far as the history goes."""
    moment = history.present.updated
    back = history.undo(moment)
    if back is not None:
        again = back.redo(moment)
        assert again is not None
        assert essence(again.present) == essence(history.present)
        assert again.past == history.past
