//! What stands around the body: the headers of the first and of later pages, and what the file says of itself.

use super::xml::{DECLARATION, Look, NAMESPACES, PLAIN, escape, run};
use domain::paper::{Document, Mark};

/// Where the form's code stands on the first page: at the right edge of the text.
pub const TEXT_WIDTH: u32 = 9184;

fn header(content: &str) -> String {
    format!("{DECLARATION}<w:hdr {NAMESPACES}>{content}</w:hdr>")
}

fn mark(document: &Document) -> String {
    let practice = document.practice.then_some(domain::practice::MARK);
    let state = match document.mark {
        Mark::None => None,
        Mark::Draft => Some("Dự thảo – chưa ký, chưa có giá trị thi hành"),
        Mark::Cancelled => Some("Đã hủy – không có giá trị thi hành"),
    };
    practice.into_iter().chain(state).collect::<Vec<_>>().join(". ")
}

const RED: Look = Look { bold: true, italic: false, red: true };

/// The mark on the left, the code of the form on the right, no number.
pub fn first_header(document: &Document) -> String {
    let mut runs = run(&mark(document), RED);
    if !document.code.is_empty() {
        runs.push_str(&run(&format!("\t{}", document.code), PLAIN));
    }
    header(&format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Foot\"/><w:tabs><w:tab w:val=\"right\" w:pos=\"{TEXT_WIDTH}\"/></w:tabs></w:pPr>\
         {runs}</w:p>"
    ))
}

/// The number of the page in the middle of the upper margin, the mark below it.
pub fn later_header(document: &Document) -> String {
    let number = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>\
                  <w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>\
                  <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r>\
                  <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let number = format!("<w:p><w:pPr><w:pStyle w:val=\"Sign\"/></w:pPr>{number}</w:p>");
    let words = mark(document);
    let words = if words.is_empty() { String::new() } else { super::xml::line("Foot", &words, RED) };
    header(&format!("{number}{words}"))
}

/// The part `docProps/core.xml`: title and language.
pub fn properties(document: &Document) -> String {
    let title = format!("{} {}", document.title, document.subject);
    format!(
        "{DECLARATION}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>vi-VN</dc:language>\
         </cp:coreProperties>",
        escape(title.trim())
    )
}
