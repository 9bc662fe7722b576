"""The shelf of documents: kept, replaced, withdrawn; public ones for everybody, the rest for staff."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mistok.audit.models import Entry, Event
from mistok.lib.files.models import StoredFile
from mistok.network.models import PointDocument
from mistok.network.queries import today
from mistok.network.shelf import shelf, withdrawn
from mistok.network.tests.factories import PointDocumentFactory
from mistok.search.models import Change


@pytest.fixture
def head(cast, sign_in):
    return sign_in(cast.head)


def paper(content: bytes = b"%PDF-1.7\n", name: str = "Положення.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def filled(**more):
    return {"kind": "regulation", "title": "Положення", "number": "5", "paper": paper(), **more}


def test_shelve_for_a_point(cast, network, head, client):
    address = reverse("network:point-document-add", args=[network.point.slug])
    assert head.post(address, filled(is_public="on")).status_code == 302
    document = PointDocument.objects.get()
    assert (document.point, document.organisation) == (network.point, network.central)
    assert document.added_by == cast.head
    assert Entry.objects.filter(event=Event.DOCUMENT_SHELVED).count() == 1
    assert Change.objects.filter(kind="point", key=str(network.point.uuid)).exists()
    link = reverse("network:document-public", args=[document.pk])
    assert link in client.get(network.point.get_absolute_url()).text
    given = client.get(link)
    assert b"".join(given) == b"%PDF-1.7\n"
    assert "sandbox" in given["Content-Security-Policy"]


def test_public_document_of_a_library_stands_at_its_points(network, client):
    document = PointDocumentFactory(organisation=network.central)
    link = reverse("network:document-public", args=[document.pk])
    assert link in client.get(network.point.get_absolute_url()).text
    assert link not in client.get(network.other_point.get_absolute_url()).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"paper": paper(b"MZ", "a.exe")},
        {"paper": paper(b"GIF89a", "a.pdf")},
        {"paper": ""},
        {"title": ""},
        {"dated": "2026-02-01", "valid_until": "2026-01-01"},
    ],
)
def test_wrong_document_is_refused_in_words(network, head, wrong):
    address = reverse("network:document-add", args=["central"])
    page = head.post(address, filled(**wrong))
    assert page.status_code == 422
    assert page.context["form"].errors
    assert not PointDocument.objects.exists()
    assert not StoredFile.objects.exists()


def test_newer_edition_replaces(network, head, client):
    old = PointDocumentFactory(organisation=network.central, point=network.point)
    address = reverse("network:document-replace", args=[old.pk])
    assert head.post(address, filled(title="Положення 2", is_public="on")).status_code == 302
    (row,) = shelf(point=network.point)
    assert (row.document.title, row.earlier) == ("Положення 2", [old])
    assert head.post(address, filled()).status_code == 404  # replaced once
    moved = client.get(reverse("network:document-public", args=[old.pk]))
    assert moved.url == reverse("network:document-public", args=[row.document.pk])
    assert b"".join(head.get(reverse("network:document-file", args=[old.pk]))) == b"%PDF-1.7\n"


def test_edit_and_withdraw(network, head, client):
    document = PointDocumentFactory(organisation=network.central)
    edit = reverse("network:document-edit", args=[document.pk])
    assert head.post(edit, {"kind": "order", "title": "Наказ"}).status_code == 302
    document.refresh_from_db()
    assert (document.kind, document.is_public) == ("order", False)
    assert client.get(reverse("network:document-public", args=[document.pk])).status_code == 404
    assert head.post(reverse("network:document-withdraw", args=[document.pk])).status_code == 302
    assert shelf(library=network.central) == []
    assert withdrawn(library=network.central) == [document]
    document.refresh_from_db()
    assert document.withdrawn_on == today()
    assert head.get(edit).status_code == 404


def test_internal_document_is_for_staff_of_the_library_and_above(cast, network, sign_in, client):
    document = PointDocumentFactory(organisation=network.central, is_public=False)
    inside = reverse("network:document-file", args=[document.pk])
    for user, status in (
        (cast.librarian, 200),
        (cast.head, 200),
        (cast.region, 200),
        (cast.colleague, 404),
        (cast.authority, 404),
        (cast.resident, 404),
    ):
        answer = sign_in(user).get(inside)
        assert answer.status_code == status
        b"".join(answer)  # read to the end, so that the file is closed
        assert sign_in(user).get(reverse("network:document-public", args=[document.pk])).status_code == 404
    assert sign_in(cast.librarian).post(inside).status_code == 405
