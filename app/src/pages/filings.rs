//! What an office owes and has made, what the units below have sent; and the form that begins a report.

use super::common::{document_title, form_head, opt_query, query, reading, shown};
use crate::api::filing::{BelowView, DueLine, FilingLine, FilingNewView, FilingsView, SubmitFiling};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Cell, CheckboxGroup, Choice, Column, DataTable, DateField, EmptyState,
    Fieldset, PageTitle, RadioGroup, Row, SelectField, Stat, TextField, Tone,
};
use crate::islands::answers;
use crate::routes;
use domain::catalogue::Field;
use domain::organisation::Basis;
use domain::report::filing::{FilingState, Occasion, Punctuality};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The overview.
#[component]
pub fn Filings() -> impl IntoView {
    let (definition, period) = (query("mau"), query("ky"));
    let view = reading(
        move || (definition.get(), period.get()),
        |(definition, period)| crate::api::filing::read_filings(definition, period),
    );
    shown(view, page)
}

fn page(view: FilingsView) -> AnyView {
    let actions = view.may_draft.then(|| {
        view! { <ButtonLink href=routes::FILING_NEW text="Lập báo cáo" kind=ButtonKind::Primary /> }.into_any()
    });
    let may_draft = view.may_draft;
    let due = view.due.into_iter().map(|line| due_line(line, may_draft)).collect::<Vec<_>>();
    let due = if due.is_empty() {
        view! { <EmptyState title="Không có báo cáo định kỳ phải lập" text="Đơn vị này không lập báo cáo riêng." /> }
            .into_any()
    } else {
        let columns = vec![Column::new("Báo cáo"), Column::new("Trạng thái"), Column::new("Thời hạn")];
        let note = "Hạn theo Thông tư 55/2020/TT-BCT; hạn gửi cơ quan khác chưa đối chiếu văn bản.";
        view! { <DataTable caption="Báo cáo phải lập" columns=columns rows=due note=note /> }.into_any()
    };
    view! {
        {document_title("Báo cáo định kỳ", None)}
        <PageTitle title="Báo cáo định kỳ" caption=view.unit actions=actions />
        {due}
        {below(view.below)}
        {list("Báo cáo cấp dưới đã gửi", view.sent_up, true)}
        {list("Báo cáo của đơn vị", view.own, false)}
    }
    .into_any()
}

fn due_line(line: DueLine, may_draft: bool) -> Row {
    let (key, period) = line.period;
    let first = match &line.made {
        Some((id, _)) => Cell::link_noted(routes::filing(id), line.title, period),
        None if may_draft => {
            let href = routes::with_query(routes::FILING_NEW, "mau", &line.definition);
            Cell::link_noted(routes::with_query(&href, "ky", &key), format!("Lập: {}", line.title), period)
        }
        None => Cell::noted(line.title, period),
    };
    let state = match line.made {
        Some((_, state)) => Cell::tag(state_tone(state), state.label()),
        None => Cell::tag(Tone::Neutral, "Chưa lập"),
    };
    vec![first, state, punctual(line.punctuality)]
}

/// Against the due day, in words and colour.
fn punctual(punctuality: Punctuality) -> Cell {
    match punctuality {
        Punctuality::Overdue { .. } => Cell::tag(Tone::Danger, punctuality.words()),
        Punctuality::SentLate { .. } => Cell::tag(Tone::Warning, punctuality.words()),
        Punctuality::NoDay | Punctuality::Ahead { .. } | Punctuality::InTime => Cell::text(punctuality.words()),
    }
}

/// Colour of a report's status; the words always stand beside it.
pub(super) const fn state_tone(state: FilingState) -> Tone {
    match state {
        FilingState::Drafted => Tone::Neutral,
        FilingState::Returned => Tone::Danger,
        FilingState::Checked | FilingState::Signed => Tone::Warning,
        FilingState::Sent => Tone::Info,
        FilingState::Received => Tone::Success,
    }
}

/// The state of a report as the unit above sees it: what is written again after a return is the unit's own.
pub(super) const fn seen_from_above(state: FilingState) -> (&'static str, Tone) {
    match state {
        FilingState::Sent | FilingState::Received => (state.label(), state_tone(state)),
        FilingState::Drafted | FilingState::Returned | FilingState::Checked | FilingState::Signed => {
            ("Đã trả lại, chờ gửi lại", Tone::Danger)
        }
    }
}

fn list(caption: &'static str, lines: Vec<FilingLine>, from_below: bool) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let columns = vec![
        Column::new("Báo cáo"),
        Column::new("Đơn vị"),
        Column::new("Loại"),
        Column::new("Trạng thái"),
        Column::new("Thời hạn"),
    ];
    let rows = lines
        .into_iter()
        .map(|line| {
            let (words, tone) =
                if from_below { seen_from_above(line.state) } else { (line.state.label(), state_tone(line.state)) };
            vec![
                Cell::link_noted(routes::filing(&line.id), line.title, line.period),
                Cell::text(line.unit),
                Cell::text(line.occasion),
                Cell::tag(tone, words),
                punctual(line.punctuality),
            ]
        })
        .collect();
    view! { <DataTable caption=caption columns=columns rows=rows /> }.into_any()
}

