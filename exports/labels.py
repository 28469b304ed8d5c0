"""The words that a document has for the map's fields and fixed values: message ids, translated where they are shown."""

from assistant.journey.models import Channel, EvidenceKind, MapKind, MapState, OriginKind, StageKind, Step
from assistant.journey.start import STAGE_NAMES
from assistant.locale import N_

KINDS: dict[MapKind, str] = {
    MapKind.JOURNEY: N_("Whole customer journey"),
    MapKind.EXPERIENCE: N_("One experience"),
}

STATES: dict[MapState, str] = {
    MapState.AS_IS: N_("As it is"),
    MapState.TO_BE: N_("As it should be"),
}

STAGE_KINDS: dict[StageKind, str] = {**STAGE_NAMES, StageKind.CUSTOM: N_("Our own")}

CHANNELS: dict[Channel, str] = {
    Channel.WEBSITE: N_("website"),
    Channel.WEB_SHOP: N_("web shop"),
    Channel.APP: N_("app"),
    Channel.SEARCH: N_("search engine"),
    Channel.SOCIAL: N_("social media"),
    Channel.ADS: N_("advertising"),
    Channel.EMAIL: N_("e-mail"),
    Channel.PHONE: N_("phone"),
    Channel.CHAT: N_("chat"),
    Channel.STORE: N_("shop"),
    Channel.DELIVERY: N_("delivery"),
    Channel.EVENT: N_("event"),
    Channel.WORD_OF_MOUTH: N_("word of mouth"),
    Channel.OTHER: N_("other"),
}

EMOTIONS: dict[int, str] = {
    -2: N_("very bad"),
    -1: N_("bad"),
    0: N_("neutral"),
    1: N_("good"),
    2: N_("very good"),
}

EVIDENCE_KINDS: dict[EvidenceKind, str] = {
    EvidenceKind.SURVEY: N_("survey"),
    EvidenceKind.REVIEW: N_("customer review"),
    EvidenceKind.SUPPORT: N_("support request"),
    EvidenceKind.ANALYTICS: N_("analytics"),
    EvidenceKind.INTERVIEW: N_("customer interview"),
}

STEPS: dict[Step, str] = {
    Step.GOAL: N_("goal of the map"),
    Step.PERSONA: N_("persona"),
    Step.GOALS: N_("customer goals"),
    Step.TOUCHPOINTS: N_("touchpoints"),
    Step.CONSTRAINTS: N_("constraints"),
    Step.ACTIONS: N_("actions"),
    Step.METRICS: N_("metrics"),
}

GOAL_FIELDS = {
    "statement": N_("Goal of the map"),
    "start": N_("The journey begins"),
    "end": N_("The journey ends"),
    "scope": N_("Scope"),
}

PERSONA_FIELDS = {
    "name": N_("Name"),
    "age": N_("Age"),
    "gender": N_("Gender"),
    "occupation": N_("Occupation"),
    "location": N_("Lives in"),
    "generation": N_("Generation"),
    "personality": N_("Personality"),
    "interests": N_("Interests"),
    "challenges": N_("Challenges"),
    "pain_points": N_("Pain points"),
    "quote": N_("In their own words"),
}

SECTIONS = {
    "map": N_("Map"),
    "goal": N_("Goal"),
    "persona": N_("Persona"),
    "picture": N_("The journey at a glance"),
    "research": N_("How to find out what is not known"),
    "origins": N_("Where it comes from"),
}
"""The headings of a document beside those of the parts."""

TITLE = N_("Title")
FIELD = N_("Field")
VALUE = N_("Value")
ABOUT = (N_("Map"), N_("State"), N_("Language"), N_("Created"), N_("Updated"), N_("Revision"), N_("Format"))
"""What a workbook tells of a map besides its title."""

ORIGIN_COLUMNS = (N_("Origin"), N_("Words that were said"), N_("Answer"))
"""What a table tells of where a row comes from: the kind, the quote, the number of the answer."""

NOTHING_YET = N_("Nothing yet.")
NO_STAGE = N_("No stage yet")
EMPTY_STAGES = N_("Stages without a touchpoint yet: %(stages)s.")
UNFELT = N_("The face is neutral where nobody has said how the customer feels: %(ids)s.")
WHY = N_("Why it matters:")
ANSWER = N_("answer %(number)d")
QUOTED = N_("“%(words)s”")
ABOUT_ORIGINS = N_(
    "Each note tells where a value comes from. What was said is quoted from the answer word for word; "
    "what the assistant suggested is marked as such."
)

ORIGINS: dict[OriginKind, str] = {
    OriginKind.SAID: N_("Said"),
    OriginKind.SUGGESTED: N_("Suggested by the assistant"),
    OriginKind.EVIDENCE: N_("From research"),
    OriginKind.IMPORTED: N_("From an imported file"),
}
