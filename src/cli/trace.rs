//! `--verbose` and `--trace`: every HTTP exchange on stderr, or in a file, masked.

use super::{failure::Failure, terminal::Terminal};
use crate::{
    report::{
        exchange,
        har::{Archive, Ending},
        styles::Styles,
    },
    system::{BoxFuture, Clock, Files, HttpClient, HttpError, System, real_clock},
};
use http::{Request, Response};
use jiff::Timestamp;
use std::{
    cell::RefCell,
    io::{self, Write},
    path::{Path, PathBuf},
    rc::Rc,
    time::Duration,
};

/// Puts a listener between the program and its HTTP client.
pub(super) fn attach(system: System, terminal: &Terminal) -> System {
    let http = Traced {
        inner: system.http,
        clock: Rc::from(real_clock()),
        styles: terminal.talk_styles(),
        show: Box::new(|text| {
            // Nobody can be told when stderr itself is gone.
            let _ = io::stderr().write_all(text.as_bytes());
        }),
    };
    System { http: Rc::new(http), ..system }
}

struct Traced {
    inner: Rc<dyn HttpClient>,
    clock: Rc<dyn Clock>,
    styles: Styles,
    show: Box<dyn Fn(String)>,
}

impl HttpClient for Traced {
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>> {
        Box::pin(async move {
            // Shown before it is sent: of a request that never ends, at least that is seen.
            (self.show)(exchange::request(&request, self.styles));
            let before = self.clock.elapsed();
            let answer = self.inner.send(request).await;
            let took = self.clock.elapsed().saturating_sub(before);
            (self.show)(match &answer {
                Ok(response) => exchange::response(response, took, self.styles),
                Err(error) => exchange::no_response(error, took, self.styles),
            });
            answer
        })
    }
}

/// Puts a recorder between the program and its HTTP client.
pub(super) fn record(system: System, path: &Path) -> (System, Recorder) {
    let files = Rc::clone(&system.files);
    let (system, archive) = archive(system);
    (system, Recorder { archive, files, path: path.to_owned() })
}

/// Puts a recorder between the program and its HTTP client, and returns what it records.
pub(super) fn archive(system: System) -> (System, Rc<RefCell<Archive>>) {
    let archive = Rc::new(RefCell::new(Archive::default()));
    let http = Recorded {
        inner: Rc::clone(&system.http),
        clock: Rc::clone(&system.clock),
        archive: Rc::clone(&archive),
    };
    (System { http: Rc::new(http), ..system }, archive)
}

/// What was recorded, and where it goes.
pub(super) struct Recorder {
    archive: Rc<RefCell<Archive>>,
    files: Rc<dyn Files>,
    path: PathBuf,
}

impl Recorder {
    /// Writes the file, whole or not at all.
    pub(super) fn write(self, terminal: &mut Terminal) -> Result<(), Failure> {
        let document = self.archive.borrow().document();
        let shown = self.path.display();
        match self.files.replace_private(&self.path, document.as_bytes()) {
            Ok(()) => {
                terminal.remark(format_args!("HTTP exchanges: {shown}"));
                Ok(())
            }
            Err(error) => {
                let failure = Failure::usage(format!("cannot write the trace {shown}: {error}"));
                Err(failure.hinted("name a file in a folder that is there: `--trace FILE`"))
            }
        }
    }
}

struct Recorded {
    inner: Rc<dyn HttpClient>,
    clock: Rc<dyn Clock>,
    archive: Rc<RefCell<Archive>>,
}

/// An exchange that is on its way; one that nobody waits for any more is recorded as broken off.
struct OnItsWay<'a> {
    recorded: &'a Recorded,
    request: Request<Vec<u8>>,
    started: (Timestamp, Duration),
    over: bool,
}

impl OnItsWay<'_> {
    fn end(&mut self, ending: &Ending<'_>) {
        self.over = true;
        let (at, before) = self.started;
        let took = self.recorded.clock.elapsed().saturating_sub(before);
        self.recorded.archive.borrow_mut().add(&self.request, ending, at, took);
    }
}

impl Drop for OnItsWay<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.end(&Ending::BrokenOff);
        }
    }
}

impl HttpClient for Recorded {
    fn send(&self, request: Request<Vec<u8>>) -> BoxFuture<'_, Result<Response<Vec<u8>>, HttpError>> {
        Box::pin(async move {
            let started = (self.clock.now(), self.clock.elapsed());
            let mut exchange = OnItsWay { recorded: self, request: request.clone(), started, over: false };
            let answer = self.inner.send(request).await;
            exchange.end(&match &answer {
                Ok(response) => Ending::Answered(response),
                Err(error) => Ending::Failed(error),
            });
            answer
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::fake::{World, run};

    #[test]
    fn x3_the_trace_shows_the_exchange_and_none_of_its_secrets() {
        let world = World::new();
        let time = world.clone();
        world.answer(move |_| {
            time.advance(Duration::from_millis(7));
            Ok(Response::new(br#"{"access_token":"canary","token_type":"Bearer"}"#.to_vec()))
        });
        let shown = Rc::new(RefCell::new(String::new()));
        let lines = Rc::clone(&shown);
        let traced = Traced {
            inner: world.system().http,
            clock: world.system().clock,
            styles: Styles::default(),
            show: Box::new(move |text| lines.borrow_mut().push_str(&text)),
        };
        let request =
            Request::post("https://op.example/token").body(b"{\"password\":\"canary\"}".to_vec()).unwrap();
        let answer = run(traced.send(request)).unwrap();
        assert!(
            String::from_utf8_lossy(answer.body()).contains("canary"),
            "the program gets the answer itself"
        );
        let shown = shown.borrow();
        assert!(shown.starts_with("> POST https://op.example/token\n"), "{shown}");
        assert!(shown.contains("< 200 OK HTTP/1.1, 7 ms\n"), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
    }

    #[test]
    fn an_exchange_that_is_broken_off_is_recorded_too() {
        let world = World::new();
        let (system, recorder) = record(world.system(), Path::new("/project/t.har"));
        let request = || Request::get("https://op.example/jwks").body(Vec::new()).unwrap();
        run(system.http.send(request())).unwrap_err();
        let begun = async {
            let mut asked = system.http.send(request());
            std::future::poll_fn(|context| {
                drop(asked.as_mut().poll(context));
                std::task::Poll::Ready(())
            })
            .await;
        };
        run(begun);
        assert_eq!(recorder.archive.borrow().document().matches("op.example/jwks").count(), 2);
    }
}
