import json
import logging
import sys

import pytest

from mistok.lib.logs import JsonFormatter, scrub


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Not Found: /search/?q=Іваненко+Марія", "Not Found: /search/?…"),
        ("mail to olha.k@example.org failed", "mail to … failed"),
        ("call +380 (50) 123-45-67 back", "call … back"),
        ("task 2a703f74-cbe8-4dea-be85-414a3f838ba7 done", "task 2a703f74-cbe8-4dea-be85-414a3f838ba7 done"),
        ("read 31748 rows in 12 s", "read 31748 rows in 12 s"),
    ],
)
def test_scrub_takes_out_what_points_to_a_person(written, kept):
    assert scrub(written) == kept


def test_line_is_json_with_its_trace_scrubbed():
    try:
        raise ValueError("bad address olha@example.org")
    except ValueError:
        record = logging.LogRecord("mistok", logging.ERROR, "f", 1, "Зламалось: %s", ("тут",), sys.exc_info())
    line = json.loads(JsonFormatter().format(record))
    assert line["message"] == "Зламалось: тут"
    assert line["level"] == "error"
    assert "ValueError: bad address …" in line["trace"]
    assert "olha" not in line["trace"]
