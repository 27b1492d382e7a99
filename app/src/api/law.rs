//! The catalogue of violations and the instruments behind it, as officers look them up.

use crate::error::AppError;
use domain::catalogue::Behaviour;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// Behaviours that match, and how much of the whole they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawList {
    pub rows: Vec<Behaviour>,
    /// Behaviours in force on the day.
    pub in_force: usize,
    /// Of these, how many are not confirmed in the gazette, in whole or in part.
    pub unsure: usize,
    /// The day that was asked about.
    pub on: Date,
    /// Name of the version in use.
    pub version: String,
}

/// The catalogue on a day, by words, field of management and how sure it is.
#[server(input = GetUrl, endpoint = "danh-muc")]
pub async fn read_catalogue(
    #[server(default)] text: String,
    #[server(default)] field: String,
    #[server(default)] mark: String,
    #[server(default)] day: String,
) -> Result<LawList, AppError> {
    use crate::server::{context, fail, signed_in, unavailable_db};
    use domain::catalogue::{Field, Mark};
    signed_in().await?;
    let context = context()?;
    let today = domain::calendar::to_local(context.now()).date();
    let on = match day.trim() {
        "" => today,
        text => domain::calendar::parse_date(text)
            .map_err(|error| fail(AppError::Invalid { message: error.message().to_owned() }))?,
    };
    let used = store::catalogue::active_on(&*context.database, today).await.map_err(unavailable_db)?;
    let catalogue = &*used.catalogue;
    let unsure = |behaviour: &Behaviour| least_sure(behaviour) == Mark::Unsure;
    let rows = catalogue
        .search(&text, on)
        .into_iter()
        .filter(|behaviour| Field::from_key(&field).is_none_or(|field| behaviour.field == field))
        .filter(|behaviour| match mark.as_str() {
            "V" => least_sure(behaviour) == Mark::Seen,
            "R" => least_sure(behaviour) == Mark::Recalled,
            "U" => unsure(behaviour),
            _ => true,
        })
        .cloned()
        .collect();
    Ok(LawList {
        rows,
        in_force: catalogue.in_force(on).count(),
        unsure: catalogue.in_force(on).filter(|behaviour| unsure(behaviour)).count(),
        on,
        version: used.label,
    })
}

/// One behaviour.
#[server(input = GetUrl, endpoint = "hanh-vi")]
pub async fn read_behaviour(id: String) -> Result<Behaviour, AppError> {
    use crate::server::{fail, signed_in};
    signed_in().await?;
    crate::server::law().await?.catalogue().behaviour(&id).cloned().ok_or_else(|| fail(AppError::NotFound))
}

/// The least sure of a row's own mark, its place and its bands.
pub fn least_sure(behaviour: &Behaviour) -> domain::catalogue::Mark {
    let bands = behaviour.bands.iter().map(|band| behaviour.place_mark(band));
    bands.fold(behaviour.confidence, std::cmp::Ord::max)
}
