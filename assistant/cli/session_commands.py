"""How the commands are declared that put interviews in order, and that say what new ones can begin with."""

from typing import Any

from assistant.cli.declaring import Parser, lazy, sub
from assistant.locale import _


def add_sessions(commands: Any) -> None:  # noqa: ANN401 - argparse has no public type for it
    """Declare `list`, `tag`, `duplicate`, `delete`, `restore`, `templates` and `personas`."""
    listing = sub(
        commands, "list", _("list the interviews"), "journeymap list --search returns --tag shop",
        lazy("sessions", "list_sessions"),
    )  # fmt: skip
    listing.add_argument("--search", metavar="TEXT", help=_("only those that hold all these words, wherever"))
    listing.add_argument("--tag", action="append", default=[], metavar="TAG", help=_("only those with this tag"))
    listing.add_argument("--deleted", action="store_true", help=_("those that are deleted and can be restored"))
    listing.add_argument("--json", action="store_true", help=_("for programs"))
    _add_order(commands)
    templates = sub(
        commands, "templates", _("list the templates that an interview can begin with"), "journeymap templates",
        lazy("beginnings", "templates"),
    )  # fmt: skip
    templates.add_argument("--json", action="store_true", help=_("for programs"))
    _add_personas(commands)


def _add_order(commands: Any) -> None:  # noqa: ANN401
    tag = sub(
        commands, "tag", _("give an interview tags, or take them away"), "journeymap tag 261122-k3fa +shop -draft",
        lazy("sessions", "tag"), minus_words=True,
    )  # fmt: skip
    duplicate = sub(
        commands, "duplicate", _("copy an interview with all that was said in it"),
        'journeymap duplicate 261122-k3fa --title "Shop, next year"', lazy("sessions", "duplicate"),
    )  # fmt: skip
    duplicate.add_argument("--title", help=_("title of the copy"))
    delete = sub(
        commands, "delete", _("put an interview away; it can be restored"), "journeymap delete 261122-k3fa",
        lazy("sessions", "delete"),
    )  # fmt: skip
    delete.add_argument("--forever", action="store_true", help=_("delete it so that nobody can restore it"))
    delete.add_argument("--yes", action="store_true", help=_("do not ask again"))
    restore = sub(
        commands, "restore", _("bring a deleted interview back"), "journeymap restore 261122-k3fa",
        lazy("sessions", "restore"),
    )  # fmt: skip
    for parser in (tag, duplicate, delete, restore):
        parser.add_argument("session", metavar="SESSION")
        parser.add_argument("--json", action="store_true", help=_("for programs"))
    tag.add_argument("changes", metavar="+TAG|-TAG", nargs="*", help=_("none: show the tags it has"))


def _add_personas(commands: Any) -> None:  # noqa: ANN401
    show_all = lazy("beginnings", "list_personas")
    personas = sub(commands, "personas", _("personas that maps share"), "journeymap personas list", show_all)
    personas.set_defaults(json=False)
    parts = personas.add_subparsers(metavar="COMMAND", parser_class=Parser)
    listing = sub(parts, "list", _("list the personas"), "journeymap personas list", show_all)
    save = sub(
        parts, "save", _("keep the persona of a map for others"), "journeymap personas save 261122-k3fa",
        lazy("beginnings", "save_persona"),
    )  # fmt: skip
    save.add_argument("map", metavar="MAP|SESSION")
    save.add_argument("--name", help=_("what to call it; else the persona's own name"))
    save.add_argument("--force", action="store_true", help=_("replace the persona that has this name"))
    show = sub(parts, "show", _("show a persona"), "journeymap personas show Olga", lazy("beginnings", "show_persona"))
    remove = sub(
        parts, "remove", _("take a persona out of the library; maps keep it"), "journeymap personas remove Olga",
        lazy("beginnings", "remove_persona"),
    )  # fmt: skip
    for parser in (show, remove):
        parser.add_argument("name", metavar="NAME")
    for parser in (listing, save, show, remove):
        parser.add_argument("--json", action="store_true", help=_("for programs"))
