"""Runs commands in a network namespace that has nothing but the loopback, and tells whether anything tried to leave it.

    unshare -rn python -m tests.fakes.cut_off '[{"command": ["true"], "input": ""}]'

The kernel counts what finds no way out, whatever program and language it came from, and a request for a name counts,
too: name servers on the loopback do not answer here. Prints one JSON object: the commands' results and the counts.
"""

import array
import fcntl
import json
import socket
import struct
import subprocess
import sys
from pathlib import Path

_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1


def main() -> None:
    """Run the commands that the first argument names, one after the other."""
    _bring_up("lo")
    before = counts()
    results = []
    for task in json.loads(sys.argv[1]):
        run = subprocess.run(task["command"], input=task.get("input", ""), capture_output=True, text=True, timeout=380)
        results.append({"code": run.returncode, "out": run.stdout[-20_000:], "err": run.stderr[-2_000:]})
    lost = {name: count - before[name] for name, count in counts().items() if count != before[name]}
    print(json.dumps({"results": results, "lost": lost}))


def _bring_up(interface: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        request = array.array("B", struct.pack("16sH14s", interface.encode(), 0, b""))
        fcntl.ioctl(one, _SIOCGIFFLAGS, request, True)
        flags = struct.unpack_from("H", request, 16)[0]
        struct.pack_into("H", request, 16, flags | _IFF_UP)
        fcntl.ioctl(one, _SIOCSIFFLAGS, request)


def counts() -> dict[str, int]:
    """Return how often something found no way out of this namespace, and how often nobody listened on the loopback."""
    lines = [line.split() for line in Path("/proc/net/snmp").read_text().splitlines()]
    table = {
        f"{names[0]}{name}": int(value)
        for names, values in zip(lines[::2], lines[1::2], strict=True)
        for name, value in zip(names[1:], values[1:], strict=True)
    }
    six = dict(line.split() for line in Path("/proc/net/snmp6").read_text().splitlines())
    return {
        "no way out (IPv4)": table["Ip:OutNoRoutes"],
        "no way out (IPv6)": int(six["Ip6OutNoRoutes"]),
        "nobody there (UDP)": table["Udp:NoPorts"],
        "nobody there (UDP, IPv6)": int(six["Udp6NoPorts"]),
    }


if __name__ == "__main__":
    main()
