"""The knowledge screen: searching, reading, adding and removing, with the interview going on behind it."""

import asyncio
import threading
from pathlib import Path

from textual import events
from textual.pilot import Pilot
from textual.widgets import Button, Input

from assistant.errors import FileError
from assistant.interview.events import Working
from assistant.tui.screens.add_documents import AddDocumentsScreen
from assistant.tui.screens.confirm import ConfirmScreen
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.screens.knowledge import KnowledgeScreen
from assistant.tui.screens.link import LinkScreen
from assistant.tui.widgets.found import FoundList
from assistant.tui.widgets.prompt import Prompt
from assistant.tui.widgets.reader import Reader
from knowledge.port import Reference
from tests.fakes.interview import FakeInterview, Told
from tests.fakes.reference import FakeReference
from tests.tui.scenes import FEELINGS, FIRST, READY, at_question, interview, until, words_of


def talk(reference: Reference, *turns: list[Told]) -> FakeInterview:
    conversation = FakeInterview([READY, FIRST], *turns)
    conversation.reference = reference
    return conversation


async def opened(pilot: Pilot[None]) -> KnowledgeScreen:
    await at_question(pilot)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen, KnowledgeScreen))
    screen = pilot.app.screen
    assert isinstance(screen, KnowledgeScreen)
    await until(pilot, lambda: screen.query_one(FoundList).chosen is not None)
    return screen


async def name(pilot: Pilot[None], path: Path) -> None:
    await pilot.press("f5")
    await until(pilot, lambda: isinstance(pilot.app.screen, AddDocumentsScreen))
    pilot.app.screen.query_one(Input).value = str(path)
    await pilot.press("enter")


async def test_it_lists_all_and_then_what_fits_and_shows_the_chosen_text() -> None:
    reference = FakeReference()
    app = interview(talk(reference))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "makes the way harder" in words_of(app))
        assert "Persona" in words_of(app)
        await pilot.press(*"moment")
        await until(pilot, lambda: screen.query_one(FoundList).option_count == 1)
        await until(pilot, lambda: "A touchpoint is a moment" in words_of(app))
        assert "What it is · English" in words_of(app)
        assert "A book, 2020" in words_of(app)
        assert reference.asked[-1] == "moment"
        assert len(reference.asked) <= 2  # not once a key
        await pilot.press(*"xyz")
        await until(pilot, lambda: "Nothing in the knowledge base fits that" in words_of(app))


async def test_up_and_down_choose_while_the_search_has_the_keys() -> None:
    app = interview(talk(FakeReference()))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("down", "down")
        await until(pilot, lambda: "A touchpoint is a moment" in words_of(app))
        assert app.focused is screen.query_one(Input)
        await pilot.press("escape")
        await at_question(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: "A touchpoint is a moment" in words_of(app))  # as it was left


async def test_narrow_the_text_takes_the_place_of_the_list() -> None:
    app = interview(talk(FakeReference()))
    async with app.run_test(size=(60, 20)) as pilot:
        screen = await opened(pilot)
        assert not screen.query_one(Reader).display
        await pilot.press("enter")
        await until(pilot, lambda: "makes the way harder" in " ".join(words_of(app).split()))
        await pilot.press("escape")
        await until(pilot, lambda: "Persona" in words_of(app))
        await pilot.press("escape")
        assert isinstance(app.screen, InterviewScreen)


async def test_documents_are_added_with_the_faults_told_and_found_then(tmp_path: Path) -> None:
    (tmp_path / "ours.md").write_text("We take shoes back within thirty days. \x1b]52;c;eA==\x07 [/foo]")
    (tmp_path / "bad.pdf").write_text("")
    reference = FakeReference()
    app = interview(talk(reference))
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await name(pilot, tmp_path)
        await until(pilot, lambda: reference.built == 1)
        await until(pilot, lambda: "1 document added, 1 could not be read." in words_of(app))
        assert "bad.pdf is damaged. Save it anew." in words_of(app)
        await pilot.press(*"thirty")
        await until(pilot, lambda: "We take shoes back" in words_of(app))
        assert "\x1b" not in words_of(app)


