"""Why a file is no table."""


class TableProblem(Exception):
    """The file cannot be read as a table; the text says, in the reader's language, why and what to do."""
