//! Nothing but its benches: `cargo bench -p ins-bench`.
