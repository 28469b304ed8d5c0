"""Reading metrics: what is measured, where it stands, where it should go."""

from assistant.interview.reading import meaning
from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.now_and_wanted import Values, values
from assistant.interview.reading.numbers import figures
from assistant.interview.reading.overlap import carrying
from assistant.interview.reading.phrases import body, has_content, span_of, starts_with
from assistant.interview.reading.told_values import Told
from assistant.interview.reading.turns import contents, vague
from assistant.interview.reading.value_words import closed
from assistant.interview.reading.words import Word
from assistant.journey.edits import Value
from assistant.journey.grounding import same_word
from assistant.journey.models import Metric

_SHORT = 3
_FEW = 2
_LONGEST_NAME = 24  # words
_LONGEST_SOURCE = 10  # words
_NEAR_CLAUSES = 4
_SAME = 0.6
"""The share of a name's words that a metric of the map has too when it is meant again."""
_MEASURE = 0.5
_HARDLY = 0.2
_VALUES = "metrics.values"


def read_metrics(clauses: list[Clause], draft: Draft) -> None:
    """Add a metric for each that is named, with its values; values alone belong to the metric asked about."""
    for group in _groups(clauses, draft):
        said = tuple(word for clause in group for word in clause.words)
        told = values(group, draft.source.text, draft.language)
        name = _name(group, said, told, draft)
        known = _known(name, group, told, draft) or _pointed_at(said, told, draft)
        if known:
            _complete(known, told, said, draft)
        elif name and (told.told or _measures(name, draft)):
            _add(name, told, said, draft)


def is_metric(sentence: list[Clause], draft: Draft) -> bool:
    """Tell whether a sentence said in another step is surely a metric: it names one, and tells now and wanted."""
    lexis = lexicon(draft.language)
    said = tuple(word for clause in sentence for word in clause.words)
    told = values(sentence, draft.source.text, draft.language)
    if not (told.sure and told.baseline and lexis("metric", "name").any(said)):
        return False
    found = meaning.labels_of(sentence[0].text, draft.situation)
    return found is None or found.role["measure"] > max(found.role["plan"], found.role["problem"])


def figured(clause: Clause, draft: Draft) -> bool:
    """Tell whether a clause may be part of a metric: it names one by a usual word, or tells what is wanted."""
    told = values([clause], draft.source.text, draft.language)
    return told.target is not None or lexicon(draft.language)("metric", "name").any(clause.words)


def _measures(name: tuple[Word, ...], draft: Draft) -> bool:
    """Tell whether words without any value name something that can be measured."""
    start, end = span_of(name, draft.source.text)
    found = meaning.labels_of(draft.source.text[start:end], draft.situation)
    return found is None or found.role["measure"] > _HARDLY


def _groups(clauses: list[Clause], draft: Draft) -> list[list[Clause]]:
    """Join clauses into metrics: a new one begins where, after values, something else is named."""
    language = draft.language
    lexis = lexicon(language)
    joined: list[list[Clause]] = []
    naming: list[bool] = []  # of each clause of the metric in hand, for many clauses look back at them
    for clause in clauses:
        if vague(clause.words, lexis) and not joined:
            continue
        if not joined or (any(naming[-_NEAR_CLAUSES:]) and _begins(joined[-1], clause, lexis, draft)):
            joined.append([clause])
            naming = []
        else:
            joined[-1].append(clause)
        naming.append(bool(_naming(clause.words, draft)))
    return [
        group for group in joined if any(has_content(c, language) or any(w.is_number for w in c.words) for c in group)
    ]


