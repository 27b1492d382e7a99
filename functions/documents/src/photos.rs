//! `/dinh-kem/gui-dan/…`: photos from the field, in pieces, answered in JSON.
//!
//! A device announces a photo by the key it gave it, sends piece after piece, and asks how far it is when it was cut off. Must not know:
//! how pieces are kept, or when a file joins a case: [`store::fieldwork::photos`] and the law of the case answer that.

use crate::received::keep_content;
use crate::routes::Desk;
use bytes::Bytes;
use domain::fieldwork::{CommandKey, PhotoAsked, PhotoKey, PhotoState};
use front::field::{Posted, Refused, json};
use front::request::{Takes, admit, session};
use front::{Answer, form};
use http::StatusCode;
use http::request::Parts;
use http_body::Body;
use std::error::Error;
use store::fieldwork::photos::{self, Arrived, MAX_PIECE};
use store::{Blobs, Database, Env};

/// Bytes of an announcement.
const MAX_ANNOUNCED: usize = 16 << 10;

/// Bytes of a refused request that are still read.
const DRAINED: u64 = 24 << 20;

const TOO_LARGE: &str = "Phần ảnh gửi một lần quá lớn. Cập nhật ứng dụng trên máy rồi gửi lại; ảnh vẫn còn trên máy.";

const CUT: &str = "Phần ảnh gửi lên chưa trọn vẹn, chưa ghi gì. Máy sẽ tự gửi lại khi có mạng.";

/// What announces a photo.
const ANNOUNCEMENT: Posted =
    Posted { kind: "application/json", name: "application/json", most: MAX_ANNOUNCED, cut: CUT };

/// One piece of a photo.
const PIECE: Posted =
    Posted { kind: "application/octet-stream", name: "application/octet-stream", most: MAX_PIECE, cut: CUT };

/// Answers one request to the part of an address behind the prefix.
pub async fn answer<B>(
    database: &dyn Database,
    blobs: &dyn Blobs,
    env: &Env,
    head: &Parts,
    path: &[&str],
    body: &mut Option<B>,
) -> Answer
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let answered = async {
        let asked = Asked::of(path)?;
        admit(head, Takes::Posting)?;
        let session = session(head, database, env).await?;
        receive(&Desk { database, blobs, env, actor: &session.actor }, asked, head, body).await
    };
    let answer = answered.await.unwrap_or_else(|refused: Refused| refused.answer("/dinh-kem/gui-dan", TOO_LARGE));
    if let Some(body) = body.take() {
        form::drain(body, DRAINED).await;
    }
    answer
}

/// What an address asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Announcing(PhotoKey),
    Piece(PhotoKey, u64),
}

impl Asked {
    fn of(path: &[&str]) -> Result<Self, Refused> {
        let key = |text: &str| text.parse().map(CommandKey).map_err(|_| Refused::NotFound);
        match path {
            [photo] => Ok(Self::Announcing(key(photo)?)),
            [photo, offset] => Ok(Self::Piece(key(photo)?, offset.parse().map_err(|_| Refused::NotFound)?)),
            _ => Err(Refused::NotFound),
        }
    }
}

/// Takes an announcement or a piece in, and attaches the photo when it is whole.
///
/// # Errors
/// [`Refused`]: nothing was written.
pub async fn receive<B>(desk: &Desk<'_>, asked: Asked, head: &Parts, body: &mut Option<B>) -> Result<Answer, Refused>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let Desk { database, env, actor, .. } = *desk;
    let (key, arrived) = match asked {
        Asked::Announcing(key) => {
            let sent = ANNOUNCEMENT.read(head, body).await?;
            let asked: PhotoAsked = serde_json::from_slice(&sent).map_err(|_| {
                Refused::Invalid("Không đọc được thông tin ảnh. Cập nhật ứng dụng trên máy rồi gửi lại.".to_owned())
            })?;
            (key, photos::announce(database, env, actor, key, &asked).await?)
        }
        Asked::Piece(key, offset) => {
            let piece = PIECE.read(head, body).await?;
            (key, photos::take(database, env, actor, key, offset, &piece).await?)
        }
    };
    match arrived {
        Arrived::State(state) => Ok(json(StatusCode::OK, &state)),
        Arrived::Elsewhere(state) => Ok(json(StatusCode::CONFLICT, &state)),
        Arrived::Whole { asked, content } => Ok(json(StatusCode::OK, &complete(desk, key, &asked, &content).await?)),
    }
}

