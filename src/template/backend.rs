//! The back ends that `backend` writes: for each framework a small middleware that asks the provider
//! whose token it is, and one route behind it.
//!
//! A template is code that runs, but for the addresses of the provider: `{{issuer}}` and its like stand
//! where the literal of a string belongs.

use super::{NewFile, fill};
use std::path::Path;

/// A web framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// Express, for Node.js.
    Express,
    /// Hono, for Node.js and whatever else speaks the web's own `Request`.
    Hono,
    /// Route handlers of Next.js.
    Next,
    /// Fastify, for Node.js.
    Fastify,
    /// FastAPI, for Python.
    Fastapi,
    /// Django, for Python.
    Django,
    /// axum, for Rust.
    Axum,
    /// The standard library of Go.
    Go,
    /// Spring Boot with Spring Security, for Java.
    Spring,
}

/// What the back end is told of the provider. What is not known has to be set before the variant that
/// needs it starts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provider {
    /// The issuer, as typed.
    pub issuer: Option<String>,
    /// Where the account is asked for.
    pub userinfo_endpoint: String,
    /// Where tokens are looked into (RFC 7662).
    pub introspection_endpoint: Option<String>,
    /// Where the signing keys are.
    pub jwks_uri: Option<String>,
    /// The API that access tokens are made for, where they are JWTs (RFC 8707).
    pub resource: Option<String>,
}

/// A file of a template: where it goes, and its text.
type Part = (&'static str, &'static str);

/// A folder with a `Cargo.toml` would be a package of its own, and be left out of ours.
const AXUM_MANIFEST: Part = ("Cargo.toml", include_str!("../../templates/backend/axum/manifest.toml"));

/// Names files of a folder of templates.
macro_rules! parts {
    ($folder:literal: $($path:literal),+ $(,)?) => {
        &[$(($path, include_str!(concat!("../../templates/backend/", $folder, "/", $path)))),+]
    };
}

/// What every framework for JavaScript is given.
const JAVASCRIPT: &[Part] = parts!("javascript":
    "bearer.js", "cache.js", "introspection.js", "jwt.js", "settings.js", "userinfo.js");

impl Backend {
    /// Every framework, by language.
    pub const ALL: [Self; 9] = [
        Self::Express,
        Self::Hono,
        Self::Next,
        Self::Fastify,
        Self::Fastapi,
        Self::Django,
        Self::Axum,
        Self::Go,
        Self::Spring,
    ];

