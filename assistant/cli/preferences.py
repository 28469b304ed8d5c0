"""`journeymap settings`: what is chosen, and choosing it."""

import argparse
import os

from assistant.cli.output import print_json
from assistant.errors import UsageError
from assistant.locale import _
from assistant.locations import settings_file
from assistant.settings import NAMES, VARIABLES, load, save
from assistant.text import clean_line


def settings(options: argparse.Namespace) -> int:
    """Print the settings, or one; with a value, keep it in the settings file."""
    if options.name is None:
        return _show(options.json)
    name, dot, action = options.name.partition(".")
    if name not in NAMES or (dot and name != "keys") or (name == "keys" and options.value is not None and not dot):
        raise UsageError(
            _("There is no setting %(name)s.") % {"name": options.name[:60]},
            _("Known settings: %(names)s.") % {"names": ", ".join((*NAMES[:-1], "keys.ACTION"))},
        )
    if options.value is not None:
        save(_changes(name, action, options.value))
    kept = getattr(load({}), name)
    told = kept.get(action, "") if dot else kept
    if options.json:
        print_json({options.name: told if isinstance(told, dict) else str(told)})
    else:
        print(told)
    variable = VARIABLES.get(name, "")
    if options.value is not None and not options.json and os.environ.get(variable):
        print(_("%(variable)s is set in the environment and counts more.") % {"variable": variable})
    return 0


def _changes(name: str, action: str, value: str) -> dict[str, object]:
    """Return what to save; an empty value takes the setting out of the file."""
    if name != "keys":
        return {name: value or None}
    chosen = dict(load({}).keys)
    chosen.pop(action, None)
    return {"keys": chosen | ({action: value} if value else {})}


def _show(as_json: bool) -> int:
    kept = load({})
    values = {name: getattr(kept, name) for name in NAMES}
    if as_json:
        print_json({name: value if isinstance(value, dict) else str(value) for name, value in values.items()})
        return 0
    for name, value in values.items():
        if name == "keys":
            for action, key in value.items():
                print(f"keys.{clean_line(action)}: {clean_line(key)}")
        else:
            print(f"{name}: {clean_line(str(value))}")
    print(_("Kept in %(file)s.") % {"file": settings_file()})
    return 0
