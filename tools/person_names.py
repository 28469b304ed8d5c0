"""Write assistant/redaction/names/*.txt: the given names and surnames by which persons are found in a text.

The names are those that the package Faker (MIT) lists from public statistics of names in the United States, the United
Kingdom, Ireland, Spain, Latin America and Poland, and the short forms below. A name that a spelling dictionary knows as
a plain word, too ("Rose", "Luz", "Kot"), is marked with ``*``: alone, it is no name. The dictionaries are the Debian
packages hunspell, hunspell-en-us, hunspell-en-gb, hunspell-es and hunspell-pl; nothing of them is written.

Run it as ``uv run --isolated --with faker python tools/person_names.py``.
"""

import subprocess
import unicodedata
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "assistant" / "redaction" / "names"
DICTIONARIES = ("en_US", "en_GB", "es_ES", "pl_PL")

PLACES = {
    "given": ("en_US", "en_GB", "en_IE", "en", "es_ES", "es_MX", "es_AR", "es_CO", "es_CL"),
    "surnames": ("en_US", "en_GB", "en_IE", "es_ES", "es_MX", "es_AR", "es_CO", "es_CL"),
}
SHORTEST = 4
"""Letters that a name of the long English list has at least: what is shorter there is hardly ever a name elsewhere."""

SHORT_FORMS = """
Kate Katie Liz Lizzie Beth Maggie Meg Peggy Bob Bobby Bill Billy Jim Jimmy Tom Tommy Dave Steve Mike Nick Ben Dan Sam
Alex Chris Jen Jenny Becky Priya Raj Ahmed Mohammed Mohamed Muhammad Fatima Aisha Amina Wei Yuki Sanjay Anil Deepa
Chidi Nadia Leila Hassan Ali Pepe Paco Lola Nacho Chema Maite Charo Lupe Toni Javi Dani Rafa Manolo Curro Quique Kiko
Merche Pili Conchi Inma Begoña Iker Ane Jordi Montse Xavi Núria Iñaki Iñigo Nuria Pau Arantxa Joaquín Íñigo Ainhoa
Yolanda Asun Fina Chelo Loli Mari Trini Tere Santi Edu Guille Nando
"""
SURE = "Tom Ben Sam Dan Anna Eva Carmen Ana Luis Juan"
"""Names that are hardly ever anything else, whatever a dictionary says."""
UNSURE = "Jagoda Nadzieja Maja Kinga Karol"
"""Polish names that are words as often."""
POLISH = """
Kasia Ania Asia Basia Gosia Magda Ola Ela Ewa Zosia Krysia Hania Iza Jola Kinga Kuba Tomek Marek Darek Bartek Wojtek
Staszek Zbyszek Jacek Piotrek Krzysiek Grzesiek Michał Paweł Maciek Janek Jurek Romek Antek Franek Leszek Sławek Mirek
Radek Przemek Łukasz Rafał Marcin Agnieszka Małgorzata Katarzyna Magdalena Monika Anna Maria Barbara Joanna Elżbieta
Krystyna Zofia Hanna Helena Irena Halina Jadwiga Danuta Teresa Beata Dorota Renata Iwona Justyna Aleksandra Karolina
Natalia Paulina Weronika Wiktoria Julia Oliwia Maja Lena Amelia Alicja Zuzanna Emilia Marta Aneta Izabela Jolanta
Grażyna Bożena Urszula Sylwia Edyta Kamila Patrycja Klaudia Martyna Gabriela Olga Olena Oksana Iryna Svitlana Tatiana
Ludmiła Nadzieja Andrzej Jan Piotr Krzysztof Stanisław Tomasz Józef Jerzy Grzegorz Wojciech Adam Zbigniew Tadeusz
Henryk Dariusz Mariusz Kazimierz Wojciech Robert Mateusz Marian Jakub Ryszard Kamil Jarosław Roman Mirosław Sebastian
Szymon Bartosz Artur Dawid Maciej Adrian Sławomir Karol Patryk Kacper Filip Antoni Franciszek Mikołaj Aleksander Igor
Oskar Bogdan Leszek Waldemar Edward Przemysław Arkadiusz Daniel Hubert Damian Konrad Norbert Oleh Andrij Mykoła Bohdan
Kornelia Lidia Wanda Stefania Genowefa Bronisława Czesława Wiesława Mirosława Jagoda Nina Liliana Marzena Ilona
Wioletta Dominika Ewelina Anita Celina
"""


