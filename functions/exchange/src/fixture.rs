//! A database and a store of its own, and officers who post and fetch: for the tests of the route families.

use crate::routes::{Desk, Failure};
use crate::stream::Body;
use crate::{imports, lists, upload};
use bytes::Bytes;
use domain::calendar::from_local;
use domain::exchange::{ImportId, RefusedFile};
use http::Response;
use http::header::LOCATION;
use http_body_util::{BodyExt, Full};
use jiff::civil::date;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use store::native::{NativeBlobs, NativeDatabase};
use store::{Blobs, Env, demo};

pub use store::native::block_on;

fn random(buffer: &mut [u8]) {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    for chunk in buffer.chunks_mut(8) {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for (place, byte) in chunk.iter_mut().zip(number.to_le_bytes()) {
            *place = byte;
        }
    }
}

/// A migrated database with units and accounts.
pub struct Place {
    pub db: NativeDatabase,
    pub blobs: NativeBlobs,
    pub env: Env,
    _directory: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let db = NativeDatabase::in_directory(directory.path()).unwrap();
        let env = Env { now: from_local(date(2026, 10, 19).at(8, 0, 0, 0)), random };
        let blobs = block_on(async {
            store::migrate::migrate(&db).await.unwrap();
            demo::units(&db).await.unwrap();
            demo::people(&db, &env, None).await.unwrap();
            NativeBlobs::in_directory(directory.path()).await.unwrap()
        });
        Self { db, blobs, env, _directory: directory }
    }

    pub fn desk(&self, account: &str) -> Desk {
        let actor = block_on(demo::actor(&self.db, account)).unwrap();
        Desk { database: Arc::new(self.db.clone()), blobs: Arc::new(self.blobs.clone()), env: self.env, actor }
    }

    /// Posts a file as the page does; answers where it leads, or the failure.
    pub fn post(&self, account: &str, name: &str, content: &[u8]) -> Result<String, Failure> {
        let disposition = format!("name=\"file\"; filename=\"{name}\"");
        let form = upload::tests::form(&[(&disposition, content)]);
        let mut body = Some(Full::new(Bytes::from(form)));
        let answer = block_on(imports::take(&self.desk(account), &upload::tests::head(), &mut body))?;
        Ok(answer.headers()[LOCATION].to_str().unwrap().to_owned())
    }

    /// The import a posted file became.
    pub fn taken(&self, account: &str, name: &str, content: &[u8]) -> ImportId {
        let location = self.post(account, name, content).unwrap();
        ImportId(location.rsplit('/').next().unwrap().parse().unwrap_or_else(|_| panic!("{location}")))
    }

    /// Why a posted file was refused.
    pub fn refused(&self, account: &str, name: &str, content: &[u8]) -> RefusedFile {
        let location = self.post(account, name, content).unwrap();
        let id = location.split_once("?tep=").unwrap_or_else(|| panic!("{location}")).1;
        let desk = self.desk(account);
        let draft = block_on(store::drafts::load(&self.db, &self.env, desk.actor.id(), id)).unwrap().unwrap();
        serde_json::from_str(&draft.body).unwrap()
    }

    /// Checks and writes everything of an import as it was guessed.
    pub fn applied(&self, account: &str, id: ImportId) {
        let actor = self.desk(account).actor;
        block_on(async {
            let batch = store::imports::batch(&self.db, &actor, id).await.unwrap();
            store::imports::settle(&self.db, &self.env, &actor, id, batch.version, &batch.settings).await.unwrap();
            while !store::imports::check(&self.db, &self.env, &actor, id, 9).await.unwrap().finished {}
            while !store::imports::apply(&self.db, &self.env, &actor, id, 9).await.unwrap().finished {}
        });
    }

    /// Fetches a list.
    pub fn list(&self, account: &str, address: &str) -> Result<Vec<u8>, Failure> {
        let head = http::Request::get(format!("/trao-doi/xuat/{address}")).body(()).unwrap().into_parts().0;
        let name = address.split('?').next().unwrap();
        block_on(lists::answer(&self.desk(account), name, &head)).map(content)
    }

    /// How many values are kept.
    pub fn files(&self) -> usize {
        block_on(self.blobs.keys()).unwrap().len()
    }
}

/// The whole body of an answer.
pub fn content(answer: Response<Body>) -> Vec<u8> {
    block_on(answer.into_body().collect()).unwrap().to_bytes().to_vec()
}
