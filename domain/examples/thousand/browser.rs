//! The same thousand questions as a WebAssembly module without imports, for the browser.
#![expect(unsafe_code, reason = "functions that JavaScript calls are exported by name")]

mod questions;

use std::sync::OnceLock;

static LINES: OnceLock<String> = OnceLock::new();

/// Address of the text in the module's memory.
#[unsafe(no_mangle)]
pub extern "C" fn text() -> *const u8 {
    LINES.get_or_init(questions::lines).as_ptr()
}

/// Its length in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn length() -> usize {
    LINES.get_or_init(questions::lines).len()
}
