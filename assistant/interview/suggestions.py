"""Suggestions: what the knowledge base advises for what gets in the way, each with its source; or none."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import date

from assistant.interview.events import Source, Suggestion
from assistant.interview.guide import Guide, source_of
from assistant.interview.suggesting import candidates as found_by
from assistant.interview.suggesting.candidates import Barred, Candidate
from assistant.interview.suggesting.checks import prose
from assistant.interview.suggesting.metrics import fitting
from assistant.interview.suggesting.obstacles import obstacles
from assistant.interview.suggesting.wording import Wording, worded
from assistant.journey.models import JourneyMap, Metric
from assistant.journey.review import review
from assistant.locale import N_, translator
from assistant.models.port import ChatModel
from assistant.text import clean_line, shorten
from knowledge.port import Labeller

SIZES: Mapping[str, str] = {"small": N_("small"), "medium": N_("medium"), "large": N_("large")}
"""Effort and impact, as people read them."""

NOTHING_IN_THE_WAY = N_(
    "The map names nothing that gets in the customer's way yet, so there is nothing to suggest against. "
    "Tell what keeps customers from their goals, or how they feel at each touchpoint: /goto constraints."
)
NOTHING_FITS = N_("The knowledge base has nothing that fits what gets in the way here.")


class Suggester:
    """Finds suggestions for maps, with what an interview works with."""

    def __init__(self, guide: Guide, model: ChatModel | None = None, labeller: Labeller | None = None) -> None:
        """Search by `guide`; word by `model` (None: in the words of the sources); compare meanings by `labeller`."""
        self._guide = guide
        self._model = model
        self._labeller = labeller

    @property
    def works_a_while(self) -> bool:
        """Whether a model words each suggestion."""
        return self._model is not None

    async def suggest(
        self,
        journey: JourneyMap,
        on: date,
        *,
        refused: Mapping[str, str] | None = None,
        answers: Iterable[str] = (),
        rejected: list[Wording] | None = None,
    ) -> AsyncIterator[Suggestion]:
        """Yield suggestions for a map, numbered from 1, as they are worded; nothing enters the map.

        Args:
            journey: the map.
            on: the day of the review whose findings count.
            refused: what the person refused: the suggestions' keys and texts. None of it comes again.
            answers: what the person said, for what cannot be done; the map's quotes count besides.
            rejected: takes the wordings whose model's words code refused, for who wants to count them.
        """
        refused = refused or {}
        said = (*answers, *prose(journey))
        barred = Barred(frozenset(refused), tuple(refused.values()), said)
        met = obstacles(journey, review(journey, on))
        chosen = await found_by.candidates(journey, met, self._guide, self._labeller, barred)
        told: tuple[str, ...] = barred.texts
        for number, candidate in enumerate(chosen, start=1):
            wording = await worded(self._model, candidate, journey, told, said, self._labeller)
            if wording.fault is not None and rejected is not None:
                rejected.append(wording)
            told = (*told, wording.text)
            yield self._suggestion(number, candidate, wording, journey)

    def _suggestion(self, number: int, candidate: Candidate, wording: Wording, journey: JourneyMap) -> Suggestion:
        obstacle, play = candidate.obstacle, candidate.play
        wanted = play.metric[journey.language] if play else ""
        metric = fitting(journey, obstacle, wanted, self._labeller)
        passage = candidate.passage
        source = source_of(passage) if passage else Source("", "")
        return Suggestion(
            number=number,
            text=wording.text,
            sources=(source,),
            addresses=(obstacle.ref,) if obstacle.constraint else (),
            detail=_detail(candidate, wording, metric, wanted, journey),
            key=candidate.key,
            about=obstacle.ref,
            stage=obstacle.stage,
            metric=metric.name if metric else wanted,
            metric_id=metric.id if metric else None,
            effort=wording.effort,
            impact=wording.impact,
            heading=clean_line(passage.heading) if passage else "",
        )


def without(journey: JourneyMap) -> str:
    """Return the message that says why there is no suggestion for a map, untranslated."""
    return NOTHING_FITS if obstacles(journey) else NOTHING_IN_THE_WAY


def _detail(candidate: Candidate, wording: Wording, metric: Metric | None, wanted: str, journey: JourneyMap) -> str:
    """Return what a suggestion answers, where, what it should move, and what it takes, in one line."""
    _ = translator(journey.language).gettext
    obstacle = candidate.obstacle
    found = journey.find(obstacle.ref)
    words = getattr(found[1], "text", getattr(found[1], "name", "")) if found else obstacle.words
    stage = journey.stage(obstacle.stage)
    parts: Sequence[str] = (
        _("Against: %(obstacle)s") % {"obstacle": shorten(words, 70)},
        _("stage: %(stage)s") % {"stage": stage.name} if stage and stage.id != obstacle.ref else "",
        _("should move: %(metric)s") % {"metric": _named(metric) if metric else wanted} if metric or wanted else "",
        _("effort: %(size)s") % {"size": _(SIZES[wording.effort])} if wording.effort else "",
        _("impact: %(size)s") % {"size": _(SIZES[wording.impact])} if wording.impact else "",
    )
    return " · ".join(filter(None, parts))


def _named(metric: Metric) -> str:
    values = " → ".join(filter(None, (metric.baseline, metric.target)))
    return f"{shorten(metric.name, 60)} ({values})" if values else shorten(metric.name, 60)
