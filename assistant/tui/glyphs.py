"""The signs of the interface, in one table: single-width Unicode, or ASCII where the terminal has nothing else.

No sign is told from another by colour alone: each meaning has a shape of its own.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.journey.models import OriginKind  # 0.1 s that the first frame does not wait for


@dataclass(frozen=True, slots=True)
class Glyphs:
    """One sign a meaning."""

    done: str = "✓"
    current: str = "●"
    todo: str = "○"
    said: str = "•"
    suggested: str = "◦"
    evidence: str = "§"
    imported: str = "↓"
    changed: str = "▎"
    up: str = "▲"
    level: str = "◆"
    down: str = "▼"
    moment: str = "★"
    closed: str = "▸"
    open: str = "▾"
    left: str = "‹"
    right: str = "›"
    dot: str = "·"
    arrow: str = "→"
    ellipsis: str = "…"
    dash: str = "–"
    notice: str = "i"
    failure: str = "!"
    error: str = "✗"
    warning: str = "△"
    refused: str = "×"
    stays: str = "■"
    leaves: str = "↗"
    full: str = "━"
    empty: str = "─"
    turning: tuple[str, ...] = ("◐", "◓", "◑", "◒")
    point: str = "●"
    line: str = "─"
    riser: str = "│"
    middle: str = "┄"
    turns: tuple[str, ...] = ("╮", "╯", "╰", "╭")
    column: str = "│"
    rule: str = "─"
    cursor: str = "▶"
    ascii: bool = False


ASCII = Glyphs(
    done="x", current=">", todo=".", said="*", suggested="o", evidence="#", imported="<", changed="|",
    up="^", level="=", down="v", moment="!", closed=">", open="v", left="<", right=">", dot="-", arrow="->",
    ellipsis="...", dash="-", notice="i", failure="!", error="!", warning="^", refused="-", stays="#", leaves="^",
    full="#", empty="-", turning=("|", "/", "-", "\\"), point="o", line="-", riser="|", middle=".",
    turns=("+", "+", "+", "+"), column="|", rule="-", cursor=">", ascii=True,
)  # fmt: skip


@cache
def glyphs() -> Glyphs:
    """Return the table for this terminal: `JOURNEYMAP_ASCII=1`, or an output that is not UTF-8, asks for ASCII."""
    if os.environ.get("JOURNEYMAP_ASCII", "") not in ("", "0"):
        return ASCII
    encoding = getattr(sys.__stdout__, "encoding", None) or "utf-8"
    return Glyphs() if encoding.lower().replace("-", "").startswith("utf") else ASCII


def origin_sign(origin: OriginKind, signs: Glyphs) -> str:
    """Return the sign of where a value comes from."""
    told = {"said": signs.said, "suggested": signs.suggested, "evidence": signs.evidence, "imported": signs.imported}
    return told[origin.value]
