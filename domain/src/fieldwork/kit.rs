//! What a device takes out: as little as the work needs.

use super::{Block, DeviceId, Wish};
use crate::authority::Actor;
use crate::calendar::WorkCalendar;
use crate::case::{CaseFile, CaseId};
use crate::catalogue::Catalogue;
use crate::party::EstablishmentId;
use crate::unit::UnitSnapshot;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Hours after which a kit that was not renewed opens no case any more. Three days: a weekend and a market day.
pub const KIT_HOURS: i64 = 72;

/// Cases of one kit at most.
pub const MAX_CASES: usize = 60;

/// Cases of one answer: small enough to get through a bad network.
pub const PAGE: usize = 8;

/// `POST /dong-bo/goi`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitAsked {
    pub device: DeviceId,
    /// What the officer calls the device, e.g. `Điện thoại Android`; for the list from which it can be revoked.
    pub name: String,
    /// Position up to which the device knows the cases; 0 for a new kit.
    pub cursor: i64,
    /// The cases it has, so that those that are no longer its business go.
    #[serde(default)]
    pub have: Vec<CaseId>,
    /// Numbers to hold when it leaves; nothing leaves the blocks as they are.
    #[serde(default)]
    pub numbers: Vec<Wish>,
}

/// Why a case is in the kit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Its inspection is decided and not recorded yet, and he is of the inspection team.
    Inspection,
    /// He carries it.
    Carried,
}

/// A case to take out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KitCase {
    pub case: CaseFile,
    /// Head of the papers of its unit.
    pub issuer: UnitSnapshot,
    pub reason: Reason,
}

/// An establishment of the officer's areas: where it is and when it was last seen to, without phones and papers of persons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KitPlace {
    pub id: EstablishmentId,
    pub name: String,
    /// Whose it is.
    pub party: String,
    pub address: String,
    pub business: String,
    /// Latitude and longitude in degrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinates: Option<(f64, f64)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inspected_on: Option<Date>,
}

/// The answer: the whole, or one page of what changed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kit {
    /// The server's clock; the device sets its own right by it.
    pub now: Timestamp,
    pub expires_at: Timestamp,
    /// Who works with it, as the law of the case asks.
    pub actor: Actor,
    pub unit_name: String,
    /// The law in use, where it is not the one the application ships.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalogue: Option<Catalogue>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<WorkCalendar>,
    /// Cases that changed behind the cursor, the earliest change first; at most [`PAGE`].
    pub cases: Vec<KitCase>,
    /// Position up to which this answer tells.
    pub cursor: i64,
    /// Whether there is more behind it: ask again from `cursor`.
    pub more: bool,
    /// Cases the device has and no longer needs. Told with the last page.
    pub gone: Vec<CaseId>,
    /// Establishments of the officer's areas. With the last page; `None` while there is more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub places: Option<Vec<KitPlace>>,
    /// Numbers the device holds. With the last page.
    pub blocks: Vec<Block>,
}
