//! Leads and professional measures: lists, one file, the forms of its steps, the informant for the officer in charge.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::dossier::{Dossier, DossierEvent, Informant, Sort, State};
use domain::officer::Role;
use domain::party::Party;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// One lead or measure in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierLine {
    pub id: String,
    pub code: String,
    /// What it is: the kind of the measure.
    pub title: String,
    pub unit: String,
    pub state: State,
    pub urgent: bool,
    pub due: Option<Date>,
    pub subject: String,
    pub area: String,
    pub opened_on: Date,
}

/// A list with what it may be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossiersView {
    pub sort: Sort,
    pub rows: Vec<DossierLine>,
    pub next: Option<i64>,
    /// Units this officer may choose: id and name.
    pub units: Vec<(String, String)>,
    /// Whether he may begin one.
    pub may_begin: bool,
    pub today: Date,
}

/// What waits for the officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingDossier {
    pub sort: Sort,
    pub line: DossierLine,
}

/// One act in the vault, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultLine {
    pub at: DateTime,
    pub who: String,
    pub what: String,
}

/// One lead or measure as its page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DossierView {
    pub dossier: Dossier,
    pub events: Vec<DossierEvent>,
    pub unit_name: String,
    /// Keys of the steps his role and his part in the file let this officer take, whenever their turn comes.
    pub may: Vec<String>,
    /// Whether he may open the case of an approved proposal.
    pub may_open: bool,
    /// Whether he may plan a measure for the lead.
    pub may_verify: bool,
    /// Whether he is in charge of the informant.
    pub keeps: bool,
    pub vault: Vec<VaultLine>,
    pub now: DateTime,
}

/// What the form of a step needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DossierFormView {
    pub key: String,
    /// The dossier the step is taken on; nothing for the form that begins one.
    pub dossier: Option<Dossier>,
    /// Identifier of the dossier to be: posted twice, it begins one.
    pub new_id: String,
    /// The lead that a measure is planned for.
    pub lead: Option<Dossier>,
    pub party: Option<Party>,
    pub text: String,
    pub found: Vec<Party>,
    /// Officers who may be named: id and words.
    pub officers: Vec<(String, String)>,
    pub me: String,
    pub now: DateTime,
    pub draft: Option<Draft>,
}

/// The identity of an informant, for the officer in charge, and to whom he may hand it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct InformantView {
    pub lead: String,
    /// Reference of the lead.
    pub reference: String,
    pub code: String,
    pub informant: Informant,
    pub heirs: Vec<(String, String)>,
    pub draft: Option<Draft>,
}

#[cfg(feature = "ssr")]
fn line(row: store::dossiers::DossierRow, unit: String) -> DossierLine {
    DossierLine {
        id: row.id.to_string(),
        title: domain::dossier::opening(&row.kind).map_or(String::new(), |step| step.noun.to_owned()),
        code: row.code,
        unit,
        state: row.state,
        urgent: row.urgent,
        due: row.due,
        subject: row.subject,
        area: row.area,
        opened_on: row.opened_on,
    }
}

/// The leads or measures this officer may know of, the newest first.
#[server(input = GetUrl, endpoint = "ho-so-nghiep-vu")]
pub async fn read_dossiers(
    sort: String,
    #[server(default)] state: String,
    #[server(default)] kind: String,
    #[server(default)] unit: String,
    #[server(default)] text: String,
    #[server(default)] late: String,
    #[server(default)] after: Option<i64>,
) -> Result<DossiersView, AppError> {
    use crate::server::{context, found, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, role_may};
    use domain::unit::{UnitId, UnitKind};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let sort = found(Sort::from_key(&sort))?;
    let today = domain::calendar::to_local(context.now()).date();
    let filter = store::dossiers::DossierFilter {
        state: State::from_key(&state),
        kind,
        unit: Some(UnitId(unit)).filter(|unit| !unit.0.is_empty()),
        text,
        late: !late.is_empty(),
    };
    let page =
        store::dossiers::list(database, &signed.actor, sort, &filter, after, today).await.map_err(unavailable)?;
    let tree = store::units::tree(database).await.map_err(unavailable_db)?;
    let name = |id: &UnitId| tree.get(id).map_or_else(|| id.0.clone(), |unit| unit.short_name.clone());
    let begins = if sort == Sort::Lead { Action::TakeLead } else { Action::WorkMeasure };
    Ok(DossiersView {
        sort,
        rows: page.rows.into_iter().map(|row| (name(&row.unit), row)).map(|(unit, row)| line(row, unit)).collect(),
        next: page.next,
        units: tree
            .below(&signed.actor.scope())
            .filter(|unit| unit.kind != UnitKind::Division)
            .map(|unit| (unit.id.0.clone(), unit.short_name.clone()))
            .collect(),
        may_begin: role_may(signed.actor.role, begins),
        today,
    })
}

