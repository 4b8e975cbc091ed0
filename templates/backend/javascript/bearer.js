// The bearer token of a request, and what is answered to one that is not let through (RFC 6750).

/** What `Authorization` carries at most; longer ones are nobody's. */
const LONGEST_TOKEN = 8192;

/** The answer to a request that is not let through. Its message is for the log. */
export class Refusal extends Error {
  constructor(status, error, headers, message = error) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.body = { error };
  }
}

/** No token came: the client is told to bring one, and of no mistake (RFC 6750 section 3.1). */
export const noToken = () => new Refusal(401, 'unauthorized', challenge({}));

/** Only this makes ChatGPT refresh the token, and then have the user sign in again. */
export const invalidToken = () =>
  new Refusal(401, 'invalid_token', challenge({
    error: 'invalid_token',
    error_description: 'The access token is expired, revoked or malformed',
  }));

/** The token is good, but not for this; `scope` is what the provider asks for, where it says so. */
export const insufficientScope = (scope) =>
  new Refusal(403, 'insufficient_scope', challenge({ error: 'insufficient_scope', ...(scope && { scope }) }));

/** Nobody could be asked. The user stays signed in: the same token may be good in a moment. */
export const unavailable = (reason) =>
  new Refusal(503, 'temporarily_unavailable', { 'Retry-After': '5' }, reason);

/** Returns the token in the value of an `Authorization` header. Two headers, joined, have none. */
export function bearerToken(authorization) {
  const [, token] = /^bearer(?: +|$)(.*)$/i.exec(authorization ?? '') ?? [];
  if (!token) throw noToken();
  if (token.length > LONGEST_TOKEN || !/^[A-Za-z0-9._~+/-]+=*$/.test(token)) throw invalidToken();
  return token;
}

function challenge(parameters) {
  const quoted = ([name, value]) => `${name}="${value.replace(/["\\]/g, '\\$&')}"`;
  const all = Object.entries({ realm: 'api', ...parameters });
  return { 'WWW-Authenticate': `Bearer ${all.map(quoted).join(', ')}` };
}
