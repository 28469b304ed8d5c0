"""Build wheel and sdist twice, compare them byte for byte, and run the wheel in empty environments.

``python tools/release.py [--try python3.11 --try python3.14] [--extras local]`` leaves both in dist/. Each build
is made from what is committed, in a folder of its own with other times and another mask, with SOURCE_DATE_EPOCH
at the time of the commit; the wheel is built from the sdist. ``--try`` names a Python: the wheel is installed
by pip in a new environment of it and holds a short interview.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
DIST = ROOT / "dist"
PACKAGES = ("assistant", "exports", "imports", "knowledge", "prompts")
ANSWERS = ("people order a cake once and never again, I want to know why", "Olga, 38, an accountant from Leeds", "no")


def main() -> int:
    """Build, compare, try; return 0 when all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--try", action="append", default=[], dest="pythons", metavar="PYTHON")
    parser.add_argument("--extras", default="", metavar="NAMES", help="extras to install with it")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        first, second = _built(folder / "first", 0o022), _built(folder / "second", 0o077)
        if not _same(first, second) or not _complete(first):
            return 1
        DIST.mkdir(exist_ok=True)
        for file in first:
            shutil.copy2(file, DIST / file.name)
        wheel = next(file for file in first if file.suffix == ".whl")
        tried = [_tried(python, wheel, asked.extras, folder) for python in asked.pythons]
        return 0 if all(tried) else 1


def _built(folder: Path, mask: int) -> list[Path]:
    """Return the sdist and the wheel made of it, from what is committed."""
    folder.mkdir()
    before = os.umask(mask)
    try:
        archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, capture_output=True, check=True).stdout
        packed = folder / "tree.tar"
        packed.write_bytes(archive)
        with tarfile.open(packed) as tree:
            tree.extractall(folder / "tree", filter="data")
        stamp = subprocess.run(
            ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()
        uv = shutil.which("uv", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])) or "uv"
        command = [uv, "build", "--quiet", "--out-dir", str(folder / "dist"), str(folder / "tree")]
        subprocess.run(command, check=True, env=os.environ | {"SOURCE_DATE_EPOCH": stamp})
    finally:
        os.umask(before)
    return sorted(file for file in (folder / "dist").iterdir() if file.suffix in (".whl", ".gz"))


def _same(first: Sequence[Path], second: Sequence[Path]) -> bool:
    """Print the digests and tell whether both builds have the same files."""
    same = [file.name for file in first] == [file.name for file in second] and len(first) == 2
    for one, other in zip(first, second, strict=False):
        digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (one, other)]
        same = same and digests[0] == digests[1]
        print(f"{digests[0]}  {one.name}  {'the same twice' if digests[0] == digests[1] else f'and {digests[1]}'}")
    return same


def _complete(files: Sequence[Path]) -> bool:
    """Tell whether the wheel has every file of the packages, the catalogues compiled, and nothing else."""
    listed = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wanted = {name.strip('"') for name in listed.splitlines()}
    wanted |= {name.removesuffix(".po") + ".mo" for name in wanted if name.endswith(".po")}
    with zipfile.ZipFile(next(file for file in files if file.suffix == ".whl")) as wheel:
        there = {name for name in wheel.namelist() if ".dist-info/" not in name}
    for name in sorted(wanted ^ there):
        print(f"{'missing from' if name in wanted else 'unexpected in'} the wheel: {name}")
    return wanted == there


def _tried(python: str, wheel: Path, extras: str, folder: Path) -> bool:
    """Install the wheel in an empty environment of `python` and hold an interview there."""
    place = folder / f"try-{Path(python).name}-{hashlib.sha256(python.encode()).hexdigest()[:6]}"
    subprocess.run([python, "-m", "venv", str(place)], check=True)
    scripts = place / ("Scripts" if os.name == "nt" else "bin")
    wanted = f"{wheel}[{extras}]" if extras else str(wheel)
    subprocess.run([str(scripts / "python"), "-m", "pip", "install", "--quiet", "--no-input", wanted], check=True)
    environ = {**os.environ, "JOURNEYMAP_HOME": str(place / "home"), "PYTHONPATH": ""}
    lines = "\n".join(json.dumps({"type": "answer", "text": text}) for text in ANSWERS)
    commands: tuple[tuple[list[str], str], ...] = (
        (["--version"], ""),
        (["interview", "--jsonl", "--model", "none", "--out", str(place / "map.json")], lines),
        (["review", str(place / "map.json"), "--fail-on", "error"], ""),
        (["export", str(place / "map.json"), "--to", "md,html,xlsx,docx,csv,mermaid", "-o", f"{place}{os.sep}"], ""),
        (["knowledge", "search", "moment of truth", "--json"], ""),
        (["privacy"], ""),
    )
    good = True
    for arguments, given in commands:
        run = subprocess.run(
            [str(scripts / "journeymap"), *arguments],
            input=given,
            capture_output=True,
            check=False,
            text=True,
            env=environ,
            cwd=place,
        )
        if run.returncode not in (0, 1) or "Traceback" in run.stderr:
            good = False
            print(f"{python}: journeymap {' '.join(arguments)} ended with {run.returncode}: {run.stderr[-2000:]}")
    goal = json.loads((place / "map.json").read_text("utf-8"))["goal"]
    good = good and goal["statement"] == ANSWERS[0]
    version = subprocess.run([str(scripts / "python"), "-V"], check=True, capture_output=True, text=True).stdout.strip()
    print(f"{version}: installed with {extras or 'no extras'} and {'works' if good else 'does not work'}")
    return good


if __name__ == "__main__":
    sys.exit(main())
