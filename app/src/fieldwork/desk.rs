//! What every screen of the application shares: what is on the device, read into this page, and the changes that are written through.
//!
//! Each change is kept in the vault first and shown after that: what a screen says is there, is there. Must not know any screen.

use super::book::{Bag, Changed, Memory, Photo, Sheet};
use crate::browser::vault::{self, Room, Vault, VaultError, Write};
use crate::browser::{new_id, now, page};
use domain::authority::Actor;
use domain::case::CaseId;
use domain::fieldwork::{Block, CommandKey, DeviceId, Entry, Kit, KitCase, KitPlace, Outbox, Outcome, Reply};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Keys of the rooms; what belongs to one case, command or photo is kept under its identifier.
const HEAD: &str = "head";
const PLACES: &str = "places";
const BLOCKS: &str = "blocks";
const MEMORY: &str = "memory";

/// Name under which one tab changes forms at a time.
const SHEETS: &str = "ins-ban-nhap";

/// How far the application is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Reading what is on the device.
    Opening,
    /// Nothing is on the device.
    Fresh,
    /// The PIN is asked.
    Locked { owner: String, wait: u32 },
    /// At work.
    Open,
    /// This browser cannot, and why.
    Unable(String),
}

/// What the synchronisation does now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Progress {
    #[default]
    Idle,
    /// In words: `Đang gửi 3 biên bản`.
    Running(String),
    /// It did not get through: why, and whether signing in helps.
    Stopped { message: String, sign_in: bool },
}

/// A message that the next screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub good: bool,
    pub title: String,
    pub text: String,
    /// Whether it was shown on a screen already: the next one is without it.
    pub shown: bool,
}

