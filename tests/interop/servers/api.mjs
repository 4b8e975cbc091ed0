// The API of Logto's tutorial, small: items behind a bearer token that the provider's Userinfo
// endpoint has to vouch for, asked again on every request.

import { createServer } from 'node:http';
import { listen } from './listen.mjs';

/** Starts the API on a free loopback port; `userinfo` is the provider's Userinfo endpoint. */
export async function startApi({ userinfo }) {
  const items = [];
  const requests = [];
  const server = createServer(async (request, response) => {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    requests.push({ method: request.method, path: request.url, headers: request.headers, body });
    const answer = await respond({ request, body, items, userinfo });
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  });
  const origin = await listen(server);
  return {
    url: `${origin}/api`,
    items,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

async function respond({ request, body, items, userinfo }) {
  const account = await authenticate(request.headers.authorization, userinfo);
  if (!account) {
    const challenge = { 'www-authenticate': 'Bearer realm="api", error="invalid_token"' };
    return { status: 401, headers: challenge, body: { message: 'Unauthorized' } };
  }
  if (new URL(request.url, 'http://localhost').pathname !== '/api/items') {
    return { status: 404, body: { message: 'Not Found' } };
  }
  const own = () => items.filter((item) => item.owner === account.sub);
  if (request.method === 'GET') return { status: 200, body: own() };
  if (request.method !== 'POST') return { status: 405, body: { message: 'Method Not Allowed' } };
  const { title } = JSON.parse(body);
  const item = { id: String(items.length + 1), owner: account.sub, title };
  items.push(item);
  return { status: 201, body: item };
}

async function authenticate(authorization, userinfo) {
  if (!/^Bearer \S+$/.test(authorization ?? '')) return undefined;
  const answer = await fetch(userinfo, { headers: { authorization } });
  return answer.ok ? answer.json() : undefined;
}
