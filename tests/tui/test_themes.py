"""Each text can be read: in each theme, on each ground it can stand on."""

import itertools

import pytest
from textual.color import Color
from textual.theme import Theme

from assistant import settings
from assistant.tui.themes import THEMES

AA = 4.5
"""The contrast of normal text that WCAG 2.2 asks for (1.4.3, level AA)."""

INKS = ("foreground", "primary", "secondary", "accent", "success", "warning", "error", "quiet", "faint",
        "text-muted", "text-disabled", "text-error", "text-success")  # fmt: skip
GROUNDS = ("background", "surface", "panel")
OTHERS = (
    ("foreground", "primary-muted"), ("quiet", "primary-muted"), ("faint", "primary-muted"),
    ("background", "primary"), ("block-cursor-foreground", "block-cursor-background"),
    ("input-selection-foreground", "input-selection-background"),
)  # fmt: skip
OURS = {name: theme for name, theme in THEMES.items() if not theme.ansi}


def test_the_settings_name_the_themes_there_are() -> None:
    assert tuple(THEMES) == settings.THEMES


@pytest.mark.parametrize("theme", OURS.values(), ids=OURS)
def test_each_text_colour_reaches_the_contrast_of_aa(theme: Theme) -> None:
    colours = theme.to_color_system().generate() | theme.variables
    poor = []
    for ink, ground in (*itertools.product(INKS, GROUNDS), *OTHERS):
        if not colours[ink].startswith("auto"):  # Textual then takes black or white, whichever is read better
            below = Color.parse(colours["background"]) + Color.parse(colours[ground])
            found = contrast(below + Color.parse(colours[ink]), below)
            if found < AA:
                poor.append((ink, ground, round(found, 2)))
    assert poor == []


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2.2 between two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Color) -> float:
    """Return the relative luminance of sRGB as WCAG 2.2 defines it."""
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))
