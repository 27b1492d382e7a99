//! Reads raw fields into values and gathers *all* errors, each at its field.
//!
//! Must not know which form it reads.

use super::Fields;
use domain::calendar::{parse_date, parse_time};
use domain::case::FieldError;
use domain::money::Dong;
use domain::text::{clean, clean_lines};
use jiff::civil::{Date, DateTime, Time};

/// Longest single line a form accepts, in characters.
pub const LINE: usize = 300;
/// Longest text of several lines a form accepts, in characters.
pub const TEXT: usize = 20_000;

/// Reads one form. A value that cannot be read becomes an error and a stand-in, so that every field is looked at.
pub struct Reader<'a> {
    pub fields: &'a Fields,
    errors: Vec<FieldError>,
}

impl<'a> Reader<'a> {
    pub const fn new(fields: &'a Fields) -> Self {
        Self { fields, errors: Vec::new() }
    }

    /// Adds an error at a field.
    pub fn error(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.errors.push(FieldError::new(field, message));
    }

    /// The value, if nothing was wrong anywhere.
    ///
    /// # Errors
    /// All field errors, in the order the fields were read.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            Some(_) | None => Err(self.errors),
        }
    }

    fn bounded(&mut self, name: &str, text: String, limit: usize) -> String {
        let length = text.chars().count();
        if length > limit {
            self.error(name, format!("Tối đa {limit} ký tự, đang nhập {length}. Rút gọn lại."));
        }
        text
    }

    /// A line that must be filled in.
    pub fn line(&mut self, name: &str, missing: &str) -> String {
        let text = clean(self.fields.get(name));
        if text.is_empty() {
            self.error(name, missing);
        }
        self.bounded(name, text, LINE)
    }

    /// A line that may be empty.
    pub fn opt_line(&mut self, name: &str) -> String {
        let text = clean(self.fields.get(name));
        self.bounded(name, text, LINE)
    }

    /// A text of several lines that must be filled in.
    pub fn text(&mut self, name: &str, missing: &str) -> String {
        let text = self.opt_text(name);
        if text.is_empty() {
            self.error(name, missing);
        }
        text
    }

    /// A text of several lines that may be empty.
    pub fn opt_text(&mut self, name: &str) -> String {
        let text = clean_lines(self.fields.get(name));
        self.bounded(name, text, TEXT)
    }

    /// A date.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        match parse_date(self.fields.get(name)) {
            Ok(date) => Some(date),
            Err(error) => {
                self.error(name, error.message());
                None
            }
        }
    }

    /// A date that may be empty.
    pub fn opt_date(&mut self, name: &str) -> Option<Date> {
        self.fields.filled(name)?;
        self.date(name)
    }

    /// A time of day.
    pub fn time(&mut self, name: &str) -> Option<Time> {
        match parse_time(self.fields.get(name)) {
            Ok(time) => Some(time),
            Err(error) => {
                self.error(name, error.message());
                None
            }
        }
    }

    /// A date and a time from their two fields.
    pub fn at(&mut self, date: &str, time: &str) -> Option<DateTime> {
        let (date, time) = (self.date(date), self.time(time));
        Some(date?.to_datetime(time?))
    }

    /// An amount in đồng.
    pub fn money(&mut self, name: &str) -> Option<Dong> {
        match domain::money::parse(self.fields.get(name)) {
            Ok(amount) => Some(amount),
            Err(error) => {
                self.error(name, error.message());
                None
            }
        }
    }

    /// A whole number in a range.
    pub fn number(&mut self, name: &str, from: u32, to: u32, what: &str) -> Option<u32> {
        let digits = clean(self.fields.get(name)).replace(['.', ' '], "");
        match digits.parse::<u32>() {
            Ok(number) if (from..=to).contains(&number) => Some(number),
            Ok(_) | Err(_) => {
                self.error(name, format!("{what} là số từ {from} đến {}.", domain::money::group(i64::from(to))));
                None
            }
        }
    }

    /// One of a closed list, by its key.
    pub fn choice<T>(&mut self, name: &str, from_key: impl Fn(&str) -> Option<T>, missing: &str) -> Option<T> {
        let found = from_key(self.fields.get(name));
        if found.is_none() {
            self.error(name, missing);
        }
        found
    }

    /// A value with a parser of its own, or nothing when empty.
    pub fn opt_parsed<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, domain::identity::IdentityError>,
    ) -> Option<T> {
        match parse(self.fields.filled(name)?) {
            Ok(value) => Some(value),
            Err(error) => {
                self.error(name, error.0);
                None
            }
        }
    }

    /// Whether a checkbox was ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.fields.filled(name).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_errors_at_once_and_in_order() {
        let fields: Fields = [("date", "30/2/2026"), ("amount", "15 triệu"), ("name", "  ")].into_iter().collect();
        let mut reader = Reader::new(&fields);
        let name = reader.line("name", "Nhập tên.");
        let date = reader.date("date");
        let amount = reader.money("amount");
        let errors = reader.finish(date.zip(amount).map(|_| name)).unwrap_err();
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["name", "date", "amount"]);
    }

    #[test]
    fn long_text_is_refused_with_the_limit() {
        let fields: Fields = [("name", "a".repeat(LINE + 1))].into_iter().collect();
        let mut reader = Reader::new(&fields);
        let name = reader.line("name", "Nhập tên.");
        assert!(reader.finish(Some(name)).unwrap_err()[0].message.contains("300"));
    }
}
