// Instead of userinfo.js: introspection (RFC 7662), for tokens without the scope `openid`. The API is
// a client of the provider then, with an id and a secret of its own.

import { invalidToken, unavailable } from './bearer.js';
import { remembering } from './cache.js';
import { INTROSPECTION_CLIENT_ID, INTROSPECTION_CLIENT_SECRET, INTROSPECTION_ENDPOINT } from './settings.js';

if (!INTROSPECTION_ENDPOINT || !INTROSPECTION_CLIENT_ID || !INTROSPECTION_CLIENT_SECRET) {
  throw new Error('set INTROSPECTION_ENDPOINT, INTROSPECTION_CLIENT_ID and INTROSPECTION_CLIENT_SECRET');
}

// Form-encoded before they are joined (RFC 6749 section 2.3.1).
const form = (text) => new URLSearchParams({ '': text }).toString().slice(1);
const credentials = btoa(`${form(INTROSPECTION_CLIENT_ID)}:${form(INTROSPECTION_CLIENT_SECRET)}`);

/** Returns what the provider says of the token; `sub` is the id of the user. Throws a Refusal otherwise. */
export const verify = remembering(async (token) => {
  const answer = await ask(token);
  if (typeof answer?.active !== 'boolean') {
    throw unavailable(`${INTROSPECTION_ENDPOINT} did not say whether the token is active`);
  }
  // A refresh token is active, too, and none to call an API with; a token without `sub` is no user's.
  const bearer = answer.active && /^bearer$/i.test(answer.token_type);
  if (!bearer || typeof answer.sub !== 'string' || answer.sub === '') throw invalidToken();
  return answer;
});

async function ask(token) {
  try {
    const answer = await fetch(INTROSPECTION_ENDPOINT, {
      method: 'POST',
      headers: { authorization: `Basic ${credentials}`, accept: 'application/json' },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
      redirect: 'manual',
      cache: 'no-store',
      signal: AbortSignal.timeout(5000),
    });
    if (answer.status !== 200) throw new Error(`answered ${answer.status}`);
    return await answer.json();
  } catch (error) {
    throw unavailable(`${INTROSPECTION_ENDPOINT}: ${error.cause?.message || error.message}`);
  }
}
