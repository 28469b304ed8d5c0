"""Prompts are data: one Markdown file each, with ``$name`` where a value goes."""

from functools import cache
from importlib import resources
from string import Template

SUFFIX = ".md"


class PromptError(LookupError):
    """A prompt that does not exist, or values that do not fit its names."""


def names() -> list[str]:
    """Return the names of all prompts."""
    return sorted(f.name.removesuffix(SUFFIX) for f in resources.files("prompts").iterdir() if f.name.endswith(SUFFIX))


@cache
def template(name: str) -> Template:
    """Return the prompt's text with its names unfilled.

    Raises:
        PromptError: there is no such prompt; the message lists those there are.
    """
    try:
        return Template(resources.files("prompts").joinpath(name + SUFFIX).read_text("utf-8").strip())
    except FileNotFoundError:
        raise PromptError(f"no prompt {name!r}; there are: {', '.join(names())}") from None


def variables(name: str) -> set[str]:
    """Return the names that the prompt must be given."""
    return set(template(name).get_identifiers())


def render(name: str, **values: str) -> str:
    """Return the prompt with its names filled.

    Raises:
        PromptError: a name has no value, or a value has no name in the prompt.
    """
    wanted = variables(name)
    if wanted != values.keys():
        missing, stray = sorted(wanted - values.keys()), sorted(values.keys() - wanted)
        raise PromptError(f"prompt {name!r}: missing {missing or 'nothing'}, not in it {stray or 'nothing'}")
    return template(name).substitute(values)
