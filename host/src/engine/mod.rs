//! The engine: compiles the components once, keeps a few instances of each, and hands requests to them.

mod answer;
mod bindings;
mod cache;
mod clock;
mod instance;
mod key_value;
mod listener;
mod metrics;
mod outbound;
mod output;
mod pages;
mod pooled;
mod postgres;
mod postgres_pool;
mod postgres_waiting;
mod serve;
mod sqlite;
mod variables;
mod written;

pub use instance::Limits;
pub use listener::Network;
pub use serve::{Options, compile, serve};
