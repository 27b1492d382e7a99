//! The personal calendar feed: what is due, as iCalendar text (RFC 5545).
//!
//! An entry names a file by its reference, the deadline, its article and the unit. It must not know a party: a feed is read by
//! calendars on telephones, outside of every session.

use super::comment::Comment;
use super::{Part, PartState, Task};
use crate::calendar::{format_date, from_local, shift};
use crate::case::CaseId;
use crate::law::deadline::Deadline;
use jiff::civil::{Date, DateTime, time};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;

/// Most octets of a line, without its end (RFC 5545 § 3.1).
pub const LINE_OCTETS: usize = 75;

/// When something is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// Until the end of a day: an entry of the whole day.
    Day(Date),
    /// At a minute, local time.
    At(DateTime),
}

impl Due {
    /// A deadline of the law: one that ends with its day is an entry of the whole day.
    pub fn of(due: DateTime) -> Self {
        if due.time() >= time(23, 59, 0, 0) { Self::Day(due.date()) } else { Self::At(due) }
    }
}

/// One entry of a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The same as long as it is the same deadline of the same file; without the domain.
    pub uid: String,
    pub due: Due,
    pub summary: String,
    /// Lines below it.
    pub description: Vec<String>,
    /// Path of the page it leads to.
    pub path: String,
    /// When it last changed.
    pub changed: Timestamp,
}

impl Entry {
    /// A deadline of a case.
    pub fn of_deadline(
        (case, code): (CaseId, &str),
        unit: &str,
        deadline: &Deadline,
        path: String,
        changed: Timestamp,
    ) -> Self {
        Self {
            uid: format!("ho-so-{case}-{}", deadline.id),
            due: Due::of(deadline.due),
            summary: format!("{}: {code}", deadline.name),
            description: vec![
                format!("Căn cứ: {} – {}", deadline.length, deadline.citation),
                format!("Đơn vị: {unit}"),
            ],
            path,
            changed,
        }
    }

    /// A part of a task that its addressee works on. The title is the giver's own words and may name somebody: it is left out.
    pub fn of_task(task: &Task, part: &Part, path: String, changed: Timestamp) -> Self {
        let act = match part.state {
            PartState::Given => "Tiếp nhận việc được giao",
            PartState::Accepted | PartState::Returned => "Báo cáo kết quả việc được giao",
            PartState::AskedBack | PartState::Reported => "Trả lời, đánh giá việc đã giao",
            PartState::Done | PartState::Withdrawn => "Việc đã xong",
        };
        Self {
            uid: format!("viec-{}-{}", task.id, part.number),
            due: Due::Day(task.due),
            summary: format!("{act}: {}", task.code),
            description: vec![
                format!("{} – {}", task.kind.label(), part.state.label()),
                format!("Đơn vị giao: {}", task.unit_name),
            ],
            path,
            changed,
        }
    }

    /// A comment that waits for an answer until a day.
    pub fn of_comment(comment: &Comment, due: Date, path: String, changed: Timestamp) -> Self {
        Self {
            uid: format!("y-kien-{}", comment.id),
            due: Due::Day(due),
            summary: format!("Trả lời ý kiến chỉ đạo: {}", comment.code),
            description: vec![format!("Người nêu ý kiến: {}", comment.asked.by.title)],
            path,
            changed,
        }
    }
}

/// Writes a feed. `origin` is scheme and host of the links, `host` what identifies this installation.
pub fn feed(origin: &str, host: &str, entries: &[Entry]) -> String {
    let mut out = String::new();
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//INS//Thoi han//VI",
        "CALSCALE:GREGORIAN",
        "NAME:INS – thời hạn của tôi",
        "X-WR-CALNAME:INS – thời hạn của tôi",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ] {
        put(&mut out, line);
    }
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for entry in entries {
        let times = seen.entry(&entry.uid).or_default();
        *times += 1;
        let uid = if *times == 1 { entry.uid.clone() } else { format!("{}-{times}", entry.uid) };
        event(&mut out, origin, &format!("{uid}@{host}"), entry);
    }
    put(&mut out, "END:VCALENDAR");
    out
}

fn event(out: &mut String, origin: &str, uid: &str, entry: &Entry) {
    put(out, "BEGIN:VEVENT");
    put(out, &format!("UID:{uid}"));
    put(out, &format!("DTSTAMP:{}", utc(entry.changed)));
    put(out, &format!("LAST-MODIFIED:{}", utc(entry.changed)));
    // The evening before and the morning of the day; a deadline at a minute, a day and two hours before.
    let (alarms, ends) = match entry.due {
        Due::Day(day) => {
            put(out, &format!("DTSTART;VALUE=DATE:{}", day.strftime("%Y%m%d")));
            put(out, &format!("DTEND;VALUE=DATE:{}", shift(day, 1).strftime("%Y%m%d")));
            (["-PT8H", "PT8H"], format!("đến hết ngày {}", format_date(day)))
        }
        Due::At(at) => {
            put(out, &format!("DTSTART:{}", utc(from_local(at))));
            (["-P1D", "-PT2H"], format!("đến {}", crate::calendar::format_at(at)))
        }
    };
    let link = format!("{origin}{}", entry.path);
    let lines = entry.description.iter().cloned().chain([format!("Thời hạn: {ends}"), link.clone()]);
    put(out, &format!("SUMMARY:{}", escape(&entry.summary)));
    put(out, &format!("DESCRIPTION:{}", escape(&lines.collect::<Vec<_>>().join("\n"))));
    put(out, &format!("URL:{link}"));
    put(out, "TRANSP:TRANSPARENT");
    for alarm in alarms {
        put(out, "BEGIN:VALARM");
        put(out, "ACTION:DISPLAY");
        put(out, &format!("DESCRIPTION:{}", escape(&entry.summary)));
        put(out, &format!("TRIGGER:{alarm}"));
        put(out, "END:VALARM");
    }
    put(out, "END:VEVENT");
}

/// A moment as UTC: a calendar shows it in its own time zone, without a table of zones in the feed.
fn utc(at: Timestamp) -> String {
    // Whole seconds: there is no smaller part in the form.
    let whole = at.round(jiff::Unit::Second).unwrap_or(at);
    let whole = if whole > at { whole.checked_sub(SignedDuration::from_secs(1)).unwrap_or(whole) } else { whole };
    whole.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text value (RFC 5545 § 3.3.11).
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            ';' => out.push_str("\\;"),
            ',' => out.push_str("\\,"),
            '\n' => out.push_str("\\n"),
            control if control.is_control() => {}
            other => out.push(other),
        }
    }
    out
}

/// A content line in lines of at most [`LINE_OCTETS`] octets, each ended by CR LF; no character is cut.
pub fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for character in line.chars() {
        if octets + character.len_utf8() > LINE_OCTETS {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(character);
        octets += character.len_utf8();
    }
    out.push_str("\r\n");
    out
}

fn put(out: &mut String, line: &str) {
    out.push_str(&fold(line));
}
