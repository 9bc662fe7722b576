"""The register of links, the batches, what readers and colleagues see of them."""

import json
import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mistok.audit.models import Entry, Event
from mistok.directory.actions import edit_service, retire_service
from mistok.directory.actions.links import archive_address, check_soon, replace_link, trust_link
from mistok.directory.links import judging, queue, sources, work
from mistok.directory.links.problems import PROBLEMS
from mistok.directory.models import Host, Link, LinkCheck, Service, ServiceAtPlace, Verdict
from mistok.directory.tests.factories import ServiceFactory
from mistok.directory.tests.misbehaving import Misbehaving
from mistok.directory.tests.test_link_looks import HOST, web
from mistok.lib.web_client import Answer, Limits, Trouble
from mistok.network.models import Place
from mistok.network.tests.factories import OrganisationFactory
from mistok.search.models import Change

pytestmark = pytest.mark.django_db
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def link_of(url: str = "https://example.org/apply", **fields) -> Link:
    fields["host"] = sources.host_of(url)
    return Link.objects.update_or_create(url=url, defaults=fields)[0]


def tried(link: Link, outcome: Verdict, problem: str = "", **options) -> work.Tried:
    answer = Answer(link.url, "HEAD", status=options.pop("status", 200))
    return work.Tried(link, judging.Look(answer), judging.Judgement(outcome, problem, **options))


# The register


def test_register_follows_the_catalogue(network):
    basis = [
        {"title": "Закон", "url": "https://zakon.rada.gov.ua/laws/show/1"},
        {"title": "Наказ", "url": ""},
    ]
    service = ServiceFactory(url="https://a.example.org/", legal_basis=basis)
    ServiceAtPlace.objects.create(service=service, point=network.point, url="https://b.example.org/here")
    office = OrganisationFactory(kind="provider")
    Place.objects.create(
        organisation=office,
        slug="cnap",
        name="ЦНАП",
        address="вул. Мала, 1",
        website="https://cnap.example.org/",
    )
    ServiceFactory(url="https://draft.example.org/", is_draft=True)
    assert sources.keep_all_in_step() == (4, 0)
    assert dict(Link.objects.values_list("url", "is_minor")) == {
        "https://a.example.org/": False,
        "https://zakon.rada.gov.ua/laws/show/1": False,
        "https://b.example.org/here": False,
        "https://cnap.example.org/": True,
    }
    assert sources.keep_all_in_step() == (0, 0)
    Service.objects.update(url="https://c.example.org/", legal_basis=[])
    assert sources.keep_all_in_step() == (1, 2)
    assert Link.objects.get(url="https://a.example.org/").left_on == timezone.localdate()
    Service.objects.filter(pk=service.pk).update(url="https://a.example.org/")
    sources.keep_all_in_step()
    assert Link.objects.get(url="https://a.example.org/").left_on is None


def test_register_follows_a_saved_card(cast):
    service = ServiceFactory(url="https://a.example.org/")
    edit_service(service=service, by=cast.head, values={"url": "https://new.example.org/"})
    assert Link.objects.filter(url="https://new.example.org/", host="new.example.org").exists()


def test_stands_are_found_with_few_queries(network, django_assert_max_num_queries):
    cyrillic = "https://приклад.укр/закон?назва=так"
    services = [ServiceFactory(url=f"https://s{n}.example.org/") for n in range(4)]
    services[0].legal_basis = [{"title": "Закон", "url": cyrillic}]
    services[0].save()
    sources.keep_all_in_step()
    links = list(Link.objects.all())
    with django_assert_max_num_queries(5):
        stands = sources.stands_of(links)
    assert {stand.service for stand in stands[cyrillic]} == {services[0]}
    assert len(stands) == 5


# The work


@pytest.fixture
def server():
    with Misbehaving() as running:
        yield running


def test_batch_takes_one_link_of_each_host_and_keeps_the_results(server, monkeypatch):
    monkeypatch.setattr("mistok.directory.links.looking.PACE", 0)
    for name in ("one", "two"):
        for path in ("/ok/page", "/status/404"):
            link_of(f"http://{name}.example.org:{server.port}{path}", uses=9 if path == "/ok/page" else 0)
    assert work.run_batch(web(Limits(1, 1, 3))) == 2
    assert {link.verdict for link in Link.objects.filter(url__endswith="/ok/page")} == {Verdict.OK}
    assert LinkCheck.objects.count() == 2
    assert Host.objects.count() == 2
    assert work.run_batch(web()) == 0  # the hosts were asked just now
    later = timezone.now() + timedelta(seconds=6)
    assert work.run_batch(web(Limits(1, 1, 3)), later) == 2
    assert set(Link.objects.filter(url__endswith="/404").values_list("failures", flat=True)) == {1}