/// The leads and measures that wait for this officer, the nearest deadline first.
#[server(input = GetUrl, endpoint = "ho-so-nghiep-vu-cho")]
pub async fn read_dossiers_waiting() -> Result<Vec<WaitingDossier>, AppError> {
    use crate::server::{context, signed_in, unavailable_db};
    let signed = signed_in().await?;
    let waiting = store::dossiers::waiting(&*context()?.database, &signed.actor).await.map_err(unavailable_db)?;
    Ok(waiting
        .into_iter()
        .map(|found| WaitingDossier { sort: found.sort, line: line(found.row, String::new()) })
        .collect())
}

/// One lead or measure with its history and what this officer may do.
#[server(input = GetUrl, endpoint = "ho-so-nghiep-vu-mot")]
pub async fn read_dossier(id: String) -> Result<DossierView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, authorise, authorise_dossier};
    use domain::calendar::to_local;
    use domain::dossier::{Who, steps};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let actor = &signed.actor;
    let id = id.parse().map_err(|_| fail(AppError::NotFound))?;
    let file = store::dossiers::load(database, actor, id).await.map_err(unavailable)?;
    let dossier = file.dossier;
    let unit = store::units::find(database, &dossier.unit).await.map_err(unavailable_db)?;
    let named = dossier.named_ids();
    let may = |action| authorise_dossier(actor, action, &dossier.path, &named).is_ok();
    let own = steps().filter(|step| step.sort == dossier.sort && !step.opens);
    let own = own.filter(|step| may(if step.who == Who::Head { Action::DecideMeasure } else { Action::WorkMeasure }));
    Ok(DossierView {
        may: own.map(|step| step.key.to_owned()).collect(),
        may_open: authorise(actor, Action::OpenCase, &actor.path).is_ok() && dossier.path.covers(&actor.path),
        may_verify: dossier.sort == Sort::Lead
            && may(Action::WorkMeasure)
            && domain::dossier::link::may_verify(&dossier).is_ok(),
        unit_name: unit.map_or_else(|| dossier.unit.0.clone(), |unit| unit.short_name),
        keeps: file.keeps,
        vault: file
            .vault
            .into_iter()
            .map(|event| VaultLine {
                at: to_local(event.at),
                who: format!("{} – {}", event.by.full_name, event.by.title),
                what: match event.to {
                    Some(to) => format!("{} cho {}", event.act.label(), to.full_name),
                    None => event.act.label().to_owned(),
                },
            })
            .collect(),
        now: to_local(context.now()),
        events: file.events,
        dossier,
    })
}

/// What the form of a step needs; without an `id` the form that begins a dossier.
#[server(input = GetUrl, endpoint = "buoc-nghiep-vu-mau")]
pub async fn read_dossier_form(
    key: String,
    #[server(default)] id: String,
    #[server(default)] lead: String,
    #[server(default)] party: String,
    #[server(default)] text: String,
    #[server(default)] draft: Option<String>,
) -> Result<DossierFormView, AppError> {
    use crate::server::{context, fail, found, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, Denial, role_may};
    use domain::dossier::find;
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let actor = &signed.actor;
    let step = found(find(&key))?;
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let typed = |name: &str| draft.as_ref().and_then(|draft| draft.fields.filled(name)).map(str::to_owned);
    let not_found = || fail(AppError::NotFound);
    let dossier = if id.is_empty() {
        let action = if step.sort == Sort::Lead { Action::TakeLead } else { Action::WorkMeasure };
        if !step.opens {
            return Err(not_found());
        }
        if !role_may(actor.role, action) {
            let denial = Denial::Role { role: actor.role, action };
            return Err(fail(AppError::Forbidden { message: denial.message(), citation: None }));
        }
        None
    } else {
        let id = id.parse().map_err(|_| not_found())?;
        let dossier = store::dossiers::load(database, actor, id).await.map_err(unavailable)?.dossier;
        if step.opens || step.sort != dossier.sort {
            return Err(not_found());
        }
        Some(dossier)
    };
    let lead = match typed("lead").unwrap_or(lead).as_str() {
        "" => None,
        id => {
            let id = id.parse().map_err(|_| not_found())?;
            Some(store::dossiers::load(database, actor, id).await.map_err(unavailable)?.dossier)
        }
    };
    // Whom it concerns is known already where the dossier or the lead says so.
    let known = dossier.as_ref().or(lead.as_ref()).and_then(|file| file.party.as_ref());
    let known = known.filter(|_| !step.each_party).map(|party| party.id.0.to_string()).unwrap_or_default();
    let chosen = typed("party").unwrap_or(if party.is_empty() { known } else { party });
    let (party, found) = if chosen.is_empty() {
        let searched =
            if text.is_empty() { Ok(Vec::new()) } else { store::parties::search(database, actor, &text, 20).await };
        (None, searched.map_err(unavailable)?)
    } else {
        let id = domain::party::PartyId(chosen.parse().map_err(|_| not_found())?);
        (Some(store::parties::load(database, actor, id).await.map_err(unavailable)?.0), Vec::new())
    };
    let tree = store::units::tree(database).await.map_err(unavailable_db)?;
    let officers = store::accounts::officers_below(database, actor, &actor.scope()).await.map_err(unavailable)?;
    let name = |unit: &domain::unit::UnitId| tree.get(unit).map_or("", |unit| unit.short_name.as_str()).to_owned();
    Ok(DossierFormView {
        key,
        dossier,
        new_id: typed("dossier").unwrap_or_else(|| context.env().uuid().to_string()),
        lead,
        party,
        text,
        found,
        officers: officers
            .into_iter()
            .filter(|officer| officer.role != Role::Administrator)
            .map(|officer| {
                let words = format!("{} – {}, {}", officer.full_name, officer.role.title(), name(&officer.unit));
                (officer.id.0, words)
            })
            .collect(),
        me: actor.officer.id.0.clone(),
        now: domain::calendar::to_local(context.now()),
        draft,
    })
}

