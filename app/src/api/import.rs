//! Imports of spreadsheets: how a file is read, what each row says, applying and undoing step by step.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::exchange::{BatchState, Choice, Encoding, Guess, RefusedFile, RowState, Settings};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// The imports of the officer's part of the tree.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Imports {
    pub rows: Vec<ImportRow>,
    /// Whether his role takes lists in.
    pub may: bool,
    /// A file that was just refused.
    pub refused: Option<RefusedFile>,
}

/// One import in a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImportRow {
    pub id: String,
    pub file_name: String,
    pub unit: String,
    pub officer: String,
    pub when: String,
    pub state: BatchState,
}

/// One import with a page of its rows.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ImportFile {
    pub head: ImportRow,
    pub version: u32,
    /// How the file was read, in words.
    pub told: String,
    pub size: String,
    pub sha256: String,
    pub guess: Guess,
    pub settings: Settings,
    pub may_write: bool,
    pub counts: Vec<(RowState, u32)>,
    /// Rows with something to compare with the papers.
    pub noted: u32,
    /// Headings of the file, in readable letters.
    pub headings: Vec<String>,
    /// The first rows behind the headings.
    pub sample: Vec<(u32, Vec<String>)>,
    /// The words with most marks, in each way of reading them.
    pub ways: Vec<(Encoding, String)>,
    pub lines: Vec<LineRow>,
    /// Where the next page of rows begins.
    pub next: Option<u32>,
    /// When, who, what.
    pub events: Vec<[String; 3]>,
    pub draft: Option<Draft>,
}

impl ImportFile {
    /// Rows in one state.
    pub fn count(&self, state: RowState) -> u32 {
        self.counts.iter().find(|(known, _)| *known == state).map_or(0, |(_, count)| *count)
    }

    /// Rows in any of these states.
    pub fn any(&self, states: &[RowState]) -> u32 {
        states.iter().map(|state| self.count(*state)).sum()
    }
}

/// One row.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LineRow {
    pub line: u32,
    pub state: RowState,
    /// Its name as it was read, else as the file has it.
    pub name: String,
    /// Identifiers and address.
    pub about: String,
    pub problems: Vec<String>,
    pub notes: Vec<String>,
    /// The party that has its identifier: id, name and address.
    pub same: Option<(String, String)>,
    pub same_line: Option<u32>,
    pub choice: Option<Choice>,
    /// The party it made, or was added to.
    pub party: Option<String>,
    pub told: String,
}

/// Rows on a page.
#[cfg(feature = "ssr")]
const PAGE: usize = 50;

/// Chunks that are checked, written or taken back by one request.
#[cfg(feature = "ssr")]
const CHUNKS: u32 = 10;

#[cfg(feature = "ssr")]
fn head(batch: &store::imports::Batch) -> ImportRow {
    use domain::calendar::{format_short, to_local};
    ImportRow {
        id: batch.id.to_string(),
        file_name: batch.file_name.clone(),
        unit: batch.unit_name.clone(),
        officer: batch.officer_name.clone(),
        when: format_short(to_local(batch.created_at)),
        state: batch.state,
    }
}

/// The imports of the officer's part of the tree, the newest first, and why a file was refused.
#[server(input = GetUrl, endpoint = "nhap-du-lieu")]
pub async fn read_imports(#[server(default)] refused: Option<String>) -> Result<Imports, AppError> {
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, role_may};
    let (signed, context) = (signed_in().await?, context()?);
    let database = &*context.database;
    let batches = store::imports::batches(database, &signed.actor, 50).await.map_err(unavailable)?;
    let refused = match refused {
        Some(id) => {
            let kept = store::drafts::load(database, &context.env(), signed.actor.id(), &id).await;
            let kept = kept.map_err(unavailable_db)?.filter(|kept| kept.path == crate::routes::IMPORTS);
            kept.and_then(|kept| serde_json::from_str(&kept.body).ok())
        }
        None => None,
    };
    Ok(Imports {
        rows: batches.iter().map(head).collect(),
        may: role_may(signed.actor.role, Action::KeepBook),
        refused,
    })
}

#[cfg(feature = "ssr")]
fn import_id(text: &str) -> Result<domain::exchange::ImportId, AppError> {
    text.parse().map(domain::exchange::ImportId).map_err(|_| crate::server::fail(AppError::NotFound))
}

