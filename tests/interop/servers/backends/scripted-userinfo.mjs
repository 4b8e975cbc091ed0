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

const looked = (claims, status) => json({ active: true, token_type: 'Bearer', sub: 'alice', ...claims }, status);

/** Tokens that introspection finds to be no good for an API. */
export const INTROSPECTED_REFUSED = {
  'inactive': json({ active: false }),
  'inactive-with-claims': looked({ active: false }),
  'a-refresh-token': looked({ token_type: undefined }),
  'of-another-kind': looked({ token_type: 'DPoP' }),
  'of-nobody': looked({ sub: undefined }),
  'of-an-empty-user': looked({ sub: '' }),
};

/** Tokens that introspection answers as it should not. */
export const INTROSPECTED_NONSENSE = {
  'active-in-words': looked({ active: 'true' }),
  'active-in-numbers': looked({ active: 1 }),
  'active-nothing': looked({ active: null }),
  'not-said': looked({ active: undefined }),
  'array-of': json([{ active: true, token_type: 'Bearer', sub: 'alice' }]),
  'null-of': json(null),
  'page-of': html(200),
  'created-of': looked({}, 201),
  'redirected-of': (response) => response.writeHead(302, { location: '/introspection', 'content-type': 'application/json' }).end('{"active":true,"token_type":"Bearer","sub":"alice"}'),
  'too-many-of': looked({}, 429),
  'broken-of': looked({}, 500),
  'unknown-client': json({ error: 'invalid_client' }, 401),
};

/** Tokens that introspection finds good: for long, and for less than it takes to ask again. */
export const INTROSPECTED_GOOD = {
  'good-of-alice': looked({ exp: 4_100_000_000.5, scope: 'openid', client_id: 'a', aud: ['b'] }),
  'good-without-end': looked({ token_type: 'bearer' }),
  'good-until-now': looked({ exp: 1_700_000_000 }),
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
    /** How often the provider was asked for its keys, and which it answers where they are not its own. */
    askedForKeys: 0,
    keys: undefined,
    /** Whom the back end says to be when it has a token looked into by the script. */
    credentials: new Set(),
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
      if (url.pathname === '/introspection') {
        introspect(request, response);
        return true;
      }
      if (url.pathname === '/oidc/jwks') {
        script.askedForKeys += 1;
        if (script.keys) json({ keys: script.keys })(response);
        return script.keys !== undefined;
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

  async function introspect(request, response) {
    const { authorization } = request.headers;
    script.credentials.add(Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString());
    let body = '';
    for await (const text of request) body += text;
    const token = new URLSearchParams(body).get('token');
    asked.push(token);
    const answer = { ...INTROSPECTED_REFUSED, ...INTROSPECTED_NONSENSE, ...INTROSPECTED_GOOD }[token];
    return (answer ?? json({ active: false }))(response);
  }
}

export { json };
