//! A photo as it is kept: turned upright, made smaller, and with a strip below it that says when, where and from which original.
//!
//! Nothing is drawn over the picture itself. What a camera writes beside the picture (its place, its serial number) does not stay.

use super::files::Chosen;
use super::place::Position;
use super::{files, js};
use domain::calendar::{format_at, to_local};
use jiff::Timestamp;
use js_sys::{Function, Promise};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, ImageBitmapOptions, ImageOrientation, SubtleCrypto,
    window,
};

/// The longest side of the picture, in pixels.
const LONGEST: f64 = 2_000.0;
/// What a photo may weigh, in bytes, and how it is pressed until it does.
const HEAVIEST: usize = 1_500_000;
const QUALITIES: [f64; 5] = [0.85, 0.75, 0.65, 0.5, 0.35];
/// The largest file that is looked at, in bytes: more than any telephone writes.
const LARGEST: f64 = 60_000_000.0;

/// What stands in the strip.
#[derive(Debug, Clone, PartialEq)]
pub struct Stamp {
    /// When it was taken, by the device's clock.
    pub at: Timestamp,
    /// Where, in words; empty where nobody said.
    pub place: String,
    /// Where by the device, if it may be asked.
    pub position: Option<Position>,
}

/// A photo as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// JPEG.
    pub bytes: Vec<u8>,
    /// SHA-256 of those, in hex.
    pub sha256: String,
    /// SHA-256 of the file as it came, in hex; its first 16 digits stand in the strip.
    pub original: String,
    /// Pixels, with the strip.
    pub width: u32,
    pub height: u32,
}

/// Why there is no photo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PhotoError {
    /// The browser reads no picture in it.
    NoPicture,
    /// Larger than any photo.
    TooLarge,
    /// The file is not there any more, or may not be read.
    Unreadable,
    /// Something that the browser says in its own words.
    Failed(String),
}

impl PhotoError {
    /// What happened, and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::NoPicture => {
                "Tệp này không phải ảnh mà trình duyệt đọc được. Chụp lại bằng máy ảnh của thiết bị, hoặc chọn ảnh JPEG, PNG, WebP (ảnh HEIC thì đổi \
                 sang JPEG trước)."
                    .to_owned()
            }
            Self::TooLarge => "Ảnh lớn hơn 60 MB. Chụp lại với cỡ ảnh nhỏ hơn rồi chọn lại.".to_owned(),
            Self::Unreadable => "Không đọc được tệp ảnh: tệp đã bị xóa hoặc trình duyệt không được phép đọc. Chọn lại ảnh.".to_owned(),
            Self::Failed(reason) => {
                format!("Thiết bị không xử lý được ảnh ({reason}). Đóng bớt thẻ và ứng dụng khác rồi chụp lại.")
            }
        }
    }
}

/// Makes a chosen file into a photo with its strip.
///
/// # Errors
/// What is wrong with the file, or with this browser.
pub async fn take(file: &Chosen, stamp: &Stamp) -> Result<Photo, PhotoError> {
    if file.size() > LARGEST {
        return Err(PhotoError::TooLarge);
    }
    let original = {
        let bytes = file.bytes().await.ok_or(PhotoError::Unreadable)?;
        hash(&bytes).await?
    };
    let picture = decoded(file.blob()).await?;
    let made = draw(&picture, stamp, &original);
    picture.close();
    let (canvas, width, height) = made?;
    let mut bytes = Vec::new();
    for quality in QUALITIES {
        bytes = jpeg(&canvas, quality).await?;
        if bytes.len() <= HEAVIEST {
            break;
        }
    }
    // A canvas keeps its pixels until somebody collects it: on a telephone that is late.
    canvas.set_width(0);
    canvas.set_height(0);
    let sha256 = hash(&bytes).await?;
    Ok(Photo { bytes, sha256, original, width, height })
}

