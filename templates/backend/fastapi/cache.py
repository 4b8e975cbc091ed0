"""Remembers for a short time whose token it was, so that not every request asks the provider."""

import asyncio
import base64
import json
import math
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from functools import wraps
from hashlib import sha256

from settings import TOKEN_CACHE_SECONDS

MOST_TOKENS = 1000

Check = Callable[[str], Awaitable[dict]]


def remembering(check: Check) -> Check:
    """Gives `check`, from token to claims, a memory.

    What is kept is a hash of the token, never longer than the token itself lives. Requests that come
    together share one question, and a refusal is not kept at all.
    """
    kept: OrderedDict[bytes, tuple[float, dict]] = OrderedDict()
    asking: dict[bytes, asyncio.Task[dict]] = {}

    async def ask(key: bytes, token: str) -> dict:
        try:
            user = await check(token)
        finally:
            del asking[key]
        kept[key] = (min(time.time() + TOKEN_CACHE_SECONDS, expiry(user, token)), user)
        kept.move_to_end(key)
        if len(kept) > MOST_TOKENS:
            kept.popitem(last=False)
        return user

    @wraps(check)
    async def remembered(token: str) -> dict:
        key = sha256(token.encode()).digest()
        until, user = kept.get(key, (0, {}))
        if until > time.time():
            return user
        if key not in asking:
            asking[key] = asyncio.create_task(ask(key, token))
        # A client that goes away takes no answer from the others.
        return await asyncio.shield(asking[key])

    return remembered


def expiry(user: dict, token: str) -> float:
    """Returns when a token expires, where that is known. No check: it only makes the memory shorter."""
    try:
        return float(user["exp"] if "exp" in user else payload(token)["exp"])
    except (IndexError, KeyError, TypeError, ValueError):
        return math.inf


def payload(jwt: str) -> dict:
    encoded = jwt.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4)))
