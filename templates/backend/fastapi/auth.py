"""Lets only signed-in users through."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

# How a token is checked: userinfo, or one of its siblings introspection and jwt_access_token.
from userinfo import verify

from bearer import bearer_token

# For the OpenAPI document only: it would take the first of two headers.
documented = HTTPBearer(auto_error=False)


async def require_user(request: Request, _: Annotated[object, Depends(documented)]) -> dict:
    return await verify(bearer_token(request.headers.getlist("Authorization")))


# A parameter of this type is the signed-in user; `user["sub"]` is the id.
User = Annotated[dict, Depends(require_user)]
