//! Reading a catalogue version from the text an administrator uploads: all of it, or every reason why not.
//!
//! Two spellings are read. JSON has the shape in which the system itself keeps and hands out a catalogue (limits of
//! quantity bands in whole thousandths). TOML is the shape of `data/catalogue.toml`, which people write; its parser stands
//! behind the cargo feature `import`, which only the server enables, and shares its conversion with the build script, so
//! that the same text gives the same rows shipped or uploaded and the browser bundle carries no TOML parser.
//!
//! Must not know: who uploads, where a version is kept, or from when it is used.

use super::strict_json::Strict;
use super::{Catalogue, CatalogueProblem, Field};
use jiff::civil::Date;
use serde_json::Value;
use std::collections::HashSet;

/// Most bytes of an uploaded catalogue.
pub const MAX_BYTES: usize = 2 * 1024 * 1024;
/// Most rows of an uploaded catalogue.
pub const MAX_ROWS: usize = 5_000;
/// Most problems that are told one by one; the rest is counted.
pub const MAX_PROBLEMS: usize = 500;

/// What a key holds.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    Whole,
    Flag,
    Day,
    Texts,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// The key of a field of management.
    Field,
    Bands,
}

use Kind::{Bands, Day, Flag, OneOf, Text, Texts, Whole};

const MARKS: Kind = OneOf(&["V", "R", "U"]);

/// Name, what it holds, whether it must be there.
type Key = (&'static str, Kind, bool);

/// The keys of a row, as [`super::Behaviour`] reads them.
const ROW: [Key; 21] = [
    ("id", Text, true),
    ("instrument", Text, true),
    ("article", Text, true),
    ("title", Text, true),
    ("field", Kind::Field, true),
    ("base", OneOf(&["fixed", "exhibit_value", "quantity"]), true),
    ("unit", Text, false),
    ("fine_stated_for", OneOf(&["individual", "organisation"]), true),
    ("organisation_factor", Whole, true),
    ("doubled_if", Text, true),
    ("doubled_factor", Whole, false),
    ("supplementary", Texts, true),
    ("remedies", Texts, true),
    ("limitation_years", Whole, true),
    ("in_force_from", Day, true),
    ("in_force_to", Day, false),
    ("confidence", MARKS, true),
    ("place_confidence", MARKS, false),
    ("note", Text, true),
    ("replaces", Texts, false),
    ("bands", Bands, true),
];

/// The keys of a band, as [`super::Band`] reads them.
const BAND: [Key; 8] = [
    ("clause", Text, true),
    ("point", Text, false),
    ("from", Whole, false),
    ("to", Whole, false),
    ("min", Whole, true),
    ("max", Whole, true),
    ("confidence", MARKS, false),
    ("warning", Flag, false),
];

/// Reads and checks a catalogue: JSON when the text begins with `{`, else TOML.
///
/// # Errors
/// Every problem found, each with the row it is in (empty where it concerns the whole text) and how to correct it. Where
/// the shape of a row is wrong, its own figures are not judged yet.
pub fn import(text: &str) -> Result<Catalogue, Vec<CatalogueProblem>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let document = read(text).map_err(|message| vec![CatalogueProblem::whole(message)])?;
    let mut problems = Vec::new();
    let rows = rows(document, &mut problems);
    let mut catalogue = Catalogue { behaviour: Vec::with_capacity(rows.len()) };
    let mut unread = HashSet::new();
    for (index, row) in rows.into_iter().enumerate() {
        let id = row_id(&row, index);
        let before = problems.len();
        check_object(&row, &ROW, "", &mut |message| problems.push(CatalogueProblem { id: id.clone(), message }));
        if problems.len() > before {
            unread.insert(id);
            continue;
        }
        match serde_json::from_value(row) {
            Ok(behaviour) => catalogue.behaviour.push(behaviour),
            // The keys above say what the type reads; a difference between the two ends here instead of being lost.
            Err(error) => {
                problems.push(CatalogueProblem { id, message: format!("Không đọc được hành vi: {error}.") })
            }
        }
    }
    // Without its rows the document has its problem already.
    if !(catalogue.behaviour.is_empty() && unread.is_empty() && !problems.is_empty()) {
        problems.extend(catalogue.validate_beside(&unread));
    }
    if problems.is_empty() { Ok(catalogue) } else { Err(capped(problems)) }
}

/// A catalogue as text that [`import`] reads back: to be kept, corrected and uploaded again.
pub fn export(catalogue: &Catalogue) -> String {
    // Plain data: writing it cannot fail.
    serde_json::to_string_pretty(catalogue).unwrap_or_default()
}

/// The text as a JSON value.
fn read(text: &str) -> Result<Value, String> {
    if text.is_empty() {
        return Err("Tệp danh mục rỗng: chọn tệp JSON hoặc TOML có ít nhất một hành vi.".to_owned());
    }
    if text.len() > MAX_BYTES {
        return Err(format!(
            "Tệp danh mục lớn hơn {} MB: kiểm tra lại tệp, hoặc bỏ phần không thuộc danh mục.",
            MAX_BYTES / (1024 * 1024)
        ));
    }
    // A list is JSON too, if not a catalogue; `[[behaviour]]` is TOML.
    let list = text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']));
    if text.starts_with('{') || list {
        return serde_json::from_str::<Strict>(text)
            .map(|Strict(value)| value)
            .map_err(|error| format!("Tệp không phải JSON đúng: {error}. Sửa tại vị trí đó rồi nạp lại."));
    }
    read_toml(text)
}

