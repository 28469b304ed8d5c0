"""Hostile and odd answers: nothing unquoted enters the map, no prompt text leaks, the interview goes on.

What is asserted is written here anew, from the promises alone: nothing of `assistant.text` or of the grounding judges.
"""

import itertools
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

import prompts
from assistant import database
from assistant.interview.engine import Equipment, Interview
from assistant.interview.events import Event, Failure, Finished, MapChanged, Piece, Question, Reply
from assistant.interview.guide import Guide
from assistant.interview.reading.reader import Reader
from assistant.interview.replies import Replies
from assistant.interview.wording import Wording
from assistant.journey.checklist import NEEDS
from assistant.journey.models import JourneyMap, Metric, Origin, OriginKind, Persona, Step
from assistant.journey.start import new_map
from assistant.locale import LANGUAGES, translator
from assistant.models.port import Message
from knowledge.base import open_base
from knowledge.port import Knowledge, Passage
from tests.fakes.hostile_answers import CODE, HOSTILE, LONG, ORDERS, PEOPLE, SIGNS, TEMPLATES, WIRE
from tests.fakes.models import FakeModel, Said, Say
from tests.fakes.person import BAKERY, MAX_QUESTIONS, Person, collect, open_new

DONE = {"en": "no, that's all", "es": "no, eso es todo", "pl": "nie, to wszystko"}
ANSWERS_A_STEP = 6  # in one interview; a recap comes again as long as answers change the map


# --- What every interview here works with ---------------------------------------------------------------------------


class Remembering:
    """The real articles; what was searched once is not searched again."""

    remote = False
    labeller = None

    def __init__(self, base: Knowledge) -> None:
        self._base = base
        self._found: dict[tuple[Any, ...], list[Passage]] = {}

    def search(
        self, query: str, k: int = 5, *, language: str | None = None, step: str | None = None, stages: Sequence[str] = ()
    ) -> list[Passage]:
        key = (query, k, language, step, *stages)
        if key not in self._found:
            self._found[key] = self._base.search(query, k, language=language, step=step, stages=stages)
        return self._found[key]

    def warm(self) -> None:
        pass

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remembering]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOURNEYMAP_HOME", str(tmp_path_factory.mktemp("articles")))
        base = open_base("none", "")
        base.search("touchpoint")
        yield Remembering(base)
        base.close()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, articles: Remembering) -> None:
    """Open the articles once, and leave out the syncing: thousands of turns here, and no power cut."""
    connect = database.connect

    def unsynced(path: Path) -> Any:
        db = connect(path)
        db.execute("PRAGMA synchronous = OFF")
        return db

    monkeypatch.setattr(database, "connect", unsynced)
    monkeypatch.setattr("assistant.interview.opening.open_base", lambda *_: articles)


def open_with(folder: Path, language: str, model: FakeModel | None, words: FakeModel | None = None) -> Interview:
    """Open an interview whose answers `model` reads, and whose questions and replies `words` writes."""
    interview = open_new(folder, language)
    if model is not None:
        guide = interview.replies.guide
        interview.use(Equipment(Reader(model), Wording(words), Replies(guide, words), lambda: None))
    assert isinstance(interview.replies.guide, Guide)
    return interview


# --- Models that obey -----------------------------------------------------------------------------------------------

INVENTED = (
    "platinum loyalty galaxy", "Bartholomew", "8731 percent", "zeppelin hangar", "they giggle with bliss", "1847",
    "quarterly crocodile census", "the duchess", "by Michaelmas",
)  # fmt: skip
"""What nobody says in any answer."""

KINDS = ("answer", "correction", "answer", "question", "answer", "off_topic", "vague", "answer", "dont_know")


