"""The review of a map: each rule finds what it is for and nothing else, in any valid map, in words that are ours."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from assistant.journey.checklist import NEEDS
from assistant.journey.models import JourneyMap, MapState
from assistant.journey.review import Severity, review
from assistant.journey.review.page import file_of, page
from assistant.journey.review.rules import BY_ID, RULES
from assistant.journey.review.told import advice, question, reason, sentence
from assistant.journey.review.words import words
from assistant.journey.start import new_map
from assistant.locale import LANGUAGES, translator
from tests.fakes.maps import maps
from tests.fakes.reviewed import BROKEN, HARMLESS, TODAY, sound

Change = Callable[[JourneyMap], JourneyMap]
ROOT = Path(__file__).parents[3]


def found(journey: JourneyMap, on: date = TODAY) -> set[str]:
    return {finding.rule for finding in review(journey, on)}


def test_a_sound_map_has_no_findings() -> None:
    catalogue = translator("en")
    assert [sentence(finding, catalogue) for finding in review(sound(), TODAY)] == []


def test_every_rule_has_a_map_that_triggers_it() -> None:
    assert BROKEN.keys() == BY_ID.keys()


@pytest.mark.parametrize(("rule", "change"), [(rule, change) for rule, all_ in BROKEN.items() for change in all_])
def test_a_rule_finds_what_it_is_for(rule: str, change: Change) -> None:
    assert rule in found(change(sound()))


@pytest.mark.parametrize(("rule", "change"), [(rule, change) for rule, all_ in HARMLESS.items() for change in all_])
def test_a_rule_does_not_nag(rule: str, change: Change) -> None:
    assert rule not in found(change(sound()))


@given(maps())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_valid_map_makes_the_review_fail_and_every_finding_points_into_it(journey: JourneyMap) -> None:
    catalogue = translator(journey.language)
    known = {item.id for _, item in journey.items()} | {"map", "stages", "goals", "touchpoints", "constraints",
                                                        "actions", "metrics", "unknowns", "persona"}  # fmt: skip
    for finding in review(journey, TODAY):
        assert finding.where
        assert all(ref in known or ref.startswith(("goal.", "persona.")) for ref in finding.where)
        assert "%(" not in sentence(finding, catalogue) or "%(" in journey.model_dump_json()
        assert reason(finding, catalogue)
        assert advice(finding, catalogue)
        question(finding, catalogue, 1)


def test_the_weightiest_findings_come_first() -> None:
    order = list(Severity)
    places = [order.index(finding.severity) for finding in review(new_map("en"), TODAY)]
    assert places
    assert places == sorted(places)


def test_rules_are_chosen_by_id_or_by_how_it_begins() -> None:
    empty = new_map("en")
    assert {f.rule for f in review(empty, TODAY, select=["q2"])} <= {rule.id for rule in RULES if rule.id[:2] == "Q2"}
    assert {f.rule for f in review(empty, TODAY, select=["Q27"])} == {"Q27"}
    assert "Q27" not in {f.rule for f in review(empty, TODAY, ignore=["Q27"])}
    assert review(empty, TODAY, select=["Q27"], ignore=["Q"]) == []


@pytest.mark.parametrize("state", list(MapState))
def test_what_the_interview_asks_for_is_told_once(state: MapState) -> None:
    """The checklist's needs are rules of the review, each one of one rule; what may be none is no fault."""
    needs = [finding.need for finding in review(new_map("en", state=state), TODAY) if finding.need]
    assert len(needs) == len(set(needs))
    expected = {need.id for need in NEEDS if need.missing(new_map("en")) and not need.may_be_none}
    # Before there is any touchpoint, stages without one are no finding of their own.
    assert set(needs) == expected - {"touchpoints.stages"} - {"persona.character"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_in_every_language(language: str) -> None:
    catalogue = translator(language)
    for rule in RULES:
        for text in filter(None, (rule.title, rule.reason, rule.advice, rule.question, rule.limits)):
            assert language == "en" or catalogue.gettext(text) != text, f"{rule.id}: {text}"


def test_every_language_has_the_same_word_lists() -> None:
    lists = {language: set(words(language)._patterns) for language in LANGUAGES}
    assert lists["en"] == lists["es"] == lists["pl"]


def test_a_map_in_another_language_is_told_in_english() -> None:
    findings = review(sound().model_copy(update={"language": "de", "metrics": ()}), TODAY)
    assert sentence(findings[0], translator("de")) == "Nothing is noted yet for: Metrics."


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_about_the_rules_is_current(language: str) -> None:
    """`python tools/review_rules.py` writes it."""
    assert (ROOT / "docs" / file_of(language)).read_text("utf-8") == page(language, translator(language))
