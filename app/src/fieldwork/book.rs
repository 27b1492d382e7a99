//! What a device holds, as plain values: the kit, what waits, and a case as it stands after both.
//!
//! Pure, so that it is tested where there is no browser. Must not know how anything is kept or sent.

use crate::forms::Fields;
use crate::law::Law;
use domain::authority::Actor;
use domain::calendar::{WorkCalendar, to_local};
use domain::case::{CaseFile, CaseId, Command, Context, Event, PaperNumber, Refusal, required_series};
use domain::catalogue::Catalogue;
use domain::fieldwork::{
    Block, CommandKey, DeviceId, DraftAnswer, Entry, FieldConflict, Kit, KitCase, KitPlace, Outbox, Outcome,
    PhotoAsked, Queued, Reason, Standing, TakenNumber, Wish, carry_out, draft_number, sha256,
};
use domain::unit::UnitSnapshot;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Numbers of each record of the main line that a device wants to hold.
const WANTED: u32 = 5;

/// How far the device's clock may be off before it is told, in seconds.
pub const CLOCK_SLACK: i64 = 120;

/// Hours after which unsent work that nobody has backed up is told of.
pub const UNSAFE_HOURS: i64 = 24;

/// What a kit says besides its cases.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Head {
    /// When the server put it together, or last renewed it.
    pub made_at: Timestamp,
    pub expires_at: Timestamp,
    pub actor: Actor,
    pub unit_name: String,
    pub catalogue: Option<Catalogue>,
    pub calendar: Option<WorkCalendar>,
    pub cursor: i64,
    /// Whether its last page has arrived.
    pub whole: bool,
}

impl Head {
    /// The law in use.
    pub fn law(&self) -> Law {
        let catalogue = self.catalogue.as_ref().unwrap_or_else(|| Catalogue::embedded());
        let calendar = self.calendar.as_ref().unwrap_or_else(|| WorkCalendar::embedded());
        Law::new(catalogue, calendar)
    }
}

/// The kit on the device.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bag {
    pub head: Option<Head>,
    pub cases: BTreeMap<CaseId, KitCase>,
    pub places: Vec<KitPlace>,
    pub blocks: Vec<Block>,
}

/// What one page of a kit has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    pub cases: Vec<CaseId>,
    pub gone: Vec<CaseId>,
    pub places: bool,
}

impl Bag {
    /// Takes one page in.
    pub fn take(&mut self, page: Kit) -> Changed {
        let Kit { now, expires_at, actor, unit_name, catalogue, calendar, cases, cursor, more, gone, places, blocks } =
            page;
        let mut changed = Changed { gone, places: places.is_some(), ..Changed::default() };
        for case in cases {
            changed.cases.push(case.case.id);
            self.cases.insert(case.case.id, case);
        }
        for id in &changed.gone {
            self.cases.remove(id);
        }
        if let Some(places) = places {
            self.places = places;
        }
        if !more {
            self.blocks = blocks;
        }
        self.head =
            Some(Head { made_at: now, expires_at, actor, unit_name, catalogue, calendar, cursor, whole: !more });
        changed
    }

    /// Whether it is too old to be worked with.
    pub fn expired(&self, now: Timestamp) -> bool {
        self.head.as_ref().is_some_and(|head| head.expires_at <= now)
    }

    /// A case as it stands after what this device did to it, with the head of its papers.
    pub fn case_now(&self, outbox: &Outbox, id: CaseId) -> Option<Standpoint> {
        self.case_after(outbox, id, None)
    }

