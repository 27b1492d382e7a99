//! The register of organisations and individuals: rules over more than one record of it.
//!
//! Must not know: storage, pages.

pub mod privacy;
