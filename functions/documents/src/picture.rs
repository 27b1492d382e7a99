//! Looks into a file that is to be attached: is it whole, and what does it look like small?
//!
//! What a stranger's camera or program made is decoded here, within limits that are asked before. Must not know: where a
//! file comes from or goes to.

use domain::case::Media;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// Most pixels that are decoded: a progressive JPEG of so many takes 225 MB while it is decoded, and an instance has 256.
pub const MAX_PIXELS: u64 = 25_000_000;

/// Memory a decoder may ask for.
const MAX_ALLOC: u64 = 200 << 20;

/// Memory for what stands in a PNG beside its points: its profile is unpacked before anybody asks for it. A profile of a camera has some 3 KB,
/// of a printing press up to 2 MB.
const MAX_BESIDE: u64 = 16 << 20;

/// Longest side of the small picture.
const THUMBNAIL: u32 = 360;

/// Quality of the small picture.
const QUALITY: u8 = 78;

/// Where a PDF ends, counted from its last byte (ISO 32000-1, implementation note 18).
const PDF_END: usize = 1024;

/// A file that can be attached.
#[derive(Debug, PartialEq, Eq)]
pub struct Seen {
    pub media: Media,
    /// Width and height as it is seen; a PDF has none.
    pub pixels: Option<(u32, u32)>,
    /// JPEG, without anything the camera wrote beside the picture.
    pub thumbnail: Option<Vec<u8>>,
}

/// Looks at a file's content.
///
/// # Errors
/// What is wrong and how to put it right, in Vietnamese.
pub fn look(content: &[u8]) -> Result<Seen, &'static str> {
    if content.is_empty() {
        return Err("tệp trống. Mở thử tệp trên máy rồi chọn lại");
    }
    let media = Media::of(content).ok_or(
        "không phải ảnh JPEG, PNG, WebP hoặc tệp PDF (xét theo nội dung, không theo tên). Ảnh HEIC: đổi máy ảnh sang định \
         dạng JPEG (“Tương thích nhất”); văn bản Word, Excel: lưu thành PDF",
    )?;
    if media == Media::Pdf {
        let end = content.get(content.len().saturating_sub(PDF_END)..).unwrap_or(content);
        return if end.windows(5).any(|window| window == b"%%EOF") {
            Ok(Seen { media, pixels: None, thumbnail: None })
        } else {
            Err("tệp PDF chưa trọn vẹn (thiếu phần cuối). Quét hoặc lưu lại tệp rồi chọn lại")
        };
    }
    let (pixels, thumbnail) = small(media, content).map_err(|problem| match problem {
        Problem::Size => {
            "ảnh quá 25 triệu điểm ảnh. Giảm độ phân giải của máy ảnh (12 đến 24 megapixel là đủ) hoặc thu nhỏ ảnh"
        }
        Problem::Content => "ảnh bị hỏng hoặc chưa trọn vẹn, không mở được. Chụp lại, hoặc sao chép lại tệp từ máy ảnh",
    })?;
    Ok(Seen { media, pixels: Some(pixels), thumbnail: Some(thumbnail) })
}

enum Problem {
    Size,
    Content,
}

impl From<ImageError> for Problem {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::Size,
            _ => Self::Content,
        }
    }
}

