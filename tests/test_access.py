"""Who may come through which door: every address × every person of the cast × every method.

The table below is the whole truth about access. A new address fails here until it has a line in the table
and, when its path needs arguments, an entry in `arguments`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from mistok.accounts.models import User
from mistok.accounts.tests.factories import UserFactory
from mistok.acts.models import ActImport, ActUpload
from mistok.acts.records import Piece
from mistok.acts.tests.factories import CollectionFactory as ActCollectionFactory
from mistok.acts.tests.factories import an_act
from mistok.desk.actions.appointments_calendar import make_key
from mistok.desk.models import BookingRules, PeriodLock, SyncProblem
from mistok.desk.tests.factories import (
    EncounterFactory,
    EncounterItemFactory,
    SheetImportFactory,
    StreetActionFactory,
    TallyFactory,
    TopicFactory,
)
from mistok.desk.tests.factories_appointments import AppointmentFactory
from mistok.desk.tests.factories_computers import ComputerPlaceFactory, ComputerSessionFactory
from mistok.desk.tests.factories_feedback import (
    FeedbackAnswerFactory,
    FeedbackBoxFactory,
    FeedbackTallyFactory,
)
from mistok.desk.tests.factories_sales import (
    PriceExemptionFactory,
    PriceLineFactory,
    PriceListFactory,
    sold,
)
from mistok.directory.models import Batch, Link, RevisionState, Suggestion
from mistok.directory.tests.factories import (
    CollectionFactory,
    GuideFactory,
    LifeSituationFactory,
    RevisionFactory,
    ServiceFactory,
)
from mistok.lib.jobs.models import Job, State
from mistok.network.models import ActKind, Invitation, NetworkAct, Role
from mistok.network.tests.factories import (
    AgreementFactory,
    ContactFactory,
    EquipmentFactory,
    InteractionFactory,
    MembershipFactory,
    PlaceFactory,
    PointDocumentFactory,
    StockTakingFactory,
    StoredFileFactory,
)
from mistok.reception.tests.factories import AnswerFactory, CaseFactory, MessageFactory
from mistok.search.models import BestBet, HiddenQuestion, SavedSearch, SynonymGroup

# The cast, one letter each.
PEOPLE = {
    "-": "anonymous",
    "r": "resident",  # has an account and no role
    "l": "librarian",  # of the library whose things the addresses name
    "c": "colleague",  # a librarian elsewhere
    "h": "head",  # of the library, and of its branches
    "g": "region",
    "u": "authority",
    "a": "administrator",
}
NOBODY = ""
EVERYBODY = "-rlchgua"
SIGNED_IN = "rlchgua"
STAFF = "lchgua"
HELPERS = "lcha"  # work at some desk
HERE = "lha"  # work at this desk
HERE_READERS = "lhga"  # read its diary
READERS = "lchga"  # read figures
MANAGERS = "ha"
THIRD_PARTY = ("account_", "mfa_")

# Who gets an answer to GET, and to POST. Of the others, strangers are sent to sign in and the rest get 404.
DOORS: dict[str, tuple[str, str]] = {
    # the front door
    "website:home": (EVERYBODY, NOBODY),
    "website:search": (EVERYBODY, NOBODY),
    "website:search-suggestions": (EVERYBODY, NOBODY),
    "website:search-feed": (EVERYBODY, NOBODY),
    "website:saved-add": (EVERYBODY, EVERYBODY),
    "website:saved-detail": (EVERYBODY, NOBODY),
    "website:saved-confirm": (NOBODY, EVERYBODY),
    "website:saved-end": (EVERYBODY, EVERYBODY),
    "website:demand": (READERS, NOBODY),
    "website:demand-question": (READERS, NOBODY),
    "website:demand-export": (READERS, NOBODY),
    "website:demand-hidden": (MANAGERS, NOBODY),
    "website:demand-hide": (NOBODY, MANAGERS),
    "website:demand-show": (NOBODY, MANAGERS),
    "website:synonym-list": (MANAGERS, NOBODY),
    "website:synonym-add": (MANAGERS, MANAGERS),
    "website:synonym-edit": (MANAGERS, MANAGERS),
    "website:synonym-switch": (NOBODY, MANAGERS),
    "website:bet-list": (MANAGERS, NOBODY),
    "website:bet-add": (MANAGERS, MANAGERS),
    "website:bet-edit": (MANAGERS, MANAGERS),
    "website:bet-switch": (NOBODY, MANAGERS),
    "website:word-trial": (MANAGERS, NOBODY),
    "website:about": (EVERYBODY, NOBODY),
    "website:accessibility": (EVERYBODY, NOBODY),
    "website:privacy": (EVERYBODY, NOBODY),
    "website:start": (SIGNED_IN, NOBODY),
    "healthz": (EVERYBODY, NOBODY),
    "readyz": (EVERYBODY, NOBODY),
    "robots": (EVERYBODY, NOBODY),
    "sitemap": (EVERYBODY, NOBODY),
    "sitemap-part": (EVERYBODY, NOBODY),
    "ui:stylesheet": (EVERYBODY, NOBODY),
    "ui:gallery": (STAFF, NOBODY),
    # services
    "directory:service-list": (EVERYBODY, NOBODY),
    "directory:service-detail": (EVERYBODY, NOBODY),
    "directory:service-qr": (EVERYBODY, NOBODY),
    "directory:service-large-print": (EVERYBODY, NOBODY),
    "directory:print-shop": (READERS, NOBODY),
    "directory:print-product": (READERS, NOBODY),
    "directory:print-page": (READERS, NOBODY),
    "directory:print-file": (READERS, NOBODY),
    "directory:situation-list": (EVERYBODY, NOBODY),
    "directory:situation-detail": (EVERYBODY, NOBODY),
    "directory:catalogue": (HELPERS, NOBODY),
    # services from a table and as a table
    "directory:batch-list": (MANAGERS, MANAGERS),
    "directory:batch-template": (MANAGERS, NOBODY),
    "directory:batch-detail": (MANAGERS, NOBODY),
    "directory:batch-reading": (MANAGERS, MANAGERS),
    "directory:batch-columns": (MANAGERS, MANAGERS),
    "directory:batch-preview": (MANAGERS, NOBODY),
    "directory:batch-apply": (NOBODY, MANAGERS),
    "directory:batch-bad-rows": (MANAGERS, NOBODY),
    "directory:batch-undo": (MANAGERS, MANAGERS),
    "directory:batch-resume": (NOBODY, MANAGERS),
    "directory:batch-discard": (NOBODY, MANAGERS),
    "directory:export": (HELPERS, NOBODY),
    "directory:export-services": (HELPERS, NOBODY),
    "directory:export-points": (HELPERS, NOBODY),
    "directory:export-places": (HELPERS, NOBODY),
    "directory:service-places": (EVERYBODY, NOBODY),
    "directory:service-given": (MANAGERS, NOBODY),
    "directory:service-given-add": (NOBODY, MANAGERS),
    "directory:service-given-end": (NOBODY, MANAGERS),
    "directory:service-given-edit": (MANAGERS, MANAGERS),
    "directory:guide-list": (EVERYBODY, NOBODY),
    "directory:guide-detail": (EVERYBODY, NOBODY),
    "directory:guide-qr": (EVERYBODY, NOBODY),
    "directory:guide-picture": (EVERYBODY, NOBODY),
    "directory:guide-publish": (NOBODY, MANAGERS),
    "directory:guide-archive": (NOBODY, MANAGERS),
    "directory:guide-confirm": (NOBODY, HELPERS),
    "directory:guides": (HELPERS, NOBODY),
    "directory:guide-add": (HELPERS, HELPERS),
    "directory:guide-edit": (MANAGERS, MANAGERS),
    "directory:collection-list": (EVERYBODY, NOBODY),
    "directory:collection-detail": (EVERYBODY, NOBODY),
    "directory:collection-add": (MANAGERS, MANAGERS),
    "directory:collection-edit": (MANAGERS, MANAGERS),
    "directory:shortlist": (EVERYBODY, NOBODY),
    "directory:shortlist-qr": (EVERYBODY, NOBODY),
    "directory:embed": (EVERYBODY, NOBODY),
    "directory:embed-widget": (EVERYBODY, NOBODY),
    "directory:embed-banner": (EVERYBODY, NOBODY),
    "directory:link-go": (EVERYBODY, NOBODY),
    "directory:suggest": (EVERYBODY, EVERYBODY),
    "directory:suggestion-detail": (EVERYBODY, NOBODY),  # whoever holds the code
    "directory:suggestion-list": (HELPERS, NOBODY),
    "directory:suggestion-answer": (HELPERS, HELPERS),
    "directory:suggestion-take": (NOBODY, HELPERS),
    "directory:due-list": (HELPERS, NOBODY),
    "directory:link-queue": (HELPERS, NOBODY),
    "directory:link-detail": (HELPERS, NOBODY),
    "directory:link-check": (NOBODY, HELPERS),
    "directory:link-trust": (NOBODY, HELPERS),
    "directory:link-distrust": (NOBODY, HELPERS),
    "directory:link-replace": (NOBODY, MANAGERS),
    "directory:link-archive": (NOBODY, MANAGERS),
    "directory:service-add": (HELPERS, HELPERS),  # librarians write for approval
    "directory:service-edit": (HELPERS, HELPERS),
    "directory:service-return": (NOBODY, MANAGERS),
    "directory:service-history": (HELPERS, NOBODY),
    "directory:service-compare": (NOBODY, NOBODY),  # two texts are named after the question mark
    "directory:service-version": (HELPERS, NOBODY),
    "directory:service-restore": (NOBODY, MANAGERS),
    "directory:revision-list": (MANAGERS, NOBODY),
    "directory:revision-mine": (HELPERS, NOBODY),
    "directory:revision-detail": (HERE, NOBODY),  # the author and who approves
    "directory:revision-approve": (NOBODY, MANAGERS),
    "directory:revision-decline": (NOBODY, MANAGERS),
    "directory:revision-send": (NOBODY, "l"),
    "directory:revision-withdraw": (NOBODY, "l"),
    "directory:service-retire": (MANAGERS, MANAGERS),
    "directory:service-confirm": (HELPERS, HELPERS),
    # the store of acts
    "acts:upload-list": (MANAGERS, MANAGERS),
    "acts:upload-check": (MANAGERS, MANAGERS),
    "acts:upload-file": (MANAGERS, NOBODY),
    "acts:upload-discard": (NOBODY, MANAGERS),
    "acts:folder-list": (MANAGERS, MANAGERS),
    "acts:folder-detail": (MANAGERS, NOBODY),
    "acts:folder-bad-files": (MANAGERS, NOBODY),
    "acts:folder-resume": (NOBODY, MANAGERS),
    "acts:act-list": (EVERYBODY, NOBODY),
    "acts:act-detail": (EVERYBODY, NOBODY),
    "acts:provision-detail": (EVERYBODY, NOBODY),
    "acts:act-file": (EVERYBODY, NOBODY),
    "acts:act-qr": (EVERYBODY, NOBODY),
    "acts:act-compare": (EVERYBODY, NOBODY),
    "acts:act-extract": (EVERYBODY, NOBODY),
    "acts:act-extract-pdf": (EVERYBODY, NOBODY),
    "acts:collection-list": (EVERYBODY, NOBODY),
    "acts:collection-detail": (EVERYBODY, NOBODY),
    "acts:act-add": (MANAGERS, MANAGERS),
    "acts:act-edit": (MANAGERS, MANAGERS),
    "acts:act-text": (MANAGERS, MANAGERS),
    "acts:act-history": (MANAGERS, NOBODY),
    "acts:act-publish": (NOBODY, MANAGERS),
    "acts:act-withdraw": (NOBODY, MANAGERS),
    "acts:collection-add": (MANAGERS, MANAGERS),
    "acts:collection-edit": (MANAGERS, MANAGERS),
    "acts:collection-put": (NOBODY, MANAGERS),
    "acts:import-list": (MANAGERS, MANAGERS),
    "acts:import-detail": (MANAGERS, NOBODY),
    "acts:import-columns": (MANAGERS, MANAGERS),
    "acts:import-preview": (MANAGERS, NOBODY),
    "acts:import-apply": (NOBODY, MANAGERS),
    "acts:import-rows": (MANAGERS, NOBODY),
    "acts:import-bad-rows": (MANAGERS, NOBODY),
    "acts:import-resume": (NOBODY, MANAGERS),
    "acts:import-discard": (NOBODY, MANAGERS),
    # the network, people, the journal
    "network:point-list": (EVERYBODY, NOBODY),
    "network:point-detail": (EVERYBODY, NOBODY),
    "network:point-qr": (EVERYBODY, NOBODY),
    "network:place-list": (EVERYBODY, NOBODY),
    "network:place-detail": (EVERYBODY, NOBODY),
    "network:place-qr": (EVERYBODY, NOBODY),
    "network:map": (EVERYBODY, NOBODY),
    "network:map-data": (EVERYBODY, NOBODY),
    "network:invitation-accept": (EVERYBODY, "-"),  # whoever holds the secret link; not under another's name
    "network:tree": (READERS, NOBODY),
    # equipment and stock-taking
    "network:equipment": (HELPERS, NOBODY),
    "network:equipment-pdf": (HELPERS, NOBODY),
    "network:equipment-labels": (MANAGERS, NOBODY),
    "network:equipment-add": (MANAGERS, MANAGERS),
    "network:equipment-detail": (HERE, NOBODY),
    "network:equipment-edit": (MANAGERS, MANAGERS),
    "network:equipment-move": (MANAGERS, MANAGERS),
    "network:equipment-fault": (HERE, HERE),
    "network:equipment-step": (MANAGERS, MANAGERS),
    "network:stock-takings": (HELPERS, NOBODY),
    "network:stock-taking-start": (MANAGERS, MANAGERS),
    "network:stock-taking-detail": (HERE, NOBODY),
    "network:stock-taking-count": (HERE, HERE),
    "network:stock-taking-sightings": (NOBODY, HERE),
    "network:stock-taking-end": (MANAGERS, MANAGERS),
    "network:stock-taking-act": (HERE, NOBODY),
    "network:stock-taking-worker": (EVERYBODY, NOBODY),
    # partners and authorities
    "network:partner-list": (READERS, NOBODY),
    "network:partner-add": (MANAGERS, MANAGERS),
    "network:partner-detail": (READERS, READERS),
    "network:partner-edit": (MANAGERS, MANAGERS),
    "network:contact-add": (MANAGERS, MANAGERS),
    "network:contact-edit": (MANAGERS, MANAGERS),
    "network:contact-end": (MANAGERS, MANAGERS),
    "network:agreement-add": (MANAGERS, MANAGERS),
    "network:agreement-edit": (MANAGERS, MANAGERS),
    "network:agreement-end": (MANAGERS, MANAGERS),
    "network:agreement-file": (HERE_READERS, NOBODY),
    "network:interaction-done": (NOBODY, HERE_READERS),
    "network:point-open": (MANAGERS, MANAGERS),
    "network:point-edit": (MANAGERS, MANAGERS),
    "network:point-close": (MANAGERS, MANAGERS),
    "network:point-reorganise": (MANAGERS, MANAGERS),
    "network:point-merge": (MANAGERS, MANAGERS),
    "network:point-reopen": (NOBODY, NOBODY),  # the point of the addresses is open
    "network:point-history": (HERE_READERS, NOBODY),
    "network:point-documents": (HERE_READERS, NOBODY),
    "network:point-document-add": (MANAGERS, MANAGERS),
    "network:act-cancel": (NOBODY, MANAGERS),
    "network:changes": (READERS, NOBODY),
    "network:changes-table": (READERS, NOBODY),
    "network:organisation-list": (READERS, NOBODY),
    "network:organisation-add": (MANAGERS, MANAGERS),
    "network:organisation-detail": (HERE_READERS, NOBODY),
    "network:organisation-edit": (MANAGERS, MANAGERS),
    "network:organisation-rename": (MANAGERS, MANAGERS),
    "network:organisation-superior": (MANAGERS, MANAGERS),
    "network:organisation-merge": (MANAGERS, MANAGERS),
    "network:organisation-close": (MANAGERS, MANAGERS),
    "network:organisation-reopen": (NOBODY, NOBODY),  # of a closed library only
    "network:role-give": (MANAGERS, MANAGERS),
    "network:role-withdraw": (NOBODY, MANAGERS),
    "network:document-add": (MANAGERS, MANAGERS),
    "network:document-file": (HERE_READERS, NOBODY),
    "network:document-edit": (MANAGERS, MANAGERS),
    "network:document-replace": (MANAGERS, MANAGERS),
    "network:document-withdraw": (NOBODY, MANAGERS),
    "network:document-public": (EVERYBODY, NOBODY),
    "network:hours": (HERE, NOBODY),
    "network:hours-new": (HERE, HERE),
    "network:hours-closure": (HERE, HERE),
    "network:hours-change": (HERE, HERE),
    "network:hours-remove": (NOBODY, HERE),
    "network:closures": (MANAGERS, MANAGERS),
    "network:point-readiness": (HERE_READERS, NOBODY),
    "network:point-serves": (MANAGERS, MANAGERS),
    "network:readiness": (READERS, NOBODY),
    "network:readiness-table": (READERS, NOBODY),
    "network:coverage": (READERS, NOBODY),
    "network:coverage-table": (READERS, NOBODY),
    "network:people": (MANAGERS, NOBODY),
    "network:invitation-new": (MANAGERS, MANAGERS),
    "network:invitation-resend": (NOBODY, MANAGERS),
    "network:invitation-withdraw": (NOBODY, MANAGERS),
    "network:role-end": (MANAGERS, MANAGERS),
    "network:journal": ("a", NOBODY),
    "network:imports": ("a", "a"),
    "network:import-detail": ("a", NOBODY),
    "network:import-resume": (NOBODY, "a"),
    "network:import-bad-rows": ("a", NOBODY),
    "network:places-review": (MANAGERS, NOBODY),
    "network:place-review": (MANAGERS, NOBODY),
    "network:place-hromada": (NOBODY, MANAGERS),
    "network:place-hours": (NOBODY, MANAGERS),
    "network:place-website": (NOBODY, MANAGERS),
    "network:place-absence": (NOBODY, MANAGERS),
    # the desk
    "desk:start": (STAFF, NOBODY),  # leads to one's own desk, or says that there is none
    "desk:diary-start": (STAFF, NOBODY),
    "desk:point": (HERE, HERE),
    "desk:encounter-create": (NOBODY, HERE),
    # appointments
    "desk:booking-start": (EVERYBODY, NOBODY),
    "desk:booking-service": (EVERYBODY, NOBODY),
    "desk:booking-times": (EVERYBODY, NOBODY),
    "desk:booking-new": (EVERYBODY, EVERYBODY),
    "desk:booking-find": (EVERYBODY, NOBODY),
    "desk:booking-detail": (EVERYBODY, NOBODY),  # whoever holds the code
    "desk:booking-slip": (EVERYBODY, NOBODY),
    "desk:booking-pdf": (EVERYBODY, NOBODY),
    "desk:booking-calendar": (EVERYBODY, NOBODY),
    "desk:booking-move": (EVERYBODY, EVERYBODY),
    "desk:booking-cancel": (EVERYBODY, EVERYBODY),
    "desk:calendar-feed": (EVERYBODY, NOBODY),  # whoever holds the secret address
    "desk:appointment-calendar": (HELPERS, HELPERS),
    "desk:appointment-calendar-end": (NOBODY, HELPERS),
    "desk:appointment-arrive": (NOBODY, HERE),
    "desk:appointment-serve": (NOBODY, HERE),
    "desk:appointment-finish": (HERE, HERE),
    "desk:appointment-miss": (NOBODY, HERE),
    "desk:appointment-back": (NOBODY, HERE),
    "desk:appointment-called": (NOBODY, HERE),
    "desk:appointment-move": (HERE, HERE),
    "desk:appointment-cancel": (HERE, HERE),
    "desk:appointment-board": (HERE, NOBODY),
    "desk:appointment-board-day": (HERE, NOBODY),
    "desk:appointment-new": (HERE, HERE),
    "desk:appointment-line": (NOBODY, HERE),
    "desk:appointment-calls": (HERE, NOBODY),
    "desk:appointment-rules": (MANAGERS, MANAGERS),
    "desk:appointment-week": (HERE, NOBODY),
    "desk:appointment-week-day": (HERE, NOBODY),
    # the desk without a connection
    "desk:worker": (EVERYBODY, NOBODY),
    "desk:manifest": (EVERYBODY, NOBODY),
    "desk:away": (EVERYBODY, NOBODY),
    "desk:outbox-key": (STAFF, NOBODY),
    "desk:pack": (HERE, NOBODY),
    "desk:sync-create": (NOBODY, STAFF),  # each record is judged by itself
    "desk:sync-log": (HERE, NOBODY),
    "desk:sync-problem-settle": (NOBODY, HERE),
    "desk:period-list": (MANAGERS, MANAGERS),
    "desk:period-lift": (NOBODY, MANAGERS),
    "desk:encounter-correction": (HERE, HERE),
    "desk:encounter-void": (NOBODY, HERE),
    "desk:diary": (HERE_READERS, NOBODY),
    "desk:diary-day": (HERE_READERS, NOBODY),
    # paid services
    "desk:point-prices": (EVERYBODY, NOBODY),
    "desk:point-prices-pdf": (EVERYBODY, NOBODY),
    "desk:point-prices-decision": (EVERYBODY, NOBODY),
    "desk:prices": (MANAGERS, NOBODY),
    "desk:prices-add": (MANAGERS, MANAGERS),
    "desk:prices-detail": (MANAGERS, NOBODY),
    "desk:prices-decision": (MANAGERS, MANAGERS),
    "desk:prices-file": (MANAGERS, NOBODY),
    "desk:price-line-add": (MANAGERS, MANAGERS),
    "desk:price-line-edit": (MANAGERS, MANAGERS),
    "desk:price-line-remove": (NOBODY, MANAGERS),
    "desk:price-exemption-add": (MANAGERS, MANAGERS),
    "desk:price-exemption-remove": (NOBODY, MANAGERS),
    "desk:prices-raise": (NOBODY, MANAGERS),
    "desk:prices-approve": (NOBODY, MANAGERS),
    "desk:prices-recall": (NOBODY, MANAGERS),
    "desk:prices-copy": (NOBODY, MANAGERS),
    "desk:prices-drop": (NOBODY, MANAGERS),
    "desk:sales": (HERE, HERE),
    "desk:sale-detail": (HERE, NOBODY),
    "desk:sale-receipt": (HERE, NOBODY),
    "desk:sale-void": (NOBODY, HERE),
    "desk:sale-refund": (NOBODY, HERE),
    "desk:sale-fiscal": (NOBODY, HERE),
    "desk:cash": (HERE_READERS, NOBODY),
    "desk:cash-waiting": (MANAGERS, NOBODY),
    "desk:cash-day": (HERE_READERS, NOBODY),
    "desk:cash-day-pdf": (HERE_READERS, NOBODY),
    "desk:cash-day-xlsx": (HERE_READERS, NOBODY),
    "desk:cash-month": (HERE_READERS, NOBODY),
    "desk:cash-month-pdf": (HERE_READERS, NOBODY),
    "desk:cash-month-xlsx": (HERE_READERS, NOBODY),
    "desk:cash-count": (NOBODY, HERE),
    "desk:cash-close": (NOBODY, MANAGERS),
    "desk:cash-reopen": (NOBODY, MANAGERS),
    "desk:diary-pdf": (HERE_READERS, NOBODY),
    "desk:topic-list": (MANAGERS, NOBODY),
    "desk:topic-add": (MANAGERS, MANAGERS),
    "desk:topic-edit": (MANAGERS, MANAGERS),
    "desk:topic-move": (NOBODY, MANAGERS),
    "desk:topic-retire": (NOBODY, MANAGERS),
    "desk:topic-restore": (NOBODY, MANAGERS),
    "desk:library-diary": (HERE_READERS, NOBODY),
    "desk:library-diary-day": (HERE_READERS, NOBODY),
    "desk:library-diary-pdf": (HERE_READERS, NOBODY),
    "desk:library-summary": (HERE_READERS, NOBODY),
    "desk:library-summary-month": (HERE_READERS, NOBODY),
    "desk:library-summary-pdf": (HERE_READERS, NOBODY),
    "desk:library-summary-xlsx": (HERE_READERS, NOBODY),
    "desk:summary": (HERE_READERS, NOBODY),
    "desk:summary-month": (HERE_READERS, NOBODY),
    "desk:summary-pdf": (HERE_READERS, NOBODY),
    "desk:summary-xlsx": (HERE_READERS, NOBODY),
    "desk:tally": (HERE, HERE),
    "desk:tally-void": (NOBODY, HERE),
    "desk:paper": (HERE, HERE),
    "desk:paper-xlsx": (HERE, NOBODY),
    "desk:paper-pdf": (HERE, NOBODY),
    "desk:sheet-detail": (HERE, NOBODY),
    "desk:sheet-count": (NOBODY, HERE),
    "desk:sheet-void": (NOBODY, HERE),
    "desk:sheet-forget": (NOBODY, HERE),
    "desk:sheet-bad-rows": (HERE, NOBODY),
    "desk:street": (HERE, HERE),
    "desk:street-actions": (HERE_READERS, NOBODY),
    "desk:street-action": (HERE_READERS, NOBODY),
    "desk:street-correction": (HERE, HERE),
    "desk:street-void": (NOBODY, HERE),
    "desk:street-worker": (EVERYBODY, NOBODY),
    # computers
    "desk:computers": (HERE, NOBODY),
    "desk:computers-line-join": (NOBODY, HERE),
    "desk:computer-booking-add": (HERE, HERE),
    "desk:computer-session-past": (HERE, HERE),
    "desk:computers-power-cut": (HERE, HERE),
    "desk:computers-day": (HERE_READERS, NOBODY),
    "desk:computers-past-day": (HERE_READERS, NOBODY),
    "desk:computers-settings": (MANAGERS, MANAGERS),
    "desk:computer-place-add": (MANAGERS, MANAGERS),
    "desk:computer-place-edit": (MANAGERS, MANAGERS),
    "desk:computer-place-retire": (NOBODY, MANAGERS),
    "desk:computer-place-fault": (NOBODY, HERE),
    "desk:computer-session-start": (NOBODY, HERE),
    "desk:computer-session-come": (NOBODY, HERE),
    "desk:computer-session-extend": (NOBODY, HERE),
    "desk:computer-session-end": (NOBODY, HERE),
    "desk:computer-session-give-up": (NOBODY, HERE),
    "desk:computer-session-void": (NOBODY, HERE_READERS),
    "desk:computer-session-correction": (HERE, HERE),
    "desk:computer-session-slip": (HERE, NOBODY),
    "desk:computers-free": (EVERYBODY, NOBODY),
    "desk:computers-screen": (EVERYBODY, NOBODY),
    "desk:computers-time": (EVERYBODY, EVERYBODY),
    # questions
    "reception:question-ask": (EVERYBODY, EVERYBODY),
    "reception:question-code": (EVERYBODY, EVERYBODY),
    "reception:question-track": (EVERYBODY, NOBODY),  # whoever holds the code
    "reception:question-reply": (NOBODY, EVERYBODY),
    "reception:question-judge": (NOBODY, EVERYBODY),
    "reception:answer-list": (EVERYBODY, NOBODY),
    "reception:answer-detail": (EVERYBODY, NOBODY),
    "reception:case-list": (HELPERS, NOBODY),
    "reception:case-add": (HELPERS, HELPERS),
    "reception:case-ours": (HELPERS, NOBODY),
    "reception:case-ask": (NOBODY, NOBODY),  # nobody of the cast has a point above
    "reception:figures": (HELPERS, NOBODY),
    "reception:case-detail": (HERE, NOBODY),
    "reception:case-claim": (NOBODY, HERE),
    "reception:case-release": (NOBODY, HERE),
    "reception:case-handover": (HERE, HERE),
    "reception:case-matter": (NOBODY, HERE),
    "reception:case-note": (NOBODY, HERE),
    "reception:case-contact": (NOBODY, HERE),
    "reception:case-tell": (NOBODY, HERE),
    "reception:case-close": (HERE, HERE),
    "reception:case-ask-back": (HERE, HERE),
    "reception:case-answer": (HERE, HERE),
    "reception:case-refer": (HERE, HERE),
    "reception:case-publish": (HERE, HERE),
    "reception:answer-desk": (HELPERS, NOBODY),
    "reception:answer-add": (HELPERS, HELPERS),
    "reception:answer-manage": (HERE, NOBODY),
    "reception:answer-edit": (MANAGERS, MANAGERS),
    "reception:answer-publish": (NOBODY, MANAGERS),
    "reception:answer-return": (NOBODY, MANAGERS),
    "reception:answer-confirm": (NOBODY, MANAGERS),
    "reception:answer-retire": (NOBODY, MANAGERS),
    "reception:answer-guide": (NOBODY, HERE),
    # feedback
    "desk:feedback": (HERE_READERS, NOBODY),
    "desk:feedback-box-open": (NOBODY, HERE),
    "desk:feedback-screen-turn": (NOBODY, HERE),
    "desk:feedback-tally-add": (HERE, HERE),
    "desk:feedback-paper": (HERE, NOBODY),
    "desk:feedback-question": (MANAGERS, MANAGERS),
    "desk:feedback-tally-void": (NOBODY, HERE),
    "desk:feedback-words-remove": (NOBODY, HERE),
    "desk:feedback-answer": (EVERYBODY, EVERYBODY),
    "desk:feedback-screen": (EVERYBODY, EVERYBODY),
    "desk:feedback-back": (EVERYBODY, EVERYBODY),  # leads to the question where no screen is turned
    "desk:feedback-thanks": (NOBODY, NOBODY),  # whoever has just answered holds a signed token
    # figures
    "planning:dashboard": (READERS, NOBODY),
    "planning:report-form": (READERS, NOBODY),
    "planning:report-page": (READERS, NOBODY),
    "planning:report-word": (READERS, NOBODY),
    # one's own account
    "accounts:me": (SIGNED_IN, NOBODY),
    "accounts:me-data": (NOBODY, SIGNED_IN),
    "accounts:me-erasure": (SIGNED_IN, SIGNED_IN),
    # sign-in, from allauth
    "account_login": (EVERYBODY, EVERYBODY),
    "account_logout": (EVERYBODY, EVERYBODY),
    "account_signup": (EVERYBODY, EVERYBODY),  # answers that accounts begin with an invitation
    "account_inactive": (EVERYBODY, NOBODY),
    "account_reset_password": (EVERYBODY, EVERYBODY),
    "account_reset_password_done": (EVERYBODY, NOBODY),
    "account_reset_password_from_key": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": (EVERYBODY, NOBODY),
    "account_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "account_email": (SIGNED_IN, SIGNED_IN),
    "account_email_verification_sent": (SIGNED_IN, NOBODY),
    "account_confirm_email": (SIGNED_IN, NOBODY),  # this link is unknown
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_set_password": (SIGNED_IN, SIGNED_IN),
    "account_confirm_login_code": (SIGNED_IN, SIGNED_IN),
    "mfa_index": (SIGNED_IN, NOBODY),
    "mfa_authenticate": (SIGNED_IN, SIGNED_IN),  # sends on whoever is in already
    "mfa_reauthenticate": (SIGNED_IN, SIGNED_IN),
    "mfa_deactivate_totp": (NOBODY, NOBODY),  # these need a second factor, which the cast has not
    "mfa_view_recovery_codes": (NOBODY, NOBODY),
    "mfa_download_recovery_codes": (NOBODY, NOBODY),
    "mfa_activate_totp": (SIGNED_IN, SIGNED_IN),
    "mfa_generate_recovery_codes": (SIGNED_IN, SIGNED_IN),
}


@dataclass(frozen=True)
class Door:
    """One address of the resolver."""

    name: str
    parameters: frozenset[str]


def doors(
    resolver: URLResolver | None = None, space: str = "", above: frozenset[str] = frozenset()
) -> Iterator[Door]:
    """Every address of the house, once."""
    resolver = resolver or get_resolver()
    for each in resolver.url_patterns:
        parameters = above | set(each.pattern.regex.groupindex) | set(getattr(each.pattern, "converters", ()))
        if isinstance(each, URLPattern):
            yield Door(f"{space}{each.name or ''}", frozenset(parameters))
        else:
            yield from doors(each, f"{space}{each.namespace}:" if each.namespace else space, parameters)


OURS = [door for door in doors() if not door.name.startswith("admin:")]
ADMIN = [door for door in doors() if door.name.startswith("admin:") and door.name != "admin:"]


def prepared_batch() -> Batch:
    """An import whose rows were looked at: nothing came of them."""
    checked = {"letters": "", "added": 0, "changed": 0, "unchanged": 0, "bad": 0}
    batch = Batch(name="services.csv", mapping={"name": 0}, defaults={"values": {}, "key": "name"})
    job = Job(kind="services-check", state=State.DONE, parameters={"batch": str(batch.pk)}, result=checked)
    job.save()
    batch.job = job.pk
    batch.save()
    return batch


def prepared_acts() -> ActImport:
    """An import of acts whose rows were looked at: nothing came of them. Its file lies in the store."""
    stored = default_storage.save(
        "uploads/acts.csv", ContentFile("Назва;Дата\nПро бюджет;2024-12-20\n".encode())
    )
    checked = {"runs": "", "shown": {}, "added": 0, "changed": 0, "unchanged": 0, "skipped": 0, "bad": 0}
    batch = ActImport(kind="acts_local", name="acts.csv", stored=stored, mapping={"title": 0})
    batch.reading = {"columns": ["Назва", "Дата"]}
    batch.job = Job.objects.create(
        kind="acts-check", state=State.DONE, parameters={"batch": str(batch.pk)}, result=checked
    ).pk
    batch.save()
    return batch


@pytest.fixture
def arguments(cast, network) -> Callable[[Door], dict[str, Any]]:
    """What stands in each address: things of the library where the cast's librarian works."""
    service, situation = ServiceFactory(slug="subsidy"), LifeSituationFactory(slug="housing")
    encounter = EncounterFactory(point=network.point, staff=cast.librarian)
    BookingRules.objects.create(point=network.point, is_on=True)
    kept_time = AppointmentFactory(point=network.point)
    EncounterItemFactory(encounter=encounter, service=service)
    sheet = SheetImportFactory(point=network.point, staff=cast.librarian)
    tally = TallyFactory(point=network.point, staff=cast.librarian)
    action = StreetActionFactory(point=network.point, written_by=cast.librarian)
    not_taken = SyncProblem.objects.create(person=cast.librarian, point=network.point, answer="rejected")
    closed_month = PeriodLock.objects.create(
        organisation=network.central, first=date(2026, 1, 1), last=date(2026, 1, 31), locked_by=cast.head
    )
    approved, waiting = (
        RevisionFactory(service=service),
        RevisionFactory(service=service, state=RevisionState.WAITING, author=cast.librarian),
    )
    job = Job.objects.create(kind="territory", state=State.FAILED, parameters={"name": "katottg.csv"})
    invitation = Invitation(
        email="new@example.org",
        name="Нова",
        organisation=network.central,
        role=Role.LIBRARIAN,
        invited_by=cast.head,
    )
    secret = invitation.renew()
    today = timezone.localdate()
    closure = network.point.exceptions.create(since=today, until=today)
    thing = EquipmentFactory(organisation=network.central, point=network.point)
    taking = StockTakingFactory(organisation=network.central, point=network.point)
    ended = StockTakingFactory(organisation=network.central, point=network.point, closed_at=timezone.now())
    at_place = service.at_places.create(point=network.point)
    guide, collection = GuideFactory(services=[service]), CollectionFactory(services=[service])
    contact = ContactFactory(organisation=network.authority)
    agreement = AgreementFactory(organisation=network.authority, library=network.central)
    agreement.files.add(StoredFileFactory())
    talk = InteractionFactory(organisation=network.authority, library=network.central, next_step="Подзвонити")
    act = NetworkAct.objects.create(kind=ActKind.CLOSED, on=today + timedelta(days=9), point=network.point)
    ahead = MembershipFactory(organisation=network.central, since=today + timedelta(days=9))
    paper = PointDocumentFactory(organisation=network.central)
    office = PlaceFactory(source="cnap", external_id="1", seen_on=date(2025, 1, 1))
    PlaceFactory(source="cnap", external_id="2", seen_on=date(2025, 2, 1))
    link = Link.objects.create(url="https://example.org/apply", host="example.org")
    suggestion = Suggestion.objects.create(kind="wrong", service=service, text="Не той телефон")
    saved = SavedSearch.objects.create(email="reader@example.org", parameters={"q": "субсидія"})
    synonyms = SynonymGroup.objects.create(phrases=["хата", "житло"])
    law = an_act(pieces=(Piece("art-20", "Стаття 20", "Колишній текст."),))
    law = an_act()
    law.files.create(file=StoredFileFactory())
    question = CaseFactory(point=network.point, holder=cast.librarian)
    told = MessageFactory(case=question, author=cast.librarian, way="phone", delivered_at=None)
    everybody_s = AnswerFactory(point=network.point)
    bet = BestBet.objects.create(phrases=["хата"], kind="service", key=str(service.uuid), title=service.name)
    prices = PriceListFactory(organisation=network.central, file=StoredFileFactory())
    paid, freed = PriceLineFactory(prices=prices), PriceExemptionFactory(prices=prices)
    computer = ComputerPlaceFactory(point=network.point)
    sat = ComputerSessionFactory(place=computer, staff=cast.librarian)
    box = FeedbackBoxFactory(point=network.point)
    cards = FeedbackTallyFactory(point=network.point, staff=cast.librarian)
    known = {
        "website:saved-": {"code": saved.code},
        "website:demand-show": {"pk": HiddenQuestion.objects.create(query="хата").pk},
        "website:synonym-": {"pk": synonyms.pk},
        "website:bet-": {"pk": bet.pk},
        "directory:batch": {"key": prepared_batch().pk},
        "acts:import": {"key": prepared_acts().pk},
        "acts:act": {"slug": law.slug, "key": law.files.get().pk},
        "acts:provision": {"slug": law.slug, "anchor": "art-20"},
        "acts:collection": {"slug": ActCollectionFactory(acts=[law]).slug},
        "acts:upload": {"key": ActUpload.objects.create(file=StoredFileFactory(), text="1. Так.").pk},
        "acts:folder": {"key": Job.objects.create(kind="acts-folder", state=State.FAILED).pk},
        "directory:export": {"form": "csv"},
        "directory:link": {"pk": link.pk},
        "directory:suggestion": {"key": suggestion.pk, "code": suggestion.code},
        "directory:service": {"slug": service.slug},
        "directory:service-given": {"slug": service.slug, "key": at_place.pk},
        "directory:service-version": {"slug": service.slug, "key": approved.pk},
        "directory:service-restore": {"slug": service.slug, "key": approved.pk},
        "directory:revision": {"key": waiting.pk},
        "directory:situation": {"slug": situation.slug},
        "directory:print-": {"product": "business-cards", "number": 1},
        "sitemap-part": {"number": 1},
        "directory:guide": {"slug": guide.slug, "key": guide.steps.get().picture_id},
        "directory:collection": {"slug": collection.slug},
        "directory:embed-banner": {"code": "wide"},
        "network:point": {"slug": network.point.slug},
        "network:place": {"slug": office.slug},
        "network:map-data": {"code": "all"},
        "network:place-review": {"slug": office.slug},
        "network:place-hromada": {"slug": office.slug},
        "network:place-hours": {"slug": office.slug},
        "network:place-website": {"slug": office.slug},
        "network:place-absence": {"slug": office.slug},
        "network:hours": {"slug": network.point.slug, "key": closure.pk},
        "network:partner": {"slug": network.authority.slug},
        "network:contact-add": {"slug": network.authority.slug},
        "network:agreement-add": {"slug": network.authority.slug},
        "network:equipment": {"key": thing.pk, "kind": "to-repair"},
        "network:stock-taking": {"key": taking.pk},
        "network:stock-taking-act": {"key": ended.pk},
        "network:contact": {"key": contact.pk},
        "network:agreement": {"key": agreement.pk, "file": agreement.files.get().pk},
        "network:interaction": {"key": talk.pk},
        "network:invitation-accept": {"secret": secret},
        "network:invitation": {"key": invitation.pk},
        "network:act": {"key": act.pk},
        "network:organisation": {"slug": network.central.slug},
        "network:role-give": {"slug": network.central.slug},
        "network:role-withdraw": {"key": ahead.pk},
        "network:document": {"key": paper.pk},
        "network:document-add": {"slug": network.central.slug},
        "network:role": {"key": cast.librarian.memberships.get().pk},
        "network:import": {"key": job.pk},
        "desk:feedback": {"slug": network.point.slug, "code": box.code, "key": cards.pk, "kind": "poster"},
        "desk:feedback-words": {"key": FeedbackAnswerFactory(point=network.point).pk},
        "desk:computer-place": {"key": computer.pk},
        "desk:computer-place-add": {"slug": network.point.slug},
        "desk:computer-session": {"key": sat.pk},
        "desk:computer-session-start": {"key": computer.pk},
        "desk:computer-session-past": {"slug": network.point.slug},
        "desk:booking-": {"slug": network.point.slug, "code": kept_time.shown_code},
        "desk:calendar-feed": {"secret": make_key(by=cast.librarian)},
        "desk:appointment-": {"slug": network.point.slug, "day": today, "uuid": kept_time.pk},
        "desk:prices-": {"key": prices.pk},
        "desk:price-": {"key": prices.pk, "line": paid.pk, "exemption": freed.pk},
        "desk:sale-": {"uuid": sold(network.point, cast.librarian, {paid: 2}).pk},
        "desk:encounter-create": {"slug": network.point.slug},
        "desk:pack": {"slug": network.point.slug},
        "desk:encounter": {"uuid": encounter.uuid},
        "desk:sync-problem-settle": {"slug": network.point.slug, "key": not_taken.pk},
        "desk:period-lift": {"slug": network.point.slug, "key": closed_month.pk},
        "desk:sheet-": {"uuid": sheet.pk},
        "desk:topic-": {"code": TopicFactory().code},
        "desk:library-": {
            "slug": network.central.slug,
            "month": timezone.localdate(),
            "day": timezone.localdate() - timedelta(days=1),
        },
        "desk:summary": {"slug": network.point.slug, "month": timezone.localdate()},
        "desk:tally": {"slug": network.point.slug, "uuid": tally.pk},
        "desk:street-": {"slug": network.point.slug, "uuid": action.pk},
        "desk:": {"slug": network.point.slug, "day": timezone.localdate() - timedelta(days=1)},
        "reception:question": {"code": question.code},
        "reception:case": {"key": question.pk, "letter": told.pk},
        "reception:answer": {"slug": everybody_s.slug, "key": everybody_s.pk},
        "ui:stylesheet": {"name": "resident", "digest": "0"},
        "account_confirm_email": {"key": "unknown"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "unknown"},
        "admin:view_on_site": {"content_type_id": "1", "object_id": "1"},
        "admin:app_list": {"app_label": "network"},
        "admin:": {"object_id": "no-such"},
    }

    def of(door: Door) -> dict[str, Any]:
        if not door.parameters:
            return {}
        starts = [start for start in known if door.name.startswith(start)]
        found = known[max(starts, key=len)] if starts else {}
        assert door.parameters <= found.keys(), f"{door.name}: say in `arguments` what stands in its address"
        return {name: found[name] for name in door.parameters}

    return of


