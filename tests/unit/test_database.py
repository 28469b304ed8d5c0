"""What every database of the program is opened with."""

from contextlib import closing
from pathlib import Path

from tests.fakes import databases


def test_every_commit_is_synced_and_references_are_checked(tmp_path: Path) -> None:
    with closing(databases.synced(tmp_path / "new" / "s.sqlite3")) as db:
        asked = {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "foreign_keys")}
        assert asked == {"synchronous": 2, "foreign_keys": 1}  # 2 is FULL
        assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert (tmp_path / "new" / "s.sqlite3").stat().st_mode & 0o777 == 0o600
