"""Kinds of turn that need no reading, and answers that only look like them."""
# ruff: noqa: E501 - tables of what people say

import pytest

from assistant.interview.reading import rules
from assistant.interview.reading.turn import TurnKind
from assistant.interview.reading.turns import kind_of
from assistant.journey.models import Step
from tests.unit.reading.situations import situation

CLOSINGS = {
    "en": """no|nope|No.|that's all|That's it, thanks!|nothing else|nothing more from me|I'm done|nah, I'm good|no, that's everything
I think that's it for now|can't think of anything else|we can move on|that would be all, thank you|ok that's the lot|nothing comes to mind
no more, let's go on|that's about it really|not that I know of|nope nothing missing|I've got nothing to add|that's everything, cheers|all done here|no other goals""",
    "es": """no|nada más|Eso es todo.|no, nada más, gracias|sería todo|ya está|no se me ocurre nada más|creo que eso es todo|por ahora nada más
con eso basta|ya no hay más|no tengo nada que añadir|listo, gracias|no, ya está todo|podemos seguir|siguiente pregunta|nada más por mi parte|ya es todo de mi lado|pues hasta aquí llego|y pare usted de contar|ya te dije todo, seguimos""",
    "pl": """nie|nic więcej|To wszystko.|to tyle|nie, to już wszystko, dziękuję|chyba tyle|nic mi więcej nie przychodzi do głowy|możemy iść dalej
z mojej strony wszystko|to by było na tyle|na razie tyle|nic nie brakuje|niczego bym nie dodała|dzięki, to tyle|koniec|wystarczy|więcej nie mam""",
}
UNKNOWN = {
    "en": """I don't know|no idea|dunno|not sure, sorry|hard to say|I have no clue about the numbers|we've never measured that|honestly I don't know, it varies|I'd have to check""",
    "es": """no sé|no lo sé|ni idea|no sabría decirle|no lo hemos medido|la verdad no tengo idea|quién sabe|no sé cuánto es|no tengo ese dato|vaya usted a saber|ni pajolera idea|ahí me agarraste""",
    "pl": """nie wiem|nie mam pojęcia|trudno powiedzieć|nie jestem pewna|nie mierzymy tego|kto wie|szczerze mówiąc nie wiem|nie mam zielonego pojęcia|musiałabym sprawdzić""",
}
QUESTIONS = {
    "en": """what is a touchpoint?|what do you mean by baseline?|why do you ask?|sorry, what do you mean?|can you give me an example?|What's a persona|does a phone call count as a touchpoint?""",
    "es": """¿qué es un punto de contacto?|¿qué quieres decir con etapa?|¿por qué lo preguntas?|no entiendo la pregunta|¿me puede dar un ejemplo?|qué significa persona?|¿eso cuenta?|¿por qué me preguntas eso?""",
    "pl": """co to jest punkt styku?|co to znaczy?|dlaczego pytasz?|nie rozumiem pytania|może pani podać jakiś przykład?|czym jest persona?|co ma pani na myśli?|po co to?""",
}
VAGUE = {
    "en": "it's fine|it depends|they just like us|good|everything really|all kinds of people|so so",
    "es": "está bien|depende|de todo un poco|les gustamos y ya|lo normal|gente de todo tipo|depende del día",
    "pl": "jest ok|zależy|różnie bywa|lubią nas i tyle|normalnie|wszystkiego po trochu",
}
OFF_TOPIC = {
    "en": "hang on, someone's at the door|good morning! how are you?|did you see the match last night?|haha sorry, my dog is barking",
    "es": "un momento, tocan a la puerta|buenos días, ¿cómo está?|perdone, me están llamando|qué calor hace hoy aquí",
    "pl": "chwileczkę, ktoś puka|dzień dobry, co słychać?|ale upał dzisiaj u nas|przepraszam, dzwoni mi telefon",
}
FACTS = {
    "en": """nothing else works on the site|they don't know when we are open|no parking near the shop|customers have no idea what size to take|all of them find us on Google
it depends on the courier, he is often late|no one answers the phone|the weather: when it rains the terrace stays empty|what is it worth if nobody answers the mail? they go elsewhere
good reviews bring them in|dogs are not allowed in the waiting room|not enough staff|they get nothing in the mail""",
    "es": """nada más llegar los recibe Marta|no saben a qué hora abrimos|no hay estacionamiento|nadie contesta el teléfono|todo lo piden por WhatsApp
cuando llueve la terraza queda vacía|los clientes no tienen idea de la talla|buenas reseñas en Google|no aceptamos tarjeta|hola, esperan una hora jaja""",
    "pl": """nic więcej nie działa na stronie|nie wiedzą kiedy mamy otwarte|nie ma parkingu|nikt nie odbiera telefonu|wszystko zamawiają przez aplikację
jak pada, ogródek jest pusty|klienci nie mają pojęcia jaki rozmiar wybrać|dobre opinie w Google|nie można płacić kartą""",
}


def _cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in table.items() for text in texts.replace("\n", "|").split("|")]


@pytest.mark.parametrize(("language", "text"), _cases(CLOSINGS))
@pytest.mark.parametrize("need", ["constraints.first", "recap"])
def test_nothing_more(language: str, text: str, need: str) -> None:
    assert kind_of(text, situation(text, Step.CONSTRAINTS, language, need=need)) is TurnKind.NOTHING_MORE


@pytest.mark.parametrize(("language", "text"), _cases(UNKNOWN))
def test_dont_know(language: str, text: str) -> None:
    assert kind_of(text, situation(text, Step.METRICS, language)) is TurnKind.DONT_KNOW


@pytest.mark.parametrize(("language", "text"), _cases(QUESTIONS))
def test_a_question_back_is_handed_on(language: str, text: str) -> None:
    reading = rules.read(situation(text, language=language))
    assert reading.kind is TurnKind.QUESTION
    assert reading.question == text
    assert not reading.edits


@pytest.mark.parametrize(("language", "text"), _cases(VAGUE))
def test_vague(language: str, text: str) -> None:
    assert rules.read(situation(text, Step.GOALS, language)).kind is TurnKind.VAGUE


@pytest.mark.parametrize(("language", "text"), _cases(OFF_TOPIC))
@pytest.mark.parametrize("step", [Step.CONSTRAINTS, Step.TOUCHPOINTS])
def test_off_topic(language: str, text: str, step: Step) -> None:
    assert rules.read(situation(text, step, language)).kind is TurnKind.OFF_TOPIC


@pytest.mark.parametrize(("language", "text"), _cases(FACTS))
def test_facts_that_begin_like_something_else_are_read(language: str, text: str) -> None:
    asked = situation(text, Step.CONSTRAINTS, language)
    assert kind_of(text, asked) is None
    assert rules.read(asked).edits


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "looks good"), ("en", "yes, all correct"), ("en", "perfect"), ("en", "no, nothing is wrong"), ("en", "nothing wrong, that's right"),
        ("es", "perfecto"), ("es", "sí, está todo bien"), ("es", "todo correcto, gracias"), ("es", "no falta nada"),
        ("pl", "zgadza się"), ("pl", "tak, wszystko dobrze"), ("pl", "nic, wszystko się zgadza"), ("pl", "jest ok"),
    ],
)  # fmt: skip
def test_after_a_recap_agreement_is_nothing_more(language: str, text: str) -> None:
    assert kind_of(text, situation(text, language=language, need="recap")) is TurnKind.NOTHING_MORE
