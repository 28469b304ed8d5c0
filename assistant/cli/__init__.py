"""The command `journeymap`."""

import contextlib
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime

from assistant import locale
from assistant.credentials import without_keys
from assistant.errors import EXIT_FAILURE, EXIT_FILE, JourneymapError
from assistant.locale import _
from assistant.locations import make_private, state_folder
from assistant.text import clean

EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; no fault reaches a person as a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    locale.use(_language_of(given))
    from assistant.cli.parser import build

    debug = "--debug" in given
    if debug:
        _log_to_file()
    else:
        # Without a handler Python writes warnings to the terminal, in the middle of a screen.
        logging.getLogger().addHandler(logging.NullHandler())
    logging.captureWarnings(True)  # of the readers of PDF and office files about what they find strange
    try:
        options = build().parse_args(given)
        return int(options.run(options))
    except JourneymapError as fault:
        _log_traceback(debug)
        _tell(str(fault))
        return fault.exit_code
    except KeyboardInterrupt:
        _tell(_("Stopped. Everything up to the last answer is saved; `journeymap list` shows it."))
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away; writing more would only fail again while Python shuts down.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_FAILURE
    except OSError as fault:  # a full disk behind standard output, most likely
        _log_traceback(debug)
        reason = fault.strerror or type(fault).__name__
        _tell(
            _("The system refused to read or write: %(reason)s. Every answer up to here is saved.") % {"reason": reason}
        )
        return EXIT_FILE
    except Exception as fault:
        where = _log_traceback(debug)
        told = _("Something went wrong that should not have: %(fault)s.") % {"fault": type(fault).__name__}
        hint = (
            _("The details are in %(file)s.") % {"file": where}
            if where
            else _("Every answer is saved. Run it again with --debug to write the details to a file.")
        )
        _tell(f"{told} {hint}")
        return EXIT_FAILURE


def _language_of(given: Sequence[str]) -> str:
    """Return the language of messages; it is needed before the options are read, for their help."""
    for place, word in enumerate(given):
        if word.startswith("--language="):
            wanted = word.partition("=")[2]
        elif word == "--language" and place + 1 < len(given):
            wanted = given[place + 1]
        else:
            continue
        return wanted if wanted in locale.LANGUAGES else locale.from_environment()
    wanted = os.environ.get("JOURNEYMAP_LANGUAGE", "")
    return wanted if wanted in locale.LANGUAGES else locale.from_environment()


def _tell(sentence: str) -> None:
    with contextlib.suppress(OSError):
        print(f"journeymap: {clean(sentence)}", file=sys.stderr)


def _log_to_file() -> None:
    with contextlib.suppress(JourneymapError, OSError):
        file = make_private(state_folder()) / "debug.log"
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        handler = logging.FileHandler(file, encoding="utf-8")
        handler.setFormatter(_KeylessFormatter("%(asctime)s %(name)s %(levelname)s %(message)s"))
        logging.basicConfig(handlers=[handler], level=logging.DEBUG)


class _KeylessFormatter(logging.Formatter):
    """Hides keys, which the libraries' own messages may hold: a refused request with its headers, a server's reply."""

    def format(self, record: logging.LogRecord) -> str:
        return without_keys(clean(super().format(record)))


def _log_traceback(debug: bool) -> str | None:
    """Write the traceback of the fault at hand to a file of its own, if asked to, and return its path."""
    if not debug:
        return None
    with contextlib.suppress(JourneymapError, OSError):
        file = make_private(state_folder()) / f"traceback-{datetime.now(UTC):%Y%m%d-%H%M%S}.txt"
        with os.fdopen(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as target:
            target.write(without_keys(clean(traceback.format_exc())))
        return str(file)
    return None
