//! The list of cases: filters beside it, their state in the address, paging by cursor.

use super::common::{document_title, opt_query, query, reading, shown, stage_tone, time_left};
use crate::api::work::{CaseList, CaseRow};
use crate::components::{
    ButtonKind, ButtonLink, Cell, Choice, ChosenFilter, Column, DataTable, EmptyState, Filters, PageTitle, Pager, Row,
    SelectField, TextField,
};
use crate::routes;
use domain::case::Stage;
use domain::catalogue::Field;
use leptos::prelude::*;

/// What the list is filtered by, as in the address.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chosen {
    unit: String,
    stage: String,
    field: String,
    text: String,
    after: Option<i64>,
}

impl Chosen {
    fn pairs(&self) -> [(&'static str, &str); 4] {
        [("don-vi", &self.unit), ("buoc", &self.stage), ("linh-vuc", &self.field), ("tu-khoa", &self.text)]
    }

    /// The address of the list with these filters but one.
    fn without(&self, key: &str) -> String {
        self.pairs()
            .into_iter()
            .filter(|(name, value)| *name != key && !value.is_empty())
            .fold(routes::CASES.to_owned(), |path, (name, value)| routes::with_query(&path, name, value))
    }
}

/// The list of cases in the officer's part of the tree.
#[component]
pub fn Cases() -> impl IntoView {
    let (unit, stage, field, text) = (query("don-vi"), query("buoc"), query("linh-vuc"), query("tu-khoa"));
    let after = opt_query("sau");
    let chosen = move || Chosen {
        unit: unit.get(),
        stage: stage.get(),
        field: field.get(),
        text: text.get(),
        after: after.get().and_then(|after| after.parse().ok()),
    };
    let list = reading(chosen, |chosen: Chosen| async move {
        let list = crate::api::work::read_cases(
            chosen.unit.clone(),
            chosen.stage.clone(),
            chosen.field.clone(),
            chosen.text.clone(),
            chosen.after,
        )
        .await?;
        Ok((list, chosen.unit, chosen.stage, chosen.field, chosen.text))
    });
    shown(list, |(list, unit, stage, field, text)| page(list, Chosen { unit, stage, field, text, after: None }))
}

fn page(list: CaseList, chosen: Chosen) -> AnyView {
    let count = if list.capped {
        format!("hơn {} hồ sơ", domain::money::group(i64::from(list.count)))
    } else {
        format!("{} hồ sơ", domain::money::group(i64::from(list.count)))
    };
    let unit_name =
        |id: &str| list.units.iter().find(|(unit, _)| unit == id).map_or(id.to_owned(), |(_, name)| name.clone());
    let tags: Vec<ChosenFilter> = chosen
        .pairs()
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            let label = match key {
                "don-vi" => unit_name(value),
                "buoc" => Stage::from_key(value).map_or(String::new(), |stage| stage.label().to_owned()),
                "linh-vuc" => Field::from_key(value).map_or(String::new(), |field| field.label().to_owned()),
                _ => format!("“{value}”"),
            };
            ChosenFilter::new(label, chosen.without(key))
        })
        .collect::<Vec<_>>();
    let units = list.units.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let stages = Stage::ALL.into_iter().map(|stage| Choice::new(stage.key(), stage.label())).collect();
    let fields = Field::all().map(|field| Choice::new(field.key(), field.label())).collect();
    let next = list.next.map(|next| routes::with_query(&chosen.without(""), "sau", &next.to_string()));
    let (text, stage, field, unit) =
        (chosen.text.clone(), chosen.stage.clone(), chosen.field.clone(), chosen.unit.clone());
    let body = if list.rows.is_empty() {
        view! {
            <EmptyState title="Không có hồ sơ nào" text="Bỏ bớt bộ lọc, hoặc mở hồ sơ mới từ một quyết định kiểm tra.">
                <p><a href=routes::CASES>"Xem tất cả hồ sơ"</a></p>
            </EmptyState>
        }
        .into_any()
    } else {
        view! {
            {case_table("Hồ sơ vụ việc, mới nhất trước", list.rows, list.now)}
            <Pager summary=count.clone() next=next />
            {super::imports::export_links("vu-viec", &chosen.pairs())}
        }
        .into_any()
    };
    let actions =
        view! { <ButtonLink href=routes::CASE_NEW text="Mở hồ sơ kiểm tra" kind=ButtonKind::Primary /> }.into_any();
    view! {
        {document_title("Hồ sơ vụ việc", None)}
        <PageTitle title="Hồ sơ vụ việc" caption=count actions=Some(actions) />
        <div class="split split--left">
            <Filters action=routes::CASES chosen=tags>
                <TextField name="tu-khoa" label="Tên, số văn bản, mã hồ sơ" value=text optional=true />
                <SelectField name="buoc" label="Bước" options=stages value=stage prompt="Tất cả các bước" />
                <SelectField name="linh-vuc" label="Lĩnh vực" options=fields value=field prompt="Tất cả lĩnh vực" />
                <SelectField name="don-vi" label="Đơn vị" options=units value=unit prompt="Tất cả đơn vị" />
            </Filters>
            <div>{body}</div>
        </div>
    }
    .into_any()
}

/// A table of cases, the same wherever cases are listed.
pub fn case_table(caption: &'static str, rows: Vec<CaseRow>, now: jiff::civil::DateTime) -> AnyView {
    let columns = vec![
        Column::new("Hồ sơ"),
        Column::new("Tổ chức, cá nhân"),
        Column::new("Bước"),
        Column::new("Thời hạn gần nhất"),
        Column::number("Tiền phạt"),
    ];
    let rows: Vec<Row> = rows
        .into_iter()
        .map(|row| {
            let (index, may_open) = (row.index, row.may_open);
            let due = match index.next_due {
                Some(due) => {
                    let (words, _) = time_left(due, now);
                    Cell::noted(domain::calendar::format_date(due.date()), words)
                }
                None => Cell::text("–"),
            };
            vec![
                if may_open {
                    Cell::link_noted(routes::case(&row.id), index.code, domain::calendar::format_date(index.opened_on))
                } else {
                    Cell::noted(index.code, "thuộc đơn vị khác")
                },
                Cell::noted(index.party_name, index.place),
                Cell::tag(stage_tone(index.stage), index.stage.label()),
                due,
                Cell::text(index.fine.map_or("–".to_owned(), |fine| fine.to_string())),
            ]
        })
        .collect();
    view! { <DataTable caption=caption columns=columns rows=rows hide_caption=true /> }.into_any()
}
