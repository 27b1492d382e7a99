//! `dinh-ky.json`, `dinh-ky.csv`, `dinh-ky.xlsx`: one report of an office, as it was signed or, marked as such, as a draft.

use crate::{filing_csv, filing_json, filing_xlsx};
use domain::authority::Actor;
use domain::calendar::{format_long, to_local};
use domain::paper::{Head, Signatory, parts};
use domain::practice::file_name;
use domain::report::definition::{Definition, Table};
use domain::report::filing::SYMBOL;
use front::answer::{file, plain, shown, whole};
use front::request::parameter;
use front::{Answer, Failure};
use http::request::Parts;
use jiff::civil::Date;
use store::filings::{FilingFile, Now, load};
use store::{Database, Env};

use crate::month::{CSV, JSON, XLSX};

/// Everything a file of a report shows.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Whether nobody has signed it.
    pub draft: bool,
    /// Whether the figures of today differ from those signed.
    pub changed: bool,
    pub head: Head,
    pub title: String,
    pub period: String,
    /// Of thematic reports: the fields they are of.
    pub fields: Vec<&'static str>,
    pub definition: &'static Definition,
    pub table: Table,
    pub narrative: String,
    pub signatory: Option<Signatory>,
}

/// Answers one file.
///
/// # Errors
/// [`Failure`]: an unknown format or report, also one the officer does not know of.
pub async fn answer(
    database: &dyn Database,
    env: &Env,
    actor: &Actor,
    request: &Parts,
    kind: &str,
) -> Result<Answer, Failure> {
    if !matches!(kind, "json" | "csv" | "xlsx") {
        return Err(Failure::NotFound);
    }
    let id = parameter(request, "bao-cao").and_then(|id| id.parse().ok()).ok_or(Failure::NotFound)?;
    let found = load(database, actor, id).await?;
    let tree = store::units::tree(database).await.map_err(|error| Failure::Broken(error.to_string()))?;
    let superior = tree.snapshot(&found.unit.id).map_or(String::new(), |head| head.superior);
    let name = format!(
        "bao-cao-{}-{}-{}.{kind}",
        plain(&found.filing.definition),
        plain(&found.filing.unit.0),
        plain(&found.filing.period.key())
    );
    let name = file_name(found.filing.path.is_practice(), &name);
    if kind == "json" {
        return Ok(shown(whole(filing_json::write(&found)?), JSON));
    }
    let sheet = sheet(found, superior, to_local(env.now).date()).ok_or(Failure::NotFound)?;
    Ok(match kind {
        "csv" => file(whole(filing_csv::write(&sheet)), CSV, &name),
        _ => file(whole(filing_xlsx::write(&sheet)?), XLSX, &name),
    })
}

/// What a file shows of a report; nothing where there are neither signed figures nor any of today.
fn sheet(found: FilingFile, superior: String, today: Date) -> Option<Sheet> {
    let FilingFile { filing, unit, edition, now, differences, .. } = found;
    let definition = filing.definition()?;
    let now = match now {
        Now::Table(table) => Some(table),
        Now::None(_) => None,
    };
    let (head, signatory) = match &edition {
        Some(edition) => (parts::head(&edition.frame, true), Some(parts::decision_signatory(&edition.frame))),
        None => {
            let head = Head {
                superior: superior.to_uppercase(),
                agency: unit.name.to_uppercase(),
                number: String::new(),
                symbol: SYMBOL.to_owned(),
                place_date: format!("{}, {}", unit.place, format_long(today)),
            };
            (head, None)
        }
    };
    Some(Sheet {
        draft: edition.is_none(),
        changed: !differences.is_empty(),
        head,
        title: filing.title(),
        period: filing.period.label(),
        fields: filing.occasion.fields().iter().map(|field| field.label()).collect(),
        definition,
        table: edition.as_ref().map(|edition| edition.table.table()).or(now)?,
        narrative: edition.map_or(filing.narrative, |edition| edition.narrative),
        signatory,
    })
}
