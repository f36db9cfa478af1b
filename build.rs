//! Lists the files of the built-in theme, so that each is embedded without being named twice.

use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("templates");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let mut code =
        String::from("/// The files of the built-in theme: name and text.\nstatic BUILT_IN: &[(&str, &[u8])] = &[\n");
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        let name = file.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
        writeln!(code, "    ({name:?}, include_bytes!({:?})),", file.display().to_string()).expect("a string takes it");
    }
    code.push_str("];\n");
    println!("cargo::rustc-env=SAAR_BUILD={:016x}", build());
    println!("cargo::rustc-env=SAAR_GAZETTEER={:016x}", gazetteer());
    let out = PathBuf::from(env::var("OUT_DIR").expect("set by cargo")).join("theme.rs");
    fs::write(out, code).expect("the output folder of the build is writable");
}

/// A hash of everything that the program is made from: what another build of it remembered is not trusted.
fn build() -> u64 {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let mut files = vec![root.join("Cargo.toml"), root.join("Cargo.lock"), root.join("build.rs")];
    for folder in ["src", "templates"] {
        println!("cargo::rerun-if-changed={}", root.join(folder).display());
        collect(&root.join(folder), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        println!("cargo::rerun-if-changed={}", file.display());
        // what is not there, such as a lock file in a package, says nothing
        fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    for name in ["TARGET", "PROFILE", "CARGO_FEATURE_PDF"] {
        env::var(name).unwrap_or_default().hash(&mut hasher);
    }
    hasher.finish()
}

/// A hash of the built-in facts, for the manifest of a site.
fn gazetteer() -> u64 {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("set by cargo"));
    let mut files = Vec::new();
    collect(&root.join("src/gazetteer/tables"), &mut files);
    files.sort();
    let mut hasher = DefaultHasher::new();
    files.iter().for_each(|file| fs::read(file).unwrap_or_default().hash(&mut hasher));
    hasher.finish()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the theme's folder is readable").flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
