"""Reading the words that people write for a map's fixed values, in any language that the program speaks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from assistant.journey.models import Channel
from assistant.locale import LANGUAGES, translator
from assistant.text import fold
from exports import labels
from exports.columns import COLUMNS, ID, PART_NAMES, WORDS, Kind

_FEELING = re.compile(r"([+-]?[0-2])(?!\d|[.,]\d)")
_SEVERITY = re.compile(r"([1-5])(?:\s*/\s*5)?")
# What people write besides our own words.
_ALSO: dict[Kind, dict[Any, tuple[str, ...]]] = {
    Kind.CHANNEL: {
        Channel.WEBSITE: ("web", "site", "web site", "homepage", "sitio web", "página web", "strona",
                          "strona www", "www"),
        Channel.WEB_SHOP: ("webshop", "online shop", "online store", "e-shop", "tienda online", "tienda web",
                           "tienda en línea", "sklep online", "e-sklep", "sklep www"),
        Channel.APP: ("mobile app", "application", "aplicación", "aplikacja", "aplikacja mobilna"),
        Channel.SEARCH: ("search", "google", "seo", "buscador", "wyszukiwarka"),
        Channel.SOCIAL: ("social", "social network", "social networks", "instagram", "facebook", "tiktok", "linkedin",
                         "redes sociales", "media społecznościowe", "social media"),
        Channel.ADS: ("ad", "ads", "advert", "banner", "anuncio", "anuncios", "publicidad", "reklama", "reklamy"),
        Channel.EMAIL: ("email", "mail", "newsletter", "correo", "correo electrónico", "e-mail", "mejl", "poczta"),
        Channel.PHONE: ("call", "telephone", "hotline", "teléfono", "llamada", "telefon", "infolinia"),
        Channel.CHAT: ("live chat", "chatbot", "messenger", "whatsapp", "czat"),
        Channel.STORE: ("store", "physical store", "in store", "tienda", "tienda física", "local", "sklep",
                        "sklep stacjonarny", "salon"),
        Channel.DELIVERY: ("shipping", "courier", "post", "parcel", "envío", "entrega", "mensajería", "dostawa",
                           "kurier", "paczka"),
        Channel.EVENT: ("fair", "trade fair", "feria", "evento", "targi", "wydarzenie"),
        Channel.WORD_OF_MOUTH: ("referral", "recommendation", "recomendación", "boca a boca", "boca en boca",
                                "polecenie", "rekomendacja"),
    },
    Kind.OWNED: {True: ("our", "own", "owned", "propio", "nasz", "nasze", "własny", "własne"),
                 False: ("third party", "third-party", "tercero", "ajeno", "cudzy", "obcy")},
    Kind.YES_NO: {True: ("y", "x", "true", "1", "✓", "✔", "si", "tak"), False: ("n", "false", "0", "no", "nie")},
}  # fmt: skip
_FACES = {"😡": -2, "😠": -2, "😢": -2, "😭": -2, "☹": -1, "🙁": -1, "😟": -1, "😕": -1, "😞": -1,
          "😐": 0, "😶": 0, "🙂": 1, "😊": 1, "☺": 1, "😀": 2, "😃": 2, "😄": 2, "😍": 2, "🤩": 2}  # fmt: skip


def said_as(language: str, meanings: Mapping[Any, str | Iterable[str]]) -> dict[str, Any]:
    """Return what each word means, folded: the words of every language, those of `language` before the others.

    `meanings` gives the message id, or ids, of each meaning.
    """
    found: dict[str, Any] = {}
    for spoken in dict.fromkeys((language, *LANGUAGES)):
        say = translator(spoken).gettext
        for meaning, texts in meanings.items():
            for text in [texts] if isinstance(texts, str) else texts:
                found.setdefault(fold(say(text)), meaning)
    return found


@cache
def words(language: str, kind: Kind) -> dict[str, Any]:
    """Return what each word for a fixed value of `kind` means; its name in the file format is one of them."""
    found = said_as(language, WORDS[kind])
    for value, others in _ALSO.get(kind, {}).items():
        for word in others:
            found.setdefault(fold(word), value)
    for value in WORDS[kind]:
        if not isinstance(value, bool | int):
            found.setdefault(fold(str(value)), value)
            found.setdefault(fold(str(value).replace("_", " ")), value)
    return found


@cache
def headings(language: str, part: str) -> dict[str, str]:
    """Return which field of a part each heading names; the id is ``id``."""
    known = {column.field: column.heading for column in COLUMNS[part]}
    found: dict[str, str] = said_as(language, {"id": ID, **known})
    for field in known:
        found.setdefault(fold(field), field)
        found.setdefault(fold(field.replace("_", " ")), field)
    return found


@cache
def part_names(language: str) -> dict[str, str]:
    """Return which part of a map each heading names."""
    found: dict[str, str] = said_as(language, PART_NAMES)
    return found


def origin_columns(headers: Sequence[str], language: str) -> tuple[frozenset[int], int | None]:
    """Return the columns in which our tables tell where a row comes from, and the one of them that quotes words."""
    known = said_as(language, dict(enumerate([heading] for heading in labels.ORIGIN_COLUMNS)))
    found = {number: known[fold(text)] for number, text in enumerate(headers) if fold(text) in known}
    if set(found.values()) != {0, 1, 2}:
        return frozenset(), None
    return frozenset(found), next(number for number, meaning in found.items() if meaning == 1)


def fixed(kind: Kind, text: str, language: str) -> Any:  # noqa: ANN401 - what the field holds
    """Return the value that `text` means in a column of `kind` that has fixed values.

    Raises:
        ValueError: it means none.
    """
    written = fold(text)
    if kind is Kind.SEVERITY:
        if found := _SEVERITY.fullmatch(written):
            return int(found[1])
        raise ValueError(text)
    known = words(language, kind)
    if written in known:
        return known[written]
    if kind is Kind.FEELING:
        return _feeling(text, written, known)
    raise ValueError(text)


def _feeling(text: str, written: str, known: Mapping[str, int]) -> int:
    """Return the feeling that is written as a number, a number and its word, or a face."""
    if found := _FEELING.match(written):
        rest = written[found.end() :].strip(" :()-")
        number = int(found[1])
        if not rest or known.get(rest, number) == number:
            return number
        raise ValueError(text)
    face = text.strip().rstrip("\ufe0f")
    if face in _FACES:
        return _FACES[face]
    raise ValueError(text)