    /// The same, up to and with one command: so the paper it made is printed.
    fn case_after(&self, outbox: &Outbox, id: CaseId, last: Option<CommandKey>) -> Option<Standpoint> {
        let head = self.head.as_ref()?;
        let kept = self.cases.get(&id)?;
        let law = head.law();
        let mut case = kept.case.clone();
        let mut filed = Vec::new();
        for (place, entry) in outbox.entries.iter().enumerate() {
            let queued = &entry.queued;
            let settled = match &entry.outcome {
                Some(Outcome::Accepted { done } | Outcome::Already { done }) => Some(done),
                _ => None,
            };
            // What the kit shows already is not done once more.
            let shown = settled.is_some_and(|done| done.version <= kept.case.version);
            let counts = matches!(entry.standing(), Standing::Unsent | Standing::Waits | Standing::Done);
            if queued.case != id || shown || !counts {
                continue;
            }
            let number = self.number_of(entry, place, &head.actor, &case);
            let context = Context {
                actor: &head.actor,
                now: queued.filed_at,
                issuer: &kept.issuer,
                catalogue: law.catalogue(),
                calendar: law.calendar(),
                number: number.as_ref(),
            };
            // What no longer fits what the server has is told by the server; here it is left out.
            if let Ok((after, _)) = carry_out(&case, queued, &context) {
                case = after;
                filed.push(queued.key);
            }
            if last == Some(queued.key) {
                break;
            }
        }
        Some(Standpoint { case, issuer: kept.issuer.clone(), reason: kept.reason, filed })
    }

    /// The case right after a command of this device, for its paper; nothing where the command does not show in it.
    pub fn case_of(&self, outbox: &Outbox, key: CommandKey) -> Option<Standpoint> {
        let entry = outbox.get(key)?;
        let found = self.case_after(outbox, entry.queued.case, Some(key))?;
        found.filed.contains(&key).then_some(found)
    }

    /// The number a command of this device stands under: the server's, the reserved one, or a draft's.
    pub fn number_of(&self, entry: &Entry, place: usize, actor: &Actor, case: &CaseFile) -> Option<PaperNumber> {
        let queued = &entry.queued;
        let settled = entry.outcome.as_ref().and_then(Outcome::done).and_then(|done| done.number.clone());
        if let Some(text) = settled {
            return Some(PaperNumber { serial: 0, text });
        }
        if let Some(number) = queued.number.and_then(|taken| self.reserved(taken)) {
            return Some(number);
        }
        let year = to_local(queued.filed_at).date().year();
        let series = required_series(actor, case, &queued.command, year)?;
        let count = u32::try_from(place.saturating_add(1)).unwrap_or(u32::MAX);
        Some(draft_number(count, &series.symbol))
    }

    /// A number of a block, as printed.
    pub fn reserved(&self, taken: TakenNumber) -> Option<PaperNumber> {
        self.blocks.iter().find(|block| block.id == taken.block).map(|block| block.number(taken.serial))
    }

    /// The next free number for a paper, from the blocks of the device.
    fn next_number(&self, outbox: &Outbox, case: &CaseFile, command: &Command, now: Timestamp) -> Option<TakenNumber> {
        let head = self.head.as_ref()?;
        let series = required_series(&head.actor, case, command, to_local(now).date().year())?;
        let used = outbox.taken();
        self.blocks.iter().filter(|block| block.series == series).find_map(|block| {
            let serial = block.free(&used).next()?;
            Some(TakenNumber { block: block.id, serial })
        })
    }

    /// The numbers that are free, block by block.
    pub fn free_numbers(&self, outbox: &Outbox) -> Vec<(&Block, Vec<u32>)> {
        let used = outbox.taken();
        let free = self.blocks.iter().map(|block| (block, block.free(&used).collect::<Vec<_>>()));
        free.filter(|(_, free)| !free.is_empty()).collect()
    }

    /// What the device wants to hold when it leaves: numbers of both records of the main line.
    pub fn wishes() -> Vec<Wish> {
        use domain::case::PaperKind::{InspectionRecord, ViolationRecord};
        let wish = |kind: domain::case::PaperKind| Wish { symbol: kind.symbol().to_owned(), count: WANTED };
        [InspectionRecord, ViolationRecord].map(wish).to_vec()
    }
}

