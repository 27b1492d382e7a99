//! Photos from the field over HTTP: in pieces, cut off, sent twice, too large, with another hash, by others, from a device out of use.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use domain::case::{AttachmentKind, CaseId};
use domain::fieldwork::{CHUNK, CommandKey, PhotoAsked, PhotoState};
use ins_tests::field::{Device, code, new_id, read};
use ins_tests::http::authority;
use ins_tests::officers::{open, seed};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};

/// A picture of eight by six points.
const PNG: &str = "89504e470d0a1a0a0000000d4948445200000008000000060802000000716748ac000000114944415478da633821278715310ca40400698830c1196a3dfc0000000049454e44ae426082";

const BYTES: &str = "application/octet-stream";

/// A picture no other test has, of a little more than two pieces: what follows its end is no part of it.
fn picture() -> Vec<u8> {
    let digits = PNG.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned());
    let mut bytes: Vec<u8> = digits.map(|pair| u8::from_str_radix(&pair, 16).expect("hex")).collect();
    bytes.extend_from_slice(&new_id().as_bytes().repeat(2 * CHUNK / 16));
    bytes
}

struct Photo {
    key: CommandKey,
    asked: PhotoAsked,
    content: Vec<u8>,
}

impl Photo {
    fn of(device: &Device, case: CaseId) -> Self {
        let content = picture();
        let sha256 = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
        let asked = PhotoAsked {
            device: device.id,
            case,
            kind: AttachmentKind::Scene,
            sha256,
            size: u64::try_from(content.len()).expect("a size"),
            name: "IMG_1.png".to_owned(),
            caption: "Quầy số 3".to_owned(),
            taken_on: None,
        };
        Self { key: CommandKey(new_id()), asked, content }
    }

    fn announce(&self, device: &mut Device) -> PhotoState {
        read(&device.ask(&format!("/dinh-kem/gui-dan/{}", self.key), &json!(self.asked)))
    }

    fn address(&self, offset: usize) -> String {
        format!("/dinh-kem/gui-dan/{}/{offset}", self.key)
    }

    fn piece(&self, offset: usize) -> &[u8] {
        &self.content[offset..(offset + CHUNK).min(self.content.len())]
    }

    fn send(&self, device: &mut Device, offset: usize) -> (u16, PhotoState) {
        let answer = device.try_post(&self.address(offset), BYTES, self.piece(offset)).expect("an answer");
        (answer.status, serde_json::from_slice(&answer.body).expect("a state"))
    }
}

fn partial(received: usize) -> PhotoState {
    PhotoState::Partial { received: u64::try_from(received).expect("a size") }
}

/// A device of an officer with a case of his.
fn ready(account: &str) -> (Device, CaseId) {
    let mut device = Device::new(account);
    device.kit(&[]);
    let path = open(&mut device.visitor, account, seed());
    (device, CaseId(path.trim_start_matches("/ho-so/").parse().expect("an id")))
}

/// How many files the page of a case names.
fn files(device: &mut Device, case: CaseId) -> usize {
    let page = device.visitor.get(&format!("/ho-so/{case}")).text();
    page.matches(&format!("href=\"/dinh-kem/{case}/")).count()
}

#[test]
fn a_photo_arrives_once_however_its_pieces_come() {
    let (mut device, case) = ready("ksv4");
    let photo = Photo::of(&device, case);
    assert_eq!((photo.announce(&mut device), photo.announce(&mut device)), (partial(0), partial(0)));
    assert_eq!(photo.send(&mut device, CHUNK), (409, partial(0)), "too early");
    assert_eq!(photo.send(&mut device, 0), (200, partial(CHUNK)));
    assert_eq!(photo.send(&mut device, 0), (409, partial(CHUNK)), "twice");
    // The sender is cut off in the middle of a piece: nothing of it counts.
    let piece = photo.piece(CHUNK);
    let mut stream = TcpStream::connect(authority()).expect("the system");
    let head = device.visitor.head(
        "POST",
        &photo.address(CHUNK),
        &[("Origin", &device.origin), ("Content-Type", BYTES)],
        piece.len(),
    );
    stream.write_all(head.as_bytes()).expect("a head");
    stream.write_all(&piece[..piece.len() / 2]).expect("half of it");
    stream.shutdown(Shutdown::Write).expect("cut off");
    let mut told = Vec::new();
    let _ = stream.read_to_end(&mut told);
    assert!(!String::from_utf8_lossy(&told).starts_with("HTTP/1.1 200"), "{}", String::from_utf8_lossy(&told));
    assert_eq!(photo.announce(&mut device), partial(CHUNK), "where it was");
    assert_eq!(photo.send(&mut device, CHUNK), (200, partial(2 * CHUNK)));
    assert_eq!(files(&mut device, case), 0, "not before it is whole");
    let (status, state) = photo.send(&mut device, 2 * CHUNK);
    let PhotoState::Attached { seq } = state else { panic!("{state:?}") };
    assert_eq!(status, 200);
    // Replayed: the last piece, an earlier one, the announcement.
    for (status, told) in [photo.send(&mut device, 2 * CHUNK), photo.send(&mut device, 0)] {
        assert_eq!((status, told), (200, PhotoState::Attached { seq }));
    }
    assert_eq!(photo.announce(&mut device), PhotoState::Attached { seq });
    let file = device.visitor.get(&format!("/dinh-kem/{case}/{seq}"));
    assert_eq!((file.status, &file.body), (200, &photo.content));
    assert_eq!(device.visitor.get(&format!("/dinh-kem/{case}/{seq}/thu-nho")).status, 200);
    assert_eq!(device.version(case), seq, "once");
    device.end();
}

