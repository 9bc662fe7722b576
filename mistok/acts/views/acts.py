"""Acts as everybody reads them: the whole, one provision, an extract, the original file."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mistok.acts import queries
from mistok.acts.citations import cite
from mistok.acts.comparing import MOST, compare
from mistok.acts.editions import AsOf, as_of, edition_name
from mistok.acts.models import Act, ActFile, ActVersion, Kind, Status
from mistok.acts.naming import kind_name, part_name
from mistok.acts.points import place_of, point_of, points
from mistok.acts.reading import ANCHOR, Question, found_in, shown
from mistok.lib.access import public, shared
from mistok.lib.files.actions import give
from mistok.lib.qr import qr_response
from mistok.network.permissions import Permission
from mistok.network.public import place_text
from mistok.network.queries import may

LONG_LIST = 6  # related acts that are shown unfolded
LONG_CONTENTS = 12


@shared
@require_safe
def act_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """An act: what it is, whether it is valid, its text by provisions, with contents and search inside."""
    act = get_object_or_404(queries.visible_acts(request.user), slug=slug)
    editions = queries.editions(act)
    day = as_of(act, editions, said) if (said := request.GET.get("on", "").strip()) else None
    version = _edition(editions, request.GET.get("edition", ""), day)
    question = Question.of(request.GET.get("q", ""))
    lines = queries.outline(version) if version else []
    parts = queries.parts_of(lines, version.characters) if version else []
    part = _part(parts, request.GET.get("part", "1"))
    provisions = queries.texts(version, part.first, part.last) if version and part else []
    may_edit = may(request.user, Permission.EDIT_ACTS)
    does, done = queries.relations(act, everything=may_edit)
    context = {
        **about(act),
        "editions": [{"version": each, "name": edition_name(each)} for each in editions],
        "as_of": day,
        "version": version,
        "edition_name": edition_name(version) if version else "",
        "parts": parts,
        "part": part,
        "previous": parts[part.number - 2] if part and part.number > 1 else None,
        "next": parts[part.number] if part and part.number < len(parts) else None,
        "contents": _contents(lines, parts, part, version),
        "is_long_contents": len(lines) > LONG_CONTENTS,
        "provisions": shown(act, provisions, lines, question),
        "is_one_block": len(lines) == 1 and not lines[0].heading,
        "does": does,
        "done": done,
        "long_list": LONG_LIST,
        "files": list(act.files.select_related("file")),
        "collections": queries.collections_with(act),
        "question": question,
        **_answer(act, version, question, lines, parts, part),
        "may_edit": may_edit,
        "print": request.GET.get("print", ""),
    }
    return render(request, "acts/act_detail.html", context)


@shared
@require_safe
def provision_detail(request: HttpRequest, slug: str, anchor: str) -> HttpResponse:
    """One provision alone, with its citation and its neighbours."""
    act = get_object_or_404(queries.visible_acts(request.user), slug=slug)
    editions = queries.editions(act)
    version = _edition(editions, request.GET.get("edition", ""))
    lines = queries.outline(version) if version else []
    anchors = [each.anchor for each in lines]
    own = anchor if anchor in anchors else point_of(anchors, anchor)
    if version is None or not own:
        raise Http404
    index = anchors.index(own)
    line = lines[index]
    last = queries.end_of_group(lines, index)
    provisions = queries.texts(version, line.position, lines[last].position)
    point = None
    if own != anchor:
        inside = points(own, provisions[0].text, anchors).values()
        point = next((each for each in inside if each.anchor == anchor), None)
        if point is None:
            raise Http404
    part = queries.part_with(queries.parts_of(lines, version.characters), line.position)
    page = reverse("acts:provision-detail", args=[act.slug, ANCHOR])
    question = Question.of(request.GET.get("q", ""))
    found = shown(act, provisions, lines, question, highest=2, pages=page)
    context = {
        **about(act),
        "version": version,
        "edition_name": edition_name(version),
        "line": line,
        "name": (part_name(own) or line.title) + (f", {point.name}" if point else ""),
        "citation": cite(act, own, point.cited if point else ""),
        "address": request.build_absolute_uri(request.path),
        "provisions": found,
        "point": next((each.html for each in found[0].paragraphs if point and each.anchor == anchor), ""),
        "previous": lines[index - 1] if index else None,
        "next": lines[last + 1] if last + 1 < len(lines) else None,
        "whole": _query(version, part.number) + f"#{anchor}",
        "print": request.GET.get("print", ""),
    }
    return render(request, "acts/provision_detail.html", context)


@shared
@require_safe
def act_compare(request: HttpRequest, slug: str) -> HttpResponse:
    """What one edition changed in another; without a choice, what the valid one changed in the one before."""
    act = get_object_or_404(queries.visible_acts(request.user), slug=slug)
    editions = queries.editions(act)
    if len(editions) < 2:
        raise Http404
    new = _edition(editions, request.GET.get("new", ""))
    others = [each for each in editions if each != new]
    old = _edition(editions, request.GET.get("old", "") or str(others[0].pk))
    assert old is not None
    assert new is not None
    context = {
        **about(act),
        "editions": [{"version": each, "name": edition_name(each)} for each in editions],
        "old": old,
        "new": new,
        "old_name": edition_name(old),
        "new_name": edition_name(new),
        "comparison": compare(old, new),
        "most": MOST,
    }
    return render(request, "acts/act_compare.html", context)


@public
@require_safe
def act_file(request: HttpRequest, slug: str, key: int) -> FileResponse:
    """The original as it came, byte for byte."""
    visible = queries.visible_acts(request.user).filter(slug=slug)
    found = get_object_or_404(ActFile.objects.select_related("file"), act__in=visible, pk=key)
    return give(found.file)


@shared
@require_safe
def act_qr(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of the act as a QR code."""
    return qr_response(get_object_or_404(Act.objects.public(), slug=slug).get_absolute_url())


