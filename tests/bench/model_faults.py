"""Interviews with a model whose server misbehaves: what is lost, how long the person waits, how soon Esc is heard.

    python -m tests.bench.model_faults [--only NAME] [--scenarios FOLDER] [--all] [--real] [--think 0.05]

Each way to misbehave (`tests.fakes.model_faults`) takes the place of the model through an interview of a scenario, in
turn of the folder's; with ``--all`` through each of them. Without ``--real`` all limits in seconds are 1/40 of what
they are, with it they are the real ones and all interviews are held at once. Lost: an interview that does not end with
a map that can be read back, an answer that is not kept or read, a value that quotes nobody, a key that leaves for
another host or is told. Exit code 1: something was lost, Esc took longer than 0.5 s, or a person waited longer than
`bound` allows.
"""

import argparse
import asyncio
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from assistant.filing import Filing
from assistant.interview import replies, wording
from assistant.interview.engine import Interview
from assistant.interview.events import Event, Finished, Notice, Question
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.state import Record
from assistant.interview.store import SqliteSessionStore
from assistant.models import breaker, faults, langchain_model
from assistant.models.factory import DEFAULT_TIMEOUT
from assistant.settings import Settings
from exports.json_file import read_map
from tests.evals.interviews.scenario import SCENARIOS, Scenario, load
from tests.fakes.model_faults import Fault, honest, serving
from tests.fakes.model_faults import faults as all_faults
from tests.fakes.openai_server import OpenAIServer
from tests.fakes.promises import assert_asks_no_more_often_than_it_may, assert_kept, assert_quoted, assert_sound

KEY = "canary-5f1e-of-a-key"
SCALE = 40
ESC_SECONDS = 0.5
MAX_QUESTIONS = 80
BOUNDS: tuple[tuple[Any, str], ...] = (
    (breaker, "PATIENCE"), (breaker, "REST"), (breaker, "LONGEST_REST"), (breaker, "TRIAL"), (wording, "MAX_SECONDS"),
    (replies, "MAX_SECONDS"), (langchain_model, "_SILENCE"), (faults, "LONGEST_PAUSE"), (faults, "_USUAL_PAUSE"),
)  # fmt: skip
"""The limits in seconds, beside the deadline of a call."""


@contextmanager
def scaled(scale: float) -> Iterator[float]:
    """Divide every limit by `scale`, and yield the deadline of a call."""
    before = [getattr(module, name) for module, name in BOUNDS]
    try:
        for (module, name), seconds in zip(BOUNDS, before, strict=True):
            setattr(module, name, seconds / scale)
        yield DEFAULT_TIMEOUT / scale
    finally:
        for (module, name), seconds in zip(BOUNDS, before, strict=True):
            setattr(module, name, seconds)


def bound(deadline: float) -> float:
    """Return the seconds that a fault may cost a person in an interview, beyond the undisturbed one.

    One missed deadline opens the circuit; a wording that is given up, a short Retry-After twice; the rest is slack for
    a busy machine. Faults that come and go may cost that each time.
    """
    return deadline + wording.MAX_SECONDS + 2 * faults.LONGEST_PAUSE + 10


@dataclass
class Outcome:
    """What came of an interview.

    Attributes:
        waits: seconds from each answer to the next question.
        notices: what the person was told of the model.
        esc: seconds until a cancelled turn had ended.
        lost: what should not have happened.
    """

    waits: list[float] = field(default_factory=list)
    requests: int = 0
    notices: list[str] = field(default_factory=list)
    esc: float = 0.0
    lost: list[str] = field(default_factory=list)


