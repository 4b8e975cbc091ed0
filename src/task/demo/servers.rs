//! The demo's two servers: the provider and the agenda API, each on its own loopback port.

use crate::{
    demo::{
        self, address,
        api::AgendaApi,
        fault::{self, Faults},
        provider::{Provider, SettingsError, User},
    },
    oauth::values::ClientSecret,
    system::{BoundPort, Clock, Delivery, Flow, LoopbackHost, Responder, System},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{Method, Request, Response, StatusCode};
use std::{cell::RefCell, io, rc::Rc};
use url::Url;

/// The servers, bound and waiting to be served.
pub struct Servers {
    about: About,
    provider_port: Box<dyn BoundPort>,
    api_port: Box<dyn BoundPort>,
    provider: Rc<RefCell<Provider>>,
    api: AgendaApi,
}

/// What a client must know about the servers.
#[derive(Debug, Clone)]
pub struct About {
    /// The provider's issuer.
    pub issuer: String,
    /// The base URL of the API.
    pub server: Url,
    /// The port of the provider; the API has the next one.
    pub port: u16,
    /// The client identifier.
    pub client_id: &'static str,
    /// The client secret, made anew for each run.
    pub client_secret: ClientSecret,
    /// The users who can sign in.
    pub users: Vec<User>,
    /// The faults that are switched on.
    pub faults: Faults,
}

/// Which of the two servers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Server {
    /// The OpenID provider.
    Provider,
    /// The agenda API.
    Api,
}

/// A request that was answered.
#[derive(Debug)]
pub struct Served {
    /// By whom.
    pub server: Server,
    /// The method.
    pub method: Method,
    /// The path, without the query: codes and states travel in it.
    pub path: String,
    /// What was answered.
    pub status: StatusCode,
}

/// Why the servers do not run.
#[derive(Debug, thiserror::Error)]
pub enum ServersError {
    /// A port is taken.
    #[error("cannot listen on 127.0.0.1:{port}")]
    Bind {
        /// The port.
        port: u16,
        /// The system's words.
        #[source]
        source: io::Error,
    },
    /// The operating system gives no randomness.
    #[error("no randomness for keys and codes")]
    Random(#[source] io::Error),
    /// The provider cannot be set up.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A socket failed while it was served.
    #[error("the demo servers stopped")]
    Socket(#[source] io::Error),
}

impl Servers {
    /// Binds both servers: the provider at `port` and the API at the next, or both at free ports, side
    /// by side, where `port` is 0. Both have the `faults` that are switched on.
    ///
    /// # Errors
    ///
    /// As [`ServersError`].
    pub fn bind(system: &System, port: u16, faults: Faults) -> Result<Self, ServersError> {
        let (provider_port, api_port) = match port {
            0 => neighbours(system)?,
            _ => (bind(system, port)?, bind(system, port.saturating_add(1))?),
        };
        let random = || system.random.source().map_err(ServersError::Random);
        let mut secret = [0; 16];
        random()?(&mut secret);
        let about = About {
            issuer: address::issuer(provider_port.port()),
            server: address::server(api_port.port()),
            port: provider_port.port(),
            client_id: demo::CLIENT_ID,
            client_secret: ClientSecret::new(URL_SAFE_NO_PAD.encode(secret)),
            users: demo::users(),
            faults,
        };
        let settings = demo::settings(about.issuer.clone(), about.client_secret.clone());
        let key = system.random.p384_key().map_err(ServersError::Random)?;
        let provider = Provider::new(settings, &key, random()?)?.with_faults(about.faults.clone())?;
        let api = AgendaApi::new(random()?).with_faults(about.faults.clone());
        Ok(Self { about, provider_port, api_port, provider: Rc::new(RefCell::new(provider)), api })
    }

    /// Returns what a client must know.
    pub fn about(&self) -> &About {
        &self.about
    }

    /// Registers one more redirect URI for the client.
    ///
    /// # Errors
    ///
    /// [`ServersError::Settings`] where the client is unknown.
    pub fn register_redirect_uri(&self, uri: &Url) -> Result<(), ServersError> {
        let mut provider = self.provider.borrow_mut();
        Ok(provider.register_redirect_uri(self.about.client_id, uri.as_str())?)
    }

    /// Answers requests until the future is dropped; tells `on` about each.
    ///
    /// # Errors
    ///
    /// [`ServersError::Socket`] where a socket fails.
    pub async fn serve<'a>(
        self,
        clock: &'a dyn Clock,
        on: &'a mut (dyn FnMut(Served) + 'a),
    ) -> Result<(), ServersError> {
        let on = Rc::new(RefCell::new(on));
        let Self { provider_port, api_port, provider, mut api, .. } = self;
        let respond_as_provider = {
            let (provider, on) = (Rc::clone(&provider), Rc::clone(&on));
            observed(Server::Provider, on, move |request| provider.borrow_mut().respond(request, clock.now()))
        };
        let respond_as_api = observed(Server::Api, on, move |request| {
            // The API asks the provider's Userinfo endpoint about every token.
            let mut userinfo =
                |question: Request<Vec<u8>>| provider.borrow_mut().respond(&question, clock.now());
            api.respond(request, clock.now(), &mut userinfo)
        });
        tokio::try_join!(provider_port.serve(respond_as_provider), api_port.serve(respond_as_api))
            .map(drop)
            .map_err(ServersError::Socket)
    }
}

fn bind(system: &System, port: u16) -> Result<Box<dyn BoundPort>, ServersError> {
    let bound = system.loopback.bind(LoopbackHost::V4, port);
    bound.map_err(|source| ServersError::Bind { port, source })
}

/// The port of the provider and the port of the API.
type Pair = (Box<dyn BoundPort>, Box<dyn BoundPort>);

/// Binds two free ports, the second the next after the first, as a client expects them.
fn neighbours(system: &System) -> Result<Pair, ServersError> {
    let mut tries = 20;
    loop {
        let first = bind(system, 0)?;
        match bind(system, first.port().saturating_add(1)) {
            Ok(second) => return Ok((first, second)),
            Err(error) if tries == 0 => return Err(error),
            Err(_) => tries -= 1,
        }
    }
}

fn observed<'a>(
    server: Server,
    on: Rc<RefCell<&'a mut (dyn FnMut(Served) + 'a)>>,
    mut respond: impl FnMut(&Request<Vec<u8>>) -> Response<Vec<u8>> + 'a,
) -> Responder<'a> {
    Box::new(move |request| {
        let mut response = respond(&request);
        if let Some(delivery) = response.extensions().get::<fault::Delivery>().copied() {
            response.extensions_mut().insert(as_the_system_has_it(delivery));
        }
        let served = Served {
            server,
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            status: response.status(),
        };
        (on.borrow_mut())(served);
        (response, Flow::Continue)
    })
}

/// The demo knows nothing of sockets, and the system nothing of the demo.
fn as_the_system_has_it(delivery: fault::Delivery) -> Delivery {
    match delivery {
        fault::Delivery::Never => Delivery::Never,
        fault::Delivery::Closed => Delivery::Closed,
        fault::Delivery::Cut => Delivery::Cut,
        fault::Delivery::Late(time) => Delivery::Late(time),
    }
}
