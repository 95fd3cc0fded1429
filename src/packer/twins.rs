//! What CPython's C twin of a module says and does where the Python module says or does something else.
//!
//! Invariants: those of `amend.rs`; lines need not stay, for the frames of these modules are not shown.

use super::amend::Change;

pub static PYDECIMAL: &[Change] = &[
    ("        raise error(explanation)", "        raise error([condition])"),
    ("\"Invalid format specifier: \" + format_spec", "\"invalid format string\""),
    (
        "\"Fill character conflicts with '0'\"
                             \" in format specifier: \" + format_spec",
        "\"invalid\"
                             \" format string\"",
    ),
    (
        "\"Alignment conflicts with '0' in \"
                             \"format specifier: \" + format_spec",
        "\"invalid \"
                             \"format string\"",
    ),
    ("TypeError(\"%s must be an integer\" % name)", "TypeError('an integer is required')"),
    ("'Cannot hash a signaling NaN value.'", "'Cannot hash a signaling NaN value'"),
    (
        "'Invalid tuple size in creation of Decimal '
                                 'from list or tuple.  The list or tuple '
                                 'should have exactly three elements.'",
        "'argument must be '
                                 'a sequence '
                                 'of length 3'",
    ),
    (
        "raise ValueError(\"%s must be in [%s, %d]. got: %s\" % (name, vmin, vmax, value))",
        "raise ValueError('valid range for Emin is [MIN_EMIN, 0]')",
    ),
    (
        "raise ValueError(\"%s must be in [%d, %s]. got: %s\" % (name, vmin, vmax, value))",
        "raise ValueError(f'valid range for {name} is [{vmin}, MAX_{name.upper()}]')",
    ),
    (
        "raise ValueError(\"%s must be in [%d, %d]. got %s\" % (name, vmin, vmax, value))",
        "raise ValueError(f'valid values for {name} are 0 or 1')",
    ),
    ("\"Cannot convert NaN to integer\"", "\"cannot convert NaN to integer\""),
    ("\"Cannot convert infinity to integer\"", "\"cannot convert Infinity to integer\""),
    // the order in which a context shows them
    (
        "_signals = [Clamped, DivisionByZero, Inexact, Overflow, Rounded,
            Underflow, InvalidOperation, Subnormal, FloatOperation]",
        "_signals = [InvalidOperation, FloatOperation, DivisionByZero, Overflow, Underflow, Subnormal, Inexact, Rounded, Clamped]
_shown = [Clamped, InvalidOperation, DivisionByZero, Inexact, FloatOperation, Overflow, Rounded, Subnormal, Underflow]",
    ),
    ("[f.__name__ for f, v in self.flags.items() if v]", "[f.__name__ for f in _shown if self.flags.get(f)]"),
    ("[t.__name__ for t, v in self.traps.items() if v]", "[t.__name__ for t in _shown if self.traps.get(t)]"),
    // what a signal is is a truth value, and is shown as the C type shows it
    (
        "# Valid rounding modes\n",
        "class SignalDict(dict):
    __slots__ = ()

    def __setitem__(self, signal, on):
        if signal not in _signals:
            raise KeyError('valid values for signals are:\\n  [InvalidOperation, FloatOperation, DivisionByZero,\\n   '
                           'Overflow, Underflow, Subnormal, Inexact, Rounded,\\n   Clamped]')
        super().__setitem__(signal, bool(on))

    def __repr__(self):
        return '{' + ', '.join(f'{signal}:{on}' for signal, on in self.items()) + '}'

    def copy(self):
        return self.of(self)

    @classmethod
    def of(cls, on):
        made = cls.fromkeys(_signals)
        for signal in on:
            made[signal] = on[signal] if isinstance(on, dict) else True
        return made

SignalDict.__module__ = 'decimal'

# Valid rounding modes
",
    ),
    ("dict.fromkeys(_signals, 0)", "SignalDict.of(())"),
    ("dict((s, int(s in flags)) for s in _signals + flags)", "SignalDict.of(flags)"),
    ("dict((s, int(s in traps)) for s in _signals + traps)", "SignalDict.of(traps)"),
    ("        return object.__setattr__(self, name, d)", "        return object.__setattr__(self, name, SignalDict.of(d))"),
    (
        "        if not isinstance(d, dict):
",
        "        if isinstance(d, list):
            d = SignalDict.of(d)
        if not isinstance(d, dict):
",
    ),
    ("\"%s must be a signal dict\" % d", "\"argument must be a signal dict\""),
    ("\"%s is not a valid signal dict\" % d", "\"invalid signal dict\""),
    ("\"Cannot convert %r to Decimal\" % value", "f\"conversion from {type(value).__name__} to Decimal is not supported\""),
    ("\"Cannot convert %r to Decimal\" % number", "f\"conversion from {type(number).__name__} to Decimal is not supported\""),
    ("\"Unable to convert %s to Decimal\" % b", "f\"conversion from {type(b).__name__} to Decimal is not supported\""),
    ("\"Unable to convert %s to Decimal\" % other", "f\"conversion from {type(other).__name__} to Decimal is not supported\""),
    ("argument must be int or float.", "argument must be int or float"),
    ("Second argument to round should be integral", "optional arg must be an integer"),
    ("\"%s cannot be deleted\" % name", "\"context attributes cannot be deleted\""),
    (
        "raise TypeError(\"%s: invalid rounding mode\" % value)",
        "raise TypeError(\"\"\"valid values for rounding are:
  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,
   ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,
   ROUND_05UP]\"\"\")",
    ),
];

/// Only two classes of the module are C: what stands below them stays where it is.
pub static ELEMENT_TREE: &[Change] = &[
    ("        raise err\n\n    def _fixname", "        raise err from None\n\n    def _fixname"),
    (
        "        return self._children[index]\n",
        "        if not isinstance(index, slice) and not -len(self) <= index < len(self):
            raise IndexError('child index out of range')
        return self._children[index]\n",
    ),
    (
        "        self._assert_is_element(subelement)\n        self._children.append",
        "        self._assert_is_element(subelement, 'append() argument 1 must be xml.etree.ElementTree.Element')
        self._children.append",
    ),
    (
        "    def _assert_is_element(self, e):
        # Need to refer to the actual Python implementation, not the
        # shadowing C implementation.
        if not isinstance(e, _Element_Py):
            raise TypeError('expected an Element, not %s' % type(e).__name__)
",
        "    def _assert_is_element(self, e, wanted='expected an Element'):
        if not isinstance(e, _Element_Py):
            raise TypeError('%s, not %s' % (wanted, type(e).__name__))
",
    ),
    ("        return self.attrib.keys()\n", "        return list(self.attrib)\n"),
    ("        return self.attrib.items()\n", "        return list(self.attrib.items())\n"),
];
