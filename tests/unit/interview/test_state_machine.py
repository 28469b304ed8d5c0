"""Any sequence of answers, commands, changes by hand, lying and failing models and kills keeps the promises.

``JOURNEYMAP_TEST_EXAMPLES=2000`` makes a long run of it; each example is an interview of up to 40 steps (long: 80).
What is asserted is written here anew, from the session's log alone, and not taken from the engine.
"""

import asyncio
import contextlib
import gc
import json
import os
import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pydantic import BaseModel

from assistant import database
from assistant.errors import JourneymapError, ModelError
from assistant.interview.commands import BY_NAME
from assistant.interview.engine import Interview
from assistant.interview.equipment import Equipment
from assistant.interview.events import Event
from assistant.interview.guide import Guide
from assistant.interview.reading.reader import Reader
from assistant.interview.replies import Replies
from assistant.interview.state import Entry, InterviewState, Record, fold
from assistant.interview.store import SqliteSessionStore
from assistant.interview.suggestions import Suggester
from assistant.interview.wording import Wording
from assistant.journey import by_hand
from assistant.journey.models import LABELS, PARTS, MapKind, Step
from assistant.journey.start import new_map
from assistant.locale import LANGUAGES
from assistant.models.breaker import Breaker
from assistant.models.port import Message
from assistant.text import clean
from exports.json_file import EXPORTER, read_map
from imports.port import as_new
from knowledge.port import Passage
from tests.fakes.hostile_answers import HOSTILE
from tests.fakes.maps import example
from tests.fakes.models import FakeModel, Said
from tests.fakes.person import BAKERY, NoExports
from tests.fakes.promises import (
    assert_asks_no_more_often_than_it_may,
    assert_ids_are_given_once,
    assert_kept,
    assert_quoted,
    assert_sound,
    assert_undo_and_redo,
    essence,
)
from tests.unit.interview.test_hostile_answers import Liar

EXAMPLES = int(os.environ.get("JOURNEYMAP_TEST_EXAMPLES", "12"))
LONG = EXAMPLES > 100

# --- What people type -----------------------------------------------------------------------------------------------

TOLD = {
    "en": [text for texts in BAKERY.values() for text in texts],
    "es": [
        "la gente pide una tarta y no vuelve, quiero saber por qué. desde que nos conoce hasta el segundo pedido",
        "Marta, 41 años, abogada, vive en Gijón. le gusta correr y nunca tiene tiempo",
        "perdón, 42, no 41",
        "que la tarta esté lista a la hora",
        "nos ven en instagram, luego llaman y se enfadan porque nadie contesta. recogen la tarta en la tienda",
        "nadie contesta al teléfono los sábados",
        "un formulario en la web antes de marzo. Pablo pone los precios en el escaparate",
        "pedidos repetidos, ahora 12 por ciento, queremos 30",
    ],
    "pl": [
        "ludzie zamawiają tort i nie wracają, chcę wiedzieć dlaczego. od pierwszej wizyty do drugiego zamówienia",
        "Zofia, 35 lat, księgowa, mieszka w Gdyni. lubi rower i zawsze się spieszy",
        "przepraszam, 36, nie 35",
        "tort gotowy na czas",
        "widzą nas na facebooku, potem dzwonią i są źli, bo nikt nie odbiera. odbierają tort w sklepie",
        "w soboty nikt nie odbiera telefonu",
        "formularz na stronie do marca. Tomek wystawi ceny w oknie",
        "powtórne zamówienia, teraz 12 procent, chcemy 30",
    ],
}
TURNS = {
    "en": [
        "no, that's all", "I don't know", "what is a touchpoint?", "why do you ask me this?", "2 is wrong", "yes",
        "no wait, 45, not 30", "remove number 1", "nice weather today", "hm", "number 2 is by phone", "no",
    ],
    "es": ["no, eso es todo", "no sé", "¿qué es un punto de contacto?", "el 2 está mal", "sí", "no, 45, no 30"],
    "pl": ["nie, to wszystko", "nie wiem", "co to jest persona?", "2 jest źle", "tak", "nie, 45, a nie 30"],
}  # fmt: skip
ODD = [text for text in HOSTILE.values() if len(text) < 1500]
EVERYTHING = [*(text for texts in [*TOLD.values(), *TURNS.values()] for text in texts)]

told = st.sampled_from(EVERYTHING)
mixed = st.lists(told, min_size=2, max_size=3).map(" ".join)
shuffled = st.tuples(told, st.integers(0, 99)).map(lambda pair: _shuffled(*pair))
texts = st.one_of(told, told, told, mixed, shuffled, st.sampled_from(ODD), st.text(max_size=60))
values = st.one_of(st.sampled_from(["39", "Ola", "a fair price", "-1", "2", "phone", "", "true", "s1"]), texts)
ref_numbers = st.integers(0, 40)


