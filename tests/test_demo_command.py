"""The demonstration is for trying out: its printed passwords never stand where strangers come."""

import io

import pytest
from django.core.management import CommandError, call_command

from mistok.accounts.models import User


@pytest.mark.django_db
def test_printed_passwords_never_reach_an_open_address(settings):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="показові паролі"):
        call_command("demo", stdout=io.StringIO())
    assert not User.objects.exists()
