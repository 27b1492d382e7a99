//! One report of an office: figures that open their cases, words, what may be done with it now, history; and how it prints.

use super::common::{document_title, done_notice, form_head, opt_query, reading, shown};
use super::filings::{seen_from_above, state_tone};
use super::history::deed;
use crate::api::filing::{FilingView, SubmitFilingStep};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Cell, Column, DataTable, Desk, FigureTable, Notice, NoticeKind, PageTitle,
    SummaryList, SummaryRow, Tag, TextareaField,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::papers::{Figures, FilingPaper, figures as shown_figures};
use crate::routes;
use domain::calendar::{format_date, format_short, to_local};
use domain::catalogue::{Field, Mark};
use domain::report::definition::{Cell as FigureCell, RowKey, Value};
use domain::report::filing::{Difference, Edition, Filing, Stamp};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

fn one() -> Resource<Result<FilingView, crate::error::AppError>> {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|map| map.get("id").unwrap_or_default()));
    let draft = opt_query(routes::DRAFT);
    reading(move || (id.get(), draft.get()), |(id, draft)| crate::api::filing::read_filing(id, draft))
}

/// One report.
#[component]
pub fn FilingPage() -> impl IntoView {
    shown(one(), page)
}

/// The report as it prints.
#[component]
pub fn FilingPrint() -> impl IntoView {
    shown(one(), |view| {
        let back = routes::filing(&view.filing.id.to_string());
        view! {
            {document_title(&format!("{} – bản in", view.filing.title()), None)}
            <p class="cluster no-print">
                <a href=back>"← Về báo cáo"</a>
                <span class="muted">"In bằng Ctrl+P, khổ A4 ngang cho biểu; có thể lưu thành PDF."</span>
            </p>
            <Desk><FilingPaper view=view /></Desk>
        }
        .into_any()
    })
}

/// The fields a row of a report stands for, within those the report is of; empty for all.
fn fields_of(filing: &Filing, row: &RowKey) -> Vec<Field> {
    let own = filing.occasion.fields();
    let row = filing.definition().map(|definition| definition.rows.fields(row)).unwrap_or_default();
    if row.is_empty() {
        return own.to_vec();
    }
    row.into_iter().filter(|field| own.is_empty() || own.contains(field)).collect()
}

/// The address of the cases behind a figure; only those that changed after an event, where one is given. A comparison opens nothing.
pub(crate) fn cases_address(
    filing: &Filing,
    row: &RowKey,
    figure: &str,
    over: &str,
    since: Option<i64>,
) -> Option<String> {
    if figure.is_empty() {
        return None;
    }
    let (unit, rest) = match row {
        RowKey::Unit { unit } => (unit, *unit == filing.unit),
        RowKey::Field { .. } | RowKey::Group { .. } | RowKey::Total => (&filing.unit, false),
    };
    let fields: Vec<&str> = fields_of(filing, row).into_iter().map(Field::key).collect();
    let mut path = routes::REPORT_CASES.to_owned();
    for (key, value) in [
        ("ky", filing.period.key()),
        ("don-vi", unit.0.clone()),
        ("chi-tieu", figure.to_owned()),
        ("khoang", over.to_owned()),
        ("to-chuc", filing.basis.dated()),
        ("linh-vuc", fields.join(".")),
        ("con-lai", if rest { "1".to_owned() } else { String::new() }),
        ("sau", since.map(|since| since.to_string()).unwrap_or_default()),
    ] {
        if !value.is_empty() {
            path = routes::with_query(&path, key, &value);
        }
    }
    Some(path)
}

