//! The backup file: what was written here and not sent, sealed by the PIN alone, so that it opens on another device.
//!
//! How its bytes are put together is in [`crate::vault_rules`].

use super::cipher::{self, Unopened, Use};
use super::database::{Change, Step};
use super::error::VaultError;
use super::{Room, Vault};
use crate::browser::js;
use crate::vault_rules::{Contents, Entry, ITERATIONS, Seal, is_key, pack, read_backup, unpack};
use std::collections::BTreeSet;

/// What is in a backup: what can be fetched again is not.
const ROOMS: [Room; 3] = [Room::Outbox, Room::Drafts, Room::Photos];

/// What came of a backup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Restored {
    /// Records and drafts that were added.
    pub records: u32,
    /// Photos that were added.
    pub photos: u32,
    /// What was here already and stays as it is.
    pub present: u32,
}

/// Seals everything of [`ROOMS`].
pub async fn seal(vault: &Vault, pin: &str) -> Result<Vec<u8>, VaultError> {
    let mut contents = Contents { owner: vault.owner().to_owned(), made_at: js::millis(), entries: Vec::new() };
    let mut records = Vec::new();
    for room in ROOMS {
        for key in vault.keys(room).await? {
            let Some(plain) = vault.bytes(room, &key).await? else { continue };
            let bytes = u32::try_from(plain.len()).map_err(|_| VaultError::Failed(room.name().to_owned()))?;
            contents.entries.push(Entry { room: room.name().to_owned(), key, bytes });
            records.push(plain);
        }
    }
    let plain = pack(&contents, &records).ok_or_else(|| VaultError::Failed("4 GB".to_owned()))?;
    drop(records);
    let seal = Seal { salt: cipher::random()?, iterations: ITERATIONS, nonce: cipher::random()? };
    let mut file = seal.head();
    let key = cipher::key_from_pin(pin, &seal.salt, seal.iterations, Use::Seals).await?;
    let sealed = cipher::seal(&plain, &key, &seal.nonce, &file).await?;
    file.extend(sealed);
    let digest = cipher::sha256(&file).await?;
    file.extend(digest);
    Ok(file)
}

/// Adds what is not there.
pub async fn open(vault: &Vault, file: &[u8], pin: &str) -> Result<Restored, VaultError> {
    let parts = read_backup(file)?;
    if cipher::sha256(parts.whole).await?.as_slice() != parts.digest {
        return Err(VaultError::Cut);
    }
    let key = cipher::key_from_pin(pin, &parts.seal.salt, parts.seal.iterations, Use::Seals).await?;
    let plain = match cipher::open(parts.sealed, &key, &parts.seal.nonce, parts.head).await? {
        Ok(plain) => plain,
        Err(Unopened) => return Err(VaultError::WrongPin { wait_seconds: 0 }),
    };
    let (contents, records) = unpack(&plain).ok_or(VaultError::Cut)?;
    if contents.owner != vault.owner() {
        return Err(VaultError::OtherOwner(contents.owner));
    }
    let mut here = BTreeSet::new();
    for room in ROOMS {
        here.extend(vault.keys(room).await?.into_iter().map(|key| (room.name(), key)));
    }
    let (mut restored, mut steps) = (Restored::default(), Vec::new());
    for (entry, plain) in contents.entries.iter().zip(records) {
        let room = ROOMS.into_iter().find(|room| room.name() == entry.room).ok_or(VaultError::Cut)?;
        if !is_key(&entry.key) {
            return Err(VaultError::Cut);
        }
        if here.contains(&(room.name(), entry.key.clone())) {
            restored.present += 1;
            continue;
        }
        let sealed = vault.sealed(room, &entry.key, plain).await?;
        // Not in place of what another tab wrote meanwhile.
        steps.push(Step::new(room.name(), &entry.key, Change::Add(sealed)));
        if room == Room::Photos {
            restored.photos += 1;
        } else {
            restored.records += 1;
        }
    }
    vault.0.database.write(steps).await?;
    Ok(restored)
}
