//! A posted form with files, field by field and piece by piece as it comes.
//!
//! Must not know: which fields a form has, how large a file may be, or what is in it.

use crate::Failure;
use bytes::Bytes;
use futures_util::StreamExt;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http_body::Body;
use http_body_util::BodyExt;
use multer::{Constraints, Multipart, SizeLimit};
use std::error::Error;

/// What one function takes at most, and what it says of a form that cannot be read.
pub struct Limits {
    /// Bytes that are read at all.
    pub most: u64,
    /// It is no form with files.
    pub no_form: &'static str,
    /// It broke off on the way.
    pub cut: &'static str,
}

impl Limits {
    const fn failure(&self, error: &multer::Error) -> Failure {
        match error {
            multer::Error::StreamSizeExceeded { .. } => Failure::TooLarge,
            _ => Failure::Invalid(self.cut),
        }
    }
}

/// The form being read.
pub struct Form {
    fields: Multipart<'static>,
    limits: &'static Limits,
}

impl Form {
    /// Begins to read.
    ///
    /// # Errors
    /// `Invalid` when it is no such form; `TooLarge` when it says that it is longer than is read at all.
    pub fn new<B>(head: &Parts, body: B, limits: &'static Limits) -> Result<Self, Failure>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let text = |name| head.headers.get(name).and_then(|value| value.to_str().ok());
        let length = text(CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok());
        if length.is_some_and(|length| length > limits.most) {
            return Err(Failure::TooLarge);
        }
        let boundary = text(CONTENT_TYPE).and_then(|kind| multer::parse_boundary(kind).ok());
        let boundary = boundary.ok_or(Failure::Invalid(limits.no_form))?;
        let most = Constraints::new().size_limit(SizeLimit::new().whole_stream(limits.most));
        Ok(Self { fields: Multipart::with_constraints(body.into_data_stream(), boundary, most), limits })
    }

    /// The next field; the one before must have been dropped. Nothing at the end of a form that came whole.
    ///
    /// # Errors
    /// `Invalid` when it breaks off, `TooLarge` when it does not end.
    pub async fn next(&mut self) -> Result<Option<Field>, Failure> {
        let limits = self.limits;
        let field = self.fields.next_field().await.map_err(|error| limits.failure(&error))?;
        Ok(field.map(|field| Field { field, limits }))
    }
}

/// One field of the form.
pub struct Field {
    field: multer::Field<'static>,
    limits: &'static Limits,
}

impl Field {
    pub fn name(&self) -> &str {
        self.field.name().unwrap_or_default()
    }

    /// How the sender calls a chosen file, without the folders some browsers send before it: empty when it has no name, and
    /// nothing when the field is no file.
    pub fn file_name(&self) -> Option<&str> {
        Some(self.field.file_name()?.rsplit(['/', '\\']).next().unwrap_or_default())
    }

    /// The next piece of its content.
    ///
    /// # Errors
    /// As of [`Form::next`].
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Failure> {
        self.field.chunk().await.map_err(|error| self.limits.failure(&error))
    }
}

/// Reads what is still being sent, up to so many bytes, and keeps nothing, so that the sender hears the answer.
pub async fn drain<B>(body: B, most: u64)
where
    B: Body<Data = Bytes> + Send + 'static,
{
    let mut stream = Box::pin(body.into_data_stream());
    let mut left = most;
    while left > 0
        && let Some(Ok(chunk)) = stream.next().await
    {
        left = left.saturating_sub(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{block_on, form, posted};
    use http_body::Frame;
    use http_body_util::{Full, StreamBody};
    use std::convert::Infallible;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    const LIMITS: Limits = Limits { most: 1 << 10, no_form: "không phải biểu mẫu", cut: "đứt" };

    /// Every field in words, or the failure.
    fn read(body: Vec<u8>) -> Result<Vec<String>, Failure> {
        block_on(async {
            let mut form = Form::new(&posted("/x"), Full::new(Bytes::from(body)), &LIMITS)?;
            let mut told = Vec::new();
            while let Some(mut field) = form.next().await? {
                let mut length = 0;
                while let Some(chunk) = field.chunk().await? {
                    length += chunk.len();
                }
                told.push(format!("{} {:?} {length}", field.name(), field.file_name()));
            }
            Ok(told)
        })
    }

    #[test]
    fn fields_come_in_order_and_files_without_their_folders() {
        let body = form(&[
            ("name=\"version\"", b"7"),
            ("name=\"tep\"; filename=\"C:\\anh\\mot.jpg\"", b"\xFF\xD8\xFF"),
            ("name=\"tep\"; filename=\"../../hai.jpg\"", b""),
            ("name=\"tep\"; filename=\"\"", b""),
        ]);
        assert_eq!(
            read(body).unwrap(),
            ["version None 1", "tep Some(\"mot.jpg\") 3", "tep Some(\"hai.jpg\") 0", "tep Some(\"\") 0"]
        );
        assert!(read(form(&[])).unwrap().is_empty());
    }

    #[test]
    fn a_form_that_breaks_off_does_not_end_or_is_none_is_not_read() {
        let whole = form(&[("name=\"tep\"; filename=\"a.jpg\"", b"0123456789")]);
        for length in [0, 10, 60, whole.len() - 16, whole.len() - 5] {
            assert!(matches!(read(whole[..length].to_vec()), Err(Failure::Invalid("đứt"))), "{length}");
        }
        assert!(matches!(read(form(&[("name=\"tep\"", &[1; 1 << 10])])), Err(Failure::TooLarge)));
        let begin = |head: &Parts| Form::new(head, Full::new(Bytes::new()), &LIMITS).map(drop);
        let mut head = posted("/x");
        head.headers.insert(CONTENT_LENGTH, LIMITS.most.into());
        assert!(begin(&head).is_ok());
        head.headers.insert(CONTENT_LENGTH, (LIMITS.most + 1).into());
        assert!(matches!(begin(&head), Err(Failure::TooLarge)), "what says that it is too long is not begun");
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"] {
            let mut head = posted("/x");
            head.headers.insert(CONTENT_TYPE, kind.parse().unwrap());
            assert!(matches!(begin(&head), Err(Failure::Invalid("không phải biểu mẫu"))), "{kind}");
        }
    }

    #[test]
    fn what_is_still_sent_is_read_up_to_a_limit() {
        let sent = |most: u64| {
            let read = Arc::new(AtomicU64::new(0));
            let counted = Arc::clone(&read);
            let pieces = futures_util::stream::iter(0..100).map(move |_| {
                counted.fetch_add(1, Ordering::Relaxed);
                Ok::<_, Infallible>(Frame::data(Bytes::from_static(&[0; 10])))
            });
            block_on(drain(StreamBody::new(pieces), most));
            read.load(Ordering::Relaxed)
        };
        assert_eq!((sent(0), sent(25), sent(5_000)), (0, 3, 100));
    }
}
