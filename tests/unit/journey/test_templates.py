"""Templates: data that names stages and asks openly, and nothing else."""

import pytest

from assistant.errors import UsageError
from assistant.interview.state import InterviewState
from assistant.interview.wording import MAX_QUESTION, builtin, is_one_question
from assistant.journey.checklist import BY_ID
from assistant.journey.history import History
from assistant.journey.models import MapKind, OriginKind, StageKind
from assistant.journey.start import Experience, new_map
from assistant.journey.templates import Template, all_templates, by_name, fitting
from assistant.locale import LANGUAGES

TEMPLATES = all_templates()


def each(function: object) -> object:
    return pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)(function)


def test_the_kinds_of_business_and_every_experience_have_one() -> None:
    journeys = ["web-shop", "physical-shop", "both-shops", "subscription", "local-service", "b2b"]
    assert [template.name for template in fitting(None)] == journeys
    for experience in Experience:
        assert [template.name for template in fitting(experience)] == [experience.value]


@each
def test_a_template_says_everything_in_every_language(template: Template) -> None:
    texts = [template.title, template.scope, *(part for stage in template.stages for part in (stage.name, stage.hint))]
    texts += [template.opening] if template.opening else []
    for text in texts:
        assert set(text) == set(LANGUAGES)
        assert all(words == words.strip() and words for words in text.values())
    for language in LANGUAGES:
        names = [stage.name[language] for stage in template.stages]
        assert not any("," in name for name in names)  # questions list them
        assert len(set(names)) == len(names)


@each
def test_no_kind_of_stage_comes_twice_for_answers_are_placed_by_it(template: Template) -> None:
    kinds = [stage.kind for stage in template.stages if stage.kind is not StageKind.CUSTOM]
    assert len(set(kinds)) == len(kinds)
    if template.kind is MapKind.JOURNEY:
        assert {StageKind.AWARENESS, StageKind.PURCHASE, StageKind.RETENTION} <= set(kinds)


@each
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_map_of_a_template_holds_stages_and_scope_and_nothing_about_customers(
    template: Template, language: str
) -> None:
    journey = new_map(language, template=template)
    assert [stage.name for stage in journey.stages] == [stage.name[language] for stage in template.stages]
    assert {part for part, _item in journey.items()} == {"stages"}
    assert journey.kind is template.kind
    assert set(journey.goal.origins) == {"scope"}
    assert {origin.kind for origin in (journey.goal.origins["scope"], *(s.origin for s in journey.stages))} == {
        OriginKind.SUGGESTED
    }


@each
@pytest.mark.parametrize("language", LANGUAGES)
def test_its_questions_are_one_open_question(template: Template, language: str) -> None:
    journey = new_map(language, template=template)
    state = InterviewState(History(journey), template=template.name)
    for name in ("touchpoints.first", "touchpoints.stages"):
        need = BY_ID[name]
        text = builtin(need, need.missing(journey), state, 0)
        assert len(text) <= MAX_QUESTION + 100
        assert text.count("?") == 1
        if name == "touchpoints.first" and template.opening:
            assert text == template.opening[language]
            assert is_one_question(text, text, state)
        if name == "touchpoints.stages":
            assert template.stages[0].hint[language] in text
            again = builtin(need, need.missing(journey), state, 1)
            assert template.stages[1].hint[language] in again


def test_a_stage_that_was_renamed_and_a_map_without_template_get_no_hint() -> None:
    template = by_name("subscription")
    journey = new_map("en", template=template)
    first = journey.stages[0]
    assert template.hint(first, "es") == "cómo oye hablar la gente de la suscripción por primera vez"
    assert template.hint(first.model_copy(update={"name": "Fairs"}), "en") == ""
    need = BY_ID["touchpoints.stages"]
    plain = builtin(need, need.missing(journey), InterviewState(History(journey)), 0)
    assert plain.endswith("What happens between you and the customer there?")
    assert builtin(need, need.missing(journey), InterviewState(History(journey), template="gone"), 0) == plain


def test_a_name_that_does_not_exist_is_told_with_those_that_do() -> None:
    with pytest.raises(UsageError, match="no template nope") as fault:
        by_name("nope")
    assert "web-shop, physical-shop" in fault.value.hint
