"""The same thing under other names."""

import pytest

from mistok.ukrainian import abbreviations, morphology, russian, stopwords, synonyms, text
from mistok.ukrainian.synonyms import GROUPS, expand


def asked(query):
    return [key for token in text.words(query) for key in morphology.keys(token.text)]


def found(query):
    return {" ".join(expansion.phrase_keys) for expansion in expand(asked(query))}


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("впо", "переселенець"),
        ("переселенців", "впо"),
        ("внутрішньо переміщеним особам", "впо"),
        ("як оформити допомогу на комуналку", "субсидія"),
        ("ЦНАПу", "центр надання адміністративний послуга"),
        ("запис до лікаря", "прийом лікар"),
        ("ідентифікаційний код", "рнокпп"),
        ("ІПН", "ідентифікаційний код"),
        ("id-картка", "паспорт"),
        ("ЕЦП", "кеп"),
        ("квиток", "укрзалізниця"),
        ("вакансії", "працевлаштування"),
        ("справку", "довідка"),
        ("больницы", "лікарня"),
        ("ребёнка", "дитина"),
        ("пособие по безработице", "допомога безробіття"),
        ("прописка", "реєстрація місце проживання"),
        ("детские сады", "дитячий садок"),
        ("жалоба", "скарга"),
        ("мсек", "екопфо"),
    ],
)
def test_expansion(query, other):
    assert other in found(query)


def test_a_longer_phrase_hides_the_shorter_inside():
    assert "підпис" not in found("електронний підпис")
    replaced = {expansion.replaces for expansion in expand(asked("ідентифікаційний код"))}
    assert all("ідентифікаційний" in keys for keys in replaced)


def test_what_was_asked_is_no_expansion_and_none_comes_twice():
    for query in ("впо переселенець", "субсидія", "земля", "паспорт громадянина України"):
        phrases = [expansion.phrase_keys for expansion in expand(asked(query))]
        assert len(phrases) == len(set(phrases))
        assert not any(set(phrase) <= set(asked(query)) for phrase in phrases)


def test_weights_fall():
    weights = [expansion.weight for expansion in expand(asked("впо лікарня"))]
    assert weights == sorted(weights, reverse=True)
    assert all(0 < weight < 1 for weight in weights)


def test_nothing_comes_of_nothing():
    assert expand([]) == []
    assert expand(["ґуґлик"]) == []


def test_the_lists_are_well_kept():
    assert len(GROUPS) >= 80
    for group in GROUPS:
        assert len(group) >= 2, group
        assert len(set(group)) == len(group), group
        assert all(phrase == text.normalise(phrase).strip() and phrase for phrase in group), group
    for short, full in abbreviations.ABBREVIATIONS.items():
        assert short == short.lower()
        assert full
        assert all(phrase == text.normalise(phrase) for phrase in full), full


def test_russian_stems():
    assert russian.stem("справку") == russian.stem("справки") == russian.stem("справка")
    assert len(russian.stem("еда")) == 3


def test_stopwords():
    assert stopwords.subject(["як", "мені", "отримати", "довідку"]) == ["отримати", "довідку"]
    assert stopwords.subject(["що", "це"]) == ["що", "це"]
    assert not stopwords.is_stopword("дія")
    assert all(word == word.lower() for word in stopwords.STOPWORDS)


def test_phrase_keys():
    assert [forms[0] for forms in synonyms.phrase_keys("запис до лікаря")] == ["запис", "лікар"]
