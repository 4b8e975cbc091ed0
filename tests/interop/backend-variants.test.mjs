// The variants of the back ends that `gptauth backend` writes, chosen as their READMEs say: the
// provider looks into the token (RFC 7662), or the back end checks a JWT itself (RFC 9068).

import assert from 'node:assert/strict';
import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Exit, exits, json } from './harness/assert.mjs';
import { freePort } from './servers/listen.mjs';
import { BACKENDS, missing, title } from './servers/backends/programs.mjs';
import { INTROSPECTED_GOOD, INTROSPECTED_NONSENSE, INTROSPECTED_REFUSED } from './servers/backends/scripted-userinfo.mjs';
import { CLIENT, start, startSignedIn, write } from './servers/backends/start.mjs';

const API = 'https://api.example.com';
const KID = 'of-this-test';
const OTHER = 'other-of-this-test';

/** Asks for the header, which is Spring's own affair. */
const PASSES = 'gptauth test finds nothing';

const INTROSPECTION = {
  'the user of an access token is let in, and the token looked into once': async ({ me, token, userinfo }) => {
    const asked = userinfo.count();
    for (let time = 0; time < 3; time += 1) {
      const answer = await me(token);
      assert.deepEqual([answer.status, await answer.json()], [200, { sub: 'alice' }]);
    }
    assert.deepEqual([userinfo.introspected, userinfo.count() - asked], [1, 0]);
  },
  'a forged token and a refresh token: 401': async ({ me, project }) => {
    const run = await project.run(['refresh', '--show-tokens', '--format', 'json']);
    exits(run, Exit.DONE);
    const tokens = JSON.stringify(json(run));
    const refresh = /"refresh_token":"([^"]+)"/.exec(tokens)?.[1];
    assert.ok(refresh, 'there is a refresh token');
    for (const token of ['forged', refresh]) await refused(await me(token), token);
  },
  [PASSES]: ({ project }) => passesTest(project),
  'a wrong secret, a web page and nobody at all: 503': async ({ name, folder, token, provider, env }) => {
    const page = `${new URL(provider.issuer).origin}/web-page`;
    const nobody = `http://127.0.0.1:${await freePort()}/introspection`;
    for (const wrong of [{ INTROSPECTION_CLIENT_SECRET: 'wrong' }, { INTROSPECTION_ENDPOINT: page }, { INTROSPECTION_ENDPOINT: nobody }]) {
      await unavailableWith({ name, folder, token, env: { ...env, ...wrong } });
    }
  },
  'whatever the provider finds is taken as it says': async ({ name, folder, provider, userinfo }) => {
    const env = {
      INTROSPECTION_ENDPOINT: `${new URL(provider.issuer).origin}/introspection`,
      INTROSPECTION_CLIENT_ID: 'https://api.example.com',
      INTROSPECTION_CLIENT_SECRET: 'a:b+c d%e/\u00e9&',
    };
    const other = await start(name, folder, { env });
    try {
      for (const token of Object.keys(INTROSPECTED_REFUSED)) await refused(await me(other, token), token);
      for (const token of Object.keys(INTROSPECTED_NONSENSE)) await unavailable(await me(other, token), token);
      for (const token of Object.keys(INTROSPECTED_GOOD)) {
        for (let time = 0; time < 2; time += 1) assert.equal((await me(other, token)).status, 200, token);
        assert.equal(userinfo.count(token), token === 'good-until-now' ? 2 : 1, token);
      }
      // As RFC 6749 section 2.3.1 has it: form-encoded, then joined.
      const decoded = [...userinfo.credentials].map((text) => text.split(':').map((part) => new URLSearchParams(`_=${part}`).get('_')));
      assert.deepEqual(decoded, [[env.INTROSPECTION_CLIENT_ID, env.INTROSPECTION_CLIENT_SECRET]]);
      for (const token of Object.keys(INTROSPECTED_NONSENSE)) assert.ok(!other.log().includes(token), token);
    } finally {
      await other.stop();
    }
  },
};

