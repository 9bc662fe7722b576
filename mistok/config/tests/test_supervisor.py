import select
import subprocess
import sys
import time

import pytest

from mistok.config.supervisor import Supervisor, Watched, why_not_listen


def sleeper() -> Watched:
    return Watched("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], {})


def test_dead_process_is_started_again_after_a_pause():
    watched, said = Watched("short", [sys.executable, "-c", "pass"], {}), []
    supervisor = Supervisor([watched], daily=lambda: None, report=said.append, next_duties=1e12)
    watched.start()
    watched.process.wait(20)
    supervisor.look(now=100.0)
    assert said
    assert watched.process is None
    supervisor.look(now=100.5)
    assert watched.process is None, "a process that dies at once must not be started in a tight loop"
    supervisor.look(now=103.0)
    assert watched.process is not None
    watched.stop()


def test_stop_ends_the_process():
    watched = sleeper()
    watched.start()
    watched.stop()
    assert watched.process.poll() is not None


def test_daily_duties_are_done_once_a_day():
    done = []
    supervisor = Supervisor([], daily=lambda: done.append(1), report=done.append)
    now = time.monotonic()
    supervisor.look(now)
    supervisor.look(now + 3600)
    assert len(done) == 1
    supervisor.look(now + 86_401)
    assert len(done) == 2


def test_port_in_use_is_seen():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "зайнятий" in why_not_listen("127.0.0.1", taken.getsockname()[1])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends orphans")
def test_children_end_with_a_supervisor_that_was_killed():
    child = "import time; print('ready', flush=True); time.sleep(60)"
    parent = (
        "import sys, time; from mistok.config.supervisor import Watched\n"
        f"Watched('child', [sys.executable, '-c', {child!r}], {{}}).start(); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE)  # noqa: S603 - our own
    assert process.stdout.readline() == b"ready\n"
    process.kill()
    process.wait(10)
    # the child held the other end of the pipe: it closes only when the child is gone
    ended, _, _ = select.select([process.stdout], [], [], 10)
    assert ended
    assert process.stdout.read() == b""
    process.stdout.close()


@pytest.mark.parametrize(
    ("host", "port", "said"),
    [("127.0.0.1", 99_999, "не буває"), ("127.0.0.1", 0, "не буває"), ("192.0.2.1", 8000, "не має адреси")],
)
def test_address_that_cannot_be_is_named(host, port, said):
    assert said in why_not_listen(host, port)
