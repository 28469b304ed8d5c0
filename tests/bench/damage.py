"""A damaged database of sessions: everything that can be read is kept, the damaged file, too, and the person is told.

    python -m tests.bench.damage [--times 400] [--seed 0]

Interviews are held, some are closed and one is left as a kill leaves it, with its write-ahead log. Then bytes of the
header, of any page or of the log are overwritten, or a file is cut. What is opened then must hold, of every session, an
unbroken beginning of its events exactly as they were, all of it if the damage lies elsewhere, go on with an interview,
and say what was kept; an answer that is in no map any more must stand in the report, or nowhere in the file. Exit code
1: it was otherwise.
"""

import argparse
import asyncio
import logging
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant.errors import FileError
from assistant.interview.state import Entry, Record
from assistant.interview.store import SqliteSessionStore
from tests.fakes.person import Person, collect, open_new

Sessions = Mapping[str, list[Entry]]
PAGE = 4096
_LOG_HEADER, _FRAME_HEADER = 32, 24
"""Bytes; the source of the layout: sqlite.org/walformat.html."""
MOST = 80


def made(folder: Path) -> Sessions:
    """Hold interviews in `folder`, leave the database as a killed process does, and return the events of each."""
    work = folder / "work"
    for _number in range(3):
        asyncio.run(_hold_one(work, MOST)).close()  # closed, its events go from the log to the database
    open_ones = [asyncio.run(_hold_one(work, 6)) for _number in range(2)]
    for file in work.glob("sessions.sqlite3*"):
        shutil.copy(file, folder / file.name)
    store = open_ones[0]
    sessions = {info.id: store.entries(info.id) for info in store.list()}
    for store in open_ones:
        store.close()
    return sessions


async def _hold_one(folder: Path, turns: int) -> SqliteSessionStore:
    """Hold an interview of at most so many turns and return its store, still open."""
    interview, person = open_new(folder), Person()
    await collect(interview.begin())
    for turn in range(turns):
        if not interview.state.finished:
            text = person.reply(interview.state.step.value)
            await collect(interview.answer(f"{text} (as told in {interview.session}, {turn})"))
    await interview.close()
    assert isinstance(interview.store, SqliteSessionStore)
    return interview.store


def _overwrite(data: bytearray, first: int, last: int, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 1, 4, 64))):
        at = chance.randrange(first, max(last, first + 1))
        data[at] = chance.randrange(256)


def header(folder: Path, chance: random.Random) -> None:
    """Overwrite bytes of the header and the schema."""
    _change(folder / "s.sqlite3", lambda data: _overwrite(data, 0, chance.choice((100, PAGE)), chance))


def anywhere(folder: Path, chance: random.Random) -> None:
    """Overwrite bytes anywhere."""
    _change(folder / "s.sqlite3", lambda data: _overwrite(data, 0, len(data), chance))


