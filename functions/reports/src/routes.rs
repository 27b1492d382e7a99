//! The way of one request: session, route, and what is said when there is no file.

use crate::{filing, month};
use front::request::{Takes, admit, env, session};
use front::{Answer, Door, Failure, Headers, Words, limits, schema};
use http::Request;
use http::request::Parts;
use http_body::Body;
use store::spin::SpinDatabase;

/// Where this function is mounted.
const PREFIX: &str = "/bao-cao/tep/";

const DOOR: Door = Door {
    words: Words {
        sign_in: SESSION_OVER,
        session_over: SESSION_OVER,
        not_found: "Không tìm thấy báo cáo này trong phạm vi đơn vị của đồng chí.",
        foreign: READ_ONLY,
        too_large: READ_ONLY,
        method: READ_ONLY,
        broken: "Chưa lập được tệp báo cáo. Thử lại sau ít phút.",
    },
    family: |path| match path.strip_prefix(PREFIX).and_then(|name| name.split_once('.')) {
        Some(("dinh-ky", _)) => "/bao-cao/tep/dinh-ky",
        Some(("thang", _)) => "/bao-cao/tep/thang",
        _ => "/bao-cao/tep",
    },
    next: |_| "/bao-cao".to_owned(),
    headers: Headers::Own,
    drained: 0,
};

const SESSION_OVER: &str = "Phiên làm việc đã hết hạn. Đăng nhập lại rồi tải tệp.";

const READ_ONLY: &str = "Chỉ tải tệp báo cáo bằng GET.";

/// Answers one request.
pub async fn answer<B>(request: Request<B>) -> Answer
where
    B: Body<Data = bytes::Bytes> + Send + 'static,
{
    DOOR.answer(request, async |head: &Parts, _: &mut Option<B>| pass(head).await).await
}

async fn pass(head: &Parts) -> Result<Answer, Failure> {
    admit(head, Takes::Reading)?;
    let name = head.uri.path().strip_prefix(PREFIX).ok_or(Failure::NotFound)?;
    let (database, env) = (SpinDatabase("default"), env(head));
    schema::admit(&database).await?;
    let session = session(head, &database, &env).await?;
    let limiter = limits::here(async |name| spin_sdk::variables::get(name).await.ok()).await;
    limiter.pass(&database, &env, &limits::FILES, &session.actor.id().0).await?;
    match name.split_once('.') {
        Some(("dinh-ky", kind)) => filing::answer(&database, &env, &session.actor, head, kind).await,
        Some(("thang", kind)) => month::answer(&database, &env, &session.actor, head, kind).await,
        Some(_) | None => Err(Failure::NotFound),
    }
}
