//! `--verbose`: every HTTP exchange on stderr, masked.

use super::terminal::Terminal;
use crate::{
    report::{exchange, styles::Styles},
    system::{BoxFuture, Clock, HttpClient, HttpError, System, real_clock},
};
use http::{Request, Response};
use std::{
    io::{self, Write},
    rc::Rc,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::fake::{World, run};
    use std::{cell::RefCell, time::Duration};

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
}
