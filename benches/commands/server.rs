//! The least that `login` and `call` need on the other side: a token endpoint that always says
//! yes, and one list of items. It costs next to nothing, so the times are the commands' own.

use crate::{Place, measure::Program};
use serde_json::Value;
use std::{
    error::Error,
    fs,
    io::{self, BufRead, BufReader, Lines, Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::{Child, ChildStderr, Stdio},
    thread,
    time::{Duration, Instant},
};
use url::{Position, Url};

pub(crate) const CLIENT_SECRET: &str = "secret-of-the-benchmark";
pub(crate) const ACCESS_TOKEN: &str = "access-token-of-the-benchmark";

pub(crate) const LOCALHOST: Ipv4Addr = Ipv4Addr::LOCALHOST;

/// A document with one operation.
pub(crate) const SCHEMA: &str = r##"openapi: 3.1.0
info: { title: Agenda, version: 1.0.0 }
servers: [{ url: https://api.example.com/api }]
paths:
  /items:
    get:
      operationId: listItems
      summary: List all items.
      responses:
        "200":
          description: The items.
          content:
            application/json:
              schema: { type: array, items: { type: object } }
"##;

pub(crate) struct Server {
    origin: String,
}

impl Server {
    /// Starts the server on a thread that lives as long as the process.
    pub(crate) fn start() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let origin = format!("http://{}", listener.local_addr()?);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A client that went away is the client's business.
                let _ = answer(stream);
            }
        });
        Ok(Self { origin })
    }

    /// The URL that `listItems` is called at.
    pub(crate) fn items(&self) -> String {
        format!("{}/api/items", self.origin)
    }

    /// A project for this server. Without `openid` there is no id_token to make.
    pub(crate) fn project_file(&self) -> String {
        let origin = &self.origin;
        format!(
            "schema = \"openapi.yaml\"\n\
             server = \"{origin}/api\"\n\
             [oauth]\n\
             authorization_endpoint = \"{origin}/auth\"\n\
             token_endpoint = \"{origin}/token\"\n\
             client_id = \"benchmark\"\n\
             scope = \"agenda\"\n"
        )
    }

    /// Runs `login`, and answers in place of the browser and the user.
    pub(crate) fn sign_in(&self, login: &Program) -> Result<(), Box<dyn Error>> {
        let sign_in = SignIn::start(login, self)?;
        sign_in.follow()?;
        sign_in.finish().map(drop)
    }

    /// Asks for tokens as `login` does, and returns how long the answer took.
    pub(crate) fn exchange_by_hand(&self) -> io::Result<Duration> {
        let start = Instant::now();
        let authority = self.origin.trim_start_matches("http://");
        let mut stream = TcpStream::connect(authority)?;
        let body = "grant_type=authorization_code&code=code";
        let length = body.len();
        write!(
            stream,
            "POST /token HTTP/1.1\r\nHost: {authority}\r\nContent-Length: {length}\r\n\r\n{body}"
        )?;
        io::copy(&mut stream, &mut io::sink())?;
        Ok(start.elapsed())
    }
}

/// A `login` that waits for its answer.
pub(crate) struct SignIn {
    child: Child,
    lines: Lines<BufReader<ChildStderr>>,
    said: String,
    redirect: Url,
    start: Instant,
}

impl SignIn {
    /// Starts `login` and reads on until it says which page to open.
    pub(crate) fn start(login: &Program, server: &Server) -> Result<Self, Box<dyn Error>> {
        let start = Instant::now();
        let mut child = login.command().stdout(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let stderr = child.stderr.take().ok_or("no stderr")?;
        let mut lines = BufReader::new(stderr).lines();
        let mut said = String::new();
        for line in lines.by_ref() {
            let line = line?;
            said.extend([line.as_str(), "\n"]);
            let Some(at) = line.find(&server.origin) else { continue };
            let url = line[at..].split_whitespace().next().unwrap_or_default();
            if url.contains("response_type=") {
                let redirect = redirect(&Url::parse(url)?)?;
                return Ok(Self { child, lines, said, redirect, start });
            }
        }
        Err(format!("login ended with {}:\n{said}", child.wait()?).into())
    }

    /// Brings the code to the redirect URI, and returns how long the page took to come.
    pub(crate) fn follow(&self) -> Result<Duration, Box<dyn Error>> {
        let start = Instant::now();
        get(self.port()?, &self.redirect[Position::BeforePath..])?;
        Ok(start.elapsed())
    }

    /// Asks for a page that is not there.
    pub(crate) fn knock(&self) -> Result<(), Box<dyn Error>> {
        get(self.port()?, "/").map(drop).map_err(Into::into)
    }

    pub(crate) fn port(&self) -> Result<u16, &'static str> {
        self.redirect.port().ok_or("no port in the redirect URI")
    }

