"""One look at a link, against a server that misbehaves in every way."""

import bz2
import socket
import ssl
import time
from datetime import UTC, datetime, timedelta

import pytest

from mistok.directory.links.judging import Look, is_mild, judge, permanent_address, retry_after
from mistok.directory.links.looking import look
from mistok.directory.models import Verdict
from mistok.directory.tests.misbehaving import Misbehaving, closed_port, deaf_socket, with_certificate
from mistok.lib.web_client import Answer, Hop, Limits, Trouble, WebClient, is_outside, read_address
from mistok.lib.web_client.addresses import BadAddress

QUICK = Limits(connect=1.0, read=0.5, total=0.9)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOST = "service.example.org"
NO_CHAIN = "unable to get local issuer certificate"


@pytest.fixture(scope="module")
def server():
    with Misbehaving() as running:
        yield running


def only_local(address: str) -> bool:
    return address == "127.0.0.1"


def web(limits: Limits = QUICK, **options) -> WebClient:
    given = {"resolve": lambda host, port: ["127.0.0.1"], "may_connect": only_local, "any_port": True}
    return WebClient(limits=limits, **(given | options))


def url(server: Misbehaving, path: str, scheme: str = "http") -> str:
    return f"{scheme}://{HOST}:{server.port}{path}"


def seen(server: Misbehaving, path: str, **options):
    server.asked.clear()
    found = look(web(), url(server, path), pause=lambda seconds: None, **options)
    return judge(found, datetime.now(UTC))


CASES = [
    ("/ok/page", Verdict.OK, ""),
    ("/file/a.pdf", Verdict.OK, ""),
    ("/gzip", Verdict.OK, ""),
    ("/charset", Verdict.OK, ""),
    ("/head?405", Verdict.OK, ""),
    ("/head?403", Verdict.OK, ""),
    ("/head?400", Verdict.OK, ""),
    ("/head?501", Verdict.OK, ""),
    ("/head?404", Verdict.OK, ""),
    ("/head?500", Verdict.OK, ""),
    ("/head-hangs", Verdict.OK, ""),
    ("/captcha-form/page", Verdict.OK, ""),
    ("/spa/page", Verdict.OK, ""),
    ("/to/302/ok/page", Verdict.OK, ""),
    ("/to/307/ok/page", Verdict.OK, ""),
    ("/to/301/ok/page", Verdict.MOVED, "moved"),
    ("/to/308/ok/page", Verdict.MOVED, "moved"),
    ("/status/404", Verdict.FAILING, "not-found"),
    ("/status/410", Verdict.GONE, "gone"),
    ("/status/500", Verdict.FAILING, "server-error"),
    ("/status/503", Verdict.FAILING, "server-error"),
    ("/status/401", Verdict.BLOCKED, "sign-in"),
    ("/status/403", Verdict.BLOCKED, "forbidden"),
    ("/status/418", Verdict.INCONCLUSIVE, "odd-answer"),
    ("/status/204", Verdict.OK, ""),
    ("/busy", Verdict.INCONCLUSIVE, "asked-to-wait"),
    ("/repair", Verdict.INCONCLUSIVE, "asked-to-wait"),
    ("/challenge/403/header", Verdict.BLOCKED, "challenge"),
    ("/challenge/503/page", Verdict.BLOCKED, "challenge"),
    ("/challenge/200/page", Verdict.BLOCKED, "challenge"),
    ("/soft/uk", Verdict.SUSPECT, "soft-404"),
    ("/soft/en", Verdict.SUSPECT, "soft-404"),
    ("/soft/number", Verdict.SUSPECT, "soft-404"),
    ("/to-root/deep/page", Verdict.SUSPECT, "sent-home"),
    ("/everywhere/page", Verdict.SUSPECT, "same-everywhere"),
    ("/parked", Verdict.SUSPECT, "parked"),
    ("/parked/uk", Verdict.SUSPECT, "parked"),
    ("/casino", Verdict.SUSPECT, "hijacked"),
    ("/library/game", Verdict.OK, ""),
    ("/loop/a", Verdict.INCONCLUSIVE, "loop"),
    ("/hops/1", Verdict.INCONCLUSIVE, "loop"),
    ("/slow-headers", Verdict.FAILING, "timeout"),
    ("/drip", Verdict.INCONCLUSIVE, "cut"),
    ("/truncated", Verdict.INCONCLUSIVE, "cut"),
    ("/endless", Verdict.OK, ""),
    ("/bomb", Verdict.OK, ""),
    ("/big-header", Verdict.FAILING, "broken"),
    ("/many-headers", Verdict.FAILING, "broken"),
    ("/garbage", Verdict.FAILING, "broken"),
    ("/silent", Verdict.FAILING, "broken"),
]