/// Everything the screens share.
#[derive(Clone, Copy)]
pub struct Desk {
    pub phase: RwSignal<Phase>,
    pub bag: RwSignal<Bag>,
    pub outbox: RwSignal<Outbox>,
    pub photos: RwSignal<Vec<Photo>>,
    pub sheets: RwSignal<BTreeMap<String, Sheet>>,
    pub memory: RwSignal<Option<Memory>>,
    pub progress: RwSignal<Progress>,
    /// What happened while the synchronisation ran.
    pub again: RwSignal<Again>,
    pub online: RwSignal<bool>,
    /// Moves on every so often, so that ages on the screen do.
    pub clock: RwSignal<Timestamp>,
    pub screen: RwSignal<String>,
    pub told: RwSignal<Option<Told>>,
    /// Records that could not be read, with the reason.
    pub damaged: RwSignal<Vec<String>>,
    /// Whether the browser keeps the vault through disuse and want of room; nothing until it was asked.
    pub lasting: RwSignal<Option<bool>>,
    /// Bytes used.
    pub used: RwSignal<Option<u64>>,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Opening),
            bag: RwSignal::new(Bag::default()),
            outbox: RwSignal::new(Outbox::default()),
            photos: RwSignal::new(Vec::new()),
            sheets: RwSignal::new(BTreeMap::new()),
            memory: RwSignal::new(None),
            progress: RwSignal::new(Progress::Idle),
            again: RwSignal::new(Again::No),
            online: RwSignal::new(true),
            clock: RwSignal::new(now()),
            screen: RwSignal::new(page::screen()),
            told: RwSignal::new(None),
            damaged: RwSignal::new(Vec::new()),
            lasting: RwSignal::new(None),
            used: RwSignal::new(None),
        }
    }

    /// Now, by the device's clock set right by the server's.
    pub fn now(self) -> Timestamp {
        let ahead = self.memory.with_untracked(|memory| memory.as_ref().map_or(0, |memory| memory.ahead));
        now().checked_add(SignedDuration::from_millis(ahead)).unwrap_or_else(|_| now())
    }

    /// Who works with the kit.
    pub fn actor(self) -> Option<Actor> {
        self.bag.with_untracked(|bag| bag.head.as_ref().map(|head| head.actor.clone()))
    }

    /// Goes to a screen.
    pub fn go(self, screen: &str) {
        page::go(screen, false);
    }

    /// Says something on the next screen.
    pub fn tell(self, good: bool, title: impl Into<String>, text: impl Into<String>) {
        self.told.set(Some(Told { good, title: title.into(), text: text.into(), shown: false }));
    }

    /// Says what went wrong with the vault.
    pub fn trouble(self, error: &VaultError) {
        self.tell(false, "Chưa lưu được trên máy", error.message());
    }

    /// Looks what is on the device.
    pub async fn look(self) {
        let phase = match vault::standing().await {
            Ok(vault::Standing::None) => Phase::Fresh,
            Ok(vault::Standing::Locked { owner, wait_seconds, .. }) => Phase::Locked { owner, wait: wait_seconds },
            Ok(vault::Standing::Open) => Phase::Open,
            Err(error) => Phase::Unable(error.message()),
        };
        self.phase.set(phase);
    }

    /// Reads everything into the page: after the PIN, and when another tab has changed something.
    ///
    /// # Errors
    /// Of the vault as a whole; a record that cannot be read alone is named on the screen.
    pub async fn read(self) -> Result<(), VaultError> {
        let Some(vault) = vault::current() else { return Err(VaultError::Closed) };
        let mut damaged = Vec::new();
        let mut bag = Bag { head: kept(vault.get(Room::Kit, HEAD).await, &mut damaged)?, ..Bag::default() };
        bag.places = kept(vault.get(Room::Kit, PLACES).await, &mut damaged)?.unwrap_or_default();
        bag.blocks = kept(vault.get(Room::Kit, BLOCKS).await, &mut damaged)?.unwrap_or_default();
        for key in vault.keys(Room::Kit).await?.iter().filter(|key| ![HEAD, PLACES, BLOCKS].contains(&key.as_str())) {
            if let Some(case) = kept(vault.get::<KitCase>(Room::Kit, key).await, &mut damaged)? {
                bag.cases.insert(case.case.id, case);
            }
        }
        let mut outbox = Outbox::default();
        for key in vault.keys(Room::Outbox).await? {
            outbox.entries.extend(kept(vault.get::<Entry>(Room::Outbox, &key).await, &mut damaged)?);
        }
        // Keys count up with time; a file that was restored may hold older ones.
        outbox.entries.sort_by_key(|entry| (entry.queued.filed_at, entry.queued.key));
        let mut photos = Vec::new();
        for key in vault.keys(Room::Photos).await?.iter().filter(|key| !holds_bytes(key)) {
            photos.extend(kept(vault.get::<Photo>(Room::Photos, key).await, &mut damaged)?);
        }
        let mut sheets = BTreeMap::new();
        for key in vault.keys(Room::Drafts).await? {
            if let Some(sheet) = kept(vault.get::<Sheet>(Room::Drafts, &key).await, &mut damaged)? {
                sheets.insert(key, sheet);
            }
        }
        let memory = kept(vault.get(Room::Meta, MEMORY).await, &mut damaged)?;
        self.memory.set(memory);
        self.clock.set(self.now());
        self.bag.set(bag);
        self.outbox.set(outbox);
        self.photos.set(photos);
        self.sheets.set(sheets);
        self.damaged.set(damaged);
        self.used.set(vault.size().await.map(|(used, _)| used));
        self.let_go_of_old().await
    }

    /// Empties a kit that is too old, or whose device is out of use; what waits stays.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn let_go_of_old(self) -> Result<(), VaultError> {
        let now = self.now();
        let revoked = self.memory.with_untracked(|memory| memory.as_ref().is_some_and(|memory| memory.revoked));
        let old = self.bag.with_untracked(|bag| bag.expired(now));
        if (old || revoked) && self.bag.with_untracked(|bag| bag.head.is_some()) {
            self.vault()?.empty_kit().await?;
            self.bag.set(Bag::default());
            if old && !revoked {
                self.tell(
                    false,
                    "Gói hồ sơ đã hết hạn",
                    "Hồ sơ, cơ sở và số dự trữ đã được xóa khỏi máy. Biên bản và ảnh chưa gửi vẫn còn nguyên. Có mạng thì bấm “Cập nhật gói”.",
                );
            }
        }
        Ok(())
    }

    fn vault(self) -> Result<Vault, VaultError> {
        vault::current().ok_or(VaultError::Closed)
    }

    /// Makes the vault of this device with the first page of a kit.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn begin(self, pin: &str, memory: Memory, page: Kit) -> Result<(), VaultError> {
        let officer = &page.actor.officer;
        vault::create(&format!("{} ({})", officer.full_name, officer.id.0), pin).await?;
        self.remember(memory).await?;
        self.pack(page).await?;
        page::tell_others("changed");
        self.ask_to_last();
        self.phase.set(Phase::Open);
        Ok(())
    }

    /// Asks the browser to keep what is on the device. Some ask the officer in turn, and nothing waits for his answer.
    pub fn ask_to_last(self) {
        leptos::task::spawn_local(async move {
            let lasting = vault::persist().await;
            self.lasting.try_set(Some(lasting));
        });
    }

    /// Takes a page of the kit in.
    ///
    /// # Errors
    /// As the vault says; the kit on the device is as it was.
    pub async fn pack(self, page: Kit) -> Result<(), VaultError> {
        let vault = self.vault()?;
        let mut bag = self.bag.get_untracked();
        let Changed { cases, gone, places } = bag.take(page);
        let mut writes = vec![Write::json(Room::Kit, HEAD, &bag.head)?, Write::json(Room::Kit, BLOCKS, &bag.blocks)?];
        for id in cases {
            if let Some(case) = bag.cases.get(&id) {
                writes.push(Write::json(Room::Kit, &case_key(id), case)?);
            }
        }
        writes.extend(gone.into_iter().map(|id| Write::remove(Room::Kit, &case_key(id))));
        if places {
            writes.push(Write::json(Room::Kit, PLACES, &bag.places)?);
        }
        vault.put_all(writes).await?;
        self.bag.set(bag);
        Ok(())
    }

    /// Numbers the device holds now.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn hold(self, blocks: Vec<Block>) -> Result<(), VaultError> {
        self.vault()?.put(Room::Kit, BLOCKS, &blocks).await?;
        self.bag.update(|bag| bag.blocks = blocks);
        Ok(())
    }

    /// Keeps what the application remembers of itself.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn remember(self, memory: Memory) -> Result<(), VaultError> {
        self.vault()?.put(Room::Meta, MEMORY, &memory).await?;
        self.memory.set(Some(memory));
        Ok(())
    }

    /// Changes what the application remembers of itself.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn recall(self, change: impl FnOnce(&mut Memory)) -> Result<(), VaultError> {
        let Some(mut memory) = self.memory.get_untracked() else { return Ok(()) };
        let before = memory.clone();
        change(&mut memory);
        if memory == before { Ok(()) } else { self.remember(memory).await }
    }

    /// Files a command: it waits from now on, and the form it was written in goes, in one transaction.
    ///
    /// # Errors
    /// As the vault says: nothing was filed, and the form is as it was.
    pub async fn file(self, entry: Entry, sheet: Option<String>) -> Result<(), VaultError> {
        in_turn_of_sheets(async move { self.file_now(entry, sheet).await }).await
    }

    async fn file_now(self, entry: Entry, sheet: Option<String>) -> Result<(), VaultError> {
        if let Some(key) = &sheet {
            self.sheet(key).await?;
        }
        let vault = self.vault()?;
        let mut outbox = self.outbox.get_untracked();
        let (key, replaces) = (entry.queued.key, entry.queued.replaces);
        let mut writes = vec![Write::json(Room::Outbox, &key.to_string(), &entry)?];
        outbox.file(entry.queued);
        if let Some(old) = replaces {
            outbox.decide(old, Outcome::Replaced { by: key });
            writes.extend(entry_of(&outbox, old)?);
        }
        let mut sheets = self.sheets.get_untracked();
        if let Some(key) = &sheet {
            match sheets.get_mut(key) {
                // The server has a draft: it is taken away there with the next contact.
                Some(sheet) if sheet.seen > 0 => {
                    sheet.fields.clear();
                    sheet.changed = true;
                    writes.push(Write::json(Room::Drafts, key, sheet)?);
                }
                _ => {
                    sheets.remove(key);
                    writes.push(Write::remove(Room::Drafts, key));
                }
            }
        }
        vault.put_all(writes).await?;
        self.outbox.set(outbox);
        self.sheets.set(sheets);
        page::tell_others("changed");
        Ok(())
    }

    /// Takes the server's answer in.
    ///
    /// # Errors
    /// As the vault says: the same is sent and answered again later.
    pub async fn learn(self, reply: &Reply) -> Result<(), VaultError> {
        let mut outbox = self.outbox.get_untracked();
        outbox.learn(reply);
        let mut writes = Vec::new();
        for (key, _) in &reply.outcomes {
            writes.extend(entry_of(&outbox, *key)?);
        }
        self.vault()?.put_all(writes).await?;
        self.outbox.set(outbox);
        Ok(())
    }

    /// Lets go of commands that are in their cases since long.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn tidy(self, before: Timestamp) -> Result<(), VaultError> {
        let old = self.outbox.get_untracked();
        let mut outbox = old.clone();
        outbox.tidy(before);
        let gone = old.entries.iter().map(|entry| entry.queued.key).filter(|key| outbox.get(*key).is_none());
        let writes: Vec<_> = gone.map(|key| Write::remove(Room::Outbox, &key.to_string())).collect();
        if !writes.is_empty() {
            self.vault()?.put_all(writes).await?;
            self.outbox.set(outbox);
        }
        Ok(())
    }

    /// A form as it stands on the device now, whatever another tab has done; what this page knows of it is set right.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn sheet(self, key: &str) -> Result<Option<Sheet>, VaultError> {
        // One that cannot be read was named when everything was read, and is written anew.
        let found: Option<Sheet> = kept(self.vault()?.get(Room::Drafts, key).await, &mut Vec::new())?;
        if self.sheets.with_untracked(|sheets| sheets.get(key) != found.as_ref()) {
            self.sheets.update(|sheets| match &found {
                Some(sheet) => {
                    sheets.insert(key.to_owned(), sheet.clone());
                }
                None => {
                    sheets.remove(key);
                }
            });
        }
        Ok(found)
    }

    /// Keeps a form in place of what stood there.
    ///
    /// # Errors
    /// As the vault says: what was typed stands on the screen only.
    pub async fn keep(self, sheet: Sheet) -> Result<(), VaultError> {
        let key = Sheet::key(sheet.case, &sheet.step);
        self.change_sheet(&key, move |kept| *kept = Some(sheet)).await
    }

    /// Changes a form as it stands on the device, `None` where there is none; it is read, changed and kept before anybody else does
    /// that to a form, in this tab or another: what is typed and what comes from the server while it is typed are both there after it.
    ///
    /// # Errors
    /// As the vault says: the form on the device is as it was.
    pub async fn change_sheet<T: 'static>(
        self,
        key: &str,
        change: impl FnOnce(&mut Option<Sheet>) -> T + 'static,
    ) -> Result<T, VaultError> {
        let key = key.to_owned();
        in_turn_of_sheets(async move { self.change_sheet_now(&key, change).await }).await
    }

    async fn change_sheet_now<T>(
        self,
        key: &str,
        change: impl FnOnce(&mut Option<Sheet>) -> T,
    ) -> Result<T, VaultError> {
        let old = self.sheet(key).await?;
        let mut sheet = old.clone();
        let done = change(&mut sheet);
        if sheet == old {
            return Ok(done);
        }
        match &sheet {
            Some(sheet) => self.vault()?.put(Room::Drafts, key, sheet).await?,
            None => self.vault()?.remove(Room::Drafts, key).await?,
        }
        self.sheets.update(|sheets| {
            match sheet {
                Some(sheet) => sheets.insert(key.to_owned(), sheet),
                None => sheets.remove(key),
            };
        });
        Ok(done)
    }

    /// Keeps a photo with its bytes.
    ///
    /// # Errors
    /// As the vault says: the photo was not kept.
    pub async fn add_photo(self, photo: Photo, bytes: Vec<u8>) -> Result<(), VaultError> {
        let key = photo.key.to_string();
        let writes =
            vec![Write::json(Room::Photos, &key, &photo)?, Write::bytes(Room::Photos, &bytes_key(photo.key), bytes)];
        self.vault()?.put_all(writes).await?;
        self.photos.update(|photos| photos.push(photo));
        page::tell_others("changed");
        Ok(())
    }

    /// Keeps how far a photo is; the bytes of one that is in its case go.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn photo_is(self, photo: Photo) -> Result<(), VaultError> {
        let key = photo.key.to_string();
        let mut writes = vec![Write::json(Room::Photos, &key, &photo)?];
        if matches!(photo.end, Some(super::book::PhotoEnd::Attached { .. })) {
            writes.push(Write::remove(Room::Photos, &bytes_key(photo.key)));
        }
        self.vault()?.put_all(writes).await?;
        self.photos.update(|photos| {
            if let Some(own) = photos.iter_mut().find(|own| own.key == photo.key) {
                *own = photo;
            }
        });
        Ok(())
    }

    /// Takes photos away, with their bytes.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn drop_photo(self, key: CommandKey) -> Result<(), VaultError> {
        let name = key.to_string();
        let writes = vec![Write::remove(Room::Photos, &name), Write::remove(Room::Photos, &bytes_key(key))];
        self.vault()?.put_all(writes).await?;
        self.photos.update(|photos| photos.retain(|photo| photo.key != key));
        page::tell_others("changed");
        Ok(())
    }

    /// The bytes of a photo; nothing once it was sent.
    ///
    /// # Errors
    /// As the vault says.
    pub async fn bytes_of(self, key: CommandKey) -> Result<Option<Vec<u8>>, VaultError> {
        self.vault()?.bytes(Room::Photos, &bytes_key(key)).await
    }

    /// Has the synchronisation that runs go round once more.
    pub fn ask_again(self, why: Again) {
        self.again.update(|again| *again = why.max(*again));
    }

    /// Whether anything on the device was not sent.
    pub fn holds_work(self) -> bool {
        self.outbox.with_untracked(|outbox| outbox.unsent() > 0)
            || self.photos.with_untracked(|photos| photos.iter().any(Photo::waits))
    }
}

