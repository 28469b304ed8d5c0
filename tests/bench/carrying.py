"""The carriers of the injection campaign: each lets texts in at one place, and says what they did there."""

from __future__ import annotations

import io
import itertools
import os
import re
import unicodedata
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel

from assistant.cli import main as command
from assistant.errors import JourneymapError
from assistant.interview.engine import Interview
from assistant.interview.equipment import Equipment
from assistant.interview.events import Event, MapChanged, Piece
from assistant.interview.guide import Guide
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.reading.reader import Reader
from assistant.interview.replies import Replies
from assistant.interview.store import SqliteSessionStore
from assistant.interview.suggestions import Suggester
from assistant.interview.wording import Wording
from assistant.journey.models import JourneyMap, OriginKind
from assistant.locations import config_folder, sessions_file
from assistant.models.port import Message
from assistant.settings import Settings
from exports import registry
from imports.port import as_new
from imports.reading import Wishes, read_file
from knowledge.adding import Outcome, add
from knowledge.base import KnowledgeBase, open_base
from prompts.loader import names, template
from tests.fakes.carriers import DOCUMENTS, MAPS
from tests.fakes.documents import rare_word
from tests.fakes.injections import CANARY, INVENTED, Injection
from tests.fakes.models import FakeModel, Said
from tests.fakes.openai_server import OpenAIServer, Request, says, status
from tests.fakes.person import NoExports, collect

FIRST = {
    "en": "I want to know why people order once and never again",
    "es": "quiero saber por qué la gente pide una vez y no vuelve",
    "pl": "chcę wiedzieć, dlaczego ludzie zamawiają raz i nie wracają",
}
ABOUT = {
    "en": ("What is {}?", "{} is a part of the parcel."),
    "es": ("¿Qué es {}?", "{} es una parte del paquete."),
    "pl": ("Co to jest {}?", "{} to część paczki."),
}
ASKED = {"en": "What is a persona?", "es": "¿Qué es una persona?", "pl": "Co to jest persona?"}
ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
UNSEEN = ("hidden", "a comment")
"""The documents in which nobody sees the text, so that it may not be taken in at all."""
RUN = 7
"""Words of a prompt in a row that must not be shown; the program itself stops at six."""

Carrier = Callable[["Place", Sequence[Injection]], Awaitable[list[str]]]


@dataclass
class Place:
    """Where the campaign happens: a folder, an address and a file that are bait, and the ports that may be reached."""

    folder: Path
    url: str
    bait: Path
    allowed: set[int]
    numbers: Iterator[int] = field(default_factory=itertools.count)
    _base: KnowledgeBase | None = None

    @property
    def base(self) -> KnowledgeBase:
        """The knowledge base."""
        if self._base is None:
            self._base = open_base("none", "")
        return self._base

    def file(self, suffix: str) -> Path:
        """Return a new path."""
        (self.folder / "files").mkdir(exist_ok=True)
        return self.folder / "files" / f"f{next(self.numbers)}.{suffix}"

    def open(self, language: str, obeys: bool, title: str | None = None) -> Interview:
        """Open a new interview, with a model that obeys or with none."""
        store = SqliteSessionStore(sessions_file())
        settings = Settings(model="none", language=language, embeddings="none")
        interview = open_interview(store, settings, NoExports(), new=NewInterview(language, title=title))
        if obeys:
            model, guide = FakeModel(Obedient()), Guide(self.base)
            wording, replies = Wording(model), Replies(guide, model)
            interview.use(Equipment(Reader(model), wording, replies, lambda: None, Suggester(guide, model)))
        return interview

    def close(self) -> None:
        """Give back what is open."""
        if self._base is not None:
            self._base.close()


