"""What the review found, and what can be done about it: rows of two lists, and the whole of a row beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from assistant.interview.events import Source, Suggestion
from assistant.journey.review import Finding, Severity, review
from assistant.journey.review.rule import OURS
from assistant.journey.review.rules import BY_ID
from assistant.journey.review.told import SEVERITY_NAMES, advice, reason, sentence
from assistant.locale import _, current, translator
from assistant.text import clean, clean_line
from assistant.tui.glyphs import glyphs
from assistant.tui.themes import FAINT, QUIET
from assistant.tui.widgets.wrapped import hanging

if TYPE_CHECKING:
    from assistant.journey.models import JourneyMap


class FindingList(OptionList):
    """Findings by weight, each kind under its sign and name."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id, markup=False, compact=True)
        self._findings: Sequence[Finding | None] = ()
        self._found: Sequence[Finding] = ()

    @property
    def count(self) -> int:
        """How many findings there are."""
        return sum(finding is not None for finding in self._findings)

    @property
    def chosen(self) -> Finding | None:
        """The finding that is highlighted."""
        place = self.highlighted
        return self._findings[place] if place is not None and place < len(self._findings) else None

    def show(self, journey: JourneyMap, on: date) -> None:
        """Review `journey` as of a day; what was highlighted stays so if it is found again."""
        self._found = review(journey, on)
        self._fill()

    def on_resize(self) -> None:
        """Let the sentences hang in the width there is."""
        self._fill()

    def _fill(self) -> None:
        before, width = self.chosen, room(self)
        rows = [row for severity in Severity for row in _grouped(severity, self._found, width)]
        self._findings = [finding for finding, _option in rows]
        with self.app.batch_update():
            self.clear_options()
            self.add_options([option for _finding, option in rows])
        same = (n for n, each in enumerate(self._findings) if each and before and _key(each) == _key(before))
        self.highlighted = next(same, 1 if rows else None)


def room(options: OptionList) -> int:
    """Return the columns for the words of an option."""
    padding = options.get_component_styles("option-list--option").padding.width
    return max(options.scrollable_content_region.width - padding, 0) or 1000


def _hung(head: Content, body: Content, width: int) -> Content:
    return Content("\n").join(hanging(head, body, width))


def _grouped(severity: Severity, found: Sequence[Finding], width: int) -> Iterator[tuple[Finding | None, Option]]:
    """Yield the heading of a severity, which cannot be chosen, and its findings; nothing if there are none."""
    group = [finding for finding in found if finding.severity is severity]
    if not group:
        return
    name = f"{_(SEVERITY_NAMES[severity]).capitalize()} ({len(group)})"
    yield None, Option(Content.assemble(_sign(severity), (f" {name}", "bold")), disabled=True)
    catalogue = translator(current())
    for finding in group:
        told = Content(clean_line(sentence(finding, catalogue)))
        yield finding, Option(_hung(Content.assemble(_sign(severity), " "), told, width))


def _sign(severity: Severity) -> tuple[str, str]:
    signs = glyphs()
    return {
        Severity.ERROR: (signs.error, "bold $error"),
        Severity.WARNING: (signs.warning, "bold $warning"),
        Severity.HINT: (signs.notice, "bold $secondary"),
    }[severity]


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.where


def finding_told(finding: Finding) -> Content:
    """Return all that is known of a finding: its sentence, why it matters, what to do, and who says so."""
    catalogue = translator(current())
    weight = _(SEVERITY_NAMES[finding.severity])
    source = BY_ID[finding.rule].source.replace(OURS, _("our own judgement"))
    return Content.assemble(
        _sign(finding.severity), (f" {weight} {glyphs().dot} {finding.rule}", QUIET),
        (f"\n{clean(sentence(finding, catalogue))}", "bold"),
        (f"\n\n{_('Why it matters')}\n", QUIET), reason(finding, catalogue),
        (f"\n\n{_('What to ask or do')}\n", QUIET), advice(finding, catalogue),
        (f"\n\n{_('Based on')}: {source}", FAINT),
    )  # fmt: skip


class SuggestionList(OptionList):
    """Suggestions by number, with a sign for those that were accepted or refused."""

    def __init__(self, *, id: str) -> None:  # noqa: A002
        """Start empty."""
        super().__init__(id=id, markup=False, compact=True)
        self._suggestions: list[Suggestion] = []
        self._settled: tuple[Collection[int], Collection[int]] = ((), ())

    @property
    def count(self) -> int:
        """How many suggestions there are."""
        return len(self._suggestions)

    @property
    def chosen(self) -> Suggestion | None:
        """The suggestion that is highlighted."""
        place = self.highlighted
        return self._suggestions[place] if place is not None and place < self.count else None

    def show(self, suggestions: Sequence[Suggestion], accepted: Collection[int], refused: Collection[int]) -> None:
        """Show these, the same one highlighted as before."""
        self._suggestions, self._settled = list(suggestions), (accepted, refused)
        self._fill()

    def on_resize(self) -> None:
        """Let the suggestions hang in the width there is."""
        self._fill()

    def _fill(self) -> None:
        place, width, (accepted, refused) = self.highlighted, room(self), self._settled
        rows = [_row(each, each.number in accepted, each.number in refused, width) for each in self._suggestions]
        with self.app.batch_update():
            self.clear_options()
            self.add_options(rows)
        self.highlighted = min(place or 0, self.count - 1) if self.count else None


def _row(suggestion: Suggestion, accepted: bool, refused: bool, width: int) -> Option:
    signs = glyphs()
    sign, state = (signs.suggested, "")
    if accepted:
        sign, state = signs.done, _("in the map")
    elif refused:
        sign, state = signs.refused, _("refused")
    text = clean_line(suggestion.text)
    head = Content.styled(f"{sign} {suggestion.number} ", "$success" if accepted else "$accent")
    body = Content.assemble((text, QUIET if state else ""), (f" ({state})" if state else "", FAINT))
    return Option(_hung(head, body, width))


def suggestion_told(suggestion: Suggestion) -> Content:
    """Return all that is known of a suggestion: what it answers and should move, and what it rests on."""
    titles = ", ".join(clean_line(source.title) for source in suggestion.sources)
    passage = f"{titles}: {clean_line(suggestion.heading)}" if suggestion.heading else titles
    return Content.assemble(
        (clean(suggestion.text), "bold"),
        (f"\n\n{clean(suggestion.detail)}" if suggestion.detail else ""),
        (f"\n\n{_('Based on')}: {passage}" if passage else "", FAINT),
    )


def offered(kept: Sequence[Mapping[str, Any]]) -> list[Suggestion]:
    """Return the suggestions that a session keeps as those told last."""
    return [Suggestion(**{**each, "sources": tuple(Source(**source) for source in each["sources"]),
                          "addresses": tuple(each["addresses"])}) for each in kept]  # fmt: skip
