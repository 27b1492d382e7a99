//! The law as data in an administrator's hands: versions of the catalogue, years of the calendar.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::calendar::CalendarYear;
use domain::catalogue::CatalogueDiff;
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// A version in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRow {
    pub id: i64,
    pub label: String,
    pub source: String,
    pub behaviours: i64,
    /// Who imported it and when; empty for one that came with the program.
    pub imported: String,
    pub active_from: Option<Date>,
    /// State in words, and whether it can still be put into use.
    pub state: String,
    pub may_activate: bool,
}

/// The catalogue's versions, and who changed what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    pub rows: Vec<VersionRow>,
    /// When, who, what, of which version or year.
    pub changes: Vec<[String; 4]>,
    pub draft: Option<Draft>,
}

/// One version against the one in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionFile {
    pub row: VersionRow,
    pub diff: CatalogueDiff,
    /// The whole version as it can be uploaded again.
    pub text: String,
    pub today: Date,
    pub draft: Option<Draft>,
}

/// One year of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearRow {
    pub days: CalendarYear,
    pub version: u32,
    pub source: String,
    pub changed: String,
}

/// The years that are covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Years {
    pub rows: Vec<YearRow>,
    pub draft: Option<Draft>,
}

#[cfg(feature = "ssr")]
fn version_row(version: store::catalogue::Version) -> VersionRow {
    use domain::calendar::{format_short, to_local};
    use store::catalogue::State;
    let by = version.imported_by.unwrap_or_default();
    VersionRow {
        id: version.id,
        label: version.label,
        source: version.source,
        behaviours: version.behaviours,
        imported: version.imported_at.map_or(String::new(), |at| format!("{by}, {}", format_short(to_local(at)))),
        active_from: version.active_from,
        state: match version.state {
            State::Prepared => "Chưa dùng",
            State::Scheduled => "Đã hẹn ngày dùng",
            State::InUse => "Đang dùng",
            State::Replaced => "Đã thay thế",
        }
        .to_owned(),
        may_activate: version.state == State::Prepared,
    }
}

/// All versions of the catalogue.
#[server(input = GetUrl, endpoint = "phien-ban")]
pub async fn read_versions(#[server(default)] draft: Option<String>) -> Result<Versions, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use domain::calendar::{format_short, to_local};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let versions = store::catalogue::versions(database, &context.env(), &signed.actor).await.map_err(unavailable)?;
    let changes = store::catalogue::changes(database, &signed.actor).await.map_err(unavailable)?;
    Ok(Versions {
        rows: versions.into_iter().map(version_row).collect(),
        changes: changes
            .into_iter()
            .map(|change| {
                [
                    format_short(to_local(change.at)),
                    change.by,
                    change.kind.label().to_owned(),
                    change.subject.to_string(),
                ]
            })
            .collect(),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// One version, compared with the one in use.
#[server(input = GetUrl, endpoint = "phien-ban-mot")]
pub async fn read_version(id: String, #[server(default)] draft: Option<String>) -> Result<VersionFile, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    let (database, env) = (&*context.database, context.env());
    let id: i64 = id.parse().map_err(|_| fail(AppError::NotFound))?;
    let (version, catalogue) = store::catalogue::find(database, &env, &signed.actor, id).await.map_err(unavailable)?;
    let diff = store::catalogue::diff_to_active(database, &env, &signed.actor, id).await.map_err(unavailable)?;
    Ok(VersionFile {
        row: version_row(version),
        diff,
        text: domain::catalogue::export(&catalogue),
        today: domain::calendar::to_local(context.now()).date(),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// Uploads a version.
#[server(input = PostUrl, endpoint = "nap-danh-muc")]
pub async fn submit_version(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::CATALOGUE_VERSIONS, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let new = store::catalogue::NewVersion {
            label: fields.get("label").to_owned(),
            source: fields.get("source").to_owned(),
            text: fields.get("document").to_owned(),
        };
        let id =
            store::catalogue::import(&*context.database, &context.env(), &signed.actor, &new).await.map_err(refused)?;
        Ok(routes::with_query(&routes::catalogue_version(id), routes::DONE, "nap-danh-muc"))
    })
    .await
}

/// Puts a version into use from a day.
#[server(input = PostUrl, endpoint = "dung-danh-muc")]
pub async fn submit_activation(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let id: i64 = fields.get("id").parse().unwrap_or_default();
    let page = routes::catalogue_version(id);
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let mut reader = crate::forms::Reader::new(&fields);
        let from = reader.date("from");
        let from = reader.finish(from).map_err(Rejection::from)?;
        store::catalogue::activate(&*context.database, &context.env(), &signed.actor, id, from)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "dung-danh-muc"))
    })
    .await
}

/// The years of the calendar.
#[server(input = GetUrl, endpoint = "lich-lam-viec")]
pub async fn read_years(#[server(default)] draft: Option<String>) -> Result<Years, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use domain::calendar::{format_short, to_local};
    let signed = signed_in().await?;
    let context = context()?;
    let years = store::calendar::years(&*context.database, &signed.actor).await.map_err(unavailable)?;
    let row = |year: store::calendar::YearRecord| YearRow {
        changed: match (year.changed_by, year.changed_at) {
            (Some(by), Some(at)) => format!("{by}, {}", format_short(to_local(at))),
            _ => String::new(),
        },
        days: year.days,
        version: year.version,
        source: year.source,
    };
    Ok(Years { rows: years.into_iter().map(row).collect(), draft: crate::server::opt_draft(draft.as_deref()).await? })
}

/// Enters a year of the calendar.
#[server(input = PostUrl, endpoint = "nhap-lich")]
pub async fn submit_year(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    let page = routes::with_query(routes::WORK_CALENDAR, "nam", fields.get("year"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let mut reader = crate::forms::Reader::new(&fields);
        let year = reader.number("year", 2000, 2100, "Năm");
        let year = reader.finish(year)?;
        let new = store::calendar::NewYear {
            year: i16::try_from(year).unwrap_or_default(),
            text: fields.get("days").to_owned(),
            source: fields.get("source").to_owned(),
            confirmed: fields.filled("confirmed").is_some(),
        };
        let version = fields.get("version").parse().unwrap_or_default();
        store::calendar::change_year(&*context.database, &context.env(), &signed.actor, &new, version)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "nhap-lich"))
    })
    .await
}