/// The informant of a lead, for the officer in charge; every reading is logged.
#[server(input = GetUrl, endpoint = "nguoi-cung-cap")]
pub async fn read_informant(id: String, #[server(default)] draft: Option<String>) -> Result<InformantView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let lead = id.parse().map_err(|_| fail(AppError::NotFound))?;
    let key = context.accounts.policy.key.as_ref();
    let (code, informant) =
        store::dossiers::vault::read(database, &context.env(), key, &signed.actor, lead).await.map_err(unavailable)?;
    let file = store::dossiers::load(database, &signed.actor, lead).await.map_err(unavailable)?.dossier;
    let heads = store::units::officers(database, &file.unit).await.map_err(unavailable_db)?;
    let heads = heads.into_iter().filter(|officer| domain::authority::leads_unit(officer.role));
    let mut heirs: Vec<(String, String)> = file
        .named
        .iter()
        .map(|officer| (officer.id.0.clone(), format!("{} – {}", officer.full_name, officer.title)))
        .collect();
    heirs.extend(
        heads.map(|officer| (officer.id.0.clone(), format!("{} – {}", officer.full_name, officer.role.title()))),
    );
    heirs.retain(|(heir, _)| *heir != signed.actor.officer.id.0);
    heirs.sort();
    heirs.dedup();
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    Ok(InformantView { lead: id, reference: file.code, code, informant, heirs, draft })
}

/// Begins a lead or a measure.
#[server(input = PostUrl, endpoint = "mo-ho-so-nghiep-vu")]
pub async fn submit_dossier(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::dossier as form;
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use domain::dossier::{INTAKE, opening};
    let kind = fields.get("step").to_owned();
    let page =
        if kind == INTAKE { routes::LEAD_NEW.to_owned() } else { routes::measure_new(&kind, fields.get("lead")) };
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let not_found = || Rejection::Error(AppError::NotFound);
        let step = opening(&kind).ok_or_else(not_found)?;
        let id: uuid::Uuid = fields.get("dossier").parse().map_err(|_| not_found())?;
        let lead = match fields.filled("lead") {
            Some(lead) => Some(lead.parse().map_err(|_| not_found())?),
            None => None,
        };
        let new = store::dossiers::NewFile {
            kind: kind.clone(),
            form: form::parse(step, &fields)?,
            lead,
            informant: form::informant(&fields),
        };
        let key = context.accounts.policy.key.as_ref();
        store::dossiers::create(&*context.database, &context.env(), key, &signed.actor, id, &new)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&routes::dossier(step.sort, &id.to_string()), routes::DONE, &kind))
    })
    .await
}

/// Submits one step of a lead or a measure: `dossier`, `version` and `step` are posted with the step's own fields.
#[server(input = PostUrl, endpoint = "buoc-nghiep-vu")]
pub async fn submit_dossier_step(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, fail, found, refused, signed_in, submit};
    let step = found(domain::dossier::find(fields.get("step")).filter(|step| !step.opens))?;
    let id: uuid::Uuid = fields.get("dossier").parse().map_err(|_| fail(AppError::NotFound))?;
    let page = routes::dossier_step(step.sort, &id.to_string(), step.key);
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let version = fields.get("version").parse().map_err(|_| Rejection::Error(AppError::NotFound))?;
        let form = crate::forms::dossier::parse(step, &fields)?;
        store::dossiers::execute(&*context.database, &context.env(), &signed.actor, id, version, step.key, &form)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&routes::dossier(step.sort, &id.to_string()), routes::DONE, step.key))
    })
    .await
}

/// Hands the informant of a lead to another officer.
#[server(input = PostUrl, endpoint = "ban-giao-nguon-tin")]
pub async fn submit_hand_over(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let id = fields.get("lead").to_owned();
    submit(&routes::informant(&id), &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let lead = id.parse().map_err(|_| Rejection::Error(AppError::NotFound))?;
        let to = domain::officer::OfficerId(fields.get("keeper").to_owned());
        store::dossiers::vault::pass_on(&*context.database, &context.env(), &signed.actor, lead, &to)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&routes::dossier(Sort::Lead, &id), routes::DONE, "ban-giao-nguon-tin"))
    })
    .await
}
