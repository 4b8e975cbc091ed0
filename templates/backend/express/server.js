import express from 'express';
import { requireUser } from './auth.js';

const app = express().disable('x-powered-by');

// For everybody: in the OpenAPI document, `security: []`.
app.get('/health', (req, res) => res.json({ status: 'ok' }));

// For whoever is signed in. A whole router: app.use('/items', requireUser, items)
app.get('/me', requireUser, (req, res) => res.json({ sub: req.user.sub }));

app.listen(Number(process.env.PORT || 3000), process.env.HOST || '127.0.0.1');
