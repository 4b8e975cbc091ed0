// As much of WebDriver (https://www.w3.org/TR/webdriver2/) as one sign-in needs, over plain HTTP.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PATIENCE } from '../interop/harness/patience.mjs';
import { freePort } from '../interop/servers/listen.mjs';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  // A container gives it no more than 64 MiB of shared memory.
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--window-size=900,700',
];

/** Starts chromedriver and, through it, a headless Chromium with a profile of its own. */
export async function startChromium() {
  const profile = mkdtempSync(join(tmpdir(), 'gptauth-chromium-'));
  const port = await freePort();
  const driver = spawn('chromedriver', [`--port=${port}`], { stdio: 'ignore' });
  const ended = new Promise((done) => driver.once('exit', done));
  const origin = `http://127.0.0.1:${port}`;

  async function command(method, path, body) {
    const answer = await fetch(`${origin}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  await until('chromedriver is ready', async () => (await command('GET', '/status')).ready);
  const options = { args: [...CHROMIUM_FLAGS, `--user-data-dir=${profile}`] };
  const capabilities = { alwaysMatch: { browserName: 'chrome', 'goog:chromeOptions': options } };
  const { sessionId } = await command('POST', '/session', { capabilities });
  const session = `/session/${sessionId}`;

  const find = async (css) => {
    const element = await command('POST', `${session}/element`, { using: 'css selector', value: css });
    return `${session}/element/${element[ELEMENT]}`;
  };

  return {
    open: (url) => command('POST', `${session}/url`, { url }),
    url: () => command('GET', `${session}/url`),
    title: () => command('GET', `${session}/title`),
    text: async (css) => command('GET', `${await find(css)}/text`),
    type: async (css, text) => command('POST', `${await find(css)}/value`, { text }),
    press: async (css) => command('POST', `${await find(css)}/click`, {}),
    screenshot: async (path) =>
      writeFileSync(path, Buffer.from(await command('GET', `${session}/screenshot`), 'base64')),
    stop: async () => {
      await command('DELETE', session).catch(() => {});
      driver.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** Asks `condition` until it is true. */
export async function until(what, condition) {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    if (await Promise.resolve().then(condition).catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`it never came: ${what}`);
}
