//! Search over everything from the box in the header: what was found by kind, and links that narrow it.

use super::cases::case_table;
use super::common::{document_title, query, reading, shown};
use super::parties::party_table;
use super::register::tone;
use crate::api::search::{Facet, Found, PaperLine, PlaceLine, read_search};
use crate::components::{Cell, Column, DataTable, EmptyState, Notice, NoticeKind, PageTitle, Row};
use crate::routes;
use domain::calendar::format_short;
use leptos::prelude::*;

/// Most values of one way to narrow that are shown.
const MAX_VALUES: usize = 12;

/// What the search found.
#[component]
pub fn Search() -> impl IntoView {
    let text = query("q");
    let (kind, province, field) = (query("loai"), query("tinh"), query("linh-vuc"));
    let (year, state) = (query("nam"), query("tinh-trang"));
    let asked = move || ((text.get(), kind.get(), province.get()), field.get(), year.get(), state.get());
    let found = reading(asked, |((text, kind, province), field, year, state)| async move {
        Ok((read_search(text.clone(), kind, province, field, year, state).await?, text))
    });
    shown(found, |(found, text)| page(found, text))
}

/// The address of the same search with what it is narrowed to but one, and one more.
fn address(text: &str, chosen: &[(String, String, String)], without: &str, with: Option<(&str, &str)>) -> String {
    let kept = chosen.iter().filter(|(key, ..)| key != without).map(|(key, value, _)| (key.as_str(), value.as_str()));
    let pairs = std::iter::once(("q", text)).chain(kept).chain(with);
    pairs.fold(routes::SEARCH.to_owned(), |path, (key, value)| routes::with_query(&path, key, value))
}

/// “500”, “hơn 500”.
fn number(count: u32, capped: bool) -> String {
    let count = domain::money::group(i64::from(count));
    if capped { format!("hơn {count}") } else { count }
}

fn page(found: Found, text: String) -> AnyView {
    let asked = !text.trim().is_empty();
    let nothing = found.kinds.is_empty();
    let caption = if asked {
        format!("Từ khóa: “{text}”")
    } else {
        "Gõ từ khóa vào ô tìm kiếm ở đầu trang".to_owned()
    };
    let empty = (asked && nothing).then(|| {
        let hint = if found.chosen.is_empty() {
            "Thử một phần của tên (không cần dấu), mã số thuế, số định danh, số điện thoại, địa chỉ hoặc số văn bản."
        } else {
            "Bỏ bớt bộ lọc, hoặc thử một phần của tên (không cần dấu)."
        };
        view! { <EmptyState title="Không tìm thấy" text=hint /> }
    });
    let instead = found.instead.as_ref().map(|instead| approximate(&text, instead));
    let communes = (!found.communes.is_empty()).then(|| {
        let lines = found.communes.iter().map(|(before, now)| {
            let title =
                format!("Không có kết quả theo tên cũ. {before} nay thuộc {now}; đang hiện kết quả ở đơn vị mới.");
            view! { <Notice kind=NoticeKind::Info title=title /> }
        });
        lines.collect::<Vec<_>>()
    });
    let partly = found.partly.then(|| {
        let title =
            "Các từ này có trong rất nhiều tên và không đứng liền nhau ở đâu, nên chỉ tìm trong các hồ sơ mới nhất.";
        let hint = "Gõ thêm tên riêng, số nhà, mã số hoặc số điện thoại để tìm trong toàn bộ.";
        view! { <Notice kind=NoticeKind::Info title=title><p>{hint}</p></Notice> }
    });
    let narrowing = asked.then(|| narrowing(&found, &text)).flatten();
    let more = |key: &str| {
        let kind = found.kinds.iter().find(|kind| kind.key == key)?;
        let shown = match key {
            "doi-tuong" => found.parties.len(),
            "co-so" => found.places.len(),
            "ho-so" => found.cases.len(),
            _ => found.papers.len(),
        };
        let all = usize::try_from(kind.count).is_ok_and(|count| count <= shown);
        let chosen = found.chosen.iter().any(|(chosen, ..)| chosen == "loai");
        (!all && !chosen).then(|| {
            let href = address(&text, &found.chosen, "loai", Some(("loai", key)));
            let words = format!("Xem thêm trong {} kết quả", number(kind.count, kind.capped));
            view! { <p><a href=href>{words}<span class="visually-hidden">{format!(": {}", kind.label)}</span></a></p> }
        })
    };
    let papers = (!found.papers.is_empty()).then(|| view! { <h2>"Văn bản"</h2>{paper_table(&found.papers)} });
    let parties = (!found.parties.is_empty()).then(|| {
        view! { <h2>"Tổ chức, cá nhân"</h2>{party_table(found.parties.clone())}{more("doi-tuong")} }
    });
    let places =
        (!found.places.is_empty()).then(|| view! { <h2>"Cơ sở"</h2>{place_table(&found.places)}{more("co-so")} });
    let cases = (!found.cases.is_empty()).then(|| {
        view! { <h2>"Hồ sơ vụ việc"</h2>{case_table("Hồ sơ tìm thấy", found.cases.clone(), found.now)}{more("ho-so")} }
    });
    // With nothing to narrow by, the results have the whole width.
    let beside = if narrowing.is_some() { "split split--left" } else { "stack" };
    view! {
        {document_title("Tìm kiếm", None)}
        <PageTitle title="Kết quả tìm kiếm" caption=caption />
        {instead}
        {communes}
        {partly}
        <div class=beside>
            {narrowing}
            <div class="stack">{empty}{papers}{parties}{places}{cases}</div>
        </div>
    }
    .into_any()
}

