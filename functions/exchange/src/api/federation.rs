//! The nation's side of the line to provinces that keep their own data: where each stands, what it sends, what it asks.

use super::national::{Handed, broken, key};
use super::operations::Format;
use super::problem::Refused;
use super::{Call, posted};
use bytes::Bytes;
use domain::described;
use domain::exchange::federation::{HEX, MAX_LINES, MAX_MARKS, MAX_MATTERS, Place, Question, Shipment, VERSION};
use domain::exchange::{Described, Part, Schema};
use domain::report::Measure;
use front::Answer;
use front::answer::{shown, whole};
use http::request::Parts;
use http_body::Body;
use serde_json::{Value, json};
use std::error::Error;
use store::federation::{place, receive, tell};

/// Bytes of one shipment at most.
const MAX_SHIPMENT: usize = 4 << 20;

/// Bytes of one question at most.
const MAX_QUESTION: usize = 16 << 10;

described! {
    /// Where a province stands.
    Standing {
        province: String = "Mã tỉnh của khóa",
        position: i64 = "Vị trí trong chuỗi sự kiện của tỉnh mà trung ương đã có; 0 là chưa có gì",
        hash: String = "Mã băm của sự kiện tại vị trí đó",
    }
}

impl From<Place> for Standing {
    fn from(place: Place) -> Self {
        Self { province: place.province.0, position: place.position, hash: place.hash }
    }
}

/// Where the province of the key stands.
pub async fn standing(call: &Call) -> Result<Standing, Refused> {
    Ok(place(&*call.database, &key(call)?.grant).await?.into())
}

/// Takes a shipment in.
pub async fn shipment<B>(call: &Call, head: &Parts, body: &mut Option<B>) -> Result<(Answer, Handed), Refused>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let sent: Shipment = posted::read(head, body, MAX_SHIPMENT).await?;
    let standing: Standing = receive(&*call.database, &call.env, &key(call)?.grant, &sent).await?.into();
    let lines = sent.lines.len() + sent.matters.len();
    // Positions of another chain: they are no hand-over of ours.
    Ok((answer(&standing)?, (lines, None)))
}

/// Answers what other provinces know of a violator.
pub async fn question<B>(call: &Call, head: &Parts, body: &mut Option<B>) -> Result<(Answer, Handed), Refused>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let asked: Question = posted::read(head, body, MAX_QUESTION).await?;
    let told = tell(&*call.database, &key(call)?.grant, &asked).await?;
    Ok((answer(&told)?, (told.elsewhere.len(), None)))
}

fn answer(body: &impl serde::Serialize) -> Result<Answer, Refused> {
    Ok(shown(whole(serde_json::to_vec(body).map_err(broken)?), Format::Json.content_type()))
}

/// One earlier matter, as the law on repeat offences takes it.
const PAST: &str = r#"{
  "type": "object", "required": ["file", "unit", "acts", "outcome"],
  "properties": {
    "file": { "type": "string", "description": "Mã hồ sơ của tỉnh" },
    "unit": { "type": "string", "description": "Đơn vị ghi trên quyết định hoặc biên bản" },
    "acts": { "type": "array", "description": "Các hành vi", "items": {
      "type": "object", "required": ["behaviour_id", "title", "place", "committed_on", "sanction_until"],
      "properties": {
        "behaviour_id": { "type": "string" }, "title": { "type": "string" }, "place": { "type": "string" },
        "committed_on": { "type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$" },
        "sanction_until": { "type": "string", "pattern": "^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$" }
      } } },
    "outcome": { "type": "object", "description": "Kết quả: biên bản, quyết định xử phạt, đã hủy, không xử phạt",
      "oneOf": [
        { "required": ["kind", "number"], "properties": { "kind": { "const": "recorded" }, "number": { "type": "string" } } },
        { "required": ["kind", "number", "decided_on", "warning", "executed_on"], "properties": {
          "kind": { "const": "sanctioned" }, "number": { "type": "string" }, "decided_on": { "type": "string", "format": "date" },
          "warning": { "type": "boolean" }, "executed_on": { "type": ["string", "null"], "format": "date" } } },
        { "required": ["kind", "number", "decided_on"], "properties": {
          "kind": { "const": "cancelled" }, "number": { "type": "string" }, "decided_on": { "type": "string", "format": "date" } } },
        { "required": ["kind", "why"], "properties": { "kind": { "const": "unsanctioned" }, "why": { "type": "string" } } }
      ] }
  }
}"#;

