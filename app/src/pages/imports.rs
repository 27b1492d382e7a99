//! Imports of spreadsheets: taking a file in, saying how it is read, looking through its rows, writing and undoing them.
//!
//! Every step is a posted form that comes back here; what goes on in several steps has a form with `data-continues`, which the
//! browser sends by itself where scripts run.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use crate::api::import::{
    ImportFile, ImportRow, Imports, LineRow, NOTED, ONLY, SubmitImportChoice, SubmitImportSettings, SubmitImportStep,
    SubmitImportUndo,
};
use crate::components::{
    Actions, Breadcrumb, Button, ButtonKind, Cell, Choice as Answer, Column as Heading, Crumb, DataTable, EmptyState,
    ErrorSummary, FieldError, FileField, Notice, NumberField, PageTitle, Pager, Progress, RadioGroup, Row, SelectField,
    SummaryList, SummaryRow, TableShape, TextField, Tone, Width,
};
use crate::forms::import::column as column_field;
use crate::islands::answers;
use crate::routes;
use domain::case::size_in_words;
use domain::exchange::{BatchState, Choice, Column, MAX_BYTES, MAX_ROWS, RowState, letter};
use domain::money::group;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// Where a file is chosen, and the imports so far.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let refused = opt_query(routes::UPLOAD);
    shown(reading(move || refused.get(), crate::api::import::read_imports), imports)
}

const ACCEPT: &str = ".xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn imports(all: Imports) -> AnyView {
    let error = all.refused.as_ref().map(|refused| match refused.name.as_str() {
        "" => refused.message.clone(),
        name => format!("{name}: {}", refused.message),
    });
    let summary = error.clone().map(|error| view! { <ErrorSummary errors=vec![FieldError::new("file", error)] /> });
    let hint = format!(
        "Tệp .xlsx hoặc .csv, tối đa {} và {} dòng. Đọc được Unicode, TCVN3 (ABC), VNI. Chưa có gì được ghi cho đến khi đồng chí xem kết quả kiểm tra và bấm nhập.",
        size_in_words(MAX_BYTES),
        group(i64::try_from(MAX_ROWS).unwrap_or(i64::MAX))
    );
    let form = all.may.then(|| {
        view! {
            <form method="post" action=routes::IMPORT_FILES enctype="multipart/form-data" class="card stack">
                <h2>"Tải tệp lên"</h2>
                <FileField name="file" id="file" label="Danh sách tổ chức, cá nhân, cơ sở" accept=ACCEPT hint=hint error=error />
                <Actions><Button text="Tải lên và kiểm tra" /></Actions>
            </form>
        }
    });
    let title = if summary.is_some() { "Lỗi: Nhập dữ liệu" } else { "Nhập dữ liệu" };
    view! {
        {document_title(title, None)}
        {summary}
        <PageTitle title="Nhập dữ liệu" caption="Đưa sổ địa bàn từ bảng tính vào cơ sở dữ liệu" />
        {form}
        <h2>"Các lần nhập"</h2>
        {batches(all.rows)}
    }
    .into_any()
}

fn batches(rows: Vec<ImportRow>) -> AnyView {
    if rows.is_empty() {
        return view! { <EmptyState title="Chưa có lần nhập nào" text="Mỗi tệp tải lên được giữ lại cùng kết quả, và hoàn tác được." /> }
            .into_any();
    }
    let columns = ["Tệp", "Trạng thái", "Người nhập", "Đơn vị", "Thời điểm"].map(Heading::new).to_vec();
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|row| {
            vec![
                Cell::link(routes::import(&row.id), row.file_name),
                Cell::tag(state_tone(row.state), row.state.label()),
                Cell::text(row.officer),
                Cell::text(row.unit),
                Cell::text(row.when),
            ]
        })
        .collect();
    view! { <DataTable caption="Các lần nhập" columns=columns rows=rows hide_caption=true /> }.into_any()
}