@pytest.fixture(scope="module")
def browser() -> Client:
    """One client for all addresses: making one reads the list of static files anew."""
    return Client()


@pytest.fixture
def ask(cast, settings, browser) -> Callable[..., HttpResponse]:
    """Ask as a person, undoing whatever the answer changed."""
    settings.ACCOUNT_RATE_LIMITS = {}
    User.objects.update(password=make_password("x"))
    sessions: dict[Any, str] = {}

    def answer(person: User | None, method: str, path: str) -> HttpResponse:
        browser.cookies.clear()
        if person is not None:
            if person.pk not in sessions:
                browser.force_login(User.objects.get(pk=person.pk))
                sessions[person.pk] = browser.cookies[settings.SESSION_COOKIE_NAME].value
                browser.cookies.clear()
            browser.cookies[settings.SESSION_COOKIE_NAME] = sessions[person.pk]
        with transaction.atomic():
            response = browser.generic(method, path)
            for _piece in response if response.streaming else ():
                pass  # a file is held open until it is read to its end
            transaction.set_rollback(True)
        return response

    return answer


def is_let_in(response: HttpResponse) -> bool:
    """Whether the person got something of the page, be it an error in a form."""
    to_sign_in = response.status_code == 302 and response.url.startswith("/account/login/")
    return not to_sign_in and response.status_code not in (401, 403, 404, 405)


