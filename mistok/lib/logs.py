"""Structured logs without personal data: one JSON object a line, addresses and names left out."""

import json
import logging
import re
from datetime import UTC, datetime

# E-mail addresses, phone numbers and query strings never reach the log, whoever wrote the message.
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+|(?<![\w-])\+?\d[\d ()-]{8,}\d(?![\w-])")
QUERY = re.compile(r"\?\S+")


class JsonFormatter(logging.Formatter):
    """Writes time (UTC), level, logger, message and, for errors, the trace."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": scrub(record.getMessage()),
        }
        if record.exc_info:
            line["trace"] = scrub(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def scrub(text: str) -> str:
    """The text with everything that may point to a person replaced.

    >>> scrub("Not Found: /search/?q=Іваненко by olha@example.org")
    'Not Found: /search/?… by …'
    """
    return PERSONAL.sub("…", QUERY.sub("?…", text))
