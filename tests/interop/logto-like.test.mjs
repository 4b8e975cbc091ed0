// The whole job against the engine under Logto, for both ways of client authentication.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CLIENT_SECRET, cancel, signIn, startAgenda } from './harness/agenda.mjs';
import { Exit, answers, exits, json, keepsSecrets, says } from './harness/assert.mjs';
import { AUTHORIZATION_URL } from './harness/gptauth.mjs';
import { freshBrowser } from './harness/scripted-browser.mjs';
import { freePort } from './servers/listen.mjs';

for (const method of ['client_secret_post', 'client_secret_basic']) {
  describe(method, () => wholeJob(method));
}

function wholeJob(method) {
  let agenda;
  const named = (name) => `${method}: ${name}`;
  const gptauth = (...args) => agenda.project.run(args);
  const token = async () => (await gptauth('token')).stdout.trim();

  before(async () => (agenda = await startAgenda({ method })));
  after(() => agenda.stop());

  test(named('login signs in with PKCE and says nothing on stdout'), async () => {
    const login = await agenda.project.login(signIn, ['-v']);
    exits(login, Exit.DONE);
    assert.equal(login.stdout, '');
    assert.equal(login.page.status, 200);
    const [authorization] = agenda.provider.wire.authorizations.slice(-1);
    assert.equal(authorization.code_challenge_method, 'S256');
    assert.ok(authorization.state.length >= 22, 'state has 128 bits or more');
    assert.ok(authorization.nonce, 'nonce is sent with scope openid');
    const [exchange] = agenda.provider.wire.exchanges.slice(-1);
    assert.ok(exchange.verifier);
    assert.equal(exchange.basic, method === 'client_secret_basic');
    assert.equal(exchange.secretInBody, method === 'client_secret_post');
  });

  test(named('status names the account from the userinfo endpoint'), async () => {
    const status = await gptauth('status');
    exits(status, Exit.DONE);
    answers(status, /alice/);
    assert.equal(json(await gptauth('status', '--format', 'json')).schema, 1);
  });

  test(named('token prints the access token that the provider issued, and nothing else'), async () => {
    const run = await gptauth('token');
    exits(run, Exit.DONE);
    assert.match(run.stdout, /^[\w-]{43}\n$/);
    assert.ok(await agenda.provider.knows(await token()));
  });

  test(named('call sends the token where the API asks the provider about it'), async () => {
    const created = await agenda.project.run(['call', 'createItem', 'title=Buy milk', '--yes']);
    exits(created, Exit.DONE);
    assert.equal(json(created).title, 'Buy milk');
    const listed = await gptauth('call', 'listItems');
    exits(listed, Exit.DONE);
    assert.deepEqual(json(listed), agenda.api.items);
    assert.equal(agenda.api.items[0].owner, 'alice');
    const [request] = agenda.api.requests.slice(-1);
    assert.equal(request.headers.authorization, `Bearer ${await token()}`);
  });

  test(named('call sends a body that is given whole'), async () => {
    const body = '{"title":"From a body"}';
    exits(await gptauth('call', 'createItem', '--body', body, '--yes'), Exit.DONE);
    const piped = await agenda.project.run(['call', 'createItem', '--body', '-', '--yes'], { input: body });
    exits(piped, Exit.DONE);
    const [request] = agenda.api.requests.slice(-1);
    assert.deepEqual(JSON.parse(request.body), { title: 'From a body' });
  });

  test(named('call of what may change something asks first, and sends nothing where nobody answers'), async () => {
    const before = agenda.api.requests.length;
    exits(await gptauth('call', 'createItem', 'title=Unasked'), Exit.USAGE);
    assert.equal(agenda.api.requests.length, before);
  });

  test(named('call --no-auth is refused by the API'), async () => {
    const refused = await gptauth('call', 'listItems', '--no-auth');
    exits(refused, Exit.FINDINGS);
    const [request] = agenda.api.requests.slice(-1);
    assert.equal(request.headers.authorization, undefined);
  });

  test(named('test finds the API in order'), async () => {
    exits(await gptauth('test'), Exit.DONE);
    const report = await gptauth('test', '--format', 'json');
    exits(report, Exit.DONE);
    assert.equal(json(report).schema, 1);
    const bearers = agenda.api.requests.map(({ headers }) => headers.authorization);
    assert.ok(bearers.includes(undefined), 'one request without a token');
    assert.ok(bearers.some((bearer) => bearer && !known(bearer)), 'one with a forged token');
  });

  test(named('refresh brings a new access token'), async () => {
    const old = await token();
    const refresh = await gptauth('refresh', '-v');
    exits(refresh, Exit.DONE);
    assert.notEqual(await token(), old);
    const [exchange] = agenda.provider.wire.exchanges.slice(-1);
    assert.equal(exchange.grantType, 'refresh_token');
  });

  test(named('call refreshes once when the API no longer takes the token'), async () => {
    const old = await token();
    await agenda.provider.forget(old);
    exits(await gptauth('call', 'listItems', '-v'), Exit.DONE);
    assert.notEqual(await token(), old);
  });

  test(named('login --as-chatgpt sends neither PKCE nor nonce'), async () => {
    const login = await agenda.project.login(signIn, ['--as-chatgpt', '-v']);
    exits(login, Exit.DONE);
    const parameters = [...login.url.searchParams.keys()].sort();
    assert.deepEqual(parameters, ['client_id', 'redirect_uri', 'response_type', 'scope', 'state']);
    const [exchange] = agenda.provider.wire.exchanges.slice(-1);
    assert.equal(exchange.verifier, false);
    assert.equal(exchange.basic, method === 'client_secret_basic');
    exits(await gptauth('call', 'listItems'), Exit.DONE);
  });

  test(named('a failed login leaves the tokens that there were'), async () => {
    const kept = await token();
    const login = await agenda.project.login(cancel);
    exits(login, Exit.SIGN_IN);
    says(login, /access_denied/);
    assert.equal(await token(), kept);
  });

  test(named('logout revokes at the provider and forgets'), async () => {
    const last = await token();
    exits(await gptauth('logout', '-v'), Exit.DONE);
    assert.ok(agenda.provider.wire.revocations > 0);
    assert.ok(!(await agenda.provider.knows(last)), 'the access token died with its grant');
    const run = await gptauth('token');
    exits(run, Exit.SIGN_IN);
    assert.equal(run.stdout, '');
    says(run, /gptauth login/);
  });

  test(named('no secret was shown in any of this'), () => {
    keepsSecrets(agenda.project.said, agenda.provider.secrets());
  });

  function known(bearer) {
    return agenda.provider.wire.secrets.has(bearer.replace(/^Bearer /, ''));
  }
}

