"""Where the provider is. An environment variable of the same name goes before what stands here."""

from os import environ

OIDC_ISSUER = environ.get("OIDC_ISSUER") or {{issuer}}
USERINFO_ENDPOINT = environ.get("USERINFO_ENDPOINT") or {{userinfo_endpoint}}

# For how long an answer of the provider is trusted: so long a revoked token may still be good.
TOKEN_CACHE_SECONDS = float(environ.get("TOKEN_CACHE_SECONDS") or 60)

# For introspection.py. No secret belongs into a file.
INTROSPECTION_ENDPOINT = environ.get("INTROSPECTION_ENDPOINT") or {{introspection_endpoint}}
INTROSPECTION_CLIENT_ID = environ.get("INTROSPECTION_CLIENT_ID")
INTROSPECTION_CLIENT_SECRET = environ.get("INTROSPECTION_CLIENT_SECRET")

# For jwt_access_token.py: the keys of the provider, the name by which it knows this API, and what its
# access tokens have for `typ`: what RFC 9068 says, but at some providers `JWT`.
JWKS_URI = environ.get("JWKS_URI") or {{jwks_uri}}
API_RESOURCE = environ.get("API_RESOURCE") or {{resource}}
ACCESS_TOKEN_TYPE = environ.get("ACCESS_TOKEN_TYPE") or "at+jwt"
