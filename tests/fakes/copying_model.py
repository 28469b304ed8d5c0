"""A server's model that reads each answer by copying it whole, placeholders and all, and repeats it when it writes."""

import re
from typing import Any

from tests.fakes.openai_server import Request, says

_ANSWER = re.compile(r'Answer: """(.*?)"""', re.DOTALL)
_MOST = 230


def copies(request: Request) -> None:
    """Fill the form that is asked for with the words of the answer."""
    found = _ANSWER.findall(request.body["messages"][-1]["content"])
    words = (found[-1] if found else request.body["messages"][-1]["content"])[:_MOST]
    form = request.body.get("response_format", {}).get("json_schema", {}).get("schema")
    says(_filled(form, words) if form else f"You said: {words}")(request)


def _filled(form: dict[str, Any], words: str) -> Any:
    if "anyOf" in form:
        chosen = [one for one in form["anyOf"] if one.get("type") != "null"]
        return _filled(chosen[0], words) if chosen[0].get("type") == "string" and "enum" not in chosen[0] else None
    if "enum" in form:
        return "answer" if "answer" in form["enum"] else form["enum"][0]
    match form.get("type"):
        case "object":
            return {name: _property(name, one, words) for name, one in form["properties"].items()}
        case "integer" | "number":
            return 0
    return words


def _property(name: str, form: dict[str, Any], words: str) -> Any:
    if name == "items":
        return [_filled(form["items"], words)]
    if form.get("type") == "array":
        return []
    if name == "name" and (person := re.search(r"\[person \d+\w?\]", words)):
        return person[0]
    return _filled(form, words)
