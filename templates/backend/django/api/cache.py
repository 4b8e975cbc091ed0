"""Remembers for a short time whose token it was, so that not every request asks the provider."""

import base64
import json
import math
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import wraps
from hashlib import sha256
from threading import Lock

from django.conf import settings
from django.core.cache import cache

Check = Callable[[str], dict]


def remembering(check: Check) -> Check:
    """Gives `check`, from token to claims, a memory.

    What is kept is a hash of the token, never longer than the token itself lives. Requests that come
    together share one question, and a refusal is not kept at all.
    """
    asking: dict[str, Future] = {}
    lock = Lock()

    @wraps(check)
    def remembered(token: str) -> dict:
        key = f"token-{sha256(token.encode()).hexdigest()}"
        if user := cache.get(key):
            return user
        with lock:
            question = asking.get(key)
            ours = question is None
            if ours:
                question = asking[key] = Future()
        if not ours:
            return question.result()
        try:
            # Somebody may have had the answer just now.
            user = cache.get(key)
            if not user:
                user = check(token)
                left = expiry(user, token) - time.time()
                cache.set(key, user, max(0, min(settings.TOKEN_CACHE_SECONDS, left)))
            question.set_result(user)
            return user
        except BaseException as refusal:
            question.set_exception(refusal)
            raise
        finally:
            with lock:
                del asking[key]

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
