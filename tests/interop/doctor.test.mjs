// `gptauth doctor` at providers that nobody here wrote: each policy gives its own error and no
// other, nobody is signed in, and nothing is used up.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CLIENT_SECRET, SCHEMA, projectFile, signIn, startAgenda } from './harness/agenda.mjs';
import { Exit, exits, json, keepsSecrets } from './harness/assert.mjs';
import { makeProject } from './harness/gptauth.mjs';
import { startApi } from './servers/api.mjs';
import { startDjango } from './servers/django.mjs';
import { GLEWLWYD_IS_MISSING, glewlwydClient, startGlewlwyd } from './servers/glewlwyd.mjs';
import { freePort } from './servers/listen.mjs';
import { RECORDINGS_ARE_MISSING } from './servers/recordings.mjs';
import { startReplay } from './servers/replay.mjs';

const CHATGPT = 'https://chat.openai.com/aip/g-abc123/oauth/callback';

/** The names of the errors that a run of `doctor` found, in order. */
async function errors(project, { args = [], env } = {}) {
  const run = await project.run(['doctor', '--format', 'json', ...args], { env });
  const { probes } = json(run);
  const found = probes.flatMap(({ findings }) => findings).filter(({ severity }) => severity === 'error');
  exits(run, found.length > 0 ? Exit.FINDINGS : Exit.DONE);
  keepsSecrets([run], [CLIENT_SECRET]);
  return found.map(({ name }) => name).sort();
}

/** A provider at which ChatGPT's callback is registered, as far as `set` does not change it. */
async function startForChatgpt({ registered = CHATGPT, ...set } = {}) {
  const loopback = `http://127.0.0.1:${await freePort()}/callback`;
  return startAgenda({
    ...set,
    client: { redirect_uris: [loopback, registered], ...set.client },
    oauth: () => ({ loopback_redirect_uri: loopback, chatgpt_redirect_uris: [CHATGPT], ...set.settings }),
  });
}

const PAR = { pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true } };

for (const [name, set, expected] of [
  ['all is well', {}, []],
  ['PKCE is required', { policy: { pkce: { required: () => true } } }, ['pkce-required']],
  ['pushed requests are required', { policy: { features: PAR } }, ['pushed-requests-required']],
  ['the callback is not registered', { registered: `${CHATGPT}/` }, ['redirect-uri-not-registered']],
  ['the secret is wrong', { environment: { GPTAUTH_CLIENT_SECRET: 'canary-wrong-secret-d00d' } }, ['client-secret-wrong']],
  ['the client is unknown', { settings: { client_id: 'of-another' } }, ['client-unknown']],
]) {
  test(`doctor at oidc-provider: ${name}: ${expected.join(', ') || 'no error'}`, async () => {
    const agenda = await startForChatgpt(set);
    try {
      assert.deepEqual(await errors(agenda.project), expected);
      assert.equal(agenda.provider.wire.authorizations.length, 0, 'nobody was signed in');
      assert.ok(agenda.api.requests.every(({ method }) => method === 'GET'), 'nothing was written');
    } finally {
      await agenda.stop();
    }
  });
}

test('doctor at oidc-provider: a session that there is stays as it was', async () => {
  const agenda = await startForChatgpt({ policy: { rotateRefreshToken: true } });
  try {
    exits(await agenda.project.login(signIn), Exit.DONE);
    const { stdout: token } = await agenda.project.run(['token']);
    assert.deepEqual(await errors(agenda.project), []);
    assert.equal((await agenda.project.run(['token'])).stdout, token);
    exits(await agenda.project.run(['refresh']), Exit.DONE);
    assert.equal(agenda.provider.wire.revocations, 0);
  } finally {
    await agenda.stop();
  }
});

