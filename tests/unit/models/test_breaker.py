"""The circuit breaker: when a failing model is left alone, how it is asked again, and what the person is told once."""

import asyncio
import itertools
from collections.abc import Sequence
from contextlib import aclosing, suppress

import pytest
from pydantic import BaseModel

from assistant.errors import ModelError
from assistant.models import breaker, faults
from assistant.models.breaker import LONGEST_REST, PATIENCE, REST, Breaker, News, Ready, RestsError
from assistant.models.port import Message
from tests.fakes.models import FakeModel, Said

PROMPT = [Message("user", "they order once")]
BROKEN = ModelError("It broke.", "Try again.")


class Form(BaseModel):
    words: str


class Guarded:
    """A breaker around a model that does what `does` says; `passes` lets time go by, `asked` counts its calls."""

    def __init__(self) -> None:
        self.now = 0.0
        self.does: Said | float = Form(words="once")
        self.cost = 0.0
        self.asked: list[str] = []
        self.fake = FakeModel(self._say)
        self.model = Breaker(self.fake, lambda: self.now)

    def _say(self, schema: type[BaseModel] | None, messages: Sequence[Message]) -> Said:
        self.asked.append("write" if schema is None else schema.__name__)
        self.now += self.cost
        if isinstance(self.does, Form):
            return {"ready": True} if schema is Ready else "Yes, once." if schema is None else self.does
        return self.does if isinstance(self.does, BaseException) else str(self.does)

    async def read(self) -> str:
        """Return what became of a read: its words, or the name of its fault."""
        try:
            return (await self.model.read(Form, PROMPT)).words
        except ModelError as fault:
            return type(fault).__name__

    async def write(self) -> str:
        try:
            return "".join([piece async for piece in self.model.stream(PROMPT)]).strip()
        except ModelError as fault:
            return type(fault).__name__

    async def looks(self) -> None:
        """Let the background ask, if it wants to."""
        self.model.recover()
        for _ in range(10):
            await asyncio.sleep(0)


@pytest.fixture
def guarded() -> Guarded:
    return Guarded()


async def test_one_fault_is_none_of_its_business(guarded: Guarded) -> None:
    guarded.does = BROKEN
    assert await guarded.read() == "ModelError"
    guarded.does = Form(words="once")
    assert await guarded.read() == "once"
    guarded.does = BROKEN
    assert await guarded.read() == "ModelError"
    assert not guarded.model.rests
    assert guarded.model.news() is None


async def test_two_faults_in_a_row_open_it_for_reading_and_writing_and_are_told_once(guarded: Guarded) -> None:
    guarded.does = BROKEN
    assert [await guarded.read(), await guarded.read(), await guarded.read()] == ["ModelError"] * 2 + ["RestsError"]
    assert await guarded.write() == "RestsError"
    assert guarded.asked == ["Form", "Form"]
    assert guarded.model.rests
    assert guarded.model.news() == News(BROKEN)
    assert guarded.model.news() is None


async def test_writing_that_fails_is_left_alone_though_reading_works(guarded: Guarded) -> None:
    for _ in range(2):
        guarded.does = BROKEN
        assert await guarded.write() == "ModelError"
        guarded.does = Form(words="once")
        assert await guarded.read() == "once"
    assert await guarded.write() == "RestsError"


async def test_one_fault_that_cost_a_long_wait_is_enough(guarded: Guarded) -> None:
    guarded.does, guarded.cost = faults.took_too_long("fake"), PATIENCE
    assert await guarded.read() == "ModelError"
    assert [await guarded.read(), await guarded.write()] == ["RestsError", "RestsError"]


async def test_a_form_that_does_not_fit_says_nothing_of_writing(guarded: Guarded) -> None:
    guarded.does = faults.unfit("fake")
    assert [await guarded.read() for _ in range(3)] == ["UnfitError", "UnfitError", "RestsError"]
    guarded.does = Form(words="once")
    assert await guarded.write() == "Yes, once."


async def test_a_server_that_asks_to_be_left_alone_is_left_alone_for_as_long(guarded: Guarded) -> None:
    guarded.does = faults.BusyError("Busy.", "", 90.0)
    assert await guarded.read() == "BusyError"
    guarded.does = Form(words="once")
    guarded.now += 89
    await guarded.looks()
    assert guarded.asked == ["Form"]
    guarded.now += 1
    await guarded.looks()
    assert await guarded.read() == "once"


async def test_no_server_is_left_alone_for_ever(guarded: Guarded) -> None:
    guarded.does = faults.BusyError("Busy.", "", 31_536_000.0)
    await guarded.read()
    guarded.does = Form(words="once")
    guarded.now += LONGEST_REST
    await guarded.looks()
    assert await guarded.read() == "once"


