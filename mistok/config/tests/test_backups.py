import os
import shutil
import tarfile

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from mistok.accounts.models import User
from mistok.accounts.tests.factories import UserFactory
from mistok.config import backups
from mistok.network.models import PointDocument
from mistok.network.tests.factories import PointDocumentFactory


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path
    (tmp_path / "secret_key").write_text("ключ", encoding="utf-8")
    return tmp_path


def postgres_without_tools() -> bool:
    return connection.vendor == "postgresql" and not shutil.which("pg_dump")


@pytest.mark.django_db(transaction=True)
def test_backup_and_restore_bring_everything_back(data):
    if postgres_without_tools():
        pytest.skip("no pg_dump on this machine")
    kept = UserFactory(name="Оксана")
    (data / "media").mkdir()
    (data / "media" / "наказ.txt").write_text("№ 1", encoding="utf-8")
    target = backups.make()
    UserFactory(name="Пізніша")
    (data / "secret_key").write_text("інший", encoding="utf-8")
    backups.restore(target)
    assert list(User.objects.values_list("name", flat=True)) == [kept.name]
    assert (data / "secret_key").read_text(encoding="utf-8") == "ключ"
    assert (data / "media" / "наказ.txt").read_text(encoding="utf-8") == "№ 1"


@pytest.mark.django_db(transaction=True)
def test_shelf_of_documents_survives(data, settings):
    if postgres_without_tools():
        pytest.skip("no pg_dump on this machine")
    settings.MEDIA_ROOT = data / "media"
    document = PointDocumentFactory(file__content=ContentFile(b"%PDF-1.7 text", name="file"))
    target = backups.make()
    shutil.rmtree(data / "media")
    PointDocument.objects.all().delete()
    backups.restore(target)
    with PointDocument.objects.get(pk=document.pk).file.content.open() as content:
        assert content.read() == b"%PDF-1.7 text"


@pytest.mark.django_db(transaction=True)
def test_backup_is_for_its_owner_only(data):
    if postgres_without_tools():
        pytest.skip("no pg_dump on this machine")
    assert backups.make().stat().st_mode & 0o077 == 0


@pytest.mark.django_db
def test_backup_never_overwrites(data):
    (data / "copy.tar.gz").write_text("earlier")
    with pytest.raises(backups.BackupError, match="вже є"):
        backups.make(data / "copy.tar.gz")


@pytest.mark.django_db
def test_restore_of_something_else_changes_nothing(data):
    UserFactory(name="Оксана")
    (data / "letter.tar.gz").write_text("це не архів", encoding="utf-8")
    with pytest.raises(backups.BackupError, match="не є резервною копією"):
        backups.restore(data / "letter.tar.gz")
    assert User.objects.get().name == "Оксана"


@pytest.mark.django_db
def test_restore_of_another_database_is_refused(data):
    (data / "empty").mkdir()
    with tarfile.open(data / "other.tar.gz", "w:gz") as archive:
        archive.add(data / "secret_key", "secret_key")
    with pytest.raises(backups.BackupError, match="немає бази даних"):
        backups.restore(data / "other.tar.gz")
    other = backups.POSTGRES if connection.vendor == "sqlite" else backups.SQLITE
    with tarfile.open(data / "other.tar.gz", "w:gz") as archive:
        archive.add(data / "secret_key", other)
    with pytest.raises(backups.BackupError, match="не взаємозамінні"):
        backups.restore(data / "other.tar.gz")


@pytest.mark.django_db
def test_restore_of_a_cut_backup_is_refused(data):
    (data / "media.bin").write_bytes(os.urandom(50_000))
    with tarfile.open(data / "whole.tar.gz", "w:gz") as archive:
        archive.add(data / "media.bin", "media")
    (data / "cut.tar.gz").write_bytes((data / "whole.tar.gz").read_bytes()[:20_000])
    with pytest.raises(backups.BackupError, match="не є резервною копією"):
        backups.restore(data / "cut.tar.gz")
