//! Official papers of a case, laid out for print from the snapshots in the case.
//!
//! Must not know current tables: a paper shows what was true on its day.
