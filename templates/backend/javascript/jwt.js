// Instead of userinfo.js: for access tokens that are JWTs made for this API (RFC 9068), checked here
// with the provider's keys. Quick, but a revoked token is good until it expires.

import { createRemoteJWKSet, jwtVerify } from 'jose';
import { invalidToken, unavailable } from './bearer.js';
import { API_RESOURCE, JWKS_URI, OIDC_ISSUER } from './settings.js';

if (!JWKS_URI || !API_RESOURCE) throw new Error('set JWKS_URI, and API_RESOURCE to the audience of the tokens');

const keys = createRemoteJWKSet(new URL(JWKS_URI), { timeoutDuration: 5000 });

const expected = {
  issuer: OIDC_ISSUER,
  audience: API_RESOURCE,
  algorithms: ['ES256', 'ES384', 'PS256', 'RS256', 'EdDSA'], // never `none`, never a shared secret
  requiredClaims: ['exp', 'sub'],
};

/** Returns the claims of the token; `sub` is the id of the user. Throws a Refusal otherwise. */
export async function verify(token) {
  try {
    return (await jwtVerify(token, keys, expected)).payload;
  } catch (error) {
    // Whatever is not the token's fault is that of the keys, which could not be had.
    const ofToken = /^ERR_(JWT_|JWS_|JWKS_NO_MATCHING_KEY|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED)/;
    throw ofToken.test(error.code) ? invalidToken() : unavailable(`${JWKS_URI}: ${error.message}`);
  }
}
