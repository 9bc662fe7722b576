"""The cast and the small network that all tests share, and the browser."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Lock
from typing import Any

import pytest
from django.conf import settings
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from mistok.accounts.models import User
from mistok.accounts.tests.factories import UserFactory
from mistok.audit.protection import release
from mistok.lib.kept import forget_everything
from mistok.network.models import Organisation, Role, ServicePoint
from mistok.network.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    ServicePointFactory,
    SubordinationFactory,
)

# A shared machine may stop for a second; slowness is measured in bench/, not here. One commit is always tried
# with the same examples, so red means the change; `HYPOTHESIS_PROFILE=explore` looks for new ones.
hypothesis_settings.register_profile("house", deadline=None, max_examples=60, derandomize=True)
hypothesis_settings.register_profile("explore", deadline=None, max_examples=1000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))

CHROMIUM = next((path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None)
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class OneRequestAtATime(ThreadedWSGIServer):
    """The server of the browser tests: in one order of requests a red test is red again."""

    held = 0  # connections that a browser has open
    changed = Condition()

    def set_app(self, application: Any) -> None:
        lock = Lock()

        def one(environ: Any, start_response: Any) -> Any:
            with lock:
                return application(environ, start_response)

        super().set_app(one)

    def process_request(self, request: Any, client_address: Any) -> None:
        with self.changed:
            OneRequestAtATime.held += 1
        super().process_request(request, client_address)

    def close_request(self, request: Any) -> None:
        super().close_request(request)
        with self.changed:
            OneRequestAtATime.held -= 1
            self.changed.notify_all()

    @classmethod
    def be_quiet(cls) -> None:
        """Wait until what closed browsers still asked is answered, for then the tables are emptied."""
        with cls.changed:
            assert cls.changed.wait_for(lambda: cls.held == 0, timeout=30), "the server is still answering"


LiveServerThread.server_class = OneRequestAtATime


@dataclass(frozen=True)
class Network:
    """Region → central library → branch, and another central library beside it."""

    region: Organisation
    central: Organisation
    branch: Organisation
    other: Organisation
    authority: Organisation
    point: ServicePoint
    branch_point: ServicePoint
    other_point: ServicePoint


@dataclass(frozen=True)
class Cast:
    """The people of every story: who works here, who works elsewhere, who does not work at all."""

    resident: User
    librarian: User
    colleague: User
    head: User
    region: User
    authority: User
    administrator: User


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file, as in life, each thread with a connection of its own.

    In memory the server and the test would share one: while one thread asks a function of Python (an order
    by the alphabet, a date), the other may wait for the connection and hold the interpreter, both for ever.
    """
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        name = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database["TEST"] = {**database.get("TEST", {}), "NAME": str(name)}
        hasty = database["OPTIONS"]["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        database["OPTIONS"]["init_command"] = hasty  # nobody needs these facts after a power cut


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests in a browser empty all tables, on SQLite by DELETE, which the guarded journal rightly refuses."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            release(connection)


@pytest.fixture(autouse=True)
def _quiet_house(settings: Any, tmp_path: Path) -> None:
    """Tests write to their own folders, share no pages, and ask nobody for a second factor by default."""
    settings.SHARED_PAGES_LAG = None
    forget_everything()
    settings.SECOND_FACTOR = "optional"
    settings.ASKED_QUERIES_DELAY = None
    settings.SEARCH_WORDS_LAG = 3600.0
    settings.SEARCH_INDEX = tmp_path / "search"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture(autouse=True)
def _ukrainian() -> Iterator[None]:
    """Each test begins in Ukrainian; a request for an English page leaves its language behind."""
    with translation.override("uk"):
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A data folder as `mistok migrate` leaves it on a new machine, and what the command complained of."""
    folder = tmp_path_factory.mktemp("migrated")
    odd = ("MISTOK_", "DATABASE_", "DJANGO_")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(odd)}
    done = subprocess.run(
        [sys.executable, "-m", "mistok", "migrate", "--verbosity", "0"],
        env={**inherited, "MISTOK_DATA": str(folder)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return folder, done.stderr


@pytest.fixture
def own_house(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A data folder with an empty SQLite database of the test's own; tried once, in the run on SQLite."""
    if connection.vendor != "sqlite":
        pytest.skip("this test makes a SQLite database of its own")
    folder, _ = request.getfixturevalue("migrated")
    return Path(shutil.copytree(folder, tmp_path / "house"))


@pytest.fixture
def network(db: None) -> Network:
    region = OrganisationFactory(slug="region", name="Обласна бібліотека")
    central = OrganisationFactory(slug="central", name="Центральна бібліотека")
    branch = OrganisationFactory(slug="branch", name="Бібліотека-філія № 1")
    other = OrganisationFactory(slug="other", name="Сусідня центральна бібліотека")
    for child, parent in ((central, region), (branch, central), (other, region)):
        SubordinationFactory(organisation=child, parent=parent)
    return Network(
        region=region,
        central=central,
        branch=branch,
        other=other,
        authority=OrganisationFactory(slug="council", name="Міська рада", kind="authority"),
        point=ServicePointFactory(slug="central-point", name="Центр у центральній", organisation=central),
        branch_point=ServicePointFactory(slug="branch-point", name="Пункт у філії", organisation=branch),
        other_point=ServicePointFactory(slug="other-point", name="Пункт у сусідів", organisation=other),
    )


@pytest.fixture
def cast(network: Network) -> Cast:
    def person(name: str, role: Role | None = None, organisation: Organisation | None = None) -> User:
        user = UserFactory(email=f"{name}@example.org", name=name.title())
        if role is not None:
            MembershipFactory(person=user, organisation=organisation, role=role)
        return user

    return Cast(
        resident=person("resident"),
        librarian=person("librarian", Role.LIBRARIAN, network.central),
        colleague=person("colleague", Role.LIBRARIAN, network.other),
        head=person("head", Role.HEAD, network.central),
        region=person("region", Role.REGION, network.region),
        authority=person("authority", Role.AUTHORITY, network.authority),
        administrator=person("administrator", Role.ADMINISTRATOR, network.region),
    )


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A client in which the person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all browser tests of a process; they are skipped, and say so, where there is none."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, live_server: Any) -> Iterator[Any]:
    """A page of 1280 × 900 in Ukrainian whose relative addresses are the live server’s."""
    context = chromium.new_context(
        base_url=live_server.url,
        locale="uk-UA",
        viewport={"width": 1280, "height": 900},
        reduced_motion="reduce",
    )
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    yield page
    context.close()
    OneRequestAtATime.be_quiet()
    assert problems == []


@pytest.fixture
def enter(live_server: Any) -> Callable[[Any, User], None]:
    """Sign a person in on a browser page, past the password."""

    def enter_as(page: Any, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])

    return enter_as


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """Assert that axe finds nothing on the page, WCAG 2.2 AA and best practice."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Any) -> None:
        page.wait_for_load_state()  # a page without its style sheet yet has small targets
        found = (
            Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_RULES}}).response["violations"]
        )
        said = [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]
        assert said == [], json.dumps(said, ensure_ascii=False, indent=1)

    return check


@pytest.fixture
def follow() -> Callable[[Any], None]:
    """Press a link or a button that leads to another page, or to the same one anew, and be there.

    A click returns before its page has come; what is asked of the page next would be asked of the old one.
    """

    def press(link: Any) -> None:
        with link.page.expect_navigation():
            link.click()

    return press


@pytest.fixture
def comes_true() -> Callable[[Any, str | Callable[[], bool]], None]:
    """Wait until an expression of the page is true, a promise too, or what is asked of the database.

    Playwright's own waiting for a function evaluates a text in the page again and again, which the page's
    policy of content forbids after the first time.
    """

    def wait(page: Any, asked: str | Callable[[], bool]) -> None:
        bounded = f"() => Promise.race([{asked}, new Promise((no) => setTimeout(no, 1000))])"
        for _ in range(600):
            if asked() if callable(asked) else page.evaluate(bounded):
                return
            page.wait_for_timeout(100)
        raise AssertionError(f"it did not come true: {asked}")

    return wait
