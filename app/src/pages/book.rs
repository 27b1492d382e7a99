//! Area books: the books of every team, the book of one, what weighs in the risk.

use super::common::{document_title, done_notice, form_head, opt_query, query, reading, shown};
use super::imports::export_links;
use crate::api::book::{Asked, Book, Books, Line, SubmitWeights, Tally, WeightsView};
use crate::components::{
    Actions, Button, ButtonKind, ButtonLink, Cell, Choice, ChosenFilter, Column, DataTable, EmptyState, Filters,
    NumberField, PageTitle, Pager, Row, SelectField, Tone, Width,
};
use crate::islands::answers;
use crate::routes;
use domain::establishment::{Factor, Kind, LicenceState, Status, Weights, freshness};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// The `{unit}` or `{id}` of the path.
pub(super) fn parameter(name: &'static str) -> Memo<String> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get(name).unwrap_or_default()))
}

/// How the book's pages hang together.
pub(super) fn tabs(unit: &str) -> AnyView {
    view! {
        <nav aria-label="Sổ địa bàn" class="cluster no-print">
            <a href=routes::book(unit)>"Sổ cơ sở"</a>
            <a href=routes::areas(unit)>"Phân công địa bàn"</a>
            <a href=routes::risks(unit)>"Rủi ro"</a>
            <a href=routes::map(unit)>"Bản đồ"</a>
        </nav>
    }
    .into_any()
}

/// The books of the reader's part of the tree.
#[component]
pub fn BooksPage() -> impl IntoView {
    shown(reading(|| (), |()| crate::api::book::read_books()), books)
}

fn books(all: Books) -> AnyView {
    let own = all.own.clone().map(|unit| {
        view! { <ButtonLink href=routes::book(&unit) text="Mở sổ của đội" kind=ButtonKind::Primary /> }.into_any()
    });
    let list = if all.tallies.is_empty() {
        let text = "Cơ sở vào sổ khi được đăng ký cùng tổ chức, cá nhân, hoặc thêm ở trang của tổ chức, cá nhân đó.";
        view! { <EmptyState title="Sổ chưa có cơ sở nào" text=text /> }.into_any()
    } else {
        let columns = vec![
            Column::new("Đơn vị"),
            Column::number("Đang theo dõi"),
            Column::number("Quá hạn rà soát"),
            Column::number("Giấy phép sắp, đã hết hạn"),
            Column::number("Không tìm thấy"),
            Column::number("Chưa có địa bàn"),
            Column::number("Chấm dứt"),
        ];
        let rows: Vec<Row> = all.tallies.iter().map(tally).collect();
        view! { <DataTable caption="Sổ địa bàn theo đơn vị" columns=columns rows=rows hide_caption=true /> }.into_any()
    };
    view! {
        {document_title("Sổ địa bàn", None)}
        <PageTitle title="Sổ địa bàn" caption="Cơ sở kinh doanh theo địa bàn của từng đội (Thông tư 27/2020/TT-BCT)" actions=own />
        {list}
        {export_links("co-so", &[])}
        <p><a href=routes::RISK_WEIGHTS>"Trọng số rủi ro"</a> " · " <a href=routes::IMPORTS>"Nhập từ bảng tính"</a></p>
    }
    .into_any()
}

fn tally(tally: &Tally) -> Row {
    let book = routes::book(&tally.unit);
    let count = |number: u32, query: (&str, &str)| {
        if number == 0 {
            Cell::text("0")
        } else {
            Cell::link(routes::with_query(&book, query.0, query.1), number.to_string())
        }
    };
    vec![
        Cell::link(book.clone(), tally.name.clone()),
        Cell::text(tally.trading.to_string()),
        count(tally.due, ("chi", "ra-soat")),
        count(tally.expiring, ("chi", "giay-phep")),
        count(tally.not_found, ("trang-thai", Status::NotFound.key())),
        Cell::text(tally.without_area.to_string()),
        count(tally.closed, ("trang-thai", Status::Closed.key())),
    ]
}

/// The book of a unit.
#[component]
pub fn BookPage() -> impl IntoView {
    let unit = parameter("unit");
    let (area, commune, kind) = (query("dia-ban"), query("xa"), query("loai"));
    let (status, only) = (query("trang-thai"), query("chi"));
    let (after, after_id) = (query("sau"), query("sau-ma"));
    let asked = move || Asked {
        unit: unit.get(),
        area: area.get(),
        commune: commune.get(),
        kind: kind.get(),
        status: status.get(),
        only: only.get(),
        after: after.get(),
        after_id: after_id.get(),
    };
    shown(reading(asked, crate::api::book::read_book), book)
}

