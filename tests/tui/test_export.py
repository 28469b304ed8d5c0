"""The export dialog, over an engine without a model: several formats, a preview, and never a file replaced."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from assistant.errors import FileError
from assistant.journey.models import JourneyMap
from assistant.tui.app import JourneymapApp
from assistant.tui.screens.export import ExportScreen
from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.widgets.formats import FormatList
from assistant.tui.widgets.prompt import Prompt
from exports import registry
from exports.archive import archive
from exports.preview import preview
from tests.fakes.maps import example
from tests.tui.scenes import at_question, until, words_of
from tests.tui.test_review import application

STEM = "coffee-subscription-from-the-first-bag"


async def opened(pilot: Pilot[None], *highlighted: str) -> ExportScreen:
    """Open the dialog and tick these formats."""
    app = pilot.app
    await at_question(pilot)
    await pilot.press("alt+e")
    await until(pilot, lambda: isinstance(app.screen, ExportScreen))
    formats = app.screen.query_one(FormatList)
    for name in highlighted:
        formats.highlighted = [each.name for each in formats.exporters].index(name)
        await pilot.pause(0.05)
        await pilot.press("space")
    await pilot.pause(0.05)
    assert isinstance(app.screen, ExportScreen)
    return app.screen


async def test_the_map_is_exported_by_the_engine_and_a_file_is_never_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = application(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        prompt = (await at_question(pilot)).query_one(Prompt)
        app.post_message(events.Key("alt+e", "e"))  # as a terminal sends it
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        assert not prompt.text
        field = app.screen.query_one("#file", Input)
        await until(pilot, lambda: field.value == f"{STEM}.md")
        assert app.screen.query_one(FormatList).option_count == len(registry.names())
        await until(pilot, lambda: "# Coffee subscription" in words_of(app))
        await pilot.press("down")
        await until(pilot, lambda: field.value.endswith("bag.mmd"))
        assert "A touchpoint without a feeling" in words_of(app)
        await until(pilot, lambda: "section Awareness" in words_of(app))
        field.value = "mine.mmd"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
        written = tmp_path / "mine.mmd"
        assert written.read_bytes().startswith(b"journey")
        written.write_bytes(b"precious")
        screen = await opened(pilot)
        screen.query_one("#file", Input).value = "mine.mmd"
        await pilot.press("enter")
        await until(pilot, lambda: "already a file" in words_of(app))
        assert "--force" not in words_of(app)
        assert screen.query_one("#file", Input).has_focus
        assert written.read_bytes() == b"precious"


async def test_several_formats_are_written_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    app = application(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "json", "markdown", "csv", "csv")  # the last one is taken back
        assert screen.query_one("#file", Input).value == STEM
        await until(pilot, lambda: "writes 2 files" in words_of(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, InterviewScreen))
    written = sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("coffee"))
    assert written == [f"{STEM}.json", f"{STEM}.md"]
    assert json.loads((tmp_path / f"{STEM}.json").read_text("utf-8"))["title"] == example().title


async def test_of_several_files_none_is_written_if_one_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{STEM}.csv").write_text("precious")
    app = application(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot, "json", "csv")
        await pilot.press("enter")
        await until(pilot, lambda: "already a file" in words_of(app))
    assert not (tmp_path / f"{STEM}.json").exists()


async def test_a_browser_is_given_one_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[tuple[str, bytes]] = []
    monkeypatch.setattr(JourneymapApp, "is_web", property(lambda _app: True))
    monkeypatch.setattr(
        JourneymapApp, "deliver_binary", lambda _app, file, save_filename: given.append((save_filename, file.read()))
    )
    app = application(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot, "json", "html")
        await until(pilot, lambda: "ZIP" in words_of(app))
        assert str(tmp_path) not in words_of(app)
        await pilot.press("enter")
        await until(pilot, lambda: given)
    [(name, data)] = given
    assert name == f"{STEM}.zip"
    assert sorted(ZipFile(BytesIO(data)).namelist()) == [f"{STEM}.html", f"{STEM}.json"]


async def test_a_format_that_cannot_be_made_says_so_in_the_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(exporter: object, journey: JourneyMap) -> bytes:
        raise FileError("[/] not installed.", "Install [it].")

    monkeypatch.setattr(type(registry.by_name("markdown")), "export", refuse)
    app = application(tmp_path)
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await until(pilot, lambda: "[/] not installed. Install [it]." in " ".join(words_of(app).split()))


@pytest.mark.parametrize("language", ["es", "pl"])
async def test_the_dialog_fits(tmp_path: Path, language: str) -> None:
    app = application(tmp_path, language)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "xlsx")
        for size in ((80, 24), (60, 24), (40, 10)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.1)
            assert max(map(len, words_of(app).splitlines())) <= size[0]
            for name in ("#formats", "#file", "#export-hints"):
                region = screen.query_one(name).region
                assert region.height
                assert region.bottom <= size[1]


@pytest.mark.parametrize("name", registry.built_in())
def test_every_format_has_a_preview(name: str) -> None:
    if name in ("svg", "png", "pdf"):
        pytest.importorskip("typst")
    seen = preview(registry.by_name(name), example())
    assert seen.data == registry.by_name(name).export(example())
    assert len(seen.lines) > 5


def test_a_page_is_shown_as_it_is_seen() -> None:
    lines = preview(registry.by_name("html"), example()).lines
    assert "Nadia" in lines
    assert not any("one in three stops after" in line for line in lines)  # an origin, folded until it is asked for


def test_a_picture_tells_its_size_and_no_table() -> None:
    pytest.importorskip("typst")
    png, pdf = (preview(registry.by_name(name), example()) for name in ("png", "pdf"))
    assert png.extent == "1928 × 1199 pixels"
    assert pdf.extent == "2 pages"
    assert "Metrics (1)" in pdf.lines
    assert "Metrics (1)" not in png.lines


def test_an_archive_is_the_same_for_the_same_map() -> None:
    formats = [registry.by_name(name) for name in ("json", "csv")]
    assert archive(example(), formats, "map") == archive(example(), formats, "map")
