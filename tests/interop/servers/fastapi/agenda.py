"""The agenda's five operations in FastAPI, with a dependency that asks the provider's Userinfo endpoint
on every request. Where `faulty` is asked stands a mistake that somebody has made; none is made until
the back door is told of it.

    agenda.py PORT USERINFO
"""

import sys
from typing import Annotated
from uuid import uuid4

import httpx
import uvicorn
from fastapi import Depends, FastAPI, Header, HTTPException, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

PORT, USERINFO = int(sys.argv[1]), sys.argv[2]

app = FastAPI()
provider = httpx.AsyncClient()
items: list[dict] = []
faults: set[str] = set()


class CreateItem(BaseModel):
    date: str
    text: str


class UpdateItem(BaseModel):
    date: str | None = None
    text: str | None = None


class Item(BaseModel):
    id: str
    date: str
    text: str


def faulty(name: str) -> bool:
    return name in faults


async def known(authorization: Annotated[str, Header()] = "") -> str | None:
    """The `sub` of whoever the provider knows by this token."""
    answer = await provider.get(USERINFO, headers={"authorization": authorization})
    return answer.json()["sub"] if answer.status_code == 200 else None


async def signed_in(account: Annotated[str | None, Depends(known)]) -> str:
    if account is None:
        challenge = {"www-authenticate": 'Bearer realm="agenda", error="invalid_token"'}
        raise HTTPException(401, "Unauthorized", challenge)
    return account


async def perhaps_signed_in(account: Annotated[str | None, Depends(known)]) -> str | None:
    return account if faulty("no token asked for") else await signed_in(account)


Account = Annotated[str, Depends(signed_in)]


async def find(id: str, owner: str | None) -> dict:
    """The item of this id; who is nobody sees everybody's."""
    for item in items:
        if item["id"] == id and owner in (None, item["owner"]):
            return item
    raise HTTPException(404, "Not Found")


@app.get("/api/items", response_model=list[Item])
async def list_items(account: Account):
    return [item for item in items if faulty("everyone's items") or item["owner"] == account]


@app.post("/api/items", status_code=201, response_model=Item)
async def create_items(body: CreateItem, account: Account, response: Response):
    item = {"id": str(uuid4()), "owner": account, **body.model_dump()}
    items.append(item)
    if faulty("200 for 201"):
        response.status_code = 200
    return item


@app.get("/api/items/{id}", response_model=Item)
async def get_item_by_id(id: str, account: Annotated[str | None, Depends(perhaps_signed_in)]):
    return await find(id, None if faulty("anyone's item") else account)


@app.patch("/api/items/{id}", response_model=Item)
async def update_item_by_id(id: str, body: UpdateItem, account: Account):
    if faulty("an update that is not awaited"):
        return store(id, body, account)
    return await store(id, body, account)


async def store(id: str, body: UpdateItem, account: str) -> dict:
    item = await find(id, account)
    if not faulty("an update that is not stored"):
        item.update(body.model_dump(exclude_none=True))
    return {**item, **body.model_dump(exclude_none=True)}


@app.delete("/api/items/{id}", status_code=204)
async def delete_item_by_id(id: str, account: Account):
    items.remove(await find(id, account))
    if faulty("a body for 204"):
        return JSONResponse({"deleted": True})
    return Response(status_code=204)


@app.get("/back-door/items")
async def all_items():
    return items


@app.put("/back-door/items", status_code=204)
async def fill(body: list[dict]):
    items[:] = body


@app.put("/back-door/faults", status_code=204)
async def break_by(body: list[str]):
    faults.clear()
    faults.update(body)


uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning")
