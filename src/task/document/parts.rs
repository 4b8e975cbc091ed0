//! The texts that a document refers to, breadth first and within budgets.

use super::{FetchError, fetch};
use crate::{
    openapi::{Document, MAX_DOCUMENT_BYTES, MAX_PARTS, Place, Unread},
    source::Source,
    system::{Limits, ReadError, System},
};
use std::{
    collections::VecDeque,
    error::Error,
    path::{Component, Path, PathBuf},
    time::Duration,
};
use url::Url;

/// What one text on the network may take.
const REMOTE_LIMITS: Limits = Limits { time: Duration::from_secs(10), bytes: 5 * 1024 * 1024 };

/// How many texts on the network one document may draw in.
const MAX_REMOTE: usize = 50;

/// Where the files may be that a document refers to.
pub(super) struct Folder {
    /// The folder of the document as the user wrote it, for the names that are shown.
    shown: PathBuf,
    /// The same without links.
    start: PathBuf,
    /// The folder that no file may be outside of, without links.
    root: PathBuf,
}

impl Folder {
    /// Returns the folder of the document at `path`, inside of that of the project where it is there.
    pub(super) fn of(system: &System, path: &Path, project: Option<&Path>) -> Option<Self> {
        let canonical = |path: &Path| {
            let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
            system.files.canonical(path).ok()
        };
        let shown = path.parent().unwrap_or(Path::new("")).to_owned();
        // A document that is a link to elsewhere refers to what is beside it there.
        let start = canonical(path)?.parent()?.to_owned();
        let root = project.and_then(canonical).filter(|root| start.starts_with(root));
        Some(Self { root: root.unwrap_or_else(|| start.clone()), shown, start })
    }

    /// Returns the file that a reference leads to and the name to show for it.
    fn file(&self, system: &System, path: &str) -> Result<(PathBuf, String), Unread> {
        let unreadable = |error: std::io::Error| Unread::Unreadable { reason: error.to_string() };
        // What leads out by its words is not even looked for.
        if !lexical(&self.start.join(path)).starts_with(&self.root) {
            return Err(Unread::Outside);
        }
        let canonical = system.files.canonical(&self.start.join(path)).map_err(unreadable)?;
        if !canonical.starts_with(&self.root) {
            return Err(Unread::Outside);
        }
        Ok((canonical, lexical(&self.shown.join(path)).display().to_string()))
    }
}

/// The texts that a document draws in, in the making.
pub(super) struct Parts<'s> {
    system: &'s System,
    /// Nothing for a document without a folder: from standard input or from the network.
    folder: Option<Folder>,
    /// How many bytes and files may still come.
    left: usize,
    count: usize,
    /// What is on the network and was not fetched.
    remote: VecDeque<Url>,
}

impl<'s> Parts<'s> {
    pub(super) fn new(system: &'s System, folder: Option<Folder>) -> Self {
        Self { system, folder, left: MAX_DOCUMENT_BYTES, count: 0, remote: VecDeque::new() }
    }

    /// Reads the files that the document refers to, and those that they refer to.
    pub(super) fn read(mut self, document: &mut Document) -> Self {
        loop {
            let wanted = document.wanted();
            if wanted.is_empty() {
                return self;
            }
            for place in wanted {
                match place {
                    Place::Url(url) if matches!(url.scheme(), "http" | "https") => self.remote.push_back(url),
                    Place::Url(_) => document.refuse(place, Unread::Scheme),
                    Place::Nowhere => {}
                    Place::File(ref path) => match self.file(path) {
                        Ok(source) => self.add(document, place, source),
                        Err(why) => document.refuse(place, why),
                    },
                }
            }
        }
    }

    /// Fetches what is on the network, one text after another, and reads what they refer to.
    pub(super) async fn fetch(mut self, document: &mut Document) -> Self {
        let mut fetched = 0;
        while let Some(url) = self.remote.pop_front() {
            fetched += 1;
            let answer = match fetched > MAX_REMOTE {
                true => Err(Unread::TooMany),
                false => fetch::fetch(self.system, url.clone(), true, REMOTE_LIMITS).await.map_err(unread),
            };
            match answer {
                Ok((_, source)) => self.add(document, Place::Url(url), source),
                Err(why) => document.refuse(Place::Url(url), why),
            }
            self = self.read(document);
        }
        self
    }

    /// Refuses what is on the network and was not fetched.
    pub(super) fn refuse(self, document: &mut Document) {
        for url in self.remote {
            document.refuse(Place::Url(url), Unread::Remote);
        }
    }

    fn file(&self, path: &str) -> Result<Source, Unread> {
        let folder = self.folder.as_ref().ok_or(Unread::NoFolder)?;
        if self.count >= MAX_PARTS {
            return Err(Unread::TooMany);
        }
        let (file, shown) = folder.file(self.system, path)?;
        match self.system.files.read(&file, self.left) {
            Ok(source) => Ok(source.named(shown)),
            Err(ReadError::TooLarge { .. }) => Err(Unread::TooLarge),
            Err(error) => Err(Unread::Unreadable { reason: words(&error) }),
        }
    }

    fn add(&mut self, document: &mut Document, place: Place, source: Source) {
        let Some(left) = self.left.checked_sub(source.text().len()) else {
            return document.refuse(place, Unread::TooLarge);
        };
        self.left = left;
        self.count += 1;
        document.add(place, source);
    }
}

/// Returns a path with `.` and `..` worked out as words, without asking the file system.
fn lexical(path: &Path) -> PathBuf {
    let mut worked_out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !worked_out.pop() {
                    worked_out.push(part);
                }
            }
            part => worked_out.push(part),
        }
    }
    worked_out
}

fn unread(error: FetchError) -> Unread {
    match error {
        FetchError::Address { reason, .. } => Unread::Address { reason },
        error => Unread::Unreadable { reason: words(&error) },
    }
}

/// Returns the words of an error with those of its causes.
fn words(error: &(dyn Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| (*error).source());
    causes.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}