describe('doctor at the recorded Logto', { skip: RECORDINGS_ARE_MISSING }, () => {
  let logto;
  let project;
  before(async () => {
    logto = await startReplay();
    const settings = (changed) => ({
      issuer: logto.issuer,
      client_id: logto.client.id,
      scope: 'openid offline_access',
      loopback_redirect_uri: logto.client.redirectUris[0],
      chatgpt_redirect_uris: [CHATGPT],
      ...changed,
    });
    project = makeProject({
      files: {
        'gptauth.toml': projectFile('http://127.0.0.1:9/api', settings(), {
          'other-callback': settings({ chatgpt_redirect_uris: ['https://chat.openai.com/aip/g-WRONG/oauth/callback'] }),
          'other-client': settings({ client_id: 'of-another' }),
        }),
        'openapi.yaml': SCHEMA,
      },
      environment: { GPTAUTH_CLIENT_SECRET: logto.client.secrets[0] },
    });
  });
  after(async () => {
    project.remove();
    await logto.close();
  });

  for (const [name, env, expected] of [
    ['all is well', {}, []],
    ['the callback is not registered', { GPTAUTH_ENV: 'other-callback' }, ['redirect-uri-not-registered']],
    ['the secret is wrong', { GPTAUTH_CLIENT_SECRET: 'canary-wrong-secret-d00d' }, ['client-secret-wrong']],
    ['the client is unknown', { GPTAUTH_ENV: 'other-client' }, ['client-unknown']],
  ]) {
    test(`doctor at the recorded Logto: ${name}: ${expected.join(', ') || 'no error'}`, async () => {
      const args = ['discovery', 'provider', 'client'].flatMap((group) => ['--only', group]);
      assert.deepEqual(await errors(project, { args, env }), expected);
      // What Logto says to strangers was recorded at the token endpoint alone.
      assert.deepEqual(logto.unanswered.filter((one) => !one.includes('"client":"unknown"')), []);
    });
  }
});

describe('doctor at glewlwyd', { skip: GLEWLWYD_IS_MISSING }, () => {
  let provider;
  let api;
  let project;
  before(async () => {
    const loopback = `http://127.0.0.1:${await freePort()}/callback`;
    const method = 'client_secret_basic';
    const client = glewlwydClient({ id: 'agenda', secret: CLIENT_SECRET, method, redirectUri: loopback });
    provider = await startGlewlwyd({ clients: [{ ...client, redirect_uri: [loopback, CHATGPT] }] });
    api = await startApi({ userinfo: `${provider.issuer}/userinfo` });
    const settings = (changed) => ({
      issuer: provider.issuer,
      client_id: 'agenda',
      token_endpoint_auth_method: method,
      scope: 'openid',
      loopback_redirect_uri: loopback,
      chatgpt_redirect_uris: [CHATGPT],
      ...changed,
    });
    project = makeProject({
      files: {
        'gptauth.toml': projectFile(api.url, settings(), {
          'other-callback': settings({ chatgpt_redirect_uris: [`${CHATGPT}/`] }),
          'other-client': settings({ client_id: 'of-another' }),
        }),
        'openapi.yaml': SCHEMA,
      },
      environment: { GPTAUTH_CLIENT_SECRET: CLIENT_SECRET },
    });
  });
  after(async () => {
    project.remove();
    await Promise.all([provider.close(), api.close()]);
  });

  for (const [name, env, expected] of [
    ['all is well', {}, []],
    ['the callback is not registered', { GPTAUTH_ENV: 'other-callback' }, ['redirect-uri-not-registered']],
    // It looks at the code first, so that no secret is told from another one.
    ['the secret is wrong', { GPTAUTH_CLIENT_SECRET: 'canary-wrong-secret-d00d' }, []],
  ]) {
    test(`doctor at glewlwyd: ${name}: ${expected.join(', ') || 'no error'}`, async () => {
      assert.deepEqual(await errors(project, { env }), expected);
    });
  }

  test('doctor at glewlwyd: one 403 for client and callback alike blames no callback', async () => {
    const found = await errors(project, { env: { GPTAUTH_ENV: 'other-client' } });
    assert.ok(found.includes('authorization-request-refused'), found.join());
    assert.ok(!found.includes('redirect-uri-not-registered'), found.join());
  });
});

test('doctor at django-oauth-toolkit: the secret is right, the other one wrong', async () => {
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
  const provider = await startDjango({ clients: [{ id: 'agenda', secret: CLIENT_SECRET, redirectUri }] });
  const settings = {
    issuer: provider.issuer,
    client_id: 'agenda',
    scope: 'openid',
    loopback_redirect_uri: redirectUri,
    chatgpt_redirect_uris: [CHATGPT],
  };
  const project = makeProject({
    files: { 'gptauth.toml': projectFile('http://127.0.0.1:9/api', settings), 'openapi.yaml': SCHEMA },
    environment: { GPTAUTH_CLIENT_SECRET: CLIENT_SECRET },
  });
  try {
    const args = ['discovery', 'provider', 'client'].flatMap((group) => ['--only', group]);
    const callback = 'redirect-uri-not-registered';
    assert.deepEqual(await errors(project, { args }), [callback]);
    const env = { GPTAUTH_CLIENT_SECRET: 'canary-wrong-secret-d00d' };
    assert.deepEqual(await errors(project, { args, env }), ['client-secret-wrong', callback]);
  } finally {
    project.remove();
    await provider.close();
  }
});
