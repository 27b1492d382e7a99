//! The leads and the professional measures an officer may know of: filters beside the list, their state in the address.

use super::common::{document_title, opt_query, query, reading, shown};
use crate::api::dossier::{DossierLine, DossiersView, WaitingDossier};
use crate::components::{
    ButtonKind, ButtonLink, Cell, Checkbox, Choice, ChosenFilter, Column, DataTable, EmptyState, Filters, Notice,
    PageTitle, Pager, Row, SelectField, TextField, Tone,
};
use crate::routes;
use domain::calendar::format_date;
use domain::dossier::{Sort, State, Turn, openings};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

/// What the list is filtered by, as in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chosen {
    sort: Sort,
    state: String,
    kind: String,
    unit: String,
    text: String,
    late: String,
    after: Option<i64>,
}

impl Chosen {
    fn pairs(&self) -> [(&'static str, &str); 5] {
        [
            ("buoc", &self.state),
            (routes::MEASURE_KIND, &self.kind),
            ("don-vi", &self.unit),
            ("tu-khoa", &self.text),
            ("qua-han", &self.late),
        ]
    }

    /// The address of the list with these filters but one.
    fn without(&self, key: &str) -> String {
        self.pairs()
            .into_iter()
            .filter(|(name, value)| *name != key && !value.is_empty())
            .fold(routes::dossiers(self.sort).to_owned(), |path, (name, value)| routes::with_query(&path, name, value))
    }
}

/// The leads.
#[component]
pub fn Leads() -> impl IntoView {
    list(Sort::Lead)
}

/// The professional measures.
#[component]
pub fn Measures() -> impl IntoView {
    list(Sort::Measure)
}

fn list(sort: Sort) -> AnyView {
    let (state, kind, unit) = (query("buoc"), query(routes::MEASURE_KIND), query("don-vi"));
    let (text, late, after) = (query("tu-khoa"), query("qua-han"), opt_query("sau"));
    let chosen = move || Chosen {
        sort,
        state: state.get(),
        kind: kind.get(),
        unit: unit.get(),
        text: text.get(),
        late: late.get(),
        after: after.get().and_then(|after| after.parse().ok()),
    };
    let found = reading(chosen, |chosen: Chosen| async move {
        let asked = chosen.clone();
        let view = crate::api::dossier::read_dossiers(
            asked.sort.key().to_owned(),
            asked.state,
            asked.kind,
            asked.unit,
            asked.text,
            asked.late,
            asked.after,
        )
        .await?;
        Ok((view, chosen.pairs().map(|(_, value)| value.to_owned()).to_vec()))
    });
    shown(found, |(view, values)| {
        let mut values = values.into_iter();
        let mut next = || values.next().unwrap_or_default();
        let (state, kind, unit, text, late) = (next(), next(), next(), next(), next());
        let chosen = Chosen { sort: view.sort, state, kind, unit, text, late, after: None };
        page(view, &chosen)
    })
}

fn page(view: DossiersView, chosen: &Chosen) -> AnyView {
    let sort = view.sort;
    let (title, caption) = match sort {
        Sort::Lead => {
            ("Nguồn thông tin", "Chỉ hiển thị thông tin đồng chí được giao hoặc thuộc đơn vị do đồng chí lãnh đạo")
        }
        Sort::Measure => {
            ("Biện pháp nghiệp vụ", "Chỉ hiển thị biện pháp đồng chí được giao hoặc thuộc đơn vị do đồng chí lãnh đạo")
        }
    };
    let unit_name =
        |id: &str| view.units.iter().find(|(unit, _)| unit == id).map_or(id.to_owned(), |(_, name)| name.clone());
    let tags: Vec<ChosenFilter> = chosen
        .pairs()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            let label = match key {
                "don-vi" => unit_name(value),
                "buoc" => State::from_key(value).map_or(String::new(), |state| state.label().to_owned()),
                routes::MEASURE_KIND => kind_name(value),
                "qua-han" => "Quá hạn".to_owned(),
                _ => format!("“{value}”"),
            };
            ChosenFilter::new(label, chosen.without(key))
        })
        .collect();
    let states = State::of(sort).map(|state| Choice::new(state.key(), state.label())).collect();
    let units = view.units.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let measures = (sort == Sort::Measure).then(|| {
        let kinds = openings(sort).map(|step| Choice::new(step.key, step.noun)).collect();
        let (kind, late) = (chosen.kind.clone(), !chosen.late.is_empty());
        view! {
            <SelectField name=routes::MEASURE_KIND label="Loại biện pháp" options=kinds value=kind prompt="Tất cả các loại" />
            <Checkbox name="qua-han" label="Chỉ biện pháp quá hạn" checked=late />
        }
    });
    let actions = view.may_begin.then(|| begin(sort));
    let next = view.next.map(|next| routes::with_query(&chosen.without(""), "sau", &next.to_string()));
    let shown = format!("{} hồ sơ trên trang này", view.rows.len());
    let (state, unit, text) = (chosen.state.clone(), chosen.unit.clone(), chosen.text.clone());
    let body = if view.rows.is_empty() {
        view! { <EmptyState title="Không có hồ sơ nào" text="Bỏ bớt bộ lọc; hồ sơ không giao cho đồng chí không hiển thị ở đây." /> }
            .into_any()
    } else {
        let today = view.today;
        let columns = vec![
            Column::new("Số"),
            Column::new("Đối tượng, địa điểm"),
            Column::new("Trạng thái"),
            Column::new(if sort == Sort::Lead { "Ngày tiếp nhận" } else { "Giao đến ngày" }),
        ];
        let rows = view.rows.into_iter().map(|row| line(sort, row, today)).collect();
        view! {
            <DataTable caption=title columns=columns rows=rows hide_caption=true />
            <Pager summary=shown next=next />
        }
        .into_any()
    };
    view! {
        {document_title(title, None)}
        <PageTitle title=title caption=caption actions=actions />
        <div class="split split--left">
            <Filters action=routes::dossiers(sort) chosen=tags>
                <TextField name="tu-khoa" label="Số, tên đối tượng, địa điểm" value=text optional=true />
                <SelectField name="buoc" label="Trạng thái" options=states value=state prompt="Tất cả trạng thái" />
                {measures}
                <SelectField name="don-vi" label="Đơn vị" options=units value=unit prompt="Tất cả đơn vị" />
            </Filters>
            <div>{body}</div>
        </div>
    }
    .into_any()
}

