"""Writes a session of many turns into the database, for `tests.bench.interface`."""

import sys

from assistant.interview.state import Record
from assistant.interview.store import Draft, SqliteSessionStore
from assistant.journey.models import MapKind, MapState, Step
from assistant.journey.start import new_map
from assistant.locations import sessions_file

ITEMS = 60
"""Touchpoints that are added; after that, each turn changes one of them."""


def main() -> None:
    """Write a session of so many turns."""
    turns = int(sys.argv[1])
    store = SqliteSessionStore(sessions_file())
    session = store.create(new_map("en", MapKind.JOURNEY, MapState.AS_IS, None, "A long session"))
    state = store.load(session)
    for turn in range(1, turns + 1):
        state = store.append(session, state, [*_turn(turn)])
    store.append(session, state, [_asked("The last question waits: what else?")])
    store.close()


def _turn(turn: int) -> list[Draft]:
    place = f"place {turn % ITEMS} of many"
    text = f"They come to {place}, look around for {turn} minutes, and then they leave again without a word. " * 3
    origin = {"kind": "said", "quote": place, "turn": turn}
    edit: dict[str, object]
    if turn <= ITEMS:
        edit = {
            "op": "add",
            "part": "touchpoints",
            "values": {"name": place, "stage": "s1"},
            "origin": origin,
            "id": f"t{turn}",
        }
    else:
        edit = {"op": "change", "part": "touchpoints", "id": f"t{turn % ITEMS + 1}", "field": "emotion",
                "value": (turn // ITEMS + turn) % 5 - 2, "origin": origin}  # fmt: skip
    read = {"turn": turn, "kind": "answer", "by": "rules", "edits": [edit], "refused": [], "closed": [], "stays": False}
    return [
        _asked(f"What happens at point **{turn}**?"),
        (Record.ANSWERED, {"turn": turn, "text": text}),
        (Record.READ, read),
    ]


def _asked(text: str) -> Draft:
    return Record.ASKED, {
        "step": Step.TOUCHPOINTS.value, "need": "touchpoints.which", "targets": [], "text": text, "again": True,
        "sources": [["Touchpoint", "touchpoint"]], "guidance": "A touchpoint is a moment in which customers meet you.",
    }  # fmt: skip


if __name__ == "__main__":
    main()
