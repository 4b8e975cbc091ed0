"""Instead of userinfo.py: for access tokens that are JWTs made for this API (RFC 9068).

They are checked here with the provider's keys. Quick, but a revoked token is good until it expires.
"""

import logging

import jwt
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .bearer import invalid_token, unavailable

if not (settings.JWKS_URI and settings.API_RESOURCE):
    raise ImproperlyConfigured("set JWKS_URI, and API_RESOURCE to the audience of the tokens")

ALGORITHMS = ["ES256", "ES384", "PS256", "RS256", "EdDSA"]  # never `none`, never a shared secret

logger = logging.getLogger(__name__)
keys = jwt.PyJWKClient(settings.JWKS_URI, cache_jwk_set=True, lifespan=300, timeout=5)


def verify(token: str) -> dict:
    """Returns the claims of the token; `sub` is the id of the user."""
    try:
        return jwt.decode(
            token,
            keys.get_signing_key_from_jwt(token),
            algorithms=ALGORITHMS,
            issuer=settings.OIDC_ISSUER,
            audience=settings.API_RESOURCE,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
    except (jwt.PyJWKClientConnectionError, jwt.PyJWKSetError, ValueError) as error:
        logger.error("%s: %s", settings.JWKS_URI, error)
        raise unavailable() from error
    except jwt.PyJWTError as error:
        raise invalid_token() from error
