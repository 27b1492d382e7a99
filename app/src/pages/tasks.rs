//! Tasks given down the hierarchy: the lists, and the form that gives one.

use super::common::{document_title, form_head, opt_query, query, reading, shown, time_left};
use crate::api::task::{SubmitTask, TaskLine, TaskNewView, TasksView};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Cell, Checkbox, CheckboxGroup, Choice, ChosenFilter, Column, DataTable,
    DateField, EmptyState, Filters, Notice, NumberField, PageTitle, Pager, RadioGroup, Row, SelectField, Tag,
    TextField, TextareaField, Tone, Width,
};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use domain::calendar::format_date;
use domain::catalogue::Field;
use domain::direction::{PartState, TARGETS, TaskKind, TaskTurn};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// Keys of the query: the side, then the filters.
const KEYS: [&str; 5] = ["phia", "loai", "trang-thai", "qua-han", "tu-khoa"];

/// The sides a list is looked at from, with their words.
const SIDES: [(&str, &str); 3] = [
    ("duoc-giao", "Được giao cho tôi, đơn vị tôi"),
    ("da-giao", "Đơn vị tôi đã giao"),
    ("pham-vi", "Trong phạm vi quản lý"),
];

/// The lists.
#[component]
pub fn Tasks() -> impl IntoView {
    let queries = KEYS.map(query);
    let after = opt_query("sau");
    let asked = move || (queries.map(|query| query.get()), after.get().and_then(|after| after.parse::<i64>().ok()));
    let found = reading(asked, |(values, after)| async move {
        let [side, kind, state, late, text] = values.clone();
        let view = crate::api::task::read_tasks(side, kind, state, late, text, after).await?;
        Ok((view, values))
    });
    shown(found, |(view, values)| page(view, &values))
}

/// The address of the list with these values but one.
fn without(values: &[String; 5], left_out: &str) -> String {
    KEYS.iter()
        .zip(values)
        .filter(|(key, value)| **key != left_out && !value.is_empty())
        .fold(routes::TASKS.to_owned(), |path, (key, value)| routes::with_query(&path, key, value))
}

fn page(view: TasksView, values: &[String; 5]) -> AnyView {
    let title = "Chỉ đạo, giao việc";
    let [_, kind, state, late, text] = values.clone();
    let tags: Vec<ChosenFilter> = KEYS
        .iter()
        .zip(values)
        .skip(1)
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            let label = match *key {
                "loai" => TaskKind::from_key(value).map_or("", TaskKind::label).to_owned(),
                "trang-thai" => PartState::from_key(value).map_or("", PartState::label).to_owned(),
                "qua-han" => "Quá hạn".to_owned(),
                _ => format!("“{value}”"),
            };
            ChosenFilter::new(label, without(values, key))
        })
        .collect();
    let sides = SIDES
        .into_iter()
        .filter(|(key, _)| match *key {
            "da-giao" => view.may_give,
            "pham-vi" => view.may_area,
            _ => true,
        })
        .map(|(key, words)| {
            let current = (key == view.side).then_some("page");
            view! { <a href=routes::with_query(routes::TASKS, "phia", key) aria-current=current>{words}</a> }
        })
        .collect::<Vec<_>>();
    let actions = view
        .may_give
        .then(|| view! { <ButtonLink href=routes::TASK_NEW text="Giao việc" kind=ButtonKind::Primary /> }.into_any());
    let kinds = TaskKind::ALL.map(|kind| Choice::new(kind.key(), kind.label())).to_vec();
    let states = PartState::ALL.map(|state| Choice::new(state.key(), state.label())).to_vec();
    let next = view.next.map(|next| routes::with_query(&without(values, ""), "sau", &next.to_string()));
    let summary = format!("{} việc trên trang này", view.rows.len());
    let body = if view.rows.is_empty() {
        view! { <EmptyState title="Không có việc nào" text="Bỏ bớt bộ lọc hoặc chọn phía khác; việc giao cho đơn vị khác không hiển thị ở đây." /> }
            .into_any()
    } else {
        let today = view.today;
        let received = view.side == "duoc-giao";
        let other = if received { "Người giao" } else { "Giao cho" };
        let columns = ["Việc", other, "Trạng thái", "Hạn"].map(Column::new).to_vec();
        let rows = view.rows.into_iter().map(|row| line(row, received, today)).collect();
        view! {
            <DataTable caption=title columns=columns rows=rows hide_caption=true />
            <Pager summary=summary next=next />
        }
        .into_any()
    };
    let side = view.side.clone();
    view! {
        {document_title(title, None)}
        <PageTitle title=title caption="Việc được giao theo cấp, có tiếp nhận, tiến độ, kết quả và đánh giá" actions=actions />
        <nav class="cluster" aria-label="Phía">{sides}</nav>
        <div class="split split--left">
            <Filters action=routes::TASKS chosen=tags>
                <input type="hidden" name="phia" value=side />
                <TextField name="tu-khoa" label="Số, tên việc" value=text optional=true />
                <SelectField name="loai" label="Loại việc" options=kinds value=kind prompt="Tất cả các loại" />
                <SelectField name="trang-thai" label="Trạng thái" options=states value=state prompt="Tất cả trạng thái" />
                <Checkbox name="qua-han" label="Chỉ việc quá hạn" checked=!late.is_empty() />
            </Filters>
            <div>{body}</div>
        </div>
    }
    .into_any()
}

