//! The table at the end.

use crate::measure::{Measured, Peer};
use std::{
    io::{self, Write},
    process::ExitCode,
    time::Duration,
};

/// What a row is held against.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Goal {
    /// A time.
    Within(Duration),
    /// A multiple of the peer's time in the same run.
    TimesPeer(f64),
    /// Nothing: it is there to compare with.
    None,
}

/// One kind of work.
#[derive(Debug)]
pub(crate) struct Row {
    work: String,
    ours: Measured,
    peer: Option<Peer>,
    goal: Goal,
    /// How much memory it may take, in bytes.
    memory: Option<u64>,
}

impl Row {
    pub(crate) fn new(work: impl Into<String>, ours: Measured, peer: Option<Peer>, goal: Goal) -> Self {
        Self { work: work.into(), ours, peer, goal, memory: None }
    }

    pub(crate) fn within_memory(self, bytes: u64) -> Self {
        Self { memory: Some(bytes), ..self }
    }

    fn cells(&self) -> [String; 7] {
        let peer_time = self.peer.as_ref().and_then(|(_, peer)| peer.median.as_ref().ok());
        let ratio = match (&self.ours.median, peer_time) {
            (Ok(ours), Some(peer)) => Some(ours.as_secs_f64() / peer.as_secs_f64()),
            _ => None,
        };
        let (goal, met) = match (self.goal, &self.ours.median) {
            (Goal::Within(limit), ours) => {
                (format!("≤ {}", milliseconds(limit)), ours.as_ref().ok().map(|ours| *ours <= limit))
            }
            (Goal::TimesPeer(limit), _) => (format!("≤ {}", times(limit)), ratio.map(|ratio| ratio <= limit)),
            (Goal::None, _) => ("–".to_owned(), None),
        };
        [
            self.work.clone(),
            match &self.ours.median {
                Ok(median) => milliseconds(*median),
                Err(reason) => format!("failed: {}", reason.lines().next().unwrap_or_default()),
            },
            match (&self.peer, peer_time) {
                (Some((name, _)), Some(time)) => format!("{name} {}", milliseconds(*time)),
                (Some((name, peer)), None) => {
                    let reason = peer.median.as_ref().err().map(String::as_str).unwrap_or_default();
                    format!("{name} {reason}")
                }
                (None, _) => "–".to_owned(),
            },
            ratio.map_or_else(|| "–".to_owned(), times),
            goal,
            met.map_or("–", |met| if met { "yes" } else { "NO" }).to_owned(),
            match (self.ours.memory, self.memory) {
                (None, _) => "–".to_owned(),
                (Some(memory), None) => mebibytes(memory),
                (Some(memory), Some(limit)) => {
                    let relation = if memory <= limit { "≤" } else { "ABOVE" };
                    format!("{} {relation} {}", mebibytes(memory), mebibytes(limit))
                }
            },
        ]
    }
}

/// Prints the rows under their titles, each column as wide as it needs to be.
pub(crate) fn print(rows: &[Row]) -> ExitCode {
    let titles = ["work", "median", "peer", "ratio", "goal", "met", "peak memory"].map(str::to_owned);
    let lines: Vec<[String; 7]> = std::iter::once(titles).chain(rows.iter().map(Row::cells)).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 7] = std::array::from_fn(width);
    let mut text = String::new();
    for line in &lines {
        for (cell, width) in line.iter().zip(widths) {
            let padding = width - cell.chars().count();
            text.extend([cell.as_str(), &" ".repeat(padding), "  "]);
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn milliseconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    if milliseconds < 100.0 { format!("{milliseconds:.1} ms") } else { format!("{milliseconds:.0} ms") }
}

fn times(ratio: f64) -> String {
    if ratio < 0.1 { format!("1/{:.0}", 1.0 / ratio) } else { format!("{ratio:.1}×") }
}

fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / 1024.0 / 1024.0)
}
