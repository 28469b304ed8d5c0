"""The two themes: quiet greys, one green for what is ours, one amber for what wants attention."""

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
        "border": "#84bdb0",
        "border-blurred": "#39414c",
        "scrollbar": "#39414c",
        "scrollbar-background": "#14171b",
    },
)

LIGHT = Theme(
    name="journeymap-light",
    dark=False,
    primary="#2b7568",
    secondary="#46618c",
    accent="#95600f",
    success="#39753a",
    warning="#95600f",
    error="#b03d33",
    foreground="#262a30",
    background="#fbfaf7",
    surface="#f3f1eb",
    panel="#e6e2d8",
    variables={
        "border": "#2b7568",
        "border-blurred": "#c9c4b7",
        "scrollbar": "#c9c4b7",
        "scrollbar-background": "#fbfaf7",
    },
)

QUIET = "$foreground 65%"
"""The colour of what is told beside the point."""

FAINT = "$foreground 45%"
"""The colour of what is there to be looked up."""
