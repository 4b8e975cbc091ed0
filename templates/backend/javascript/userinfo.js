// Asks the provider whose token it is (OpenID Connect Core 1.0 section 5.3).

import { insufficientScope, invalidToken, unavailable } from './bearer.js';
import { remembering } from './cache.js';
import { USERINFO_ENDPOINT } from './settings.js';

/** Returns the claims of the user whose token it is; `sub` is the id. Throws a Refusal otherwise. */
export const verify = remembering(async (token) => {
  const { status, challenge, body } = await ask(token);
  if (status === 400 || status === 401) throw invalidToken();
  if (status === 403 && /insufficient_scope/.test(challenge + body)) {
    throw insufficientScope(/\bscope="([\x20-\x21\x23-\x5b\x5d-\x7e]+)"/.exec(challenge)?.[1]);
  }
  // A wrong address may well answer 200, with a web page.
  const user = status === 200 ? parsed(body) : undefined;
  if (typeof user?.sub !== 'string' || user.sub === '') {
    throw unavailable(`${USERINFO_ENDPOINT} answered ${status} without JSON that has a \`sub\``);
  }
  return user;
});

async function ask(token) {
  try {
    const answer = await fetch(USERINFO_ENDPOINT, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      redirect: 'manual', // the token is for nobody else
      cache: 'no-store', // a framework's own memory is not ours
      signal: AbortSignal.timeout(5000),
    });
    const challenge = answer.headers.get('www-authenticate') ?? '';
    return { status: answer.status, challenge, body: await answer.text() };
  } catch (error) {
    throw unavailable(`${USERINFO_ENDPOINT}: ${error.cause?.message || error.message}`);
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
