// A real browser at the sign-in page of each provider that nobody here wrote, to a completed
// `gptauth login`. The page is handed over through $BROWSER, as a desktop does it.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CLIENT_SECRET, SCHEMA, projectFile, startAgenda } from '../interop/harness/agenda.mjs';
import { Exit, exits, json, keepsSecrets } from '../interop/harness/assert.mjs';
import { makeProject } from '../interop/harness/gptauth.mjs';
import { startDjango } from '../interop/servers/django.mjs';
import { GLEWLWYD_IS_MISSING, glewlwydClient, startGlewlwyd } from '../interop/servers/glewlwyd.mjs';
import { freePort } from '../interop/servers/listen.mjs';
import { startMock } from '../interop/servers/mock.mjs';
import { ACCOUNT } from '../interop/servers/sign-in.mjs';
import { screenshot, startedPage } from './browser-login.mjs';
import { startChromium, until } from './webdriver.mjs';

let chromium;
before(async () => (chromium = await startChromium()));
after(() => chromium?.stop());

/** Signs in, and looks at what gptauth then knows. */
async function signsIn({ project, name, act }) {
  const login = await startedPage({ project, chromium, act });
  exits(login, Exit.DONE);
  assert.equal(await chromium.text('h1'), 'Back to the terminal');
  await screenshot(chromium, name);
  const status = await project.run(['status', '--format', 'json']);
  exits(status, Exit.DONE);
  keepsSecrets(project.said, [CLIENT_SECRET, ACCOUNT.password]);
  return json(status);
}

test("a browser at oidc-provider's own pages: user name, password and consent", async () => {
  const features = { devInteractions: { enabled: true } };
  const agenda = await startAgenda({ policy: { interactions: undefined, features } });
  try {
    const act = async () => {
      await chromium.type('input[name=login]', ACCOUNT.username);
      await chromium.type('input[name=password]', ACCOUNT.password);
      await screenshot(chromium, 'oidc-provider-sign-in');
      await chromium.press('button[type=submit]');
      await until('the page of consent', async () => (await chromium.text('button')) === 'Continue');
      await screenshot(chromium, 'oidc-provider-consent');
      await chromium.press('button[type=submit]');
    };
    const status = await signsIn({ project: agenda.project, name: 'oidc-provider', act });
    assert.equal(status.account.sub, ACCOUNT.username);
  } finally {
    await agenda.stop();
  }
});

/** A project for a provider of its own process. */
function projectFor({ issuer, redirectUri, scope, id = 'agenda' }) {
  const settings = {
    issuer,
    client_id: id,
    token_endpoint_auth_method: 'client_secret_basic',
    scope,
    loopback_redirect_uri: redirectUri,
  };
  return makeProject({
    files: { 'gptauth.toml': projectFile('http://127.0.0.1:9/api', settings), 'openapi.yaml': SCHEMA },
    environment: { GPTAUTH_CLIENT_SECRET: CLIENT_SECRET },
  });
}

async function withProvider(start, scope, use) {
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
  const provider = await start(redirectUri);
  const project = projectFor({ issuer: provider.issuer, redirectUri, scope });
  try {
    await use(project);
  } finally {
    project.remove();
    await provider.close();
  }
}

test('a browser at oidc-provider-mock: one field and a button', () =>
  withProvider(() => startMock(), 'openid email', async (project) => {
    const act = async () => {
      await screenshot(chromium, 'mock-sign-in');
      await chromium.type('input[name=sub]', 'bob@example.com');
      await chromium.press('button');
    };
    const status = await signsIn({ project, name: 'mock', act });
    assert.equal(status.account.sub, 'bob@example.com');
  }));

test("a browser at django-oauth-toolkit: Django's sign-in and the toolkit's consent", () => {
  const start = (redirectUri) => startDjango({ clients: [{ id: 'agenda', secret: CLIENT_SECRET, redirectUri }] });
  return withProvider(start, 'openid read', async (project) => {
    const act = async () => {
      await chromium.type('input[name=username]', ACCOUNT.username);
      await chromium.type('input[name=password]', ACCOUNT.password);
      await chromium.press('button[name=sign-in]');
      await until('the page of consent', () => chromium.text('#authorizationForm'));
      await screenshot(chromium, 'django-consent');
      await chromium.press('input[name=allow]');
    };
    const status = await signsIn({ project, name: 'django', act });
    assert.equal(status.account.sub, '1');
  });
});

test('a browser at glewlwyd: a sign-in page that is all JavaScript', { skip: GLEWLWYD_IS_MISSING }, () => {
  const start = (redirectUri) => {
    const method = 'client_secret_basic';
    return startGlewlwyd({ clients: [glewlwydClient({ id: 'agenda', secret: CLIENT_SECRET, method, redirectUri })] });
  };
  return withProvider(start, 'openid', async (project) => {
    const act = async () => {
      await until('the sign-in page', () => chromium.text('#username').then(() => true));
      await screenshot(chromium, 'glewlwyd-sign-in');
      await chromium.type('#username', ACCOUNT.username);
      await chromium.type('#password', ACCOUNT.password);
      await chromium.press('button[name=loginbut]');
      await until('the page of consent', async () => (await chromium.text('.btn-success')) === 'Continue');
      await screenshot(chromium, 'glewlwyd-consent');
      await chromium.press('.btn-success');
    };
    const status = await signsIn({ project, name: 'glewlwyd', act });
    assert.ok(status.subject);
  });
});
