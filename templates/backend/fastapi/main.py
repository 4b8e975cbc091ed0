from fastapi import FastAPI

from auth import User

app = FastAPI()


# For everybody: in the OpenAPI document, `security: []`.
@app.get("/health")
async def health() -> dict:
    return {"status": "ok"}


# For whoever is signed in. A whole router: APIRouter(dependencies=[Depends(require_user)])
@app.get("/me")
async def me(user: User) -> dict:
    return {"sub": user["sub"]}
