//! Lists as they leave: only one's own, masked, and without a formula.

use super::*;
use crate::fixture::Place;
use crate::xlsx;
use domain::exchange::Cell;

const BOOK: &str = "Tên;Loại;CCCD;MST;Chủ hộ;Địa chỉ;SĐT;Ngày sinh;Tên cơ sở;Mặt hàng\n\
    Nguyễn Thị Mùi;Cá nhân;033185000234;;;Số 1, Phường Phố Hiến, Tỉnh Hưng Yên;0912345678;1/2/1985;@SUM(1);Vải\n\
    Hộ kinh doanh Bình Minh;HKD;;0100109106;Trần Văn Bảy;Số 2, Phường Phố Hiến, Tỉnh Hưng Yên;0987654321;;Bình Minh;Tạp hóa\n";

fn filled() -> Place {
    let place = Place::new();
    let id = place.taken("ksv1", "a.csv", BOOK.as_bytes());
    place.applied("ksv1", id);
    place
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn what_is_personal_is_masked_for_whom_does_not_read_it() {
    let place = filled();
    let open = text(place.list("ksv1", "doi-tuong.csv").unwrap());
    assert!(open.starts_with('\u{feff}') && open.ends_with("\r\n"), "{open}");
    assert_eq!(open.lines().count(), 3);
    for known in ["033185000234", "0912345678", "01/02/1985", "Số 1, Phường"] {
        assert!(open.contains(known), "{known}: {open}");
    }
    let masked = text(place.list("tonghop", "doi-tuong.csv").unwrap());
    assert_eq!(masked.lines().count(), 3);
    for hidden in ["033185000234", "0912345678", "01/02/1985", "Số 1, Phường"] {
        assert!(!masked.contains(hidden), "{hidden}: {masked}");
    }
    assert!(masked.contains("0100109106") && masked.contains("033••••••234"), "{masked}");
    let book = text(place.list("tonghop", "co-so.csv?don-vi=33-01").unwrap());
    assert!(!book.contains("0987654321") && book.contains("\"'@SUM(1)\""), "{book}");
}

#[test]
fn only_lists_that_there_are_and_only_ones_own() {
    let place = filled();
    for (account, address, rows) in [
        ("ksv1", "doi-tuong.csv", Some(3)),
        ("ksv4", "doi-tuong.csv", Some(1)),
        ("ksv1", "co-so.csv?loai=shop&trang-thai=active&chi=ra-soat", Some(3)),
        ("ksv1", "co-so.csv?loai=market", Some(1)),
        ("ksv1", "vu-viec.csv?buoc=dang-kiem-tra&tu-khoa=b%C3%ACnh+minh", Some(1)),
        ("ksv1", "tra-cuu.csv?tinh-trang=mo&han=qua-han", Some(1)),
        ("ksv1", "tra-cuu.csv?mo-tu=01%2F01%2F2020", Some(1)),
        ("ksv1", "tra-cuu.csv?mo-tu=32%2F01%2F2020", None),
        ("ksv1", "tra-cuu.csv?don-vi=33-04", None),
        ("quantri", "tra-cuu.csv", None),
        ("ksv1", "doi-tuong.csv?don-vi=33-04", None),
        ("ksv1", "co-so.csv?don-vi=33-04", None),
        ("ksv1", "vu-viec.csv?don-vi=33-04", None),
        ("ksv1", "co-so.csv?loai=x", None),
        ("ksv1", "vu-viec.csv?buoc=x", None),
        ("ksv1", "doi-tuong.pdf", None),
        ("ksv1", "gi-do.csv", None),
        ("ksv1", "doi-tuong", None),
        ("quantri", "doi-tuong.csv", None),
        ("quantri", "vu-viec.csv", None),
    ] {
        let found = place.list(account, address);
        match rows {
            Some(rows) => assert_eq!(text(found.unwrap()).lines().count(), rows, "{account} {address}"),
            None => assert!(found.is_err(), "{account} {address}"),
        }
    }
}

#[test]
fn an_exported_list_can_be_imported() {
    let place = filled();
    let file = place.list("ksv1", "doi-tuong.xlsx").unwrap();
    let book = xlsx::read(&file).unwrap();
    let headings: Vec<String> = book.rows[0].1.iter().map(Cell::shown).collect();
    let known = headings.iter().filter(|heading| Column::recognise(heading).is_some()).count();
    assert!(known >= PARTY.len(), "{headings:?}");
    let id = place.taken("haiphong.ksv1", "xuat.xlsx", &file);
    place.applied("haiphong.ksv1", id);
    let actor = place.desk("haiphong.ksv1").actor;
    let batch = crate::fixture::block_on(store::imports::batch(&place.db, &actor, id)).unwrap();
    assert_eq!(batch.counts.of(domain::exchange::RowState::Same), 2, "each is in the register already");
}
