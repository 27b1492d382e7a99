//! Area books: establishments, areas, risk, the map.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::establishment::{Area, EstablishmentFile, History, Risk, Weights};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// Files on one page of a book.
pub const PAGE: usize = 50;
/// Most places on one map.
pub const MAP: usize = 500;
/// Most places in a list by risk.
pub const RISKS: usize = 100;

/// What the book of a unit holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub unit: String,
    pub name: String,
    pub trading: u32,
    pub closed: u32,
    pub not_found: u32,
    pub due: u32,
    pub expiring: u32,
    pub without_area: u32,
}

/// The books in the reader's part of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Books {
    pub tallies: Vec<Tally>,
    /// His own team, when he keeps a book.
    pub own: Option<String>,
    pub may_set_risk: bool,
}

/// A place as a list shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    pub file: EstablishmentFile,
    pub owner: String,
    pub commune: String,
    pub area: String,
    /// Of a hundred.
    pub complete: u32,
}

/// What a list of the book is asked for, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub unit: String,
    #[serde(default)]
    pub area: String,
    #[serde(default)]
    pub commune: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub status: String,
    /// `ra-soat` or `giay-phep`.
    #[serde(default)]
    pub only: String,
    /// Where the page begins: `name` and `id` of the last line before.
    #[serde(default)]
    pub after: String,
    #[serde(default)]
    pub after_id: String,
}

/// A page of a book.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Book {
    pub asked: Asked,
    pub unit_name: String,
    pub lines: Vec<Line>,
    pub next: Option<(String, String)>,
    /// Areas and communes to choose from: key and name.
    pub areas: Vec<(String, String)>,
    pub communes: Vec<(String, String)>,
    pub may_assign: bool,
    pub today: Date,
}

/// An area with what is to be known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaLine {
    pub area: Area,
    pub version: u32,
    pub officer: Option<String>,
    pub communes: Vec<String>,
    /// Version, moment, who wrote it, to whom it was given, why.
    pub changes: Vec<(u32, DateTime, String, Option<String>, String)>,
}

/// The areas of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Areas {
    pub unit: String,
    pub unit_name: String,
    pub areas: Vec<AreaLine>,
    pub may_assign: bool,
    /// Officers of the unit, and communes of the province: key and name.
    pub officers: Vec<(String, String)>,
    pub communes: Vec<(String, String)>,
    /// The area whose form is open.
    pub chosen: Option<AreaLine>,
    pub draft: Option<Draft>,
    pub fresh_id: String,
}

/// A place with what it weighs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RiskLine {
    pub file: EstablishmentFile,
    pub owner: String,
    pub history: History,
    pub risk: Risk,
    pub inspected_this_year: bool,
}

/// The places of a unit by risk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Risks {
    pub unit: String,
    pub unit_name: String,
    pub lines: Vec<RiskLine>,
    /// A plan that is being drafted, to which places may be added.
    pub plan: Option<String>,
    /// The plans of the unit that are being drafted: id and title.
    pub plans: Vec<(String, String)>,
}

/// What weighs, and the form that changes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeightsView {
    pub weights: Weights,
    pub unit_name: String,
    pub may_set: bool,
    pub draft: Option<Draft>,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    pub id: String,
    pub name: String,
    pub owner: String,
    pub address: String,
    pub status: domain::establishment::Status,
    pub risk: Risk,
    pub point: domain::place::Point,
    /// Its own coordinates; else the middle of its commune.
    pub exact: bool,
}

/// The map of a unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MapView {
    pub unit: String,
    pub unit_name: String,
    pub spots: Vec<Spot>,
    /// Places without coordinates and without a commune.
    pub nowhere: usize,
    /// Communes with at least one place: name and middle.
    pub communes: Vec<(String, domain::place::Point)>,
}

#[cfg(feature = "ssr")]
pub(super) mod server {
    use super::*;
    use crate::server::{Context, fail, found, unavailable_db};
    use domain::unit::{Unit, UnitId};

    pub async fn unit(context: &Context, id: &str) -> Result<Unit, AppError> {
        found(store::units::find(&*context.database, &UnitId(id.to_owned())).await.map_err(unavailable_db)?)
    }

    pub fn uuid(text: &str) -> Result<uuid::Uuid, AppError> {
        text.parse().map_err(|_| fail(AppError::NotFound))
    }

    pub fn commune_name(code: Option<&domain::place::CommuneCode>) -> String {
        let commune = code.and_then(|code| domain::place::commune(&code.0));
        commune.map_or_else(String::new, |commune| commune.name.to_owned())
    }

    /// Code of the province a unit works in.
    pub fn province(unit: &Unit) -> &str {
        unit.province.as_ref().map_or(unit.id.0.as_str(), |province| province.0.as_str())
    }

    pub fn communes_of(unit: &Unit) -> Vec<(String, String)> {
        let list = domain::place::communes_of(province(unit));
        list.into_iter().map(|commune| (commune.code.to_owned(), commune.name.to_owned())).collect()
    }

