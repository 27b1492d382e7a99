//! Pages: one module per page, each a component that reads through a resource and shows components.
//!
//! Must not know SQL, Spin or the browser's APIs.
