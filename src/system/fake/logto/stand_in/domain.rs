//! Custom domains, which only Logto Cloud has.

use super::{
    Hosting, StandIn,
    answer::{self, Answer, Stop},
    guard::{self, Issues},
    received::Received,
};
use http::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Value, json};

/// What each look at a domain finds, one after another; the last one stays.
const PROGRESS: [(&str, Option<&str>); 3] = [
    ("PendingVerification", Some("custom hostname does not CNAME to this zone.")),
    ("PendingSsl", Some("caa_error")),
    ("Active", None),
];

#[derive(Debug, Clone)]
pub(super) struct Domain {
    id: String,
    name: String,
    created: Timestamp,
    /// How often somebody looked: each look lets the verification go on.
    looks: usize,
}

impl Domain {
    /// Returns whether the tenant answers at a host.
    pub(super) fn serves(&self, authority: &str) -> bool {
        let host = authority.split(':').next().unwrap_or_default();
        self.status().0 == "Active" && self.name == host
    }

    fn status(&self) -> (&'static str, Option<&'static str>) {
        match self.looks {
            0 => ("PendingVerification", None),
            looks => PROGRESS[(looks - 1).min(PROGRESS.len() - 1)],
        }
    }

    fn json(&self) -> Value {
        let (status, message) = self.status();
        json!({
            "id": self.id, "domain": self.name, "status": status, "errorMessage": message,
            "dnsRecords": [{ "name": self.name, "type": "CNAME", "value": "domains.logto.app" }],
            "createdAt": self.created.as_millisecond()
        })
    }
}

impl StandIn {
    /// Lets a domain be verified at once.
    pub(crate) fn activate_domain(&mut self, name: &str) {
        for domain in self.domains.iter_mut().filter(|own| own.name == name) {
            domain.looks = PROGRESS.len();
        }
    }

    /// Answers at `/api/domains`.
    pub(super) fn domains(&mut self, path: &[&str], received: &Received<'_>) -> Result<Answer, Stop> {
        let is_cloud = matches!(self.hosting, Hosting::Cloud { .. });
        match (received.method, path) {
            (&Method::GET, []) => {
                received.expect_query(&[])?;
                Ok(answer::ok(&self.domains.iter().map(Domain::json).collect()))
            }
            (&Method::POST, []) => {
                let body = guard::body(received, &["domain"])?;
                let mut issues = Issues::default();
                let name = issues.text(&body, &["domain"]);
                issues.settle()?;
                if is_cloud { Ok(self.add_domain(name, received.now)) } else { Ok(not_configured()) }
            }
            (&Method::GET, [_]) if !is_cloud => Ok(not_configured()),
            (&Method::GET, [id]) => {
                received.expect_query(&[])?;
                let Some(domain) = self.domains.iter_mut().find(|own| own.id == *id) else {
                    return Ok(answer::not_there("domains", id));
                };
                domain.looks += 1;
                Ok(answer::ok(&domain.json()))
            }
            _ => Err(Stop::unmeasured("unknown path of the Management API")),
        }
    }

    fn add_domain(&mut self, name: String, now: Timestamp) -> Answer {
        if self.domains.iter().any(|own| own.name == name) {
            let message = format!("The domain {name} is already in use");
            return answer::error(StatusCode::UNPROCESSABLE_ENTITY, "domain.domain_in_use", &message);
        }
        let domain = Domain { id: self.draw_text(21), name, created: now, looks: 0 };
        let answer = answer::created(&domain.json());
        self.domains.push(domain);
        answer
    }
}

fn not_configured() -> Answer {
    let message = "Domain hostname provider is not configured.";
    answer::error(StatusCode::BAD_REQUEST, "domain.not_configured", message)
}
