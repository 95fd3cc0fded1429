//! The packer: from library modules to pack files and the index that the interpreter is compiled with.
//!
//! Invariant: a pack's file name has a hash of its contents, so a browser may keep it for ever; the same modules give the same
//! bytes. In a pack each module's functions (as source) and its outline stand together, the pack is deflated as a whole; the sources as
//! they are written stand in a second pack of the same group, which is wanted only by who looks at them, and the functions that few
//! programs call (all but those of `common.txt`) in a third.
//!
//! A pack, inflated: the number of modules; for each its name, and the sizes of its source and its outline; then all sources and all
//! outlines.

pub mod amend;
pub mod groups;
pub mod imports;
pub mod tidy;
mod twins;
pub mod write;

use crate::compile::{self, Mode, Options, lazy, parse};
use crate::text::char_names;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use write::number;

/// Where the library seems to be.
const LIBRARY: &str = "/lib/python3.14";

/// A module to be packed.
pub struct Found {
    pub name: String,
    pub package: bool,
    pub file: PathBuf,
}

struct Module {
    name: String,
    package: bool,
    source: String,
    /// the definitions of its stubs: what programs are likely to need, and the others
    definitions: [String; 2],
    outline: Vec<u8>,
    imports: Vec<String>,
}

/// The functions that programs are likely to need: module and qualified name. `cargo xtask common` writes the list.
static COMMON: LazyLock<HashSet<(&str, &str)>> =
    LazyLock::new(|| include_str!("common.txt").lines().filter_map(|line| line.split_once(' ')).collect());

fn read(found: &Found) -> Module {
    let shown = found.file.display();
    let bytes = std::fs::read(&found.file).unwrap_or_else(|e| panic!("{shown}: {e}"));
    let source = String::from_utf8(bytes).unwrap_or_else(|e| panic!("{shown}: {e}"));
    let source = amend::amend(&found.name, source);
    let place = found.name.replace('.', "/");
    let file = if found.package { format!("{LIBRARY}/{place}/__init__.py") } else { format!("{LIBRARY}/{place}.py") };
    let options = Options::new(&file, Mode::Exec);
    let (tree, _) = parse::parse(&source, Mode::Exec).unwrap_or_else(|e| panic!("{shown}: {e:?}"));
    let unit = compile::compile_tree(&source, &tree, &options).unwrap_or_else(|e| panic!("{shown}: {e:?}"));
    let common = |qualname: &str| COMMON.contains(&(found.name.as_str(), qualname));
    let (outline, definitions) = write::outline(&unit, &source, &lazy::outlined(&source, &tree), &common);
    let imports = imports::imports(&tree, &found.name, found.package);
    Module { name: found.name.clone(), package: found.package, source, definitions, outline, imports }
}

struct PackFile {
    file: String,
    /// bytes before they were packed
    size: usize,
    packed: Vec<u8>,
}