/// Says that what is shown is not quite what was typed.
pub(super) fn approximate(text: &str, instead: &str) -> AnyView {
    let title = format!("Không có kết quả đúng cho “{text}”; đang hiện kết quả gần đúng cho “{instead}”.");
    view! { <Notice kind=NoticeKind::Warning title=title /> }.into_any()
}

/// Links that narrow the search, and those that take a narrowing back.
fn narrowing(found: &Found, text: &str) -> Option<AnyView> {
    let chosen = found.chosen.iter().map(|(key, _, label)| {
        let href = address(text, &found.chosen, key, None);
        view! {
            <li><a class="filters__tag" href=href><span class="visually-hidden">"Bỏ lọc "</span>{label.clone()}</a></li>
        }
    });
    let chosen = (!found.chosen.is_empty()).then(|| {
        view! {
            <div class="filters__chosen"><p>"Đang lọc theo"</p><ul class="filters__tags">{chosen.collect::<Vec<_>>()}</ul></div>
        }
    });
    let by_kind = found.chosen.iter().all(|(key, ..)| key != "loai");
    let kinds = (by_kind && found.kinds.len() > 1).then(|| {
        let links = found.kinds.iter().map(|kind| {
            let href = address(text, &found.chosen, "loai", Some(("loai", &kind.key)));
            let count = number(kind.count, kind.capped);
            view! { <li><a href=href>{kind.label.clone()}</a>{format!(" ({count})")}</li> }
        });
        view! { <h3>"Loại"</h3><ul>{links.collect::<Vec<_>>()}</ul> }
    });
    let facets: Vec<AnyView> = found.facets.iter().map(|facet| values(facet, found, text)).collect();
    let capped = found.kinds.iter().any(|kind| kind.capped);
    let note = capped.then(|| {
        let counted = number(store::search::FOUND_CAP, false);
        view! { <p class="small muted">{format!("Số đếm tính trên {counted} kết quả mới nhất của mỗi loại.")}</p> }
    });
    if chosen.is_none() && kinds.is_none() && facets.is_empty() && note.is_none() {
        return None;
    }
    let section = view! {
        <section class="filters" aria-label="Thu hẹp kết quả">
            {chosen}
            <details class="filters__toggle"><summary>"Thu hẹp kết quả"</summary></details>
            <h2 class="filters__heading">"Thu hẹp"</h2>
            <div class="filters__form">
                {kinds}
                {facets}
                {note}
            </div>
        </section>
    };
    Some(section.into_any())
}

fn values(facet: &Facet, found: &Found, text: &str) -> AnyView {
    let links = facet.values.iter().take(MAX_VALUES).map(|(value, label, count)| {
        let href = address(text, &found.chosen, &facet.key, Some((&facet.key, value)));
        view! { <li><a href=href>{label.clone()}</a>{format!(" ({})", domain::money::group(i64::from(*count)))}</li> }
    });
    view! { <h3>{facet.label.clone()}</h3><ul>{links.collect::<Vec<_>>()}</ul> }.into_any()
}