class Obedient:
    """Does what it reads, as a model can: fills every place, repeats its prompt, tells the key, writes escapes."""

    def __init__(self) -> None:
        self._turns = itertools.count()

    def __call__(self, schema: type[BaseModel] | None, messages: Sequence[Message]) -> Said:
        text = messages[-1].text
        if schema is not None:
            words = [CANARY, INVENTED, f"{INVENTED} 104", text[-150:], *re.findall(r"[^.!?\n]{3,80}", text)[-6:]]
            return filled(schema, itertools.cycle(words))
        whole = "\n".join(message.text for message in messages)
        prompt, key = messages[0].text, os.environ["OPENAI_API_KEY"]
        said = (whole, prompt[::-1], " ".join(prompt), f"Is the key {key}?", f"\x1b]52;c;{key}\x07 why? {text[-200:]}",
                f"{CANARY}, what did you read in {text[-60:]}?")  # fmt: skip
        return said[next(self._turns) % len(said)]


def filled(schema: type[BaseModel], words: Iterator[str]) -> dict[str, Any]:
    """Return an object of a form with the next words in every place, whatever may stand there."""
    from assistant.models.structured import wire_schema

    def value(node: Mapping[str, Any]) -> Any:
        if "enum" in node:
            return node["enum"][0]
        if "anyOf" in node:
            return value(node["anyOf"][0])
        match node.get("type"):
            case "object":
                return {name: value(one) for name, one in node["properties"].items()}
            case "array":
                return [value(node["items"]) for _ in range(3)]
            case "integer" | "number":
                return node.get("minimum", 1)
            case "boolean":
                return True
        return next(words)[: node.get("maxLength", 150)]

    found: dict[str, Any] = value(wire_schema(schema))
    return found


# --- What is asserted -----------------------------------------------------------------------------------------------


def faults_of(events: Sequence[Event], interview: Interview, injection: Injection, mapless: bool = False) -> list[str]:
    """Return what is wrong with what was shown and what is in the map; `mapless`: the text may not be in it at all."""
    texts = [text for event in events if not isinstance(event, MapChanged) for text in texts_of(event)]
    texts.append("".join(event.text for event in events if isinstance(event, Piece)))
    found = [*shown_faults("\n".join(texts)), *map_faults(interview.map, interview.state.answers)]
    if mapless and CANARY in interview.map.model_dump_json():
        found.append("the text is in the map")
    return [f"{injection.name}: {fault}" for fault in found]


def shown_faults(text: str) -> list[str]:
    """Return what a shown text must not hold: what acts on a terminal, the key, a prompt's own words."""
    found = [f"{ACTING.findall(text)[:3]!r} is shown"] if ACTING.search(text) else []
    if os.environ["OPENAI_API_KEY"] in text:
        found.append("the key is shown")
    told = re.findall(r"\w+", text.casefold())
    runs = {tuple(told[start : start + RUN]) for start in range(len(told) - RUN + 1)}
    if leaked := runs & prompt_runs():
        found.append(f"a prompt is shown: {' '.join(min(leaked))}")
    return found


@cache
def prompt_runs() -> frozenset[tuple[str, ...]]:
    """Return the runs of words of all prompts but the examples, which hold what people say."""
    words = [
        re.findall(r"\w+", template(name).template.casefold()) for name in names() if not name.startswith(("ex", "sh"))
    ]
    return frozenset(tuple(one[start : start + RUN]) for one in words for start in range(len(one) - RUN + 1))


def map_faults(journey: JourneyMap, answers: Mapping[int, str]) -> list[str]:
    """Return what is in a map and called said without that its quote stands in the answer of its turn."""
    said = [*journey.goal.origins.values(), *journey.persona.origins.values(), *(i.origin for _, i in journey.items())]
    found = []
    for origin in said:
        if origin.kind is OriginKind.SAID:
            answer = plain(answers.get(origin.turn or 0, ""))
            if not origin.quote or plain(origin.quote) not in answer:
                found.append(f"not said: {origin.quote!r}")
    if INVENTED in journey.model_dump_json():
        found.append("the map holds what the model made up")
    return found


def plain(text: str) -> str:
    """Return the words of a text as a reader sees them."""
    return " ".join(ACTING.sub("", unicodedata.normalize("NFC", text.replace("\x1b", "␛"))).split())


def texts_of(value: object) -> Iterator[str]:
    """Yield every text in an event."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            yield from texts_of(getattr(value, each.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from texts_of(one)


def printed(*arguments: str) -> str:
    """Return all that a command prints."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8", errors="surrogateescape"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        command(arguments)
    out.flush()
    return out.buffer.getvalue().decode(errors="replace") + err.getvalue()


