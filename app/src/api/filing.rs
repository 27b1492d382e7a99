//! Reports as offices make them: what is owed and made, one report, and the submission of every step.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::report::definition::Table;
use domain::report::filing::{Difference, Edition, Filing, FilingEvent, FilingState, Punctuality};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// One report in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingLine {
    pub id: String,
    pub title: String,
    pub unit: String,
    pub period: String,
    /// Periodic, thematic or on demand, in words.
    pub occasion: String,
    pub state: FilingState,
    /// Against its due day.
    pub punctuality: Punctuality,
}

/// A report the unit owes, with what was made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueLine {
    pub definition: String,
    pub title: String,
    /// Key and label of the period.
    pub period: (String, String),
    pub punctuality: Punctuality,
    /// Id and state of the report, once it is made.
    pub made: Option<(String, FilingState)>,
}

/// A unit below with what it has sent of one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BelowLine {
    pub unit: String,
    pub sent: Option<(String, FilingState)>,
    pub punctuality: Punctuality,
}

/// The units below and one report of one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BelowView {
    pub definition: String,
    pub period: String,
    /// Keys and labels of what can be chosen.
    pub definitions: Vec<(String, String)>,
    pub periods: Vec<(String, String)>,
    pub rows: Vec<BelowLine>,
}

/// The overview of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingsView {
    pub unit: String,
    pub due: Vec<DueLine>,
    pub own: Vec<FilingLine>,
    /// Nothing for a unit with none below.
    pub below: Option<BelowView>,
    pub sent_up: Vec<FilingLine>,
    pub may_draft: bool,
}

/// What the form that begins a report needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingNewView {
    /// Identifier of the report to be: posted twice, it begins one.
    pub filing_id: String,
    pub unit: String,
    pub definitions: Vec<(String, String)>,
    pub periods: Vec<(String, String)>,
    /// What was chosen in the list of reports owed.
    pub definition: String,
    pub period: String,
    pub draft: Option<Draft>,
}

/// What this officer may do with the report now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingRights {
    pub write: bool,
    pub check: bool,
    /// He would check it, had he not written it.
    pub wrote: bool,
    pub send_back: bool,
    pub sign: bool,
    pub send: bool,
    pub receive: bool,
}

/// A case that changed since the signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangedLine {
    pub id: String,
    pub code: String,
    pub unit: String,
    pub party: String,
}

/// One report as its page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilingView {
    pub filing: Filing,
    pub unit_name: String,
    /// Name of the unit above, in capitals as in the head of papers.
    pub superior: String,
    pub place: String,
    pub events: Vec<FilingEvent>,
    /// Whether the reader is of the reporting unit.
    pub own: bool,
    pub edition: Option<Edition>,
    /// The figures that are shown: those signed, or those of now.
    pub table: Option<Table>,
    /// Why there are no figures of today.
    pub missing: String,
    pub differences: Vec<Difference>,
    pub changed: Vec<ChangedLine>,
    pub punctuality: Punctuality,
    pub rights: FilingRights,
    pub today: Date,
    pub draft: Option<Draft>,
}

#[cfg(feature = "ssr")]
fn line(row: store::filings::FilingRow, unit: &domain::unit::Unit, today: Date) -> FilingLine {
    use domain::report::filing::Occasion;
    use domain::statute::{Level, report_due};
    let due = Level::of(unit.kind).and_then(|level| report_due(level, &row.period));
    FilingLine {
        id: row.id.to_string(),
        title: row.title,
        unit: unit.short_name.clone(),
        period: row.period.label(),
        occasion: Occasion::label_of(row.occasion).to_owned(),
        state: row.state,
        punctuality: Punctuality::of(due, row.sent_on, today),
    }
}

/// Periods a report can be chosen for: of every kind the latest that are over, the running one last.
#[cfg(feature = "ssr")]
fn periods(today: Date, running: bool) -> Vec<(String, String)> {
    use domain::calendar::{Period, PeriodKind};
    let mut list = Vec::new();
    for (kind, count) in [
        (PeriodKind::Month, 6),
        (PeriodKind::Week, 4),
        (PeriodKind::Quarter, 4),
        (PeriodKind::HalfYear, 2),
        (PeriodKind::Year, 2),
    ] {
        let mut period = Period::of(kind, today);
        if !running && period.to > today {
            period = period.previous();
        }
        for _ in 0..count {
            // Quarters that end with a half-year are reported as that.
            if kind != PeriodKind::Quarter || matches!(period.to.month(), 3 | 9) {
                list.push((period.key(), period.label()));
            }
            period = period.previous();
        }
    }
    list
}

#[cfg(feature = "ssr")]
fn definitions() -> Vec<(String, String)> {
    let list = domain::report::definition::DEFINITIONS.iter();
    list.map(|definition| (definition.key.to_owned(), definition.title.to_owned())).collect()
}