fn line(row: TaskLine, received: bool, today: Date) -> Row {
    let tone = row.state.map_or(Tone::Info, state_tone);
    let open = row.state.is_none_or(|state| state.is_open());
    let due = match (row.late, open) {
        (true, _) | (false, true) => Cell::noted(format_date(row.due), due_words(row.due, today)),
        (false, false) => Cell::text(format_date(row.due)),
    };
    vec![
        Cell::link_noted(routes::task(&row.id), row.title, format!("{} · {}", row.code, row.kind.label())),
        Cell::text(if received { row.from } else { row.to }),
        Cell::tag(tone, row.standing),
        due,
    ]
}

/// How far a day is, in words; late is never only a colour.
pub(super) fn due_words(due: Date, today: Date) -> String {
    time_left(due.at(23, 59, 59, 0), today.at(0, 0, 0, 0)).0
}

/// Colour of a part's status; the words always stand beside it.
pub(super) const fn state_tone(state: PartState) -> Tone {
    match (state, state.turn()) {
        (PartState::Returned, _) => Tone::Danger,
        (PartState::Given, _) | (_, TaskTurn::Giver) => Tone::Warning,
        (PartState::Done, _) => Tone::Success,
        (PartState::Withdrawn, _) => Tone::Neutral,
        (_, TaskTurn::Addressee | TaskTurn::Nobody) => Tone::Info,
    }
}

/// Gives a task.
#[component]
pub fn TaskNew() -> impl IntoView {
    let (parent, part) = (query(routes::PARENT), opt_query(routes::PARENT_PART));
    let (case, plan, draft) = (query(routes::ABOUT_CASE), query(routes::PLAN), opt_query(routes::DRAFT));
    let about = Memo::new(move |_| match (case.get(), plan.get()) {
        (case, plan) if case.is_empty() && plan.is_empty() => String::new(),
        (case, plan) if case.is_empty() => format!("{}:{plan}", routes::PLAN),
        (case, _) => format!("{}:{case}", routes::ABOUT_CASE),
    });
    let asked = move || (parent.get(), part.get().and_then(|part| part.parse::<u32>().ok()), about.get(), draft.get());
    shown(
        reading(asked, |(parent, part, about, draft)| crate::api::task::read_task_new(parent, part, about, draft)),
        form,
    )
}