def test_every_address_has_a_line_and_every_line_an_address():
    assert {door.name for door in OURS} == set(DOORS)


@pytest.mark.django_db
@pytest.mark.parametrize("door", OURS, ids=lambda door: door.name)
def test_door(door, arguments, ask, cast):
    path = reverse(door.name, kwargs=arguments(door))
    let_in = {"GET": "", "POST": "", "PUT": "", "DELETE": ""}
    for letter, name in PEOPLE.items():
        for method in let_in:
            response = ask(getattr(cast, name, None), method, path)
            assert response.status_code != 500, f"{method} {path} as {name}"
            if is_let_in(response):
                let_in[method] += letter
    may_get, may_post = DOORS.get(door.name, (NOBODY, NOBODY))
    if door.name.startswith(THIRD_PARTY):  # its views take PUT for POST
        let_in |= {"PUT": NOBODY, "DELETE": NOBODY}
    assert let_in == dict.fromkeys(let_in, NOBODY) | {"GET": may_get, "POST": may_post}


@pytest.mark.django_db
@pytest.mark.parametrize("door", ADMIN, ids=lambda door: door.name)
def test_admin_is_for_editors_of_reference_data_only(door, arguments, ask, cast):
    path = reverse(door.name, kwargs=arguments(door))
    for name in PEOPLE.values():
        for method in ("GET", "POST"):
            assert not is_let_in(ask(getattr(cast, name, None), method, path)), f"{method} {path} as {name}"
    editor = UserFactory(is_staff=True, is_superuser=True)
    assert ask(editor, "GET", path).status_code < 500


@pytest.mark.django_db
def test_admin_holds_reference_data_only(client):
    editor = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(editor)
    page = client.get(reverse("admin:index"))
    held = {model["object_name"] for app in page.context["app_list"] for model in app["models"]}
    assert held == {"LifeSituation", "Territory", "VisitorCategory"}


@pytest.mark.django_db
def test_second_factor_stands_before_every_staff_page(cast, network, settings, sign_in, arguments):
    """A password alone opens no page of the house, whichever it is."""
    settings.SECOND_FACTOR = "required"
    client = sign_in(cast.administrator)
    inside = [door for door in OURS if DOORS[door.name][0] and "-" not in DOORS[door.name][0]]
    for door in inside:
        response = client.get(reverse(door.name, kwargs=arguments(door)))
        is_own = DOORS[door.name][0] == SIGNED_IN
        assert is_own or response.headers.get("Location") == reverse("mfa_activate_totp"), door.name
