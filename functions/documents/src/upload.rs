//! Reads the posted form piece by piece: at most one file is held in memory, and a file that is too large is let pass
//! without being kept, so that the others behind it are still read.
//!
//! Must not know: what a file is to the case, or whether its content is any good.

use bytes::Bytes;
use domain::case::MAX_FILE_BYTES;
use front::Failure;
use front::form::{Form, Limits};
use http::request::Parts;
use http_body::Body;
use std::error::Error;

/// Bytes of files that are taken at once; a file beyond is named, and sent with the next form.
pub const MAX_REQUEST: u64 = 48 << 20;

/// Files that are taken at once.
pub const MAX_FILES: usize = 20;

/// How much is read at all.
pub const LIMITS: Limits = Limits {
    most: 4 * MAX_REQUEST,
    no_form: "Biểu mẫu gửi tệp không đúng định dạng. Mở lại hồ sơ rồi gửi lại.",
    cut: "Tệp gửi lên chưa trọn vẹn, chưa có tệp nào được đính kèm. Kiểm tra mạng rồi gửi lại.",
};

/// Longest text field, in bytes.
const MAX_TEXT: usize = 8 << 10;

/// One field of the form.
pub enum Part {
    Text { name: String, value: String },
    File(File),
}

/// One chosen file.
pub struct File {
    /// As the sender calls it; empty when it has no name.
    pub name: String,
    pub content: Result<Vec<u8>, Excess>,
}

/// Why a file was not kept while it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Excess {
    /// Larger than one file may be.
    File,
    /// The files before it have used up what is taken at once.
    Request,
    /// More files than are taken at once.
    Count,
}

/// The form being read.
pub struct Reader {
    form: Form,
    taken: u64,
    files: usize,
}

