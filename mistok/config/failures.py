"""What an expected failure of a command means to who runs it, in one line instead of a traceback."""

import errno
import re

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

NOT_READY = "база даних не готова: виконайте mistok migrate"
DAMAGED = "файл бази даних пошкоджено: поверніть резервну копію (mistok restore ФАЙЛ)"
UNREACHABLE = "база даних не відповідає: чи працює PostgreSQL і чи правильна адреса DATABASE_URL?"
NOT_ALLOWED = "немає права писати в теку даних: чия вона і чи не лише для читання?"
NO_SPACE = "на диску немає місця: звільніть його й повторіть; записане раніше ціле"
BUSY = "база даних зайнята іншою роботою: повторіть за хвилину"

# What the engines say -> what it means. SQLite and PostgreSQL (libpq) have no common codes for these.
SAID = (
    (r"no such (table|column)|(relation|column) .* does not exist", NOT_READY),
    (r"not a database|malformed|disk image", DAMAGED),
    (r"connection (failed|refused)|could not (connect|translate)|server closed|terminating", UNREACHABLE),
    (r"readonly|read-only|unable to open|permission denied", NOT_ALLOWED),
    (r"disk is full|no space left", NO_SPACE),
    (r"database is locked|lock timeout", BUSY),
)
SYSTEM = {
    errno.ENOSPC: NO_SPACE,
    errno.EDQUOT: NO_SPACE,
    errno.EACCES: "немає права",
    errno.EPERM: "немає права",
    errno.EROFS: "диск лише для читання",
    errno.EEXIST: "тут уже є файл, а потрібна тека",
    errno.ENOTDIR: "це файл, а потрібна тека",
}


def explain(error: BaseException) -> str:
    """One line about a failure that people can mend, empty for what is a fault of the program."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, DatabaseError):
        said = str(error).lower()
        return next((meaning for pattern, meaning in SAID if re.search(pattern, said)), "")
    if isinstance(error, OSError) and error.errno in SYSTEM:
        where = f"{error.filename}: " if error.filename else ""
        return where + SYSTEM[error.errno]
    return ""
