//! The Management API: who may use it, and its smaller parts.

use super::{
    Hosting, StandIn,
    answer::{self, Answer, Stop},
    application::ROLE,
    received::Received,
};
use http::{HeaderValue, Method, StatusCode, header};
use serde_json::{Value, json};

impl StandIn {
    /// Answers below `/api`.
    pub(super) fn management(&mut self, path: &[&str], received: &Received<'_>) -> Result<Answer, Stop> {
        if (received.method, path) == (&Method::GET, &["status"]) {
            return Ok(answer::no_content());
        }
        self.authorize_machine(received)?;
        match (received.method, path) {
            (_, ["applications", rest @ ..]) => self.applications(rest, received),
            (_, ["domains", rest @ ..]) => self.domains(rest, received),
            (&Method::GET, ["logs"]) => self.logs(received),
            (&Method::GET, ["roles"]) => Self::roles(received),
            (&Method::GET, ["resources"]) => self.resources(received),
            (&Method::GET, ["configs", "oidc", "session"]) => {
                received.expect_query(&[])?;
                Ok(answer::ok(&json!({ "ttl": 1_209_600 })))
            }
            _ => Err(Stop::unmeasured("unknown path of the Management API")),
        }
    }

    /// Goes on only with a token that this tenant issued, at this host, to a machine with the role.
    fn authorize_machine(&self, received: &Received<'_>) -> Result<(), Stop> {
        let Some(authorization) = received.header("authorization") else {
            let (code, message) = ("auth.authorization_header_missing", "Authorization header is missing.");
            return Err(answer::error(StatusCode::UNAUTHORIZED, code, message).into());
        };
        let Some(token) = authorization.strip_prefix("Bearer ") else {
            return Err(Stop::unmeasured("authorization other than `Bearer `"));
        };
        let claims = self
            .key
            .verify(token)
            .map_err(|(code, name)| unauthorized(&json!({ "code": code, "name": name })))?;
        let has_expired = claims["exp"].as_i64().is_none_or(|exp| exp <= received.now.as_second())
            || self.expired.iter().any(|own| own == token);
        let mut issuers = vec![self.issuer(received)];
        if let Hosting::SelfHosted { admin_origin, .. } = &self.hosting {
            issuers.push(format!("{admin_origin}/oidc"));
        }
        let is_ours = issuers.iter().any(|issuer| claims["iss"] == issuer.as_str());
        let failed = match () {
            () if !is_ours => Some(("ERR_JWT_CLAIM_VALIDATION_FAILED", "JWTClaimValidationFailed", "iss")),
            () if claims["aud"] != self.resource().as_str() => {
                Some(("ERR_JWT_CLAIM_VALIDATION_FAILED", "JWTClaimValidationFailed", "aud"))
            }
            () if has_expired => Some(("ERR_JWT_EXPIRED", "JWTExpired", "exp")),
            () => None,
        };
        if let Some((code, name, claim)) = failed {
            let data = json!({
                "code": code, "name": name, "claim": claim, "reason": "check_failed", "payload": claims
            });
            return Err(unauthorized(&data).into());
        }
        if claims["scope"] != "all" {
            let message = "Forbidden. Please check your user roles and permissions.";
            return Err(answer::error(StatusCode::FORBIDDEN, "auth.forbidden", message).into());
        }
        Ok(())
    }

    fn roles(received: &Received<'_>) -> Result<Answer, Stop> {
        received.expect_query(&["type"])?;
        if received.query("type") != Some("MachineToMachine") {
            return Err(Stop::unmeasured("roles of another type"));
        }
        let role = json!({
            "tenantId": "default", "id": ROLE, "name": "Logto Management API access",
            "description": "This default role grants access to the Logto management API.",
            "type": "MachineToMachine", "isDefault": false, "usersCount": 0, "featuredUsers": [],
            "applicationsCount": 0, "featuredApplications": []
        });
        // Roles come in pages whether or not somebody asks.
        let mut answer = answer::ok(&json!([role]));
        let link = format!("<{}/roles?type=MachineToMachine&page=1>", received.origin);
        answer.headers_mut().insert("total-number", HeaderValue::from_static("1"));
        add_link(&mut answer, &format!("{link}; rel=\"first\""));
        add_link(&mut answer, &format!("{link}; rel=\"last\""));
        Ok(answer)
    }

    fn resources(&self, received: &Received<'_>) -> Result<Answer, Stop> {
        if received.raw_query != "includeScopes=true" {
            return Err(Stop::unmeasured("resources without `includeScopes=true`"));
        }
        let scope = json!({
            "tenantId": "default", "id": "management-api-all", "resourceId": "management-api", "name": "all",
            "description": "Default scope for Management API, allows all permissions.",
            "createdAt": 1_795_322_779_956_i64
        });
        Ok(answer::ok(&json!([{
            "tenantId": "default", "id": "management-api", "name": "Logto Management API",
            "indicator": self.resource(), "isDefault": false, "accessTokenTtl": 3600, "scopes": [scope]
        }])))
    }
}

fn unauthorized(data: &Value) -> Answer {
    let message = "Unauthorized. Please check credentials and its scope.";
    let body = json!({ "code": "auth.unauthorized", "data": data, "message": message });
    answer::json(StatusCode::UNAUTHORIZED, &body)
}

fn add_link(answer: &mut Answer, link: &str) {
    if let Ok(link) = HeaderValue::from_str(link) {
        answer.headers_mut().append(header::LINK, link);
    }
}

/// The largest page.
const LARGEST_PAGE: usize = 100;

impl Received<'_> {
    /// Returns the page of a list that the query asks for; all of it where it asks for none.
    pub(super) fn paged(&self, table: &str, list: Vec<Value>) -> Result<Answer, Stop> {
        let (page, size) = match (self.query("page"), self.query("page_size")) {
            (None, None) => return Ok(answer::ok(&Value::from(list))),
            (Some(page), Some(size)) => (page.parse::<usize>(), size.parse::<usize>()),
            _ => return Err(Stop::unmeasured("one of `page` and `page_size` without the other")),
        };
        let (Ok(page @ 1..), Ok(size @ 1..=LARGEST_PAGE)) = (page, size) else {
            return Err(Stop::unmeasured("a page that is none"));
        };
        let total = list.len();
        let last = total.div_ceil(size).max(1);
        let shown: Vec<_> = list.into_iter().skip((page - 1) * size).take(size).collect();
        let mut answer = answer::ok(&Value::from(shown));
        answer.headers_mut().insert("total-number", HeaderValue::from(total));
        let next = (page < last).then_some((page + 1, "next"));
        let previous = (page > 1).then_some((page - 1, "prev"));
        for (number, relation) in
            [Some((1, "first")), previous, Some((last, "last")), next].into_iter().flatten()
        {
            let query = self.query.iter().map(|(name, value)| match name.as_str() {
                "page" => (name.as_str(), number.to_string()),
                _ => (name.as_str(), value.clone()),
            });
            let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
            // The links leave `/api` out: they lead nowhere, and nobody should follow them.
            add_link(&mut answer, &format!("<{}/{table}?{query}>; rel=\"{relation}\"", self.origin));
        }
        Ok(answer)
    }
}
