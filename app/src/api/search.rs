//! The search over everything an officer may know.

use super::party::PartyLine;
use super::work::CaseRow;
use crate::error::AppError;
use domain::paper::PaperState;
use jiff::civil::DateTime;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// A paper with the number that was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperLine {
    pub number: String,
    pub name: String,
    pub signed_at: DateTime,
    pub unit: String,
    pub state: PaperState,
    /// Id and reference of its case, and whom it concerns; nothing for a number that stands in no case.
    pub case: Option<(String, String, String)>,
}

/// A place of business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceLine {
    pub name: String,
    pub business: String,
    pub address: String,
    /// Id and name of whose it is.
    pub party: (String, String),
}

/// One way to narrow the search: the name of its parameter, its words, and its values with their words and numbers of hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facet {
    pub key: String,
    pub label: String,
    pub values: Vec<(String, String, u32)>,
}

/// How many hits of a kind: key, words, count, and whether there are more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCount {
    pub key: String,
    pub label: String,
    pub count: u32,
    pub capped: bool,
}

/// What the search found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub now: DateTime,
    pub papers: Vec<PaperLine>,
    pub parties: Vec<PartyLine>,
    pub places: Vec<PlaceLine>,
    pub cases: Vec<CaseRow>,
    /// What was searched instead, where nothing is as typed.
    pub instead: Option<String>,
    /// Whether only the newest records were looked through.
    pub partly: bool,
    /// Communes of before in the text, with those of today that were searched instead.
    pub communes: Vec<(String, String)>,
    pub kinds: Vec<KindCount>,
    pub facets: Vec<Facet>,
    /// What it is narrowed to already: parameter, value, words.
    pub chosen: Vec<(String, String, String)>,
}

/// Everything for one box of words, narrowed by kind, province, field, year and state.
#[server(input = GetUrl, endpoint = "tim-kiem")]
pub async fn read_search(
    #[server(default)] text: String,
    #[server(default)] kind: String,
    #[server(default)] province: String,
    #[server(default)] field: String,
    #[server(default)] year: String,
    #[server(default)] state: String,
) -> Result<Found, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use domain::catalogue::Field;
    use domain::unit::UnitId;
    use store::search::{Kind, Narrowed, find};
    let signed = signed_in().await?;
    let context = context()?;
    let narrowed = Narrowed {
        kind: Kind::from_key(&kind),
        province: domain::place::province(&province).map(|known| UnitId(known.code.to_owned())),
        field: Field::from_key(&field),
        year: year.parse().ok().filter(|year| (1..=9999).contains(year)),
        open: match state.as_str() {
            "dang-xu-ly" => Some(true),
            "da-xong" => Some(false),
            _ => None,
        },
    };
    let limit = if narrowed.kind.is_some() { 50 } else { 10 };
    let found = find(&*context.database, &signed.actor, &text, &narrowed, limit).await.map_err(unavailable)?;
    let now = domain::calendar::to_local(context.now());
    Ok(shown(&signed.actor, found, &narrowed, now))
}

/// What was found, as the page shows it.
#[cfg(feature = "ssr")]
fn shown(
    actor: &domain::authority::Actor,
    found: store::search::Found,
    narrowed: &store::search::Narrowed,
    now: DateTime,
) -> Found {
    use domain::unit::UnitId;
    use store::search::Kind;
    let province = |id: &UnitId| {
        domain::place::province(&id.0).map_or_else(|| "Cơ quan trung ương".to_owned(), |known| known.name.to_owned())
    };
    let state = |open: bool| if open { ("dang-xu-ly", "Đang xử lý") } else { ("da-xong", "Đã kết thúc") };
    let papers = u32::try_from(found.papers.len()).unwrap_or(0);
    let kinds = [
        (Kind::Party, "Tổ chức, cá nhân", found.parties.count, found.parties.capped),
        (Kind::Establishment, "Cơ sở", found.places.count, found.places.capped),
        (Kind::Case, "Hồ sơ vụ việc", found.cases.count, found.cases.capped),
        (Kind::Paper, "Văn bản", papers, false),
    ];
    let facet = |key: &str, label: &str, values: Vec<(String, String, u32)>| Facet {
        key: key.to_owned(),
        label: label.to_owned(),
        values,
    };
    let mut provinces: Vec<_> =
        found.provinces.iter().map(|(id, count)| (id.0.clone(), province(id), *count)).collect();
    provinces.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    let fields = found.fields.iter().map(|(field, count)| (field.key().to_owned(), field.label().to_owned(), *count));
    let years = found.years.iter().rev().map(|(year, count)| (year.to_string(), year.to_string(), *count));
    let states = found.open.iter().rev().map(|(open, count)| {
        let (key, label) = state(*open);
        (key.to_owned(), label.to_owned(), *count)
    });
    let facets = [
        facet("tinh", "Tỉnh, thành phố", provinces),
        facet("linh-vuc", "Lĩnh vực (hồ sơ)", fields.collect()),
        facet("nam", "Năm mở hồ sơ", years.collect()),
        facet("tinh-trang", "Tình trạng hồ sơ", states.collect()),
    ];
    let mut chosen = Vec::new();
    let mut choose = |key: &str, value: String, label: String| chosen.push((key.to_owned(), value, label));
    if let Some((kind, label, _, _)) = kinds.iter().find(|(kind, ..)| Some(*kind) == narrowed.kind) {
        choose("loai", kind.key().to_owned(), (*label).to_owned());
    }
    if let Some(id) = &narrowed.province {
        choose("tinh", id.0.clone(), province(id));
    }
    if let Some(field) = narrowed.field {
        choose("linh-vuc", field.key().to_owned(), field.label().to_owned());
    }
    if let Some(year) = narrowed.year {
        choose("nam", year.to_string(), format!("Năm {year}"));
    }
    if let Some(open) = narrowed.open {
        let (key, label) = state(open);
        choose("tinh-trang", key.to_owned(), label.to_owned());
    }
    let kinds = kinds.map(|(kind, label, count, capped)| KindCount {
        key: kind.key().to_owned(),
        label: label.to_owned(),
        count,
        capped,
    });
    Found {
        now,
        papers: found
            .papers
            .into_iter()
            .map(|hit| PaperLine {
                number: hit.number,
                name: hit.name,
                signed_at: hit.signed_at,
                unit: hit.unit,
                state: hit.state,
                case: hit.case.map(|(id, code, party)| (id.to_string(), code, party)),
            })
            .collect(),
        parties: found.parties.rows.into_iter().map(|party| super::party::line(actor, party)).collect(),
        places: found
            .places
            .rows
            .into_iter()
            .map(|hit| PlaceLine {
                name: hit.place.name,
                business: hit.place.business,
                address: hit.place.address,
                party: (hit.place.party.0.to_string(), hit.party_name),
            })
            .collect(),
        cases: found.cases.rows.into_iter().map(|found| super::work::row(found, true)).collect(),
        instead: found.instead,
        partly: found.partly,
        communes: found.communes,
        kinds: kinds.into_iter().filter(|kind| kind.count > 0).collect(),
        facets: facets
            .into_iter()
            .filter(|facet| facet.values.len() > 1 && chosen.iter().all(|(key, ..)| *key != facet.key))
            .collect(),
        chosen,
    }
}
