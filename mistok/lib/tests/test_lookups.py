"""Words are found whatever their case, on both databases."""

import pytest

from mistok.lib.files.models import StoredFile
from mistok.lib.lookups import has_word

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("word", ["єрьоменко", "Єрьоменко", "ЄРЬОМЕНКО", "наказ"])
def test_word_in_any_case(word):
    StoredFile.objects.create(name="Наказ Єрьоменко", media_type="text/plain", size=1, sha256="0" * 64)
    assert StoredFile.objects.filter(has_word(word, "name", "media_type")).exists()


def test_both_apostrophes():
    StoredFile.objects.create(name="Слов’янська філія", media_type="text/plain", size=1, sha256="0" * 64)
    assert StoredFile.objects.filter(has_word("слов'янська", "name")).exists()
    assert not StoredFile.objects.filter(has_word("південна", "name")).exists()
