//! Lists that come from elsewhere: spreadsheets of an area book (sổ địa bàn), in whatever letters and shapes they were kept. And
//! what goes elsewhere: records for the national database ([`national`]), in answers that describe themselves ([`Described`]);
//! between installations of the force, what a province sends to the nation ([`federation`]).
//!
//! Pure: bytes become text, text becomes cells, cells become a party with its place of business, or all problems of the row
//! with how to put each right. Must not know: workbook files, what is stored, or what a row is compared with.

mod batch;
mod cell;
mod columns;
pub mod csv;
mod described;
mod encoding;
pub mod federation;
mod legacy;
pub mod national;
mod row;
mod syllable;
mod value;

pub use batch::{BatchState, Choice, ImportEvent, ImportId, RefusedFile, RowState};
pub use cell::Cell;
pub use columns::{Column, Mapping, fingerprint, header_line, letter};
pub use described::{Described, Part, Schema};
pub use encoding::{Base, Encoding, Guess, base_text, guess};
pub use row::{Problem, Reading, Record, Settings, read_row};
pub use value::{Wanted, amount, citizen_id, coordinates, date, phone, tax_code};

/// Rows of one file at most, headings included: what one officer can look through and answer for.
pub const MAX_ROWS: usize = 60_000;

/// Columns of one file at most.
pub const MAX_COLUMNS: usize = 200;

/// Characters of one cell at most; a longer one is cut when it is kept, and refused where it is used.
pub const MAX_CELL: usize = 2_000;

/// Bytes of one uploaded file at most.
pub const MAX_BYTES: u64 = 16 << 20;
