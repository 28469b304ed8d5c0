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
from assistant.models.lazy import LazyModel
from assistant.models.spec import Kind, parse, resolve
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
    knowledge = open_base(settings.embeddings, settings.chroma_url)

    def equip(spec: str) -> Equipment:
        return equipment(replace(settings, model=spec), knowledge, knowledge.labeller)

    first = equip(settings.model)
    if session is None:
        new = new or NewInterview(settings.language)
        template = by_name(new.template) if new.template else None
        journey = new_map(new.language, new.kind, new.state, new.experience, new.title, template, new.persona)
        session = store.create(journey, new.template)
    return Interview(session, store, first, exports, equip, knowledge, knowledge)


def equipment(settings: Settings, knowledge: Retriever, labeller: Labeller | None = None) -> Equipment:
    """Return what an interview works with under these settings; guidance is found in `knowledge`.

    Clauses are labelled by `labeller`, where there is one.

    Raises:
        UsageError: the model is no spec.
    """
    model = chat_model(settings)
    wording = {"auto": model if model and model.fluent else None, "model": model, "builtin": None}[settings.wording]
    fluent = model if model and model.fluent else None
    guide = Guide(knowledge)
    advice = _NO_MODEL if parse(settings.model).kind is Kind.AUTO and model is None else ""
    return Equipment(
        reader=Reader(model, labeller),
        wording=Wording(wording),
        replies=Replies(guide, fluent),
        warm=model.warm if model else _nothing,
        suggester=Suggester(guide, fluent, labeller),
        advice=advice,
    )


def chat_model(settings: Settings) -> LazyModel | None:
    """Return the model that the settings name, loaded when it is first asked; None: there is none.

    Raises:
        UsageError: it is no spec.
    """
    spec = resolve(parse(settings.model))
    return None if spec.kind is Kind.NONE else LazyModel(spec, settings.timeout)


def _nothing() -> None:
    pass
