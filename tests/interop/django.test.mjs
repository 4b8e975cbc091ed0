// PyPI `django-oauth-toolkit`: oauthlib's engine, RS256, PKCE required by default, refresh tokens
// that rotate, and a revocation endpoint that OpenID discovery does not name.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CLIENT_SECRET, SCHEMA, projectFile } from './harness/agenda.mjs';
import { Exit, answers, exits, keepsSecrets, says } from './harness/assert.mjs';
import { makeProject } from './harness/gptauth.mjs';
import { startApi } from './servers/api.mjs';
import { cancelAtDjango as cancel, signInAtDjango as signIn, startDjango } from './servers/django.mjs';
import { freePort } from './servers/listen.mjs';

describe('django-oauth-toolkit', () => {
  let provider;
  let api;
  let project;

  before(async () => {
    const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
    const client = (id) => ({ id, secret: CLIENT_SECRET, redirectUri });
    provider = await startDjango({ clients: ['agenda', 'without-pkce'].map(client) });
    api = await startApi({ userinfo: `${provider.issuer}/userinfo/` });
    const settings = (id, method) => ({
      issuer: provider.issuer,
      revocation_endpoint: `${provider.issuer}/revoke_token/`,
      client_id: id,
      token_endpoint_auth_method: method,
      scope: 'openid read',
      loopback_redirect_uri: redirectUri,
    });
    const lenient = { 'without-pkce': settings('without-pkce', 'client_secret_post') };
    project = makeProject({
      files: {
        'gptauth.toml': projectFile(api.url, settings('agenda', 'client_secret_basic'), lenient),
        'openapi.yaml': SCHEMA,
      },
      environment: { GPTAUTH_CLIENT_SECRET: CLIENT_SECRET },
    });
  });

  after(async () => {
    project.remove();
    await Promise.all([provider?.close(), api?.close()]);
  });

  test('django-oauth-toolkit: login, status, call, refresh and logout', async () => {
    exits(await project.login(signIn, ['-v']), Exit.DONE);
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

  test('django-oauth-toolkit: eight processes share one rotating refresh token', async () => {
    exits(await project.login(signIn), Exit.DONE);
    const runs = await Promise.all(Array.from({ length: 8 }, () => project.run(['refresh'])));
    runs.forEach((run) => exits(run, Exit.DONE));
    exits(await project.run(['refresh']), Exit.DONE);
  });

  test('django-oauth-toolkit: --as-chatgpt is refused, and PKCE is said to be why', async () => {
    const login = await project.login(signIn, ['--as-chatgpt']);
    exits(login, Exit.SIGN_IN);
    says(login, /Code challenge required/);
    says(login, /PKCE/);
  });

  test('django-oauth-toolkit: --as-chatgpt is accepted where PKCE_REQUIRED makes an exception', async () => {
    const env = { GPTAUTH_ENV: 'without-pkce' };
    exits(await project.login(signIn, ['--as-chatgpt'], { env }), Exit.DONE);
    exits(await project.run(['call', 'listItems'], { env }), Exit.DONE);
  });

  test('django-oauth-toolkit: Cancel is a refusal', async () => {
    const login = await project.login(cancel);
    exits(login, Exit.SIGN_IN);
    says(login, /access_denied/);
  });

  test('django-oauth-toolkit: a wrong client secret is said to be one', async () => {
    const wrong = 'canary-wrong-secret-d00d';
    const login = await project.login(signIn, [], { env: { GPTAUTH_CLIENT_SECRET: wrong } });
    exits(login, Exit.SIGN_IN);
    says(login, /invalid_client/);
    keepsSecrets([login], [wrong, CLIENT_SECRET]);
  });
});
