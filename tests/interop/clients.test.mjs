// Clients of other kinds at the engine under Logto: public ones, secrets that need encoding, a free
// port on the loopback, PKCE that the provider insists on, and what a refusal is said to be.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CLIENT_SECRET, signIn, startAgenda, wholeRound } from './harness/agenda.mjs';
import { Exit, exits, keepsSecrets, says } from './harness/assert.mjs';
import { freshBrowser } from './harness/scripted-browser.mjs';

describe('a public client, of which PKCE is required', () => {
  let agenda;
  before(async () => (agenda = await startAgenda({ method: 'none' })));
  after(() => agenda.stop());

  test('public: the whole round, with nothing but its identifier', async () => {
    await wholeRound(agenda);
    assert.ok(agenda.provider.wire.exchanges.length >= 2);
    for (const exchange of agenda.provider.wire.exchanges) {
      assert.deepEqual([exchange.basic, exchange.secretInBody], [false, false]);
    }
    keepsSecrets(agenda.project.said, agenda.provider.secrets());
  });

  test('public: --as-chatgpt is refused, and PKCE is said to be why', () => refusedWithoutPkce(agenda));
});

describe('a confidential client, of which PKCE is required', () => {
  let agenda;
  before(async () => (agenda = await startAgenda({ policy: { pkce: { required: () => true } } })));
  after(() => agenda.stop());

  test('PKCE required: the whole round', () => wholeRound(agenda));
  test('PKCE required: --as-chatgpt is refused, and PKCE is said to be why', () => refusedWithoutPkce(agenda));
});

async function refusedWithoutPkce(agenda) {
  const exchanges = agenda.provider.wire.exchanges.length;
  const login = await agenda.project.login((url) => freshBrowser().open(url), ['--as-chatgpt']);
  exits(login, Exit.SIGN_IN);
  says(login, /invalid_request/);
  says(login, /PKCE/);
  says(login, /ChatGPT/);
  assert.equal(agenda.provider.wire.exchanges.length, exchanges, 'there is no code to exchange');
}

for (const method of ['client_secret_basic', 'client_secret_post']) {
  test(`${method}: identifier and secret of characters that every encoding changes`, async () => {
    const client = { client_id: 'agenda: +%2F/gpt', client_secret: 'canary: +%3A &=\\"@~/secret' };
    const agenda = await startAgenda({ method, client, oauth: () => ({ client_id: client.client_id }) });
    try {
      await wholeRound(agenda);
      keepsSecrets(agenda.project.said, agenda.provider.secrets());
    } finally {
      await agenda.stop();
    }
  });
}

test('a confidential client that comes without its secret is refused, and the setting is named', async () => {
  const agenda = await startAgenda({ oauth: () => ({ token_endpoint_auth_method: 'none' }) });
  try {
    const login = await agenda.project.login(signIn);
    exits(login, Exit.SIGN_IN);
    says(login, /invalid_client/);
    says(login, /token_endpoint_auth_method/);
    keepsSecrets([login], [CLIENT_SECRET]);
  } finally {
    await agenda.stop();
  }
});

test('a native client may have any port of the loopback (RFC 8252 section 7.3)', async () => {
  const agenda = await startAgenda({
    method: 'none',
    client: { application_type: 'native', redirect_uris: ['http://127.0.0.1/callback'] },
    oauth: () => ({ loopback_redirect_uri: undefined }),
  });
  try {
    const first = await agenda.project.login(signIn);
    exits(first, Exit.DONE);
    const second = await agenda.project.login(signIn);
    exits(second, Exit.DONE);
    const ports = [first, second].map(({ url }) => new URL(url.searchParams.get('redirect_uri')).port);
    assert.ok(ports.every((port) => Number(port) >= 1024), `${ports}`);
  } finally {
    await agenda.stop();
  }
});

test('an answer without the `iss` that the provider announces is not redeemed (RFC 9207 section 2.4)', async () => {
  const agenda = await startAgenda();
  try {
    const login = await agenda.project.login(async (url) => {
      const browser = freshBrowser({ stopAt: new URL(url).searchParams.get('redirect_uri') });
      const answer = await signIn(url, browser);
      answer.url.searchParams.delete('iss');
      return fetch(answer.url);
    });
    exits(login, Exit.PROTOCOL);
    says(login, /iss/);
    assert.equal(agenda.provider.wire.exchanges.length, 0);
  } finally {
    await agenda.stop();
  }
});