    pub fn area_line(record: store::establishments::AreaRecord) -> AreaLine {
        let changes = record.changes.into_iter();
        AreaLine {
            communes: record.area.communes.iter().map(|code| commune_name(Some(code))).collect(),
            changes: changes
                .map(|change| {
                    let at = domain::calendar::to_local(change.at);
                    (change.version, at, change.by, change.given_to, change.reason)
                })
                .collect(),
            area: record.area,
            version: record.version,
            officer: record.officer_name,
        }
    }
}

/// The books of the reader's part of the tree.
#[server(input = GetUrl, endpoint = "so-dia-ban")]
pub async fn read_books() -> Result<Books, AppError> {
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, role_may};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let today = domain::calendar::to_local(context.now()).date();
    let tree = store::units::tree(database).await.map_err(unavailable_db)?;
    let tallies = store::establishments::tallies(database, &signed.actor, today).await.map_err(unavailable)?;
    let tallies = tallies.into_iter().map(|tally| Tally {
        name: tree.get(&tally.unit).map_or(tally.unit.0.clone(), |unit| unit.name.clone()),
        unit: tally.unit.0,
        trading: tally.trading,
        closed: tally.closed,
        not_found: tally.not_found,
        due: tally.due,
        expiring: tally.expiring,
        without_area: tally.without_area,
    });
    Ok(Books {
        tallies: tallies.collect(),
        own: role_may(signed.actor.role, Action::KeepBook).then(|| signed.actor.unit.0.clone()),
        may_set_risk: role_may(signed.actor.role, Action::SetRisk),
    })
}

/// A page of a unit's book.
#[server(input = GetUrl, endpoint = "so-dia-ban-mot")]
pub async fn read_book(asked: Asked) -> Result<Book, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use domain::authority::{Action, authorise};
    use domain::establishment::{AreaId, Kind, Status, completeness};
    use store::establishments::{BookFilter, areas, list};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let today = domain::calendar::to_local(context.now()).date();
    let unit = server::unit(&context, &asked.unit).await?;
    let filter = BookFilter {
        area: asked.area.parse().ok().map(AreaId),
        commune: Some(asked.commune.clone()).filter(|code| !code.is_empty()),
        kind: Kind::from_key(&asked.kind),
        status: Status::from_key(&asked.status),
        due: asked.only == "ra-soat",
        expiring: asked.only == "giay-phep",
    };
    let after = (!asked.after_id.is_empty()).then_some((asked.after.as_str(), asked.after_id.as_str()));
    let page = list(database, &signed.actor, &unit.id, &filter, after, PAGE, today).await.map_err(unavailable)?;
    let areas = areas(database, &signed.actor, &unit.id).await.map_err(unavailable)?;
    let name_of = |id: Option<AreaId>| {
        let area = id.and_then(|id| areas.iter().find(|record| record.area.id == id));
        area.map_or_else(String::new, |record| record.area.name.clone())
    };
    let lines = page.rows.into_iter().map(|row| Line {
        complete: completeness(&row.file, &row.party).percent,
        commune: server::commune_name(row.file.commune.as_ref()),
        area: name_of(row.area),
        owner: row.party.name,
        file: row.file,
    });
    let lines = lines.collect();
    let chosen: std::collections::BTreeSet<_> = areas.iter().flat_map(|record| &record.area.communes).collect();
    let communes = server::communes_of(&unit);
    let communes = if chosen.is_empty() {
        communes
    } else {
        communes.into_iter().filter(|(code, _)| chosen.iter().any(|one| one.0 == *code)).collect()
    };
    Ok(Book {
        unit_name: unit.name.clone(),
        lines,
        next: page.next,
        areas: areas.iter().map(|record| (record.area.id.0.to_string(), record.area.name.clone())).collect(),
        communes,
        may_assign: authorise(&signed.actor, Action::AssignArea, &unit.path).is_ok(),
        today,
        asked,
    })
}

/// The areas of a unit, and the form of one of them.
#[server(input = GetUrl, endpoint = "phan-cong-dia-ban")]
pub async fn read_areas(
    unit: String,
    #[server(default)] area: String,
    #[server(default)] draft: Option<String>,
) -> Result<Areas, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, authorise};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let unit = server::unit(&context, &unit).await?;
    if !signed.actor.scope().covers(&unit.path) {
        return Err(fail(AppError::NotFound));
    }
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let areas = store::establishments::areas(database, &signed.actor, &unit.id).await.map_err(unavailable)?;
    let areas: Vec<AreaLine> = areas.into_iter().map(server::area_line).collect();
    let wanted = draft.as_ref().and_then(|draft| draft.fields.filled("area")).map_or(area, str::to_owned);
    let chosen = areas.iter().find(|line| line.area.id.0.to_string() == wanted).cloned();
    let officers = store::units::officers(database, &unit.id).await.map_err(unavailable_db)?;
    Ok(Areas {
        unit_name: unit.name.clone(),
        may_assign: authorise(&signed.actor, Action::AssignArea, &unit.path).is_ok(),
        officers: officers.into_iter().map(|officer| (officer.id.0, officer.full_name)).collect(),
        communes: server::communes_of(&unit),
        unit: unit.id.0,
        areas,
        fresh_id: match &chosen {
            None if uuid::Uuid::parse_str(&wanted).is_ok() => wanted,
            _ => context.env().uuid().to_string(),
        },
        chosen,
        draft,
    })
}

