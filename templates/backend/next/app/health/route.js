// For everybody: in the OpenAPI document, `security: []`.
export const GET = () => Response.json({ status: 'ok' });
