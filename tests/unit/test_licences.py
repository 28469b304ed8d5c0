"""The page of licences is what uv.lock and the installed packages say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_licence_is_known_compatible_and_listed() -> None:
    run = subprocess.run([sys.executable, "tools/licences.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
