"""Whatever text or bytes come in: every parser gives its result or its own error, and nothing else.

`JOURNEYMAP_TEST_EXAMPLES=3000 pytest tests/unit/test_parsers.py` looks longer.
"""

import functools
import json
import os
import tomllib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import settings as chosen
from assistant.errors import JourneymapError, UsageError
from assistant.interview.commands import BY_NAME, parse
from assistant.interview.reading import wire
from assistant.interview.reading.numbers import figures
from assistant.interview.reading.words import words as words_of
from assistant.journey.by_hand import Delete, New, Put, edits_for
from assistant.journey.typed_values import NotPossibleError
from assistant.lines import jsonl
from assistant.locale import LANGUAGES
from assistant.models import spec
from assistant.models.structured import MisfitError, read_reply
from assistant.text import clean, clean_line, fold, locate, shorten
from exports import registry
from imports.reading import read_file
from tests.fakes.maps import HOSTILE, example

EXAMPLES = int(os.environ.get("JOURNEYMAP_TEST_EXAMPLES", "40"))
LOOKED_AT = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

PIECES = (
    *HOSTILE,
    "{",
    "}",
    "[",
    "]",
    '"',
    ":",
    ",",
    "\\u0000",
    "\\ud800",
    "null",
    "true",
    "NaN",
    "-Infinity",
    "1e999",
    "9" * 5000,
    "0" * 400,
    "\ud800",
    "\udfff",
    "\x00",
    "\x1b]0;x\x07",
    "\u202e",
    "{}",
    "[" * 700,
    '{"a":' * 700,
    "/",
    "/goto ",
    "/edit ",
    "goal.statement",
    "t1",
    "persona.age",
    "=",
    "[keys]",
    "'''",
    '"""',
    "model",
    "~",
    "~nobody_here/x",
    "local:",
    "openai:",
    "http://[::1",
    "http://x:99999/v1#",
    "#",
    "1.2.3,4",
    "½",
    "٣",
    "⁵",
    "twelve",
    "half",
    "a hundred",
    "dwa i pół",
    "mil",
    "12 %",
    "2026-02-31",
    "journey\n",
    "section ",
    "title ",
    ": 3: ",
    "ID;Stage\n",
    "Step,Feeling\n",
    "|---|---|\n",
    "## Touchpoints\n",
    "---\nlanguage: pl\n---\n",
    "&a [*a]",
    "!!python/object",
    "```mermaid\n",
    '{"type":"answer","text":',
    '{"type":"command","name":',
    '"kind": "answer"',
    '"items": [',
    "data: ",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(st.characters(), max_size=20), max_size=12).map("".join)
BYTES = TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")) | st.binary(max_size=400)
READINGS = (wire.GoalReading, wire.PersonaReading, wire.TouchpointsReading, wire.MetricsReading)
JOURNEY = example()


def refusal(kind: type[Exception], look: Callable[[], object]) -> str:
    """Return what the one error that may come says; "" if none came."""
    try:
        look()
    except kind as fault:
        return str(fault)
    return ""


@LOOKED_AT
@given(text=TEXTS)
def test_a_line_of_the_protocol_is_an_answer_a_command_or_no_line(text: str) -> None:
    interview = SimpleNamespace(
        say=lambda message: message,
        answer=lambda text: ("answer", text),
        command=lambda name, args: ("command", name, args),
        state=SimpleNamespace(pending=None),
    )
    for line in (text, json.dumps({"type": "command", "name": text, "args": {text: text}})):
        told = refusal(ValueError, functools.partial(jsonl._events, interview, line))  # type: ignore[arg-type]
        assert clean_line(told) == told.strip()


@LOOKED_AT
@given(text=TEXTS)
def test_a_slash_line_is_a_command_with_known_arguments_or_none(text: str) -> None:
    for line in (text, f"/{text}", *(f"/{name} {text}" for name in BY_NAME)):
        found = parse(line)
        assert found is None or found[0].isalpha()


@LOOKED_AT
@given(reply=TEXTS, rest=TEXTS)
def test_a_reply_of_a_model_fits_a_reading_or_is_a_misfit(reply: str, rest: str) -> None:
    for reading in READINGS:
        for text in (reply, f'{reply}{{"kind": {rest}', f'{{"kind": "answer", "items": {reply}'):
            with suppress(MisfitError):
                read_reply(reading, text)


@LOOKED_AT
@given(data=BYTES, suffix=st.sampled_from([".json", ".md", ".csv", ".tsv", ".mmd", ".xlsx"]))
def test_a_file_is_a_map_or_refused(data: bytes, suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"file{suffix}"
    file.write_bytes(data)
    told = refusal(JourneymapError, lambda: read_file(file))
    assert clean_line(told) == told


@LOOKED_AT
@given(data=BYTES)
def test_a_settings_file_is_settings_or_refused_and_never_half_written(data: bytes, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_bytes(data)
    try:
        chosen.load({}, {}, file)
        chosen.save({"theme": "light", "keys": {"help": "f1"}}, file)
    except JourneymapError:
        assert file.read_bytes() == data
    else:
        assert tomllib.loads(file.read_text("utf-8"))["theme"] == "light"


@LOOKED_AT
@given(text=TEXTS, name=st.sampled_from(chosen.NAMES))
def test_a_setting_is_taken_or_refused(text: str, name: str) -> None:
    for value in (text, 10**400, -1, float("nan"), [text], {text: text}, None, True):
        told = refusal(UsageError, functools.partial(chosen.load, {name: value}, {}, Path("/nowhere")))
        assert len(told) < 1000


@LOOKED_AT
@given(text=TEXTS)
def test_a_model_s_name_is_a_spec_or_refused(text: str) -> None:
    for one in (text, f"http://{text}", f"local:{text}", f"openai:{text}"):
        with suppress(UsageError):
            assert str(spec.parse(one))


@LOOKED_AT
@given(text=TEXTS)
def test_numbers_and_words_are_found_in_any_text(text: str) -> None:
    for language in LANGUAGES:
        figures(text, words_of(text), language)
    for part in (clean, clean_line, fold):
        part(text)
    shorten(text, 20)
    locate(text[2:7], text)


@LOOKED_AT
@given(
    text=TEXTS,
    ref=st.sampled_from(["goal", "persona", "t1", "c1", "m1", "a1", "s1", "title", "touchpoints", "nothing"]) | TEXTS,
    field=st.sampled_from(["statement", "age", "interests[0]", "interests[9]", "name", "emotion", "severity", "target",
                           "due", "stage", "channel", "touchpoints", "addresses", "owned"]) | TEXTS,
)  # fmt: skip
def test_what_is_typed_into_the_map_becomes_edits_or_is_not_possible(text: str, ref: str, field: str) -> None:
    for change in (Put(ref=ref, values={field: text}), New(part=ref, values={field: text}, before=text),
                   New(part="touchpoints", values={"name": "x", field: text}), Delete(ref=ref)):  # fmt: skip
        with suppress(NotPossibleError):
            edits_for(JOURNEY, change, 1)


@LOOKED_AT
@given(text=TEXTS)
def test_a_format_is_known_or_refused(text: str) -> None:
    with suppress(UsageError):
        registry.by_name(text)
    with suppress(UsageError):
        registry.by_suffix(Path(f"a.{text}"))
