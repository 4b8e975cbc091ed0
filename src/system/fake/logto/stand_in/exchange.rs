//! The token endpoint.

use super::{
    StandIn, Tenant,
    answer::{self, Answer, Stop},
    application::Application,
    grant::{ACCESS, Token, TokenKind, USER},
    log::Outcome,
    received::{Received, parameter},
    signing,
};
use http::StatusCode;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A refresh token's life where the application says nothing, in days.
const REFRESH_DAYS: i64 = 14;

type Form = [(String, String)];

/// A refusal, with what only the audit log says about it.
struct Refusal {
    error: &'static str,
    description: String,
    detail: &'static str,
    scope: Option<String>,
}

impl Refusal {
    fn grant(detail: &'static str) -> Self {
        Self { detail, ..Self::of("invalid_grant", "grant request is invalid") }
    }

    fn request(description: &str) -> Self {
        Self::of("invalid_request", description)
    }

    fn of(error: &'static str, description: &str) -> Self {
        Self { error, description: description.to_owned(), detail: "", scope: None }
    }

    fn answer(&self) -> Answer {
        let scope = self.scope.as_deref().map(|scope| ("scope", scope));
        let more: Vec<_> = scope.into_iter().collect();
        answer::refused_with(StatusCode::BAD_REQUEST, self.error, &self.description, &more)
    }
}

impl StandIn {
    /// Answers at `/oidc/token`.
    pub(super) fn exchange(&mut self, tenant: Tenant, received: &Received<'_>) -> Result<Answer, Stop> {
        let form = received.form()?;
        let grant_type = parameter(&form, "grant_type").unwrap_or_default().to_owned();
        let application = match self.authenticate(tenant, received, &form) {
            Ok(application) => application,
            Err(away) => {
                let outcome = Outcome::Refused("invalid_client", "client authentication failed", away.detail);
                self.remember_exchange(&grant_type, None, outcome, received, &form);
                return Ok(away.answer);
            }
        };
        let done = match grant_type.as_str() {
            "client_credentials" => self.for_machine(&application, &form, received),
            "authorization_code" => self.for_code(&application, &form, received),
            "refresh_token" => self.for_refresh_token(&application, &form, received),
            "" => Err(Refusal::request("missing required parameter 'grant_type'")),
            "password" => Err(Refusal::of("unsupported_grant_type", "unsupported grant_type requested")),
            other => return Err(Stop::Unmeasured(format!("the grant type `{other}`"))),
        };
        let outcome = match &done {
            Ok(tokens) => Outcome::Issued(tokens),
            Err(refusal) => Outcome::Refused(refusal.error, &refusal.description, refusal.detail),
        };
        self.remember_exchange(&grant_type, Some(&application), outcome, received, &form);
        Ok(match done {
            Ok(tokens) => answer::ok(&tokens),
            Err(refusal) => refusal.answer(),
        })
    }

    fn for_machine(
        &mut self,
        application: &Application,
        form: &Form,
        received: &Received<'_>,
    ) -> Result<Value, Refusal> {
        if application.kind != "MachineToMachine" {
            return Err(Refusal::request("requested grant type is not allowed for this client"));
        }
        let Some(resource) = parameter(form, "resource") else {
            let description = "both `resource` and `organization_id` are not provided";
            return Err(Refusal::of("invalid_target", description));
        };
        if resource != self.resource() {
            return Err(Refusal::of("invalid_target", "resource indicator is missing, or unknown"));
        }
        let asked = parameter(form, "scope").unwrap_or_default();
        // Whoever lacks the role gets a token all the same, which opens nothing.
        let is_granted = application.may_manage && asked.split(' ').any(|own| own == "all");
        let issued = received.now.as_second();
        let mut claims = json!({
            "jti": self.draw_token(), "sub": application.id, "iat": issued, "exp": issued + ACCESS,
            "client_id": application.id, "iss": self.issuer(received), "aud": resource
        });
        if is_granted {
            claims["scope"] = Value::from("all");
        }
        let token = self.key.sign(Some("at+jwt"), &claims);
        let mut answer = json!({ "access_token": token, "expires_in": ACCESS, "token_type": "Bearer" });
        if is_granted {
            answer["scope"] = Value::from("all");
        }
        Ok(answer)
    }

