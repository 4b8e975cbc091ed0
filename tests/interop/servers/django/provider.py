"""A Django project of one file with PyPI `django-oauth-toolkit`, its defaults left as they are:
PKCE is required, refresh tokens rotate, and the provider's metadata name no revocation endpoint.

    provider.py PORT DATABASE < clients.json
"""

import json
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.core.servers.basehttp import run
from django.core.wsgi import get_wsgi_application
from jwcrypto import jwk

PORT, DATABASE = int(sys.argv[1]), sys.argv[2]
SETUP = json.load(sys.stdin)

LOGIN = """<!doctype html><title>Sign in</title>
<form method="post">{% csrf_token %}{{ form.as_p }}
<input type="hidden" name="next" value="{{ next }}"><button name="sign-in" value="yes">Sign in</button></form>"""


def pkce_is_required(client_id):
    """The default, but for the one client that is set up for ChatGPT."""
    return client_id != "without-pkce"


settings.configure(
    SECRET_KEY="of-this-run",
    DEBUG=False,
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="__main__",
    DATABASES={
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATABASE, "OPTIONS": {"timeout": 20}}
    },
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "context_processors": ["django.template.context_processors.request"],
                "loaders": [
                    ("django.template.loaders.locmem.Loader", {"registration/login.html": LOGIN}),
                    "django.template.loaders.app_directories.Loader",
                ],
            },
        }
    ],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    LOGIN_URL="/login",
    STATIC_URL="/static/",
    USE_TZ=True,
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_RSA_PRIVATE_KEY": jwk.JWK.generate(kty="RSA", size=2048).export_to_pem(True, None).decode(),
        "SCOPES": {"openid": "Sign in", "email": "Know the address", "read": "Read items"},
        "DEFAULT_SCOPES": ["openid"],
        "PKCE_REQUIRED": pkce_is_required,
    },
)
django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.views import LoginView  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.models import get_application_model  # noqa: E402

urlpatterns = [
    path("login", LoginView.as_view()),
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
]

call_command("migrate", verbosity=0)
get_user_model().objects.create_user(**SETUP["user"])
for client in SETUP["clients"]:
    get_application_model().objects.create(authorization_grant_type="authorization-code", algorithm="RS256", **client)
run("127.0.0.1", PORT, get_wsgi_application(), threading=True)
