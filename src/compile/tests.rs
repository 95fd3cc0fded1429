//! Tests of scopes and constants that need no VM.
