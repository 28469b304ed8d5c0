"""Office files are zip archives of XML: how much is in one, counted before a parser makes a tree of it."""

import io
import re
import zipfile

_BLOCK = 1 << 20
_MARKS = (b"<", b"=")
# Open Packaging Conventions (ECMA-376, part 2) know UTF-8 and UTF-16. In another encoding tags could hide from us:
# one that the first line declares, or EBCDIC, which parsers know by its first bytes.
_FOREIGN = re.compile(
    rb"""Lo\xa7\x94|[^<]{0,3}<\?xml[^>]{0,200}?encoding\s*=\s*["'](?!utf-?(?:8|16)["']|us-ascii["'])""", re.IGNORECASE
)


class TooMuchError(ValueError):
    """An archive that would take more memory than a document of its kind may."""


def check(data: bytes, *, most_bytes: int, most_marks: int) -> None:
    """Refuse an archive whose parts would unpack to too much, or hold too many tags and attributes.

    A tag of 4 bytes becomes a node of 200: 190 MB of empty paragraphs, packed into 300 kB, took 6 GB and minutes.

    Args:
        data: the archive.
        most_bytes: what its parts may claim to unpack to; no more is ever unpacked of them.
        most_marks: how many ``<`` and ``=`` its parts may hold together.

    Raises:
        TooMuchError: it holds more.
        zipfile.BadZipFile: it is no archive of XML.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if sum(part.file_size for part in parts) > most_bytes:
            raise TooMuchError
        marks = 0
        for part in parts:
            with archive.open(part) as file:
                block = file.read(_BLOCK)
                if _FOREIGN.match(block):
                    raise zipfile.BadZipFile("an encoding that office files do not have")
                while block:
                    marks += sum(map(block.count, _MARKS))
                    if marks > most_marks:
                        raise TooMuchError
                    block = file.read(_BLOCK)
