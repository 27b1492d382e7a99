//! The body: head, title, blocks in their order, recipients beside the signatures, the line by which it is checked.

use super::frame::TEXT_WIDTH;
use super::xml::{BOLD, DECLARATION, Look, NAMESPACES, PLAIN, cell, line, paragraph, row, rule, run, table};
use domain::paper::words::capital;
use domain::paper::{Block, Document, Head, Line, Signatory, Table};

const ITALIC: Look = Look { bold: false, italic: true, red: false };

/// A4; 20 mm above and below, 30 on the left, 18 on the right.
const SECTION: &str = "<w:sectPr><w:headerReference w:type=\"first\" r:id=\"rId2\"/>\
     <w:headerReference w:type=\"default\" r:id=\"rId3\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
     <w:pgMar w:top=\"1134\" w:right=\"1021\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\" \
     w:gutter=\"0\"/><w:titlePg/></w:sectPr>";

/// Columns of the head: the agency, and quốc hiệu that must stay on one line.
const HEAD: [u32; 2] = [3884, 5300];

/// Most signatures beside each other.
const ABREAST: usize = 3;

/// Room for a signature and a seal.
const SIGNING_LINES: usize = 4;

/// The part `word/document.xml`.
pub fn document(document: &Document) -> String {
    let mut out = head(&document.head);
    out.push_str(&line("PaperTitle", &document.title, PLAIN));
    out.push_str(&line("Subject", &document.subject, PLAIN));
    out.push_str(&rule(3600));
    out.push_str(&line("Order", &document.issued_by, PLAIN));
    for part in &document.blocks {
        out.push_str(&block(part));
    }
    out.push_str(&signatures(&document.recipients, &document.signatories));
    out.push_str(&foot(document));
    format!("{DECLARATION}<w:document {NAMESPACES}><w:body>{out}{SECTION}</w:body></w:document>")
}

/// Agency and number on the left, quốc hiệu, tiêu ngữ, place and date on the right.
fn head(head: &Head) -> String {
    let number = if head.number.is_empty() { "…………" } else { &head.number };
    let agency = [
        line("Head", &head.superior, PLAIN),
        line("Head", &head.agency, BOLD),
        rule(1250),
        line("HeadLarge", &format!("Số: {number}/{}", head.symbol), PLAIN),
    ];
    let state = [
        line("Head", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD),
        line("HeadLarge", "Độc lập - Tự do - Hạnh phúc", BOLD),
        rule(1150),
        line("HeadLarge", &head.place_date, ITALIC),
    ];
    let [left, right] = HEAD;
    table(false, &HEAD, &[row(false, &[cell(left, &agency.concat()), cell(right, &state.concat())])])
}

fn block(block: &Block) -> String {
    match block {
        Block::Ground { text } => line("Ground", text, PLAIN),
        Block::Order { text } => line("Order", text, PLAIN),
        Block::Article { number, title } => {
            let runs = format!("{}{}", run(&format!("Điều {number}."), BOLD), run(&format!(" {title}"), PLAIN));
            paragraph("Clause", &runs)
        }
        Block::Para { runs } => {
            let runs: String = runs.iter().map(|part| run(&part.text, if part.bold { BOLD } else { PLAIN })).collect();
            paragraph("Para", &runs)
        }
        Block::Lines { lines } => entry(lines),
        Block::Table { table } => ruled(table),
    }
}

/// One line of labels and values; what has no value is left out, and so is a line of nothing.
fn entry(lines: &[Line]) -> String {
    let runs: String = lines
        .iter()
        .filter(|line| !line.value.is_empty())
        .enumerate()
        .map(|(index, line)| {
            let label = if index == 0 { capital(&line.label) } else { format!("; {}", line.label) };
            format!("{}{}", run(&format!("{label}: "), PLAIN), run(&line.value, BOLD))
        })
        .collect();
    if runs.is_empty() { runs } else { paragraph("Entry", &runs) }
}

