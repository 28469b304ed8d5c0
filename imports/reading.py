"""Reading a file that people have: our JSON and Markdown, a table, a Mermaid journey."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.errors import FileError, UsageError
from assistant.locale import _
from assistant.text import clean_line, fold, shorten
from exports.json_file import MAX_BYTES, read_bytes, read_map
from exports.labels import QUOTED
from imports.headers import FIELDS, Header
from imports.mermaid import holds_journey, read_mermaid
from imports.port import Imported, Remark
from imports.table import Table, headers, read_table

MAX_TEXT = 1_000_000
"""Bytes of the largest Markdown or Mermaid file that is read; 1 MB of opening brackets takes 10 s to parse."""

Choose = Callable[[Header, Sequence[str]], str | None]
"""Asks a person which field a column is; given the column and some of its values. None: leave it out."""

SUFFIXES = (".json", ".md", ".markdown", ".csv", ".tsv", ".xlsx", ".xlsm", ".mmd", ".mermaid")
"""The suffixes of the files that can be read."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says about a file.

    Attributes:
        language: the language of the map, where the file does not tell.
        columns: the field of a column by its name; an empty field leaves it out.
        sheet: the sheet of a workbook; None: the first that has touchpoints.
        choose: who is asked about a column that is not clear; None: nobody can be.
    """

    language: str = "en"
    columns: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    choose: Choose | None = None


def read_file(path: Path, wishes: Wishes | None = None) -> Imported:
    """Return the map that a file holds and what in it was not understood; its name tells the format.

    Raises:
        FileError: it cannot be read, or holds no map.
        UsageError: its name ends in no known suffix, or `wishes` name what is not there.
    """
    wishes = wishes or Wishes()
    name, suffix = clean_line(str(path)), path.suffix.lower()
    if suffix == ".json":
        return Imported(read_map(path))
    if suffix not in SUFFIXES:
        raise UsageError(
            _("Files like %(file)s cannot be imported.") % {"file": name},
            _("These can: %(suffixes)s.") % {"suffixes": ", ".join(SUFFIXES)},
        )
    data = read_bytes(path, name)
    if len(data) > (MAX_TEXT if suffix in (".md", ".markdown", ".mmd", ".mermaid") else MAX_BYTES):
        raise FileError(_("%(file)s is too big to be a journey map.") % {"file": name}, _("Choose another file."))
    try:
        if suffix in (".md", ".markdown"):
            found = _markdown(data, wishes, path.stem)
            ours = data.removeprefix(b"\xef\xbb\xbf").startswith(b"---")
            return found if ours else _found(found, name)  # a map of ours may be empty
        if suffix in (".mmd", ".mermaid"):
            return _found(read_mermaid(data, wishes.language, path.stem), name)
    except UnicodeDecodeError:
        raise FileError(
            _("%(file)s is not text in UTF-8.") % {"file": name}, _("Save it as UTF-8, or choose another file.")
        ) from None
    return _found(_tables(data, suffix, name, wishes, path.stem), name)


def _found(found: Imported, name: str) -> Imported:
    if not (any(found.map.items()) or found.map.goal.origins or found.map.persona.origins):
        raise FileError(
            _("%(file)s holds nothing that a map could begin with.") % {"file": name},
            " ".join(remark.text for remark in found.remarks[:2]) or _("Choose another file."),
        )
    return found


def _markdown(data: bytes, wishes: Wishes, title: str) -> Imported:
    from imports.markdown import read_markdown

    text = data.decode("utf-8-sig")
    if "```mermaid" in text and holds_journey(text.partition("```mermaid")[2]) and "\n## " not in text:
        return read_mermaid(data, wishes.language, title)
    return read_markdown(data)


def _tables(data: bytes, suffix: str, name: str, wishes: Wishes, title: str) -> Imported:
    from imports.parts_table import is_ours, read_parts
    from imports.text_table import read_csv
    from imports.workbook import read_xlsx

    if suffix in (".csv", ".tsv"):
        return _table(read_csv(data, name), wishes, title)
    tables = read_xlsx(data, name)
    if wishes.sheet is None and is_ours(tables, wishes.language):
        return read_parts(tables, wishes.language, title)
    table = _sheet(tables, wishes)
    found = _table(table, wishes, title)
    others = ", ".join(other.name for other in tables if other is not table)
    if not others:
        return found
    said = _("These sheets were not read: %(sheets)s. Name one with --sheet.") % {"sheets": shorten(others, 400)}
    return replace(found, remarks=(Remark(said), *found.remarks))


def _sheet(tables: Sequence[Table], wishes: Wishes) -> Table:
    if wishes.sheet is None:
        named = [
            table for table in tables if any("name" in header.fields for header in headers(table, wishes.language))
        ]
        return (named or list(tables))[0]
    found = next((table for table in tables if fold(table.name) == fold(wishes.sheet)), None)
    if found is None:
        raise UsageError(
            _("There is no sheet %(name)r with rows.") % {"name": wishes.sheet},
            _("Choose one of: %(names)s.")
            % {"names": shorten(", ".join(clean_line(table.name) for table in tables), 400)},
        )
    return found


def _table(table: Table, wishes: Wishes, title: str) -> Imported:
    chosen = _columns(table, wishes)
    if "name" not in chosen.values():
        raise UsageError(
            _("No column is known to hold the touchpoints: %(columns)s.")
            % {"columns": shorten(", ".join(_named(text) for text in table.headers if text.strip()), 400)},
            _('Say which it is: --column "COLUMN=name".'),
        )
    return read_table(table, chosen, wishes.language, title)


def _named(header: str) -> str:
    return _(QUOTED) % {"words": shorten(clean_line(header), 40)}


def _columns(table: Table, wishes: Wishes) -> dict[int, str]:
    """Return the field of each column: as the person says, as its name says, as the person answers when asked.

    Empty for one that the person leaves out.
    """
    said = {fold(name): chosen for name, chosen in wishes.columns.items()}
    known = {fold(text) for text in table.headers}
    for name, chosen in wishes.columns.items():
        if fold(name) not in known or (chosen and chosen not in FIELDS):
            raise UsageError(
                _("--column %(text)s names no column of the table, or no field.") % {"text": f"{name}={chosen}"},
                _("The fields are: %(fields)s.") % {"fields": ", ".join(FIELDS)},
            )
    found = {number: said[fold(text)] for number, text in enumerate(table.headers) if fold(text) in said}
    unclear: list[Header] = []
    for header in headers(table, wishes.language):
        if fold(header.text) in said:
            continue
        if header.sure and header.fields[0] not in found.values():
            found[header.number] = header.fields[0]
        elif header.text.strip():
            unclear.append(header)
    for header in unclear if wishes.choose else ():
        samples = [
            row[header.number] for row in table.rows[1:] if len(row) > header.number and row[header.number].strip()
        ]
        answer = (wishes.choose(header, samples[:3]) if wishes.choose else None) or ""
        if not answer or answer not in found.values():
            found[header.number] = answer
    return found
