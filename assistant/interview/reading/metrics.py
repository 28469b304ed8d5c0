"""Reading metrics: what is measured, where it stands, where it should go."""

from assistant.interview.reading.clauses import Clause
from assistant.interview.reading.draft import Draft
from assistant.interview.reading.lexicon import Lexicon, lexicon
from assistant.interview.reading.numbers import Figure, figures
from assistant.interview.reading.overlap import nearest
from assistant.interview.reading.phrases import body, has_content, span_of
from assistant.interview.reading.turns import contents, vague
from assistant.interview.reading.words import Word
from assistant.journey.edits import Value
from assistant.journey.models import Metric

_SHORT = 3
_FEW = 2
_NOW_AND_WANTED = 2  # figures
_NEAR_CLAUSES = 8
_LONGEST_NAME = 24  # words
_LOOK_BACK = 6
_LOOK_AHEAD = 6


def read_metrics(clauses: list[Clause], draft: Draft) -> None:
    """Add a metric for each that is named, with its figures; figures alone belong to the metric asked about."""
    for group in _groups(clauses, draft):
        said = tuple(word for clause in group for word in clause.words)
        found = figures(draft.source.text, said, draft.language)
        name = _name(said, found, draft)
        baseline, target = _values(said, found, draft)
        known = _known(name, said, draft)
        if known:
            _complete(known, baseline, target, said, draft)
        elif name:
            _add(name, baseline, target, said, draft)


def is_metric(sentence: list[Clause], draft: Draft) -> bool:
    """Tell whether a sentence said in another step is surely a metric: it names one, and tells now and wanted."""
    lexis = lexicon(draft.language)
    said = tuple(word for clause in sentence for word in clause.words)
    names = lexis("metric", "name").any(said) and lexis("metric", "target").any(said)
    return names and len(figures(draft.source.text, said, draft.language)) >= _NOW_AND_WANTED


def _groups(clauses: list[Clause], draft: Draft) -> list[list[Clause]]:
    """Join clauses into metrics: a new one begins where, after figures, something else is named."""
    language = draft.language
    lexis = lexicon(language)
    joined: list[list[Clause]] = []
    for clause in clauses:
        if vague(clause.words, lexis) and not joined:
            continue
        if not joined or _begins(joined[-1], clause, lexis, draft):
            joined.append([clause])
        else:
            joined[-1].append(clause)
    return [
        group for group in joined if any(has_content(c, language) or any(w.is_number for w in c.words) for c in group)
    ]


def _begins(last: list[Clause], clause: Clause, lexis: Lexicon, draft: Draft) -> bool:
    before = figures(draft.source.text, tuple(w for c in last[-_NEAR_CLAUSES:] for w in c.words), draft.language)
    own = _naming(clause.words, draft)
    names = lexis("metric", "name").any(clause.words) and len(own) >= 1
    new_sentence = clause.sentence != last[-1].sentence
    if new_sentence:
        here = figures(draft.source.text, clause.words, draft.language)
        if here and lexis("metric", "target").any(clause.words) and len(before) <= 1 and len(own) <= 2 and not names:
            return False
        return bool(own) and (names or bool(here and len(own) >= _FEW) or not before)
    if not before:
        return clause.joined == "and" and names and not lexis("grammar", "continues").at(clause.words, 0)
    return names and len(own) >= 2 and clause.joined in ("and", ",")


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


def _name(said: tuple[Word, ...], found: list[Figure], draft: Draft) -> tuple[Word, ...]:
    """Return the words that name the metric: those before its first figure, or those after it."""
    before = said[: found[0].first][-_LONGEST_NAME:] if found else said[:_LONGEST_NAME]
    cut = _trimmed(before, draft)
    if contents(cut, draft.language) and _naming(cut, draft):
        return cut
    if found:
        after = said[found[0].last : found[1].first if len(found) > 1 else None]
        cut = _trimmed(after, draft)
        if _naming(cut, draft):
            return cut
    return ()


def _trimmed(said: tuple[Word, ...], draft: Draft) -> tuple[Word, ...]:
    """Drop from both ends what only leads to a figure: "it's about", "from", "currently"."""
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
    # "..., now it is": everything from a word of now or wanted on belongs to the figure
    for match in lexis("metric", "now").find(kept[:last]):
        if (
            match.start >= 2
            and contents(kept[: match.start], draft.language)
            and "," in draft.source.text[kept[match.start - 1].end : kept[match.start].start]
        ):
            last = match.start
            break
    return kept[:last]


