use super::*;
use crate::system::fake::World;
use std::{
    cell::{Cell, RefCell},
    io::{Cursor, Seek, SeekFrom},
};

/// A file that others can look into, with so much room.
#[derive(Clone, Default)]
struct Disk {
    content: Rc<RefCell<Cursor<Vec<u8>>>>,
    room: Option<usize>,
}

impl Read for Disk {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.content.borrow_mut().read(out)
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut content = self.content.borrow_mut();
        let left = self.room.map_or(usize::MAX, |room| room - content.get_ref().len());
        match bytes.len().min(left) {
            0 => Err(io::ErrorKind::StorageFull.into()),
            fits => content.write(&bytes[..fits]),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Disk {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.content.borrow_mut().seek(to)
    }
}

impl Disk {
    fn length(&self) -> usize {
        self.content.borrow().get_ref().len()
    }
}

fn row(at: usize) -> String {
    format!("row {at} {}\n", "x".repeat(at % 700))
}

fn rows(count: usize) -> String {
    (0..count).map(row).collect()
}

/// Returns what comes back of so many rows, and the most that was in memory meanwhile.
fn spooled(mut spool: Spool, count: usize) -> (String, usize) {
    let mut most = 0;
    for at in 0..count {
        spool.write_all(row(at).as_bytes()).unwrap();
        most = most.max(spool.last.len());
    }
    (io::read_to_string(spool.read().unwrap()).unwrap(), most)
}

#[test]
fn few_rows_make_no_file() {
    let spool = Spool::opening(|| panic!("no file is asked for"));
    assert_eq!(spooled(spool, 40).0, rows(40));
    assert_eq!(spooled(Spool::opening(|| panic!("none")), 0).0, "");
}

#[test]
fn many_rows_come_back_in_their_order_and_are_not_in_memory() {
    let (disk, opened) = (Disk::default(), Rc::new(Cell::new(0)));
    let (given, counted) = (disk.clone(), Rc::clone(&opened));
    let spool = Spool::opening(move || {
        counted.set(counted.get() + 1);
        Ok(Box::new(given.clone()))
    });
    let (text, most) = spooled(spool, 20_000);
    assert!(text == rows(20_000));
    assert!(most < KEPT + 1_000, "{most} bytes");
    assert_eq!(opened.get(), 1);
    assert!(text.len() - disk.length() < KEPT);
}

#[test]
fn where_no_file_can_be_made_nothing_is_lost() {
    let asked = Rc::new(Cell::new(0));
    let counted = Rc::clone(&asked);
    let spool = Spool::opening(move || {
        counted.set(counted.get() + 1);
        Err(io::ErrorKind::PermissionDenied.into())
    });
    assert!(spooled(spool, 5_000).0 == rows(5_000));
    assert_eq!(asked.get(), 1, "it is not tried again and again");
}

#[test]
fn a_disk_that_fills_up_loses_nothing_and_repeats_nothing() {
    for room in [0, 1, KEPT - 1, KEPT, KEPT + 1, 3 * KEPT + 17] {
        let disk = Disk { room: Some(room), ..Disk::default() };
        let given = disk.clone();
        let spool = Spool::opening(move || Ok(Box::new(given.clone())));
        assert!(spooled(spool, 5_000).0 == rows(5_000), "{room}");
        assert!(disk.length() <= room);
    }
}

#[test]
fn the_world_lends_its_files() {
    let world = World::new();
    assert!(spooled(Spool::new(&world.system().files), 5_000).0 == rows(5_000));
    world.make_read_only();
    assert!(spooled(Spool::new(&world.system().files), 5_000).0 == rows(5_000));
}
