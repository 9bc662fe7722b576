"""One look at an address: HEAD, GET where HEAD does not tell, then what helps to understand it."""

import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from mistok.directory.links.judging import Look
from mistok.lib.web_client import Answer, Trouble, WebClient

PACE = 5.0  # seconds between two questions to one host
# What HEAD cannot be blamed for: asking again with GET would only disturb.
FINAL = frozenset(
    {
        Trouble.BAD_ADDRESS,
        Trouble.INSIDE,
        Trouble.NO_NAME,
        Trouble.NAME_LATER,
        Trouble.REFUSED,
        Trouble.CERTIFICATE,
        Trouble.LOOP,
        Trouble.TOO_MANY_HOPS,
    }
)


def look(
    client: WebClient,
    url: str,
    *,
    title: str = "",
    read_page: bool = True,
    pause: Callable[[float], None] = time.sleep,
) -> Look:
    """Look at the address, at most four questions, five seconds apart. `read_page`: a page that HEAD finds
    well is read too, to notice one that is there and is not what it was."""
    answer = client.ask(url, "HEAD")
    if _needs_get(answer) or (read_page and answer.status and answer.status < 300 and answer.is_html):
        pause(PACE)
        head, answer = answer, client.ask(url, "GET")
        if answer.trouble is Trouble.TIMEOUT and head.status == 200:
            answer = replace(head, is_cut=True)
    found = Look(answer, title=title)
    if answer.trouble is Trouble.CERTIFICATE:
        pause(PACE)
        return replace(found, unverified=client.ask(answer.final_url, "HEAD", unverified=True))
    if _is_worth_comparing(answer):
        pause(PACE)
        return replace(found, sibling=client.ask(_beside(answer.final_url), "GET"))
    return found


def _needs_get(answer: Answer) -> bool:
    if answer.trouble:
        return answer.trouble not in FINAL
    return not 200 <= (answer.status or 0) < 300 and answer.status != 429


def _is_worth_comparing(answer: Answer) -> bool:
    return (
        answer.method == "GET"
        and answer.status == 200
        and not answer.trouble
        and answer.is_html
        and bool(answer.body)
        and urlsplit(answer.final_url).path.count("/") > 1
    )


def _beside(url: str) -> str:
    """An address in the same folder that nobody made."""
    parts = urlsplit(url)
    folder = parts.path.rstrip("/").rsplit("/", 1)[0]
    return urlunsplit((parts.scheme, parts.netloc, f"{folder}/{secrets.token_hex(8)}", "", ""))
