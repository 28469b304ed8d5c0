"""Write docs/licences.md: the licence of every package that an installation of journeymap brings along.

``python tools/licences.py`` writes it; with ``--check`` it says whether the page is current. Both fail when a licence
is unknown or not compatible with Apache-2.0. The packages are those of uv.lock, on any system and with every extra;
their licences are read from the environment they are installed in.
"""

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"

COMPATIBLE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LGPL-2.1-or-later", "MIT", "MIT-0",
    "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib", "BlueOak-1.0.0", "CNRI-Python",
}  # fmt: skip
ELSEWHERE = {"colorama": "BSD-3-Clause", "httpx2-jsfetch": "BSD-3-Clause", "pywin32": "PSF-2.0"}
"""Packages of other systems, which are not installed where this runs."""
NAMES = {
    "apache 2": "Apache-2.0", "apache 2.0": "Apache-2.0", "apache license version 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0", "apache software license": "Apache-2.0", "mit license": "MIT",
    "bsd license": "BSD-3-Clause", "3-clause bsd license": "BSD-3-Clause", "isc license": "ISC",
    "lgpl": "LGPL-2.1-or-later", "isc license (iscl)": "ISC", "sil ofl 1.1": "OFL-1.1",
    "mit, bsd": "MIT AND BSD-3-Clause",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.1-or-later",
}  # fmt: skip
"""What packages without an SPDX expression call their licences."""

HEAD = """# Licences

journeymap is under [Apache-2.0](../LICENSE). An installation brings the packages below along, on one system or another,
and all of their licences allow that. Packages under MPL-2.0 and LGPL are used as they are published, each from its own
wheel, and can be replaced by another version of theirs. `tools/licences.py` writes this page from `uv.lock`.

The weights of the local model, fetched by `journeymap models install`, are Qwen2.5-Coder-1.5B-Instruct, Apache-2.0.
The lists of names in `assistant/redaction/names` were made from Faker (MIT), as `tools/person_names.py` says.

| package | licence | needed for |
|---|---|---|
"""


def main() -> int:
    """Write or check the page; return 1 when it is not current, or a licence does not fit."""
    needed = packages()
    licences = {name: licence(name) for name in needed}
    faults = [f"{name}: {told or 'unknown'}" for name, told in licences.items() if not fits(told)]
    for fault in faults:
        print(f"not known to be compatible with Apache-2.0: {fault}", file=sys.stderr)
    rows = (f"| {name} | {licences[name]} | {', '.join(needed[name])} |\n" for name in sorted(needed))
    page = HEAD + "".join(rows)
    if "--check" not in sys.argv:
        PAGE.write_text(page, "utf-8")
    elif PAGE.read_text("utf-8") != page:
        print("docs/licences.md is not current: run tools/licences.py", file=sys.stderr)
        return 1
    return 1 if faults else 0


def packages() -> dict[str, list[str]]:
    """Return the packages of the lock that an installation may bring, each with the parts that need it."""
    locked = {package["name"]: package for package in tomllib.loads((ROOT / "uv.lock").read_text())["package"]}
    root = locked["journeymap"]
    parts: dict[str, list[dict[str, Any]]] = {"journeymap": root["dependencies"], **root["optional-dependencies"]}
    needed: dict[str, list[str]] = {}
    for part, wanted in parts.items():
        for name in _reached(wanted, locked):
            if "journeymap" not in needed.setdefault(name, []):
                needed[name].append(part)
    return needed


def _reached(wanted: Iterable[dict[str, Any]], locked: dict[str, dict[str, Any]]) -> set[str]:
    reached: set[str] = set()
    left = [(one["name"], tuple(one.get("extra", ()))) for one in wanted]
    seen = set(left)
    while left:
        name, extras = left.pop()
        reached.add(name)
        package = locked[name]
        more = [*package.get("dependencies", ())]
        more += [one for extra in extras for one in package.get("optional-dependencies", {}).get(extra, ())]
        for found in ((one["name"], tuple(one.get("extra", ()))) for one in more):
            if found not in seen:
                seen.add(found)
                left.append(found)
    return reached


def licence(name: str) -> str:
    """Return the licence of a package as an SPDX expression, or "" when it is not known."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ELSEWHERE.get(name, "")
    if expression := told.get("License-Expression"):
        return expression
    lines = (told.get("License") or "").strip().splitlines()
    classified = [one.split(" :: ")[-1] for one in told.get_all("Classifier") or () if one.startswith("License ::")]
    for word in [*lines[:1], *classified]:
        if fits(spdx := NAMES.get(word.strip().casefold(), word.strip())):
            return spdx
    return ""


def fits(expression: str) -> bool:
    """Return whether every licence of an expression is compatible; of those joined by OR, whether one is."""
    choices = re.split(r"\s+OR\s+", expression.replace("(", "").replace(")", ""))
    return any(all(one in COMPATIBLE for one in re.split(r"\s+AND\s+", choice)) for choice in choices)


if __name__ == "__main__":
    sys.exit(main())
