//! What an officer answers to the questions of a procedure: parsed once, then kept as values.

use super::super::{CaseFile, FieldError};
use super::exhibits::{ExhibitStanding, standing};
use super::{Field, Kind, PaperLine, Procedure};
use crate::calendar::{format_at, format_date, parse_date, parse_time};
use crate::money::{self, Dong};
use crate::text::{clean, clean_lines};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest answer in characters: one line, and several.
const MAX_TEXT: usize = 500;
const MAX_LINES: usize = 10_000;

/// An exhibit of the violation record taken into a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PickedExhibit {
    /// Place in the list of the violation record, from 0.
    pub index: usize,
    pub quantity: u32,
    /// Unit price in đồng, where the paper sets one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_price: Option<Dong>,
}

/// One answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Answer {
    Text {
        text: String,
    },
    Date {
        date: Date,
    },
    Moment {
        at: DateTime,
    },
    Money {
        amount: Dong,
    },
    Count {
        count: i64,
    },
    /// Key and words of the choice, as on the day.
    Choice {
        key: String,
        label: String,
    },
    Exhibits {
        list: Vec<PickedExhibit>,
    },
    /// Number of a paper of the file, and its name.
    Paper {
        number: String,
        name: String,
    },
}

impl Answer {
    /// As it prints.
    pub fn words(&self) -> String {
        match self {
            Self::Text { text } => text.clone(),
            Self::Date { date } => format_date(*date),
            Self::Moment { at } => format_at(*at),
            Self::Money { amount } => amount.to_string(),
            Self::Count { count } => money::group(*count),
            Self::Choice { label, .. } => label.clone(),
            Self::Exhibits { list } => format!("{} khoản tang vật, phương tiện", list.len()),
            Self::Paper { number, name } => format!("{name} số {number}"),
        }
    }
}

/// The answers of one procedure by the keys of its questions; an optional one not given is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(pub BTreeMap<String, Answer>);

impl Answers {
    pub fn get(&self, key: &str) -> Option<&Answer> {
        self.0.get(key)
    }

    /// The text of an answer, the key of a choice, the number of a paper.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Answer::Text { text } => Some(text),
            Answer::Choice { key, .. } => Some(key),
            Answer::Paper { number, .. } => Some(number),
            Answer::Date { .. }
            | Answer::Moment { .. }
            | Answer::Money { .. }
            | Answer::Count { .. }
            | Answer::Exhibits { .. } => None,
        }
    }

    pub fn date(&self, key: &str) -> Option<Date> {
        match self.get(key)? {
            Answer::Date { date } => Some(*date),
            Answer::Moment { at } => Some(at.date()),
            _ => None,
        }
    }

    pub fn moment(&self, key: &str) -> Option<DateTime> {
        match self.get(key)? {
            Answer::Moment { at } => Some(*at),
            _ => None,
        }
    }

    /// A sum; 0 đồng where none was given.
    pub fn money(&self, key: &str) -> Dong {
        match self.get(key) {
            Some(Answer::Money { amount }) => *amount,
            _ => Dong(0),
        }
    }

    pub fn count(&self, key: &str) -> Option<i64> {
        match self.get(key)? {
            Answer::Count { count } => Some(*count),
            _ => None,
        }
    }

    /// The exhibits picked, under whatever key.
    pub fn exhibits(&self) -> &[PickedExhibit] {
        self.0
            .values()
            .find_map(|answer| match answer {
                Answer::Exhibits { list } => Some(list.as_slice()),
                _ => None,
            })
            .unwrap_or(&[])
    }
}

/// Reads the posted values of a procedure's form; `value` answers what stands in a field, empty when nothing does.
///
/// # Errors
/// Every field that is missing or wrong, with how to mend it.
pub fn parse(
    procedure: &Procedure,
    case: &CaseFile,
    value: impl Fn(&str) -> String,
) -> Result<Answers, Vec<FieldError>> {
    let (answers, errors) = read(procedure, case, value);
    if errors.is_empty() { Ok(answers) } else { Err(errors) }
}

/// What can be read of a form that is not finished, and every field that is missing or wrong.
pub fn read(procedure: &Procedure, case: &CaseFile, value: impl Fn(&str) -> String) -> (Answers, Vec<FieldError>) {
    read_fields(procedure.questions(), &standing(case), &case.papers(), value)
}