describe('negative', () => {
  let agenda;
  before(async () => (agenda = await startAgenda()));
  after(() => agenda.stop());

  test('without a login, call asks for one', async () => {
    const run = await agenda.project.run(['call', 'listItems']);
    exits(run, Exit.SIGN_IN);
    says(run, /gptauth login/);
    assert.equal(agenda.api.requests.length, 0);
  });

  test('a cancelled sign-in stores nothing', async () => {
    exits(await agenda.project.login(cancel), Exit.SIGN_IN);
    exits(await agenda.project.run(['token']), Exit.SIGN_IN);
  });

  test('a wrong client secret is said to be one', async () => {
    const wrong = 'canary-wrong-secret-d00d';
    const login = await agenda.project.login(signIn, ['-v'], { env: { GPTAUTH_CLIENT_SECRET: wrong } });
    exits(login, Exit.SIGN_IN);
    says(login, /invalid_client/);
    says(login, /client secret/i);
    keepsSecrets([login], [wrong, ...agenda.provider.secrets()]);
  });

  test('an answer with a foreign state does not end the wait', async () => {
    const login = await agenda.project.login(async (url) => {
      const forged = new URL(new URL(url).searchParams.get('redirect_uri'));
      forged.search = new URLSearchParams({ error: 'access_denied', state: 'somebody-else' });
      assert.notEqual((await fetch(forged)).status, 200);
      return signIn(url);
    });
    exits(login, Exit.DONE);
  });

  test('a code from an issuer that is not ours is not redeemed', async () => {
    const before = agenda.provider.wire.exchanges.length;
    const login = await agenda.project.login(async (url) => {
      const { redirect_uri: redirectUri, state } = Object.fromEntries(new URL(url).searchParams);
      const mixedUp = new URL(redirectUri);
      mixedUp.search = new URLSearchParams({ code: 'canary-code-of-another', state, iss: 'https://evil.example/oidc' });
      return fetch(mixedUp);
    });
    exits(login, Exit.PROTOCOL);
    assert.equal(agenda.provider.wire.exchanges.length, before);
    keepsSecrets([login], ['canary-code-of-another']);
  });
});

test('Ctrl-C ends a wait that the provider never answers', async () => {
  const unregistered = `http://127.0.0.1:${await freePort()}/not-registered`;
  const agenda = await startAgenda({ oauth: () => ({ loopback_redirect_uri: unregistered }) });
  try {
    const login = agenda.project.start(['login', '--no-browser']);
    const [url] = await login.says(AUTHORIZATION_URL);
    assert.equal((await freshBrowser().open(url)).status, 400);
    login.child.kill('SIGINT');
    exits(await login.ended, Exit.INTERRUPTED);
  } finally {
    await agenda.stop();
  }
});

test('explicit endpoints stand in for discovery', async () => {
  const explicit = ({ issuer }) => ({
    issuer: undefined,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/me`,
  });
  const agenda = await startAgenda({ oauth: explicit });
  try {
    exits(await agenda.project.login(signIn), Exit.DONE);
    exits(await agenda.project.run(['call', 'listItems']), Exit.DONE);
    answers(await agenda.project.run(['status']), /alice/);
  } finally {
    await agenda.stop();
  }
});

test('a provider that is down is a matter of the network', async () => {
  const agenda = await startAgenda();
  try {
    await agenda.provider.close();
    const run = await agenda.project.run(['login', '--no-browser']);
    exits(run, Exit.NETWORK);
    assert.ok(!run.stderr.includes(CLIENT_SECRET));
  } finally {
    await agenda.stop();
  }
});
