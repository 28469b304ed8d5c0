"""The themes: quiet greys, one green for what is ours, one amber for what wants attention.

Each text colour reaches a contrast of 4.5:1 (WCAG 2.2, 1.4.3) on each ground that it can stand on, which
tests/tui/test_themes.py computes. The terminal's own palette is the person's choice and cannot be checked.
"""

from textual.theme import Theme

DARK = Theme(
    name="journeymap-dark",
    dark=True,
    primary="#84bdb0",
    secondary="#94a9cc",
    accent="#e2b879",
    success="#93c588",
    warning="#e2b879",
    error="#e58f84",
    foreground="#d8dce2",
    background="#14171b",
    surface="#1a1e24",
    panel="#242a32",
    variables={
        "quiet": "#a3a9b1",
        "faint": "#9ba1a9",
        "text-muted": "#a3a9b1",
        "text-disabled": "#9ba1a9",
        "text-error": "#e58f84",
        "text-success": "#93c588",
        "primary-muted": "#243a3b",
        "border": "#84bdb0",
        "border-blurred": "#39414c",
        "scrollbar": "#39414c",
        "scrollbar-background": "#14171b",
    },
)

LIGHT = Theme(
    name="journeymap-light",
    dark=False,
    primary="#25695d",
    secondary="#3f5a85",
    accent="#875509",
    success="#306a32",
    warning="#875509",
    error="#a8372e",
    foreground="#262a30",
    background="#fbfaf7",
    surface="#f3f1eb",
    panel="#e6e2d8",
    variables={
        "quiet": "#53575e",
        "faint": "#5a5e65",
        "text-muted": "#53575e",
        "text-disabled": "#5a5e65",
        "text-error": "#a8372e",
        "text-success": "#306a32",
        "primary-muted": "#d6e5e1",
        "border": "#25695d",
        "border-blurred": "#c9c4b7",
        "scrollbar": "#c9c4b7",
        "scrollbar-background": "#fbfaf7",
    },
)

CONTRAST = Theme(
    name="journeymap-contrast",
    dark=True,
    primary="#7fffd4",
    secondary="#9ecbff",
    accent="#ffe066",
    success="#8dff8d",
    warning="#ffe066",
    error="#ffa199",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#262626",
    variables={
        "quiet": "#ededed",
        "faint": "#d6d6d6",
        "text-muted": "#ededed",
        "text-disabled": "#d6d6d6",
        "text-error": "#ffa199",
        "text-success": "#8dff8d",
        "primary-muted": "#00504a",
        "border": "#7fffd4",
        "border-blurred": "#9a9a9a",
        "scrollbar": "#9a9a9a",
        "scrollbar-background": "#000000",
    },
)


def _terminal(name: str, dark: bool, accent: str, shade: str) -> Theme:
    """Return a theme in the sixteen colours that the person gave their terminal, for a dark or a light ground."""
    return Theme(
        name=name,
        dark=dark,
        ansi=True,
        primary="ansi_cyan" if dark else "ansi_blue",
        secondary="ansi_blue",
        accent=accent,
        success="ansi_green",
        warning=accent,
        error="ansi_red",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            "quiet": "ansi_default",  # grey is hard to read in many palettes
            "faint": "ansi_default",
            "text-muted": "ansi_default",
            "text-disabled": "ansi_default",
            "text-error": "ansi_red",
            "text-success": "ansi_green",
            "primary-muted": "ansi_default",
            "border": "ansi_cyan" if dark else "ansi_blue",
            "border-blurred": shade,
            "scrollbar": shade,
            "scrollbar-background": "ansi_default",
            "block-cursor-foreground": "ansi_black" if dark else "ansi_bright_white",
            "block-cursor-background": "ansi_cyan" if dark else "ansi_blue",
            "input-cursor-foreground": "ansi_black" if dark else "ansi_bright_white",
            "input-cursor-background": "ansi_bright_white" if dark else "ansi_black",
            "input-selection-foreground": "ansi_black" if dark else "ansi_bright_white",
            "input-selection-background": "ansi_cyan" if dark else "ansi_blue",
            "screen-selection-foreground": "ansi_black" if dark else "ansi_bright_white",
            "screen-selection-background": "ansi_cyan" if dark else "ansi_blue",
            "ansi-background": "ansi_black" if dark else "ansi_white",
            "ansi-foreground": "ansi_white" if dark else "ansi_black",
        },
    )


THEMES = {
    "dark": DARK,
    "light": LIGHT,
    "contrast": CONTRAST,
    "terminal-dark": _terminal("journeymap-terminal-dark", True, "ansi_yellow", "ansi_bright_black"),
    "terminal-light": _terminal("journeymap-terminal-light", False, "ansi_magenta", "ansi_white"),
}
"""Each theme by its name in the settings."""

QUIET = "$quiet"
"""The colour of what is told beside the point."""

FAINT = "$faint"
"""The colour of what is there to be looked up."""