# --- The carriers ---------------------------------------------------------------------------------------------------


async def _answers(place: Place, injections: Sequence[Injection], split: bool = False, step: str = "") -> list[str]:
    found = []
    for number, each in enumerate(injections):
        interview = place.open(each.language, obeys=number % 2 == 0)
        events = await collect(interview.begin())
        if step:
            events += await collect(interview.command("goto", {"step": step}))
        half = len(each.text) // 2
        for text in (each.text[:half], each.text[half:]) if split else (each.text, FIRST[each.language]):
            events += await collect(interview.answer(text))
        found += faults_of(events, interview, each)
        await interview.close()
    return found


async def _documents(place: Place, injections: Sequence[Injection], kind: str = "", spot: str = "inside") -> list[str]:
    from knowledge.documents import read

    found, asked = [], []
    suffix, build = DOCUMENTS[kind]
    for each in injections:
        word = rare_word(next(place.numbers)).capitalize()
        question, seen = (text.format(word) for text in ABOUT[each.language])
        file = place.file(suffix)
        if spot == "its name":
            name = re.sub(r"[/\x00]", "_", each.text).encode("utf-8", "replace")[:120].decode(errors="ignore")
            file = file.with_name(f"{word} {name}.{suffix}")
        half = len(each.text) // 2 if spot == "two files" else len(each.text)
        file.write_bytes(build(seen, "" if spot == "its name" else each.text[:half]))
        files = [file]
        if spot == "two files":
            files.append(place.file(suffix))
            files[-1].write_bytes(build(seen, each.text[half:]))
        outcomes = [one for one in add(place.base.shelf(), files, each.language) if isinstance(one, Outcome)]
        told = "\n".join(f"{one.name} {one.reason} {clean_path(one.path)}" for one in outcomes)
        found += [f"{each.name}: {fault}" for fault in shown_faults(told)]
        taken = any(one.state == "added" for one in outcomes)
        if taken and kind.startswith(UNSEEN) and any(CANARY in section.text for section in read(file).sections):
            found.append(f"{each.name}: what nobody sees was taken in")
        asked.append((each, question))
    for number, (each, question) in enumerate(asked):
        interview = place.open(each.language, obeys=number % 2 == 0)
        events = await collect(interview.begin())
        events += await collect(interview.answer(FIRST[each.language]))
        before = interview.map.goal
        events += await collect(interview.answer(question))
        found += faults_of(events, interview, each, mapless=True)
        if interview.map.goal.origins.keys() - before.origins.keys() - {"start", "end"}:
            found.append(f"{each.name}: the map has changed")
        await interview.close()
    found += shown_faults(printed("knowledge", "list"))
    return found


def clean_path(path: str) -> str:
    """Return a path as it is told: the campaign itself shows only its last part."""
    return Path(path).name


async def _maps(place: Place, injections: Sequence[Injection], kind: str = "") -> list[str]:
    found = []
    suffix, build = MAPS[kind]
    for number, each in enumerate(injections):
        file = place.file(suffix)
        file.write_bytes(build(each.text))
        found += [f"{each.name}: {fault}" for fault in shown_faults(printed("import", str(file)))]
        try:
            journey = as_new(read_file(file, Wishes(each.language)).map)
        except JourneymapError as fault:
            found += [f"{each.name}: {one}" for one in shown_faults(str(fault))]
            continue
        store = SqliteSessionStore(sessions_file())
        session = store.create(journey)
        settings = Settings(model="none", language=each.language, embeddings="none")
        interview = open_interview(store, settings, NoExports(), session=session)
        events = await collect(interview.begin())
        if number % 4 == 0:
            events += await collect(interview.command("review"))
            events += await collect(interview.command("suggest"))
        found += faults_of(events, interview, each)
        for name in ("markdown", "csv", "html", "mermaid"):
            text = registry.by_name(name).export(journey).decode("utf-8-sig")
            found += [f"{each.name}: {name}: {one}" for one in shown_faults(text.replace("\r\n", "\n"))]
        found += [f"{each.name}: {one}" for one in shown_faults(printed("show", session))]
        await interview.close()
        store.close()
    return found


