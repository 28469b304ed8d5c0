"""The commands of the chat models: list, check, install."""

import argparse
import asyncio
import dataclasses
import json

from assistant.cli.progress import Bar
from assistant.errors import EXIT_MODEL
from assistant.locale import _
from assistant.models import spec as specs
from assistant.models import weights
from assistant.settings import load


def list_models(options: argparse.Namespace) -> int:
    """Print the ways to a chat model, and which of them are open here."""
    from assistant.models.check import catalogue

    found = catalogue()
    if options.json:
        data = dataclasses.asdict(found) | {"file": str(found.file) if found.file else None}
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return 0
    for choice in found.choices:
        print(f"{'+' if choice.usable else '-'} {choice.spec:26}  {choice.note}")
    print(_("auto is now: %(spec)s") % {"spec": found.auto})
    if found.file:
        size = found.weights.size // 10**6
        print(_("Weights: %(title)s, %(size)d MB, %(path)s")
              % {"title": found.weights.title, "size": size, "path": found.file})  # fmt: skip
    return 0


def check(options: argparse.Namespace) -> int:
    """Say in one line whether a spec works and how fast; exit code 3 when it does not."""
    from assistant.models.check import check as check_model

    settings = load({"model": options.spec})
    result = asyncio.run(check_model(specs.parse(settings.model), timeout=settings.timeout))
    if options.json:
        print(json.dumps(dataclasses.asdict(result), ensure_ascii=False, indent=2))
    else:
        print(f"{result.line} {result.hint}".strip())
    return 0 if result.ok else EXIT_MODEL


def install(options: argparse.Namespace) -> int:
    """Fetch the weights of the local model; what an earlier attempt fetched is used."""
    chosen = specs.resolve(specs.parse(load({}).model))
    if options.if_needed and chosen.kind is not specs.Kind.NONE:
        return 0
    file = weights.install(report=_silent if options.quiet or options.json else _Bar())
    if options.json:
        print(json.dumps({"file": str(file), "title": weights.DEFAULT.title, "size": weights.DEFAULT.size}))
    elif not options.quiet:
        print(_("The weights are in %(path)s.") % {"path": file})
    return 0


def _silent(_progress: weights.Progress) -> None:
    pass


class _Bar:
    """Shows the progress of an installation."""

    def __init__(self) -> None:
        self._bar = Bar()

    def __call__(self, progress: weights.Progress) -> None:
        activity = {
            "waiting": _("another installation is under way"),
            "downloading": _("downloading"),
            "checking": _("checking"),
        }[progress.activity]
        line = f"{progress.done // 10**6:5d} / {progress.total // 10**6} MB  {activity}"
        self._bar.show(progress.done, progress.total, line)
