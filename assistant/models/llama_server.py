"""llama.cpp's server in a process of its own; a program, run by `assistant.models.local`.

It is not part of journeymap's own process for three reasons, seen with xllamacpp 2026.10: its constructor holds
Python's lock while the weights load (2 to 6 s in which nothing is drawn and no key is read), a failed assertion in
llama.cpp ends the process it runs in, and its log goes straight to the terminal.

It reads one line of JSON from standard input, answers with one line on standard output, and ends when standard input
does: so it never outlives the program that started it, however that ends.
"""

import json
import os
import signal
import sys
from typing import Any


def main() -> None:
    """Serve the model that the first line of standard input describes until standard input ends."""
    given = json.loads(sys.stdin.readline())
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever native code prints goes to the log
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is meant for the interview
    try:
        import xllamacpp

        server = xllamacpp.Server(_parameters(xllamacpp, given))
    except Exception as fault:
        print(json.dumps({"error": str(fault)}), file=answer, flush=True)
        return
    print(json.dumps({"url": server.listening_address}), file=answer, flush=True)
    sys.stdin.read()
    os._exit(0)  # nothing to save; taking the server down in good order takes 0.2 s


def _parameters(xllamacpp: Any, given: dict[str, Any]) -> Any:  # noqa: ANN401 - a package without types
    parameters = xllamacpp.CommonParams()
    parameters.model.path = given["weights"]
    parameters.api_keys = [given["key"]]  # other accounts on this machine can reach the port
    parameters.port = 0
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = given["threads"]
    parameters.n_ctx = given["context"]
    # A cancelled request ends with the batch of its prompt that is being read: with 128 tokens after 1.6 s at most, and
    # prompts are read no slower than with 2048 (80 tokens/s on two cores).
    parameters.n_batch = parameters.n_ubatch = 128
    # One request at a time has both cores. What the others had read waits in memory and is put back when their turn
    # comes: with two prompts of 1000 tokens in turn, 0.4 s instead of 12.5 s each.
    parameters.n_parallel = 1
    parameters.cache_ram_mib = given["cache_mib"]
    # Chunks behind the first difference are not reused (n_cache_reuse stays 0): shifted to another place, they no
    # longer mean quite the same.
    parameters.ui = False
    parameters.endpoint_slots = False
    parameters.verbosity = 2  # warnings and errors; prompts are never logged
    return parameters


if __name__ == "__main__":
    main()
