"""The words that the search compares: folded, stemmed and without those that say nothing about a topic."""

import re
from functools import lru_cache

from assistant.text import clean, fold

_TOKEN = re.compile(r"\d+|[^\W\d_]{2,}")
# The hyphen of "e-mail", "as-is" and "to-be": alone, the parts are single letters or stop words.
_SHORT_PREFIX = re.compile(r"(?<=\b[^\W\d_])-(?=[^\W\d_])|(?<=\b[^\W\d_]{2})-(?=[^\W\d_])")

# Besides the usual function words these hold the words of asking ("explain", "qué significa", "co to znaczy"): a
# question back to the interview is mostly made of them, and they would count as words that the articles lack.
_LISTED = {
    "en": """
        a about actually after all also am an and any anything are aren as at be because been before being
        between both but by can could couldn count counts did didn differ difference different do does doesn
        doing don done down each else every exactly example examples explain explained few for from give go had
        has hasn have haven having he hear help her here him his how i if in into is isn it its just kind know
        let like ll many may me mean meaning means mention might mine more most much must my need needed no not
        of off ok okay on one or other our out over people please question re really same say see shall she
        should shouldn show so some something sort stuff such sure tell term than that the their them then there
        these they thing things think this those to too understand up us use used using usually ve very want was
        wasn way we well were weren what when where whether which while who whom whose why will with won word
        words would wouldn yes you your yours
        hello hey hi lot morning evening thank thanks today welcome
    """,
    "es": """
        a acerca ahi al algo alguien algun alguna algunas alguno algunos alla alli ante antes aquel aquella aqui
        asi aun aunque ayuda ayudame bien bueno cada como con contra cosa cosas cual cuales cualquier cuando
        cuanta cuantas cuanto cuantos cuenta cuentame cuentan da dame dan de debe deben deberia debo decir del
        desde dice dices diferencia diferencian dime donde dos e ejemplo ejemplos el ella ellas ellos en
        entender entiendo entonces entre era eres es esa esas ese eso esos esta estaba estan estar estas este
        esto estos estoy exactamente explica explicame explicar explicas favor fue gente gracias ha hace hacen
        hacer haces hacia hago hasta hay he juntos la las le les lo los mas me menciona menciono mi mis mismo
        mucha muchas mucho muchos muy nada necesita necesitas necesito ni ningun ninguna no nos nosotros nuestra
        nuestro o ok otra otras otro otros palabra palabras para pero poco poder podria pone poner pongo por
        porque pregunta preguntar preguntas pueda puede pueden puedes puedo pues que quien quienes quiere
        quieren quieres quiero saber se sea segun ser si sido siempre significa significado sin sino sirve sobre
        solo somos son soy su sus tal tambien tan tanto te tener tengo termino ti tiene tienen tienes toda todas
        todo todos tu tus un una unas uno unos usar usted va vale vas ver vez voy y ya yo
        buenas buenos dia dias hola hoy noches tardes
    """,
    "pl": """
        a aby albo ale ani az bardziej bardzo bez bo by byc byl byla byli bylo byly bym chce chcecie chcesz
        chodzi ci cie co cos czego czemu czy czyli czym daj dla dlaczego do dobrze dokladnie duzo dzieki gdy
        gdyby gdzie go ich ile im inaczej inna inne inny innych ja jak jaka jaki jakich jakie jakiego jakies
        jako jasne je jeden jedna jednak jedno jego jej jesli jest jestem jeszcze jezeli juz kazda kazde kazdy
        kiedy kim kogo kto ktora ktore ktorego ktorej ktory ktorych ku liczy liczyc lub ma macie mam mamy masz
        mi miec mna mnie moga moge moj moja moje mowi mowic mowisz moze mozecie mozemy mozesz mozna musi musimy
        musisz musze my na nad nam nami nas nasz nasza nasze nawet nia nic nich nie niech niej niektore nim niz
        no o od ok on ona one oni ono oraz oznacza pan pani po pod podac podaj podajcie pojecia pojecie pokaz
        pomoc pomoz potem potrzebna potrzebne potrzebny potrzebuje potrzebujesz powiedz powiedziec powinien
        powinienem powinna powinnam powinno poza prosze przed przez przy przyklad przykladow przykladu przyklady
        pyta pytac pytam pytania pytanie pytasz rozni roznia roznica roznice rozumiec rozumiem rozumiesz rzecz
        rzeczy sa sam sama samo se sie siebie skad slowa slowo sobie swoj swoja swoje ta tak taka taki takie
        takiego tam te tego tej ten to tobie trzeba tu tutaj twoj twoja twoje ty tych tylko tym u w wam was wasz
        we widac widzi widziec widzisz wie wiec wiecej wiedziec wiem wiesz wlasciwie wszystkich wszystkie
        wszystko wy wyjasnic wyjasnij wytlumacz z za zawsze ze zeby znaczenie znaczy zobacz zobaczy zobaczyc
        zrobic
        czesc dobry dobra dobre dzieki dziekuje dzien dzis dzisiaj hej slychac witam
    """,
}  # fmt: skip
STOP_WORDS = {language: frozenset(words.split()) for language, words in _LISTED.items()}

_SNOWBALL = {"en": "english", "es": "spanish"}
# Snowball does not know the plurals of loanwords: "touchpoints" in Spanish, "KPIs".
_PLURAL = re.compile(r"(?<=...)s$")

# Polish has stems of its own: people type it without its letters ("punktow styku"), and Snowball's Polish stemmer needs
# them. Of 435 listed forms of 81 words, it brings 384 to the stem of their word, prefixes of words 313, and these
# endings, dropped twice (zbieraniu, zbieran, zbier), 415. At the end t becomes c before -ie: klient, kliencie.
_POLISH_ENDING = re.compile(
    r"(?<=...)(?:owi|owie|ow|i?ami|i?ach|i?om|i?em|[yi]m|[yi]ch|i?ego|i?emu|i?ej|[aiy]c|[ae]n|ii|i?[aeou]|[iy]|s)$"
)


def terms(text: str, language: str) -> list[str]:
    """Return the stems of the words of `text` that carry meaning, in order, as often as they occur."""
    joined = _SHORT_PREFIX.sub("", clean(text).lower())
    stems = (_stem(word, language) for word in _TOKEN.findall(joined))
    return [stem for stem in stems if stem]


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    """Return the stem of a word, or "" for a word that carries no meaning."""
    folded = fold(word)
    if folded in STOP_WORDS[language]:
        return ""
    if language == "pl":
        stem = _POLISH_ENDING.sub("", _POLISH_ENDING.sub("", folded))
        return f"{stem[:-1]}c" if stem.endswith("t") else stem

    import Stemmer

    # A stemmer keeps the word it works on, so threads must not share one; making one costs a few microseconds.
    return _PLURAL.sub("", fold(Stemmer.Stemmer(_SNOWBALL[language], 0).stemWord(word)))