/// The table of the characters' names.
fn names() -> String {
    let names: Vec<(u32, String)> = ('\0'..=char::MAX)
        .filter(|c| char_names::computed(*c as u32).is_none())
        .filter_map(|c| Some((c as u32, character_names::name(c)?.to_string())))
        .collect();
    let aliases: Vec<(u32, String)> = include_str!("name_aliases.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(c, name)| Some((u32::from_str_radix(c, 16).ok()?, name.to_owned())))
        .collect();
    char_names::table(&names, &aliases)
}

/// A pack of modules: name, source, outline.
fn file(group: &str, modules: Vec<(String, String, Vec<u8>)>) -> PackFile {
    let mut bytes = Vec::new();
    number(&mut bytes, modules.len() as u64);
    for (name, source, outline) in &modules {
        number(&mut bytes, name.len() as u64);
        bytes.extend(name.bytes());
        number(&mut bytes, source.len() as u64);
        number(&mut bytes, outline.len() as u64);
    }
    // like stands by like: it packs better
    modules.iter().for_each(|(_, source, _)| bytes.extend(source.bytes()));
    modules.iter().for_each(|(_, _, outline)| bytes.extend(outline));
    let packed = miniz_oxide::deflate::compress_to_vec(&bytes, 10);
    PackFile { file: group.to_owned(), size: bytes.len(), packed }
}

/// Ends the names of packs that come together with a hash of all their contents.
fn name(files: &mut [&mut PackFile]) {
    let hash = files.iter().fold(HASH, |h, pack| hash(&pack.packed, h)) as u32;
    for pack in files {
        write!(pack.file, "-{hash:08x}.pack").expect("a String takes all");
    }
}

/// Writes `library.rs` and the pack files into `out`, and into `assets`, if there is such a folder, the files that a page needs.
pub fn pack(mut found: Vec<Found>, out: &Path, assets: Option<&Path>) {
    found.sort_by(|a, b| a.name.cmp(&b.name));
    unicode_names2::set_lookup(character_names::character);
    // the compiler needs the stack of a main thread; trees nest deep in some modules
    let half = found.len() / 2;
    let (first, second) = found.split_at(half);
    let modules: Vec<Module> = std::thread::scope(|scope| {
        let work = |part: &'_ [Found]| -> Vec<Module> { part.iter().map(read).collect() };
        let other = std::thread::Builder::new().stack_size(16 << 20);
        let other = other.spawn_scoped(scope, move || work(second)).expect("a thread can be made");
        let mut all = work(first);
        all.extend(other.join().expect("the packer does not panic"));
        all
    });
    let index: BTreeMap<&str, usize> = modules.iter().enumerate().map(|(i, m)| (m.name.as_str(), i)).collect();
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, m) in modules.iter().enumerate() {
        groups.entry(groups::group_of(&m.name)).or_default().push(i);
    }
    let pack_of: BTreeMap<usize, usize> =
        groups.values().enumerate().flat_map(|(p, list)| list.iter().map(move |i| (*i, p))).collect();
    let members = |list: &[usize]| list.iter().filter_map(|i| modules.get(*i)).collect::<Vec<&Module>>();
    let code = |m: &Module| (m.name.clone(), m.definitions[0].clone(), m.outline.clone());
    let more = |m: &Module| (m.name.clone(), m.definitions[1].clone(), Vec::new());
    let text = |m: &Module| (m.name.clone(), m.source.clone(), Vec::new());
    let mut files: Vec<PackFile> = Vec::new();
    for (group, list) in &groups {
        files.push(file(group, members(list).into_iter().map(code).collect()));
    }
    // the text of pack i is pack groups + i
    for (group, list) in &groups {
        files.push(file(&format!("{group}-text"), members(list).into_iter().map(text).collect()));
    }
    // and the rest of it is pack 2 * groups + i
    for (group, list) in &groups {
        files.push(file(&format!("{group}-more"), members(list).into_iter().map(more).collect()));
    }
    for i in 0..groups.len() {
        let mut own: Vec<&mut PackFile> = files.iter_mut().skip(i).step_by(groups.len()).collect();
        name(&mut own);
    }
    let names = names();
    let packed = miniz_oxide::deflate::compress_to_vec(names.as_bytes(), 10);
    let mut names = PackFile { file: "names".into(), size: names.len(), packed };
    name(&mut [&mut names]);
    files.push(names);
    let mut text = String::from("pub static PACKS: &[PackFile] = &[\n");
    for PackFile { file, size, .. } in &files {
        writeln!(text, "    PackFile {{ file: {file:?}, size: {size} }},").expect("a String takes all");
    }
    writeln!(text, "];\n/// The text of pack `i` is pack `TEXTS + i`.\npub const TEXTS: usize = {};", groups.len())
        .expect("a String takes all");
    writeln!(
        text,
        "/// The functions of pack `i` that few programs call are pack `MORE + i`.\npub const MORE: usize = {};",
        2 * groups.len()
    )
    .expect("a String takes all");
    writeln!(text, "/// The pack of the characters' names.\npub const NAMES: usize = {};", files.len() - 1)
        .expect("a String takes all");
    text.push_str("pub static MODULES: &[Module] = &[\n");
    for (i, m) in modules.iter().enumerate() {
        let (name, package, pack) = (&m.name, m.package, pack_of[&i]);
        writeln!(text, "    Module {{ name: {name:?}, package: {package}, pack: {pack} }},")
            .expect("a String takes all");
    }
    text.push_str("];\n/// The pack files, for builds that carry them.\npub static EMBEDDED: &[&[u8]] = &[\n");
    for PackFile { file, packed, .. } in &files {
        std::fs::write(out.join(file), packed).expect("OUT_DIR can be written");
        writeln!(text, "    include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\")),").expect("a String takes all");
    }
    text.push_str("];\n");
    std::fs::write(out.join("library.rs"), text).expect("OUT_DIR can be written");
    if let Some(folder) = assets {
        std::fs::create_dir_all(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        let manifest = manifest(&modules, &index, &pack_of, &files);
        let mut wanted: BTreeMap<&str, &[u8]> = files.iter().map(|pack| (&*pack.file, &*pack.packed)).collect();
        wanted.insert("packs.json", manifest.as_bytes());
        for old in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            if old.file_name().to_str().is_none_or(|name| !wanted.contains_key(name)) {
                let _ = std::fs::remove_file(old.path());
            }
        }
        // A file that is as it was keeps its time, and one that is not gets an older one than cargo notes for this run: else all would be built again.
        let before = std::time::SystemTime::now() - std::time::Duration::from_secs(3_600);
        for (name, bytes) in wanted {
            let file = folder.join(name);
            if std::fs::read(&file).is_ok_and(|there| there == bytes) {
                continue;
            }
            let written = std::fs::File::create(&file).and_then(|mut to| {
                std::io::Write::write_all(&mut to, bytes)?;
                to.set_modified(before)
            });
            written.unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        }
    }
}