def _begins(last: list[Clause], clause: Clause, lexis: Lexicon, draft: Draft) -> bool:
    """Tell whether a clause speaks of another metric than the one that `last`, which names something, tells of."""
    text, language = draft.source.text, draft.language
    last = last[-_NEAR_CLAUSES:]
    before = values(last, text, language)
    here = values([clause], text, language)
    own = _naming(clause.words, draft)
    names = bool(own) and lexis("metric", "name").any(clause.words)
    opens = starts_with(clause.words, lexis, "grammar", "also") or clause.joined == "and"
    if clause.sentence == last[-1].sentence:
        if not before.told:
            return opens and names and not lexis("grammar", "continues").at(clause.words, 0)
        return opens and names and len(own) >= _FEW and (len(before.told) >= _FEW or not here.told)
    if here.told:
        lead = _naming(clause.words[: here.told[0].first], draft)
        lacks = before.target is None and not (here.baseline and here.target)
        return bool(lead) and not lacks and (names or (bool(before.told) and len(lead) >= _FEW))
    if names or (opens and len(own) >= _FEW):
        return True
    found = meaning.labels_of(clause.text, draft.situation) if own and before.target else None
    return found is not None and found.role["measure"] > _MEASURE


def _naming(said: tuple[Word, ...], draft: Draft) -> list[Word]:
    """Return the content words that are neither figures nor words of now, wanted and units."""
    lexis = lexicon(draft.language)
    covered: set[int] = set()
    for key in ("now", "target", "number"):
        for match in lexis("metric", key).find(said):
            covered.update(range(match.start, match.end))
    for figure in figures(draft.source.text, said, draft.language):
        covered.update(range(figure.first, figure.last))
    left = [word for index, word in enumerate(said) if index not in covered and not word.is_number]
    return contents(left, draft.language)


def _name(group: list[Clause], said: tuple[Word, ...], told: Values, draft: Draft) -> tuple[Word, ...]:
    """Return the words that name the metric: the clause that does before its first value, or the words after that."""
    first = told.told[0].first if told.told else len(said)
    cut = _trimmed(_naming_clause(group, said[:first], draft), draft)
    asks = len(cut) > _SHORT and lexicon(draft.language)("metric", "name").any(cut)
    if asks or (contents(cut, draft.language) and _naming(cut, draft)):
        return cut
    if told.told:
        after = said[told.told[0].last : told.told[1].first if len(told.told) > 1 else None]
        for cut in (_trimmed(after, draft), _trimmed(_inside(told.told[0], said, draft), draft)):
            if _naming(cut, draft):
                return cut
    return ()


def _inside(share: Told, said: tuple[Word, ...], draft: Draft) -> tuple[Word, ...]:
    """Return the words between the figures of a share: "out of ten *who try it* four sign up"."""
    inside = said[share.first : share.last]
    parts = figures(draft.source.text, inside, draft.language)
    return inside[parts[0].last : parts[-1].first] if len(parts) > 1 else ()


def _naming_clause(group: list[Clause], before: tuple[Word, ...], draft: Draft) -> tuple[Word, ...]:
    """Return the words of `before` up to the end of the clause that names something, relative clauses included."""
    kept: list[Word] = []
    end = before[-1].end if before else 0
    for clause in group[: 2 * _NEAR_CLAUSES]:
        inside = [word for word in clause.words if word.end <= end]
        relative = closed(draft.language, "relative").at(clause.words, 0) is not None
        says = contents(kept, draft.language) or lexicon(draft.language)("metric", "name").any(kept)
        if says and not relative:
            break
        kept.extend(inside)
    return tuple(kept[:_LONGEST_NAME])


def _trimmed(said: tuple[Word, ...], draft: Draft) -> tuple[Word, ...]:
    """Drop from both ends what only leads to a figure: "it's about", "from", "currently"."""
    if not said:
        return ()
    lexis = lexicon(draft.language)
    kept = body(said, draft.language, ("action", "wish"))
    stops = [lexis("metric", "now"), lexis("metric", "target"), lexis("grammar", "stop"), lexis("grammar", "filler")]
    last = len(kept)
    changed = True
    while changed and last > 0:
        changed = False
        for first in range(max(0, last - 3), last):
            if any(entries.at(kept[:last], first) == last for entries in stops):
                last, changed = first, True
                break
    return kept[:last]


