"""The report of Mykolaiv, July 2012 – February 2013, says what the network's own account says.

Desk records make the facts; the page and the Word file must both have the very sentences.
"""

from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from docx import Document

from mistok.audit.models import Entry, Event
from mistok.desk import actions as desk
from mistok.desk.models import Certainty, Encounter, TopicKind
from mistok.desk.tests.factories import EncounterFactory, EncounterItemFactory, TopicFactory
from mistok.directory.tests.factories import ServiceFactory
from mistok.lib.identifiers import uuid7
from mistok.lib.indicators import sources
from mistok.network.models import PointKind
from mistok.network.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ServicePointFactory,
    SubordinationFactory,
)
from mistok.planning import actions
from mistok.ukrainian.numbers import NO_BREAK_SPACE

SENTENCES = (
    "З липня 2012 по лютий 2013 року послугами центрів скористалось понад 2000 осіб, "
    "які отримали 1607 е-послуг.",
    "Найбільш затребуваними були послуги перевірки особистих рахунків та оплати комунальних платежів, "
    "реєстрації колишніх вкладників Ощадбанку СРСР в «Реєстрі вкладників заощаджень громадян» на сайті "
    "АТ «Ощадбанк», користування освітньою мережею «Щоденник.ua».",
    "Навчання комп’ютерній грамотності пройшли 340 осіб віком від 22 до 70 років.",
    "26 бібліотек, з них 18 з пунктом.",
)
DEMANDED = {
    "перевірки особистих рахунків та оплати комунальних платежів": 342,
    "реєстрації колишніх вкладників Ощадбанку СРСР в «Реєстрі вкладників заощаджень громадян» на сайті "
    "АТ «Ощадбанк»": 281,
    "користування освітньою мережею «Щоденник.ua»": 236,
}
THE_REST = [187] * 4  # other e-services, without a phrase: 1607 in all
SCOPE = {"scope": "library:central", "from": "2012-07-01", "to": "2013-02-28"}


def at(day: date) -> dict[str, object]:
    return {"occurred_at": timezone.make_aware(datetime.combine(day, time(12)))}


