import pytest

from assistant.journey.models import StageKind
from exports.mermaid import MermaidExporter
from imports.mermaid import read_mermaid
from tests.fakes.maps import example

WORKING_DAY = """journey
    %% a comment
    title My first purchase
    section Awareness
      Sees an ad: 2: Ana
      Asks a friend#58; is it good?: 5: Ana
    section Our own
      Pays: 3: Ana
      Waits: : Ana
    accTitle: no part of a map
"""


def test_sections_are_stages_tasks_touchpoints_and_scores_feelings() -> None:
    found = read_mermaid(WORKING_DAY.encode(), "en", "file")
    journey = found.map
    assert journey.title == "My first purchase"
    assert [(stage.name, stage.kind) for stage in journey.stages] == [
        ("Awareness", StageKind.AWARENESS),
        ("Our own", StageKind.CUSTOM),
    ]
    assert [(point.name, point.stage, point.emotion) for point in journey.touchpoints] == [
        ("Sees an ad", "s1", -1),
        ("Asks a friend: is it good?", "s1", 2),
        ("Pays", "s2", 0),
        ("Waits", "s2", None),
    ]
    assert journey.persona.name == "Ana"
    assert [remark.line for remark in found.remarks] == [9, 10]


def test_several_actors_are_told_and_none_is_chosen() -> None:
    found = read_mermaid(b"journey\n  Pays: 3: Ana, Ben\n", "en", "file")
    assert found.map.persona.name is None
    assert "these actors were not taken in: Ana, Ben." in found.remarks[0].text
    assert found.map.title == "file"


def test_a_diagram_in_a_markdown_fence_is_found_with_its_lines() -> None:
    text = f"# Notes\n\nBla\n\n```mermaid\n{WORKING_DAY}```\n"
    found = read_mermaid(text.encode(), "en", "file")
    assert len(found.map.touchpoints) == 4
    assert [remark.line for remark in found.remarks] == [14, 15]


def test_our_own_diagram_comes_back() -> None:
    journey = example()
    found = read_mermaid(MermaidExporter().export(journey), "en", "file")
    assert [(p.name, p.stage, p.emotion or 0) for p in found.map.touchpoints] == [
        (p.name, p.stage, p.emotion or 0) for p in journey.touchpoints
    ]
    assert [(s.name, s.kind) for s in found.map.stages] == [
        (s.name, s.kind if s.name in ("Awareness", "Consideration", "Advocacy") else StageKind.CUSTOM)
        for s in journey.stages
    ]
    assert (found.map.persona.name, found.map.title) == (journey.persona.name, journey.title)


@pytest.mark.parametrize(
    "text", ["", "journey", "flowchart LR\n a --> b\n", "journey\n: 3\n", "journey\n#1114112;: 3: A\n"]
)
def test_odd_files_raise_nothing(text: str) -> None:
    read_mermaid(text.encode(), "en", "file")
