//! What an address may be asked: one table reads the parameters and describes them.

use super::problem::Refused;
use domain::calendar::{Period, PeriodKind};
use domain::catalogue::Field;
use domain::exchange::national::{CURSOR_LENGTH, Cursor};
use domain::report::Figure;
use http::request::Parts;
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Bytes of a query at most.
const MAX_QUERY: usize = 2_000;
/// Years that are asked for.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// Signs of the id of a unit at most.
const UNIT: usize = 20;

/// How a parameter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `2026-11-20`.
    Day,
    Year,
    Unit,
    Period,
    Length,
    /// Keys of figures with commas between them, twelve at most.
    Figures,
    Field,
    Basis,
    /// The period before, or the same one a year ago.
    Compared,
    /// From 1 to so many.
    Count(u32),
    Cursor,
}

/// Figures of one question at most.
const MAX_FIGURES: usize = 12;

/// Keys of what is compared with.
pub const COMPARED: [&str; 2] = ["ky-truoc", "cung-ky"];
/// Keys by which organisation is summed.
const BASES: [&str; 2] = ["hien-nay", "thoi-diem"];

/// Kinds of periods with their keys.
pub const PERIODS: [(&str, PeriodKind); 5] = [
    ("tuan", PeriodKind::Week),
    ("thang", PeriodKind::Month),
    ("quy", PeriodKind::Quarter),
    ("sau-thang", PeriodKind::HalfYear),
    ("nam", PeriodKind::Year),
];

/// One parameter of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    pub name: &'static str,
    pub kind: Kind,
    pub required: bool,
    pub about: &'static str,
    pub example: &'static str,
}

fn period_pattern() -> &'static str {
    r"^(20[0-9]{2}(-(0[1-9]|1[0-2]|q[1-4]|h[12]))?|tuan-20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))$"
}

impl Kind {
    /// As JSON Schema.
    pub fn schema(self) -> Value {
        match self {
            Self::Day => json!({ "type": "string", "format": "date", "pattern": r"^20[0-9]{2}-[0-9]{2}-[0-9]{2}$" }),
            Self::Year => json!({ "type": "integer", "minimum": 2000, "maximum": 2099 }),
            Self::Unit => json!({ "type": "string", "pattern": format!("^[0-9A-Z-]{{1,{UNIT}}}$") }),
            Self::Period => json!({ "type": "string", "pattern": period_pattern() }),
            Self::Length => json!({ "type": "string", "enum": PERIODS.map(|(key, _)| key) }),
            Self::Figures => json!({
                "type": "array", "minItems": 1, "maxItems": MAX_FIGURES, "uniqueItems": true,
                "items": { "type": "string", "enum": Figure::all().map(Figure::key).collect::<Vec<_>>() },
            }),
            Self::Field => json!({ "type": "string", "enum": Field::all().map(Field::key).collect::<Vec<_>>() }),
            Self::Basis => json!({ "type": "string", "enum": BASES }),
            Self::Compared => json!({ "type": "string", "enum": COMPARED }),
            Self::Count(most) => json!({ "type": "integer", "minimum": 1, "maximum": most }),
            Self::Cursor => json!({ "type": "string", "pattern": format!("^[0-9a-z]{{{CURSOR_LENGTH}}}$") }),
        }
    }

