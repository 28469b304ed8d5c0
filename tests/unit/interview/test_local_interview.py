"""A short interview with the real local weights, in each language, from the first question to the exported map."""

from pathlib import Path

import pytest

from assistant.filing import Filing
from assistant.interview.events import Finished, Notice
from assistant.interview.opening import NewInterview, open_interview
from assistant.interview.state import Record
from assistant.interview.store import SqliteSessionStore
from assistant.journey.models import OriginKind
from assistant.models import weights
from assistant.models.spec import runtime_installed
from assistant.settings import Settings
from exports.json_file import read_map
from tests.fakes.person import Person, hold

pytestmark = [
    pytest.mark.local_model,
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("local"),
    pytest.mark.skipif(
        not (runtime_installed() and weights.installed()),
        reason="the local weights are not installed: journeymap models install",
    ),
]

ANSWERS = {
    "en": (
        {
            "persona": ["Ruth, 44, from Leeds. she has been minding other people's children since she left school"],
            "touchpoints": ["they phone us and wait ages on the line, which annoys them. then the fitters come"],
            "metrics": ["missed calls a week, 18 now and we want 5"],
        },
        "that's all",
        "phone",
    ),
    "es": (
        {
            "persona": ["Lucía, 51 años, de Vigo. se pasa el día de pie tras un mostrador y con las manos heladas"],
            "touchpoints": ["nos llaman por teléfono y esperan mucho, se enfadan. luego van los montadores a su casa"],
            "metrics": ["llamadas perdidas por semana, ahora 18 y queremos 5"],
        },
        "nada más, gracias",
        "llaman",
    ),
    "pl": (
        {
            "persona": ["Marta, 51 lat, z Gdyni. cały dzień na nogach za ladą i ręce ma zmarznięte"],
            "touchpoints": ["dzwonią do nas i długo czekają na linii, to ich złości. potem przyjeżdżają monterzy"],
            "metrics": ["nieodebrane telefony w tygodniu, teraz 18, a ma być 5"],
        },
        "to wszystko",
        "dzwoni",
    ),
}


@pytest.mark.parametrize("language", ANSWERS)
async def test_a_short_interview_with_the_local_model(language: str, tmp_path: Path) -> None:
    answers, done, words = ANSWERS[language]
    person, out = Person(answers, done), tmp_path / "map.json"
    store = SqliteSessionStore(tmp_path / "s.sqlite3")
    interview = open_interview(store, Settings(model="local"), Filing(tmp_path, out), new=NewInterview(language))
    interview.warm()
    try:
        events = await hold(interview, person)
    finally:
        await interview.close()
    journey = read_map(out)
    assert isinstance(events[-1], Finished)
    assert person.unsent() == []
    assert not [event.text for event in events if isinstance(event, Notice)]
    by = [entry.data["by"] for entry in store.entries(interview.session) if entry.kind is Record.READ]
    assert by.count("local") == 1  # who the customer is; the rules left nothing open of what is measured
    assert journey.persona.age
    assert any(words in touchpoint.name for touchpoint in journey.touchpoints)
    assert (journey.metrics[0].baseline, journey.metrics[0].target) == ("18", "5")
    for _, item in journey.items():
        if item.origin.kind is OriginKind.SAID:
            assert (item.origin.quote or "?") in interview.state.answers[item.origin.turn or 0]
