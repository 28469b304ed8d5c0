"""The interface over the real engine, without a model."""

from pathlib import Path

from assistant.filing import Filing
from assistant.interview.engine import Interview
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.store import SqliteSessionStore
from assistant.settings import Settings
from assistant.tui.app import JourneymapApp
from assistant.tui.widgets.sessions import SessionList
from tests.tui.scenes import at_question, send, until, words_of


def application(folder: Path, language: str = "en") -> JourneymapApp:
    store = SqliteSessionStore(folder / "sessions.sqlite3")
    settings = Settings(model="none", language=language, embeddings="none")

    def opener(*, session: str | None = None, new: NewInterview | None = None) -> Interview:
        return open_interview(store, settings, Filing(folder / "maps"), session=session, new=new)

    return JourneymapApp(lambda: store, settings, opener)


async def test_an_interview_is_begun_left_resumed_and_exported(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("enter")
        await at_question(pilot)
        assert "What would you like to find out" in words_of(app)
        await send(pilot, "I want fewer people to abandon their order")
        await until(pilot, lambda: "purpose" in words_of(app))
        await send(pilot, "/nonsense")
        assert "There is no command /nonsense" in words_of(app)
        await send(pilot, "It begins when they hear of us and ends with the second order")
        waiting = app.conversation
        assert waiting is not None
        pending = waiting.state.pending
        assert pending is not None

    again = application(tmp_path)
    async with again.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: isinstance(again.focused, SessionList))
        await pilot.press("enter")
        await at_question(pilot)
        shown = " ".join(words_of(again).split())
        assert pending.text in shown
        assert "hear of us" in shown
        await send(pilot, f"/export json {tmp_path / 'mine.json'}")
        assert (tmp_path / "mine.json").exists()


async def test_the_whole_checklist_can_be_walked_through_to_the_end(tmp_path: Path) -> None:
    app = application(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("enter")
        await at_question(pilot)
        assert app.conversation is not None
        for _ in range(80):
            if app.conversation.state.finished:
                break
            recap = app.conversation.state.pending is not None and app.conversation.state.pending.need == "recap"
            await send(pilot, "nothing more" if recap else "/skip")
        assert app.conversation.state.finished
        await until(pilot, lambda: "All seven steps are done" in words_of(app))
        assert list((tmp_path / "maps").iterdir())


async def test_the_interface_speaks_the_language_of_the_settings(tmp_path: Path) -> None:
    app = application(tmp_path, "pl")
    async with app.run_test() as pilot:
        await until(pilot, lambda: app.focused is not None)
        await pilot.press("enter")
        await at_question(pilot)
        assert app.conversation is not None
        assert app.conversation.state.map.language == "pl"
