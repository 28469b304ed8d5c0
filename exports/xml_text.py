"""Text as XML knows it."""


def sound(text: str) -> str:
    """Return `text` with the two signs that XML does not know replaced; the others are cleaned away in every map."""
    return text.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
