// The sign-in and consent pages in front of the provider: two plain HTML forms, with Cancel.

const PASSWORD = 'correct horse battery staple';

/** The accounts that the sign-in page accepts. */
export const ACCOUNT = { username: 'alice', password: PASSWORD };
export const OTHER_ACCOUNT = { username: 'bob', password: PASSWORD };

export function signInPages(provider) {
  return {
    handles: (request) => request.url.startsWith('/sign-in/'),
    handle: (request, response) =>
      (request.method === 'POST' ? submit : show)(provider, request, response).catch((error) =>
        response.writeHead(400, { 'content-type': 'text/plain' }).end(String(error)),
      ),
  };
}

async function show(provider, request, response, complaint = '') {
  const { uid, prompt, params } = await provider.interactionDetails(request, response);
  const fields =
    prompt.name === 'login'
      ? '<input name="username" autofocus><input name="password" type="password">'
      : `<p>${escape(params.client_id)} asks for ${escape(params.scope)}.</p>`;
  const page = `<!doctype html><title>Sign in</title><p>${complaint}</p>
    <form method="post" action="/sign-in/${uid}">${fields}
    <button name="answer" value="continue">Continue</button>
    <button name="answer" value="cancel">Cancel</button></form>`;
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
}

async function submit(provider, request, response) {
  const { prompt, session, grantId, params } = await provider.interactionDetails(request, response);
  const form = new URLSearchParams(await text(request));
  if (form.get('answer') !== 'continue') {
    const refusal = { error: 'access_denied', error_description: 'End-User aborted interaction' };
    return provider.interactionFinished(request, response, refusal);
  }
  if (prompt.name === 'login') {
    const isAccount = ({ username, password }) =>
      form.get('username') === username && form.get('password') === password;
    if (![ACCOUNT, OTHER_ACCOUNT].some(isAccount)) {
      return show(provider, request, response, 'Wrong user name or password.');
    }
    const login = { accountId: form.get('username') };
    return provider.interactionFinished(request, response, { login });
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope((prompt.details.missingOIDCScope ?? []).join(' '));
  grant.addOIDCClaims(prompt.details.missingOIDCClaims ?? []);
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(request, response, { consent }, { mergeWithLastSubmission: true });
}

async function text(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function escape(value) {
  return String(value).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
