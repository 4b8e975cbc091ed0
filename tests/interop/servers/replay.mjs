// A server that answers as a real Logto was recorded to answer. A request is answered by the
// recording that is like it in everything that decides the answer: which kind of client, whether
// the redirect URI is registered, whether the secret is right. What is merely repeated in an answer
// (`state`, the client's identifier, the server's own address) is put into the client's terms.
//
//     node replay.mjs [PORT]        serves until it is ended, and prints what to put into a project

import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { listen } from './listen.mjs';
import { RECORDED_ORIGIN, readRecordings } from './recordings.mjs';

/** Headers of the connection, not of the answer. */
const OF_THE_CONNECTION = new Set(['connection', 'content-length', 'date', 'etag', 'keep-alive', 'transfer-encoding']);

const PROMPTS = { none: 'none', login: 'sign-in', consent: 'sign-in', 'login consent': 'sign-in' };

/** Starts it on a free loopback port. */
export async function startReplay({ port = 0 } = {}) {
  const recordings = readRecordings();
  const clients = recordedClients(recordings);
  const issued = new Set(recordings.flatMap(({ request }) => longWords(request)));
  const known = recordings.map((recording) => ({ ...recording, asked: features(recording.request, clients, issued) }));
  const answered = [];
  const unanswered = [];
  const server = createServer(async (incoming, response) => {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      method: incoming.method,
      url: new URL(incoming.url, RECORDED_ORIGIN),
      headers: new Headers(incoming.headers),
      body: Buffer.concat(chunks).toString('utf8') || undefined,
    };
    const asked = features(request, clients, issued);
    const like = likest(known, asked);
    if (!like) {
      unanswered.push(`${request.method} ${request.url.pathname} ${JSON.stringify(asked)}`);
      return response.writeHead(501, { 'content-type': 'text/plain' }).end('nothing like it was recorded');
    }
    answered.push(like.name);
    const say = translator(like, request, `http://${incoming.headers.host}`);
    const headers = like.answer.headers.filter(([name]) => !OF_THE_CONNECTION.has(name.toLowerCase()));
    response.writeHead(like.answer.status, headers.flatMap(([name, value]) => [name, say(value)]));
    return response.end(say(like.answer.body));
  });
  const origin = await listen(server, port);
  const client = clients.find(({ secrets, redirectUris }) => secrets.length > 0 && redirectUris.some(isChatgpts));
  return {
    issuer: `${origin}/oidc`,
    /** The client whose secret was recorded: `{ id, secrets, redirectUris }`. */
    client,
    /** The names of the recordings that answered, and the requests that none did. */
    answered,
    unanswered,
    server,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

/** What decides the answer: `exact` must be equal, and as much of `likely` as possible. */
function features({ method, url, headers, body }, clients, issued) {
  const query = url.searchParams;
  const form = bodyParameters({ headers, body });
  const token = (value) => (value === null ? 'missing' : issued.has(value) ? `issued ${value}` : 'bogus');
  const basic = basicCredentials(headers.get('authorization'));
  const clientIds = [query, form].flatMap((parameters) => parameters.getAll('client_id'));
  const client = clients.find(({ id }) => id === (basic?.id ?? clientIds[0]));
  const where = { method, path: url.pathname, cookies: headers.has('cookie') };

  if (url.pathname.startsWith('/oidc/auth')) {
    return {
      exact: {
        ...where,
        client: clientIds.length > 1 ? 'repeated' : clientIds[0] ? (client?.type ?? 'unknown') : 'missing',
        redirect: redirection(query.get('redirect_uri'), client),
        responseType: query.get('response_type'),
        pkce: pkce(query, client),
        resource: query.get('resource'),
        prompt: PROMPTS[query.get('prompt') ?? 'login'] ?? 'unsupported',
        responseMode: query.get('response_mode'),
        object: ['request_uri', 'request'].find((name) => query.has(name)),
      },
      likely: { prompt: query.get('prompt'), scope: query.get('scope'), redirectUri: query.get('redirect_uri') },
    };
  }
  if (method === 'POST' && url.pathname.startsWith('/oidc/')) {
    const secret = secretClass(basic?.secret ?? form.get('client_secret'), client);
    const kind = client?.type ?? (basic || clientIds[0] ? 'unknown' : 'missing');
    const who = { ...where, client: kind, secret: kind === 'unknown' ? 'of nobody' : secret };
    const what = {
      type: headers.get('content-type')?.split(';')[0],
      twice: basic !== undefined && form.has('client_secret'),
      redirect: url.pathname === '/oidc/request' && redirection(form.get('redirect_uri'), client),
      grantType: form.get('grant_type'),
      code: token(form.get('code')),
      refreshToken: token(form.get('refresh_token')),
      token: token(form.get('token')),
      resource: form.get('resource'),
    };
    // Logto takes the secret in the header and in the body alike.
    const likely = {
      how: basic ? 'basic' : 'post',
      redirect: redirection(form.get('redirect_uri'), client),
      scope: form.get('scope'),
    };
    // Whoever is not let in is not asked what for.
    const isRefused = kind === 'unknown' || secret === 'wrong';
    return isRefused ? { exact: who, likely: { ...likely, ...what } } : { exact: { ...who, ...what }, likely };
  }
  const bearer = /^Bearer ?(.*)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const credentials = basic ? 'basic' : bearer === '' ? 'empty' : token(bearer ?? null);
  return { exact: { ...where, credentials, query: [...query.keys()].join() }, likely: { search: url.search } };
}

function likest(known, { exact, likely }) {
  const wanted = JSON.stringify(exact);
  let best;
  for (const recording of known) {
    if (JSON.stringify(recording.asked.exact) !== wanted) continue;
    const alike = Object.keys(likely).filter((name) => recording.asked.likely[name] === likely[name]).length;
    if (!best || alike > best.alike) best = { alike, recording };
  }
  return best?.recording;
}

/** Puts the request's own words in place of the recorded ones. */
function translator({ request: recorded }, request, origin) {
  const pairs = [[RECORDED_ORIGIN, origin]];
  for (const name of ['state', 'redirect_uri', 'client_id']) {
    const [was, is] = [recorded, request].map((one) => parameter(one, name));
    if (was && is && was !== is) pairs.push([was, is]);
  }
  const forms = pairs.flatMap(([was, is]) => [[was, is], [encodeURIComponent(was), encodeURIComponent(is)]]);
  return (text) => forms.reduce((said, [was, is]) => said.replaceAll(was, is), text);
}

function parameter({ url, headers, body }, name) {
  const form = bodyParameters({ headers, body });
  const basic = name === 'client_id' ? basicCredentials(headers.get('authorization'))?.id : undefined;
  return url.searchParams.get(name) ?? form.get(name) ?? basic;
}

/** The clients as the Management API was recorded to tell of them. */
function recordedClients(recordings) {
  const clients = new Map();
  const secrets = [];
  // The type `Traditional` alone does not tell of a third party's application.
  const kind = ({ type, isThirdParty }) => (isThirdParty ? 'third party' : type);
  for (const { request, answer } of recordings) {
    const isJson = request.url.pathname.startsWith('/api/applications') && /^[[{]/.test(answer.body);
    for (const one of isJson ? [JSON.parse(answer.body)].flat() : []) {
      if (one.value) secrets.push(one);
      if (!one.id || !one.oidcClientMetadata) continue;
      const before = clients.get(one.id)?.redirectUris ?? [];
      const redirectUris = [...new Set([...before, ...one.oidcClientMetadata.redirectUris])];
      clients.set(one.id, { id: one.id, type: kind(one), redirectUris, secrets: [], expired: [] });
    }
  }
  for (const { applicationId, value, expiresAt } of secrets) {
    clients.get(applicationId)?.[expiresAt ? 'expired' : 'secrets'].push(value);
  }
  // Not every secret was asked for; those that were accepted are right.
  for (const { request, answer } of recordings) {
    const basic = basicCredentials(request.headers.get('authorization'));
    const client = clients.get(basic?.id);
    if (answer.status < 300 && client && !client.secrets.includes(basic.secret)) client.secrets.push(basic.secret);
  }
  return [...clients.values()];
}

function isChatgpts(uri) {
  return uri.startsWith('https://chat.openai.com/aip/');
}

function redirection(uri, client) {
  if (client?.redirectUris.length === 0) return 'none registered';
  if (uri === null) return 'missing';
  if (!URL.canParse(uri)) return 'malformed';
  return client?.redirectUris.some((one) => isRegistered(new URL(one), new URL(uri), client))
    ? 'registered'
    : 'unregistered';
}

/** Equal once normalised; `*` stands for any text; a native client may have any loopback port. */
function isRegistered(registered, uri, { type }) {
  if (type === 'Native' && registered.hostname === uri.hostname) registered.port = uri.port;
  const [first, ...parts] = registered.href.split('*');
  if (parts.length === 0) return uri.href === first;
  return uri.href.startsWith(first) && uri.href.endsWith(parts.at(-1));
}

/** A client that need not prove possession of the code is answered alike with and without S256. */
function pkce(query, client) {
  const method = query.get('code_challenge_method');
  if (query.has('code_challenge') && method !== 'S256') return method ?? 'no method';
  return client?.type === 'SPA' || client?.type === 'Native' ? query.has('code_challenge') : 'either';
}

function secretClass(secret, client) {
  if (!secret) return secret === null ? 'missing' : 'empty';
  if (client?.expired.includes(secret)) return 'expired';
  return client?.secrets.includes(secret) ? 'right' : 'wrong';
}

/** What may be a code or a token that Logto issued. */
function longWords({ url, headers, body }) {
  return `${url.search} ${headers.get('authorization')} ${body}`.match(/[\w.-]{40,}/g) ?? [];
}

/** The parameters of a form, or of the JSON that Logto takes as well. */
function bodyParameters({ headers, body }) {
  const type = headers.get('content-type') ?? '';
  if (/json/.test(type) && body) return new URLSearchParams(JSON.parse(body));
  return new URLSearchParams(/urlencoded/.test(type) ? body : '');
}

function basicCredentials(authorization) {
  const [, encoded] = /^Basic (.+)$/i.exec(authorization ?? '') ?? [];
  if (!encoded) return undefined;
  const [id, ...secret] = atob(encoded).split(':');
  return { id: decode(id), secret: decode(secret.join(':')) };
}

function decode(text) {
  return decodeURIComponent(text.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { issuer, client, server } = await startReplay({ port: Number(process.argv[2] ?? 0) });
  server.ref();
  console.log(JSON.stringify({ issuer, ...client }, undefined, 2));
}
