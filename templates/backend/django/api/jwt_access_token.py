"""Instead of userinfo.py: for access tokens that are JWTs made for this API (RFC 9068).

They are checked here with the provider's keys. Quick, but a revoked token is good until it expires.
"""

import logging
import math
import time
from threading import Lock

import httpx
import jwt
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .bearer import invalid_token, unavailable

if not (settings.OIDC_ISSUER and settings.JWKS_URI and settings.API_RESOURCE):
    raise ImproperlyConfigured("set OIDC_ISSUER, JWKS_URI, and API_RESOURCE to the audience of the tokens")

ALGORITHMS = ["ES256", "ES384", "PS256", "RS256", "EdDSA"]  # never `none`, never a shared secret

logger = logging.getLogger(__name__)
client = httpx.Client(timeout=5, follow_redirects=False)


def verify(token: str) -> dict:
    """Returns the claims of the token; `sub` is the id of the user."""
    try:
        header = jwt.get_unverified_header(token)
        kind = str(header.get("typ")).lower().removeprefix("application/")
        if kind != settings.ACCESS_TOKEN_TYPE.lower():  # an ID token, maybe
            raise invalid_token()
        claims = jwt.decode(
            token,
            keys.find(header.get("kid")),
            algorithms=ALGORITHMS,
            issuer=settings.OIDC_ISSUER,
            audience=settings.API_RESOURCE,
            leeway=60,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWTError, RecursionError) as error:
        raise invalid_token() from error
    if not claims["sub"]:
        raise invalid_token()
    return claims


class Keys:
    """The provider's keys, by name."""

    LIFETIME = 600  # how old they may be, in seconds
    PAUSE = 5  # before a name that is not among them has them asked for anew

    def __init__(self) -> None:
        self.by_name: dict[str, jwt.PyJWK] = {}
        self.had = self.asked = -math.inf
        self.asking = Lock()

    def find(self, name: str | None) -> jwt.PyJWK:
        if not (key := self.known(name)):
            with self.asking:
                if not self.known(name) and time.monotonic() > self.asked + self.PAUSE:
                    self.ask()
            if not (key := self.known(name)):
                raise invalid_token() if self.had == self.asked else unavailable()
        return key

    def known(self, name: str | None) -> jwt.PyJWK | None:
        return self.by_name.get(name) if time.monotonic() < self.had + self.LIFETIME else None

    def ask(self) -> None:
        try:
            self.by_name = fetch()
            self.asked = self.had = time.monotonic()
        except (httpx.HTTPError, AttributeError, TypeError, ValueError, jwt.PyJWTError) as error:
            self.asked = time.monotonic()
            logger.error("%s: %s", settings.JWKS_URI, error)


def fetch() -> dict[str, jwt.PyJWK]:
    answer = client.get(settings.JWKS_URI).raise_for_status()
    keys = jwt.PyJWKSet.from_dict(answer.json()).keys
    return {key.key_id: key for key in keys if key.key_id and key.public_key_use in ("sig", None)}


keys = Keys()
