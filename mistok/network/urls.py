"""Addresses of the app: public points first, then the staff side."""

from django.urls import path

from mistok.network.views import imports, invitations, journal, partners, people, points, public

app_name = "network"
urlpatterns = [
    path("points/", public.point_list, name="point-list"),
    path("points/<slug:slug>/", public.point_detail, name="point-detail"),
    path("points/<slug:slug>/qr.svg", public.point_qr, name="point-qr"),
    path("invitations/<str:secret>/", invitations.accept, name="invitation-accept"),
    path("network/", points.network, name="tree"),
    path("network/points/new/", points.point_open, name="point-open"),
    path("network/points/<slug:slug>/edit/", points.point_edit, name="point-edit"),
    path("network/points/<slug:slug>/closure/", points.point_close, name="point-close"),
    path("people/", people.people, name="people"),
    path("people/invitations/new/", people.invite, name="invitation-new"),
    path("people/invitations/<uuid:key>/letter/", people.resend, name="invitation-resend"),
    path("people/invitations/<uuid:key>/withdrawal/", people.withdraw, name="invitation-withdraw"),
    path("people/roles/<int:key>/end/", people.end_role, name="role-end"),
    path("journal/", journal.journal, name="journal"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<uuid:key>/", imports.import_detail, name="import-detail"),
    path("imports/<uuid:key>/resumption/", imports.import_resume, name="import-resume"),
    path("imports/<uuid:key>/bad-rows.csv", imports.import_bad_rows, name="import-bad-rows"),
    path("partners/", partners.partner_list, name="partner-list"),
    path("partners/new/", partners.partner_add, name="partner-add"),
    path("partners/contacts/<uuid:key>/edit/", partners.contact_edit, name="contact-edit"),
    path("partners/contacts/<uuid:key>/end/", partners.contact_end, name="contact-end"),
    path("partners/agreements/<uuid:key>/edit/", partners.agreement_edit, name="agreement-edit"),
    path("partners/agreements/<uuid:key>/end/", partners.agreement_end, name="agreement-end"),
    path("partners/agreements/<uuid:key>/<uuid:file>/", partners.agreement_file, name="agreement-file"),
    path("partners/talks/<uuid:key>/done/", partners.step_done, name="interaction-done"),
    path("partners/<slug:slug>/", partners.partner_detail, name="partner-detail"),
    path("partners/<slug:slug>/edit/", partners.partner_edit, name="partner-edit"),
    path("partners/<slug:slug>/contacts/new/", partners.contact_add, name="contact-add"),
    path("partners/<slug:slug>/agreements/new/", partners.agreement_add, name="agreement-add"),
]
