"""Instead of userinfo.py: introspection (RFC 7662), for tokens without the scope `openid`.

The API is a client of the provider then, with an id and a secret of its own.
"""

import asyncio
import logging
from urllib.parse import quote_plus

import httpx

from bearer import invalid_token, unavailable
from cache import remembering
from settings import INTROSPECTION_CLIENT_ID, INTROSPECTION_CLIENT_SECRET, INTROSPECTION_ENDPOINT

if not (INTROSPECTION_ENDPOINT and INTROSPECTION_CLIENT_ID and INTROSPECTION_CLIENT_SECRET):
    raise SystemExit("set INTROSPECTION_ENDPOINT, INTROSPECTION_CLIENT_ID and INTROSPECTION_CLIENT_SECRET")

logger = logging.getLogger("uvicorn.error")
# Form-encoded before they are joined (RFC 6749 section 2.3.1).
credentials = (quote_plus(INTROSPECTION_CLIENT_ID), quote_plus(INTROSPECTION_CLIENT_SECRET))
client = httpx.AsyncClient(auth=credentials, follow_redirects=False)


@remembering
async def verify(token: str) -> dict:
    """Returns what the provider says of the token; `sub` is the id of the user."""
    form = {"token": token, "token_type_hint": "access_token"}
    try:
        async with asyncio.timeout(5):
            response = await client.post(INTROSPECTION_ENDPOINT, data=form)
        if response.status_code != 200:
            raise ValueError(f"answered {response.status_code}")
        answer = response.json()
        if not isinstance(answer, dict) or not isinstance(answer.get("active"), bool):
            raise ValueError("did not say whether the token is active")
    except (httpx.HTTPError, TimeoutError, ValueError) as error:
        logger.error("%s: %s", INTROSPECTION_ENDPOINT, str(error) or type(error).__name__)
        raise unavailable() from error

    # A refresh token is active, too, and none to call an API with; a token without `sub` is no user's.
    is_bearer = answer["active"] and str(answer.get("token_type")).lower() == "bearer"
    if not is_bearer or not isinstance(answer.get("sub"), str) or not answer["sub"]:
        raise invalid_token()
    return answer
