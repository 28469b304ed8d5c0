"""Schemas as servers and models understand them, and objects out of whatever they reply."""

import json
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import BaseModel, Field

from assistant.models.port import Message
from assistant.models.structured import MisfitError, describe, prompt_for, read_reply, repair_prompt, wire_schema


class Channel(StrEnum):
    """A docstring for programmers."""

    STORE = "store"
    EMAIL = "email"


class Add(BaseModel):
    """Another one."""

    op: Literal["add"]
    name: Annotated[str, Field(max_length=40, description="in the person's words")]
    channel: Channel | None = None


class Remove(BaseModel):
    op: Literal["remove"]
    id: str


class Reading(BaseModel):
    """A turn."""

    kind: Literal["answer", "question"]
    mood: Annotated[int, Field(ge=-2, le=2)] | None
    edits: Annotated[list[Annotated[Add | Remove, Field(discriminator="op")]], Field(max_length=3)]


def everything_in(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, dict):
        return [node, *(one for value in node.values() for one in everything_in(value))]
    return [one for value in node for one in everything_in(value)] if isinstance(node, list) else []


def test_the_wire_schema_is_plain() -> None:
    schema = wire_schema(Reading)
    written = json.dumps(schema)
    assert schema["title"] == "Reading"
    assert not any(word in written for word in ("$ref", "$defs", "oneOf", "discriminator", "const", "default"))
    assert "docstring" not in written
    for node in everything_in(schema):
        if node.get("type") == "object":
            assert node["required"] == list(node["properties"])
            assert node["additionalProperties"] is False


def test_a_union_of_edits_is_any_of_them() -> None:
    choices = wire_schema(Reading)["properties"]["edits"]["items"]["anyOf"]
    assert [one["properties"]["op"]["enum"] for one in choices] == [["add"], ["remove"]]


def test_lengths_go_to_servers_that_constrain_by_them_and_not_to_strict_ones() -> None:
    assert "maxLength" in json.dumps(wire_schema(Reading))
    assert "maxLength" not in json.dumps(wire_schema(Reading, strict=True))
    assert "maxItems" in json.dumps(wire_schema(Reading, strict=True))


def test_the_description_is_one_short_line() -> None:
    assert describe(Reading) == (
        '{"kind": "answer" | "question", "mood": -2..2 | null, "edits": '
        '[{"op": "add", "name": string (in the person\'s words), "channel": "store" | "email" | null}'
        ' | {"op": "remove", "id": string}]}'
    )


def test_the_form_ends_the_system_message() -> None:
    prompt = prompt_for(Reading, [Message("system", "Read the answer.\n"), Message("user", "We sell tea.")])
    assert prompt[0].text.startswith("Read the answer.\n\n")
    assert prompt[0].text.endswith(describe(Reading))
    assert prompt[1:] == [Message("user", "We sell tea.")]


def test_without_a_system_message_the_form_is_one() -> None:
    assert [one.role for one in prompt_for(Reading, [Message("user", "We sell tea.")])] == ["system", "user"]


OBJECT = {"kind": "answer", "mood": None, "edits": [{"op": "add", "name": "Café", "channel": "store"}]}
WRITTEN = json.dumps(OBJECT, ensure_ascii=False)


@pytest.mark.parametrize(
    "reply",
    [
        WRITTEN,
        f"```json\n{WRITTEN}\n```",
        f"Sure! Here is {{the}} object:\n\n{WRITTEN}\n\nAnything {{else}}?",
        f"<think>maybe {{\"kind\": \"question\", \"mood\": 1, \"edits\": []}}</think>{WRITTEN}",
        f'{{"wrong": true}} {WRITTEN}',
        WRITTEN.replace('"Café"', '"Cafe\u0301"'),
    ],
    ids=["alone", "fence", "prose", "thoughts", "second", "decomposed accent"],
)  # fmt: skip
def test_the_object_is_found_wherever_it_stands(reply: str) -> None:
    assert read_reply(Reading, reply) == Reading.model_validate(OBJECT)


@pytest.mark.parametrize("reply", ["", "I cannot.", "{", WRITTEN[:-3], "[1, 2]", "{}", "{" * 5000, '{"a":' * 5000])
def test_what_is_no_object_of_the_schema_is_a_misfit(reply: str) -> None:
    with pytest.raises(MisfitError):
        read_reply(Reading, reply)


def test_a_misfit_tells_the_place_and_not_the_value() -> None:
    with pytest.raises(MisfitError) as caught:
        read_reply(Reading, WRITTEN.replace('"store"', '"Our secret shop"'))
    assert "edits.0.add.channel" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_text_from_a_model_is_cleaned() -> None:
    reading = read_reply(Reading, json.dumps({**OBJECT, "edits": [{"op": "remove", "id": "\x1b]52;c;x\x07"}]}))
    assert "\x1b" not in repr(reading.edits[0])
    assert "\x07" not in repr(reading.edits[0])


def test_a_raw_line_end_in_a_text_is_forgiven() -> None:
    assert read_reply(Reading, WRITTEN.replace("Café", "Café\nNero")).edits[0].name == "Café\nNero"  # type: ignore[union-attr]


def test_the_repair_shows_a_bounded_piece_of_the_misfit() -> None:
    prompt = repair_prompt([Message("system", "s")], "x" * 9999, "there is no JSON object")
    assert [one.role for one in prompt] == ["system", "assistant", "user"]
    assert len(prompt[1].text) == 2000
    assert "there is no JSON object" in prompt[2].text


@given(some.text())
def test_no_reply_breaks_the_reader(reply: str) -> None:
    with pytest.raises(MisfitError):
        read_reply(Reading, reply)
