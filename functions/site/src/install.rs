//! What makes the site an application on a telephone or a desk: its description, the worker that keeps its files, the page that
//! stands where the network does not, and the document of the field application.
//!
//! Nothing here is anybody's: the worker keeps files that are the same for all. Must not know any page.

use crate::errors::{self, Lone};
use app::api::session::SubmitSignOut;
use app::routes;
use app::server::Assets;
use bytes::Bytes;
use front::headers;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderValue, Response};
use leptos::server_fn::ServerFn;
use std::hash::{DefaultHasher, Hash, Hasher};

const WORKER: &str = include_str!("worker.js");

/// The policy of the field application's document. It is kept on devices, so it has no nonce and no script inside; photos that were
/// just taken are shown from memory (`blob:`).
const FIELD_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
     font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; media-src 'none'; frame-src 'none'; object-src 'none'; \
     base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The policy of the worker, which fetches what it keeps.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

/// Colour of the header, as in `style/settings.css`.
const COLOUR: &str = "#0c3c46";

/// The answer at one of these addresses, or nothing.
pub fn serve(path: &str, assets: &Assets) -> Option<Response<Bytes>> {
    let (mime, body) = match path {
        routes::INSTALL => ("application/manifest+json", description(assets)),
        routes::WORKER => ("text/javascript; charset=utf-8", worker(assets)),
        routes::OFFLINE => ("text/html; charset=utf-8", offline(assets)),
        routes::FIELDWORK => ("text/html; charset=utf-8", field(assets)),
        _ => return None,
    };
    let mut response = Response::new(Bytes::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(mime));
    if path == routes::FIELDWORK {
        let map = response.headers_mut();
        map.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(FIELD_POLICY));
        // Photos and their place are taken here, and nowhere else.
        map.insert(headers::PERMISSIONS_POLICY, HeaderValue::from_static(headers::FIELD_PERMISSIONS));
    }
    if path == routes::WORKER {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(WORKER_POLICY));
    }
    // Asked again each time, so that a new version is seen at once.
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Some(response)
}

fn description(assets: &Assets) -> String {
    let icon = |src: &str, sizes: &str, mime: &str| serde_json::json!({ "src": src, "sizes": sizes, "type": mime, "purpose": "any maskable" });
    serde_json::json!({
        "name": "INS – Hệ thống xử lý vi phạm hành chính",
        "short_name": "INS",
        "lang": "vi",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": COLOUR,
        "theme_color": COLOUR,
        "icons": [
            icon(&assets.icon, "any", "image/svg+xml"),
            icon(&assets.icon_192, "192x192", "image/png"),
            icon(&assets.icon_512, "512x512", "image/png"),
        ],
    })
    .to_string()
}

/// The worker with the files of this version; others make it another worker, which replaces the one before.
fn worker(assets: &Assets) -> String {
    let files = serde_json::json!([routes::OFFLINE, assets.css, assets.js, assets.wasm, assets.icon]);
    let mut of_field =
        vec![routes::FIELDWORK, &assets.field_boot, &assets.field_js, &assets.field_wasm, &assets.field_css];
    of_field.extend(assets.fonts.iter().map(String::as_str));
    let of_field = serde_json::json!(of_field);
    // A document has no hash in its name: the words of both make another version too.
    let mut documents = DefaultHasher::new();
    (offline(assets), field(assets)).hash(&mut documents);
    let version = serde_json::json!(format!("{:016x}", documents.finish()));
    let filled = [
        // Before the shorter name that it ends with.
        ("FIELD_FILES_OF_THIS_VERSION", of_field),
        ("FILES_OF_THIS_VERSION", files),
        ("DOCUMENTS_OF_THIS_VERSION", version),
        ("ADDRESS_OF_SIGNING_OUT", serde_json::json!(SubmitSignOut::url())),
    ];
    filled.into_iter().fold(WORKER.to_owned(), |text, (name, value)| text.replacen(name, &value.to_string(), 1))
}

fn offline(assets: &Assets) -> String {
    let below = "<p>Thiết bị không có mạng hoặc không tới được hệ thống, nên trang này chưa mở được.</p>\
         <ul><li>Trang đang gõ dở ở thẻ khác, hoặc ở trang trước, vẫn còn nguyên: bấm Quay lại, đừng đóng thẻ.</li>\
         <li>Chưa có nội dung nào bị gửi đi.</li>\
         <li>Có mạng trở lại thì tải lại trang này.</li></ul>\
         <p><a class=\"button\" href=\"\">Thử lại</a></p>\
         <p>Đang ở hiện trường? Phần <a href=\"/hien-truong\">Công tác hiện trường</a> dùng được khi không có mạng, nếu thiết bị này đã mở \
         phần đó lúc có mạng.</p>";
    errors::lone(assets, &Lone { title: "Mất kết nối", below, ..Lone::default() })
}

/// The document that the field application is put into, with words for a browser where it does not run.
fn field(assets: &Assets) -> String {
    let (js, wasm, boot, css) = (&assets.field_js, &assets.field_wasm, &assets.field_boot, &assets.field_css);
    let touch_icon = &assets.icon_192;
    let head = format!(
        "<meta name=\"theme-color\" content=\"{COLOUR}\"><link rel=\"apple-touch-icon\" href=\"{touch_icon}\"><link rel=\"manifest\" href=\"{}\">\
         <link rel=\"stylesheet\" href=\"{css}\"><link rel=\"modulepreload\" href=\"{js}\">\
         <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin=\"anonymous\">\
         <script type=\"module\" src=\"{boot}\"></script>",
        routes::INSTALL
    );
    let below = "<p>Đang mở. Nếu sau nửa phút vẫn chỉ thấy trang này thì tải lại trang.</p>\
         <p>Phần này chạy ngay trong trình duyệt nên cần trình duyệt cho phép kịch bản (JavaScript, WebAssembly). Trình duyệt không có thì \
         khi có mạng mọi biểu mẫu vẫn ở trang hồ sơ vụ việc.</p><p><a href=\"/\">Về trang việc của tôi</a></p>";
    let root = format!(" data-worker=\"{}\"", routes::WORKER);
    errors::lone(assets, &Lone { title: "Công tác hiện trường", main: "hien-truong", root: &root, head: &head, below })
}