def _shuffled(text: str, seed: int) -> str:
    words = text.split()
    random.Random(seed).shuffle(words)
    return " ".join(words)


# --- What models do -------------------------------------------------------------------------------------------------


class Faulty:
    """A model that lies, fails, crashes or hangs, each time as its dice say."""

    def __init__(self, seed: int, faults: Sequence[str]) -> None:
        self._dice = random.Random(seed)
        self._faults = faults
        self._liar = Liar()

    def __call__(self, schema: type[BaseModel] | None, messages: Sequence[Message]) -> Said:
        match self._dice.choice(self._faults):
            case "fails":
                return ModelError("The model's server failed.", "Try again.")
            case "crashes":
                return RuntimeError("a library's own fault")
            case "says nothing":
                return "" if schema is None else {name: _empty(name) for name in schema.model_fields}
        return self._liar(schema, messages)


def _empty(name: str) -> Any:
    lists = ("items", "removes", "elsewhere", "interests", "challenges", "measures")
    return "vague" if name == "kind" else [] if name in lists else None


class Hanging(FakeModel):
    """A model that never answers; `asked` is set when it should."""

    def __init__(self) -> None:
        super().__init__([])
        self.asked = asyncio.Event()

    async def _pause(self) -> None:
        self.asked.set()
        await asyncio.Event().wait()

    async def read(self, schema: Any, messages: Sequence[Message]) -> Any:
        await self._pause()

    async def stream(self, messages: Sequence[Message]) -> Any:
        await self._pause()
        yield ""


class Notes:
    """A knowledge base of two passages."""

    remote = False
    labeller = None

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        language: str | None = None,
        step: str | None = None,
        stages: Sequence[str] = (),
    ) -> list[Passage]:
        text = "Answer every call within a minute. " * 2
        return [Passage(text, "On calls", f"calls-{n}", language or "en", 1.0, 0.9, "", step or "") for n in (1, 2)][:k]

    def warm(self) -> None: ...

    def close(self) -> None: ...


@pytest.fixture(autouse=True, scope="module")
def unsynced() -> Iterator[None]:
    connect = database.connect

    def quickly(path: Path) -> Any:
        db = connect(path)
        db.execute("PRAGMA synchronous = OFF")
        return db

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "connect", quickly)
        yield


# --- The machine ----------------------------------------------------------------------------------------------------


