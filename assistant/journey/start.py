"""The map an interview begins with: its kind, its state, its stages, and a persona that was kept."""

from enum import StrEnum

from assistant.journey.models import (
    Goal,
    JourneyMap,
    MapKind,
    MapState,
    Origin,
    OriginKind,
    Persona,
    Stage,
    StageKind,
    now,
)
from assistant.journey.templates import Template, told
from assistant.locale import N_, translator


class Experience(StrEnum):
    """The five experiences that a map of one interaction can show."""

    BROWSING = "browsing"
    SUPPORT = "support"
    VISIT = "visit"
    USE = "use"
    SALES = "sales"


EXPERIENCES: dict[Experience, str] = {
    Experience.BROWSING: N_("reading the blog or browsing the site"),
    Experience.SUPPORT: N_("talking to support"),
    Experience.VISIT: N_("visiting the shop or web shop"),
    Experience.USE: N_("using the product"),
    Experience.SALES: N_("talking to sales"),
}

STAGE_NAMES: dict[StageKind, str] = {
    StageKind.AWARENESS: N_("Awareness"),
    StageKind.INTEREST: N_("Interest"),
    StageKind.CONSIDERATION: N_("Consideration"),
    StageKind.PURCHASE: N_("Purchase"),
    StageKind.RETENTION: N_("Retention"),
    StageKind.ADVOCACY: N_("Advocacy"),
}

_JOURNEY_STAGES = (
    StageKind.AWARENESS,
    StageKind.CONSIDERATION,
    StageKind.PURCHASE,
    StageKind.RETENTION,
    StageKind.ADVOCACY,
)
_EXPERIENCE_STAGES = (N_("Before"), N_("During"), N_("After"))


def new_map(
    language: str,
    kind: MapKind = MapKind.JOURNEY,
    state: MapState = MapState.AS_IS,
    experience: Experience | None = None,
    title: str | None = None,
    template: Template | None = None,
    persona: Persona | None = None,
) -> JourneyMap:
    """Return an empty map with the default stages of its kind, named in its language.

    A journey has awareness, consideration, purchase, retention and advocacy; an experience is one interaction and
    has what is before it, in it and after it. A template brings kind, stages and scope of its own; a persona is
    taken in as it is.
    """
    translate = translator(language).gettext
    ours = Origin(kind=OriginKind.SUGGESTED)
    scope = translate(EXPERIENCES[experience]) if experience else None
    if template is not None:
        kind, scope = template.kind, told(template.scope, language)
        stages = [(told(stage.name, language), stage.kind) for stage in template.stages]
    elif kind is MapKind.JOURNEY:
        stages = [(translate(STAGE_NAMES[stage]), stage) for stage in _JOURNEY_STAGES]
    else:
        stages = [(translate(name), StageKind.CUSTOM) for name in _EXPERIENCE_STAGES]
    moment = now()
    return JourneyMap(
        title=title or translate(N_("Customer journey map")),
        language=language,
        kind=kind,
        state=state,
        created=moment,
        updated=moment,
        goal=Goal(scope=scope, origins={"scope": ours}) if scope else Goal(),
        persona=persona or Persona(),
        stages=tuple(
            Stage(id=f"s{number}", name=name, kind=stage, origin=ours)
            for number, (name, stage) in enumerate(stages, start=1)
        ),
    )
