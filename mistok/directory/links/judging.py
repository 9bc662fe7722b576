"""What the answers of one look mean. Pure: no network, no database, no clock but the one given."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from mistok.directory.links import phrases
from mistok.directory.models import Verdict
from mistok.lib.web_client import Answer, Hop, Trouble

PERMANENT = frozenset({301, 308})
LONGEST_WAIT = timedelta(days=7)
# The certificate is signed by somebody we do not know, or the server forgot to send the middle of the chain.
# Browsers often mend that by themselves, so it is no proof that people cannot come in.
CHAIN = re.compile(r"unable to get|self-signed certificate in certificate chain|unable to verify the first")
HOME = re.compile(r"/?(?:(?:uk|ua|en|index|home|main|default)(?:\.\w+)?/?)?", re.ASCII | re.IGNORECASE)
ENOUGH_TEXT = 200  # characters: a page with less is drawn by scripts, and looks the same at every address
SECOND_LEVEL = frozenset({"com", "gov", "org", "net", "edu", "in", "co"})

TROUBLES: dict[Trouble, tuple[Verdict, str]] = {
    Trouble.BAD_ADDRESS: (Verdict.FAILING, "bad-address"),
    Trouble.INSIDE: (Verdict.INCONCLUSIVE, "inside"),
    Trouble.NO_NAME: (Verdict.FAILING, "no-name"),
    Trouble.NAME_LATER: (Verdict.INCONCLUSIVE, "name-later"),
    Trouble.REFUSED: (Verdict.FAILING, "refused"),
    Trouble.TIMEOUT: (Verdict.FAILING, "timeout"),
    Trouble.TLS: (Verdict.INCONCLUSIVE, "tls"),
    Trouble.BROKEN: (Verdict.FAILING, "broken"),
    Trouble.LOOP: (Verdict.INCONCLUSIVE, "loop"),
    Trouble.TOO_MANY_HOPS: (Verdict.INCONCLUSIVE, "loop"),
}
# Troubles that may as well be ours: nobody answers when our own line is cut.
MAY_BE_OURS = frozenset({"no-name", "name-later", "refused", "timeout"})


@dataclass(frozen=True, slots=True)
class Look:
    """All answers of one look at an address, and what was known of it.

    `unverified`: the same address asked past a bad certificate. `sibling`: an address beside it that cannot
    exist. `title`: what the page called itself the last time.
    """

    answer: Answer
    unverified: Answer | None = None
    sibling: Answer | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one look came to: its outcome, the code of the problem, where the address leads for good."""

    outcome: Verdict
    problem: str = ""
    final_url: str = ""
    title: str = ""
    detail: str = ""
    wait: timedelta | None = None  # the host asked not to be asked so long


def judge(look: Look, now: datetime) -> Judgement:
    """What the look means. `now` is needed for a Retry-After that names a moment."""
    answer = look.answer
    if answer.trouble is Trouble.CERTIFICATE:
        return _certificate(look)
    if answer.trouble:
        outcome, problem = TROUBLES[answer.trouble]
        if answer.trouble is Trouble.BAD_ADDRESS and answer.hops:
            problem = "bad-redirect"
        return Judgement(outcome, problem, detail=answer.detail)
    return _by_status(look, now)


def _certificate(look: Look) -> Judgement:
    if look.unverified is None or look.unverified.status is None:
        return Judgement(Verdict.FAILING, "refused", detail=look.answer.detail)
    if CHAIN.search(look.answer.detail):
        return Judgement(Verdict.INCONCLUSIVE, "certificate-chain", detail=look.answer.detail)
    return Judgement(Verdict.FAILING, "certificate", detail=look.answer.detail)


def _by_status(look: Look, now: datetime) -> Judgement:
    answer = look.answer
    status = answer.status or 0
    wait = retry_after(answer.headers.get("retry-after", ""), now)
    if is_challenge(answer):
        return Judgement(Verdict.BLOCKED, "challenge", wait=wait)
    if status == 429 or (status == 503 and wait):
        return Judgement(Verdict.INCONCLUSIVE, "asked-to-wait", wait=wait or timedelta(days=1))
    if status in (401, 407):
        return Judgement(Verdict.BLOCKED, "sign-in")
    if status in (403, 406, 451):
        return Judgement(Verdict.BLOCKED, "forbidden", wait=wait)
    if status == 410:
        return Judgement(Verdict.GONE, "gone")
    if status == 404:
        return Judgement(Verdict.FAILING, "not-found")
    if 500 <= status <= 599 and status not in (501, 505):
        return Judgement(Verdict.FAILING, "server-error", detail=str(status))
    if not 200 <= status <= 299:
        return Judgement(Verdict.INCONCLUSIVE, "odd-answer", detail=str(status))
    return _of_page(look)


