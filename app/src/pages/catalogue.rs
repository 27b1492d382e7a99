//! The catalogue of violations: what is in force on a day, since when, from which source, and how sure it is.

use super::common::{document_title, query, reading, shown};
use crate::api::law::{LawList, least_sure};
use crate::components::{
    Breadcrumb, ButtonLink, Cell, Choice, ChosenFilter, Column, Crumb, DataTable, DateField, EmptyState, Filters,
    Notice, NoticeKind, PageTitle, Row, SelectField, SummaryList, SummaryRow, TextField, Tone,
};
use crate::routes;
use domain::authority::{Action, role_may};
use domain::calendar::format_date;
use domain::catalogue::{Band, Base, Behaviour, Field, Mark, StatedFor};
use domain::money::{Dong, thousandths};
use domain::statute::{INSTRUMENTS, Instrument};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

type Asked = (String, String, String, String);

/// The catalogue with its filters.
#[component]
pub fn CataloguePage() -> impl IntoView {
    let (text, field, mark, day) = (query("tu-khoa"), query("linh-vuc"), query("muc"), query("ngay"));
    let list = reading(
        move || (text.get(), field.get(), mark.get(), day.get()),
        |asked: Asked| async move {
            let (text, field, mark, day) = asked.clone();
            Ok((crate::api::law::read_catalogue(text, field, mark, day).await?, asked))
        },
    );
    shown(list, |(list, asked)| page(list, asked))
}

/// How sure the project is, as a tag of a table.
fn mark_tag(mark: Mark) -> Cell {
    let (tone, words) = match mark {
        Mark::Seen => (Tone::Success, "Đã đối chiếu"),
        Mark::Recalled => (Tone::Info, "Theo ghi nhận"),
        Mark::Unsure => (Tone::Warning, "Chưa chắc"),
    };
    Cell::tag(tone, words)
}

fn page(list: LawList, (text, field, mark, day): Asked) -> AnyView {
    let on = format_date(list.on);
    let pairs = [("tu-khoa", &text), ("linh-vuc", &field), ("muc", &mark), ("ngay", &day)];
    let without = |key: &str| {
        pairs
            .iter()
            .filter(|(name, value)| *name != key && !value.is_empty())
            .fold(routes::CATALOGUE.to_owned(), |path, (name, value)| routes::with_query(&path, name, value))
    };
    let chosen = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| {
            let label = match *key {
                "linh-vuc" => Field::from_key(value).map_or(String::new(), |field| field.label().to_owned()),
                "muc" => marks().find(|(key, _)| key == value).map_or(String::new(), |(_, label)| label.to_owned()),
                "ngay" => format!("Ngày {on}"),
                _ => format!("“{value}”"),
            };
            ChosenFilter::new(label, without(key))
        })
        .collect();
    let fields = Field::all().map(|field| Choice::new(field.key(), field.label())).collect();
    let marks = marks().map(|(key, label)| Choice::new(key, label)).collect();
    let caption = format!("{} hành vi có hiệu lực ngày {on} · {}", list.in_force, list.version);
    let body = if list.rows.is_empty() {
        view! {
            <EmptyState title="Không có hành vi nào" text="Bỏ bớt bộ lọc hoặc đổi ngày.">
                <p><a href=routes::CATALOGUE>"Xem toàn bộ danh mục"</a></p>
            </EmptyState>
        }
        .into_any()
    } else {
        table(&list.rows)
    };
    let unsure = (list.unsure > 0).then(|| {
        let title = format!("{} hành vi có số liệu chưa đối chiếu Công báo", list.unsure);
        view! {
            <Notice kind=NoticeKind::Info title=title>
                <p>"Khung phạt của các hành vi này chỉ là gợi ý. Người trình phải ghi căn cứ đã đối chiếu trước khi đề xuất mức phạt."</p>
            </Notice>
        }
    });
    view! {
        {document_title("Danh mục hành vi vi phạm", None)}
        <PageTitle title="Danh mục hành vi vi phạm" caption=caption actions=manage() />
        {unsure}
        <div class="split split--left">
            <Filters action=routes::CATALOGUE chosen=chosen>
                <TextField name="tu-khoa" label="Hành vi, điều, nghị định" value=text optional=true />
                <SelectField name="linh-vuc" label="Lĩnh vực" options=fields value=field prompt="Tất cả lĩnh vực" />
                <SelectField name="muc" label="Mức tin cậy" options=marks value=mark prompt="Tất cả" />
                <DateField name="ngay" label="Có hiệu lực ngày" value=day optional=true />
            </Filters>
            <div>{body}</div>
        </div>
        <h2>"Văn bản căn cứ"</h2>
        {instruments()}
    }
    .into_any()
}

