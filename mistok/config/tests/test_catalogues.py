"""Every app’s Ukrainian is whole: a test of its own, so that a red build names the app."""

from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings

from mistok.config import messages

APPS = sorted(folder for folder in Path(settings.BASE).iterdir() if (folder / "__init__.py").exists())


@pytest.mark.parametrize("app", APPS, ids=[folder.name for folder in APPS])
def test_catalogue_is_whole(app):
    judgement = messages.judge(app)
    assert judgement.is_whole, judgement


def test_catalogues_agree():
    """Django pours all catalogues into one: of two translations of one text an accident would choose."""
    said = defaultdict(lambda: defaultdict(list))
    for app in APPS:
        for message in messages.read(app):
            if message.id:
                one = message.id if isinstance(message.id, str) else message.id[0]
                said[one, message.context, message.pluralizable][message.string].append(app.name)
    quarrels = {key: dict(texts) for key, texts in said.items() if len(texts) > 1}
    assert not quarrels, "give one of them a context (pgettext) or the same words"