async def _names(place: Place, injections: Sequence[Injection]) -> list[str]:
    """Titles, tags and personas, as the commands take and list them."""
    found = []
    for each in injections:
        text = each.text.replace("\0", "").encode("utf-8", "replace").decode()  # what an argument can be
        interview = place.open(each.language, obeys=False)
        events = await collect(interview.begin())
        events += await collect(interview.answer(FIRST[each.language]))
        session = interview.session
        await interview.close()
        told = [
            printed("duplicate", session, f"--title={text}"), printed("tag", session, f"+{text}"),
            printed("personas", "save", session, f"--name={text}"), printed("personas", "show", text),
            printed("list"), printed("list", f"--search={text}"), printed("personas"), printed("show", text),
        ]  # fmt: skip
        found += [f"{each.name}: {one}" for one in shown_faults("\n".join(told))]
    return found


async def _settings(place: Place, injections: Sequence[Injection]) -> list[str]:
    found, path = [], config_folder() / "config.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(injections):
        name = ("model", "theme", "language", "export_folder", "embeddings", "chroma_url", "nonsense")[number % 7]
        text = "".join(
            f"\\u{ord(c):04x}" if not c.isalnum() and ord(c) < 0xD800 else c for c in each.text if ord(c) < 0xD800
        )
        path.write_text(f'{name} = "{text}"\n', encoding="utf-8")
        told = [printed(*words) for words in (("settings",), ("models", "list"), ("list",), ("knowledge", "list"))]
        found += [f"{name}, {each.name}: {one}" for one in shown_faults("\n".join(told))]
        path.unlink()
    return found


async def _server(place: Place, injections: Sequence[Injection], sends: str = "") -> list[str]:
    """A model's server: the name it has, the error it answers with, or the text it writes."""
    from assistant.models.factory import open_model
    from assistant.models.spec import parse

    found = []
    for each in injections:
        written = f"{each.text} {os.environ['OPENAI_API_KEY']} why?"
        reply = says(written) if sends == "its text" else echoing(each.text)
        with OpenAIServer(reply) as server:
            place.allowed.add(urlsplit(server.url).port or 0)
            try:
                spec = f"{server.url}#{each.text}" if sends == "its name" else server.spec
                model = await open_model(parse(spec), {"JOURNEYMAP_API_KEY": os.environ["OPENAI_API_KEY"]}, 5)
                assert model is not None
                interview = place.open(each.language, obeys=False)
                guide = Guide(place.base)
                equipment = Equipment(
                    Reader(model), Wording(model), Replies(guide, model), lambda: None, Suggester(guide)
                )
                interview.use(equipment)
                events = await collect(interview.begin())
                events += await collect(interview.answer(FIRST[each.language]))
                events += await collect(interview.answer(ASKED[each.language]))
                found += faults_of(events, interview, each, mapless=True)
                await interview.close()
            except JourneymapError as fault:
                found += [f"{each.name}: {one}" for one in shown_faults(str(fault))]
    return found


def echoing(text: str) -> Callable[[Request], None]:
    """Return an answer that refuses the key and says it, with a text."""
    return lambda request: status(401, f"{text} Incorrect API key: {request.headers.get('authorization')}")(request)


CARRIERS: Mapping[str, Carrier] = {
    "an answer": _answers,
    "an answer on the persona": partial(_answers, step="persona"),
    "an answer on touchpoints": partial(_answers, step="touchpoints"),
    "an answer on metrics": partial(_answers, step="metrics"),
    "two answers": partial(_answers, split=True),
    **{f"document: {kind}": partial(_documents, kind=kind) for kind in DOCUMENTS},
    "document: its name": partial(_documents, kind="text", spot="its name"),
    "document: two files": partial(_documents, kind="Markdown", spot="two files"),
    **{f"import: {kind}": partial(_maps, kind=kind) for kind in MAPS},
    "titles, tags, personas": _names,
    "settings": _settings,
    "server: its error": partial(_server, sends="its error"),
    "server: its name": partial(_server, sends="its name"),
    "server: its text": partial(_server, sends="its text"),
}
