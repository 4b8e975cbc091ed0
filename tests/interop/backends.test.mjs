// The back ends that `gptauth backend` writes: each is written by the program into an empty folder,
// started in front of npm `oidc-provider`, checked by gptauth, and held to one table of cases.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Exit, exits, keepsSecrets } from './harness/assert.mjs';
import { PATIENCE } from './harness/patience.mjs';
import { rawGet } from './harness/raw.mjs';
import { BACKENDS, missing, title } from './servers/backends/programs.mjs';
import * as scripted from './servers/backends/scripted-userinfo.mjs';
import { start, startSignedIn, write } from './servers/backends/start.mjs';

/** What a client is told who brought no token, one that is not good, and one that is not good enough. */
const BARE = /^Bearer realm="[^"]+"$/;
const INVALID = /^Bearer realm="[^"]+", error="invalid_token", error_description="[^"\\]+"$/;
const LACKING = /^Bearer realm="[^"]+", error="insufficient_scope"(, scope="[^"\\]+")?$/;

/** A long one: the cache of those that leave it out is the very file that Express has. */
const MANY = 'no more than a thousand tokens are remembered';
const CACHE_OF_EXPRESS = new Set([MANY]);

const CASES = {
  'gptauth test and the doctor find nothing': async ({ project }) => {
    const run = await project.run(['test', '--format', 'json']);
    exits(run, Exit.DONE);
    assert.match(run.stdout, /getMe/);
    exits(await project.run(['doctor', '--only', 'api-auth']), Exit.DONE);
    exits(await project.run(['call', 'getMe']), Exit.DONE);
  },
  'the user id is handed to the route': async ({ me, token }) => {
    const answer = await me(`Bearer ${token}`);
    assert.deepEqual([answer.status, await answer.json()], [200, { sub: 'alice' }]);
  },
  'no token, and other credentials: 401 without an error': async ({ me, userinfo }) => {
    const asked = userinfo.count();
    for (const authorization of [undefined, 'Basic YTpi', 'Bearer', 'Bearer ', 'bearer', 'Bearerx', 'x', 'Bearer\tuser-1', 'Bearer=user-1']) {
      await refused(await me(authorization), 401, BARE, authorization);
    }
    assert.equal(userinfo.count(), asked);
  },
  'a token that comes another way: 401 without an error': async ({ url, userinfo }) => {
    const asked = userinfo.count();
    for (const name of ['access_token', 'token', 'authorization']) {
      await refused(await fetch(`${url}/me?${name}=user-in-query`), 401, BARE, name);
      await refused(await fetch(`${url}/me`, { headers: { cookie: `${name}=user-in-query` } }), 401, BARE, name);
    }
    await refused(await fetch(`${url}/me`, { headers: { 'proxy-authorization': 'Bearer user-in-query' } }), 401, BARE);
    assert.equal(userinfo.count(), asked);
  },
  'a token that is no token: 401, and nobody is asked': async ({ me, userinfo }) => {
    const asked = userinfo.count();
    for (const token of ['a b', 'a,b', 'a"b', 'a\\b', '=', '=a', 'a=b', '{}', 'a\tb', 'é']) {
      await refused(await me(`Bearer ${token}`), 401, INVALID, token);
    }
    assert.equal(userinfo.count(), asked);
  },
  'control characters, two headers and huge tokens: refused, and nobody is asked': async ({ name, port, token, userinfo }) => {
    const asked = userinfo.count();
    const bearer = (text) => `Authorization: Bearer ${text}`;
    for (const lines of [[bearer('a\x01b')], [bearer('a\x00b')], [bearer('a\x7fb')], [bearer('a'.repeat(8193))], [bearer('a'.repeat(200_000))]]) {
      const { status } = await rawGet(port, '/me', lines);
      assert.ok([400, 401, 431, 0].includes(status), `${status} for ${lines[0].slice(0, 40)}`);
    }
    const twice = [[bearer(token), bearer(token)], [bearer(token), bearer('other')]];
    const others = [['Authorization: Basic YTpi', bearer(token)], [bearer('a b'), bearer(token)]];
    // Node.js drops the second of two, and Next.js shows a handler nothing else.
    for (const lines of name === 'next' ? others : [...twice, ...others]) {
      assert.equal((await rawGet(port, '/me', lines)).status, 401, lines.join());
    }
    assert.equal(userinfo.count(), asked);
  },
  'the scheme is compared without case': async ({ me, token }) => {
    for (const scheme of ['bearer', 'BEARER', 'bEaReR', 'Bearer  ']) {
      assert.equal((await me(`${scheme} ${token}`)).status, 200, scheme);
    }
  },
  'a forged token: 401, and asked again each time': async ({ me, userinfo }) => {
    for (const count of [1, 2]) {
      await refused(await me('Bearer forged'), 401, INVALID);
      assert.equal(userinfo.count('forged'), count);
    }
  },
  'what the provider refuses: 401': async ({ me }) => {
    for (const token of Object.keys(scripted.REFUSED)) {
      await refused(await me(`Bearer ${token}`), 401, INVALID, token);
    }
  },
  'a scope is missing: 403, as the provider says': async ({ me }) => {
    for (const token of Object.keys(scripted.LACKING)) {
      await refused(await me(`Bearer ${token}`), 403, LACKING, token);
    }
    assert.match((await me('Bearer scope')).headers.get('www-authenticate'), /scope="openid profile"$/);
  },
  'nonsense of the provider: 503, and nobody is let through': async ({ me, userinfo }) => {
    for (const token of Object.keys(scripted.NONSENSE)) await unavailable(await me(`Bearer ${token}`), token);
    assert.equal(userinfo.redirected, false, 'the token went where a redirect pointed');
  },
  'a provider that says nothing: 503': async ({ silence }) => unavailable(await silence),
  'a token is asked about once, and only its own user served': async ({ me, userinfo }) => {
    for (const token of ['user-1', 'user-2', 'user-1', 'user-2']) {
      assert.deepEqual(await (await me(`Bearer ${token}`)).json(), { sub: token });
    }
    assert.deepEqual([userinfo.count('user-1'), userinfo.count('user-2')], [1, 1]);
  },
  'requests that come together share one question': async ({ me, userinfo }) => {
    userinfo.answer('user-slow', (response) => setTimeout(() => scripted.json({ sub: 'slow' })(response), 300));
    const answers = await Promise.all(Array.from({ length: 20 }, () => me('Bearer user-slow')));
    for (const answer of answers) assert.deepEqual(await answer.json(), { sub: 'slow' });
    assert.equal(userinfo.count('user-slow'), 1);
  },
  'requests that come together are refused together': async ({ me, userinfo }) => {
    userinfo.answer('slow-down', (response) => setTimeout(() => scripted.json({}, 500)(response), 300));
    const answers = await Promise.all(Array.from({ length: 10 }, () => me('Bearer slow-down')));
    for (const answer of answers) await unavailable(answer);
    // Whoever comes late has a question of its own: a failure is not kept.
    assert.ok(userinfo.count('slow-down') < answers.length);
  },
  'a failure is not remembered': async ({ me, userinfo }) => {
    userinfo.answer('user-later', scripted.json({}, 500));
    await unavailable(await me('Bearer user-later'));
    userinfo.answer('user-later', undefined);
    assert.equal((await me('Bearer user-later')).status, 200);
  },
  'nothing is remembered beyond the expiry of a token': async ({ me, userinfo }) => {
    for (const [token, count] of [[scripted.EXPIRED_JWT, 2], [scripted.FRESH_JWT, 1], [scripted.ODD_JWT, 1]]) {
      for (let time = 0; time < 2; time += 1) assert.equal((await me(`Bearer ${token}`)).status, 200);
      assert.equal(userinfo.count(token), count);
    }
  },
  'a revoked token is refused when the time is over': async ({ name, folder, provider, anotherToken }) => {
    const token = await anotherToken();
    const other = await start(name, folder, { env: { TOKEN_CACHE_SECONDS: '1' } });
    try {
      const status = async () => (await get(other, `Bearer ${token}`)).status;
      assert.equal(await status(), 200);
      await provider.forget(token);
      const end = Date.now() + PATIENCE;
      while ((await status()) === 200 && Date.now() < end) await new Promise((done) => setTimeout(done, 50));
      assert.equal(await status(), 401);
    } finally {
      await other.stop();
    }
  },
  [MANY]: async ({ me, userinfo }) => {
    const tokens = Array.from({ length: 1100 }, (_, number) => `user-of-many-${number}`);
    const ask = async (some) => {
      const asker = async () => {
        for (let token = some.shift(); token; token = some.shift()) {
          assert.equal((await me(`Bearer ${token}`)).status, 200);
        }
      };
      await Promise.all(Array.from({ length: 8 }, asker));
    };
    await ask([...tokens]);
    const asked = userinfo.count();
    // The last are forgotten where what came first is kept, else the first.
    await ask([...tokens.slice(-100), ...tokens.slice(0, 100)]);
    assert.ok(userinfo.count() - asked >= 50, `${userinfo.count() - asked} were asked about again`);
  },
  'the public route is for everybody': async ({ url }) => {
    assert.deepEqual(await (await fetch(`${url}/health`)).json(), { status: 'ok' });
  },
  'the provider is stopped: 503 for a token that is not remembered': async ({ me, token, provider, anotherToken }) => {
    const other = await anotherToken();
    assert.equal((await me(`Bearer ${token}`)).status, 200);
    await provider.close();
    await unavailable(await me(`Bearer ${other}`));
    assert.equal((await me(`Bearer ${token}`)).status, 200);
  },
};