/// Whether a synchronisation goes round once more when it is through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Again {
    #[default]
    No,
    /// Something was filed here.
    Round,
    /// Another tab did something: what it kept is read first.
    Read,
}

/// Does something to forms that are not filed yet, before and after everybody else who does, in this tab or another.
async fn in_turn_of_sheets<T: 'static>(
    work: impl Future<Output = Result<T, VaultError>> + 'static,
) -> Result<T, VaultError> {
    let done = Rc::new(RefCell::new(None));
    let answer = Rc::clone(&done);
    page::in_turn(SHEETS, move |_| async move {
        let worked = work.await;
        answer.replace(Some(worked));
    })
    .await;
    // A turn that never came: the browser lets nobody have it.
    done.take().unwrap_or(Err(VaultError::Closed))
}

/// Where the bytes of a photo are kept.
fn bytes_key(key: CommandKey) -> String {
    Photo::bytes_key(key).to_string()
}

/// Whether a key of the room of photos is one of bytes.
fn holds_bytes(key: &str) -> bool {
    uuid::Uuid::try_parse(key).is_ok_and(|key| key.get_version_num() == 8)
}

fn case_key(id: CaseId) -> String {
    id.to_string()
}

fn entry_of(outbox: &Outbox, key: CommandKey) -> Result<Option<Write>, VaultError> {
    outbox.get(key).map(|entry| Write::json(Room::Outbox, &key.to_string(), entry)).transpose()
}

/// What a record holds; one that cannot be opened is named and left where it is.
fn kept<T>(found: Result<Option<T>, VaultError>, damaged: &mut Vec<String>) -> Result<Option<T>, VaultError> {
    match found {
        Err(error @ (VaultError::Tampered(_) | VaultError::Unreadable(_))) => {
            let message = error.message();
            if !damaged.contains(&message) {
                damaged.push(message);
            }
            Ok(None)
        }
        found => found,
    }
}

/// A new key for a command or a photo; nothing where the browser has no randomness.
pub fn new_key() -> Option<CommandKey> {
    new_id().map(CommandKey)
}

/// A new device, as the server will know it.
pub fn new_memory() -> Option<Memory> {
    Some(Memory {
        device: DeviceId(new_id()?),
        device_name: page::device_name(),
        ahead: 0,
        sent_at: None,
        backup_at: None,
        revoked: false,
    })
}

/// The establishments of the officer's areas that fit what is looked for.
pub fn places_like(desk: Desk, looked_for: &str) -> Vec<KitPlace> {
    desk.bag.with(|bag| super::book::found(&bag.places, looked_for).into_iter().cloned().collect())
}
