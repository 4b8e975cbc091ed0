//! Signing in, and the token that comes of it.

use crate::{
    Place,
    measure::{self, Measured},
    server::{self, Server, SignIn},
    signed_in,
    table::{Goal, Row},
};
use std::{error::Error, fs, net::TcpStream, time::Duration};

/// How often a sign-in is measured.
const ROUNDS: usize = 20;
/// How many connections are left idle.
const IDLE: usize = 200;

/// The stored token for a script: nothing is asked of anybody.
pub(crate) fn token(place: &Place) -> Row {
    let ours = signed_in(place).map_or_else(
        |error| Measured::failed(&error.to_string()),
        |_server| measure::side_by_side(&place.gptauth(&["token"]), None, 100).0,
    );
    Row::new("token, stored in a file", ours, None, Goal::Within(Duration::from_millis(5)))
}

/// What a sign-in takes beyond the same exchanges by hand, in the same round.
pub(crate) fn login(place: &Place) -> Row {
    let ours = overhead(place).unwrap_or_else(|error| Measured::failed(&error.to_string()));
    Row::new("login, beyond the provider's own time", ours, None, Goal::Within(Duration::from_millis(20)))
}

fn overhead(place: &Place) -> Result<Measured, Box<dyn Error>> {
    let server = signed_in(place)?;
    let program = place.gptauth(&["login", "--no-browser"]);
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let by_hand = server.exchange_by_hand()?;
        let sign_in = SignIn::start(&program, &server)?;
        sign_in.follow()?;
        times.push(sign_in.finish()?.saturating_sub(by_hand));
    }
    Ok(Measured::of(times, None))
}

/// How long the answer takes past idle connections, and how much memory those cost.
pub(crate) fn idle(place: &Place) -> Row {
    let ours = past_idle(place).unwrap_or_else(|error| Measured::failed(&error.to_string()));
    Row::new("callback past 200 idle connections", ours, None, Goal::Within(Duration::from_secs(1)))
        .within_memory(10 * 1024 * 1024)
}

fn past_idle(place: &Place) -> Result<Measured, Box<dyn Error>> {
    let server = Server::start()?;
    fs::write(place.project.join("gptauth.toml"), server.project_file())?;
    let sign_in = SignIn::start(&place.gptauth(&["login", "--no-browser"]), &server)?;
    let before = sign_in.memory()?;
    let connect =
        |_| TcpStream::connect((server::LOCALHOST, sign_in.port()?)).map_err(Box::<dyn Error>::from);
    let idle = (0..IDLE).map(connect).collect::<Result<Vec<_>, _>>()?;
    // An answered request says that all those before it were let in.
    sign_in.knock()?;
    let memory = sign_in.memory()?.saturating_sub(before);
    let took = sign_in.follow()?;
    sign_in.finish()?;
    drop(idle);
    Ok(Measured::of(vec![took], Some(memory)))
}
