import { withUser } from '../../auth.js';

export const GET = withUser(async (request, { user }) => Response.json({ sub: user.sub }));