    /// What is wrong with a value, and what to write.
    fn fault(self, value: &str) -> Option<String> {
        let fits = match self {
            Self::Day => day(value).is_some(),
            Self::Year => number(value).is_some_and(|year| (2000..2100).contains(&year)),
            Self::Unit => {
                (1..=UNIT).contains(&value.len())
                    && value.bytes().all(|sign| sign.is_ascii_digit() || sign.is_ascii_uppercase() || sign == b'-')
            }
            Self::Period => period(value).is_some(),
            Self::Length => PERIODS.iter().any(|(key, _)| *key == value),
            Self::Figures => {
                let keys: Vec<&str> = value.split(',').collect();
                let known = keys.iter().all(|key| Figure::from_key(key).is_some());
                let once =
                    keys.iter().enumerate().all(|(place, key)| !keys.iter().skip(place + 1).any(|other| other == key));
                known && once && keys.len() <= MAX_FIGURES
            }
            Self::Field => Field::from_key(value).is_some(),
            Self::Basis => BASES.contains(&value),
            Self::Compared => COMPARED.contains(&value),
            Self::Count(most) => number(value).is_some_and(|count| (1..=most).contains(&count)),
            Self::Cursor => Cursor::parse(value).is_some(),
        };
        if fits {
            return None;
        }
        Some(match self {
            Self::Day => "Viết ngày theo dạng 2026-11-20, từ năm 2000 đến năm 2099.".to_owned(),
            Self::Year => "Viết năm từ 2000 đến 2099.".to_owned(),
            Self::Unit => "Viết mã đơn vị như tại /api/v1/don-vi, ví dụ 33 hoặc 33-01.".to_owned(),
            Self::Period => {
                "Viết mã kỳ như tại /api/v1/ky, ví dụ 2026-11, 2026-q4, 2026-h1, 2026, tuan-2026-11-19.".to_owned()
            }
            Self::Length => "Chọn tuan, thang, quy, sau-thang hoặc nam.".to_owned(),
            Self::Figures => {
                format!(
                    "Viết tối đa {MAX_FIGURES} mã chỉ tiêu khác nhau như tại /api/v1/chi-tieu, cách nhau bằng dấu phẩy."
                )
            }
            Self::Field => "Viết mã lĩnh vực như tại /api/v1/linh-vuc.".to_owned(),
            Self::Basis => "Chọn hien-nay hoặc thoi-diem.".to_owned(),
            Self::Compared => "Chọn ky-truoc hoặc cung-ky.".to_owned(),
            Self::Count(most) => format!("Viết số nguyên từ 1 đến {most}."),
            Self::Cursor => "Dùng nguyên con trỏ nhận được ở trang trước, hoặc bỏ tham số để đọc từ đầu.".to_owned(),
        })
    }
}

/// Digits alone, without a sign or a leading zero.
fn number(text: &str) -> Option<u32> {
    let number: u32 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn day(text: &str) -> Option<Date> {
    let day: Date = text.parse().ok()?;
    (day.to_string() == text && YEARS.contains(&day.year()) && day.year() < 2100).then_some(day)
}

fn period(text: &str) -> Option<Period> {
    let period = Period::from_key(text)?;
    // The week of a day is told by its first day; any day of it is taken.
    let same = text.starts_with("tuan-") || period.key() == text;
    (same && YEARS.contains(&period.from.year()) && period.to.year() < 2100).then_some(period)
}

/// What was asked, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked(BTreeMap<&'static str, String>);

impl Asked {
    /// Reads a query by the table of its address.
    ///
    /// # Errors
    /// `Invalid` for a parameter there is not, one that stands twice, is missing, or is not written as it must be.
    pub fn read(head: &Parts, parameters: &'static [Parameter]) -> Result<Self, Refused> {
        let query = head.uri.query().unwrap_or_default();
        if query.len() > MAX_QUERY {
            return Err(Refused::Invalid(String::new(), format!("Rút ngắn phần hỏi xuống dưới {MAX_QUERY} ký tự.")));
        }
        let mut asked = Self::default();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let name = unescape(name).unwrap_or_default();
            let Some(known) = parameters.iter().find(|parameter| parameter.name == name) else {
                let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
                let words = if names.is_empty() {
                    "Địa chỉ này không có tham số. Bỏ phần sau dấu hỏi.".to_owned()
                } else {
                    format!("Không có tham số này. Các tham số: {}.", names.join(", "))
                };
                return Err(Refused::Invalid(name, words));
            };
            let value = unescape(value)
                .ok_or_else(|| Refused::Invalid(name.clone(), "Mã hóa phần hỏi theo UTF-8 rồi gọi lại.".to_owned()))?;
            if let Some(words) = known.kind.fault(&value) {
                return Err(Refused::Invalid(name, words));
            }
            if asked.0.insert(known.name, value).is_some() {
                return Err(Refused::Invalid(name, "Chỉ ghi tham số này một lần.".to_owned()));
            }
        }
        match parameters.iter().find(|parameter| parameter.required && !asked.0.contains_key(parameter.name)) {
            Some(missing) => {
                let words = format!("Thêm tham số này, ví dụ {}={}.", missing.name, missing.example);
                Err(Refused::Invalid(missing.name.to_owned(), words))
            }
            None => Ok(asked),
        }
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub fn day(&self, name: &str) -> Option<Date> {
        day(self.text(name)?)
    }

    pub fn number(&self, name: &str) -> Option<u32> {
        number(self.text(name)?)
    }

    pub fn period(&self, name: &str) -> Option<Period> {
        period(self.text(name)?)
    }

    pub fn figures(&self, name: &str) -> Option<Vec<Figure>> {
        Some(self.text(name)?.split(',').filter_map(Figure::from_key).collect())
    }

    pub fn cursor(&self, name: &str) -> Option<Cursor> {
        Cursor::parse(self.text(name)?)
    }
}

/// A part of a query with its escapes read; nothing for what is no text.
fn unescape(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok()
}