@pytest.mark.parametrize(("path", "outcome", "problem"), CASES, ids=[case[0] for case in CASES])
def test_look_at_every_misbehaviour(server, path, outcome, problem):
    began = time.monotonic()
    found = seen(server, path)
    assert (found.outcome, found.problem) == (outcome, problem)
    assert time.monotonic() - began < 4


def test_look_asks_a_healthy_page_with_head_alone_when_it_was_read_lately(server):
    assert seen(server, "/ok/page", read_page=False).outcome is Verdict.OK
    assert server.count() == {"HEAD": 1}


def test_look_paces_its_own_questions(server):
    pauses = []
    look(web(), url(server, "/ok/page"), pause=pauses.append)
    assert pauses == [5.0, 5.0]  # the page after HEAD, then a page beside it


def test_look_does_not_press_a_host_that_asked_to_wait(server):
    found = seen(server, "/busy")
    assert found.wait == timedelta(hours=1)
    assert server.count() == {"HEAD": 1}


def test_look_keeps_the_name_of_the_host(server):
    seen(server, "/ok/page")
    assert {host for _method, _path, host in server.asked} == {f"{HOST}:{server.port}"}


def test_look_knows_a_changed_title(server):
    found = seen(server, "/renamed/page", title="Подати заяву на субсидію")
    assert (found.outcome, found.problem) == (Verdict.OK, "title-changed")
    assert found.title == "Реєстрація транспорту"


def test_look_knows_a_stranger_at_the_end(server):
    server.elsewhere = f"http://other.example.com:{server.port}/renamed/page"
    found = seen(server, "/out", title="Подати заяву на субсидію")
    assert (found.outcome, found.problem) == (Verdict.SUSPECT, "stranger")


def test_look_accepts_a_casino_that_always_was_one(server):
    assert seen(server, "/casino", title="Казино: що треба знати про залежність").outcome is Verdict.OK


# Certificates


@pytest.fixture
def secure(tmp_path):
    """A server with TLS: what it is called is given by the test."""
    running: list[Misbehaving] = []

    def start(*names: str, days: int = 30):
        server = Misbehaving()
        file = with_certificate(server, tmp_path, *names, days=days)
        running.append(server.__enter__())
        return server, file

    yield start
    for server in running:
        server.__exit__()


def test_certificate_signed_by_itself_is_told_from_a_dead_server(secure):
    server, _file = secure(HOST)
    found = judge(look(web(), url(server, "/ok/page", "https"), pause=lambda seconds: None), NOW)
    assert (found.outcome, found.problem) == (Verdict.FAILING, "certificate")


@pytest.mark.parametrize(
    ("names", "days"), [((HOST,), -1), (("other.example.org",), 30)], ids=["old", "other"]
)
def test_certificate_expired_or_of_another(secure, names, days):
    server, file = secure(*names, days=days)
    trust = ssl.create_default_context(cafile=str(file))
    found = judge(look(web(trust=trust), url(server, "/ok/page", "https"), pause=lambda seconds: None), NOW)
    assert (found.outcome, found.problem) == (Verdict.FAILING, "certificate")


def test_certificate_that_is_trusted(secure):
    server, file = secure(HOST)
    trust = ssl.create_default_context(cafile=str(file))
    assert web(trust=trust).ask(url(server, "/ok/page", "https")).status == 200