/// For each module that is in no package: the packs that importing it needs, its own first.
fn manifest(
    modules: &[Module],
    index: &BTreeMap<&str, usize>,
    pack_of: &BTreeMap<usize, usize>,
    files: &[PackFile],
) -> String {
    let names: Vec<String> = files.iter().map(|f| format!("{:?}", f.file)).collect();
    let mut text = format!("{{\"files\":[{}],\"modules\":{{", names.join(","));
    let mut first = true;
    for (i, m) in modules.iter().enumerate().filter(|(_, m)| !m.name.contains('.')) {
        let mut seen = BTreeSet::from([i]);
        let mut todo = vec![i];
        let mut packs = vec![pack_of[&i]];
        while let Some(at) = todo.pop() {
            for name in &modules[at].imports {
                let mut name = name.as_str();
                // an attribute, or a module and all packages around it
                loop {
                    if let Some(found) = index.get(name)
                        && seen.insert(*found)
                    {
                        todo.push(*found);
                        if !packs.contains(&pack_of[found]) {
                            packs.push(pack_of[found]);
                        }
                    }
                    match name.rsplit_once('.') {
                        Some((above, _)) => name = above,
                        None => break,
                    }
                }
            }
        }
        let list: Vec<String> = packs.iter().map(usize::to_string).collect();
        let comma = if first { "" } else { "," };
        first = false;
        write!(text, "{comma}{:?}:[{}]", m.name, list.join(",")).expect("a String takes all");
    }
    text.push_str("}}\n");
    text
}

/// FNV-1a begins with this.
const HASH: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, of bytes after others that gave `before`.
fn hash(bytes: &[u8], before: u64) -> u64 {
    bytes.iter().fold(before, |h, b| (h ^ *b as u64).wrapping_mul(0x0100_0000_01b3))
}
