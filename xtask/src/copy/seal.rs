//! The sealed stream of a copy: XChaCha20-Poly1305 in pieces, by the STREAM construction, so that a piece that was changed, moved, left out or
//! cut off is told before anything of it is used.
//!
//! A head in plain JSON says how it is sealed; it is bound to each piece. Must not know: what is inside.

use super::key::Secret;
use aead_stream::{DecryptorBE32, EncryptorBE32};
use anyhow::{Context, Result, bail};
use chacha20poly1305::aead::Payload;
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305};
use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};

/// Begins a sealed copy.
const MARK: &str = "INS-BACKUP-1";
/// Bytes of a piece before it is sealed.
const PIECE: usize = 64 << 10;
/// Bytes that sealing adds to a piece.
const TAG: usize = 16;
/// Bytes of the nonce that all pieces share; the rest counts them and marks the last.
const NONCE: usize = 19;
const SALT: usize = 16;
/// Longest head that is read.
const LONGEST_HEAD: u64 = 4096;

fn cipher(key: [u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(key))
}

/// Seals what is written to it; [`Sealer::finish`] writes the last piece.
pub struct Sealer<W> {
    to: W,
    stream: EncryptorBE32<XChaCha20Poly1305>,
    head: Vec<u8>,
    piece: Vec<u8>,
}

impl<W: Write> Sealer<W> {
    /// Writes the head.
    pub fn new(mut to: W, secret: &Secret, random: impl Fn(&mut [u8])) -> Result<Self> {
        let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
        random(&mut salt);
        random(&mut nonce);
        let how = if secret.is_sentence() { "argon2id" } else { "key" };
        let head = json!({ "mark": MARK, "cipher": "xchacha20poly1305-stream-be32", "piece": PIECE, "key": how,
            "salt": hex::encode(salt), "nonce": hex::encode(nonce) });
        let mut head = head.to_string().into_bytes();
        head.push(b'\n');
        to.write_all(&head)?;
        let stream = EncryptorBE32::from_aead(cipher(secret.key(&salt)?), &nonce.into());
        Ok(Self { to, stream, head, piece: Vec::with_capacity(PIECE) })
    }

    /// Seals the last piece and gives back what is written to.
    pub fn finish(mut self) -> io::Result<W> {
        let payload = Payload { msg: &self.piece, aad: &self.head };
        let sealed = self.stream.encrypt_last(payload).map_err(|_| io::Error::other("a piece cannot be sealed"))?;
        self.to.write_all(&sealed)?;
        self.to.flush()?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.piece.len() == PIECE {
            // Only now it is known not to be the last.
            let payload = Payload { msg: &self.piece, aad: &self.head };
            let sealed = self.stream.encrypt_next(payload).map_err(|_| io::Error::other("a piece cannot be sealed"))?;
            self.to.write_all(&sealed)?;
            self.piece.clear();
        }
        let count = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what is read through it. The end is only told after the last piece was proven to be it.
pub struct Opener<R> {
    from: R,
    /// Taken for the last piece.
    stream: Option<DecryptorBE32<XChaCha20Poly1305>>,
    head: Vec<u8>,
    open: Vec<u8>,
    at: usize,
}

/// What is said of a copy that does not open: a wrong key and a changed byte look the same, by design.
pub const DOES_NOT_OPEN: &str = "the copy does not open: another key made it, or it was changed or cut";

impl<R: BufRead> Opener<R> {
    /// Reads the head.
    pub fn new(mut from: R, secret: &Secret) -> Result<Self> {
        let mut head = Vec::new();
        from.by_ref().take(LONGEST_HEAD).read_until(b'\n', &mut head)?;
        let said: Value = serde_json::from_slice(&head).ok().context("this is no copy made by `cargo xtask backup`")?;
        let text = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default();
        if text("mark") != MARK {
            bail!("this copy is of another form ({}): use the version that made it", text("mark"));
        }
        let wanted = if secret.is_sentence() { "argon2id" } else { "key" };
        if text("key") != wanted {
            let how = if wanted == "key" { "--passphrase-file" } else { "--key-file" };
            bail!("this copy was sealed otherwise: give {how}");
        }
        let salt = hex::decode(text("salt")).context("the head of the copy is damaged")?;
        let nonce: Option<[u8; NONCE]> = hex::decode(text("nonce")).ok().and_then(|bytes| bytes.try_into().ok());
        let nonce = nonce.context("the head of the copy is damaged")?;
        let stream = DecryptorBE32::from_aead(cipher(secret.key(&salt)?), &nonce.into());
        Ok(Self { from, stream: Some(stream), head, open: Vec::new(), at: 0 })
    }

    fn next(&mut self) -> io::Result<()> {
        let Some(mut stream) = self.stream.take() else { return Ok(()) };
        let broken = || io::Error::new(io::ErrorKind::InvalidData, DOES_NOT_OPEN);
        let mut sealed = Vec::with_capacity(PIECE + TAG);
        self.from.by_ref().take((PIECE + TAG) as u64).read_to_end(&mut sealed)?;
        let is_last = self.from.fill_buf()?.is_empty();
        let payload = Payload { msg: &sealed, aad: &self.head };
        if is_last {
            self.open = stream.decrypt_last(payload).map_err(|_| broken())?;
        } else {
            self.open = stream.decrypt_next(payload).map_err(|_| broken())?;
            self.stream = Some(stream);
        }
        self.at = 0;
        Ok(())
    }
}

impl<R: BufRead> Read for Opener<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        while self.at == self.open.len() && self.stream.is_some() {
            self.next()?;
        }
        let rest = self.open.get(self.at..).unwrap_or_default();
        let count = rest.len().min(to.len());
        for (to, from) in to.iter_mut().zip(rest) {
            *to = *from;
        }
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn random(bytes: &mut [u8]) {
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::try_from(place % 251).unwrap_or(0);
        }
    }

