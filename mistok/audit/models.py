"""The journal. Rows are added, never changed or deleted."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    """The closed list of what can stand in the journal."""

    SIGNED_IN = "person.signed_in", _("signed in")
    INVITED = "person.invited", _("invited a person")
    INVITATION_WITHDRAWN = "person.invitation_withdrawn", _("withdrew an invitation")
    JOINED = "person.joined", _("accepted an invitation")
    EXPORTED = "person.exported", _("exported a person’s data")
    ERASED = "person.erased", _("erased a person’s data")
    ROLE_GIVEN = "role.given", _("gave a role")
    ROLE_ENDED = "role.ended", _("ended a role")
    POINT_OPENED = "point.opened", _("opened a service point")
    POINT_CHANGED = "point.changed", _("changed a service point")
    POINT_CLOSED = "point.closed", _("closed a service point")
    POINT_REORGANISED = "point.reorganised", _("reorganised a service point")
    POINT_REOPENED = "point.reopened", _("opened a service point again")
    HOURS_EXCEPTED = "point.hours_excepted", _("changed the hours of some days")
    ORGANISATION_ADDED = "organisation.added", _("added an organisation")
    ORGANISATION_CHANGED = "organisation.changed", _("changed an organisation")
    ORGANISATION_REORGANISED = "organisation.reorganised", _("reorganised a library")
    ORGANISATION_CLOSED = "organisation.closed", _("closed an organisation")
    PLACE_CHANGED = "place.changed", _("changed an office of a provider")
    DOCUMENT_SHELVED = "document.shelved", _("put a document on the shelf")
    DOCUMENT_CHANGED = "document.changed", _("changed a document of the shelf")
    DOCUMENT_WITHDRAWN = "document.withdrawn", _("withdrew a document from the shelf")
    EQUIPMENT_ADDED = "equipment.added", _("added equipment")
    EQUIPMENT_CHANGED = "equipment.changed", _("changed equipment")
    EQUIPMENT_MOVED = "equipment.moved", _("moved equipment")
    EQUIPMENT_WRITTEN_OFF = "equipment.written_off", _("wrote equipment off")
    STOCK_TAKING_STARTED = "stock_taking.started", _("began a stock-taking")
    STOCK_TAKING_CLOSED = "stock_taking.closed", _("ended a stock-taking")
    CONTACT_ADDED = "contact.added", _("added a contact person")
    CONTACT_CHANGED = "contact.changed", _("changed a contact person")
    AGREEMENT_ADDED = "agreement.added", _("added an agreement")
    AGREEMENT_CHANGED = "agreement.changed", _("changed an agreement")
    INTERACTION_ADDED = "interaction.added", _("noted an interaction with a partner")
    SERVICE_ADDED = "service.added", _("added a service")
    SERVICE_CHANGED = "service.changed", _("changed a service")
    SERVICE_CONFIRMED = "service.confirmed", _("confirmed a service")
    SERVICE_RETIRED = "service.retired", _("retired a service")
    SERVICE_PROPOSED = "service.proposed", _("proposed a text of a service")
    SERVICE_APPROVED = "service.approved", _("approved a text of a service")
    SERVICE_DECLINED = "service.declined", _("sent a text of a service back")
    SERVICE_RESTORED = "service.restored", _("brought a service back")
    SERVICE_PLACED = "service.placed", _("changed where a service is given")
    GUIDE_ADDED = "guide.added", _("added a guide")
    GUIDE_CHANGED = "guide.changed", _("changed a guide")
    GUIDE_ARCHIVED = "guide.archived", _("put a guide away")
    COLLECTION_CHANGED = "collection.changed", _("changed a collection")
    LINK_TRUSTED = "link.trusted", _("said that a link works")
    LINK_REPLACED = "link.replaced", _("replaced a link")
    SUGGESTION_TAKEN = "suggestion.taken", _("took up a suggestion")
    SUGGESTION_ANSWERED = "suggestion.answered", _("answered a suggestion")
    SERVICES_IMPORTED = "services.imported", _("imported services")
    SERVICES_UNDONE = "services.undone", _("undid an import of services")
    SERVICES_EXPORTED = "services.exported", _("took the catalogue out")
    ACT_ADDED = "act.added", _("added an act")
    ACT_CHANGED = "act.changed", _("changed an act")
    ACT_COLLECTION_CHANGED = "act_collection.changed", _("changed a collection of acts")
    ACT_FILED = "act.filed", _("stored an act out of a file")
    ACTS_FILED = "acts.filed", _("brought in a folder of acts")
    SYNONYMS_CHANGED = "synonyms.changed", _("changed synonyms of the search")
    BEST_BET_CHANGED = "best_bet.changed", _("changed a best bet of the search")
    QUESTION_HIDDEN = "question.hidden", _("hid a question from the lists")
    DEMAND_EXPORTED = "demand.exported", _("took the questions of people out")
    ENCOUNTER_RECORDED = "encounter.recorded", _("recorded help at the desk")
    ENCOUNTER_CORRECTED = "encounter.corrected", _("corrected a desk record")
    ENCOUNTER_VOIDED = "encounter.voided", _("voided a desk record")
    APPOINTMENT_BOOKED = "appointment.booked", _("wrote down an appointment")
    APPOINTMENT_MOVED = "appointment.moved", _("moved an appointment")
    APPOINTMENT_CANCELLED = "appointment.cancelled", _("cancelled an appointment")
    BOOKING_RULES_CHANGED = "booking_rules.changed", _("changed the rules of appointments")
    TALLY_UNDONE = "tally.undone", _("took a tally back")
    SHEET_COUNTED = "sheet.counted", _("counted a filled sheet")
    SHEET_UNDONE = "sheet.undone", _("took a filled sheet back")
    STREET_RECORDED = "street.recorded", _("recorded a street action")
    STREET_VOIDED = "street.voided", _("withdrew a street action")
    TOPIC_ADDED = "topic.added", _("added a topic of help")
    TOPIC_CHANGED = "topic.changed", _("changed a topic of help")
    SYNC_SETTLED = "sync.settled", _("took a record that was not taken in off the list")
    PERIOD_LOCKED = "period.locked", _("locked a reported period")
    PERIOD_LIFTED = "period.lifted", _("lifted the lock of a period")
    COMPUTER_STARTED = "computer.started", _("sat a visitor down at a computer")
    COMPUTER_WAITED = "computer.waited", _("put a visitor in the line for computers")
    COMPUTER_BOOKED = "computer.booked", _("booked a computer")
    COMPUTER_EXTENDED = "computer.extended", _("extended a computer session")
    COMPUTER_ENDED = "computer.ended", _("ended a computer session")
    COMPUTER_GIVEN_UP = "computer.given_up", _("crossed a visitor off the line or a booking")
    COMPUTER_RECORDED = "computer.recorded", _("wrote down a computer session afterwards")
    COMPUTER_CORRECTED = "computer.corrected", _("corrected a computer session")
    COMPUTER_VOIDED = "computer.voided", _("voided a computer session")
    COMPUTERS_CHANGED = "computers.changed", _("changed the computers of a point or their rule")
    FEEDBACK_QUESTION_CHANGED = "feedback.question_changed", _("changed the feedback question")
    FEEDBACK_OPENED = "feedback.opened", _("began to gather feedback at a point")
    FEEDBACK_CLOSED = "feedback.closed", _("stopped gathering feedback at a point")
    FEEDBACK_TALLIED = "feedback.tallied", _("counted paper cards of feedback")
    FEEDBACK_VOIDED = "feedback.voided", _("voided a count of paper cards")
    FEEDBACK_WORDS_REMOVED = "feedback.words_removed", _("erased words of a visitor")
    SCREEN_TURNED = "screen.turned", _("turned the screen to a visitor")
    CASE_RECEIVED = "case.received", _("received a question")
    CASE_TAKEN = "case.taken", _("took a question")
    CASE_RELEASED = "case.released", _("put a question back into the queue")
    CASE_HANDED_OVER = "case.handed_over", _("handed a question over")
    CASE_CHANGED = "case.changed", _("changed the term of a question")
    CASE_CONTACT_SEEN = "case.contact_seen", _("looked at the contact of whoever asked")
    CASE_ASKED_BACK = "case.asked_back", _("asked about a question")
    CASE_ANSWERED = "case.answered", _("answered a question")
    CASE_REFERRED = "case.referred", _("referred a question to another body")
    CASE_TOLD = "case.told", _("told an answer by phone")
    CASE_CLOSED = "case.closed", _("closed a question")
    ANSWER_PROPOSED = "answer.proposed", _("proposed an answer for everybody")
    ANSWER_CHANGED = "answer.changed", _("changed an answer for everybody")
    ANSWER_RETURNED = "answer.returned", _("sent an answer for everybody back")
    ANSWER_PUBLISHED = "answer.published", _("published an answer")
    ANSWER_REVIEWED = "answer.reviewed", _("looked at an answer anew")
    ANSWER_RETIRED = "answer.retired", _("withdrew an answer")
    PRICES_CHANGED = "prices.changed", _("changed a price list")
    PRICES_APPROVED = "prices.approved", _("approved a price list")
    PRICES_RECALLED = "prices.recalled", _("made a price list a draft again")
    SALE_RECORDED = "sale.recorded", _("sold a paid service")
    SALE_CHANGED = "sale.changed", _("wrote the fiscal number of a sale")
    SALE_VOIDED = "sale.voided", _("took a sale back")
    SALE_REFUNDED = "sale.refunded", _("gave money back")
    CASH_COUNTED = "cash.counted", _("counted the cash")
    CASH_CLOSED = "cash.closed", _("closed a day of the cash")
    CASH_REOPENED = "cash.reopened", _("opened a day of the cash again")
    IMPORT_RUN = "import.run", _("ran an import")
    REPORT_TAKEN = "report.taken", _("took a report out")


class AppendOnly(models.QuerySet["Entry"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("the journal is append-only")

    def delete(self) -> NoReturn:
        raise TypeError("the journal is append-only")


class Entry(models.Model):
    """One act. People and things are named by their keys only; no personal value is copied here."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    event = models.CharField(_("what"), max_length=40, choices=Event)
    actor = models.CharField(_("who"), max_length=40, blank=True, db_index=True)
    object_type = models.CharField(_("kind of thing"), max_length=60)
    object_key = models.CharField(_("thing"), max_length=64)
    organisation = models.CharField(_("organisation"), max_length=40, blank=True, db_index=True)
    details = models.JSONField(_("details"), default=dict)

    objects = AppendOnly.as_manager()

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["object_type", "object_key"], name="audit_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event} {self.object_type} {self.object_key}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("the journal is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("the journal is append-only")
