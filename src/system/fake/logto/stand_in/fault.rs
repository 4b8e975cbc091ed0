//! Trouble on the way to a Logto, at one request of many.

use super::{
    StandIn,
    answer::{self, Answer},
};
use http::{HeaderValue, Request, Response, StatusCode, header};
use jiff::Timestamp;
use serde_json::json;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The connection breaks before Logto saw the request.
    CutBefore,
    /// Logto did it, and the connection breaks before its answer arrives.
    CutAfter,
    /// 500, and nothing was done.
    InternalError,
    /// 429 with `Retry-After: 2`, and nothing was done.
    TooManyRequests,
    /// The access token that the request carries has expired meanwhile.
    ExpiredToken,
}

impl Fault {
    pub(crate) const ALL: [Self; 5] =
        [Self::CutBefore, Self::CutAfter, Self::InternalError, Self::TooManyRequests, Self::ExpiredToken];
}

/// A Logto behind a road on which one request may meet trouble.
pub(crate) struct Troubled {
    pub(crate) logto: StandIn,
    seen: usize,
    fault: Option<(usize, Fault)>,
}

impl Troubled {
    pub(crate) fn new(logto: StandIn) -> Self {
        Self { logto, seen: 0, fault: None }
    }

    /// Counts from now on, and lets the request with this number, from 0, meet trouble.
    pub(crate) fn fail_at(&mut self, number: usize, fault: Fault) {
        (self.seen, self.fault) = (0, Some((number, fault)));
    }

    /// Counts from now on, and lets nothing go wrong.
    pub(crate) fn calm(&mut self) {
        (self.seen, self.fault) = (0, None);
    }

    /// Returns how many requests came since somebody counted.
    pub(crate) fn seen(&self) -> usize {
        self.seen
    }

    /// Answers a request; `None` where the connection breaks.
    pub(crate) fn respond(&mut self, request: &Request<Vec<u8>>, now: Timestamp) -> Option<Answer> {
        let number = self.seen;
        self.seen += 1;
        let fault = self.fault.filter(|(at, _)| *at == number).map(|(_, fault)| fault);
        match fault {
            None => Some(self.logto.respond(request, now)),
            Some(Fault::CutBefore) => None,
            Some(Fault::CutAfter) => {
                self.logto.respond(request, now);
                None
            }
            Some(Fault::InternalError) => {
                let body = json!({ "message": "Internal Server Error" });
                Some(answer::json(StatusCode::INTERNAL_SERVER_ERROR, &body))
            }
            Some(Fault::TooManyRequests) => Some(too_many()),
            Some(Fault::ExpiredToken) => {
                let bearer = request.headers().get(header::AUTHORIZATION);
                let bearer = bearer.and_then(|own| own.to_str().ok()?.strip_prefix("Bearer "));
                if let Some(token) = bearer {
                    self.logto.expire(token);
                }
                Some(self.logto.respond(request, now))
            }
        }
    }
}

fn too_many() -> Answer {
    let mut answer = Response::new(b"Too Many Requests".to_vec());
    *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("2"));
    answer
}