/// What the officer's unit owes and has made, and what the units below have sent of one report.
#[server(input = GetUrl, endpoint = "bao-cao-dinh-ky")]
pub async fn read_filings(
    #[server(default)] definition: String,
    #[server(default)] period: String,
) -> Result<FilingsView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, role_may};
    use domain::calendar::Period;
    use domain::report::definition::find;
    use domain::report::filing::{due_reports, latest_closed};
    use domain::statute::{Level, report_due};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let actor = &signed.actor;
    let today = domain::calendar::to_local(context.now()).date();
    let own = store::filings::own(database, actor).await.map_err(unavailable)?;
    let tree = store::units::tree(database).await.map_err(unavailable_db)?;
    let unit = tree.get(&actor.scope().leaf()).ok_or_else(|| fail(AppError::NotFound))?;
    let level = Level::of(unit.kind);
    let owed = level.map(|level| due_reports(level, today)).unwrap_or_default();
    let due = owed
        .into_iter()
        .filter(|due| unit.in_force_from <= due.period.to)
        .map(|due| {
            let made = own.iter().find(|row| {
                row.occasion == "dinh-ky" && row.definition == due.definition.key && row.period == due.period
            });
            DueLine {
                definition: due.definition.key.to_owned(),
                title: due.definition.title.to_owned(),
                period: (due.period.key(), due.period.label()),
                punctuality: Punctuality::of(Some(due.due), made.and_then(|row| row.sent_on), today),
                made: made.map(|row| (row.id.to_string(), row.state)),
            }
        })
        .collect();
    let has_below = matches!(level, Some(Level::Province | Level::Centre));
    let below = if has_below {
        let chosen = if definition.is_empty() { "ket-qua" } else { definition.as_str() };
        let found = find(chosen).ok_or_else(|| fail(AppError::NotFound))?;
        let kind = domain::calendar::PeriodKind::Month;
        let asked = match period.as_str() {
            "" => latest_closed(found, kind, today)
                .or_else(|| found.periods.iter().find_map(|kind| latest_closed(found, *kind, today))),
            key => Period::from_key(key),
        };
        let period = asked.ok_or_else(|| fail(AppError::NotFound))?;
        let rows = store::filings::below(database, actor, found.key, &period).await.map_err(unavailable)?;
        let mut choices = periods(today, false);
        if !choices.iter().any(|(key, _)| *key == period.key()) {
            choices.push((period.key(), period.label()));
        }
        Some(BelowView {
            definition: found.key.to_owned(),
            period: period.key(),
            definitions: definitions(),
            periods: choices,
            rows: rows
                .into_iter()
                .map(|row| {
                    let due = Level::of(row.unit.kind).and_then(|level| report_due(level, &period));
                    let sent = row.filing.as_ref().and_then(|filing| filing.sent_on);
                    BelowLine {
                        unit: row.unit.short_name,
                        punctuality: Punctuality::of(due, sent, today),
                        sent: row.filing.map(|filing| (filing.id.to_string(), filing.state)),
                    }
                })
                .collect(),
        })
    } else {
        None
    };
    let sent_up =
        if has_below { store::filings::sent_up(database, actor).await.map_err(unavailable)? } else { Vec::new() };
    let told = |rows: Vec<store::filings::FilingRow>| -> Vec<FilingLine> {
        rows.into_iter()
            .filter_map(|row| Some((tree.get(&row.unit)?, row)))
            .map(|(unit, row)| line(row, unit, today))
            .collect()
    };
    Ok(FilingsView {
        unit: unit.short_name.clone(),
        due,
        own: told(own),
        below,
        sent_up: told(sent_up),
        may_draft: role_may(actor.role, Action::DraftReport),
    })
}

/// What the form that begins a report needs.
#[server(input = GetUrl, endpoint = "bao-cao-dinh-ky-moi")]
pub async fn read_filing_new(
    #[server(default)] definition: String,
    #[server(default)] period: String,
    #[server(default)] draft: Option<String>,
) -> Result<FilingNewView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable_db};
    use domain::authority::{Action, Denial, authorise_filing};
    let signed = signed_in().await?;
    let context = context()?;
    let scope = signed.actor.scope();
    authorise_filing(&signed.actor, Action::DraftReport, &scope, false).map_err(|denial| {
        fail(match denial {
            Denial::Hidden => AppError::NotFound,
            Denial::Role { .. } | Denial::Province { .. } | Denial::Office { .. } => {
                AppError::Forbidden { message: denial.message(), citation: None }
            }
        })
    })?;
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let unit = store::units::find(&*context.database, &scope.leaf()).await.map_err(unavailable_db)?;
    let filing_id = draft.as_ref().and_then(|draft| draft.fields.filled("filing")).map(str::to_owned);
    Ok(FilingNewView {
        filing_id: filing_id.unwrap_or_else(|| context.env().uuid().to_string()),
        unit: unit.map_or(String::new(), |unit| unit.short_name),
        definitions: definitions(),
        periods: periods(domain::calendar::to_local(context.now()).date(), true),
        definition,
        period,
        draft,
    })
}

