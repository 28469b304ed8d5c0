"""What `journeymap` understands on the command line."""

import argparse
from typing import Any

from assistant import __version__
from assistant.cli.declaring import Parser, command, lazy, sub
from assistant.cli.session_commands import add_sessions
from assistant.locale import LANGUAGES, _

KINDS = ("journey", "experience", "browsing", "support", "visit", "use", "sales")


def build() -> argparse.ArgumentParser:
    """Return the parser; the parsed options carry the function to call in `run`."""
    parser = command(
        Parser(prog="journeymap", formatter_class=argparse.RawDescriptionHelpFormatter),
        _("Interviews you and builds a customer journey map from your words."),
        "journeymap --language es --model local",
        lazy("interviews", "hold"),
    )
    parser.add_argument("--version", action="version", version=f"journeymap {__version__}")
    _interview_options(parser)
    commands = parser.add_subparsers(title=_("commands"), metavar="COMMAND", parser_class=Parser)
    _add_interview(commands)
    add_sessions(commands)
    _add_maps(commands)
    _add_knowledge(commands)
    _add_models(commands)
    _add_serve(commands)
    _add_settings(commands)
    _add_privacy(commands)
    return parser


def _add_interview(commands: Any) -> None:  # noqa: ANN401 - argparse has no public type for it
    # What is not given after the command must not take back what was given before it.
    unset = {"argument_default": argparse.SUPPRESS}
    hold = lazy("interviews", "hold")
    example = "journeymap interview --jsonl --out map.json"
    interview = sub(commands, "interview", _("hold an interview"), example, hold, **unset)
    faces = _interview_options(interview)
    faces.add_argument(
        "--jsonl", action="store_true", default=argparse.SUPPRESS, help=_("one JSON object a line, for programs")
    )
    example = "journeymap resume 261122-k3fa"
    resume = sub(commands, "resume", _("go on with an earlier interview"), example, hold, **unset)
    resume.add_argument("session", metavar="SESSION")
    _interview_options(resume, session=False)


def _interview_options(parser: argparse.ArgumentParser, session: bool = True) -> Any:  # noqa: ANN401
    """Add the options of an interview and return the group of its faces, of which one can be chosen."""
    flag: dict[str, Any] = {"action": "store_true"}
    if parser.argument_default is argparse.SUPPRESS:
        flag["default"] = argparse.SUPPRESS
    parser.add_argument("--language", choices=LANGUAGES, help=_("language of the interview and the interface"))
    parser.add_argument("--model", metavar="SPEC", help=_("chat model: auto, none, local, openai:NAME, http://…#NAME"))
    parser.add_argument(
        "--redact", **(flag | {"action": argparse.BooleanOptionalAction}),
        help=_("hide personal data from models on servers"),
    )  # fmt: skip
    faces = parser.add_mutually_exclusive_group()
    faces.add_argument("--plain", **flag, help=_("plain lines instead of a screen"))
    if session:
        parser.add_argument("--session", metavar="ID", help=_("go on with this session"))
    parser.add_argument("--kind", choices=KINDS, help=_("a whole journey, or one of the five experiences"))
    parser.add_argument("--state", choices=("as_is", "to_be"), help=_("how things are, or how they should be"))
    parser.add_argument("--title", help=_("title of the map"))
    parser.add_argument("--template", metavar="NAME", help=_("begin with these stages: `journeymap templates`"))
    parser.add_argument("--persona", metavar="NAME", help=_("begin with this persona: `journeymap personas`"))
    parser.add_argument(
        "--out",
        metavar="FILE",
        help=_("write the finished map here; a file that is there is kept under another name"),
    )
    parser.add_argument("--force", **flag, help=_("replace a file that exists"))
    return faces