const ONLY: [(&str, &str); 2] = [("ra-soat", "Quá hạn rà soát"), ("giay-phep", "Giấy phép sắp, đã hết hạn")];

fn book(book: Book) -> AnyView {
    let asked = &book.asked;
    let path = routes::book(&asked.unit);
    let pairs = [
        ("dia-ban", &asked.area),
        ("xa", &asked.commune),
        ("loai", &asked.kind),
        ("trang-thai", &asked.status),
        ("chi", &asked.only),
    ];
    let address = |without: &str| {
        let kept = pairs.iter().filter(|(key, value)| *key != without && !value.is_empty());
        kept.fold(path.clone(), |path, (key, value)| routes::with_query(&path, key, value))
    };
    let named = |list: &[(String, String)], key: &str| {
        list.iter().find(|(known, _)| known == key).map_or_else(|| key.to_owned(), |(_, name)| name.clone())
    };
    let label = |key: &str, value: &str| match key {
        "dia-ban" => format!("Địa bàn: {}", named(&book.areas, value)),
        "xa" => format!("Xã, phường: {}", named(&book.communes, value)),
        "loai" => format!("Loại: {}", Kind::from_key(value).map_or_else(String::new, |kind| kind.label().to_owned())),
        "trang-thai" => format!(
            "Trạng thái: {}",
            Status::from_key(value).map_or_else(String::new, |status| status.label().to_owned())
        ),
        _ => ONLY.iter().find(|(known, _)| *known == value).map_or_else(String::new, |(_, name)| (*name).to_owned()),
    };
    let chosen = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, value)| ChosenFilter::new(label(key, value), address(key)))
        .collect();
    let choices = |list: &[(String, String)]| list.iter().map(|(key, name)| Choice::new(key, name)).collect::<Vec<_>>();
    let kinds = Kind::ALL.map(|kind| Choice::new(kind.key(), kind.label())).to_vec();
    let states = Status::ALL.map(|status| Choice::new(status.key(), status.label())).to_vec();
    let only = ONLY.map(|(key, name)| Choice::new(key, name)).to_vec();
    let (areas, communes) = (choices(&book.areas), choices(&book.communes));
    let now = asked.clone();
    let today = book.today;
    let list = if book.lines.is_empty() {
        view! { <EmptyState title="Không có cơ sở nào" text="Bỏ bớt bộ lọc, hoặc thêm cơ sở ở trang của tổ chức, cá nhân." /> }
            .into_any()
    } else {
        let columns = ["Cơ sở", "Loại, mặt hàng", "Xã, phường; địa bàn", "Rà soát", "Giấy phép", "Đầy đủ"]
            .map(Column::new)
            .to_vec();
        let rows: Vec<Row> = book.lines.iter().map(|line| self::line(line, today)).collect();
        view! { <DataTable caption="Cơ sở trong sổ" columns=columns rows=rows hide_caption=true /> }.into_any()
    };
    let next = book.next.as_ref().map(|(name, id)| {
        let page = routes::with_query(&address(""), "sau", name);
        routes::with_query(&page, "sau-ma", id)
    });
    let first = (!asked.after_id.is_empty()).then(|| address(""));
    let own = [("don-vi", asked.unit.as_str())];
    let exported: Vec<(&str, &str)> =
        own.into_iter().chain(pairs.iter().map(|(key, value)| (*key, value.as_str()))).collect();
    let summary = format!("{} cơ sở trên trang này, theo tên", book.lines.len());
    let assign = book.areas.is_empty().then(|| {
        view! {
            <p class="muted">
                "Chưa chia địa bàn. "
                {book.may_assign.then(|| view! { <a href=routes::areas(&asked.unit)>"Phân công địa bàn"</a> })}
            </p>
        }
    });
    view! {
        {document_title("Sổ địa bàn", None)}
        {done_notice()}
        <PageTitle title="Sổ địa bàn" caption=book.unit_name.clone() />
        {tabs(&asked.unit)}
        {assign}
        <div class="split split--left">
            <Filters action=path.clone() chosen=chosen>
                <SelectField name="dia-ban" label="Địa bàn" options=areas value=now.area prompt="Tất cả" />
                <SelectField name="xa" label="Xã, phường" options=communes value=now.commune prompt="Tất cả" />
                <SelectField name="loai" label="Loại cơ sở" options=kinds value=now.kind prompt="Tất cả" />
                <SelectField name="trang-thai" label="Trạng thái" options=states value=now.status prompt="Tất cả" />
                <SelectField name="chi" label="Chỉ hiện" options=only value=now.only prompt="Tất cả" />
            </Filters>
            <div class="stack">
                {list}
                <Pager summary=summary previous=first next=next />
                {export_links("co-so", &exported)}
            </div>
        </div>
    }
    .into_any()
}