fn form(view: TaskNewView) -> AnyView {
    let first = view.draft.is_none();
    let mut draft = view.draft.clone().unwrap_or_default();
    if first {
        draft.fields.set("kind", TaskKind::Specific.key());
        if let Some((task, _)) = &view.parent {
            draft.fields.set("title", task.title.clone());
            draft.fields.set("content", task.content.clone());
            draft.fields.set("due", format_date(task.due));
            draft.fields.set("field", task.field.map_or("", Field::key));
        }
    }
    let title = if view.parent.is_some() { "Giao tiếp việc được giao" } else { "Giao việc" };
    let parent = view.parent.as_ref().map(|(task, part)| {
        let words = format!("Giao tiếp từ {}: {}", task.code, task.title);
        let due = format!("Việc giao tiếp phải xong trước hết ngày {}.", format_date(task.due));
        view! {
            <input type="hidden" name="parent" value=task.id.to_string() />
            <input type="hidden" name="part" value=part.to_string() />
            <Notice title=words><p>{due}</p></Notice>
        }
    });
    let about = view.about.as_ref().map(|(about, words)| {
        let error = draft.error("about");
        view! {
            <input type="hidden" name="about" value=about.clone() />
            <Notice title=words.clone()>{error.map(|error| view! { <p id="about">{error}</p> })}</Notice>
        }
    });
    view! {
        {document_title(title, Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title=title caption=view.unit.clone() />
        <form method="post" action=SubmitTask::url() class="stack-lg" novalidate>
            <input type="hidden" name="task" value=view.task_id.clone() />
            {parent}
            {about}
            {fields(&view, &draft)}
            <Actions>
                <Button text="Giao việc" />
                <ButtonLink href=routes::TASKS text="Quay lại danh sách" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}

fn fields(view: &TaskNewView, draft: &Draft) -> AnyView {
    let (value, error) = answers(draft);
    let kinds: Vec<Choice> = view.kinds.iter().map(|kind| Choice::new(kind.key(), kind.label())).collect();
    let to = view
        .targets
        .iter()
        .map(|(key, name, more)| {
            let choice = Choice::new(key.clone(), name.clone());
            if more.is_empty() { choice } else { choice.hint(more.clone()) }
        })
        .collect();
    let chosen: Vec<String> = draft.fields.keys("to").into_iter().map(str::to_owned).collect();
    let areas = Field::all().map(|field| Choice::new(field.key(), field.label())).collect();
    let campaigns = view.kinds.contains(&TaskKind::Campaign).then(|| {
        let measures = TARGETS.map(|measure| Choice::new(measure.key(), measure.label())).to_vec();
        view! {
            <fieldset class="group stack">
                <legend class="group__legend">"Thời kỳ và chỉ tiêu (chỉ với đợt cao điểm, chuyên đề)"</legend>
                <DateField name="from" label="Từ ngày" value=value("from") error=error("from") />
                <DateField name="to_day" label="Đến hết ngày" value=value("to_day") error=error("to_day") />
                <NumberField name="target" label="Chỉ tiêu mỗi đơn vị" value=value("target") error=error("target") width=Width::W6 optional=true />
                <SelectField name="measure" label="Chỉ tiêu tính bằng" options=measures value=value("measure") error=error("measure") optional=true />
            </fieldset>
        }
    });
    view! {
        <RadioGroup name="kind" legend="Loại việc" options=kinds value=value("kind") error=error("kind") />
        <TextField name="title" label="Tên việc" value=value("title") error=error("title") />
        <TextareaField name="content" label="Nội dung, yêu cầu" value=value("content") error=error("content") rows=6 />
        <CheckboxGroup name="to" legend="Giao cho" options=to values=chosen error=error("to") hint="Đơn vị cấp dưới trực tiếp, hoặc công chức của đơn vị mình" />
        <DateField name="due" label="Hoàn thành trước hết ngày" value=value("due") error=error("due") />
        <SelectField name="field" label="Lĩnh vực quản lý" options=areas value=value("field") error=error("field") optional=true prompt="Mọi lĩnh vực" />
        {campaigns}
    }
    .into_any()
}

/// The status of a part with its day, for its card and the lists.
pub(super) fn state_tag(state: PartState) -> AnyView {
    view! { <Tag text=state.label() tone=state_tone(state) /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use leptos::tachys::view::RenderHtml;

    fn html(view: impl FnOnce() -> AnyView) -> String {
        Owner::new().with(|| view().to_html())
    }

    fn row(state: PartState, late: bool) -> TaskLine {
        TaskLine {
            id: "1".into(),
            code: "CĐ-33/2026/001".into(),
            title: "Rà soát kho".into(),
            kind: TaskKind::Specific,
            from: "Ông A, Chi cục".into(),
            to: "Đội 1".into(),
            due: date(2026, 11, 18),
            standing: state.label().into(),
            state: Some(state),
            late,
        }
    }

    #[test]
    fn the_list_says_what_is_late_and_keeps_its_filters() {
        let view = TasksView {
            side: "da-giao".into(),
            rows: vec![row(PartState::Accepted, true), row(PartState::Done, false)],
            next: Some(7),
            may_give: true,
            may_area: false,
            today: date(2026, 11, 20),
        };
        let values = ["da-giao", "viec-cu-the", "", "1", "kho"].map(str::to_owned);
        assert_eq!(without(&values, "loai"), "/chi-dao?phia=da-giao&qua-han=1&tu-khoa=kho");
        let page = html(|| page(view, &values));
        for words in
            ["quá hạn 2 ngày làm việc", "Đã hoàn thành", "sau=7", "Giao việc", "Giao cho", "aria-current=\"page\""]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert_eq!(page.matches("quá hạn 2 ngày").count(), 1, "what is done is not late");
        assert!(!page.contains("phia=pham-vi"), "{page}");
    }
}
