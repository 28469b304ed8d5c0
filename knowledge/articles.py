"""The articles: Markdown files with front matter that ship in the package, and their division into chunks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import FileError
from assistant.journey.models import StageKind, Step
from assistant.locale import _
from assistant.text import clean, clean_line

MAX_WORDS = 160
"""Words of a chunk: what a person reads at a glance and a small model reads within a second or two."""

_FRONT_MATTER = re.compile(r"---\n(.*?)^---\n(.*)", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an article: its heading and the Markdown below it, and what it answers, as people ask it."""

    heading: str
    text: str
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One topic in one language.

    Attributes:
        id: the topic, the same in every language.
        language: ``en``, ``es`` or ``pl``.
        title: the topic's name.
        aliases: other names that people use for it, English loanwords among them.
        step: the step of the interview that it helps with.
        stages: the kinds of stages that it is about; none means every one.
        sources: where its facts come from.
        sections: its text; the first section defines the topic in a few sentences.
    """

    id: str
    language: str
    title: str
    aliases: tuple[str, ...]
    step: Step
    stages: tuple[StageKind, ...]
    sources: tuple[str, ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an article under one heading, at most about `MAX_WORDS` long; `position` counts from 0."""

    article: Article
    heading: str
    text: str
    position: int
    questions: tuple[str, ...] = ()


class _FrontMatter(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    step: Step
    stages: tuple[StageKind, ...]
    sources: tuple[str, ...] = Field(min_length=1)
    questions: tuple[tuple[str, ...], ...] = ()


@cache
def load(language: str) -> tuple[Article, ...]:
    """Return the articles of a language in the order of their ids; none for a language without articles.

    Raises:
        FileError: an article is not as it should be.
    """
    folder = resources.files("knowledge").joinpath("articles", language)
    return tuple(read_folder(folder, language)) if folder.is_dir() else ()


@cache
def chunks(language: str) -> tuple[Chunk, ...]:
    """Return the articles of a language, divided.

    Raises:
        FileError: an article is not as it should be.
    """
    return tuple(chunk for article in load(language) for chunk in divide(article))


def read_folder(folder: Traversable, language: str) -> Iterator[Article]:
    """Yield the articles among the files of a folder, in the order of their names.

    Raises:
        FileError: an article is not as it should be.
    """
    files = (file for file in folder.iterdir() if file.name.endswith(".md"))
    for file in sorted(files, key=lambda file: file.name):
        try:
            text = file.read_bytes().decode("utf-8")
        except UnicodeDecodeError as error:
            raise _faulty(f"{language}/{file.name}", str(error)) from error
        yield parse(text, f"{language}/{file.name}")


def parse(text: str, name: str) -> Article:
    """Return the article in `text`; `name` is its place, as ``en/touchpoint.md``.

    Raises:
        FileError: the front matter is missing or wrong, the id is not the file's name, or a section is empty.
    """
    import yaml  # costs 20 ms, and nothing before the first search needs it

    # Written in C: 200 articles are read in 0.1 s instead of 0.5.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    language, ident = name.removesuffix(".md").split("/")
    match = _FRONT_MATTER.fullmatch(clean(text))
    if not match:
        raise _faulty(name, _("it does not begin with front matter between two lines of ---"))
    try:
        front = _FrontMatter.model_validate(yaml.load(match[1], loader))  # noqa: S506 - both are safe loaders
    except yaml.YAMLError as error:
        raise _faulty(name, clean_line(str(error))) from error
    except ValidationError as error:
        raise _faulty(name, "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())) from error
    if front.id != ident:
        raise _faulty(name, _("its id, %(id)s, is not its file name") % {"id": front.id})
    sections = tuple(_sections(match[2]))
    if not sections or not all(section.heading and section.text for section in sections):
        raise _faulty(name, _("its text is not a row of headings, each with text below it"))
    if front.questions and len(front.questions) != len(sections):
        raise _faulty(name, _("it does not have a list of questions for each heading"))
    return Article(
        id=front.id,
        language=language,
        title=front.title,
        aliases=front.aliases,
        step=front.step,
        stages=front.stages,
        sources=front.sources,
        sections=tuple(
            Section(section.heading, section.text, questions)
            for section, questions in zip(sections, front.questions or [()] * len(sections), strict=True)
        ),
    )


def _faulty(name: str, reason: str) -> FileError:
    return FileError(
        _("The knowledge article %(name)s cannot be used: %(reason)s.") % {"name": name, "reason": reason},
        _("docs/knowledge.md shows how an article should look."),
    )


def _sections(body: str) -> Iterator[Section]:
    before, *parts = _HEADING.split(body)
    if before.strip():
        yield Section("", before.strip())
    for heading, text in zip(parts[::2], parts[1::2], strict=True):
        yield Section(heading.strip(), text.strip())


def divide(article: Article) -> list[Chunk]:
    """Return the chunks of an article; none goes across a heading."""
    pieces = [(section, text) for section in article.sections for text in split(section.text)]
    return [
        Chunk(article, section.heading, text, position, section.questions)
        for position, (section, text) in enumerate(pieces)
    ]


def split(text: str) -> list[str]:
    """Return `text` in parts of about equal length and at most `MAX_WORDS` words.

    Cut between paragraphs where possible, else between list items or sentences, and only a longer sentence inside.
    """
    parts_wanted = -(-count_words(text) // MAX_WORDS)
    if parts_wanted <= 1:
        return [text] if text else []
    enough = count_words(text) / parts_wanted
    parts: list[str] = []
    part = ""
    for separator, unit in _units(text):
        words = count_words(part)
        if part and (words >= enough or words + count_words(unit) > MAX_WORDS):
            parts.append(part)
            part = unit
        else:
            part = f"{part}{separator}{unit}" if part else unit
    return [*parts, part]


def _units(text: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of `text`, or the lines or sentences of long ones, each with what stands before it."""
    for paragraph in re.split(r"\n{2,}", text):
        separator = "\n\n"
        if count_words(paragraph) <= MAX_WORDS:
            yield separator, paragraph
            continue
        for line in paragraph.split("\n"):
            for sentence in _SENTENCE_END.split(line) if count_words(line) > MAX_WORDS else (line,):
                for piece in _cut(sentence):
                    yield separator, piece
                    separator = " "
            separator = "\n"


def _cut(sentence: str) -> Iterator[str]:
    """Yield a sentence, or the parts of one that is none: transcripts and tables can go on without a full stop."""
    words = sentence.split(" ")
    if len(words) <= MAX_WORDS:
        yield sentence
        return
    for start in range(0, len(words), MAX_WORDS):
        yield " ".join(words[start : start + MAX_WORDS])


def count_words(text: str) -> int:
    """Return how many words `text` has; a sign of its own, such as the dash of a list, is none."""
    return sum(1 for word in text.split() if _WORD.search(word))
