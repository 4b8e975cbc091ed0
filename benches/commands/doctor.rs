//! All probes against the demo's own provider and API, each request answered by another process.

use crate::{
    Place,
    measure::{self, Measured},
    server,
    table::{Goal, Row},
};
use std::{error::Error, time::Duration};

pub(crate) fn doctor(place: &Place) -> Row {
    let ours = healthy(place).unwrap_or_else(|error| Measured::failed(&error.to_string()));
    Row::new("doctor, all probes on loopback", ours, None, Goal::Within(Duration::from_millis(150)))
}

fn healthy(place: &Place) -> Result<Measured, Box<dyn Error>> {
    let (mut demo, about) = server::serve(place)?;
    let text = |name: &str| about[name].as_str().ok_or(format!("no {name} in what the demo says"));
    let folder = place.home.join("doctor");
    let target = folder.display().to_string();
    let flags = ["--server", text("server")?, "--issuer", text("issuer")?, "--client-id", text("client_id")?];
    let init = place.gptauth(&[&["init", &target, "--yes"], &flags[..]].concat());
    init.time()?;
    let doctor = place.gptauth(&["doctor"]).directory(&folder);
    let measured =
        measure::side_by_side(&doctor.environment("GPTAUTH_CLIENT_SECRET", text("client_secret")?), None, 20);
    demo.kill()?;
    demo.wait()?;
    Ok(measured.0)
}
