//! `/trao-doi/nhap`, `/trao-doi/tep-goc/…`, `/trao-doi/ket-qua/…`: takes a list in, gives it back as it came, and as it went.
//!
//! A file is kept before its rows are; one that is refused is named with how to put it right, and nothing of it is kept.

use crate::routes::{Desk, PAGE};
use crate::sheet;
use crate::stream::{Format, Page, list};
use crate::upload::{self, Upload};
use bytes::Bytes;
use domain::authority::{Action, authorise};
use domain::case::size_in_words;
use domain::exchange::{Cell, ImportId, MAX_BYTES, RefusedFile, RowState};
use domain::journal::Deed;
use front::answer::{file, see_other, whole};
use front::request::words;
use front::{Answer, Failure};
use http::request::Parts;
use http_body::Body;
use std::error::Error;
use store::drafts::{DraftError, StoredDraft};
use store::imports::{Batch, Line, NewBatch};
use store::{StoreError, blobs, imports, journal};

/// Query of the page: why a file was refused, as it was kept.
const REFUSED: &str = "tep";

/// Rows of one page of a result.
const PAGE_ROWS: usize = 1_000;

/// Receives a list and goes on to the page of its import, or back with what is wrong with the file.
///
/// # Errors
/// [`Failure`]: nothing was kept.
pub async fn take<B>(desk: &Desk, head: &Parts, body: &mut Option<B>) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    // Before anything is read: who keeps no book keeps no file here.
    authorise(&desk.actor, Action::KeepBook, &desk.actor.path).map_err(StoreError::from)?;
    let body = body.take().ok_or(Failure::Invalid("Biểu mẫu gửi tệp trống. Mở lại trang nhập dữ liệu rồi gửi lại."))?;
    let (name, message) = match upload::read(head, body).await? {
        None => (String::new(), "Chọn một tệp .xlsx hoặc .csv.".to_owned()),
        Some(Upload { name, content: None }) => {
            let most = size_in_words(MAX_BYTES);
            (name, format!("Tệp lớn hơn {most}. Tách thành nhiều tệp nhỏ hơn rồi nhập lần lượt."))
        }
        Some(Upload { name, content: Some(content) }) => match sheet::read(&name, &content) {
            Ok(table) => return keep(desk, &name, &content, &table).await,
            Err(problem) => (name, problem),
        },
    };
    let body =
        serde_json::to_string(&RefusedFile { name, message }).map_err(|error| Failure::Broken(error.to_string()))?;
    let draft = StoredDraft { path: PAGE.to_owned(), body };
    let kept = store::drafts::save(&*desk.database, &desk.env, Some(desk.actor.id()), &draft).await;
    let kept = kept.map_err(|error| match error {
        DraftError::Db(error) => error.into(),
        DraftError::TooLarge => Failure::Broken(error.to_string()),
    })?;
    Ok(see_other(&format!("{PAGE}?{REFUSED}={kept}"), "Tệp chưa nhận được."))
}

async fn keep(desk: &Desk, name: &str, content: &[u8], table: &sheet::Table) -> Result<Answer, Failure> {
    let sha256 = blobs::put(&*desk.blobs, content).await?;
    let new = NewBatch {
        file_name: name,
        kind: table.kind.key(),
        sha256: &sha256,
        size: u64::try_from(content.len()).unwrap_or(u64::MAX),
        told: &table.told,
        unicode: table.unicode,
        rows: &table.rows,
    };
    let id = imports::receive(&*desk.database, &desk.env, &desk.actor, &new).await?;
    Ok(see_other(&format!("{PAGE}/{id}"), "Đã nhận tệp."))
}

/// Gives a file back as it came, to be saved and never shown.
///
/// # Errors
/// `NotFound`, also for an import of another unit; `Broken` when it is no longer what its hash says.
pub async fn original(desk: &Desk, id: ImportId) -> Result<Answer, Failure> {
    let batch = imports::batch(&*desk.database, &desk.actor, id).await?;
    let content = blobs::get(&*desk.blobs, &batch.sha256, batch.size).await?;
    let content = content.ok_or_else(|| Failure::Broken(format!("file {} is damaged or missing", batch.sha256)))?;
    let format = Format::from_ending(&batch.kind).unwrap_or(Format::Csv);
    let read = (id.0.to_string(), batch.file_name.clone());
    journal::note(&*desk.database, &desk.env, &desk.actor, Deed::ReadFile, (&read.0, &read.1)).await?;
    Ok(file(whole(content), format.mime(), &batch.file_name))
}

