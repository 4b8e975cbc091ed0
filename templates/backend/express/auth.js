// How a token is checked: userinfo.js, or one of its siblings introspection.js and jwt.js.
import { verify } from './userinfo.js';
import { bearerToken, Refusal } from './bearer.js';

/** Lets only signed-in users through, as `req.user`; `req.user.sub` is the id. */
export async function requireUser(req, res, next) {
  try {
    const headers = req.headersDistinct.authorization ?? [];
    req.user = await verify(bearerToken(headers.join(', ')));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 503) console.error(error.message);
    return res.status(error.status).set(error.headers).json(error.body);
  }
  next();
}
