// The back ends that `gptauth backend` writes, as programs: what installs them, what starts them, and
// what their READMEs say to change for a variant. Everything is installed and built once, below
// `target/backends`, by the manifests that are written with them.

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compile, harness, lacking } from './spring.mjs';

const BINARY = process.env.GPTAUTH_BINARY;
const REPOSITORY = fileURLToPath(new URL('../../../..', import.meta.url));
const ROOT = resolve(process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target'), 'backends');
const NODE = join(ROOT, 'node');
const PYTHON = join(ROOT, 'python');
const NODE_LOCK = fileURLToPath(new URL('package-lock.json', import.meta.url));
const NEXT = join(NODE, 'node_modules/next/dist/bin/next');

/** Next.js tells nobody of these builds. */
const UNOBSERVED = { NEXT_TELEMETRY_DISABLED: '1' };

/** Change `from` to `to` in `file`. */
const change = (file, from, to) => ({ file, from, to });

const javascript = (command) => ({
  folder: (name) => join(NODE, name),
  command,
  variants: {
    introspection: [change('auth.js', './userinfo.js', './introspection.js')],
    jwt: [change('auth.js', './userinfo.js', './jwt.js')],
  },
});
const server = (folder) => [process.execPath, [join(folder, 'server.js')]];
const python = (folder, program, args) => [join(PYTHON, 'bin', program), args, folder];

export const BACKENDS = {
  express: javascript(server),
  hono: javascript(server),
  fastify: javascript(server),
  next: {
    ...javascript((folder, port) => [process.execPath, [NEXT, 'start', folder, '--hostname', '127.0.0.1', '--port', port]]),
    build: (folder) => run(process.execPath, [NEXT, 'build', folder], { env: { PATH: process.env.PATH, ...UNOBSERVED } }),
    env: UNOBSERVED,
    variants: {
      introspection: [change('auth.js', './userinfo.js', './introspection.js')],
      jwt: [change('auth.js', './userinfo.js', './jwt.js')],
    },
  },
  fastapi: {
    command: (folder, port) => python(folder, 'uvicorn', ['main:app', '--port', port, '--timeout-keep-alive', '75', '--log-level', 'error']),
    variants: {
      introspection: [change('auth.py', 'from userinfo', 'from introspection')],
      jwt: [change('auth.py', 'from userinfo', 'from jwt_access_token')],
    },
  },
  django: {
    command: (folder, port) =>
      python(folder, 'gunicorn', [
        ...['--threads', '24', '--keep-alive', '75', '--bind', `127.0.0.1:${port}`],
        ...['--log-level', 'error', 'api.wsgi'],
      ]),
    variants: {
      introspection: [change('api/auth.py', 'from .userinfo', 'from .introspection')],
      jwt: [change('api/auth.py', 'from .userinfo', 'from .jwt_access_token')],
    },
  },
  axum: {
    build: buildRust,
    command: (folder) => [join(folder, 'program'), []],
    variants: {
      introspection: [change('src/main.rs', '#[path = "userinfo.rs"]', '#[path = "introspection.rs"]')],
      jwt: [
        change('src/main.rs', '#[path = "userinfo.rs"]', '#[path = "jwt.rs"]'),
        change('Cargo.toml', '# jsonwebtoken', 'jsonwebtoken'),
      ],
    },
  },
  go: {
    lacking: () => spawnSync('go', ['version']).error && 'there is no go',
    build: buildGo,
    command: (folder) => [join(folder, 'program'), []],
    variants: {
      introspection: [change('auth.go', 'newUserinfo()', 'newIntrospection()')],
      jwt: [change('auth.go', 'newUserinfo()', 'newJWT()')],
    },
  },
  spring: {
    title: "spring (compiled against signatures; its introspectors run, without Spring)",
    lacking,
    build: (folder) => compile(folder, run),
    // Java reads the environment as the locale says.
    env: { LANG: 'C.UTF-8' },
    command: harness,
    variants: { introspection: [] },
  },
};

/** What its tests are called by. */
export const title = (name) => BACKENDS[name].title ?? name;

/** Why a back end cannot be run on this machine, or nothing. */
export function missing(name) {
  return BACKENDS[name].lacking?.();
}

/** Where a back end is written to, empty. */
export function emptyFolder(name, variant = 'userinfo') {
  const folder = BACKENDS[name].folder?.(`${name}-${variant}`) ?? join(ROOT, `${name}-${variant}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Does what the README says for a variant. */
export function choose(name, variant, folder) {
  for (const { file, from, to } of BACKENDS[name].variants[variant] ?? []) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2) throw new Error(`${from} must stand once in ${path}`);
    writeFileSync(path, text.replace(from, to));
  }
}

/** Installs what every back end needs, all at once, where it is not there. */
export async function installAll() {
  const written = async (name, file) => readFileSync(join(await scratch(name), file), 'utf8');
  const scratch = async (name) => {
    const folder = join(ROOT, 'scratch', name);
    await run(BINARY, ['backend', name, '--force', '--output', folder, '--userinfo-endpoint', 'https://auth.example.com/me', '--quiet']);
    return folder;
  };
  const dependencies = {};
  for (const name of ['express', 'hono', 'fastify', 'next']) {
    Object.assign(dependencies, JSON.parse(await written(name, 'package.json')).dependencies);
  }
  const requirements = new Set();
  for (const name of ['fastapi', 'django']) {
    const lines = (await written(name, 'requirements.txt')).replace('# PyJWT', 'PyJWT').split('\n');
    lines.forEach((line) => requirements.add(line));
  }
  await installNode(dependencies);
  await installPython([...requirements].join('\n'));
  for (const variant of ['jwt', 'userinfo']) {
    const folder = await scratch('axum');
    choose('axum', variant, folder);
    await buildRust(folder);
  }
  rmSync(join(ROOT, 'scratch'), { recursive: true, force: true });
}

/** Installs what the lock file says; with GPTAUTH_UPDATE=1, first makes it fit the written manifests. */
async function installNode(dependencies) {
  const manifest = JSON.stringify({ private: true, dependencies });
  const install = (...args) => run('npm', ['install', '--ignore-scripts', '--no-fund', '--no-audit', ...args], { cwd: NODE });
  const lock = join(NODE, 'package-lock.json');
  mkdirSync(NODE, { recursive: true });
  writeFileSync(join(NODE, 'package.json'), manifest);
  copyFileSync(NODE_LOCK, lock);
  if (process.env.GPTAUTH_UPDATE) {
    await install('--package-lock-only', '--omit-lockfile-registry-resolved');
    copyFileSync(lock, NODE_LOCK);
  }
  const locked = readFileSync(NODE_LOCK, 'utf8');
  assert.deepEqual(JSON.parse(locked).packages[''].dependencies, dependencies, 'the lock file is of other manifests: GPTAUTH_UPDATE=1');
  if (isInstalled(NODE, locked)) return;
  // `npm ci` wants every optional package of every platform in the lock file.
  await install();
  writeFileSync(join(NODE, '.installed-for'), locked);
}

async function installPython(requirements) {
  if (isInstalled(PYTHON, requirements)) return;
  await run('python3', ['-m', 'venv', '--clear', PYTHON]);
  writeFileSync(join(PYTHON, 'requirements.txt'), requirements);
  await run(join(PYTHON, 'bin/pip'), ['install', '--quiet', '--requirement', join(PYTHON, 'requirements.txt')]);
  writeFileSync(join(PYTHON, '.installed-for'), requirements);
}

function isInstalled(folder, manifest) {
  const stamp = join(folder, '.installed-for');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === manifest;
}

/** Builds with the versions that the first build found, so that later ones need no network. */
async function buildRust(folder) {
  const manifest = join(folder, 'Cargo.toml');
  const text = readFileSync(manifest, 'utf8');
  // All variants are built in one place, some at the same time: no two may have one name there.
  const name = basename(folder);
  writeFileSync(manifest, text.replace('name = "backend"', `name = "${name}"`));
  const lock = join(ROOT, `Cargo-${text.includes('\njsonwebtoken')}.lock`);
  const own = join(folder, 'Cargo.lock');
  if (existsSync(lock)) copyFileSync(lock, own);
  const env = { ...process.env, CARGO_TARGET_DIR: join(ROOT, 'rust'), CARGO_PROFILE_DEV_DEBUG: '0' };
  const build = (...more) => run('cargo', ['build', '--quiet', ...more], { cwd: folder, env });
  try {
    await build('--offline');
  } catch {
    await build();
  }
  copyFileSync(own, lock);
  copyFileSync(join(ROOT, 'rust/debug', name), join(folder, 'program'));
}

async function buildGo(folder) {
  const env = { ...process.env, GOCACHE: join(ROOT, 'go'), GOPROXY: 'off', GOFLAGS: '', GO111MODULE: 'on' };
  await run('go', ['vet', '.'], { cwd: folder, env });
  await run('go', ['build', '-o', 'program', '.'], { cwd: folder, env });
}

/** Runs a program to its end, while the servers of this process go on answering. */
async function run(program, args, options) {
  try {
    await promisify(execFile)(program, args, options);
  } catch (error) {
    throw new Error(`${program} ${args.join(' ')}:\n${error.stdout ?? ''}${error.stderr || error.message}`);
  }
}
