import io
from collections.abc import AsyncIterator
from pathlib import Path

from assistant.lines import plain
from tests.fakes.openai_server import OpenAIServer, status
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


async def test_a_model_that_fails_is_told_once_and_the_interview_goes_on(tmp_path: Path) -> None:
    out = io.StringIO()
    with OpenAIServer(status(500)) as faulty:
        lines = given("I want to know why people leave", "from the first visit to the last", "Olga, 38", "/quit")
        await plain.run(open_new(tmp_path, model=faulty.spec), lines, out)
    text = " ".join(out.getvalue().split())
    assert text.count("I go on without the model for now") == 1


async def test_what_was_typed_on_the_screen_and_not_sent_is_shown_until_it_is_sent(tmp_path: Path) -> None:
    interview = open_new(tmp_path)
    interview.keep_unsent("I want to know why people leave")
    out = io.StringIO()
    await plain.run(interview, given("/quit"), out)
    assert "not sent it" in out.getvalue()
    assert "\nI want to know why people leave\n" in out.getvalue()
    assert interview.store.unsent(interview.session)
    await plain.run(interview, given("I want to know why people leave", "/quit"), out)
    assert not interview.store.unsent(interview.session)


async def told(tmp_path: Path, *lines: str, language: str = "en") -> str:
    """Return what is written when these lines are typed."""
    out = io.StringIO()
    await plain.run(open_new(tmp_path, language), given(*lines), out)
    return out.getvalue()


async def test_the_map_names_what_can_be_edited_and_asked_about(tmp_path: Path) -> None:
    text = await told(
        tmp_path,
        "I want to know why people leave",
        "/map goal",
        "/edit goal statement Why people do not come back",
        "/map",
        "/undo",
        "/origin goal.statement",
        "/origin t99",
    )
    assert "goal.statement: purpose: I want to know why people leave" in text
    assert "goal.statement: purpose: Why people do not come back" in text
    assert "s1 Awareness" in text
    assert "goal.statement: said: “I want to know why people leave”" in text
    assert "nothing called “t99”" in text


async def test_a_question_is_repeated_and_the_knowledge_base_searched(tmp_path: Path) -> None:
    text = await told(tmp_path, "/repeat", "/knowledge moment of truth", "/knowledge xyzzy plugh", "/map nonsense")
    assert text.count("What would you like to find out") == 2
    assert "moment of truth" in text.lower()
    assert "There is no step “nonsense”" in text


async def test_help_tells_every_command_there_is(tmp_path: Path) -> None:
    text = await told(tmp_path, "/help", language="pl")
    for command in ("/undo", "/edit", "/map", "/origin", "/repeat", "/knowledge", "/export"):
        assert f"`{command}" in text
