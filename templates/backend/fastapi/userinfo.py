"""Asks the provider whose token it is (OpenID Connect Core 1.0 section 5.3)."""

import asyncio
import logging
import re

import httpx

from bearer import insufficient_scope, invalid_token, unavailable
from cache import remembering
from settings import USERINFO_ENDPOINT

logger = logging.getLogger("uvicorn.error")
client = httpx.AsyncClient(follow_redirects=False)  # the token is for nobody else


@remembering
async def verify(token: str) -> dict:
    """Returns the claims of the user whose token it is; `sub` is the id."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    try:
        async with asyncio.timeout(5):
            answer = await client.get(USERINFO_ENDPOINT, headers=headers)
    except (httpx.HTTPError, TimeoutError) as error:
        logger.error("%s: %s", USERINFO_ENDPOINT, str(error) or type(error).__name__)
        raise unavailable() from error

    challenge = answer.headers.get("WWW-Authenticate", "")
    if answer.status_code in (400, 401):
        raise invalid_token()
    if answer.status_code == 403 and "insufficient_scope" in challenge + answer.text:
        scope = re.search(r'\bscope="([ !\x23-\x5b\x5d-\x7e]+)"', challenge)
        raise insufficient_scope(scope and scope[1])
    # A wrong address may well answer 200, with a web page.
    try:
        user = answer.json() if answer.status_code == 200 else None
    except ValueError:
        user = None
    if not isinstance(user, dict) or not isinstance(user.get("sub"), str) or not user["sub"]:
        logger.error("%s answered %d without JSON that has a `sub`", USERINFO_ENDPOINT, answer.status_code)
        raise unavailable()
    return user
