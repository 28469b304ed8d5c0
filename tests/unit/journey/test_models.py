import json

import jsonschema
import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from assistant.journey.models import (
    ITEM_TYPES,
    LABELS,
    PARTS,
    PREFIXES,
    Goal,
    JourneyMap,
    MapKind,
    Origin,
    OriginKind,
    Stage,
    json_schema,
)
from assistant.journey.start import Experience, new_map
from tests.fakes.maps import maps


def test_the_map_has_exactly_the_published_parts() -> None:
    head = "schema_version title language kind state created updated revision goal persona"
    assert " ".join(JourneyMap.model_fields) == f"{head} {' '.join(PARTS)}"
    assert " ".join(PARTS) == "stages goals touchpoints constraints actions metrics evidence unknowns"
    assert list(ITEM_TYPES) == list(PREFIXES) == list(LABELS) == list(PARTS)


def test_a_map_cannot_be_changed_and_holds_nothing_unknown() -> None:
    journey = new_map("en")
    with pytest.raises(ValidationError):
        setattr(journey, "title", "other")  # noqa: B010 - mypy would refuse it too
    with pytest.raises(ValidationError):
        JourneyMap.model_validate({**journey.model_dump(), "colour": "red"})


def test_said_needs_its_quote_and_turn() -> None:
    with pytest.raises(ValidationError, match="quote and the turn"):
        Origin(kind=OriginKind.SAID, quote="x")
    with pytest.raises(ValidationError, match="no origin for"):
        Goal(statement="x")
    with pytest.raises(ValidationError, match="what is not there"):
        Goal(origins={"start": Origin(kind=OriginKind.IMPORTED)})


def test_links_must_resolve_and_ids_be_unique() -> None:
    journey = new_map("en").model_dump()
    origin = {"kind": "imported"}
    with pytest.raises(ValidationError, match="stage names what is not there: s9"):
        JourneyMap.model_validate({**journey, "goals": [{"id": "g1", "origin": origin, "text": "x", "stage": "s9"}]})
    with pytest.raises(ValidationError, match="used twice: s1"):
        JourneyMap.model_validate({**journey, "goals": [{"id": "s1", "origin": origin, "text": "x"}]})


@settings(max_examples=40)
@given(maps())
def test_a_map_survives_json_and_fits_its_schema(journey: JourneyMap) -> None:
    text = journey.model_dump_json()
    assert JourneyMap.model_validate_json(text) == journey
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(text))


@pytest.mark.parametrize("language", ["en", "es", "pl"])
def test_a_new_journey_has_the_default_stages(language: str) -> None:
    journey = new_map(language)
    kinds = [stage.kind.value for stage in journey.stages]
    assert kinds == ["awareness", "consideration", "purchase", "retention", "advocacy"]
    assert all(isinstance(stage, Stage) and stage.name for stage in journey.stages)


def test_an_experience_is_one_interaction() -> None:
    journey = new_map("en", MapKind.EXPERIENCE, experience=Experience.SUPPORT)
    assert [stage.name for stage in journey.stages] == ["Before", "During", "After"]
    assert journey.goal.scope == "talking to support"


@pytest.mark.parametrize("text", ["\u202a", "\x00", " \x07 "])
def test_a_text_of_control_characters_alone_is_no_text(text: str) -> None:
    with pytest.raises(ValidationError, match="at least 1 character"):
        Goal(statement=text, origins={"statement": Origin(kind=OriginKind.IMPORTED)})


def test_a_text_is_cleaned_before_it_is_stripped() -> None:
    goal = Goal(statement="\x00 a", origins={"statement": Origin(kind=OriginKind.IMPORTED)})
    assert goal.statement == "a"