/// Where one is begun: a lead by its form, a measure by choosing its kind.
fn begin(sort: Sort) -> AnyView {
    match sort {
        Sort::Lead => {
            view! { <ButtonLink href=routes::LEAD_NEW text="Tiếp nhận thông tin" kind=ButtonKind::Primary /> }
                .into_any()
        }
        Sort::Measure => {
            view! { <ButtonLink href=routes::MEASURE_NEW text="Lập biện pháp" kind=ButtonKind::Primary /> }.into_any()
        }
    }
}

fn kind_name(kind: &str) -> String {
    domain::dossier::opening(kind).map_or_else(|| kind.to_owned(), |step| step.noun.to_owned())
}

fn line(sort: Sort, row: DossierLine, today: Date) -> Row {
    let note = match sort {
        Sort::Lead if row.urgent => format!("Khẩn cấp; {}", row.unit),
        Sort::Lead => row.unit,
        Sort::Measure => format!("{}; {}", row.title, row.unit),
    };
    let time = match (sort, row.due) {
        (Sort::Lead, _) => Cell::text(format_date(row.opened_on)),
        (Sort::Measure, Some(due)) => due_cell(due, today),
        (Sort::Measure, None) => Cell::text("–"),
    };
    let subject = if row.subject.is_empty() { "–".to_owned() } else { row.subject };
    vec![
        Cell::link_noted(routes::dossier(sort, &row.id), row.code, note),
        Cell::noted(subject, row.area),
        Cell::tag(state_tone(row.state), row.state.label()),
        time,
    ]
}

/// A day that something is due on, late ones said in words.
fn due_cell(due: Date, today: Date) -> Cell {
    Cell::noted(format_date(due), due_words(due, today))
}

/// How far a day is, in words.
pub(super) fn due_words(due: Date, today: Date) -> String {
    super::common::time_left(due.at(23, 59, 59, 0), today.at(0, 0, 0, 0)).0
}