fn page(view: FilingView) -> AnyView {
    let filing = &view.filing;
    let id = filing.id.to_string();
    let title = filing.title();
    let caption = format!("{} · {} · {}", view.unit_name, filing.occasion.label(), filing.period.label());
    let (words, tone) =
        if view.own { (filing.state.label(), state_tone(filing.state)) } else { seen_from_above(filing.state) };
    let status = view! { <Tag text=words tone=tone /> }.into_any();
    let actions = view! {
        <ButtonLink href=routes::filing_print(&id) text="Bản in" />
        <a class="button button--secondary" rel="external" href=routes::filing_file(&id, "xlsx")>"Tải XLSX"</a>
        <a class="button button--secondary" rel="external" href=routes::filing_file(&id, "csv")>"Tải CSV"</a>
    }
    .into_any();
    let draft = view.draft.clone().unwrap_or_default();
    view! {
        {document_title(&title, view.draft.as_ref())}
        {form_head(view.draft.as_ref())}
        {done_notice()}
        <PageTitle title=title caption=caption status=Some(status) actions=Some(actions) />
        {notices(&view)}
        {changes(&view)}
        {head(&view)}
        {steps(&view, &draft)}
        {figures(&view)}
        {narrative(&view, &draft)}
        {history(&view)}
    }
    .into_any()
}

fn notices(view: &FilingView) -> AnyView {
    let filing = &view.filing;
    let returned = filing.returned.as_ref().map(|returned| {
        let title =
            format!("{} – {} trả lại lúc {}", returned.by.full_name, returned.by.title, format_short(returned.at));
        let reason = returned.reason.clone();
        view! { <Notice kind=NoticeKind::Warning title=title><p>{reason}</p></Notice> }
    });
    let missing = (!view.missing.is_empty()).then(|| {
        let why = view.missing.clone();
        view! { <Notice kind=NoticeKind::Warning title="Không có số liệu hiện tại"><p>{why}</p></Notice> }
    });
    let wrote = view.rights.wrote.then(|| {
        view! { <Notice title="Đồng chí đã soạn báo cáo này: người khác của đơn vị kiểm tra, rồi người đứng đầu ký." /> }
    });
    let running = (view.edition.is_none() && view.today <= filing.period.to).then(|| {
        let title = format!(
            "Kỳ báo cáo đến hết ngày {}: số liệu còn thay đổi, ký được từ ngày đó.",
            format_date(filing.period.to)
        );
        view! { <Notice title=title /> }
    });
    let nothing = view.table.as_ref().is_some_and(|table| {
        table.lines.iter().flat_map(|line| &line.cells).all(|cell| cell.value.figure().unwrap_or(0) == 0)
    });
    let nothing = nothing.then(|| {
        view! { <Notice title="Kỳ này chưa có số liệu: không phát sinh vụ việc, hoặc hồ sơ chưa được lập trên hệ thống." /> }
    });
    view! { {returned}{missing}{wrote}{running}{nothing} }.into_any()
}

fn words_of(value: Option<Value>) -> String {
    value.map_or_else(|| "không có dòng này".to_owned(), Value::words)
}

/// What differs today from what was signed, figure by figure, with the cases that changed.
fn changes(view: &FilingView) -> AnyView {
    let Some(edition) = view.edition.as_ref().filter(|_| !view.differences.is_empty()) else {
        return ().into_any();
    };
    let line = |difference: &Difference| {
        let place = &difference.place;
        let since =
            cases_address(&view.filing, &place.row, &difference.figure, &difference.over, Some(edition.position));
        let is = words_of(difference.is);
        vec![
            Cell::noted(place.row_label.clone(), place.heading.clone()),
            Cell::text(words_of(difference.was)),
            match since {
                Some(href) => Cell::link(href, is),
                None => Cell::text(is),
            },
        ]
    };
    let rows = view.differences.iter().map(line).collect::<Vec<_>>();
    let count = rows.len();
    let columns = vec![Column::new("Chỉ tiêu"), Column::number("Khi ký"), Column::number("Hiện nay")];
    let cases = (!view.changed.is_empty()).then(|| {
        let columns = vec![Column::new("Hồ sơ"), Column::new("Tổ chức, cá nhân"), Column::new("Đơn vị")];
        let rows = view
            .changed
            .iter()
            .map(|case| {
                vec![
                    Cell::link(routes::case(&case.id), case.code.clone()),
                    Cell::text(case.party.clone()),
                    Cell::text(case.unit.clone()),
                ]
            })
            .collect();
        view! { <DataTable caption="Hồ sơ thay đổi sau khi ký" columns=columns rows=rows /> }
    });
    let title = format!("Số liệu sau khi ký đã thay đổi: {count} ô");
    view! {
        <Notice kind=NoticeKind::Warning title=title>
            <p>"Báo cáo giữ nguyên số liệu khi ký. Bấm vào số hiện nay để xem hồ sơ làm nên thay đổi."</p>
        </Notice>
        <details>
            <summary>"Xem từng chỉ tiêu và hồ sơ thay đổi"</summary>
            <DataTable caption="Khác biệt so với khi ký" columns=columns rows=rows />
            {cases}
        </details>
    }
    .into_any()
}

