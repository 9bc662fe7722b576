"""Papers of feedback and of computers are read by people and by phones."""

import pypdfium2
import pytest

from mistok.desk.computer_papers import slip
from mistok.desk.feedback_papers import PAPERS, address_of, paper
from mistok.desk.tests.factories_computers import ComputerSessionFactory
from mistok.desk.tests.factories_feedback import (
    FeedbackBoxFactory,
    FeedbackQuestionFactory,
    FeedbackReasonFactory,
)
from mistok.lib.typesetting.tests.pdf import assert_accessible, codes_seen, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_says_the_question_and_leads_to_it(network, kind):
    question = FeedbackQuestionFactory()
    FeedbackReasonFactory(question=question, text="Пояснили зрозуміло")
    box = FeedbackBoxFactory(point=network.point)
    made = paper(kind, box, question)
    assert_accessible(made)
    assert "Чи допомогли вам сьогодні?" in " ".join(text_of(made).split())
    if kind != "box":
        assert address_of(box) in codes_seen(made)


def test_the_longest_question_leaves_the_call_to_the_code_free(network):
    question = FeedbackQuestionFactory(text=("Чи вдалося вам зробити у нашій бібліотеці все, " * 3)[:120])
    page = pypdfium2.PdfDocument(paper("poster", FeedbackBoxFactory(point=network.point), question))[0]
    words = page.get_textpage()

    def edges(word: str) -> tuple[float, float]:
        first, count = words.search(word).get_next()
        boxes = [words.get_charbox(each) for each in range(first, first + count)]
        return min(box[1] for box in boxes), max(box[3] for box in boxes)

    assert edges(question.middle)[0] > edges("Наведіть")[1]


def test_a_slip_says_the_code_and_leads_to_the_time(network):
    session = ComputerSessionFactory(point=network.point, place__point=network.point, code="23456")
    made = slip(session)
    assert_accessible(made)
    assert "234 56" in " ".join(text_of(made).split())
    assert any(each.endswith("/time/?code=23456") for each in codes_seen(made))


def test_reasons_that_do_not_fit_are_left_out_of_a_card(network):
    question = FeedbackQuestionFactory()
    for number in range(12):
        FeedbackReasonFactory(question=question, text=f"Дуже довга причина, що ледве вміщена {number:02}")
    words = text_of(paper("box", FeedbackBoxFactory(point=network.point), question))
    assert "Так" in words
    assert "причина" not in words