/// Colour of a state; the words always stand beside it.
pub(super) const fn state_tone(state: State) -> Tone {
    match (state, state.turn()) {
        (State::Returned, _) => Tone::Danger,
        (State::Signs, _) => Tone::Warning,
        (_, Turn::Head) => Tone::Warning,
        (_, Turn::Officers) => Tone::Info,
        (State::Verifying, Turn::Nobody) => Tone::Info,
        (State::Opened, Turn::Nobody) => Tone::Success,
        (_, Turn::Nobody) => Tone::Neutral,
    }
}

/// The leads and measures that wait for this officer, each with its day; nothing where none waits.
pub(super) fn waiting(found: Vec<WaitingDossier>, now: DateTime) -> AnyView {
    if found.is_empty() {
        return ().into_any();
    }
    let links = found
        .into_iter()
        .map(|WaitingDossier { sort, line }| {
            let due = line.due.map_or_else(String::new, |due| {
                format!("; giao đến ngày {} ({})", format_date(due), due_words(due, now.date()))
            });
            let urgent = if line.urgent { "Khẩn cấp. " } else { "" };
            let words = format!("{urgent}{}: {} ({}){due}", line.state.label(), line.title, line.code);
            view! { <li><a href=routes::dossier(sort, &line.id)>{words}</a></li> }
        })
        .collect::<Vec<_>>();
    view! { <Notice title="Nguồn thông tin, biện pháp nghiệp vụ đang chờ đồng chí"><ul>{links}</ul></Notice> }
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use leptos::tachys::view::RenderHtml;

    fn html(view: impl FnOnce() -> AnyView) -> String {
        Owner::new().with(|| view().to_html())
    }

    fn one(state: State, due: Option<Date>) -> DossierLine {
        DossierLine {
            id: "1".into(),
            code: "BP-33-03/2026/001".into(),
            title: "Quản lý theo địa bàn".into(),
            unit: "Đội QLTT số 3".into(),
            state,
            urgent: true,
            due,
            subject: String::new(),
            area: "Chợ Phố Hiến".into(),
            opened_on: date(2026, 11, 2),
        }
    }

    /// What is late is said in words, on the start page and in the list.
    #[test]
    fn late_is_never_only_a_colour() {
        let today = date(2026, 11, 20);
        for (due, words) in [
            (date(2026, 11, 18), "quá hạn 2 ngày làm việc"),
            (date(2026, 11, 20), "hết hạn hôm nay"),
            (date(2026, 11, 23), "còn 1 ngày làm việc"),
        ] {
            assert_eq!(due_words(due, today), words);
        }
        let waits = WaitingDossier { sort: Sort::Measure, line: one(State::Running, Some(date(2026, 11, 18))) };
        let page = html(|| waiting(vec![waits], today.at(8, 0, 0, 0)));
        for words in ["Khẩn cấp. Đang thực hiện", "giao đến ngày 18/11/2026 (quá hạn 2 ngày làm việc)", "/bien-phap/1"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        assert_eq!(html(|| waiting(Vec::new(), today.at(8, 0, 0, 0))), html(|| ().into_any()));
    }

    #[test]
    fn the_list_keeps_its_filters_in_the_address() {
        let view = DossiersView {
            sort: Sort::Measure,
            rows: vec![one(State::Running, Some(date(2026, 11, 18)))],
            next: Some(7),
            units: vec![("33-03".into(), "Đội QLTT số 3".into())],
            may_begin: true,
            today: date(2026, 11, 20),
        };
        let chosen = Chosen {
            sort: Sort::Measure,
            state: "dang-thuc-hien".into(),
            kind: "giam-sat".into(),
            unit: "33-03".into(),
            text: "chợ".into(),
            late: "1".into(),
            after: None,
        };
        assert_eq!(chosen.without("tu-khoa"), "/bien-phap?buoc=dang-thuc-hien&loai=giam-sat&don-vi=33-03&qua-han=1");
        let page = html(|| page(view.clone(), &chosen));
        for words in ["Lập biện pháp", "sau=7", "quá hạn 2 ngày làm việc", "Chỉ biện pháp quá hạn", "Chợ Phố Hiến"]
        {
            assert!(page.contains(words), "{words}: {page}");
        }
        let none = DossiersView { rows: Vec::new(), sort: Sort::Lead, may_begin: false, ..view };
        let page = html(|| super::page(none, &Chosen { sort: Sort::Lead, ..chosen }));
        assert!(page.contains("Không có hồ sơ nào") && !page.contains("Tiếp nhận thông tin"), "{page}");
    }
}
