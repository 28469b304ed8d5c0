"""Opening an interview: a new session or an earlier one, with the model and the knowledge that the settings name."""

from dataclasses import dataclass, replace

from assistant.interview.engine import Interview
from assistant.interview.equipment import Equipment, Exports
from assistant.interview.guide import Guide
from assistant.interview.reading.reader import Reader
from assistant.interview.replies import Replies
from assistant.interview.store import SessionStore
from assistant.interview.suggestions import Suggester
from assistant.interview.wording import Wording
from assistant.journey.models import MapKind, MapState, Persona
from assistant.journey.start import Experience, new_map
from assistant.journey.templates import by_name
from assistant.locale import N_
from assistant.models.breaker import Breaker
from assistant.models.lazy import LazyModel
from assistant.models.outgoing import OutgoingModel
from assistant.models.spec import Kind, parse, resolve
from assistant.redaction.redactor import Redactor
from assistant.settings import Settings
from knowledge.base import open_base
from knowledge.port import Labeller, Retriever

_NO_MODEL = N_(
    "There is no language model here, so answers are read by simple rules. `journeymap models install` fetches a local "
    "one (1.1 GB); with an OpenAI key in OPENAI_API_KEY, OpenAI is used."
)


@dataclass(frozen=True, slots=True)
class NewInterview:
    """What is chosen before an interview begins; never asked in it.

    A template, by its name, says what the map covers, whatever `kind` and `experience` are.
    """

    language: str
    kind: MapKind = MapKind.JOURNEY
    state: MapState = MapState.AS_IS
    experience: Experience | None = None
    title: str | None = None
    template: str | None = None
    persona: Persona | None = None


def open_interview(
    store: SessionStore,
    settings: Settings,
    exports: Exports,
    *,
    session: str | None = None,
    new: NewInterview | None = None,
) -> Interview:
    """Return the interview of `session`, or of a new one; quick, for the model and the knowledge load when needed.

    Raises:
        UsageError: the settings' model is no spec, or there is no such template.
        FileError: there is no such session, or the database refuses.
    """
    redactor = Redactor(on=settings.redact == "on")
    knowledge = open_base(settings.embeddings, settings.chroma_url, redactor=redactor)

    def equip(spec: str) -> Equipment:
        return equipment(replace(settings, model=spec), knowledge, knowledge.labeller, redactor)

    first = equip(settings.model)
    if session is None:
        new = new or NewInterview(settings.language)
        template = by_name(new.template) if new.template else None
        journey = new_map(new.language, new.kind, new.state, new.experience, new.title, template, new.persona)
        session = store.create(journey, new.template)
    return Interview(session, store, first, exports, equip, knowledge, knowledge, redactor)


def equipment(
    settings: Settings, knowledge: Retriever, labeller: Labeller | None = None, redactor: Redactor | None = None
) -> Equipment:
    """Return what an interview works with under these settings; guidance is found in `knowledge`.

    Clauses are labelled by `labeller`, where there is one; `redactor` hides personal data from a server's model.

    Raises:
        UsageError: the model is no spec.
    """
    opened = chat_model(settings, redactor)
    model = breaker = Breaker(opened) if opened else None
    wording = {"auto": model if model and model.fluent else None, "model": model, "builtin": None}[settings.wording]
    fluent = model if model and model.fluent else None
    guide = Guide(knowledge)
    advice = _NO_MODEL if parse(settings.model).kind is Kind.AUTO and model is None else ""
    return Equipment(
        reader=Reader(model, labeller),
        wording=Wording(wording),
        replies=Replies(guide, fluent),
        warm=opened.warm if opened else _nothing,
        suggester=Suggester(guide, fluent, labeller),
        advice=advice,
        breaker=breaker,
    )


def chat_model(settings: Settings, redactor: Redactor | None = None) -> LazyModel | OutgoingModel | None:
    """Return the model that the settings name, loaded when it is first asked; None: there is none.

    `redactor` stands before every model but the one that journeymap runs itself, and before that one where its
    conversations are traced. A server on this machine counts, too: nobody can tell whether it is a gateway.

    Raises:
        UsageError: it is no spec.
    """
    spec = resolve(parse(settings.model))
    if spec.kind is Kind.NONE:
        return None
    model = LazyModel(spec, settings.timeout)
    stays = spec.kind is Kind.LOCAL and not model.remote
    return model if stays else OutgoingModel(model, redactor or Redactor(on=settings.redact == "on"))


def _nothing() -> None:
    pass
