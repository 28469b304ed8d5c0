import json
import re

import pytest

from assistant.interview.reading import completing, model_reader, wire
from assistant.journey.grounding import supported, verbatim
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


@pytest.mark.parametrize("step", completing.FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_small_model_is_shown_fills_the_form_with_words_of_the_answer(step: Step, language: str) -> None:
    _task, *shown = completing.beginning(step, language)
    assert len(shown) >= 4
    for said, filled in zip(shown[::2], shown[1::2], strict=True):
        assert (said.role, filled.role) == ("user", "assistant")
        form = completing.FORMS[step].model_validate_json(filled.text)
        assert list(json.loads(filled.text)) == list(completing.FORMS[step].model_fields)
        for words in _texts(form.model_dump()):
            assert supported(words, said.text)


def test_the_instructions_are_the_same_for_every_answer_of_a_step() -> None:
    assert model_reader.instructions(Step.GOALS, "pl") == model_reader.instructions(Step.GOALS, "pl")
    assert "$" not in model_reader.instructions(Step.GOALS, "pl").text
