//! The engine: compiles the components once, keeps a few instances of each, and hands requests to them.

mod bindings;
mod cache;
mod clock;
mod instance;
mod key_value;
mod outbound;
mod output;
mod serve;
mod sqlite;
mod variables;

pub use instance::Limits;
pub use serve::{Options, compile, serve};