    /// Returns the name to choose it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Express => "express",
            Self::Hono => "hono",
            Self::Next => "next",
            Self::Fastify => "fastify",
            Self::Fastapi => "fastapi",
            Self::Django => "django",
            Self::Axum => "axum",
            Self::Go => "go",
            Self::Spring => "spring",
        }
    }

    /// Returns what it is, in one line.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Express => "Express 5 middleware (Node.js 20 or later)",
            Self::Hono => "Hono middleware (Node.js 20 or later)",
            Self::Next => "Next.js route handlers (App Router)",
            Self::Fastify => "Fastify 5 hook (Node.js 20 or later)",
            Self::Fastapi => "FastAPI dependency with httpx (Python 3.11 or later)",
            Self::Django => "Django view decorator with httpx (Python 3.11 or later)",
            Self::Axum => "axum extractor with reqwest (Rust 1.88 or later)",
            Self::Go => "net/http handler, standard library only (Go 1.19 or later)",
            Self::Spring => "Spring Security token introspector (Java 17 or later)",
        }
    }

    /// Returns the commands that install and start it, in its own folder.
    pub fn start(self) -> &'static [&'static str] {
        match self {
            Self::Express | Self::Hono | Self::Fastify => &["npm install", "npm start"],
            Self::Next => &["npm install", "npm run dev"],
            Self::Fastapi => &["pip install -r requirements.txt", "uvicorn main:app --port 3000"],
            Self::Django => {
                &["pip install -r requirements.txt", "gunicorn --threads 8 --bind 127.0.0.1:3000 api.wsgi"]
            }
            Self::Axum => &["cargo run"],
            Self::Go => &["go run ."],
            Self::Spring => &["mvn spring-boot:run"],
        }
    }

    /// Returns its files, with what they know of the provider.
    pub fn render(self, provider: &Provider) -> Vec<NewFile> {
        let mut files: Vec<_> = self
            .parts()
            .into_iter()
            .flatten()
            .map(|(path, text)| NewFile {
                path: Path::new(path),
                content: fill(text, &values(provider, Notation::of(path))),
            })
            .collect();
        files.sort_by_key(|file| file.path);
        files
    }

    fn parts(self) -> [&'static [Part]; 2] {
        match self {
            Self::Express => {
                [JAVASCRIPT, parts!("express": "README.md", "auth.js", "package.json", "server.js")]
            }
            Self::Hono => [JAVASCRIPT, parts!("hono": "README.md", "auth.js", "package.json", "server.js")],
            Self::Fastify => {
                [JAVASCRIPT, parts!("fastify": "README.md", "auth.js", "package.json", "server.js")]
            }
            Self::Next => [
                JAVASCRIPT,
                parts!("next":
                    "README.md", "app/health/route.js", "app/me/route.js", "auth.js", "package.json"),
            ],
            Self::Fastapi => [
                &[],
                parts!("fastapi":
                    "README.md", "auth.py", "bearer.py", "cache.py", "introspection.py", "jwt_access_token.py",
                    "main.py", "requirements.txt", "settings.py", "userinfo.py"),
            ],
            Self::Django => [
                &[],
                parts!("django":
                    "README.md", "api/__init__.py", "api/auth.py", "api/bearer.py", "api/cache.py",
                    "api/introspection.py", "api/jwt_access_token.py", "api/settings.py", "api/urls.py",
                    "api/userinfo.py", "api/views.py", "api/wsgi.py", "manage.py", "requirements.txt"),
            ],
            Self::Axum => [
                &[AXUM_MANIFEST],
                parts!("axum":
                    "README.md", "src/auth.rs", "src/bearer.rs", "src/cache.rs",
                    "src/introspection.rs", "src/jwt.rs", "src/main.rs", "src/settings.rs", "src/userinfo.rs"),
            ],
            Self::Go => [
                &[],
                parts!("go":
                    "README.md", "auth.go", "bearer.go", "cache.go", "go.mod", "introspection.go", "jwt.go",
                    "main.go", "userinfo.go"),
            ],
            Self::Spring => [
                &[],
                parts!("spring":
                    "README.md", "pom.xml",
                    "src/main/java/com/example/api/ActiveTokenIntrospector.java",
                    "src/main/java/com/example/api/ApiApplication.java",
                    "src/main/java/com/example/api/ProviderClient.java",
                    "src/main/java/com/example/api/RememberingIntrospector.java",
                    "src/main/java/com/example/api/SecurityConfiguration.java",
                    "src/main/java/com/example/api/UserinfoIntrospector.java",
                    "src/main/resources/application-introspection.yml",
                    "src/main/resources/application-jwt.yml",
                    "src/main/resources/application.yml"),
            ],
        }
    }
}

/// How a file spells a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Notation {
    /// As a string in double quotes whose escapes are those of JSON: JavaScript, Python, Go, YAML.
    Json,
    /// As a string of Rust.
    Rust,
    /// As it is, between backticks.
    Markdown,
}

impl Notation {
    fn of(path: &str) -> Self {
        match path.rsplit_once('.').map(|(_, extension)| extension) {
            Some("rs") => Self::Rust,
            Some("md") => Self::Markdown,
            _ => Self::Json,
        }
    }

    fn spell(self, text: &str) -> String {
        match self {
            Self::Json => serde_json::Value::from(text).to_string(),
            Self::Rust => format!("{text:?}"),
            Self::Markdown => text.to_owned(),
        }
    }
}

