//! The figures of an area on a screen for a wall: read again by the browser itself, without scripts, without anybody's name.

use super::common::{document_title, query, reading, shown};
use crate::api::oversight::AreaView;
use crate::components::{BoardFigure, Wallboard};
use crate::routes;
use domain::calendar::format_short;
use domain::money::group;
use domain::oversight::Change;
use domain::practice::MARK;
use domain::report::Measure;
use leptos::prelude::*;

/// Seconds until the browser reads it again.
#[cfg(feature = "ssr")]
const AGAIN: &str = "60";

/// Query key that stops it.
const STILL: &str = "dung";

/// The screen. The browser is asked to read it again by a header, so that it happens without scripts, and can be stopped.
#[component]
pub fn WallboardPage() -> impl IntoView {
    let (unit, still) = (query("don-vi"), query(STILL));
    #[cfg(feature = "ssr")]
    if still.get_untracked().is_empty() {
        crate::server::set_header(http::header::REFRESH, AGAIN);
    }
    let area = reading(
        move || (unit.get(), !still.get().is_empty()),
        |(unit, still)| async move { Ok((crate::api::oversight::read_area(unit, true).await?, still)) },
    );
    shown(area, |(area, still)| page(area, still))
}

/// Millions as a screen shows them from afar.
fn millions(amount: i64) -> String {
    format!("{} tr.đ", group((amount.saturating_add(500_000)) / 1_000_000))
}

fn page(area: AreaView, still: bool) -> AnyView {
    let mut figures = vec![
        BoardFigure::new("Hồ sơ quá hạn", group(area.whole.late), "thời hạn đã hết trước hôm nay")
            .alarming(area.whole.late > 0),
        BoardFigure::new("Hết hạn trong 3 ngày tới", group(area.whole.soon), "kể cả hôm nay"),
        BoardFigure::new("Tạm giữ sắp hết hạn", group(area.ending), "trong 5 ngày tới, hoặc đã hết")
            .alarming(area.ending > 0),
    ];
    for (running, name) in area.running.iter().zip(["hôm nay", "tuần này", "tháng này"]) {
        let (now, before) = (running.now.get(Measure::Violations), running.before.get(Measure::Violations));
        let note = format!("kỳ trước: {}", Change { now, before }.words());
        figures.push(BoardFigure::new(format!("Vụ vi phạm {name}"), group(now), note));
    }
    if let Some(month) = area.running.last() {
        let (now, before) = (month.now.get(Measure::Fines), month.before.get(Measure::Fines));
        let percent = Change { now, before }.words();
        let percent = percent.split_once('(').map_or(String::new(), |(_, rest)| rest.trim_end_matches(')').to_owned());
        figures.push(BoardFigure::new("Tiền phạt tháng này", millions(now), format!("so với kỳ trước: {percent}")));
    }
    figures.push(BoardFigure::new("Chưa nộp đủ tiền phạt", group(area.unpaid.cases), millions(area.unpaid.amount)));
    figures.push(BoardFigure::new(
        "Đang tạm giữ tang vật",
        group(area.held.cases),
        format!("trị giá {}", millions(area.held.amount)),
    ));
    let board = routes::with_query(routes::WALLBOARD, "don-vi", &area.unit);
    let (read, toggle) = if still {
        ("đã dừng tự cập nhật", (board, "Tự cập nhật mỗi phút"))
    } else {
        ("tự cập nhật mỗi phút", (routes::with_query(&board, STILL, "1"), "Dừng tự cập nhật"))
    };
    let practice = if crate::server::practice_here() { format!("{MARK} · ") } else { String::new() };
    let read = format!("{practice}Số liệu lúc {} · {read}", format_short(area.at));
    let back = routes::with_query(routes::OVERSIGHT, "don-vi", &area.unit);
    let links = vec![(toggle.0, toggle.1.to_owned()), (back, "Về trang điều hành".to_owned())];
    view! {
        {document_title("Màn hình theo dõi", None)}
        <Wallboard title=area.unit_name read=read figures=figures links=links />
    }
    .into_any()
}
