"""Asks the provider whose token it is (OpenID Connect Core 1.0 section 5.3)."""

import logging
import re

import httpx
from django.conf import settings

from .bearer import insufficient_scope, invalid_token, unavailable
from .cache import remembering

logger = logging.getLogger(__name__)
client = httpx.Client(timeout=5, follow_redirects=False)  # the token is for nobody else


@remembering
def verify(token: str) -> dict:
    """Returns the claims of the user whose token it is; `sub` is the id."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    try:
        answer = client.get(settings.USERINFO_ENDPOINT, headers=headers)
    except httpx.HTTPError as error:
        logger.error("%s: %s", settings.USERINFO_ENDPOINT, error)
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
        logger.error("%s answered %d without JSON that has a `sub`", settings.USERINFO_ENDPOINT, answer.status_code)
        raise unavailable()
    return user