def _add_maps(commands: Any) -> None:  # noqa: ANN401
    parser = sub(commands, "show", _("show a map"), "journeymap show map.json", lazy("maps", "show"))
    parser.add_argument("map", metavar="MAP|SESSION")
    parser.add_argument("--json", action="store_true", help=_("for programs"))
    _add_improving(commands)
    _add_review(commands)
    export = sub(
        commands, "export", _("write a map to a file"), "journeymap export 261122-k3fa --to json,md,xlsx -o maps/",
        lazy("maps", "export"),
    )  # fmt: skip
    export.add_argument("map", metavar="MAP|SESSION")
    export.add_argument(
        "--to", metavar="FORMAT,…", help=_("one or more formats, such as json,md,xlsx; else the file's suffix decides")
    )
    export.add_argument("-o", "--output", metavar="FILE|DIR", help=_("file or folder to write; - for standard output"))
    export.add_argument("--force", action="store_true", help=_("replace a file that exists"))
    export.add_argument("--json", action="store_true", help=_("tell what was written, for programs"))
    taking_in = sub(
        commands, "import", _("begin an interview with a map or a table that you have"),
        'journeymap import touchpoints.xlsx --column "Moment=name"', lazy("importing", "take_in"),
    )  # fmt: skip
    taking_in.add_argument("file", metavar="FILE", help=_("JSON, Markdown, CSV, XLSX, or a Mermaid journey"))
    taking_in.add_argument("--language", choices=LANGUAGES, help=_("language of the map, where the file does not tell"))
    taking_in.add_argument("--title", help=_("title of the map"))
    taking_in.add_argument(
        "--column", action="append", default=[], metavar="COLUMN=FIELD", help=_("what a column of a table is")
    )
    taking_in.add_argument("--sheet", metavar="NAME", help=_("the sheet of a workbook"))
    taking_in.add_argument("--check", action="store_true", help=_("only tell what would be taken in"))
    taking_in.add_argument("--json", action="store_true", help=_("for programs"))
    schema = sub(commands, "schema", _("print the JSON Schema of a map"), "journeymap schema", lazy("maps", "schema"))
    schema.add_argument("--json", action="store_true", help=_("for programs (it is JSON anyway)"))


def _add_review(commands: Any) -> None:  # noqa: ANN401
    parser = sub(
        commands, "review", _("show where a map is weak, by rules that need no model"),
        "journeymap review map.json --ignore Q40,Q41 --fail-on error", lazy("reviews", "run"),
    )  # fmt: skip
    parser.add_argument("map", metavar="MAP|SESSION")
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help=_("for programs"))
    forms.add_argument("--sarif", action="store_true", help=_("SARIF 2.1.0, for code hosts"))
    rules = {"action": "append", "default": [], "metavar": "RULES"}
    parser.add_argument("--select", **rules, help=_("only these rules, or those that begin so: Q15,Q2"))
    parser.add_argument("--ignore", **rules, help=_("all rules but these"))
    parser.add_argument(
        "--fail-on", choices=("error", "warning", "hint"), default="warning",
        help=_("exit with 1 from this severity on; %(default)s if not told"),
    )  # fmt: skip


def _add_improving(commands: Any) -> None:  # noqa: ANN401
    suggest = sub(
        commands, "suggest", _("show what the knowledge base advises"), "journeymap suggest 261122-k3fa",
        lazy("suggestions", "suggest"),
    )  # fmt: skip
    suggest.add_argument("--model", metavar="SPEC", default="none", help=_("chat model that words them"))
    research = sub(
        commands, "research", _("turn what is unknown into questions for customers, surveys and statistics"),
        "journeymap research map.json", lazy("research", "research"),
    )  # fmt: skip
    compare = sub(
        commands, "benchmark", _("set published figures beside the map's metrics"), "journeymap benchmark map.json",
        lazy("research", "benchmark"),
    )  # fmt: skip
    for parser in (suggest, research, compare):
        parser.add_argument("map", metavar="MAP|SESSION")
    to_be = sub(
        commands, "to-be", _("make the map as it should be: with its actions carried out"),
        "journeymap to-be map.json -o map-to-be.json", lazy("comparing", "to_be"),
    )  # fmt: skip
    to_be.add_argument("map", metavar="MAP|SESSION")
    to_be.add_argument("-o", "--output", metavar="FILE", help=_("file to write; - for standard output"))
    to_be.add_argument("--force", action="store_true", help=_("replace a file that exists"))
    diff = sub(
        commands, "diff", _("tell what changed between two maps"), "journeymap diff 261122-k3fa@4 261122-k3fa",
        lazy("comparing", "diff"),
    )  # fmt: skip
    for place in ("before", "after"):
        diff.add_argument(place, metavar="MAP|SESSION[@REVISION]")
    for parser in (suggest, research, compare, to_be, diff):
        parser.add_argument("--json", action="store_true", help=_("for programs"))