/// Lays out an area, changes it, or hands it over.
#[server(input = PostUrl, endpoint = "luu-dia-ban")]
pub async fn submit_area(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(&routes::areas(fields.get("unit")), &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let unit = server::unit(&context, fields.get("unit")).await?;
        let form = crate::forms::book::area(&fields, &unit.id, server::province(&unit))?;
        store::establishments::save_area(
            &*context.database,
            &context.env(),
            &signed.actor,
            &form.area,
            form.version,
            &form.reason,
        )
        .await
        .map_err(refused)?;
        Ok(routes::with_query(&routes::areas(&unit.id.0), routes::DONE, "luu-dia-ban"))
    })
    .await
}

/// The places of a unit by risk.
#[server(input = GetUrl, endpoint = "rui-ro")]
pub async fn read_risks(unit: String, #[server(default)] plan: String) -> Result<Risks, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use domain::authority::{Action, role_may};
    use domain::plan::PlanState;
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let unit = server::unit(&context, &unit).await?;
    let env = context.env();
    let weighed = store::establishments::weigh(database, &env, &signed.actor, &unit.id, RISKS).await;
    let lines = weighed.map_err(unavailable)?.into_iter().map(|one| RiskLine {
        file: one.file,
        owner: one.party_name,
        history: one.history,
        risk: one.risk,
        inspected_this_year: one.inspected_this_year,
    });
    let mut plans = Vec::new();
    if role_may(signed.actor.role, Action::DraftPlan) {
        let today = domain::calendar::to_local(context.now()).date();
        for year in [today.year(), today.year() + 1] {
            let list = store::plans::list(database, &signed.actor, year, None, today).await.map_err(unavailable)?;
            let open = list.rows.into_iter().filter(|row| {
                row.unit == signed.actor.unit
                    && (row.amending || matches!(row.state, PlanState::Drafted | PlanState::Returned))
            });
            plans.extend(open.map(|row| (row.id.to_string(), format!("{} ({})", row.title, row.code))));
        }
    }
    Ok(Risks {
        unit: unit.id.0,
        unit_name: unit.name,
        lines: lines.collect(),
        plan: Some(plan).filter(|plan| plans.iter().any(|(id, _)| id == plan)),
        plans,
    })
}

/// What weighs for the reader's unit.
#[server(input = GetUrl, endpoint = "trong-so-rui-ro")]
pub async fn read_weights(#[server(default)] draft: Option<String>) -> Result<WeightsView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use domain::authority::{Action, authorise, role_may};
    let signed = signed_in().await?;
    let context = context()?;
    let actor = &signed.actor;
    authorise(actor, Action::ReadParty, &actor.path).map_err(|_| fail(AppError::NotFound))?;
    let unit = server::unit(&context, &actor.unit.0).await?;
    Ok(WeightsView {
        weights: store::establishments::weights(&*context.database, &actor.path).await.map_err(unavailable)?,
        unit_name: unit.name,
        may_set: role_may(actor.role, Action::SetRisk),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// Sets what weighs.
#[server(input = PostUrl, endpoint = "dat-trong-so-rui-ro")]
pub async fn submit_weights(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::RISK_WEIGHTS, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let weights = crate::forms::book::weights(&fields)?;
        store::establishments::set_weights(&*context.database, &context.env(), &signed.actor, &weights)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(routes::RISK_WEIGHTS, routes::DONE, "trong-so-rui-ro"))
    })
    .await
}

/// The places of a unit on the map, the riskiest first.
#[server(input = GetUrl, endpoint = "ban-do")]
pub async fn read_map(unit: String) -> Result<MapView, AppError> {
    use crate::server::{context, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    let unit = server::unit(&context, &unit).await?;
    let env = context.env();
    let weighed = store::establishments::weigh(&*context.database, &env, &signed.actor, &unit.id, usize::MAX).await;
    let weighed: Vec<_> = weighed.map_err(unavailable)?.into_iter().filter(|one| one.file.kind.has_place()).collect();
    let mut communes = std::collections::BTreeMap::new();
    let mut nowhere = 0;
    let mut spots = Vec::new();
    for one in weighed {
        let commune = one.file.commune.as_ref().and_then(|code| domain::place::commune(&code.0));
        if let Some(commune) = commune {
            communes.insert(commune.code, (commune.name.to_owned(), commune.centre));
        }
        let Some(point) = one.file.position.or(commune.map(|commune| commune.centre)) else {
            nowhere += 1;
            continue;
        };
        if spots.len() < MAP {
            spots.push(Spot {
                id: one.file.place.id.0.to_string(),
                name: one.file.place.name,
                owner: one.party_name,
                address: one.file.place.address,
                status: one.file.status,
                risk: one.risk,
                point,
                exact: one.file.position.is_some(),
            });
        }
    }
    Ok(MapView { unit: unit.id.0, unit_name: unit.name, spots, nowhere, communes: communes.into_values().collect() })
}
