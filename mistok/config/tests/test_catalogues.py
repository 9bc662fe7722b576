"""Every app’s Ukrainian is whole: a test of its own, so that a red build names the app."""

from pathlib import Path

import pytest
from django.conf import settings

from mistok.config import messages

APPS = sorted(folder for folder in Path(settings.BASE).iterdir() if (folder / "__init__.py").exists())


@pytest.mark.parametrize("app", APPS, ids=[folder.name for folder in APPS])
def test_catalogue_is_whole(app):
    judgement = messages.judge(app)
    assert judgement.is_whole, judgement
