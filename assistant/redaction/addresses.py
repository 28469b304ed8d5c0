"""Finding street addresses: a street with a number, and the post code and town after it."""

import re
from collections.abc import Iterator

from assistant.redaction.found import Found, Kind

_UP = "A-ZÁÉÍÓÚÜÑĄĆĘŁŃÓŚŹŻ"
_WORD = rf"[{_UP}][^\W\d_]*\.?(?:['’-][^\W\d_]+)*"
_NUMBER = r"\d{1,4}(?:\s?[A-Za-z]\b(?!\.))?(?:\s?[/-]\s?\d{1,4}[A-Za-z]?)?"

_UK_CODE = r"(?:GIR ?0AA|[A-PR-UWYZ](?:\d[\dA-HJKPSTUW]?|[A-HK-Y]\d[\dABEHMNPRVWXY]?)\s?\d[ABD-HJLNP-UW-Z]{2})"
_EN_STREET = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Square|Sq|Terrace|Crescent|Boulevard|"
    r"Blvd|Row|Hill|Gardens|Grove|Mews|Parade|Walk|Park|Rise|Green|Highway|Parkway|Circle)\b\.?"
)
_EN = re.compile(
    rf"(?:(?:Flat|Apt|Apartment|Unit|Suite)\.?\s?\w{{1,4}},?\s)?\b{_NUMBER},?\s(?:(?:the|The|St\.?|N|S|E|W)\s)?(?:{_WORD}\s){{1,3}}(?i:{_EN_STREET})"
    rf"(?:,?\s(?:Apt|Flat|Unit|Suite|#)\.?\s?\w{{1,4}})?"
    rf"(?:,\s(?!{_UK_CODE}){_WORD}(?:\s(?!{_UK_CODE}|[A-Z]{{2}}\s\d){_WORD}){{0,2}})?(?:,?\s(?:{_UK_CODE}|[A-Z]{{2}}\s\d{{5}}(?:-\d{{4}})?))?"
)
_UK = re.compile(rf"\b{_UK_CODE}\b")

_LINK = r"(?:de\s(?:la\s|las\s|los\s)?|del\s|la\s|las\s|los\s|el\s)?"
_ES = re.compile(
    rf"(?i:\b(?:calle|c/|avenida|avda\.?|av\.|avd\.|plaza|pza\.?|pl\.|paseo|p\.?º|camino|carretera|ctra\.?|ronda|travesía|glorieta|"
    rf"urbanización|urb\.|callejón|cuesta|rambla))\s?(?i:{_LINK})(?:[{_UP}][\w.'’-]*\s?(?i:{_LINK})){{1,5}}"
    rf",?\s?(?:(?i:n[.ºúu°]*m?(?:ero)?\.?|número)\s?)?\d{{1,4}}\s?(?:[A-Za-z]\b)?"
    rf"(?:,?\s(?:\d{{1,2}}\s?[.ºª°]+\s?)(?:[A-Za-z]\b|(?i:izq|izda|dcha|derecha|izquierda|centro)\w*\.?|\d\s?[ºª])?)?"
    rf"(?:,?\s(?i:piso|puerta|bajo|portal|esc\.?|escalera)\s?\w{{0,3}}){{0,3}}"
    rf"(?:,?\s\d{{5}}(?:,?\s{_WORD}(?:\s{_WORD}){{0,2}})?)?"
)
_ES_CODE = re.compile(r"(?i:\b(?:c\.?\s?p\.?|código postal)\s?:?\s?)(\d{5})\b")

_PL_CODE = rf"\d{{2}}-\d{{3}}(?:\s{_WORD}(?:[\s-]{_WORD})?)?"
_PL = re.compile(
    rf"(?i:\b(?:ul\.|ulica|ulicy|ulicą|ulicę|al\.|aleja|alei|aleje|pl\.|plac|placu|os\.|osiedle|osiedlu))\s?"
    rf"(?:\d{{1,2}}\s|(?:[a-z]{{2,6}}\.\s))?{_WORD}(?:\s(?:i\s)?{_WORD}){{0,3}}\s(?:nr\s)?{_NUMBER}"
    rf"(?:,?\s(?:m\.|lok\.|mieszkania|mieszkanie)\s?\d{{1,4}})?(?:,?\s{_PL_CODE})?"
)
_PL_BARE = re.compile(rf"\b{_WORD}(?:\s{_WORD})?\s\d{{1,3}}[A-Za-z]?(?:/\d{{1,4}}(?:,?\s{_PL_CODE})?|,\s{_PL_CODE})")
"""A street without the word for one, with the number of a flat or a post code."""
_PL_CODE_AND_TOWN = re.compile(rf"\b\d{{2}}-\d{{3}}\s{_WORD}(?:[\s-]{_WORD})?")

_WHOLE = (_EN, _ES, _PL, _PL_BARE, _PL_CODE_AND_TOWN, _UK)


def addresses(text: str) -> Iterator[Found]:
    """Yield the street addresses and post codes in `text`."""
    for pattern in _WHOLE:
        for match in pattern.finditer(text):
            end = match.start() + len(match[0].rstrip(" ,."))
            yield Found(match.start(), end, Kind.ADDRESS)
    for match in _ES_CODE.finditer(text):
        yield Found(match.start(1), match.end(1), Kind.ADDRESS)
