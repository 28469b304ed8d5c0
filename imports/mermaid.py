"""Reading a Mermaid `journey`: its sections are stages, its tasks touchpoints, its scores feelings."""

import re
from collections.abc import Callable

from assistant.journey.models import JourneyMap, Persona, StageKind, now
from assistant.journey.start import STAGE_NAMES
from assistant.locale import LANGUAGES, N_, _, translator
from assistant.text import clean, clean_line, fold
from imports.items import Items, RawRow
from imports.port import IMPORTED, Imported, Remarks
from imports.values import said_as

_ENTITY = re.compile(r"#(\d{1,7}|lt|gt|amp|quot|semi|colon|num|comma);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "semi": ";", "colon": ":", "num": "#", "comma": ","}
_FENCE = re.compile(r" {0,3}(```+|~~~+)\s*mermaid\s*", re.IGNORECASE)
_START = re.compile(r"\s*journey\s*(?:%%.*)?", re.IGNORECASE)
_SETTING = re.compile(r"\s*(acctitle|accdescr)\b", re.IGNORECASE)


def holds_journey(text: str) -> bool:
    """Tell whether a text is a Mermaid `journey`."""
    return any(_START.fullmatch(line) for line in text[:10_000].splitlines()[:50])


def read_mermaid(data: bytes, language: str, title: str) -> Imported:
    """Return the map that a Mermaid `journey` shows.

    A score of 1 to 5 becomes a feeling of -2 to 2. The actor becomes the persona's name where all tasks have the same
    one.

    Args:
        data: the file, or a Markdown file with the diagram in a fence.
        language: the language of the map.
        title: the title of the map where the diagram has none.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.
    """
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    first, end = _fenced(lines)
    return _Reader(language).read(lines[first:end], first + 1, title)


def _fenced(lines: list[str]) -> tuple[int, int]:
    """Return where the first fence with a journey begins and ends; all lines where there is none."""
    fence, first = "", 0
    for number, line in enumerate(lines):
        if fence and line.strip() == fence:
            if holds_journey("\n".join(lines[first : min(number, first + 50)])):
                return first, number
            fence = ""
        elif not fence and (opening := _FENCE.fullmatch(line)):
            fence, first = opening[1], number + 1
    return 0, len(lines)


class _Reader:
    def __init__(self, language: str) -> None:
        self._language = language
        self._remarks = Remarks()
        self._rows: list[RawRow] = []
        self._stages: dict[str, str] = {}
        self._stage: str | None = None
        self._actors: dict[str, int] = {}
        self._title = ""

    def read(self, lines: list[str], first: int, title: str) -> Imported:
        started = False
        for number, line in enumerate(lines, start=first):
            content = line.strip()
            if not content or content.startswith("%%"):
                continue
            if not started:
                started = bool(_START.fullmatch(line))
                continue
            self._line(number, content)
        items = Items(self._language, [], lambda _name, _mark: False, self._remarks)
        parts = items.read(self._rows)
        moment = now()
        journey = JourneyMap.model_validate(
            {
                "title": self._title
                or clean_line(title)
                or translator(self._language).gettext(N_("Customer journey map")),
                "language": self._language,
                "created": moment,
                "updated": moment,
                "persona": self._persona(first),
                **parts,
            }
        )
        return Imported(journey, self._remarks.sorted())

    def _line(self, number: int, content: str) -> None:
        word, _space, rest = content.partition(" ")
        if word.lower() == "title":
            self._title = _decoded(rest)
        elif word.lower() == "section":
            self._section(number, _decoded(rest))
        elif _SETTING.match(content):
            self._remarks.add(number, _("“%(text)s” is no part of a map, so it was not taken in."), text=content)
        else:
            self._task(number, content)

    def _section(self, number: int, name: str) -> None:
        if not name or fold(name) in {fold(say(N_("No stage yet"))) for say in _spoken()}:
            self._stage = None
            return
        if fold(name) not in self._stages:
            self._stages[fold(name)] = stage = f"s{len(self._stages) + 1}"
            kind = said_as(self._language, STAGE_NAMES).get(fold(name), StageKind.CUSTOM)
            self._rows.append(RawRow("stages", number, {"id": stage, "name": name, "kind": str(kind)}))
        self._stage = self._stages[fold(name)]

    def _task(self, number: int, content: str) -> None:
        # A name may hold a colon where an entity stands for it; the colons of the form are plain ones.
        pieces = [_decoded(piece) for piece in content.split(":")]
        name, score, actors = pieces[0], (pieces[1] if len(pieces) > 1 else ""), ":".join(pieces[2:])
        cells = {"name": name} | ({"stage": self._stage} if self._stage else {})
        if score in ("1", "2", "3", "4", "5"):
            cells["emotion"] = str(int(score) - 3)
        else:
            said = _("“%(text)s” has no score from 1 to 5, so its feeling stays open.")
            self._remarks.add(number, said, text=content)
        for actor in filter(None, (part.strip() for part in actors.split(","))):
            self._actors[actor] = self._actors.get(actor, 0) + 1
        self._rows.append(RawRow("touchpoints", number, cells))

    def _persona(self, first: int) -> Persona:
        ours = {fold(say(N_("Customer"))) for say in _spoken()}
        named = [actor for actor in self._actors if fold(actor) not in ours]
        if len(named) == 1 and len(self._actors) == 1:
            return Persona(name=named[0], origins={"name": IMPORTED})
        if named:
            said = _("The map is about one persona, so these actors were not taken in: %(actors)s.")
            self._remarks.add(first, said, actors=", ".join(self._actors))
        return Persona()


def _spoken() -> list[Callable[[str], str]]:
    return [translator(language).gettext for language in LANGUAGES]


def _decoded(text: str) -> str:
    return clean(_ENTITY.sub(_sign, text)).strip()


def _sign(match: re.Match[str]) -> str:
    if match[1] in _NAMED:
        return _NAMED[match[1]]
    code = int(match[1])
    return chr(code) if code <= 0x10FFFF else match[0]
