"""Words that people take back: "her name is Rosa, not Rita"; "not Ann, Helen will call"."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.interview.reading.lexicon import Lexicon, Match, lexicon
from assistant.interview.reading.taken_back import MOST, denials
from assistant.interview.reading.words import Word, beginnings, words
from assistant.journey.grounding import same_word

_LONGEST = 3
"""Words of a value taken back, and of the one in its place, at most."""

_LEAD = 12
_READ = 6_000
_PAUSES = ",;:.!?\n()–—"
_STOPS = ".;!?\n"


@dataclass(frozen=True, slots=True)
class DeniedWords:
    """Words taken back and those that are right, both from one text.

    Attributes:
        start: where the denial begins.
        wrong: the denied words.
        right: the words in their place.
        proper: whether both are names.
    """

    start: int
    wrong: tuple[Word, ...]
    right: tuple[Word, ...]
    proper: bool

    @property
    def end(self) -> int:
        """Where the denial, and the right words after it, end."""
        return max(self.wrong[-1].end, self.right[-1].end if self.right[0].start > self.start else 0)


def denied_words(text: str, language: str, known: Collection[str]) -> list[DeniedWords]:
    """Return the words that `text` takes back, all forms of the folded words `known`, with the right ones."""
    said = words(text[:_READ])
    lexis = lexicon(language)
    found: list[DeniedWords] = []
    stems = {word[:3] for word in known}
    for pair in (
        *(_after(text, said, m, lexis) for m in denials(text, said, lexis)[:MOST]),
        *_all_before(text, said, lexis),
    ):
        if pair and all(w.fold[:3] in stems and any(same_word(w.fold, k) for k in known) for w in pair.wrong):
            found.append(pair)
    return found


def tells(text: str, wrong: Sequence[Word]) -> bool:
    """Tell whether `text` holds the words `wrong`."""
    begun = beginnings(text)
    return all(word.fold[:3] in begun for word in wrong) and place_of(wrong, text, words(text)) is not None


def place_of(wrong: Sequence[Word], text: str, said: Sequence[Word]) -> tuple[int, int] | None:
    """Return where `text`, whose words are `said`, holds the words `wrong`."""
    for index in range(len(said) - len(wrong) + 1):
        if all(same_word(said[index + k].fold, word.fold) for k, word in enumerate(wrong)):
            return said[index].start, said[index + len(wrong) - 1].end
    return None


def _after(text: str, said: Sequence[Word], denial: Match, lexis: Lexicon) -> DeniedWords | None:
    """Read a denial whose wrong words come after it: "not Rita"."""
    stop = first = denial.end
    while stop < len(said) and stop - first < _LONGEST + 2 and not (stop > first and _ends(text, said, stop, lexis)):
        stop += 1
    if stop == first or _paused(text, said, first) or (stop < len(said) and not _ends(text, said, stop, lexis)):
        return None
    wrong = _bare(said[first:stop], lexis)
    if not 0 < len(wrong) <= _LONGEST:
        return None
    proper = all(text[word.start].isupper() for word in wrong)
    opening = _lead(text, said, denial.start)
    right: tuple[Word, ...] = ()
    closes = stop == len(said) or any(sign in _PAUSES for sign in text[said[stop - 1].end : said[stop].start])
    if opening and closes and _set_off(text, said, denial.start, lexis):
        right = _right_before(text, opening, said[first], len(wrong), proper, lexis)
    if not right or right[-1].fold == wrong[-1].fold:
        right = _right_after(text, said, stop, proper, lexis)
    return _pair(said[denial.start].start, wrong, right, proper)


def _all_before(text: str, said: Sequence[Word], lexis: Lexicon) -> list[DeniedWords | None]:
    found = lexis("correction", "not").find(said)[:MOST]
    return [_before(text, said, match, lexis) for match in found if _paused(text, said, match.start + 1)]


def _before(text: str, said: Sequence[Word], denial: Match, lexis: Lexicon) -> DeniedWords | None:
    """Read a denial after the wrong words: "Rita no, Rosa"."""
    lead = _lead(text, said, denial.start)
    wrong = _bare(lead, lexis)
    after = denial.start + 1
    if after >= len(said) or not _paused(text, said, after):
        return None
    if not 0 < len(wrong) <= 2 or _paused(text, said, denial.start):
        return None
    proper = all(text[word.start].isupper() for word in wrong)
    right = _right_after(text, said, after, proper, lexis) or _clause_after(text, said, after, lexis)
    return _pair(wrong[0].start, wrong, right, proper)


def _pair(start: int, wrong: tuple[Word, ...], right: tuple[Word, ...], proper: bool) -> DeniedWords | None:
    same = [w.fold for w in wrong] == [w.fold for w in right]
    return DeniedWords(start, wrong, right, proper) if right and not same else None


def _right_before(
    text: str, lead: Sequence[Word], opening: Word, size: int, proper: bool, lexis: Lexicon
) -> tuple[Word, ...]:
    """Return the right words before a denial: a name, what follows the same preposition, or the last words."""
    if proper:
        runs = _names(text, lead, lexis)
        return runs[-1] if runs else ()
    again = [index for index, word in enumerate(lead) if word.fold == opening.fold]
    if again and lexis("grammar", "stop").has(opening.fold):
        rest = tuple(lead[again[-1] + 1 :])
        return rest if len(rest) <= _LONGEST else ()
    return tuple(lead[-size:])


def _right_after(text: str, said: Sequence[Word], at: int, proper: bool, lexis: Lexicon) -> tuple[Word, ...]:
    """Return the right words after a denial: the first name, or the few words up to the next pause."""
    end = at
    while end < len(said) and end - at < _LEAD and not (end > at and _stopped(text, said, end)):
        end += 1
    rest = said[at:end]
    if proper:
        runs = _names(text, rest, lexis)
        return runs[0] if runs else ()
    lists = [lexis("correction", name) for name in ("but", "weak", "meant", "make")]
    index = 0
    while index < len(rest):
        ends = [stop for one in lists if (stop := one.at(rest, index)) is not None]
        if not ends and not lexis("grammar", "stop").has(rest[index].fold):
            break
        index = max([index + 1, *ends])
    if not index:
        return ()  # nothing says that what follows takes the place of what was denied
    stop = index
    while stop < len(rest) and not (stop > index and _paused(text, rest, stop)):
        stop += 1
    while stop > index and lexis("correction", "changed").at(rest, stop - 1) is not None:
        stop -= 1
    return tuple(rest[index:stop]) if 0 < stop - index <= _LONGEST else ()


def _clause_after(text: str, said: Sequence[Word], at: int, lexis: Lexicon) -> tuple[Word, ...]:
    """Return the clause at `at` when it is no longer than a value, its preposition left out: "retired no, working"."""
    stop = at + 1
    while stop < len(said) and stop - at <= _LONGEST and not _paused(text, said, stop):
        stop += 1
    return _bare(said[at:stop], lexis) if stop - at <= _LONGEST else ()


def _names(text: str, run: Sequence[Word], lexis: Lexicon) -> list[tuple[Word, ...]]:
    """Return the runs of capitalised words."""
    runs: list[list[Word]] = []
    joined = False
    for word in run:
        upper = text[word.start].isupper() and not lexis("grammar", "stop").has(word.fold)
        if upper and joined:
            runs[-1].append(word)
        elif upper:
            runs.append([word])
        joined = upper
    return [tuple(names) for names in runs if len(names) <= _LONGEST]


def _bare(run: Sequence[Word], lexis: Lexicon) -> tuple[Word, ...]:
    stop = lexis("grammar", "stop")
    first = next((i for i, word in enumerate(run) if not stop.has(word.fold)), len(run))
    bare = tuple(run[first:])
    return bare or tuple(run[-1:] if run and lexis("metric", "number").has(run[-1].fold) else ())


def _lead(text: str, said: Sequence[Word], end: int) -> Sequence[Word]:
    """Return the words of the clause before a denial, without what joins it."""
    first = end
    while (
        first
        and end - first < _LEAD
        and not _stopped(text, said, first)
        and (first == end or not _paused(text, said, first))
    ):
        first -= 1
    return said[first:end]


def _set_off(text: str, said: Sequence[Word], index: int, lexis: Lexicon) -> bool:
    joins = lexis("grammar", "and").has(said[index - 1].fold) or lexis("grammar", "and").has(said[index].fold)
    if lexis("correction", "instead").at(said, index) is not None:
        return True
    return index > 0 and (_paused(text, said, index) or joins or _paused(text, said, index - 1))


def _ends(text: str, said: Sequence[Word], index: int, lexis: Lexicon) -> bool:
    return _paused(text, said, index) or lexis("correction", "but").at(said, index) is not None


def _paused(text: str, said: Sequence[Word], index: int) -> bool:
    return 0 < index < len(said) and any(sign in _PAUSES for sign in text[said[index - 1].end : said[index].start])


def _stopped(text: str, said: Sequence[Word], index: int) -> bool:
    return 0 < index < len(said) and any(sign in _STOPS for sign in text[said[index - 1].end : said[index].start])
