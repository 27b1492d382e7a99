//! Reads the posted form: one file, within its limit.
//!
//! Must not know: what the file is.

use crate::routes::Failure;
use bytes::Bytes;
use domain::exchange::MAX_BYTES;
use futures_util::StreamExt;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http_body::Body;
use http_body_util::BodyExt;
use multer::{Constraints, Multipart, SizeLimit};
use std::error::Error;

/// Bytes that are read at all.
const MAX_BODY: u64 = 4 * MAX_BYTES;

/// The form field of the file.
pub const FILE: &str = "file";

/// A chosen file.
#[derive(Debug, PartialEq, Eq)]
pub struct Upload {
    /// As the sender calls it.
    pub name: String,
    /// Nothing when it is larger than a list may be.
    pub content: Option<Vec<u8>>,
}

/// Reads the form to its end and answers its file; nothing when none was chosen.
///
/// # Errors
/// `Invalid` when it is no such form, or breaks off; `TooLarge` when it does not end.
pub async fn read<B>(head: &Parts, body: B) -> Result<Option<Upload>, Failure>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
    let length = text(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > MAX_BODY) {
        return Err(Failure::TooLarge);
    }
    let boundary = text(CONTENT_TYPE).and_then(|kind| multer::parse_boundary(kind).ok());
    let boundary = boundary
        .ok_or(Failure::Invalid("Biểu mẫu gửi tệp không đúng định dạng. Mở lại trang nhập dữ liệu rồi gửi lại."))?;
    let limits = Constraints::new().size_limit(SizeLimit::new().whole_stream(MAX_BODY));
    let mut form = Multipart::with_constraints(body.into_data_stream(), boundary, limits);
    let mut found = None;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let wanted = field.name() == Some(FILE) && found.is_none();
        let name = field.file_name().map(base_name).unwrap_or_default();
        let mut content = Some(Vec::new());
        while let Some(chunk) = field.chunk().await.map_err(broken)? {
            let fits = content.as_ref().is_some_and(|kept: &Vec<u8>| kept.len() + chunk.len() <= most());
            match (&mut content, wanted && fits) {
                (Some(kept), true) => kept.extend_from_slice(&chunk),
                _ => content = None,
            }
        }
        if wanted && !name.is_empty() {
            found = Some(Upload { name, content });
        }
    }
    Ok(found)
}

fn most() -> usize {
    usize::try_from(MAX_BYTES).unwrap_or(usize::MAX)
}

fn broken(error: multer::Error) -> Failure {
    match error {
        multer::Error::StreamSizeExceeded { .. } => Failure::TooLarge,
        _ => Failure::Invalid("Tệp gửi lên chưa trọn vẹn, chưa có gì được nhập. Kiểm tra mạng rồi gửi lại."),
    }
}

/// The name without the folders some browsers send before it.
fn base_name(name: &str) -> String {
    domain::text::clean(name.rsplit(['/', '\\']).next().unwrap_or_default()).chars().take(200).collect()
}

/// Reads what is still being sent and keeps nothing, so that the sender hears the answer.
pub async fn drain<B>(body: B)
where
    B: Body<Data = Bytes> + Send + 'static,
{
    let mut stream = Box::pin(body.into_data_stream());
    let mut left = MAX_BODY;
    while let Some(Ok(chunk)) = stream.next().await {
        left = left.saturating_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if left == 0 {
            return;
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use futures::executor::block_on;
    use http_body_util::Full;

    pub fn head() -> Parts {
        let kind = "multipart/form-data; boundary=ranh-gioi";
        http::Request::post("/trao-doi/nhap").header(CONTENT_TYPE, kind).body(()).unwrap().into_parts().0
    }

    pub fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut body = Vec::new();
        for (disposition, content) in parts {
            let head = format!("--ranh-gioi\r\nContent-Disposition: form-data; {disposition}\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--ranh-gioi--\r\n");
        body
    }

    fn posted(body: Vec<u8>) -> Result<Option<Upload>, &'static str> {
        block_on(read(&head(), Full::new(Bytes::from(body)))).map_err(|failure| match failure {
            Failure::Invalid(_) => "invalid",
            Failure::TooLarge => "too large",
            _ => "other",
        })
    }

    #[test]
    fn the_first_chosen_file_is_read() {
        let upload = |name: &str, content: Option<&[u8]>| {
            Ok(Some(Upload { name: name.to_owned(), content: content.map(<[u8]>::to_vec) }))
        };
        let two = form(&[
            ("name=\"x\"", b"1"),
            ("name=\"file\"; filename=\"C:\\ds\\a.csv\"", b"a;b"),
            ("name=\"file\"; filename=\"b.csv\"", b"c"),
        ]);
        assert_eq!(posted(two), upload("a.csv", Some(b"a;b")));
        assert_eq!(posted(form(&[("name=\"file\"; filename=\"\"", b"")])), Ok(None));
        assert_eq!(posted(form(&[])), Ok(None));
        let large = vec![1; most() + 1];
        assert_eq!(posted(form(&[("name=\"file\"; filename=\"a.csv\"", &large)])), upload("a.csv", None));
        let whole = form(&[("name=\"file\"; filename=\"a.csv\"", b"0123456789")]);
        for length in [0, 30, whole.len() - 10] {
            assert_eq!(posted(whole[..length].to_vec()), Err("invalid"), "{length}");
        }
        let plain = http::Request::post("/").header(CONTENT_TYPE, "text/plain").body(()).unwrap().into_parts().0;
        assert!(matches!(block_on(read(&plain, Full::new(Bytes::new()))), Err(Failure::Invalid(_))));
        let mut long = head();
        long.headers.insert(CONTENT_LENGTH, (MAX_BODY + 1).into());
        assert!(matches!(block_on(read(&long, Full::new(Bytes::new()))), Err(Failure::TooLarge)));
    }
}
