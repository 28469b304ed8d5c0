"""Where finished maps go, also when a process was killed after it had written one."""

from pathlib import Path

from assistant.filing import Filing
from exports.json_file import EXPORTER
from tests.fakes.maps import example


def test_a_map_that_a_killed_process_has_written_is_not_written_twice(tmp_path: Path) -> None:
    out = tmp_path / "map.json"
    for _process in range(3):
        assert Filing(tmp_path, out).finished(example(), "s") == str(out)
    assert list(tmp_path.iterdir()) == [out]


def test_another_file_of_this_name_makes_way(tmp_path: Path) -> None:
    out = tmp_path / "map.json"
    out.write_text("theirs")
    Filing(tmp_path, out).finished(example(), "s")
    assert (tmp_path / "map.1.json").read_text() == "theirs"
    assert out.read_bytes() == EXPORTER.export(example())
