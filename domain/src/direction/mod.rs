//! Direction (chỉ đạo, điều hành): tasks given down the hierarchy, comments on a case that must be answered, and the calendar
//! feed of what is due.
//!
//! A task is addressed to units directly below or to officers of the giver's own unit; each addressee has a part of it with a
//! state of its own. Built as [`crate::case`] is: [`decide`] takes the task, a command and the context and answers with an
//! event or a refusal; [`Task::apply`] folds an event into the task. What is passed on is a task of its own that names the
//! part it carries out.
//!
//! Must not know: storage, forms as posted, or the figures of a campaign: those are read from the reports.

mod apply;
pub mod comment;
mod decide;
mod event;
pub mod feed;
mod state;

#[cfg(test)]
mod tests;

pub use decide::{TaskAsk, decide};
pub use event::{NewTask, TaskCommand, TaskEvent, TaskEventBody};
pub use state::{PartState, TaskKind, TaskTurn};

use crate::authority::{Actor, TaskSight};
use crate::catalogue::Field;
use crate::officer::{OfficerId, OfficerSnapshot};
use crate::report::Measure;
use crate::unit::{UnitId, UnitKind, UnitPath};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Most addressees of one task: the nation has 34 provinces, a province some twenty teams.
pub const MAX_ADDRESSEES: usize = 100;

/// Longest period of a campaign, in days.
pub const MAX_CAMPAIGN_DAYS: i32 = 366;

/// What the target of a campaign may be counted in.
pub const TARGETS: [Measure; 4] = [Measure::Inspections, Measure::Violations, Measure::Handled, Measure::Decisions];

/// What the figures of a campaign show.
pub const FIGURES: [Measure; 6] = [
    Measure::Inspections,
    Measure::Violations,
    Measure::Handled,
    Measure::Decisions,
    Measure::Fines,
    Measure::ConfiscatedValue,
];

/// How much each addressed unit is to reach in a campaign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub measure: Measure,
    pub amount: u32,
}

/// The period of a campaign (đợt cao điểm, chuyên đề), both days included, and what each unit is to reach in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    pub from: Date,
    pub to: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
}

/// What kind of file a task is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AboutKind {
    Case,
    Plan,
}

/// The case or the inspection plan a task is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub kind: AboutKind,
    pub id: Uuid,
    pub code: String,
    /// Whose file it is.
    pub path: UnitPath,
}

impl About {
    /// Whether a unit may know of it: the file is its own or of a unit below; a section works for its province; a plan is known
    /// to the units that carry out its items too.
    pub fn is_known_to(&self, unit: &Addressee) -> bool {
        let province = unit.path.parent().filter(|_| unit.kind == UnitKind::Division);
        let reach = province.as_ref().unwrap_or(&unit.path);
        reach.covers(&self.path) || (self.kind == AboutKind::Plan && self.path.covers(&unit.path))
    }
}

/// To whom a part of a task is addressed: a unit, or one officer of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addressee {
    pub unit: UnitId,
    pub path: UnitPath,
    pub unit_name: String,
    pub kind: UnitKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub officer: Option<OfficerSnapshot>,
}

impl Addressee {
    /// Name in lists and in the history.
    pub fn name(&self) -> &str {
        self.officer.as_ref().map_or(&self.unit_name, |officer| &officer.full_name)
    }

    /// Stable key, as stored: `unit:33-03`, `officer:…`.
    pub fn key(&self) -> String {
        self.officer.as_ref().map_or_else(|| unit_key(&self.unit), |officer| officer_key(&officer.id))
    }

    /// The officer it is addressed to, if it is to one.
    pub fn officer_id(&self) -> Option<&OfficerId> {
        self.officer.as_ref().map(|officer| &officer.id)
    }
}

/// The key of a unit as an addressee.
pub fn unit_key(unit: &UnitId) -> String {
    format!("unit:{unit}")
}

/// The key of an officer as an addressee.
pub fn officer_key(officer: &OfficerId) -> String {
    format!("officer:{officer}")
}

/// A task as another one names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRef {
    pub id: Uuid,
    pub code: String,
    pub title: String,
}

/// The part of a task from above that this one passes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    pub task: TaskRef,
    /// Number of the part.
    pub part: u32,
}

/// Something said, by whom and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub by: OfficerSnapshot,
    /// Local time.
    pub at: DateTime,
    pub text: String,
}

/// What one addressee has to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// From 1, in the order of addressing.
    pub number: u32,
    pub to: Addressee,
    pub state: PartState,
    /// Number of the last event that concerned it; the version a form was filled in against.
    pub version: u32,
    /// How far it is, where the addressee says so in percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent: Option<u8>,
    /// The last words on it: question, answer, progress, result, reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Told>,
    /// The result that was reported last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Told>,
    /// What it was passed on as.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<TaskRef>,
}

impl Part {
    /// Whether its day has passed before it was done, on a day.
    pub fn is_late(&self, due: Date, today: Date) -> bool {
        self.state.turn() == TaskTurn::Addressee && due < today
    }
}

/// A task with all its parts, as one document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: Uuid,
    /// Reference officers quote, e.g. `CĐ-33/2026/001`; drawn from the unit's yearly count.
    pub code: String,
    /// Number of events so far.
    pub version: u32,
    pub kind: TaskKind,
    pub title: String,
    pub content: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<About>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<Campaign>,
    /// Last day on which the result is due.
    pub due: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// The unit that gives it.
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    pub unit_name: String,
    pub giver: OfficerSnapshot,
    pub given_at: Timestamp,
    pub parts: Vec<Part>,
}

impl Task {
    /// One part.
    pub fn part(&self, number: u32) -> Option<&Part> {
        self.parts.iter().find(|part| part.number == number)
    }

    /// Whether anything of it is still to be done.
    pub fn is_open(&self) -> bool {
        self.parts.iter().any(|part| part.state.is_open())
    }

    /// How it stands, in words: `2/5 đã hoàn thành`, or the state of the only part.
    pub fn standing(&self) -> String {
        match self.parts.as_slice() {
            [only] => only.state.label().to_owned(),
            parts => {
                let of = |state: PartState| parts.iter().filter(|part| part.state == state).count();
                let (done, withdrawn) = (of(PartState::Done), of(PartState::Withdrawn));
                if withdrawn == parts.len() {
                    PartState::Withdrawn.label().to_owned()
                } else {
                    format!("{done}/{} đã hoàn thành", parts.len() - withdrawn)
                }
            }
        }
    }

    /// The task as somebody sees it: with the parts he may know of.
    #[must_use]
    pub fn seen(mut self, sight: &TaskSight) -> Task {
        if let TaskSight::Parts(numbers) = sight {
            self.parts.retain(|part| numbers.contains(&part.number));
        }
        self
    }

    /// The task as another one names it.
    pub fn named(&self) -> TaskRef {
        TaskRef { id: self.id, code: self.code.clone(), title: self.title.clone() }
    }
}

/// Everything [`decide`] may look at besides the task and the command.
#[derive(Debug, Clone, Copy)]
pub struct TaskContext<'a> {
    pub actor: &'a Actor,
    /// The moment of the act; the caller's clock.
    pub now: Timestamp,
    /// The task whose part a new one passes on.
    pub parent: Option<&'a Task>,
}

impl TaskContext<'_> {
    /// Local date in Vietnam.
    pub fn today(&self) -> Date {
        crate::calendar::to_local(self.now).date()
    }
}
