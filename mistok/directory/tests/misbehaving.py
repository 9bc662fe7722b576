"""A local web server that does to a link checker everything that real ones do."""

import gzip
import socket
import ssl
import threading
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LONG = " ".join(["Щоб подати заяву, увійдіть до кабінету й заповніть поля."] * 20)


def page(title: str, heading: str = "", text: str = LONG) -> bytes:
    head = f"<head><title>{title}</title></head>"
    return f"<html>{head}<body><h1>{heading}</h1><p>{text}</p></body></html>".encode()


GOOD = page("Подати заяву на субсидію", "Субсидія").decode()
CHALLENGE = page("Just a moment...", "", "<script src='/cdn-cgi/challenge-platform/x'></script>").decode()
SPA = "<html><head><title>App</title></head><body><div id=app></div><script>start()</script></body></html>"
PAGES = {
    "/ok/page": GOOD.encode(),
    "/ok": GOOD.encode(),
    "/soft/uk": page("Сторінку не знайдено", "На жаль, такої сторінки не існує"),
    "/soft/en": page("My office", "404 – Page not found"),
    "/soft/number": page("404", ""),
    "/parked": page("example.org", "This domain is for sale", "Buy now"),
    "/parked/uk": page("Домен продається", "", "Зв’яжіться з нами"),
    "/casino": page("Pin-Up Казино онлайн", "Фріспіни щодня"),
    "/library/game": page("Гра в настільні ігри", "Ігротека бібліотеки"),
    "/renamed/page": page("Реєстрація транспорту", "Авто"),
    "/captcha-form/page": page(
        "Подати заяву на субсидію", "Субсидія", LONG + "<div class='g-recaptcha'></div>"
    ),
    "/spa/page": SPA.encode(),
    "/": page("Головна", "Ласкаво просимо"),
}


class Handler(BaseHTTPRequestHandler):
    """Each path misbehaves in its own way."""

    protocol_version = "HTTP/1.1"
    server: "Misbehaving"

    def log_message(self, *args: object) -> None:
        pass

    def do_HEAD(self) -> None:
        self.answer()

    def do_GET(self) -> None:
        self.answer()

    def answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["Host"]))
        path = self.path.split("?")[0]
        with suppress(ConnectionError, ssl.SSLError):
            special = getattr(self, "on_" + path.strip("/").split("/")[0].replace("-", "_"), None)
            if special:
                special(path)
            elif path in PAGES:
                self.send(200, PAGES[path])
            elif path.startswith("/everywhere/"):
                self.send(200, page("Портал", "Портал послуг"))
            elif path.startswith("/spa/"):
                self.send(200, PAGES["/spa/page"])
            else:
                self.send(404, page("404", "Немає"))

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        given = {
            "Content-Type": "text/html; charset=utf-8",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        for name, value in given.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def on_status(self, path: str) -> None:
        status = int(path.rsplit("/", 1)[1])
        self.send(status, b"" if status == 204 else page(str(status), "Відповідь"))

    def on_head(self, path: str) -> None:
        """HEAD is answered with the status of the query, GET with a page."""
        if self.command == "HEAD":
            self.send(int(self.path.split("?")[1]))
        else:
            self.send(200, GOOD.encode())

    def on_head_hangs(self, path: str) -> None:
        if self.command == "HEAD":
            self.server.over.wait(5)
        else:
            self.send(200, GOOD.encode())

    def on_to(self, path: str) -> None:
        """/to/301/ok/page: a redirect with this status to the rest of the path."""
        _to, status, rest = path.lstrip("/").split("/", 2)
        self.send(int(status), b"", Location=f"/{rest}")

    def on_to_root(self, path: str) -> None:
        self.send(302, b"", Location="/")

    def on_out(self, path: str) -> None:
        """Leads to the address that the test has set."""
        self.send(302, b"", Location=self.server.elsewhere)

    def on_loop(self, path: str) -> None:
        self.send(302, b"", Location="/loop/b" if path.endswith("a") else "/loop/a")

    def on_hops(self, path: str) -> None:
        number = int(path.rsplit("/", 1)[1])
        self.send(302, b"", Location=f"/hops/{number + 1}")

    def on_busy(self, path: str) -> None:
        self.send(429, page("429", "Зачекайте"), Retry_After="3600")

    def on_repair(self, path: str) -> None:
        moment = datetime.now(UTC) + timedelta(hours=2)
        self.send(503, page("503", "Ремонт"), Retry_After=moment.strftime("%a, %d %b %Y %H:%M:%S GMT"))

    def on_challenge(self, path: str) -> None:
        headers = {"cf_mitigated": "challenge"} if path.endswith("header") else {}
        self.send(int(path.split("/")[2]), CHALLENGE.encode(), **headers)

    def on_slow_headers(self, path: str) -> None:
        for piece in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000:
            self.wfile.write(bytes([piece]))
            if self.server.over.wait(0.05):
                return

    def on_endless(self, path: str) -> None:
        self.start_body()
        while not self.server.over.is_set():
            self.wfile.write(b"<p>" + b"a" * 16_000)

    def on_drip(self, path: str) -> None:
        self.start_body()
        while not self.server.over.wait(0.05):
            self.wfile.write(b"a")

    def on_truncated(self, path: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "100000")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(GOOD.encode())
        self.close_connection = True

    def on_bomb(self, path: str) -> None:
        self.send(200, self.server.bomb, Content_Encoding="gzip")

    def on_gzip(self, path: str) -> None:
        self.send(200, gzip.compress(GOOD.encode()), Content_Encoding="gzip")

    def on_charset(self, path: str) -> None:
        self.send(200, GOOD.encode("cp1251"), Content_Type="text/html; charset=no-such-charset")

    def on_big_header(self, path: str) -> None:
        self.send(200, GOOD.encode(), X_Big="a" * 100_000)

    def on_many_headers(self, path: str) -> None:
        self.send(200, GOOD.encode(), **{f"X_{n}": "a" for n in range(500)})

    def on_garbage(self, path: str) -> None:
        self.wfile.write(b"\x00\x01\x02 this is no HTTP\r\n\r\n")
        self.close_connection = True

    def on_silent(self, path: str) -> None:
        self.close_connection = True

    def on_file(self, path: str) -> None:
        self.send(200, b"%PDF-1.7", Content_Type="application/pdf")

    def start_body(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "HEAD":
            self.over_head = True


class Misbehaving(ThreadingHTTPServer):
    """The server with what it was asked, in order."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []
        self.elsewhere = ""
        self.over = threading.Event()
        self.bomb = gzip.compress(b"<p>" + b"\0" * 50_000_000, 9)
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up on it all day long."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def count(self) -> Counter[str]:
        return Counter(method for method, _path, _host in self.asked)

    def __enter__(self) -> "Misbehaving":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()
        self.thread.join(5)


def with_certificate(server: Misbehaving, folder: Path, *names: str, days: int = 30) -> Path:
    """Let the server speak TLS with a certificate signed by itself; returns the certificate’s file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    now = datetime.now(UTC)
    since, until = (now - timedelta(days=60), now + timedelta(days=days))
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([_name(each) for each in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(secret + built.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return file


def _name(text: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ip_address(text))
    return x509.DNSName(text)


def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def deaf_socket() -> socket.socket:
    """A socket that takes connections and never says a word."""
    deaf = socket.socket()
    deaf.bind(("127.0.0.1", 0))
    deaf.listen(5)
    return deaf


def wait_for(condition: object, seconds: float = 2.0) -> None:
    """Give the server's threads a moment."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not condition():  # type: ignore[operator]
        time.sleep(0.01)