const fn state_tone(state: BatchState) -> Tone {
    match state {
        BatchState::Received | BatchState::Ready => Tone::Warning,
        BatchState::Checking | BatchState::Applying | BatchState::Undoing => Tone::Info,
        BatchState::Done => Tone::Success,
        BatchState::Undone => Tone::Neutral,
    }
}

/// One import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let (only, after, draft) = (opt_query(ONLY), query("sau"), opt_query(routes::DRAFT));
    let paused = query("dung");
    let asked = move || (id.get(), only.get(), after.get().parse().unwrap_or(0), draft.get());
    let file = reading(asked, |(id, only, after, draft)| crate::api::import::read_import(id, only, after, draft));
    shown(file, move |file| import(file, only.get_untracked().unwrap_or_default(), !paused.get_untracked().is_empty()))
}

fn import(file: ImportFile, only: String, paused: bool) -> AnyView {
    let draft = file.draft.clone();
    let state = file.head.state;
    let caption = format!("{}, {} tải lên {}", file.head.unit, file.head.officer, file.head.when);
    let facts = vec![
        SummaryRow::new("Trạng thái", state.label()),
        SummaryRow::new(
            "Tệp",
            format!(
                "{}, {}; SHA-256 {}…",
                file.head.file_name,
                file.size,
                file.sha256.chars().take(12).collect::<String>()
            ),
        ),
        SummaryRow::new(
            "Cách đọc",
            format!("{} {}; tiêu đề ở dòng {}", file.told, file.settings.encoding.label(), file.settings.header_line),
        ),
    ];
    let files = view! {
        <p>
            <a href=routes::import_original(&file.head.id)>"Tải tệp gốc"</a>
            " · "
            <a href=routes::import_result(&file.head.id)>"Tải kết quả từng dòng (XLSX)"</a>
        </p>
    };
    let body = match state {
        BatchState::Received => {
            let undo = file.may_write.then(|| undo_form(&file));
            view! { {settings_form(&file)} {undo} }.into_any()
        }
        BatchState::Checking | BatchState::Applying | BatchState::Undoing => running(&file, paused),
        BatchState::Ready | BatchState::Done | BatchState::Undone => checked(&file, &only),
    };
    let events: Vec<Row> = file.events.iter().cloned().map(|told| told.map(Cell::text).into_iter().collect()).collect();
    let columns = ["Thời điểm", "Người thực hiện", "Việc"].map(Heading::new).to_vec();
    view! {
        <Breadcrumb items=vec![Crumb::link(routes::IMPORTS, "Nhập dữ liệu"), Crumb::here(file.head.file_name.clone())] />
        {document_title(&format!("Nhập {}", file.head.file_name), draft.as_ref())}
        {form_head(draft.as_ref())}
        {done_notice()}
        <PageTitle title=format!("Nhập {}", file.head.file_name) caption=caption />
        <SummaryList rows=facts />
        {files}
        {body}
        <DataTable caption="Nhật ký" columns=columns rows=events />
    }
    .into_any()
}

