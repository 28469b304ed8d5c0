"""Runs commands of journeymap one after the other in one process: ``python -m tests.fakes.commands JSON``.

The argument is a list of the commands' words; each exit code is printed, as JSON, in a line of its own.
"""

import contextlib
import io
import json
import sys

from assistant.cli import main

if __name__ == "__main__":
    for words in json.loads(sys.argv[1]):
        with contextlib.redirect_stdout(io.StringIO()):
            code = main(words)
        print(json.dumps({"code": code, "command": words}), flush=True)