/// A case as it stands on the device.
#[derive(Debug, Clone, PartialEq)]
pub struct Standpoint {
    pub case: CaseFile,
    pub issuer: UnitSnapshot,
    pub reason: Reason,
    /// Commands of this device that show in it and not in the kit.
    pub filed: Vec<CommandKey>,
}

/// What the officer asks for: a step of a case, as it was typed.
pub struct Asked<'a> {
    pub case: CaseId,
    pub step: &'a str,
    pub typed: &'a Fields,
    pub command: Command,
    /// The open command it is filed again for.
    pub replaces: Option<CommandKey>,
}

/// What would be filed, before the officer has looked at it once more.
#[derive(Debug, Clone, PartialEq)]
pub struct Prepared {
    pub queued: Queued,
    pub after: CaseFile,
    pub event: Event,
    /// As it will stand on the paper; nothing for a step without one.
    pub number: Option<PaperNumber>,
}

/// Prepares a command: what it follows, its number, and the law's word on it.
///
/// # Errors
/// Why the case refuses it; the case is not on the device any more.
pub fn prepare(
    bag: &Bag,
    outbox: &Outbox,
    asked: Asked<'_>,
    key: CommandKey,
    now: Timestamp,
) -> Result<Prepared, Refusal> {
    let head = bag.head.as_ref().ok_or(Refusal::Hidden)?;
    let stand = bag.case_now(outbox, asked.case).ok_or(Refusal::Hidden)?;
    let replaced = asked.replaces.and_then(|old| outbox.get(old)).map(|entry| &entry.queued);
    // A paper that was printed and signed under a number keeps it when it is filed again.
    let number = match replaced.and_then(|old| old.number) {
        Some(number) => Some(number),
        None => bag.next_number(outbox, &stand.case, &asked.command, now),
    };
    let waits = outbox.entries.iter().rev().find(|entry| {
        entry.queued.case == asked.case
            && matches!(entry.standing(), Standing::Unsent | Standing::Waits)
            && stand.filed.contains(&entry.queued.key)
    });
    let typed = asked.typed.iter().filter(|(name, _)| !HIDDEN.contains(name));
    let queued = Queued {
        key,
        case: asked.case,
        seen: stand.case.version,
        after: waits.map(|entry| entry.queued.key),
        replaces: asked.replaces,
        filed_at: now,
        number,
        step: asked.step.to_owned(),
        typed: typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        command: asked.command,
    };
    let entry = Entry { queued, outcome: None };
    let number = bag.number_of(&entry, outbox.entries.len(), &head.actor, &stand.case);
    let law = head.law();
    let context = Context {
        actor: &head.actor,
        now,
        issuer: &stand.issuer,
        catalogue: law.catalogue(),
        calendar: law.calendar(),
        number: number.as_ref(),
    };
    let (after, event) = carry_out(&stand.case, &entry.queued, &context)?;
    Ok(Prepared { queued: entry.queued, after, event, number })
}

/// Fields of a form that say where it goes, not what was typed.
pub const HIDDEN: [&str; 4] = ["case", "version", "step", "again"];

/// A form that is not filed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub case: CaseId,
    pub step: String,
    /// What was typed.
    pub fields: BTreeMap<String, String>,
    pub saved_at: Timestamp,
    /// The open command it is filed again for.
    #[serde(default)]
    pub replaces: Option<CommandKey>,
    /// Version of the draft that the server has, and its fields; 0 for none.
    #[serde(default)]
    pub seen: u32,
    #[serde(default)]
    pub base: BTreeMap<String, String>,
    /// Whether it was changed since the server has seen it.
    #[serde(default)]
    pub changed: bool,
    /// Fields that were changed on another device too.
    #[serde(default)]
    pub conflicts: Vec<FieldConflict>,
}