/// Who has sent, who has not, who is late.
fn below(below: Option<BelowView>) -> AnyView {
    let Some(view) = below else { return ().into_any() };
    let (all, sent) = (view.rows.len(), view.rows.iter().filter(|row| row.sent.is_some()).count());
    let late = view.rows.iter().filter(|row| row.punctuality.is_late()).count();
    let choices =
        |list: Vec<(String, String)>| list.into_iter().map(|(key, label)| Choice::new(key, label)).collect::<Vec<_>>();
    let no_prompt = None::<String>;
    let stat = |label: &'static str, value: usize| view! { <Stat label=label value=value.to_string() unit="đơn vị" /> };
    let rows = view
        .rows
        .into_iter()
        .map(|row| {
            let (first, state) = match row.sent {
                Some((id, state)) => {
                    let (words, tone) = seen_from_above(state);
                    (Cell::link(routes::filing(&id), row.unit), Cell::tag(tone, words))
                }
                None => (Cell::text(row.unit), Cell::tag(Tone::Neutral, "Chưa gửi")),
            };
            vec![first, state, punctual(row.punctuality)]
        })
        .collect();
    let columns = vec![Column::new("Đơn vị"), Column::new("Trạng thái"), Column::new("Thời hạn")];
    view! {
        <h2>"Đơn vị cấp dưới"</h2>
        <form method="get" action=routes::FILINGS class="field-row">
            <SelectField name="mau" label="Báo cáo" options=choices(view.definitions) value=view.definition prompt=no_prompt.clone() />
            <SelectField name="ky" label="Kỳ" options=choices(view.periods) value=view.period prompt=no_prompt />
            <Button text="Xem" kind=ButtonKind::Secondary />
        </form>
        <div class="columns">
            {stat("Đã gửi", sent)}
            {stat("Chưa gửi", all - sent)}
            {stat("Quá hạn, gửi muộn", late)}
        </div>
        <DataTable caption="Tình hình gửi báo cáo của cấp dưới" columns=columns rows=rows hide_caption=true />
    }
    .into_any()
}

/// The form that begins a report.
#[component]
pub fn FilingNew() -> impl IntoView {
    let (definition, period) = (query("mau"), query("ky"));
    let draft = opt_query(routes::DRAFT);
    let view = reading(
        move || (definition.get(), period.get(), draft.get()),
        |(definition, period, draft)| crate::api::filing::read_filing_new(definition, period, draft),
    );
    shown(view, new)
}

fn new(view: FilingNewView) -> AnyView {
    let mut draft = view.draft.clone().unwrap_or_default();
    if view.draft.is_none() {
        draft.fields.set("occasion", "dinh-ky");
        draft.fields.set("to-chuc", "hien-nay");
        draft.fields.set("mau", view.definition.clone());
        draft.fields.set("ky", view.period.clone());
    }
    let (value, error) = answers(&draft);
    let choices =
        |list: Vec<(String, String)>| list.into_iter().map(|(key, label)| Choice::new(key, label)).collect::<Vec<_>>();
    let mut periods = view.periods;
    let chosen = value("ky");
    if let Some(period) = domain::calendar::Period::from_key(&chosen)
        && !periods.iter().any(|(key, _)| *key == chosen)
    {
        periods.push((chosen, period.label()));
    }
    let occasions = Occasion::KEYS.map(|key| Choice::new(key, Occasion::label_of(key))).to_vec();
    let bases = [("hien-nay", "Theo tổ chức hiện nay"), (Basis::AsItWas.key(), Basis::AsItWas.label())];
    let bases = bases.map(|(key, label)| Choice::new(key, label)).to_vec();
    let fields = Field::all().map(|field| Choice::new(field.key(), field.label())).collect::<Vec<_>>();
    let ticked = draft.fields.keys("fields").into_iter().map(str::to_owned).collect::<Vec<_>>();
    view! {
        {document_title("Lập báo cáo", view.draft.as_ref())}
        {form_head(view.draft.as_ref())}
        <PageTitle title="Lập báo cáo" caption=view.unit />
        <form method="post" action=SubmitFiling::url() class="stack-lg" novalidate>
            <input type="hidden" name="filing" value=view.filing_id />
            <SelectField name="mau" label="Mẫu báo cáo" options=choices(view.definitions) value=value("mau") error=error("mau") prompt="Chọn mẫu" />
            <RadioGroup name="occasion" legend="Loại báo cáo" options=occasions value=value("occasion") error=error("occasion") inline=true />
            <Fieldset legend="Báo cáo định kỳ">
                <SelectField name="ky" label="Kỳ báo cáo" options=choices(periods) value=value("ky") error=error("ky") prompt="Chọn kỳ" />
            </Fieldset>
            <Fieldset legend="Báo cáo chuyên đề, đột xuất">
                <TextField name="title" label="Tên báo cáo" hint="Ví dụ: Cao điểm Tết Nguyên đán 2026" value=value("title") error=error("title") optional=true />
                <DateField name="from" label="Từ ngày" value=value("from") error=error("from") optional=true />
                <DateField name="to" label="Đến ngày" value=value("to") error=error("to") optional=true />
                <CheckboxGroup name="fields" legend="Lĩnh vực của chuyên đề" hint="Không chọn: tất cả lĩnh vực" options=fields values=ticked optional=true />
            </Fieldset>
            <RadioGroup name="to-chuc" legend="Số liệu tính" options=bases value=value("to-chuc") error=error("to-chuc") />
            <Actions>
                <Button text="Lập dự thảo từ số liệu" />
                <ButtonLink href=routes::FILINGS text="Không lập" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}