/// Colour of a status; the words always stand beside it.
pub(super) const fn status_tone(status: Status) -> Tone {
    match status {
        Status::Active => Tone::Success,
        Status::Suspended => Tone::Warning,
        Status::Closed => Tone::Neutral,
        Status::NotFound => Tone::Danger,
    }
}

fn line(line: &Line, today: Date) -> Row {
    let file = &line.file;
    let fresh = freshness(file.status, file.reviewed_on, today);
    let reviewed = if fresh.is_due() { Cell::tag(Tone::Warning, fresh.label()) } else { Cell::text(fresh.label()) };
    let licences: Vec<String> = file
        .licences
        .iter()
        .filter_map(|licence| match licence.state(today) {
            LicenceState::Valid => None,
            LicenceState::EndsSoon => Some(format!("{} sắp hết hạn", licence.kind.label())),
            LicenceState::Expired => Some(format!("{} hết hạn", licence.kind.label())),
        })
        .collect();
    let licences = if licences.is_empty() { Cell::text("–") } else { Cell::tag(Tone::Warning, licences.join("; ")) };
    let status = if file.status == Status::Active { String::new() } else { format!(" · {}", file.status.label()) };
    vec![
        Cell::link_noted(
            routes::place(&file.place.id.0.to_string()),
            file.place.name.clone(),
            format!("{}{status}", line.owner),
        ),
        Cell::noted(file.kind.label(), file.place.business.clone()),
        Cell::noted(line.commune.clone(), line.area.clone()),
        reviewed,
        licences,
        Cell::text(format!("{} %", line.complete)),
    ]
}

/// What weighs in the risk.
#[component]
pub fn RiskWeightsPage() -> impl IntoView {
    let draft = opt_query(routes::DRAFT);
    shown(reading(move || draft.get(), crate::api::book::read_weights), weights)
}

fn weights(all: WeightsView) -> AnyView {
    let mut draft = all.draft.unwrap_or_default();
    if !draft.has_errors() && draft.refusal.is_none() {
        for factor in Factor::ALL {
            draft.fields.set(factor.key(), all.weights.of(factor).to_string());
        }
        draft.fields.set("medium_from", all.weights.medium_from.to_string());
        draft.fields.set("high_from", all.weights.high_from.to_string());
    }
    let (value, error) = answers(&draft);
    let body = if all.may_set {
        let factors = Factor::ALL
            .map(|factor| {
                let key = factor.key();
                view! { <NumberField name=key label=factor.label() value=value(key) error=error(key) width=Width::W6 /> }
            })
            .into_iter()
            .collect_view();
        view! {
            <form method="post" action=SubmitWeights::url() class="stack-lg" novalidate>
                {factors}
                <NumberField name="medium_from" label="Rủi ro trung bình từ" value=value("medium_from") error=error("medium_from") width=Width::W6 />
                <NumberField name="high_from" label="Rủi ro cao từ" value=value("high_from") error=error("high_from") width=Width::W6 />
                <Actions><Button text="Đặt trọng số" /></Actions>
            </form>
        }
        .into_any()
    } else {
        let columns = vec![Column::new("Yếu tố"), Column::number("Điểm")];
        let mut rows: Vec<Row> = Factor::ALL
            .map(|factor| vec![Cell::text(factor.label()), Cell::text(all.weights.of(factor).to_string())])
            .into();
        rows.push(vec![Cell::text("Rủi ro trung bình từ"), Cell::text(all.weights.medium_from.to_string())]);
        rows.push(vec![Cell::text("Rủi ro cao từ"), Cell::text(all.weights.high_from.to_string())]);
        view! { <DataTable caption="Trọng số đang dùng" columns=columns rows=rows hide_caption=true /> }.into_any()
    };
    let most = Weights::MOST;
    view! {
        {document_title("Trọng số rủi ro", Some(&draft))}
        {form_head(Some(&draft))}
        {done_notice()}
        <PageTitle title="Trọng số rủi ro" caption=format!("Áp dụng cho {} và các đơn vị trực thuộc", all.unit_name) />
        <p>
            "Điểm của một cơ sở là tổng điểm các yếu tố có ở cơ sở đó; mỗi yếu tố từ 0 đến " {most}
            " điểm. Điểm chỉ để đề xuất thứ tự kiểm tra, không thay quyết định của người có thẩm quyền. Trọng số do lãnh đạo đặt; chưa có văn bản nào quy định."
        </p>
        {body}
    }
    .into_any()
}
