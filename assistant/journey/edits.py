"""The edits a map can undergo, and why one may be refused. An answer becomes edits, never a new map."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from assistant.journey.models import JourneyMap, Origin
from assistant.locale import N_

Value = str | int | bool | list[str] | None
ItemPart = Literal["stages", "goals", "touchpoints", "constraints", "actions", "metrics", "evidence", "unknowns"]
FieldPart = Literal["goal", "persona"]


class _Edit(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Add(_Edit):
    """Add an item; `id` is given out when the edit is applied."""

    op: Literal["add"] = "add"
    part: ItemPart
    values: dict[str, Value]
    origin: Origin
    id: str | None = None


class Change(_Edit):
    """Change one field of an item; None empties it."""

    op: Literal["change"] = "change"
    part: ItemPart
    id: str
    field: str
    value: Value
    origin: Origin


class Remove(_Edit):
    """Remove an item and every link to it."""

    op: Literal["remove"] = "remove"
    part: ItemPart
    id: str


class Link(_Edit):
    """Add `targets` to a field that holds ids, or take them out."""

    op: Literal["link"] = "link"
    part: ItemPart
    id: str
    field: str
    targets: tuple[str, ...]
    unlink: bool = False


class SetField(_Edit):
    """Set a field of the goal or the persona; in a field that holds a list, entry `index` (None: a new last one)."""

    op: Literal["set"] = "set"
    part: FieldPart
    field: str
    value: str
    origin: Origin
    index: int | None = None


class ClearField(_Edit):
    """Empty a field of the goal or the persona; in a field that holds a list, take out entry `index` (None: all)."""

    op: Literal["clear"] = "clear"
    part: FieldPart
    field: str
    index: int | None = None


class ReorderStages(_Edit):
    """Put the stages in this order; every stage is named once."""

    op: Literal["reorder"] = "reorder"
    order: tuple[str, ...]


class Place(_Edit):
    """Put an item before another one of its part (None: at the end)."""

    op: Literal["place"] = "place"
    part: ItemPart
    id: str
    before: str | None = None


class MergeStages(_Edit):
    """Move everything from the stages `ids` to the stage `into`, and remove them."""

    op: Literal["merge"] = "merge"
    ids: tuple[str, ...]
    into: str


class Describe(_Edit):
    """Change what the map says of itself."""

    op: Literal["describe"] = "describe"
    field: Literal["title", "kind", "state", "language"]
    value: str


Edit = Annotated[
    Add | Change | Remove | Link | SetField | ClearField | ReorderStages | Place | MergeStages | Describe,
    Field(discriminator="op"),
]
EDITS: TypeAdapter[list[Edit]] = TypeAdapter(list[Edit])


class Reason(StrEnum):
    """Why an edit is refused."""

    NO_SUCH_ITEM = "no_such_item"
    NO_SUCH_FIELD = "no_such_field"
    BAD_VALUE = "bad_value"
    NOT_SAID = "not_said"
    QUOTE_TOO_LONG = "quote_too_long"
    NOT_IN_THE_ANSWER = "not_in_the_answer"
    ALREADY_THERE = "already_there"
    BROKEN_LINK = "broken_link"
    NOTHING_CHANGES = "nothing_changes"
    BAD_ORDER = "bad_order"
    LAST_STAGE = "last_stage"


REASONS: dict[Reason, str] = {
    Reason.NO_SUCH_ITEM: N_("there is no such item in the map"),
    Reason.NO_SUCH_FIELD: N_("this part of the map has no such field"),
    Reason.BAD_VALUE: N_("the value does not fit the field"),
    Reason.NOT_SAID: N_("the quote is in none of the answers"),
    Reason.QUOTE_TOO_LONG: N_("the quote is longer than the words that carry the fact"),
    Reason.NOT_IN_THE_ANSWER: N_("the value holds words or numbers that the answer does not"),
    Reason.ALREADY_THERE: N_("the map holds this already"),
    Reason.BROKEN_LINK: N_("it names an item that is not in the map"),
    Reason.NOTHING_CHANGES: N_("it changes nothing"),
    Reason.BAD_ORDER: N_("the order must name every stage once"),
    Reason.LAST_STAGE: N_("a map keeps at least one stage"),
}
"""The reasons as sentences' ends, for people."""


@dataclass(frozen=True, slots=True)
class Applied:
    """An edit that was carried out: the new map, the edit as it belongs in the log, the ids or fields it touched."""

    map: JourneyMap
    edit: Edit
    touched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """An edit that was not carried out, and why."""

    edit: Edit
    reason: Reason
    detail: str = ""
