//! Sends one question and takes what comes, within its time.

use crate::{
    probe::{Answer, Answered, Ask, NoAnswer, Question, Trouble},
    system::{HttpError, Limits, PeerCertificate, System},
};
use futures_util::future::{Either, select};
use http::Request;
use std::{error::Error, io, net::IpAddr, time::Duration};

/// How long one answer may take.
pub(super) const LIMIT: Duration = Duration::from_secs(10);
/// How large an answer may be, in bytes.
const LARGEST: usize = 1024 * 1024;

/// Asks, until the answer is there, its limit is over, or `deadline` has come.
pub(super) async fn send(system: &System, ask: &Ask, deadline: Duration) -> Answered {
    let start = system.clock.elapsed();
    let limit = LIMIT.min(deadline.saturating_sub(start));
    if limit.is_zero() {
        let words = "the whole run had no time left".to_owned();
        return Answered { answer: nothing(Trouble::NotAsked, words), duration: Duration::ZERO };
    }
    let answer = match select(Box::pin(answer(system, ask, limit)), system.clock.sleep(limit)).await {
        Either::Left((answer, _)) => answer,
        Either::Right(_) => nothing(Trouble::Time, format!("no answer within {} s", limit.as_secs())),
    };
    Answered { answer, duration: system.clock.elapsed().saturating_sub(start) }
}

async fn answer(system: &System, ask: &Ask, limit: Duration) -> Answer {
    match &ask.question {
        Question::Addresses(host) => addresses(host, system.names.addresses(host).await),
        Question::Http(request) => {
            let mut request = Request::clone(request);
            request.extensions_mut().insert(Limits { time: limit, bytes: LARGEST });
            match system.http.send(request).await {
                Ok(response) => {
                    let certificate = response.extensions().get::<PeerCertificate>();
                    Answer::Response { certificate_until: certificate.map(|own| own.until), response }
                }
                Err(error) => nothing(trouble(&error), words(&error)),
            }
        }
    }
}

fn addresses(host: &str, found: io::Result<Vec<IpAddr>>) -> Answer {
    match found {
        Ok(found) => Answer::Addresses(found),
        Err(error) => nothing(Trouble::Name, format!("cannot resolve `{host}`: {error}")),
    }
}

fn nothing(trouble: Trouble, words: String) -> Answer {
    Answer::Nothing(NoAnswer { trouble, words })
}

fn trouble(error: &HttpError) -> Trouble {
    match error {
        HttpError::Resolve { .. } => Trouble::Name,
        HttpError::Connect { .. } | HttpError::Unsendable { .. } => Trouble::Connection,
        HttpError::Tls { .. } => Trouble::Tls,
        HttpError::Timeout { .. } => Trouble::Time,
        HttpError::TooLarge { .. } | HttpError::Broken { .. } => Trouble::Answer,
    }
}

fn words(error: &HttpError) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
