//! What was handed over to the national database, what came back, and whether it is in time.

use super::common::{document_title, reading, shown};
use crate::api::key::{HandOver, ReceiptLine};
use crate::components::{
    Cell, Column, DataTable, EmptyState, Notice, NoticeKind, PageTitle, Row, SummaryList, SummaryRow,
};
use crate::routes;
use domain::calendar::format_date;
use domain::statute::{PROVIDE_WORKING_DAYS, provide_citation};
use leptos::prelude::*;

/// The hand-over.
#[component]
pub fn HandOverPage() -> impl IntoView {
    shown(reading(|| (), |()| crate::api::key::read_hand_over()), page)
}

fn page(all: HandOver) -> AnyView {
    let late = all.waiting.filter(|(_, until)| *until < all.today).map(|(day, until)| {
        let title = format!("Có thay đổi từ {} chưa được lấy, quá hạn {}", format_date(day), format_date(until));
        view! {
            <Notice kind=NoticeKind::Warning title=title>
                <p>"Báo bên vận hành cơ sở dữ liệu quốc gia đọc tiếp, hoặc kiểm tra khóa của họ còn hiệu lực."</p>
            </Notice>
        }
    });
    let waiting = match all.waiting {
        Some((day, until)) => format!("Từ {}, hạn cung cấp {}", format_date(day), format_date(until)),
        None => "Không có".to_owned(),
    };
    let cited = provide_citation();
    let rows = vec![
        SummaryRow::new("Lần lấy gần nhất", all.last_at.unwrap_or_else(|| "Chưa lấy lần nào".to_owned())),
        SummaryRow::new("Thay đổi chưa được lấy", waiting),
        SummaryRow::new(
            "Thời hạn",
            format!("{PROVIDE_WORKING_DAYS} ngày làm việc ({}; {})", cited.place, cited.mark.label().to_lowercase()),
        ),
    ];
    let opens = all.opens_cases;
    view! {
        {document_title("Cung cấp dữ liệu quốc gia", None)}
        {late}
        <PageTitle title="Cung cấp dữ liệu quốc gia" caption="Cơ sở dữ liệu quốc gia về xử lý vi phạm hành chính, Nghị định 20/2016/NĐ-CP" />
        <SummaryList rows=rows />
        <h2>"Bản ghi bị từ chối"</h2>
        {list(all.rejected, true, opens)}
        <h2>"Bản ghi đã nhận gần đây"</h2>
        {list(all.accepted, false, opens)}
    }
    .into_any()
}

fn list(lines: Vec<ReceiptLine>, rejected: bool, opens: bool) -> AnyView {
    if lines.is_empty() {
        let text = if rejected {
            "Bên nhận không trả lại bản ghi nào."
        } else {
            "Bên nhận chưa gửi biên nhận."
        };
        return view! { <EmptyState title="Không có" text=text /> }.into_any();
    }
    let (caption, last) =
        if rejected { ("Bản ghi bị từ chối", "Lý do") } else { ("Bản ghi đã nhận", "Ghi chú") };
    let columns = ["Hồ sơ", "Bản ghi", "Phiên bản", "Biên nhận lúc", last].map(Column::new).to_vec();
    let row = |line: ReceiptLine| -> Row {
        let case = if opens { Cell::link(routes::case(&line.case_id), line.case) } else { Cell::text(line.case) };
        let reason = if line.reason.is_empty() { "–".to_owned() } else { line.reason };
        vec![
            case,
            Cell::text(line.record),
            Cell::text(line.version.to_string()),
            Cell::text(line.at),
            Cell::text(reason),
        ]
    };
    let rows = lines.into_iter().map(row).collect();
    view! { <DataTable caption=caption columns=columns rows=rows hide_caption=true /> }.into_any()
}
