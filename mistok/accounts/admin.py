"""Accounts, addresses, second factors and background work are not edited by hand.

Their packages register them with the admin by themselves; here they are taken out again, so that the admin
stays what it is for: reference data.
"""

from importlib import import_module

from django.contrib import admin

for name in ("allauth.account", "allauth.mfa", "django.contrib.auth", "django_tasks_db"):
    import_module(f"{name}.admin")  # read once, so that the register is not filled again later
for model in list(admin.site._registry):
    if not model.__module__.startswith("mistok."):
        admin.site.unregister(model)
