//! Who takes part: active officers by unit, how soon cases are entered, and which forms stand in the way. No names.

use super::common::{document_title, query, reading, shown};
use super::help::entries;
use crate::api::adoption::{Adoption, AdoptionRow, InTheWay};
use crate::components::{
    Button, ButtonKind, ButtonLink, Cell, Choice, Column, Comparison, DataTable, EmptyState, PageTitle, Row,
    SelectField, Stat, TableShape, Verdict,
};
use crate::routes;
use crate::server::reason;
use domain::money::group;
use domain::pace::{Step, Sums};
use leptos::prelude::*;

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// The page of adoption.
#[component]
pub fn AdoptionPage() -> impl IntoView {
    let (unit, period) = (query("don-vi"), query("ky"));
    let adoption =
        reading(move || (unit.get(), period.get()), |(unit, period)| crate::api::adoption::read_adoption(unit, period));
    shown(adoption, page)
}

fn address(unit: &str, period: &str) -> String {
    routes::with_query(&routes::with_query(routes::ADOPTION, "ky", period), "don-vi", unit)
}

fn percent(part: i64, whole: i64) -> String {
    if whole == 0 { "–".to_owned() } else { format!("{} %", part * 100 / whole) }
}

fn page(adoption: Adoption) -> AnyView {
    let month = adoption.month;
    let unit = adoption.unit.as_str();
    let (previous, next) = (address(unit, &month.previous().key()), address(unit, &month.next().key()));
    let units = adoption.units.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let total = &adoption.total;
    let of_all =
        |part: i64| Comparison::new(format!("{} / {} tài khoản", group(part), group(total.accounts)), Verdict::Neutral);
    let same_day = total.entered.between(-1, HOUR);
    let entered =
        Comparison::new(format!("{} / {} hồ sơ", group(same_day), group(total.entered.count())), Verdict::Neutral);
    let href = routes::with_query(&routes::with_query(routes::PACE_CASES, "ky", &month.key()), "don-vi", unit);
    let href = routes::with_query(&href, "buoc", Step::Entry.key());
    let no_prompt = None::<String>;
    view! {
        {document_title("Tham gia ứng dụng", None)}
        <PageTitle title="Tham gia ứng dụng" caption=format!("{} · {}", adoption.unit_name, month.label()) />
        <div class="field-row">
            <form method="get" action=routes::ADOPTION class="field-row">
                <input type="hidden" name="ky" value=month.key() />
                <SelectField name="don-vi" label="Đơn vị" options=units value=unit.to_owned() prompt=no_prompt />
                <Button text="Xem" kind=ButtonKind::Secondary />
            </form>
            <nav class="cluster" aria-label="Kỳ">
                <ButtonLink href=previous text="Tháng trước" />
                <ButtonLink href=next text="Tháng sau" />
            </nav>
        </div>
        <div class="columns">
            <Stat label="Công chức làm việc trên hệ thống, tuần này" value=percent(total.this_week, total.accounts) comparison=of_all(total.this_week) />
            <Stat label="Trong tháng" value=percent(total.this_month, total.accounts) comparison=of_all(total.this_month) />
            <Stat label="Hồ sơ nhập ngay trong ngày" value=percent(same_day, total.entered.count()) comparison=entered href=href />
        </div>
        <p class="muted">
            {format!("{}. “Làm việc” là đã ghi hoặc ký ít nhất một việc trong hồ sơ vụ việc, nguồn tin, biện pháp nghiệp vụ hoặc kế hoạch. Mẫu số là mọi tài khoản đang mở hiện nay, trừ quản trị. Ngày nhập tính từ ngày kết thúc kiểm tra, hoặc ngày lập biên bản khi không qua kiểm tra.", adoption.week.label())}
        </p>
        {table(&adoption)}
        {in_the_way(&adoption.in_the_way)}
    }
    .into_any()
}

/// Files entered on the day of the act, one day later, two or three, and later.
fn delays(entered: &Sums) -> [i64; 4] {
    let [same, one, few] = [(-1, HOUR), (HOUR, DAY), (DAY, 3 * DAY)].map(|(above, most)| entered.between(above, most));
    [same, one, few, entered.count() - same - one - few]
}

fn table(adoption: &Adoption) -> AnyView {
    let mut columns = vec![Column::new("Đơn vị")];
    let numbers = [
        "Tài khoản",
        "Tuần này",
        "% tuần",
        "Trong tháng",
        "% tháng",
        "Nhập trong ngày",
        "Sau 1 ngày",
        "Sau 2–3 ngày",
        "Sau 4 ngày trở lên",
    ];
    columns.extend(numbers.map(Column::number));
    let line = |first: Cell, row: &AdoptionRow| {
        let mut cells = vec![
            first,
            Cell::text(group(row.accounts)),
            Cell::text(group(row.this_week)),
            Cell::text(percent(row.this_week, row.accounts)),
            Cell::text(group(row.this_month)),
            Cell::text(percent(row.this_month, row.accounts)),
        ];
        cells.extend(delays(&row.entered).map(|count| Cell::text(group(count))));
        cells
    };
    let rows: Vec<Row> = adoption
        .by_unit
        .iter()
        .map(|row| line(Cell::link(address(&row.key, &adoption.month.key()), row.label.clone()), row))
        .collect();
    let own = line(Cell::text(adoption.total.label.clone()), &adoption.total);
    let (rows, footer) = if rows.is_empty() { (vec![own], Row::new()) } else { (rows, own) };
    view! { <DataTable caption="Theo đơn vị" columns=columns rows=rows footer=footer shape=TableShape::Scroll /> }
        .into_any()
}

fn in_the_way(rows: &[InTheWay]) -> AnyView {
    if rows.is_empty() {
        return view! {
            <h2>"Điều gì cản trở"</h2>
            <EmptyState title="Không có biểu mẫu nào bị trả lại" text="Trong tháng này mọi biểu mẫu gửi lên đều được nhận." />
        }
        .into_any();
    }
    let lines: Vec<Row> = rows
        .iter()
        .map(|row| {
            let entry = entries().find(|entry| entry.key == row.form);
            let form = match entry {
                Some(entry) => Cell::link(routes::help(entry.key), entry.title),
                None => Cell::text("Trang khác"),
            };
            vec![form, Cell::text(reason(&row.reason)), Cell::text(group(row.times))]
        })
        .collect();
    let columns = vec![Column::new("Biểu mẫu"), Column::new("Vì sao không được nhận"), Column::number("Số lần")];
    view! {
        <h2>"Điều gì cản trở"</h2>
        <p class="muted">"Số lần biểu mẫu gửi lên chưa được nhận, nhiều nhất trước. Không lưu người gửi và nội dung đã gõ."</p>
        <DataTable caption="Điều gì cản trở" columns=columns rows=lines hide_caption=true />
    }
    .into_any()
}
