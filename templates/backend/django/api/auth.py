"""Lets only signed-in users through."""

from functools import wraps

from .bearer import Refusal, bearer_token

# How a token is checked: userinfo, or one of its siblings introspection and jwt_access_token.
from .userinfo import verify


def require_user(view):
    """Decorates a view for signed-in users, as `request.account`; `request.account["sub"]` is the id."""

    @wraps(view)
    def protected(request, *args, **kwargs):
        try:
            request.account = verify(bearer_token(request.headers.get("Authorization", "")))
        except Refusal as refusal:
            return refusal.response()
        return view(request, *args, **kwargs)

    return protected
