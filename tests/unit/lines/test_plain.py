import io
from collections.abc import AsyncIterator
from pathlib import Path

from assistant.lines import plain
from tests.fakes.person import open_new


async def given(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line + "\n"


async def test_questions_answers_commands_and_the_map_are_lines(tmp_path: Path) -> None:
    out = io.StringIO()
    interview = open_new(tmp_path)
    lines = given("I want to know why people leave", "/why", "", "/map", "/nonsense", "/quit", "never read")
    await plain.run(interview, lines, out, echo=True)
    text = out.getvalue()
    assert "your answers stay on this machine" in text
    assert "[1/7 Goal] What would you like to find out" in text
    assert "> I want to know why people leave" in text
    assert "purpose: I want to know why people leave" in text
    assert "There is no command /nonsense" in text
    assert f"journeymap resume {interview.session}" in text
    assert "never read" not in text
    assert max(map(len, text.splitlines())) <= plain.WIDTH


async def test_it_speaks_the_language_of_the_interview(tmp_path: Path) -> None:
    out = io.StringIO()
    await plain.run(open_new(tmp_path, "es"), given("/quit"), out)
    assert "¿" in out.getvalue()
    assert "What" not in out.getvalue()
