//! Kế hoạch kiểm tra with its list, and the decision that approves it (TT 27/2020/TT-BCT Điều 6; forms of the force).
//!
//! Must not know what has become of the items: a plan prints as it was approved.

use super::{InspectionPlan, PlanItem, Revision};
use crate::calendar::{format_date, format_long, to_local};
use crate::case::{CaseId, InspectionKind};
use crate::officer::Role;
use crate::paper::{Block, Document, Head, Mark, Signatory, Table, check_code, grounds, parts};

impl InspectionPlan {
    /// The papers of the plan in the order they print: for whom sees it whole, the decision that approved it, then the plan
    /// with its list; for a team, the list of its own items only.
    pub fn documents(&self, own_items: bool) -> Vec<Document> {
        let revision = self.in_force();
        let decision = revision.filter(|_| !own_items).map(|revision| decision(self, revision));
        let papers = decision.into_iter().chain([list(self, revision, own_items)]);
        papers.map(|paper| Document { practice: self.path.is_practice(), ..paper }).collect()
    }
}

/// `định kỳ` or `chuyên đề`, as the title says it.
fn kind(plan: &InspectionPlan) -> &'static str {
    match plan.kind {
        InspectionKind::Thematic => "chuyên đề",
        InspectionKind::Periodic | InspectionKind::Unplanned | InspectionKind::Detected => "định kỳ",
    }
}

fn orientation(plan: &InspectionPlan) -> String {
    let ground = &plan.orientation;
    format!(
        "Căn cứ Quyết định số {} ngày {} phê duyệt Định hướng chương trình kiểm tra năm {};",
        ground.number,
        format_date(ground.signed_on),
        plan.year
    )
}

/// The decision that approves a plan or its amendment.
fn decision(plan: &InspectionPlan, revision: &Revision) -> Document {
    let frame = &revision.frame;
    let amends = revision.number > 0;
    let mut legal = grounds::inspection(frame.at.date());
    legal.push(orientation(plan));
    if let Some(first) = plan.revisions.first().filter(|_| amends) {
        let (number, on) = (&first.frame.number.text, format_date(first.frame.at.date()));
        legal.push(format!("Căn cứ Quyết định số {number} ngày {on} phê duyệt kế hoạch;"));
    }
    legal.push(format!("Theo đề nghị của {}.", plan.issuer.name));
    let mut blocks: Vec<Block> = legal.into_iter().map(Block::ground).collect();
    blocks.push(Block::order());
    let what = format!(
        "{} kế hoạch số {} “{}” của {}, gồm {} đối tượng theo danh sách kèm theo Quyết định này.",
        if amends { "Phê duyệt điều chỉnh" } else { "Phê duyệt" },
        plan.code,
        plan.title,
        plan.issuer.name,
        revision.items.len()
    );
    blocks.push(Block::article(1, what));
    if amends && !revision.reason.is_empty() {
        blocks.push(Block::para(format!("Lý do điều chỉnh: {}.", revision.reason.trim_end_matches('.'))));
    }
    blocks.push(Block::article(2, format!(
        "{} có trách nhiệm tổ chức thực hiện; kế hoạch được gửi cho đối tượng kiểm tra theo quy định của Pháp lệnh Quản lý thị trường.",
        plan.issuer.name
    )));
    blocks.push(Block::article(3, format!(
        "Quyết định này có hiệu lực kể từ ngày ký. {} và đơn vị, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        plan.issuer.name
    )));
    let above =
        Role::ALL.into_iter().find(|role| role.deputy().is_some_and(|deputy| deputy.title() == frame.signer.title));
    Document {
        head: parts::head(frame, true),
        title: "QUYẾT ĐỊNH".to_owned(),
        subject: format!(
            "Về việc {} kế hoạch kiểm tra {} năm {}",
            if amends { "điều chỉnh" } else { "phê duyệt" },
            kind(plan),
            plan.year
        ),
        issued_by: above.map_or_else(
            || parts::issued_by(frame),
            |head| format!("{} {}", head.title(), frame.issuer.name).to_uppercase(),
        ),
        blocks,
        recipients: vec!["Như Điều 3;".to_owned(), "Lưu: VT, hồ sơ kế hoạch.".to_owned()],
        signatories: vec![Signatory {
            on_behalf: above.map_or_else(String::new, |head| format!("KT. {}", head.title().to_uppercase())),
            ..Signatory::new(frame.signer.title.to_uppercase(), "(Ký, đóng dấu)", frame.signer.full_name.clone())
        }],
        foot: format!("Đối chiếu trên hệ thống INS: kế hoạch {}, văn bản số {}", plan.code, frame.number.text),
        check_code: check_code(CaseId(plan.id), frame),
        anchor: String::new(),
        ..Document::default()
    }
}

