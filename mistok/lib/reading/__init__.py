"""The words of a file that somebody brings – PDF, Word, web page, text – read where it can do no harm."""

from mistok.lib.reading.engine import LARGEST, read
from mistok.lib.reading.problems import Problem
from mistok.lib.reading.reading import Kind, Paragraph, Reading

__all__ = ["LARGEST", "Kind", "Paragraph", "Problem", "Reading", "read"]
