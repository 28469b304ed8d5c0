"""Reading what the map is for, and where the journey begins and ends."""

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Lexicon, Match, lexicon
from assistant.interview.reading.phrases import body, has_content, span_of
from assistant.interview.reading.turns import contents, vague
from assistant.interview.reading.words import Word

_LONGEST_STATEMENT = 300
_FARTHEST = 30
_LEADING = 2
_STATEMENT = 2
"""Words that carry meaning in a statement of the goal, at least."""
_TOLD = 4
"""Words of a start and an end together, where nobody asked for them: "from 3 to 5" tells none."""

_EDGES = {"start": "from", "end": "to"}


def read_goal(clauses: list[Clause], draft: Draft) -> None:
    """Set the goal's statement, and the journey's start and end where they are told or were asked for."""
    lexis = lexicon(draft.language)
    kept = [c for c in clauses if has_content(c, draft.language) and not vague(c.words, lexis)]
    if not kept:
        return
    used: set[int] = set()
    for number in dict.fromkeys(clause.sentence for clause in kept):
        said = tuple(word for clause in kept if clause.sentence == number for word in clause.words)
        if _range(said, draft, lexis):
            used.add(number)
    need = draft.situation.need
    rest = [clause for clause in kept if clause.sentence not in used or _leads_in(clause, kept, draft, lexis)]
    asked = [target for target in draft.situation.targets if target in _EDGES]
    if need != "goal.statement" and asked and not used:
        _asked(asked, kept, draft, lexis)
        return
    if draft.map.goal.statement and (need != "goal.statement" or not rest):
        return
    statement = rest or kept
    chosen = [c for c in statement if c.end - statement[0].start <= _LONGEST_STATEMENT] or statement[:1]
    start, end = span_of(body(chosen[0].words, draft.language), draft.source.text)[0], chosen[-1].end
    draft.set("goal", "statement", draft.source.text[start:end], start, end)


def _leads_in(clause: Clause, kept: list[Clause], draft: Draft, lexis: Lexicon) -> bool:
    """Tell whether a clause says what the map is for, before the words that tell where the journey begins and ends."""
    for other in kept:
        if other.sentence == clause.sentence and lexis("goal", "from").any(other.words):
            return other.start > clause.start and len(contents(clause.words, draft.language)) >= _STATEMENT
    return False


def _range(said: tuple[Word, ...], draft: Draft, lexis: Lexicon) -> bool:
    """Set start and end from "from X to Y"; tell whether there was one."""
    opens = lexis("goal", "from").find(said)
    closes = lexis("goal", "to").find(said)
    pairs = [(a, b) for a in opens for b in closes if a.end < b.start <= a.end + _FARTHEST]
    if not pairs:
        return False
    first, last = max(pairs, key=lambda pair: (_sure(pair[1]), _sure(pair[0]), pair[0].start, -pair[1].start))
    asked = any(target in _EDGES for target in draft.situation.targets)
    if first.weak and last.weak and not asked:
        return False  # "a shop of plants and ..."
    before, after = said[first.end : last.start], said[last.end :]
    if not before or not after or (len(before) + len(after) < _TOLD and not asked):
        return False
    done = False
    for field, span in (("start", said[first.end : last.start]), ("end", _ending(said, last, lexis))):
        if contents(span, draft.language):
            start, end = span_of(_tail(span, lexis), draft.source.text)
            done = draft.set("goal", field, draft.source.text[start:end], start, end) or done
    return done


def _sure(match: Match) -> int:
    return 0 if match.weak else match.length


def _ending(said: tuple[Word, ...], last: Match, lexis: Lexicon) -> tuple[Word, ...]:
    return said[last.end : last.end + 25]


def _tail(span: tuple[Word, ...], lexis: Lexicon) -> tuple[Word, ...]:
    """Drop the conjunctions at the end of a span."""
    last = len(span)
    while last > 1 and (
        lexis("grammar", "and").has(span[last - 1].fold) or lexis("goal", "to").has(span[last - 1].fold)
    ):
        last -= 1
    return span[:last]


def _asked(fields: list[str], kept: list[Clause], draft: Draft, lexis: Lexicon) -> None:
    """Set the start and the end that were asked for: of two statements the first and the last."""
    if len(fields) > 1 and _until(kept, draft, lexis):
        return
    sentences: dict[int, list[Clause]] = {}
    for clause in kept:
        sentences.setdefault(clause.sentence, []).append(clause)
    told = list(sentences.values())
    if len(told) == 1 and len(kept) > 1 and len(fields) > 1:
        told = [[clause] for clause in kept]
    for field, clauses in zip(fields, [told[0], told[-1]] if len(fields) > 1 else told[:1], strict=False):
        said = body(tuple(word for clause in clauses for word in clause.words), draft.language)
        edges = lexis("goal", _EDGES[field]).find(said)
        if edges and edges[0].end < len(said) and edges[0].start <= _LEADING:
            said = said[edges[0].end :]
        start = span_of(said, draft.source.text)[0]
        inside = [clause for clause in clauses if clause.end - start <= _LONGEST_STATEMENT] or clauses[:1]
        draft.set("goal", field, draft.source.text[start : inside[-1].end], start, inside[-1].end)


def _until(kept: list[Clause], draft: Draft, lexis: Lexicon) -> bool:
    """Set start and end from "when they hear of us until they come back"; tell whether a sentence says it so."""
    if len({clause.sentence for clause in kept}) > 1:
        return False
    said = tuple(word for clause in kept for word in clause.words)
    for until in lexis("goal", "to").find(said):
        before, after = _tail(said[: until.start], lexis), said[until.end :]
        if not until.weak and contents(before, draft.language) and contents(after, draft.language):
            spans = [span_of(side, draft.source.text) for side in (before, after)]
            told = [
                draft.set("goal", name, draft.source.text[a:b], a, b)
                for name, (a, b) in zip(_EDGES, spans, strict=True)
            ]
            return all(told)
    return False
