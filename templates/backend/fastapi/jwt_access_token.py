"""Instead of userinfo.py: for access tokens that are JWTs made for this API (RFC 9068).

They are checked here with the provider's keys. Quick, but a revoked token is good until it expires.
"""

import asyncio
import logging
import math
import time

import httpx
import jwt

from bearer import invalid_token, unavailable
from settings import ACCESS_TOKEN_TYPE, API_RESOURCE, JWKS_URI, OIDC_ISSUER

if not (OIDC_ISSUER and JWKS_URI and API_RESOURCE):
    raise SystemExit("set OIDC_ISSUER, JWKS_URI, and API_RESOURCE to the audience of the tokens")

ALGORITHMS = ["ES256", "ES384", "PS256", "RS256", "EdDSA"]  # never `none`, never a shared secret

logger = logging.getLogger("uvicorn.error")
client = httpx.AsyncClient(follow_redirects=False)


async def verify(token: str) -> dict:
    """Returns the claims of the token; `sub` is the id of the user."""
    try:
        header = jwt.get_unverified_header(token)
        kind = str(header.get("typ")).lower().removeprefix("application/")
        if kind != ACCESS_TOKEN_TYPE.lower():  # an ID token, maybe
            raise invalid_token()
        claims = jwt.decode(
            token,
            await keys.find(header.get("kid")),
            algorithms=ALGORITHMS,
            issuer=OIDC_ISSUER,
            audience=API_RESOURCE,
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
        self.asking = asyncio.Lock()

    async def find(self, name: str | None) -> jwt.PyJWK:
        if not (key := self.known(name)):
            async with self.asking:
                if not self.known(name) and time.monotonic() > self.asked + self.PAUSE:
                    await self.ask()
            if not (key := self.known(name)):
                raise invalid_token() if self.had == self.asked else unavailable()
        return key

    def known(self, name: str | None) -> jwt.PyJWK | None:
        return self.by_name.get(name) if time.monotonic() < self.had + self.LIFETIME else None

    async def ask(self) -> None:
        try:
            self.by_name = await fetch()
            self.asked = self.had = time.monotonic()
        except (httpx.HTTPError, TimeoutError, AttributeError, TypeError, ValueError, jwt.PyJWTError) as error:
            self.asked = time.monotonic()
            logger.error("%s: %s", JWKS_URI, str(error) or type(error).__name__)


async def fetch() -> dict[str, jwt.PyJWK]:
    async with asyncio.timeout(5):
        answer = await client.get(JWKS_URI)
    keys = jwt.PyJWKSet.from_dict(answer.raise_for_status().json()).keys
    return {key.key_id: key for key in keys if key.key_id and key.public_key_use in ("sig", None)}


keys = Keys()
