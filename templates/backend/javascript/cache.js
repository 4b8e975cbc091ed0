// Remembers for a short time whose token it was, so that not every request asks the provider.

import { TOKEN_CACHE_SECONDS } from './settings.js';

const MOST_TOKENS = 1000;

/**
 * Returns `check`, a function from token to user, with a memory. What is kept is a hash of the token,
 * never longer than the token itself lives. Requests that come together share one question, and a
 * refusal is not kept at all.
 */
export function remembering(check) {
  const kept = new Map();
  return async (token) => {
    const key = await sha256(token);
    const known = kept.get(key);
    if (known && known.until > Date.now()) return known.user;

    const entry = { user: check(token), until: Infinity };
    kept.delete(key); // a Map keeps the order in which keys came: the first is the oldest
    kept.set(key, entry);
    if (kept.size > MOST_TOKENS) kept.delete(kept.keys().next().value);
    try {
      const user = await entry.user;
      entry.until = Math.min(Date.now() + TOKEN_CACHE_SECONDS * 1000, (user.exp ?? expiry(token)) * 1000);
      return user;
    } catch (refusal) {
      if (kept.get(key) === entry) kept.delete(key);
      throw refusal;
    }
  };
}

async function sha256(text) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return String.fromCharCode(...new Uint8Array(digest));
}

/** When a token expires that can be read. This is no check: it can only make the memory shorter. */
function expiry(token) {
  try {
    const { exp } = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
    return Number.isFinite(exp) ? exp : Infinity;
  } catch {
    return Infinity;
  }
}
