// Tokens in the keyring of the desktop, and what happens where there is none. Needs the D-Bus
// session that run.sh starts.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { signIn, startAgenda } from '../interop/harness/agenda.mjs';
import { Exit, exits, json, keepsSecrets, says } from '../interop/harness/assert.mjs';

const SESSION_BUS = process.env.DBUS_SESSION_BUS_ADDRESS;

/** Longer than 3 s on a busy machine, in milliseconds, and shorter than the 25 s of D-Bus itself. */
const LONG = 20_000;

describe('with a keyring', () => {
  let agenda;
  const gptauth = (...args) => agenda.project.run(args);

  before(async () => {
    const environment = { DBUS_SESSION_BUS_ADDRESS: SESSION_BUS };
    agenda = await startAgenda({ tokenStore: 'auto', environment });
  });
  after(() => agenda.stop());

  test('login puts the tokens into the keyring, and none into a file', async () => {
    assert.equal(storedItems(), 0);
    const login = await agenda.project.login(signIn);
    exits(login, Exit.DONE);
    says(login, /keyring/i);
    assert.ok(storedItems() > 0, 'the Secret Service holds something of gptauth');
    assert.deepEqual(filesWithSecrets(agenda), []);
  });

  test('a second process reads them back, and status says where they are', async () => {
    const status = await gptauth('status', '--format', 'json');
    exits(status, Exit.DONE);
    assert.match(json(status).store, /keyring/);
    const token = await gptauth('token');
    exits(token, Exit.DONE);
    assert.ok(await agenda.provider.knows(token.stdout.trim()));
  });

  test('refresh replaces them in place', async () => {
    const before = storedItems();
    exits(await gptauth('refresh'), Exit.DONE);
    assert.equal(storedItems(), before);
  });

  test('logout removes them', async () => {
    exits(await gptauth('logout'), Exit.DONE);
    assert.equal(storedItems(), 0);
    exits(await gptauth('token'), Exit.SIGN_IN);
    keepsSecrets(agenda.project.said, agenda.provider.secrets());
  });
});

describe('without a keyring', () => {
  let agenda;
  before(async () => (agenda = await startAgenda({ tokenStore: 'auto' })));
  after(() => agenda.stop());

  test('auto falls back to files, and says so', async () => {
    const started = Date.now();
    const status = await agenda.project.run(['status']);
    exits(status, Exit.SIGN_IN);
    assert.ok(Date.now() - started < LONG, 'nobody waits for long');
    const login = await agenda.project.login(signIn);
    exits(login, Exit.DONE);
    says(login, /file/i);
    assert.ok(json(await agenda.project.run(['status', '--format', 'json'])).store.startsWith(agenda.project.home));
    assert.ok(filesWithSecrets(agenda).length > 0, 'the tokens are in a file under HOME');
  });

  test('keyring, asked for by name, is an error of the store', async () => {
    const run = await agenda.project.run(['--token-store', 'keyring', 'login', '--no-browser']);
    exits(run, Exit.STORE);
    says(run, /--token-store file/);
  });
});

describe('a project whose tokens are in the keyring', () => {
  let agenda;
  const bus = { DBUS_SESSION_BUS_ADDRESS: SESSION_BUS };
  const gptauth = (args, env = bus) => agenda.project.run(args, { env });

  before(async () => {
    agenda = await startAgenda({ tokenStore: 'auto' });
    exits(await agenda.project.login(signIn, [], { env: bus }), Exit.DONE);
  });
  after(() => agenda.stop());

  test('r12 does not go over to files by itself where no keyring answers', async () => {
    for (const args of [['token'], ['status'], ['refresh'], ['login', '--no-browser']]) {
      const run = await gptauth(args, {});
      exits(run, Exit.STORE);
      says(run, /start or unlock the keyring/);
    }
    assert.deepEqual(filesWithSecrets(agenda), []);
    exits(await gptauth(['token']), Exit.DONE);
  });

  test('r12 waits 3 s and no longer for a bus that never answers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gptauth-bus-'));
    const held = new Set();
    const silent = createServer((socket) => held.add(socket.on('error', () => {})));
    await new Promise((listening) => silent.listen(join(folder, 'bus'), listening));
    try {
      const started = Date.now();
      const run = await gptauth(['token'], { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}` });
      const took = Date.now() - started;
      exits(run, Exit.STORE);
      says(run, /no answer within 3 s/);
      assert.ok(held.size > 0, 'the bus was asked');
      assert.ok(took >= 3_000 && took < LONG, `it took ${took} ms`);
    } finally {
      for (const socket of held) socket.destroy();
      silent.close();
      rmSync(folder, { recursive: true });
    }
  });

  test('goes over to files when that is asked for, says what stays behind, and remembers it', async () => {
    const moved = await agenda.project.login(signIn, ['--token-store', 'file'], { env: bus });
    exits(moved, Exit.DONE);
    says(moved, /`gptauth --token-store keyring logout` removes them/);
    const status = await gptauth(['status', '--format', 'json']);
    exits(status, Exit.DONE);
    assert.ok(json(status).store.startsWith(agenda.project.home), 'from now on files, with a keyring at hand');
    exits(await gptauth(['token'], {}), Exit.DONE);
    exits(await gptauth(['--token-store', 'keyring', 'logout']), Exit.DONE);
    assert.equal(storedItems(), 0);
  });

  test('r12 says so where the keyring is locked and nobody unlocks it', async () => {
    exits(await agenda.project.login(signIn, ['--token-store', 'keyring'], { env: bus }), Exit.DONE);
    lockKeyring();
    const started = Date.now();
    const run = await gptauth(['token']);
    exits(run, Exit.STORE);
    says(run, /unlock the keyring/);
    assert.ok(Date.now() - started < LONG, 'nobody waits for long');
    keepsSecrets(agenda.project.said, agenda.provider.secrets());
  });
});

/** Locks every collection of the Secret Service, for the rest of the session. */
function lockKeyring() {
  const service = ['--session', '--dest', 'org.freedesktop.secrets', '--object-path', '/org/freedesktop/secrets'];
  const call = (...args) => execFileSync('gdbus', ['call', ...service, '--method', ...args], { encoding: 'utf8' });
  const found = call('org.freedesktop.DBus.Properties.Get', 'org.freedesktop.Secret.Service', 'Collections');
  const collections = found.match(/\/org\/freedesktop\/secrets\/collection\/\w+/g);
  call('org.freedesktop.Secret.Service.Lock', `[${collections.map((path) => `'${path}'`).join(', ')}]`);
}

/** How many items of gptauth the Secret Service has, as another program sees them. */
function storedItems() {
  const found = execFileSync('secret-tool', ['search', '--all', 'service', 'gptauth'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return found.split('\n').filter((line) => line.startsWith('[/')).length;
}

/** The files under HOME and in the project that hold something the provider issued. */
function filesWithSecrets({ project, provider }) {
  return readdirSync(project.directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.path, entry.name))
    .filter((path) => [...provider.wire.secrets].some((secret) => readFileSync(path, 'utf8').includes(secret)));
}
