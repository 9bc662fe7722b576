"""Addresses of the app."""

from django.urls import URLPattern, path

from mistok.acts.views import acts, collections, editing, extracts, importing, listing, uploading

app_name = "acts"
urlpatterns: list[URLPattern] = [
    path("acts/files/", uploading.upload_list, name="upload-list"),
    path("acts/files/<uuid:key>/", uploading.upload_check, name="upload-check"),
    path("acts/files/<uuid:key>/original/", uploading.upload_file, name="upload-file"),
    path("acts/files/<uuid:key>/discarding/", uploading.upload_discard, name="upload-discard"),
    path("acts/folders/", uploading.folder_list, name="folder-list"),
    path("acts/folders/<uuid:key>/", uploading.folder_detail, name="folder-detail"),
    path("acts/folders/<uuid:key>/bad-files.csv", uploading.folder_bad_files, name="folder-bad-files"),
    path("acts/folders/<uuid:key>/resumption/", uploading.folder_resume, name="folder-resume"),
    path("acts/imports/", importing.import_list, name="import-list"),
    path("acts/imports/<uuid:key>/", importing.import_detail, name="import-detail"),
    path("acts/imports/<uuid:key>/columns/", importing.import_columns, name="import-columns"),
    path("acts/imports/<uuid:key>/preview/", importing.import_preview, name="import-preview"),
    path("acts/imports/<uuid:key>/application/", importing.import_apply, name="import-apply"),
    path("acts/imports/<uuid:key>/rows.csv", importing.import_rows, name="import-rows"),
    path("acts/imports/<uuid:key>/bad-rows.csv", importing.import_bad_rows, name="import-bad-rows"),
    path("acts/imports/<uuid:key>/resumption/", importing.import_resume, name="import-resume"),
    path("acts/imports/<uuid:key>/discarding/", importing.import_discard, name="import-discard"),
    path("acts/", listing.act_list, name="act-list"),
    path("acts/new/", editing.act_add, name="act-add"),
    path("acts/collections/", collections.collection_list, name="collection-list"),
    path("acts/collections/new/", collections.collection_add, name="collection-add"),
    path("acts/collections/<slug:slug>/", collections.collection_detail, name="collection-detail"),
    path("acts/collections/<slug:slug>/editing/", collections.collection_edit, name="collection-edit"),
    path("acts/collections/<slug:slug>/acts/", collections.collection_put, name="collection-put"),
    # the words after an act’s address are no anchors of provisions
    path("acts/<slug:slug>/", acts.act_detail, name="act-detail"),
    path("acts/<slug:slug>/editing/", editing.act_edit, name="act-edit"),
    path("acts/<slug:slug>/text/", editing.act_text, name="act-text"),
    path("acts/<slug:slug>/history/", editing.act_history, name="act-history"),
    path("acts/<slug:slug>/publication/", editing.act_publish, name="act-publish"),
    path("acts/<slug:slug>/withdrawal/", editing.act_withdraw, name="act-withdraw"),
    path("acts/<slug:slug>/comparison/", acts.act_compare, name="act-compare"),
    path("acts/<slug:slug>/extract/", extracts.act_extract, name="act-extract"),
    path("acts/<slug:slug>/extract.pdf", extracts.act_extract_pdf, name="act-extract-pdf"),
    path("acts/<slug:slug>/qr.svg", acts.act_qr, name="act-qr"),
    path("acts/<slug:slug>/originals/<int:key>/", acts.act_file, name="act-file"),
    path("acts/<slug:slug>/<slug:anchor>/", acts.provision_detail, name="provision-detail"),
]
