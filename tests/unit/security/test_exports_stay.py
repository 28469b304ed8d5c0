"""Exports stay in the folder that was chosen, whatever a map is called and whatever lies there."""

from pathlib import Path

import pytest

from assistant.filing import Filing
from assistant.journey.start import new_map
from exports.write import file_stem

TITLES = [
    "../../etc/cron.d/x", "/etc/passwd", "..", ".", "C:\\Windows\\x", "CON", "nul.txt", "a\0b", "x" * 5000, "~root",
    "\x1b]0;x\x07", "$(touch x)", "a/b", "\u202egnp.exe", "-rf", "", "żółć: 漢字",
]  # fmt: skip


@pytest.mark.parametrize("title", TITLES, ids=range(len(TITLES)))
def test_a_title_is_a_name_and_no_path(tmp_path: Path, title: str) -> None:
    journey = new_map("en").model_copy(update={"title": title})
    folder = tmp_path / "maps"
    filing = Filing(folder)
    filing.finished(journey, "261122-abcd")
    filing.export(journey, "261122-abcd", "csv", None)
    assert sorted(path.parent for path in tmp_path.rglob("*") if path.is_file()) == [folder] * 3
    stem = file_stem(title, "261122-abcd")
    assert stem.endswith("261122-abcd")
    assert len(stem) < 200


def test_a_link_in_the_folder_leads_nowhere(tmp_path: Path) -> None:
    journey = new_map("en").model_copy(update={"title": "Shop"})
    folder, other = tmp_path / "maps", tmp_path / "profile"
    folder.mkdir()
    other.write_text("precious")
    for name in ("shop-261122-abcd.json", "shop-261122-abcd.md", "shop-261122-abcd.csv"):
        (folder / name).symlink_to(other)
    filing = Filing(folder)
    filing.finished(journey, "261122-abcd")
    filing.export(journey, "261122-abcd", "csv", None)
    assert other.read_text() == "precious"
    assert not any(path.is_symlink() for path in folder.iterdir())
