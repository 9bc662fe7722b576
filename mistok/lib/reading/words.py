"""What is wrong with a file, in words for the person who brought it."""

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mistok.lib.reading.problems import Problem
from mistok.lib.reading.reading import Finding


def said(finding: Finding) -> str:
    """The problem in a sentence or two that say what to do, in the reader's language."""
    values = finding.values
    match finding.code:
        case Problem.SCAN:
            return _(
                "The pages of this file are pictures: there is no text to search in. "
                "Keep the file and type or paste the text, or recognise it with another program first."
            )
        case Problem.SOME_PICTURES:
            return ngettext(
                "%(pages)d page of %(total)d is a picture: its words are not in the text.",
                "%(pages)d pages of %(total)d are pictures: their words are not in the text.",
                values["pages"],
            ) % {"pages": values["pages"], "total": values["total"]}
        case Problem.DAMAGED_PAGES:
            return ngettext(
                "%(pages)d page is damaged and was not read.",
                "%(pages)d pages are damaged and were not read.",
                values["pages"],
            ) % {"pages": values["pages"]}
        case Problem.FIRST_PAGES:
            return _(
                "Only the first %(pages)d pages of %(total)d were read: the others would take too long. "
                "Part the file into several."
            ) % {"pages": values["pages"], "total": values["total"]}
        case Problem.DAMAGED_LETTERS:
            return ngettext(
                "%(n)d character of the text is damaged. Look the text through.",
                "%(n)d characters of the text are damaged. Look the text through.",
                values["count"],
            ) % {"n": values["count"]}
        case Problem.TOO_LARGE:
            return _("The file is larger than %(limit)s.") % {"limit": filesizeformat(values["most"])}
        case Problem.OTHER_NAME:
            return _("By its content this is %(kind)s, whatever the name says.") % {
                "kind": str(values["kind"]).upper()
            }
    return _plain()[Problem(finding.code)]


def _plain() -> dict[Problem, str]:
    return {
        Problem.EMPTY: _("The file is empty."),
        Problem.TOO_MUCH: _("There is too much in this file. Part it into several."),
        Problem.TOO_LONG: _("The file takes too long to read. Save it anew in the program it was made with."),
        Problem.BROKEN: _("The file is damaged and does not open. Save it anew and try again."),
        Problem.CRASHED: _("The file could not be read. Save it anew as DOCX or PDF and try again."),
        Problem.LOCKED: _("The file is locked with a password. Take the password off and try again."),
        Problem.NOT_TEXT: _("Such files are not read. Give a PDF, Word, RTF, HTML or text file."),
        Problem.NO_CONVERTER: _(
            "Files of old Word (.doc) are not read on this server: save the document as DOCX or PDF."
        ),
        Problem.NO_TEXT: _("There is no text in this file."),
        Problem.CUT_OFF: _("The text is longer than any act: only its beginning was read."),
    }