/// What is answered about a violator.
pub fn told_schema() -> Schema {
    fn part(key: &'static str, about: &'static str, schema: Schema) -> Part {
        Part { key, about, schema }
    }
    let past = Schema::List(Box::new(Schema::Raw(PAST)));
    let elsewhere = Schema::Object(
        "Elsewhere",
        vec![
            part("province", "Mã tỉnh", Schema::Text),
            part("province_name", "Tên cơ quan của tỉnh", Schema::Text),
            part("past", "Các vụ trước của đối tượng ở tỉnh đó", past),
        ],
    );
    let heard = Schema::Object(
        "Heard",
        vec![part("province", "Mã tỉnh", Schema::Text), part("at", "Lần gửi gần nhất", Schema::Moment)],
    );
    Schema::Object(
        "Told",
        vec![
            part("elsewhere", "Các tỉnh khác biết đối tượng", Schema::List(Box::new(elsewhere))),
            part("heard", "Các tỉnh đang gửi, với thời điểm gửi gần nhất", Schema::List(Box::new(heard))),
        ],
    )
}

pub fn standing_schema() -> Schema {
    Standing::schema()
}

fn hex() -> Value {
    json!({ "type": "string", "pattern": format!("^[0-9a-f]{{{HEX}}}$") })
}

/// What a province posts.
pub fn shipment_schema() -> Value {
    let position = json!({ "type": "integer", "format": "int64", "minimum": 0 });
    let past: Value = serde_json::from_str(PAST).unwrap_or_default();
    let measures = Measure::ALL.len();
    json!({
        "type": "object", "additionalProperties": false,
        "required": ["version", "after", "after_hash", "until", "until_hash", "anew", "lines", "matters"],
        "properties": {
            "version": { "const": VERSION, "description": "Phiên bản liên thông" },
            "after": position, "after_hash": hex(), "until": position, "until_hash": hex(),
            "anew": { "type": "boolean", "description": "Gửi lại từ đầu: phần đã gửi trước đây được trừ ra" },
            "lines": { "type": "array", "maxItems": MAX_LINES, "description": "Số liệu của từng sự kiện, theo thứ tự", "items": {
                "type": "object", "additionalProperties": false, "required": ["position", "line", "unit", "entry"],
                "properties": {
                    "position": position, "line": position, "unit": { "type": "string" },
                    "entry": { "type": "object", "required": ["day", "field", "measures"], "properties": {
                        "day": { "type": "string", "format": "date" }, "field": { "type": "string" },
                        "measures": { "type": "array", "minItems": measures, "maxItems": measures, "items": { "type": "integer", "format": "int64" } },
                    } },
                },
            } },
            "matters": { "type": "array", "maxItems": MAX_MATTERS, "description": "Vụ việc dưới dấu của đối tượng", "items": {
                "type": "object", "additionalProperties": false, "required": ["record", "marks", "past"],
                "properties": {
                    "record": hex(),
                    "marks": { "type": "array", "maxItems": MAX_MARKS, "uniqueItems": true, "items": hex() },
                    "past": { "type": "array", "items": past },
                },
            } },
        },
    })
}

/// What a province asks.
pub fn question_schema() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["version", "marks"],
        "properties": {
            "version": { "const": VERSION, "description": "Phiên bản liên thông" },
            "marks": { "type": "array", "minItems": 1, "maxItems": MAX_MARKS, "uniqueItems": true, "items": hex(), "description": "Dấu của đối tượng" },
        },
    })
}