async fn hash(bytes: &[u8]) -> Result<String, PhotoError> {
    let missing = || PhotoError::Failed("WebCrypto".to_owned());
    let crypto: web_sys::Crypto = js::of_window("crypto").ok_or_else(missing)?;
    let subtle: SubtleCrypto = js::property_of(&crypto, "subtle").map(JsCast::unchecked_into).ok_or_else(missing)?;
    let asked = subtle.digest_with_str_and_js_u8_array("SHA-256", &js_sys::Uint8Array::from(bytes));
    let digest = js::later(asked).await.map_err(|error| PhotoError::Failed(js::error_text(&error)))?;
    Ok(js::bytes(&digest).iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn decoded(blob: &Blob) -> Result<ImageBitmap, PhotoError> {
    let window = window().ok_or(PhotoError::NoPicture)?;
    let options = ImageBitmapOptions::new();
    options.set_image_orientation(ImageOrientation::FromImage);
    let mut made = js::later(window.create_image_bitmap_with_blob_and_image_bitmap_options(blob, &options)).await;
    // Safari before 17 does not know this option, and turns pictures upright by itself.
    if made.as_ref().is_err_and(|error| js::error_name(error) == "TypeError") {
        made = js::later(window.create_image_bitmap_with_blob(blob)).await;
    }
    made.map(JsCast::unchecked_into).map_err(|error| match js::error_name(&error).as_str() {
        "InvalidStateError" | "EncodingError" => PhotoError::NoPicture,
        _ => PhotoError::Failed(js::error_text(&error)),
    })
}

/// The picture and its strip on a canvas.
fn draw(picture: &ImageBitmap, stamp: &Stamp, original: &str) -> Result<(HtmlCanvasElement, u32, u32), PhotoError> {
    let failed = || PhotoError::Failed("canvas".to_owned());
    let (wide, high) = (f64::from(picture.width()), f64::from(picture.height()));
    if wide < 1.0 || high < 1.0 {
        return Err(PhotoError::NoPicture);
    }
    let scale = (LONGEST / wide.max(high)).min(1.0);
    let (wide, high) = ((wide * scale).round().max(1.0), (high * scale).round().max(1.0));
    let document = window().and_then(|window| window.document()).ok_or_else(failed)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas").map_err(|_| failed())?.unchecked_into();
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok().flatten().ok_or_else(failed)?.unchecked_into();
    let letter = (wide / 45.0).clamp(12.0, 40.0).round();
    let font = format!("{letter}px sans-serif");
    // Setting a size empties a canvas and forgets its font, so the lines are broken first.
    pen.set_font(&font);
    let lines = lines(&pen, stamp, original, letter.mul_add(-2.0, wide));
    let line = letter * 1.5;
    let strip = (lines.len() as f64).mul_add(line, letter).round();
    let (width, height) = (wide as u32, (high + strip) as u32);
    canvas.set_width(width);
    canvas.set_height(height);
    pen.draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, wide, high).map_err(|_| failed())?;
    pen.set_fill_style_str("#0c3c46");
    pen.fill_rect(0.0, high, wide, strip);
    pen.set_fill_style_str("#ffffff");
    pen.set_font(&font);
    pen.set_text_baseline("top");
    let mut top = letter.mul_add(0.6, high);
    for text in lines {
        pen.fill_text(&text, letter, top).map_err(|_| failed())?;
        top += line;
    }
    Ok((canvas, width, height))
}

/// The lines of the strip, none wider than `room`.
fn lines(pen: &CanvasRenderingContext2d, stamp: &Stamp, original: &str, room: f64) -> Vec<String> {
    let position = stamp.position.as_ref().map(Position::words);
    let hash = format!("Ảnh gốc SHA-256: {}", original.get(..16).unwrap_or(original));
    let said = [Some(format_at(to_local(stamp.at))), Some(stamp.place.trim().to_owned()), position, Some(hash)];
    let fits = |text: &str| pen.measure_text(text).is_ok_and(|measure| measure.width() <= room);
    let mut lines = Vec::new();
    for text in said.into_iter().flatten().filter(|text| !text.is_empty()) {
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if line.is_empty() || fits(&longer) {
                line = longer;
            } else {
                lines.push(std::mem::replace(&mut line, word.to_owned()));
            }
        }
        lines.push(line);
    }
    lines
}

async fn jpeg(canvas: &HtmlCanvasElement, quality: f64) -> Result<Vec<u8>, PhotoError> {
    let encoded = |given: &Function| canvas.to_blob_with_type_and_encoder_options(given, "image/jpeg", &quality.into());
    let blob = blob_of(encoded).await.ok_or_else(|| PhotoError::Failed("JPEG".to_owned()))?;
    files::read(&blob).await.ok_or_else(|| PhotoError::Failed("JPEG".to_owned()))
}

/// What a canvas hands to a function that it is given, as something to wait for.
pub async fn blob_of(ask: impl Fn(&Function) -> Result<(), wasm_bindgen::JsValue>) -> Option<Blob> {
    let asked = Promise::new(&mut |resolve, reject| {
        if ask(&resolve).is_err() {
            // Nobody listens but the one who waits.
            let _ = reject.call0(&wasm_bindgen::JsValue::NULL);
        }
    });
    JsFuture::from(asked).await.ok()?.dyn_into().ok()
}
