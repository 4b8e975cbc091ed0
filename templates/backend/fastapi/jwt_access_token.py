"""Instead of userinfo.py: for access tokens that are JWTs made for this API (RFC 9068).

They are checked here with the provider's keys. Quick, but a revoked token is good until it expires.
"""

import logging

import jwt
from fastapi.concurrency import run_in_threadpool

from bearer import invalid_token, unavailable
from settings import API_RESOURCE, JWKS_URI, OIDC_ISSUER

if not (JWKS_URI and API_RESOURCE):
    raise SystemExit("set JWKS_URI, and API_RESOURCE to the audience of the tokens")

ALGORITHMS = ["ES256", "ES384", "PS256", "RS256", "EdDSA"]  # never `none`, never a shared secret

logger = logging.getLogger("uvicorn.error")
keys = jwt.PyJWKClient(JWKS_URI, cache_jwk_set=True, lifespan=300, timeout=5)


async def verify(token: str) -> dict:
    """Returns the claims of the token; `sub` is the id of the user."""
    try:
        return await run_in_threadpool(check, token)
    except (jwt.PyJWKClientConnectionError, jwt.PyJWKSetError, ValueError) as error:
        logger.error("%s: %s", JWKS_URI, error)
        raise unavailable() from error
    except jwt.PyJWTError as error:
        raise invalid_token() from error


def check(token: str) -> dict:
    return jwt.decode(
        token,
        keys.get_signing_key_from_jwt(token),
        algorithms=ALGORITHMS,
        issuer=OIDC_ISSUER,
        audience=API_RESOURCE,
        options={"require": ["exp", "iss", "aud", "sub"]},
    )
