"""Crowded hours, a filled sheet and a street action of the last weeks. Made up, as all of the present is."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from uuid import UUID, uuid5

from mistok.accounts.models import User
from mistok.desk.actions.street import Facts, record_action
from mistok.desk.actions.tally import record_tally
from mistok.desk.counting import Counted
from mistok.desk.queries.tally import offered
from mistok.network.models import ServicePoint, VisitorCategory

SHOW = UUID("3b5f6f1e-2a3b-4c52-9a38-5d8f2f0f9b11")  # the same keys each time: a second time adds nothing
POINT = "kropyvnytskoho"
HOURS = ((3, 10, (9, 6, 3), 14), (8, 11, (12, 4, 2), 11))  # days ago, hour, times, pensioners


def fill(people: Mapping[str, User], today: date) -> None:
    """Two crowded hours and two street actions at the central point."""
    point = ServicePoint.objects.get(slug=POINT)
    by = people["librarian"]
    categories = list(VisitorCategory.objects.all()[:1])
    for ago, hour, times, known in HOURS:
        day = today - timedelta(days=ago)
        acts = [each for each in offered(point, day) if not getattr(each, "is_skill", False)]
        counted = Counted(
            day=day,
            hour=hour,
            acts=tuple(zip(acts, times, strict=False)),
            categories=tuple((category, known) for category in categories),
        )
        record_tally(by=by, point=point, uuid=uuid5(SHOW, f"hour {ago}"), counted=counted)
    for ago, facts in (
        (5, _market(today - timedelta(days=5))),
        (19, _square(today - timedelta(days=19))),
    ):
        record_action(by=by, point=point, uuid=uuid5(SHOW, f"street {ago}"), facts=facts, staff=[by])


def _market(day: date) -> Facts:
    return Facts(
        title="«Е-послуги поруч»: розмови біля ринку",
        place="Центральний ринок, вхід з боку зупинки",
        day=day,
        people=46,
        begins=time(10),
        ends=time(12, 30),
        leaflets=(("Листівка «Що вміє Дія»", 60), ("Візитівка центру", 35)),
        note="Найбільше питали про субсидію і запис до лікаря.",
    )


def _square(day: date) -> Facts:
    return Facts(
        title="День бібліотеки просто неба",
        place="Сквер «Манганарівський»",
        day=day,
        people=80,
        begins=time(11),
        ends=time(15),
        leaflets=(("Буклет центру", 70),),
        rough=True,
    )