/// One import; rows of one state, or those to compare, or all, from a line on.
#[server(input = GetUrl, endpoint = "nhap-du-lieu-mot")]
pub async fn read_import(
    id: String,
    #[server(default)] only: Option<String>,
    #[server(default)] after: u32,
    #[server(default)] draft: Option<String>,
) -> Result<ImportFile, AppError> {
    use crate::server::{context, fail, opt_draft, signed_in, unavailable};
    use domain::calendar::{format_short, to_local};
    use domain::case::size_in_words;
    use store::imports;
    let (signed, context) = (signed_in().await?, context()?);
    let (database, actor) = (&*context.database, &signed.actor);
    let id = import_id(&id)?;
    let batch = imports::batch(database, actor, id).await.map_err(unavailable)?;
    let noted = only.as_deref() == Some(NOTED);
    let state = match only.as_deref().filter(|key| *key != NOTED) {
        Some(key) => Some(RowState::from_key(key).ok_or_else(|| fail(AppError::NotFound))?),
        None => None,
    };
    let lines = imports::lines(database, actor, id, state, noted, after, PAGE + 1).await.map_err(unavailable)?;
    let next = lines.get(PAGE - 1).filter(|_| lines.len() > PAGE).map(|line| line.line);
    let mut sample = imports::preview(database, actor, id).await.map_err(unavailable)?;
    let events = imports::events(database, actor, id).await.map_err(unavailable)?;
    let headings = if sample.is_empty() { Vec::new() } else { sample.remove(0).1 };
    let encoding = batch.settings.encoding;
    let readable = |cells: &[domain::exchange::Cell]| -> Vec<String> {
        cells.iter().map(|cell| encoding.read(&cell.shown())).collect()
    };
    let marks = |text: &&str| text.chars().filter(|c| !c.is_ascii()).count();
    let cells = sample.iter().flat_map(|(_, cells)| cells).chain(&headings);
    let telling = cells.map(domain::exchange::Cell::words).max_by_key(marks).unwrap_or_default();
    let ways = Encoding::ALL.map(|way| (way, way.read(telling).chars().take(80).collect::<String>())).to_vec();
    Ok(ImportFile {
        head: head(&batch),
        version: batch.version,
        told: batch.told.clone(),
        size: size_in_words(batch.size),
        sha256: batch.sha256.clone(),
        guess: batch.guess,
        may_write: batch.may_write,
        counts: RowState::ALL.map(|state| (state, batch.counts.of(state))).to_vec(),
        noted: batch.counts.noted,
        headings: readable(&headings),
        sample: sample.iter().map(|(line, cells)| (*line, readable(cells))).collect(),
        ways,
        lines: lines.into_iter().take(PAGE).map(|line| line_row(&batch.settings, line)).collect(),
        next,
        events: events
            .into_iter()
            .map(|told| [format_short(to_local(told.at)), told.officer_name, told.event.sentence()])
            .collect(),
        settings: batch.settings,
        draft: opt_draft(draft.as_deref()).await?,
    })
}

/// Value of the filter that shows rows with something to compare.
pub const NOTED: &str = "doi-chieu";

#[cfg(feature = "ssr")]
fn line_row(settings: &Settings, line: store::imports::Line) -> LineRow {
    use domain::exchange::{Column, Problem};
    let party = line.record.as_ref().map(|record| &record.party);
    let raw = |column: Column| {
        let cell = settings.mapping.place_of(column).and_then(|place| line.cells.get(place));
        cell.map(|cell| settings.encoding.read(&cell.shown())).unwrap_or_default()
    };
    let name = party.map_or_else(|| raw(Column::Name), |party| party.name.clone());
    let about = match party {
        Some(party) => {
            let codes =
                [party.tax_code.as_ref().map(ToString::to_string), party.citizen_id.as_ref().map(ToString::to_string)];
            codes.into_iter().flatten().chain([party.address.clone()]).collect::<Vec<_>>().join(", ")
        }
        None => [Column::TaxCode, Column::CitizenId, Column::Address]
            .map(raw)
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
    };
    let sentences = |list: &[Problem]| list.iter().map(Problem::sentence).collect();
    LineRow {
        line: line.line,
        state: line.state,
        name,
        about,
        problems: sentences(&line.problems),
        notes: sentences(&line.notes),
        same: line.same.map(|(id, name, address)| (id.0.to_string(), format!("{name}, {address}"))),
        same_line: line.same_line,
        choice: line.choice,
        party: line.party.map(|party| party.0.to_string()),
        told: line.told,
    }
}

