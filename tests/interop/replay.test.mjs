// What a real Logto was recorded to answer: the server that replays it, and the words that gptauth
// finds for its refusals.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { SCHEMA, projectFile } from './harness/agenda.mjs';
import { Exit, exits, keepsSecrets, says } from './harness/assert.mjs';
import { makeProject } from './harness/gptauth.mjs';
import { RECORDINGS_ARE_MISSING, RECORDED_ORIGIN, readRecordings } from './servers/recordings.mjs';
import { startReplay } from './servers/replay.mjs';

describe('recorded Logto', { skip: RECORDINGS_ARE_MISSING }, () => {
  let logto;
  before(async () => (logto = await startReplay()));
  after(() => logto.close());

  test('replay: every recorded request is answered, and with its status', async () => {
    const origin = new URL(logto.issuer).origin;
    const timeless = readRecordings().filter(isTimeless);
    for (const { name, request, answer } of timeless) {
      const url = request.url.href.replace(RECORDED_ORIGIN, origin);
      const { status } = await fetch(url, { ...request, redirect: 'manual' });
      assert.equal(status, answer.status, `${name}: answered by ${logto.answered.at(-1)}`);
    }
    assert.ok(timeless.length > 100, `${timeless.length} of the recordings are compared`);
    assert.deepEqual(logto.unanswered, []);
  });

  test('replay: what a probe learns without signing in', async () => {
    const [registered] = logto.client.redirectUris;
    const authorize = async (parameters) => {
      const query = { response_type: 'code', scope: 'openid', state: 'mine', prompt: 'none', ...parameters };
      const url = `${logto.issuer}/auth?${new URLSearchParams(query)}`;
      const { status, headers } = await fetch(url, { redirect: 'manual' });
      return { status, location: headers.has('location') ? new URL(headers.get('location')) : undefined };
    };
    const client = { client_id: logto.client.id, redirect_uri: registered };

    const good = await authorize(client);
    assert.equal(good.status, 303);
    assert.equal(good.location.origin + good.location.pathname, registered);
    assert.deepEqual(
      ['error', 'state', 'iss'].map((name) => good.location.searchParams.get(name)),
      ['login_required', 'mine', logto.issuer],
    );
    assert.equal((await authorize({ ...client, redirect_uri: 'https://chatgpt.com/aip/g-1/oauth/callback' })).status, 400);
    assert.equal((await authorize({ ...client, client_id: 'of-another' })).status, 400);

    const token = async (secret) => {
      const authorization = `Basic ${btoa(`${logto.client.id}:${secret}`)}`;
      const body = new URLSearchParams({ grant_type: 'authorization_code', code: 'never-issued', redirect_uri: registered });
      const answer = await fetch(`${logto.issuer}/token`, { method: 'POST', headers: { authorization }, body });
      return [answer.status, (await answer.json()).error];
    };
    assert.deepEqual(await token('wrong'), [401, 'invalid_client']);
    assert.deepEqual(await token(logto.client.secrets[0]), [400, 'invalid_grant']);
    assert.equal((await fetch(`${logto.issuer}/me`, { headers: { authorization: 'Bearer forged' } })).status, 401);
    assert.deepEqual(logto.unanswered, []);
  });

  describe('gptauth', () => {
    let project;
    before(() => {
      const settings = (client_id) => ({
        issuer: logto.issuer,
        client_id,
        scope: 'openid offline_access',
        loopback_redirect_uri: logto.client.redirectUris[0],
      });
      project = makeProject({
        files: {
          'gptauth.toml': projectFile('http://127.0.0.1:9/api', settings(logto.client.id), {
            'wrong-id': settings('of-another'),
          }),
          'openapi.yaml': SCHEMA,
        },
      });
    });
    after(() => project.remove());

    /** Comes back from a sign-in with a code that Logto never issued. */
    const comeBack = (url) => {
      const { redirect_uri: back, state } = Object.fromEntries(new URL(url).searchParams);
      return fetch(`${back}?${new URLSearchParams({ code: 'never-issued', state, iss: logto.issuer })}`);
    };
    const login = (secret, environment) =>
      project.login(comeBack, [], { env: { GPTAUTH_CLIENT_SECRET: secret, ...environment } });

    test('replay: a wrong secret is told from a code that is no good', async () => {
      const wrong = await login('canary-wrong-secret-d00d');
      exits(wrong, Exit.SIGN_IN);
      says(wrong, /401 invalid_client/);
      const right = await login(logto.client.secrets[0]);
      exits(right, Exit.SIGN_IN);
      says(right, /400 invalid_grant/);
      keepsSecrets([wrong, right], ['canary-wrong-secret-d00d', ...logto.client.secrets]);
    });

    test('replay: an unknown client is told by its name', async () => {
      const unknown = await login('canary-wrong-secret-d00d', { GPTAUTH_ENV: 'wrong-id' });
      exits(unknown, Exit.SIGN_IN);
      says(unknown, /400 invalid_client/);
      says(unknown, /of-another/);
    });

    test('replay: a token that Logto does not know means signing in again', async () => {
      const run = await project.run(['status'], { env: { GPTAUTH_ACCESS_TOKEN: 'canary-unknown-token' } });
      exits(run, Exit.SIGN_IN);
      says(run, /does not accept the access token \(invalid_token: invalid token provided\)/);
      keepsSecrets([run], ['canary-unknown-token']);
    });
  });
});

/** Whether nothing issued, used up or remembered decides the answer. */
function isTimeless({ request: { url, headers, body } }) {
  const said = `${url.search} ${headers.get('authorization')} ${body}`.replace(/code_challenge=[\w-]+/, '');
  const isProtocol = url.pathname.startsWith('/oidc') || url.pathname.startsWith('/.well-known');
  return isProtocol && !headers.has('cookie') && !/[\w-]{40}/.test(said);
}