impl Sheet {
    /// Key it is kept under: one of its case and step, which says neither.
    pub fn key(case: CaseId, step: &str) -> String {
        let digest = sha256(step.as_bytes());
        let of_step = digest.get(..32).and_then(|half| u128::from_str_radix(half, 16).ok()).unwrap_or_default();
        Uuid::from_u128(case.0.as_u128() ^ of_step).to_string()
    }

    /// One in which nothing was typed yet, and of which the server knows nothing.
    pub fn begun(case: CaseId, step: &str, replaces: Option<CommandKey>, now: Timestamp) -> Self {
        Self {
            case,
            step: step.to_owned(),
            fields: BTreeMap::new(),
            saved_at: now,
            replaces,
            seen: 0,
            base: BTreeMap::new(),
            changed: false,
            conflicts: Vec::new(),
        }
    }

    /// What was typed, for the form.
    pub fn typed(&self) -> Fields {
        self.fields.iter().map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Takes in what the server made of the fields that were sent; what was typed while they were on their way goes on from that.
    pub fn take_in(&mut self, sent: &BTreeMap<String, String>, answer: DraftAnswer) {
        let DraftAnswer { version, fields: theirs, conflicts } = answer;
        let mut fields = theirs.clone();
        fields.extend(conflicts.iter().map(|field| (field.field.clone(), field.mine.clone())));
        carry(sent, &self.fields, &mut fields);
        let mine = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let open = |field: FieldConflict| FieldConflict { mine: mine(&field.field), ..field };
        self.conflicts = conflicts.into_iter().map(open).filter(|field| field.mine != field.theirs).collect();
        self.changed = fields != theirs;
        self.seen = version;
        self.base = theirs;
        self.fields = fields;
    }
}

/// Does to some fields what was done from one state of a form to another, and leaves the others as they are.
pub fn carry(from: &BTreeMap<String, String>, to: &BTreeMap<String, String>, fields: &mut BTreeMap<String, String>) {
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    for name in names.into_iter().filter(|name| from.get(*name) != to.get(*name)) {
        match to.get(name) {
            Some(value) => drop(fields.insert(name.clone(), value.clone())),
            None => drop(fields.remove(name)),
        }
    }
}

/// What was typed in a form, without what says where it goes and without empty answers.
pub fn answers_of(fields: &Fields) -> BTreeMap<String, String> {
    let typed = fields.iter().filter(|(name, value)| !HIDDEN.contains(name) && !value.trim().is_empty());
    typed.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// A photo on the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    pub key: CommandKey,
    pub asked: PhotoAsked,
    pub taken_at: Timestamp,
    /// Bytes the server has.
    #[serde(default)]
    pub received: u64,
    #[serde(default)]
    pub end: Option<PhotoEnd>,
}

/// What became of a photo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PhotoEnd {
    Attached { seq: u32 },
    Refused { message: String },
}

impl Photo {
    /// Key of its bytes: the photo's own, marked as another kind (version 8 of RFC 9562 in place of 7).
    pub fn bytes_key(key: CommandKey) -> Uuid {
        Uuid::from_u128(key.0.as_u128() ^ (0xf << 76))
    }

    /// Whether it still has to be sent.
    pub const fn waits(&self) -> bool {
        self.end.is_none()
    }

    /// Whether it can be sent now: a photo of the scene at once, one that belongs to a record after that is in the case.
    pub fn is_due(&self, outbox: &Outbox) -> bool {
        let alone = matches!(self.asked.kind, domain::case::AttachmentKind::Scene);
        self.waits() && (alone || outbox.last_of(self.asked.case).is_none())
    }
}

/// What the application remembers of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    pub device: DeviceId,
    pub device_name: String,
    /// Milliseconds by which the server's clock is ahead of the device's.
    #[serde(default)]
    pub ahead: i64,
    #[serde(default)]
    pub sent_at: Option<Timestamp>,
    #[serde(default)]
    pub backup_at: Option<Timestamp>,
    /// The device was taken out of use.
    #[serde(default)]
    pub revoked: bool,
}

