//! Signatures of natives: parsed from their text once, then used to bind arguments and to word argument errors as CPython does.

use super::Vm;
use super::native::{Args, Raised};
use crate::object::dict::Dict;
use crate::object::names::Dunder;
use crate::object::native::Builtin;
use crate::object::str::Str;
use crate::object::ty::Type;
use crate::object::{tuple, type_ref};
use crate::value::Value;
use smallvec::SmallVec;

/// One parameter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Parameter {
    name: &'static str,
    required: bool,
}

/// A parsed signature.
#[derive(Debug, Default)]
pub struct Signature {
    /// positional parameters, then keyword-only ones
    parameters: Vec<Parameter>,
    positional: usize,
    positional_only: usize,
    required_positional: usize,
    /// index of `*args` among the bound arguments
    star: bool,
    double_star: bool,
    /// how many positional arguments need no binding but places for those that are left out, without keywords; none if `least` is more
    pub(super) least: u8,
    pub(super) most: u8,
    /// the first parameter stands for the object or class that it is called on
    pub(crate) receiver: bool,
    /// any number of positional arguments from `most` on needs no binding but a tuple of those behind, without keywords
    pub(super) spreads: bool,
}

impl Signature {
    /// Parses `(self, a, /, b=1, *args, c, d=2, **kwargs)`.
    pub fn parse(text: &'static str) -> Signature {
        let mut s = Signature::default();
        let text = text.split_once(" -> ").map_or(text, |(bound, _)| bound);
        let inner = text.trim().trim_start_matches('(').trim_end_matches(')');
        s.receiver = inner.starts_with("self") || inner.starts_with("cls");
        let mut keyword_only = false;
        for part in split(inner) {
            let part = part.trim();
            match part {
                "" => {}
                "/" => s.positional_only = s.parameters.len(),
                "*" => keyword_only = true,
                _ if part.starts_with("**") => s.double_star = true,
                _ if part.starts_with('*') => {
                    s.star = true;
                    keyword_only = true;
                }
                _ => {
                    let (name, required) = match part.split_once('=') {
                        Some((name, _)) => (name.trim(), false),
                        None => (part, true),
                    };
                    s.parameters.push(Parameter { name, required });
                    if !keyword_only {
                        s.positional += 1;
                        s.required_positional += required as usize;
                    }
                }
            }
        }
        let direct = s.parameters.len() == s.positional && !s.star && !s.double_star;
        let lent = direct && s.positional <= super::call::LENT;
        s.most = s.positional as u8;
        s.spreads =
            s.star && s.slots() <= super::call::LENT && s.parameters[s.positional..].iter().all(|p| !p.required);
        s.least = if lent { s.required_positional as u8 } else { s.most + !direct as u8 };
        s
    }

    /// Number of bound arguments: parameters, then `*args`, then `**kwargs`.
    /// Order of the bound values: positional parameters, `*args` (if any), keyword-only parameters, `**kwargs` (if any).
    pub fn slots(&self) -> usize {
        self.parameters.len() + self.star as usize + self.double_star as usize
    }

    /// True if exactly `n` positional arguments and no keywords bind one to one.
    #[inline(always)]
    pub fn is_direct(&self, n: usize) -> bool {
        n == self.positional && self.parameters.len() == self.positional && !self.star && !self.double_star
    }
}

