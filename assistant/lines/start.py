"""The start in plain lines: which earlier interview goes on, or what a new one is about; Enter takes what is told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TextIO

from assistant.interview.opening import NewInterview
from assistant.interview.store import SessionInfo
from assistant.journey.models import MapKind, MapState
from assistant.journey.start import EXPERIENCES
from assistant.journey.templates import fitting, told
from assistant.locale import LANGUAGES, NAMES, _, current, ngettext
from assistant.text import clean_line, fold

NEWEST = 5
"""Earlier interviews that are read out at once."""

Choices = Sequence[tuple[str, str]]


class Left(Exception):
    """The person left, or the input ended, before an interview was chosen."""


class Start:
    """Asks, one line at a time, which interview to hold."""

    def __init__(self, lines: AsyncIterator[str], out: TextIO) -> None:
        """Read from `lines`, write to `out`."""
        self._lines = lines
        self._out = out

    async def choose(self, infos: Sequence[SessionInfo], language: str) -> str | NewInterview:
        """Return the id of an earlier interview, or what a new one is about.

        Raises:
            Left: nothing was chosen.
        """
        if infos:
            earlier = await self._earlier(infos)
            if earlier is not None:
                return earlier
        self._say(_("A new interview. Enter takes what is in brackets."))
        language = await self._one_of(_("Language"), [(code, NAMES[code]) for code in LANGUAGES], language)
        whole = ("journey", _("the whole customer journey"))
        experiences = [(one.value, _(name)) for one, name in EXPERIENCES.items()]
        kind = await self._one_of(_("Map of"), [whole, *experiences], "journey")
        experience = next((one for one in EXPERIENCES if one.value == kind), None)
        fits = [(template.name, told(template.title, current())) for template in fitting(experience)]
        template = await self._one_of(_("Template"), [("", _("none, the usual stages")), *fits], "")
        states = [("as_is", _("how it is today")), ("to_be", _("how it should become"))]
        state = await self._one_of(_("Shows"), states, "as_is")
        title = clean_line(await self._ask(f"{_('Title')} ({_('may stay empty')}):"))
        made_of = MapKind.JOURNEY if experience is None else MapKind.EXPERIENCE
        return NewInterview(language, made_of, MapState(state), experience, title or None, template or None)

    async def _earlier(self, infos: Sequence[SessionInfo]) -> str | None:
        """Return the interview that is chosen; None: a new one."""
        fitting = list(infos)
        while True:
            self._say(ngettext("%(count)d earlier interview:", "%(count)d earlier interviews:", len(fitting))
                      % {"count": len(fitting)})  # fmt: skip
            for number, info in enumerate(fitting[:NEWEST], 1):
                self._say(f"{number}. {_words(info)}")
            typed = await self._ask(_("Number to go on with one, words to search, Enter for a new one:"))
            if not typed:
                return None
            if typed.isdecimal() and 1 <= int(typed) <= min(len(fitting), NEWEST):
                return fitting[int(typed) - 1].id
            wanted = fold(typed).split()
            found = [info for info in infos if all(word in fold(f"{_words(info)} {info.id}") for word in wanted)]
            if not found:
                self._say(_("No interview fits these words."))
            fitting = found or list(infos)

    async def _one_of(self, title: str, choices: Choices, default: str) -> str:
        """Ask until a number, a value or nothing is typed, and return the value."""
        listed = ", ".join(f"{number} {told}" for number, (_value, told) in enumerate(choices, 1))
        place = next(number for number, (value, _told) in enumerate(choices, 1) if value == default)
        while True:
            typed = await self._ask(f"{title}: {listed} [{place}]:")
            if not typed:
                return default
            for number, (value, words) in enumerate(choices, 1):
                if fold(typed) in (str(number), value, fold(words)):
                    return value
            self._say(_("Type one of the numbers."))

    async def _ask(self, question: str) -> str:
        self._say(question)
        async for line in self._lines:
            typed = line.strip()
            if typed.lower() in ("/quit", "/q"):
                raise Left
            return typed
        raise Left

    def _say(self, text: str) -> None:
        self._out.write(f"{text}\n")
        self._out.flush()


def _words(info: SessionInfo) -> str:
    progress = _("done") if info.finished else f"{round(info.progress * 7)}/7"
    return f"{clean_line(info.title)}, {info.updated.astimezone():%Y-%m-%d}, {NAMES[info.language]}, {progress}"
