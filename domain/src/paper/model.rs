//! The parts of a paper after Nghị định 30/2020/NĐ-CP and the annex of Nghị định 118/2021/NĐ-CP.

use serde::{Deserialize, Serialize};

/// A whole paper, from its head to its last signature.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Code of the form, e.g. `MQĐ20`; empty where the force's own form has no known number.
    pub code: String,
    pub head: Head,
    /// E.g. `QUYẾT ĐỊNH`.
    pub title: String,
    /// E.g. `Tạm giữ tang vật, phương tiện vi phạm hành chính`.
    pub subject: String,
    /// Who issues a decision, in capitals, above its grounds: `ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 3`.
    pub issued_by: String,
    pub blocks: Vec<Block>,
    /// Nơi nhận; empty for records.
    pub recipients: Vec<String>,
    pub signatories: Vec<Signatory>,
    pub mark: Mark,
    /// Of a unit of practice: it never counts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub practice: bool,
    /// The last line: by which file and number the paper is found again.
    pub foot: String,
    /// Code by which anybody can check the paper; empty for drafts.
    pub check_code: String,
    /// Where the paper stands in the chain of events ([`anchor`](crate::paper::anchor)); empty where it is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub anchor: String,
}

/// Issuing agency and number on the left, place and date under quốc hiệu on the right.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The agency above, in capitals; empty for a draft, whose issuer is not known before it is signed.
    pub superior: String,
    /// The issuing unit, in capitals.
    pub agency: String,
    /// Before the slash, e.g. `33030042`; empty before it is drawn.
    pub number: String,
    /// Behind the slash, e.g. `QĐ-TGTVPTGPCC`.
    pub symbol: String,
    /// E.g. `Hưng Yên, ngày 05 tháng 01 năm 2026`; empty for records, which say it in their body.
    pub place_date: String,
}

/// Whether the paper counts; drawn across it when it does not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Signed, in force.
    #[default]
    None,
    /// Not signed yet.
    Draft,
    /// Cancelled by a later paper, or spoilt with its number taken.
    Cancelled,
}

/// One stretch of text within a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    pub text: String,
    #[serde(default)]
    pub bold: bool,
}

impl Run {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: false }
    }

    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true }
    }
}

/// Label and value: `Họ và tên: **Nguyễn Văn A**`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub label: String,
    pub value: String,
}

impl Line {
    pub fn new(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// A ruled table; its head repeats on every page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    pub caption: String,
    pub columns: Vec<String>,
    /// As many cells a row as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Last row, e.g. `Tổng cộng`, whose words take the room of the empty cells around them; empty when nothing is added
    /// up.
    pub total: Vec<String>,
    /// Columns, from 0, that hold figures and are set to the right.
    pub figures: Vec<usize>,
    /// Columns, from 0, that are centred.
    #[serde(default)]
    pub centred: Vec<usize>,
}

/// One part of the body, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Block {
    /// A legal ground in italics: `Căn cứ …;`.
    Ground {
        text: String,
    },
    /// The centred `QUYẾT ĐỊNH:`.
    Order {
        text: String,
    },
    /// `Điều 1. …`, whose body follows as blocks of its own up to the next article.
    Article {
        number: u8,
        title: String,
    },
    /// A running paragraph with an indented first line.
    Para {
        runs: Vec<Run>,
    },
    /// Labels with values on one line of the form; a value that is not known is left out with its label, never dotted.
    Lines {
        lines: Vec<Line>,
    },
    Table {
        table: Table,
    },
}

impl Block {
    pub fn ground(text: impl Into<String>) -> Self {
        Self::Ground { text: text.into() }
    }

    pub fn order() -> Self {
        Self::Order { text: "QUYẾT ĐỊNH:".to_owned() }
    }

    pub fn article(number: u8, title: impl Into<String>) -> Self {
        Self::Article { number, title: title.into() }
    }

    pub fn para(text: impl Into<String>) -> Self {
        Self::Para { runs: vec![Run::plain(text)] }
    }

    /// A paragraph wholly in bold.
    pub fn heading(text: impl Into<String>) -> Self {
        Self::Para { runs: vec![Run::bold(text)] }
    }

    /// A paragraph that begins with words in bold.
    pub fn headed(heading: impl Into<String>, text: impl Into<String>) -> Self {
        let text: String = text.into();
        let mut runs = vec![Run::bold(heading)];
        if !text.is_empty() {
            runs.push(Run::plain(format!(" {text}")));
        }
        Self::Para { runs }
    }

    /// One line with one label.
    pub fn line(label: impl Into<String>, value: impl Into<String>) -> Self {
        Self::Lines { lines: vec![Line::new(label, value)] }
    }
}

/// Who signs, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// E.g. `KT. CHI CỤC TRƯỞNG`; empty where nobody is stood in for.
    pub on_behalf: String,
    /// E.g. `ĐỘI TRƯỞNG`, `NGƯỜI VI PHẠM`.
    pub title: String,
    /// E.g. `(Ký, đóng dấu)`.
    pub hint: String,
    pub name: String,
}

impl Signatory {
    pub fn new(title: impl Into<String>, hint: impl Into<String>, name: impl Into<String>) -> Self {
        Self { on_behalf: String::new(), title: title.into(), hint: hint.into(), name: name.into() }
    }
}