fn split(text: &'static str) -> Vec<&'static str> {
    let (mut depth, mut start, mut out) = (0, 0, Vec::new());
    for (i, c) in text.char_indices() {
        match c {
            '(' | '[' | '<' | '{' => depth += 1,
            ')' | ']' | '>' | '}' => depth -= 1,
            ',' if depth == 0 => {
                out.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    out.push(&text[start..]);
    out
}

impl Vm {
    /// Binds positional and keyword arguments (`names`: tuple of str, whose values are the last of `values`) to a native's signature.
    /// `bound` is room for them when they do not bind one to one.
    #[inline(never)]
    pub(super) fn bind_native<'a>(
        &mut self,
        builtin: &Builtin,
        values: &'a [Value],
        names: Option<&Value>,
        bound: &'a mut SmallVec<[Value; 6]>,
    ) -> Result<Args<'a>, Raised> {
        let sig = builtin.signature();
        let names: &[Value] = names.and_then(|n| n.get::<tuple::Tuple>()).map_or(&[], |t| t.items());
        let n = values.len() - names.len();
        if names.is_empty() && sig.is_direct(n) {
            return Ok(Args::borrowed(values));
        }
        // the half of a constructor that has no keywords leaves them to the half that a subclass has of its own
        let (values, names) = if !names.is_empty() && !sig.double_star && self.other_half_overridden(builtin, values) {
            (values.get(..n).unwrap_or(values), &names[..0])
        } else {
            (values, names)
        };
        let own = builtin.receivers();
        if !names.is_empty() && sig.parameters.len() == sig.positional_only.max(own) && !sig.double_star {
            if builtin.is_slot() && !builtin.is_constructor() {
                if n == 0 {
                    return Err(self.count_error(builtin, 0));
                }
                return Err(self.type_error(format!("wrapper {}() takes no keyword arguments", builtin.def.name)));
            }
            return Err(self.type_error(format!("{}() takes no keyword arguments", builtin.qualified_name())));
        }
        let (positional, keywords) = values.split_at(n);
        if !sig.star && !sig.double_star && sig.positional_only < sig.parameters.len() && n >= own {
            self.check_names(builtin, n, names)?;
        }
        if n > sig.positional && !sig.star {
            return Err(self.count_error(builtin, n));
        }
        bound.reserve(sig.slots());
        bound.extend(positional.iter().take(sig.positional).cloned());
        while bound.len() < sig.positional {
            bound.push(Value::UNBOUND);
        }
        if sig.star {
            bound.push(tuple::from_slice(positional.get(sig.positional..).unwrap_or(&[])));
        }
        while bound.len() < sig.parameters.len() + sig.star as usize {
            bound.push(Value::UNBOUND);
        }
        let mut extra = None;
        for (name, value) in names.iter().zip(keywords) {
            let text = name.get::<Str>();
            let index = text
                .and_then(|t| sig.parameters.iter().position(|p| t.is(p.name)))
                // the class that a constructor makes an instance of has no name
                .filter(|&i| i >= sig.positional_only.max(own));
            match index {
                Some(i) => {
                    let slot = if i < sig.positional { i } else { i + sig.star as usize };
                    if !bound[slot].is_unbound() {
                        let message = format!(
                            "argument for {}() given by name ('{}') and position ({})",
                            builtin.shown_name(),
                            sig.parameters[i].name,
                            i + 1 - own
                        );
                        return Err(self.type_error(message));
                    }
                    bound[slot] = value.clone();
                }
                None if sig.double_star => {
                    let dict = extra.get_or_insert_with(Dict::new);
                    if let Some(key) = name.get_ref::<Str>() {
                        dict.set_interned(&key, value.clone());
                    }
                }
                None => {
                    let name = text.map_or(String::new(), |t| t.to_text());
                    let known = sig.parameters.iter().skip(sig.positional_only).map(|p| p.name.to_owned());
                    let hint = super::suggest::closest(&name, known);
                    let hint = hint.map_or(String::new(), |h| format!(". Did you mean '{h}'?"));
                    let function = builtin.shown_name();
                    return Err(
                        self.type_error(format!("{function}() got an unexpected keyword argument '{name}'{hint}"))
                    );
                }
            }
        }
        for (i, p) in sig.parameters.iter().enumerate() {
            let slot = if i < sig.positional { i } else { i + sig.star as usize };
            if p.required && bound[slot].is_unbound() {
                if i < sig.positional_only || sig.positional_only == sig.parameters.len() {
                    return Err(self.count_error(builtin, n));
                }
                if i >= sig.positional {
                    return Err(self.type_error(format!(
                        "{}() missing required keyword-only argument: '{}'",
                        builtin.shown_name(),
                        p.name
                    )));
                }
                let position = i + 1 - own;
                return Err(self.type_error(format!(
                    "{}() missing required argument '{}' (pos {})",
                    builtin.shown_name(),
                    p.name,
                    position
                )));
            }
        }
        if sig.double_star {
            bound.push(extra.map_or(Value::UNBOUND, Value::from));
        }
        Ok(Args::borrowed(bound))
    }

    /// What is wrong with the number of arguments of a native that can be called with keywords, in CPython's order: too many altogether,
    /// too few that have no name; then, if no more are positional than may be, a required one is missing.
    fn check_names(&mut self, builtin: &Builtin, n: usize, names: &[Value]) -> Result<(), Raised> {
        let sig = builtin.signature();
        let own = builtin.receivers();
        let (given, most) = (n - own + names.len(), sig.parameters.len() - own);
        let name = builtin.shown_name();
        if given > most {
            if names.is_empty() && builtin.def.name == "__new__" && matches!(name.as_str(), "int" | "str") {
                return Ok(());
            }
            let keyword = if n == own { "keyword " } else { "" };
            let s = if most == 1 { "" } else { "s" };
            return Err(self.type_error(format!("{name}() takes at most {most} {keyword}argument{s} ({given} given)")));
        }
        let least = sig.positional_only.min(sig.required_positional);
        if n > sig.positional || names.is_empty() {
            return Ok(());
        }
        if n < least {
            return Err(self.count_error(builtin, n));
        }
        for (i, p) in sig.parameters.iter().enumerate().skip(n.max(sig.positional_only)) {
            let named = |v: &Value| v.get::<Str>().is_some_and(|t| t.is(p.name));
            if p.required && i < sig.positional && !names.iter().any(named) {
                return Err(self.type_error(format!(
                    "{name}() missing required argument '{}' (pos {})",
                    p.name,
                    i + 1 - own
                )));
            }
        }
        Ok(())
    }

    /// True for a `__new__` without keywords whose class has an `__init__` that is not its own; for list also the other way round.
    fn other_half_overridden(&self, builtin: &Builtin, values: &[Value]) -> bool {
        let sig = builtin.signature();
        let (Some(owner), Some(first)) = (&builtin.owner, values.first()) else { return false };
        if sig.parameters.len() != sig.positional_only.max(builtin.receivers()) {
            return false;
        }
        let (class, other) = match (builtin.def.name, first.get::<Type>()) {
            ("__new__", Some(class)) => (class, Dunder::Init),
            ("__init__", _) if owner.is(&self.types.list) => (type_ref(first), Dunder::New),
            _ => return false,
        };
        let (theirs, ours) = (self.dunder_of(class, other), self.dunder_of(owner, other));
        match (theirs, ours) {
            (Some(theirs), Some(ours)) => !theirs.is(&ours),
            (theirs, ours) => theirs.is_some() != ours.is_some(),
        }
    }

    /// The wrong number of positional arguments was given (`self` counted in `given` for methods).
    #[cold]
    fn count_error(&mut self, builtin: &Builtin, given: usize) -> Raised {
        let sig = builtin.signature();
        let own = builtin.receivers();
        if own == 1 && given == 0 {
            let name = builtin.def.name;
            let owner = builtin.owner.as_ref().map_or(String::new(), |t| t.name());
            if builtin.is_slot() {
                return self.type_error(format!("descriptor '{name}' of '{owner}' object needs an argument"));
            }
            return self.type_error(format!("unbound method {owner}.{name}() needs an argument"));
        }
        let (given, max, min) = (
            given - own.min(given),
            sig.positional - own.min(sig.positional),
            sig.required_positional - own.min(sig.required_positional),
        );
        let shown = builtin.shown_name();
        let name = shown.as_str();
        let dunder = own == 1 && builtin.is_slot() && !builtin.is_constructor();
        let message = if dunder && max == min && matches!(name, "__setitem__" | "__setattr__" | "__set__") {
            format!("{name} expected {max} arguments, got {given}")
        } else if dunder && max == min {
            format!("expected {max} argument{}, got {given}", if max == 1 { "" } else { "s" })
        } else if dunder && name.ends_with("pow__") {
            format!("expected 1 or 2 arguments, got {given}")
        } else if sig.positional_only == sig.parameters.len() {
            match (min, max) {
                (0, 0) => format!("{}() takes no arguments ({given} given)", builtin.qualified_name()),
                (1, 1) if builtin.def.name == "__new__" => format!("{name} expected 1 argument, got {given}"),
                (1, 1) => format!("{}() takes exactly one argument ({given} given)", builtin.qualified_name()),
                _ if min == max => {
                    format!("{name} expected {min} argument{}, got {given}", if min == 1 { "" } else { "s" })
                }
                _ if given < min => {
                    format!("{name} expected at least {min} argument{}, got {given}", if min == 1 { "" } else { "s" })
                }
                _ => {
                    let call = if name == "super" { "()" } else { "" };
                    let s = if max == 1 { "" } else { "s" };
                    format!("{name}{call} expected at most {max} argument{s}, got {given}")
                }
            }
        } else if given > max {
            let exactly = if min == max { "exactly" } else { "at most" };
            if builtin.def.name == "__new__" && matches!(name, "int" | "str") {
                return self.type_error(format!("{name} expected at most {max} arguments, got {given}"));
            }
            let positional = if sig.parameters.len() > sig.positional { "positional " } else { "" };
            if max == 0 {
                format!("{name}() takes no positional arguments")
            } else {
                format!(
                    "{name}() takes {exactly} {max} {positional}argument{} ({given} given)",
                    if max == 1 { "" } else { "s" }
                )
            }
        } else {
            // too few for the positional-only parameters
            let least = if min == max { "exactly" } else { "at least" };
            format!(
                "{name}() takes {least} {min} positional argument{} ({given} given)",
                if min == 1 { "" } else { "s" }
            )
        };
        self.type_error(message)
    }
}
