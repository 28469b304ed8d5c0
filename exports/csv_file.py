"""The touchpoints as CSV: one row each, for spreadsheets and other tools."""

import csv
import io
import re
from collections import defaultdict

from assistant.journey.models import JourneyMap
from assistant.locale import N_, translator
from exports import labels
from exports.columns import COLUMNS, ID, in_words

# What begins a formula in Excel, LibreOffice or Google Sheets, full-width signs among them (OWASP, CSV injection).
# Excel splits a file at the separator of its country, so what follows a semicolon can become a cell of its own.
# The run of spaces and apostrophes before such a sign is read once, whether a sign follows or not: in linear time.
_FORMULA = re.compile(r"(?:\A|(?<=[;\t\n]))['\s]*+([=+\-@＝＋－＠])?")
_CELL = re.compile(r"\A|(?<=[\t\n])")
_GUARD = re.compile(f"(?:{_CELL.pattern})'")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


class CsvExporter:
    """One row a touchpoint, with what gets in the way there and what is done about it."""

    name = "csv"
    suffix = ".csv"
    cannot_carry = (
        N_("A CSV file holds the touchpoints alone, and the constraints and actions that are linked to them."),
        N_("A text that a spreadsheet would calculate begins with an apostrophe; reading the file back takes it away."),
    )

    def export(self, journey: JourneyMap) -> bytes:
        """Return the table in UTF-8 with a byte order mark, by which Excel knows it, and lines as in RFC 4180."""
        say = translator(journey.language).gettext
        columns = COLUMNS["touchpoints"]
        more = [COLUMNS["constraints"][0].heading, COLUMNS["actions"][0].heading, *labels.ORIGIN_COLUMNS]
        text = io.StringIO(newline="")
        writer = csv.writer(text, quoting=csv.QUOTE_ALL)
        writer.writerow(map(say, [ID, *(column.heading for column in columns), *more]))
        stages = {stage.id: stage.name for stage in journey.stages}
        constraints, actions = linked(journey)
        for touchpoint in journey.touchpoints:
            cells = {column.field: in_words(column, touchpoint, say) for column in columns}
            cells["stage"] = stages.get(touchpoint.stage or "", "")
            cells["emotion"] = "" if touchpoint.emotion is None else str(touchpoint.emotion)
            origin = touchpoint.origin
            rest = ["\n".join(constraints[touchpoint.id]), "\n".join(actions[touchpoint.id])]
            rest += [say(labels.ORIGINS[origin.kind]), origin.quote or "", str(origin.turn or "")]
            writer.writerow(map(guarded, [touchpoint.id, *cells.values(), *rest]))
        return text.getvalue().encode("utf-8-sig")


EXPORTER = CsvExporter()


def guarded(text: str) -> str:
    """Return `text` with an apostrophe before what a spreadsheet would calculate; a plain number is left alone."""
    if _NUMBER.fullmatch(text):
        return text
    return _FORMULA.sub(lambda found: _CELL.sub("'", found[0]) if found[1] else found[0], text)


def unguarded(text: str) -> str:
    """Return the text that `guarded` was given: of the apostrophes before a sign, one a cell goes."""
    return _FORMULA.sub(lambda found: _GUARD.sub("", found[0]) if found[1] else found[0], text)


def linked(journey: JourneyMap) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Return what gets in the way at each touchpoint, and what is done about it there, by its id."""
    against: dict[str, list[str]] = defaultdict(list)
    for action in journey.actions:
        for constraint_id in action.addresses:
            against[constraint_id].append(action.text)
    constraints: dict[str, list[str]] = defaultdict(list)
    actions: dict[str, dict[str, None]] = defaultdict(dict)
    for constraint in journey.constraints:
        for touchpoint in dict.fromkeys(constraint.touchpoints):
            constraints[touchpoint].append(constraint.text)
            actions[touchpoint] |= dict.fromkeys(against[constraint.id])
    return constraints, defaultdict(list, {touchpoint: list(texts) for touchpoint, texts in actions.items()})
