//! Reads the posted form: one file, within its limit.
//!
//! Must not know: what the file is.

use bytes::Bytes;
use domain::exchange::MAX_BYTES;
use front::Failure;
use front::form::{Form, Limits};
use http::request::Parts;
use http_body::Body;
use std::error::Error;

/// How much is read at all.
pub const LIMITS: Limits = Limits {
    most: 4 * MAX_BYTES,
    no_form: "Biểu mẫu gửi tệp không đúng định dạng. Mở lại trang nhập dữ liệu rồi gửi lại.",
    cut: "Tệp gửi lên chưa trọn vẹn, chưa có gì được nhập. Kiểm tra mạng rồi gửi lại.",
};

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
    let mut form = Form::new(head, body, &LIMITS)?;
    let mut found = None;
    while let Some(mut field) = form.next().await? {
        let wanted = field.name() == FILE && found.is_none();
        let name = field.file_name().map(short).unwrap_or_default();
        let mut content = Some(Vec::new());
        while let Some(chunk) = field.chunk().await? {
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

/// A name that fits on a page.
fn short(name: &str) -> String {
    domain::text::clean(name).chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use front::fixture::{block_on, form, posted as head};
    use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
    use http_body_util::Full;

    fn posted(body: Vec<u8>) -> Result<Option<Upload>, &'static str> {
        block_on(read(&head("/trao-doi/nhap"), Full::new(Bytes::from(body)))).map_err(|failure| match failure {
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
        let mut long = head("/trao-doi/nhap");
        long.headers.insert(CONTENT_LENGTH, (LIMITS.most + 1).into());
        assert!(matches!(block_on(read(&long, Full::new(Bytes::new()))), Err(Failure::TooLarge)));
    }
}
