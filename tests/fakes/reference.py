"""A knowledge base in memory: for tests of the screen that reads it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import FileError
from assistant.journey.models import Step
from knowledge.adding import Outcome
from knowledge.articles import Article, Section
from knowledge.library import Entry
from knowledge.port import Labeller, Passage
from knowledge.whole import Whole

MOMENT = datetime(2026, 3, 2, tzinfo=UTC)

TEXTS = {
    "Touchpoint": "A touchpoint is a **moment** in which a customer meets your business. See [more](https://example.org/t).",
    "Pain point": "A pain point is what makes the way harder than it should be.",
    "Persona": "A persona stands for the customers whose journey is drawn.",
}


class FakeReference:
    """Holds `TEXTS` as articles and what is added as documents of one passage; remembers what it was asked."""

    labeller: Labeller | None = None

    def __init__(self, *, remote: bool = False, gate: threading.Event | None = None) -> None:
        """Let adding wait for `gate`, where there is one."""
        self.remote = remote
        self.asked: list[str] = []
        self.texts: dict[str, str] = {}
        self.built = 0
        self.fault: FileError | None = None
        self._gate = gate

    def search(
        self,
        query: str,
        k: int = 5,
        *,
        language: str | None = None,
        step: str | None = None,
        stages: Sequence[str] = (),
    ) -> list[Passage]:
        """Return the texts that hold the query."""
        self.asked.append(query)
        if self.fault:
            raise self.fault
        known = [(name, text, "") for name, text in self.texts.items()]
        known += [(title, text, Step.TOUCHPOINTS.value) for title, text in TEXTS.items()]
        found = [each for each in known if query.lower() in f"{each[0]} {each[1]}".lower()]
        return [Passage(text, name, name, "en", 1, 1, "What it is", step) for name, text, step in found][:k]

    def warm(self) -> None:
        """Be warm already."""

    def close(self) -> None:
        """Hold nothing."""

    def articles(self, language: str) -> Sequence[Article]:
        """Return the texts."""
        sections = {title: (Section("What it is", text),) for title, text in TEXTS.items()}
        return [Article(t, language, t, (), Step.TOUCHPOINTS, (), ("A book, 2020",), sections[t]) for t in TEXTS]

    def documents(self) -> list[Entry]:
        """Return what was added."""
        return [Entry(name, f"/{name}", name, "markdown", "en", "", MOMENT, 1) for name in self.texts]

    def read(self, passage: Passage) -> Whole | None:
        """Return the text of a passage."""
        if passage.article in self.texts:
            return Whole(passage.article, "en", (Section("", self.texts[passage.article]),), own=True)
        text = TEXTS.get(passage.article)
        return Whole(passage.title, "en", (Section("What it is", text),), 0, ("A book, 2020",)) if text else None

    def add(self, paths: Sequence[Path], language: str | None = None) -> Iterator[Outcome | int]:
        """Take in what is named ``*.md``."""
        files = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
        yield len(files)
        for file in files:
            if self._gate:
                self._gate.wait(5)
            if file.suffix == ".md":
                self.texts[file.name] = file.read_text()
                yield Outcome(str(file), "added", file.name, 1)
            else:
                yield Outcome(str(file), "skipped", reason=f"{file.name} is damaged. Save it anew.")

    def remove(self, names: Sequence[str]) -> tuple[list[str], list[str]]:
        """Forget documents."""
        gone = [name for name in names if self.texts.pop(name, None) is not None]
        return gone, [name for name in names if name not in gone]

    def build(self, report: Callable[[int, int], None]) -> None:
        """Count that it was asked."""
        self.built += 1
        report(1, 1)
