"""The start in plain lines."""

import io
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from assistant.interview.opening import NewInterview
from assistant.interview.store import SessionInfo
from assistant.journey.models import MapKind, MapState, Step
from assistant.journey.start import Experience
from assistant.lines.start import Left, Start
from tests.fakes.interview import MOMENT

TITLES = ("Coffee", "Zapatería Sol", "Kwiaciarnia", "Books", "Tea", "Bread", "Soap")
INFOS = [
    SessionInfo(
        f"2603{number:02}-demo", title, "en", MOMENT, MOMENT - timedelta(days=number), Step.PERSONA, number == 1
    )
    for number, title in enumerate(TITLES)
]


async def typed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield f"{line}\n"


async def choose(*lines: str, infos: list[SessionInfo] | None = None) -> tuple[str | NewInterview, str]:
    out = io.StringIO()
    chosen = await Start(typed(*lines), out).choose(INFOS if infos is None else infos, "en")
    return chosen, out.getvalue()


async def test_enter_takes_what_is_told() -> None:
    chosen, told = await choose("", "", "", "", "", infos=[])
    assert chosen == NewInterview("en")
    assert "earlier" not in told


async def test_each_choice_is_taken_by_number_value_or_word() -> None:
    chosen, told = await choose("", "es", "nonsense", "talking to SUPPORT", "", "2", " Shoes ")
    assert chosen == NewInterview("es", MapKind.EXPERIENCE, MapState.TO_BE, Experience.SUPPORT, "Shoes")
    assert "Type one of the numbers." in told


async def test_a_template_is_taken_by_number_or_name() -> None:
    assert (await choose("", "", "", "4", "", ""))[0] == NewInterview("en", template="both-shops")
    chosen, told = await choose("", "", "support", "support", "", "")
    assert chosen == NewInterview("en", MapKind.EXPERIENCE, experience=Experience.SUPPORT, template="support")
    assert "Template: 1 none, the usual stages, 2 Experience: talking to support [1]:" in told


async def test_an_earlier_interview_is_taken_by_its_number() -> None:
    chosen, told = await choose("2")
    assert chosen == "260301-demo"
    assert "7 earlier interviews:" in told
    assert "2. Zapatería Sol, 2026-03-01, English, done" in told
    assert "Bread" not in told


async def test_words_search_all_of_them() -> None:
    chosen, told = await choose("nothing like it", "soap", "1")
    assert chosen == "260306-demo"
    assert "No interview fits these words." in told
    assert "1 earlier interview:" in told


@pytest.mark.parametrize("lines", [(), ("/quit",), ("", "es")])
async def test_leaving_chooses_nothing(lines: tuple[str, ...]) -> None:
    with pytest.raises(Left):
        await choose(*lines)
