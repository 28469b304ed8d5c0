"""From bytes to text: the encoding of a text file found out."""

import codecs
import re

from knowledge.documents import faults

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SIGNS = frozenset("„”“‘’‚–—…€«»°§©®×·•\u00a0\u00ad")
_SPANISH = frozenset("áéíñóúüÁÉÍÑÓÚÜ¿¡ºª") | _SIGNS
_POLISH = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻ") | _SIGNS
_ALPHABETS = (("cp1252", _SPANISH), ("cp1250", _POLISH), ("iso8859_2", _POLISH))
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_INVERTED_IN_A_WORD = re.compile(r"\w[¿¡]")
# Single-byte and East Asian encodings of old web pages; Python's codecs that are no encoding of files stay out.
_DECLARABLE = re.compile(r"(windows-|cp\d|iso[-_]?8859|latin|koi8|euc|shift|gb|big5|mac|us-ascii)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x01-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 200_000
# Of random bytes, which no NUL betrays, a tenth are control characters; of text with a few stray ones, far fewer.
_MAX_CONTROLS = 0.05


def decode(data: bytes, file: str, declared: str = "") -> str:
    r"""Return the text in `data`, its line ends as ``\n``.

    Args:
        data: the bytes of a text file.
        file: its name, for errors.
        declared: the encoding that the text itself names, or "".

    Raises:
        FileError: it is not text, or its encoding cannot be told.
    """
    text = _decoded(data, file, declared)
    if "\0" in text or len(_CONTROL.findall(text, 0, _SAMPLE)) > _MAX_CONTROLS * min(len(text), _SAMPLE):
        raise faults.binary(file)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes, file: str, declared: str) -> str:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    if b"\0" in data:
        return _utf16_without_mark(data, file)
    text = data.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    # A UTF-8 text with a torn character or two stays one; in another encoding, hardly any letter would be whole.
    if damaged == 0 or damaged * 10 < len(_FOREIGN.findall(text)):
        return text
    if _DECLARABLE.match(declared):
        # What pages call Latin-1 is Windows-1252 (WHATWG Encoding Standard).
        codec = "cp1252" if declared.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii") else declared
        try:
            return data.decode(codec)
        except (LookupError, ValueError):
            pass  # declared wrongly: find out
    return _eight_bit(data, file)


def _utf16_without_mark(data: bytes, file: str) -> str:
    """Decode UTF-16 without a byte order mark: of Latin letters, every other byte is 0."""
    sample = data[:_SAMPLE]
    for codec, zeros, letters in (("utf-16-le", sample[1::2], sample[::2]), ("utf-16-be", sample[::2], sample[1::2])):
        if zeros.count(0) > len(zeros) * 0.6 and letters.count(0) == 0:
            return data.decode(codec, "replace")
    raise faults.binary(file)


def _eight_bit(data: bytes, file: str) -> str:
    """Decode Polish or Spanish in one of its old encodings, else what charset-normalizer takes it for.

    charset-normalizer alone took 59 of 60 Spanish texts of 20 paragraphs for cp1250 and a third of the Polish ones in
    ISO 8859-2 for cp1250: their alphabets decide better.
    """
    best, text = 0.9, ""
    for codec, alphabet in _ALPHABETS:
        try:
            candidate = data.decode(codec)
        except UnicodeDecodeError:
            continue
        foreign = _FOREIGN.findall(candidate)
        # "może" in cp1250 reads "mo¿e" in cp1252, and no Spanish word holds that sign.
        at_home = sum(map(alphabet.__contains__, foreign)) - len(_INVERTED_IN_A_WORD.findall(candidate))
        if at_home / len(foreign) > best:
            best, text = at_home / len(foreign), candidate
    return text or _by_normalizer(data, file)


def _by_normalizer(data: bytes, file: str) -> str:
    from charset_normalizer import from_bytes  # costs 40 ms, for a few old files

    found = from_bytes(data, cp_isolation=[codec for codec, _ in _ALPHABETS]).best()
    if found is None:
        raise faults.unknown_encoding(file)
    return str(found)
