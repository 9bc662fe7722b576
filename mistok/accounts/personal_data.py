"""What the account, and the third-party parts that sign people in, know of a person."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from mistok.accounts.models import User
from mistok.accounts.personal import Personal, Term, classify, declare_term, on_erasure
from mistok.audit.models import Entry
from mistok.lib.jobs.models import BadRow, Job
from mistok.search.models import (
    AskedQuery,
    BestBet,
    Change,
    HiddenQuestion,
    Reformulation,
    SavedSearch,
    SynonymGroup,
)

WHILE_ACCOUNT = _("While the account exists; replaced at erasure.")
WITH_RECORD = _("As long as the record itself; only the key of the account is kept.")
SIGN_IN = _("To let you sign in and nobody else.")

TASK_RESULTS_KEPT = timedelta(days=30)
QUERIES_KEPT = timedelta(days=400)  # a year and a month, so that a season can be compared with the last one
UNCONFIRMED_KEPT = timedelta(days=7)
CONFIRMED_KEPT = timedelta(days=365)  # a month before, the person is asked whether it is still needed


def _account(purpose: object) -> Personal:
    return Personal(purpose=purpose, keep=WHILE_ACCOUNT, owner="pk")


def _of_user(purpose: object, owner: str = "user") -> Personal:
    return Personal(purpose=purpose, keep=WHILE_ACCOUNT, owner=owner)


classify(
    User,
    plain=["groups", "user_permissions", "is_superuser", "is_staff", "is_active", "erased_at"],
    personal={
        "email": _account(_("To sign in and to write to you.")),
        "name": _account(_("So that colleagues see who did the work.")),
        "password": _account(SIGN_IN),
        "last_login": _account(_("To notice that somebody else has signed in.")),
        "created_at": _account(_("To know since when the account exists.")),
    },
)
classify(
    EmailAddress,
    plain=["verified", "primary"],
    personal={"email": _of_user(SIGN_IN), "user": _of_user(SIGN_IN)},
)
classify(
    EmailConfirmation,
    plain=["created", "sent", "key"],
    personal={"email_address": _of_user(SIGN_IN, "email_address__user")},
)
classify(
    Authenticator,
    plain=["type"],
    personal={
        "user": _of_user(SIGN_IN),
        "data": _of_user(_("The secret of the second factor.")),
        "created_at": _of_user(SIGN_IN),
        "last_used_at": _of_user(SIGN_IN),
    },
)
classify(
    Session,
    plain=["expire_date"],
    personal={
        # A session names its account inside the encoded data only: no query leads there.
        "session_data": Personal(purpose=SIGN_IN, keep=_("A working day."), owner="")
    },
)
classify(
    LogEntry,
    plain=["action_time", "content_type", "object_id", "object_repr", "action_flag", "change_message"],
    personal={"user": Personal(purpose=_("Who edited reference data."), keep=WITH_RECORD, owner="user")},
)
classify(
    Entry,
    plain=["at", "event", "object_type", "object_key", "organisation", "details"],
    personal={"actor": Personal(_("Who did what, for trust in the facts."), WITH_RECORD, "actor")},
)
classify(
    Job,
    plain=[
        "kind", "state", "parameters", "total", "done", "cursor", "result", "problem",
        "created_at", "updated_at", "finished_at",
    ],
    personal={"started_by": Personal(_("Who started the work."), WITH_RECORD, "started_by")},
)  # fmt: skip
classify(
    DBTaskResult,
    plain=[
        "status", "enqueued_at", "started_at", "finished_at", "priority", "task_path", "worker_ids",
        "queue_name", "backend_name", "run_after", "return_value", "exception_class_path",
    ],
    personal={
        # Our tasks are given keys only; a trace may still quote a value.
        "args_kwargs": Personal(purpose=_("To do the work that was asked."), keep=_("30 days."), owner=""),
        "traceback": Personal(purpose=_("To learn why work failed."), keep=_("30 days."), owner=""),
    },
)  # fmt: skip
classify(BadRow, plain=["job", "number", "content", "reason"], personal={})
classify(Change, plain=["kind", "key", "at", "indexed_at"], personal={})
classify(AskedQuery, plain=["day", "query", "territory", "times", "found"], personal={})
classify(Reformulation, plain=["day", "first", "then", "times"], personal={})
classify(HiddenQuestion, plain=["query", "at"], personal={})
classify(
    SynonymGroup, plain=["phrases", "also", "note", "is_active", "created_at", "changed_at"], personal={}
)
classify(
    BestBet,
    plain=[
        "phrases", "kind", "key", "title", "position", "since", "until", "note", "is_active", "created_at",
        "changed_at",
    ],
    personal={},
)  # fmt: skip
_WATCHED = Personal(
    purpose=_("To write to you when something new is found."),
    keep=_("Until you end it; a week when it was not confirmed; a year when you did not renew it."),
    owner="email",
    match="email",
)
classify(
    SavedSearch,
    plain=[
        "code", "frequency", "created_at", "confirmed_at", "asked_again_at", "looked_at", "sent_at", "seen",
    ],
    personal={"email": _WATCHED, "parameters": _WATCHED},
)  # fmt: skip
classify(Group, plain=["name", "permissions"], personal={})
classify(Permission, plain=["name", "content_type", "codename"], personal={})
classify(ContentType, plain=["app_label", "model"], personal={})


def _forget_sessions(now: datetime) -> int:
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _forget_task_results(now: datetime) -> int:
    return DBTaskResult.objects.filter(finished_at__lt=now - TASK_RESULTS_KEPT).delete()[0]


def _forget_queries(now: datetime) -> int:
    last = (now - QUERIES_KEPT).date()
    return sum(model.objects.filter(day__lt=last).delete()[0] for model in (AskedQuery, Reformulation))


def _forget_saved_searches(now: datetime) -> int:
    unconfirmed = Q(confirmed_at=None, created_at__lt=now - UNCONFIRMED_KEPT)
    return SavedSearch.objects.filter(unconfirmed | Q(confirmed_at__lt=now - CONFIRMED_KEPT)).delete()[0]


def _erase_saved_searches(user: User) -> None:
    SavedSearch.objects.filter(email__iexact=user.email).delete()


on_erasure("saved_searches", _erase_saved_searches)

declare_term(Term("sessions", _("ended sessions"), _forget_sessions))
declare_term(Term("task_results", _("results of finished tasks, after 30 days"), _forget_task_results))
declare_term(Term("queries", _("search queries, after 400 days"), _forget_queries))
declare_term(
    Term(
        "saved_searches",
        _("saved searches: a week without confirmation, a year without renewal"),
        _forget_saved_searches,
    )
)