/// The plan itself: its grounds and its list, without what was cancelled since.
fn list(plan: &InspectionPlan, revision: Option<&Revision>, own_items: bool) -> Document {
    let items: Vec<&PlanItem> = match revision {
        Some(_) => plan.live_items().collect(),
        None => plan.items.iter().collect(),
    };
    let day = revision.map_or_else(|| to_local(plan.drafted_at).date(), |revision| revision.frame.at.date());
    let issuer = &plan.issuer;
    // The head puts a stroke between the two.
    let (number, symbol) = plan.code.rsplit_once('/').unwrap_or((plan.code.as_str(), ""));
    let mut blocks = Vec::new();
    if let Some(revision) = revision {
        blocks.push(Block::Order {
            text: format!(
                "(Kèm theo Quyết định số {} ngày {} của {})",
                revision.frame.number.text,
                format_date(revision.frame.at.date()),
                revision.frame.issuer.name
            ),
        });
    }
    blocks.push(Block::ground(orientation(plan)));
    if own_items {
        blocks.push(Block::para("Trích các mục giao cho đơn vị."));
    }
    blocks.push(Block::para(format!("1. Tên kế hoạch: {};", plan.title.trim_end_matches('.'))));
    blocks.push(Block::para(format!("2. Đơn vị lập: {};", issuer.name)));
    blocks.push(Block::para(format!(
        "3. Số đối tượng: {}; thời gian, nội dung và đơn vị thực hiện theo danh sách dưới đây.",
        items.len()
    )));
    let cancelled = plan.cancelled.len();
    if cancelled > 0 {
        blocks.push(Block::para(format!("Đã hủy {cancelled} mục, không in trong danh sách.")));
    }
    let rows = items.into_iter().enumerate().map(|(place, item)| {
        let address = item.place.as_ref().map_or(&item.party.address, |place| &place.address).clone();
        vec![
            (place + 1).to_string(),
            item.party.name.clone(),
            address,
            item.contents.join("; "),
            item.when.label(),
            item.unit_name.clone(),
        ]
    });
    let columns = ["TT", "Tên đối tượng", "Địa chỉ", "Nội dung kiểm tra", "Thời gian", "Đơn vị"];
    blocks.push(Block::Table {
        table: Table {
            caption: "Danh sách đối tượng kiểm tra".to_owned(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.collect(),
            figures: vec![0],
            ..Table::default()
        },
    });
    Document {
        head: Head {
            superior: issuer.superior.to_uppercase(),
            agency: issuer.name.to_uppercase(),
            number: number.to_owned(),
            symbol: symbol.to_owned(),
            place_date: revision.map_or_else(String::new, |_| format!("{}, {}", issuer.place, format_long(day))),
        },
        title: "KẾ HOẠCH".to_owned(),
        subject: format!("Kiểm tra {} năm {}", kind(plan), plan.year),
        blocks,
        mark: if revision.is_some() { Mark::None } else { Mark::Draft },
        ..Document::default()
    }
}
