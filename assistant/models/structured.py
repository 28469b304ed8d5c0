"""Objects out of a language model: the schema it is given, how it is told, and what is made of its reply.

Servers differ: one constrains every token to the schema, one rejects half of JSON Schema, one never reads it. So the
schema on the wire is plain (no references, no ``oneOf``, every property required), the prompt says the same in a line
that a small model follows, and the reply is searched for the object wherever it stands.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from assistant.models.port import Answer, Message
from assistant.text import clean

Schema = dict[str, Any]

_KEPT = frozenset({
    "type", "properties", "required", "additionalProperties", "items", "anyOf", "enum", "description", "pattern",
    "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength",
})  # fmt: skip
_REFUSED_BY_STRICT = frozenset({"minLength", "maxLength"})
"""What OpenAI answers with HTTP 400 in a strict schema; llama.cpp and vLLM constrain the text by it."""

_THOUGHTS = re.compile(r"<think>.*?</think>", re.DOTALL)
_ATTEMPTS_TO_READ = 50
"""Braces of a reply that are tried as the beginning of the object, so that a garbled one costs no time."""
_MOST_ECHOED = 2000
"""Characters of a misfit that are shown to the model again: a runaway reply must not fill its context."""


class MisfitError(Exception):
    """A reply that is not an object of the schema; its text tells the model what is wrong."""


class _AnyOf(GenerateJsonSchema):
    """Writes a tagged union as ``anyOf``: strict structured output knows no ``oneOf``."""

    def tagged_union_schema(self, schema: core_schema.TaggedUnionSchema) -> JsonSchemaValue:
        return {"anyOf": [self.generate_inner(choice) for choice in schema["choices"].values()]}


def wire_schema(model: type[BaseModel], *, strict: bool = False) -> Schema:
    """Return the JSON Schema of `model` as servers understand it; `strict` leaves out what OpenAI refuses."""
    schema = model.model_json_schema(schema_generator=_AnyOf)
    # The description of a class is its docstring, written for programmers; that of a field is written for the model.
    definitions = {name: _without(one, "description") for name, one in schema.get("$defs", {}).items()}
    kept = _KEPT - _REFUSED_BY_STRICT if strict else _KEPT
    return {"title": model.__name__, **_plain(_without(schema, "description"), definitions, kept)}


def _plain(node: Schema, definitions: dict[str, Schema], kept: frozenset[str]) -> Schema:
    if "$ref" in node:
        node = definitions[node["$ref"].rpartition("/")[2]] | _without(node, "$ref")
    if "const" in node:
        node = {**node, "enum": [node["const"]]}
    plain = {name: value for name, value in node.items() if name in kept}
    if "properties" in node:
        plain["properties"] = {name: _plain(one, definitions, kept) for name, one in node["properties"].items()}
        plain["required"] = list(node["properties"])
        plain["additionalProperties"] = False
    if "items" in node:
        plain["items"] = _plain(node["items"], definitions, kept)
    if "anyOf" in node:
        plain["anyOf"] = [_plain(one, definitions, kept) for one in node["anyOf"]]
    return plain


def _without(node: Schema, keyword: str) -> Schema:
    return {name: value for name, value in node.items() if name != keyword}


def describe(model: type[BaseModel]) -> str:
    """Return the schema in a line that costs few tokens: ``{"kind": "a" | "b", "items": [{"name": string}]}``."""
    return _described(wire_schema(model))


def _described(node: Schema) -> str:
    if "enum" in node:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in node["enum"])
    if "anyOf" in node:
        return " | ".join(_described(one) for one in node["anyOf"])
    if "properties" in node:
        return "{" + ", ".join(_described_property(*one) for one in node["properties"].items()) + "}"
    if node.get("type") == "array":
        return f"[{_described(node.get('items', {}))}]"
    if "minimum" in node and "maximum" in node:
        return f"{node['minimum']}..{node['maximum']}"
    return str(node.get("type", "any"))


def _described_property(name: str, node: Schema) -> str:
    note = f" ({node['description']})" if "description" in node else ""
    return f'"{name}": {_described(node)}{note}'


def prompt_for(model: type[BaseModel], messages: Sequence[Message]) -> list[Message]:
    """Return `messages` with the form of the answer at the end of the system message.

    There it is part of the beginning that all prompts of a task share, which servers keep in their cache.
    """
    form = f"Answer with one JSON object of this form and nothing else:\n{describe(model)}"
    if messages and messages[0].role == "system":
        return [Message("system", f"{messages[0].text.rstrip()}\n\n{form}"), *messages[1:]]
    return [Message("system", form), *messages]


def repair_prompt(prompt: Sequence[Message], reply: str, complaint: str) -> list[Message]:
    """Return `prompt` with the misfit `reply` and what is wrong with it, as the model is asked once more."""
    again = f"That does not fit: {complaint}. Answer again with the corrected JSON object and nothing else."
    return [*prompt, Message("assistant", reply[:_MOST_ECHOED] or "-"), Message("user", again)]


def read_reply(model: type[Answer], reply: str) -> Answer:
    """Return the object of `model` that stands in `reply`, alone, in a fence, or with prose around it.

    Raises:
        MisfitError: there is none.
    """
    misfit = MisfitError("there is no JSON object")
    for found in _objects_in(_THOUGHTS.sub("", reply)):
        try:
            return model.model_validate_json(json.dumps(_cleaned(found)))
        except ValidationError as fault:
            misfit = MisfitError(_complaint(fault))
    raise misfit


def _objects_in(reply: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder(strict=False)  # small models put raw line ends into strings
    place = reply.find("{")
    for _attempt in range(_ATTEMPTS_TO_READ):
        if place < 0:
            return
        try:
            found, end = decoder.raw_decode(reply, place)
            yield found
        except (ValueError, RecursionError):
            end = place + 1
        place = reply.find("{", end)


def _cleaned(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return `value` with every text in it cleaned: here the model's text enters the program."""
    match value:
        case str():
            return clean(value)
        case list():
            return [_cleaned(one) for one in value]
        case dict():
            return {name: _cleaned(one) for name, one in value.items()}
    return value


def _complaint(fault: ValidationError) -> str:
    """Tell the first faults by their place, without the values: the complaint may also reach a log."""
    faults = fault.errors(include_url=False, include_input=False, include_context=False)
    return "; ".join(f"{'.'.join(map(str, one['loc'])) or 'object'}: {one['msg']}" for one in faults[:5])
