import Fastify from 'fastify';
import { requireUser } from './auth.js';

const app = Fastify({ logger: true });
app.decorateRequest('user', null);

// For everybody: in the OpenAPI document, `security: []`.
app.get('/health', async () => ({ status: 'ok' }));

// For whoever is signed in. All routes of a plugin: instance.addHook('onRequest', requireUser)
app.get('/me', { onRequest: requireUser }, async (request) => ({ sub: request.user.sub }));

await app.listen({ host: process.env.HOST || '127.0.0.1', port: Number(process.env.PORT || 3000) });
