"""Numbers of documents are found in notes, and ordinary numbers are let by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mistok.lib.personal_numbers import PersonalNumber, is_card, is_tax_number, personal_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("паспорт АВ 123456", ["passport"]),
        ("СН№654321 прийшла", ["passport"]),
        ("має ав123456", ["passport"]),
        ("ID 001234567", ["passport"]),
        ("УНЗР 19840215-01234", ["passport"]),
        ("код 3184710691", ["tax"]),
        ("код 3184 710 691", ["tax"]),
        ("картка 4111 1111 1111 1111", ["card"]),
        ("４１１１１１１１１１１１１１１１", ["card"]),
        ("рахунок UA21 3996 2200 0002 6007 2335 6600 1", ["card"]),
        ("АВ 123456, код 3184710691", ["passport", "tax"]),
    ],
)
def test_numbers_of_documents_are_found(text, found):
    assert personal_numbers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "прийшла з онукою, субсидія",
        "телефон 067 123 45 67, 0-800-503-753, +380671234567",
        "1 234 567 гривень на 123456 людей",
        "прийде 2026-11-21 14:30 або 21.11.2026",
        "код 3184710690",  # the check digit is wrong
        "заявка 4111 1111 1111 1112",
        "вул. Соборна, 12, кв. 345",
    ],
)
def test_ordinary_numbers_are_let_by(text):
    assert personal_numbers(text) == []


@given(st.text(max_size=400))
def test_any_text_is_taken(text):
    assert set(personal_numbers(text)) <= set(PersonalNumber)


def test_check_digits():
    assert is_tax_number("3184710691")
    assert not is_tax_number("318471069")
    assert is_card("4111111111111111")
    assert not is_card("41111111111")
