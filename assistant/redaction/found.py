"""What is found, and where."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Kinds of personal data; the value is what a placeholder calls it."""

    EMAIL = "e-mail"
    LINK = "link"
    ACCOUNT = "account"
    CARD = "card"
    ID = "id"
    PHONE = "phone"
    IP = "ip"
    ADDRESS = "address"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Found:
    """Personal data at ``text[start:end]``."""

    start: int
    end: int
    kind: Kind
