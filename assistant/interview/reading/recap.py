"""Reading the reply to a recap: what to take out, what to put right, what is missing."""

from assistant.interview.reading import labels
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import lexicon
from assistant.interview.reading.numbers import figures
from assistant.interview.reading.overlap import nearest
from assistant.interview.reading.phrases import body, span_of
from assistant.interview.reading.turns import contents
from assistant.interview.reading.words import Word
from assistant.journey.models import LABELS, label


def read_recap(clauses: list[Clause], draft: Draft) -> list[Clause]:
    """Take out and put right what the reply names by number or by its words; return the clauses with additions."""
    lexis = lexicon(draft.language)
    left: list[Clause] = []
    target: str | None = None
    for clause in clauses:
        removes = lexis("recap", "remove").any(clause.words)
        named = _named(clause, draft)
        if removes:
            taken = named or ([by_words] if (by_words := _by_words(clause, draft)) else [])
            for one in taken:
                _remove(one, draft)
            if taken:
                target = taken[-1]
                continue
        if named:
            target = named[-1]
            _put_right(clause, target, draft, skip=_reference_end(clause, draft))
            continue
        if lexis("recap", "missing").any(clause.words):
            target = None
        elif target and clause.joined and _put_right(clause, target, draft, 0):
            continue
        elif lexis("recap", "wrong").any(clause.words) and (about := _by_words(clause, draft)):
            target = about
            _put_right(clause, about, draft, 0)
            continue
        if addition := _without_cue(clause, draft):
            left.append(addition)
    return left


def _named(clause: Clause, draft: Draft) -> list[str]:
    """Return the items that the clause names by their number in the recap."""
    recap = draft.situation.recap
    lexis = lexicon(draft.language)
    found: list[str] = []
    cued = lexis("recap", "remove").any(clause.words) or lexis("recap", "wrong").any(clause.words)
    for index, word in enumerate(clause.words):
        number = _number(word, draft)
        before = clause.words[index - 1].fold if index else ""
        announced = (
            lexis("recap", "number").has(before) or draft.source.text[max(0, word.start - 1) : word.start] == "#"
        )
        if (
            number
            and number in recap
            and (announced or index <= 1 or (cued and index <= 4) or (found and before in _JOINS))
        ):
            found.append(recap[number])
    if not found and lexis("recap", "last").any(clause.words) and recap and (cued or len(clause.words) <= 6):
        found.append(recap[max(recap)])
    return found


_JOINS = frozenset({"and", "y", "i", "or", "o", "oraz", "e"})


def _number(word: Word, draft: Draft) -> int | None:
    if word.fold.isdigit() and len(word.fold) <= 3:
        return int(word.fold)
    ordinals = lexicon(draft.language)("recap", "ordinal")
    if not ordinals.has(word.fold):
        return None
    listed = lexicon(draft.language)("ordinals")
    found = listed.find([word])
    return int(found[0].label.removeprefix("n")) if found else None


def _reference_end(clause: Clause, draft: Draft) -> int:
    return max(
        (i + 1 for i, word in enumerate(clause.words) if _number(word, draft) in draft.situation.recap), default=0
    )


def _by_words(clause: Clause, draft: Draft) -> str | None:
    known = [(key, _text(key, draft)) for key in draft.situation.recap.values()]
    return nearest(clause.text, known, draft.language, least=2)


def _text(key: str, draft: Draft) -> str:
    found = draft.map.find(key)
    if found:
        return label(*found)
    part, _, field = key.partition(".")
    value = (
        getattr(getattr(draft.map, part, None), field.partition("[")[0], None) if part in ("goal", "persona") else None
    )
    return " ".join(value) if isinstance(value, tuple) else str(value or "")


def _remove(key: str, draft: Draft) -> None:
    found = draft.map.find(key)
    if found:
        draft.remove(found[0], key)  # type: ignore[arg-type]
        return
    part, _, field = key.partition(".")
    name, _, index = field.partition("[")
    if part in ("goal", "persona") and getattr(getattr(draft.map, part), name, None):
        many = isinstance(getattr(getattr(draft.map, part), name), tuple)
        place = int(index.rstrip("]") or 0) if many else None
        draft.clear(part, name, place)  # type: ignore[arg-type]


def _put_right(clause: Clause, key: str, draft: Draft, skip: int) -> bool:
    """Change what the clause says of an item: its channel, stage, feeling, figure, or its words."""
    lexis = lexicon(draft.language)
    said = clause.words[skip:]
    wrong = lexis("recap", "wrong")
    while said and (stop := wrong.at(said, 0) or lexis("grammar", "stop").at(said, 0)):
        said = said[stop:]
    if not said or not (contents(said, draft.language) or labels.channels(said, draft.language)):
        return False
    start, end = span_of(said, draft.source.text)
    found = draft.map.find(key)
    if not found:
        part, _, field = key.partition(".")
        name = field.partition("[")[0]
        if part in ("goal", "persona") and hasattr(getattr(draft.map, part), name):
            return draft.set(part, name, draft.source.text[start:end], start, end)  # type: ignore[arg-type]
        return False
    part_name, item = found
    done = False
    if part_name == "touchpoints":
        channel = labels.channel(said, draft.language)
        mood = labels.emotion(said, draft.language)
        done = bool(channel) and draft.change("touchpoints", key, "channel", str(channel), start, end)
        done = (mood is not None and draft.change("touchpoints", key, "emotion", mood, start, end)) or done
    if part_name in ("goals", "touchpoints", "constraints"):
        stage = labels.stage_named(said, draft.map)
        done = (stage is not None and draft.change(part_name, key, "stage", stage, start, end)) or done
    if part_name == "metrics":
        for figure in figures(draft.source.text, said, draft.language)[-1:]:
            field = "target" if lexis("metric", "target").any(said[: figure.first]) else "baseline"
            done = draft.change(
                "metrics", key, field, draft.source.text[figure.start : figure.end], figure.start, figure.end
            )
    if not done and len(contents(said, draft.language)) >= 1 and getattr(item, LABELS[part_name], None):
        done = draft.change(part_name, key, LABELS[part_name], draft.source.text[start:end], start, end)  # type: ignore[arg-type]
    return done


def _without_cue(clause: Clause, draft: Draft) -> Clause | None:
    """Return the clause without the words that only say that something is missing."""
    lexis = lexicon(draft.language)
    said = body(clause.words, draft.language)
    missing = lexis("recap", "missing").find(said)
    if missing:
        after = said[missing[-1].end :]
        before = said[: missing[0].start]
        said = after if len(contents(after, draft.language)) >= len(contents(before, draft.language)) else before
        stop = lexis("grammar", "stop")
        while said and stop.has(said[-1].fold):
            said = said[:-1]
    if not contents(said, draft.language):
        return None
    start, end = span_of(said, draft.source.text)
    return Clause(draft.source.text[start:end], start, end, clause.sentence, "", tuple(said))
