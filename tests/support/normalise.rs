//! What may differ between two correct runs of a case is rewritten here, and nothing else.
//!
//! The same function is applied when an expectation is recorded and when a run is compared with it, so a rule that
//! hides too much hides it from both sides: keep the rules few and narrow.
//!
//! 1. The standard-library folder, whatever precedes `lib/python3.14/`, becomes `<lib>/`.
//! 2. Line numbers inside it become `N`: point releases of the library move lines, and no case is about them.
//! 3. The folder of the case becomes `<case>/`.
//! 4. Object addresses (`at 0x7f…`) become `at 0xADDR`. Other hexadecimal numbers, such as what `hex()` prints, stay.

/// The tail of every standard-library folder, CPython's and ours.
const LIBRARY: &str = "/lib/python3.14/";

/// Rewrites `text`, written by a program whose file is in `case_folder` (absolute, no trailing slash).
pub fn normalise(text: &str, case_folder: &str) -> String {
    let text = mask_library(text);
    let text = if case_folder.is_empty() { text } else { text.replace(&format!("{case_folder}/"), "<case>/") };
    mask_addresses(&text)
}

/// Rules 1 and 2.
fn mask_library(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find(LIBRARY) {
        let before = &rest[..found];
        let start = before.rfind(|c: char| c.is_whitespace() || "\"'(<".contains(c)).map_or(0, |at| at + 1);
        out.push_str(&before[..start]);
        out.push_str("<lib>/");
        rest = &rest[found + LIBRARY.len()..];
        let end = rest.find(|c: char| c.is_whitespace() || "\"':".contains(c)).unwrap_or(rest.len());
        out.push_str(&rest[..end]);
        rest = &rest[end..];
        for lead in ["\", line ", ":"] {
            if let Some(after) = rest.strip_prefix(lead) {
                let digits = after.bytes().take_while(u8::is_ascii_digit).count();
                if digits > 0 {
                    out.push_str(lead);
                    out.push('N');
                    rest = &after[digits..];
                }
                break;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Rule 4.
fn mask_addresses(text: &str) -> String {
    const LEAD: &str = "at 0x";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(found) = rest.find(LEAD) {
        let end = found + LEAD.len();
        let digits = rest[end..].bytes().take_while(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(b)).count();
        out.push_str(&rest[..end]);
        if digits > 0 {
            out.push_str("ADDR");
        }
        rest = &rest[end + digits..];
    }
    out.push_str(rest);
    out
}

// The case suite has its own `main`; these run where the module is included by a crate with a test harness.
#[cfg(test)]
mod tests {
    #[test]
    fn masks_what_may_differ_and_nothing_else() {
        let raw = "  File \"/opt/py/lib/python3.14/asyncio/runners.py\", line 204, in run\n\
                   /a/lib/python3.14/x.py:12: RuntimeWarning\n\
                   File \"/w/cases/a/p.py\", line 3\n<C object at 0x7f00ab>, 0xff, at 0x\n";
        let wanted = "  File \"<lib>/asyncio/runners.py\", line N, in run\n\
                      <lib>/x.py:N: RuntimeWarning\n\
                      File \"<case>/p.py\", line 3\n<C object at 0xADDR>, 0xff, at 0x\n";
        assert_eq!(super::normalise(raw, "/w/cases/a"), wanted);
        assert_eq!(super::normalise(wanted, "/w/cases/a"), wanted);
    }
}
