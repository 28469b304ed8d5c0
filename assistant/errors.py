"""The one kind of error that people see: what happened, what was kept, what to do next."""

from assistant.credentials import without_keys

EXIT_FAILURE = 1
EXIT_USAGE = 2
EXIT_MODEL = 3
EXIT_FILE = 4


class JourneymapError(Exception):
    """A fault told in one sentence, with the next step.

    What it tells may hold a server's or a library's own words, and these a key: keys are hidden.

    Attributes:
        message: what happened and what was kept, in the person's language.
        hint: what to do next, in the person's language.
        exit_code: the process's exit code when the fault ends it.
    """

    exit_code = EXIT_FAILURE

    def __init__(self, message: str, hint: str = "", exit_code: int | None = None) -> None:
        self.message = without_keys(message)
        self.hint = without_keys(hint)
        super().__init__(self.message)
        if exit_code is not None:
            self.exit_code = exit_code

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(JourneymapError):
    """The command or its options are wrong."""

    exit_code = EXIT_USAGE


class ModelError(JourneymapError):
    """A language model could not be had or did not do its work."""

    exit_code = EXIT_MODEL


class FileError(JourneymapError):
    """A file or folder could not be read or written."""

    exit_code = EXIT_FILE


class DamagedError(FileError):
    """A file of ours does not hold what was written."""


class OvertakenError(FileError):
    """Another window has gone on with the interview meanwhile."""
