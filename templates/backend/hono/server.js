import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { requireUser } from './auth.js';

const app = new Hono();

// For everybody: in the OpenAPI document, `security: []`.
app.get('/health', (c) => c.json({ status: 'ok' }));

// For whoever is signed in. A whole path: app.use('/items/*', requireUser)
app.get('/me', requireUser, (c) => c.json({ sub: c.get('user').sub }));

serve({
  fetch: app.fetch,
  hostname: process.env.HOST || '127.0.0.1',
  port: Number(process.env.PORT || 3000),
});
