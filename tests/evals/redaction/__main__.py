"""How much personal data the redaction finds: ``python -m tests.evals.redaction [--set held] [--misses]``.

120 sentences a language, written for this, most about things that are nobody's data; ``{kind:words}`` marks what is.
Rules may be written by the odd lines alone; the even ones are set aside, and ``--misses`` never shows them. A datum
counts as hidden when all of its words are, and a finding as right when it covers some datum, of whatever kind.
"""

import argparse
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.locale import LANGUAGES
from assistant.redaction.finding import find
from assistant.redaction.found import Found, Kind

FOLDER = Path(__file__).parent
SETS = {"tuned": slice(0, None, 2), "held": slice(1, None, 2)}
_MARKED = re.compile(r"\{([\w-]+):([^}]+)\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, and the personal data in it."""

    text: str
    data: tuple[Found, ...]


def sentences(language: str, chosen: str) -> list[Sentence]:
    """Return the sentences of a language: those that rules are written by, or those set aside."""
    lines = (FOLDER / f"{language}.txt").read_text("utf-8").splitlines()
    return [_sentence(line) for line in lines[SETS[chosen]]]


def _sentence(line: str) -> Sentence:
    text, data, end = "", [], 0
    for match in _MARKED.finditer(line):
        text += line[end : match.start()]
        data.append(Found(len(text), len(text) + len(match[2]), Kind(match[1])))
        text += match[2]
        end = match.end()
    return Sentence(text + line[end:], tuple(data))


@dataclass
class Score:
    """What was found of what there is, by kind."""

    there: Counter[Kind]
    hidden: Counter[Kind]
    found: Counter[Kind]
    right: Counter[Kind]
    faults: list[str]

    def recall(self, *kinds: Kind) -> tuple[int, int]:
        """Return how many were hidden, of how many."""
        return sum(self.hidden[kind] for kind in kinds), sum(self.there[kind] for kind in kinds)

    def precision(self, *kinds: Kind) -> tuple[int, int]:
        """Return how many findings were right, of how many."""
        return sum(self.right[kind] for kind in kinds), sum(self.found[kind] for kind in kinds)


def score(chosen: Sequence[Sentence]) -> Score:
    """Return how the redaction does on sentences."""
    total = Score(Counter(), Counter(), Counter(), Counter(), [])
    for sentence in chosen:
        found = find(sentence.text)
        covered = {place for one in found for place in range(one.start, one.end)}
        for datum in sentence.data:
            total.there[datum.kind] += 1
            if all(place in covered or not sentence.text[place].isalnum() for place in range(datum.start, datum.end)):
                total.hidden[datum.kind] += 1
            else:
                total.faults.append(f"missed {datum.kind}: {sentence.text}")
        for one in found:
            total.found[one.kind] += 1
            if any(one.start < datum.end and datum.start < one.end for datum in sentence.data):
                total.right[one.kind] += 1
            else:
                total.faults.append(f"wrong {one.kind} “{sentence.text[one.start : one.end]}”: {sentence.text}")
    return total


def main() -> None:
    """Print the figures of each language."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", choices=SETS, default="held")
    parser.add_argument("--misses", action="store_true", help="show what went wrong in the sentences for tuning")
    asked = parser.parse_args()
    others = [kind for kind in Kind if kind is not Kind.PERSON]
    print(f"{asked.set:9}{'names hidden':>16}{'names right':>16}{'others hidden':>16}{'others right':>16}")
    for language in LANGUAGES:
        result = score(sentences(language, "tuned" if asked.misses else asked.set))
        figures = (
            result.recall(Kind.PERSON), result.precision(Kind.PERSON), result.recall(*others), result.precision(*others)
        )  # fmt: skip
        print(f"{language:9}" + "".join(f"{f'{n}/{of} {n / max(of, 1):4.0%}':>16}" for n, of in figures))
        if asked.misses:
            print(*(f"    {fault}" for fault in result.faults), sep="\n")


if __name__ == "__main__":
    main()