def _known(name: tuple[Word, ...], group: list[Clause], told: Values, draft: Draft) -> Metric | None:
    """Return the metric of the map that the words speak of: the one they name, or the one asked about."""
    metrics = {metric.id: metric for metric in draft.map.metrics}
    if not metrics:
        return None
    own = [word.fold for word in _naming(name, draft)] if name else []
    asked = [metrics[target] for target in draft.situation.targets if target in metrics]
    if not own:
        return asked[0] if asked else None
    shares = {m.id: _share(own, m.name, draft.language) for m in metrics.values()}
    best = max(shares, key=lambda key: shares[key])
    if shares[best] >= _SAME:
        return metrics[best]
    open_ = len(asked) == 1 and draft.situation.need == _VALUES and not (asked[0].baseline and asked[0].target)
    if not open_ or not told.told:
        return None
    names = lexicon(draft.language)("metric", "name").any(name)
    return None if names or told.told[0].first >= len(group[0].words) else asked[0]


def _pointed_at(said: tuple[Word, ...], told: Values, draft: Draft) -> Metric | None:
    """Return the last metric of the map, of which "that's in the till report" tells where it is read or how often."""
    pronoun = lexicon(draft.language)("grammar", "demonstrative").at(body(said, draft.language), 0) is not None
    tells = pronoun and not told.told and bool(_details(said, draft))
    return draft.map.metrics[-1] if tells and draft.map.metrics else None


def _share(own: list[str], name: str, language: str) -> float:
    theirs = carrying(name, language)
    return sum(any(same_word(word, their) for their in theirs) for word in own) / len(own)


def _add(name: tuple[Word, ...], told: Values, said: tuple[Word, ...], draft: Draft) -> None:
    text = draft.source.text
    start, end = span_of(name, text)
    figured = [one for one in (told.baseline, told.target) if one]
    last = max([end, *(one.end for one in figured)])
    first = min([start, *(one.start for one in figured)])
    added: dict[str, Value] = {
        "name": " ".join(text[start:end].split()),
        "baseline": _text_of(told.baseline, text),
        "target": _text_of(told.target, text),
        "unit": next((one.alone for one in figured if one.alone), None),
    }
    draft.add("metrics", added | _details(said, draft), first, last, start)


def _complete(metric: Metric, told: Values, said: tuple[Word, ...], draft: Draft) -> None:
    text = draft.source.text
    baseline, target = told.baseline, told.target
    if baseline and not target and metric.baseline and not metric.target:
        baseline, target = None, baseline
    for field, one in (("baseline", baseline), ("target", target)):
        if one and getattr(metric, field) != _text_of(one, text):
            draft.change("metrics", metric.id, field, _text_of(one, text), one.start, one.end)
    details = _details(said, draft)
    if "source" not in details and draft.situation.need == _VALUES and not told.told:
        details |= _where(said, draft)
    for field, value in details.items():
        if value and getattr(metric, field) is None:
            start, end = span_of(said, text)
            draft.change("metrics", metric.id, field, value, start, end)


def _details(said: tuple[Word, ...], draft: Draft) -> dict[str, Value]:
    """Return where the figure is read and how often, where that is said."""
    lexis = lexicon(draft.language)
    found: dict[str, Value] = {}
    for field in ("cadence", "source"):
        matches = [
            m for m in lexis("metric", field).find(said) if field == "cadence" or len(said[m.end - 1].fold) > _SHORT
        ]
        if matches:
            start, end = said[matches[0].start].start, said[matches[0].end - 1].end
            found[field] = draft.source.text[start:end]
    return found


def _where(said: tuple[Word, ...], draft: Draft) -> dict[str, Value]:
    """Return a short answer to "where is it read?" that no word list knows: "my wife's ledger"."""
    short = len(said) <= _LONGEST_SOURCE and bool(contents(said, draft.language))
    start, end = span_of(body(said, draft.language), draft.source.text)
    found = meaning.labels_of(draft.source.text[start:end], draft.situation) if short else None
    idle = found is not None and found.role["measure"] < max(found.role.values())
    return {"source": draft.source.text[start:end]} if short and not idle else {}


def _text_of(one: Told | None, text: str) -> str | None:
    return " ".join(text[one.start : one.end].split()) if one else None
