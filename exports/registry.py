"""The export formats there are, found by name or by a file's suffix.

Every module of this package that has an `EXPORTER` is a format. Other distributions add theirs by an entry point in the
group `journeymap.exporters`, whose name is the format's and which gives an `Exporter` or makes one when called.
"""

import pkgutil
from functools import cache
from importlib import import_module, metadata
from pathlib import PurePath

from assistant.errors import UsageError
from assistant.locale import _
from exports.port import Exporter

GROUP = "journeymap.exporters"
"""The group of the entry points that add formats."""

SHORT_NAMES = {"md": "markdown", "excel": "xlsx", "mmd": "mermaid"}
"""Other names that people give formats."""


@cache
def built_in() -> dict[str, Exporter]:
    """Return the formats of this package by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(import_module(__package__).__path__))
    modules = [import_module(f"{__package__}.{name}") for name in names if name != "registry"]
    exporters: list[Exporter] = [module.EXPORTER for module in modules if hasattr(module, "EXPORTER")]
    return {exporter.name: exporter for exporter in sorted(exporters, key=lambda exporter: exporter.name)}


def names() -> list[str]:
    """Return the names of all formats, ours before those of others."""
    return [*built_in(), *sorted(set(_added()) - set(built_in()))]


def by_name(name: str) -> Exporter:
    """Return the format called `name`, in any case.

    Raises:
        UsageError: there is none of that name, or the one that another package adds does not work.
    """
    wanted = name.strip().lower()
    wanted = SHORT_NAMES.get(wanted, wanted)
    if wanted in built_in():
        return built_in()[wanted]
    if wanted in _added():
        return _loaded(_added()[wanted])
    raise UsageError(
        _("There is no export format %(name)r.") % {"name": name},
        _("Choose one of: %(names)s.") % {"names": ", ".join(names())},
    )


def by_suffix(path: PurePath) -> Exporter:
    """Return the format whose files end as `path` does; of two, the one with the longer suffix.

    Raises:
        UsageError: no format has such files.
    """
    wanted = path.name.lower()
    found = _ending(wanted, list(built_in().values()))
    if found is None:
        found = _ending(wanted, [_loaded(entry) for entry in _added().values()])
    if found is None:
        suffixes = dict.fromkeys(exporter.suffix for exporter in built_in().values())
        raise UsageError(
            _("The name %(name)r does not say which format to export to.") % {"name": path.name},
            _("End it in one of: %(suffixes)s; or name the format.") % {"suffixes": ", ".join(suffixes)},
        )
    return found


def _ending(name: str, exporters: list[Exporter]) -> Exporter | None:
    # A name that is a suffix and nothing else, such as `.json`, is a hidden file without one.
    fitting = [e for e in exporters if name.endswith(e.suffix) and len(name) > len(e.suffix)]
    return max(fitting, key=lambda exporter: len(exporter.suffix), default=None)


def _added() -> dict[str, metadata.EntryPoint]:
    return {entry.name.lower(): entry for entry in metadata.entry_points(group=GROUP)}


def _loaded(entry: metadata.EntryPoint) -> Exporter:
    try:
        given = entry.load()
        exporter: Exporter = given() if isinstance(given, type) else given
        complete = all(hasattr(exporter, name) for name in ("name", "suffix", "cannot_carry", "export"))
    except Exception as fault:  # whatever the other package raises
        raise _broken(entry, str(fault)) from fault
    if not complete:
        raise _broken(entry, _("it is no export format"))
    return exporter


def _broken(entry: metadata.EntryPoint, reason: str) -> UsageError:
    package = entry.dist.name if entry.dist else entry.value
    return UsageError(
        _("The export format %(name)r of the package %(package)s does not work: %(reason)s.")
        % {"name": entry.name, "package": package, "reason": reason},
        _("Update or remove that package; the other formats work."),
    )