def _values(said: tuple[Word, ...], found: list[Figure], draft: Draft) -> tuple[Figure | None, Figure | None]:
    """Return the figure that holds now and the one that is wanted."""
    lexis = lexicon(draft.language)
    baseline = target = None
    for index, figure in enumerate(found):
        previous = found[index - 1].last if index else 0
        following = found[index + 1].first if index + 1 < len(found) else len(said)
        before = said[max(previous, figure.first - _LOOK_BACK) : figure.first]
        after = said[figure.last : min(following, figure.last + _LOOK_AHEAD)]
        wanted = _nearest_end(lexis, "target", before)
        now = _nearest_end(lexis, "now", before)
        if wanted > 0 and (wanted >= now):
            role = "target"
        elif now > 0:
            role = "now"
        elif index + 1 == len(found) and lexis("metric", "target").find(after):
            role = "target"
        else:
            role = "now"
        if role == "target" and target is None and (index or len(found) == 1 or _sure_target(before, lexis)):
            target = figure
        elif baseline is None:
            baseline = figure
        elif target is None:
            target = figure
    return baseline, target


def _sure_target(before: tuple[Word, ...], lexis: Lexicon) -> bool:
    return any(
        match.length > 1 or len(before[match.start].fold) > 3 for match in lexis("metric", "target").find(before)
    )


def _nearest_end(lexis: Lexicon, key: str, before: tuple[Word, ...]) -> int:
    """Return where the last entry of a list ends in `before`, counted from 1, or 0 when there is none."""
    return max((match.end for match in lexis("metric", key).find(before)), default=0)


def _known(name: tuple[Word, ...], said: tuple[Word, ...], draft: Draft) -> Metric | None:
    """Return the metric of the map that the words speak of: the one they name, or the one asked about."""
    metrics = {metric.id: metric for metric in draft.map.metrics}
    if not metrics:
        return None
    text = " ".join(word.fold for word in said)
    named = nearest(text, [(m.id, m.name) for m in metrics.values()], draft.language, least=2)
    asked = [metrics[target] for target in draft.situation.targets if target in metrics]
    own = _naming(name, draft) if name else []
    if named and (len(own) <= 4 or named in draft.situation.targets):
        return metrics[named]
    if not own and asked:
        return asked[0]
    return asked[0] if len(asked) == 1 and draft.situation.need == "metrics.values" and len(own) <= 1 else None


def _add(
    name: tuple[Word, ...], baseline: Figure | None, target: Figure | None, said: tuple[Word, ...], draft: Draft
) -> None:
    text = draft.source.text
    start, end = span_of(name, text)
    last = max([end, *(figure.end for figure in (baseline, target) if figure)])
    first = min([start, *(figure.start for figure in (baseline, target) if figure)])
    values: dict[str, Value] = {
        "name": " ".join(text[start:end].split()),
        "baseline": _figure_text(baseline, text),
        "target": _figure_text(target, text),
        "unit": _unit(baseline, target),
    }
    draft.add("metrics", values | _details(said, draft), first, last, start)


def _complete(
    metric: Metric, baseline: Figure | None, target: Figure | None, said: tuple[Word, ...], draft: Draft
) -> None:
    text = draft.source.text
    if baseline and not target and metric.baseline and not metric.target:
        baseline, target = None, baseline
    for field, figure in (("baseline", baseline), ("target", target)):
        if figure and getattr(metric, field) != _figure_text(figure, text):
            draft.change("metrics", metric.id, field, _figure_text(figure, text), figure.start, figure.end)
    for field, value in _details(said, draft).items():
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
    if "source" not in found and draft.situation.need == "metrics.values":
        left = _naming(said, draft)
        if left and not any(word.is_number for word in said):
            start, end = span_of(body(said, draft.language), draft.source.text)
            found["source"] = draft.source.text[start:end][:80]
    return found


def _figure_text(figure: Figure | None, text: str) -> str | None:
    return " ".join(text[figure.start : figure.end].split()) if figure else None


def _unit(baseline: Figure | None, target: Figure | None) -> str | None:
    return next(
        (figure.unit for figure in (baseline, target) if figure and figure.unit and figure.unit.isalpha()), None
    )