/// How the file is read: letters, line of the headings, what each column holds.
fn settings_form(file: &ImportFile) -> AnyView {
    if !file.may_write {
        return view! { <Notice title="Người tải tệp lên chưa chọn cột, chưa có gì được nhập" /> }.into_any();
    }
    let draft = file.draft.clone().unwrap_or_default();
    let typed = !draft.fields.is_empty();
    let (value, error) = answers(&draft);
    let settings = &file.settings;
    let or = |name: &str, known: String| if typed { value(name) } else { known };
    let ways: Vec<Answer> =
        file.ways.iter().map(|(way, shown)| Answer::new(way.key(), way.label()).hint(format!("“{shown}”"))).collect();
    let guess = match file.guess.confidence {
        90..=100 => format!("Hệ thống nhận ra: {}.", file.guess.encoding.label()),
        60..=89 => format!("Hệ thống đoán: {}. Xem chữ mẫu có đúng không.", file.guess.encoding.label()),
        _ => "Hệ thống không chắc bảng mã. Chọn dòng có chữ mẫu đọc được.".to_owned(),
    };
    let options: Vec<Answer> = Column::all().map(|column| Answer::new(column.key(), column.label())).collect();
    let width = file.headings.len().max(settings.mapping.0.len());
    let columns = (0..width)
        .map(|index| {
            let heading = file.headings.get(index).map(|text| domain::text::clean(text)).unwrap_or_default();
            let label = match heading.as_str() {
                "" => format!("Cột {}", letter(index)),
                heading => format!("Cột {}: {heading}", letter(index)),
            };
            let examples: Vec<&str> = file
                .sample
                .iter()
                .filter_map(|(_, cells)| cells.get(index).map(|cell| cell.trim()))
                .filter(|cell| !cell.is_empty())
                .take(3)
                .collect();
            let hint = if examples.is_empty() { "Các dòng đầu để trống".to_owned() } else { format!("Ví dụ: {}", examples.join(" | ")) };
            let name = column_field(index);
            let chosen = settings.mapping.0.get(index).copied().flatten().map_or("", Column::key);
            let current = or(&name, chosen.to_owned());
            let wrong = error(&name);
            view! {
                <SelectField name=name label=label options=options.clone() hint=hint value=current error=wrong prompt="– Không nhập cột này –" />
            }
        })
        .collect::<Vec<_>>();
    let known = settings.mapping.0.iter().flatten().count();
    let told =
        format!("Đã nhận ra {known} trong {width} cột theo tiêu đề. Lựa chọn được nhớ cho các tệp có cùng tiêu đề.");
    view! {
        <form method="post" action=SubmitImportSettings::url() class="stack-lg" novalidate>
            <input type="hidden" name="id" value=file.head.id.clone() />
            <input type="hidden" name="version" value=file.version.to_string() />
            <h2>"Cách đọc tệp"</h2>
            <RadioGroup name="encoding" legend="Bảng mã chữ" options=ways hint=guess value=or("encoding", settings.encoding.key().to_owned()) error=error("encoding") />
            <NumberField name="header_line" label="Dòng tiêu đề" hint="Số dòng chứa tên các cột; các dòng trên nó không nhập" value=or("header_line", settings.header_line.to_string()) error=error("header_line") width=Width::W6 />
            <Actions><Button text="Đọc lại tiêu đề" kind=ButtonKind::Secondary name="again" value="1" /></Actions>
            <h2>"Mỗi cột chứa gì"</h2>
            <p>{told}</p>
            {columns}
            <Actions><Button text="Kiểm tra các dòng" /></Actions>
        </form>
    }
    .into_any()
}

/// Something under way: how far it is, and the form that goes on with it.
fn running(file: &ImportFile, paused: bool) -> AnyView {
    use RowState as R;
    let (done, left, what, button) = match file.head.state {
        BatchState::Checking => {
            let left = file.count(R::Waiting);
            let done = file.any(&[R::Good, R::Faulty, R::Same, R::Blank]);
            (done, left, "Đã kiểm tra", "Kiểm tra tiếp")
        }
        BatchState::Undoing => {
            let left = file.any(&[R::Made, R::Attached]);
            (file.any(&[R::Removed, R::Kept]), left, "Đã hoàn tác", "Hoàn tác tiếp")
        }
        _ => (file.any(&[R::Made, R::Attached, R::Skipped]), file.count(R::Good), "Đã ghi", "Ghi tiếp"),
    };
    let all = done + left;
    let words = format!("{what} {} trong {} dòng", group(done.into()), group(all.into()));
    let percent = u32::try_from(u64::from(done) * 100 / u64::from(all).max(1)).unwrap_or(100);
    let page = routes::import(&file.head.id);
    let alone = (!paused).then_some("");
    let pause = if paused {
        view! { <p class="small">"Đang tạm dừng. Bấm để làm tiếp; việc đã làm được giữ nguyên."</p> }.into_any()
    } else {
        view! {
            <p class="small">
                "Trang tự làm tiếp từng phần; nếu trình duyệt tắt tập lệnh, bấm nút. Mất mạng hay đóng trang không mất phần đã làm. "
                <a href=routes::with_query(&page, "dung", "1")>"Tạm dừng"</a>
            </p>
        }
        .into_any()
    };
    let form = file.may_write.then(|| {
        view! {
            <form method="post" action=SubmitImportStep::url() data-continues=alone>
                <input type="hidden" name="id" value=file.head.id.clone() />
                <Actions><Button text=button /></Actions>
            </form>
            {pause}
        }
    });
    view! {
        <section class="card stack" aria-live="polite">
            <h2>{file.head.state.label()}</h2>
            <Progress id="tien-do" label=words percent=percent />
            {form}
        </section>
    }
    .into_any()
}

