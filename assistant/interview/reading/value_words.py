"""Function words around the values of a metric: closed classes of each language, no vocabulary of a trade."""

from assistant.interview.reading.lexicon import WordList, lexicon


def closed(language: str, name: str) -> WordList:
    """Return a list of function words of `language`: the section ``value`` of its lexicon."""
    return lexicon(language)("value", name)
