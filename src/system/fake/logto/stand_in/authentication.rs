//! Who an application says it is at the endpoints that ask for it.

use super::{
    StandIn, Tenant,
    answer::{self, Answer, Stop},
    application::Application,
    received::{Received, parameter},
};
use http::StatusCode;

/// Why an application was turned away, and what the audit log knows about it.
pub(super) struct TurnedAway {
    pub(super) answer: Answer,
    pub(super) detail: &'static str,
}

impl From<Answer> for TurnedAway {
    fn from(answer: Answer) -> Self {
        Self { answer, detail: "" }
    }
}

impl From<TurnedAway> for Stop {
    fn from(away: TurnedAway) -> Self {
        Self::Answered(away.answer)
    }
}

fn bad(error: &str, description: &str) -> TurnedAway {
    answer::refused(StatusCode::BAD_REQUEST, error, description).into()
}

impl StandIn {
    /// Returns the application that a form or a header proves.
    pub(super) fn authenticate(
        &self,
        tenant: Tenant,
        received: &Received<'_>,
        form: &[(String, String)],
    ) -> Result<Application, TurnedAway> {
        let basic = received.basic();
        let posted = parameter(form, "client_secret");
        if basic.is_some() && posted.is_some() {
            return Err(bad(
                "invalid_request",
                "client authentication must only be provided using one mechanism",
            ));
        }
        let (id, secret) = match (&basic, parameter(form, "client_id")) {
            (Some((_, password)), _) if password.is_empty() => {
                return Err(bad(
                    "invalid_request",
                    "client_secret must be provided in the Authorization header",
                ));
            }
            (Some((id, password)), _) => (id.as_str(), Some(password.as_str())),
            (None, Some(id)) => (id, posted),
            (None, None) => {
                return Err(bad("invalid_request", "no client authentication mechanism provided"));
            }
        };
        let known = match tenant {
            Tenant::Own => self.find(id),
            Tenant::Admin => self.admins.iter().find(|own| own.id == id),
        };
        let Some(application) = known else {
            return Err(bad("invalid_client", &format!("invalid client {id}")));
        };
        let failed = |detail| {
            let refused =
                answer::refused(StatusCode::UNAUTHORIZED, "invalid_client", "client authentication failed");
            let challenge = format!(
                "Basic realm=\"{}\", error=\"invalid_client\", error_description=\"client authentication failed\"",
                self.issuer(received)
            );
            let answer = if basic.is_some() { answer::challenging(refused, &challenge) } else { refused };
            TurnedAway { answer, detail }
        };
        const OTHER_METHOD: &str = "the provided authentication mechanism does not match the registered client \
                                    authentication method";
        match (application.is_public(), secret) {
            (true, None) => Ok(application.clone()),
            (true, Some(_)) | (false, None) => Err(failed(OTHER_METHOD)),
            (false, Some(secret)) => match application.secrets.iter().find(|own| own.value == secret) {
                None => Err(failed("invalid secret provided")),
                Some(own) if own.has_expired(received.now) => {
                    Err(bad("invalid_request", "client secret has expired"))
                }
                Some(_) => Ok(application.clone()),
            },
        }
    }
}
