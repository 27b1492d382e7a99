//! A report as an office makes it (lập báo cáo): drafted, checked, signed, sent up, received or returned (TT 55/2020/TT-BCT).
//!
//! Built as [`crate::plan`] is: [`decide`] answers a command with an event or a refusal, [`Filing::apply`] folds the event. What was
//! signed is an [`Edition`]: figures, words and the position in the chain of cases they follow from, never changed afterwards. A report
//! that came back is drafted again and signed as another edition.
//!
//! Must not know: storage, where figures come from, or how a report is laid out.

mod decide;
mod event;
mod frozen;
mod schedule;
#[cfg(test)]
mod tests;

pub use decide::{Figures, FilingAsk, FilingContext, decide, required_series};
pub use event::{FilingCommand, FilingEvent, FilingEventBody, NewFiling};
pub use frozen::{Difference, FrozenColumn, FrozenLine, FrozenTable, Place, differences};
pub use schedule::{Due, Punctuality, due_reports, latest_closed};

use super::definition::{self, Definition};
use crate::calendar::{Period, to_local};
use crate::case::{Returned, Signed};
use crate::catalogue::Field;
use crate::officer::OfficerSnapshot;
use crate::organisation::Basis;
use crate::unit::{UnitId, UnitPath};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Abbreviated type of a report, behind the stroke of its number.
pub const SYMBOL: &str = "BC";

/// Most characters of the words of a report.
pub const LONGEST_NARRATIVE: usize = 20_000;

/// Why a report is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Occasion {
    /// Định kỳ: at the end of a period of the definition.
    Periodic,
    /// Chuyên đề: over the days and fields of an order.
    Thematic {
        title: String,
        /// Only these fields; empty for all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        fields: Vec<Field>,
    },
    /// Đột xuất: asked for, over any days.
    OnDemand { title: String },
}

impl Occasion {
    /// Keys of the occasions, in the order of forms.
    pub const KEYS: [&'static str; 3] = ["dinh-ky", "chuyen-de", "dot-xuat"];

    /// Stable key, as stored.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Periodic => "dinh-ky",
            Self::Thematic { .. } => "chuyen-de",
            Self::OnDemand { .. } => "dot-xuat",
        }
    }

    /// Vietnamese name of the occasion with that key.
    pub fn label_of(key: &str) -> &'static str {
        match key {
            "chuyen-de" => "Chuyên đề",
            "dot-xuat" => "Đột xuất",
            _ => "Định kỳ",
        }
    }

    pub fn label(&self) -> &'static str {
        Self::label_of(self.key())
    }

    /// The fields it is of; empty for all.
    pub fn fields(&self) -> &[Field] {
        match self {
            Self::Thematic { fields, .. } => fields,
            Self::Periodic | Self::OnDemand { .. } => &[],
        }
    }

    /// What it was named, where it has a name of its own.
    pub fn title(&self) -> Option<&str> {
        match self {
            Self::Periodic => None,
            Self::Thematic { title, .. } | Self::OnDemand { title } => Some(title),
        }
    }
}

/// Where a report stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FilingState {
    /// Being written.
    Drafted,
    /// Came back, from within the unit or from above; written anew.
    Returned,
    /// Somebody other than its drafter has checked it.
    Checked,
    Signed,
    /// On its way up.
    Sent,
    /// The unit above has taken it in.
    Received,
}

impl FilingState {
    /// All states, in the order a report goes through them.
    pub const ALL: [FilingState; 6] =
        [Self::Drafted, Self::Returned, Self::Checked, Self::Signed, Self::Sent, Self::Received];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Drafted => "du-thao",
            Self::Returned => "tra-lai",
            Self::Checked => "da-kiem-tra",
            Self::Signed => "da-ky",
            Self::Sent => "da-gui",
            Self::Received => "da-nhan",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Status in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Drafted => "Dự thảo",
            Self::Returned => "Bị trả lại",
            Self::Checked => "Đã kiểm tra",
            Self::Signed => "Đã ký",
            Self::Sent => "Đã gửi",
            Self::Received => "Đã nhận",
        }
    }

    /// Whether its words may be changed.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Drafted | Self::Returned)
    }

    /// Whether its figures are frozen.
    pub const fn is_frozen(self) -> bool {
        matches!(self, Self::Signed | Self::Sent | Self::Received)
    }
}

/// Who did a step, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub by: OfficerSnapshot,
    pub at: DateTime,
}

/// A report as it was signed; what became of it is added, what was signed stays.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edition {
    /// 1 for the first.
    pub number: u32,
    pub frame: Signed,
    pub narrative: String,
    pub definition_version: u32,
    pub table: FrozenTable,
    /// Position of the last event of cases that the figures follow from.
    pub position: i64,
    /// The head of the chain of cases at that position, in hexadecimal digits.
    pub chain: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent: Option<Stamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Stamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
}