async def hold(fault: Fault, scenario: Scenario, deadline: float, think: float = 0.0) -> Outcome:
    """Hold the interview of a scenario with a model that misbehaves so, and look at what is left of it."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as folder, serving(fault) as (server, spec):
        out, store = Path(folder) / "map.json", SqliteSessionStore(Path(folder) / "s.sqlite3")
        settings = Settings(model=spec, timeout=deadline, embeddings="none", language=scenario.language)
        filing = Filing(Path(folder), out)
        interview = open_interview(store, settings, filing, new=NewInterview(scenario.language))
        told: list[Event] = []
        try:
            await _converse(interview, scenario, outcome, told, think)
        except Exception as raised:  # a fault of the program, whatever it is
            outcome.lost.append(f"raised {raised!r}")
        finally:
            await interview.close()
        outcome.requests = len(server.requests)
        outcome.notices = [event.text for event in told if isinstance(event, Notice)]
        outcome.lost += _lost(interview, store, scenario, out)
        files = [file for file in Path(folder).rglob("*") if file.is_file()]
        if KEY in repr(told) or any(KEY.encode() in file.read_bytes() for file in files):
            outcome.lost.append("the key was told")
        store.close()
    return outcome


async def _converse(
    interview: Interview, scenario: Scenario, outcome: Outcome, told: list[Event], think: float
) -> None:
    told += [event async for event in interview.begin()]
    for _ in range(MAX_QUESTIONS):
        if any(isinstance(event, Finished) for event in told):
            return
        question = next(event for event in reversed(told) if isinstance(event, Question))
        await asyncio.sleep(think)
        text = scenario.reply(question.step.value)
        begun = time.perf_counter()
        told += [event async for event in interview.answer(text)]
        outcome.waits.append(time.perf_counter() - begun)
    outcome.lost.append("the interview does not end")


def _lost(interview: Interview, store: SqliteSessionStore, scenario: Scenario, out: Path) -> Iterator[str]:
    log = store.entries(interview.session)
    checks: tuple[Callable[[], None], ...] = (
        lambda: assert_quoted(interview.map, log),
        lambda: assert_sound(interview.map),
        lambda: assert_kept(log, scenario.sent),
        lambda: assert_asks_no_more_often_than_it_may(log),
    )
    for check in checks:
        try:
            check()
        except AssertionError as fault:
            yield str(fault) or "a promise"
    if scenario.unsent:
        yield f"{scenario.unsent} answers were never asked for"
    read = {entry.data["turn"] for entry in log if entry.kind is Record.READ}
    if read != set(interview.state.answers):
        yield "an answer was not read"
    if not out.exists() or read_map(out) != interview.map:
        yield "no map, or another one"


async def escape(fault: Fault, scenario: Scenario, deadline: float) -> float:
    """Return how long a turn goes on after Esc, with its answer taken back; the model was asked by then."""
    with tempfile.TemporaryDirectory() as folder, serving(fault) as (server, spec):
        store = SqliteSessionStore(Path(folder) / "s.sqlite3")
        settings = Settings(model=spec, timeout=deadline, embeddings="none", wording="builtin")
        interview = open_interview(store, settings, Filing(Path(folder)), new=NewInterview(scenario.language))
        async for _event in interview.begin():
            pass
        before = len(server.requests)
        turn = asyncio.create_task(_drain(interview.answer(scenario.answers["goal"][0])))
        until = time.monotonic() + 5
        while len(server.requests) == before and not turn.done() and time.monotonic() < until:
            await asyncio.sleep(0.005)
        await asyncio.sleep(0.05)
        begun = time.perf_counter()
        turn.cancel()
        await asyncio.gather(turn, return_exceptions=True)
        if interview.state.retractable:
            await _drain(interview.command("retract"))
        took = time.perf_counter() - begun
        await interview.close()
        store.close()
    return took


async def _drain(events: AsyncIterator[Event]) -> None:
    async with aclosing(cast("Any", events)) as stream:
        async for _event in stream:
            pass


async def campaign(
    chosen: Mapping[str, Fault],
    turns: Sequence[tuple[str, Scenario]],
    deadline: float,
    think: float,
    at_once: bool,
    is_bad: Callable[[str, Sequence[Outcome]], bool],
) -> int:
    """Hold an interview for each of `turns`, all `at_once` or one by one; return how many faults were bad."""
    outcomes: dict[str, list[Outcome]] = {name: [] for name in chosen}

    async def one(name: str, scenario: Scenario) -> None:
        fresh = Scenario(scenario.name, scenario.language, scenario.answers, scenario.done, scenario.gold)
        outcomes[name].append(await hold(chosen[name], fresh, deadline, think))

    if at_once:
        await asyncio.gather(*(one(name, scenario) for name, scenario in turns))
    bad = 0
    for name in chosen:
        for scenario in [each for other, each in turns if other == name and not at_once]:
            await one(name, scenario)
        for outcome in outcomes[name]:
            outcome.esc = await escape(chosen[name], turns[0][1], deadline)
        bad += is_bad(name, outcomes[name])
    return bad


def main() -> int:
    """Hold the campaign, print a line a fault, and return 1 if something was lost."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", default="", help="only faults whose names hold one of these, with commas between")
    asked.add_argument("--scenarios", type=Path, default=SCENARIOS, help="the folder of the scenarios")
    asked.add_argument("--all", action="store_true", help="each fault with every scenario")
    asked.add_argument("--real", action="store_true", help="with the real limits; takes some minutes")
    asked.add_argument("--think", type=float, help="seconds that the person thinks before an answer")
    given = asked.parse_args()
    logging.disable(logging.CRITICAL)
    os.environ["JOURNEYMAP_API_KEY"] = KEY
    scale = 1 if given.real else SCALE
    think = given.think if given.think is not None else 2 / scale
    with tempfile.TemporaryDirectory() as home, scaled(scale) as deadline, OpenAIServer(honest) as elsewhere:
        os.environ["JOURNEYMAP_HOME"] = home
        chosen = {
            n: f
            for n, f in all_faults(1 / scale, elsewhere.url[:-3]).items()
            if any(each in n for each in given.only.split(","))
        }
        return asyncio.run(_reported(chosen, load(given.scenarios), deadline, think, elsewhere, given))