def _add_knowledge(commands: Any) -> None:  # noqa: ANN401
    show = lazy("knowledge_base", "list_all")
    knowledge = sub(commands, "knowledge", _("the knowledge base"), "journeymap knowledge list", show)
    knowledge.set_defaults(language=None, json=False)
    parts = knowledge.add_subparsers(metavar="COMMAND", parser_class=Parser)
    listing = sub(parts, "list", _("list your documents and the articles"), "journeymap knowledge list", show)
    search = sub(
        parts, "search", _("search your documents and the articles"),
        'journeymap knowledge search "moment of truth" --k 3', lazy("knowledge_base", "search"),
    )  # fmt: skip
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--k", type=int, default=5, metavar="N", help=_("how many passages"))
    add = sub(
        parts, "add", _("add your own documents: Markdown, text, HTML, PDF, DOCX, CSV"),
        "journeymap knowledge add interviews/ brand-guide.pdf", lazy("knowledge_base", "add"),
    )  # fmt: skip
    add.add_argument("paths", metavar="PATH", nargs="+", help=_("a file, or a folder with all that is in it"))
    add.add_argument("--language", choices=LANGUAGES, help=_("their language, if it should not be guessed"))
    remove = sub(
        parts, "remove", _("remove documents of yours"), "journeymap knowledge remove brand-guide.pdf",
        lazy("knowledge_base", "remove"),
    )  # fmt: skip
    remove.add_argument("names", metavar="NAME", nargs="+", help=_("a name that the list shows, or the file's path"))
    for parser in (listing, search):
        parser.add_argument("--language", choices=LANGUAGES, help=_("only in this language"))
    for parser in (listing, search, add, remove):
        parser.add_argument("--json", action="store_true", help=_("for programs"))


def _add_models(commands: Any) -> None:  # noqa: ANN401
    models = sub(commands, "models", _("the chat models"), "journeymap models list", lazy("chat_models", "list_models"))
    models.set_defaults(json=False)
    parts = models.add_subparsers(metavar="COMMAND", parser_class=Parser)
    listing = sub(
        parts, "list", _("list what can be used here"), "journeymap models list", lazy("chat_models", "list_models")
    )
    check = sub(
        parts, "check", _("say whether a model works, and how fast"), "journeymap models check local",
        lazy("chat_models", "check"),
    )  # fmt: skip
    check.add_argument("spec", metavar="SPEC", nargs="?", default="auto")
    install = sub(
        parts, "install", _("fetch the weights of the local model (1.1 GB)"), "journeymap models install",
        lazy("chat_models", "install"),
    )  # fmt: skip
    install.add_argument("--if-needed", action="store_true", help=_("only when there is no other model"))
    install.add_argument("--quiet", action="store_true", help=_("no progress"))
    for parser in (listing, check, install):
        parser.add_argument("--json", action="store_true", help=_("for programs"))


def _add_serve(commands: Any) -> None:  # noqa: ANN401
    serve = sub(
        commands, "serve", _("show the interface in a browser"), "journeymap serve --port 8080",
        lazy("browser", "serve"),
    )  # fmt: skip
    serve.add_argument("--host", default="127.0.0.1", help=_("where to listen; by default this machine alone"))
    serve.add_argument("--port", type=int, default=8000, metavar="N", help=_("the port, 8000 by default"))
    serve.add_argument(
        "--token",
        help=_("what visitors must know (better in JOURNEYMAP_TOKEN); else one is made up"),
    )
    serve.add_argument("--url", default="", help=_("the address that people open, if a proxy stands before it"))
    serve.add_argument("--language", choices=LANGUAGES, help=_("language of the interview and the interface"))
    serve.add_argument("--model", metavar="SPEC", help=_("chat model: auto, none, local, openai:NAME, http://…#NAME"))


def _add_settings(commands: Any) -> None:  # noqa: ANN401
    settings = sub(
        commands, "settings", _("show or change the settings"), "journeymap settings theme light",
        lazy("preferences", "settings"),
    )  # fmt: skip
    settings.add_argument("name", metavar="NAME", nargs="?", help=_("a setting, or keys.ACTION"))
    settings.add_argument("value", metavar="VALUE", nargs="?", help=_("what it is to be; '' takes it out of the file"))
    settings.add_argument("--json", action="store_true", help=_("for programs"))


def _add_privacy(commands: Any) -> None:  # noqa: ANN401
    tell = lazy("privacy", "tell")
    privacy = sub(commands, "privacy", _("say what leaves this machine"), "journeymap privacy", tell)
    parts = privacy.add_subparsers(metavar="COMMAND", parser_class=Parser)
    show = sub(
        parts, "show", _("show a text, or your answers, without personal data"), "journeymap privacy show 261122-k3fa",
        lazy("privacy", "show"),
    )  # fmt: skip
    show.add_argument("text", metavar="FILE|SESSION", help=_("a text file, a session, or - for standard input"))
    privacy.add_argument("--model", metavar="SPEC", help=_("chat model: auto, none, local, openai:NAME, http://…#NAME"))
    for parser in (privacy, show):
        parser.add_argument("--json", action="store_true", help=_("for programs"))
