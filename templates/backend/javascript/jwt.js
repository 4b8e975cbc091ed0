// Instead of userinfo.js: for access tokens that are JWTs made for this API (RFC 9068), checked here
// with the provider's keys. Quick, but a revoked token is good until it expires.

import { createRemoteJWKSet, jwtVerify } from 'jose';
import { invalidToken, unavailable } from './bearer.js';
import { ACCESS_TOKEN_TYPE, API_RESOURCE, JWKS_URI, OIDC_ISSUER } from './settings.js';

if (!OIDC_ISSUER || !JWKS_URI || !API_RESOURCE) {
  throw new Error('set OIDC_ISSUER, JWKS_URI, and API_RESOURCE to the audience of the tokens');
}

// A key that is not among them has them asked for anew, every five seconds at most.
const keys = createRemoteJWKSet(new URL(JWKS_URI), { timeoutDuration: 5000, cooldownDuration: 5000 });

const expected = {
  issuer: OIDC_ISSUER,
  audience: API_RESOURCE,
  typ: ACCESS_TOKEN_TYPE, // an ID token is none
  algorithms: ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'], // never `none`, never a shared secret
  requiredClaims: ['exp', 'sub'],
  clockTolerance: 60,
};

/** Returns the claims of the token; `sub` is the id of the user. Throws a Refusal otherwise. */
export async function verify(token) {
  const { payload } = await jwtVerify(token, keys, expected).catch((error) => {
    // Whatever is not the token's fault is that of the keys, which could not be had.
    const ofToken = /^ERR_(JWT_|JWS_|JWKS_NO_MATCHING_KEY|JWKS_MULTIPLE_|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED)/;
    throw ofToken.test(error.code) ? invalidToken() : unavailable(`${JWKS_URI}: ${error.message}`);
  });
  if (typeof payload.sub !== 'string' || payload.sub === '') throw invalidToken();
  return payload;
}