#[cfg(feature = "import")]
fn read_toml(text: &str) -> Result<Value, String> {
    super::from_toml::to_json(text).map_err(|error| {
        format!("Tệp không phải TOML đúng: {}. Sửa tại vị trí đó rồi nạp lại.", error.to_string().trim())
    })
}

#[cfg(not(feature = "import"))]
fn read_toml(_: &str) -> Result<Value, String> {
    Err("Ở đây chỉ đọc được danh mục dạng JSON.".to_owned())
}

/// The rows of the document; what else it holds is a problem.
fn rows(document: Value, problems: &mut Vec<CatalogueProblem>) -> Vec<Value> {
    let mut report = |message: String| problems.push(CatalogueProblem::whole(message));
    let Value::Object(mut document) = document else {
        report("Danh mục phải là một đối tượng có mục “behaviour” là danh sách hành vi.".to_owned());
        return Vec::new();
    };
    let rows = document.remove("behaviour");
    for key in document.keys() {
        report(format!("Không có mục “{key}” trong danh mục: bỏ mục này, hoặc chuyển vào một hành vi."));
    }
    match rows {
        Some(Value::Array(rows)) if rows.len() > MAX_ROWS => {
            report(format!("Danh mục có {} hành vi, nhiều hơn {MAX_ROWS}: kiểm tra lại tệp.", rows.len()));
            Vec::new()
        }
        Some(Value::Array(rows)) => rows,
        Some(_) | None => {
            report("Thiếu danh sách hành vi: thêm mục “behaviour” là một danh sách.".to_owned());
            Vec::new()
        }
    }
}

/// What a row is called in problems: its id, else its place.
fn row_id(row: &Value, index: usize) -> String {
    match row.get("id").and_then(Value::as_str).map(str::trim) {
        Some(id) if !id.is_empty() => id.chars().take(80).collect(),
        _ => format!("hành vi thứ {}", index + 1),
    }
}

/// Unknown keys, missing keys, and values of another kind.
fn check_object(value: &Value, keys: &[Key], path: &str, report: &mut dyn FnMut(String)) {
    let Value::Object(object) = value else {
        report(format!("{} phải là một đối tượng gồm các mục có tên.", if path.is_empty() { "Hành vi" } else { path }));
        return;
    };
    let named = |key: &str| if path.is_empty() { format!("“{key}”") } else { format!("“{key}” của {path}") };
    for key in object.keys().filter(|key| !keys.iter().any(|(known, ..)| known == key)) {
        let known: Vec<&str> = keys.iter().map(|(known, ..)| *known).collect();
        report(format!("Không có mục {}: bỏ đi, hoặc sửa tên cho đúng ({}).", named(key), known.join(", ")));
    }
    for (key, kind, required) in keys {
        match object.get(*key) {
            None | Some(Value::Null) if *required => report(format!("Thiếu mục {}: {}.", named(key), wanted(*kind))),
            None | Some(Value::Null) => {}
            Some(value) => check(value, *kind, &named(key), report),
        }
    }
}

fn check(value: &Value, kind: Kind, name: &str, report: &mut dyn FnMut(String)) {
    let fits = match kind {
        Text => value.is_string(),
        Whole => value.is_i64(),
        Flag => value.is_boolean(),
        Day => value.as_str().is_some_and(|text| text.parse::<Date>().is_ok()),
        Texts => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
        OneOf(words) => value.as_str().is_some_and(|text| words.contains(&text)),
        Kind::Field => value.as_str().is_some_and(|text| Field::from_key(text).is_some()),
        Bands => {
            if let Some(bands) = value.as_array() {
                for (index, band) in bands.iter().enumerate() {
                    check_object(band, &BAND, &format!("khung thứ {}", index + 1), report);
                }
            }
            value.is_array()
        }
    };
    if !fits {
        report(format!("Mục {name} không đúng: {}.", wanted(kind)));
    }
}

/// How to write a value of a kind.
fn wanted(kind: Kind) -> String {
    match kind {
        Text => "ghi bằng chữ trong dấu nháy, có thể để trống".to_owned(),
        Whole => {
            "ghi số nguyên, không có dấu chấm hay phẩy (ngưỡng số lượng có tối đa ba chữ số thập phân trong TOML, \
             phần nghìn của đơn vị trong JSON)"
                .to_owned()
        }
        Flag => "ghi true hoặc false".to_owned(),
        Day => "ghi ngày dạng năm-tháng-ngày, ví dụ 2025-02-21".to_owned(),
        Texts => "ghi danh sách các dòng chữ, có thể trống: []".to_owned(),
        OneOf(words) => format!("ghi một trong các giá trị {}", words.join(", ")),
        Kind::Field => {
            let keys: Vec<&str> = Field::all().map(Field::key).collect();
            format!("ghi một trong các lĩnh vực {}", keys.join(", "))
        }
        Bands => "ghi danh sách khung phạt, ít nhất một khung".to_owned(),
    }
}

fn capped(mut problems: Vec<CatalogueProblem>) -> Vec<CatalogueProblem> {
    if problems.len() > MAX_PROBLEMS {
        let rest = problems.len() - MAX_PROBLEMS;
        problems.truncate(MAX_PROBLEMS);
        problems.push(CatalogueProblem::whole(format!("Và {rest} lỗi nữa: sửa các lỗi trên rồi nạp lại.")));
    }
    problems
}
