//! `/dong-bo/…`: field work. What a device takes out, and what it brings back, as JSON between the application and this function.
//!
//! Every request comes from a page of this site, in a session, for a device of the officer. Must not know what a command means, or
//! when it is accepted: [`store::fieldwork`] and the law of the case answer that.

use bytes::Bytes;
use domain::authority::Actor;
use domain::fieldwork::{
    Batch, Block, CommandKey, DeviceId, DraftPush, KitAsked, MAX_BATCH, Outcome, Queued, Reply, Returned,
};
use front::answer::{shown, whole};
use front::field::{Posted, Refused, json};
use front::request::{Takes, admit, session};
use front::{Answer, form};
use http::StatusCode;
use http::request::Parts;
use http_body::Body;
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::error::Error;
use store::fieldwork;
use store::{Database, Env};

/// Where these addresses begin.
const PREFIX: &str = "/dong-bo/";

/// Bytes of one request: a full batch of long records.
const MAX_BYTES: usize = 4 << 20;

/// What these addresses take.
const POSTED: Posted = Posted {
    kind: "application/json",
    name: "JSON",
    most: MAX_BYTES,
    cut: "Nội dung gửi lên chưa trọn vẹn, chưa ghi gì. Máy sẽ tự gửi lại khi có mạng.",
};

const TOO_LARGE: &str = "Nội dung gửi một lần quá lớn. Gửi ít biên bản hơn mỗi lần; ảnh gửi riêng.";

/// Bytes of a refused request that are still read.
const DRAINED: u64 = 8 << 20;

/// Whether the function answers an address as field work.
pub fn is_own(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// Answers one request.
pub async fn answer<B>(database: &dyn Database, env: &Env, head: &Parts, body: &mut Option<B>) -> Answer
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let answer = pass(database, env, head, body).await.unwrap_or_else(|refused| refused.answer(PREFIX, TOO_LARGE));
    if let Some(body) = body.take() {
        form::drain(body, DRAINED).await;
    }
    answer
}

async fn pass<B>(database: &dyn Database, env: &Env, head: &Parts, body: &mut Option<B>) -> Result<Answer, Refused>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let what = head.uri.path().strip_prefix(PREFIX).unwrap_or_default();
    if !["goi", "gui", "nhap", "rut", "tra-so", "bo-thiet-bi"].contains(&what) {
        return Err(Refused::NotFound);
    }
    admit(head, Takes::Posting)?;
    let actor = session(head, database, env).await?.actor;
    match what {
        "goi" => Ok(json(
            StatusCode::OK,
            &fieldwork::kit(database, env, &actor, &read::<KitAsked, _>(head, body).await?).await?,
        )),
        "gui" => push(database, env, &actor, read(head, body).await?).await,
        "nhap" => {
            let pushed: DraftPush = read(head, body).await?;
            Ok(json(StatusCode::OK, &fieldwork::keep_draft(database, env, &actor, &pushed).await?))
        }
        "rut" => {
            let Withdrawn { device, key, reason } = read(head, body).await?;
            let reply = fieldwork::withdraw(database, env, &actor, Some(device), key, &reason).await?;
            Ok(json(StatusCode::OK, &reply))
        }
        "tra-so" => {
            let returned: Returned = read(head, body).await?;
            let blocks = fieldwork::give_back(database, env, &actor, &returned).await?;
            Ok(json(StatusCode::OK, &Left { now: env.now, blocks }))
        }
        _ => {
            let GivenUp { device } = read(head, body).await?;
            fieldwork::end(database, env, &actor, device, "").await?;
            let mut answer = shown(whole(Bytes::new()), "application/json");
            *answer.status_mut() = StatusCode::NO_CONTENT;
            Ok(answer)
        }
    }
}

/// `POST /dong-bo/rut`.
#[derive(Deserialize)]
struct Withdrawn {
    device: DeviceId,
    key: CommandKey,
    reason: String,
}

/// `POST /dong-bo/bo-thiet-bi`.
#[derive(Deserialize)]
struct GivenUp {
    device: DeviceId,
}

/// The answer to `POST /dong-bo/tra-so`.
#[derive(Serialize)]
struct Left {
    now: Timestamp,
    blocks: Vec<Block>,
}

/// A batch before each of its commands is read: one that cannot be read must not hold up the others.
#[derive(Deserialize)]
struct Sent {
    device: DeviceId,
    commands: Vec<serde_json::Value>,
}

/// What is known of a command that cannot be read.
#[derive(Deserialize)]
struct Named {
    key: CommandKey,
}

async fn push(database: &dyn Database, env: &Env, actor: &Actor, sent: Sent) -> Result<Answer, Refused> {
    if sent.commands.len() > MAX_BATCH {
        return Err(Refused::TooLarge);
    }
    let (mut commands, mut unread) = (Vec::new(), Vec::new());
    for value in sent.commands {
        match serde_json::from_value::<Queued>(value.clone()) {
            Ok(queued) => commands.push(queued),
            Err(_) => {
                let named: Named = serde_json::from_value(value).map_err(|_| {
                    Refused::Invalid("Biên bản gửi lên không có mã. Cập nhật ứng dụng rồi gửi lại.".to_owned())
                })?;
                let message = "Không đọc được biên bản này: ứng dụng trên máy cũ hơn hệ thống, hoặc nội dung bị sửa. Cập nhật ứng dụng rồi lập lại.";
                let outcome = Outcome::Refused { message: message.to_owned(), citation: None, errors: Vec::new() };
                unread.push((named.key, outcome));
            }
        }
    }
    let batch = Batch { device: sent.device, commands };
    let Reply { now, mut outcomes } = fieldwork::push(database, env, actor, &batch).await?;
    outcomes.append(&mut unread);
    Ok(json(StatusCode::OK, &Reply { now, outcomes }))
}

/// Reads what was posted.
async fn read<T, B>(head: &Parts, body: &mut Option<B>) -> Result<T, Refused>
where
    T: DeserializeOwned,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let sent = POSTED.read(head, body).await?;
    serde_json::from_slice(&sent).map_err(|error| {
        if error.is_eof() {
            Refused::Invalid(POSTED.cut.to_owned())
        } else {
            Refused::Invalid(format!(
                "Không đọc được nội dung gửi lên (dòng {}). Tải lại trang rồi gửi lại.",
                error.line()
            ))
        }
    })
}