/// Every row of an import as the file had it, with what became of it and what to put right. The columns of the file come first,
/// so that a corrected copy can be imported as it is.
///
/// # Errors
/// `NotFound`, also for an import of another unit.
pub async fn result(desk: &Desk, id: ImportId, head: &Parts) -> Result<Answer, Failure> {
    let batch = imports::batch(&*desk.database, &desk.actor, id).await?;
    let only = match words(head, "dong") {
        None => None,
        Some(key) => Some(RowState::from_key(&key).ok_or(Failure::NotFound)?),
    };
    let headings = headings(desk, &batch).await?;
    let width = headings.len();
    let all: Vec<String> = headings
        .into_iter()
        .chain(["Dòng trong tệp", "Kết quả", "Cần sửa", "Cần đối chiếu"].map(str::to_owned))
        .collect();
    let first = page(desk.clone(), &batch, only, width, 0).await?;
    let (desk, batch) = (desk.clone(), batch.clone());
    let name = format!("ket-qua-{id}.xlsx");
    let body = list(Format::Xlsx, "Kết quả nhập", &all, first, move |after| {
        let (desk, batch) = (desk.clone(), batch.clone());
        async move {
            page(desk, &batch, only, width, after)
                .await
                .map_err(|failure| std::io::Error::other(format!("{failure:?}")))
        }
    })?;
    Ok(file(body, Format::Xlsx.mime(), &name))
}

/// The headings of the file, in readable letters; those without words by the name of their column.
async fn headings(desk: &Desk, batch: &Batch) -> Result<Vec<String>, Failure> {
    let rows = imports::preview(&*desk.database, &desk.actor, batch.id).await?;
    let cells: Vec<Cell> = rows.into_iter().next().map(|(_, cells)| cells).unwrap_or_default();
    let width = cells.len().max(batch.settings.mapping.0.len());
    Ok((0..width)
        .map(|index| {
            let words = cells.get(index).map(|cell| batch.settings.encoding.read(&cell.shown())).unwrap_or_default();
            let words = domain::text::clean(&words);
            if words.is_empty() { format!("Cột {}", domain::exchange::letter(index)) } else { words }
        })
        .collect())
}

async fn page(
    desk: Desk,
    batch: &Batch,
    only: Option<RowState>,
    width: usize,
    after: u32,
) -> Result<Page<u32>, Failure> {
    let lines = imports::lines(&*desk.database, &desk.actor, batch.id, only, false, after, PAGE_ROWS).await?;
    let next = lines.last().filter(|_| lines.len() == PAGE_ROWS).map(|line| line.line);
    let shown = lines.iter().filter(|line| !matches!(line.state, RowState::Heading | RowState::Blank));
    Ok((shown.map(|line| row(batch, line, width)).collect(), next))
}

fn row(batch: &Batch, line: &Line, width: usize) -> Vec<String> {
    let mut cells: Vec<String> = (0..width)
        .map(|index| line.cells.get(index).map(|cell| batch.settings.encoding.read(&cell.shown())).unwrap_or_default())
        .collect();
    let sentences = |list: &[domain::exchange::Problem]| {
        list.iter().map(domain::exchange::Problem::sentence).collect::<Vec<_>>().join("\n")
    };
    let mut outcome = line.state.label().to_owned();
    if let Some((_, name, address)) = &line.same {
        outcome.push_str(&format!(": {name}, {address}"));
    }
    if let Some(other) = line.same_line {
        outcome.push_str(&format!(" (dòng {other})"));
    }
    if !line.told.is_empty() {
        outcome.push_str(&format!(". {}", line.told));
    }
    cells.extend([line.line.to_string(), outcome, sentences(&line.problems), sentences(&line.notes)]);
    cells
}

#[cfg(test)]
mod tests;
