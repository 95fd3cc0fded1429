//! The programs of `tests/cases` with what CPython 3.14 did, as data: for suites that run where there are no files.

/// One program and its normalised expectation.
pub struct Case {
    /// `area/what_happens`.
    pub id: &'static str,
    /// The part of the id before the last slash.
    pub folder: &'static str,
    pub source: &'static str,
    /// What it reads from its standard input.
    pub input: &'static str,
    pub stdout: &'static str,
    pub stderr: &'static str,
    pub exit: i32,
}

include!(concat!(env!("OUT_DIR"), "/cases.rs"));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    // All cases may be pending, and then nothing is called.
    #[allow(unused_macros, unused_mut)]
    fn every_case_is_packed() {
        assert!(CASES.iter().any(|case| case.id == "lang/basic_print_and_arithmetic" && !case.stdout.is_empty()));
        let mut called = 0;
        macro_rules! count {
            ($name:ident, $index:literal) => {
                called += CASES.get($index).map_or(0, |_| 1);
            };
        }
        for_each_case!(count);
        assert_eq!(called + PENDING, CASES.len());
    }
}
