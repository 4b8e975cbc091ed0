// PyPI `oidc-provider-mock`: another engine (Authlib), RS256, an issuer without a path, no
// revocation endpoint, no `iss` on callbacks, refresh tokens for `client_secret_basic` alone, and
// refusals that forget the state.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CLIENT_SECRET, projectFile } from './harness/agenda.mjs';
import { Exit, answers, exits, keepsSecrets, says } from './harness/assert.mjs';
import { AUTHORIZATION_URL, makeProject } from './harness/gptauth.mjs';
import { freshBrowser } from './harness/scripted-browser.mjs';
import { startMock } from './servers/mock.mjs';

describe('oidc-provider-mock', () => {
  let server;
  let project;

  before(async () => {
    server = await startMock();
    const { issuer } = server;
    const settings = {
      issuer,
      client_id: 'anyone',
      token_endpoint_auth_method: 'client_secret_basic',
      scope: 'openid email',
    };
    project = makeProject({
      files: { 'gptauth.toml': projectFile(issuer, settings) },
      environment: { GPTAUTH_CLIENT_SECRET: CLIENT_SECRET },
    });
  });

  after(() => {
    server?.close();
    project?.remove();
  });

  test('oidc-provider-mock: login, status, refresh and logout', async () => {
    exits(await project.login(signInAsBob, ['-v']), Exit.DONE);
    const status = await project.run(['status']);
    exits(status, Exit.DONE);
    answers(status, /bob@example\.com/);
    const token = await project.run(['token']);
    exits(await project.run(['refresh', '-v']), Exit.DONE);
    const fresh = await project.run(['token']);
    assert.notEqual(fresh.stdout, token.stdout);
    const logout = await project.run(['logout', '-v']);
    exits(logout, Exit.DONE);
    says(logout, /no revocation endpoint/);
    exits(await project.run(['token']), Exit.SIGN_IN);
    keepsSecrets(project.said, [CLIENT_SECRET, token.stdout.trim(), fresh.stdout.trim()]);
  });

  test('oidc-provider-mock: a refusal without state is not believed', async () => {
    const login = project.start(['login', '--no-browser']);
    const [url] = await login.says(AUTHORIZATION_URL);
    const browser = freshBrowser();
    await browser.submit(await browser.open(url), {}, { action: 'deny' });
    await login.says(/missing or foreign state; still waiting/);
    login.child.kill('SIGINT');
    exits(await login.ended, Exit.INTERRUPTED);
  });
});

async function signInAsBob(url) {
  const browser = freshBrowser();
  return browser.submit(await browser.open(url), { sub: 'bob@example.com' });
}
