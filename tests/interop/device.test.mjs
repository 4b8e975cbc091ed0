// The device authorization grant at the engine under Logto: a code is shown here, and typed into a
// browser elsewhere.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { signIn, startAgenda } from './harness/agenda.mjs';
import { Exit, answers, exits, keepsSecrets, says } from './harness/assert.mjs';
import { freshBrowser } from './harness/scripted-browser.mjs';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const USER_CODE = /[A-Z]{4}-[A-Z]{4}/;
const VERIFICATION_PAGE = /https?:\/\/\S+\/device\S*(?=\s)/;

for (const method of ['none', 'client_secret_basic']) {
  describe(`device, ${method}`, () => {
    let agenda;
    before(async () => {
      agenda = await startAgenda({
        method,
        client: { grant_types: ['authorization_code', 'refresh_token', DEVICE_CODE] },
        policy: { features: { deviceFlow: { enabled: true } } },
      });
    });
    after(() => agenda.stop());

    test(`device, ${method}: a sign-in on another device, and all that follows`, async () => {
      const login = await onAnotherDevice(agenda, 'yes');
      exits(login, Exit.DONE);
      assert.equal(login.stdout, '');
      answers(await agenda.project.run(['status']), /alice/);
      exits(await agenda.project.run(['call', 'listItems']), Exit.DONE);
      exits(await agenda.project.run(['refresh']), Exit.DONE);
      exits(await agenda.project.run(['logout']), Exit.DONE);
      const grants = agenda.provider.wire.exchanges.filter(({ refused }) => !refused);
      assert.deepEqual(grants.map(({ grantType }) => grantType), [DEVICE_CODE, 'refresh_token']);
      keepsSecrets(agenda.project.said, agenda.provider.secrets());
    });

    test(`device, ${method}: a refusal there ends the wait here`, async () => {
      const login = await onAnotherDevice(agenda, 'no');
      exits(login, Exit.SIGN_IN);
      says(login, /access_denied|declined|refused/);
    });
  });
}

test('device: a provider without it is told by what it announces', async () => {
  const agenda = await startAgenda();
  try {
    const login = await agenda.project.run(['login', '--device']);
    assert.notEqual(login.status, Exit.DONE);
    says(login, /device/i);
  } finally {
    await agenda.stop();
  }
});

/** Runs `gptauth login --device`, and types its code into a browser that then signs in. */
async function onAnotherDevice({ project }, answer) {
  const login = project.start(['login', '--device']);
  const [url] = await login.says(VERIFICATION_PAGE);
  const [code] = await login.says(USER_CODE);
  const browser = freshBrowser();
  const confirm = await browser.submit(await browser.open(url), { user_code: code });
  if (answer === 'no') {
    await browser.submit(confirm, {}, { abort: 'yes' });
  } else {
    const interaction = await browser.submit(confirm, {}, { confirm: 'yes' });
    assert.equal((await signIn(interaction.url, browser)).status, 200);
  }
  return login.ended;
}