#[test]
fn what_is_too_large_or_not_what_was_announced_keeps_nothing() {
    let (mut device, case) = ready("ksv5");
    let photo = Photo::of(&device, case);
    let large = Photo {
        asked: PhotoAsked { size: 20 << 20, ..photo.asked.clone() },
        key: CommandKey(new_id()),
        content: Vec::new(),
    };
    let PhotoState::Refused { message } = large.announce(&mut device) else { panic!("20 MB") };
    assert!(
        message.contains("20 MB") && message.contains("lớn hơn 8 MB") && message.contains("độ phân giải"),
        "{message}"
    );
    let answer = device.try_post(&large.address(0), BYTES, &[0; 100]).expect("an answer");
    assert_eq!((answer.status, code(&answer).as_str()), (404, "not-found"), "no piece of it");
    photo.announce(&mut device);
    let answer = device.try_post(&photo.address(0), BYTES, &vec![0; 20 << 20]).expect("an answer");
    assert_eq!((answer.status, code(&answer).as_str()), (413, "too-large"));
    let answer = device.try_post(&photo.address(0), "text/plain", &[1]).expect("an answer");
    assert_eq!((answer.status, code(&answer).as_str()), (400, "invalid"));
    assert_eq!(photo.announce(&mut device), partial(0));
    // Another file under the hash of the first: the pieces go, and the device begins anew with the right one.
    let wrong = Photo { content: picture(), key: photo.key, asked: photo.asked.clone() };
    let state = [0, CHUNK, 2 * CHUNK].map(|offset| wrong.send(&mut device, offset))[2].clone();
    let (200, PhotoState::Refused { message }) = state else { panic!("{state:?}") };
    assert!(message.contains("khác với ảnh trên máy"), "{message}");
    assert_eq!(files(&mut device, case), 0);
    assert_eq!(photo.announce(&mut device), partial(0));
    let state = [0, CHUNK, 2 * CHUNK].map(|offset| photo.send(&mut device, offset))[2].clone();
    assert!(matches!(state, (200, PhotoState::Attached { .. })), "{state:?}");
    // The same key for another photo.
    let other = Photo { key: photo.key, ..Photo::of(&device, case) };
    assert!(matches!(other.announce(&mut device), PhotoState::Refused { .. }));
    assert!(matches!(photo.announce(&mut device), PhotoState::Attached { .. }));
    device.end();
}

#[test]
fn others_and_devices_out_of_use_send_nothing() {
    let (mut device, case) = ready("ksv6");
    let photo = Photo::of(&device, case);
    photo.announce(&mut device);
    photo.send(&mut device, 0);
    let (mut other, _) = ready("ksv4");
    let answer = other.try_post(&photo.address(CHUNK), BYTES, photo.piece(CHUNK)).expect("an answer");
    assert_eq!((answer.status, code(&answer).as_str()), (404, "not-found"), "the key of somebody else");
    let announce = format!("/dinh-kem/gui-dan/{}", CommandKey(new_id()));
    let answer = other.ask(&announce, &json!(photo.asked));
    assert_eq!((answer.status, code(&answer).as_str()), (403, "not-yours"));
    // A case of another unit is one that is not there.
    let mut far = Device::new("haiphong.ksv1");
    far.kit(&[]);
    let answer = far.ask(&announce, &json!(PhotoAsked { device: far.id, ..photo.asked.clone() }));
    assert_eq!(answer.status, 404, "{}", answer.text());
    let unknown = PhotoAsked { device: domain::fieldwork::DeviceId(new_id()), ..photo.asked.clone() };
    let answer = other.ask(&announce, &json!(unknown));
    assert_eq!((answer.status, code(&answer).as_str()), (409, "unknown"));
    // From elsewhere, and signed out.
    let origin = std::mem::replace(&mut other.origin, "https://noi-khac.example".to_owned());
    let answer = other.ask(&announce, &json!(photo.asked));
    assert_eq!((answer.status, code(&answer).as_str()), (403, "foreign"));
    other.origin = origin;
    let mut nobody = Device { id: device.id, visitor: ins_tests::http::Visitor::new(), origin: other.origin.clone() };
    let answer = nobody.ask(&announce, &json!(photo.asked));
    assert_eq!((answer.status, code(&answer).as_str()), (401, "sign-in"));
    for method in ["GET", "PUT", "DELETE"] {
        let answer = device.visitor.send(method, &announce, &[("Origin", &nobody.origin)], b"");
        assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method}");
    }
    device.end();
    let answer = device.try_post(&photo.address(CHUNK), BYTES, photo.piece(CHUNK)).expect("an answer");
    assert_eq!((answer.status, code(&answer).as_str()), (403, "revoked"));
    let answer = device.ask(&format!("/dinh-kem/gui-dan/{}", photo.key), &json!(photo.asked));
    assert_eq!((answer.status, code(&answer).as_str()), (403, "revoked"));
    assert_eq!(files(&mut device, case), 0);
    other.end();
    far.end();
}
