import json
import re

import pytest

from assistant.interview.reading import model_reader, wire
from assistant.journey.grounding import verbatim
from assistant.journey.models import Step
from assistant.locale import LANGUAGES
from prompts.loader import PromptError, names, render, template, variables


@pytest.mark.parametrize("name", names())
def test_every_prompt_renders_with_its_variables(name: str) -> None:
    text = render(name, **{variable: f"<{variable}>" for variable in variables(name)})
    assert text
    assert not re.search(r"\$\w", text)
    assert all(f"<{variable}>" in text for variable in variables(name))


def test_what_is_missing_is_listed() -> None:
    with pytest.raises(PromptError, match="question"):
        template("nonsense")
    with pytest.raises(PromptError, match=r"missing \['answer', 'language', 'question'\], not in it \['colour'\]"):
        render("question", colour="red")


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_fill_the_form_with_words_of_their_answer(step: Step, language: str) -> None:
    lines = template(f"examples_{step.value}_{language}").template.splitlines()
    answer = next(line for line in lines if line.startswith("Answer:"))
    filled = wire.READINGS[step].model_validate(json.loads(lines[-1]))
    for words in _texts(filled.model_dump()):
        assert verbatim(words, answer) == words
    assert list(json.loads(lines[-1])) == list(wire.READINGS[step].model_fields)


def _texts(value: object, key: str = "") -> list[str]:
    if isinstance(value, dict):
        return [text for name, item in value.items() for text in _texts(item, name)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item, key)]
    return [value] if isinstance(value, str) and key not in ("kind", "stage", "channel") else []


def test_the_instructions_are_the_same_for_every_answer_of_a_step() -> None:
    assert model_reader.instructions(Step.GOALS, "pl") == model_reader.instructions(Step.GOALS, "pl")
    assert "$" not in model_reader.instructions(Step.GOALS, "pl").text
