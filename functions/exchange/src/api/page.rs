//! The description of the interface for people: one page without scripts, from the same table.

use super::openapi::refusals;
use super::operations::{BASE, Format, OPERATIONS, Operation, Who};
use domain::exchange::{Described, Schema};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How the page looks.
pub const SHEET: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#1b1b1b;background:#fff}\
code{background:#f0f0ef;padding:.1em .3em}table{border-collapse:collapse;width:100%;margin:.5rem 0 1rem}\
th,td{border:1px solid #8a8a8a;padding:.3rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
caption{text-align:left;font-weight:600;padding:.3rem 0}a{color:#0b4f9e}h2{margin-top:2.5rem}.wide{overflow-x:auto}";

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

const fn who(who: Who) -> &'static str {
    match who {
        Who::Anybody => "Ai cũng gọi được.",
        Who::Known => "Công chức đã đăng nhập, hoặc bất kỳ khóa nào đang dùng.",
        Who::Figures => "Công chức xem được báo cáo, hoặc khóa số liệu, trong phạm vi của mình.",
        Who::National => "Khóa cung cấp dữ liệu quốc gia.",
        Who::Province => "Khóa liên thông của một tỉnh.",
    }
}

fn kind(schema: &Schema, named: &mut BTreeMap<&'static str, Schema>) -> String {
    match schema {
        Schema::Text => "chữ".to_owned(),
        Schema::Day => "ngày".to_owned(),
        Schema::Moment => "thời điểm".to_owned(),
        Schema::Integer => "số nguyên".to_owned(),
        Schema::Boolean => "true/false".to_owned(),
        Schema::OneOf(keys) => keys.join(" | "),
        Schema::Optional(inner) => format!("{} hoặc null", kind(inner, named)),
        Schema::List(inner) => format!("danh sách {}", kind(inner, named)),
        Schema::Raw(_) => "đối tượng, xem openapi.json".to_owned(),
        Schema::Figures => "số nguyên theo mã".to_owned(),
        Schema::Object(name, parts) => {
            if named.insert(name, schema.clone()).is_none() {
                for part in parts {
                    kind(&part.schema, named);
                }
            }
            (*name).to_owned()
        }
    }
}

fn describe(out: &mut String, operation: &Operation, named: &mut BTreeMap<&'static str, Schema>) -> std::fmt::Result {
    let method = if operation.posted { "POST" } else { "GET" };
    write!(
        out,
        "<h2><code>{method} {BASE}{}</code></h2><p><strong>{}.</strong> {}</p>",
        operation.path,
        escape(operation.summary),
        escape(operation.about)
    )?;
    write!(out, "<p>{}", who(operation.who))?;
    let formats: Vec<&str> = operation.formats.iter().map(|format| format.mime()).collect();
    write!(out, " Trả: <code>{}</code>", formats.join("</code>, <code>"))?;
    if let Some(answer) = operation.answer {
        write!(out, ", <code>{}</code>", kind(&answer(), named))?;
    }
    out.push_str(".</p>");
    if !operation.parameters.is_empty() {
        out.push_str("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Tham số\"><table><caption>Tham số</caption><thead><tr><th scope=\"col\">Tên</th><th scope=\"col\">Ý nghĩa</th><th scope=\"col\">Ví dụ</th></tr></thead><tbody>");
        for parameter in operation.parameters {
            write!(
                out,
                "<tr><td><code>{}</code></td><td>{}</td><td><code>{}</code></td></tr>",
                parameter.name,
                escape(parameter.about),
                escape(parameter.example)
            )?;
        }
        out.push_str("</tbody></table></div>");
    }
    let statuses: Vec<String> =
        refusals(operation).iter().map(|(status, words)| format!("{status} ({})", escape(words))).collect();
    write!(out, "<p>Ngoài 200 còn có thể: {}.</p>", statuses.join("; "))
}

/// The whole page.
pub fn page() -> String {
    let mut out = String::from(
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>Giao diện dữ liệu INS</title><link rel=\"stylesheet\" href=\"/api/v1/tai-lieu.css\"></head><body><main>\
         <h1>Giao diện dữ liệu</h1><p>Chỉ đọc, trừ biên nhận. Ngày theo ISO 8601, tiền là số nguyên đồng, lỗi là \
         <code>application/problem+json</code> có câu nói cách sửa. Hệ thống khác gọi bằng khóa: <code>Authorization: Bearer ins_…</code>, \
         do quản trị cấp; mọi lần gọi được ghi nhật ký. Mô tả máy đọc được: <a href=\"/api/v1/openapi.json\">openapi.json</a>.</p>",
    );
    let mut named = BTreeMap::new();
    for operation in OPERATIONS.iter().filter(|operation| !operation.formats.contains(&Format::Css)) {
        let _ = describe(&mut out, operation, &mut named);
    }
    named.entry("Problem").or_insert_with(super::problem::Problem::schema);
    out.push_str("<h2>Các đối tượng</h2>");
    for (name, schema) in &named {
        let Schema::Object(_, parts) = schema else { continue };
        let _ = write!(
            out,
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table><caption><code>{name}</code></caption><thead><tr><th scope=\"col\">Khóa</th><th scope=\"col\">Kiểu</th><th scope=\"col\">Ý nghĩa</th></tr></thead><tbody>"
        );
        for part in parts {
            let told = kind(&part.schema, &mut BTreeMap::new());
            let _ = write!(
                out,
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                part.key,
                escape(&told),
                escape(part.about)
            );
        }
        out.push_str("</tbody></table></div>");
    }
    out.push_str("</main></body></html>");
    out
}