fn paper_table(papers: &[PaperLine]) -> AnyView {
    let columns = ["Số, ký hiệu", "Ngày", "Văn bản", "Của ai", "Tình trạng"].map(Column::new).to_vec();
    let rows: Vec<Row> = papers
        .iter()
        .map(|paper| {
            let number = match &paper.case {
                Some((id, _, _)) => Cell::link_noted(routes::case(id), paper.number.clone(), paper.unit.clone()),
                None => Cell::noted(paper.number.clone(), paper.unit.clone()),
            };
            let whom = match &paper.case {
                Some((_, code, party)) => Cell::noted(party.clone(), code.clone()),
                None => Cell::text("–"),
            };
            let state = Cell::tag(tone(paper.state), paper.state.label());
            vec![number, Cell::text(format_short(paper.signed_at)), Cell::text(paper.name.clone()), whom, state]
        })
        .collect();
    view! { <DataTable caption="Văn bản có số này" columns=columns rows=rows hide_caption=true /> }.into_any()
}

fn place_table(places: &[PlaceLine]) -> AnyView {
    let columns = ["Tên cơ sở", "Của ai", "Địa chỉ"].map(Column::new).to_vec();
    let rows: Vec<Row> = places
        .iter()
        .map(|place| {
            let (id, name) = place.party.clone();
            vec![
                Cell::link_noted(routes::party(&id), place.name.clone(), place.business.clone()),
                Cell::text(name),
                Cell::text(place.address.clone()),
            ]
        })
        .collect();
    view! { <DataTable caption="Cơ sở kinh doanh" columns=columns rows=rows hide_caption=true /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::search::KindCount;
    use leptos::tachys::view::RenderHtml;

    fn found() -> Found {
        Found {
            now: jiff::civil::date(2026, 11, 24).at(8, 0, 0, 0),
            papers: Vec::new(),
            parties: Vec::new(),
            places: vec![PlaceLine {
                name: "Tạp hóa An Khang".to_owned(),
                business: "Bán lẻ tạp hóa".to_owned(),
                address: "Số 1, phường Phố Hiến".to_owned(),
                party: ("x".to_owned(), "Nguyễn Văn Nam".to_owned()),
            }],
            cases: Vec::new(),
            instead: None,
            partly: false,
            communes: Vec::new(),
            kinds: [("co-so", "Cơ sở", 500, true), ("ho-so", "Hồ sơ vụ việc", 3, false)]
                .map(|(key, label, count, capped)| KindCount {
                    key: key.to_owned(),
                    label: label.to_owned(),
                    count,
                    capped,
                })
                .to_vec(),
            facets: vec![Facet {
                key: "tinh".to_owned(),
                label: "Tỉnh, thành phố".to_owned(),
                values: vec![("33".to_owned(), "Tỉnh Hưng Yên".to_owned(), 12)],
            }],
            chosen: vec![("nam".to_owned(), "2026".to_owned(), "Năm 2026".to_owned())],
        }
    }

    fn html(found: Found, text: &str) -> String {
        Owner::new().with(|| page(found, text.to_owned()).to_html())
    }

    #[test]
    fn links_narrow_and_take_back() {
        let html = html(found(), "an khang");
        for expected in [
            "/tim-kiem?q=an%20khang&amp;nam=2026&amp;tinh=33",
            "/tim-kiem?q=an%20khang&amp;nam=2026&amp;loai=co-so",
            "href=\"/tim-kiem?q=an%20khang\"",
            "hơn 500",
            "Xem thêm trong hơn 500 kết quả",
            "300 kết quả mới nhất",
        ] {
            assert!(html.contains(expected), "{expected} in {html}");
        }
    }

    #[test]
    fn what_was_not_quite_typed_is_said() {
        let html = html(Found { instead: Some("nguyễn văn".to_owned()), ..found() }, "nguyển vam");
        assert!(
            html.contains("Không có kết quả đúng cho “nguyển vam”; đang hiện kết quả gần đúng cho “nguyễn văn”."),
            "{html}"
        );
        let partly = super::tests::html(Found { partly: true, ..found() }, "van thi");
        assert!(partly.contains("trong các hồ sơ mới nhất"), "{partly}");
        let empty = Found { kinds: Vec::new(), facets: Vec::new(), places: Vec::new(), ..found() };
        assert!(super::tests::html(empty, "x").contains("Bỏ bớt bộ lọc"));
    }
}
