"""The one settings file. Everything that differs between machines comes from the environment."""

from importlib.util import find_spec
from pathlib import Path

from django.utils.csp import CSP

from mistok.config import env, secret

BASE = Path(__file__).resolve().parent.parent
DATA = Path(env.text("MISTOK_DATA", str(BASE.parent / ".mistok"))).resolve()

DEBUG = env.flag("MISTOK_DEBUG")
PORT = env.integer("PORT", 8000)
SITE_URL = env.text("MISTOK_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
SITE_NAME = env.text("MISTOK_NAME", "Місток")
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("MISTOK_HOSTS", ["127.0.0.1", "localhost", "[::1]"])


def _secret() -> str:
    """The signing key: from the environment, else made once and kept in the data directory."""
    if value := env.text("MISTOK_SECRET_KEY"):
        return value
    return secret.kept_in(DATA / "secret_key")


SECRET_KEY = _secret()
# Marks of library cards are made with it: a secret of its own keeps repeat visits known when the key changes.
CARD_SECRET = env.text("MISTOK_CARD_SECRET", SECRET_KEY)

INSTALLED_APPS = [
    "mistok.config",
    "mistok.website",
    "mistok.planning",
    "mistok.desk",
    "mistok.reception",
    "mistok.directory",
    "mistok.acts",
    "mistok.network",
    "mistok.accounts",
    "mistok.audit",
    "mistok.search",
    "mistok.ui",
    "mistok.lib.files",
    "mistok.lib.jobs",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "mistok.lib.shared_pages.SharedPagesMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "mistok.desk.kiosk.TurnedScreenMiddleware",
    "mistok.network.middleware.StaffOnlyMiddleware",
]

ROOT_URLCONF = "mistok.config.urls"
WSGI_APPLICATION = "mistok.config.wsgi.application"
FORM_RENDERER = "mistok.ui.forms.MistokRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mistok.ui.context.chrome",
            ],
            "builtins": ["mistok.ui.templatetags.mistok", "django.templatetags.i18n"],
        },
    }
]

DATABASES = {"default": env.database(env.text("DATABASE_URL"), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SEARCH_INDEX = DATA / "search"

# Language and time
LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", "Українська"), ("en", "English")]
LOCALE_PATHS = [BASE / "lib" / "locale"]  # lib is no app, its jobs are
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_REDIRECT_URL = "website:start"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "mistok.accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account begins with an invitation sent to that address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Mistok"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # accounts made at the console may set up a second factor too
# "required": staff without a second factor are led to set one up; "optional" is for demonstrations only.
SECOND_FACTOR = env.choice("MISTOK_SECOND_FACTOR", ("required", "optional"), "required")

# A moving map takes tiles only from a server that is named here: its address with {z}, {x} and {y}.
TILES = env.text("MISTOK_TILES")
TILES_ATTRIBUTION = env.text("MISTOK_TILES_ATTRIBUTION")  # whom the map thanks for them

# Security
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", *([env.origin(TILES)] if TILES else [])],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS and env.flag("MISTOK_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.flag("MISTOK_BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 12 * 3600  # a working day
SESSION_COOKIE_NAME = "mistok_session"
CSRF_COOKIE_HTTPONLY = False  # htmx reads the token from the page, not from the cookie
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

# Files
STATIC_URL = "static/"
COLLECTED = env.flag("MISTOK_COLLECTED")  # `mistok serve` collects and says so to its processes
# Only the files of django-leaflet: the app itself would load GDAL, which no page needs.
LEAFLET = Path(next(iter(find_spec("leaflet").submodule_search_locations)))  # type: ignore[union-attr,arg-type]
STATICFILES_DIRS = [("leaflet", LEAFLET / "static" / "leaflet")]
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # the server of static files wants it there from the start
MEDIA_URL = "media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED

# Mail: to a folder until a server is named, so that nothing sent is lost and nothing fails
_mail_host = env.text("MISTOK_MAIL_HOST")
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail_host,
            "port": env.integer("MISTOK_MAIL_PORT", 587),
            "username": env.text("MISTOK_MAIL_USER"),
            "password": env.text("MISTOK_MAIL_PASSWORD"),
            "use_tls": True,
        },
    }
    if _mail_host
    else {
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": str(DATA / "mail")},
    }
}
DEFAULT_FROM_EMAIL = env.text("MISTOK_MAIL_FROM", "Місток <mistok@localhost>")

# Anonymous pages are shared between readers; the revision is looked up at most this often (seconds).
SHARED_PAGES_LAG = 1.0 if env.flag("MISTOK_SHARED_PAGES", True) else None

# The worker tries the catalogue's links over the network.
LINK_CHECKS = env.flag("MISTOK_LINK_CHECKS", True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "mistok.lib.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": env.text("MISTOK_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # Scanners ask for other people's hosts all day long.
        "django.security.DisallowedHost": {"handlers": ["console"], "level": "CRITICAL", "propagate": False},
    },
}
