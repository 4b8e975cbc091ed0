//! What is set aside while a task runs, and taken up again at its end.

use super::{Files, Scratch};
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    rc::Rc,
};

/// How much is kept in memory before any of it goes into a file, in bytes. An everyday amount makes none.
const KEPT: usize = 256 * 1024;

/// Bytes that are written one after the other and then read: few of them are kept in memory, the others
/// in a file without a name.
pub struct Spool {
    open: Box<dyn Fn() -> io::Result<Box<dyn Scratch>>>,
    /// The file with all but the last bytes, and how many these are. What it holds beyond that is the
    /// beginning of what did not fit.
    file: Option<(Box<dyn Scratch>, u64)>,
    last: Vec<u8>,
    /// Whether no file takes any more.
    is_full: bool,
}

impl Spool {
    /// Returns an empty one, which makes its file of `files` when there is need of one.
    pub fn new(files: &Rc<dyn Files>) -> Self {
        let files = Rc::clone(files);
        Self::opening(move || files.nameless())
    }

    fn opening(open: impl Fn() -> io::Result<Box<dyn Scratch>> + 'static) -> Self {
        Self { open: Box::new(open), file: None, last: Vec::new(), is_full: false }
    }

    /// Returns all that was written, from its beginning.
    ///
    /// # Errors
    ///
    /// Where the file cannot be read.
    pub fn read(&mut self) -> io::Result<impl BufRead> {
        let mut older: Box<dyn Read> = Box::new(io::empty());
        if let Some((file, length)) = &mut self.file {
            file.rewind()?;
            older = Box::new(file.take(*length));
        }
        Ok(BufReader::new(older.chain(self.last.as_slice())))
    }

    /// Moves what is in memory into the file.
    fn settle(&mut self) -> io::Result<()> {
        let (file, length) = match &mut self.file {
            Some(own) => own,
            None => self.file.insert(((self.open)()?, 0)),
        };
        file.write_all(&self.last)?;
        *length += self.last.len() as u64;
        self.last.clear();
        Ok(())
    }
}

/// Nothing that is written is refused: what no file takes stays in memory, for there it was anyway.
impl Write for Spool {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.last.extend_from_slice(bytes);
        if self.last.len() >= KEPT && !self.is_full {
            self.is_full = self.settle().is_err();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests;
