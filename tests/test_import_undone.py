"""Undoing an import keeps what was counted: facts of the desk name the cards they are about."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mistok.desk.tests.factories import EncounterItemFactory
from mistok.directory.importing.batches import begin
from mistok.directory.importing.undoing import start_undo
from mistok.directory.importing.work import start_apply
from mistok.directory.models import Service
from mistok.lib.jobs.runners import run


@pytest.mark.django_db
def test_card_that_was_counted_goes_to_the_archive(cast):
    table = "Назва;Надавач\nСубсидія;Рада\nПаспорт;Рада\n".encode()
    batch = begin(file=SimpleUploadedFile("services.csv", table), by=cast.head)
    run(start_apply(batch=batch, by=cast.head))
    counted = Service.objects.get(name="Субсидія")
    EncounterItemFactory(service=counted)
    job = start_undo(batch=batch, by=cast.head)
    run(job)
    assert (job.result["archived"], job.result["removed"]) == (1, 1)
    assert Service.objects.get().retired_on is not None
