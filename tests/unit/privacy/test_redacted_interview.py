# ruff: noqa: E501 - one answer a line
"""With redaction on, a server gets none of a scripted interview's personal data, and the map still has all of it."""

from pathlib import Path

import pytest

from assistant.interview.events import Failure, Notice, Reply
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import OriginKind
from assistant.settings import Settings
from assistant.text import locate
from tests.fakes.copying_model import copies
from tests.fakes.openai_server import OpenAIServer
from tests.fakes.person import NoExports, Person, collect, hold

ANSWERS = {
    "en": (
        {
            "goal": ["people order a cake once. write to hanna.brook@example.org or ring 020 7946 0958 for the figures"],
            "persona": ["Grace Miller, 38, an accountant. She lives at 12 Mill Lane, Leeds LS1 4AP and loves gardening"],
            "touchpoints": ["they phone us and Grace waits on the line. her card 4111 1111 1111 1111 was charged twice"],
            "actions": ["Tom Whitfield answers the phone by March, his NI number is AB 12 34 56 C"],
        },
        "that's all",
        ("hanna.brook", "7946", "Grace", "Miller", "Mill Lane", "LS1 4AP", "4111", "Whitfield", "AB 12 34 56 C"),
    ),
    "es": (
        {
            "goal": ["piden una tarta una vez. las cifras las tiene lucia.ferrer@example.org, su móvil es el 612 34 56 78"],
            "persona": ["Carmen Ortega, 51 años, contable, vive en la calle Mayor, 12, 28013 Madrid, le gusta la huerta"],
            "touchpoints": ["llaman por teléfono y Carmen espera mucho. pagó con la cuenta ES91 2100 0418 4502 0005 1332"],
            "actions": ["Javier Molina contesta el teléfono desde marzo, su DNI es 12345678Z"],
        },
        "nada más, gracias",
        ("lucia.ferrer", "612 34", "Carmen", "Ortega", "calle Mayor", "28013", "ES91", "Molina", "12345678Z"),
    ),
    "pl": (
        {
            "goal": ["ludzie zamawiają tort tylko raz. liczby ma ewa.lis@example.org, telefon 601 234 567"],
            "persona": ["Katarzyna Wrońska, 38 lat, księgowa, mieszka przy ul. Długiej 5/12, 00-238 Warszawa"],
            "touchpoints": ["dzwonią do nas i Katarzyna długo czeka. podała nam PESEL 44051401359 bez potrzeby"],
            "actions": ["Tomasz Zalewski odbiera telefon od marca, jego NIP to 526-104-08-28"],
        },
        "to wszystko",
        ("ewa.lis", "601 234", "Katarzyna", "Wrońska", "Długiej", "00-238", "44051401359", "Zalewski", "526-104"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("language", ANSWERS)
async def test_no_personal_data_arrives_and_the_map_has_the_persons_own_words(language: str, tmp_path: Path) -> None:
    answers, done, secrets = ANSWERS[language]
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    person = Person(answers, done)
    with OpenAIServer(copies) as server:
        settings = Settings(model=server.spec, language=language, embeddings="none", redact="on")
        interview = open_interview(store, settings, NoExports(), new=NewInterview(language))
        try:
            await hold(interview, person)
            shown = [event for event in await collect(interview.command("sent", {})) if isinstance(event, Reply)]
            journey = interview.map
        finally:
            await interview.close()
    assert person.unsent() == []
    arrived = "\n".join(request.text for request in server.requests)
    assert arrived.count("[person 1") > 1
    assert [secret for secret in secrets if secret in arrived] == []
    assert "[person 2]" in shown[-1].text
    assert (journey.persona.name or "?") in answers["persona"][0]
    assert "[person" not in journey.model_dump_json()
    answers_given = interview.state.answers
    said = [item.origin for _, item in journey.items() if item.origin.kind is OriginKind.SAID]
    said += [origin for part in (journey.goal, journey.persona) for origin in part.origins.values()]
    assert said
    for origin in said:
        assert locate(origin.quote or "?", answers_given[origin.turn or 0])


async def test_without_redaction_answers_go_out_as_they_are_and_it_can_be_turned_on(tmp_path: Path) -> None:
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    with OpenAIServer(copies) as server:
        settings = Settings(model=server.spec, embeddings="none")
        interview = open_interview(store, settings, NoExports(), new=NewInterview("en"))
        try:
            await collect(interview.begin())
            await collect(interview.answer("Grace Miller wants to know why people order a cake only once"))
            assert any("Grace Miller" in request.text for request in server.requests)
            assert isinstance((await collect(interview.command("redact", {"choice": "perhaps"})))[0], Failure)
            told = await collect(interview.command("redact", {"choice": "on"}))
            assert isinstance(told[0], Notice)
            assert interview.redacts
            before = len(server.requests)
            await collect(interview.command("model", {"spec": server.spec}))
            await collect(interview.answer("it begins when Grace Miller hears of us, and ends with the next order"))
            later = "\n".join(request.text for request in server.requests[before:])
            assert "Miller" not in later
            assert "[person 1]" in later
        finally:
            await interview.close()
