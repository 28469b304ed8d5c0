"""Findings as SARIF, and where they stand in a map's file."""

import json

import pytest

from assistant.journey.review import review
from assistant.journey.review.places import places
from assistant.journey.review.rules import RULES
from assistant.journey.review.sarif import sarif
from assistant.locale import translator
from exports.json_file import JsonExporter
from tests.fakes.maps import example
from tests.fakes.reviewed import TODAY

TEXT = JsonExporter().export(example()).decode()
LINES = TEXT.splitlines()


@pytest.mark.parametrize("item", [item for _, item in example().items()], ids=lambda item: item.id)
def test_each_item_is_found_on_its_lines(item: object) -> None:
    item_id = getattr(item, "id")  # noqa: B009 - items of all parts
    start, end = places(TEXT)[item_id]
    shown = json.loads("\n".join(LINES[start - 1 : end]).rstrip(","))
    assert shown["id"] == item_id


@pytest.mark.parametrize(
    ("ref", "begins"),
    [
        ("persona.challenges", '"challenges": ['),
        ("goal.end", '"end": '),
        ("stages", '"stages": ['),
        ("title", '"title"'),
    ],
)
def test_fields_and_parts_are_found(ref: str, begins: str) -> None:
    start, end = places(TEXT)[ref]
    assert LINES[start - 1].strip().startswith(begins)
    assert end >= start


def test_places_are_found_in_a_file_on_one_line_and_with_signs_in_its_texts() -> None:
    text = json.dumps({"title": 'a "b] {', "stages": [{"origin": {"quote": "}"}, "id": "s1", "name": "[,:"}]})
    assert places(text) == {"title": (1, 1), "s1": (1, 1), "stages": (1, 1)}


def test_the_log_has_what_code_hosts_ask_for() -> None:
    """Of SARIF 2.1.0: versions, rules with texts and help, results that point to a rule, a level and a region."""
    findings = review(example(), TODAY)
    log = sarif(findings, translator("en"), "1.2.3", "maps/a%20b.json", places(TEXT))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["fullDescription"]["text"]
        assert rule["help"]["text"]
        assert ":" in rule["helpUri"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    assert len(run["results"]) == len(findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["message"]["text"]
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"] == "maps/a%20b.json"
        assert 1 <= place["region"]["startLine"] <= place["region"]["endLine"] <= len(LINES)
    prints = [result["partialFingerprints"]["journeymap/v1"] for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_a_finding_points_to_the_line_of_its_item() -> None:
    findings = [finding for finding in review(example(), TODAY) if finding.rule == "Q15"]
    log = sarif(findings, translator("en"), "1", "map.json", places(TEXT))
    region = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert '"id": "a2"' in "\n".join(LINES[region["startLine"] - 1 : region["endLine"]])


def test_a_session_has_names_but_no_lines() -> None:
    log = sarif(review(example(), TODAY), translator("en"), "1")
    assert all("physicalLocation" not in result["locations"][0] for result in log["runs"][0]["results"])
