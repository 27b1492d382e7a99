//! A question over the cases: any combination of filters, as it stands in an address.
//!
//! Must not know: how it is answered, or which cases there are.

use crate::calendar::{Period, format_date, parse_date};
use crate::case::{FieldError, Stage};
use crate::catalogue::Field;
use crate::money::{Dong, group, parse as parse_money};
use crate::officer::OfficerId;
use crate::party::{PartyId, PartyKind};
use crate::unit::UnitId;
use jiff::civil::Date;
use std::fmt::Write as _;

/// A deadline is near from so many days before it ends.
pub const SOON: i64 = 3;

/// The end of a custody is near from so many days before.
pub const HELD_SOON: i64 = 5;

/// Cases by their nearest deadline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// It ended before today.
    Late,
    /// It ends today or within [`SOON`] days.
    Soon,
}

impl Due {
    pub const ALL: [Due; 2] = [Self::Late, Self::Soon];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Late => "qua-han",
            Self::Soon => "sap-het",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|due| due.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Late => "Đã quá hạn",
            Self::Soon => "Hết hạn trong 3 ngày tới",
        }
    }
}

/// Cases with exhibits in custody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    Any,
    /// The custody has ended and nothing followed, or ends within [`HELD_SOON`] days.
    Ending,
}

impl Held {
    pub const ALL: [Held; 2] = [Self::Any, Self::Ending];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Any => "co",
            Self::Ending => "sap-het",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|held| held.key() == key)
    }

    pub const fn label(self) -> &'static str {
        match self {
            Self::Any => "Đang tạm giữ tang vật",
            Self::Ending => "Hết hạn tạm giữ trong 5 ngày tới, hoặc đã hết",
        }
    }
}

/// What cases are asked for; every filter narrows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseQuery {
    /// A unit with everything below it; the officer's own part where empty.
    pub unit: Option<UnitId>,
    pub field: Option<Field>,
    /// Id of a behaviour of the catalogue.
    pub behaviour: Option<String>,
    pub stage: Option<Stage>,
    /// Still worked on, or not.
    pub open: Option<bool>,
    pub opened_from: Option<Date>,
    pub opened_to: Option<Date>,
    /// Day of the sanction decision.
    pub decided_from: Option<Date>,
    pub decided_to: Option<Date>,
    /// đồng.
    pub goods_from: Option<i64>,
    pub goods_to: Option<i64>,
    pub fine_from: Option<i64>,
    pub fine_to: Option<i64>,
    pub due: Option<Due>,
    pub unpaid: bool,
    pub held: Option<Held>,
    /// Of parties sanctioned twice or more in this reporting year, in the part of the tree that is asked.
    pub repeat: Option<i16>,
    pub officer: Option<OfficerId>,
    pub party: Option<PartyId>,
    pub party_kind: Option<PartyKind>,
}

/// Names of the filters in addresses and forms, in their order.
pub const KEYS: [&str; 20] = [
    "don-vi",
    "linh-vuc",
    "hanh-vi",
    "buoc",
    "tinh-trang",
    "mo-tu",
    "mo-den",
    "qd-tu",
    "qd-den",
    "hang-tu",
    "hang-den",
    "phat-tu",
    "phat-den",
    "han",
    "con-no",
    "tam-giu",
    "vi-pham-lai",
    "can-bo",
    "doi-tuong",
    "loai",
];

const OPEN: [(&str, bool, &str); 2] = [("mo", true, "Đang giải quyết"), ("xong", false, "Đã kết thúc")];

fn chosen<T>(key: &str, value: &str, found: Option<T>, what: &str, errors: &mut Vec<FieldError>) -> Option<T> {
    if found.is_none() && !value.is_empty() {
        errors.push(FieldError::new(key, format!("Chọn {what} trong danh sách.")));
    }
    found
}

