//! A Logto in the scripted world.

#[expect(dead_code, reason = "the tests of the program use the rest")]
mod stand_in;
mod tests;

pub(crate) use stand_in::{Credentials, Fault, StandIn, Troubled};

use super::World;
use crate::system::HttpError;
use std::{cell::RefCell, io, rc::Rc};

/// The handle that a test keeps on the Logto of its world.
pub(crate) type Shared = Rc<RefCell<Troubled>>;

impl World {
    /// Lets a Logto answer every request from now on. A request that nobody measured ends the test.
    pub(crate) fn answer_as_logto(&self, logto: StandIn) -> Shared {
        let shared = Rc::new(RefCell::new(Troubled::new(logto)));
        let (own, world) = (Rc::clone(&shared), self.clone());
        self.answer(move |request| {
            let mut logto = own.borrow_mut();
            let answer = logto.respond(request, world.now());
            assert!(logto.logto.unmeasured().is_empty(), "{:#?}", logto.logto.unmeasured());
            answer.ok_or_else(|| HttpError::Broken {
                origin: request.uri().host().unwrap_or_default().to_owned(),
                source: Box::new(io::Error::from(io::ErrorKind::UnexpectedEof)),
            })
        });
        shared
    }
}
