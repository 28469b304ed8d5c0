"""Look for known vulnerabilities in what uv.lock pins: ``python tools/audit.py [options of pip-audit]``.

uv writes the lock as requirements, with every extra, and pip-audit asks the advisories of PyPI about each; nothing is
installed. ``-s osv --osv-url URL`` asks another service. Exit code 1 when something is known.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
AUDITOR = "pip-audit>=2.9,<3"


def main() -> int:
    """Export the lock and audit it."""
    uv = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])) or "uv"
    with tempfile.TemporaryDirectory() as folder:
        pinned = Path(folder) / "requirements.txt"
        export = [
            "export",
            "--quiet",
            "--frozen",
            "--all-extras",
            "--no-dev",
            "--no-emit-project",
            "--output-file",
            str(pinned),
        ]
        subprocess.run([uv, *export], cwd=ROOT, check=True)
        audit = ["tool", "run", "--from", AUDITOR, "pip-audit", "--disable-pip", "--require-hashes", "-r", str(pinned)]
        return subprocess.run([uv, *audit, *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