    /// Resident memory of the process, in bytes.
    pub(crate) fn memory(&self) -> Result<u64, Box<dyn Error>> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        let kibibytes: u64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kibibytes * 1024)
    }

    /// Waits for the end, and returns how long all of it took.
    pub(crate) fn finish(mut self) -> Result<Duration, Box<dyn Error>> {
        let rest: Vec<String> = self.lines.collect::<Result<_, _>>()?;
        let status = self.child.wait()?;
        let took = self.start.elapsed();
        if status.success() {
            Ok(took)
        } else {
            Err(format!("login ended with {status}:\n{}{}", self.said, rest.join("\n")).into())
        }
    }
}

/// Returns the redirect URI that the authorization request names, with a code.
fn redirect(authorization: &Url) -> Result<Url, Box<dyn Error>> {
    let parameter = |name: &str| {
        let found = authorization.query_pairs().find(|(key, _)| key == name);
        found.map(|(_, value)| value.into_owned()).ok_or(format!("no {name} in the authorization URL"))
    };
    let mut redirect = Url::parse(&parameter("redirect_uri")?)?;
    redirect.query_pairs_mut().append_pair("code", "code").append_pair("state", &parameter("state")?);
    Ok(redirect)
}

/// Sends one GET request and returns the whole answer.
fn get(port: u16, target: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    write!(stream, "GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn answer(stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(&stream);
    let (mut request_line, mut length) = (String::new(), 0);
    reader.read_line(&mut request_line)?;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    io::copy(&mut reader.take(length), &mut io::sink())?;
    let body = if request_line.starts_with("POST /token") {
        format!(
            r#"{{"access_token":"{ACCESS_TOKEN}","token_type":"Bearer","expires_in":3600,"scope":"agenda"}}"#
        )
    } else {
        r#"[{"id":"1","title":"Buy milk"}]"#.to_owned()
    };
    let length = body.len();
    write!(
        &stream,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

/// Starts the demo's servers at ports of their own choice, and reads what they say of themselves.
pub(crate) fn serve(place: &Place) -> Result<(Child, Value), Box<dyn Error>> {
    let program = place.gptauth(&["demo", "serve", "--port", "0", "--format", "json"]);
    let mut child = program.command().stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let stdout = child.stdout.take().ok_or("no stdout")?;
    let first = serde_json::Deserializer::from_reader(stdout).into_iter().next();
    Ok((child, first.ok_or("the demo says nothing")??))
}

/// Starts the demo's servers, and returns how long their discovery document was in coming.
pub(crate) fn first_answer(place: &Place) -> Result<Duration, Box<dyn Error>> {
    let start = Instant::now();
    let (mut child, about) = serve(place)?;
    let answer = discovery(&about);
    let time = start.elapsed();
    child.kill()?;
    child.wait()?;
    if answer?.starts_with("HTTP/1.1 200") { Ok(time) } else { Err("no discovery document".into()) }
}

/// Asks the demo's provider for its discovery document.
fn discovery(about: &Value) -> Result<String, Box<dyn Error>> {
    let issuer = Url::parse(about["issuer"].as_str().ok_or("no issuer in what the demo says")?)?;
    let port = issuer.port().ok_or("no port in the issuer")?;
    Ok(get(port, "/oidc/.well-known/openid-configuration")?)
}
