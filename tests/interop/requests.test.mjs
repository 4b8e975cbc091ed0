// Authorization requests of other shapes at the engine under Logto: pushed, without PKCE, with
// parameters of one's own.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CLIENT_SECRET, signIn, startAgenda, wholeRound } from './harness/agenda.mjs';
import { Exit, answers, exits, json, keepsSecrets, says } from './harness/assert.mjs';
import { freshBrowser } from './harness/scripted-browser.mjs';
import { freePort } from './servers/listen.mjs';

const PUSHED_ONLY = {
  features: { pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true } },
};

/** What is left in the address that the browser opens. */
const shown = (login) => [...login.url.searchParams.keys()].sort();

describe('a provider that takes pushed requests only', () => {
  for (const method of ['client_secret_post', 'client_secret_basic', 'none']) {
    test(`PAR required: the whole round with ${method}`, async () => {
      const agenda = await startAgenda({ method, policy: PUSHED_ONLY });
      try {
        const login = await wholeRound(agenda, ['-v']);
        assert.deepEqual(shown(login), ['client_id', 'request_uri']);
        assert.equal(agenda.provider.wire.pushed, 1);
        keepsSecrets(agenda.project.said, agenda.provider.secrets());
      } finally {
        await agenda.stop();
      }
    });
  }

  test('PAR required: --as-chatgpt pushes nothing, and says that ChatGPT cannot sign in', async () => {
    const agenda = await startAgenda({ policy: PUSHED_ONLY });
    try {
      const login = await agenda.project.run(['login', '--no-browser', '--as-chatgpt']);
      exits(login, Exit.SIGN_IN);
      says(login, /ChatGPT cannot sign in here: .*pushed authorization requests/);
      assert.equal(agenda.provider.wire.pushed, 0);
    } finally {
      await agenda.stop();
    }
  });

  test('PAR required: what is wrong with the request is known before the browser opens', async () => {
    const unregistered = `http://127.0.0.1:${await freePort()}/not-registered`;
    const agenda = await startAgenda({ policy: PUSHED_ONLY, oauth: () => ({ loopback_redirect_uri: unregistered }) });
    try {
      const login = await agenda.project.run(['login', '--no-browser']);
      exits(login, Exit.SIGN_IN);
      says(login, /redirect_uri/);
      const env = { GPTAUTH_CLIENT_SECRET: 'canary-wrong-secret-d00d' };
      const wrong = await agenda.project.run(['login', '--no-browser'], { env });
      exits(wrong, Exit.SIGN_IN);
      says(wrong, /invalid_client/);
      keepsSecrets([login, wrong], [CLIENT_SECRET, env.GPTAUTH_CLIENT_SECRET]);
    } finally {
      await agenda.stop();
    }
  });
});

describe('a provider that leaves the choice', () => {
  let agenda;
  before(async () => (agenda = await startAgenda({ client: { alwaysIssueRefreshToken: false } })));
  after(() => agenda.stop());

  test('--par pushes the request', async () => {
    const login = await agenda.project.login(signIn, ['--par']);
    exits(login, Exit.DONE);
    assert.deepEqual(shown(login), ['client_id', 'request_uri']);
    assert.equal(agenda.provider.wire.pushed, 1);
  });

  test('--pkce no sends no challenge and no verifier', async () => {
    const login = await agenda.project.login(signIn, ['--pkce', 'no']);
    exits(login, Exit.DONE);
    assert.ok(!login.url.searchParams.has('code_challenge'));
    assert.equal(agenda.provider.wire.exchanges.at(-1).verifier, false);
  });

  test('--param prompt=consent brings the refresh token of offline_access', async () => {
    const without = await agenda.project.login(signIn);
    exits(without, Exit.DONE);
    assert.equal(json(await agenda.project.run(['status', '--format', 'json'])).refreshable, false);
    const login = await agenda.project.login(signIn, ['--param', 'prompt=consent']);
    exits(login, Exit.DONE);
    assert.ok(agenda.provider.wire.scopes.at(-1).includes('offline_access'));
    exits(await agenda.project.run(['refresh']), Exit.DONE);
    answers(await agenda.project.run(['status']), /alice/);
  });

  test('--param resource: an API that the provider does not know is refused by name of the error', async () => {
    const args = ['--param', 'resource=https://unknown.example.com'];
    const login = await agenda.project.login((url) => freshBrowser().open(url), args);
    exits(login, Exit.SIGN_IN);
    says(login, /invalid_target/);
  });
});

test('--pkce no where PKCE is required is refused, and PKCE is named', async () => {
  const agenda = await startAgenda({ policy: { pkce: { required: () => true } } });
  try {
    const login = await agenda.project.login((url) => freshBrowser().open(url), ['--pkce', 'no']);
    exits(login, Exit.SIGN_IN);
    says(login, /PKCE/);
  } finally {
    await agenda.stop();
  }
});
