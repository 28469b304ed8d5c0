"""Finding what has a form of its own: addresses of mail, links, accounts, cards, ids, telephone and IP numbers.

What has check digits counts only when they fit, so that a figure of the business is hardly ever taken for one.
"""

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from assistant.redaction.found import Found, Kind

_EMAIL = re.compile(r"[\w.+%'-]{0,63}\w@(?:[\w-]+\.)+[^\W\d_]{2,}", re.UNICODE)
_TOLD_EMAIL = re.compile(
    r"\b[\w.+-]{2,64}\s?(?:\(at\)|\[at\]|\{at\}|\sat\s|\sarroba\s|\(arroba\)|\smałpa\s|\(małpa\))\s*[\w-]+"
    r"(?:\s*(?:\.|\(dot\)|\[dot\]|\sdot\s|\spunto\s|\skropka\s)\s*"
    r"(?:com|org|net|eu|es|pl|uk|co|io|info|edu|mx|ar|gmail))+\b",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./])@[A-Za-z_][\w.]{2,30}\b")
_LINK = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"'“”„«»]+|"
    r"\b(?:[a-z0-9-]+\.)+(?:com|org|net|es|pl|eu|uk|io|me|info)/[^\s<>\"'“”„«»]+",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}\s?\d{2}(?:[\s-]?[A-Z0-9]){11,30}\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w.,])\d(?:[ \u00a0.-]?\d){8,27}(?![\w]|[.,]\d)")
_IP = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w.:]*\w)")
_DNI = re.compile(r"\b(?:\d{2}\.?\d{3}\.?\d{3}\s?-?\s?[A-Z]|[XYZ]\s?-?\s?\d{7}\s?-?\s?[A-Z])\b", re.IGNORECASE)
_NIF = re.compile(r"\b[A-HJNP-SUVW]-?\d{7}[0-9A-J]\b")
_SSN = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_NINO = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b", re.IGNORECASE
)
_PL_CARD = re.compile(r"\b[A-Z]{3}\s?\d{6}\b")
_CUED = re.compile(
    r"\b(?:DNI|NIE|NIF|CIF|NIP|REGON|PESEL|SSN|NHS|UTR|NUSS|CURP|RFC|(?i:pasaporte|passport|paszport\w*|pesel\w*|regon|"
    r"social security|national insurance|dow[oó]d\w*(?:\sosobist\w*)?|seguridad social|driving licen[cs]e|"
    r"permiso de conducir|prawo jazdy))"
    r"(?i:\s(?:number|no\.?|nº|núm\.?|n\.º|número|nr|numer|is|es|to|num|card|osobisty))*\s?[:#]?\s?"
    r"((?:[A-Z]{1,3}[ -]?)?\d(?:[ /.-]?\d){4,16}(?:[ -]?[A-Z]\b)?|(?=[A-Z]*\d)[A-Z0-9]{6,18})(?!\w)"
)
"""What words for a document announce. The short ones only in capitals: "dni" and "nie" are everyday words of Polish."""
_ZERO = re.compile(r"(?<![\w.,/-])\(?0\d{2,4}\)?[ -]?\d{3,4}[ -]?\d{3,4}(?![\w]|[.,/-]\d)")
"""A number that begins with 0, as no figure does."""
_REGIONS = ("PL", "ES", "GB", "US", "IE", "MX")
"""Countries whose numbers are known without the country's code; any other number needs its +."""
_CALLED = re.compile(r"[+(]?\d[\d\s().\-/]{6,}\d")


def patterns(text: str) -> Iterator[Found]:
    """Yield what has a form of its own in `text`, in the order in which it counts where two overlap."""
    yield from _matches(_EMAIL, text, Kind.EMAIL)
    yield from _matches(_TOLD_EMAIL, text, Kind.EMAIL)
    yield from _links(text)
    yield from _matches(_HANDLE, text, Kind.LINK)
    if any(char.isdigit() for char in text):
        yield from _accounts(text)
        yield from _ids(text)
        yield from _ips(text)
        yield from _phones(text)


def _matches(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Found]:
    return (Found(match.start(), match.end(), kind) for match in pattern.finditer(text))


def _links(text: str) -> Iterator[Found]:
    """Yield the links that name more than a site: a page, a user, a question."""
    for match in _LINK.finditer(text):
        link = match[0].rstrip(".,;:!?)]}")
        try:
            parts = urlsplit(link if "://" in link else f"//{link}")
            more = parts.path.strip("/") or parts.query or parts.fragment or parts.username
        except ValueError:
            more = link
        if more:
            yield Found(match.start(), match.start() + len(link), Kind.LINK)


def _accounts(text: str) -> Iterator[Found]:
    from stdnum import iban, luhn
    from stdnum.es import ccc

    for match in _IBAN.finditer(text):
        # Words after a number look like a part of it: the longest beginning with the right check digits counts.
        for end in range(len(match[0]), 14, -1):
            if iban.is_valid(match[0][:end]) and match[0][end - 1].isalnum():
                yield Found(match.start(), match.start() + end, Kind.ACCOUNT)
                break
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if (len(digits) == 26 and iban.is_valid(f"PL{digits}")) or (len(digits) == 20 and ccc.is_valid(digits)):
            yield Found(match.start(), match.end(), Kind.ACCOUNT)
        elif 13 <= len(digits) <= 19 and luhn.is_valid(digits) and digits[0] in "23456" and len(set(digits)) > 1:
            yield Found(match.start(), match.end(), Kind.CARD)


def _ids(text: str) -> Iterator[Found]:
    from stdnum.es import cif, dni, nie
    from stdnum.pl import nip, pesel
    from stdnum.us import ssn

    for match in _CUED.finditer(text):
        yield Found(match.start(1), match.end(1), Kind.ID)
    for match in _DNI.finditer(text):
        if dni.is_valid(match[0]) or nie.is_valid(match[0]):
            yield Found(match.start(), match.end(), Kind.ID)
    for match in _NIF.finditer(text):
        if cif.is_valid(match[0]):
            yield Found(match.start(), match.end(), Kind.ID)
    for match in _SSN.finditer(text):
        if ssn.is_valid(match[0]):
            yield Found(match.start(), match.end(), Kind.ID)
    yield from _matches(_NINO, text, Kind.ID)
    for match in _PL_CARD.finditer(text):
        if _fits_polish_card(match[0].replace(" ", "")):
            yield Found(match.start(), match.end(), Kind.ID)
    for match in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        if (len(digits) == 11 and digits == match[0] and pesel.is_valid(digits)) or (
            len(digits) == 10 and (digits == match[0] or "-" in match[0]) and nip.is_valid(digits)
        ):
            yield Found(match.start(), match.end(), Kind.ID)


def _fits_polish_card(number: str) -> bool:
    """Tell whether an identity card's number has the right check digit (ICAO 9303 weights, the digit in place four)."""
    values = [int(char, 36) for char in number]
    weights = (7, 3, 1, 0, 7, 3, 1, 7, 3)
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) % 10 == values[3]


def _ips(text: str) -> Iterator[Found]:
    for match in _IP.finditer(text):
        try:
            address = ipaddress.ip_address(match[0])
        except ValueError:
            continue
        if not address.is_unspecified and len(match[0]) > 4:
            yield Found(match.start(), match.end(), Kind.IP)


def _phones(text: str) -> Iterator[Found]:
    if not _CALLED.search(text):
        return
    import phonenumbers

    yield from (
        one for one in _matches(_ZERO, text, Kind.PHONE) if sum(map(str.isdigit, text[one.start : one.end])) > 9
    )
    for region in _REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
            yield Found(match.start, match.end, Kind.PHONE)
