//! The way of one request: where it comes from, session, route, and what is said when there is no answer.

use crate::{attachments, papers, photos, places, upload};
use bytes::Bytes;
use domain::authority::Actor;
use domain::case::CaseId;
use domain::party::EstablishmentId;
use front::request::{Takes, admit, env, session};
use front::{Answer, Door, Failure, Headers, Words, limits, schema};
use http::Request;
use http::request::Parts;
use http_body::Body;
use std::error::Error;
use store::spin::{SpinBlobs, SpinDatabase};
use store::{Blobs, Database, Env};

/// Attached files: `/dinh-kem/{case}`, `/dinh-kem/{case}/{number}`, `/dinh-kem/{case}/{number}/thu-nho`.
const ATTACHMENTS: &str = "dinh-kem";

/// Photos of an establishment: `/dinh-kem/co-so/{place}`, with the number and the small picture as above.
const PLACE: &str = "co-so";

/// Photos from the field, in pieces: `/dinh-kem/gui-dan/{key}`, `/dinh-kem/gui-dan/{key}/{offset}`.
const PIECES: &str = "gui-dan";

/// Papers as files: `/van-ban/{case}/{paper}.docx`.
const PAPERS: &str = "van-ban";

/// Last part of the address of a small picture.
const THUMBNAIL: &str = "thu-nho";

const DOOR: Door = Door {
    words: Words {
        sign_in: "Phiên làm việc đã hết hạn. Đăng nhập lại rồi gửi lại.",
        session_over: "Phiên làm việc đã hết hạn. Đăng nhập lại rồi thử lại.",
        not_found: "Không tìm thấy tệp này trong phạm vi đơn vị của đồng chí.",
        foreign: "Yêu cầu không được gửi từ trang của hệ thống. Mở lại hồ sơ rồi thực hiện lại.",
        too_large: "Các tệp gửi một lần lớn quá mức nhận được. Quay lại hồ sơ, chia thành nhiều lần gửi.",
        method: "Địa chỉ này không nhận cách gửi vừa dùng. Quay lại hồ sơ rồi thực hiện lại.",
        broken: "Hệ thống gặp lỗi khi đọc hoặc ghi tệp. Thử lại sau ít phút; nếu vẫn lỗi, báo quản trị hệ thống.",
    },
    family,
    next,
    headers: Headers::Sealed,
    drained: upload::LIMITS.most,
};

/// What every route family works with.
pub struct Desk<'a> {
    pub database: &'a dyn Database,
    pub blobs: &'a dyn Blobs,
    pub env: &'a Env,
    pub actor: &'a Actor,
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
    schema::admit(&SpinDatabase("default")).await?;
    let limiter = limits::here(variable).await;
    let path: Vec<&str> = head.uri.path().trim_start_matches('/').split('/').collect();
    if let [ATTACHMENTS, PIECES, rest @ ..] = path.as_slice() {
        return Ok(photos::answer(&SpinDatabase("default"), &SpinBlobs("default"), &env(head), head, rest, body).await);
    }
    let takes = match path.as_slice() {
        [ATTACHMENTS, PLACE, _] => Takes::Posting,
        [ATTACHMENTS, case] if *case != PLACE => Takes::Posting,
        _ => Takes::Reading,
    };
    admit(head, takes)?;
    let (env, database, blobs) = (env(head), SpinDatabase("default"), SpinBlobs("default"));
    let session = session(head, &database, &env).await?;
    let rule = match (takes, path.first()) {
        (Takes::Posting, _) => Some(&limits::UPLOADS),
        (Takes::Reading, Some(&PAPERS)) => Some(&limits::FILES),
        // Pictures of a page: many at once, and cheap.
        (Takes::Reading, _) => None,
    };
    if let Some(rule) = rule {
        limiter.pass(&database, &env, rule, &session.actor.id().0).await?;
    }
    let desk = Desk { database: &database, blobs: &blobs, env: &env, actor: &session.actor };
    match path.as_slice() {
        [ATTACHMENTS, PLACE, place] => places::receive(&desk, place_id(place)?, head, body).await,
        [ATTACHMENTS, PLACE, place, number] => places::original(&desk, place_id(place)?, position(number)?).await,
        [ATTACHMENTS, PLACE, place, number, THUMBNAIL] => {
            places::thumbnail(&desk, place_id(place)?, position(number)?).await
        }
        [ATTACHMENTS, case] => attachments::receive(&desk, case_id(case)?, head, body).await,
        [ATTACHMENTS, case, number] => attachments::original(&desk, case_id(case)?, position(number)?).await,
        [ATTACHMENTS, case, number, THUMBNAIL] => {
            attachments::thumbnail(&desk, case_id(case)?, position(number)?).await
        }
        [PAPERS, case, name] => match name.strip_suffix(".docx") {
            Some(address) => papers::answer(&desk, case_id(case)?, address).await,
            None => Err(Failure::NotFound),
        },
        _ => Err(Failure::NotFound),
    }
}

async fn variable(name: &'static str) -> Option<String> {
    spin_sdk::variables::get(name).await.ok()
}

/// The family of an address, for the log.
fn family(path: &str) -> &'static str {
    let path: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match path.as_slice() {
        [ATTACHMENTS, PIECES, ..] => "/dinh-kem/gui-dan/:key",
        [ATTACHMENTS, PLACE, _] => "/dinh-kem/co-so/:id",
        [ATTACHMENTS, PLACE, _, _] => "/dinh-kem/co-so/:id/:seq",
        [ATTACHMENTS, PLACE, _, _, THUMBNAIL] => "/dinh-kem/co-so/:id/:seq/thu-nho",
        [ATTACHMENTS, _] => "/dinh-kem/:id",
        [ATTACHMENTS, _, _] => "/dinh-kem/:id/:seq",
        [ATTACHMENTS, _, _, THUMBNAIL] => "/dinh-kem/:id/:seq/thu-nho",
        [PAPERS, ..] => "/van-ban/:id/:paper",
        _ => "-",
    }
}

fn case_id(text: &str) -> Result<CaseId, Failure> {
    text.parse().map(CaseId).map_err(|_| Failure::NotFound)
}

fn place_id(text: &str) -> Result<EstablishmentId, Failure> {
    text.parse().map(EstablishmentId).map_err(|_| Failure::NotFound)
}

fn position(text: &str) -> Result<u32, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
}

/// From the sign-in page to the case or the place whose file was asked for.
fn next(path: &str) -> String {
    let path: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    let next = match path.as_slice() {
        [ATTACHMENTS, PLACE, place, ..] => place_id(place).ok().map(place_page),
        [_, case, ..] => case_id(case).ok().map(case_page),
        _ => None,
    };
    next.unwrap_or_else(|| "/".to_owned())
}

/// The page of a case.
pub fn case_page(case: CaseId) -> String {
    format!("/ho-so/{case}")
}

/// The page of an establishment.
pub fn place_page(place: EstablishmentId) -> String {
    format!("/co-so/{}", place.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_session_goes_on_to_the_case() {
        let case = "01990000-0000-7000-8000-000000000001";
        assert_eq!(next(&format!("/dinh-kem/{case}/2/thu-nho")), format!("/ho-so/{case}"));
        assert_eq!(next(&format!("/van-ban/{case}/niem-phong-5.docx")), format!("/ho-so/{case}"));
        assert_eq!(next(&format!("/dinh-kem/co-so/{case}/2")), format!("/co-so/{case}"));
        assert_eq!(next("/dinh-kem/x/2"), "/");
        assert_eq!(next("/dinh-kem"), "/");
    }
}