fn stamped(stamp: &Stamp) -> String {
    format!("{} – {}, {}", stamp.by.full_name, stamp.by.title, format_short(stamp.at))
}

fn head(view: &FilingView) -> AnyView {
    let filing = &view.filing;
    let drafted = format!("{}, {}", filing.drafted_by.full_name, format_short(to_local(filing.drafted_at)));
    let mut rows = vec![SummaryRow::new("Người lập", drafted), SummaryRow::new("Thời hạn", view.punctuality.words())];
    rows.push(SummaryRow::new("Số liệu tính", filing.basis.label()));
    let fields: Vec<&str> = filing.occasion.fields().iter().map(|field| field.label()).collect();
    if !fields.is_empty() {
        rows.push(SummaryRow::new("Lĩnh vực", fields.join("; ")));
    }
    if let Some(checked) = filing.checked.as_ref().filter(|_| view.own) {
        rows.push(SummaryRow::new("Kiểm tra", stamped(checked)));
    }
    for edition in filing.editions.iter().filter(|edition| view.own || edition.sent.is_some()) {
        let name =
            if filing.editions.len() > 1 { format!("Bản {}", edition.number) } else { "Bản đã ký".to_owned() };
        rows.push(SummaryRow::new(name, edition_words(edition)));
    }
    if let Some(definition) = filing.definition() {
        let mark = match definition.mark {
            Mark::Seen => "",
            Mark::Recalled | Mark::Unsure => "; ",
        };
        let sure = if mark.is_empty() { String::new() } else { format!("{mark}{}", definition.mark.label()) };
        rows.push(SummaryRow::new("Căn cứ", format!("{}{sure}", definition.source)));
    }
    view! { <SummaryList rows=rows /> }.into_any()
}

fn edition_words(edition: &Edition) -> String {
    let frame = &edition.frame;
    let mut words = format!(
        "Số {}, {} – {} ký {}",
        frame.number.text,
        frame.signer.full_name,
        frame.signer.title,
        format_short(frame.at)
    );
    if let Some(sent) = &edition.sent {
        words.push_str(&format!("; gửi {}", format_short(sent.at)));
    }
    if let Some(received) = &edition.received {
        words.push_str(&format!("; cấp trên nhận {} ({})", format_short(received.at), received.by.full_name));
    }
    if let Some(returned) = &edition.returned {
        words.push_str(&format!("; trả lại {}: {}", format_short(returned.at), returned.reason));
    }
    words
}

/// The hidden fields of a step.
fn hidden(filing: &Filing, step: &'static str) -> AnyView {
    view! {
        <input type="hidden" name="filing" value=filing.id.to_string() />
        <input type="hidden" name="version" value=filing.version.to_string() />
        <input type="hidden" name="step" value=step />
    }
    .into_any()
}

