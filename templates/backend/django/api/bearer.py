"""The bearer token of a request, and what is answered to one that is not let through (RFC 6750)."""

import re

from django.http import JsonResponse

# What `Authorization` carries at most; longer ones are nobody's.
LONGEST_TOKEN = 8192


class Refusal(Exception):
    """The answer to a request that is not let through."""

    def __init__(self, status: int, error: str, headers: dict[str, str]):
        super().__init__(error)
        self.status, self.error, self.headers = status, error, headers

    def response(self) -> JsonResponse:
        return JsonResponse({"error": self.error}, status=self.status, headers=self.headers)


def bearer_token(authorization: str) -> str:
    """Returns the token in an `Authorization` header. Two headers, joined by the server, have none."""
    match = re.fullmatch(r"bearer(?: +(.*))?", authorization, re.IGNORECASE | re.DOTALL)
    if not match or not match[1]:
        raise no_token()
    if len(match[1]) > LONGEST_TOKEN or not re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", match[1]):
        raise invalid_token()
    return match[1]


def no_token() -> Refusal:
    """No token came: the client is told to bring one, and of no mistake (RFC 6750 section 3.1)."""
    return Refusal(401, "unauthorized", challenge())


def invalid_token() -> Refusal:
    """Only this makes ChatGPT refresh the token, and then have the user sign in again."""
    description = "The access token is expired, revoked or malformed"
    return Refusal(401, "invalid_token", challenge(error="invalid_token", error_description=description))


def insufficient_scope(scope: str | None) -> Refusal:
    """The token is good, but not for this; `scope` is what the provider asks for, where it says so."""
    wanted = {"scope": scope} if scope else {}
    return Refusal(403, "insufficient_scope", challenge(error="insufficient_scope", **wanted))


def unavailable() -> Refusal:
    """Nobody could be asked. The user stays signed in: the same token may be good in a moment."""
    return Refusal(503, "temporarily_unavailable", {"Retry-After": "5"})


def challenge(**parameters: str) -> dict[str, str]:
    parameters = {"realm": "api", **parameters}
    quoted = (f'{name}="{quote(value)}"' for name, value in parameters.items())
    return {"WWW-Authenticate": f"Bearer {', '.join(quoted)}"}


def quote(text: str) -> str:
    return re.sub(r'(["\\])', r"\\\1", text)