def test_certificate_with_a_missing_chain_is_no_proof():
    answer = Answer("https://a.org/", "HEAD", trouble=Trouble.CERTIFICATE, detail=NO_CHAIN)
    found = judge(Look(answer, unverified=Answer("https://a.org/", "HEAD", status=200)), NOW)
    assert (found.outcome, found.problem) == (Verdict.INCONCLUSIVE, "certificate-chain")


def test_plain_text_where_tls_is_expected(server):
    assert web().ask(url(server, "/ok", "https")).trouble is Trouble.TLS


# Nobody there


def test_refused_and_deaf():
    assert web().ask(f"http://{HOST}:{closed_port()}/").trouble is Trouble.REFUSED
    with deaf_socket() as deaf:
        began = time.monotonic()
        assert web().ask(f"http://{HOST}:{deaf.getsockname()[1]}/").trouble is Trouble.TIMEOUT
        assert web().ask(f"https://{HOST}:{deaf.getsockname()[1]}/").trouble is Trouble.TIMEOUT
        assert time.monotonic() - began < 3


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no"), Trouble.NO_NAME),
        (socket.gaierror(socket.EAI_AGAIN, "later"), Trouble.NAME_LATER),
        (TimeoutError(), Trouble.NAME_LATER),
    ],
)
def test_names_that_are_not_found(error, trouble):
    def resolve(host, port):
        raise error

    assert web(resolve=resolve).ask("http://nowhere.example.org/").trouble is trouble


# The inside of the network


INSIDE = [
    "127.0.0.1", "127.8.9.1", "0.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1",
    "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::", "2002:c0a8:101::1", "2001:0:53aa:64c:0:0:80ff:fffe",
    "100::1", "fec0::1", "5f00::1", "not an address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_inside_is_never_asked(address):
    assert not is_outside(address)
    client = WebClient(resolve=lambda host, port: ["8.8.8.8", address])
    assert client.ask("http://service.example.org/").trouble is Trouble.INSIDE


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "91.198.10.1", "2a00:1450:4001:81b::200e", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_outside_is_asked(address):
    assert is_outside(address) or "ffff" in address or address.startswith("64:")


def test_literal_addresses_are_judged_like_names():
    for address in (
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://localhost/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
    ):
        assert WebClient().ask(address).trouble in (Trouble.INSIDE, Trouble.NO_NAME), address


@pytest.mark.parametrize("inner", ["http://127.0.0.2/", "http://169.254.169.254/latest/", "http://[::1]/"])
def test_redirect_inside_is_not_followed(server, inner):
    def resolve(host, port):
        return ["127.0.0.1"] if host == HOST else [host.strip("[]")]

    server.elsewhere = inner
    answer = web(resolve=resolve).ask(url(server, "/out"))
    assert answer.trouble is Trouble.INSIDE
    found = judge(Look(answer), NOW)
    assert (found.outcome, found.problem) == (Verdict.INCONCLUSIVE, "inside")


@pytest.mark.parametrize(
    "place",
    ["ftp://a.org/", "file:///etc/passwd", "javascript:alert(1)", "http://a:b@a.org/", "http://a.org:99999/"],
)
def test_redirect_to_what_is_no_web_page(server, place):
    server.elsewhere = place
    answer = web().ask(url(server, "/out"))
    assert answer.trouble is Trouble.BAD_ADDRESS


def test_name_is_looked_up_once_for_each_hop_and_never_again_to_connect(server, monkeypatch):
    """A name that answers differently the second time (rebinding) has no second time."""
    asked = []

    def resolve(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    def no_look_up(*args, **options):
        assert args[0] == "127.0.0.1", "the connection looked a name up by itself"
        return real(*args, **options)

    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", no_look_up)
    assert web(resolve=resolve).ask(url(server, "/ok")).status == 200
    assert asked == [HOST]
    asked.clear()
    assert web(resolve=resolve).ask(url(server, "/to/302/ok")).trouble is Trouble.INSIDE


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://a.org/", "scheme"), ("//a.org/", "scheme"), ("a.org", "scheme"),
        ("http://a.org:8080/", "port"),
        ("https://a.org:80/", "port"), ("http://user@a.org/", "credentials"),
        ("http://u:p@a.org/", "credentials"),
        ("http://", "bad-url"), ("http://a.org/\r\nX: y", "bad-url"), ("http://a b.org/", "bad-url"),
        ("http://a..org/", "bad-url"), ("http://[::1%25eth0]/", "bad-url"), ("http://a.org:0x50/", "bad-url"),
        ("http://" + "a" * 3000, "bad-url"), ("http://a.org\\@b.org/", "bad-url"),
    ],
)  # fmt: skip
def test_addresses_that_are_refused(address, code):
    with pytest.raises(BadAddress) as error:
        read_address(address)
    assert error.value.code == code


