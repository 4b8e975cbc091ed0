//! Lines that the user types, or that a pipe brings, while something else is waited for.

use super::BoxFuture;
use std::{
    io::{self, BufRead, IsTerminal, Read},
    sync::mpsc as threads,
};
use tokio::sync::{Mutex, mpsc};

/// Reads standard input a line at a time.
pub trait Input {
    /// Returns the next line without its end; `None` where there will be none. What is typed for a
    /// [`Typing::Hidden`] line is not shown, and may be longer than a terminal's own lines.
    ///
    /// A future that is dropped loses no line: the next one gets it.
    ///
    /// # Errors
    ///
    /// Where standard input cannot be read, is no UTF-8, or the line has more than `limit` bytes.
    fn line(&self, typing: Typing, limit: usize) -> BoxFuture<'_, io::Result<Option<String>>>;
}

/// Whether what is typed is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typing {
    /// As usual.
    Shown,
    /// Not at all.
    Hidden,
}

/// Standard input of the process.
#[derive(Default)]
pub(super) struct RealInput(Mutex<Option<Reader>>);

/// A thread that reads a line whenever it is asked: nobody can wait for a terminal and for something
/// else otherwise. It ends with the process.
struct Reader {
    want: threads::Sender<usize>,
    lines: mpsc::UnboundedReceiver<io::Result<Option<String>>>,
    asked: bool,
}

impl Input for RealInput {
    fn line(&self, typing: Typing, limit: usize) -> BoxFuture<'_, io::Result<Option<String>>> {
        Box::pin(async move {
            let mut reader = self.0.lock().await;
            let reader = match &mut *reader {
                Some(reader) => reader,
                none => none.insert(Reader::start()?),
            };
            if !is_ours() {
                return Ok(None);
            }
            let _hidden = (typing == Typing::Hidden).then(terminal::Hidden::begin).flatten();
            if !reader.asked {
                reader.asked = reader.want.send(limit).is_ok();
            }
            let line = reader.lines.recv().await;
            reader.asked = false;
            line.unwrap_or(Ok(None))
        })
    }
}

impl Reader {
    fn start() -> io::Result<Self> {
        let (want, wanted) = threads::channel();
        let (found, lines) = mpsc::unbounded_channel();
        std::thread::Builder::new().name("input".to_owned()).spawn(move || {
            for limit in wanted {
                if found.send(read_line(&mut io::stdin().lock(), limit)).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { want, lines, asked: false })
    }
}

/// Returns whether standard input may be read: a program in the background would be stopped by it.
fn is_ours() -> bool {
    !io::stdin().is_terminal() || terminal::in_foreground()
}

/// Reads a line. A hidden one is edited here, because the terminal then does not: backspace and
/// Ctrl-U rub out, Ctrl-D ends the input.
fn read_line(input: &mut dyn BufRead, limit: usize) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    input.take(limit as u64 + 1).read_until(b'\n', &mut bytes)?;
    let ended = bytes.is_empty();
    let whole = bytes.pop_if(|last| *last == b'\n').is_some();
    bytes.pop_if(|last| *last == b'\r');
    if !whole && bytes.len() > limit {
        // The rest of the line is no line of its own.
        input.skip_until(b'\n')?;
        return Err(io::Error::new(io::ErrorKind::InvalidData, format!("a line of more than {limit} bytes")));
    }
    let text =
        String::from_utf8(bytes).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "not UTF-8"))?;
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{8}' | '\u{7f}' => drop(line.pop()),
            '\u{15}' => line.clear(),
            '\u{4}' => return Ok(None),
            other => line.push(other),
        }
    }
    Ok((!ended).then_some(line))
}

#[cfg(unix)]
mod terminal {
    //! The terminal behind standard input.

    use rustix::{
        process::getpgrp,
        termios::{LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcgetpgrp, tcsetattr},
    };
    use std::io;

    pub(super) fn in_foreground() -> bool {
        tcgetpgrp(io::stdin()).is_ok_and(|group| group == getpgrp())
    }

    /// As long as it lives, what is typed is not shown, and is handed over as it comes: a terminal
    /// cuts the lines that it collects itself at 4,096 bytes.
    pub(super) struct Hidden(Termios);

    impl Hidden {
        pub(super) fn begin() -> Option<Self> {
            let before = tcgetattr(io::stdin()).ok()?;
            let mut hidden = before.clone();
            hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ICANON);
            hidden.special_codes[SpecialCodeIndex::VMIN] = 1;
            hidden.special_codes[SpecialCodeIndex::VTIME] = 0;
            tcsetattr(io::stdin(), OptionalActions::Now, &hidden).ok()?;
            Some(Self(before))
        }
    }

    impl Drop for Hidden {
        fn drop(&mut self) {
            // Flushed, so that the rest of a paste that nobody waits for does not reach the shell.
            let _ = tcsetattr(io::stdin(), OptionalActions::Flush, &self.0);
        }
    }
}

#[cfg(not(unix))]
mod terminal {
    //! A console, whose lines are shown while they are typed.

    pub(super) fn in_foreground() -> bool {
        true
    }

    pub(super) struct Hidden;

    impl Hidden {
        pub(super) fn begin() -> Option<Self> {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8], limit: usize) -> Vec<Result<String, io::ErrorKind>> {
        let mut input = io::BufReader::new(text);
        std::iter::from_fn(|| read_line(&mut input, limit).map_err(|error| error.kind()).transpose())
            .collect()
    }

    #[test]
    fn lines_come_one_at_a_time_and_the_last_needs_no_end() {
        let read = lines(b"one\r\ntwo\n\nthree", 10);
        assert_eq!(read, ["one", "two", "", "three"].map(|line| Ok(line.to_owned())));
        assert_eq!(lines(b"", 10), []);
    }

    #[test]
    fn a_line_that_is_too_long_is_passed_over_as_a_whole() {
        let read = lines(b"0123456789\n01234567890\nnext\n", 10);
        assert_eq!(
            read,
            [Ok("0123456789".to_owned()), Err(io::ErrorKind::InvalidData), Ok("next".to_owned())]
        );
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert_eq!(lines(b"\xff\xfe\nok\n", 10), [Err(io::ErrorKind::InvalidData), Ok("ok".to_owned())]);
    }

    #[test]
    fn a_hidden_line_can_be_corrected_and_ended() {
        assert_eq!(lines(b"abx\x7fc\n", 10), [Ok("abc".to_owned())]);
        assert_eq!(lines(b"wrong\x15right\n", 20), [Ok("right".to_owned())]);
        assert_eq!(lines(b"\x04\n", 20), []);
    }
}
