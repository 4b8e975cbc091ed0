// Debian's `glewlwyd`: a third engine (C), ES256, JWTs as access tokens that are valid within the
// second they are issued, single-use refresh tokens, and a revocation endpoint.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CLIENT_SECRET, SCHEMA, projectFile } from './harness/agenda.mjs';
import { Exit, answers, exits, keepsSecrets, says } from './harness/assert.mjs';
import { makeProject } from './harness/gptauth.mjs';
import { startApi } from './servers/api.mjs';
import {
  GLEWLWYD_IS_MISSING,
  glewlwydClient,
  signInAtGlewlwyd as signIn,
  startGlewlwyd,
} from './servers/glewlwyd.mjs';
import { freePort } from './servers/listen.mjs';

describe('glewlwyd', { skip: GLEWLWYD_IS_MISSING }, () => {
  let provider;
  let api;
  let project;

  before(async () => {
    const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
    const method = 'client_secret_basic';
    const client = glewlwydClient({ id: 'agenda', secret: CLIENT_SECRET, method, redirectUri });
    provider = await startGlewlwyd({ clients: [client] });
    api = await startApi({ userinfo: `${provider.issuer}/userinfo` });
    const settings = (scope) => ({
      issuer: provider.issuer,
      client_id: 'agenda',
      token_endpoint_auth_method: method,
      scope,
      loopback_redirect_uri: redirectUri,
    });
    project = makeProject({
      files: {
        'gptauth.toml': projectFile(api.url, settings('openid'), { 'without-openid': settings('g_profile') }),
        'openapi.yaml': SCHEMA,
      },
      environment: { GPTAUTH_CLIENT_SECRET: CLIENT_SECRET },
    });
  });

  after(async () => {
    project.remove();
    await Promise.all([provider.close(), api.close()]);
  });

  test('glewlwyd: login, status, call, refresh and logout', async () => {
    const login = await project.login(signIn, ['-v']);
    exits(login, Exit.DONE);
    answers(await project.run(['status']), /\S/);
    exits(await project.run(['call', 'listItems']), Exit.DONE);
    const token = await project.run(['token']);
    exits(await project.run(['refresh', '-v']), Exit.DONE);
    const fresh = await project.run(['token']);
    assert.notEqual(fresh.stdout, token.stdout);
    exits(await project.run(['call', 'listItems']), Exit.DONE);
    exits(await project.run(['logout', '-v']), Exit.DONE);
    exits(await project.run(['token']), Exit.SIGN_IN);
    keepsSecrets(project.said, [CLIENT_SECRET, token.stdout.trim(), fresh.stdout.trim()]);
  });

  test('glewlwyd: --as-chatgpt is refused with the scope openid, for want of a nonce', async () => {
    const login = await project.login(signIn, ['--as-chatgpt']);
    exits(login, Exit.SIGN_IN);
    says(login, /nonce required/);
    says(login, /ChatGPT, which sends neither/);
  });

  test('glewlwyd: --as-chatgpt is accepted without the scope openid, PKCE being optional', async () => {
    const login = await project.login(signIn, ['--as-chatgpt'], { env: { GPTAUTH_ENV: 'without-openid' } });
    exits(login, Exit.DONE);
  });

  test('glewlwyd: eight processes share one single-use refresh token', async () => {
    exits(await project.login(signIn), Exit.DONE);
    const runs = await Promise.all(Array.from({ length: 8 }, () => project.run(['refresh'])));
    runs.forEach((run) => exits(run, Exit.DONE));
    exits(await project.run(['refresh']), Exit.DONE);
  });

  test('glewlwyd: a wrong client secret is said to be one', async () => {
    const wrong = 'canary-wrong-secret-d00d';
    const login = await project.login(signIn, [], { env: { GPTAUTH_CLIENT_SECRET: wrong } });
    exits(login, Exit.SIGN_IN);
    says(login, /client secret|secret/);
    keepsSecrets([login], [wrong, CLIENT_SECRET]);
  });
});
