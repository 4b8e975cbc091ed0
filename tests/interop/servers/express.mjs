// The agenda's five operations in Express: a middleware that asks the provider's Userinfo endpoint on
// every request, and a store of promises, as one before a database is. Where `faulty(…)` is asked
// stands a mistake that somebody has made; none is made until the back door is told of it.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import { backDoor } from './back-door.mjs';
import { listen } from './listen.mjs';

/** What would steer a terminal, a page, a table, a workflow or a reader of TAP. */
const HARM = [
  '\u001b[2J<script>alert(1)</script> | [x](https://evil.example) ![y](z) **b** `c` @all # TODO %0A',
  '::error::boom',
  'not ok 99 - boom # SKIP',
].join('\n');

/** Starts it on a free loopback port; `userinfo` is the provider's Userinfo endpoint. */
export async function startExpress({ userinfo }) {
  const faults = new Set();
  const store = makeStore();
  const app = express();
  app.use(express.json());
  app.use('/back-door', entrance(store, faults));
  app.use('/api', agenda({ store, userinfo, faulty: (name) => faults.has(name) }));
  app.use((_request, response) => response.status(404).json({ message: 'Not Found' }));
  const server = createServer(app);
  const origin = await listen(server);
  return {
    url: `${origin}/api`,
    ...backDoor(origin),
    close: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  };
}

function agenda({ store, userinfo, faulty }) {
  const api = express.Router();
  const signedIn = (mistake) => authenticate({ userinfo, faulty, mistake });

  api.get('/items', signedIn(), async (request, response) => {
    if (faulty('a page of HTML with status 200')) return response.send('<!doctype html><title>Agenda</title>');
    if (faulty('a list that is not awaited')) return response.json(store.list(request.account));
    if (faulty('a GET that writes')) await store.create({ date: '2026-01-01', text: 'Seen' }, request.account);
    if (faulty('an answer that means harm')) return response.status(500).send(HARM);
    if (faulty('an error page')) throw new Error('no connection to the database: <b>postgres</b>');
    const own = await store.list(faulty("everyone's items") ? undefined : request.account);
    const items = faulty('more than ChatGPT takes') ? own.map((item) => ({ ...item, text: 'x'.repeat(100_000) })) : own;
    const body = items.map(shown);
    if (faulty('JSON called plain text')) return response.type('text/plain').send(JSON.stringify(body));
    response.json(body);
  });

  api.post('/items', signedIn('no token asked for by POST'), async (request, response) => {
    const item = await store.create(fields(request.body), request.account);
    response.status(faulty('200 for 201') ? 200 : 201).json(shown(item));
  });

  api.get('/items/:id', signedIn('no token asked for'), async (request, response) => {
    const item = await store.find(request.params.id, faulty("anyone's item") ? undefined : request.account);
    if (!item) return response.status(404).json({ message: 'Not Found' });
    if (faulty('an answer that never comes')) return;
    if (faulty('202 for 200')) response.status(202);
    const { text, ...rest } = shown(item);
    if (faulty('a member that is missing')) return response.json(rest);
    if (faulty('a number for a string')) return response.json({ ...rest, text: text.length });
    response.json({ ...rest, text });
  });

  api.patch('/items/:id', signedIn(), async (request, response) => {
    const item = await store.find(request.params.id, faulty("anyone's item to change") ? undefined : request.account);
    if (!item) return response.status(404).json({ message: 'Not Found' });
    const changed = { ...item, ...fields(request.body) };
    if (faulty('an update that is not awaited')) return response.json(store.replace(changed));
    if (!faulty('an update that is not stored')) await store.replace(changed);
    response.json(shown(changed));
  });

  api.delete('/items/:id', signedIn('no token asked for by DELETE'), async (request, response) => {
    const item = await store.find(request.params.id, faulty("anyone's item to delete") ? undefined : request.account);
    if (!item) return response.status(404).json({ message: 'Not Found' });
    if (!faulty('a deletion that deletes nothing')) await store.remove(item.id);
    if (faulty('a body for 204')) return response.json({ deleted: true });
    response.status(204).end();
  });

  return api;
}

/**
 * Lets in whoever the provider knows, as `request.account`, and refuses everybody else; where the
 * mistake is made, everybody else is let in as nobody.
 */
function authenticate({ userinfo, faulty, mistake }) {
  return async (request, response, next) => {
    const { authorization } = request.headers;
    const isBearer = /^Bearer \S+$/.test(authorization ?? '');
    const answer = isBearer && (await fetch(userinfo, { headers: { authorization } }));
    if (answer.ok) request.account = (await answer.json()).sub;
    else if (isBearer && faulty('any token will do')) request.account = 'alice';
    else if (!isBearer && faulty('403 for a missing token')) return response.status(403).json({ message: 'Forbidden' });
    else if (!faulty(mistake)) return refuse(response);
    next();
  };
}

function refuse(response) {
  response.set('WWW-Authenticate', 'Bearer realm="agenda", error="invalid_token"');
  response.status(401).json({ message: 'Unauthorized' });
}

const fields = ({ date, text }) => ({ ...(date && { date }), ...(text && { text }) });

const shown = ({ id, date, text }) => ({ id, date, text });

/** Items in memory. Who is nobody sees everybody's. */
function makeStore() {
  let items = [];
  const visible = (owner) => items.filter((item) => owner === undefined || item.owner === owner);
  return {
    all: () => items,
    fill: (all) => (items = all),
    list: async (owner) => visible(owner),
    find: async (id, owner) => visible(owner).find((item) => item.id === id),
    async create(content, owner) {
      const item = { id: randomUUID(), owner, ...content };
      items.push(item);
      return item;
    },
    async replace(changed) {
      items = items.map((item) => (item.id === changed.id ? changed : item));
      return changed;
    },
    async remove(id) {
      items = items.filter((item) => item.id !== id);
    },
  };
}

/** Where a test looks at the items of everybody, and says what the API is to do wrong. */
function entrance(store, faults) {
  const router = express.Router();
  router.get('/items', (_request, response) => response.json(store.all()));
  router.put('/items', (request, response) => {
    store.fill(request.body);
    response.status(204).end();
  });
  router.put('/faults', (request, response) => {
    faults.clear();
    for (const fault of request.body) faults.add(fault);
    response.status(204).end();
  });
  return router;
}
