"""The product's settings, over plain HTTP, with a fast password hash and unhashed static files."""

from factcheck.settings import *  # noqa: F403

HTTPS = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405 - so that a server's threads leave nothing open
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
SECOND_FACTOR_REQUIRED = False  # as in the demonstration; tests/admin/test_second_factor.py asks for it
API_ANONYMOUS_A_MINUTE = (
    1_000_000  # tests ask faster than readers do; tests/api/test_keys.py asks for the real bounds
)
