"""What a new interview can begin with: the commands `templates` and `personas`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from assistant.cli.maps import load_map
from assistant.cli.output import print_json
from assistant.errors import UsageError
from assistant.journey.checklist import FIELD_NAMES
from assistant.journey.models import origin_key
from assistant.journey.templates import all_templates, told
from assistant.locale import _, current
from assistant.locations import sessions_file
from assistant.text import clean_line

if TYPE_CHECKING:
    from assistant.interview.personas import KeptPersona, PersonaLibrary


def templates(options: argparse.Namespace) -> int:
    """Print every template with its stages."""
    language = current()
    if options.json:
        print_json([
            {
                "name": template.name, "title": told(template.title, language), "kind": template.kind.value,
                "experience": template.experience, "scope": told(template.scope, language),
                "stages": [
                    {
                        "name": told(stage.name, language), "kind": stage.kind.value,
                        "hint": told(stage.hint, language),
                    }
                    for stage in template.stages
                ],
            }
            for template in all_templates()
        ])  # fmt: skip
        return 0
    for template in all_templates():
        print(f"{template.name:14}  {told(template.title, language)}")
        print(f"{'':14}  {' → '.join(told(stage.name, language) for stage in template.stages)}")
    print(_("Begin with one: %(command)s") % {"command": "journeymap --template web-shop"})
    return 0


def list_personas(options: argparse.Namespace) -> int:
    """Print the personas of the library."""
    personas = []
    if sessions_file().exists():
        with _library() as library:
            personas = list(library.list())
    if options.json:
        print_json([_as_json(kept) for kept in personas])
        return 0
    if not personas:
        print(_("No persona is kept yet. `journeymap personas save SESSION` keeps that of a map."))
    for kept in personas:
        facts = (kept.persona.age, kept.persona.occupation, kept.persona.location)
        told_of = ", ".join(fact for fact in facts if fact)
        print(f"{kept.name}  {kept.saved:%Y-%m-%d}  {kept.language}  {told_of}".rstrip())
    return 0


def save_persona(options: argparse.Namespace) -> int:
    """Keep the persona of a map."""
    journey, source = load_map(options.map)
    name = clean_line(options.name or "") or journey.persona.name
    if not name:
        raise UsageError(_("This map's persona has no name."), _("Give it one: --name NAME."))
    with _library() as library:
        library.save(name, journey.persona, journey.language, source, replace=options.force)
        kept = library.get(name)
    if options.json:
        print_json(_as_json(kept))
    else:
        print(_("The persona is kept as %(name)s.") % {"name": name})
        print(f'  journeymap --persona "{name}"')
    return 0


def show_persona(options: argparse.Namespace) -> int:
    """Print a persona with the words it rests on."""
    with _library() as library:
        kept = library.get(options.name)
    if options.json:
        print_json(_as_json(kept))
        return 0
    print(kept.name)
    for field, title in FIELD_NAMES.items():
        value = getattr(kept.persona, field, None)
        for index, entry in enumerate(value if isinstance(value, tuple) else [value] if value else []):
            quote = kept.persona.origins[origin_key(field, index)].quote
            print(f"  {_(title)}: {entry}" + (f"  (“{quote}”)" if quote and quote != entry else ""))
    return 0


def remove_persona(options: argparse.Namespace) -> int:
    """Take a persona out of the library."""
    with _library() as library:
        kept = library.get(options.name)
        library.remove(options.name)
    if options.json:
        print_json(_as_json(kept))
    else:
        print(_("%(name)s is no longer in the library; maps that have this persona keep it.") % {"name": kept.name})
    return 0


def _as_json(kept: KeptPersona) -> dict[str, object]:
    return {
        "name": kept.name,
        "language": kept.language,
        "saved": kept.saved.isoformat(),
        "source": kept.source,
        "persona": kept.persona.model_dump(mode="json"),
    }


def _library() -> PersonaLibrary:
    from assistant.interview.personas import PersonaLibrary

    return PersonaLibrary(sessions_file())