impl Reader {
    /// Begins to read.
    ///
    /// # Errors
    /// `Invalid` when it is no such form; `TooLarge` when it says that it is longer than is read at all.
    pub fn new<B>(head: &Parts, body: B) -> Result<Self, Failure>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        Ok(Self { form: Form::new(head, body, &LIMITS)?, taken: 0, files: 0 })
    }

    /// The next field that is filled in; nothing at the end of a form that came whole.
    ///
    /// # Errors
    /// `Invalid` when it breaks off, `TooLarge` when it does not end.
    pub async fn next(&mut self) -> Result<Option<Part>, Failure> {
        while let Some(mut field) = self.form.next().await? {
            let name = field.name().to_owned();
            let Some(file_name) = field.file_name().map(str::to_owned) else {
                let mut value = Vec::new();
                while let Some(chunk) = field.chunk().await? {
                    if value.len() + chunk.len() > MAX_TEXT {
                        return Err(Failure::Invalid("Nội dung nhập quá dài. Rút gọn chú thích rồi gửi lại."));
                    }
                    value.extend_from_slice(&chunk);
                }
                return Ok(Some(Part::Text { name, value: String::from_utf8_lossy(&value).into_owned() }));
            };
            let mut content = Vec::new();
            let mut excess = (self.files >= MAX_FILES).then_some(Excess::Count);
            let mut length = 0_u64;
            while let Some(chunk) = field.chunk().await? {
                length = length.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
                if excess.is_none() && length > MAX_FILE_BYTES {
                    excess = Some(Excess::File);
                } else if excess.is_none() && self.taken.saturating_add(length) > MAX_REQUEST {
                    excess = Some(Excess::Request);
                }
                match excess {
                    None => content.extend_from_slice(&chunk),
                    Some(_) => content = Vec::new(),
                }
            }
            // A browser sends an input in which no file was chosen as a file without name and content.
            if file_name.is_empty() && length == 0 {
                continue;
            }
            self.files += 1;
            if excess.is_none() {
                self.taken = self.taken.saturating_add(length);
            }
            let content = excess.map_or(Ok(content), Err);
            return Ok(Some(Part::File(File { name: file_name, content })));
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use front::fixture::{block_on, form, posted};
    use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
    use http_body_util::Full;

    /// The head of a posted form.
    fn head() -> Parts {
        posted("/dinh-kem/x")
    }

    /// Every field in words, or the failure.
    fn read(body: Vec<u8>) -> Result<Vec<String>, &'static str> {
        block_on(async {
            let word = |failure: Failure| match failure {
                Failure::Invalid(_) => "invalid",
                Failure::TooLarge => "too large",
                _ => "other",
            };
            let mut reader = Reader::new(&head(), Full::new(Bytes::from(body))).map_err(word)?;
            let mut told = Vec::new();
            while let Some(part) = reader.next().await.map_err(word)? {
                told.push(match part {
                    Part::Text { name, value } => format!("{name}={value}"),
                    Part::File(File { name, content: Ok(content) }) => format!("{name}: {}", content.len()),
                    Part::File(File { name, content: Err(excess) }) => format!("{name}: {excess:?}"),
                });
            }
            Ok(told)
        })
    }

    #[test]
    fn fields_and_files_come_in_order_and_empty_inputs_do_not() {
        let body = form(&[
            ("name=\"version\"", b"7"),
            ("name=\"tep\"; filename=\"\"", b""),
            ("name=\"tep\"; filename=\"C:\\anh\\mot.jpg\"", b"\xFF\xD8\xFF"),
            ("name=\"caption\"", "Quầy".as_bytes()),
            ("name=\"anh\"; filename=\"../../trong.png\"", b""),
        ]);
        assert_eq!(
            read(body),
            Ok(["version=7", "mot.jpg: 3", "caption=Quầy", "trong.png: 0"].map(str::to_owned).into())
        );
        assert_eq!(read(form(&[])), Ok(Vec::new()));
    }

    #[test]
    fn a_file_too_large_does_not_stop_the_next() {
        let large = vec![1; usize::try_from(MAX_FILE_BYTES).unwrap() + 1];
        let body = form(&[
            ("name=\"tep\"; filename=\"lon.jpg\"", &large),
            ("name=\"tep\"; filename=\"vua.jpg\"", &large[1..]),
            ("name=\"tep\"; filename=\"nho.jpg\"", b"1"),
        ]);
        assert_eq!(read(body), Ok(["lon.jpg: File", "vua.jpg: 8388608", "nho.jpg: 1"].map(str::to_owned).into()));
    }

    #[test]
    fn what_is_more_than_one_form_takes_is_named_file_by_file() {
        let full = vec![1; usize::try_from(MAX_FILE_BYTES).unwrap()];
        let mut parts: Vec<(&str, &[u8])> = vec![("name=\"tep\"; filename=\"a\"", &full); 7];
        parts.push(("name=\"tep\"; filename=\"b\"", b""));
        let told = read(form(&parts)).unwrap();
        assert_eq!((told[5].as_str(), told[6].as_str(), told[7].as_str()), ("a: 8388608", "a: Request", "b: 0"));
        let many = vec![("name=\"tep\"; filename=\"a\"", b"1".as_slice()); MAX_FILES + 1];
        let told = read(form(&many)).unwrap();
        assert_eq!((told[MAX_FILES - 1].as_str(), told[MAX_FILES].as_str()), ("a: 1", "a: Count"));
    }

    #[test]
    fn a_form_that_breaks_off_is_no_form() {
        let whole = form(&[("name=\"tep\"; filename=\"a.jpg\"", b"0123456789")]);
        for length in [0, 10, 60, whole.len() - 16, whole.len() - 5] {
            assert_eq!(read(whole[..length].to_vec()), Err("invalid"), "{length} of {}", whole.len());
        }
        let long = vec![b'a'; MAX_TEXT + 1];
        assert_eq!(read(form(&[("name=\"caption\"", &long)])), Err("invalid"));
    }

    #[test]
    fn only_a_form_with_files_is_read() {
        for kind in ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"] {
            let request = http::Request::post("/").header(CONTENT_TYPE, kind).body(()).unwrap();
            let made = Reader::new(&request.into_parts().0, Full::new(Bytes::new()));
            assert!(matches!(made, Err(Failure::Invalid(_))), "{kind}");
        }
        let mut long = head();
        long.headers.insert(CONTENT_LENGTH, (LIMITS.most + 1).into());
        assert!(matches!(Reader::new(&long, Full::new(Bytes::new())), Err(Failure::TooLarge)));
    }
}
