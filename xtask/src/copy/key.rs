//! Keys of copies: a file with 256 random bits, or a sentence that somebody remembers.

use anyhow::{Context, Result, bail};
use argon2::{Algorithm, Argon2, Params, Version};
use std::fmt::Write as _;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Begins a key's file: a key that was left lying about is known for what it is, and nothing else is taken for one.
const MARK: &str = "ins-backup-key-1:";
/// Fewest characters of a sentence.
const SHORTEST: usize = 20;
/// Work that a sentence costs whoever tries: 64 MiB, three passes, about a third of a second.
const MEMORY_KIB: u32 = 64 << 10;
const PASSES: u32 = 3;

/// Bytes of a key.
pub const LENGTH: usize = 32;

/// What opens a copy.
pub enum Secret {
    Key([u8; LENGTH]),
    Sentence(String),
}

impl Secret {
    /// Reads a key's file, or a file with a sentence.
    pub fn read(key: Option<&Path>, sentence: Option<&Path>) -> Result<Self> {
        match (key, sentence) {
            (Some(path), None) => {
                let text =
                    std::fs::read_to_string(path).with_context(|| format!("cannot read the key {}", path.display()))?;
                let digits = text.trim().strip_prefix(MARK);
                let digits = digits.with_context(|| {
                    format!("{} is no key of copies: make one with `cargo xtask key --to FILE`", path.display())
                })?;
                let bytes = hex::decode(digits).ok().and_then(|bytes| bytes.try_into().ok());
                Ok(Self::Key(bytes.with_context(|| format!("{}: the key is cut or changed", path.display()))?))
            }
            (None, Some(path)) => {
                let text = std::fs::read_to_string(path)
                    .with_context(|| format!("cannot read the sentence {}", path.display()))?;
                let sentence = text.trim().to_owned();
                if sentence.chars().count() < SHORTEST {
                    bail!("the sentence needs {SHORTEST} characters or more");
                }
                Ok(Self::Sentence(sentence))
            }
            (Some(_), Some(_)) => bail!("give --key-file or --passphrase-file, not both"),
            (None, None) => bail!("give --key-file KEY (made by `cargo xtask key --to KEY`) or --passphrase-file FILE"),
        }
    }

    /// Whether a key has to be derived, which needs a salt.
    pub const fn is_sentence(&self) -> bool {
        matches!(self, Self::Sentence(_))
    }

    /// The key itself.
    pub fn key(&self, salt: &[u8]) -> Result<[u8; LENGTH]> {
        match self {
            Self::Key(key) => Ok(*key),
            Self::Sentence(sentence) => {
                let params = Params::new(MEMORY_KIB, PASSES, 1, Some(LENGTH))
                    .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
                let mut key = [0; LENGTH];
                Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
                    .hash_password_into(sentence.as_bytes(), salt, &mut key)
                    .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
                Ok(key)
            }
        }
    }
}

/// Makes a new key that only its owner reads; never over one that is there.
pub fn make(to: &Path, random: impl Fn(&mut [u8])) -> Result<()> {
    let mut bytes = [0; LENGTH];
    random(&mut bytes);
    let mut text = String::from(MARK);
    let _ = writeln!(text, "{}", hex::encode(bytes));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .with_context(|| format!("cannot make the key {}: a key is never written over", to.display()))?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_read_back_and_nothing_else_is_taken_for_one() -> Result<()> {
        let directory = tempfile::tempdir()?;
        let path = directory.path().join("key");
        make(&path, |bytes| bytes.fill(7))?;
        assert_eq!(path.metadata()?.permissions().mode() & 0o777, 0o600);
        assert!(make(&path, |bytes| bytes.fill(8)).is_err(), "never over one that is there");
        assert!(matches!(Secret::read(Some(&path), None)?, Secret::Key(key) if key == [7; LENGTH]));
        for text in ["", "7777", "ins-backup-key-1:77", "ins-backup-key-1:zz"] {
            std::fs::write(&path, text)?;
            assert!(Secret::read(Some(&path), None).is_err(), "{text}");
        }
        assert!(Secret::read(None, None).is_err());
        std::fs::write(&path, "ngắn")?;
        assert!(Secret::read(None, Some(&path)).is_err(), "a short sentence");
        std::fs::write(&path, "chợ Gạo họp ngày lẻ, chợ Phố Hiến họp ngày chẵn\n")?;
        let sentence = Secret::read(None, Some(&path))?;
        assert_eq!(sentence.key(b"salt of sixteen.")?, sentence.key(b"salt of sixteen.")?);
        assert_ne!(sentence.key(b"salt of sixteen.")?, sentence.key(b"another of them.")?);
        Ok(())
    }
}
