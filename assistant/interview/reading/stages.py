"""From the kind of stage that a reader names to the stage of this map."""

from assistant.interview.reading.turn import Situation
from assistant.journey.models import StageKind

# Where a map has no stage of a kind, its nearest relative stands in.
_NEAREST: dict[StageKind, tuple[StageKind, ...]] = {
    StageKind.AWARENESS: (StageKind.INTEREST, StageKind.CONSIDERATION),
    StageKind.INTEREST: (StageKind.CONSIDERATION, StageKind.AWARENESS),
    StageKind.CONSIDERATION: (StageKind.INTEREST, StageKind.PURCHASE),
    StageKind.PURCHASE: (StageKind.CONSIDERATION,),
    StageKind.RETENTION: (StageKind.ADVOCACY,),
    StageKind.ADVOCACY: (StageKind.RETENTION,),
    StageKind.CUSTOM: (),
}


def stage_for(kind: str | None, situation: Situation) -> str | None:
    """Return the id of the map's stage of this kind, or of the nearest; else the one stage that was asked about."""
    if kind is not None:
        for wanted in (StageKind(kind), *_NEAREST[StageKind(kind)]):
            for stage in situation.map.stages:
                if stage.kind is wanted:
                    return stage.id
    asked = [target for target in situation.targets if situation.map.stage(target)]
    return asked[0] if len(asked) == 1 else None
