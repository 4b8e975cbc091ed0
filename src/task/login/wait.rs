//! The wait for the one answer that is ours, from wherever it comes: the port or the keyboard.

use super::{Event, LoginError, LoginOptions, Paste, Way, walk::Walk};
use crate::{
    oauth::{
        authorization::PendingAuthorization,
        callback::{self, Reception},
        paste,
    },
    system::{BoundPort, Flow, System, Typing},
};
use http::Request;
use std::{
    cell::{Cell, RefCell},
    future, io,
};
use url::Url;

/// The longest address that is read, in bytes: a code of the largest size, and what stands around it.
const LONGEST_PASTE: usize = 64 * 1024;

/// What is waited for, and where.
pub(super) struct Wait<'a> {
    pub(super) system: &'a System,
    pub(super) pending: &'a PendingAuthorization,
    /// The page that the user is sent to.
    pub(super) page: &'a Url,
    pub(super) options: &'a LoginOptions,
    /// Whether the redirect URI is the same every time.
    pub(super) fixed: bool,
}

impl Wait<'_> {
    /// Opens the browser where that is wanted, and waits for the answer.
    pub(super) async fn answer(
        &self,
        port: Option<Box<dyn BoundPort>>,
        walk: &mut Walk<'_>,
    ) -> Result<Url, LoginError> {
        let walk = RefCell::new(walk);
        let redirect = Cell::new(None);
        tokio::select! {
            biased;
            pasted = self.by_hand(&walk) => return pasted,
            served = self.at_the_port(port, &redirect, &walk) => served.map_err(LoginError::Listener)?,
            () = self.system.clock.sleep(self.options.timeout) => {}
        }
        redirect.take().ok_or_else(|| LoginError::TimedOut {
            waited: self.options.timeout,
            redirect_uri: self.pending.redirect_uri().clone(),
            fixed_port: self.fixed,
        })
    }

    /// Serves the port until the answer is there. Without one, there is none to be had here.
    async fn at_the_port(
        &self,
        port: Option<Box<dyn BoundPort>>,
        redirect: &Cell<Option<Url>>,
        walk: &RefCell<&mut Walk<'_>>,
    ) -> io::Result<()> {
        let Some(port) = port else { return future::pending().await };
        let respond = |request: Request<Vec<u8>>| {
            let answered = redirect.take();
            if answered.is_some() {
                redirect.set(answered);
                return (callback::already_finished(), Flow::Stop);
            }
            match callback::receive(self.pending, &request) {
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
        port.serve(Box::new(respond)).await
    }

    /// Opens the browser, and takes what is pasted where none was opened. The port is served
    /// meanwhile: some start commands end only with the browser.
    async fn by_hand(&self, walk: &RefCell<&mut Walk<'_>>) -> Result<Url, LoginError> {
        if self.options.way == Way::Browser {
            match self.system.browser.open(self.page).await {
                Ok(()) if self.options.paste != Paste::Expected => return future::pending().await,
                Ok(()) => {}
                Err(error) => walk.borrow_mut().tell(Event::NoBrowser { reason: error.to_string() }),
            }
        }
        if self.options.paste == Paste::No {
            return future::pending().await;
        }
        walk.borrow_mut().tell(Event::MayPaste);
        let mut refused = false;
        loop {
            match self.system.input.line(Typing::Hidden, LONGEST_PASTE).await {
                Ok(Some(line)) if line.trim().is_empty() => {}
                Ok(Some(line)) => match paste::pasted(self.pending, self.page, &line) {
                    Ok(redirect) => return Ok(redirect),
                    Err(refusal) => {
                        refused = true;
                        walk.borrow_mut().tell(Event::Refused(refusal));
                    }
                },
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    refused = true;
                    walk.borrow_mut().tell(Event::Unreadable(error));
                }
                Ok(None) | Err(_) if self.options.paste == Paste::Expected => {
                    return Err(LoginError::NothingPasted { refused });
                }
                // The port may still bring it.
                Ok(None) | Err(_) => return future::pending().await,
            }
        }
    }
}
