// How a token is checked: userinfo.js, or one of its siblings introspection.js and jwt.js.
import { verify } from './userinfo.js';
import { bearerToken, Refusal } from './bearer.js';

/** An `onRequest` hook that lets only signed-in users through, as `request.user`; `.sub` is the id. */
export async function requireUser(request, reply) {
  try {
    const headers = request.raw.headersDistinct.authorization ?? [];
    request.user = await verify(bearerToken(headers.join(', ')));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 503) request.log.error(error.message);
    return reply.code(error.status).headers(error.headers).send(error.body);
  }
}
