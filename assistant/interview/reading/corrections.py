"""Values that the person takes back: within one answer, and of an earlier answer."""

from collections.abc import Collection, Sequence

from assistant.interview.reading.denied_words import denied_words, place_of, tells
from assistant.interview.reading.lexicon import Lexicon, Match, lexicon
from assistant.interview.reading.numbers import Figure
from assistant.interview.reading.repairs import leads_straight, repaired, set_apart
from assistant.interview.reading.source import Source, pieced, whole
from assistant.interview.reading.taken_back import MOST, READ, kind_of, replaced, values
from assistant.interview.reading.words import Word, words
from assistant.text import fold

_BACK = 40
_AHEAD = 9
_LONGEST_REPLACEMENT = 5
_FAR_IN_SIZE = 1.4
_MOST_CUTS = 12
"""Corrections in one answer that are carried out, at most: what has more of them is no talk."""


def without_replaced(answer: str, language: str, earlier: Collection[str] = ()) -> Source:
    """Return `answer` with each value that is taken back in it replaced by the right one.

    "25, no, sorry, 40 minutes" reads "40 minutes"; "10% off on the night. No wait, make it 15%" reads "15% off on the
    night". A value that only the texts `earlier` hold is left to be changed in the map.
    """
    said = words(answer[:READ])
    lexis = lexicon(language)
    cuts: list[tuple[int, int]] = []
    moves: dict[int, tuple[int, int, int]] = {}  # where a wrong figure begins: its end, the right one's span
    found = values(answer, said, language)
    for pair in replaced(answer, language, earlier):
        if pair.said is not None:
            stop = pair.said.end if pair.right.unit else pair.said.number_end
            moves[pair.said.start] = (stop, pair.right.start, pair.right.end)
            cuts.append((_denial(said, pair.wrong, lexis), pair.right.end))
        elif pair.wrong.start < pair.right.start:
            start = _denial(said, pair.wrong, lexis)
            cuts.append((start, pair.right.start))
        else:
            cuts.append((pair.right.end, pair.wrong.end))
    _deny_words(answer, language, earlier, cuts, moves)
    strong = lexis("correction", "strong").find(said)[:MOST]
    inside = {index for match in strong for index in range(match.start, match.end)}
    weak = [m for m in lexis("correction", "weak").find(said) if m.start not in inside][:MOST]
    apart = [own for marker in weak if (own := set_apart(answer, said, marker, lexis))]
    for marker in apart:
        _repair(answer, said, found, marker, lexis, cuts, moves)
    for marker in sorted(strong + weak, key=lambda match: match.start):
        if not _cut(said[marker.start].start, cuts):
            _take_back(answer, said, found, marker, marker in strong, cuts, moves)
    for marker in strong:
        _take_back_words(answer, said, found, marker, cuts, lexis)
    for marker in lexis("correction", "meant").find(said)[:MOST]:
        if marker.start not in inside and _opens_sentence(answer, said, marker):
            _take_back_words(answer, said, found, marker, cuts, lexis)
    if not cuts or len(cuts) > _MOST_CUTS:
        return whole(answer)
    return pieced(answer, _pieces(answer, cuts, moves))


def _take_back(
    answer: str,
    said: Sequence[Word],
    found: Sequence[Figure],
    marker: Match,
    sure: bool,
    cuts: list[tuple[int, int]],
    moves: dict[int, tuple[int, int, int]],
) -> None:
    ahead = _AHEAD if sure or _same_unit_around(said, found, marker) else 2
    right = next((f for f in found if marker.end <= f.first <= marker.end + ahead and not _cut(f.start, cuts)), None)
    opens = not sure and _opens_sentence(answer, said, marker)
    if opens and (right is None or right.first - marker.end > 2 or not _stands_alone(answer, said, right)):
        opens = False
    if not sure and not _set_off(answer, said, found, marker):
        return
    back = _BACK if sure or opens else 2
    before = [f for f in found if f.last <= marker.start and marker.start - f.last <= back]
    before = [f for f in before if right is not None and kind_of(f) == kind_of(right)]
    if right is None or not before or "\n" in answer[said[marker.start].start : right.start]:
        return
    same = [f for f in before if right.unit and f.unit and right.unit[:3] == f.unit[:3]]
    wrong = _nearest_in_size(same or before, right) if sure or opens else before[-1]
    if wrong.numbers == right.numbers or (not sure and _clashing(wrong, right)):
        return
    begin = said[marker.start].start
    again = [f for f in found if f.numbers == wrong.numbers and 0 <= marker.start - f.last <= _BACK]
    repeated = len(again) > 1 and ("?" in answer[again[-1].end : begin] or again[-1].last == marker.start)
    if repeated:  # "five times. Five? What am I saying, twice"; "12 a day. Wait, 12 no, 20"
        begin, wrong = again[-1].start, again[-2]
    if marker.start - wrong.last <= 1 and begin == said[marker.start].start:
        cuts.append((wrong.start, right.start))
    else:
        stop = wrong.end if right.unit else wrong.number_end
        moves[wrong.start] = (stop, right.start, right.end)
        cuts.append((begin - answer[:begin].endswith("¿"), _repeated(said, wrong, right)))
    # "..., 10 is nothing": the wrong value again, right after
    later = next((f for f in found if f.first >= right.last and f.numbers == wrong.numbers), None)
    if later and later.first - right.last <= 3:
        end = min((i for i in (answer.find(c, later.end) for c in ".,;\n!") if i >= 0), default=len(answer))
        if end - later.end <= 40:
            cuts.append((right.end, end))