class Interviews(RuleBasedStateMachine):
    """One session, from whatever it begins with; `sent` is what the person sent."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(tempfile.mkdtemp(prefix="journeymap-"))
        self.store = SqliteSessionStore(self.folder / "s.sqlite3")
        self.model: FakeModel | None = None
        self.sent: list[str] = []
        self.interview: Interview = cast(Any, None)
        self.begun = False
        self.clock = 0.0
        self.waits = True
        """Whether it is the person's turn: no turn was cancelled or killed since."""
        self._numbers: dict[str, set[str]] = {}

    # What happens once

    @initialize(
        language=st.sampled_from(LANGUAGES),
        kind=st.sampled_from(list(MapKind)),
        imported=st.sampled_from([False, False, False, True]),
    )
    def begins(self, language: str, kind: MapKind, imported: bool) -> None:
        journey = as_new(example()) if imported else new_map(language, kind)
        self.session = self.store.create(journey)
        self._open()
        self.begun = True
        self._run(self.interview.begin())

    def _open(self) -> None:
        nothing = self._equipment("")
        self.interview = Interview(self.session, self.store, nothing, NoExports(), self._equipment, Notes())
        if self.model is not None:
            self.interview.use(self._equipped(self.model))

    def _equipment(self, spec: str) -> Equipment:
        return self._equipped(None)

    def _equipped(self, fake: FakeModel | None) -> Equipment:
        guide = Guide(Notes())
        model = Breaker(fake, lambda: self.clock) if fake else None
        writes = model if fake and fake.fluent else None
        suggester = Suggester(guide, writes)
        return Equipment(Reader(model), Wording(writes), Replies(guide, writes), lambda: None, suggester, breaker=model)

    # What the person does

    @rule(text=texts)
    def answers(self, text: str) -> None:
        self._note(text)
        self._run(self.interview.answer(text))
        self.waits = self.waits or bool(_cleaned(text))

    @rule(text=texts)
    def answers_anew(self, text: str) -> None:
        retractable = self.interview.state.retractable
        try:
            self._run(self.interview.replace(text))
        except JourneymapError:
            assert not retractable
        else:
            self._note(text)
            self.waits = self.waits or bool(_cleaned(text))

    @rule(name=st.sampled_from(["undo", "redo", "skip", "back", "why", "retract", "help", "review", "suggest", "sent"]))
    def commands(self, name: str) -> None:
        self._run(self.interview.command(name))

    @rule(step=st.sampled_from([*Step, "Metas", "nowhere"]))
    def goes_to(self, step: str) -> None:
        self._run(self.interview.command("goto", {"step": step}))

    @rule(language=st.sampled_from([*LANGUAGES, "de"]))
    def changes_the_language(self, language: str) -> None:
        self._run(self.interview.command("language", {"language": language}))

    @rule(number=st.integers(0, 6).map(str), text=st.one_of(st.none(), st.none(), texts))
    def accepts(self, number: str, text: str | None) -> None:
        self._run(self.interview.command("accept", {"number": number} | ({"text": text} if text else {})))

    @rule(number=st.integers(0, 6).map(str))
    def refuses(self, number: str) -> None:
        self._run(self.interview.command("refuse", {"number": number}))

    @rule(command=st.sampled_from(["edit", "add", "delete", "move", "merge"]), place=ref_numbers, value=values,
          other=ref_numbers)  # fmt: skip
    def types_a_command(self, command: str, place: int, value: str, other: int) -> None:
        ref = self._ref(place)
        args = {
            "edit": {"ref": ref, "field": self._field(ref, other), "value": value},
            "add": {"part": [*PARTS, "persona.interests", "nothing"][place % 10], "value": value},
            "delete": {"ref": ref},
            "move": {"ref": ref, "stage": self._ref(other)},
            "merge": {"ref": ref, "stage": self._ref(other)},
        }[command]
        self._run(self.interview.command(command, args))

    @rule(op=st.sampled_from(["put", "new", "delete", "move", "shift", "merge"]), place=ref_numbers, value=values,
          other=ref_numbers, more=st.one_of(st.none(), values))  # fmt: skip
    def changes_the_map(self, op: str, place: int, value: str, other: int, more: str | None) -> None:
        ref, aim = self._ref(place), self._ref(other)
        part = [*by_hand.ADDABLE, "persona.challenges", "unknowns", "x"][place % 9]
        named = {LABELS.get(part, "text"): value}
        given = {self._field(ref, other): value} | ({self._field(ref, other + 1): more} if more is not None else {})
        change: by_hand.ByHand
        match op:
            case "put":
                change = by_hand.Put(ref=ref, values=given)
            case "new":
                change = by_hand.New(part=part, values=named, before=aim if other % 2 else None)
            case "delete":
                change = by_hand.Delete(ref=ref)
            case "move":
                change = by_hand.Move(ref=ref, to=aim)
            case "shift":
                change = by_hand.Shift(ref=ref, by=1 if other % 2 else -1)
            case _:
                change = by_hand.Merge(ref=ref, into=aim)
        self._run(self.interview.revise(change))

    @rule()
    def undoes_and_redoes(self) -> None:
        """What undo takes back, redo makes again."""
        before = self.interview.map
        if not self.interview.state.history.past:
            return
        self._run(self.interview.command("undo"))
        self._run(self.interview.command("redo"))
        assert essence(self.interview.map) == essence(before)

    @rule(text=texts)
    def says_it_is_done(self, text: str) -> None:
        """Go on to the end of a step, so that all of the interview is reached."""
        done = {"en": "no, that's all", "es": "no, eso es todo", "pl": "nie, to wszystko"}
        for said in (text, *[done[self.interview.map.language]] * 3):
            self._note(said)
            self._run(self.interview.answer(said))
        self.waits = True

    # What models and the system do

    @rule(seed=st.integers(0, 999), faults=st.lists(
        st.sampled_from(["lies", "lies", "fails", "crashes", "says nothing"]), min_size=1, max_size=4),
        fluent=st.booleans())  # fmt: skip
    def has_a_model(self, seed: int, faults: Sequence[str], fluent: bool) -> None:
        self.model = FakeModel(Faulty(seed, faults), fluent=fluent)
        self.interview.use(self._equipped(self.model))

    @rule(seconds=st.sampled_from([1.0, 40.0, 700.0]))
    def time_passes(self, seconds: float) -> None:
        """A model that failed is asked again."""
        self.clock += seconds
        self._run(self._waiting())

    async def _waiting(self) -> AsyncIterator[Event]:
        for event in self.interview.waiting():
            yield event
        await asyncio.sleep(0)

    @rule()
    def has_no_model(self) -> None:
        self._run(self.interview.command("model", {"spec": "none"}))
        self.model = None

    @rule(text=texts, retracts=st.booleans())
    def cancels_a_model_that_hangs(self, text: str, retracts: bool) -> None:
        """As Esc does: the answer is kept and read later, or taken back."""
        hanging = Hanging()
        self.interview.use(self._equipped(hanging))
        turns = self.interview.state.turn
        self._note(text)
        self.runner.run(self._cancelled(self.interview.answer(text), hanging))
        self.interview.use(self._equipped(self.model))
        if retracts and self.interview.state.turn > turns and self.interview.state.retractable:
            self._run(self.interview.command("retract"))
        self.waits = False

    @rule(text=texts, events=st.integers(0, 5))
    def is_killed_while_it_reads(self, text: str, events: int) -> None:
        before = len(self._log())
        killed = self.runner.run(_first(self.interview.answer(text), events))
        if any(
            entry.kind is Record.ANSWERED and entry.data["text"] == _cleaned(text) for entry in self._log()[before:]
        ):
            self._note(text)
        else:
            assert not killed or not _cleaned(text) or events == 0
        self._reopen()

    @rule()
    def is_resumed(self) -> None:
        self._reopen()

    def _reopen(self) -> None:
        self.interview._hold.release()  # what the system does when a process dies
        self._open()
        self._run(self.interview.begin())
        self.waits = True

    # What must be so after each step

    @invariant()
    def keeps_the_promises(self) -> None:
        if not self.begun:
            return
        state, journey, log = self.interview.state, self.interview.map, self._log()
        assert_quoted(journey, log)
        assert_sound(journey)
        assert_kept(log, self.sent)
        assert_ids_are_given_once(log)
        assert_asks_no_more_often_than_it_may(log)
        assert_undo_and_redo(state.history)
        assert read_map(EXPORTER.export(journey)) == journey
        folded = fold(log)
        assert folded is not None
        assert _comparable(folded) == _comparable(state)
        assert [(e.kind, e.data) for e in folded.transcript] == [(e.kind, _as_json(e.data)) for e in state.transcript]
        assert (folded.before is None) == (state.before is None)
        assert not self.waits or state.pending is not None or state.finished
        assert not self.waits or state.unread is None

    def teardown(self) -> None:
        if self.begun:
            self.runner.run(self.interview.close())
        self.store.close()
        self.runner.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # How

    def _note(self, text: str) -> None:
        if _cleaned(text):
            self.sent.append(_cleaned(text))

    def _log(self) -> list[Entry]:
        return self.store.entries(self.session)

    def _run(self, events: AsyncIterator[Event]) -> list[Event]:
        return self.runner.run(_all(events))

    async def _cancelled(self, events: AsyncIterator[Event], hanging: Hanging) -> None:
        turn = asyncio.create_task(_all(events))
        asked = asyncio.create_task(hanging.asked.wait())
        await asyncio.wait([turn, asked], return_when=asyncio.FIRST_COMPLETED)
        for task in (turn, asked):
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await turn

    def _ref(self, number: int) -> str:
        refs = [item.id for _, item in self.interview.map.items()]
        fields = ["goal", "persona", "goal.start", "persona.interests[1]", "persona.age", "t99", ""]
        return [*refs, *fields][number % (len(refs) + len(fields))]

    def _field(self, ref: str, number: int) -> str:
        found = self.interview.map.find(ref)
        whole = {"goal": self.interview.map.goal, "persona": self.interview.map.persona}.get(ref)
        model = found[1] if found else whole
        names = [*type(model).model_fields, "interests[1]", "nonsense"] if model is not None else ["age"]
        return names[number % len(names)]


