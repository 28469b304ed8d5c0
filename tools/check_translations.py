"""Fail when a text of the program is not translated into every language (`make check`)."""

import sys

from catalogues import LANGUAGES, faults, read, source_texts

if __name__ == "__main__":
    texts = source_texts()
    found = [f"{language}: {fault}" for language in LANGUAGES for fault in faults(read(language), texts)]
    for line in found:
        print(line, file=sys.stderr)
    print(f"{len(texts)} texts, {len(LANGUAGES)} translations, {len(found)} faults")
    sys.exit(1 if found else 0)