def _repair(
    answer: str,
    said: Sequence[Word],
    found: Sequence[Figure],
    marker: Match,
    lexis: Lexicon,
    cuts: list[tuple[int, int]],
    moves: dict[int, tuple[int, int, int]],
) -> None:
    """Take back what stands before a cue that is a clause of its own: "on Mondays at nine, er, on Tuesdays"."""
    if _cut(said[marker.start].start, cuts) or _cut(said[marker.end].start, cuts):
        return
    right = next((figure for figure in found if figure.first >= marker.end), None)
    if right and leads_straight(said[marker.end : right.first], lexis):
        before = [f for f in found if f.last <= marker.start and kind_of(f) == kind_of(right)]
        wrong = before[-1] if before else None
        told = wrong and not _clashing(wrong, right) and not _cut(wrong.start, cuts) and wrong.numbers != right.numbers
        if wrong and told and not _sentence_between(answer, wrong.end, right.start):
            moves[wrong.start] = (wrong.end if right.unit else wrong.number_end, right.start, right.end)
            cuts.append((said[marker.start - 1].end, _repeated(said, wrong, right)))
        return
    if span := repaired(answer, said, marker, lexis):
        cuts.append(span)


def _opens_sentence(answer: str, said: Sequence[Word], marker: Match) -> bool:
    return marker.start > 0 and _sentence_between(answer, said[marker.start - 1].end, said[marker.start].start)


def _sentence_between(answer: str, start: int, end: int) -> bool:
    return any(sign in ".!?;" for sign in answer[start:end])


def _stands_alone(answer: str, said: Sequence[Word], figure: Figure) -> bool:
    """Tell whether nothing follows a figure in its clause but its unit: "Sorry, every 30."."""
    return figure.last >= len(said) or any(sign in ".,;!?\n" for sign in answer[figure.end : said[figure.last].start])


def _set_off(answer: str, said: Sequence[Word], found: Sequence[Figure], marker: Match) -> bool:
    """Tell whether a weak cue stands apart, or right between two figures: "25, wait, 40", not "they wait 40"."""
    before = answer[said[marker.start - 1].end : said[marker.start].start] if marker.start else "."
    after = answer[said[marker.end - 1].end : said[marker.end].start] if marker.end < len(said) else "."
    if before.strip() or after.strip():
        return True
    return any(f.last == marker.start for f in found) and any(f.first == marker.end for f in found)


def _repeated(said: Sequence[Word], wrong: Figure, right: Figure) -> int:
    """Return where the right figure ends, with the words after it that stood after the wrong one, too."""
    end, one, other = right.end, wrong.last, right.last
    while other < len(said) and one < right.first and said[one].fold == said[other].fold:
        end, one, other = said[other].end, one + 1, other + 1
    return end


