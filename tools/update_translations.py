"""Bring the catalogues up to date with the program's texts (`make translations`); new texts wait for a translator."""

from babel.messages.pofile import write_po
from catalogues import LANGUAGES, path_of, read, source_texts

if __name__ == "__main__":
    texts = source_texts()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(texts, no_fuzzy_matching=True, update_creation_date=False)
        catalogue.obsolete.clear()
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, sort_output=True, omit_header=False)
        print(f"{path}: {len(catalogue)} texts, {sum(not m.string for m in catalogue if m.id)} to translate")