/// What this officer may do with the report now.
fn steps(view: &FilingView, draft: &Draft) -> AnyView {
    let (rights, filing) = (view.rights, &view.filing);
    let (value, error) = answers(draft);
    let one = |step: &'static str, text: &'static str| {
        view! {
            <form method="post" action=SubmitFilingStep::url()>
                {hidden(filing, step)}
                <Actions><Button text=text /></Actions>
            </form>
        }
    };
    let back = |step: &'static str, text: &'static str| {
        view! {
            <form method="post" action=SubmitFilingStep::url() class="stack" novalidate>
                {hidden(filing, step)}
                <TextareaField name="reason" label="Lý do trả lại, việc cần sửa" value=value("reason") error=error("reason") />
                <Actions><Button text=text kind=ButtonKind::Secondary /></Actions>
            </form>
        }
    };
    let check = rights.check.then(|| one("kiem-tra-bao-cao", "Đã kiểm tra, đồng ý trình ký"));
    let sign = rights.sign.then(|| one("ky-bao-cao", "Ký báo cáo, chốt số liệu"));
    let send = rights.send.then(|| one("gui-bao-cao", "Gửi cấp trên"));
    let receive = rights.receive.then(|| one("nhan-bao-cao", "Nhận báo cáo"));
    let send_back = rights.send_back.then(|| back("tra-nguoi-soan", "Trả lại người soạn"));
    let give_back = rights.receive.then(|| back("tra-lai-bao-cao", "Trả lại đơn vị gửi"));
    let any = rights.check || rights.sign || rights.send || rights.receive || rights.send_back;
    any.then(|| {
        view! {
            <section class="card stack">
                <h2>"Việc cần làm"</h2>
                {check}{sign}{send}{receive}{send_back}{give_back}
            </section>
        }
    })
    .into_any()
}

/// The figures; each opens its cases.
fn figures(view: &FilingView) -> AnyView {
    let (Some(table), Some(definition)) = (view.table.clone(), view.filing.definition()) else { return ().into_any() };
    let what = match &view.edition {
        Some(edition) => format!("Số liệu chốt khi ký {}", format_short(edition.frame.at)),
        None => "Số liệu đến thời điểm xem".to_owned(),
    };
    let href = |row: &RowKey, cell: &FigureCell| cases_address(&view.filing, row, &cell.figure, &cell.over, None);
    let tables = table
        .parts(usize::MAX)
        .iter()
        .map(|part| {
            let Figures { groups, columns, rows } = shown_figures(&table, part, href);
            let first = definition.rows.heading();
            view! { <FigureTable caption="Biểu số liệu" first=first groups=groups columns=columns rows=rows /> }
        })
        .collect::<Vec<_>>();
    let notes = definition.notes.iter().map(|note| view! { <li>{*note}</li> }).collect::<Vec<_>>();
    view! {
        <section>
            <h2>{what}</h2>
            {tables}
            <ul class="muted">{notes}</ul>
        </section>
    }
    .into_any()
}

/// The words: as signed, or as they are written now.
fn narrative(view: &FilingView, draft: &Draft) -> AnyView {
    let filing = &view.filing;
    if view.rights.write {
        let (value, error) = answers(draft);
        let typed =
            if draft.fields.get("step") == "sua-thuyet-minh" { value("narrative") } else { filing.narrative.clone() };
        return view! {
            <section class="stack">
                <h2>"Thuyết minh"</h2>
                <form method="post" action=SubmitFilingStep::url() class="stack" novalidate>
                    {hidden(filing, "sua-thuyet-minh")}
                    <TextareaField name="narrative" label="Nội dung" hint="Soạn sẵn từ số liệu; sửa, bổ sung trước khi kiểm tra" value=typed error=error("narrative") rows=20 />
                    <Actions><Button text="Lưu thuyết minh" kind=ButtonKind::Secondary /></Actions>
                </form>
                <form method="post" action=SubmitFilingStep::url()>
                    {hidden(filing, "soan-lai")}
                    <p class="muted">"Soạn lại thay toàn bộ nội dung trên bằng bản soạn từ số liệu hiện tại."</p>
                    <Actions><Button text="Soạn lại từ số liệu" kind=ButtonKind::Plain /></Actions>
                </form>
            </section>
        }
        .into_any();
    }
    let words = view.edition.as_ref().map_or(&filing.narrative, |edition| &edition.narrative);
    let lines = words.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect::<Vec<_>>();
    view! { <section class="stack"><h2>"Thuyết minh"</h2>{lines}</section> }.into_any()
}

/// Who did what when, newest first.
fn history(view: &FilingView) -> AnyView {
    let events = view.events.iter().rev();
    let told = events.map(|event| deed(event.at, &event.by, event.body.title(), event.body.details()));
    super::history::history("Diễn biến báo cáo", told.collect())
}