/// Keeps a photo that came whole and attaches it.
async fn complete(desk: &Desk<'_>, key: PhotoKey, asked: &PhotoAsked, content: &[u8]) -> Result<PhotoState, Refused> {
    let Desk { database, env, actor, .. } = *desk;
    let refuse = async |message: &str| Ok(photos::refuse(database, env, actor, key, message).await?);
    if !photos::is_intact(asked, content) {
        return refuse("Ảnh nhận được khác với ảnh trên máy. Gửi lại ảnh từ đầu.").await;
    }
    match keep_content(desk, content).await? {
        Ok(file) => Ok(photos::finish(database, env, actor, key, file).await?),
        Err(problem) => refuse(&format!("Không đính kèm được: {problem}.")).await,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Place, block_on, content, jpeg};
    use domain::case::{AttachmentKind, CaseId};
    use domain::fieldwork::{CHUNK, DeviceId, KitAsked};
    use http::Request;
    use http::header::{CONTENT_TYPE, HOST, ORIGIN};
    use http_body_util::{Full, StreamBody};

    const BYTES: &str = "application/octet-stream";

    struct Phone {
        place: Place,
        device: DeviceId,
        key: PhotoKey,
        photo: Vec<u8>,
    }

    impl Phone {
        fn new() -> Self {
            let place = Place::new();
            let (device, key) = block_on(place.desk("ksv1", async |desk| {
                let device = DeviceId(desk.env.uuid());
                let asked = KitAsked { device, name: String::new(), cursor: 0, have: Vec::new(), numbers: Vec::new() };
                store::fieldwork::kit(desk.database, desk.env, desk.actor, &asked).await.unwrap();
                (device, CommandKey(desk.env.uuid()))
            }));
            Self { place, device, key, photo: noise() }
        }

        fn asked(&self) -> PhotoAsked {
            PhotoAsked {
                device: self.device,
                case: CaseId(self.place.case.id.0),
                kind: AttachmentKind::Scene,
                sha256: store::blobs::digest(&self.photo),
                size: u64::try_from(self.photo.len()).unwrap(),
                name: "a.jpg".to_owned(),
                caption: "Kho".to_owned(),
                taken_on: None,
            }
        }

        fn send(&self, account: &str, asked: Asked, kind: &str, sent: &[u8]) -> (u16, serde_json::Value) {
            let head = Request::post("/").header(CONTENT_TYPE, kind).body(()).unwrap().into_parts().0;
            let mut body = Some(Full::new(Bytes::copy_from_slice(sent)));
            let answer = block_on(self.place.desk(account, async |desk| receive(desk, asked, &head, &mut body).await));
            told(answer.unwrap_or_else(|refused| refused.answer("/", TOO_LARGE)))
        }

        fn announce(&self, asked: &PhotoAsked) -> (u16, serde_json::Value) {
            self.send("ksv1", Asked::Announcing(self.key), "application/json", &serde_json::to_vec(asked).unwrap())
        }

        fn piece(&self, offset: usize) -> (u16, serde_json::Value) {
            let end = (offset + CHUNK).min(self.photo.len());
            let at = u64::try_from(offset).unwrap();
            self.send("ksv1", Asked::Piece(self.key, at), BYTES, &self.photo[offset..end])
        }
    }

    fn told(answer: Answer) -> (u16, serde_json::Value) {
        let status = answer.status().as_u16();
        (status, serde_json::from_slice(&content(answer)).unwrap())
    }

    /// A picture of a few pieces: what follows its end is no part of it.
    fn noise() -> Vec<u8> {
        let mut photo = jpeg(640, 480);
        photo.extend((0..CHUNK * 2).map(|n| u8::try_from(n % 249).unwrap()));
        photo
    }

    #[test]
    fn a_photo_in_pieces_is_attached_like_one_of_the_page() {
        let sender = Phone::new();
        let partial = |received: usize| (200, serde_json::json!({ "kind": "partial", "received": received }));
        assert_eq!(sender.announce(&sender.asked()), partial(0));
        assert_eq!(sender.piece(0), partial(CHUNK));
        assert_eq!(sender.piece(0).0, 409);
        assert_eq!(sender.piece(CHUNK), partial(2 * CHUNK));
        let attached = (200, serde_json::json!({ "kind": "attached", "seq": 2 }));
        for _ in 0..2 {
            assert_eq!(sender.piece(2 * CHUNK), attached);
        }
        assert_eq!(sender.announce(&sender.asked()), attached);
        let case = sender.place.read("ksv1");
        assert_eq!((case.attachments.len(), case.attachments[0].file.pixels), (1, Some((640, 480))));
        assert_eq!(content(sender.place.get("ksv1", 2, false).unwrap()), sender.photo);
        assert!(content(sender.place.get("ksv1", 2, true).unwrap()).starts_with(&[0xFF, 0xD8, 0xFF]));
    }

    #[test]
    fn what_is_not_the_photo_keeps_nothing() {
        let sender = Phone::new();
        let files = sender.place.files();
        let (status, told) = sender.announce(&PhotoAsked { size: 20 << 20, ..sender.asked() });
        assert_eq!((status, told["kind"].as_str()), (200, Some("refused")));
        assert!(told["message"].as_str().unwrap().contains("lớn hơn 8 MB"), "{told}");
        let forged = PhotoAsked { sha256: "0".repeat(64), ..sender.asked() };
        sender.announce(&forged);
        let told = [0, CHUNK, 2 * CHUNK].map(|offset| sender.piece(offset))[2].1.clone();
        assert!(told["message"].as_str().unwrap().contains("khác với ảnh trên máy"), "{told}");
        assert_eq!(sender.announce(&forged).1["received"], 0);
        // Whole, but no picture.
        let text = Phone { photo: b"xin chao".repeat(100), key: CommandKey(sender.device.0), ..sender };
        text.announce(&text.asked());
        let told = text.piece(0).1;
        assert!(told["message"].as_str().unwrap().contains("không phải ảnh"), "{told}");
        assert_eq!(text.place.files(), files);
        assert!(text.place.read("ksv1").attachments.is_empty());
    }

    #[test]
    fn what_breaks_off_is_not_written() {
        let sender = Phone::new();
        sender.announce(&sender.asked());
        let head = Request::post("/").header(CONTENT_TYPE, BYTES).body(()).unwrap().into_parts().0;
        let cut = futures(&sender.photo[..1000]);
        let answer = block_on(
            sender
                .place
                .desk("ksv1", async |desk| receive(desk, Asked::Piece(sender.key, 0), &head, &mut Some(cut)).await),
        );
        let (status, told) = told(answer.unwrap_or_else(|refused| refused.answer("/", TOO_LARGE)));
        assert_eq!((status, &told["error"]["message"]), (400, &serde_json::Value::from(CUT)));
        assert_eq!(sender.announce(&sender.asked()).1["received"], 0);
        for (asked, kind, sent, status) in [
            (Asked::Piece(sender.key, 0), "text/plain", vec![1], 400),
            (Asked::Piece(sender.key, 0), BYTES, vec![0; MAX_PIECE + 1], 413),
            (Asked::Piece(sender.key, 0), BYTES, Vec::new(), 400),
            (Asked::Announcing(sender.key), "application/json", b"{".to_vec(), 400),
            (Asked::Piece(CommandKey(sender.device.0), 0), BYTES, vec![1], 404),
        ] {
            assert_eq!(sender.send("ksv1", asked, kind, &sent).0, status, "{asked:?} {kind}");
        }
        assert_eq!(sender.send("ksv2", Asked::Piece(sender.key, 0), BYTES, &[1]).0, 404);
    }

    /// A body that ends with an error, as when the sender is gone.
    fn futures(content: &[u8]) -> impl Body<Data = Bytes, Error = std::io::Error> + Send + 'static {
        let frames = [
            Ok(http_body::Frame::data(Bytes::copy_from_slice(content))),
            Err(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)),
        ];
        StreamBody::new(futures_util::stream::iter(frames))
    }

    #[test]
    fn an_address_names_a_photo_and_perhaps_a_piece() {
        let key = "01990000-0000-7000-8000-000000000001";
        let photo = CommandKey(key.parse().unwrap());
        assert_eq!(Asked::of(&[key]), Ok(Asked::Announcing(photo)));
        assert_eq!(Asked::of(&[key, "131072"]), Ok(Asked::Piece(photo, 131_072)));
        for path in [&[][..], &["x"], &[key, "x"], &[key, "-1"], &[key, "1", "2"]] {
            assert_eq!(Asked::of(path), Err(Refused::NotFound), "{path:?}");
        }
    }

    #[test]
    fn a_stranger_is_told_in_json() {
        let place = Place::new();
        let key = "01990000-0000-7000-8000-000000000001";
        let ask = |request: http::request::Builder, path: &[&str]| {
            let head = request.body(()).unwrap().into_parts().0;
            let mut body = Some(Full::new(Bytes::from_static(b"{}")));
            let answer =
                block_on(place.desk("ksv1", async |desk| {
                    answer(desk.database, desk.blobs, desk.env, &head, path, &mut body).await
                }));
            let (status, told) = told(answer);
            (status, told["error"]["code"].as_str().unwrap().to_owned())
        };
        let own =
            |method: &str| Request::builder().method(method).header(HOST, "ins.vn").header(ORIGIN, "https://ins.vn");
        assert_eq!(ask(own("POST"), &[key]), (401, "sign-in".to_owned()));
        assert_eq!(ask(own("GET"), &[key]), (405, "method".to_owned()));
        assert_eq!(ask(own("POST"), &["x"]), (404, "not-found".to_owned()));
        let elsewhere = Request::post("/").header(HOST, "ins.vn").header(ORIGIN, "https://elsewhere.vn");
        assert_eq!(ask(elsewhere, &[key]), (403, "foreign".to_owned()));
    }
}
