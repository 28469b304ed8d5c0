"""The person's own documents: Markdown, plain text, HTML, PDF, DOCX and CSV files read into sections for the search."""

from knowledge.documents.discovery import discover
from knowledge.documents.document import MAX_BYTES, MAX_CHARACTERS, SUFFIXES, Document
from knowledge.documents.reading import read

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "SUFFIXES", "Document", "discover", "read"]
