//! Running a program many times, and what its runs have in common.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// A program with its arguments, environment and folder.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    name: &'static str,
    path: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(&'static str, String)>,
    directory: Option<PathBuf>,
    replaced: Option<PathBuf>,
    may_find: bool,
}

impl Program {
    pub(crate) fn new(name: &'static str, path: impl Into<PathBuf>) -> Self {
        let (arguments, environment) = (Vec::new(), Vec::new());
        let (directory, replaced) = (None, None);
        Self { name, path: path.into(), arguments, environment, directory, replaced, may_find: false }
    }

    /// A peer, where it is on the PATH.
    pub(crate) fn installed(name: &'static str, arguments: &[&str]) -> Option<Self> {
        let path = find(name)?;
        Some(Self::new(name, path).arguments(arguments))
    }

    pub(crate) fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments = arguments.iter().map(|&argument| argument.to_owned()).collect();
        self
    }

    /// Lets exit status 1, findings, count as work done.
    pub(crate) fn may_find(mut self) -> Self {
        self.may_find = true;
        self
    }

    pub(crate) fn environment(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    pub(crate) fn directory(mut self, directory: &Path) -> Self {
        self.directory = Some(directory.to_owned());
        self
    }

    /// Names a file that each run writes anew: some programs add to what is there.
    pub(crate) fn replaces(mut self, file: &Path) -> Self {
        self.replaced = Some(file.to_owned());
        self
    }

    /// The command, with an environment of nothing but PATH and what was given.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        command.args(&self.arguments);
        self.dress(&mut command);
        command
    }

    /// The command under GNU time, which writes the peak memory in KiB as its last line.
    fn command_under_time(&self) -> Option<Command> {
        let mut command = Command::new(find("time")?);
        command.args(["-f", "%M"]).arg(&self.path).args(&self.arguments);
        self.dress(&mut command);
        Some(command)
    }

    fn dress(&self, command: &mut Command) {
        command.env_clear().envs(env::var_os("PATH").map(|path| ("PATH", path)));
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null());
        if let Some(directory) = &self.directory {
            command.current_dir(directory);
        }
    }

    /// How long one run takes, or the exit status of a run that failed.
    pub(crate) fn time(&self) -> Result<Duration, String> {
        if let Some(file) = self.replaced.as_deref().filter(|file| file.exists()) {
            fs::remove_file(file).map_err(|error| error.to_string())?;
        }
        let mut command = self.command();
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        let status = command.status().map_err(|error| error.to_string())?;
        let time = start.elapsed();
        let done = status.success() || (self.may_find && status.code() == Some(1));
        if let Some(file) = self.replaced.as_deref().filter(|file| !file.exists()) {
            return Err(format!("{} was not written", file.display()));
        }
        if done { Ok(time) } else { Err(status.to_string()) }
    }

    /// Peak resident memory in bytes, where GNU time is installed.
    fn memory(&self) -> Option<u64> {
        let output = self.command_under_time()?.stdout(Stdio::null()).output().ok()?;
        let said = String::from_utf8_lossy(&output.stderr);
        said.lines().last()?.trim().parse::<u64>().ok().map(|kibibytes| kibibytes * 1024)
    }
}

/// What the runs of one program showed.
#[derive(Debug)]
pub(crate) struct Measured {
    /// The median, or why there is none.
    pub(crate) median: Result<Duration, String>,
    /// Peak resident memory in bytes.
    pub(crate) memory: Option<u64>,
}

impl Measured {
    pub(crate) fn of(mut times: Vec<Duration>, memory: Option<u64>) -> Self {
        times.sort_unstable();
        let median = times.get(times.len() / 2).copied().ok_or_else(|| "not run".to_owned());
        Self { median, memory }
    }

    pub(crate) fn failed(reason: &str) -> Self {
        Self { median: Err(reason.to_owned()), memory: None }
    }
}

/// The name of a peer, and its runs.
pub(crate) type Peer = (&'static str, Measured);

/// Runs both programs in turns, so that whatever slows the machine slows both.
pub(crate) fn side_by_side(
    ours: &Program,
    peer: Option<&Program>,
    rounds: usize,
) -> (Measured, Option<Peer>) {
    let mut times: [Result<Vec<Duration>, String>; 2] = [Ok(Vec::new()), Ok(Vec::new())];
    let programs = [Some(ours), peer];
    // The first round warms the caches and is not counted.
    for round in 0..=rounds {
        for (program, times) in programs.iter().zip(&mut times) {
            let (Some(program), Ok(so_far)) = (program, times.as_mut()) else { continue };
            match program.time() {
                Ok(_) if round == 0 => {}
                Ok(time) => so_far.push(time),
                Err(reason) => *times = Err(reason),
            }
        }
    }
    let measured = |program: &Program, times: Result<Vec<Duration>, String>| match times {
        Ok(times) => Measured::of(times, program.memory()),
        Err(reason) => Measured::failed(&reason),
    };
    let [our_times, peer_times] = times;
    (measured(ours, our_times), peer.map(|peer| (peer.name, measured(peer, peer_times))))
}

/// Runs a program that takes its time once for that, and once for its memory.
pub(crate) fn once(program: &Program) -> Measured {
    match program.time() {
        Ok(time) => Measured::of(vec![time], program.memory()),
        Err(reason) => Measured::failed(&reason),
    }
}

pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let paths = env::var_os("PATH")?;
    env::split_paths(&paths).map(|folder| folder.join(name)).find(|path| path.is_file())
}
