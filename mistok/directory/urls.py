"""Addresses of the app."""

from django.urls import URLPattern, path

from mistok.directory.views import (
    catalogue,
    editing,
    embedding,
    listing,
    printing,
    revisions,
    services,
    shortlist,
    situations,
)

app_name = "directory"
urlpatterns: list[URLPattern] = [
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/approval/", revisions.waiting, name="revision-list"),
    path("catalogue/mine/", revisions.mine, name="revision-mine"),
    path("catalogue/texts/<uuid:key>/", revisions.detail, name="revision-detail"),
    path("catalogue/texts/<uuid:key>/approval/", revisions.approve, name="revision-approve"),
    path("catalogue/texts/<uuid:key>/refusal/", revisions.decline, name="revision-decline"),
    path("catalogue/texts/<uuid:key>/sending/", revisions.send, name="revision-send"),
    path("catalogue/texts/<uuid:key>/withdrawal/", revisions.withdraw, name="revision-withdraw"),
    path("services/", listing.service_list, name="service-list"),
    path("services/new/", editing.service_add, name="service-add"),
    path("services/<slug:slug>/", services.service_detail, name="service-detail"),
    path("services/<slug:slug>/qr.svg", services.service_qr, name="service-qr"),
    path("services/<slug:slug>/edit/", editing.service_edit, name="service-edit"),
    path("services/<slug:slug>/confirm/", editing.service_confirm, name="service-confirm"),
    path("services/<slug:slug>/retire/", editing.service_retire, name="service-retire"),
    path("services/<slug:slug>/return/", editing.service_return, name="service-return"),
    path("services/<slug:slug>/history/", revisions.history, name="service-history"),
    path("services/<slug:slug>/history/compare/", revisions.compare, name="service-compare"),
    path("services/<slug:slug>/history/<uuid:key>/", revisions.version, name="service-version"),
    path("services/<slug:slug>/history/<uuid:key>/restoration/", revisions.restore, name="service-restore"),
    path("shortlist/", shortlist.shortlist_page, name="shortlist"),
    path("shortlist/qr.svg", shortlist.shortlist_qr, name="shortlist-qr"),
    path("embed/", embedding.embed, name="embed"),
    path("embed/widget/", embedding.embed_widget, name="embed-widget"),
    path("embed/banner-<slug:code>.svg", embedding.embed_banner, name="embed-banner"),
    path("services/<slug:slug>/large-print.pdf", printing.service_large_print, name="service-large-print"),
    path("print-shop/", printing.print_shop, name="print-shop"),
    path("print-shop/<slug:product>/", printing.print_product, name="print-product"),
    path("print-shop/<slug:product>/print.pdf", printing.print_file, name="print-file"),
    path("print-shop/<slug:product>/pages/<int:number>.png", printing.print_page, name="print-page"),
    path("situations/", situations.situation_list, name="situation-list"),
    path("situations/<slug:slug>/", situations.situation_detail, name="situation-detail"),
]