def test_addresses_go_over_the_wire_in_ascii():
    target = read_address("https://Ощад.УКР/послуга?назва=так")
    assert target.host == "xn--80aa1bl0f.xn--j1amh" or target.host.startswith("xn--")
    assert target.path.isascii()
    assert target.url.startswith("https://xn--")


# Bounds


def test_bounds_of_body(server):
    limits = Limits(connect=1, read=1, total=3, body=64 * 1024)
    assert len(web(limits).ask(url(server, "/endless")).body) == 64 * 1024
    bomb = web(limits).ask(url(server, "/bomb"))
    assert bomb.status == 200
    assert len(bomb.body) == 64 * 1024


def test_charset_is_guessed_when_it_is_named_wrongly(server):
    assert "Подати заяву" in web().ask(url(server, "/charset")).text


# Words and rules


def test_permanent_address_ends_where_the_temporary_begins():
    hops = (Hop(301, "http://b.org/"), Hop(302, "http://c.org/"))
    assert permanent_address(Answer("http://a.org/", "GET", status=200, hops=hops)) == "http://b.org/"


@pytest.mark.parametrize(
    ("before", "after", "mild"),
    [
        ("http://a.org/x", "https://a.org/x", True),
        ("http://a.org/x", "https://www.a.org/x/", True),
        ("http://a.org", "http://a.org/", True),
        ("http://a.org/x", "http://a.org/y", False),
        ("http://a.org/x?id=1", "http://a.org/x", False),
        ("http://a.org/x", "http://b.org/x", False),
    ],
)
def test_mild_redirects(before, after, mild):
    assert is_mild(before, after) is mild


@pytest.mark.parametrize(
    ("value", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Sat, 21 Nov 2026 13:00:00 GMT", timedelta(hours=1)),
        ("99999999", timedelta(days=7)),
        ("0", None), ("", None), ("soon", None), ("-5", None), ("Sat, 21 Nov 2026 11:00:00 GMT", None),
        ("Sat, 21 Nov 2026 13:00:00", None),
    ],
)  # fmt: skip
def test_retry_after(value, wait):
    assert retry_after(value, NOW) == wait


def test_hostile_page_takes_no_time():
    body = ("<" * 60_000 + "<script" * 9_000 + "<title" * 9_000 + "<h1>" * 9_000 + "<!--").encode()
    began = time.monotonic()
    answer = Answer("http://a.org/x/y", "GET", status=200, body=body)
    judge(Look(answer, sibling=answer), NOW)
    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("named", ["bz2", "zlib", "uu", "rot13", "hex", "punycode"])
def test_charset_that_is_no_alphabet_is_not_followed(named):
    """Python unpacks compressions by the same door: 200 bytes of a stranger’s page would fill the memory."""
    packed = bz2.compress(b"\0" * 50_000_000)
    answer = Answer(
        url="", method="GET", status=200, headers={"content-type": f"text/html; charset={named}"}, body=packed
    )
    assert len(answer.text) <= len(packed)


@pytest.mark.parametrize("named", ["windows-1251", "cp1251", "KOI8-U", "utf-8", "ISO-8859-5", "mac-cyrillic"])
def test_charset_of_pages_is_followed(named):
    body = "Послуга".encode(named)
    answer = Answer(
        url="", method="GET", status=200, headers={"content-type": f"text/html; charset={named}"}, body=body
    )
    assert answer.text == "Послуга"
