"""Addresses of the app."""

from django.urls import URLPattern, path

from mistok.acts.views import importing, uploading

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
]
