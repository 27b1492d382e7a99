//! The styles of a paper (Nghị định 30/2020/NĐ-CP, Phụ lục I): Times New Roman, 13 to 14 points, lines between single and
//! one and a half, paragraphs six points apart.

use super::xml::{DECLARATION, NAMESPACES};
use std::fmt::Write as _;

/// Name, size in half points, how it stands, space before and after in twentieths of a point, more.
struct Style {
    name: &'static str,
    size: u32,
    stands: &'static str,
    space: (u32, u32),
    paragraph: &'static str,
    run: &'static str,
}

const fn style(name: &'static str, size: u32, stands: &'static str, space: (u32, u32)) -> Style {
    Style { name, size, stands, space, paragraph: "", run: "" }
}

/// One centimetre before the first line.
const INDENT: &str = "<w:ind w:firstLine=\"567\"/>";
const KEEP: &str = "<w:keepNext/>";

const STYLES: [Style; 18] = [
    Style { paragraph: INDENT, ..style("Para", 28, "both", (0, 120)) },
    Style { paragraph: INDENT, run: "<w:i/>", ..style("Ground", 28, "both", (0, 120)) },
    Style { paragraph: INDENT, ..style("Clause", 28, "both", (60, 120)) },
    style("Entry", 28, "both", (0, 80)),
    Style { run: "<w:b/>", ..style("Order", 28, "center", (120, 160)) },
    style("Head", 24, "center", (0, 0)),
    style("HeadLarge", 26, "center", (0, 0)),
    Style { run: "<w:b/>", ..style("PaperTitle", 28, "center", (320, 0)) },
    Style { run: "<w:b/>", ..style("Subject", 28, "center", (0, 0)) },
    style("Rule", 8, "center", (0, 100)),
    Style { run: "<w:b/>", ..style("Caption", 26, "center", (160, 80)) },
    style("Cell", 24, "left", (20, 20)),
    style("CellMiddle", 24, "center", (20, 20)),
    style("Figure", 24, "right", (20, 20)),
    Style { run: "<w:b/>", ..style("CellHead", 24, "center", (20, 20)) },
    style("Sign", 28, "center", (0, 0)),
    style("Recipients", 22, "left", (0, 0)),
    style("Foot", 21, "left", (0, 40)),
];

/// The part `word/styles.xml`.
pub fn styles() -> String {
    let mut out = format!(
        "{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>\
         <w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>\
         <w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/><w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/>\
         </w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"276\" \
         w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>"
    );
    for Style { name, size, stands, space: (before, after), paragraph, run } in STYLES {
        // What belongs to the next line stays with it.
        let keep = if matches!(name, "Order" | "PaperTitle" | "Caption") { KEEP } else { "" };
        let line = if name == "Rule" { " w:line=\"80\" w:lineRule=\"exact\"" } else { "" };
        let level = if name == "PaperTitle" { "<w:outlineLvl w:val=\"0\"/>" } else { "" };
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"{name}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:pPr>{keep}<w:spacing w:before=\"{before}\" w:after=\"{after}\"{line}/>\
             {paragraph}<w:jc w:val=\"{stands}\"/>{level}</w:pPr><w:rPr>{run}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/>\
             </w:rPr></w:style>"
        );
    }
    out.push_str("</w:styles>");
    out
}
