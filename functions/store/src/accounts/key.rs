//! The account key: what seals second factors and identities of informants in the database, and is not in it.
//!
//! It comes from the installation's variables, so that a copy of the database opens none. Each record is sealed by AES-256-GCM, bound to
//! what it is for and to whose it is, so that none stands in another's place. Must not know: where the key is kept, or what a table holds.

use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::dossiers::vault;
use crate::{Env, params};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Fewest characters of the secret.
pub const MIN_ACCOUNT_KEY: usize = 32;

/// Bytes of a nonce of AES-GCM.
const NONCE: usize = 12;

/// What a sealed record is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum For {
    /// The secret an officer's codes come from.
    SecondFactor,
    /// A secret that is shown to him and waits for its first code.
    Offer,
    /// Who gave information, by the code he goes by.
    Informant,
}

impl For {
    const fn key(self) -> &'static str {
        match self {
            Self::SecondFactor => "second-factor",
            Self::Offer => "offer",
            Self::Informant => "informant",
        }
    }
}

/// The account key of an installation.
#[derive(Clone)]
pub struct AccountKey {
    cipher: Aes256Gcm,
    mark: [u8; 32],
}

impl AccountKey {
    /// The key of a secret; nothing where it is too short to protect anything.
    pub fn new(secret: &str) -> Option<Self> {
        let secret = secret.trim();
        if secret.len() < MIN_ACCOUNT_KEY {
            return None;
        }
        // HKDF (RFC 5869): one key for sealing, another one that only marks which key it was.
        let derived = Hkdf::<Sha256>::new(Some(b"ins account key 1"), secret.as_bytes());
        let (mut sealing, mut mark) = ([0; 32], [0; 32]);
        derived.expand(b"seal", &mut sealing).ok()?;
        derived.expand(b"mark", &mut mark).ok()?;
        Some(Self { cipher: Aes256Gcm::new(&sealing.into()), mark })
    }

    pub(crate) fn seal(&self, env: &Env, what: For, whose: &str, plain: &[u8]) -> Result<Vec<u8>, DbError> {
        let mut nonce = [0; NONCE];
        (env.random)(&mut nonce);
        let bound = bound(what, whose);
        let sealed = self
            .cipher
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: bound.as_bytes() })
            .map_err(|_| DbError::Engine("a record could not be sealed".to_owned()))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What was sealed; nothing where another key did, or it is somebody else's or for something else.
    pub(crate) fn open(&self, what: For, whose: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, rest) = sealed.split_first_chunk::<NONCE>()?;
        let bound = bound(what, whose);
        self.cipher.decrypt(&Nonce::from(*nonce), Payload { msg: rest, aad: bound.as_bytes() }).ok()
    }

    /// What tells this key from others for one installation, and nothing of the key itself.
    fn mark_of(&self, installation: &str) -> Result<Vec<u8>, DbError> {
        let mac = Hmac::<Sha256>::new_from_slice(&self.mark).map_err(|error| DbError::Engine(error.to_string()))?;
        Ok(mac.chain_update(installation.as_bytes()).finalize().into_bytes().to_vec())
    }
}

fn bound(what: For, whose: &str) -> String {
    format!("ins/{}/{whose}", what.key())
}

/// How the account key and the database stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sealing {
    /// No key is set; so many second factors and identities are sealed nevertheless.
    NoKey { enrolled: i64, identities: i64 },
    /// The key is the one they were sealed with.
    Fits,
    /// Another key sealed them.
    Differs { enrolled: i64, identities: i64 },
}

impl Sealing {
    /// What whoever runs the installation has to know; nothing where all is well.
    pub fn warning(self, required: bool) -> Option<String> {
        match self {
            Self::Fits => None,
            Self::NoKey { enrolled: 0, identities: 0 } if required => Some(format!(
                "second_factor is required, but account_key is not set: nobody can enrol, and signers and administrators sign in with a password alone. \
                 Set account_key to a secret of {MIN_ACCOUNT_KEY} characters or more, kept beside the database and not in it."
            )),
            Self::NoKey { enrolled: 0, identities: 0 } => None,
            Self::NoKey { enrolled, identities } => Some(format!(
                "account_key is not set, and {enrolled} officers have a second factor: they sign in with recovery codes only, \
                 and {identities} identities of informants stay closed. Set the account_key this database was used with."
            )),
            Self::Differs { enrolled, identities } => Some(format!(
                "account_key is not the one this database was used with: {enrolled} officers sign in with recovery codes only, and {identities} identities of \
                 informants stay closed. Set the former account_key, or go over from it to this one: cargo xtask reseal. If it is lost, administrators remove \
                 the second factor of each officer on his account page, and he enrols anew; the identities are lost with it."
            )),
        }
    }
}

