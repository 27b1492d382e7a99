//! The description of the interface (OpenAPI 3.1), written from the table of its addresses.

use super::operations::{BASE, CURSOR, Format, OPERATIONS, Operation, Who};
use super::parameters::{Kind, Parameter};
use super::problem;
use domain::exchange::Described;
use domain::report::definition::DEFINITIONS;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

type Named = BTreeMap<&'static str, Value>;

/// The whole document.
pub fn document() -> Value {
    let mut named = Named::new();
    problem::Problem::schema().json(&mut named);
    let mut paths = Map::new();
    for operation in &OPERATIONS {
        let method = if operation.posted { "post" } else { "get" };
        let mut methods = Map::from_iter([(method.to_owned(), describe(operation, &mut named))]);
        if !operation.posted {
            methods.insert("head".to_owned(), describe_head(operation));
        }
        paths.insert(format!("{BASE}{}", operation.path), Value::Object(methods));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "INS: dữ liệu tổng hợp và cung cấp dữ liệu xử lý vi phạm hành chính",
            "version": "1",
            "description": "Chỉ đọc. Ngày theo ISO 8601, tiền là số nguyên đồng, lỗi là application/problem+json. \
                            Công chức gọi bằng phiên đăng nhập, hệ thống khác bằng khóa trong trường đầu Authorization: Bearer. \
                            Ngoài phạm vi được cấp trả 404 như không tồn tại.",
        },
        "paths": paths,
        "components": {
            "schemas": named,
            "securitySchemes": {
                "khoa": { "type": "http", "scheme": "bearer", "description": "Khóa do quản trị cấp tại /quan-tri/khoa-api" },
                "phien": { "type": "apiKey", "in": "cookie", "name": "__Host-ins", "description": "Phiên đăng nhập của công chức" },
            },
        },
    })
}

fn security(who: Who) -> Value {
    match who {
        Who::Anybody => json!([]),
        Who::Known | Who::Figures => json!([{ "khoa": [] }, { "phien": [] }]),
        Who::National | Who::Province => json!([{ "khoa": [] }]),
    }
}

fn parameter(parameter: &Parameter) -> Value {
    let mut described = json!({
        "name": parameter.name, "in": "query", "required": parameter.required, "description": parameter.about,
        "schema": parameter.kind.schema(),
    });
    let example = match parameter.kind {
        Kind::Figures => json!(parameter.example.split(',').collect::<Vec<_>>()),
        Kind::Count(_) | Kind::Year => parameter.example.parse::<i64>().map_or(Value::Null, Value::from),
        _ => json!(parameter.example),
    };
    if let Some(fields) = described.as_object_mut() {
        fields.insert("example".to_owned(), example);
        if parameter.kind == Kind::Figures {
            fields.insert("style".to_owned(), json!("form"));
            fields.insert("explode".to_owned(), json!(false));
        }
    }
    described
}

fn parameters(operation: &Operation) -> Vec<Value> {
    let mut list: Vec<Value> = Vec::new();
    if operation.path.contains("{ma}") {
        let keys = DEFINITIONS.map(|definition| definition.key);
        list.push(json!({
            "name": "ma", "in": "path", "required": true, "description": "Mã báo cáo, như tại /api/v1/bao-cao",
            "schema": { "type": "string", "enum": keys }, "example": keys.first(),
        }));
    }
    list.extend(operation.parameters.iter().map(parameter));
    list
}

/// Statuses an address may answer beside 200, with their words.
pub fn refusals(operation: &Operation) -> Vec<(u16, &'static str)> {
    let mut list = vec![
        (400, "Yêu cầu chưa đúng; chi tiết nói cách sửa"),
        (405, "Sai phương thức; xem Allow"),
        (406, "Không có định dạng được hỏi trong Accept"),
        (500, "Lỗi hệ thống"),
        (503, "Hệ thống đang bận; xem Retry-After"),
    ];
    if !operation.posted && operation.who != Who::National {
        list.push((304, "Chưa thay đổi so với ETag trong If-None-Match"));
    }
    if operation.who != Who::Anybody {
        list.push((401, "Không có phiên, hoặc khóa không đúng, đã hết hạn, đã thu hồi"));
        list.push((403, "Vai trò hoặc khóa này không dùng được địa chỉ này"));
        list.push((404, "Không có, hoặc ngoài phạm vi được cấp"));
    }
    if operation.posted {
        list.push((413, "Nội dung gửi lên quá lớn"));
        list.push((415, "Nội dung gửi lên không phải application/json"));
    }
    list.sort_unstable();
    list
}

fn responses(operation: &Operation, named: Option<&mut Named>) -> Value {
    let mut content = Map::new();
    let schema = named.map(|named| operation.answer.map(|answer| answer().json(named)));
    for format in operation.formats {
        let schema = match (format, &schema) {
            (Format::Json, Some(Some(schema))) => schema.clone(),
            (Format::Json, _) => json!({ "type": "object" }),
            _ => json!({ "type": "string" }),
        };
        content.insert(format.mime().to_owned(), json!({ "schema": schema }));
    }
    let mut ok = json!({ "description": "Câu trả lời", "content": content });
    if operation.formats.contains(&Format::Lines)
        && let Some(fields) = ok.as_object_mut()
    {
        let cursor = json!({ "description": "Con trỏ để đọc tiếp", "schema": { "type": "string", "minLength": CURSOR, "maxLength": CURSOR } });
        let end =
            json!({ "description": "co: đã hết; chua: còn", "schema": { "type": "string", "enum": ["co", "chua"] } });
        fields.insert("headers".to_owned(), json!({ "INS-Con-Tro": cursor, "INS-Het": end }));
    }
    let mut all = Map::from_iter([("200".to_owned(), ok)]);
    for (status, words) in refusals(operation) {
        let problem = json!({ "schema": { "$ref": "#/components/schemas/Problem" } });
        let answer = if status == 304 {
            json!({ "description": words })
        } else {
            json!({ "description": words, "content": { problem::MIME: problem } })
        };
        all.insert(status.to_string(), answer);
    }
    Value::Object(all)
}

fn describe(operation: &Operation, named: &mut Named) -> Value {
    let mut described = json!({
        "operationId": id(operation), "summary": operation.summary, "description": operation.about,
        "security": security(operation.who), "parameters": parameters(operation),
        "responses": responses(operation, Some(named)),
    });
    if let Some(body) = operation.body
        && let Some(fields) = described.as_object_mut()
    {
        let body = json!({ "required": true, "content": { "application/json": { "schema": body() } } });
        fields.insert("requestBody".to_owned(), body);
    }
    described
}

fn describe_head(operation: &Operation) -> Value {
    let mut answers = responses(operation, None);
    // Nothing is sent but the head.
    for answer in answers.as_object_mut().into_iter().flat_map(Map::values_mut) {
        if let Some(fields) = answer.as_object_mut() {
            fields.remove("content");
        }
    }
    json!({
        "operationId": format!("{}-head", id(operation)), "summary": operation.summary,
        "description": "Như GET, không có nội dung.", "security": security(operation.who),
        "parameters": parameters(operation), "responses": answers,
    })
}

fn id(operation: &Operation) -> String {
    operation.path.trim_start_matches('/').replace("/{ma}", "-mot").replace(['/', '.'], "-")
}
