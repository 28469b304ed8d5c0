"""What the columns of other people's tables are called, in three languages, and which field of a map each can be."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.locale import LANGUAGES, translator
from assistant.text import fold
from exports.columns import COLUMNS


@dataclass(frozen=True, slots=True)
class Field:
    """A field that a column can be: the part it belongs to, its name, and what people call it besides."""

    part: str
    heading: str
    called: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """A column: its number from 0, its name, the fields it can be, and whether that is certain."""

    number: int
    text: str
    fields: tuple[str, ...]
    sure: bool


def _heading(part: str, field: str) -> str:
    return next(column.heading for column in COLUMNS[part] if column.field == field)


FIELDS: dict[str, Field] = {
    "id": Field("touchpoints", "ID", ("id", "no", "nr", "number", "número", "numer", "lp")),
    "stage": Field(
        "touchpoints", _heading("touchpoints", "stage"),
        ("stage", "phase", "journey stage", "etapa", "fase", "etap", "faza"),
    ),
    "duration": Field("stages", _heading("stages", "duration"), ("duration", "duración", "czas trwania")),
    "name": Field(
        "touchpoints", _heading("touchpoints", "name"),
        ("touchpoint", "touchpoints", "touch point", "contact point", "step", "interaction", "punto de contacto",
         "puntos de contacto", "paso", "interacción", "punkt styku", "punkty styku", "punkt kontaktu", "krok",
         "interakcja"),
    ),
    "channel": Field(
        "touchpoints", _heading("touchpoints", "channel"),
        ("channel", "channels", "medium", "canal", "canales", "medio", "kanał", "kanały"),
    ),
    "device": Field("touchpoints", _heading("touchpoints", "device"), ("device", "dispositivo", "urządzenie")),
    "owned": Field("touchpoints", _heading("touchpoints", "owned"), ("owned", "propio", "własny")),
    "customer_action": Field(
        "touchpoints", _heading("touchpoints", "customer_action"),
        ("customer action", "customer actions", "user action", "user actions", "activity", "activities", "doing",
         "acción", "acciones", "acción del cliente", "acciones del cliente", "actividad", "action", "actions",
         "działanie", "działania", "działanie klienta", "działania klienta", "czynność", "czynności"),
    ),
    "thought": Field(
        "touchpoints", _heading("touchpoints", "thought"),
        ("thought", "thoughts", "thinking", "pensamiento", "pensamientos", "myśl", "myśli"),
    ),
    "emotion": Field(
        "touchpoints", _heading("touchpoints", "emotion"),
        ("emotion", "emotions", "feeling", "feelings", "sentiment", "mood", "emoción", "emociones", "sentimiento",
         "sentimientos", "ánimo", "estado de ánimo", "emocja", "emocje", "uczucie", "uczucia", "nastrój",
         "samopoczucie"),
    ),
    "moment_of_truth": Field(
        "touchpoints", _heading("touchpoints", "moment_of_truth"),
        ("moment of truth", "momento de la verdad", "moment prawdy"),
    ),
    "goal": Field(
        "goals", _heading("goals", "text"),
        ("goal", "goals", "customer goal", "customer goals", "objective", "need", "needs", "objetivo", "objetivos",
         "objetivo del cliente", "necesidad", "necesidades", "cel", "cele", "cel klienta", "cele klienta", "potrzeba",
         "potrzeby"),
    ),
    "constraint": Field(
        "constraints", _heading("constraints", "text"),
        ("constraint", "constraints", "pain", "pains", "pain point", "pain points", "problem", "problems", "barrier",
         "barriers", "obstacle", "friction", "punto de dolor", "puntos de dolor", "problema", "problemas", "barrera",
         "barreras", "obstáculo", "obstáculos", "fricción", "problemy", "bariera", "bariery", "przeszkoda",
         "przeszkody", "punkt bólu", "punkty bólu", "bolączki"),
    ),
    "cause": Field(
        "constraints", _heading("constraints", "cause"), ("cause", "reason", "root cause", "causa", "przyczyna")
    ),
    "severity": Field(
        "constraints", _heading("constraints", "severity"), ("severity", "gravedad", "dotkliwość", "waga problemu")
    ),
    "action": Field(
        "actions", _heading("actions", "text"),
        ("action", "actions", "improvement", "improvements", "solution", "solutions", "idea", "ideas", "acción",
         "acciones", "mejora", "mejoras", "solución", "soluciones", "działanie", "działania", "usprawnienie",
         "usprawnienia", "rozwiązanie", "rozwiązania", "pomysł", "pomysły"),
    ),
    "owner": Field(
        "actions", _heading("actions", "owner"),
        ("owner", "responsible", "responsable", "odpowiedzialny", "odpowiedzialna", "właściciel"),
    ),
    "effort": Field("actions", _heading("actions", "effort"), ("effort", "esfuerzo", "nakład", "wysiłek")),
    "impact": Field("actions", _heading("actions", "impact"), ("impact", "impacto", "wpływ")),
    "due": Field(
        "actions", _heading("actions", "due"), ("due", "due date", "deadline", "fecha", "plazo", "termin")
    ),
}  # fmt: skip
"""Every field that a column of a table of touchpoints can be, by the name that `--column` takes."""


def matched(headers: Sequence[str], rows: Iterable[Sequence[str]], language: str) -> list[Header]:
    """Return what each column can be, the likely fields first; a column without a value is left out."""
    filled: set[int] = set()
    for row in rows:
        filled |= {number for number, cell in enumerate(row) if cell.strip()}
    known = _known(language)
    found: list[Header] = []
    taken: set[str] = set()
    for number, text in enumerate(headers):
        if number not in filled:
            continue
        written = _plain(text)
        exact = [field for field, names in known.items() if written in names]
        fields = exact or [field for field, names in known.items() if _within(names, written)]
        sure = len(exact) == 1 and exact[0] not in taken
        taken |= set(exact) if sure else set()
        found.append(Header(number, text, tuple(fields), sure))
    return found


def _known(language: str) -> dict[str, set[str]]:
    spoken = dict.fromkeys((language, *LANGUAGES))
    return {
        field: {_plain(name) for name in (*about.called, *(translator(code).gettext(about.heading) for code in spoken))}
        for field, about in FIELDS.items()
    }


def _plain(text: str) -> str:
    """Return a name without case, accents, signs and what stands in brackets."""
    return " ".join(re.sub(r"[\W_]+", " ", re.sub(r"\(.*?\)|\[.*?\]", " ", fold(text))).split())


def _within(names: Iterable[str], written: str) -> bool:
    return any(f" {name} " in f" {written} " for name in names if name)