async def _reported(
    chosen: Mapping[str, Fault],
    scenarios: Sequence[Scenario],
    deadline: float,
    think: float,
    elsewhere: OpenAIServer,
    given: argparse.Namespace,
) -> int:
    calm = Fault(lambda: honest)
    undisturbed = [await hold(calm, each, deadline) for each in scenarios[:3]]
    usual = statistics.mean(sum(outcome.waits) for outcome in undisturbed)
    print(f"undisturbed: {usual:.1f} s of waiting in an interview; a fault may cost {bound(deadline):.1f} s more\n")
    begun = time.perf_counter()
    turns = [
        (name, scenario)
        for number, name in enumerate(chosen)
        for scenario in (scenarios if given.all else [scenarios[number % len(scenarios)]])
    ]
    print(f"{'fault':28} {'lost':>4} {'cost':>7} {'longest':>8} {'Esc':>6} {'asked':>6} {'told':>5}")

    def is_bad(name: str, outcomes: Sequence[Outcome]) -> bool:
        cost = max(sum(o.waits) for o in outcomes) - usual
        longest, esc = max(max(o.waits, default=0) for o in outcomes), max(o.esc for o in outcomes)
        lost = [each for o in outcomes for each in o.lost]
        late = cost > (3 if chosen[name].works else 1) * bound(deadline) or esc > ESC_SECONDS
        asked, told = max(o.requests for o in outcomes), max(len(o.notices) for o in outcomes)
        print(f"{name:28} {len(lost):4} {cost:6.1f}s {longest:7.1f}s {esc:5.2f}s {asked:6} {told:5}"
              f"{'  LATE' if late else ''}", flush=True)  # fmt: skip
        for each in dict.fromkeys(lost):
            print(f"    {each[:200]}")
        return bool(lost) or late

    bad = await campaign(chosen, turns, deadline, think, given.real, is_bad)
    print(f"\n{len(turns)} interviews in {time.perf_counter() - begun:.0f} s; {bad} faults with a "
          f"loss; {len(elsewhere.requests)} requests reached the other host")  # fmt: skip
    return 1 if bad or elsewhere.requests else 0


if __name__ == "__main__":
    sys.exit(main())
