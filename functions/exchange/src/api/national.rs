//! The hand-over to the national database: pages of changes out, receipts in.

use super::answers::{Changes, Received};
use super::operations::Format;
use super::parameters::Asked;
use super::problem::Refused;
use super::{Call, Caller, posted};
use bytes::Bytes;
use domain::exchange::csv;
use domain::exchange::national::{MAX_REASON, MAX_RECEIPTS, Receipt, Verdict, headings, row};
use front::Answer;
use front::answer::{file, shown, whole};
use http::request::Parts;
use http::{HeaderName, HeaderValue};
use http_body::Body;
use serde::Deserialize;
use std::error::Error;
use store::keys::Key;
use store::national::{page, receive};

/// Bytes of posted receipts at most.
const MAX_BYTES: usize = 1 << 20;

/// What was handed over, for the log.
pub type Handed = (usize, Option<(i64, i64)>);

pub fn key(call: &Call) -> Result<&Key, Refused> {
    match &call.caller {
        Caller::Key(key) => Ok(key),
        Caller::Officer(_) | Caller::Nobody => Err(Refused::Unknown(super::UNKNOWN)),
    }
}

pub fn broken(error: impl ToString) -> Refused {
    Refused::Broken(error.to_string())
}

pub async fn changes(call: &Call, asked: &Asked, format: Format) -> Result<(Answer, Handed), Refused> {
    let after = asked.cursor("con-tro").unwrap_or_default();
    let limit = asked.number("toi-da").unwrap_or(super::operations::PAGE);
    let limit = usize::try_from(limit).unwrap_or(1);
    let found = page(&*call.database, &key(call)?.grant, after, limit).await?;
    let handed = (found.records.len(), found.span);
    let cursor = found.next.to_string();
    let mut answer = match format {
        Format::Lines => {
            let mut lines = Vec::new();
            for record in &found.records {
                serde_json::to_writer(&mut lines, record).map_err(broken)?;
                lines.push(b'\n');
            }
            shown(whole(lines), format.content_type())
        }
        Format::Csv => {
            let line = |cells: Vec<String>| {
                let cells: Vec<String> = cells.iter().map(|cell| csv::written(cell)).collect();
                format!("{}\r\n", cells.join(";"))
            };
            let rows: String = found.records.iter().map(|record| line(row(record))).collect();
            let text = format!("\u{feff}{}{rows}", line(headings()));
            file(whole(text), format.content_type(), &format!("vphc-{}.csv", call.today()))
        }
        Format::Json | Format::Html | Format::Css => {
            let changes = Changes { ban_ghi: found.records, con_tro: cursor.clone(), het: found.end };
            shown(whole(serde_json::to_vec(&changes).map_err(broken)?), Format::Json.content_type())
        }
    };
    let headers = answer.headers_mut();
    headers.insert(HeaderName::from_static("ins-con-tro"), HeaderValue::from_str(&cursor).map_err(broken)?);
    headers.insert(HeaderName::from_static("ins-het"), HeaderValue::from_static(if found.end { "co" } else { "chua" }));
    Ok((answer, handed))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Posted {
    bien_nhan: Vec<PostedReceipt>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PostedReceipt {
    ma_ban_ghi: String,
    phien_ban: u32,
    ket_qua: String,
    #[serde(default)]
    ly_do: String,
}

pub async fn receipts<B>(call: &Call, head: &Parts, body: &mut Option<B>) -> Result<(Received, Handed), Refused>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let key = key(call)?;
    let posted: Posted = posted::read(head, body, MAX_BYTES).await?;
    let receipts = read(posted)?;
    let kept = receive(&*call.database, &call.env, key, &receipts).await?;
    Ok((Received { da_ghi: kept, da_co: receipts.len() - kept }, (receipts.len(), None)))
}

fn read(posted: Posted) -> Result<Vec<Receipt>, Refused> {
    if posted.bien_nhan.is_empty() || posted.bien_nhan.len() > MAX_RECEIPTS {
        let words = format!("Gửi từ 1 đến {MAX_RECEIPTS} biên nhận mỗi lần.");
        return Err(Refused::Invalid("bien_nhan".to_owned(), words));
    }
    let read = posted.bien_nhan.into_iter().enumerate().map(|(place, one)| {
        let wrong =
            |field: &str, words: &str| Refused::Invalid(format!("bien_nhan[{place}].{field}"), words.to_owned());
        let record = one.ma_ban_ghi.parse();
        let record = record.map_err(|()| wrong("ma_ban_ghi", "Gửi nguyên ma_ban_ghi đã nhận."))?;
        let verdict = Verdict::from_key(&one.ket_qua).ok_or_else(|| wrong("ket_qua", "Chọn da-nhan hoặc tu-choi."))?;
        let reason = domain::text::clean(&one.ly_do);
        if one.phien_ban == 0 || i32::try_from(one.phien_ban).is_err() {
            return Err(wrong("phien_ban", "Gửi nguyên phien_ban đã nhận."));
        }
        if reason.chars().count() > MAX_REASON {
            return Err(wrong("ly_do", &format!("Rút ngắn lý do xuống {MAX_REASON} ký tự.")));
        }
        if verdict == Verdict::Rejected && reason.is_empty() {
            return Err(wrong("ly_do", "Ghi lý do từ chối để nơi gửi sửa được."));
        }
        Ok(Receipt { record, version: one.phien_ban, verdict, reason })
    });
    read.collect()
}
