import sys
import time

from mistok.config.supervisor import Supervisor, Watched, port_is_free


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
        assert not port_is_free("127.0.0.1", taken.getsockname()[1])
