//! The way of one request: where it comes from, session, route, and what is said when there is no answer.

use crate::{api, evidence, feed, field, health, imports, lists, nation, upload};
use bytes::Bytes;
use domain::authority::Actor;
use domain::exchange::ImportId;
use front::request::{Takes, admit, env, session};
use front::{Answer, Door, Failure, Headers, Words, limits, schema};
use http::Request;
use http::request::Parts;
use http_body::Body;
use std::error::Error;
use std::sync::Arc;
use store::spin::{SpinBlobs, SpinDatabase};
use store::{Blobs, Database, Env};

/// Where this function is mounted.
const PREFIX: &str = "trao-doi";
/// Takes a file in: `POST /trao-doi/nhap`.
const TAKE: &str = "nhap";
/// What became of its rows: `/trao-doi/ket-qua/{id}.xlsx`.
const RESULT: &str = "ket-qua";
/// The file as it came: `/trao-doi/tep-goc/{id}`.
const ORIGINAL: &str = "tep-goc";
/// A case with its chain of events: `/trao-doi/ho-so/{case}.json`.
const CASE: &str = "ho-so";
/// The page that proves such a file.
const VERIFIER: &str = "kiem-chung.html";
/// Lists: `/trao-doi/xuat/{list}.{xlsx|csv}`.
const EXPORT: &str = "xuat";

/// Where the calendar feeds are mounted: `/lich/{token}.ics`.
const FEEDS: &str = "lich";

/// The page of imports, for whom something was refused.
pub const PAGE: &str = "/nhap-du-lieu";

const DOOR: Door = Door {
    words: Words {
        sign_in: "Phiên làm việc đã hết hạn. Đăng nhập lại rồi gửi lại tệp.",
        session_over: "Phiên làm việc đã hết hạn. Đăng nhập lại rồi thử lại.",
        not_found: "Không tìm thấy tệp này trong phạm vi đơn vị của đồng chí.",
        foreign: "Yêu cầu không được gửi từ trang của hệ thống. Mở lại trang nhập dữ liệu rồi thực hiện lại.",
        too_large: "Tệp gửi lên lớn quá mức nhận được. Tách thành nhiều tệp nhỏ hơn rồi nhập lần lượt.",
        method: "Địa chỉ này không nhận cách gửi vừa dùng. Quay lại trang nhập dữ liệu rồi thực hiện lại.",
        broken: "Hệ thống gặp lỗi khi đọc hoặc ghi tệp. Thử lại sau ít phút; nếu vẫn lỗi, báo quản trị hệ thống.",
    },
    family,
    next: |_| PAGE.to_owned(),
    headers: Headers::Sealed,
    drained: upload::LIMITS.most,
};

/// What every route family works with; lists hold it while they leave.
#[derive(Clone)]
pub struct Desk {
    pub database: Arc<dyn Database>,
    pub blobs: Arc<dyn Blobs>,
    pub env: Env,
    pub actor: Actor,
}

/// Answers one request.
pub async fn answer<B>(request: Request<B>) -> Answer
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    DOOR.answer(request, pass).await
}

async fn pass<B>(head: &Parts, body: &mut Option<B>) -> Result<Answer, Failure>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    if health::is_own(head.uri.path()) {
        return health::answer(&SpinDatabase("default"), &SpinBlobs("default"), &env(head), head).await;
    }
    let limiter = limits::here(variable).await;
    schema::admit(&SpinDatabase("default")).await?;
    if api::is_own(head.uri.path()) {
        return Ok(api::answer(Arc::new(SpinDatabase("default")), env(head), limiter, head, body).await);
    }
    if nation::is_own(head.uri.path()) {
        return nation::answer(&SpinDatabase("default"), &env(head), head).await;
    }
    if field::is_own(head.uri.path()) {
        return Ok(field::answer(&SpinDatabase("default"), &env(head), head, body).await);
    }
    let path: Vec<&str> = head.uri.path().trim_start_matches('/').split('/').collect();
    let takes = match path.as_slice() {
        [PREFIX, TAKE] => Takes::Posting,
        _ => Takes::Reading,
    };
    admit(head, takes)?;
    let (env, database, blobs) = (env(head), SpinDatabase("default"), SpinBlobs("default"));
    if let [FEEDS, name] = path.as_slice() {
        let address = limiter.address(head);
        limiter.admit(&database, &env, &limits::KEY, &address).await?;
        let answer = feed::answer(&database, &env, head, name).await;
        if matches!(answer, Err(Failure::NotFound)) {
            limiter.count(&database, &env, &limits::KEY, &address).await;
        }
        return answer;
    }
    let session = session(head, &database, &env).await?;
    let rule = if takes == Takes::Posting { &limits::UPLOADS } else { &limits::FILES };
    limiter.pass(&database, &env, rule, &session.actor.id().0).await?;
    let desk = Desk { database: Arc::new(database), blobs: Arc::new(blobs), env, actor: session.actor };
    match path.as_slice() {
        [PREFIX, TAKE] => imports::take(&desk, head, body).await,
        [PREFIX, RESULT, name] => imports::result(&desk, import_id(name.strip_suffix(".xlsx"))?, head).await,
        [PREFIX, ORIGINAL, id] => imports::original(&desk, import_id(Some(id))?).await,
        [PREFIX, EXPORT, name] => lists::answer(&desk, name, head).await,
        [PREFIX, CASE, name] => evidence::export(&desk, name).await,
        [PREFIX, VERIFIER] => Ok(evidence::verifier()),
        _ => Err(Failure::NotFound),
    }
}

/// A variable of the component; nothing where it is not granted.
pub async fn variable(name: &'static str) -> Option<String> {
    spin_sdk::variables::get(name).await.ok()
}

/// The family of an address, for the log.
fn family(path: &str) -> &'static str {
    if api::is_own(path) {
        return api::family(path);
    }
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match parts.as_slice() {
        [PREFIX, TAKE] => "/trao-doi/nhap",
        [PREFIX, RESULT, _] => "/trao-doi/ket-qua/:id",
        [PREFIX, ORIGINAL, _] => "/trao-doi/tep-goc/:id",
        [PREFIX, EXPORT, _] => "/trao-doi/xuat/:list",
        [PREFIX, CASE, _] => "/trao-doi/ho-so/:id",
        [PREFIX, VERIFIER] => "/trao-doi/kiem-chung.html",
        [FEEDS, _] => "/lich/:token",
        ["dong-bo", ..] => "/dong-bo",
        ["suc-khoe", ..] => "/suc-khoe",
        ["lien-thong", ..] => "/lien-thong/gui",
        _ => "-",
    }
}

fn import_id(text: Option<&str>) -> Result<ImportId, Failure> {
    text.and_then(|text| text.parse().ok()).map(ImportId).ok_or(Failure::NotFound)
}