/// Size of a picture as it is seen, and its small twin.
fn small(media: Media, content: &[u8]) -> Result<((u32, u32), Vec<u8>), Problem> {
    let format = match media {
        Media::Jpeg => ImageFormat::Jpeg,
        Media::Png => ImageFormat::Png,
        Media::Webp => ImageFormat::WebP,
        Media::Pdf => return Err(Problem::Content),
    };
    let mut decoder = reader(format, content).into_decoder()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_ALLOC {
        return Err(Problem::Size);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let whole = DynamicImage::from_decoder(decoder)?;
    let mut small = if width.max(height) > THUMBNAIL { whole.thumbnail(THUMBNAIL, THUMBNAIL) } else { whole };
    small.apply_orientation(orientation);
    let turned = matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let seen = if turned { (height, width) } else { (width, height) };
    Ok((seen, encode(&small)?))
}

/// A reader that asks for no more memory than it may.
fn reader(format: ImageFormat, content: &[u8]) -> ImageReader<Cursor<&[u8]>> {
    let mut reader = ImageReader::with_format(Cursor::new(content), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(if format == ImageFormat::Png { MAX_BESIDE } else { MAX_ALLOC });
    reader.limits(limits);
    reader
}

/// JPEG on white: what was transparent must not become black.
fn encode(picture: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let picture = picture.to_rgba8();
    let over_white = |channel: u8, alpha: u8| {
        let (channel, alpha) = (u16::from(channel), u16::from(alpha));
        u8::try_from((channel * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    let flat: Vec<u8> = picture
        .pixels()
        .flat_map(|pixel| {
            let [red, green, blue, alpha] = pixel.0;
            [red, green, blue].map(|channel| over_white(channel, alpha))
        })
        .collect();
    let mut out = Vec::new();
    JpegEncoder::new_with_quality(&mut out, QUALITY).encode(
        &flat,
        picture.width(),
        picture.height(),
        ExtendedColorType::Rgb8,
    )?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::codecs::png::PngEncoder;
    use image::{ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};

    /// Left half red, right half blue.
    fn halves(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, _| if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) })
    }

    fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.into().write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    /// A JPEG whose camera was turned: EXIF with nothing but the orientation, and the name of its owner.
    fn turned(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        exif.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0]);
        exif.extend_from_slice(b"Nguyen Van A");
        let length = u16::try_from(exif.len() + 2).unwrap();
        let mut out = jpeg[..2].to_vec();
        out.extend_from_slice(&[0xFF, 0xE1]);
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&exif);
        out.extend_from_slice(&jpeg[2..]);
        out
    }

    fn thumbnail(content: &[u8]) -> RgbImage {
        let seen = look(content).unwrap();
        image::load_from_memory_with_format(&seen.thumbnail.unwrap(), ImageFormat::Jpeg).unwrap().to_rgb8()
    }

    #[test]
    fn a_picture_of_each_kind_is_shown_small() {
        for (format, media) in
            [(ImageFormat::Jpeg, Media::Jpeg), (ImageFormat::Png, Media::Png), (ImageFormat::WebP, Media::Webp)]
        {
            let content = written(halves(1200, 600), format);
            let seen = look(&content).unwrap();
            assert_eq!((seen.media, seen.pixels), (media, Some((1200, 600))));
            let small = thumbnail(&content);
            assert_eq!(small.dimensions(), (360, 180), "{media:?}");
            assert!(small.get_pixel(20, 90).0[0] > 200 && small.get_pixel(340, 90).0[2] > 200, "{media:?}");
        }
        assert_eq!(thumbnail(&written(halves(40, 30), ImageFormat::Png)).dimensions(), (40, 30), "never enlarged");
    }

    #[test]
    fn a_picture_is_shown_as_it_was_held_and_without_what_the_camera_knew() {
        let content = turned(&written(halves(1200, 600), ImageFormat::Jpeg), 6);
        let seen = look(&content).unwrap();
        assert_eq!(seen.pixels, Some((600, 1200)));
        let small = thumbnail(&content);
        assert_eq!(small.dimensions(), (180, 360));
        assert!(small.get_pixel(90, 20).0[0] > 200 && small.get_pixel(90, 340).0[2] > 200, "turned to the right");
        let bytes = seen.thumbnail.unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"Exif"), "no EXIF");
        assert!(!bytes.windows(6).any(|window| window == b"Nguyen"));
    }

    #[test]
    fn what_is_transparent_is_white() {
        let clear = RgbaImage::from_pixel(20, 20, Rgba([0, 0, 0, 0]));
        assert_eq!(thumbnail(&written(clear, ImageFormat::Png)).get_pixel(10, 10).0, [255, 255, 255]);
    }

    #[test]
    fn a_bomb_is_not_opened() {
        // A header that promises a picture of thirty thousand by thirty thousand.
        let mut png = written(halves(8, 8), ImageFormat::Png);
        png[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        let sum = crc(&png[12..29]);
        png[29..33].copy_from_slice(&sum.to_be_bytes());
        assert!(look(&png).unwrap_err().contains("25 triệu điểm ảnh"));
    }

    #[test]
    fn a_profile_that_blows_up_is_left_where_it_is() {
        let with = |profile: Vec<u8>| {
            let mut png = Vec::new();
            let mut encoder = PngEncoder::new(&mut png);
            encoder.set_icc_profile(profile).unwrap();
            encoder.write_image(halves(8, 8).as_raw(), 8, 8, ExtendedColorType::Rgb8).unwrap();
            png
        };
        let unpacked = |png: &[u8]| {
            reader(ImageFormat::Png, png).into_decoder().unwrap().icc_profile().unwrap().map(|profile| profile.len())
        };
        let (small, large) = (with(vec![b'a'; 2 << 20]), with(vec![b'a'; 64 << 20]));
        assert_eq!([unpacked(&small), unpacked(&large)], [Some(2 << 20), None]);
        assert!(large.len() < 1 << 20, "{} bytes", large.len());
        assert!(look(&large).unwrap().thumbnail.is_some(), "the picture is a picture");
    }

    /// The checksum of a PNG chunk.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 })
        })
    }

    #[test]
    fn what_is_no_whole_file_is_told_with_what_to_do() {
        let png = written(halves(600, 400), ImageFormat::Png);
        for (content, words) in [
            (b"".as_slice(), "tệp trống"),
            (b"<script>alert(1)</script>", "không phải ảnh"),
            (b"GIF89a", "không phải ảnh"),
            (&png[..png.len() / 2], "ảnh bị hỏng"),
            (b"\xFF\xD8\xFF\xE0nothing", "ảnh bị hỏng"),
            (b"RIFF\x10\0\0\0WEBPVP8 ", "ảnh bị hỏng"),
            (b"%PDF-1.7 and then nothing", "PDF chưa trọn vẹn"),
        ] {
            let told = look(content).unwrap_err();
            assert!(told.contains(words), "{told}");
        }
        let pdf = look(b"%PDF-1.7\n1 0 obj\n%%EOF\n");
        assert_eq!(pdf, Ok(Seen { media: Media::Pdf, pixels: None, thumbnail: None }));
    }
}