def main() -> None:
    """Collect the names, mark those that are words, and write both files."""
    given = {name for place in PLACES["given"] for name in _listed(place, "first_names")}
    polish = [*POLISH.split(), *_listed("pl_PL", "first_names")]
    given |= {*SHORT_FORMS.split(), *(form for name in polish for form in forms(name))}
    surnames = {name for place in PLACES["surnames"] for name in _listed(place, "last_names")}
    family = [*_listed("pl_PL", "unisex_last"), *_listed("pl_PL", "male_last")]
    surnames |= {form for name in family for form in forms(name)}
    words = _words(part for name in given | surnames for part in name.split())
    _write("given", given, words, "Given names, Polish ones in all cases")
    _write("surnames", surnames, words, "Surnames, Polish ones in all cases")


def _listed(place: str, kind: str) -> Iterable[str]:
    provider = import_module(f"faker.providers.person.{place}").Provider
    lists = (listed for field, listed in vars(provider).items() if field.startswith(kind))
    found = {name for listed in lists if isinstance(listed, tuple | list | dict) for name in listed}
    return (name for name in found if place != "en" or len(name) >= SHORTEST)


def _words(names: Iterable[str]) -> set[str]:
    """Return which names, folded, are plain words when they are written with a small letter."""
    spelled = {_folded(name): {name.lower(), _folded(name), _stressed(name)} for name in names}
    asked = "\n".join(sorted({form for forms in spelled.values() for form in forms}))
    good = set()
    for dictionary in DICTIONARIES:
        run = ["hunspell", "-d", dictionary, "-i", "utf-8", "-G"]
        good |= set(subprocess.run(run, input=asked, capture_output=True, text=True, check=True).stdout.split())
    sure = {_folded(name) for name in {*POLISH.split(), *SURE.split()} - {*UNSURE.split()}}
    return {name for name, forms in spelled.items() if forms & good} - sure


def _stressed(name: str) -> str:
    """Return a name with an accent on its last letter, as Spanish verbs of the past have it: ``nacio``, ``nació``."""
    return name.lower()[:-1] + name.lower()[-1].translate(str.maketrans("aeio", "áéíó"))


def forms(name: str) -> set[str]:
    """Return a Polish name in the cases that talk uses."""
    if name.endswith(("ski", "cki", "dzki")):
        stem = name[:-1]
        return {stem + end for end in ("i", "iego", "iemu", "im", "a", "iej", "ą", "ich")}
    if name.endswith("a"):
        return {name, *_feminine(name[:-1])}
    if name.endswith(("y", "i")):
        stem = name[:-1] + ("i" if name.endswith("i") else "")
        return {name, *(stem + end for end in ("ego", "emu", "m" if name.endswith("i") else "ym"))}
    if name.endswith(("o", "e", "u")):
        return {name}
    return {name, *_masculine(name)}


def _feminine(stem: str) -> set[str]:
    soft = {"t": "cie", "d": "dzie", "r": "rze", "ł": "le", "k": "ce", "g": "dze", "h": "sze"}
    last = stem[-1]
    ends = {stem + "ę", stem + "ą", stem + "o"}
    if last == "i":
        return ends | {stem, stem + "u"}
    if last == "j":
        return ends | {stem[:-1] + "i", stem + "i", stem + "u"}
    if last in "lcż" or stem.endswith(("sz", "cz", "rz")):
        return ends | {stem + "i", stem + "y", stem + "u"}
    genitive = stem + ("i" if last in "kg" else "y")
    return ends | {genitive, stem[:-1] + soft[last] if last in soft else stem + "ie"}


def _masculine(name: str) -> set[str]:
    soft = {"t": "cie", "d": "dzie", "r": "rze", "ł": "le"}
    stem = name
    if name.endswith("ek"):
        stem = name[:-2] + "k"
    elif name.endswith("eł"):
        stem = name[:-2] + "ł"
    elif name.endswith("iec"):
        stem = name[:-3] + "c"
    elif name.endswith("eń"):
        stem = name[:-2] + "ni"
    last = stem[-1]
    instrumental = stem + ("iem" if last in "kg" else "em")
    hard = (
        stem[:-1] + soft[last]
        if last in soft
        else stem + ("ie" if last in "nmbpwszf" and not stem.endswith(("sz", "cz", "rz")) else "u")
    )
    return {stem + "a", stem + "owi", instrumental, hard, stem + "u", stem + "ów"}


def _folded(text: str) -> str:
    plain = text.casefold().replace("ł", "l")
    return "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))


def _write(name: str, found: Iterable[str], words: set[str], told: str) -> None:
    folded = {part for one in found for part in _folded(one).split() if len(part) > 1 and part.isalpha()}
    lines = [f"{one}*" if one in words else one for one in sorted(folded)]
    source = (
        f"# {told}, folded; * is a plain word, too. Written by tools/person_names.py; source: Faker (MIT), see there."
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.txt").write_text("\n".join([source, *lines]) + "\n", "utf-8")
    print(f"{name}: {len(lines)}, of which {sum(line.endswith('*') for line in lines)} are words, too")


if __name__ == "__main__":
    main()