/// For those who keep the law as data: its versions, and the calendar.
fn manage() -> Option<AnyView> {
    let may = crate::server::me().is_some_and(|me| role_may(me.role, Action::ManageCatalogue));
    may.then(|| {
        view! {
            <ButtonLink href=routes::CATALOGUE_VERSIONS text="Phiên bản danh mục" />
            <ButtonLink href=routes::WORK_CALENDAR text="Lịch làm việc" />
        }
        .into_any()
    })
}

fn marks() -> impl Iterator<Item = (&'static str, &'static str)> {
    [("V", Mark::Seen), ("R", Mark::Recalled), ("U", Mark::Unsure)].into_iter().map(|(key, mark)| (key, mark.label()))
}

fn table(rows: &[Behaviour]) -> AnyView {
    let columns =
        vec![Column::new("Hành vi"), Column::new("Khung phạt"), Column::new("Hiệu lực"), Column::new("Mức tin cậy")];
    let rows: Vec<Row> = rows
        .iter()
        .map(|behaviour| {
            let place = format!("{} · {}", behaviour.article, behaviour.decree());
            vec![
                Cell::link_noted(routes::behaviour(&behaviour.id), behaviour.title.clone(), place),
                Cell::noted(span(behaviour), stated(behaviour)),
                Cell::text(in_force(behaviour)),
                mark_tag(least_sure(behaviour)),
            ]
        })
        .collect();
    view! { <DataTable caption="Danh mục hành vi vi phạm" columns=columns rows=rows hide_caption=true /> }.into_any()
}

/// From the least to the greatest fine of all bands.
fn span(behaviour: &Behaviour) -> String {
    let least = behaviour.bands.iter().map(|band| band.min).min().unwrap_or_default();
    let most = behaviour.bands.iter().map(|band| band.max).max().unwrap_or_default();
    format!("{} – {}", Dong(least), Dong(most))
}

fn stated(behaviour: &Behaviour) -> String {
    match behaviour.fine_stated_for {
        StatedFor::Individual if behaviour.organisation_factor > 1 => {
            format!("cá nhân; tổ chức gấp {} lần", behaviour.organisation_factor)
        }
        StatedFor::Individual => "cá nhân".to_owned(),
        StatedFor::Organisation => "tổ chức; cá nhân bằng một nửa".to_owned(),
    }
}

fn in_force(behaviour: &Behaviour) -> String {
    let from = format_date(behaviour.in_force_from);
    match behaviour.in_force_to {
        Some(to) => format!("{from} – {}", format_date(to)),
        None => format!("từ {from}"),
    }
}

fn instruments() -> AnyView {
    let columns = vec![
        Column::new("Văn bản"),
        Column::new("Hiệu lực từ"),
        Column::new("Được sửa đổi, bổ sung bởi"),
        Column::new("Mức tin cậy"),
    ];
    let line = |instrument: &Instrument| {
        vec![
            Cell::noted(instrument.number, instrument.name),
            Cell::text(format_date(instrument.from)),
            Cell::text(if instrument.amended_by.is_empty() { "–" } else { instrument.amended_by }),
            mark_tag(instrument.mark),
        ]
    };
    let rows: Vec<Row> = INSTRUMENTS.iter().map(line).collect();
    view! { <DataTable caption="Văn bản căn cứ" columns=columns rows=rows hide_caption=true /> }.into_any()
}