fn day(key: &str, value: &str, errors: &mut Vec<FieldError>) -> Option<Date> {
    if value.is_empty() {
        return None;
    }
    // As addresses of figures carry it, else as typed.
    if let Ok(date) = value.parse() {
        return Some(date);
    }
    parse_date(value).map_err(|error| errors.push(FieldError::new(key, error.message()))).ok()
}

fn money(key: &str, value: &str, errors: &mut Vec<FieldError>) -> Option<i64> {
    if value.is_empty() {
        return None;
    }
    parse_money(value).map_err(|error| errors.push(FieldError::new(key, error.message()))).ok().map(|Dong(sum)| sum)
}

fn ordered<T: PartialOrd>(to: &str, span: (Option<T>, Option<T>), words: &str, errors: &mut Vec<FieldError>) {
    if let (Some(from), Some(last)) = span
        && last < from
    {
        errors.push(FieldError::new(to, format!("{words} Sửa một trong hai ô.")));
    }
}

impl CaseQuery {
    /// Reads a question from the values of its filters; `value` answers what stands under a name, empty when nothing does.
    ///
    /// # Errors
    /// Every value that cannot be read, by its name.
    pub fn read(value: impl Fn(&str) -> String) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let text = |key: &str| value(key).trim().to_owned();
        let some = |key: &str| Some(text(key)).filter(|text| !text.is_empty());
        let all = &mut errors;
        let (field, stage) = (text("linh-vuc"), text("buoc"));
        let (open, due, held, kind) = (text("tinh-trang"), text("han"), text("tam-giu"), text("loai"));
        let (party, repeat) = (text("doi-tuong"), text("vi-pham-lai"));
        let query = Self {
            unit: some("don-vi").map(UnitId),
            field: chosen("linh-vuc", &field, Field::from_key(&field), "lĩnh vực", all),
            behaviour: some("hanh-vi"),
            stage: chosen("buoc", &stage, Stage::from_key(&stage), "bước", all),
            open: {
                let found = OPEN.iter().find(|(key, ..)| *key == open).map(|(_, open, _)| *open);
                chosen("tinh-trang", &open, found, "tình trạng", all)
            },
            opened_from: day("mo-tu", &text("mo-tu"), all),
            opened_to: day("mo-den", &text("mo-den"), all),
            decided_from: day("qd-tu", &text("qd-tu"), all),
            decided_to: day("qd-den", &text("qd-den"), all),
            goods_from: money("hang-tu", &text("hang-tu"), all),
            goods_to: money("hang-den", &text("hang-den"), all),
            fine_from: money("phat-tu", &text("phat-tu"), all),
            fine_to: money("phat-den", &text("phat-den"), all),
            due: chosen("han", &due, Due::from_key(&due), "thời hạn", all),
            unpaid: !text("con-no").is_empty(),
            held: chosen("tam-giu", &held, Held::from_key(&held), "tình trạng tạm giữ", all),
            repeat: {
                let found = repeat.parse().ok().filter(|year| Period::year(*year).is_some());
                chosen("vi-pham-lai", &repeat, found, "năm báo cáo", all)
            },
            officer: some("can-bo").map(OfficerId),
            party: chosen("doi-tuong", &party, party.parse().ok().map(PartyId), "tổ chức, cá nhân", all),
            party_kind: chosen("loai", &kind, PartyKind::from_key(&kind), "loại đối tượng", all),
        };
        let late = "Ngày sau phải từ ngày trước trở đi.";
        ordered("mo-den", (query.opened_from, query.opened_to), late, all);
        ordered("qd-den", (query.decided_from, query.decided_to), late, all);
        let less = "Số sau phải từ số trước trở lên.";
        ordered("hang-den", (query.goods_from, query.goods_to), less, all);
        ordered("phat-den", (query.fine_from, query.fine_to), less, all);
        if errors.is_empty() { Ok(query) } else { Err(errors) }
    }

    /// The filters that are set, by name in the order of [`KEYS`]; reads back as the same question.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let date = |date: Option<Date>| date.map(|date| date.to_string());
        let sum = |sum: Option<i64>| sum.map(|sum| sum.to_string());
        let values = [
            self.unit.as_ref().map(|unit| unit.0.clone()),
            self.field.map(|field| field.key().to_owned()),
            self.behaviour.clone(),
            self.stage.map(|stage| stage.key().to_owned()),
            self.open
                .and_then(|open| OPEN.iter().find(|(_, known, _)| *known == open))
                .map(|(key, ..)| (*key).to_owned()),
            date(self.opened_from),
            date(self.opened_to),
            date(self.decided_from),
            date(self.decided_to),
            sum(self.goods_from),
            sum(self.goods_to),
            sum(self.fine_from),
            sum(self.fine_to),
            self.due.map(|due| due.key().to_owned()),
            self.unpaid.then(|| "1".to_owned()),
            self.held.map(|held| held.key().to_owned()),
            self.repeat.map(|year| year.to_string()),
            self.officer.as_ref().map(|officer| officer.0.clone()),
            self.party.map(|party| party.0.to_string()),
            self.party_kind.map(|kind| kind.key().to_owned()),
        ];
        KEYS.into_iter().zip(values).filter_map(|(key, value)| Some((key, value?))).collect()
    }

    /// A filter in words, where they follow from the question alone; nothing for one that is not set, and for those whose name
    /// is kept elsewhere: unit, behaviour, officer, party.
    pub fn label(&self, key: &str) -> Option<String> {
        let date = |what: &str, date: Option<Date>| date.map(|date| format!("{what} {}", format_date(date)));
        let sum = |what: &str, sum: Option<i64>| sum.map(|sum| format!("{what} {} đ", group(sum)));
        match key {
            "linh-vuc" => self.field.map(|field| field.label().to_owned()),
            "buoc" => self.stage.map(|stage| stage.label().to_owned()),
            "tinh-trang" => self
                .open
                .and_then(|open| OPEN.iter().find(|(_, known, _)| *known == open))
                .map(|(.., label)| (*label).to_owned()),
            "mo-tu" => date("Mở từ", self.opened_from),
            "mo-den" => date("Mở đến", self.opened_to),
            "qd-tu" => date("Quyết định từ", self.decided_from),
            "qd-den" => date("Quyết định đến", self.decided_to),
            "hang-tu" => sum("Tang vật từ", self.goods_from),
            "hang-den" => sum("Tang vật đến", self.goods_to),
            "phat-tu" => sum("Tiền phạt từ", self.fine_from),
            "phat-den" => sum("Tiền phạt đến", self.fine_to),
            "han" => self.due.map(|due| due.label().to_owned()),
            "con-no" => self.unpaid.then(|| "Chưa nộp đủ tiền phạt".to_owned()),
            "tam-giu" => self.held.map(|held| held.label().to_owned()),
            "vi-pham-lai" => self.repeat.map(|year| format!("Đối tượng bị xử phạt từ 2 lần trong năm {year}")),
            "loai" => self.party_kind.map(|kind| kind.label().to_owned()),
            _ => None,
        }
    }

    /// The question as the query of an address, without `?`; empty where nothing is asked. Values hold no more than letters,
    /// digits, `-` and `.`, or are encoded.
    pub fn address(&self) -> String {
        let mut text = String::new();
        for (key, value) in self.pairs() {
            let _ = write!(text, "{}{key}=", if text.is_empty() { "" } else { "&" });
            for byte in value.bytes() {
                if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
                    text.push(char::from(byte));
                } else {
                    let _ = write!(text, "%{byte:02X}");
                }
            }
        }
        text
    }

    /// States of a case to choose from: key and words.
    pub fn states() -> [(&'static str, &'static str); 2] {
        OPEN.map(|(key, _, label)| (key, label))
    }

    /// Days of decisions that are meant: as asked, and of the reporting year of a repeat.
    pub fn decided(&self) -> (Option<Date>, Option<Date>) {
        let year = self.repeat.and_then(Period::year);
        let from = self.decided_from.into_iter().chain(year.map(|year| year.from)).max();
        let to = self.decided_to.into_iter().chain(year.map(|year| year.to)).min();
        (from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn read(pairs: &[(&str, &str)]) -> Result<CaseQuery, Vec<FieldError>> {
        let map: BTreeMap<&str, &str> = pairs.iter().copied().collect();
        CaseQuery::read(|key| map.get(key).copied().unwrap_or_default().to_owned())
    }

    #[test]
    fn a_question_reads_as_typed() {
        assert_eq!(read(&[]), Ok(CaseQuery::default()));
        let typed = read(&[
            ("don-vi", "33"),
            ("mo-tu", "01/10/2026"),
            ("phat-tu", "10.000.000"),
            ("han", "qua-han"),
            ("con-no", "1"),
            ("tinh-trang", "mo"),
        ]);
        let query = typed.unwrap();
        assert_eq!((query.opened_from, query.fine_from), (Some(date(2026, 10, 1)), Some(10_000_000)));
        assert_eq!((query.due, query.unpaid, query.open), (Some(Due::Late), true, Some(true)));
        assert_eq!(query.address(), "don-vi=33&tinh-trang=mo&mo-tu=2026-10-01&phat-tu=10000000&han=qua-han&con-no=1");
        assert_eq!(query.label("phat-tu").unwrap(), "Tiền phạt từ 10.000.000 đ");
    }

    #[test]
    fn all_errors_at_once_and_how_to_mend_them() {
        let errors = read(&[
            ("mo-tu", "31/02/2026"),
            ("buoc", "khong-co"),
            ("qd-tu", "02/11/2026"),
            ("qd-den", "01/11/2026"),
            ("hang-tu", "1,5"),
            ("phat-tu", "9"),
            ("phat-den", "8"),
            ("vi-pham-lai", "x"),
            ("doi-tuong", "7"),
        ])
        .unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["buoc", "mo-tu", "hang-tu", "vi-pham-lai", "doi-tuong", "qd-den", "phat-den"]);
        assert!(errors.iter().all(|error| !error.message.is_empty()));
    }

    #[test]
    fn a_repeat_is_asked_in_its_year() {
        let query = CaseQuery { repeat: Some(2026), decided_from: Some(date(2026, 3, 1)), ..CaseQuery::default() };
        assert_eq!(query.decided(), (Some(date(2026, 3, 1)), Some(date(2026, 12, 14))));
    }

    proptest! {
        /// What an address says reads back as the same question.
        #[test]
        fn an_address_reads_back(
            unit in proptest::option::of("[0-9]{2}-[0-9]{2}"),
            days in proptest::collection::vec(proptest::option::of(0_i64..4000), 2),
            sums in proptest::collection::vec(proptest::option::of(0_i64..1_000_000_000), 2),
            choices in (0_usize..3, 0_usize..3, 0_usize..4, proptest::bool::ANY, 0_usize..15),
        ) {
            let day = |days: Option<i64>| days.map(|days| crate::calendar::shift(date(2020, 1, 1), days));
            let query = CaseQuery {
                unit: unit.map(UnitId),
                stage: Stage::ALL.get(choices.4).copied(),
                opened_from: day(days[0]),
                decided_to: day(days[1]),
                goods_from: sums[0],
                fine_to: sums[1],
                due: Due::ALL.get(choices.0).copied(),
                held: Held::ALL.get(choices.1).copied(),
                party_kind: PartyKind::ALL.get(choices.2).copied(),
                unpaid: choices.3,
                ..CaseQuery::default()
            };
            let address = query.address();
            let map: BTreeMap<&str, &str> = address.split('&').filter_map(|pair| pair.split_once('=')).collect();
            let back = CaseQuery::read(|key| map.get(key).copied().unwrap_or_default().to_owned());
            prop_assert_eq!(back, Ok(query));
        }
    }
}