def test_batch_that_was_stopped_is_done_again():
    link = link_of()
    taken = work._take(timezone.now())
    assert taken == [link]
    assert work._take(timezone.now() + timedelta(minutes=1)) == []
    assert work._take(timezone.now() + timedelta(minutes=31)) == [link]


def test_batch_leaves_a_host_that_asked_to_wait():
    link_of()
    Host.objects.create(name="example.org", not_before=timezone.now() + timedelta(hours=1))
    assert work._take(timezone.now()) == []
    assert work.next_moment(timezone.now()) > timezone.now() + timedelta(minutes=50)


def test_retry_after_is_kept_for_the_host():
    link = link_of()
    Host.objects.create(name="example.org")
    now = timezone.now()
    work.record(tried(link, Verdict.INCONCLUSIVE, "asked-to-wait", wait=timedelta(hours=3)), now)
    assert Host.objects.get().not_before == now + timedelta(hours=3)


def test_nobody_is_blamed_for_our_own_cut_line():
    links = [link_of(f"https://h{n}.example.org/") for n in range(3)]
    silent = Answer("https://h.example.org/", "HEAD", trouble=Trouble.NO_NAME)
    found = judging.Judgement(Verdict.FAILING, "no-name")
    work.keep([work.Tried(each, judging.Look(silent), found) for each in links])
    assert set(Link.objects.values_list("failures", flat=True)) == {0}
    assert set(LinkCheck.objects.values_list("problem", flat=True)) == {"offline"}
    work.keep([work.Tried(each, judging.Look(silent), found) for each in links[:2]])
    assert sorted(Link.objects.values_list("failures", flat=True)) == [0, 1, 1]


def test_readers_learn_of_a_mark_and_of_its_end():
    service = ServiceFactory()
    link = link_of(service.url, verdict=Verdict.OK)
    now = timezone.now()
    for day in range(2):
        work.record(tried(link, Verdict.FAILING, "not-found"), now + timedelta(days=day))
    assert not Change.objects.exists()
    work.record(tried(link, Verdict.FAILING, "not-found"), now + timedelta(days=2))
    assert Change.objects.filter(key=str(service.uuid)).count() == 1
    assert "Офіційна сторінка не відповідає" in Client().get(service.get_absolute_url()).text
    work.record(tried(link, Verdict.OK), now + timedelta(days=3))
    assert Change.objects.filter(key=str(service.uuid)).count() == 2
    page = Client().get(service.get_absolute_url()).text
    assert "не відповідає" not in page
    assert "Офіційна сторінка відповіла" in page


def test_history_is_thinned_after_a_year():
    link = link_of()
    now = timezone.now()
    for day in (500, 499, 470, 10, 1):
        LinkCheck.objects.create(link=link, at=now - timedelta(days=day), outcome=Verdict.OK)
    work.forget_old_checks(now)
    assert 4 <= LinkCheck.objects.count() <= 5
    assert LinkCheck.objects.filter(at__gte=now - timedelta(days=365)).count() == 2


def test_every_problem_has_its_words():
    codes = {code for _outcome, code in judging.TROUBLES.values()}
    assert codes <= PROBLEMS.keys()
    for code, said in PROBLEMS.items():
        assert all(str(each) for each in (said.summary, said.seen, said.fix)), code


# Readers


def test_go_counts_people_only():
    link = link_of()
    go = reverse("directory:link-go", args=[link.pk])
    response = Client().get(go, **BROWSER)
    assert (response.status_code, response.url) == (302, link.url)
    assert response["X-Robots-Tag"].startswith("noindex")
    Client().head(go, **BROWSER)
    Client().get(go, **BROWSER, HTTP_SEC_PURPOSE="prefetch;prerender")
    Client().get(go, HTTP_USER_AGENT="Googlebot/2.1")
    link.refresh_from_db()
    assert link.uses == 1