def page(folder: Path, chance: random.Random) -> None:
    """Overwrite a whole page with zeros or noise."""

    def change(data: bytearray) -> None:
        at = chance.randrange(len(data) // PAGE) * PAGE
        data[at : at + PAGE] = chance.choice((bytes(PAGE), chance.randbytes(PAGE)))

    _change(folder / "s.sqlite3", change)


def journal(folder: Path, chance: random.Random) -> None:
    """Overwrite bytes of the write-ahead log."""
    _change(folder / "s.sqlite3-wal", lambda data: _overwrite(data, 0, len(data), chance))


def truncated(folder: Path, chance: random.Random) -> None:
    """Cut the end off the database or its log."""
    name = chance.choice(("s.sqlite3", "s.sqlite3-wal"))

    def change(data: bytearray) -> None:
        del data[chance.randrange(1, len(data)) :]

    _change(folder / name, change)


KINDS: Mapping[str, Callable[[Path, random.Random], None]] = {
    "header": header,
    "any bytes": anywhere,
    "a page": page,
    "log": journal,
    "cut": truncated,
}


def _change(file: Path, change: Callable[[bytearray], None]) -> None:
    data = bytearray(file.read_bytes())
    change(data)
    file.write_bytes(data)


def check(folder: Path, before: Sessions, damage: bytes, *, cut: bool = False) -> str:
    """Open what is there and return what came of it; raises AssertionError.

    Args:
        folder: where the damaged database is.
        before: every session as it was.
        damage: the bytes of the damaged files.
        cut: whether the log was cut off, or changed in its last frame alone.
    """
    path = folder / "s.sqlite3"
    store = SqliteSessionStore(path)
    try:
        listed = {info.id for info in store.list()}
        kept = {}
        for session in sorted(listed):
            store.load(session)
            kept[session] = store.entries(session)
        listed = {info.id for info in store.list()}
        kept = {session: entries for session, entries in kept.items() if session in listed}
        for session, entries in kept.items():
            same = entries == before[session][: len(entries)]
            anew = entries[1:] == before[session][1 : len(entries)] and store.recovered is not None
            assert same or anew, f"{session} holds what was never said"  # anew: its lost beginning was made again
        missing = {session: entries[len(kept.get(session, ())) :] for session, entries in before.items()}
        answers = [e.data["text"] for entries in missing.values() for e in entries if e.kind is Record.ANSWERED]
        if store.recovered is None:
            if any(missing.values()):  # an end that was cut or changed looks like one that a kill has torn
                assert cut, f"{sum(map(len, missing.values()))} events are gone without a word"
                return "unseen"
            return "harmless"
        told, copy, report = store.recovered.told(), store.recovered.copy, store.recovered.report.read_text("utf-8")
        assert str(copy) in told, "the copy is not named"
        assert copy.exists(), "the damaged file is not kept"
        for session, entries in missing.items():
            assert not entries or session in told + report or session.encode() not in damage, (
                f"{session} is not told of"
            )
        lost = [text for text in answers if text not in report and text.encode() in damage]
        assert len(lost) <= 2, f"{len(lost)} answers can be read in the file and are not in the report"
        return "whole" if not any(missing.values()) else f"cut by {sum(map(len, missing.values()))} events"
    finally:
        store.close()


def goes_on(folder: Path) -> None:
    """Begin an interview in what was recovered; raises what stands in its way."""
    store = SqliteSessionStore(folder / "s.sqlite3")
    assert store.recovered is None, "recovered a second time"
    from assistant.journey.start import new_map

    session = store.create(new_map("en"))
    store.append(session, store.load(session), [(Record.ANSWERED, {"turn": 1, "text": "people order once"})])
    store.close()


def _is_at_the_end(log: bytes, left: bytes) -> bool:
    """Return whether only the last frame of a log is not what it was, or it was cut off."""
    if len(left) < len(log):
        return True
    size = _FRAME_HEADER + int.from_bytes(log[8:12])
    frames = range(_LOG_HEADER, len(log) - size + 1, size)
    last = max(start for start in frames if log[start + 8 : start + 16] == log[16:24])
    return log[:last] == left[:last] and log != left


def attempt(good: Path, before: Sessions, number: int) -> tuple[str, str]:
    """Damage a copy of the database as `number` says; return the kind of damage and what came of it."""
    chance = random.Random(number)
    kind = list(KINDS)[number % len(KINDS)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for ending in ("", "-wal"):
            shutil.copy(good / f"sessions.sqlite3{ending}", folder / f"s.sqlite3{ending}")
        KINDS[kind](folder, chance)
        damage = b"".join((folder / f"s.sqlite3{ending}").read_bytes() for ending in ("", "-wal"))
        log, left = (good / "sessions.sqlite3-wal").read_bytes(), (folder / "s.sqlite3-wal").read_bytes()
        try:
            result = check(folder, before, damage, cut=_is_at_the_end(log, left))
            goes_on(folder)
        except FileError as fault:
            result = f"refused: {str(fault)[:200]}"
        except Exception as fault:
            result = f"FOUND {type(fault).__name__}: {str(fault)[:200]}"
    return kind, result


def main() -> int:
    """Run the campaign and print a line a kind of damage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=400)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    logging.getLogger().addHandler(logging.NullHandler())
    found = 0
    counts: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    with tempfile.TemporaryDirectory() as name:
        good = Path(name)
        before = made(good)
        size = sum(map(len, before.values()))
        sizes = [(good / f"sessions.sqlite3{ending}").stat().st_size // 1024 for ending in ("", "-wal")]
        print(f"{len(before)} sessions of {size} events in {sizes[0]} KB and a log of {sizes[1]} KB")
        for number in range(options.seed, options.seed + options.times):
            kind, result = attempt(good, before, number)
            counts[kind][result.partition(" ")[0].rstrip(":")] += 1
            if result.startswith(("FOUND", "refused")):
                found += 1
                print(f"{number} {kind}: {result}", flush=True)
            elif result.startswith("cut"):
                counts[kind]["events"] += int(result.split()[2])
    heads = ("harmless", "all kept", "cut", "events cut", "unseen", "refused", "found")
    print(f"{'damage':10} {'files':>6}" + "".join(f" {head:>10}" for head in heads))
    names = ("harmless", "whole", "cut", "events", "unseen", "refused", "FOUND")
    for kind, count in counts.items():
        files = count.total() - count["events"]
        print(f"{kind:10} {files:6}" + "".join(f" {count[name]:10}" for name in names))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
