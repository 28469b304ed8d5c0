import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from assistant.errors import FileError
from assistant.journey.models import SCHEMA_VERSION, json_schema
from exports import versions
from exports.json_file import JsonExporter, read_map
from exports.markdown import MarkdownExporter
from imports.markdown import read_markdown
from tests.fakes.maps import example

PUBLISHED = Path(__file__).parents[3] / "docs" / "schema"
SCHEMA = PUBLISHED / f"journeymap-{SCHEMA_VERSION}.schema.json"


def test_the_published_schema_is_the_one_that_the_program_prints() -> None:
    """`journeymap schema > docs/schema/journeymap-VERSION.schema.json` publishes it."""
    assert json.loads(SCHEMA.read_text("utf-8")) == json_schema()


@pytest.mark.parametrize("path", sorted(PUBLISHED.glob("journeymap-*.schema.json")), ids=lambda path: path.name)
def test_every_published_schema_is_one(path: Path) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize("name", ["coffee-roaster.json", "smallest.json"])
def test_a_published_example_is_valid_to_an_independent_judge_and_is_read(name: str) -> None:
    data = (PUBLISHED / name).read_bytes()
    checker = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    checker.validate(json.loads(JsonExporter().export(read_map(data))))
    assert read_map(data).title == json.loads(data)["title"]


def test_the_example_is_the_same_in_both_formats() -> None:
    assert read_map(PUBLISHED / "coffee-roaster.json") == example()
    assert read_markdown((PUBLISHED / "coffee-roaster.md").read_bytes()).map == example()


def test_a_file_of_an_older_version_is_brought_up_to_date_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def name_becomes_title(content: dict[str, Any]) -> dict[str, Any]:
        return {"title" if key == "name" else key: value for key, value in content.items()}

    def title_is_trimmed(content: dict[str, Any]) -> dict[str, Any]:
        return {**content, "title": content["title"].removeprefix("Map: ")}

    steps = {"0.8": ("0.9", name_becomes_title), "0.9": ("1.0", title_is_trimmed)}
    monkeypatch.setattr(versions, "MIGRATIONS", steps)
    content = json.loads(JsonExporter().export(example()))
    content["name"] = f"Map: {content.pop('title')}"
    assert read_map(json.dumps({**content, "schema_version": "0.8"}).encode()) == example()


def test_a_newer_version_is_refused_in_both_formats() -> None:
    newer = example().model_copy(update={"schema_version": "1.999"})
    with pytest.raises(FileError, match=r"map format 1\.999"):
        read_map(JsonExporter().export(newer))
    with pytest.raises(FileError, match=r"map format 1\.999"):
        read_markdown(MarkdownExporter().export(newer))