/// One report with its figures and history.
#[server(input = GetUrl, endpoint = "bao-cao-dinh-ky-mot")]
pub async fn read_filing(id: String, #[server(default)] draft: Option<String>) -> Result<FilingView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, authorise_filing};
    use domain::statute::{Level, report_due};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let actor = &signed.actor;
    let id = id.parse().map_err(|_| fail(AppError::NotFound))?;
    let file = store::filings::load(database, actor, id).await.map_err(unavailable)?;
    let tree = store::units::tree(database).await.map_err(unavailable_db)?;
    let today = domain::calendar::to_local(context.now()).date();
    let (filing, state) = (&file.filing, file.filing.state);
    let may = |action| authorise_filing(actor, action, &filing.path, filing.was_sent()).is_ok();
    let wrote = filing.written_by.id == *actor.id() || filing.drafted_by.id == *actor.id();
    let checked = state == FilingState::Checked;
    let rights = FilingRights {
        write: state.is_open() && may(Action::DraftReport),
        check: state.is_open() && may(Action::CheckReport) && !wrote,
        wrote: state.is_open() && may(Action::CheckReport) && wrote,
        send_back: checked && (may(Action::CheckReport) || may(Action::SignReport)),
        sign: checked && may(Action::SignReport),
        send: state == FilingState::Signed && may(Action::SendReport),
        receive: state == FilingState::Sent && may(Action::ReceiveReport),
    };
    let due = Level::of(file.unit.kind).and_then(|level| report_due(level, &filing.period));
    let punctuality = Punctuality::of(due, filing.first_sent().map(|at| at.date()), today);
    let (now, missing) = match file.now {
        store::filings::Now::Table(table) => (Some(table), String::new()),
        store::filings::Now::None(why) => (None, why),
    };
    let signed = file.edition.as_ref().map(|edition| edition.table.table());
    let name =
        |unit: &domain::unit::UnitId| tree.get(unit).map_or_else(|| unit.0.clone(), |unit| unit.short_name.clone());
    let head = tree.snapshot(&file.unit.id);
    let mut filing = file.filing;
    if !file.own {
        // What the unit writes after it was returned is its own until it is sent again.
        filing.narrative = file.edition.as_ref().map_or(String::new(), |edition| edition.narrative.clone());
        filing.returned = file.edition.as_ref().and_then(|edition| edition.returned.clone());
    }
    Ok(FilingView {
        unit_name: file.unit.name.clone(),
        superior: head.as_ref().map_or(String::new(), |head| head.superior.clone()),
        place: file.unit.place.clone(),
        events: file.events,
        own: file.own,
        edition: file.edition,
        table: signed.or(now),
        missing,
        differences: file.differences,
        changed: file
            .changed
            .into_iter()
            .map(|changed| ChangedLine {
                id: changed.case.id.to_string(),
                unit: name(&changed.case.index.unit),
                code: changed.case.index.code,
                party: changed.case.index.party_name,
            })
            .collect(),
        punctuality,
        rights,
        today,
        draft: crate::server::opt_draft(draft.as_deref()).await?,
        filing,
    })
}

/// Begins a report of the officer's unit.
#[server(input = PostUrl, endpoint = "lap-bao-cao")]
pub async fn submit_filing(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    submit(routes::FILING_NEW, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let id: uuid::Uuid = fields.get("filing").parse().map_err(|_| Rejection::Error(AppError::NotFound))?;
        let form = crate::forms::filing::parse(&fields, domain::calendar::to_local(context.now()).date())?;
        let head = store::filings::FilingHead {
            definition: form.definition,
            period: form.period,
            occasion: form.occasion,
            basis: form.basis,
        };
        store::filings::draft(&*context.database, &context.env(), &signed.actor, id, head).await.map_err(refused)?;
        Ok(routes::with_query(&routes::filing(&id.to_string()), routes::DONE, "lap-bao-cao"))
    })
    .await
}

/// Submits one step of a report: `filing`, `version` and `step` are posted with the step's own fields.
#[server(input = PostUrl, endpoint = "buoc-bao-cao")]
pub async fn submit_filing_step(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let page = routes::filing(fields.get("filing"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let not_found = || Rejection::Error(AppError::NotFound);
        let id = fields.get("filing").parse().map_err(|_| not_found())?;
        let version = fields.get("version").parse().map_err(|_| not_found())?;
        let (database, env) = (&*context.database, context.env());
        if fields.get("step") == "soan-lai" {
            store::filings::redraft(database, &env, &signed.actor, id, version).await.map_err(refused)?;
        } else {
            let command = crate::forms::filing::command(&fields)?.ok_or_else(not_found)?;
            store::filings::execute(database, &env, &signed.actor, id, version, command).await.map_err(refused)?;
        }
        Ok(routes::with_query(&page, routes::DONE, fields.get("step")))
    })
    .await
}
