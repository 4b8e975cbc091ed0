import { bearerToken, Refusal } from './bearer.js';

/** Makes a route handler for signed-in users only: `handler(request, { params, user })`; `user.sub` is the id. */
export const withUser = (handler) => async (request, context) => {
  let user;
  try {
    // How a token is checked: userinfo.js, or one of its siblings introspection.js and jwt.js. Asked for
    // with the first request: `next build` has no secrets.
    const { verify } = await import('./userinfo.js');
    user = await verify(bearerToken(request.headers.get('authorization')));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status === 503) console.error(error.message);
    return Response.json(error.body, { status: error.status, headers: error.headers });
  }
  return handler(request, { ...context, user });
};