/// Everything was read: counts, choices, the button that writes, rows, undoing.
fn checked(file: &ImportFile, only: &str) -> AnyView {
    let state = file.head.state;
    let page = routes::import(&file.head.id);
    let counts: Vec<Row> = file
        .counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| {
            let href = routes::with_query(&page, ONLY, state.key());
            vec![Cell::link(href, state.label()), Cell::text(group(i64::from(*count)))]
        })
        .chain((file.noted > 0).then(|| {
            let href = routes::with_query(&page, ONLY, NOTED);
            vec![Cell::link(href, "Trong đó cần đối chiếu với giấy tờ"), Cell::text(group(file.noted.into()))]
        }))
        .collect();
    let columns = vec![Heading::new("Kết quả"), Heading::number("Số dòng")];
    let again = (file.may_write && state == BatchState::Ready).then(|| {
        view! { <details><summary>"Sửa cách đọc tệp"</summary>{settings_form(file)}</details> }
    });
    let undo = (file.may_write && state != BatchState::Undone).then(|| undo_form(file));
    view! {
        <h2>{if state == BatchState::Ready { "Kết quả kiểm tra" } else { "Kết quả" }}</h2>
        <DataTable caption="Số dòng theo kết quả" columns=columns rows=counts hide_caption=true />
        {(file.may_write && state != BatchState::Undone).then(|| choices(file))}
        {(file.may_write && state != BatchState::Undone).then(|| apply_form(file))}
        {lines(file, only)}
        {again}
        {undo}
    }
    .into_any()
}

fn choice_options() -> Vec<Answer> {
    Choice::ALL.into_iter().map(|choice| Answer::new(choice.key(), choice.label())).collect()
}

/// What is to become of all rows whose identifier is taken.
fn choices(file: &ImportFile) -> Option<AnyView> {
    let count = file.any(&[RowState::Same, RowState::Repeated]);
    if count == 0 {
        return None;
    }
    let error = file.draft.as_ref().and_then(|draft| draft.error("choice"));
    let hint = format!(
        "{} dòng có mã số thuế hoặc số định danh trùng hồ sơ đã có hoặc dòng trước. Không dòng nào được ghép tự động; lựa chọn này dùng cho các dòng chưa chọn riêng.",
        group(count.into())
    );
    Some(
        view! {
            <form method="post" action=SubmitImportChoice::url() class="card stack" novalidate>
                <h2>"Các dòng trùng mã số"</h2>
                <input type="hidden" name="id" value=file.head.id.clone() />
                <RadioGroup name="choice" legend="Xử lý các dòng trùng chưa chọn" options=choice_options() hint=hint error=error />
                <Actions><Button text="Áp dụng cho các dòng chưa chọn" kind=ButtonKind::Secondary /></Actions>
            </form>
        }
        .into_any(),
    )
}

