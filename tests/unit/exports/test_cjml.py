"""CJML documents are built as CJML's own editor builds them, whatever the map says; see docs/schema for the source."""

import functools
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree

from assistant.journey.models import JourneyMap
from assistant.journey.start import new_map
from exports.cjml import CjmlExporter
from exports.xml_text import sound
from tests.fakes.hostile_values import hostile_map, hostile_values
from tests.fakes.maps import example, maps

STRUCTURE = Path(__file__).parents[3] / "docs" / "schema" / "cjml-2.0-planned.xsd"


@functools.cache
def structure() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(STRUCTURE))


def document(journey: JourneyMap) -> etree._Element:
    root = etree.fromstring(CjmlExporter().export(journey), etree.XMLParser(huge_tree=True))
    structure().assertValid(root)
    return root


def texts(root: etree._Element, path: str) -> list[str]:
    return [element.text for element in root.findall(f"plannedJourney/{path}")]


@settings(max_examples=25, deadline=None)
@given(maps())
def test_every_map_has_the_structure(journey: JourneyMap) -> None:
    root = document(journey)
    assert texts(root, "journeyPhases/journeyPhase/phaseName") == [sound(stage.name) for stage in journey.stages]
    labels = texts(root, "touchpoints/plannedCommunicationPoint/receiver/receiverLabel")
    assert sorted(labels) == sorted(sound(touchpoint.name) for touchpoint in journey.touchpoints)


def test_hostile_values_stay_words() -> None:
    values = hostile_values()
    root = document(hostile_map(values))
    labels = texts(root, "touchpoints/plannedCommunicationPoint/receiver/receiverLabel")
    assert sorted(labels) == sorted(map(sound, values))


@pytest.mark.parametrize("language", ["en", "es", "pl"])
def test_an_empty_map_has_the_structure_too(language: str) -> None:
    assert texts(document(new_map(language)), "touchpoints/*") == []


def test_what_a_map_knows_of_a_touchpoint_stands_where_the_editor_looks() -> None:
    root = document(example())
    first = root.find("plannedJourney/touchpoints/plannedCommunicationPoint")
    assert first.findtext("touchpointID") == "t1"
    assert first.find("belongsTo").get("phaseIDref") == "s1"
    assert first.find("initiator/refersTo").get("actorIDref") == "customer"
    assert first.findtext("initiator/initiatorLabel") == "Asks the barista where the beans are from"
    assert first.find("receiver/refersTo").get("actorIDref") == "third-party"  # a café that is not theirs
    assert first.findtext("channel/channelName") == "word of mouth"
    assert texts(root, "touchpoints/plannedCommunicationPoint/channel/channelName")[-1] == "email"
    assert texts(root, "actors/endUser/actorName") == ["Nadia"]


def test_a_channel_that_nobody_named_is_unknown_and_no_feeling_is_told() -> None:
    point = example().touchpoints[4].model_copy(update={"channel": None, "stage": None})
    root = document(example().model_copy(update={"touchpoints": (point,)}))
    assert texts(root, "touchpoints/plannedCommunicationPoint/channel/channelName") == ["unknownChannel"]
    assert root.find("plannedJourney/touchpoints/plannedCommunicationPoint/belongsTo") is None
    assert point.thought not in etree.tostring(root, encoding="unicode")
