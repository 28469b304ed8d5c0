import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings

from assistant.errors import EXIT_FILE, FileError
from assistant.journey.models import SCHEMA_VERSION, JourneyMap, json_schema
from assistant.journey.start import new_map
from exports import json_file
from exports.json_file import JsonExporter, read_map
from tests.fakes.maps import example, maps


def exported(journey: JourneyMap) -> bytes:
    return JsonExporter().export(journey)


@settings(max_examples=60, deadline=None)
@given(maps())
def test_a_map_is_read_back_equal_and_fits_the_published_schema(journey: JourneyMap) -> None:
    data = exported(journey)
    assert read_map(data) == journey
    assert exported(read_map(data)) == data
    jsonschema.Draft202012Validator(json_schema()).validate(json.loads(data))


def test_the_file_is_indented_utf8_that_ends_in_a_newline() -> None:
    text = exported(example()).decode()
    assert text.startswith('{\n  "schema_version": "1.0",\n  "title": "Coffee')
    assert "A cup in a partner café" in text
    assert text.endswith("}\n")


def test_equal_maps_give_the_same_bytes() -> None:
    persona = example().persona
    turned = persona.model_copy(update={"origins": dict(reversed(persona.origins.items()))})
    assert exported(example().model_copy(update={"persona": turned})) == exported(example())


def test_a_file_is_read_from_the_disk_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_bytes(exported(example()))
    assert read_map(path) == example()
    path.write_bytes(b"\xef\xbb\xbf" + exported(example()))
    assert read_map(path) == example()


def refused(source: Path | bytes) -> FileError:
    with pytest.raises(FileError) as caught:
        read_map(source)
    assert caught.value.exit_code == EXIT_FILE
    assert caught.value.hint
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The map is not valid JSON: there is a fault in line 1, column 1."),
        (b'{\n "title": }', "The map is not valid JSON: there is a fault in line 2, column 11."),
        (b"[" * 100_000, "The map holds JSON that no map has."),
        (b'{"revision": ' + b"9" * 5000 + b"}", "The map holds JSON that no map has."),
        (b"[]", "The map holds no journey map."),
        (b"null", "The map holds no journey map."),
        ('{"title": "x"}'.encode("utf-16"), "The map is not text in UTF-8."),
    ],
)
def test_what_is_no_map_is_refused_in_one_sentence(data: bytes, message: str) -> None:
    assert refused(data).message == message


@pytest.mark.parametrize("version", ["1.1", "1.10", "2.0", "10.0"])
def test_a_newer_file_is_told_and_asks_for_an_update(version: str) -> None:
    error = refused(b'{"schema_version": "%b"}' % version.encode())
    assert error.message == f"The map is in map format {version}; this journeymap reads formats up to {SCHEMA_VERSION}."
    assert "pip install --upgrade journeymap" in error.hint


def edited(edit: Callable[[dict[str, Any]], object]) -> bytes:
    content = json.loads(exported(example()))
    edit(content)
    return json.dumps(content).encode()


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (lambda c: c["touchpoints"][2].update(emotion=7), "touchpoints[2].emotion cannot be 7"),
        (lambda c: c["touchpoints"][2].update(emotion=1.5), "touchpoints[2].emotion cannot be 1.5"),
        (lambda c: c["touchpoints"][2].update(channel="fax"), 'touchpoints[2].channel cannot be "fax"'),
        (lambda c: c["touchpoints"][2].pop("origin"), "touchpoints[2].origin is missing"),
        (lambda c: c["persona"].update(shoe_size=43), "a map has no field persona.shoe_size"),
        (lambda c: c.update(touchpoints={}), "touchpoints cannot be a list or an object"),
        (lambda c: c.update(title="\ud800"), "title cannot be"),
        (lambda c: c.update({"\ud800": 1}), "the file holds text that is not Unicode"),
        (lambda c: c.update(schema_version="0.9"), 'schema_version cannot be "0.9"'),
        (lambda c: c["touchpoints"][2].update(stage="s99"), "touchpoints t3: stage names what is not there: s99"),
        (lambda c: c["goals"][0].update(id="t1"), "an id is used twice: t1"),
        (lambda c: c["goals"][0].update(origin={"kind": "said"}), "goals[0].origin: "),
    ],
)
def test_the_first_fault_is_told_with_its_place(edit: Callable[[dict[str, Any]], object], fault: str) -> None:
    message = refused(edited(edit)).message
    assert message.startswith("The map does not fit the map format: ")
    assert fault in message


def test_a_hostile_name_reaches_the_message_harmless_and_short() -> None:
    message = refused(edited(lambda content: content.update({"\x1b[31m\u202e" * 100: 1}))).message
    assert "\x1b" not in message
    assert "\u202e" not in message
    assert len(message) < 200


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.json").message == f"There is no file {tmp_path / 'gone.json'}."


def test_a_folder_is_no_map(tmp_path: Path) -> None:
    assert refused(tmp_path).message == f"{tmp_path} is a folder, not a map file."


def test_a_name_with_a_nul_is_no_file() -> None:
    assert "cannot be read" in refused(Path("a\0b.json")).message


def test_a_file_that_may_not_be_read_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)  # root may read everything, so the mode of a file would not tell
    assert refused(tmp_path / "map.json").message == f"You are not allowed to read {tmp_path / 'map.json'}."


@pytest.mark.parametrize("size", [json_file.MAX_BYTES + 1, 2**40], ids=["a little", "more than any memory"])
def test_a_file_that_is_too_big_is_refused_without_being_read_whole(tmp_path: Path, size: int) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(size)
    assert refused(path).message == f"{path} is too big to be a journey map."


def test_a_file_of_very_many_values_is_refused_before_each_becomes_a_fault() -> None:
    data = b'{"touchpoints": [' + b"1," * 600_000 + b"1]}"
    assert refused(data).message == "The map is too big to be a journey map."


@pytest.mark.parametrize("language", ["en", "es", "pl"])
def test_a_new_map_is_read_back(language: str) -> None:
    journey = new_map(language)
    assert read_map(exported(journey)) == journey
