//! The loopback port of a sign-in: bound before the browser opens, closed after one answer.

use super::{Event, LoginError, LoginOptions, Way, walk::Walk};
use crate::{
    oauth::{
        authorization::PendingAuthorization,
        callback::{self, Reception},
    },
    project::OAuth,
    system::{BoundPort, Flow, LoopbackHost, System},
};
use http::Request;
use std::cell::{Cell, RefCell};
use url::{Host, Url};

/// The path of the redirect URI where the project names none.
const PATH: &str = "/callback";

/// Takes the port that the project names, or a free one.
pub(super) fn bind(system: &System, settings: &OAuth) -> Result<Box<dyn BoundPort>, LoginError> {
    let named = settings.loopback_redirect_uri.as_ref();
    let port = named.and_then(Url::port).unwrap_or(0);
    let host = match named.and_then(Url::host) {
        Some(Host::Domain(_)) => LoopbackHost::Localhost,
        Some(Host::Ipv6(_)) => LoopbackHost::V6,
        Some(Host::Ipv4(_)) | None => LoopbackHost::V4,
    };
    let bound = system.loopback.bind(host, port);
    bound.map_err(|source| LoginError::Bind { redirect_uri: redirect_uri(settings, port), source })
}

/// Returns the redirect URI with this port: the project's own, or one at `127.0.0.1`.
pub(super) fn redirect_uri(settings: &OAuth, port: u16) -> Url {
    let mut uri = match &settings.loopback_redirect_uri {
        Some(uri) => uri.clone(),
        None => own(),
    };
    // Only a URL without a host cannot have a port, and neither of these is one.
    let _ = uri.set_port(Some(port));
    uri
}

#[expect(clippy::expect_used, reason = "a constant, tested below")]
fn own() -> Url {
    Url::parse(&format!("http://{}{PATH}", LoopbackHost::V4.as_str())).expect("a constant")
}

/// Opens the browser where that is wanted, and waits for the one answer that is ours.
pub(super) async fn wait(
    system: &System,
    port: Box<dyn BoundPort>,
    pending: &PendingAuthorization,
    url: &Url,
    settings: &OAuth,
    options: &LoginOptions,
    walk: &mut Walk<'_>,
) -> Result<Url, LoginError> {
    let walk = RefCell::new(walk);
    let redirect = Cell::new(None);
    let respond = |request: Request<Vec<u8>>| {
        let answered = redirect.take();
        if answered.is_some() {
            redirect.set(answered);
            return (callback::already_finished(), Flow::Stop);
        }
        match callback::receive(pending, &request) {
            Reception::Ignored { response, reason } => {
                if reason.is_notable() {
                    walk.borrow_mut().tell(Event::Ignored(reason));
                }
                (response, Flow::Continue)
            }
            Reception::Finished { response, redirect: found } => {
                redirect.set(Some(found));
                (response, Flow::Stop)
            }
        }
    };
    // The port is served while the browser starts: some start commands end only with the browser.
    let opening = async {
        if options.way == Way::Browser
            && let Err(error) = system.browser.open(url).await
        {
            walk.borrow_mut().tell(Event::NoBrowser { reason: error.to_string() });
        }
        std::future::pending::<()>().await
    };
    tokio::select! {
        biased;
        () = opening => {}
        served = port.serve(Box::new(respond)) => served.map_err(LoginError::Listener)?,
        () = system.clock.sleep(options.timeout) => {}
    }
    redirect.take().ok_or_else(|| LoginError::TimedOut {
        waited: options.timeout,
        redirect_uri: pending.redirect_uri().clone(),
        fixed_port: settings.loopback_redirect_uri.as_ref().is_some_and(|uri| uri.port().is_some()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::fixture::project_with;

    fn uri(lines: &str) -> String {
        redirect_uri(&project_with(lines).oauth.unwrap(), 4711).to_string()
    }

    #[test]
    fn the_redirect_uri_is_the_projects_or_our_own() {
        assert_eq!(uri(""), "http://127.0.0.1:4711/callback");
        for (named, expected) in [
            ("http://localhost:4711/a/b", "http://localhost:4711/a/b"),
            ("http://[::1]/cb", "http://[::1]:4711/cb"),
        ] {
            assert_eq!(uri(&format!("loopback_redirect_uri = \"{named}\"")), expected);
        }
    }
}
