"""The fake model keeps to the port, so that tests with it mean something."""

import asyncio

import pytest
from pydantic import BaseModel, ValidationError

from assistant.errors import ModelError
from assistant.models.port import ChatModel, Message
from tests.fakes.models import FakeModel

HELLO = [Message("user", "hello")]


class Reading(BaseModel):
    quote: str


async def test_it_says_what_it_was_told_to_in_turn() -> None:
    model: ChatModel = FakeModel([{"quote": "x"}, Reading(quote="y"), "two words"])
    assert await model.read(Reading, HELLO) == Reading(quote="x")
    assert await model.read(Reading, HELLO) == Reading(quote="y")
    assert [piece async for piece in model.stream(HELLO)] == ["two ", "words "]


async def test_it_raises_what_it_was_told_to() -> None:
    model = FakeModel([ModelError("down"), {"quote": 3}])
    with pytest.raises(ModelError, match="down"):
        await model.read(Reading, HELLO)
    with pytest.raises(ValidationError):
        await model.read(Reading, HELLO)


async def test_it_fails_the_test_that_asks_too_often() -> None:
    with pytest.raises(AssertionError, match="hello"):
        await FakeModel().read(Reading, HELLO)


async def test_it_can_think_for_itself_and_remembers() -> None:
    model = FakeModel(lambda schema, messages: {"quote": messages[-1].text} if schema else "text")
    assert (await model.read(Reading, HELLO)).quote == "hello"
    assert model.reads == [(Reading, HELLO)]


async def test_it_notices_that_it_is_cancelled() -> None:
    model = FakeModel([{"quote": "x"}], delay=5)
    task = asyncio.create_task(model.read(Reading, HELLO))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert model.cancelled == 1
