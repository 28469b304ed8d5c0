"""How many cores the local model may use."""

import os
import subprocess
import sys
from pathlib import Path

_TOPOLOGY = Path("/sys/devices/system/cpu")
_QUOTA = Path("/sys/fs/cgroup/cpu.max")


def usable_cores() -> int:
    """Return how many physical cores this process may use.

    Two threads on one physical core, or more threads than a container's share allows, wait for each other and make
    llama.cpp slower than fewer would be.
    """
    if sys.platform == "darwin":
        cores = _sysctl("hw.perflevel0.physicalcpu") or _sysctl("hw.physicalcpu")
    elif sys.platform == "win32":
        cores = (os.cpu_count() or 2) // 2
    else:
        cores = min(_physical(os.sched_getaffinity(0)), _share())
    return max(1, cores)


def _physical(logical: set[int]) -> int:
    try:
        return len({(_TOPOLOGY / f"cpu{one}" / "topology" / "thread_siblings_list").read_text() for one in logical})
    except OSError:
        return len(logical)


def _share() -> int:
    """Return the whole cores that a container's quota amounts to; where there is none, as many as you like."""
    try:
        quota, period = _QUOTA.read_text().split()
        return max(1, int(quota) // int(period))
    except (OSError, ValueError):  # "max": no quota
        return 1 << 16


def _sysctl(name: str) -> int:
    said = subprocess.run(["sysctl", "-n", name], capture_output=True, text=True, check=False).stdout.strip()
    return int(said) if said.isdecimal() else 0
