//! Posted forms with files, and addresses, under mutated inputs.

use crate::answer::{file, plain, see_other, whole};
use crate::fixture::{block_on, posted};
use crate::form::{Form, Limits};
use crate::request::{parameter, sender, words};
use bytes::Bytes;
use http::Request;
use http::header::CONTENT_TYPE;
use http_body_util::Full;
use mutate::{Plan, run, text};

const LIMITS: Limits = Limits { most: 64 << 10, no_form: "không phải biểu mẫu", cut: "đứt" };

#[test]
fn forms_with_files() {
    let whole = crate::fixture::form(&[
        ("name=\"version\"", b"7"),
        ("name=\"tep\"; filename=\"C:\\anh\\mot.jpg\"", b"\xFF\xD8\xFF"),
        ("name=\"tep\"; filename*=UTF-8''%e1%ba%a3nh.jpg", b"1"),
        ("name=\"caption\"", "Quầy số 3".as_bytes()),
    ]);
    let corpus: [&[u8]; 2] = [&whole, b"--ranh-gioi--\r\n"];
    let own = [
        "--ranh-gioi\r\n",
        "--ranh-gioi--",
        "\r\n\r\n",
        "Content-Disposition: form-data; name=\"a\"\r\n",
        "filename=\"../../x\"",
        "Content-Type: multipart/mixed; boundary=b\r\n",
        "Content-Transfer-Encoding: base64\r\n",
        "filename*=utf-8''%00",
        "\r\n--",
    ];
    run(&Plan::new("front: forms with files (multipart)", 3_000, &corpus, &own), |body| {
        block_on(async {
            let form = Form::new(&posted("/x"), Full::new(Bytes::copy_from_slice(body)), &LIMITS);
            let Ok(mut form) = form else { return };
            while let Ok(Some(mut field)) = form.next().await {
                if let Some(name) = field.file_name() {
                    assert!(!name.contains(['/', '\\']), "a folder in the name: {name:?}");
                }
                while let Ok(Some(_)) = field.chunk().await {}
            }
        });
    });
    let corpus: [&[u8]; 2] =
        [b"multipart/form-data; boundary=ranh-gioi", b"multipart/form-data; charset=utf-8; boundary=\"a b\""];
    text(&Plan::new("front: kinds of forms", 4_000, &corpus, &["boundary=", ";", "\"", "multipart/"]), |kind| {
        let Ok(request) = Request::post("/x").header(CONTENT_TYPE, kind).body(()) else { return };
        let _read = Form::new(&request.into_parts().0, Full::new(Bytes::new()), &LIMITS);
    });
}

#[test]
fn addresses_and_names() {
    let corpus: [&[u8]; 3] = [b"don-vi=33-01&tu-khoa=B%C3%ACnh+Minh&x&y=%&z=", b"a=%e1%ba", "tên=ảnh".as_bytes()];
    let own = ["%", "%0", "%0d%0a", "%00", "+", "&", "=", "tu-khoa=", "%zz", "%+1"];
    text(&Plan::new("front: addresses, names of files", 8_000, &corpus, &own), |typed| {
        let name = file(whole("a"), "text/csv", typed);
        let told =
            name.headers().get(http::header::CONTENT_DISPOSITION).map(|value| value.to_str().unwrap().to_owned());
        assert!(told.is_none_or(|told| !told.contains(['\r', '\n', '/', '\\']) && told.matches('"').count() == 2));
        assert!(plain(typed).bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
        if let Some(location) = see_other(typed, "x").headers().get(http::header::LOCATION) {
            assert!(!location.as_bytes().contains(&b'\n') && !location.as_bytes().contains(&b'\r'));
        }
        let Ok(request) = Request::get(format!("/trao-doi?{typed}")).body(()) else { return };
        let head = request.into_parts().0;
        for name in ["tu-khoa", "don-vi", "y"] {
            parameter(&head, name);
            words(&head, name);
        }
        sender(&head).is_same_origin();
    });
}
