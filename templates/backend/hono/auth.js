// How a token is checked: userinfo.js, or one of its siblings introspection.js and jwt.js.
import { verify } from './userinfo.js';
import { createMiddleware } from 'hono/factory';
import { bearerToken, Refusal } from './bearer.js';

/** Lets only signed-in users through, as `c.get('user')`; `c.get('user').sub` is the id. */
export const requireUser = createMiddleware(async (c, next) => {
  try {
    c.set('user', await verify(bearerToken(c.req.header('Authorization'))));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 503) console.error(error.message);
    return c.json(error.body, error.status, error.headers);
  }
  await next();
});