def filled(schema: type[BaseModel], words: Iterator[str], round_: int) -> dict[str, Any]:
    """Return a reading with words in every place that takes some; in turn it changes and removes what is known."""

    def text() -> str:
        return next(words)[:240]

    def value(name: str, annotation: Any) -> Any:
        match name:
            case "kind":
                return KINDS[round_ % len(KINDS)]
            case "items":
                return [filled(get_args(annotation)[0], words, round_ + place) for place in range(3)]
            case "removes":
                return [{"number": 1, "words": text()}] if round_ % 4 == 3 else []
            case "elsewhere":
                return [{"step": step, "words": text()} for step in Step]
            case "interests" | "challenges":
                return [text(), text()]
            case "answers":
                return [1, 2, 99]
            case "changes":
                return (None, None, 1)[round_ % 3]
            case "stage" | "channel" | "feeling":
                return {"stage": "purchase", "channel": "app", "feeling": 2}[name]
            case _:
                return text()

    return {name: value(name, each.annotation) for name, each in schema.model_fields.items()}


def answer_in(messages: Sequence[Message]) -> str:
    """Return the answer that a prompt holds."""
    told = messages[-1].text
    start = re.search(r'answer: """', told, re.IGNORECASE)
    return told[start.end() :].rpartition('"""')[0] if start else told


def pieces(text: str) -> list[str]:
    """Return what an answer names: what is in quotation marks, its sentences, their parts."""
    found = [*re.findall(r'"([^"]+)"', text), *re.split(r"[.!?\n]+", text), *re.split(r"[,;:]+", text)]
    return [piece.strip() for piece in found if piece.strip()][:200] or ["nothing"]


def saying(choose: Callable[[type[BaseModel] | None, Sequence[Message]], Sequence[str]]) -> Say:
    """Make a model of a function that chooses what it says."""
    rounds = itertools.count()

    def say(schema: type[BaseModel] | None, messages: Sequence[Message]) -> Said:
        words, round_ = choose(schema, messages), next(rounds)
        if schema is None:
            return words[round_ % len(words)].rstrip(" ?") + "?"
        return filled(schema, itertools.cycle(words), round_)

    return say


def obeys() -> Say:
    """Return what the answer tells it to: the form that is in it, else its words in every field."""
    otherwise = saying(lambda schema, messages: pieces(answer_in(messages)))

    def say(schema: type[BaseModel] | None, messages: Sequence[Message]) -> Said:
        if schema is not None:
            try:
                return schema.model_validate_json(answer_in(messages))
            except ValueError:
                pass
        return otherwise(schema, messages)

    return say


def invents() -> Say:
    """Say what nobody said: alone, and in the middle of the answer's own words."""

    def choose(schema: type[BaseModel] | None, messages: Sequence[Message]) -> list[str]:
        said = answer_in(messages).split()[:12]
        mixed = [" ".join([*said[:3], INVENTED[0], *said[3:6]]), " ".join(reversed(said[:5]))]
        near = [re.sub(r"\d+", lambda number: str(int(number[0]) + 1), " ".join(said[:8])), "".join(said[:2])]
        return [*INVENTED, *mixed, *near]

    return saying(choose)


def parrots() -> Say:
    """Say what the prompt says."""

    def choose(schema: type[BaseModel] | None, messages: Sequence[Message]) -> list[str]:
        prompt = messages[0].text if schema is not None else messages[0].text.split('"""')[0]
        return [each.strip() for each in re.split(r'[.:;"\n]', prompt) if len(each.split()) > 3]

    return saying(choose)


def remembers() -> Say:
    """Quote the answers before this one."""
    earlier = ["they told me so last week"]

    def choose(schema: type[BaseModel] | None, messages: Sequence[Message]) -> list[str]:
        words = list(earlier)
        earlier[:] = [*pieces(answer_in(messages))[:40], *earlier][:120]
        return words

    return saying(choose)


# --- What is asserted -----------------------------------------------------------------------------------------------

BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
ITEM_WORDS = {
    "goals": ("text",),
    "touchpoints": ("name", "device", "customer_action", "thought"),
    "constraints": ("text", "cause"),
    "actions": ("text", "owner", "effort", "impact", "due"),
    "metrics": ("name", "baseline", "target", "unit", "source", "cadence"),
}
"""The fields that hold words, first the one that an item's origin is of."""


@dataclass
class Held:
    """An interview that was held."""

    language: str
    events: list[Event] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    @property
    def answers(self) -> dict[int, str]:
        """Every answer by turn; one without any text is none."""
        return dict(enumerate(filter(str.strip, map(shown, self.sent)), start=1))


