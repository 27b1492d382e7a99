//! Runs `spin.toml` on one machine.
