// The same requests at the callback listeners of gptauth and of other command-line tools: what each
// answers, and whether the real answer still gets through afterwards. A fresh sign-in per request.
//
//   node peers.mjs [--only NAME]      GPTAUTH names the binary; prints a Markdown table
import { spawn, spawnSync, execFileSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "gptauth-peers-"));
const gptauth = process.env.GPTAUTH ?? path.join(here, "../../target/debug/gptauth");
const PATIENCE = 5_000;

// ---- A provider that says yes, and remembers which codes it saw.

let codes = [];
function provider(request, response) {
  let body = "";
  request.on("data", (part) => (body += part));
  request.on("end", () => {
    const code = new URLSearchParams(body).get("code");
    if (code) codes.push(code);
    if (request.url.startsWith("/login/device/code")) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": "application/json", "x-oauth-scopes": "repo, read:org, gist" });
    response.end(
      request.url.includes("graphql")
        ? '{"data":{"viewer":{"login":"alice"}}}'
        : '{"access_token":"at","token_type":"bearer","expires_in":3600,"refresh_token":"rt","scope":"all"}',
    );
  });
}

const listen = (server) => new Promise((done) => server.listen(0, "127.0.0.1", () => done(server.address().port)));
const provider_port = await listen(http.createServer(provider));
const origin = `http://127.0.0.1:${provider_port}`;

// gh speaks https only: the same provider behind a certificate of its own, reached through a proxy.
const certificate = path.join(folder, "certificate.pem");
const key = path.join(folder, "key.pem");
execFileSync("openssl", [
  ..."req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=ghe.test -addext subjectAltName=DNS:ghe.test".split(" "),
  "-keyout", key, "-out", certificate,
], { stdio: "ignore" });
const tls = https.createServer({ key: fs.readFileSync(key), cert: fs.readFileSync(certificate) }, provider);
const tls_port = await listen(tls);
const proxy = http.createServer();
proxy.on("connect", (request, socket) => {
  const onward = net.connect(tls_port, "127.0.0.1", () => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    onward.pipe(socket).pipe(onward);
  });
  for (const end of [onward, socket]) end.on("error", () => {});
});
const proxy_port = await listen(proxy);

// ---- The tools. A browser that opens nothing: every tool also prints the page, or tells it the URL.

const bin = path.join(folder, "bin");
const opened = path.join(folder, "opened");
fs.mkdirSync(bin);
for (const name of ["xdg-open", "x-www-browser", "www-browser"]) {
  fs.writeFileSync(path.join(bin, name), `#!/bin/sh\nprintf '%s\\n' "$1" >> '${opened}'\n`, { mode: 0o755 });
}

let runs = 0;
function start(tool) {
  const home = path.join(folder, `home-${++runs}`);
  fs.mkdirSync(home);
  fs.rmSync(opened, { force: true });
  const { command, input = "", env = {} } = tool.prepare(home);
  const child = spawn(command[0], command.slice(1), {
    cwd: home,
    env: { HOME: home, PATH: `${bin}:${process.env.PATH}`, ...env },
  });
  const state = { said: "", ended: null };
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (state.said += part));
  child.on("close", (status) => (state.ended = status ?? -1));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return { child, state };
}

const tools = [
  {
    name: "gptauth",
    version: () => execFileSync(gptauth, ["--version"]).toString(),
    prepare(home) {
      fs.writeFileSync(path.join(home, "openapi.yaml"), "openapi: 3.1.0\n");
      fs.writeFileSync(
        path.join(home, "gptauth.toml"),
        `schema = "openapi.yaml"\n[oauth]\nauthorization_endpoint = "${origin}/auth"\ntoken_endpoint = "${origin}/token"\n` +
          'client_id = "x"\nscope = "all"\ntoken_endpoint_auth_method = "none"\n',
      );
      return { command: [gptauth, "--token-store", "file", "login", "--no-browser"] };
    },
  },
  {
    name: "gh",
    version: () => execFileSync("gh", ["--version"]).toString().split("\n")[0].split(" (")[0],
    prepare: (home) => ({
      command: ["gh", "auth", "login", "--hostname", "ghe.test", "--web", "--git-protocol", "https"],
      env: {
        GH_CONFIG_DIR: home,
        HTTPS_PROXY: `http://127.0.0.1:${proxy_port}`,
        SSL_CERT_FILE: certificate,
        GH_NO_UPDATE_NOTIFIER: "1",
      },
    }),
  },
  {
    name: "rclone",
    version: () => execFileSync("rclone", ["version"]).toString().split("\n")[0],
    prepare: () => ({
      command: [
        ..."rclone config create peer yandex client_id=x client_secret=y config_is_local=true".split(" "),
        `auth_url=${origin}/auth`,
        `token_url=${origin}/token`,
      ],
    }),
  },
  {
    name: "git-credential-oauth",
    version: () =>
      `git-credential-oauth ${spawnSync("dpkg-query", ["-Wf", "${Version}", "git-credential-oauth"]).stdout}`,
    prepare(home) {
      const own = `[credential "${origin}"]\noauthClientId = x\noauthAuthURL = /auth\noauthTokenURL = /token\n`;
      fs.writeFileSync(path.join(home, ".gitconfig"), own);
      return {
        command: ["git-credential-oauth", "get"],
        input: `protocol=http\nhost=127.0.0.1:${provider_port}\n`,
      };
    },
  },
];

