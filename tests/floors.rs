//! Who may import whom: the floors of `src/lib.rs`, held by reading every `crate::` path.

#![expect(clippy::disallowed_methods, clippy::expect_used, reason = "a test reads the sources as they are")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};
use syn::visit::Visit;

/// A room, and what it may import besides itself. `oauth::values` and `report::styles` are the
/// vocabulary of their rooms and stand lower than the rest of them.
const ROOMS: &[(&str, &[&str])] = &[
    // Floor 1: the subject.
    ("source", &[]),
    ("domain", &[]),
    ("nearest", &[]),
    ("oauth::values", &[]),
    ("diagnostic", &["source"]),
    ("platform", &["diagnostic", "domain", "oauth::values"]),
    ("providers", &["diagnostic"]),
    ("openapi", &["source", "diagnostic", "domain"]),
    ("project", &["source", "diagnostic", "domain", "nearest", "oauth::values"]),
    // Floor 2: the pure core.
    ("lint", FLOOR_1),
    ("oauth", FLOOR_1),
    ("invoke", &[FLOOR_1_AND, "oauth::www_authenticate", "json_schema"]),
    ("scenario", &[FLOOR_1_AND, "invoke"]),
    ("demo", &[FLOOR_1_AND, "oauth"]),
    ("template", FLOOR_1),
    ("edit", FLOOR_1),
    ("adapt", &[FLOOR_1_AND, "edit"]),
    ("json_schema", FLOOR_1),
    ("sample", &[FLOOR_1_AND, "json_schema"]),
    ("probe", &[FLOOR_1_AND, "oauth", "invoke"]),
    ("logto", &[FLOOR_1_AND, "oauth"]),
    ("arazzo", FLOOR_1),
    // Floor 3: tasks and the world.
    ("catalog", &[FLOOR_1_AND, "arazzo", "lint", "invoke", "probe"]),
    ("system", &[FLOOR_1_AND, "oauth", "invoke"]),
    ("task", &[FLOOR_1_AND, FLOOR_2_AND, "system", "catalog"]),
    // Floor 4: words.
    // Where tokens are kept is part of many an outcome; the rest of `system` is no affair of a report.
    (
        "report",
        &[
            FLOOR_1_AND,
            FLOOR_2_AND,
            "task",
            "catalog",
            "system::StorePlace",
            "system::StoreKind",
            "system::StoreReason",
        ],
    ),
    ("cli", &[FLOOR_1_AND, FLOOR_2_AND, "task", "catalog", "system", "report"]),
    ("main", &["cli", "system"]),
    ("lib", &[]),
];

const FLOOR_1: &[&str] = &[FLOOR_1_AND];
const FLOOR_1_AND: &str = "floor 1";
const FLOOR_1_ROOMS: &[&str] = &[
    "source",
    "domain",
    "nearest",
    "oauth::values",
    "diagnostic",
    "platform",
    "openapi",
    "providers",
    "project",
];
const FLOOR_2_AND: &str = "floor 2";
const FLOOR_2_ROOMS: &[&str] = &[
    "lint",
    "oauth",
    "invoke",
    "scenario",
    "demo",
    "template",
    "edit",
    "adapt",
    "json_schema",
    "sample",
    "probe",
    "logto",
    "arazzo",
];

#[test]
fn imports_run_downwards_only() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for file in rust_files(&source) {
        let relative = file.strip_prefix(&source).expect("a file below src");
        let module = module_path(relative);
        let room = room_of(&module).unwrap_or_else(|| panic!("{module} has no room in ROOMS"));
        let text = fs::read_to_string(&file).expect("a readable source file");
        let mut paths = Paths::default();
        paths.visit_file(&syn::parse_file(&text).expect("Rust"));
        for path in paths.found {
            seen += 1;
            let target = room_of(&path).unwrap_or_else(|| panic!("crate::{path} in {module} has no room"));
            if target != room && !allowed(room, target, &path) {
                wrong.push(format!("{module} imports crate::{path}: `{room}` may not see `{target}`"));
            }
        }
    }
    assert!(seen > 50, "only {seen} paths were read: the reader is blind");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_sees_what_it_must_refuse() {
    let mut paths = Paths::default();
    paths.visit_file(
        &syn::parse_file(
            "use crate::{task::login, report::styles::{Styles, self}}; fn f() { crate::cli::main(); }",
        )
        .expect("Rust"),
    );
    let found: Vec<_> = paths.found.iter().map(String::as_str).collect();
    assert_eq!(found, ["cli::main", "report::styles::Styles", "report::styles::self", "task::login"]);
    assert!(!allowed("lint", "task", "task::login"));
    assert!(!allowed("task", "report", "report::text"));
    assert!(allowed("cli", "report", "report::text"));
}

fn allowed(room: &str, target: &str, path: &str) -> bool {
    let (_, may) = ROOMS.iter().find(|(own, _)| *own == room).expect("a room");
    may.iter().any(|own| match *own {
        FLOOR_1_AND => FLOOR_1_ROOMS.contains(&target),
        FLOOR_2_AND => FLOOR_2_ROOMS.contains(&target),
        own => own == target || path == own || path.starts_with(&format!("{own}::")),
    })
}

/// Returns the room of a module path, the most exact one first.
fn room_of(path: &str) -> Option<&'static str> {
    let fits = |room: &str| path == room || path.starts_with(&format!("{room}::"));
    ROOMS.iter().map(|(room, _)| *room).filter(|room| fits(room)).max_by_key(|room| room.len())
}

fn module_path(file: &Path) -> String {
    let parts: Vec<_> =
        file.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    parts.join("::").trim_end_matches("::mod").to_owned()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") && !is_for_tests(&path) {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// Returns whether the file is a module that only tests see.
fn is_for_tests(file: &Path) -> bool {
    let inside = file.iter().any(|part| part == "tests");
    inside || ["tests.rs", "fake.rs"].iter().any(|name| file.ends_with(name))
}

/// Every path that starts with `crate::`, in imports and in code.
#[derive(Default)]
struct Paths {
    found: BTreeSet<String>,
}

impl Paths {
    fn tree(&mut self, before: &str, tree: &syn::UseTree) {
        let join = |name: &str| if before.is_empty() { name.to_owned() } else { format!("{before}::{name}") };
        match tree {
            syn::UseTree::Path(path) => self.tree(&join(&path.ident.to_string()), &path.tree),
            syn::UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(before, item)),
            syn::UseTree::Name(name) => self.keep(&join(&name.ident.to_string())),
            syn::UseTree::Rename(rename) => self.keep(&join(&rename.ident.to_string())),
            syn::UseTree::Glob(_) => self.keep(before),
        }
    }

    fn keep(&mut self, path: &str) {
        if let Some(rest) = path.strip_prefix("crate::") {
            self.found.insert(rest.to_owned());
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.tree("", &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.keep(&names.join("::"));
        syn::visit::visit_path(self, path);
    }

    // Tests may look wherever they like.
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let is_test = item.attrs.iter().any(|attribute| {
            matches!(&attribute.meta, syn::Meta::List(list)
                if list.path.is_ident("cfg") && list.tokens.to_string() == "test")
        });
        if !is_test {
            syn::visit::visit_item_mod(self, item);
        }
    }
}