async def test_the_interview_goes_on_while_documents_are_taken_in(tmp_path: Path) -> None:
    (tmp_path / "ours.md").write_text("thirty days")
    gate, answered = threading.Event(), asyncio.Event()
    reference = FakeReference(gate=gate)
    app = interview(talk(reference, [Working("reading"), answered, FEELINGS]))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await opened(pilot)
        await name(pilot, tmp_path / "ours.md")
        await until(pilot, lambda: "0 of 1 files" in words_of(app))
        await pilot.press("escape")
        await at_question(pilot)
        await pilot.press(*"an answer", "enter", "f4")
        answered.set()
        await until(pilot, lambda: isinstance(app.screen, KnowledgeScreen))
        await pilot.press("escape")
        await until(pilot, lambda: FEELINGS.text in words_of(app))
        gate.set()
        await until(pilot, lambda: "1 document added." in words_of(app))
        assert app.focused is app.screen.query_one(Prompt)


async def test_a_path_is_completed_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "zażółć.md").write_text("x")
    (tmp_path / "folder" / "picture.png").write_text("x")
    app = interview(talk(FakeReference()))
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AddDocumentsScreen))
        field = app.screen.query_one(Input)
        field.value = f"{tmp_path}/fo"
        await pilot.press("tab")
        await until(pilot, lambda: field.value == f"{tmp_path}/folder/")
        await until(pilot, lambda: "zażółć.md" in words_of(app))
        assert "picture.png" not in words_of(app)
        field.value = f"{tmp_path}/nothing"
        await pilot.press("enter")
        await until(pilot, lambda: "There is nothing at" in words_of(app))
        assert isinstance(app.screen, AddDocumentsScreen)


async def test_tab_completes_all_that_was_typed_before_it(tmp_path: Path) -> None:
    for folder in ("album", "folder"):
        (tmp_path / folder).mkdir()
    app = interview(talk(FakeReference()))
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, AddDocumentsScreen))
        field = app.screen.query_one(Input)
        field.value = f"{tmp_path}/"
        field.cursor_position = len(field.value)
        await until(pilot, lambda: "album" in words_of(app))
        for key in ("f", "o", "tab"):  # as a terminal sends them that has read them in one piece
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: field.value.endswith("/"), 3)
        await until(pilot, lambda: field.value == f"{tmp_path}/folder/", 3)


async def test_a_document_is_removed_after_a_yes_and_an_article_never() -> None:
    reference = FakeReference()
    reference.texts["ours.md"] = "thirty days"
    app = interview(talk(reference))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        await pilot.press("enter")  # the default is no
        await until(pilot, lambda: app.screen is screen)
        assert "ours.md" in reference.texts
        await pilot.press("f6")
        await until(pilot, lambda: isinstance(app.screen, ConfirmScreen))
        app.screen.query_one("#yes", Button).press()
        await until(pilot, lambda: reference.texts == {})
        await until(pilot, lambda: "ours.md was removed" in words_of(app))
        await until(pilot, lambda: (row := screen.query_one(FoundList).chosen) is not None and not row.own)
        await pilot.press("f6")
        await until(pilot, lambda: "Only your own documents" in words_of(app))


async def test_a_fault_of_the_search_is_told() -> None:
    reference = FakeReference()
    app = interview(talk(reference))
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        reference.fault = FileError("The library is damaged.", "Move it away.")
        await pilot.press("x")
        await until(pilot, lambda: "The library is damaged. Move it away." in words_of(app))


async def test_a_link_of_an_article_is_asked_about() -> None:
    app = interview(talk(FakeReference()))
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"moment")
        await until(pilot, lambda: "See more" in words_of(app))
        lines = words_of(app).splitlines()
        row = next(number for number, line in enumerate(lines) if "See more" in line)
        await pilot.click(screen, offset=(lines[row].index("See more") + 5, row))
        await until(pilot, lambda: isinstance(app.screen, LinkScreen))
        assert "https://example.org/t" in words_of(app)
