"""Texts of the demonstration: one waits for approval, one was sent back, one changed a card."""

from collections.abc import Mapping

from mistok.accounts.models import User
from mistok.config.demo.network import CITY
from mistok.directory import actions
from mistok.directory.models import Level, LifeSituation, Revision, Service, ServiceKind
from mistok.network.models import Territory

CHANGED, QUESTIONED = "public-information-request", "government-contact-centre"


def fill(people: Mapping[str, User]) -> None:
    """Write the texts unless some are there. The catalogue and the people must be there already."""
    if Revision.objects.exists():
        return
    head, librarian, branch = people["head"], people["librarian"], people["branch"]
    changed = Service.objects.filter(slug=CHANGED).first()
    if changed is not None:
        bring = [*changed.bring, "перелік запитань, записаний коротко"]
        actions.edit_service(
            service=changed, by=head, values={"bring": bring}, note="Так люди менше часу сидять над запитом."
        )
    questioned = Service.objects.filter(slug=QUESTIONED).first()
    if questioned is not None:
        steps = ["Відкрийте сайт центру або наберіть 1545", *questioned.steps[1:]]
        actions.propose_change(
            service=questioned, by=librarian, values={"steps": steps},
            note="Старші люди питають, чи можна просто подзвонити.",
        )  # fmt: skip
    sent_back = actions.propose_service(by=branch, values=_courses(branch), note="Питають щотижня.")
    actions.decline_revision(
        revision=sent_back, by=head, answer="Добре! Допишіть, коли набирають групу, і надішліть ще раз."
    )


def _courses(author: User) -> dict[str, object]:
    return {
        "slug": "library-computer-courses",
        "name": "Комп’ютерні курси в бібліотеці",
        "short_name": "Комп’ютерні курси",
        "kind": ServiceKind.RESOURCE,
        "provider": author.memberships.get().organisation,
        "level": Level.LOCAL,
        "territory": Territory.objects.get(pk=CITY),
        "url": "https://mkrada.gov.ua",
        "summary": "Заняття для тих, хто вперше сідає за комп’ютер: пошта, пошук, «Дія».",
        "situations": list(LifeSituation.objects.order_by("order")[:1]),
        "steps": ["Запишіться в бібліотекаря", "Прийдіть у призначений день"],
        "cost_amount": 0,
        "demand": 40,
    }