/// The button that writes.
fn apply_form(file: &ImportFile) -> Option<AnyView> {
    let good = file.count(RowState::Good);
    let asking = file.any(&[RowState::Same, RowState::Repeated]);
    if good + asking == 0 {
        return None;
    }
    let faulty = file.count(RowState::Faulty);
    let words = match (good, file.head.state) {
        (0, _) => "Ghi các dòng trùng đã chọn cách xử lý.".to_owned(),
        (good, _) => format!("Ghi {} hồ sơ mới và các dòng trùng đã chọn cách xử lý.", group(good.into())),
    };
    let left = (faulty > 0).then(|| {
        let href = format!("{}?dong={}", routes::import_result(&file.head.id), RowState::Faulty.key());
        view! {
            <p>
                {format!("{} dòng có lỗi không được ghi. ", group(faulty.into()))}
                <a href=href>"Tải các dòng lỗi (XLSX)"</a>
                ", sửa trong bảng tính rồi nhập tệp đó như một lần nhập mới."
            </p>
        }
    });
    Some(
        view! {
            <form method="post" action=SubmitImportStep::url() class="card stack">
                <h2>"Ghi vào cơ sở dữ liệu"</h2>
                <input type="hidden" name="id" value=file.head.id.clone() />
                <p>{words}</p>
                {left}
                <Actions><Button text="Nhập vào cơ sở dữ liệu" /></Actions>
            </form>
        }
        .into_any(),
    )
}

/// A page of rows, with every problem of each.
fn lines(file: &ImportFile, only: &str) -> AnyView {
    let page = routes::import(&file.head.id);
    let kept = if only.is_empty() { page.clone() } else { routes::with_query(&page, ONLY, only) };
    let title = match (only, RowState::from_key(only)) {
        (NOTED, _) => "Các dòng cần đối chiếu".to_owned(),
        (_, Some(state)) => format!("Các dòng: {}", state.label()),
        _ => "Tất cả các dòng".to_owned(),
    };
    let columns = vec![
        Heading::number("Dòng"),
        Heading::new("Tổ chức, cá nhân"),
        Heading::new("Kết quả"),
        Heading::new("Cần sửa, cần đối chiếu"),
    ];
    let rows: Vec<Row> = file.lines.iter().map(|line| line_cells(file, line, only)).collect();
    let (first, last) = (file.lines.first().map_or(0, |line| line.line), file.lines.last().map_or(0, |line| line.line));
    let next = file.next.map(|next| routes::with_query(&kept, "sau", &next.to_string()));
    let all = (!only.is_empty()).then(|| view! { <p><a href=page>"Xem tất cả các dòng"</a></p> });
    let table = if rows.is_empty() {
        view! { <p>"Không có dòng nào."</p> }.into_any()
    } else {
        view! {
            <DataTable caption=title.clone() columns=columns rows=rows hide_caption=true shape=TableShape::Cards />
            <Pager summary=format!("Dòng {first} đến {last} của tệp") next=next />
        }
        .into_any()
    };
    view! { <section class="stack" id="cac-dong"><h2>{title}</h2>{all}{table}</section> }.into_any()
}

fn line_cells(file: &ImportFile, line: &LineRow, only: &str) -> Row {
    let name = match &line.party {
        Some(party) if !matches!(line.state, RowState::Removed) => {
            Cell::link_noted(routes::party(party), line.name.clone(), line.about.clone())
        }
        _ => Cell::noted(line.name.clone(), line.about.clone()),
    };
    let items = |list: &[String], mark: &'static str| {
        list.iter().map(|text| view! { <li>{format!("{mark}{text}")}</li> }).collect::<Vec<_>>()
    };
    let (problems, notes) = (items(&line.problems, ""), items(&line.notes, "Đối chiếu: "));
    let same = line.same.as_ref().map(|(id, who)| {
        view! { <li>"Hồ sơ đã có: "<a href=routes::party(id)>{who.clone()}</a></li> }
    });
    let repeated = line.same_line.map(|other| view! { <li>{format!("Cùng mã số với dòng {other}.")}</li> });
    let told = (!line.told.is_empty()).then(|| view! { <li>{line.told.clone()}</li> });
    let asks = (line.state.asks() && file.may_write && file.head.state != BatchState::Undone)
        .then(|| row_choice(file, line, only));
    vec![
        Cell::text(line.line.to_string()),
        name,
        Cell::tag(row_tone(line.state), line.state.label()),
        Cell::view(view! { <div><ul>{problems}{same}{repeated}{notes}{told}</ul>{asks}</div> }),
    ]
}

