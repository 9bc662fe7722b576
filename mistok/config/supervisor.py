"""Running the whole house as one command: web server, worker and daily duties, watched together."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from mistok.config.orphans import end_with_parent

CHECK_EVERY = 0.5  # seconds between looks at the processes
RESTART_PAUSE = 2.0  # seconds before a process that died is started again
PATIENCE = 10.0  # seconds a process may take to finish after being asked to
DAY = 24 * 3600.0


@dataclass(slots=True)
class Watched:
    """A process that must keep running."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    start_after: float = 0.0

    def start(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command, env=self.environment, preexec_fn=end_with_parent if os.name == "posix" else None
        )

    def has_died(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()


@dataclass(slots=True)
class Supervisor:
    """Starts processes in order, restarts the ones that die, stops all on a signal."""

    watched: list[Watched]
    daily: Callable[[], None]
    report: Callable[[str], None]
    stopping: bool = False
    next_duties: float = field(default=0.0)

    def run(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask_to_stop)
        try:
            for each in self.watched:
                each.start()
            while not self.stopping:
                self.look(time.monotonic())
                time.sleep(CHECK_EVERY)
        finally:
            for each in reversed(self.watched):
                each.stop()

    def ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def look(self, now: float) -> None:
        """Restart what died, after a pause; do the daily duties when their time has come."""
        for each in self.watched:
            if each.has_died():
                self.report(f"{each.name}: процес зупинився, запускаємо знову")
                each.process, each.start_after = None, now + RESTART_PAUSE
            elif each.process is None and now >= each.start_after:
                each.start()
        if now >= self.next_duties:
            self.next_duties = now + DAY
            self.daily()


def why_not_listen(host: str, port: int) -> str:
    """Why a server cannot listen there, with what to do; empty when it can."""
    if not 0 < port < 65536:
        return f"порту {port} не буває: виберіть від 1024 до 65535, наприклад PORT=8000"
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"порт {port} лише для адміністратора системи: виберіть від 1024, наприклад PORT=8000"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"порт {port} зайнятий: виберіть інший, наприклад PORT={port % 65535 + 1}"
            return f"ця машина не має адреси {host}: візьміть --host 127.0.0.1 або --host 0.0.0.0"
    return ""


def processes(*, host: str, port: int, workers: int) -> list[Watched]:
    """The web server and the worker, as child processes of this Python."""
    environment = {
        **os.environ,
        "MISTOK_COLLECTED": "1",
        "MISTOK_SUPERVISED": "1",
        "DJANGO_SETTINGS_MODULE": "mistok.config.settings",
    }
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
    web += ["--workers", str(workers), "--blocking-threads", "4", "--no-access-log", "--log-level", "warning"]
    web += ["--respawn-failed-workers", "mistok.config.wsgi:application"]
    worker = [sys.executable, "-m", "mistok", "worker"]
    return [
        Watched("server", web, environment),
        Watched("worker", worker, environment),
    ]