def _deny_words(
    answer: str,
    language: str,
    earlier: Collection[str],
    cuts: list[tuple[int, int]],
    moves: dict[int, tuple[int, int, int]],
) -> None:
    """Put right the words that were said and are denied after that: "we text on Viber. Not Viber, I meant Signal"."""
    lexis = lexicon(language)
    said = words(answer[:READ])
    for pair in denied_words(answer, language, {word.fold for word in said}):
        at = min(pair.start, pair.right[0].start)
        told = [word for word in said if word.end <= at]
        place = place_of(pair.wrong, answer, told)
        around = [word for word in said if pair.start <= word.start < pair.end]
        if place is None or not (pair.proper or lexis("correction", "meant").any(around)):
            continue
        if any(tells(text[:READ], pair.wrong) for text in earlier):
            continue  # to be changed in the map
        if any(start < pair.end and pair.start < end for start, end in cuts) or _cut(place[0], cuts):
            continue
        moves[place[0]] = (place[1], pair.right[0].start, pair.right[-1].end)
        cuts.append((pair.start, pair.end))


def _same_unit_around(said: Sequence[Word], found: Sequence[Figure], marker: Match) -> bool:
    """Tell whether the figures around a marker have the same unit: "2 percent, sorry, I looked again: 6 percent"."""
    before = [figure for figure in found if figure.last <= marker.start and marker.start - figure.last <= 1]
    after = [figure for figure in found if marker.end <= figure.first <= marker.end + _AHEAD]
    return bool(before and after and after[0].unit and after[0].unit[:3] == before[-1].unit[:3])


def _nearest_in_size(before: Sequence[Figure], right: Figure) -> Figure:
    """Return the value that `right` most likely replaces: the last, unless another is far nearer to it in size.

    "forty calls before ten, no, twenty-five": nobody mistakes ten for twenty-five.
    """
    try:
        sizes = [float(value.numbers[-1]) for value in before[-3:]]
        size = float(right.numbers[-1])
    except ValueError:
        return before[-1]
    ratios = [max(one, size) / max(min(one, size), 0.01) for one in sizes]
    return before[-3:][ratios.index(min(ratios))] if ratios[-1] > _FAR_IN_SIZE * min(ratios) else before[-1]


def _take_back_words(
    answer: str,
    said: Sequence[Word],
    found: Sequence[Figure],
    marker: Match,
    cuts: list[tuple[int, int]],
    lexis: Lexicon,
) -> None:
    """Take back words: "by phone, no sorry, by email" reads "by email"."""
    if (
        marker.end >= len(said)
        or marker.start == 0
        or any(_cut(w.start, cuts) for w in said[marker.start : marker.end])
    ):
        return
    stop = marker.end
    most = min(len(said), marker.end + _LONGEST_REPLACEMENT + 1)
    while stop < most and not any(c in ".,;:!?\n" for c in answer[said[stop].end : said[stop].end + 1]):
        stop += 1
    new = said[marker.end : stop + 1]
    if not new or len(new) > _LONGEST_REPLACEMENT or any(f.first >= marker.end and f.last <= stop + 1 for f in found):
        return
    head = said[max(0, marker.start - 7) : marker.start]
    again = [word for word in head if word.fold == new[0].fold]
    if again:
        cuts.append((again[-1].start, new[0].start))
        return
    if answer[new[0].start].isupper():
        names = [word for word in head if answer[word.start].isupper()]
        if names:
            cuts.append((names[-1].start, new[0].start))
            return
    if len(new) <= 2 and not lexis("grammar", "stop").has(new[0].fold):
        cuts.append((said[max(0, marker.start - len(new))].start, new[0].start))


def _pieces(answer: str, cuts: list[tuple[int, int]], moves: dict[int, tuple[int, int, int]]) -> list[tuple[int, int]]:
    steps = sorted(
        [(s, e, None) for s, e in cuts] + [(s, m[0], (m[1], m[2])) for s, m in moves.items()], key=lambda t: t[:2]
    )
    spans: list[tuple[int, int]] = []
    at = 0
    for start, end, instead in steps:
        if start < at:
            return [(0, len(answer))]  # corrections of corrections: what is left would be sentences that nobody said
        spans.append((at, start))
        if instead:
            spans.append(instead)
        at = end
    spans.append((at, len(answer)))
    return spans


def _denial(said: Sequence[Word], wrong: Figure, lexis: Lexicon) -> int:
    """Return where the "not" before a wrong figure begins, or where the figure does."""
    for index in range(max(0, wrong.first - 3), wrong.first):
        if lexis("correction", "not").at(said, index) is not None:
            return said[index].start
    return wrong.start


def _clashing(one: Figure, other: Figure) -> bool:
    return bool(one.unit and other.unit and fold(one.unit)[:3] != fold(other.unit)[:3])


def _cut(place: int, cuts: Sequence[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in cuts)
