// Serves the route handlers of a Next.js folder, named as the App Router names them, with nothing but
// Node.js: they take the web's own `Request` and return its `Response`.

import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const [, , folder] = process.argv;

const server = createServer(async (message, response) => {
  const url = new URL(message.url, 'http://127.0.0.1');
  const file = join(folder, 'app', url.pathname, 'route.js');
  const handler = existsSync(file) ? (await import(file))[message.method] : undefined;
  if (!handler) return response.writeHead(404).end();
  const headers = new Headers();
  for (let at = 0; at < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at], message.rawHeaders[at + 1]);
  }
  const answer = await handler(new Request(url, { method: message.method, headers }), { params: Promise.resolve({}) });
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  return response.end(Buffer.from(await answer.arrayBuffer()));
});
server.listen(Number(process.env.PORT), '127.0.0.1');
