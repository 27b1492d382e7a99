//! The name of a catalogue's content, by which browser and server tell whether they hold the same one.
//!
//! FNV-1a with 128 bits: an identifier against mistakes, not a protection against an attacker; who may change a
//! catalogue is decided elsewhere. Must not know: versions, or when one is in use.

use super::Catalogue;
use std::io;
use std::sync::OnceLock;

const OFFSET: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// FNV-1a, fed as if it were a file.
struct Fnv(u128);

impl io::Write for Fnv {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(PRIME);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The digest of bytes as 32 lower-case hexadecimal digits.
pub(crate) fn of_bytes(bytes: &[u8]) -> String {
    let mut hash = Fnv(OFFSET);
    // Writing to it cannot fail.
    let _ = io::Write::write_all(&mut hash, bytes);
    format!("{:032x}", hash.0)
}

impl Catalogue {
    /// Names the content: 32 lower-case hexadecimal digits, the same for the same rows in whatever order and layout they
    /// were written.
    pub fn digest(&self) -> String {
        let mut rows: Vec<_> = self.behaviour.iter().collect();
        rows.sort_by(|a, b| a.id.cmp(&b.id));
        let mut hash = Fnv(OFFSET);
        for row in rows {
            // Rows are plain data and writing cannot fail; the fields of a row always come in one order.
            let _ = serde_json::to_writer(&mut hash, row);
            let _ = io::Write::write(&mut hash, b"\n");
        }
        format!("{:032x}", hash.0)
    }

    /// The digest of [`Catalogue::embedded`], computed once.
    pub fn embedded_digest() -> &'static str {
        static DIGEST: OnceLock<String> = OnceLock::new();
        DIGEST.get_or_init(|| Catalogue::embedded().digest())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Test vectors of the FNV reference (Internet-Draft draft-eastlake-fnv, 128 bits).
    #[test]
    fn known_vectors() {
        for (text, digest) in [
            ("", "6c62272e07bb014262b821756295c58d"),
            ("a", "d228cb696f1a8caf78912b704e4a8964"),
            ("foobar", "343e1662793c64bf6f0d3597ba446f18"),
        ] {
            assert_eq!(of_bytes(text.as_bytes()), digest, "{text}");
        }
    }

    #[test]
    fn order_does_not_matter_and_every_figure_does() {
        let catalogue = Catalogue::embedded();
        assert_eq!(catalogue.digest(), Catalogue::embedded_digest());
        let mut turned = catalogue.clone();
        turned.behaviour.reverse();
        assert_eq!(turned.digest(), catalogue.digest());
        let changes: [fn(&mut super::super::Behaviour); 4] = [
            |row| row.bands[0].max += 1,
            |row| row.note.push('.'),
            |row| row.replaces.push("x".into()),
            |row| row.in_force_to = Some(jiff::civil::date(2030, 1, 1)),
        ];
        for change in changes {
            let mut changed = catalogue.clone();
            change(&mut changed.behaviour[7]);
            assert_ne!(changed.digest(), catalogue.digest());
        }
        let read: Catalogue = serde_json::from_str(&serde_json::to_string(catalogue).unwrap()).unwrap();
        assert_eq!(read.digest(), catalogue.digest());
    }
}
