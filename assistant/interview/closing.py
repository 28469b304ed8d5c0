"""The end of an interview: the review's most important findings, offered to be closed one question at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from assistant.interview.events import Event
from assistant.interview.reading.closing import OFFER, PREFIX
from assistant.interview.reading.turn import Reading, TurnKind
from assistant.interview.state import REVIEWED, InterviewState, Record
from assistant.journey.models import Step
from assistant.journey.review import review
from assistant.journey.review.finding import Finding
from assistant.journey.review.rules import BY_ID
from assistant.journey.review.told import named, plain_title
from assistant.journey.subjects import Subject
from assistant.locale import N_, translator

if TYPE_CHECKING:
    from assistant.interview.engine import Interview

MAX_CLOSED = 5
"""Questions that are offered, at most: the person believed to be done."""

MAX_OF_A_RULE = 2

ORDER = ("Q01", "Q02", "Q11", "Q32", "Q34", "Q07", "Q25", "Q15", "Q14", "Q19", "Q17", "Q33", "Q06")
"""The rules whose findings one answer can close, the most important first: what the map is about, then what is wrong,
then who does what about it."""

_AT_ONCE = ("Q01", "Q02", "Q11", "Q17", "Q25")
"""The rules that ask about all they found in one question; the others ask about one thing, so that a short answer will
do."""

_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Open:
    """A question that the review has: the rule, what it is about, and the step it belongs to."""

    rule: str
    subjects: tuple[Subject, ...]

    @property
    def need(self) -> str:
        """The need that stands for it in the session."""
        return f"{PREFIX}{self.rule}"

    @property
    def step(self) -> Step:
        """The step of the interview that reads its answer."""
        return BY_ID[self.rule].step


def next_open(state: InterviewState) -> list[Open]:
    """Return what may still be asked, the most important first; nothing after a "no" or when enough was asked."""
    if REVIEWED in state.closed:
        return []
    asked = sum(count for need, count in state.asked.items() if need.startswith(PREFIX) and need != OFFER)
    findings = review(state.map, datetime.now(UTC).date(), select=ORDER)
    by_rule = sorted(findings, key=lambda finding: ORDER.index(finding.rule))
    questions = [one for finding in by_rule for one in _questions(finding, state)]
    return questions[: MAX_CLOSED - asked]


def _questions(finding: Finding, state: InterviewState) -> Iterator[Open]:
    """Yield the questions that a finding leads to, without what was asked about before or is closed."""
    need = f"{PREFIX}{finding.rule}"
    if finding.need and (state.asked.get(finding.need) or finding.need in state.closed):
        return
    left = MAX_OF_A_RULE - state.asked.get(need, 0)
    if need in state.closed or left <= 0:
        return
    if finding.rule in _AT_ONCE or not finding.subjects:
        if left == MAX_OF_A_RULE:
            yield Open(finding.rule, finding.subjects[:_MOST_NAMED])
        return
    told = {target for entry in state.transcript if entry.data.get("need") == need for target in entry.data["targets"]}
    yield from (Open(finding.rule, (subject,)) for subject in finding.subjects[:left] if subject.ref not in told)


async def ask(interview: Interview, questions: Sequence[Open]) -> AsyncIterator[Event]:
    """Offer to go through `questions`; after a yes, put the first of them."""
    state = interview.state
    if OFFER in state.asked:
        draft = _asked(questions[0].step, questions[0].need, _words(questions[0], state), questions[0].subjects)
    else:
        draft = _asked(questions[0].step, OFFER, _offer(questions, state))
    interview.record((Record.ASKED, draft))
    for event in interview.waiting():
        yield event


def again(state: InterviewState) -> tuple[Record, dict[str, Any]] | None:
    """Return the record of the pending question of the review in the interview's language as it is now, or None."""
    asked = state.pending
    if asked is None or not asked.need.startswith(PREFIX):
        return None
    questions = next_open(state)
    if asked.need == OFFER:
        text = _offer(questions, state) if questions else asked.text
        return Record.ASKED, _asked(asked.step, OFFER, text, again=True)
    subjects = tuple(Subject(ref, _name(ref, state)) for ref in asked.targets)
    one = Open(asked.need.removeprefix(PREFIX), subjects)
    return Record.ASKED, _asked(asked.step, asked.need, _words(one, state), subjects, again=True)


def asks(need: str) -> bool:
    """Tell whether a need stands for a question of the review about one thing."""
    return need.startswith(PREFIX) and need != OFFER


def why(need: str, language: str) -> str:
    """Return why a question of the review is asked."""
    translate = translator(language).gettext
    rule = BY_ID.get(need.removeprefix(PREFIX))
    if rule is None:
        return translate(N_("The review looks for what makes many maps weak. You can say no: the map is saved."))
    return f"{translate(rule.reason)} {translate(rule.advice)}"


def closes(need: str, reading: Reading, *, fruitful: bool) -> list[str]:
    """Return what an answer to a question of the review closes: all of it after a "no", else this question."""
    if not need.startswith(PREFIX):
        return []
    ends = reading.kind is TurnKind.NOTHING_MORE
    if need == OFFER:
        taken = fruitful or reading.kind is TurnKind.ANSWER
        return [] if taken and not ends else [REVIEWED]
    return [REVIEWED] if ends else []


def _asked(
    step: Step, need: str, text: str, subjects: tuple[Subject, ...] = (), *, again: bool = False
) -> dict[str, Any]:
    targets = [subject.ref for subject in subjects]
    return {
        "step": step.value, "need": need, "targets": targets, "text": text,
        "guidance": "", "sources": [], "again": again,
    }  # fmt: skip


def _offer(questions: Sequence[Open], state: InterviewState) -> str:
    catalogue = translator(state.map.language)
    rules = dict.fromkeys(question.rule for question in questions)
    titles = "; ".join(plain_title(BY_ID[rule], catalogue) for rule in rules)
    told = catalogue.ngettext(
        "All seven steps are done. %(count)d more question would help the map: %(titles)s. Shall we (“no” is fine)?",
        "All seven steps are done. %(count)d more questions would help the map: %(titles)s. Shall we (“no” is fine)?",
        len(questions),
    )  # fmt: skip
    return told % {"count": len(questions), "titles": titles}


def _words(question: Open, state: InterviewState) -> str:
    catalogue = translator(state.map.language)
    return catalogue.gettext(BY_ID[question.rule].question) % {"subjects": named(question.subjects, catalogue)}


def _name(ref: str, state: InterviewState) -> str:
    found = state.map.find(ref)
    return ref if found is None else str(getattr(found[1], "name", None) or getattr(found[1], "text", ref))
