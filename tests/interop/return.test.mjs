// Ways for the answer to come back other than the usual one, at the engine under Logto.

import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { signIn, startAgenda } from './harness/agenda.mjs';
import { Exit, answers, exits, keepsSecrets } from './harness/assert.mjs';
import { AUTHORIZATION_URL } from './harness/gptauth.mjs';
import { freshBrowser } from './harness/scripted-browser.mjs';
import { freePort, listen } from './servers/listen.mjs';

test('--paste takes the address at which a browser on another machine ended', async () => {
  const agenda = await startAgenda();
  try {
    const login = agenda.project.start(['login', '--paste'], { input: null });
    const [url] = await login.says(AUTHORIZATION_URL);
    const browser = freshBrowser({ stopAt: new URL(url).searchParams.get('redirect_uri') });
    const { url: ended } = await signIn(url, browser);
    login.child.stdin.end(`${ended}\n`);
    exits(await login.ended, Exit.DONE);
    answers(await agenda.project.run(['status']), /alice/);
    keepsSecrets(agenda.project.said, agenda.provider.secrets());
  } finally {
    await agenda.stop();
  }
});

test('--listen takes the first free port of those that are registered', async () => {
  const ports = [await freePort(), await freePort()];
  const redirectUris = ports.map((port) => `http://127.0.0.1:${port}/callback`);
  const agenda = await startAgenda({
    client: { redirect_uris: redirectUris },
    oauth: () => ({ loopback_redirect_uri: redirectUris[0] }),
  });
  const squatter = createServer();
  await listen(squatter, ports[0]);
  try {
    const login = await agenda.project.login(signIn, ['--listen', ports.join()]);
    exits(login, Exit.DONE);
    assert.equal(login.url.searchParams.get('redirect_uri'), redirectUris[1]);
  } finally {
    squatter.close();
    await agenda.stop();
  }
});
