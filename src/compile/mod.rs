//! From source text to code units.
