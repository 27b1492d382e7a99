//! Files as they are posted, and what becomes of them.

use super::*;
use crate::fixture::{Place, block_on, content};
use crate::xlsx;
use domain::exchange::Encoding;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use rust_xlsxwriter::Workbook;

const LIST: &str = "STT;Tên hộ kinh doanh;MST;Chủ hộ;Địa chỉ;SĐT\n\
    1;Hộ kinh doanh Bình Minh;0100109106;Trần Văn Bảy;Số 1, Phường Phố Hiến, Tỉnh Hưng Yên;912345678\n\
    2;Hộ kinh doanh Hoa Mai;2.00E+09;;Số 2, Phường Phố Hiến, Tỉnh Hưng Yên;0912345678\n\
    3;=cmd|' /C calc'!A0;0300588569;Lê A;Số 3, Phường Phố Hiến, Tỉnh Hưng Yên;0912345678\n";

fn head(uri: &str) -> Parts {
    http::Request::get(uri).body(()).unwrap().into_parts().0
}

#[test]
fn a_list_is_taken_in_and_comes_back_with_what_became_of_it() {
    let place = Place::new();
    let id = place.taken("ksv1", "sổ địa bàn.csv", LIST.as_bytes());
    place.applied("ksv1", id);
    let answer = block_on(result(&place.desk("doitruong1"), id, &head("/x"))).unwrap();
    assert!(answer.headers()[CONTENT_DISPOSITION].to_str().unwrap().contains(".xlsx\""));
    let book = xlsx::read(&content(answer)).unwrap();
    let rows: Vec<Vec<String>> = book.rows.iter().map(|(_, row)| row.iter().map(Cell::shown).collect()).collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0][..3], ["STT", "Tên hộ kinh doanh", "MST"]);
    assert_eq!(rows[0][6..], ["Dòng trong tệp", "Kết quả", "Cần sửa", "Cần đối chiếu"]);
    assert_eq!((rows[1][6].as_str(), rows[1][7].as_str()), ("2", "Đã nhập mới"));
    assert!(rows[1][9].contains("số 0 ở đầu"), "{:?}", rows[1]);
    assert!(
        rows[2][7].starts_with("Có lỗi") && rows[2][8].contains("rút gọn") && rows[2][8].contains("chủ hộ"),
        "{:?}",
        rows[2]
    );
    assert!(rows[3][8].contains("công thức"), "{:?}", rows[3]);
    let faulty = block_on(result(&place.desk("ksv1"), id, &head("/x?dong=faulty"))).unwrap();
    assert_eq!(xlsx::read(&content(faulty)).unwrap().rows.len(), 3);
    assert!(matches!(block_on(result(&place.desk("ksv1"), id, &head("/x?dong=y"))), Err(Failure::NotFound)));
    let answer = block_on(original(&place.desk("ksv2"), id)).unwrap();
    assert_eq!(answer.headers()[CONTENT_TYPE], "text/csv; charset=utf-8");
    assert_eq!(content(answer), LIST.as_bytes());
    for account in ["ksv4", "haiphong.ksv1", "quantri"] {
        assert!(matches!(block_on(original(&place.desk(account), id)), Err(Failure::NotFound)), "{account}");
        assert!(matches!(block_on(result(&place.desk(account), id, &head("/x"))), Err(Failure::NotFound)), "{account}");
    }
    let mut found = block_on(store::verify::run(&place.db)).unwrap();
    block_on(store::verify::blobs(&place.db, &place.blobs, &mut found)).unwrap();
    assert_eq!((found.problems, found.orphans), (Vec::new(), 0));
}

/// The corrected copy of the faulty rows is a list like any other.
#[test]
fn the_faulty_rows_come_back_corrected() {
    let place = Place::new();
    let id = place.taken("ksv1", "a.csv", LIST.as_bytes());
    place.applied("ksv1", id);
    let faulty = content(block_on(result(&place.desk("ksv1"), id, &head("/x?dong=faulty"))).unwrap());
    let book = xlsx::read(&faulty).unwrap();
    let mut corrected = Workbook::new();
    let sheet = corrected.add_worksheet();
    for (line, row) in (0_u32..).zip(&book.rows) {
        for (column, cell) in (0_u16..).zip(&row.1) {
            let text = match (line, column) {
                (1, 2) => "0100109106-001".to_owned(),
                (1, 3) => "Trần Thị Hoa".to_owned(),
                (2, 1) => "Hộ kinh doanh Lê A".to_owned(),
                _ => cell.shown(),
            };
            sheet.write(line, column, text).unwrap();
        }
    }
    let again = place.taken("ksv1", "sua.xlsx", &corrected.save_to_buffer().unwrap());
    place.applied("ksv1", again);
    let lines = block_on(imports::lines(&place.db, &place.desk("ksv1").actor, again, None, false, 0, 9)).unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.state, line.problems.clone())).collect();
    let made = lines.iter().filter(|line| line.state == RowState::Made).count();
    assert_eq!(made, 2, "{told:?}");
}

#[test]
fn old_letters_are_recognised_in_text_and_in_workbooks() {
    let place = Place::new();
    let unit = |id| block_on(imports::batch(&place.db, &place.desk("ksv1").actor, id)).unwrap();
    let tcvn3 = b"T\xAAn;M\xB7 s\xE8 thu\xD5;\xA7\xDEa ch\xD8\nH\xE9 kinh doanh Nguy\xD4n Th\xDE M\xEFi;0100109106;Ph\xE8 Hi\xD5n\n";
    let batch = unit(place.taken("ksv1", "cu.csv", tcvn3));
    assert_eq!(batch.settings.encoding, Encoding::Tcvn3);
    assert_eq!(batch.settings.mapping.0.iter().flatten().count(), 3);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in
        (0..).zip([["Teân", "Maõ soá thueá", "Ñòa chæ"], ["Nguyeãn Vaên Tuaán", "0100109106", "Phoá Hieán"]])
    {
        for (column, cell) in (0..).zip(cells) {
            sheet.write(row, column, cell).unwrap();
        }
    }
    let batch = unit(place.taken("ksv1", "vni.xlsx", &book.save_to_buffer().unwrap()));
    assert_eq!(batch.settings.encoding, Encoding::Vni);
    assert_eq!(batch.settings.mapping.0.iter().flatten().count(), 3);
}

#[test]
fn a_refused_file_leaves_nothing_but_why() {
    let place = Place::new();
    let large = vec![b'a'; usize::try_from(MAX_BYTES).unwrap() + 1];
    for (name, bytes, words) in [
        ("a.xlsx", b"".as_slice(), "trống"),
        ("a.xlsx", LIST.as_bytes(), "không phải sổ tính XLSX"),
        ("a.csv", b"%PDF-1.7", "PDF"),
        ("a.csv", b"a;\"b\nc", "dấu ngoặc kép"),
        ("a.csv", &large, "lớn hơn 16 MB"),
        ("", b"", "Chọn một tệp"),
    ] {
        let refused = place.refused("ksv1", name, bytes);
        assert!(refused.message.contains(words), "{name}: {}", refused.message);
        assert_eq!(refused.name, name);
    }
    assert_eq!(place.files(), 0);
    assert!(block_on(imports::batches(&place.db, &place.desk("ksv1").actor, 9)).unwrap().is_empty());
    for account in ["tonghop", "chicuctruong", "quantri"] {
        assert!(place.post(account, "a.csv", LIST.as_bytes()).is_err(), "{account}");
    }
    assert_eq!(place.files(), 0, "who keeps no book keeps no file");
}
