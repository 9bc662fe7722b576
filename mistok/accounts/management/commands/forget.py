"""Forget what is past its term. Run daily; running it twice changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mistok.accounts.personal import terms


class Command(BaseCommand):
    help = "Apply the retention terms of the register of personal data."

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        now = timezone.now()
        for term in terms():
            gone = term.forget(now)
            if verbosity:
                self.stdout.write(f"{term.title}: {gone}")