    fn sealed(content: &[u8], secret: &Secret) -> Vec<u8> {
        let mut sealer = Sealer::new(Vec::new(), secret, random).unwrap();
        sealer.write_all(content).unwrap();
        sealer.finish().unwrap()
    }

    fn opened(sealed: &[u8], secret: &Secret) -> Result<Vec<u8>> {
        let mut content = Vec::new();
        Opener::new(sealed, secret)?.read_to_end(&mut content)?;
        Ok(content)
    }

    #[test]
    fn every_length_comes_back() {
        let secret = Secret::Key([3; 32]);
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 7] {
            let content: Vec<u8> = (0..length).map(|n| u8::try_from(n % 256).unwrap()).collect();
            let made = sealed(&content, &secret);
            assert_eq!(opened(&made, &secret).unwrap(), content, "{length}");
            assert!(length < 64 || !made.windows(64).any(|window| content.starts_with(window)), "{length}");
        }
    }

    #[test]
    fn whatever_is_changed_cut_or_moved_does_not_open() {
        let secret = Secret::Key([3; 32]);
        let content = vec![9; 3 * PIECE + 100];
        let made = sealed(&content, &secret);
        let head = made.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        for place in (0..made.len()).step_by(1999).chain([0, head - 2, head, head + PIECE, made.len() - 1]) {
            let mut changed = made.clone();
            changed[place] ^= 1;
            assert!(opened(&changed, &secret).is_err(), "byte {place}");
        }
        for length in [0, head - 1, head, head + 10, head + PIECE + TAG, head + 2 * (PIECE + TAG), made.len() - 1] {
            assert!(opened(&made[..length], &secret).is_err(), "cut at {length}");
        }
        let mut longer = made.clone();
        longer.push(0);
        assert!(opened(&longer, &secret).is_err(), "something behind the end");
        let (one, two) = (head..head + PIECE + TAG, head + PIECE + TAG..head + 2 * (PIECE + TAG));
        let moved = [&made[..head], &made[two.clone()], &made[one], &made[two.end..]].concat();
        assert!(opened(&moved, &secret).is_err(), "two pieces in the other order");
        let error = opened(&made, &Secret::Key([4; 32])).unwrap_err().to_string();
        assert_eq!(error, DOES_NOT_OPEN);
    }

    #[test]
    fn a_sentence_opens_what_it_sealed() {
        let sentence = Secret::Sentence("chợ Gạo họp ngày lẻ, chợ Phố Hiến họp ngày chẵn".to_owned());
        let made = sealed(b"abc", &sentence);
        assert_eq!(opened(&made, &sentence).unwrap(), b"abc");
        assert!(opened(&made, &Secret::Key([3; 32])).unwrap_err().to_string().contains("--passphrase-file"));
        assert!(
            opened(&sealed(b"abc", &Secret::Key([3; 32])), &sentence).unwrap_err().to_string().contains("--key-file")
        );
    }
}
