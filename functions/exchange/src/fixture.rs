//! Officers who post and fetch, over a database and a store of their own: for the tests of the route families.

use crate::routes::Desk;
use crate::{imports, lists};
use bytes::Bytes;
use domain::exchange::{ImportId, RefusedFile};
use front::Failure;
use front::fixture::{Ground, env, form, posted};
use http::header::LOCATION;
use http_body_util::Full;
use jiff::civil::date;
use std::sync::Arc;
use store::Env;
use store::native::{NativeBlobs, NativeDatabase};

pub use front::fixture::{block_on, content};

/// A migrated database with units and accounts.
pub struct Place {
    pub db: NativeDatabase,
    pub blobs: NativeBlobs,
    pub env: Env,
    ground: Ground,
}

impl Place {
    pub fn new() -> Self {
        let env = env(date(2026, 10, 19).at(8, 0, 0, 0));
        let ground = Ground::new(env);
        Self { db: ground.db.clone(), blobs: ground.blobs.clone(), env, ground }
    }

    pub fn desk(&self, account: &str) -> Desk {
        let actor = self.ground.actor(account);
        Desk { database: Arc::new(self.db.clone()), blobs: Arc::new(self.blobs.clone()), env: self.env, actor }
    }

    /// Posts a file as the page does; answers where it leads, or the failure.
    pub fn post(&self, account: &str, name: &str, content: &[u8]) -> Result<String, Failure> {
        let disposition = format!("name=\"file\"; filename=\"{name}\"");
        let mut body = Some(Full::new(Bytes::from(form(&[(&disposition, content)]))));
        let answer = block_on(imports::take(&self.desk(account), &posted("/trao-doi/nhap"), &mut body))?;
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
        self.ground.files()
    }
}
