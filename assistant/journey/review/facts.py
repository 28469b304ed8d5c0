"""What several rules want to know of a map, found out once: a map may hold a thousand touchpoints."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.journey.models import (
    Constraint,
    EvidenceKind,
    Item,
    JourneyMap,
    MapKind,
    MapState,
    Stage,
    StageKind,
    Touchpoint,
)
from assistant.journey.review.words import Words, words
from assistant.journey.subjects import Subject

_STRONG = 4
"""The severity from which a constraint is one of the strongest, of 5."""

_FELT_AS = {-2: 5, -1: 4}
"""How severe a constraint counts that has no severity of its own, by the worst feeling at its touchpoints."""


@dataclass(frozen=True)
class Facts:
    """A map, the day of the review, and what follows from them."""

    map: JourneyMap
    on: date

    @cached_property
    def words(self) -> Words:
        """The words to look for, in the map's language."""
        return words(self.map.language)

    @property
    def whole_journey(self) -> bool:
        """Whether the map shows the whole relation, not one interaction."""
        return self.map.kind is MapKind.JOURNEY

    @property
    def as_is(self) -> bool:
        """Whether the map shows how things are: only that can have evidence."""
        return self.map.state is MapState.AS_IS

    @cached_property
    def touchpoints_in(self) -> dict[str | None, list[Touchpoint]]:
        """The touchpoints of each stage, by its id; those of none under None."""
        found: dict[str | None, list[Touchpoint]] = defaultdict(list)
        for touchpoint in self.map.touchpoints:
            found[touchpoint.stage].append(touchpoint)
        return found

    @cached_property
    def feelings(self) -> dict[str, int]:
        """The feeling at each touchpoint that has one, by its id."""
        return {t.id: t.emotion for t in self.map.touchpoints if t.emotion is not None}

    @cached_property
    def explained(self) -> tuple[set[str], set[str]]:
        """The touchpoints, and the stages as a whole, that a constraint is about."""
        touchpoints = {item for c in self.map.constraints for item in c.touchpoints}
        return touchpoints, {c.stage for c in self.map.constraints if c.stage and not c.touchpoints}

    def is_explained(self, touchpoint: Touchpoint) -> bool:
        """Tell whether a constraint says what gets in the way at a touchpoint."""
        touchpoints, stages = self.explained
        return touchpoint.id in touchpoints or touchpoint.stage in stages

    @cached_property
    def addressed(self) -> set[str]:
        """The constraints that an action answers."""
        return {item for action in self.map.actions for item in action.addresses}

    @cached_property
    def kinds_of_evidence(self) -> dict[str, set[EvidenceKind]]:
        """The kinds of research behind each item that has any, by its id."""
        found: dict[str, set[EvidenceKind]] = defaultdict(set)
        for evidence in self.map.evidence:
            for item in evidence.supports:
                found[item].add(evidence.kind)
        return found

    def evidence_for(self, constraint: Constraint) -> set[EvidenceKind]:
        """Return the kinds of research behind a constraint or a touchpoint it is about."""
        found = self.kinds_of_evidence
        return set().union(*(found.get(item, set()) for item in (constraint.id, *constraint.touchpoints)))

    @cached_property
    def strongest(self) -> list[Constraint]:
        """The constraints that weigh most: by severity, else by how customers feel there; all if nothing tells."""
        weights = {c.id: self._weight(c) for c in self.map.constraints}
        most = max(weights.values(), default=0)
        return [c for c in self.map.constraints if weights[c.id] >= min(most, _STRONG)]

    def _weight(self, constraint: Constraint) -> int:
        if constraint.severity is not None:
            return constraint.severity
        worst = min((self.feelings.get(item, 0) for item in constraint.touchpoints), default=0)
        return _FELT_AS.get(worst, 0)

    @cached_property
    def purchase(self) -> int | None:
        """The place of the last stage of purchase among the stages, or None."""
        kinds = [stage.kind for stage in self.map.stages]
        places = [place for place, kind in enumerate(kinds) if kind is StageKind.PURCHASE]
        return places[-1] if places else None

    @cached_property
    def before_purchase(self) -> list[Stage]:
        """The stages before the first contact turns into a purchase."""
        return [s for s in self.map.stages if s.kind in _BEFORE]

    @cached_property
    def after_purchase(self) -> list[Stage]:
        """The stages after the purchase."""
        later = self.map.stages[self.purchase + 1 :] if self.purchase is not None else ()
        return [s for s in self.map.stages if s in later or s.kind in _AFTER]

    def is_empty(self, stages: Iterable[Stage]) -> bool:
        """Tell whether none of `stages` has a touchpoint."""
        return not any(self.touchpoints_in.get(stage.id) for stage in stages)


_BEFORE = (StageKind.AWARENESS, StageKind.INTEREST, StageKind.CONSIDERATION)
_AFTER = (StageKind.RETENTION, StageKind.ADVOCACY)


def named(items: Iterable[Item]) -> tuple[Subject, ...]:
    """Return items as a sentence names them."""
    return tuple(Subject(item.id, str(getattr(item, "name", None) or getattr(item, "text", item.id))) for item in items)
