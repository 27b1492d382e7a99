//! A body that leaves page by page while the database is read, so that a list of any length takes the memory of one page. A list
//! that cannot be read to its end breaks off: a browser then says that the download failed, and nobody takes half a list for a
//! whole one.
//!
//! Must not know: what is listed.

use crate::xlsx::SheetWriter;
use bytes::Bytes;
use domain::exchange::csv;
use front::answer::Body;
use futures_util::stream::{self, StreamExt};
use http_body::Frame;
use http_body_util::{BodyExt, StreamBody};
use std::future::Future;
use std::io::Error;

/// In which form a list leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Xlsx,
    Csv,
}

impl Format {
    /// By the ending of an address.
    pub fn from_ending(ending: &str) -> Option<Self> {
        match ending {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    pub const fn mime(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }

    pub const fn ending(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }
}

/// A page of a list: its rows, and where the next one begins.
pub type Page<K> = (Vec<Vec<String>>, Option<K>);

enum Writer {
    Sheet(Box<SheetWriter>),
    Text,
}

impl Writer {
    fn rows(&mut self, rows: &[Vec<String>]) -> Result<Vec<u8>, Error> {
        match self {
            Self::Sheet(sheet) => {
                for row in rows {
                    sheet.row(row)?;
                }
                Ok(sheet.drain())
            }
            Self::Text => Ok(rows.iter().map(|row| line(row)).collect::<String>().into_bytes()),
        }
    }

    fn finish(self) -> Result<Vec<u8>, Error> {
        match self {
            Self::Sheet(sheet) => sheet.finish(),
            Self::Text => Ok(Vec::new()),
        }
    }
}

fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| csv::written(cell)).collect();
    format!("{}\r\n", cells.join(";"))
}

/// A list as a body: headings, then every page that `read` answers, beginning with `first`.
///
/// # Errors
/// The workbook cannot be begun.
pub fn list<K, F, R>(format: Format, sheet: &str, headings: &[String], first: Page<K>, read: R) -> Result<Body, Error>
where
    K: Send + 'static,
    F: Future<Output = Result<Page<K>, Error>> + Send + 'static,
    R: Fn(K) -> F + Send + 'static,
{
    let (mut writer, mut head) = match format {
        Format::Xlsx => {
            let mut sheet = SheetWriter::begin(sheet, headings)?;
            let head = sheet.drain();
            (Writer::Sheet(Box::new(sheet)), head)
        }
        Format::Csv => (Writer::Text, format!("\u{feff}{}", line(headings)).into_bytes()),
    };
    let (rows, next) = first;
    head.extend(writer.rows(&rows)?);
    let begun = stream::once(async move { Ok(Frame::data(Bytes::from(head))) });
    let rest = stream::unfold(Some((writer, next)), move |state| {
        let step = state.map(|(writer, next)| match next {
            Some(key) => (writer, Some(read(key))),
            None => (writer, None),
        });
        async move {
            let (mut writer, page) = step?;
            let Some(page) = page else {
                return Some((writer.finish().map(Bytes::from).map(Frame::data), None));
            };
            match page.await.and_then(|(rows, next)| Ok((writer.rows(&rows)?, next))) {
                Ok((bytes, next)) => Some((Ok(Frame::data(Bytes::from(bytes))), Some((writer, next)))),
                Err(error) => Some((Err(error), None)),
            }
        }
    });
    Ok(StreamBody::new(begun.chain(rest)).boxed_unsync())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::exchange::Cell;
    use front::fixture::block_on;

    fn body(format: Format, pages: u32, broken: bool) -> Result<Vec<u8>, Error> {
        let page = move |number: u32| -> Page<u32> {
            let rows = vec![vec![format!("=Hộ {number}"), "a;b".to_owned()]];
            (rows, (number + 1 < pages).then_some(number + 1))
        };
        let read = move |number: u32| async move { if broken { Err(Error::other("gone")) } else { Ok(page(number)) } };
        let body = list(format, "Danh sách", &["Tên".to_owned(), "Khác".to_owned()], page(0), read)?;
        block_on(body.collect()).map(|body| body.to_bytes().to_vec())
    }

    #[test]
    fn a_list_leaves_in_pages() {
        let text = String::from_utf8(body(Format::Csv, 3, false).unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}\"Tên\";\"Khác\"\r\n\"'=Hộ 0\";\"a;b\"\r\n\"'=Hộ 1\";\"a;b\"\r\n\"'=Hộ 2\";\"a;b\"\r\n"
        );
        let book = crate::xlsx::read(&body(Format::Xlsx, 3, false).unwrap()).unwrap();
        let names: Vec<String> =
            book.rows.iter().map(|(_, row)| row.first().map(Cell::shown).unwrap_or_default()).collect();
        assert_eq!(names, ["Tên", "'=Hộ 0", "'=Hộ 1", "'=Hộ 2"]);
    }

    #[test]
    fn half_a_list_is_no_list() {
        assert!(body(Format::Csv, 3, true).is_err());
        assert!(body(Format::Csv, 1, true).is_ok(), "one page needs no more reading");
    }
}
