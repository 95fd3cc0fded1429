//! Reporting what nobody caught.

use super::Vm;
use super::host::Stream;
use crate::value::Value;

/// What CPython adds to "maximum recursion depth exceeded" inside some natives.
pub fn recursion_detail(label: &str) -> &'static str {
    match label {
        "__repr__" => " while getting the repr of an object",
        "__eq__" | "__lt__" | "__le__" | "__gt__" | "__ge__" | "__ne__" => " in comparison",
        _ => "",
    }
}

impl Vm {
    /// An exception in a finaliser.
    pub(crate) fn report_unraisable(&mut self, exc: Value) {
        let name = self.type_name(&exc);
        self.host.write(Stream::Err, &format!("Exception ignored: {name}\n"));
    }
}

/// The traceback and text of an exception, as `traceback.format_exception` gives it.
pub async fn exception_text(cx: &mut super::Cx, exc: &Value) -> Result<String, super::Raised> {
    let name = cx.vm().type_name(exc);
    let text = cx.str(exc).await?;
    let text = text.get::<crate::object::str::Str>().map_or(String::new(), |s| s.to_text());
    Ok(if text.is_empty() { format!("{name}\n") } else { format!("{name}: {text}\n") })
}