@pytest.fixture
def head(db):
    """The head of a central library with 25 branches; 17 of them have a centre, as the library itself."""
    central = OrganisationFactory(slug="central", name="Центральна бібліотека")
    points = [ServicePointFactory(slug="centre-0", organisation=central, kind=PointKind.CENTRE)]
    for number in range(1, 26):
        branch = OrganisationFactory(slug=f"branch-{number}", name=f"Філія № {number}")
        SubordinationFactory(organisation=branch, parent=central)
        if number < 18:
            points.append(
                ServicePointFactory(slug=f"centre-{number}", organisation=branch, kind=PointKind.CENTRE)
            )
    for number, (phrase, times) in enumerate([*DEMANDED.items(), *(("", times) for times in THE_REST)]):
        service = ServiceFactory(report_phrase=phrase)
        for part, people in enumerate((times // 2, times - times // 2)):
            day = date(2012, 7 + number % 6, 10)
            visit = EncounterFactory(point=points[number + part], number=people, **at(day))
            EncounterItemFactory(encounter=visit, service=service, times=people)
    literacy = TopicFactory(code="3.1.4.3", kind=TopicKind.SKILL, report_phrase="комп’ютерній грамотності")
    for number, (people, ages) in enumerate([(200, (22, 45)), (140, (30, 70))]):
        lesson = EncounterFactory(
            point=points[number], number=people, age_from=ages[0], age_to=ages[1],
            certainty=Certainty.TALLY, **at(date(2012, 12, 3 + number)),
        )  # fmt: skip
        EncounterItemFactory(encounter=lesson, service=None, topic=literacy)
    crowd = EncounterFactory(
        point=points[17], number=117, certainty=Certainty.ESTIMATE, **at(date(2013, 2, 28))
    )
    EncounterItemFactory(encounter=crowd, service=None, topic=TopicFactory(code="3.1.3.1"), times=12)
    for outside in (date(2012, 6, 30), date(2013, 3, 1)):
        EncounterFactory(point=points[0], number=999, **at(outside))
    return MembershipFactory(organisation=central, role="head").person


def plain(text: str) -> str:
    return text.replace(NO_BREAK_SPACE, " ")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_page_says_what_the_seed_says(sentence, head, sign_in):
    response = sign_in(head).get(reverse("planning:report-page"), SCOPE)
    assert sentence in plain(response.text)


def test_page_is_ukrainian_in_the_english_interface_too(head, sign_in):
    response = sign_in(head).get(f"/en{reverse('planning:report-page')}", SCOPE)
    for sentence in SENTENCES:
        assert sentence in plain(response.text)
    assert "Download for Word" in response.text
    assert 'lang="uk"' in response.text
    assert "Консультації" in response.text
    assert "People served" not in response.text


def test_word_says_what_the_seed_says_and_the_journal_who_took_it(head, sign_in):
    response = sign_in(head).get(reverse("planning:report-word"), SCOPE)
    assert response["Content-Type"].endswith("wordprocessingml.document")
    assert response["Content-Disposition"] == (
        'attachment; filename="zvit-library-central-2012-07-01-2013-02-28.docx"'
    )
    document = Document(BytesIO(response.content))
    paragraphs = [plain(each.text) for each in document.paragraphs]
    for sentence in SENTENCES:
        assert sentence in paragraphs
    entry = Entry.objects.get(event=Event.REPORT_TAKEN)
    assert entry.actor == str(head.pk)
    assert entry.object_type == "network.organisation"
    assert entry.details == {**SCOPE, "format": "docx"}


def test_rollups_of_the_seed_equal_the_records(head):
    actions.refresh()
    assert actions.verify() == []


def test_all_numbers_of_the_tables_add_up(head, sign_in):
    report = sign_in(head).get(reverse("planning:report-page"), SCOPE).context["report"]
    tables = {
        block.caption: block for section in report.sections for block in section.blocks if block.is_table
    }
    points = tables["Робота пунктів"]
    assert len(points.rows) == 18
    for column, total in enumerate(points.foot[1:], 1):
        assert sum(int(row[column]) for row in points.rows) == int(total)
    months = tables["Робота за місяцями"]
    assert [row[0] for row in months.rows][::7] == ["липень 2012", "лютий 2013"]
    assert months.foot[1:3] == ["2064", "1607"]
    services = tables["Надані е-послуги"]
    assert [int(row[1]) for row in services.rows] == [342, 281, 236, *THE_REST]


def test_rollups_follow_every_act_at_the_desk(network, cast, sign_in):
    """Recorded, moved to another day, taken back, voided: the figures are those of the records each time."""
    today = timezone.localdate()
    client = sign_in(cast.head)

    def people(back: int) -> int:
        day = (today - timedelta(days=back)).isoformat()
        page = client.get(reverse("planning:dashboard"), {"from": day, "to": day})
        assert actions.verify() == []
        return int(page.context["figures"].total("people").value)

    topic = desk.Item(topic=TopicFactory())
    first = desk.record(by=cast.head, point=network.point, uuid=uuid7(), number=3, items=[topic]).encounter
    assert people(0) == 3
    moved = desk.correct(
        first, by=cast.head, uuid=uuid7(), number=4, items=[topic], categories=[],
        occurred_at=today - timedelta(days=1), certainty=Certainty.ESTIMATE, channel=first.channel,
    ).encounter  # fmt: skip
    assert (people(0), people(1)) == (0, 4)
    desk.void(moved, by=cast.head, reason="mistake")
    assert (people(0), people(1)) == (0, 0)


@pytest.mark.parametrize("name", ["planning:dashboard", "planning:report-page"])
def test_pages_cost_two_queries_more_for_each_source(name, head, sign_in, django_assert_max_num_queries):
    Encounter.objects.update(revised_at=timezone.now() - timedelta(hours=1))
    client = sign_in(head)
    client.get(reverse(name), SCOPE)
    with django_assert_max_num_queries(18 + 2 * len(sources())):
        client.get(reverse(name), SCOPE)