fn values(provider: &Provider, notation: Notation) -> [(&'static str, String); 5] {
    let optional = |value: &Option<String>| value.clone().unwrap_or_default();
    [
        ("issuer", optional(&provider.issuer)),
        ("userinfo_endpoint", provider.userinfo_endpoint.clone()),
        ("introspection_endpoint", optional(&provider.introspection_endpoint)),
        ("jwks_uri", optional(&provider.jwks_uri)),
        ("resource", optional(&provider.resource)),
    ]
    .map(|(name, uri)| (name, notation.spell(&uri_only(&uri))))
}

/// Returns the text with everything percent-encoded that no URI has (RFC 3986 §2). A real address stays
/// as it is, byte for byte; of another one nothing is left that ends a string, a comment or a `${…}` in
/// any of the languages.
fn uri_only(text: &str) -> String {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&byte);
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if legal(byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn provider(issuer: &str) -> Provider {
        Provider {
            issuer: Some(issuer.to_owned()),
            userinfo_endpoint: "https://auth.example.com/oidc/me".to_owned(),
            introspection_endpoint: Some("https://auth.example.com/oidc/token/introspection".to_owned()),
            jwks_uri: Some("https://auth.example.com/oidc/jwks".to_owned()),
            resource: None,
        }
    }

    fn file(backend: Backend, path: &str, provider: &Provider) -> String {
        let files = backend.render(provider);
        let found = files.into_iter().find(|file| file.path == Path::new(path));
        found.unwrap_or_else(|| panic!("no {path}")).content
    }

    #[test]
    fn every_template_is_filled_to_the_last_placeholder() {
        for backend in Backend::ALL {
            for file in backend.render(&provider("https://auth.example.com/oidc")) {
                assert!(!file.content.contains("{{"), "{} {}", backend.name(), file.path.display());
            }
        }
    }

    #[test]
    fn every_back_end_knows_its_provider_and_can_be_told_another() {
        let provider = provider("https://auth.example.com/oidc");
        for backend in Backend::ALL {
            let files = backend.render(&provider);
            let all: String = files.iter().map(|file| file.content.as_str()).collect();
            for value in [&provider.userinfo_endpoint, "https://auth.example.com/oidc/token/introspection"] {
                assert!(all.contains(&format!("\"{value}\"")), "{}: {value}", backend.name());
            }
            for name in ["USERINFO_ENDPOINT", "TOKEN_CACHE_SECONDS", "INTROSPECTION_CLIENT_SECRET"] {
                assert!(all.contains(name), "{}: {name}", backend.name());
            }
        }
    }

    #[test]
    fn every_back_end_has_a_short_readme_a_manifest_and_no_path_twice() {
        for backend in Backend::ALL {
            let files = backend.render(&provider("https://auth.example.com/oidc"));
            let paths: BTreeSet<_> = files.iter().map(|file| file.path).collect();
            assert_eq!(paths.len(), files.len(), "{}", backend.name());
            let manifests = ["package.json", "requirements.txt", "Cargo.toml", "go.mod", "pom.xml"];
            assert!(manifests.iter().any(|name| paths.contains(Path::new(name))), "{}", backend.name());
            assert!(paths.iter().all(|path| path.is_relative()), "{}", backend.name());
            let readme = file(backend, "README.md", &provider("https://auth.example.com/oidc"));
            let lines = readme.lines().filter(|line| !line.is_empty()).count();
            assert!((5..=25).contains(&lines), "{}: {lines} lines", backend.name());
        }
    }

    #[test]
    fn the_versions_in_every_manifest_are_pinned() {
        for backend in [Backend::Express, Backend::Hono, Backend::Fastify, Backend::Next] {
            let manifest = file(backend, "package.json", &Provider::default());
            let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
            for (name, version) in manifest["dependencies"].as_object().expect("dependencies") {
                let version = version.as_str().expect("a version");
                assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{name} {version}");
            }
        }
        for backend in [Backend::Fastapi, Backend::Django] {
            let requirements = file(backend, "requirements.txt", &Provider::default());
            for line in requirements.lines().filter(|line| !line.ends_with(':')) {
                assert!(line.contains("=="), "{line}");
            }
        }
        let cargo = file(Backend::Axum, "Cargo.toml", &Provider::default());
        let (_, dependencies) = cargo.split_once("[dependencies]\n").expect("dependencies");
        for line in dependencies.lines().filter(|line| !line.ends_with(':')) {
            assert!(line.contains("\"="), "{line}");
        }
    }

    /// What could end a string, a comment, a code span or a placeholder in one of the languages.
    const HOSTILE: &str = "https://auth.example.com/\"'`\\;\n\u{2028}*/ --> ${x} #{x} {{jwks_uri}} <b>|é";

    #[test]
    fn an_issuer_cannot_break_out_of_the_file_that_it_stands_in() {
        let harmless = "https://auth.example.com/%22'%60%5C;%0A%E2%80%A8*/%20--%3E%20$%7Bx%7D%20#%7Bx%7D%20%7B%7Bjwks_uri%7D%7D%20%3Cb%3E%7C%C3%A9";
        for (backend, path) in [
            (Backend::Express, "settings.js"),
            (Backend::Fastapi, "settings.py"),
            (Backend::Axum, "src/jwt.rs"),
            (Backend::Go, "jwt.go"),
            (Backend::Spring, "src/main/resources/application.yml"),
        ] {
            let content = file(backend, path, &provider(HOSTILE));
            assert!(content.contains(&format!("\"{harmless}\"")), "{path}:\n{content}");
            assert!(!content.contains("\"'`"), "{path}");
        }
        for backend in Backend::ALL {
            for file in
                backend.render(&Provider { userinfo_endpoint: HOSTILE.to_owned(), ..Provider::default() })
            {
                assert!(!file.content.contains("${x}"), "{} {}", backend.name(), file.path.display());
            }
        }
    }

    #[test]
    fn the_settings_of_spring_are_read_back_as_they_were() {
        let provider = provider("https://a.example/o?x=$y");
        let settings = |name: &str| {
            let content = file(Backend::Spring, &format!("src/main/resources/{name}.yml"), &provider);
            serde_yaml::from_str::<serde_yaml::Value>(&content).expect("YAML")
        };
        let always = settings("application");
        assert_eq!(always["oidc"]["issuer"].as_str(), provider.issuer.as_deref());
        assert_eq!(always["userinfo"]["endpoint"], provider.userinfo_endpoint.as_str());
        let introspection = settings("application-introspection");
        assert_eq!(
            introspection["introspection"]["endpoint"].as_str(),
            provider.introspection_endpoint.as_deref()
        );
        let jwt = settings("application-jwt");
        assert_eq!(jwt["jwks"]["uri"].as_str(), provider.jwks_uri.as_deref());
        assert_eq!(
            (&jwt["api"]["resource"], &jwt["access"]["token"]["type"]),
            (&"".into(), &"at+jwt".into())
        );
    }

    /// The starters are those that Spring Boot 4 has; the names of before are deprecated.
    #[test]
    fn the_coordinates_of_spring_are_of_its_version() {
        let pom = file(Backend::Spring, "pom.xml", &Provider::default());
        let named = |tag: &str| {
            let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
            pom.split(&open).skip(1).filter_map(|rest| Some(rest.split_once(&close)?.0.to_owned())).collect()
        };
        let artifacts: Vec<String> = named("artifactId");
        assert_eq!(
            artifacts,
            [
                "spring-boot-starter-parent",
                "api",
                "spring-boot-starter-webmvc",
                "spring-boot-starter-security-oauth2-resource-server",
                "caffeine",
                "spring-boot-maven-plugin"
            ]
        );
        let versions: Vec<String> = named("version");
        assert_eq!(versions, ["4.1.1", "0.1.0"], "the parent and the API; the rest is pinned by the parent");
    }

    #[test]
    fn a_quote_is_escaped_as_the_language_has_it() {
        assert_eq!(Notation::of("a.js").spell("a\"\\\n"), r#""a\"\\\n""#);
        assert_eq!(Notation::of("src/a.rs").spell("a\"\u{1}"), r#""a\"\u{1}""#);
        assert_eq!(Notation::of("README.md").spell("a"), "a");
        assert_eq!(Notation::of("go.mod").spell("\u{1}"), r#""\u0001""#);
    }

    #[test]
    fn what_a_uri_may_have_is_left_alone() {
        let uri = "https://[::1]:8443/a/b;c=d,e/f?g=h&i=%2F#j!$'()*+~";
        assert_eq!(uri_only(uri), uri);
    }
}
