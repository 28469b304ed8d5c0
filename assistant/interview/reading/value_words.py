"""Function words around the values of a metric: closed classes of each language, no vocabulary of a trade."""

from functools import cache

from assistant.interview.reading.lexicon import WordList

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "range": "or, to, and",
        "between": "between",
        "whole": "out of, out of every, of every, in every, for every, of each",
        "from": "of",
        "horizon": "in, within, after, for, over, during, next, inside, every, aged",
        "period": "day*, week*, wk*, month*, mth*, year*, yr*, hour*, hr*, season*, quarter*",
        "every": "every",
        "counted": "one, ones, time, times",
        "past": "was, were, used to, last year, last month, had, back then, before, up from, down from, started with",
        "present": "now, currently, today, at the moment, right now, these days, at present, nowadays",
        "relative": "who, which, that, whose, where",
        "half": "half",
        "this": "last, this, next, per, each, past",
        "single": "one",
        "and_half": "and half, and a half",
        "of": "of",
        "of_what": "it, that, this, them, those, these, today, now, what",
        "value": """single figures, single digits, single figure, single digit, double figures, double digits, halve,
            halved, halving, doubled, doubling, triple, tripled, treble""",
    },
    "es": {
        "range": "o, a, y",
        "between": "entre",
        "whole": "de cada, por cada",
        "from": "de",
        "horizon": "en, dentro de, durante, a los, a las, tras, en los, en las, antes de, cada, menores de",
        "period": "dia*, semana*, mes*, ano, anos, hora*, trimestre*, temporada*, quincena*",
        "every": "",
        "counted": "vez, veces",
        "past": "era, eran, estaba, estaban, fue, fueron, el ano pasado, el mes pasado, antes, habia",
        "present": "ahora, hoy, actualmente, ahorita, de momento, hoy en dia, a dia de hoy",
        "relative": "que, quien, quienes, donde, cuyo, cuya",
        "half": "mitad",
        "this": "ultimo, este, proximo, pasado",
        "single": "uno, una",
        "and_half": "y media, y medio",
        "of": "de",
        "of_what": "eso, esto, ahora, hoy, lo, ellas, ellos, los, las",
        "value": """una sola cifra, una cifra, un solo digito, un digito, dos cifras, duplicar,
            duplicarlo, duplicarla, duplicarlos,
            duplicarlas, doblar, doblarlo, doblarla, triplicar, triplicarlo, triplicarla, el doble, el triple""",
    },
    "pl": {
        "range": "lub, albo, czy, do, a, i",
        "between": "miedzy, pomiedzy, od",
        "whole": "na kazde, na kazdych, z kazdych, sposrod",
        "from": "z, ze",
        "horizon": "za, w ciagu, przez, po, w, co, do, wieku",
        "period": "dni, dzien, dnia, dniach, tydzien, tygodni*, miesiac*, miesiec*, rok*, lat, lata, godzin*, kwarta*",
        "every": "co",
        "counted": "raz, razy, razem",
        "past": "bylo, byly, byl, byla, w zeszlym roku, w zeszlym miesiacu, wczesniej, przedtem",
        "present": "teraz, dzis, dzisiaj, obecnie, aktualnie, na razie, na dzis, w tej chwili",
        "relative": "ktory, ktora, ktore, ktorzy, ktorych, ktorym, gdzie, co, ze",
        "half": "polowa, polowe, polowy, pol",
        "this": "ostatni, ten, nastepny",
        "single": "jeden, jedna, jedno",
        "and_half": "i pol",
        "of": "z, tego, tych, obecnej, dzisiejszej",
        "of_what": "tego, tych, tej, teraz, dzis",
        "value": """jednocyfrow*, dwucyfrow*, podwoic, podwojenie, potroic, potrojenie, dwa razy tyle, trzy razy tyle,
            dwa razy mniej, dwa razy wiecej, ani jeden, ani jedna, ani jednego, ani jednej""",
    },
}  # fmt: skip


@cache
def closed(language: str, name: str) -> WordList:
    """Return a list of function words of `language`."""
    return WordList({name: _WORDS.get(language, _WORDS["en"])[name]})
