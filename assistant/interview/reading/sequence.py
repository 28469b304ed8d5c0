"""Words that lead on to what comes next in a story, or back to what was just told."""

from collections.abc import Sequence

from assistant.interview.reading.lexicon import WordList
from assistant.interview.reading.words import Word

_LEAD = 3

_LATER = {
    "en": "first, first of all, then, after that, afterwards, next thing, and finally, finally, once, eventually, "
    "at the end, later on",
    "es": "primero, lo primero, luego, despues, entonces, y de ahi, de ahi, mas tarde, al final, por ultimo, "
    "finalmente, "
    "a continuacion, una vez, cuando",
    "pl": "najpierw, na poczatku, potem, pozniej, nastepnie, na koniec, wreszcie, po tym, po wszystkim, a dalej, "
    "kiedy, gdy, jak juz",
}
# Only these cut inside a run of words: the others begin a step of the story only where they begin a clause.
_CUTTING = {
    "en": "then, after that, afterwards, next thing, finally, eventually",
    "es": "luego, despues, entonces, y de ahi, mas tarde, al final, por ultimo, finalmente",
    "pl": "potem, nastepnie, na koniec, wreszcie",
}
# "Since then", "two days later", "después de comprar": the word belongs to what stands beside it.
_NOT_AFTER = {
    "en": "since, by, until, till, now, back, just, if, even, only, right",
    "es": "desde, hasta, poco, mucho, dia, dias, hora, horas, semana, semanas, mes, meses, ano, anos, o",
    "pl": "dopiero, od, do, na, dzien, dni, godzine, godziny, tydzien, tygodni, miesiac, miesiecy, rok, lat, albo, lub",
}
_NOT_BEFORE = {"en": "of", "es": "de, del, que", "pl": "ze"}
_BACK = {
    "en": "there, here, that's where, that is where, thats where, this is where, that's when, thats when, "
    "at that point, it, it's, its, that, that's, thats, this, these, those, which, where",
    "es": "ahi, alli, alla, aca, eso, esto, ese, esa, esos, esas, que, donde, al que, a la que, en el que, en la que",
    "pl": "tam, tu, tutaj, wtedy, to, tego, tym, ktory, ktora, ktore, gdzie, na ktory, na ktora, na ktore, po ktorym, "
    "po ktorej, w ktorym, w ktorej, z ktorym, z ktorej",
}


def _lists(entries: dict[str, str]) -> dict[str, WordList]:
    return {language: WordList({"": listed}) for language, listed in entries.items()}


_LATER_WORDS, _CUTTING_WORDS, _BACK_WORDS = _lists(_LATER), _lists(_CUTTING), _lists(_BACK)
_NOT_AFTER_WORDS, _NOT_BEFORE_WORDS = _lists(_NOT_AFTER), _lists(_NOT_BEFORE)


def begins_later(said: Sequence[Word], index: int, language: str) -> bool:
    """Tell whether a word in the middle of `said` leads on to what comes next."""
    end = _of(_CUTTING_WORDS, language).at(said, index)
    if end is None or (index and _of(_NOT_AFTER_WORDS, language).has(said[index - 1].fold)):
        return False
    return end >= len(said) or not _of(_NOT_BEFORE_WORDS, language).has(said[end].fold)


def leads_on(said: Sequence[Word], language: str) -> bool:
    """Tell whether a clause begins with what comes next in a story; a conjunction may stand before that."""
    later = _of(_LATER_WORDS, language)
    return any(later.at(said, index) is not None for index in range(min(_LEAD - 1, len(said))))


def points_back(said: Sequence[Word], language: str) -> bool:
    """Tell whether a clause begins with a word that points back: "there …", "eso …", "tam …"."""
    return _of(_BACK_WORDS, language).at(said, 0) is not None


def _of(lists: dict[str, WordList], language: str) -> WordList:
    return lists.get(language, lists["en"])
