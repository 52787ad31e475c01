"""Settings, from the environment. Saying nothing gives production, which asks for its secrets.

R2PNET_MODE=local   the embedded default of `make run`: SQLite and a key of its own under var/
R2PNET_MODE=test    the test suite
"""

import os
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()
MODE = env("R2PNET_MODE", default="production")
if MODE not in ("production", "local", "test"):
    raise ImproperlyConfigured(f"R2PNET_MODE is local, test or unset, not {MODE!r}.")
IS_LOCAL = MODE == "local"
IS_PRODUCTION = MODE == "production"


def local_secret_key():
    """A key that stays the same from one `make run` to the next, so that sessions live on."""
    VAR_DIR.mkdir(exist_ok=True)
    VAR_DIR.chmod(0o700)  # the database and its names are the owner's alone
    kept = VAR_DIR / "secret-key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64))
    return kept.read_text()


def required(name):
    """What production cannot do without. Read as it stands: a `$` in a key is a `$`."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"Set the environment variable {name} (see README.md).")
    return value


DEBUG = False
if IS_PRODUCTION:
    SECRET_KEY = required("R2PNET_SECRET_KEY")
    if len(SECRET_KEY) < 50:
        raise ImproperlyConfigured("R2PNET_SECRET_KEY has at least 50 characters, at random.")
    SECRET_KEY_FALLBACKS = os.environ.get("R2PNET_SECRET_KEY_FALLBACKS", "").split()
    ALLOWED_HOSTS = [host.strip() for host in required("R2PNET_ALLOWED_HOSTS").split(",")]
    if "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured("R2PNET_ALLOWED_HOSTS names each host; * would take any.")
    SITE_URL = required("R2PNET_SITE_URL")
    required("DATABASE_URL")
    DATABASES = {"default": env.db("DATABASE_URL")}
else:
    SECRET_KEY = local_secret_key() if IS_LOCAL else "only-for-tests-" + "x" * 50
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
    SITE_URL = env("R2PNET_SITE_URL", default=f"http://localhost:{env('PORT', default='8000')}")
    DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR}/r2pnet.sqlite3")}

database = DATABASES["default"]
if database["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time takes its turn instead of failing; a commit survives a power cut.
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    # A new connection reads all of the schema first, which takes longer than most pages.
    database["CONN_MAX_AGE"] = None
else:
    # Seconds for which a page waits for a database that is away, before it says so.
    database.setdefault("OPTIONS", {})["pool"] = {"timeout": 2}

# The role under which the portal asks PostgreSQL, for `grant_portal_role` (deploy/).
PORTAL_ROLE = os.environ.get("R2PNET_PORTAL_ROLE", "").strip()

INSTALLED_APPS = [
    "trail",
    "accounts",
    "sources",
    "countries",
    "focalpoints",
    "meetings",
    "remarks",
    "outbox",
    "r2pnet.apps.R2PNetConfig",
    "r2pnet.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_countries",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "simple_history",
    "csp",
    "import_export",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "r2pnet.languages.LanguageOfAddress",
    "r2pnet.middleware.ForCaches",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "r2pnet.open_data.cors.ForAnyOrigin",
    "r2pnet.middleware.WithoutUnreadableSession",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.onward.OnwardOnThisSite",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "r2pnet.middleware.SessionsEnd",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "r2pnet.urls"
WSGI_APPLICATION = "r2pnet.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "r2pnet.context_processors.site",
            ],
        },
    },
]
# Forms look for their templates where pages do: for select.html, after all other apps.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Accounts

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AccountBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if MODE == "test"
    else ["django.contrib.auth.hashers.Argon2PasswordHasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "me"

# Nobody signs up without an invitation; the address is the login, and mails carry codes, no links.
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "accounts.forms.AcceptForm",
    "login": "accounts.account_forms.LoginForm",
    "request_login_code": "accounts.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.account_forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.account_forms.ConfirmEmailVerificationCodeForm",
    "confirm_password_reset_code": "accounts.account_forms.ConfirmPasswordResetCodeForm",
    "add_email": "accounts.account_forms.AddEmailForm",
    "reset_password": "accounts.account_forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.account_forms.ResetPasswordKeyForm",
    "change_password": "accounts.account_forms.ChangePasswordForm",
    "set_password": "accounts.account_forms.SetPasswordForm",
    "reauthenticate": "accounts.account_forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "accounts.account_forms.FactorForm",
    "reauthenticate": "accounts.account_forms.FactorAgainForm",
    "activate_totp": "accounts.account_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.account_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.account_forms.RenamePasskeyForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# As long as the mails and pages say: mail can be slow.
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True  # written, and never sent: see the adapter
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"  # which says that it is done
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_PRODUCTION else "http"
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # clocks drift
MFA_TOTP_ISSUER = "R2P Focal Points"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION  # browsers call localhost secure

# A session is left after an hour without a request, and after half a day in any case.
SESSION_ENGINE = "accounts.sessions"
SESSION_SERIALIZER = "accounts.sessions.SealedSerializer"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = SESSION_LONGEST = 12 * 3600
SESSION_IDLE = 3600

# Limits are counted in the database: all workers share them, and no further server is needed.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "KEY_FUNCTION": "accounts.sessions.limit_key",
        # Above this many, some are dropped at random: a flood must not wash a limit away.
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    },
    # What each process has worked out, and knows for a while.
    "known": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "known"},
}
# From one sender, by all processes together: see limits.py. Tests ask more often, all from one
# address.
COMPUTED_A_MINUTE = env.int("R2PNET_COMPUTED_A_MINUTE", default=1_000_000 if MODE == "test" else 60)

# Whether answers for readers without an account are kept in memory: see page_cache.py.
KEEPS_PAGES = env.bool("R2PNET_PAGE_CACHE", default=True)

# Mail: the outbox hands it to a worker; in the local mode it is read on a page instead.

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
EMAIL_TIMEOUT = 10  # seconds for each answer of the mail server
if IS_PRODUCTION:
    required("R2PNET_EMAIL_URL")
    vars().update(env.email_url("R2PNET_EMAIL_URL"))
    DEFAULT_FROM_EMAIL = required("R2PNET_FROM_EMAIL")
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    DEFAULT_FROM_EMAIL = "register@example.org"

# Who keeps the register, for the contact page. What is not set is not shown.

CONTACT_NAME = os.environ.get("R2PNET_CONTACT_NAME", "").strip()
CONTACT_EMAIL = os.environ.get("R2PNET_CONTACT_EMAIL", "").strip()
CONTACT_ADDRESS = os.environ.get("R2PNET_CONTACT_ADDRESS", "").strip()
# Whom to tell of a hole in the portal, for /.well-known/security.txt.
SECURITY_CONTACT = os.environ.get("R2PNET_SECURITY_CONTACT", "").strip()
if SECURITY_CONTACT and not SECURITY_CONTACT.startswith(("mailto:", "https:")):
    raise ImproperlyConfigured("R2PNET_SECURITY_CONTACT begins with mailto: or https:.")
if len(SECURITY_CONTACT.split()) > 1:
    raise ImproperlyConfigured("R2PNET_SECURITY_CONTACT is one address.")

# What was erased stands here too, as keyed hashes: apart from the database and from its backups,
# so that a backup that is put back is erased again (deploy/erasure.md).
ERASURE_LEDGER = Path(
    os.environ.get("R2PNET_ERASURE_LEDGER", "").strip() or VAR_DIR / "erasures.ledger"
)

# Languages, each named in itself, in the order of their names in English; the first one stands at
# addresses without a prefix. And time: a day of the register is a day in UTC.

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["r2pnet.formats"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Files

STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False  # they are for these pages
# Else each of the many clients of the tests would first look through what was collected here.
WHITENOISE_AUTOREFRESH = MODE == "test"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if MODE == "test"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
SERIALIZATION_MODULES = {"yaml": "r2pnet.fixtures"}

# The form of a meeting with a hundred delegations sends more than Django's thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Security

SECURE_SSL_REDIRECT = IS_PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION
SECURE_HSTS_PRELOAD = IS_PRODUCTION
TRUSTS_PROXY = env.bool("R2PNET_TRUSTS_PROXY", default=False)
if TRUSTS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUSTS_PROXY else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if IS_PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_PRODUCTION else "csrf"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"without personal data": {"class": "r2pnet.log.WithoutPersonalData"}},
    # Whatever else writes a line somewhere takes this formatter too.
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "without personal data"}
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