/** What is said of the header, and of the program around the introspectors, is Spring's own affair. */
const NOT_OF_SPRING = new Set([
  'gptauth test and the doctor find nothing',
  'no token, and other credentials: 401 without an error',
  'a token that comes another way: 401 without an error',
  'a token that is no token: 401, and nobody is asked',
  'control characters, two headers and huge tokens: refused, and nobody is asked',
  'the scheme is compared without case',
  'the public route is for everybody',
]);

const LEFT_OUT = { hono: CACHE_OF_EXPRESS, fastify: CACHE_OF_EXPRESS, next: CACHE_OF_EXPRESS, spring: NOT_OF_SPRING };

// Side by side: most of the time goes into waiting for answers that do not come.
describe('back ends', { concurrency: 4 }, () => Object.keys(BACKENDS).forEach(suite));

function suite(name) {
  const skip = missing(name);
  if (skip) return test(`backend ${title(name)}`, { skip }, () => {});
  return describe(`backend ${title(name)}`, { concurrency: 1 }, () => {
    const its = {};

    before(async () => {
      Object.assign(its, await startSignedIn(), { name });
      its.folder = await write(name, its);
      Object.assign(its, await start(name, its.folder, { port: its.port }));
      its.me = (authorization) => get(its, authorization);
      // Waited for at the end, so that the others need not.
      its.silence = its.me('Bearer silent');
      its.silence.catch(() => {});
    });

    after(async () => {
      await its.stop?.();
      await its.end?.();
    });

    const cases = Object.entries(CASES).filter(([words]) => !LEFT_OUT[name]?.has(words));
    for (const [words, run] of cases) test(`backend ${title(name)}: ${words}`, () => run(its));

    test(`backend ${title(name)}: gptauth shows no secret`, () => keepsSecrets(its.project.said, its.provider.secrets()));

    test(`backend ${title(name)}: nothing of a token is logged`, () => {
      const tokens = [...its.provider.secrets(), ...Object.keys(scripted.NONSENSE).map((token) => `Bearer ${token}`), 'user-later', 'forged'];
      for (const token of tokens) assert.ok(!its.log().includes(token), token);
      // What failed is in the log all the same.
      assert.match(its.log(), /\/oidc\/me/);
    });
  });
}

function get({ url }, authorization) {
  return fetch(`${url}/me`, authorization === undefined ? {} : { headers: { authorization } });
}

async function refused(answer, status, challenge, what) {
  assert.equal(answer.status, status, what);
  assert.match(answer.headers.get('www-authenticate') ?? '', challenge, what);
  assert.equal(answer.headers.get('retry-after'), null, what);
}

async function unavailable(answer, what) {
  assert.equal(answer.status, 503, what);
  assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/, what);
  assert.equal(answer.headers.get('www-authenticate'), null, what);
}
