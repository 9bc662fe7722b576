"""Files of shelves and agreements stay; those that nothing points at go away."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from mistok.lib.files.actions import drop_orphans
from mistok.lib.files.models import StoredFile
from mistok.network.tests.factories import AgreementFactory, PointDocumentFactory, StoredFileFactory

pytestmark = pytest.mark.django_db


def test_orphans_go_after_a_day(django_capture_on_commit_callbacks, settings):
    old = timezone.now() - timedelta(days=2)
    on_shelf, signed, young = (StoredFileFactory() for _each in range(3))
    orphan = StoredFileFactory(created_at=old)
    StoredFile.objects.filter(pk__in=[on_shelf.pk, signed.pk]).update(created_at=old)
    PointDocumentFactory(file=on_shelf)
    AgreementFactory().files.add(signed)
    stray = Path(settings.MEDIA_ROOT) / "files" / "aa" / "stray"
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"left behind")
    fresh = stray.with_name("fresh")
    fresh.write_bytes(b"on its way")
    os.utime(stray, (old.timestamp(), old.timestamp()))
    with django_capture_on_commit_callbacks(execute=True):
        assert drop_orphans() == 2
    assert set(StoredFile.objects.all()) == {on_shelf, signed, young}
    assert not Path(orphan.content.path).exists()
    assert Path(on_shelf.content.path).exists()
    assert (stray.exists(), fresh.exists()) == (False, True)
    assert drop_orphans() == 0