/// One behaviour with all its bands.
#[component]
pub fn BehaviourPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let row = reading(move || id.get(), crate::api::law::read_behaviour);
    shown(row, detail)
}

fn detail(behaviour: Behaviour) -> AnyView {
    let crumbs = vec![Crumb::link(routes::CATALOGUE, "Danh mục hành vi"), Crumb::here(behaviour.article.clone())];
    let caption = format!("{} {}", behaviour.article, behaviour.decree());
    let listed = |items: &[String]| if items.is_empty() { "Không".to_owned() } else { items.join("; ") };
    let mut rows = vec![
        SummaryRow::new("Lĩnh vực", behaviour.field.label()),
        SummaryRow::new("Mức phạt quy định cho", stated(&behaviour)),
        SummaryRow::new("Hiệu lực", in_force(&behaviour)),
        SummaryRow::new("Thời hiệu xử phạt", format!("{} năm", behaviour.limitation_years)),
        SummaryRow::new("Phạt bổ sung", listed(&behaviour.supplementary)),
        SummaryRow::new("Khắc phục hậu quả", listed(&behaviour.remedies)),
        SummaryRow::new("Mức tin cậy", least_sure(&behaviour).label()),
    ];
    if !behaviour.doubled_if.is_empty() {
        rows.push(SummaryRow::new(format!("Phạt gấp {} lần", behaviour.doubled_factor), behaviour.doubled_if.clone()));
    }
    if !behaviour.note.is_empty() {
        rows.push(SummaryRow::new("Ghi chú", behaviour.note.clone()));
    }
    let columns = vec![
        Column::new("Căn cứ"),
        Column::new(match behaviour.base {
            Base::Fixed => "Áp dụng",
            Base::ExhibitValue => "Trị giá tang vật",
            Base::Quantity => "Số lượng",
        }),
        Column::number("Mức thấp nhất"),
        Column::number("Mức cao nhất"),
        Column::new("Mức tin cậy"),
    ];
    let lines: Vec<Row> = behaviour
        .bands
        .iter()
        .map(|band| {
            vec![
                Cell::text(behaviour.place(band)),
                Cell::text(limits(&behaviour, band)),
                Cell::text(Dong(band.min).to_string()),
                Cell::text(Dong(band.max).to_string()),
                mark_tag(behaviour.place_mark(band)),
            ]
        })
        .collect();
    view! {
        <Breadcrumb items=crumbs />
        {document_title(&behaviour.title, None)}
        <PageTitle title=behaviour.title.clone() caption=caption />
        <DataTable caption="Khung phạt" columns=columns rows=lines />
        <SummaryList rows=rows heading="Áp dụng" />
    }
    .into_any()
}

/// `từ 3.000.000 đ đến dưới 5.000.000 đ`.
fn limits(behaviour: &Behaviour, band: &Band) -> String {
    let words = |x: i64| match behaviour.base {
        Base::Quantity => format!("{} {}", thousandths(x), behaviour.unit.as_deref().unwrap_or_default()),
        Base::Fixed | Base::ExhibitValue => Dong(x).to_string(),
    };
    match (band.from.filter(|from| *from > 0), band.to) {
        _ if behaviour.base == Base::Fixed => "mọi trường hợp".to_owned(),
        (None, None) => "mọi trị giá".to_owned(),
        (None, Some(to)) => format!("dưới {}", words(to)),
        (Some(from), None) => format!("từ {} trở lên", words(from)),
        (Some(from), Some(to)) => format!("từ {} đến dưới {}", words(from), words(to)),
    }
}
