// Where the provider is. An environment variable of the same name goes before what stands here.

const { env } = process;

export const OIDC_ISSUER = env.OIDC_ISSUER || {{issuer}};
export const USERINFO_ENDPOINT = env.USERINFO_ENDPOINT || {{userinfo_endpoint}};

/** For how long an answer of the provider is trusted: so long a revoked token may still be good. */
export const TOKEN_CACHE_SECONDS = Number(env.TOKEN_CACHE_SECONDS || 60);

// For introspection.js. No secret belongs into a file.
export const INTROSPECTION_ENDPOINT = env.INTROSPECTION_ENDPOINT || {{introspection_endpoint}};
export const { INTROSPECTION_CLIENT_ID, INTROSPECTION_CLIENT_SECRET } = env;

// For jwt.js: the keys of the provider, the name by which it knows this API, and what its access tokens
// have for `typ`: what RFC 9068 says, but at some providers `JWT`.
export const JWKS_URI = env.JWKS_URI || {{jwks_uri}};
export const API_RESOURCE = env.API_RESOURCE || {{resource}};
export const ACCESS_TOKEN_TYPE = env.ACCESS_TOKEN_TYPE || 'at+jwt';
