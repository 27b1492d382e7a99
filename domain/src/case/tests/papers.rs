//! Every form as it prints, in plain words: one file a lawyer can read against the annexes.

use super::procedures::{answered, controller, head, served};
use super::*;
use crate::case::procedure::{Done, FormKind, all, document};
use crate::paper::{Block, Document};
use std::fmt::Write as _;

pub(crate) fn write(document: &Document, out: &mut String) -> std::fmt::Result {
    let head = &document.head;
    if !document.code.is_empty() {
        writeln!(out, "[{}]", document.code)?;
    }
    if !head.number.is_empty() {
        writeln!(
            out,
            "{} / {} – Số: {}/{} – {}",
            head.superior, head.agency, head.number, head.symbol, head.place_date
        )?;
    }
    writeln!(out, "{} – {}", document.title, document.subject)?;
    for line in [&document.issued_by].into_iter().filter(|line| !line.is_empty()) {
        writeln!(out, "{line}")?;
    }
    for block in &document.blocks {
        match block {
            Block::Ground { text } => writeln!(out, "  _{text}_")?,
            Block::Order { text } => writeln!(out, "  {text}")?,
            Block::Article { number, title } => writeln!(out, "  Điều {number}. {title}")?,
            Block::Para { runs } => {
                let text: String = runs.iter().map(|run| run.text.as_str()).collect();
                writeln!(out, "  {text}")?;
            }
            Block::Lines { lines } => {
                let text: Vec<String> = lines.iter().map(|line| format!("{}: {}", line.label, line.value)).collect();
                writeln!(out, "  {}", text.join("; "))?;
            }
            Block::Table { table } => {
                writeln!(out, "  | {} |", table.columns.join(" | "))?;
                for row in &table.rows {
                    writeln!(out, "  | {} |", row.join(" | "))?;
                }
            }
        }
    }
    for who in &document.signatories {
        writeln!(out, "  {} {} {}: {}", who.on_behalf, who.title, who.hint, who.name)?;
    }
    if !document.recipients.is_empty() {
        writeln!(out, "  Nơi nhận: {}", document.recipients.join("; "))?;
    }
    writeln!(out)
}

#[test]
fn every_form_as_the_golden_file() {
    let story = served();
    let case = story.case();
    let mut out = String::from("# Các mẫu văn bản, điền thử\n\n");
    for (serial, found) in (1_u32..).zip(all().filter(|found| found.form.is_some())) {
        let form = found.form.unwrap();
        let who = if form.kind == FormKind::Record { controller() } else { head() };
        let number = PaperNumber::of_unit("33", "01", serial, form.symbol);
        let frame = story.with_number(&number, &who, |context| crate::case::decide::frame(context, story.now).unwrap());
        let done = Done {
            key: found.key.to_owned(),
            seq: 99,
            at: story.now,
            by: who.officer,
            frame: (!form.symbol.is_empty()).then_some(frame),
            answers: answered(case, found, story.now, &[]),
        };
        writeln!(out, "## {} `{}`\n", found.title, found.key).unwrap();
        let paper = document(case, &done).unwrap();
        assert!(!paper.blocks.is_empty() && !paper.signatories.is_empty() || form.symbol.is_empty(), "{}", found.key);
        write(&paper, &mut out).unwrap();
    }
    assert!(!out.contains('{'), "a placeholder without a value");
    let kept = include_str!("../../../tests/golden/forms.md");
    assert!(out == kept, "forms.md is now:\n{out}");
}