/// Reads the posted values of a form whose questions choose from no case.
///
/// # Errors
/// Every field that is missing or wrong, with how to mend it.
pub fn parse_fields(
    fields: impl Iterator<Item = &'static Field>,
    value: impl Fn(&str) -> String,
) -> Result<Answers, Vec<FieldError>> {
    let (answers, errors) = read_fields(fields, &[], &[], value);
    if errors.is_empty() { Ok(answers) } else { Err(errors) }
}

/// Reads any form that is asked as fields; `given` and `papers` are what exhibits and papers are chosen from.
fn read_fields(
    fields: impl Iterator<Item = &'static Field>,
    given: &[ExhibitStanding],
    papers: &[PaperLine],
    value: impl Fn(&str) -> String,
) -> (Answers, Vec<FieldError>) {
    let mut answers = BTreeMap::new();
    let mut errors = Vec::new();
    for field in fields {
        let key = field.key;
        let raw = clean(&value(key));
        let answer = match field.kind {
            Kind::Text => text(raw, MAX_TEXT),
            Kind::Lines => text(clean_lines(&value(key)), MAX_LINES),
            Kind::Date => {
                optional(&raw, |raw| parse_date(raw).map(|date| Answer::Date { date }).map_err(|error| error.message()))
            }
            Kind::Moment => moment(&clean(&value(&format!("{key}_date"))), &clean(&value(&format!("{key}_time")))),
            Kind::Money => optional(&raw, |raw| {
                money::parse(raw).map(|amount| Answer::Money { amount }).map_err(|error| error.message().to_owned())
            }),
            Kind::Count { min, max } => optional(&raw, |raw| match raw.parse::<i64>() {
                Ok(count) if (min..=max).contains(&count) => Ok(Answer::Count { count }),
                _ => Err(format!("Nhập số từ {min} đến {max}.")),
            }),
            Kind::Choice(list) => optional(&raw, |raw| {
                let found = list.iter().find(|(known, _)| *known == raw);
                let choice =
                    found.map(|(key, label)| Answer::Choice { key: (*key).to_owned(), label: (*label).to_owned() });
                choice.ok_or_else(|| "Chọn một mục trong danh sách.".to_owned())
            }),
            Kind::Exhibits => picked(key, given, &value, false, &mut errors),
            Kind::PricedExhibits => picked(key, given, &value, true, &mut errors),
            Kind::Paper => optional(&raw, |raw| {
                let found = papers.iter().find(|paper| paper.number == raw).cloned();
                let paper = found.map(|paper| Answer::Paper { number: paper.number, name: paper.name });
                paper.ok_or_else(|| "Chọn một văn bản của hồ sơ.".to_owned())
            }),
        };
        // A moment is asked in two fields: the error stands at the first.
        let place = if matches!(field.kind, Kind::Moment) { format!("{key}_date") } else { key.to_owned() };
        match answer {
            Ok(Some(answer)) => {
                answers.insert(key.to_owned(), answer);
            }
            Ok(None) if field.required => errors.push(FieldError::new(place, missing(field.label, field.kind))),
            Ok(None) => {}
            Err(message) => errors.push(FieldError::new(place, format!("{}: {message}", field.label))),
        }
    }
    (Answers(answers), errors)
}

fn missing(label: &str, kind: Kind) -> String {
    match kind {
        Kind::Choice(_) | Kind::Paper => format!("{label}: chọn một mục."),
        Kind::Exhibits | Kind::PricedExhibits => format!("{label}: chọn ít nhất một khoản."),
        Kind::Moment => format!("{label}: nhập ngày và giờ."),
        Kind::Text | Kind::Lines | Kind::Date | Kind::Money | Kind::Count { .. } => format!("{label}: chưa nhập."),
    }
}

type Read = Result<Option<Answer>, String>;

fn optional(raw: &str, read: impl FnOnce(&str) -> Result<Answer, String>) -> Read {
    if raw.is_empty() { Ok(None) } else { read(raw).map(Some) }
}

fn text(text: String, longest: usize) -> Read {
    match text.chars().count() {
        0 => Ok(None),
        length if length > longest => Err(format!("dài {length} ký tự, tối đa {longest}. Rút gọn lại.")),
        _ => Ok(Some(Answer::Text { text })),
    }
}

