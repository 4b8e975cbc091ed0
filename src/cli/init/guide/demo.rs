//! The demo's two servers, for as long as somebody is on the guided path with them.

use super::Guide;
use crate::{
    cli::failure::Failure,
    demo::fault::Faults,
    oauth::values::ClientSecret,
    project::Project,
    system::{Environment, System},
    task::{
        demo::servers::{About, Servers, ServersError},
        kept,
    },
};
use std::{rc::Rc, sync::mpsc, thread};
use url::Url;

/// The name of the environment that points at the demo.
pub(super) const ENVIRONMENT: &str = "demo";

/// The demo as the guided path has it.
#[derive(Default)]
pub(super) struct Demo {
    /// Whether it was tried to start its servers.
    is_prepared: bool,
    /// Whether somebody signed in at the servers that run now.
    pub(super) has_signed_in: bool,
}

impl Guide<'_> {
    /// Starts the demo's servers where the project works with them and they do not run yet.
    pub(super) fn prepare_the_demo(&mut self, project: &Project) -> Result<(), Failure> {
        let works_with_it = project.environment.as_deref() == Some(ENVIRONMENT);
        let issuer = project.oauth.as_ref().and_then(|own| own.issuer.as_ref());
        let port = issuer.and_then(|own| Url::parse(own.as_str()).ok()?.port());
        let Some(port) = port.filter(|_| works_with_it && !self.demo.is_prepared) else { return Ok(()) };
        self.demo.is_prepared = true;
        let redirect_uri = project.oauth.as_ref().and_then(|own| own.loopback_redirect_uri.clone());
        match start(port, redirect_uri) {
            Ok(about) => {
                self.terminal.remark("The demo's servers are up; the sign-in page names their users.");
                let (inner, secret) = (Rc::clone(&self.system.environment), about.client_secret);
                self.system.environment = Rc::new(WithSecret { inner, secret });
            }
            // Somebody keeps them up in another terminal, where their secret is shown.
            Err(ServersError::Bind { .. }) => self.terminal.remark(format_args!(
                "Something answers at port {port} already. Where that is `gptauth demo serve`, it shows the \
                 client secret."
            )),
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

/// Starts the servers on a thread of their own; they end with the process.
fn start(port: u16, redirect_uri: Option<Url>) -> Result<About, ServersError> {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        // The pieces of a world are for one thread.
        let system = System::real();
        let bound = Servers::bind(&system, port, Faults::default()).and_then(|servers| {
            redirect_uri.map_or(Ok(()), |uri| servers.register_redirect_uri(&uri)).map(|()| servers)
        });
        let servers = match bound {
            Ok(servers) => servers,
            Err(error) => return drop(tell.send(Err(error))),
        };
        let _ = tell.send(Ok(servers.about().clone()));
        if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() {
            // Whoever asks them afterwards finds nobody, and says so.
            let _ = runtime.block_on(servers.serve(&*system.clock, &mut |_| {}));
        }
    });
    told.recv().unwrap_or_else(|gone| Err(ServersError::Socket(std::io::Error::other(gone))))
}

/// An environment that knows the client secret of the demo.
struct WithSecret {
    inner: Rc<dyn Environment>,
    secret: ClientSecret,
}

impl Environment for WithSecret {
    fn variable(&self, name: &str) -> Option<String> {
        match name {
            kept::CLIENT_SECRET_VARIABLE => Some(self.secret.expose().to_owned()),
            name => self.inner.variable(name),
        }
    }
}