def _of_page(look: Look) -> Judgement:
    answer = look.answer
    permanent = permanent_address(answer)
    if answer.method == "HEAD" or not answer.is_html:
        return _moved_or_ok(answer, permanent, "")
    if answer.is_cut:
        return Judgement(Verdict.INCONCLUSIVE, "cut")
    html = answer.text
    title, headings = phrases.title_of(html), phrases.headings_of(html)
    if suspicion := _suspicion(look, html, title, headings):
        return Judgement(Verdict.SUSPECT, suspicion, answer.final_url if answer.hops else "", title)
    found = _moved_or_ok(answer, permanent, title)
    if found.outcome is Verdict.OK and not found.problem and _is_other(look.title, title):
        return Judgement(Verdict.OK, "title-changed", title=title, detail=look.title)
    return found


def _suspicion(look: Look, html: str, title: str, headings: str) -> str:
    answer = look.answer
    named = f"{title} · {headings}"
    text = phrases.visible_text(html)
    if phrases.says_not_found(title, headings):
        return "soft-404"
    if phrases.PARKED.search(named) or (len(text) < 1500 and phrases.PARKED.search(text)):
        return "parked"
    if phrases.GAMBLING.search(named) and not phrases.GAMBLING.search(look.title):
        return "hijacked"
    if answer.hops and _is_deep(answer.url) and not _is_deep(answer.final_url):
        return "sent-home"
    if _site(answer.url) != _site(answer.final_url) and _is_other(look.title, title):
        return "stranger"
    if look.sibling is not None and len(text) >= ENOUGH_TEXT and _is_same_page(text, look.sibling):
        return "same-everywhere"
    return ""


def _moved_or_ok(answer: Answer, permanent: str, title: str) -> Judgement:
    if not permanent:
        return Judgement(Verdict.OK, title=title)
    if is_mild(answer.url, permanent):
        return Judgement(Verdict.OK, "mild-redirect", permanent, title)
    return Judgement(Verdict.MOVED, "moved", permanent, title)


def permanent_address(answer: Answer) -> str:
    """Where the address leads for good: the end of the permanent redirects it begins with, or nothing."""
    found = ""
    for hop in answer.hops:
        if hop.status not in PERMANENT:
            break
        found = hop.url
    return found


def is_mild(before: str, after: str) -> bool:
    """Whether two addresses differ only by https, “www.”, a slash at the end or the size of the host."""
    return _bare(before) == _bare(after)


def is_challenge(answer: Answer) -> bool:
    """Whether a guard stands before the page and asks whether a person comes."""
    if answer.headers.get("cf-mitigated", "").lower() == "challenge":
        return True
    if answer.status not in (200, 202, 401, 403, 405, 429, 503) or not answer.body:
        return False
    html = answer.text
    title = phrases.title_of(html)
    if phrases.CHALLENGE.search(title):
        return True
    # A page that works may have a captcha in its form: then the page is more than the captcha.
    is_all = answer.status != 200 or len(phrases.visible_text(html)) < ENOUGH_TEXT
    return is_all and bool(phrases.ROBOT_TEST.search(html))


def retry_after(value: str, now: datetime) -> timedelta | None:
    """How long the host asks to be left alone: seconds or a moment (RFC 9110, 10.2.3), at most a week."""
    value = value.strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return min(timedelta(seconds=int(value)), LONGEST_WAIT) if int(value) else None
    try:
        moment = parsedate_to_datetime(value)
        left = moment - now
    except (ValueError, TypeError):
        return None
    return min(left, LONGEST_WAIT) if left > timedelta() else None


def hops_as_rows(hops: tuple[Hop, ...]) -> list[list[object]]:
    """Redirects as they are kept: [[status, address], …]."""
    return [[hop.status, hop.url[:600]] for hop in hops]


def _is_same_page(text: str, sibling: Answer) -> bool:
    if sibling.status != 200 or not sibling.is_html or sibling.is_cut:
        return False
    return phrases.visible_text(sibling.text) == text


def _is_other(before: str, now: str) -> bool:
    """Whether two titles, both known, have no word in common."""
    old, new = phrases.words_of(before), phrases.words_of(now)
    return bool(old) and bool(new) and not old & new


def _is_deep(url: str) -> bool:
    parts = urlsplit(url)
    return not HOME.fullmatch(parts.path) or bool(parts.query)


def _bare(url: str) -> tuple[str, str, str]:
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return host, parts.path.rstrip("/"), parts.query


def _site(url: str) -> str:
    """The registered part of the host, roughly: “a.kyiv.gov.ua” and “b.kyiv.gov.ua” are one site."""
    labels = (urlsplit(url).hostname or "").split(".")
    few = 3 if len(labels) > 2 and labels[-2] in SECOND_LEVEL else 2
    return ".".join(labels[-few:])