def about(act: Act) -> dict[str, Any]:
    """What every page of an act says at its head."""
    return {
        "act": act,
        "kind_name": kind_name(act),
        "whole_citation": cite(act),
        "place": place_text(act.territory.name, act.territory.category) if act.territory else "",
        "is_repealed": act.status == Status.REPEALED,
        "is_unknown": act.status == Status.UNKNOWN,
        "is_basic": act.kind in (Kind.CONSTITUTION, Kind.CODE),
    }


def _edition(editions: list[ActVersion], asked: str, day: AsOf | None = None) -> ActVersion | None:
    """The edition asked for, by its key or by a day, else the valid one. Raises Http404 for what is no
    edition of the act."""
    if day and day.version:
        return day.version
    if asked:
        found = next((each for each in editions if str(each.pk) == asked), None)
        if found is None:
            raise Http404
        return found
    return next((each for each in editions if each.is_current), editions[0] if editions else None)


def _part(parts: list[queries.Part], asked: str) -> queries.Part | None:
    if not parts and asked == "1":
        return None
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked[:6]) <= len(parts):
        raise Http404
    return parts[int(asked[:6]) - 1]


def _query(version: ActVersion, part: int, *, is_first: bool = False) -> str:
    """What follows the address of the act for this edition and part; `is_first` names the first one too."""
    said = [] if version.is_current else [f"edition={version.pk}"]
    said += [f"part={part}"] if part > 1 or is_first else []
    return f"?{'&'.join(said)}" if said else ""


def _contents(
    lines: list[queries.Line],
    parts: list[queries.Part],
    part: queries.Part | None,
    version: ActVersion | None,
) -> list[dict[str, Any]]:
    """The table of contents; what stands on another page of a long act leads there."""
    if part is None or version is None:
        return []
    listed = [line for line in lines if line.is_listed]
    highest = min((line.level for line in listed), default=1)
    rows = []
    for line in listed:
        number = queries.part_with(parts, line.position).number
        query = "" if number == part.number else _query(version, number, is_first=True)
        rows.append(
            {"title": line.title, "url": f"{query}#{line.anchor}", "depth": min(line.level - highest, 3)}
        )
    return rows if len(rows) > 1 else []


def _answer(
    act: Act,
    version: ActVersion | None,
    question: Question,
    lines: list[queries.Line],
    parts: list[queries.Part],
    part: queries.Part | None,
) -> dict[str, Any]:
    """Where in the act the words stand; a provision named by its number («п. 3 ст. 20») comes first."""
    if not question.text or version is None or part is None:
        return {"found": [], "is_more": False}
    anchors, is_more = found_in(version, question) if question.words else ([], False)
    places = [(anchor, anchor) for anchor in anchors]
    if place := place_of(version, question.text):
        places = [place, *(each for each in places if each[0] != place[0])]
    by_anchor = {line.anchor: line for line in lines}
    rows = []
    for own, anchor in places:
        line = by_anchor[own]
        number = queries.part_with(parts, line.position).number
        if number == part.number:
            url = f"#{anchor}"
        else:
            url = reverse("acts:provision-detail", args=[act.slug, anchor])
        rows.append({"title": line.title, "url": url})
    return {"found": rows, "is_more": is_more}