def acts(char: str) -> bool:
    return char in BIDI or (unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t")


def shown(text: str) -> str:
    """Return an answer as a terminal may show it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1b", "␛")
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", "".join(char for char in text if not acts(char)))


def stands_in(words: str, text: str) -> bool:
    """Tell whether `words` stand in `text`, letter for letter, and no word of it is cut in two."""
    start = text.find(words) if words.strip() else -1
    while start >= 0:
        around = text[start - 1 : start] + words[0], words[-1] + text[start + len(words) : start + len(words) + 1]
        if not any(len(pair) == 2 and pair.isalnum() for pair in around):
            return True
        start = text.find(words, start + 1)
    return False


def strings(value: Any) -> Iterator[str]:
    """Yield every text inside a value."""
    match value:
        case str():
            yield value
        case JourneyMap():
            yield from strings(value.model_dump(mode="json"))
        case Mapping():
            yield from itertools.chain.from_iterable(map(strings, value.values()))
        case list() | tuple():
            yield from itertools.chain.from_iterable(map(strings, value))


def texts_of(event: Event) -> Iterator[str]:
    if isinstance(event, MapChanged):
        yield from strings(event.map)
    else:
        yield from strings(asdict(event))


def assert_quoted(journey: JourneyMap, answers: Mapping[int, str], known: set[object] | None = None) -> None:
    """Assert that whatever the map holds was said in an answer, except for what an empty map and its unknowns hold.

    `known` keeps what was looked up before.
    """
    known = set() if known is None else known

    def said(words: str, origin: Origin) -> None:
        key = (words, origin)
        if key in known:
            return
        known.add(key)
        assert origin.kind is OriginKind.SAID, (words, origin)
        answer = answers[origin.turn or 0]
        assert stands_in(origin.quote or "", answer), f"the quote {origin.quote!r} is not in {answer[:300]!r}"
        assert stands_in(words, answer), f"the value {words!r} is not in {answer[:300]!r}"

    def somewhere(words: str) -> None:
        if words not in known:
            assert any(stands_in(words, answer) for answer in answers.values()), f"{words!r} is in no answer"
            known.add(words)

    for whole in (journey.goal, journey.persona):
        for name, value in whole:
            for index, entry in enumerate(value if isinstance(value, tuple) else [value] * (value is not None)):
                if name != "origins":
                    said(entry, whole.origins[f"{name}[{index}]" if index else name])
    for part, (label, *others) in ITEM_WORDS.items():
        for item in journey.part(part):
            said(getattr(item, label), item.origin)
            for words in filter(None, (getattr(item, other) for other in others)):
                somewhere(words)
    fresh = new_map(journey.language)
    for name in ("title", "language", "kind", "state", "stages", "evidence", "schema_version"):
        assert getattr(journey, name) == getattr(fresh, name), name
    for unknown in journey.unknowns:
        assert_ours(unknown.question, unknown.why, journey.language)
        if unknown.origin.kind is OriginKind.SAID:
            assert stands_in(unknown.origin.quote or "", answers[unknown.origin.turn or 0]), unknown
        else:
            assert unknown.origin == Origin(kind=OriginKind.SUGGESTED), unknown


def assert_ours(question: str, why: str | None, language: str) -> None:
    """Assert that an unknown is one of the checklist's."""
    translate = translator(language).gettext
    need = next((need for need in NEEDS if translate(need.why) == why), None)
    assert need, why
    before, _, after = translate(need.unknown).partition("%(subjects)s")
    assert question.startswith(before), question
    assert question.endswith(after), question


def prompt_sentences() -> list[str]:
    """Return the sentences of all prompt files, folded; shorter than four words they are anybody's."""
    found = set()
    for file in Path(prompts.__path__[0]).glob("*.md"):
        for sentence in re.split(r'(?<=[.!?:;])\s|[\n"]|\$\w+', file.read_text("utf-8")):
            folded = " ".join(sentence.casefold().strip(" .!?:;").split())
            if len(re.findall(r"\w+", folded)) >= 4:
                found.add(folded)
    return sorted(found)


PROMPTED = prompt_sentences()


def leaked(texts: set[str]) -> list[str]:
    """Return the sentences of prompts that stand in any of `texts`."""
    everything = "\0".join(" ".join(text.casefold().split()) for text in texts)
    return [sentence for sentence in PROMPTED if sentence in everything]


def assert_held(held: Held) -> None:
    """Assert what is promised about an interview that was held."""
    answers, known = held.answers, set[object]()
    texts = set(itertools.chain.from_iterable(map(texts_of, held.events)))
    assert not [text for text in texts if any(map(acts, text))]
    assert leaked(texts) == []
    for event in held.events:
        if isinstance(event, MapChanged):
            assert_quoted(event.map, answers, known)
    assert isinstance(held.events[-1], Finished)


# --- The interviews -------------------------------------------------------------------------------------------------


async def hold(interview: Interview, person: Person, language: str) -> Held:
    """Hold a whole interview; every answer but an empty one is taken, and a question or the end follows."""
    held = Held(language, await collect(interview.begin()))
    for _ in range(MAX_QUESTIONS):
        question = held.events[-1]
        assert isinstance(question, Question)
        held.sent.append(person.reply(question.step.value))
        events = await collect(interview.answer(held.sent[-1]))
        assert isinstance(events[-1], Question | Finished), held.sent[-1][:200]
        failed = any(isinstance(event, Failure) for event in events)
        assert failed is not bool(shown(held.sent[-1]).strip()), held.sent[-1][:200]
        held.events += events
        if isinstance(events[-1], Finished):
            assert interview.state.answers.keys() == held.answers.keys()
            held.events.insert(-1, MapChanged(interview.map))
            return held
    raise AssertionError("the interview does not end")


async def hold_all(folder: Path, language: str, model: FakeModel | None, words: FakeModel | None = None) -> list[Held]:
    """Hold interviews until every answer was given in every step, and return them."""
    texts = list(HOSTILE.values())
    # Not the same answer in every step of one interview: it would be in the map already.
    left = {step.value: texts[17 * place :] + texts[: 17 * place] for place, step in enumerate(Step)}
    held = []
    while any(left.values()):
        interview = open_with(folder, language, model, words)
        person = Person({step: waiting[:ANSWERS_A_STEP] for step, waiting in left.items()}, DONE[language])
        held.append(await hold(interview, person, language))
        assert interview.store.load(interview.session).map == interview.map
        given = [step for step, text in person.said if text != person.done]
        assert given, "nothing is asked any more"
        for step in left:
            left[step] = left[step][given.count(step) :]
        await interview.reader.close()
    return held


def test_there_are_enough_of_them_and_none_is_a_prompt() -> None:
    assert len(set(HOSTILE.values())) == len(HOSTILE) >= 110
    assert all((ORDERS, TEMPLATES, WIRE, CODE, SIGNS, LONG, PEOPLE))
    assert len(LONG["5000 words"].split()) == 5000
    assert len(PROMPTED) > 60
    assert leaked(set(HOSTILE.values())) == []
    told = set(re.findall(r"\w+", " ".join(HOSTILE.values()).casefold()))
    assert [words for words in INVENTED if set(words.casefold().split()) <= told] == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_without_a_model(tmp_path: Path, language: str) -> None:
    for held in await hold_all(tmp_path, language, None):
        assert_held(held)


@pytest.mark.parametrize("fluent", [True, False], ids=["fluent", "small"])
@pytest.mark.parametrize(("language", "say"), [("en", obeys), ("es", invents), ("pl", parrots), ("en", remembers)])
async def test_with_a_model_that_obeys(tmp_path: Path, language: str, say: Callable[[], Say], fluent: bool) -> None:
    model = FakeModel(say(), fluent=fluent)
    for held in await hold_all(tmp_path, language, model):
        assert_held(held)
    assert len(model.reads) > len(HOSTILE)


@pytest.mark.parametrize(("language", "say"), [("en", obeys), ("es", invents), ("pl", remembers)])
async def test_with_a_model_that_also_words_questions_and_replies(
    tmp_path: Path, language: str, say: Callable[[], Say]
) -> None:
    model = FakeModel(say())
    for held in await hold_all(tmp_path, language, model, model):
        assert_held(held)
    assert model.streams
