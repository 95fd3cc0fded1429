//! Build script of the interpreter.
fn main() {
    println!("cargo::rerun-if-changed=src/build.rs");
}
