//! A terminal of one's own, with the program at its other end.

use super::{PATIENCE, Place, Run, canary};
use rustix::{
    pty::{OpenptFlags, grantpt, ioctl_tiocgptpeer, openpt, unlockpt},
    termios::{LocalModes, tcgetattr},
};
use std::{
    fs::File,
    io::{Read, Write},
    os::fd::OwnedFd,
    process::{Child, Command, Output, Stdio},
    sync::mpsc,
    time::Instant,
};

/// A program in a terminal: its standard input and standard error are one, and it is in the foreground.
pub(crate) struct InTerminal<'a> {
    child: Child,
    place: &'a Place,
    ours: File,
    /// Kept until the program has ended, so that the terminal outlives it.
    theirs: Option<OwnedFd>,
    shown: mpsc::Receiver<Vec<u8>>,
    bytes: Vec<u8>,
    seen: String,
}

impl<'a> InTerminal<'a> {
    /// Starts a command that was prepared.
    pub(crate) fn start(place: &'a Place, command: &Command) -> Self {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        let ours = openpt(flags).expect("a terminal");
        grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("a terminal");
        let theirs = ioctl_tiocgptpeer(&ours, flags).expect("its other end");
        let end = || Stdio::from(theirs.try_clone().expect("its other end"));
        // A session of its own, whose terminal this is; `setsid` becomes the program.
        let mut session = Command::new("setsid");
        session.arg("--ctty").arg(command.get_program()).args(command.get_args()).env_clear();
        // Plain, unless the command says otherwise.
        session.env("NO_COLOR", "1");
        session.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        session.current_dir(place.path()).stdin(end()).stderr(end()).stdout(Stdio::piped());
        let child = session.spawn().expect("the program");
        drop(session);
        let ours = File::from(ours);
        let mut reader = ours.try_clone().expect("the terminal");
        let (tell, shown) = mpsc::channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if tell.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self { child, place, ours, theirs: Some(theirs), shown, bytes: Vec::new(), seen: String::new() }
    }

    /// Waits until the terminal has shown a text, and returns all that it has shown.
    pub(crate) fn wait_for(&mut self, text: &str) -> &str {
        let end = Instant::now() + PATIENCE;
        while !self.seen.contains(text) {
            let left = end.saturating_duration_since(Instant::now());
            match self.shown.recv_timeout(left) {
                Ok(bytes) => self.see(&bytes),
                Err(_) => panic!("no `{text}` in:\n{}", self.seen),
            }
        }
        &self.seen
    }

    /// Takes what was read, which may end in the middle of a character.
    fn see(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.seen = String::from_utf8_lossy(&self.bytes).into_owned();
    }

    /// Waits until what is typed is shown, or not.
    pub(crate) fn wait_for_echo(&self, wanted: bool) {
        let end = Instant::now() + PATIENCE;
        while self.echoes() != wanted {
            assert!(Instant::now() < end, "echo stays {}", !wanted);
            std::thread::yield_now();
        }
    }

    /// Returns whether what is typed is shown, and edited by the terminal.
    pub(crate) fn echoes(&self) -> bool {
        // Linux has one set of modes for both ends.
        let modes = tcgetattr(&self.ours).expect("its modes").local_modes;
        modes.contains(LocalModes::ECHO | LocalModes::ICANON)
    }

    /// Types.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.ours.write_all(text.as_bytes()).expect("a typed text");
    }

    /// Sends a signal, by its name.
    pub(crate) fn signal(&self, name: &str) {
        let process = self.child.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &process]).status().expect("kill");
        assert!(sent.success());
    }

    /// Waits for its end; its standard error is what the terminal showed.
    pub(crate) fn end(&mut self) -> Run {
        let mut stdout = Vec::new();
        let mut pipe = self.child.stdout.take().expect("its stdout");
        pipe.read_to_end(&mut stdout).expect("the rest");
        let status = self.child.wait().expect("its end");
        // Once nobody holds the other end, what was shown can be read up to its end.
        drop(self.theirs.take());
        loop {
            match self.shown.recv_timeout(PATIENCE) {
                Ok(bytes) => self.see(&bytes),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("who holds the terminal? {}", self.seen),
            }
        }
        let output = Output { status, stdout, stderr: self.seen.clone().into_bytes() };
        canary::assert_clean(self.place, &[], &output);
        self.place.seen(output)
    }
}