/// What is to become of one row whose identifier is taken.
fn row_choice(file: &ImportFile, line: &LineRow, only: &str) -> AnyView {
    let id = format!("chon-{}", line.line);
    let label = format!("Xử lý dòng {}", line.line);
    let chosen = line.choice;
    let options = Choice::ALL
        .into_iter()
        .map(|choice| view! { <option value=choice.key() selected=chosen == Some(choice)>{choice.label()}</option> })
        .collect::<Vec<_>>();
    view! {
        <form method="post" action=SubmitImportChoice::url() class="field-row">
            <input type="hidden" name="id" value=file.head.id.clone() />
            <input type="hidden" name="line" value=line.line.to_string() />
            <input type="hidden" name="only" value=only.to_owned() />
            <div class="field">
                <label class="field__label" for=id.clone()>{label}</label>
                <select class="input" id=id name="choice">
                    <option value="" selected=chosen.is_none()>"– Chưa chọn –"</option>
                    {options}
                </select>
            </div>
            <Button text="Ghi lựa chọn" kind=ButtonKind::Secondary small=true />
        </form>
    }
    .into_any()
}

const fn row_tone(state: RowState) -> Tone {
    match state {
        RowState::Waiting | RowState::Heading | RowState::Blank | RowState::Skipped | RowState::Removed => {
            Tone::Neutral
        }
        RowState::Faulty => Tone::Danger,
        RowState::Good => Tone::Info,
        RowState::Same | RowState::Repeated | RowState::Kept => Tone::Warning,
        RowState::Made | RowState::Attached => Tone::Success,
    }
}

/// Taking everything back.
fn undo_form(file: &ImportFile) -> AnyView {
    let draft = file.draft.clone().unwrap_or_default();
    let (value, error) = answers(&draft);
    let written = file.any(&[RowState::Made, RowState::Attached]);
    let words = if written == 0 {
        "Chưa có gì được ghi. Bỏ lần nhập này nếu tải nhầm tệp; tệp và nhật ký vẫn được giữ.".to_owned()
    } else {
        format!(
            "Gỡ {} hồ sơ, cơ sở đã ghi từ tệp này. Hồ sơ đã được sửa, đã có vụ việc, kế hoạch hoặc ghi nhận thì được giữ lại và nêu lý do.",
            group(written.into())
        )
    };
    let (summary, button) = if written == 0 {
        ("Bỏ lần nhập này", "Bỏ lần nhập")
    } else {
        ("Hoàn tác cả lần nhập", "Hoàn tác lần nhập")
    };
    view! {
        <details open=error("reason").is_some()>
            <summary>{summary}</summary>
            <form method="post" action=SubmitImportUndo::url() class="stack" novalidate>
                <input type="hidden" name="id" value=file.head.id.clone() />
                <input type="hidden" name="version" value=file.version.to_string() />
                <p>{words}</p>
                <TextField name="reason" label="Lý do" hint="Ví dụ: nhầm tệp của phường khác" value=value("reason") error=error("reason") />
                <Actions><Button text=button kind=ButtonKind::Warning /></Actions>
            </form>
        </details>
    }
    .into_any()
}

/// Links that save a whole list as a file.
pub fn export_links(list: &str, pairs: &[(&str, &str)]) -> AnyView {
    let address = |format: &str| {
        pairs
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .fold(routes::export(list, format), |path, (name, value)| routes::with_query(&path, name, value))
    };
    view! {
        <p class="small no-print">
            "Xuất danh sách: "
            <a href=address("xlsx")>"XLSX"</a>
            " · "
            <a href=address("csv")>"CSV"</a>
        </p>
    }
    .into_any()
}