/// A report of one unit with everything that was signed so far, as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    pub id: Uuid,
    /// Number of events so far; the version a form was filled in against.
    pub version: u32,
    pub unit: UnitId,
    pub path: UnitPath,
    /// Key of its [`Definition`].
    pub definition: String,
    pub period: Period,
    pub occasion: Occasion,
    /// By which organisation its figures are told, on every later day too.
    pub basis: Basis,
    pub state: FilingState,
    /// The words as they are written now.
    pub narrative: String,
    pub drafted_by: OfficerSnapshot,
    pub drafted_at: Timestamp,
    /// Who last changed the words; he does not check them.
    pub written_by: OfficerSnapshot,
    /// Who checked what is to be signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<Stamp>,
    /// Why it last came back, until it is checked again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    /// What was signed, the first first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editions: Vec<Edition>,
}

impl Filing {
    /// Its definition, as long as there is one of that key.
    pub fn definition(&self) -> Option<&'static Definition> {
        definition::find(&self.definition)
    }

    /// What it is about: its own name, or that of its definition.
    pub fn title(&self) -> String {
        match self.occasion.title() {
            Some(title) => title.to_owned(),
            None => self.definition().map_or_else(|| self.definition.clone(), |found| found.title.to_owned()),
        }
    }

    /// The edition that holds: signed, and not returned since.
    pub fn in_force(&self) -> Option<&Edition> {
        self.editions.last().filter(|_| self.state.is_frozen())
    }

    /// Whether the unit above ever got it: from then on it knows of the report.
    pub fn was_sent(&self) -> bool {
        self.editions.iter().any(|edition| edition.sent.is_some())
    }

    /// The edition a reader from above sees: the last that was sent.
    pub fn last_sent(&self) -> Option<&Edition> {
        self.editions.iter().rev().find(|edition| edition.sent.is_some())
    }

    /// When it was first sent: what counts against its due day.
    pub fn first_sent(&self) -> Option<DateTime> {
        self.editions.iter().find_map(|edition| edition.sent.as_ref()).map(|sent| sent.at)
    }

    /// The report after its first event, or `None` when that does not draft one.
    pub fn open(event: &FilingEvent) -> Option<Filing> {
        let FilingEventBody::Drafted { filing } = &event.body else { return None };
        Some(Filing {
            id: filing.id,
            version: event.seq,
            unit: filing.unit.clone(),
            path: filing.path.clone(),
            definition: filing.definition.clone(),
            period: filing.period,
            occasion: filing.occasion.clone(),
            basis: filing.basis,
            state: FilingState::Drafted,
            narrative: filing.narrative.clone(),
            drafted_by: event.by.clone(),
            drafted_at: event.at,
            written_by: event.by.clone(),
            checked: None,
            returned: None,
            editions: Vec::new(),
        })
    }

    /// Rebuilds the report from its whole history; `None` when it does not begin with a draft.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a FilingEvent>) -> Option<Filing> {
        let mut events = events.into_iter();
        let mut filing = Self::open(events.next()?)?;
        for event in events {
            filing.apply(event);
        }
        Some(filing)
    }

    /// Folds one event into the report. Total: an event that was once accepted always applies.
    pub fn apply(&mut self, event: &FilingEvent) {
        self.version = event.seq;
        let at = to_local(event.at);
        let stamp = || Stamp { by: event.by.clone(), at };
        match &event.body {
            FilingEventBody::Drafted { .. } => {}
            FilingEventBody::Written { narrative } => {
                self.narrative = narrative.clone();
                self.written_by = event.by.clone();
                self.state = FilingState::Drafted;
            }
            FilingEventBody::Checked => {
                self.checked = Some(stamp());
                self.returned = None;
                self.state = FilingState::Checked;
            }
            FilingEventBody::SentBack { reason } => {
                self.returned = Some(Returned { by: event.by.clone(), at, reason: reason.clone() });
                self.checked = None;
                self.state = FilingState::Returned;
            }
            FilingEventBody::Signed { edition } => {
                self.editions.push((**edition).clone());
                self.state = FilingState::Signed;
            }
            FilingEventBody::Sent => {
                if let Some(last) = self.editions.last_mut() {
                    last.sent = Some(stamp());
                }
                self.state = FilingState::Sent;
            }
            FilingEventBody::Received => {
                if let Some(last) = self.editions.last_mut() {
                    last.received = Some(stamp());
                }
                self.state = FilingState::Received;
            }
            FilingEventBody::Returned { reason } => {
                let returned = Returned { by: event.by.clone(), at, reason: reason.clone() };
                if let Some(last) = self.editions.last_mut() {
                    last.returned = Some(returned.clone());
                }
                self.returned = Some(returned);
                self.checked = None;
                self.state = FilingState::Returned;
            }
        }
    }
}
