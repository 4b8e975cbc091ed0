// Stands in front of the Userinfo endpoint of a real provider. It counts the questions, and answers
// some tokens itself, in all the ways in which a provider can go wrong; any other token is the
// provider's affair.

const json = (body, status = 200, headers = {}) => (response) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const challenged = (status, challenge, body = {}) => json(body, status, { 'www-authenticate': challenge });
const html = (status) => (response) =>
  response.writeHead(status, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in</title>');

/** Tokens that are answered as something that no provider should answer. */
export const NONSENSE = {
  'html-200': html(200),
  'html-403': html(403),
  'not-found': html(404),
  'redirect': (response) => response.writeHead(302, { location: '/oidc/me?redirected' }).end(),
  'no-sub': json({ name: 'Alice' }),
  'empty-sub': json({ sub: '' }),
  'number-sub': json({ sub: 7 }),
  'null-sub': json({ sub: null }),
  'array': json([{ sub: 'alice' }]),
  'text': json('alice'),
  'null': json(null),
  'empty': (response) => response.writeHead(200, { 'content-type': 'application/json' }).end(),
  'cut': (response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' }).write('{"sub":"alice"');
    setTimeout(() => response.destroy(), 50);
  },
  'created': json({ sub: 'alice' }, 201),
  'too-many': json({ error: 'slow_down' }, 429),
  'broken': json({ sub: 'alice' }, 500),
  'down': html(503),
  'cut-connection': (response) => response.destroy(),
};

/** Tokens that are refused, and what a client is to be told. */
export const REFUSED = {
  'expired': challenged(401, 'Bearer realm="x", error="invalid_token"', { error: 'invalid_token' }),
  'bare-401': html(401),
  'bad-request': json({ error: 'invalid_request' }, 400),
};

/** Tokens that are good for something else. */
export const LACKING = {
  'scope': challenged(403, 'Bearer realm="x", error="insufficient_scope", scope="openid profile"'),
  'no-word-of-scope': json({ error: 'insufficient_scope' }, 403),
  'hostile-scope': challenged(403, 'Bearer error="insufficient_scope", scope="a\\", evil=\\"b\tc"'),
};

const jwt = (claims) => ['{"alg":"ES384"}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
export const EXPIRED_JWT = jwt({ sub: 'alice', exp: 1_700_000_000 });
export const FRESH_JWT = jwt({ sub: 'alice', exp: 4_100_000_000 });
export const ODD_JWT = jwt({ sub: 'alice', exp: 'tomorrow' });

const alice = json({ sub: 'alice' });
const SCRIPTED = { ...NONSENSE, ...REFUSED, ...LACKING, [EXPIRED_JWT]: alice, [FRESH_JWT]: alice, [ODD_JWT]: alice };

/** `user-7` is the token of the user `user-7`, and `silent` is never answered. */
export function scriptedUserinfo() {
  const asked = [];
  const answers = new Map(Object.entries(SCRIPTED));
  const script = {
    redirected: false,
    /** How often the provider was asked to look into a token. */
    introspected: 0,
    /** How often was this token, or any, asked about? */
    count: (token) => asked.filter((own) => token === undefined || own === token).length,
    /** Sets the answer to a token. */
    answer: (token, answer) => answers.set(token, answer),
    intercept(request, response) {
      const url = new URL(request.url, 'http://localhost');
      if (url.pathname === '/web-page') {
        html(200)(response);
        return true;
      }
      if (url.pathname === '/oidc/token/introspection') script.introspected += 1;
      if (url.pathname !== '/oidc/me') return false;
      if (url.search) script.redirected = true;
      const token = /^bearer (.*)$/i.exec(request.headers.authorization ?? '')?.[1];
      asked.push(token);
      if (token === 'silent') return true;
      const answer = answers.get(token) ?? (/^user-/.test(token) ? json({ sub: token }) : undefined);
      answer?.(response);
      return answer !== undefined;
    },
  };
  return script;
}

export { json };