def test_go_is_one_cheap_write(django_assert_max_num_queries):
    link = link_of()
    with django_assert_max_num_queries(4):  # the link, a savepoint around the count
        Client().get(reverse("directory:link-go", args=[link.pk]), **BROWSER)


def test_go_leads_nowhere_else():
    assert Client().get("/go/999/").status_code == 404
    gone = link_of(left_on=timezone.localdate())
    assert Client().get(reverse("directory:link-go", args=[gone.pk])).status_code == 404
    odd = link_of("javascript:alert(1)")
    assert Client().get(reverse("directory:link-go", args=[odd.pk])).status_code == 404


def test_card_leads_through_go_and_shows_the_host():
    service = ServiceFactory(url="https://portal.example.org/apply")
    assert f'href="{service.url}"' in Client().get(service.get_absolute_url()).text
    link = link_of(service.url)
    page = Client().get(service.get_absolute_url()).text
    assert reverse("directory:link-go", args=[link.pk]) in page
    assert "portal.example.org" in page


# Colleagues


def test_queue_puts_the_most_used_first(cast, sign_in):
    rare = link_of("https://rare.example.org/", verdict=Verdict.GONE, problem="gone", uses=1)
    often = link_of("https://often.example.org/", verdict=Verdict.BLOCKED, problem="challenge", uses=90)
    site = link_of(
        "https://office.example.org/", verdict=Verdict.FAILING, problem="timeout", uses=0, is_minor=True
    )
    link_of("https://fine.example.org/", verdict=Verdict.OK, uses=500)
    link_of(
        "https://trusted.example.org/", verdict=Verdict.FAILING, uses=700, trusted_until=timezone.localdate()
    )
    page = sign_in(cast.librarian).get(reverse("directory:link-queue"))
    assert [row.link for row in page.context["rows"]] == [often, rare, site]
    assert "Захист від роботів" in page.text
    assert queue.waiting_count() == 2


def test_queue_filters(cast, sign_in):
    link_of("https://fine.example.org/", verdict=Verdict.OK)
    bad = link_of("https://bad.example.org/", verdict=Verdict.FAILING)
    client = sign_in(cast.head)
    page = client.get(reverse("directory:link-queue"), {"show": "failing"})
    assert [row.link for row in page.context["rows"]] == [bad]
    page = client.get(reverse("directory:link-queue"), {"show": "all", "q": "fine"})
    assert len(page.context["rows"]) == 1
    assert client.get(reverse("directory:link-queue"), {"show": "no\0such", "page": "zz"}).status_code == 200


def test_queue_has_the_same_queries_for_many(cast, sign_in, django_assert_max_num_queries):
    for n in range(25):
        service = ServiceFactory(url=f"https://s{n}.example.org/")
        link = link_of(service.url, verdict=Verdict.FAILING, problem="timeout")
        LinkCheck.objects.create(link=link, outcome=Verdict.FAILING, problem="timeout")
    client = sign_in(cast.head)
    with django_assert_max_num_queries(20):
        page = client.get(reverse("directory:link-queue"))
    assert len(page.context["rows"]) == 25


def test_check_now_is_not_repeated_at_once(cast, sign_in):
    link = link_of(next_check_at=timezone.now() + timedelta(days=5))
    client = sign_in(cast.librarian)
    client.post(reverse("directory:link-check", args=[link.pk]))
    link.refresh_from_db()
    assert link.next_check_at <= timezone.now()
    Link.objects.update(checked_at=timezone.now())
    link.refresh_from_db()
    assert not check_soon(link=link)


def test_trust_hides_the_mark_until_its_day(cast, sign_in):
    service = ServiceFactory()
    link = link_of(service.url, verdict=Verdict.FAILING, problem="timeout", verdict_since=timezone.now())
    client = sign_in(cast.librarian)
    path = reverse("directory:link-trust", args=[link.pk])
    until = timezone.localdate() + timedelta(days=30)
    response = client.post(path, {"trust-note": "відкривається", "trust-until": until.isoformat()})
    assert response.status_code == 302
    link.refresh_from_db()
    assert (link.trusted_until, link.trusted_by) == (until, cast.librarian)
    assert Entry.objects.filter(event=Event.LINK_TRUSTED).count() == 1
    assert not link.is_marked(until)
    assert link.is_marked(until + timedelta(days=1))
    assert "переконався, що вона працює" in Client().get(service.get_absolute_url()).text
    assert "відкривається" in client.get(reverse("directory:link-detail", args=[link.pk])).text
    client.post(reverse("directory:link-distrust", args=[link.pk]))
    link.refresh_from_db()
    assert link.trusted_until is None


