"""A long job as a row: what it is, how far it came, where to go on, what went wrong in which row."""

from collections.abc import Callable

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mistok.lib.identifiers import uuid7


class State(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Job(models.Model):
    """One run of long work. No foreign keys: a job may outlive everything it speaks of."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(_("kind"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    parameters = models.JSONField(_("parameters"), default=dict)
    started_by = models.CharField(_("started by"), max_length=40, blank=True)  # the person's key, not a name
    total = models.PositiveIntegerField(_("steps in all"), default=0)
    done = models.PositiveIntegerField(_("steps done"), default=0)
    cursor = models.JSONField(_("where to go on"), default=dict)
    result = models.JSONField(_("result"), default=dict)
    problem = models.TextField(_("problem"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    watch: Callable[["Job"], None] | None = None  # a console that shows the progress as it comes

    class Meta:
        verbose_name = _("job")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.done}/{self.total}"

    @property
    def is_over(self) -> bool:
        return self.state in (State.DONE, State.FAILED)

    @property
    def percent(self) -> int:
        """How far the job came, 0–100; a finished one is always 100."""
        if self.state == State.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0

    def advance(
        self, done: int, *, total: int | None = None, cursor: dict[str, object] | None = None
    ) -> None:
        """Note how far the work came, so that a person sees it and a later run goes on from there."""
        self.state, self.done = State.RUNNING, done
        self.total = self.total if total is None else total
        self.cursor = self.cursor if cursor is None else cursor
        self.save(update_fields=["state", "done", "total", "cursor", "updated_at"])
        if self.watch:
            self.watch(self)

    def finish(self, result: dict[str, object]) -> None:
        """The work is whole."""
        self.state, self.result, self.problem = State.DONE, result, ""
        self.done, self.finished_at = self.total or self.done, timezone.now()
        self.save()

    def fail(self, problem: str) -> None:
        """The work stopped; what is done stays, and it may be started again."""
        self.state, self.problem, self.finished_at = State.FAILED, problem, timezone.now()
        self.save()


class BadRow(models.Model):
    """A row of an import that was left out, with its number and what to do about it."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="bad_rows")
    number = models.PositiveIntegerField(_("row"))
    content = models.TextField(_("content"), blank=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("bad row")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.reason}"