    fn for_code(
        &mut self,
        application: &Application,
        form: &Form,
        received: &Received<'_>,
    ) -> Result<Value, Refusal> {
        let required = |name: &str| {
            let missing = || Refusal::request(&format!("missing required parameter '{name}'"));
            parameter(form, name).ok_or_else(missing)
        };
        let verifier = parameter(form, "code_verifier");
        if verifier.is_some_and(|own| own.len() < 43) {
            let description = "code_verifier must be a string with a minimum length of 43 characters";
            return Err(Refusal::request(description));
        }
        let (given, redirect_uri) = (required("code")?, required("redirect_uri")?);
        let Some(code) = self.grants.codes.get_mut(given) else {
            return Err(Refusal::grant("authorization code not found"));
        };
        let challenge = verifier.map(|own| signing::encode(&Sha256::digest(own)));
        let failed = match () {
            () if code.request.application != application.id => Some("client mismatch"),
            () if code.has_expired(received.now) => Some("authorization code is expired"),
            () if code.request.redirect_uri != redirect_uri => {
                Some("authorization code redirect_uri mismatch")
            }
            () if code.request.challenge != challenge => Some("code_verifier does not match code_challenge"),
            () => None,
        };
        if let Some(detail) = failed {
            return Err(Refusal::grant(detail));
        }
        if code.was_used {
            self.grants.revoke(given);
            return Err(Refusal::grant("authorization code already consumed"));
        }
        code.was_used = true;
        let (scope, nonce) = (code.scope.clone(), code.request.nonce.clone());
        let wants_refresh =
            application.always_issues_refresh_tokens() || scope.split(' ').any(|own| own == "offline_access");
        let refresh_token = wants_refresh.then(|| {
            let days = application.settings.get("refreshTokenTtlInDays").and_then(Value::as_i64);
            let life = days.unwrap_or(REFRESH_DAYS) * 24 * 3600;
            self.issue(TokenKind::Refresh, application, given, &scope, life, received)
        });
        Ok(self.tokens(application, given, &scope, refresh_token, nonce.as_deref(), received))
    }

    fn for_refresh_token(
        &mut self,
        application: &Application,
        form: &Form,
        received: &Received<'_>,
    ) -> Result<Value, Refusal> {
        let Some(given) = parameter(form, "refresh_token") else {
            return Err(Refusal::request("missing required parameter 'refresh_token'"));
        };
        let found = self.grants.token(given, received.now).filter(|own| own.kind == TokenKind::Refresh);
        let Some(Token { scope, code, application: owner, .. }) = found.cloned() else {
            return Err(Refusal::grant("refresh token not found"));
        };
        if owner != application.id {
            return Err(Refusal::grant("client mismatch"));
        }
        let asked = parameter(form, "scope").unwrap_or(&scope);
        let missing = asked.split(' ').find(|own| !scope.split(' ').any(|granted| granted == *own));
        if let Some(missing) = missing {
            let refusal = Refusal::of("invalid_scope", "refresh token missing requested scope");
            return Err(Refusal { scope: Some(missing.to_owned()), ..refusal });
        }
        Ok(self.tokens(application, &code, asked, Some(given.to_owned()), None, received))
    }

    fn tokens(
        &mut self,
        application: &Application,
        code: &str,
        scope: &str,
        refresh_token: Option<String>,
        nonce: Option<&str>,
        received: &Received<'_>,
    ) -> Value {
        let access = self.issue(TokenKind::Access, application, code, scope, ACCESS, received);
        let mut answer = json!({ "access_token": access, "expires_in": ACCESS });
        if scope.split(' ').any(|own| own == "openid") {
            let issued = received.now.as_second();
            let mut claims = json!({
                "sub": USER, "aud": application.id, "exp": issued + ACCESS, "iat": issued,
                "iss": self.issuer(received)
            });
            if let Some(nonce) = nonce {
                claims["nonce"] = Value::from(nonce);
            }
            answer["id_token"] = Value::from(self.key.sign(None, &claims));
        }
        if let Some(refresh_token) = refresh_token {
            answer["refresh_token"] = Value::from(refresh_token);
        }
        answer["scope"] = Value::from(scope);
        answer["token_type"] = Value::from("Bearer");
        answer
    }

    fn issue(
        &mut self,
        kind: TokenKind,
        application: &Application,
        code: &str,
        scope: &str,
        life: i64,
        received: &Received<'_>,
    ) -> String {
        let text = self.draw_token();
        let issued = received.now.as_second();
        let token = Token {
            kind,
            application: application.id.clone(),
            code: code.to_owned(),
            scope: scope.to_owned(),
            issued,
            expires: issued + life,
        };
        self.grants.tokens.insert(text.clone(), token);
        text
    }
}