const sleep = (time) => new Promise((done) => setTimeout(done, time));
async function until(condition, time = PATIENCE) {
  for (const end = Date.now() + time; Date.now() < end; await sleep(20)) {
    const value = await condition();
    if (value) return value;
  }
  return null;
}

// Returns the authorization URL: printed, given to the browser, or behind a page of the tool's own.
async function authorization({ state }) {
  const seen = () => state.said + (fs.existsSync(opened) ? fs.readFileSync(opened, "utf8") : "");
  const found = await until(() => {
    const urls = seen().match(/https?:\/\/[^\s"]+/g) ?? [];
    return urls.find((url) => url.includes("redirect_uri=") || /127\.0\.0\.1:\d+\/auth\?state=/.test(url));
  });
  if (!found) throw new Error(`no authorization URL in: ${seen()}`);
  if (found.includes("redirect_uri=")) return new URL(found);
  const page = await fetch(found, { redirect: "manual" });
  return new URL(page.headers.get("location"));
}

// Sends bytes and returns the status of what comes back: "–" where nothing comes.
function knock(port, bytes) {
  return new Promise((done) => {
    const socket = net.connect(port, "127.0.0.1", () => socket.write(bytes));
    let answer = "";
    const finish = () => {
      socket.destroy();
      done(answer.match(/^HTTP\/1\.\d (\d+)/)?.[1] ?? "–");
    };
    socket.setTimeout(1_500, finish);
    socket.on("data", (part) => (answer += part)).on("end", finish).on("error", finish);
  });
}

const get = (target, host, method = "GET") =>
  `${method} ${target} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`;
const rows = [
  ["L1", "nothing", null],
  ["L2", "foreign state and a code", (to) => get(`${to.path}?code=evil&state=foreign`, to.host)],
  ["L3", "a code without a state", (to) => get(`${to.path}?code=evil`, to.host)],
  ["L4", "`error` with a foreign state", (to) => get(`${to.path}?error=access_denied&state=foreign`, to.host)],
  ["L7", "two codes with the right state", (to) => get(`${to.path}?code=evil&code=good&state=${to.state}`, to.host)],
  ["L9", "/favicon.ico", (to) => get("/favicon.ico", to.host)],
  ["L10", "HEAD with the right state", (to) => get(`${to.path}?code=evil&state=${to.state}`, to.host, "HEAD")],
  ["L10", "POST with the right state", (to) => get(`${to.path}?code=evil&state=${to.state}`, to.host, "POST")],
  ["L11", "foreign `Host`, right state", (to) => get(`${to.path}?code=evil&state=${to.state}`, "evil.example")],
  ["L14", "binary junk", () => Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])],
  ["L14", "200 idle connections", 200],
];

// Returns what the tool answered to what comes before, and whether the real answer counted afterwards.
async function torture(tool, before) {
  codes = [];
  const run = start(tool);
  const idle = [];
  try {
    const url = await authorization(run);
    const redirect = new URL(url.searchParams.get("redirect_uri"));
    const [port, state] = [Number(redirect.port), encodeURIComponent(url.searchParams.get("state"))];
    const to = { path: redirect.pathname, host: redirect.host, state };
    let status = "";
    if (typeof before === "function") status = `${await knock(port, before(to))}, `;
    for (let count = 0; count < before; count++) {
      idle.push(net.connect(port, "127.0.0.1").on("error", () => {}));
    }
    // Whoever took the wrong request for the answer needs a moment to act on it.
    await sleep(100);
    await knock(port, get(`${to.path}?code=good&state=${state}`, to.host));
    await until(() => codes.length > 0 || run.state.ended !== null, 2_000);
    const [first] = codes;
    return `${status}${first === "good" ? "✓" : first ? "**takes it**" : "**ends**"}`;
  } catch (error) {
    return `not run (${String(error.message).split("\n")[0].slice(0, 60)})`;
  } finally {
    for (const socket of idle) socket.destroy();
    run.child.kill("SIGKILL");
    await until(() => run.state.ended !== null);
  }
}

const only = process.argv[2] === "--only" ? process.argv[3] : null;
const present = tools.filter((tool) => {
  if (only && tool.name !== only) return false;
  try {
    tool.title = tool.version().trim();
    return true;
  } catch {
    console.error(`${tool.name} is not installed`);
    return false;
  }
});
console.log(`| before the real answer comes … | ${present.map((tool) => tool.title).join(" | ")} |`);
console.log(`|---|${present.map(() => "---|").join("")}`);
for (const [row, title, before] of rows) {
  const cells = [];
  for (const tool of present) cells.push(await torture(tool, before));
  console.log(`| ${row} ${title} | ${cells.join(" | ")} |`);
}
fs.rmSync(folder, { recursive: true, force: true });
process.exit(0);
