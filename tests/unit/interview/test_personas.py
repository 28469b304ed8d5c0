"""The persona library, and interviews that begin with one of its personas."""

from pathlib import Path

import pytest

from assistant.errors import FileError, UsageError
from assistant.filing import Filing
from assistant.interview.events import Question, Recap
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.personas import PersonaLibrary
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import Origin, OriginKind, Persona, Step
from assistant.settings import Settings

SAID = Origin(kind=OriginKind.SAID, quote="Olga is 38", turn=4)
OLGA = Persona(name="Olga", age="38", interests=("tea", "trains"), origins=dict.fromkeys(
    ("name", "age", "interests", "interests[1]"), SAID))  # fmt: skip


@pytest.fixture
def library(tmp_path: Path) -> PersonaLibrary:
    return PersonaLibrary(tmp_path / "s.sqlite3")


def test_a_persona_is_kept_as_imported_with_its_quotes_and_no_turn(library: PersonaLibrary) -> None:
    library.save("Olga", OLGA, "en", "260301-aaaa")
    kept = library.get("OLGA")
    assert (kept.name, kept.language, kept.source) == ("Olga", "en", "260301-aaaa")
    assert all(
        (origin.kind, origin.quote, origin.turn) == (OriginKind.IMPORTED, "Olga is 38", None)
        for origin in kept.persona.origins.values()
    )
    assert kept.persona.model_copy(update={"origins": OLGA.origins}) == OLGA


def test_a_name_is_not_taken_twice_unless_it_is_wished(library: PersonaLibrary) -> None:
    library.save("Olga", OLGA, "en", "one")
    with pytest.raises(FileError, match="a persona ólga already"):
        library.save("ólga", OLGA, "es", "two")
    assert library.get("olga").source == "one"
    library.save("ólga", OLGA, "es", "two", replace=True)
    assert [(kept.name, kept.source) for kept in library.list()] == [("ólga", "two")]
    library.remove("OLGA")
    assert not library.list()
    for missing in (library.get, library.remove):
        with pytest.raises(FileError, match="no persona Olga"):
            missing("Olga")


def test_an_empty_persona_is_not_kept(library: PersonaLibrary) -> None:
    with pytest.raises(UsageError, match="Nothing is known"):
        library.save("Nobody", Persona(), "en", "one")


async def test_an_interview_with_a_persona_asks_only_what_is_missing_and_shows_it(
    tmp_path: Path, library: PersonaLibrary
) -> None:
    library.save("Olga", OLGA, "en", "one")
    store = SqliteSessionStore(library.path)
    settings = Settings(model="none", embeddings="none")
    new = NewInterview("en", template="subscription", persona=library.get("olga").persona)
    interview = open_interview(store, settings, Filing(tmp_path), new=new)
    events = [event async for event in interview.begin()]
    events += [event async for event in interview.command("goto", {"step": "persona"})]
    question = next(event for event in reversed(events) if isinstance(event, Question))
    assert (question.step, question.need) == (Step.PERSONA, "persona.who")
    assert interview.state.pending is not None
    assert interview.state.pending.targets == ("occupation", "location")
    for text in ("an accountant, lives in Leeds", "I don't know", "I don't know", "I don't know", "I don't know"):
        if any(isinstance(event, Recap) for event in events):
            break
        events += [event async for event in interview.answer(text)]
    recap = next(event for event in events if isinstance(event, Recap))
    told = [item.text for item in recap.items]
    assert {"name: Olga", "age: 38", "interests: tea", "interests: trains"} <= set(told)
    assert interview.map.persona.origins["age"].kind is OriginKind.IMPORTED
    await interview.close()
