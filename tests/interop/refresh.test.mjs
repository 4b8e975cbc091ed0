// Refresh tokens under the policies that lose them: single use with reuse detection and many
// processes, `offline_access` without consent, and grants that are gone.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signIn, startAgenda } from './harness/agenda.mjs';
import { Exit, answers, exits, json, keepsSecrets, says } from './harness/assert.mjs';

const PROCESSES = 8;
const ROUNDS = 3;

describe('single-use refresh tokens with reuse detection', () => {
  let agenda;
  let lifetime = 3600;
  const refreshes = () =>
    agenda.provider.wire.exchanges.filter(({ grantType }) => grantType === 'refresh_token');
  const together = (...args) =>
    Promise.all(Array.from({ length: PROCESSES }, () => agenda.project.run(args)));
  const granted = (exchange) => exchange.refused === undefined;

  before(async () => {
    agenda = await startAgenda({
      policy: {
        rotateRefreshToken: true,
        ttl: { AccessToken: () => lifetime, IdToken: 3600, AuthorizationCode: 60, RefreshToken: 86_400, Grant: 86_400, Session: 86_400, Interaction: 600 },
      },
    });
    exits(await agenda.project.login(signIn), Exit.DONE);
  });
  after(() => agenda.stop());

  test(`rotation: ${PROCESSES} processes with an expired token refresh once, ${ROUNDS} times over`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      lifetime = 1;
      exits(await agenda.project.run(['refresh']), Exit.DONE);
      lifetime = 3600;
      const before = refreshes().length;
      const runs = await together('token');
      runs.forEach((run) => exits(run, Exit.DONE));
      assert.equal(new Set(runs.map(({ stdout }) => stdout)).size, 1, 'all print the same token');
      assert.equal(refreshes().length - before, 1);
    }
    assert.ok(refreshes().every(granted));
  });

  test(`rotation: ${PROCESSES} processes whose token the API no longer takes refresh once`, async () => {
    const before = refreshes().length;
    const { stdout } = await agenda.project.run(['token']);
    await agenda.provider.forget(stdout.trim());
    const runs = await together('call', 'listItems');
    runs.forEach((run) => exits(run, Exit.DONE));
    assert.equal(refreshes().length - before, 1);
  });

  test(`rotation: ${PROCESSES} processes that refresh by command leave the grant whole`, async () => {
    const runs = await together('refresh');
    runs.forEach((run) => exits(run, Exit.DONE));
    assert.ok(refreshes().every(granted));
    assert.equal(agenda.provider.wire.revocations, 0);
    answers(await agenda.project.run(['status']), /alice/);
  });

  test('rotation: after a thief used a token twice, the way back is a new login', async () => {
    const [stolen] = refreshes().map(({ refreshToken }) => refreshToken);
    const theft = await agenda.provider.refresh(stolen);
    assert.equal(theft.error, 'invalid_grant');
    assert.equal(agenda.provider.wire.revocations, 1);
    const run = await agenda.project.run(['refresh']);
    exits(run, Exit.SIGN_IN);
    says(run, /invalid_grant/);
    says(run, /gptauth login/);
    exits(await agenda.project.run(['token']), Exit.SIGN_IN);
    exits(await agenda.project.login(signIn), Exit.DONE);
    exits(await agenda.project.run(['refresh']), Exit.DONE);
    keepsSecrets(agenda.project.said, agenda.provider.secrets());
  });
});

describe('refresh tokens for offline_access with consent only', () => {
  let agenda;
  before(async () => (agenda = await startAgenda({ client: { alwaysIssueRefreshToken: false } })));
  after(() => agenda.stop());

  test('offline_access without prompt=consent: no refresh token, said at once and in status', async () => {
    const login = await agenda.project.login(signIn);
    exits(login, Exit.DONE);
    says(login, /no refresh token/i);
    assert.ok(!agenda.provider.wire.scopes.at(-1).includes('offline_access'));
    const status = json(await agenda.project.run(['status', '--format', 'json']));
    assert.equal(status.refreshable, false);
    const refresh = await agenda.project.run(['refresh']);
    exits(refresh, Exit.SIGN_IN);
    says(refresh, /no refresh token/i);
  });

  test('offline_access without prompt=consent: --as-chatgpt tells what its users would meet', async () => {
    const login = await agenda.project.login(signIn, ['--as-chatgpt']);
    exits(login, Exit.DONE);
    says(login, /no refresh token/i);
    says(login, /ChatGPT/);
  });
});

test('logout after the grant is gone at the provider still forgets', async () => {
  const agenda = await startAgenda({ policy: { rotateRefreshToken: true } });
  try {
    exits(await agenda.project.login(signIn), Exit.DONE);
    await agenda.provider.forgetGrants();
    exits(await agenda.project.run(['logout']), Exit.DONE);
    exits(await agenda.project.run(['token']), Exit.SIGN_IN);
  } finally {
    await agenda.stop();
  }
});
