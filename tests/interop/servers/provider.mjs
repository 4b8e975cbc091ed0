// `oidc-provider`, the engine under Logto, configured as Logto configures it for a
// "Traditional web" application: everything under /oidc, opaque access tokens, ES384, PKCE
// welcome but not required, `iss` on callbacks, and the "always issue refresh token" toggle.
//
// It also remembers what went over the wire, so that a test can ask what the client really sent,
// and every secret it issued, so that a test can look for them where they must not be.

import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { listen } from './listen.mjs';
import { signInPages } from './sign-in.mjs';

const ROUTES = {
  authorization: '/auth',
  token: '/token',
  userinfo: '/me',
  jwks: '/jwks',
  end_session: '/session/end',
  pushed_authorization_request: '/request',
  device_authorization: '/device/auth',
  code_verification: '/device',
  introspection: '/token/introspection',
  revocation: '/token/revocation',
};

/**
 * Starts the provider on a free loopback port. `clients` as `traditionalClient` makes them;
 * `policy` replaces settings of the configuration, and adds to its `features`. `intercept` may answer
 * a request in the provider's place, and returns whether it did.
 */
export async function startProvider({ clients, policy = {}, intercept = () => false }) {
  const server = createServer();
  const origin = await listen(server);
  const usual = configuration(clients);
  const features = { ...usual.features, ...policy.features };
  const provider = new Provider(`${origin}/oidc`, { ...usual, ...policy, features });
  const wire = recordWire(provider);
  const pages = signInPages(provider);
  const engine = provider.callback();
  server.on('request', (request, response) => {
    if (intercept(request, response)) return undefined;
    if (pages.handles(request)) return pages.handle(request, response);
    if (!request.url.startsWith('/oidc/')) return response.writeHead(404).end('Not Found');
    request.originalUrl = request.url;
    request.url = request.url.slice('/oidc'.length);
    return engine(request, response);
  });
  return {
    issuer: provider.issuer,
    wire,
    secrets: () => [...clients.flatMap((client) => client.client_secret ?? []), ...wire.secrets],
    /** Forgets an access token, as if it had been revoked elsewhere or had expired. */
    forget: async (token) => (await provider.AccessToken.find(token)).destroy(),
    knows: async (token) => (await provider.AccessToken.find(token)) !== undefined,
    /** Forgets every grant, and with them what can be refreshed. */
    forgetGrants: async () => {
      for (const id of wire.grants) await (await provider.Grant.find(id))?.destroy();
    },
    /** Redeems a refresh token of the first client, as a thief who has its secret would. */
    refresh: async (refreshToken) => {
      const [{ client_id, client_secret }] = clients;
      const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken, client_id, client_secret });
      return (await fetch(`${provider.issuer}/token`, { method: 'POST', body })).json();
    },
    close: () => close(server),
  };
}

/** A confidential client with one registered redirect URI, compared exactly. */
export function traditionalClient({ id, secret, method, redirectUri, alwaysIssueRefreshToken = true }) {
  return {
    client_id: id,
    ...(method.startsWith('client_secret') && { client_secret: secret }),
    token_endpoint_auth_method: method,
    application_type: 'web',
    redirect_uris: [redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    id_token_signed_response_alg: 'ES384',
    alwaysIssueRefreshToken,
  };
}

function configuration(clients) {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const key = { ...privateKey.export({ format: 'jwk' }), alg: 'ES384', use: 'sig', kid: 'of-this-run' };
  return {
    clients,
    jwks: { keys: [key] },
    routes: ROUTES,
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: { openid: ['sub'], profile: ['name', 'username'], email: ['email'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: sub === 'alice' ? 'Alice' : 'Bob', username: sub, email: `${sub}@example.com` }),
    }),
    extraClientMetadata: { properties: ['alwaysIssueRefreshToken'] },
    issueRefreshToken: (_context, client, code) =>
      client.alwaysIssueRefreshToken || code.scopes.has('offline_access'),
    pkce: { required: (_context, client) => client.clientAuthMethod === 'none' },
    enabledJWA: { idTokenSigningAlgValues: ['ES384'] },
    ttl: { AccessToken: 3600, AuthorizationCode: 60, IdToken: 3600, RefreshToken: 14 * 86_400, Grant: 180 * 86_400, Session: 14 * 86_400, Interaction: 3600 },
    cookies: { keys: ['cookies-of-this-run'] },
    interactions: { url: (_context, interaction) => `/sign-in/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      introspection: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
  };
}

function recordWire(provider) {
  const wire = { authorizations: [], exchanges: [], scopes: [], algorithms: [], pushed: 0, grants: new Set(), revocations: 0, secrets: new Set() };
  provider.on('authorization.success', (context, answer) => {
    wire.authorizations.push({ ...context.oidc.params });
    if (answer?.code) wire.secrets.add(answer.code);
  });
  const exchanged = (context, refusal) => {
    const body = context.oidc.body ?? {};
    wire.exchanges.push({
      grantType: body.grant_type,
      refreshToken: body.refresh_token,
      refused: refusal?.error,
      basic: /^Basic /.test(context.get('authorization')),
      secretInBody: 'client_secret' in body,
      assertion: body.client_assertion && header(body.client_assertion).alg,
      verifier: 'code_verifier' in body,
      userAgent: context.get('user-agent'),
    });
    if (body.client_assertion) wire.secrets.add(body.client_assertion);
    if (body.code_verifier) wire.secrets.add(body.code_verifier);
  };
  provider.on('grant.success', (context) => {
    exchanged(context);
    wire.scopes.push((context.body.scope ?? '').split(' '));
    if (context.body.id_token) wire.algorithms.push(header(context.body.id_token).alg);
    wire.grants.add(context.oidc.entities.Grant?.jti);
    for (const name of ['access_token', 'refresh_token', 'id_token']) {
      if (context.body[name]) wire.secrets.add(context.body[name]);
    }
  });
  provider.on('grant.error', exchanged);
  // The reporter shows a fault of the provider, or of this file, beside the test that failed by it.
  provider.on('server_error', (_context, error) => console.error(error));
  provider.on('pushed_authorization_request.success', () => (wire.pushed += 1));
  provider.on('grant.revoked', () => (wire.revocations += 1));
  return wire;
}

/** The header of a JWT. */
function header(jwt) {
  return JSON.parse(Buffer.from(jwt.split('.')[0], 'base64url'));
}

function close(server) {
  server.closeAllConnections();
  return new Promise((done) => server.close(done));
}
