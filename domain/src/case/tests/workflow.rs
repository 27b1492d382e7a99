//! The whole workflow as one file a person can read: each procedure with its conditions, its paper, its deadlines, who does
//! it, and its article.

use super::*;
use crate::authority::role_may;
use crate::case::procedure::{Fact, Group, Signer, all};
use std::fmt::Write as _;

fn words<T>(list: &[T], label: impl Fn(&T) -> String) -> String {
    list.iter().map(label).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_procedure_as_the_golden_file() {
    let mut out = String::from("# Thủ tục bên cạnh các bước chính\n\n");
    for group in Group::ALL {
        writeln!(out, "## {}\n", group.label()).unwrap();
        for found in all().filter(|found| found.group == group) {
            writeln!(out, "### {} `{}`\n", found.title, found.key).unwrap();
            writeln!(out, "- căn cứ: {} ({})", found.place, found.mark.label()).unwrap();
            let roles = Role::ALL.into_iter().filter(|role| role_may(*role, found.action));
            let signer = match found.signer {
                Signer::Officer => "người làm ký",
                Signer::InspectionHead => "người có thẩm quyền ban hành quyết định kiểm tra ký",
                Signer::SanctionHead => "người có thẩm quyền xử phạt, từ Đội trưởng trở lên, ký",
                Signer::Seizer => "người có thẩm quyền tịch thu tang vật có trị giá đó ký",
            };
            writeln!(out, "- ai: {}; {signer}", roles.map(Role::title).collect::<Vec<_>>().join(", ")).unwrap();
            writeln!(out, "- bước: {}", words(found.stages, |stage| stage.label().to_owned())).unwrap();
            for (name, facts) in
                [("cần", found.needs), ("vướng", found.bars), ("mở", found.sets), ("hết", found.clears)]
            {
                if !facts.is_empty() {
                    writeln!(out, "- {name}: {}", words(facts, |fact: &Fact| fact.label().to_owned())).unwrap();
                }
            }
            if let Some(form) = found.form {
                let code = if form.code.is_empty() { "mẫu của lực lượng" } else { form.code };
                let symbol = if form.symbol.is_empty() { "không lấy số" } else { form.symbol };
                writeln!(out, "- văn bản: {code}, {symbol} ({})", form.mark.label()).unwrap();
            }
            if !found.opens.is_empty() || !found.closes.is_empty() {
                writeln!(out, "- thời hạn: bắt đầu {:?}, kết thúc {:?}", found.opens, found.closes).unwrap();
            }
            if !found.adds.what.is_empty() {
                let adds = words(found.adds.what, |(measure, _)| measure.label().to_owned());
                writeln!(out, "- báo cáo: {adds}").unwrap();
            }
            out.push('\n');
        }
    }
    let kept = include_str!("../../../tests/golden/workflow.md");
    assert!(out == kept, "workflow.md is now:\n{out}");
}