async def test_it_asks_in_the_background_and_comes_back_with_a_call_that_works(guarded: Guarded) -> None:
    guarded.does = BROKEN
    await guarded.read()
    await guarded.read()
    guarded.model.news()
    await guarded.looks()
    assert guarded.asked == ["Form", "Form"]  # not before the rest is over
    guarded.does = Form(words="once")
    guarded.now += REST
    await guarded.looks()
    assert guarded.asked[2:] == ["Ready", "write"]
    assert guarded.model.news() is None  # nothing of use was done yet
    assert await guarded.read() == "once"
    assert not guarded.model.rests
    assert guarded.model.news() == News(None)
    assert guarded.model.news() is None


async def test_a_model_that_still_fails_is_asked_ever_more_seldom_and_never_told_again(guarded: Guarded) -> None:
    guarded.does = BROKEN
    await guarded.read()
    await guarded.read()
    guarded.model.news()
    tries = []
    for _ in range(int(4000 / REST)):
        guarded.now += REST
        before = len(guarded.asked)
        await guarded.looks()
        if len(guarded.asked) > before:
            tries.append(guarded.now)
        assert await guarded.read() == "RestsError"
    gaps = [later - earlier for earlier, later in itertools.pairwise(tries)]
    assert gaps == sorted(gaps)
    assert gaps[0] == 2 * REST
    assert gaps[-1] == LONGEST_REST
    assert guarded.model.news() is None


async def test_the_call_that_was_trusted_and_failed_opens_it_at_once_and_silently(guarded: Guarded) -> None:
    guarded.does = faults.unfit("fake")
    await guarded.read()
    await guarded.read()
    guarded.model.news()
    guarded.now += REST
    guarded.does = Form(words="once")
    await guarded.looks()
    guarded.does = faults.unfit("fake")
    assert [await guarded.read(), await guarded.read()] == ["UnfitError", "RestsError"]
    assert guarded.model.news() is None


async def test_the_call_that_is_trusted_has_a_short_deadline(guarded: Guarded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaker, "TRIAL", 0.05)
    guarded.does, guarded.cost = faults.took_too_long("fake"), PATIENCE
    await guarded.read()
    guarded.does, guarded.cost = Form(words="once"), 0.0
    guarded.now += REST
    await guarded.looks()
    guarded.fake.delay = 3600
    assert await asyncio.wait_for(guarded.read(), 5) == "ModelError"
    assert await guarded.read() == "RestsError"


async def test_a_call_that_was_given_up_after_a_long_wait_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    hanging = Breaker(FakeModel([Form(words="x")] * 9, delay=3600), lambda: clock[0])
    for waited, rests in ((PATIENCE - 1, False), (PATIENCE, True)):
        call = asyncio.create_task(hanging.read(Form, PROMPT))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        clock[0] += waited
        call.cancel()
        with suppress(asyncio.CancelledError):
            await call
        assert hanging.rests is rests
    news = hanging.news()
    assert news is not None
    assert news.fault is not None
    assert "took too long" in news.fault.message


async def test_a_stream_that_is_left_early_is_no_fault(guarded: Guarded) -> None:
    async with aclosing(guarded.model.stream(PROMPT)) as pieces:
        async for _piece in pieces:
            break
    assert not guarded.model.rests
    assert await guarded.read() == "once"


async def test_whatever_a_library_raises_is_a_model_s_error(guarded: Guarded) -> None:
    guarded.does = RuntimeError("of the library")
    assert await guarded.read() == "ModelError"
    assert await guarded.write() == "ModelError"
    assert guarded.model.rests


async def test_closing_ends_what_goes_on_in_the_background() -> None:
    clock = [0.0]
    model = FakeModel([BROKEN, BROKEN, Form(words="x")])
    guarded = Breaker(model, lambda: clock[0])
    for _ in range(2):
        with suppress(ModelError):
            await guarded.read(Form, PROMPT)
    clock[0] += REST
    model.delay = 3600
    guarded.recover()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await asyncio.wait_for(guarded.close(), 1)
    assert model.cancelled == 1
    assert model.closed


async def test_a_model_that_is_left_alone_is_not_primed() -> None:
    model = FakeModel([BROKEN, BROKEN])
    guarded = Breaker(model, lambda: 0.0)
    await guarded.prime(Form, PROMPT)
    for _ in range(2):
        with suppress(ModelError):
            await guarded.read(Form, PROMPT)
    await guarded.prime(Form, PROMPT)
    assert len(model.primed) == 1


def test_the_bounds_are_in_order() -> None:
    assert faults.LONGEST_PAUSE < breaker.PATIENCE < breaker.REST < breaker.LONGEST_REST
    assert issubclass(RestsError, ModelError)
