"""What can be wrong with a person's document, told in one sentence with the next step."""

from assistant.errors import FileError
from assistant.locale import _
from knowledge.documents.document import MAX_BYTES, MAX_CHARACTERS, SUFFIXES

# The names are the same in every language.
_FORMATS = {"markdown": "Markdown", "text": "text", "html": "HTML", "pdf": "PDF", "docx": "DOCX", "csv": "CSV"}


def missing(file: str) -> FileError:
    """Return the error for a path where nothing is."""
    return FileError(_("%(file)s does not exist.") % {"file": file}, _("Check the name and the folder."))


def unreadable(file: str, reason: str) -> FileError:
    """Return the error for a file or folder that the system does not let us read."""
    return FileError(
        _("%(file)s cannot be read: %(reason)s.") % {"file": file, "reason": reason},
        _("Check the permissions of the file and its folder."),
    )


def not_a_file(file: str) -> FileError:
    """Return the error for a folder, a pipe or a device where a file is wanted."""
    return FileError(_("%(file)s is not an ordinary file.") % {"file": file}, _("Name a document in a file."))


def unsupported(file: str) -> FileError:
    """Return the error for a file of a format that is not read."""
    return FileError(
        _("%(file)s is of a format that cannot be read.") % {"file": file},
        _("These can: %(suffixes)s.") % {"suffixes": " ".join(SUFFIXES)},
    )


def too_big(file: str) -> FileError:
    """Return the error for a file of more than `MAX_BYTES`."""
    return FileError(
        _("%(file)s is too big: at most %(limit)d MB are read.") % {"file": file, "limit": MAX_BYTES // 1_000_000},
        _("Divide it into smaller files, or save it without pictures."),
    )


def unpacks_too_big(file: str, limit: int) -> FileError:
    """Return the error for a packed file that would unpack to more than `limit` bytes."""
    return FileError(
        _("%(file)s is too big once unpacked: at most %(limit)d MB are read.")
        % {"file": file, "limit": limit // 1_000_000},
        _("Divide it into smaller files, or save it without pictures."),
    )


def too_long(file: str) -> FileError:
    """Return the error for a document with more text than `MAX_CHARACTERS`."""
    return FileError(
        _("%(file)s is too long: at most %(limit)d million characters are read.")
        % {"file": file, "limit": MAX_CHARACTERS // 1_000_000},
        _("Divide it into smaller files."),
    )


def takes_too_long(file: str) -> FileError:
    """Return the error for a file whose text cannot be taken out in reasonable time, as drawings and maps may be."""
    return FileError(
        _("%(file)s takes too long to read.") % {"file": file},
        _("Divide it into smaller files, or save its text alone."),
    )


def too_many_rows(file: str, limit: int) -> FileError:
    """Return the error for a table with more than `limit` rows."""
    return FileError(
        _("%(file)s is too long: at most %(limit)d rows are read.") % {"file": file, "limit": limit},
        _("Divide it into smaller files."),
    )


def broken(file: str, kind: str) -> FileError:
    """Return the error for a file that its format's parser cannot make sense of."""
    return FileError(
        _("%(file)s cannot be read as %(format)s: it is damaged or of another format.")
        % {"file": file, "format": _FORMATS[kind]},
        _("Open it in the program that it comes from and save it again."),
    )


def protected(file: str) -> FileError:
    """Return the error for an encrypted file."""
    return FileError(
        _("%(file)s is encrypted or protected by a password.") % {"file": file},
        _("Save a copy of it without protection."),
    )


def old_or_protected(file: str) -> FileError:
    """Return the error for a Word file that is encrypted or of the format before 2007; both look alike outside."""
    return FileError(
        _("%(file)s is protected by a password or of Word's old format.") % {"file": file},
        _("Save it in Word as a .docx without a password."),
    )


def no_text(file: str) -> FileError:
    """Return the error for a document without a word in it."""
    return FileError(_("%(file)s holds no text.") % {"file": file}, _("Name a document that does."))


def pictures_of_text(file: str) -> FileError:
    """Return the error for a scanned document."""
    return FileError(
        _("%(file)s holds pictures of text and no text, as scanned pages do.") % {"file": file},
        _("Let a program for text recognition (OCR) make a searchable PDF of it."),
    )


def binary(file: str) -> FileError:
    """Return the error for a text file that holds something else."""
    return FileError(
        _("%(file)s holds binary data, not text.") % {"file": file},
        _("If it is a document of another format, give it that format's suffix."),
    )


def unknown_encoding(file: str) -> FileError:
    """Return the error for a text whose encoding cannot be told."""
    return FileError(
        _("The encoding of %(file)s cannot be told.") % {"file": file}, _("Save it as text in UTF-8 and try again.")
    )
