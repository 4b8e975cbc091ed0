// A written back end in front of a real provider, with a user who has signed in.

import { projectFile, signIn } from '../../harness/agenda.mjs';
import { Exit, exits } from '../../harness/assert.mjs';
import { makeProject } from '../../harness/gptauth.mjs';
import { answering, freePort } from '../listen.mjs';
import { startProgram } from '../program.mjs';
import { startProvider, traditionalClient } from '../provider.mjs';
import { BACKENDS, choose, emptyFolder } from './programs.mjs';
import { scriptedUserinfo } from './scripted-userinfo.mjs';

export const CLIENT = { id: 'agenda-gpt', secret: 'canary-client-secret-5f3759df' };

const SCHEMA = `openapi: 3.1.0
info: { title: Who am I, version: 1.0.0 }
servers: [{ url: "https://api.example.com" }]
security: [{ oauth: [openid] }]
paths:
  /me:
    get:
      operationId: getMe
      summary: Get the signed-in user
      responses:
        "200":
          description: The signed-in user.
          content: { application/json: { schema: { type: object, required: [sub], properties: { sub: { type: string } } } } }
  /health:
    get:
      operationId: getHealth
      summary: Get whether the API is up
      security: []
      responses:
        "200":
          description: It is up.
          content: { application/json: { schema: { type: object, required: [status], properties: { status: { type: string } } } } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://auth.example.com/oidc/auth
          tokenUrl: https://auth.example.com/oidc/token
          scopes: { openid: Sign in. }
`;

/** Starts a provider with a scripted Userinfo endpoint in front of its own, and signs a user in. */
export async function startSignedIn({ policy, resource } = {}) {
  const redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
  const port = await freePort();
  const userinfo = scriptedUserinfo();
  const client = traditionalClient({ ...CLIENT, method: 'client_secret_post', redirectUri });
  const provider = await startProvider({ clients: [client], policy, intercept: userinfo.intercept });
  const settings = {
    issuer: provider.issuer,
    client_id: CLIENT.id,
    token_endpoint_auth_method: 'client_secret_post',
    scope: 'openid offline_access',
    loopback_redirect_uri: redirectUri,
    resource: resource && [resource],
  };
  const project = makeProject({
    files: { 'gptauth.toml': projectFile(`http://127.0.0.1:${port}`, settings), 'openapi.yaml': SCHEMA },
    environment: { GPTAUTH_CLIENT_SECRET: CLIENT.secret },
  });
  exits(await project.login(signIn), Exit.DONE);
  const current = async () => (await project.run(['token'])).stdout.trim();
  return {
    provider,
    project,
    userinfo,
    port,
    token: await current(),
    /** Has another access token issued to the same user. */
    anotherToken: async () => {
      exits(await project.run(['refresh']), Exit.DONE);
      return current();
    },
    /** Ends all of it. */
    end: async () => {
      project.remove();
      await provider.close();
    },
  };
}

/** Has gptauth write a back end into an empty folder, and makes it ready to start. */
export async function write(name, { project }, variant = 'userinfo') {
  const folder = emptyFolder(name, variant);
  exits(await project.run(['backend', name, '--output', folder]), Exit.DONE);
  choose(name, variant, folder);
  await BACKENDS[name].build?.(folder);
  return folder;
}

/** Starts a written back end; `env` are its settings. */
export async function start(name, folder, { port, env = {} } = {}) {
  const own = port ?? (await freePort());
  const [program, args, cwd] = BACKENDS[name].command(folder, String(own));
  const surroundings = { PATH: process.env.PATH, PORT: String(own), ...BACKENDS[name].env, ...env };
  let log = '';
  const server = startProgram(program, args, { cwd: cwd ?? folder, env: surroundings, heard: (text) => (log += text) });
  const url = `http://127.0.0.1:${own}`;
  await answering(`${url}/health`, server);
  return { url, port: own, stop: server.stop, log: () => log };
}