const JWT = {
  'the user of an access token is let in, and nobody is asked': async ({ me, token, userinfo }) => {
    const asked = userinfo.count();
    assert.equal(token.split('.').length, 3);
    const answer = await me(token);
    assert.deepEqual([answer.status, await answer.json()], [200, { sub: 'alice' }]);
    assert.deepEqual([userinfo.introspected, userinfo.count() - asked], [0, 0]);
  },
  'what is as the provider signs it is let in': async ({ me, claims, signed }) => {
    for (const own of [{}, { aud: [API, 'other'] }, { sub: 'bob' }, { nbf: now() - 60 }, { exp: now() - 10 }, { nbf: now() + 10 }]) {
      const answer = await me(signed({ ...claims(), ...own }));
      assert.deepEqual([answer.status, await answer.json()], [200, { sub: own.sub ?? 'alice' }], JSON.stringify(own));
    }
    for (const typ of ['application/at+jwt', 'AT+JWT']) assert.equal((await me(signed(claims(), { typ }))).status, 200, typ);
  },
  'claims that are not for this API, or not any more: 401': async ({ me, claims, signed }) => {
    const wrong = {
      'expired': { exp: now() - 3600 },
      'expired a little while ago': { exp: now() - 90 },
      'not for a little while': { nbf: now() + 90 },
      'without expiry': { exp: undefined },
      'not yet': { nbf: now() + 3600 },
      'another issuer': { iss: 'https://evil.example.com' },
      'without issuer': { iss: undefined },
      'another audience': { aud: CLIENT.id },
      'other audiences': { aud: [`${API}/`, CLIENT.id] },
      'without audience': { aud: undefined },
      'without user': { sub: undefined },
      'an empty user': { sub: '' },
      'a user that is a number': { sub: 7 },
      'an expiry in words': { exp: 'tomorrow' },
    };
    for (const [what, own] of Object.entries(wrong)) await refused(await me(signed({ ...claims(), ...own })), what);
  },
  'JWTs that are no access tokens: 401': async ({ name, folder, env, me: ask, claims, signed }) => {
    for (const typ of ['JWT', 'logout+jwt', 'application/jwt', '', undefined]) await refused(await ask(signed(claims(), { typ })), typ);
    const other = await start(name, folder, { env: { ...env, ACCESS_TOKEN_TYPE: 'JWT' } });
    try {
      assert.equal((await me(other, signed(claims(), { typ: 'JWT' }))).status, 200);
      await refused(await me(other, signed(claims())), 'at+jwt');
    } finally {
      await other.stop();
    }
  },
  'signatures that are not the provider\'s: 401': async ({ me, claims, signed, publicKey }) => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
    const small = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const good = signed(claims());
    const [head, body, signature] = good.split('.');
    const unsigned = `${encoded({ alg: 'none', kid: KID })}.${body}`;
    const shared = `${encoded({ alg: 'HS256', kid: KID })}.${body}`;
    const hmac = (key) => `${shared}.${createHmac('sha256', key).update(shared).digest('base64url')}`;
    const wrong = {
      'another key under the same name': signed(claims(), {}, other),
      'another curve under the same name': signed(claims(), { alg: 'ES256' }, small),
      'the algorithm of another curve': signed(claims(), { alg: 'ES256' }),
      'a key that nobody knows': signed(claims(), { kid: 'unknown' }),
      'another key of the provider': signed(claims(), { kid: OTHER }),
      'no key at all': signed(claims(), { kid: undefined }),
      'a key that is no name': signed(claims(), { kid: 7 }),
      'a key of its own': signed(claims(), { kid: 'mine', jwk: other.export({ format: 'jwk' }) }, other),
      'a header in a thousand layers': `${Buffer.from('['.repeat(5000)).toString('base64url')}.${body}.${signature}`,
      'none': `${unsigned}.`,
      'none, with a signature': `${unsigned}.${signature}`,
      'the public key as a shared secret': hmac(publicKey.export({ format: 'pem', type: 'spki' })),
      'the public key as a shared secret, JWK': hmac(JSON.stringify(publicKey.export({ format: 'jwk' }))),
      'other claims': `${head}.${encoded({ ...claims(), sub: 'bob' })}.${signature}`,
      'no signature': `${head}.${body}.`,
      'half of it': good.slice(0, -10),
      'a critical header that nobody knows': signed(claims(), { crit: ['evil'], evil: true }),
      'no JWT': 'forged',
      'an empty one': '..',
    };
    for (const [what, token] of Object.entries(wrong)) await refused(await me(token), what);
  },
  [PASSES]: ({ project }) => passesTest(project),
  'a web page in place of the keys, and nobody at all: 503': async ({ name, folder, token, provider, env }) => {
    const page = `${new URL(provider.issuer).origin}/web-page`;
    const nobody = `http://127.0.0.1:${await freePort()}/keys`;
    for (const JWKS_URI of [page, nobody]) await unavailableWith({ name, folder, token, env: { ...env, JWKS_URI } });
  },
  'keys that nobody knows do not have the provider asked each time': async ({ me, claims, signed, userinfo }) => {
    const asked = userinfo.askedForKeys;
    const tokens = Array.from({ length: 40 }, (_, number) => signed(claims(), { kid: `unknown-${number}` }));
    const answers = await Promise.all(tokens.map(me));
    for (const answer of answers) await refused(answer);
    assert.ok(userinfo.askedForKeys - asked <= 2, `${userinfo.askedForKeys - asked} questions`);
  },
  'a new key of the provider is found before long, and the old one forgotten': async ({ me, claims, signed, userinfo }) => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    userinfo.keys = [{ ...publicKey.export({ format: 'jwk' }), alg: 'ES384', use: 'sig', kid: 'new' }];
    const renewed = () => signed(claims(), { kid: 'new' }, privateKey);
    await until(async () => (await me(renewed())).status === 200);
    await refused(await me(signed(claims())), 'the old key');
  },
  'the provider is stopped: its keys go on being good, and 503 for one that is not known': async ({ me, claims, signed, userinfo, provider, publicKey }) => {
    userinfo.keys = [{ ...publicKey.export({ format: 'jwk' }), alg: 'ES384', use: 'sig', kid: KID }];
    await until(async () => (await me(signed(claims()))).status === 200);
    await provider.close();
    await until(async () => (await me(signed(claims(), { kid: 'unknown' }))).status === 503);
    assert.equal((await me(signed(claims()))).status, 200);
  },
};

