"""How texts are laid out where there is little room."""

from assistant.tui.screens.interview import InterviewScreen
from assistant.tui.widgets.map_headings import legend
from assistant.tui.widgets.messages import Ending, Note
from assistant.tui.widgets.status import Status
from assistant.tui.widgets.wrapped import path_rows
from tests.tui.scenes import at_question, midway, words_of


def test_a_path_is_broken_after_folders() -> None:
    path = "/home/ann/.local/share/journeymap/maps/pottery-workshop-261122-2jv8.md"
    rows = path_rows(path, 40)
    assert "".join(rows) == path
    assert all(row.endswith("/") for row in rows[:-1])
    assert max(map(len, rows)) <= 40


def test_a_long_name_of_a_file_stays_whole() -> None:
    assert path_rows("/tmp/" + "x" * 50, 20) == ["/tmp/", "x" * 50]


def test_notes_hang_under_themselves() -> None:
    rows = [row.plain for row in Note("Your answer was read by rules, for the model was late.", "notice").rows(24)]
    assert rows[0].startswith("i ")
    assert all(row.startswith("  ") for row in rows[1:])


def test_the_end_tells_the_path_on_rows_of_its_own() -> None:
    rows = [row.plain.strip() for row in Ending("/srv/maps/pottery-workshop-261122-2jv8.md").rows(44)]
    assert (
        "".join(row for row in rows if "/maps" in row or "2jv8" in row) == "/srv/maps/pottery-workshop-261122-2jv8.md"
    )


def test_the_legend_is_in_columns_where_one_line_does_not_hold_it() -> None:
    assert len(legend(80)) == 1
    rows = [row.plain for row in legend(30)]
    assert len(rows) > 1
    assert max(map(len, rows)) <= 30
    columns = [row.index(sign) for row, sign in zip(rows, "•§▎", strict=False) if sign in row]
    assert set(columns) == {0}


async def test_a_narrow_window_names_the_key_of_the_map_and_of_the_background() -> None:
    app = midway()
    async with app.run_test(size=(48, 24)) as pilot:
        screen = await at_question(pilot)
        assert isinstance(screen, InterviewScreen)
        assert "F2" in screen.query_one(Status).render().plain
        assert "F3" in words_of(app)  # its binding is inherited