fn moment(date: &str, time: &str) -> Read {
    if date.is_empty() && time.is_empty() {
        return Ok(None);
    }
    let date = parse_date(date).map_err(|error| error.message())?;
    let time = parse_time(time).map_err(|error| error.message())?;
    Ok(Some(Answer::Moment { at: date.to_datetime(time) }))
}

/// Exhibits that are ticked, each with a quantity up to what is there.
fn picked(
    key: &str,
    given: &[ExhibitStanding],
    value: &impl Fn(&str) -> String,
    priced: bool,
    errors: &mut Vec<FieldError>,
) -> Read {
    let mut list = Vec::new();
    for (index, exhibit) in given.iter().enumerate() {
        if value(&format!("{key}.{index}.take")).is_empty() {
            continue;
        }
        let quantity = clean(&value(&format!("{key}.{index}.quantity")));
        let quantity = if quantity.is_empty() {
            exhibit.quantity
        } else {
            match money::parse(&quantity).ok().and_then(|number| u32::try_from(number.0).ok()) {
                Some(number) if number > 0 && number <= exhibit.quantity => number,
                _ => {
                    errors.push(FieldError::new(
                        format!("{key}.{index}.quantity"),
                        format!("{}: nhập số lượng từ 1 đến {}.", exhibit.name, exhibit.quantity),
                    ));
                    continue;
                }
            }
        };
        let unit_price = if priced {
            match money::parse(&value(&format!("{key}.{index}.price"))) {
                Ok(price) => Some(price),
                Err(error) => {
                    errors.push(FieldError::new(
                        format!("{key}.{index}.price"),
                        format!("{}: đơn giá. {}", exhibit.name, error.message()),
                    ));
                    continue;
                }
            }
        } else {
            None
        };
        list.push(PickedExhibit { index, quantity, unit_price });
    }
    Ok((!list.is_empty()).then_some(Answer::Exhibits { list }))
}

/// Questions without an answer of the right kind: answers may come from elsewhere than a form.
pub(crate) fn unanswered(fields: impl Iterator<Item = &'static Field>, answers: &Answers) -> Vec<FieldError> {
    let fits = |kind: Kind, answer: &Answer| {
        matches!(
            (kind, answer),
            (Kind::Text | Kind::Lines, Answer::Text { .. })
                | (Kind::Date, Answer::Date { .. })
                | (Kind::Moment, Answer::Moment { .. })
                | (Kind::Money, Answer::Money { .. })
                | (Kind::Count { .. }, Answer::Count { .. })
                | (Kind::Choice(_), Answer::Choice { .. })
                | (Kind::Exhibits | Kind::PricedExhibits, Answer::Exhibits { .. })
                | (Kind::Paper, Answer::Paper { .. })
        )
    };
    fields
        .filter(|field| match answers.get(field.key) {
            Some(answer) => !fits(field.kind, answer),
            None => field.required,
        })
        .map(|field| FieldError::new(field.key, format!("{}: chưa nhập.", field.label)))
        .collect()
}

/// Days that lie where they cannot: before the file was opened, after now, or behind where they should be ahead.
pub(crate) fn out_of_order(
    fields: impl Iterator<Item = &'static Field>,
    answers: &Answers,
    opened: Option<Date>,
    now: DateTime,
) -> Vec<FieldError> {
    let today = now.date();
    let wrong = |field: &Field, suffix: &str, words: String| {
        Some(FieldError::new(format!("{}{suffix}", field.key), format!("{}: {words}", field.label)))
    };
    fields
        .filter_map(|field| match answers.get(field.key) {
            Some(Answer::Moment { at }) if !field.ahead && *at > now => {
                wrong(field, "_date", format!("đang ở tương lai. Bây giờ là {}.", format_at(now)))
            }
            Some(Answer::Moment { at }) if opened.is_some_and(|opened| at.date() < opened) => {
                let opened = opened.map(format_date).unwrap_or_default();
                wrong(field, "_date", format!("trước ngày mở hồ sơ ({opened})."))
            }
            Some(Answer::Date { date }) if !field.ahead && *date > today => {
                wrong(field, "", format!("đang ở tương lai. Hôm nay là {}.", format_date(today)))
            }
            Some(Answer::Date { date }) if field.ahead && *date < today => {
                wrong(field, "", format!("đã qua. Chọn từ {} trở đi.", format_date(today)))
            }
            _ => None,
        })
        .collect()
}
