//! The few elements a paper is made of. Whatever text comes in goes out as text.

use std::fmt::Write as _;

/// Namespaces of every part under `word/`.
pub const NAMESPACES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;

pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Text as XML has it; characters that XML 1.0 does not have are left out.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

/// How a run looks beside its paragraph's style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    pub bold: bool,
    pub italic: bool,
    pub red: bool,
}

pub const PLAIN: Look = Look { bold: false, italic: false, red: false };
pub const BOLD: Look = Look { bold: true, italic: false, red: false };

/// A run; lines of the text are lines of the run.
pub fn run(text: &str, look: Look) -> String {
    let mut out = String::from("<w:r>");
    if look != PLAIN {
        out.push_str("<w:rPr>");
        if look.bold {
            out.push_str("<w:b/>");
        }
        if look.italic {
            out.push_str("<w:i/>");
        }
        if look.red {
            out.push_str("<w:color w:val=\"97210F\"/>");
        }
        out.push_str("</w:rPr>");
    }
    for (index, line) in text.lines().enumerate() {
        if index > 0 {
            out.push_str("<w:br/>");
        }
        for (index, piece) in line.split('\t').enumerate() {
            if index > 0 {
                out.push_str("<w:tab/>");
            }
            let _ = write!(out, "<w:t xml:space=\"preserve\">{}</w:t>", escape(piece));
        }
    }
    out.push_str("</w:r>");
    out
}

/// A paragraph of a named style.
pub fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

/// A paragraph of one run; nothing for no text.
pub fn line(style: &str, text: &str, look: Look) -> String {
    if text.is_empty() { String::new() } else { paragraph(style, &run(text, look)) }
}

/// A ruled line of its own, between indents in twentieths of a point.
pub fn rule(indent: u32) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"Rule\"/><w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" \
         w:color=\"000000\"/></w:pBdr><w:ind w:left=\"{indent}\" w:right=\"{indent}\"/></w:pPr></w:p>"
    )
}

/// A table: its borders, the width of each column, its rows.
pub fn table(ruled: bool, widths: &[u32], rows: &[String]) -> String {
    let borders: String = if ruled {
        ["top", "left", "bottom", "right", "insideH", "insideV"]
            .map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"))
            .concat()
    } else {
        String::new()
    };
    let borders = if ruled { format!("<w:tblBorders>{borders}</w:tblBorders>") } else { borders };
    let grid: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{}\" w:type=\"dxa\"/>{borders}<w:tblLayout w:type=\"fixed\"/></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>{}</w:tbl>",
        widths.iter().sum::<u32>(),
        rows.concat()
    )
}

/// A row that stays on one page; a head repeats on every page.
pub fn row(head: bool, cells: &[String]) -> String {
    let head = if head { "<w:tblHeader/>" } else { "" };
    format!("<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{}</w:tr>", cells.concat())
}

/// A cell; one without paragraphs gets an empty one, without which the file would be broken.
pub fn cell(width: u32, paragraphs: &str) -> String {
    let paragraphs = if paragraphs.is_empty() { "<w:p/>" } else { paragraphs };
    format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{paragraphs}</w:tc>")
}
