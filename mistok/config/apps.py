from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "mistok.config"
    label = "config"