/** What the two variants need of the provider and of the environment. */
function introspection() {
  return { env: { INTROSPECTION_CLIENT_ID: CLIENT.id, INTROSPECTION_CLIENT_SECRET: CLIENT.secret } };
}

function jwt() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const key = { ...privateKey.export({ format: 'jwk' }), alg: 'ES384', use: 'sig', kid: KID };
  const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'jwk' });
  const resources = {
    enabled: true,
    getResourceServerInfo: (_context, resource) => ({
      audience: resource,
      scope: '',
      accessTokenFormat: 'jwt',
      jwt: { sign: { alg: 'ES384' } },
    }),
    useGrantedResource: () => true,
  };
  const signed = (claims, header = {}, by = privateKey) => {
    const text = `${encoded({ alg: 'ES384', kid: KID, typ: 'at+jwt', ...header })}.${encoded(claims)}`;
    const hash = header.alg === 'ES256' ? 'sha256' : 'sha384';
    return `${text}.${sign(hash, Buffer.from(text), { key: by, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  return { policy: { jwks: { keys: [key, { ...other, alg: 'ES384', use: 'sig', kid: OTHER }] }, features: { resourceIndicators: resources } }, resource: API, signed, publicKey: createPublicKey(publicKey.export({ format: 'pem', type: 'spki' })) };
}

const VARIANTS = { introspection: [introspection, INTROSPECTION], jwt: [jwt, JWT] };

describe('variants', { concurrency: 4 }, () => {
  for (const [name, { variants }] of Object.entries(BACKENDS)) {
    for (const variant of Object.keys(variants)) suite(name, variant);
  }
});

function suite(name, variant) {
  const words = `backend ${title(name)}, ${variant}`;
  const skip = missing(name);
  if (skip) return test(words, { skip }, () => {});
  return describe(words, { concurrency: 1 }, () => {
    const its = {};
    const [prepare, cases] = VARIANTS[variant];

    before(async () => {
      Object.assign(its, { name }, prepare());
      Object.assign(its, await startSignedIn(its));
      its.folder = await write(name, its, variant);
      Object.assign(its, await start(name, its.folder, { port: its.port, env: its.env }));
      its.me = (token) => me(its, token);
      its.claims = () => ({ iss: its.provider.issuer, aud: API, sub: 'alice', exp: now() + 600, iat: now() });
    });

    after(async () => {
      await its.stop?.();
      await its.end?.();
    });

    const held = Object.entries(cases).filter(([what]) => name !== 'spring' || what !== PASSES);
    for (const [what, run] of held) test(`${words}: ${what}`, () => run(its));
  });
}

const now = () => Math.floor(Date.now() / 1000);
const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const me = ({ url }, token) => fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } });

async function passesTest(project) {
  exits(await project.run(['test']), Exit.DONE);
}

async function refused(answer, what) {
  assert.equal(answer.status, 401, what);
  assert.match(answer.headers.get('www-authenticate') ?? '', /error="invalid_token"/, what);
}

async function unavailable(answer, what) {
  assert.equal(answer.status, 503, what);
  assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/, what);
  assert.equal(answer.headers.get('www-authenticate'), null, what);
}

/** Asks again and again, for twenty seconds at most. */
async function until(is) {
  const end = Date.now() + 20_000;
  while (!(await is())) {
    assert.ok(Date.now() < end, `in time: ${is}`);
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function unavailableWith({ name, folder, token, env }) {
  const other = await start(name, folder, { env });
  try {
    await unavailable(await me(other, token), JSON.stringify(env));
  } finally {
    await other.stop();
  }
}