fn ruled(list: &Table) -> String {
    let widths = widths(list);
    let cells = |texts: &[String], style: &dyn Fn(usize) -> &'static str, look: Look| -> Vec<String> {
        widths
            .iter()
            .enumerate()
            .map(|(index, width)| cell(*width, &line(style(index), texts.get(index).map_or("", String::as_str), look)))
            .collect()
    };
    let body = |index: usize| match index {
        figure if list.figures.contains(&figure) => "Figure",
        centred if list.centred.contains(&centred) => "CellMiddle",
        _ => "Cell",
    };
    let mut rows = vec![row(true, &cells(&list.columns, &|_| "CellHead", PLAIN))];
    rows.extend(list.rows.iter().map(|texts| row(false, &cells(texts, &body, PLAIN))));
    if !list.total.is_empty() {
        rows.push(row(false, &cells(&list.total, &body, BOLD)));
    }
    // A paragraph after it: two tables without one between them are one table.
    format!("{}{}{}", line("Caption", &list.caption, PLAIN), table(true, &widths, &rows), paragraph("Rule", ""))
}

/// Widths by what stands in the columns: as much as the longest word of each needs, the rest by the length of its texts.
fn widths(list: &Table) -> Vec<u32> {
    // A letter of twelve points, and what stands left and right of the text in a cell.
    const LETTER: usize = 130;
    const PADDING: usize = 240;
    let count = list.columns.len().max(1);
    let texts = |index: usize| {
        list.rows.iter().chain([&list.columns, &list.total]).filter_map(move |row| row.get(index)).map(String::as_str)
    };
    let total = usize::try_from(TEXT_WIDTH).unwrap_or(usize::MAX);
    let longest_word = |index: usize| {
        texts(index).flat_map(str::split_whitespace).map(|word| word.chars().count()).max().unwrap_or(0).clamp(2, 14)
    };
    let least: Vec<usize> = (0..count).map(|index| longest_word(index) * LETTER + PADDING).collect();
    let needed: usize = least.iter().sum();
    let weight: Vec<usize> =
        (0..count).map(|index| texts(index).map(|text| text.chars().count()).max().unwrap_or(0).clamp(1, 60)).collect();
    let weights: usize = weight.iter().sum::<usize>().max(1);
    least
        .iter()
        .zip(&weight)
        .map(|(least, weight)| {
            let width =
                if needed >= total { least * total / needed } else { least + (total - needed) * weight / weights };
            u32::try_from(width).unwrap_or(TEXT_WIDTH)
        })
        .collect()
}

/// Recipients on the left, signatures beside each other, each with room to sign.
fn signatures(recipients: &[String], signatories: &[Signatory]) -> String {
    let mut blocks = Vec::new();
    if !recipients.is_empty() {
        let mut list = line("Recipients", "Nơi nhận:", Look { bold: true, italic: true, red: false });
        for recipient in recipients {
            list.push_str(&line("Recipients", &format!("- {recipient}"), PLAIN));
        }
        blocks.push(list);
    }
    blocks.extend(signatories.iter().map(signature));
    if blocks.is_empty() {
        return String::new();
    }
    let abreast = blocks.len().min(ABREAST);
    let width = TEXT_WIDTH / u32::try_from(abreast).unwrap_or(1);
    let rows: Vec<String> = blocks
        .chunks(abreast)
        .map(|chunk| {
            let cells: Vec<String> =
                (0..abreast).map(|index| cell(width, chunk.get(index).map_or("", String::as_str))).collect();
            row(false, &cells)
        })
        .collect();
    format!("{}{}", paragraph("Sign", ""), table(false, &vec![width; abreast], &rows))
}

fn signature(who: &Signatory) -> String {
    [
        line("Sign", &who.on_behalf, BOLD),
        line("Sign", &who.title, BOLD),
        line("Sign", &who.hint, ITALIC),
        paragraph("Sign", "").repeat(SIGNING_LINES),
        // The name, or the place for one that is written by hand.
        paragraph("Sign", &run(&who.name, BOLD)),
    ]
    .concat()
}

/// By which file and number the paper is found again, and the code by which anybody can check it.
fn foot(document: &Document) -> String {
    let code: Vec<char> = document.check_code.chars().collect();
    let code = code.chunks(5).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let check = if code.is_empty() {
        String::new()
    } else {
        let runs = format!("{}{}", run("Mã kiểm tra văn bản: ", PLAIN), run(&code, BOLD));
        let chain = match document.anchor.as_str() {
            "" => String::new(),
            anchor => line("Foot", &format!("Dấu chuỗi sự kiện: {anchor}"), PLAIN),
        };
        format!("{}{chain}", paragraph("Foot", &runs))
    };
    if document.foot.is_empty() && check.is_empty() {
        return paragraph("Rule", "");
    }
    format!("{}{}{}{check}", paragraph("Sign", ""), rule(0), line("Foot", &document.foot, PLAIN))
}
