"""How a command of `journeymap` is declared: what it does, an example, and the function that runs it."""

import argparse
import importlib
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from assistant.errors import UsageError
from assistant.locale import _


class Parser(argparse.ArgumentParser):
    """A parser whose errors are told like all others.

    With `minus_words`, ``-word`` is a word and no option; options are long then, or ``-h``.
    """

    def __init__(self, *, minus_words: bool = False, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        """Take the options of argparse."""
        super().__init__(**options)
        self._minus_words = minus_words

    def parse_known_args(  # type: ignore[override]
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Parse, the options before the words where a word may begin with a minus."""
        given = list(args) if args is not None else None
        if given and self._minus_words:
            options = [word for word in given if word == "-h" or word.startswith("--")]
            words = [word for word in given if word not in options]
            given = [*options, "--", *words]
        return super().parse_known_args(given, namespace)

    def error(self, message: str) -> NoReturn:
        """Raise the fault instead of leaving."""
        raise UsageError(f"{message}.", _("`%(command)s --help` shows what it takes.") % {"command": self.prog})


def command(
    parser: argparse.ArgumentParser, what: str, example: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    """Say what a command does, with an example, and which function runs it."""
    parser.description = what
    parser.epilog = _("Example: %(example)s") % {"example": example}
    parser.set_defaults(run=run)
    parser.add_argument("--debug", action="store_true", help=_("write a log and tracebacks to files"))
    return parser


def sub(
    commands: Any,  # noqa: ANN401 - argparse has no public type for it
    name: str,
    what: str,
    example: str,
    run: Callable[[argparse.Namespace], int],
    **options: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401
    """Add a command beneath `commands` and return its parser."""
    return command(commands.add_parser(name, help=what, **options), what, example, run)


def lazy(module: str, name: str) -> Callable[[argparse.Namespace], int]:
    """Return a function of a module beside this one; the module is imported when it is called.

    The first frame of the interface waits for this file, so it imports nothing of the program.
    """

    def run(options: argparse.Namespace) -> int:
        function = getattr(importlib.import_module(f"assistant.cli.{module}"), name)
        return int(function(options))

    return run
