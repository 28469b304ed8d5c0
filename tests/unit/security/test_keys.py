"""Keys stay where they are: in no message, no log, no child process, no shown text."""

import base64
import codecs
import logging
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.cli.maps import schema
from assistant.credentials import HIDDEN, environment_without_keys, keys, without_keys
from assistant.errors import ModelError, UsageError
from assistant.locations import state_folder
from assistant.models import local
from assistant.models.factory import open_model
from assistant.models.port import Message
from assistant.models.spec import parse
from prompts.leaks import Watch
from prompts.loader import template
from tests.fakes.openai_server import OpenAIServer, Request, says, status

KEY = "sk-canary/41\\x'7"
ENVIRONMENT = {
    "OPENAI_API_KEY": KEY,
    "HF_TOKEN": "hf_canary_2",
    "HTTPS_PROXY": "http://me:pass-canary-3@proxy:1",
    "HOME": "/x",
}
PROMPT = template("reply").template


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        if name != "HOME":
            monkeypatch.setenv(name, value)


def test_keys_are_known_by_the_names_of_their_variables() -> None:
    assert {KEY, "hf_canary_2", "pass-canary-3"} <= set(keys(ENVIRONMENT))
    assert keys({"OPENAI_API_KEY": "none", "MONKEY_BUSINESS": "bananas and more", "KEYBOARD": "qwertyuiop"}) == ()
    assert "canary-and-more" in keys({"OPENAI_API_KEY": "canary\x01-and-more"})  # as it is shown
    assert environment_without_keys(ENVIRONMENT).keys() == {"HOME"}


@pytest.mark.parametrize("text", [f"refused: {KEY}", f"{ {'Authorization': KEY}!r}", "http://me:pass-canary-3@proxy:1"])
def test_a_key_is_hidden_however_it_is_written(text: str) -> None:
    hidden = without_keys(text)
    assert HIDDEN in hidden
    assert "canary" not in hidden


def test_what_people_are_told_holds_no_key() -> None:
    fault = ModelError(f"The server said {KEY}.", f"Check {KEY}.")
    assert "canary" not in f"{fault}{fault.message}{fault.hint}{fault!r}"


@pytest.mark.parametrize("spec", ["http://h/v1?key=canary#x", "http://me:can/ary@h/v1#x", "http://h/v1&token=canary"])
def test_a_key_in_an_address_is_not_repeated(spec: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(spec)
    assert "canary" not in str(caught.value)
    assert "can/ary" not in str(caught.value)


def test_the_name_of_a_model_acts_on_no_terminal_and_can_be_stored() -> None:
    name = str(parse("http://127.0.0.1:9/v1#x\x1b[2J\n\ud800\x9b1m\u202e"))
    assert name == "http://127.0.0.1:9/v1#x\u241b[2J 1m"


def test_a_traceback_and_the_debug_log_hold_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(options: object) -> int:
        logging.getLogger("a.library").debug("headers %r\x1b[2J", {"Authorization": f"Bearer {KEY}"})
        raise RuntimeError(f"request with {KEY!r}\x1b]0;x\x07 failed")

    monkeypatch.setattr(schema.__module__ + ".schema", crash)
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])  # as the program has it when it starts
    level = root.level
    try:
        assert main(["--debug", "schema"]) == 1
    finally:
        root.setLevel(level)
        for handler in root.handlers:
            handler.close()
    written = [file.read_text() for file in state_folder().iterdir()]
    assert len(written) == 2
    assert all(HIDDEN in text for text in written)
    assert not any("canary" in text or "\x1b" in text for text in written)


def test_the_process_of_the_local_model_has_no_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "program.py"
    program.write_text("import json, os, sys; print(json.dumps({'url': repr([*os.environ.items(), sys.argv])}))")
    monkeypatch.setattr(local, "_PROGRAM", program)
    server = local.LlamaServer(tmp_path / "none.gguf")
    try:
        inside = server.wait()
    finally:
        server.stop()
    assert "'PATH'" in inside
    assert "canary" not in inside
    assert server.key not in inside


@pytest.mark.parametrize(
    "hide",
    [
        str, str.upper, lambda text: text[::-1], lambda text: codecs.encode(text, "rot13"), " ".join, "\u200b".join,
        lambda text: base64.b64encode(text.encode()).decode(), lambda text: base64.encodebytes(text.encode()).decode(),
        lambda text: text.encode().hex(), lambda text: text.replace(" ", "-"),
        lambda text: text.translate(str.maketrans("aeopc", "аеорс")),
    ],
    ids=["as it is", "capitals", "backwards", "rot13", "spaced", "zero width", "base64", "in lines", "hex", "hyphens",
         "lookalikes"],
)  # fmt: skip
def test_a_prompt_is_known_again(hide: object) -> None:
    hidden = hide(PROMPT)  # type: ignore[operator]
    watch, shown = Watch(PROMPT), ""
    for start in range(0, len(hidden), 7):
        shown += watch.feed(hidden[start : start + 7])
    assert watch.leaked
    assert len("".join(shown.split())) < 40


def test_a_key_in_a_models_text_stops_it() -> None:
    watch = Watch(PROMPT, keys())
    shown = "".join(
        map(watch.feed, ["Of ", "course: ", "sk-can", "ary/41\\x'7 ", "is ", "the key, ", "as you ", "wished."])
    )
    assert watch.leaked
    assert "sk" not in shown + watch.rest()


def test_ordinary_sentences_are_no_leak() -> None:
    watch = Watch(PROMPT, keys())
    text = "Customers leave when nobody answers the phone; a call back within the hour keeps two thirds of them. " * 5
    assert "".join([*map(watch.feed, text.split(" ")), watch.rest()]) == text.replace(" ", "")
    assert not watch.leaked


async def test_a_server_cannot_send_what_people_say_on_to_another() -> None:
    with OpenAIServer() as other:

        def away(request: Request) -> None:
            request.send(b"", code=307, Location=f"{other.url}/chat/completions")

        with OpenAIServer(away) as server:
            model = await open_model(parse(server.spec), {}, 5)
            assert model is not None
            with pytest.raises(ModelError):
                async for _piece in model.stream([Message("user", "our customers are angry")]):
                    pass
            await model.close()
        assert server.requests
        assert not other.requests


async def test_a_refused_key_that_the_server_repeats_is_not_told() -> None:
    for reply in (status(401, f"no such key: {KEY}"), says("")):
        with OpenAIServer(reply) as server:
            model = await open_model(parse(server.spec), {"JOURNEYMAP_API_KEY": KEY}, 5)
            assert model is not None
            with pytest.raises(ModelError) as caught:
                async for _piece in model.stream([Message("user", "hello")]):
                    pass
            await model.close()
        assert "canary" not in str(caught.value)
