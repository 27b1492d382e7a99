//! For the tests of functions: a database with officers, a store for files, forms as a browser posts them, and the same
//! randomness in every run.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use crate::Answer;
use domain::authority::Actor;
use domain::calendar::from_local;
use http::Request;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http_body_util::BodyExt;
use jiff::civil::DateTime;
use std::sync::atomic::{AtomicU64, Ordering};
use store::native::{NativeBlobs, NativeDatabase};
use store::{Env, demo};

pub use store::native::block_on;

/// Bytes that come once, in the same order in every run.
fn random(buffer: &mut [u8]) {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    for chunk in buffer.chunks_mut(8) {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for (place, byte) in chunk.iter_mut().zip(number.to_le_bytes()) {
            *place = byte;
        }
    }
}

/// A moment of the local clock, with that randomness.
pub fn env(now: DateTime) -> Env {
    Env::new(from_local(now), random)
}

/// A migrated database with units and accounts, and a store for files.
pub struct Ground {
    pub db: NativeDatabase,
    pub blobs: NativeBlobs,
    _directory: tempfile::TempDir,
}

impl Ground {
    /// Set up at a moment.
    pub fn new(env: Env) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let db = NativeDatabase::in_directory(directory.path()).unwrap();
        let blobs = block_on(async {
            store::migrate::migrate(&db).await.unwrap();
            demo::units(&db, demo::Ground::Shown).await.unwrap();
            demo::people(&db, &env, demo::Ground::Shown, None).await.unwrap();
            NativeBlobs::in_directory(directory.path()).await.unwrap()
        });
        Self { db, blobs, _directory: directory }
    }

    /// The officer of an account.
    pub fn actor(&self, account: &str) -> Actor {
        block_on(demo::actor(&self.db, account)).unwrap()
    }

    /// How many values are kept in the store for files.
    pub fn files(&self) -> usize {
        block_on(store::Blobs::keys(&self.blobs)).unwrap().len()
    }
}

const BOUNDARY: &str = "ranh-gioi";

/// The head of a posted form with files.
pub fn posted(path: &str) -> Parts {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    Request::post(path).header(CONTENT_TYPE, kind).body(()).unwrap().into_parts().0
}

/// Its body: disposition and content of every field.
pub fn form(fields: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (disposition, content) in fields {
        let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// The whole body of an answer.
pub fn content(answer: Answer) -> Vec<u8> {
    block_on(answer.into_body().collect()).unwrap().to_bytes().to_vec()
}
