"""Inviting people, taking them in, giving and ending roles."""

import logging
from datetime import date
from functools import partial

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import Http404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mistok.accounts.models import User
from mistok.audit import actions as audit
from mistok.audit.models import Event
from mistok.network.models import Invitation, Membership, Organisation
from mistok.network.queries import may_give, today

# Without a mail server letters lie in a folder: kept, but on their way to nobody.
MAIL_FOLDER = "django.core.mail.backends.filebased.EmailBackend"
logger = logging.getLogger(__name__)


class NotAllowed(Http404):
    """The acting person may not do this. A 404, so that a stranger learns nothing."""


@transaction.atomic
def invite(
    *, email: str, name: str, role: str, organisation: Organisation, by: User
) -> tuple[Invitation, str]:
    """Invite a person to a role and send the letter after the commit. Returns the invitation and its link.

    An expired invitation of the same address to the same role is replaced. Raises NotAllowed for a role with
    permissions that the inviting person lacks there.
    """
    if not may_give(by, role, organisation):
        raise NotAllowed
    email = email.lower()
    for old in Invitation.objects.filter(
        email__iexact=email, organisation=organisation, role=role, accepted_at=None, withdrawn_at=None
    ):
        _withdraw(old)
    invitation = Invitation(email=email, name=name, role=role, organisation=organisation, invited_by=by)
    link = _send(invitation)
    audit.record(Event.INVITED, invitation, by=by, organisation=organisation, role=role)
    return invitation, link


@transaction.atomic
def send_again(*, invitation: Invitation, by: User) -> str:
    """Send a new link; the one in the earlier letter ends. Returns the link."""
    if not may_give(by, invitation.role, invitation.organisation):
        raise NotAllowed
    link = _send(invitation)
    audit.record(Event.INVITED, invitation, by=by, organisation=invitation.organisation, role=invitation.role)
    return link


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """The link of the invitation ends."""
    if not may_give(by, invitation.role, invitation.organisation):
        raise NotAllowed
    _withdraw(invitation)
    audit.record(Event.INVITATION_WITHDRAWN, invitation, by=by, organisation=invitation.organisation)


@transaction.atomic
def accept(*, invitation: Invitation, user: User | None = None, name: str = "", password: str = "") -> User:
    """Take the invited person in: an account is made unless the person has one, and the role begins today.

    The invitation is locked, so that a link pressed twice gives one role. Raises NotAllowed when it is over.
    """
    invitation = Invitation.objects.select_for_update().select_related("organisation").get(pk=invitation.pk)
    if not invitation.is_open:
        raise NotAllowed
    if user is None:
        user = User.objects.create_user(invitation.email, password, name=name)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    role, is_new = Membership.objects.get_or_create(
        person=user,
        organisation=invitation.organisation,
        role=invitation.role,
        until=None,
        defaults={"since": today()},
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record(Event.JOINED, invitation, by=user, organisation=invitation.organisation)
    if is_new:
        audit.record(
            Event.ROLE_GIVEN, role, by=invitation.invited_by, organisation=role.organisation, role=role.role
        )
    return user


@transaction.atomic
def end_role(*, membership: Membership, last_day: date, by: User) -> None:
    """The role ends with its last day; what was done stays. Raises NotAllowed, for one's own role too."""
    if membership.person_id == by.pk or not may_give(by, membership.role, membership.organisation):
        raise NotAllowed
    membership.end(last_day)
    audit.record(
        Event.ROLE_ENDED,
        membership,
        by=by,
        organisation=membership.organisation,
        last_day=last_day.isoformat(),
    )


def end_all_roles(user: User) -> None:
    """End every role of an account that is being erased."""
    for membership in Membership.objects.filter(person=user, until=None).select_related("organisation"):
        membership.end(max(today(), membership.since or today()))


def _withdraw(invitation: Invitation) -> None:
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])


def _send(invitation: Invitation) -> str:
    secret = invitation.renew()
    link = settings.SITE_URL + reverse("network:invitation-accept", args=[secret])
    transaction.on_commit(partial(_mail, invitation, link), robust=True)
    return link


def _mail(invitation: Invitation, link: str) -> None:
    """Send the letter in the language of the house; whether it left is seen beside the invitation."""
    with translation.override(settings.LANGUAGE_CODE):
        message = EmailMessage(
            subject=_("Invitation to work in %(site)s") % {"site": settings.SITE_NAME},
            body=render_to_string("network/mail/invitation.txt", {"invitation": invitation, "link": link}),
            to=[invitation.email],
        )
    try:
        message.send()
    except OSError:  # the mail server is down or refuses: SMTPException is an OSError too
        logger.warning("an invitation could not be mailed", exc_info=True)
        return
    if settings.MAILERS["default"]["BACKEND"] != MAIL_FOLDER:
        invitation.mailed_at = timezone.now()
        invitation.save(update_fields=["mailed_at"])
