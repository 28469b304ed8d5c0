import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from assistant.journey.models import JourneyMap, Persona, Stage, Touchpoint
from assistant.text import shorten
from exports.mermaid import diagram, name
from tests.fakes.maps import HOSTILE, example, maps, said, stored, words
from tests.fakes.programs import NODE_MODULES

# Mermaid 11 first puts signs that mean nothing in place of entities; then its grammar (journey.jison) has these rules.
ENTITY, CODED, DRAWN = re.compile(r"#(\d+);"), r"ﬂ°°\1¶ß", re.compile(r"ﬂ°°(\d+)¶ß")
OTHER = re.compile(r"\s*(title\s|section\s|journey|acctitle\s*:|accdescr\s*[:{]|.?%|#)", re.IGNORECASE)
SECTION = re.compile(r"\s*section\s([^#:\n;]+)")
TASK = re.compile(r"\s*([^#:\n;]+):([^#\n;:]+):([^#\n;:]+)")


def drawn(text: str) -> str:
    return DRAWN.sub(lambda match: chr(int(match[1])), text).strip()


def parsed(block: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield section, task, score and actor as Mermaid reads them; AssertionError where it would not."""
    head, *lines = ENTITY.sub(CODED, block).split("\n")
    assert head == "journey"
    section = ""
    for line in lines:
        assert not re.search(r"[<>%]", line), line
        if match := SECTION.fullmatch(line):
            section = match[1]
        else:
            task = TASK.fullmatch(line)
            assert task, line
            assert not OTHER.match(line), line
            assert "," not in task[3], line
            yield drawn(section), drawn(task[1]), drawn(task[2]), drawn(task[3])


def test_a_section_a_stage_and_a_task_a_touchpoint_with_feeling_and_actor() -> None:
    assert list(parsed(diagram(example()))) == [
        ("Awareness", "A cup in a partner café", "5", "Nadia"),
        ("Awareness", "Instagram posts", "3", "Nadia"),
        ("Consideration", "Quiz: which coffee are you?", "2", "Nadia"),
        ("First bag", "Checkout", "3", "Nadia"),
        ("First bag", "Opening the first bag", "1", "Nadia"),
        ("Habit", "E-mail: your next bag is on its way", "2", "Nadia"),
    ]


def test_a_touchpoint_without_a_stage_and_a_persona_without_a_name_are_shown() -> None:
    journey = example().model_copy(
        update={"persona": Persona(), "touchpoints": (Touchpoint(id="t9", name="Radio", origin=said("radio", 1)),)}
    )
    assert list(parsed(diagram(journey))) == [("No stage yet", "Radio", "3", "Customer")]


@pytest.mark.parametrize("text", ["section one", "Journey", "TITLE it", "accTitle", "accDescr {"])
def test_a_keyword_at_the_start_of_a_name_is_disarmed(text: str) -> None:
    shown = ENTITY.sub(CODED, name(text, "t1"))
    assert not OTHER.match(f"{shown}: 3: A")
    assert drawn(shown) == text


@pytest.mark.parametrize("text", ["\ufeff", "\u2028", " \n "])
def test_a_name_without_anything_visible_is_replaced(text: str) -> None:
    assert name(text, "t1") == "t1"


@given(words())
def test_a_name_shows_the_words_on_one_line(text: str) -> None:
    shown = ENTITY.sub(CODED, name(text, "t1"))
    assert drawn(shown) == (shorten(text.replace("\ufeff", " "), 40) or "t1")
    assert len(shown.splitlines()) == 1


@given(maps())
@settings(max_examples=40, deadline=None)
def test_every_touchpoint_is_a_task_of_its_stage(journey: JourneyMap) -> None:
    tasks = list(parsed(diagram(journey)))
    assert len(tasks) == len(journey.touchpoints)
    assert sorted(int(score) - 3 for _, _, score, _ in tasks) == sorted(t.emotion or 0 for t in journey.touchpoints)
    assert len({actor for *_, actor in tasks}) <= 1


def hostile_maps() -> Iterator[JourneyMap]:
    """Yield a map for each hostile text, which stands everywhere in it."""
    for text in filter(None, map(stored, HOSTILE)):
        origin = said(text, 1)
        yield example().model_copy(
            update={
                "persona": Persona(name=text, origins={"name": origin}),
                "stages": (Stage(id="s1", name=text, origin=origin),),
                "touchpoints": (
                    Touchpoint(id="t1", name=text, stage="s1", emotion=2, origin=origin),
                    Touchpoint(id="t2", name=f"last {text}", stage="s1", emotion=-2, origin=origin),
                ),
            }
        )


@pytest.mark.skipif(not (NODE_MODULES / "jsdom").is_dir(), reason="jsdom is not installed: make test-exports")
def test_mermaid_itself_reads_every_hostile_name() -> None:
    blocks = [diagram(journey) for journey in (example(), *hostile_maps())]
    script = Path(__file__).with_name("read_mermaid.mjs")
    run = subprocess.run(
        ["node", str(script), str(NODE_MODULES)], input=json.dumps(blocks), capture_output=True, text=True, timeout=50
    )
    assert run.returncode == 0, run.stderr
    for block, tasks in zip(blocks, json.loads(run.stdout), strict=True):
        assert [tuple(task) for task in tasks] == list(parsed(block))