/// Compares the key with the database; the first key a database without sealed records meets becomes its own. Identities that were written
/// while there was no key are sealed by the one that fits.
///
/// # Errors
/// The database failed.
pub async fn sealing(db: &dyn Database, env: &Env, key: Option<&AccountKey>) -> Result<Sealing, DbError> {
    // Read first: nearly always it fits, and no writer is kept waiting.
    let known = {
        let mut connection = db.open().await?;
        let known = standing(connection.as_mut(), key).await?;
        let open = known == Some(Sealing::Fits) && vault::stands_open(connection.as_mut()).await?;
        known.filter(|_| !open)
    };
    if let Some(known) = known {
        return Ok(known);
    }
    let Some(key) = key else { return Ok(Sealing::NoKey { enrolled: 0, identities: 0 }) };
    let mut work = UnitOfWork::begin(db).await?;
    match standing(&mut work, Some(key)).await? {
        Some(Sealing::Fits) => {}
        Some(known) => return Ok(known),
        None => mark(&mut work, env, key).await?,
    }
    vault::seal_rest(&mut work, env, key).await?;
    work.commit().await?;
    Ok(Sealing::Fits)
}

/// Makes a key the database's own.
async fn mark(work: &mut UnitOfWork, env: &Env, key: &AccountKey) -> Result<(), DbError> {
    let installation = env.token(16);
    work.execute(
        "INSERT INTO account_seal (id, installation, mark) VALUES (1,?1,?2) \
         ON CONFLICT (id) DO UPDATE SET installation = excluded.installation, mark = excluded.mark",
        params![&installation, key.mark_of(&installation)?],
    )
    .await
}

/// What went over from one key to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resealed {
    pub second_factors: usize,
    pub identities: usize,
}

/// Goes over from a former account key to a new one: every sealed record is opened by the one and sealed by the other, all or none.
///
/// # Errors
/// The former key is not the one this database was used with, or a record does not open: then nothing is changed.
pub async fn reseal(db: &dyn Database, env: &Env, former: &AccountKey, new: &AccountKey) -> Result<Resealed, DbError> {
    let mut work = UnitOfWork::begin(db).await?;
    if standing(&mut work, Some(former)).await? != Some(Sealing::Fits) {
        return Err(DbError::Engine("the former key is not the account_key this database was used with".to_owned()));
    }
    vault::seal_rest(&mut work, env, former).await?;
    let rows = work.query("SELECT officer, sealed FROM second_factor ORDER BY officer", &[]).await?;
    for row in &rows {
        let officer = row.text(0)?;
        let plain = former.open(For::SecondFactor, officer, row.blob(1)?);
        let plain = plain.ok_or_else(|| DbError::Engine(format!("the second factor of {officer} does not open")))?;
        let sealed = new.seal(env, For::SecondFactor, officer, &plain)?;
        work.execute("UPDATE second_factor SET sealed = ?2 WHERE officer = ?1", params![officer, sealed]).await?;
    }
    let identities = vault::reseal(&mut work, env, former, new).await?;
    mark(&mut work, env, new).await?;
    work.commit().await?;
    Ok(Resealed { second_factors: rows.len(), identities })
}

/// How they stand; nothing where this key is to become the database's own.
async fn standing(connection: &mut dyn Connection, key: Option<&AccountKey>) -> Result<Option<Sealing>, DbError> {
    let found = connection.query_one("SELECT installation, mark FROM account_seal WHERE id = 1", &[]).await?;
    if let (Some(key), Some(row)) = (key, &found)
        && key.mark_of(row.text(0)?)? == row.blob(1)?
    {
        return Ok(Some(Sealing::Fits));
    }
    let enrolled = connection.query_one("SELECT count(*) FROM second_factor", &[]).await?;
    let enrolled = enrolled.map_or(Ok(0), |row| row.int(0))?;
    let identities = vault::sealed(connection).await?;
    Ok(match (key, found) {
        (None, _) => Some(Sealing::NoKey { enrolled, identities }),
        (Some(_), None) => None,
        (Some(_), Some(_)) => (enrolled + identities > 0).then_some(Sealing::Differs { enrolled, identities }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env() -> Env {
        Env::new(jiff::Timestamp::UNIX_EPOCH, |bytes| bytes.fill(7))
    }

    #[test]
    fn what_is_sealed_opens_with_its_key_for_its_officer_and_purpose() {
        let (one, other) = (AccountKey::new(&"k".repeat(32)).unwrap(), AccountKey::new(&"o".repeat(32)).unwrap());
        let (mine, his) = ("ksv1", "ksv2");
        let sealed = one.seal(&env(), For::SecondFactor, mine, b"a secret of 20 bytes").unwrap();
        assert_eq!(one.open(For::SecondFactor, mine, &sealed).as_deref(), Some(b"a secret of 20 bytes".as_slice()));
        assert!(!sealed.windows(8).any(|window| window == b"a secret"));
        assert_eq!(other.open(For::SecondFactor, mine, &sealed), None);
        assert_eq!(one.open(For::SecondFactor, his, &sealed), None, "another officer's row");
        assert_eq!(one.open(For::Offer, mine, &sealed), None, "another purpose");
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert_eq!(one.open(For::SecondFactor, mine, &changed), None, "{place}");
        }
        for short in [&sealed[..0], &sealed[..11], &sealed[..sealed.len() - 1]] {
            assert_eq!(one.open(For::SecondFactor, mine, short), None);
        }
    }

    #[test]
    fn a_short_secret_is_no_key() {
        assert!(AccountKey::new("").is_none());
        assert!(AccountKey::new(&format!(" {} ", "k".repeat(MIN_ACCOUNT_KEY - 1))).is_none());
        assert!(AccountKey::new(&"k".repeat(MIN_ACCOUNT_KEY)).is_some());
    }
}
