"""Compile the gettext catalogues: a build hook of hatchling, and a command (``python tools/compile_catalogues.py``)."""

import sys
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a command: hatchling is needed only while building
    BuildHookInterface = object  # type: ignore[assignment,misc]

LOCALE = Path(__file__).parent.parent / "assistant" / "locale"


def compile_catalogues(folder: Path = LOCALE) -> list[Path]:
    """Write the .mo beside each .po under `folder` and return what was written."""
    written = []
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name)
        mo = po.with_suffix(".mo")
        with mo.open("wb") as target:
            write_mo(target, catalogue)
        written.append(mo)
    return written


class CompileCatalogues(BuildHookInterface):  # type: ignore[type-arg,misc,unused-ignore]
    """Hatchling's hook: the catalogues are compiled before a wheel is filled."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues."""
        compile_catalogues()


if __name__ == "__main__":
    for path in compile_catalogues():
        sys.stderr.write(f"compiled {path}\n")
