//! Bytes of attached files, under the hash of their content, beside the database.
//!
//! A file is written before the event that names it: what an interrupted upload leaves behind is a file that nothing
//! names, harmless and told by [`crate::verify::blobs`]. The same content is kept once. Must not know: which engine keeps
//! it, or which case a file belongs to.

use crate::database::{Database, DbError};
use crate::params;
use async_trait::async_trait;
use sha2::{Digest, Sha256};

/// Bytes of one value. Spin's own store and Redis take more, but Azure Cosmos DB takes two megabytes, Spin's hosted store
/// one, and AWS DynamoDB 400 kilobytes: a file in pieces of this size goes into any of them.
pub const PIECE: usize = 256 << 10;

/// Largest file that is put together again; a size beyond it in the database is a defect.
const MAX_PIECES: usize = 256;

const FILE: &str = "tep";
const THUMBNAIL: &str = "thu-nho";

/// A key-value store: what Spin grants as `key_value_stores`, or the file behind it.
#[async_trait]
pub trait Blobs: Send + Sync {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, DbError>;
    /// Durable when it answers.
    async fn set(&self, key: &str, value: &[u8]) -> Result<(), DbError>;
    async fn exists(&self, key: &str) -> Result<bool, DbError>;
    async fn keys(&self) -> Result<Vec<String>, DbError>;
}

/// A key-value store in a table of PostgreSQL, which several hosts share (decision 0046). Not in the schema of the other tables: it
/// is no part of what is proven and moved row by row.
pub struct TableBlobs<D>(pub D);

#[async_trait]
impl<D: Database> Blobs for TableBlobs<D> {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, DbError> {
        let row = self.0.open().await?.query_one("SELECT value FROM ins.blob WHERE key = ?1", params![key]).await?;
        row.map(|row| row.blob(0).map(<[u8]>::to_vec)).transpose()
    }

    async fn set(&self, key: &str, value: &[u8]) -> Result<(), DbError> {
        let sql =
            "INSERT INTO ins.blob (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.0.open().await?.execute(sql, params![key, value.to_vec()]).await
    }

    async fn exists(&self, key: &str) -> Result<bool, DbError> {
        Ok(self.0.open().await?.query_one("SELECT 1 FROM ins.blob WHERE key = ?1", params![key]).await?.is_some())
    }

    async fn keys(&self) -> Result<Vec<String>, DbError> {
        let rows = self.0.open().await?.query("SELECT key FROM ins.blob ORDER BY key", &[]).await?;
        rows.iter().map(|row| row.string(0)).collect()
    }
}

/// SHA-256 of a file as it is written everywhere: 64 lower-case hex digits.
pub fn digest(content: &[u8]) -> String {
    hex::encode(Sha256::digest(content))
}

fn piece(sha256: &str, index: usize) -> String {
    format!("{FILE}/{sha256}/{index}")
}

fn thumbnail_key(sha256: &str) -> String {
    format!("{THUMBNAIL}/{sha256}")
}

fn pieces(size: u64) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX).div_ceil(PIECE)
}

/// Keeps a file and answers its hash. A piece that is there already is not written again: its key says its content.
///
/// # Errors
/// The store failed; what was written until then is harmless.
pub async fn put(blobs: &dyn Blobs, content: &[u8]) -> Result<String, DbError> {
    let sha256 = digest(content);
    for (index, part) in content.chunks(PIECE).enumerate() {
        let key = piece(&sha256, index);
        if !blobs.exists(&key).await? {
            blobs.set(&key, part).await?;
        }
    }
    Ok(sha256)
}

/// A file as it was kept; `None` when a piece is missing or its content is no longer what its hash says.
///
/// # Errors
/// The store failed.
pub async fn get(blobs: &dyn Blobs, sha256: &str, size: u64) -> Result<Option<Vec<u8>>, DbError> {
    let count = pieces(size);
    if count > MAX_PIECES {
        return Ok(None);
    }
    let mut content = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    for index in 0..count {
        match blobs.get(&piece(sha256, index)).await? {
            Some(part) => content.extend_from_slice(&part),
            None => return Ok(None),
        }
    }
    Ok((digest(&content) == sha256).then_some(content))
}

/// Keeps the small picture of a file.
///
/// # Errors
/// The store failed.
pub async fn put_thumbnail(blobs: &dyn Blobs, sha256: &str, picture: &[u8]) -> Result<(), DbError> {
    blobs.set(&thumbnail_key(sha256), picture).await
}

/// The small picture of a file.
///
/// # Errors
/// The store failed.
pub async fn thumbnail(blobs: &dyn Blobs, sha256: &str) -> Result<Option<Vec<u8>>, DbError> {
    blobs.get(&thumbnail_key(sha256)).await
}

/// The hash a key belongs to, if it is one of ours.
pub(crate) fn owner(key: &str) -> Option<&str> {
    let mut parts = key.split('/');
    match (parts.next(), parts.next()) {
        (Some(FILE | THUMBNAIL), Some(sha256)) => Some(sha256),
        _ => None,
    }
}
