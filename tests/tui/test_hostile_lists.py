"""Any text in what the start screen and the export dialog show: nothing fails, nothing could act on a terminal."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.interview.personas import PersonaLibrary
from assistant.interview.shelf import SessionShelf, tag_of
from assistant.interview.store import SqliteSessionStore
from assistant.journey.start import new_map
from assistant.settings import Settings
from assistant.tui.app import JourneymapApp
from assistant.tui.screens.confirm import ConfirmScreen
from assistant.tui.screens.export import ExportScreen
from assistant.tui.screens.tags import TagsScreen
from assistant.tui.widgets.earlier import Earlier
from assistant.tui.widgets.formats import Sheet
from assistant.tui.widgets.sessions import SessionList
from exports import registry
from exports.preview import preview
from tests.fakes.interview import FakeInterview, FakeOpener
from tests.fakes.maps import example, stored
from tests.tui.scenes import FIRST, READY, until
from tests.tui.test_hostile_texts import ESCAPES, MARKDOWN, MARKUP, OTHER, TEXTS, harmless


def drive(texts: Sequence[str]) -> None:
    """Show each text as a title, a tag, a persona, a search, and in the preview of a file."""

    async def run(folder: Path) -> None:
        file = folder / "sessions.sqlite3"
        store = SqliteSessionStore(file)
        words = [text.encode("utf-8", "replace").decode() for text in texts]  # no database keeps a lone surrogate
        with SessionShelf(file) as shelf, PersonaLibrary(file) as library:
            for word in words:
                session = store.create(new_map("en").model_copy(update={"title": word}))
                shelf.tag(session, [tag for tag in [tag_of(word)] if tag], [])
                library.save(word, example().persona, "en", session, replace=True)
        conversation = FakeInterview([READY, FIRST])
        app = JourneymapApp(
            lambda: store, Settings(model="none"), FakeOpener(conversation), open_shelf=lambda: SessionShelf(file)
        )
        async with app.run_test(size=(120, 40), notifications=True) as pilot:
            await until(pilot, lambda: isinstance(app.focused, SessionList))
            harmless(app)
            listed, earlier = app.screen.query_one(SessionList), app.screen.query_one(Earlier)
            for text in words:
                persona = app.screen.query_one("#persona")
                persona.refresh()
                listed.search(text)
                listed.add_said({word: set() for word in text.split()})
                earlier._tell(tag_of(text))
                await pilot.pause()
                harmless(app)
                for screen in (TagsScreen(text, (text, text)), ConfirmScreen(text, text, text)):
                    app.push_screen(screen)
                    await pilot.pause()
                    harmless(app)
                    app.pop_screen()
            for text in words:
                kept = stored(text)
                first, *others = example().touchpoints
                item = first.model_copy(update={"name": kept, "thought": kept})
                hostile = example().model_copy(update={"title": kept, "touchpoints": (item, *others)})
                dialog = ExportScreen(FakeInterview([READY]))
                app.push_screen(dialog)
                await until(pilot, lambda: app.screen is dialog and dialog.query(Sheet))  # noqa: B023 - ends here
                for name in ("csv", "docx", "flowchart", "html", "json", "markdown", "mermaid"):
                    dialog.query_one(Sheet).show(preview(registry.by_name(name), hostile))
                    await pilot.pause()
                    harmless(app)
                dialog._tell(text)
                app.pop_screen()
        store.close()

    with TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


@given(st.lists(TEXTS, min_size=1, max_size=2))
@settings(max_examples=1, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_in_any_list(texts: list[str]) -> None:
    drive(texts)


def test_the_worst_that_is_known() -> None:
    drive([*(" ".join(some) for some in (MARKUP, ESCAPES, MARKDOWN, OTHER))])