async def _all(events: AsyncIterator[Event]) -> list[Event]:
    return [event async for event in events]


async def _first(events: AsyncIterator[Event], count: int) -> bool:
    """Take `count` events and leave; return whether it was left before its end."""
    generator = cast(Any, events)
    async with contextlib.aclosing(generator):
        for _ in range(count):
            if await anext(generator, None) is None:
                return False
    return True


def _cleaned(text: str) -> str:
    return clean(text).strip()


def _as_json(data: Mapping[str, Any]) -> Any:
    return json.loads(json.dumps(data, ensure_ascii=False))


def _comparable(state: InterviewState) -> InterviewState:
    return replace(state, transcript=(), offered=tuple(map(_as_json, state.offered)))


@pytest.fixture(autouse=True, scope="module")
def tidy() -> Iterator[None]:
    yield
    gc.collect()


def test_names_of_the_commands_are_known() -> None:
    used = {"undo", "redo", "skip", "back", "why", "retract", "help", "review", "suggest", "sent", "goto", "language",
            "accept",
            "refuse", "edit", "add", "delete", "move", "merge", "model"}  # fmt: skip
    assert used <= set(BY_NAME)
    assert set(BY_NAME) - used == {"export", "quit", "redact"}, "a new command is not in the machine yet"


TestInterviews = Interviews.TestCase
TestInterviews.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=80 if LONG else 25,
    deadline=None,
    derandomize=not LONG,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
setattr(TestInterviews, "pytestmark", [pytest.mark.timeout(0 if LONG else 60)])  # noqa: B010 - it has no such name