/// Settles how the file is read and checks the first rows by it; or reads its headings anew with other letters or another line.
#[server(input = PostUrl, endpoint = "cach-doc-tep")]
pub async fn submit_import_settings(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::import::settings;
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    use store::imports;
    let page = routes::import(fields.get("id"));
    submit(&page, &fields, async {
        let (signed, context) = (signed_in().await?, context()?);
        let (database, env, actor) = (&*context.database, context.env(), &signed.actor);
        let id = import_id(fields.get("id"))?;
        let version = fields.get("version").parse().unwrap_or(0);
        if fields.filled("again").is_some() {
            let (encoding, line) = crate::forms::import::headings(&fields)?;
            imports::reread(database, &env, actor, id, version, encoding, line).await.map_err(refused)?;
            return Ok(page.clone());
        }
        let settings = settings(&fields)?;
        imports::settle(database, &env, actor, id, version, &settings).await.map_err(refused)?;
        imports::check(database, &env, actor, id, CHUNKS).await.map_err(refused)?;
        Ok(page.clone())
    })
    .await
}

/// Goes on with what is under way: checks, writes or takes back the next rows.
#[server(input = PostUrl, endpoint = "nhap-tiep")]
pub async fn submit_import_step(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    use store::imports;
    let page = routes::import(fields.get("id"));
    submit(&page, &fields, async {
        let (signed, context) = (signed_in().await?, context()?);
        let (database, env, actor) = (&*context.database, context.env(), &signed.actor);
        let id = import_id(fields.get("id"))?;
        let batch = imports::batch(database, actor, id).await.map_err(refused)?;
        let (progress, done) = match batch.state {
            BatchState::Checking => (imports::check(database, &env, actor, id, CHUNKS).await, ""),
            BatchState::Undoing => (imports::undo(database, &env, actor, id, CHUNKS).await, "hoan-tac-xong"),
            BatchState::Received | BatchState::Undone => return Ok(page.clone()),
            BatchState::Ready | BatchState::Applying | BatchState::Done => {
                (imports::apply(database, &env, actor, id, CHUNKS).await, "nhap-xong")
            }
        };
        let finished = progress.map_err(refused)?.finished && !done.is_empty();
        Ok(if finished { routes::with_query(&page, routes::DONE, done) } else { page.clone() })
    })
    .await
}

/// Says what is to become of rows whose identifier is taken: of one, or of all without a choice.
#[server(input = PostUrl, endpoint = "chon-dong-trung")]
pub async fn submit_import_choice(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    use domain::case::FieldError;
    let page = routes::import(fields.get("id"));
    submit(&page, &fields, async {
        let (signed, context) = (signed_in().await?, context()?);
        let id = import_id(fields.get("id"))?;
        let line = fields.filled("line").and_then(|line| line.parse().ok());
        let choice = Choice::from_key(fields.get("choice"))
            .ok_or_else(|| FieldError::new("choice", "Chọn cách xử lý các dòng trùng."))?;
        store::imports::choose(&*context.database, &context.env(), &signed.actor, id, line, choice)
            .await
            .map_err(refused)?;
        let back = match fields.get("only") {
            "" => page.clone(),
            only => routes::with_query(&page, ONLY, only),
        };
        Ok(routes::with_query(&back, routes::DONE, "chon-dong-trung"))
    })
    .await
}

/// Query key of the rows that are shown.
pub const ONLY: &str = "dong";

/// Takes a whole import back, with a reason.
#[server(input = PostUrl, endpoint = "hoan-tac-nhap")]
pub async fn submit_import_undo(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    use store::imports;
    let page = routes::import(fields.get("id"));
    submit(&page, &fields, async {
        let (signed, context) = (signed_in().await?, context()?);
        let (database, env, actor) = (&*context.database, context.env(), &signed.actor);
        let id = import_id(fields.get("id"))?;
        let version = fields.get("version").parse().unwrap_or(0);
        imports::begin_undo(database, &env, actor, id, version, fields.get("reason")).await.map_err(refused)?;
        let finished = imports::undo(database, &env, actor, id, CHUNKS).await.map_err(refused)?.finished;
        Ok(if finished { routes::with_query(&page, routes::DONE, "hoan-tac-xong") } else { page.clone() })
    })
    .await
}