/// How much waits, in words: `3 biên bản, 2 ảnh chưa gửi`, and how many photos the system refused; nothing where all is sent.
pub fn waiting_words(outbox: &Outbox, photos: &[Photo]) -> Option<String> {
    let records = outbox.unsent();
    let pictures = photos.iter().filter(|photo| photo.waits()).count();
    let mut parts = Vec::new();
    if records > 0 {
        parts.push(format!("{records} biên bản"));
    }
    if pictures > 0 {
        parts.push(format!("{pictures} ảnh"));
    }
    let refused = photos.iter().filter(|photo| matches!(photo.end, Some(PhotoEnd::Refused { .. }))).count();
    let waiting = (!parts.is_empty()).then(|| format!("{} chưa gửi", parts.join(", ")));
    let refused = (refused > 0).then(|| format!("{refused} ảnh không đính kèm được"));
    let words: Vec<String> = waiting.into_iter().chain(refused).collect();
    (!words.is_empty()).then(|| words.join(", "))
}

/// When the oldest work that waits was done.
pub fn oldest_waiting(outbox: &Outbox, photos: &[Photo]) -> Option<Timestamp> {
    let records = outbox.entries.iter().filter(|entry| entry.is_live()).map(|entry| entry.queued.filed_at);
    records.chain(photos.iter().filter(|photo| photo.waits()).map(|photo| photo.taken_at)).min()
}

/// Whether work waits for so long that it should be backed up: its age in hours.
pub fn unsafe_hours(outbox: &Outbox, photos: &[Photo], memory: &Memory, now: Timestamp) -> Option<i64> {
    let oldest = oldest_waiting(outbox, photos)?;
    let hours = (now.as_second() - oldest.as_second()) / 3600;
    let saved = memory.backup_at.is_some_and(|at| newest_waiting(outbox, photos).is_some_and(|newest| at >= newest));
    (hours >= UNSAFE_HOURS && !saved).then_some(hours)
}

/// When the newest work that waits was done.
pub fn newest_waiting(outbox: &Outbox, photos: &[Photo]) -> Option<Timestamp> {
    let records = outbox.entries.iter().filter(|entry| entry.is_live()).map(|entry| entry.queued.filed_at);
    records.chain(photos.iter().filter(|photo| photo.waits()).map(|photo| photo.taken_at)).max()
}

/// A moment as an officer says it: the hour today, with the day before that.
pub fn when(at: Timestamp, now: Timestamp) -> String {
    let (at, now) = (to_local(at), to_local(now));
    let hour = format!("{:02}:{:02}", at.hour(), at.minute());
    if at.date() == now.date() {
        format!("{hour} hôm nay")
    } else {
        format!("{hour} ngày {:02}/{:02}", at.day(), at.month())
    }
}

/// Establishments whose name, owner or address holds all words that are looked for, marks left aside.
pub fn found<'a>(places: &'a [KitPlace], looked_for: &str) -> Vec<&'a KitPlace> {
    let words: Vec<String> = domain::text::fold(looked_for).split_whitespace().map(str::to_owned).collect();
    let holds = |place: &&KitPlace| {
        let text = domain::text::fold(&format!("{} {} {} {}", place.name, place.party, place.address, place.business));
        words.iter().all(|word| text.contains(word.as_str()))
    };
    places.iter().filter(holds).collect()
}

/// The numbers a device holds and has not used, to be given back.
pub fn unused(bag: &Bag, outbox: &Outbox) -> Vec<TakenNumber> {
    let free = bag.free_numbers(outbox);
    let numbers: BTreeSet<TakenNumber> = free
        .into_iter()
        .flat_map(|(block, free)| free.into_iter().map(|serial| TakenNumber { block: block.id, serial }))
        .collect();
    numbers.into_iter().collect()
}
