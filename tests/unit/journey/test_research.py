import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.journey.models import Evidence, EvidenceKind, JourneyMap, Origin, OriginKind
from assistant.journey.research import FIRST_QUESTIONS, FIRST_QUESTIONS_ARTICLE, Method, research
from assistant.locale import LANGUAGES, translator
from exports.research import blocks
from knowledge.articles import load
from tests.fakes.maps import example, maps


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_questions_are_those_of_the_knowledge_base(language: str) -> None:
    article = next(each for each in load(language) if each.id == FIRST_QUESTIONS_ARTICLE)
    listed = re.findall(r"^\d\. (.+)$", article.sections[1].text, re.MULTILINE)
    assert [translator(language).gettext(each) for each in FIRST_QUESTIONS] == listed


def test_every_unknown_feeling_constraint_and_value_that_nothing_supports_is_asked_about() -> None:
    journey = example().model_copy(update={"evidence": ()})
    about = {each.about for each in research(journey, translator("en"))}
    assert {point.id for point in journey.touchpoints} <= about
    assert {constraint.id for constraint in journey.constraints} <= about
    assert {metric.id for metric in journey.metrics if metric.baseline is None} <= about


def test_what_evidence_supports_is_not_asked_about() -> None:
    journey = example()
    seen = Evidence(
        id="e77", kind=EvidenceKind.SURVEY, source="our survey", origin=Origin(kind=OriginKind.EVIDENCE),
        supports=tuple(item.id for part, item in journey.items() if part not in ("unknowns", "evidence")),
    )  # fmt: skip
    known = journey.model_copy(update={"evidence": (seen,), "unknowns": ()})
    open_ones = {each.about for each in research(known, translator("en"))}
    assert open_ones <= {p.id for p in journey.touchpoints if p.emotion is None} | {m.id for m in journey.metrics}


@settings(max_examples=12)
@given(journey=maps(), language=st.sampled_from(LANGUAGES))
def test_any_map_has_a_plan_without_repetitions(journey: JourneyMap, language: str) -> None:
    found = research(journey, translator(language))
    assert len({each.question for each in found}) == len(found)
    assert {each.method for each in found} <= set(Method)
    written = "\n".join(blocks(journey, translator(language)))
    assert ("## " in written) == bool(found)
