"""Stretches of an answer in which the person turns to somebody else: "hang on, … right, where was I"."""

from collections.abc import Sequence

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.lexicon import WordList

_WAIT = {
    "en": "hang on, hold on, one sec, one second, one moment, just a sec, just a second, just a minute, "
    "a moment please, give me a sec, give me a second, give me a minute, "
    "bear with me, excuse me, brb, be right back",
    "es": "espera, espere, esperame, espereme, un momento, un momentito, un segundo, un segundito, un minuto, momento, "
    "momentito, aguanta, aguante, aguantame, permiteme, permitame, dame un segundo, deme un segundo, dame un momento, "
    "dame un minuto, deme un minuto, disculpa un momento, disculpe un momento, ahora vuelvo, ahorita vuelvo, ya vuelvo",
    "pl": "chwila, chwilka, chwileczke, chwilke, momencik, moment, sekunda, sekunde, sekundke, zaczekaj, poczekaj, "
    "prosze poczekac, prosze zaczekac, zaraz wracam, zaraz wroce",
}
_ALSO_A_TIME = {
    "en": "one second, one moment",
    "es": "un momento, un segundo, un minuto, momento",
    "pl": "chwila, moment, sekunda",
}
"""Those that may as well begin something else, "un segundo horno": they ask to wait only as a whole clause."""

_SORRY = {
    "en": "sorry, apologies, pardon",
    "es": "perdon, perdona, perdone, disculpa, disculpe, disculpen, sorry",
    "pl": "przepraszam, sorry, sory, sorki, wybacz, wybaczcie",
}
_BACK = {
    "en": "right, ok, okay, back, i'm back, im back, i am back, back now, anyway, anyhow, so, done, there, "
    "there we go, where was i, where were we, as i was saying",
    "es": "ya, listo, ya esta, ya volvi, ya regrese, ya estoy, ya estoy aqui, aqui estoy, bueno, vale, ok, en fin, "
    "en que ibamos, en que estabamos, por donde iba, por donde ibamos, te decia, le decia",
    "pl": "juz, juz jestem, jestem, dobra, dobra jestem, no dobra, dobrze, ok, okej, wracam, wrocilam, wrocilem, "
    "no wiec, na czym stanelam, na czym stanelismy, na czym skonczylam, na czym skonczylismy",
}
_INTERRUPTED = {
    "en": "interrupted, interrupting, interruption, called away, walked in, came in, distracted",
    "es": "interrumpio, interrumpieron, interrupcion, llego, llegaron, entro un, entro una, me llamaron, me llamo",
    "pl": "przerwal, przerwala, przerwali, przerwano, przerwalo, wszedl, weszla, weszli, oderwal, oderwala, oderwali",
}
_LONGEST_CLOSING = 3
"""Words of the clause that ends an interruption, at most: "right", "dobra jestem"."""

_MOST_BETWEEN = 6
"""Clauses of an interruption, at most."""


def _lists(entries: dict[str, str]) -> dict[str, WordList]:
    return {language: WordList({"": listed}) for language, listed in entries.items()}


_TIME_WORDS = _lists(_ALSO_A_TIME)
_WAIT_WORDS, _SORRY_WORDS, _BACK_WORDS, _CAME_WORDS = _lists(_WAIT), _lists(_SORRY), _lists(_BACK), _lists(_INTERRUPTED)


def interrupted(clauses: Sequence[Clause], language: str) -> list[bool]:
    """Tell of each clause whether it is said to somebody else, or tells of the interruption.

    One begins with words such as "hang on", or with an apology and something that came in between, and goes on to the
    words by which people come back ("right", "ya", "już"); without these it is the sentence. An apology alone opens one
    only up to such words: else it takes back what was said before.
    """
    off = [False] * len(clauses)
    index = 0
    while index < len(clauses):
        end = _end(clauses, index, language)
        for place in range(index, end):
            off[place] = True
        index = max(end, index + 1)
    return off


def _end(clauses: Sequence[Clause], index: int, language: str) -> int:
    """Return where the interruption ends that begins with a clause, or `index` where none does."""
    clause = clauses[index]
    if clause.joined and clause.joined != ",":
        return index
    sorry = _of(_SORRY_WORDS, language).at(clause.words, 0)
    wait = _asks_to_wait(clause, sorry or 0, language)
    if wait is None and sorry is None:
        return index
    back = _coming_back(clauses, index, language)
    if back is not None:
        return back
    sentence = index + 1
    while sentence < len(clauses) and clauses[sentence].sentence == clause.sentence:
        sentence += 1
    came = any(_of(_CAME_WORDS, language).any(told.words) for told in clauses[index:sentence])
    if came or (wait is not None and not clause.joined and _says_only(clauses[index:sentence], wait)):
        return sentence
    return index


def _asks_to_wait(clause: Clause, first: int, language: str) -> int | None:
    """Return where words that ask to wait end, an apology and a word aside: "sorry, now bear with me"."""
    wait, time = _of(_WAIT_WORDS, language), _of(_TIME_WORDS, language)
    for place in range(first, min(first + 2, len(clause.words))) if first else (0,):
        end = wait.at(clause.words, place)
        if end is not None and (end == len(clause.words) or time.at(clause.words, place) != end):
            return end
    return None


def _coming_back(clauses: Sequence[Clause], index: int, language: str) -> int | None:
    """Return the place after the clause by which the person comes back, or None where none follows soon."""
    for place in range(index + 1, min(index + 1 + _MOST_BETWEEN, len(clauses))):
        said = clauses[place].words
        if not clauses[place].joined and _of(_BACK_WORDS, language).at(said, 0) == len(said) <= _LONGEST_CLOSING:
            return place + 1
    return None


def _says_only(sentence: Sequence[Clause], wait: int) -> bool:
    """Tell whether a sentence that asks to wait is short, and holds no figure."""
    said = [word for clause in sentence for word in clause.words][wait:]
    return len(said) <= _SHORT and not any(word.is_number for word in said)


_SHORT = 14
"""Words after "hang on" in a sentence that is said to somebody else, at most."""


def _of(lists: dict[str, WordList], language: str) -> WordList:
    return lists.get(language, lists["en"])