@pytest.mark.parametrize("days", [-1, 91, 400])
def test_trust_has_an_end(cast, sign_in, days):
    link = link_of()
    until = timezone.localdate() + timedelta(days=days)
    response = sign_in(cast.librarian).post(
        reverse("directory:link-trust", args=[link.pk]),
        {"trust-note": "ок", "trust-until": until.isoformat()},
    )
    assert response.status_code == 422
    with pytest.raises(ValueError, match="90"):
        trust_link(link=link, by=cast.head, until=until, note="ок")


def test_replacement_goes_everywhere(cast, network, sign_in):
    old, new = "https://old.example.org/x", "https://new.example.org/y"
    first = ServiceFactory(url=old)
    second = ServiceFactory(url="https://z.example.org/", legal_basis=[{"title": "Закон", "url": old}])
    retired = ServiceFactory(url=old)
    retire_service(service=retired, by=cast.head, reason="закрито")
    there = ServiceAtPlace.objects.create(service=second, point=network.point, url=old)
    link = link_of(old, uses=7, verdict=Verdict.MOVED, problem="moved", final_url=new)
    page = sign_in(cast.head).get(reverse("directory:link-detail", args=[link.pk]))
    assert f'value="{new}"' in page.text
    response = sign_in(cast.head).post(
        reverse("directory:link-replace", args=[link.pk]), {"new-new": new, "new-note": "переїхало"}
    )
    assert response.status_code == 302
    for each in (first, second, there, retired):
        each.refresh_from_db()
    assert (first.url, second.legal_basis[0]["url"], there.url, retired.url) == (new, new, new, old)
    assert Entry.objects.filter(event=Event.LINK_REPLACED).count() == 1
    assert Entry.objects.filter(event=Event.SERVICE_CHANGED).count() == 2
    assert Link.objects.get(url=new).uses == 7
    link.refresh_from_db()
    assert link.left_on is not None


@pytest.mark.parametrize(
    "new", ["", "nonsense", "ftp://a.org/", "https://u:p@a.org/", "https://a.org:8443/x"]
)
def test_replacement_must_be_an_address(cast, sign_in, new):
    link = link_of()
    path = reverse("directory:link-replace", args=[link.pk])
    assert sign_in(cast.head).post(path, {"new-new": new}).status_code == 422


def test_replacement_by_itself_changes_nothing(cast):
    link = link_of()
    assert replace_link(link=link, by=cast.head, new=link.url, note="") == 0


def test_archived_copy_is_offered_and_shown(cast, sign_in):
    service = ServiceFactory()
    link = link_of(service.url, verdict=Verdict.GONE, verdict_since=timezone.now())
    offered = archive_address(link.url)
    assert offered == "https://web.archive.org/web/2/https://example.org/service"
    client = sign_in(cast.head)
    assert offered in client.get(reverse("directory:link-detail", args=[link.pk])).text
    client.post(reverse("directory:link-archive", args=[link.pk]), {"archive-url": offered})
    assert offered in Client().get(service.get_absolute_url()).text


def test_command_explains_one_address(server, monkeypatch, capsys):
    monkeypatch.setattr(work, "client", web)
    monkeypatch.setattr("mistok.directory.links.looking.PACE", 0)
    call_command("links", "--check", f"http://{HOST}:{server.port}/status/404")
    assert "Такої сторінки немає" in capsys.readouterr().out
    link_of(verdict=Verdict.OK)
    call_command("links")
    assert "1  відповідає" in capsys.readouterr().out


def test_details_of_the_journal_hold_no_addresses(cast):
    link = link_of()
    trust_link(link=link, by=cast.head, until=timezone.localdate(), note="таємниця")
    assert "таємниця" not in json.dumps(Entry.objects.get().details, ensure_ascii=False)


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_ask_one_host_at_once():
    for number in range(12):
        link_of(f"https://slow{number % 3}.example.org/{number}")
    start, taken = threading.Barrier(2), []

    def take():
        start.wait()
        try:
            taken.extend(link.host for link in work._take(timezone.now()))
        finally:
            connection.close()

    workers = [threading.Thread(target=take) for _each in range(2)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert sorted(taken) == [f"slow{number}.example.org" for number in range(3)]
