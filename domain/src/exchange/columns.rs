//! Which column of a file holds what: recognised by the words of its heading, corrected by the officer, remembered.
//!
//! Must not know: how a value is read.

use super::{Cell, Encoding};
use crate::case::FieldError;
use crate::text::fold;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Column {
    Kind,
    Name,
    Aliases,
    TaxCode,
    CitizenId,
    Passport,
    BirthDate,
    Sex,
    Nationality,
    Occupation,
    Address,
    Phone,
    Registration,
    RegisteredOn,
    RegisteredAt,
    Representative,
    RepresentativeTitle,
    PlaceName,
    PlaceKind,
    PlaceAddress,
    Business,
    Industries,
    Status,
    Position,
    Latitude,
    Longitude,
    SquareMetres,
    Workers,
    Turnover,
    Channels,
    LicenceKind,
    LicenceNumber,
    LicenceIssuedOn,
    LicenceIssuedBy,
    LicenceExpiresOn,
    ReviewedOn,
}

/// One row of the table below: a column, its key as stored and posted, its label, and the folded headings it is known by.
type Known = (Column, &'static str, &'static str, &'static [&'static str]);

const KNOWN: [Known; 36] = [
    (
        Column::Kind,
        "kind",
        "Loại (tổ chức, hộ kinh doanh, cá nhân)",
        &[
            "loai",
            "loai doi tuong",
            "loai hinh",
            "loai hinh kinh doanh",
            "loai hinh doanh nghiep",
            "doi tuong",
            "hinh thuc",
            "loai chu the",
        ],
    ),
    (
        Column::Name,
        "name",
        "Tên tổ chức, cá nhân",
        &[
            "ten",
            "ho ten",
            "ho va ten",
            "ten to chuc",
            "ten to chuc ca nhan",
            "ten doanh nghiep",
            "ten cong ty",
            "ten ho kinh doanh",
            "ten doi tuong",
            "ten chu the",
            "ten to chuc ca nhan kinh doanh",
            "ten dn",
            "ten hkd",
            "ten don vi",
        ],
    ),
    (Column::Aliases, "aliases", "Tên khác", &["ten khac", "ten viet tat", "ten giao dich", "ten cu", "ten goi khac"]),
    (
        Column::TaxCode,
        "tax-code",
        "Mã số thuế",
        &[
            "ma so thue",
            "mst",
            "ma thue",
            "ma so doanh nghiep",
            "msdn",
            "ma so thue mst",
            "mst dn",
            "ma so ho kinh doanh",
        ],
    ),
    (
        Column::CitizenId,
        "citizen-id",
        "Số định danh, CCCD, CMND",
        &[
            "cccd",
            "cmnd",
            "so cccd",
            "so cmnd",
            "cccd cmnd",
            "so cccd cmnd",
            "so cmnd cccd",
            "can cuoc",
            "so can cuoc",
            "so can cuoc cong dan",
            "can cuoc cong dan",
            "so dinh danh",
            "so dinh danh ca nhan",
            "ma dinh danh",
            "cmt",
            "so cmt",
            "cmnd cccd",
        ],
    ),
    (Column::Passport, "passport", "Số hộ chiếu", &["ho chieu", "so ho chieu", "passport"]),
    (Column::BirthDate, "birth-date", "Ngày sinh", &["ngay sinh", "ngay thang nam sinh", "sinh ngay", "nam sinh"]),
    (Column::Sex, "sex", "Giới tính", &["gioi tinh", "nam nu", "phai"]),
    (Column::Nationality, "nationality", "Quốc tịch", &["quoc tich"]),
    (Column::Occupation, "occupation", "Nghề nghiệp", &["nghe nghiep"]),
    (
        Column::Address,
        "address",
        "Địa chỉ (trụ sở, nơi ở)",
        &[
            "dia chi",
            "dia chi tru so",
            "tru so",
            "tru so chinh",
            "noi o",
            "cho o",
            "dia chi thuong tru",
            "noi o hien nay",
            "dia chi lien he",
            "noi cu tru",
            "ho khau thuong tru",
        ],
    ),
    (
        Column::Phone,
        "phone",
        "Điện thoại",
        &[
            "dien thoai",
            "so dien thoai",
            "sdt",
            "dt",
            "so dt",
            "dien thoai lien he",
            "dtdd",
            "di dong",
            "tel",
            "phone",
            "so dien thoai lien he",
        ],
    ),
    (
        Column::Registration,
        "registration",
        "Số giấy đăng ký",
        &[
            "giay dang ky",
            "so giay dang ky",
            "giay dang ky kinh doanh",
            "gcn dkkd",
            "so gcn dkkd",
            "dkkd",
            "so dkkd",
            "so giay chung nhan dang ky",
            "giay chung nhan dang ky",
            "so giay chung nhan dang ky kinh doanh",
            "so dang ky kinh doanh",
            "giay phep kinh doanh",
            "giay cn dkkd",
        ],
    ),
    (
        Column::RegisteredOn,
        "registered-on",
        "Ngày cấp giấy đăng ký",
        &["ngay cap", "ngay cap dkkd", "ngay cap giay dang ky", "ngay dang ky", "ngay cap gcn"],
    ),
    (
        Column::RegisteredAt,
        "registered-at",
        "Nơi cấp giấy đăng ký",
        &["noi cap", "noi cap dkkd", "co quan cap", "noi cap giay dang ky", "noi cap gcn"],
    ),
    (
        Column::Representative,
        "representative",
        "Người đại diện, chủ hộ",
        &[
            "nguoi dai dien",
            "dai dien",
            "nguoi dai dien phap luat",
            "nguoi dai dien theo phap luat",
            "chu ho",
            "chu co so",
            "ten chu ho",
            "ten chu co so",
            "giam doc",
            "ho ten chu ho",
            "ho ten nguoi dai dien",
            "chu ho kinh doanh",
            "dai dien phap luat",
            "ho va ten chu ho",
            "ho va ten chu co so",
            "ho va ten nguoi dai dien",
        ],
    ),
    (
        Column::RepresentativeTitle,
        "representative-title",
        "Chức danh người đại diện",
        &["chuc danh", "chuc vu", "chuc vu nguoi dai dien", "chuc danh nguoi dai dien"],
    ),
    (
        Column::PlaceName,
        "place-name",
        "Tên cơ sở, biển hiệu",
        &[
            "ten co so",
            "ten cua hang",
            "bien hieu",
            "ten bien hieu",
            "co so",
            "cua hang",
            "ten co so kinh doanh",
            "ten dia diem kinh doanh",
        ],
    ),
    (
        Column::PlaceKind,
        "place-kind",
        "Loại cơ sở",
        &["loai co so", "loai hinh co so", "loai dia diem", "hinh thuc co so"],
    ),
    (
        Column::PlaceAddress,
        "place-address",
        "Địa chỉ cơ sở",
        &[
            "dia chi co so",
            "dia chi kinh doanh",
            "dia diem kinh doanh",
            "dia chi cua hang",
            "noi kinh doanh",
            "dia diem",
            "dia chi co so kinh doanh",
        ],
    ),
    (
        Column::Business,
        "business",
        "Ngành, mặt hàng kinh doanh",
        &[
            "nganh",
            "nganh nghe",
            "nganh nghe kinh doanh",
            "mat hang",
            "mat hang kinh doanh",
            "nganh hang",
            "linh vuc",
            "linh vuc kinh doanh",
            "hang hoa kinh doanh",
            "nganh mat hang",
            "nganh nghe mat hang",
        ],
    ),
    (Column::Industries, "industries", "Mã ngành (VSIC)", &["ma nganh", "ma nganh kinh te", "vsic", "ma nganh nghe"]),
    (
        Column::Status,
        "status",
        "Trạng thái hoạt động",
        &["trang thai", "tinh trang", "tinh trang hoat dong", "trang thai hoat dong", "hoat dong"],
    ),
    (Column::Position, "position", "Tọa độ (vĩ độ, kinh độ)", &["toa do", "vi tri", "toa do gps", "gps"]),
    (Column::Latitude, "latitude", "Vĩ độ", &["vi do", "lat", "latitude"]),
    (Column::Longitude, "longitude", "Kinh độ", &["kinh do", "lng", "long", "lon", "longitude"]),
    (Column::SquareMetres, "square-metres", "Diện tích (m²)", &["dien tich", "dien tich m2", "dien tich kinh doanh"]),
    (
        Column::Workers,
        "workers",
        "Số lao động",
        &["lao dong", "so lao dong", "so nguoi lao dong", "nhan vien", "so nhan vien"],
    ),
    (
        Column::Turnover,
        "turnover",
        "Doanh thu một năm (đồng)",
        &["doanh thu", "doanh thu nam", "doanh thu uoc tinh", "doanh thu dong"],
    ),
    (
        Column::Channels,
        "channels",
        "Website, tài khoản bán hàng, biển số xe",
        &[
            "website",
            "trang web",
            "web",
            "facebook",
            "tai khoan ban hang",
            "bien so",
            "bien so xe",
            "bien kiem soat",
            "kenh ban hang",
            "link",
            "duong dan",
        ],
    ),
    (Column::LicenceKind, "licence-kind", "Loại giấy phép", &["loai giay phep", "ten giay phep"]),
    (Column::LicenceNumber, "licence-number", "Số giấy phép", &["giay phep", "so giay phep", "so gp", "gp"]),
    (Column::LicenceIssuedOn, "licence-issued-on", "Ngày cấp giấy phép", &["ngay cap giay phep", "ngay cap gp"]),
    (
        Column::LicenceIssuedBy,
        "licence-issued-by",
        "Nơi cấp giấy phép",
        &["noi cap giay phep", "noi cap gp", "co quan cap giay phep"],
    ),
    (
        Column::LicenceExpiresOn,
        "licence-expires-on",
        "Ngày hết hạn giấy phép",
        &[
            "het han",
            "ngay het han",
            "han giay phep",
            "thoi han",
            "hieu luc den",
            "co gia tri den",
            "ngay het han giay phep",
            "thoi han giay phep",
        ],
    ),
    (
        Column::ReviewedOn,
        "reviewed-on",
        "Ngày rà soát gần nhất",
        &["ngay ra soat", "ra soat", "ngay kiem tra gan nhat", "ngay ra soat gan nhat", "ngay cap nhat"],
    ),
];

/// Headings that look like ours and are not: papers of a person, numbers of the list.
const OTHERS: [&str; 12] = [
    "stt",
    "tt",
    "so thu tu",
    "ghi chu",
    "ngay cap cccd",
    "noi cap cccd",
    "ngay cap cmnd",
    "noi cap cmnd",
    "ngay cap can cuoc",
    "noi cap can cuoc",
    "so quyet dinh",
    "so tien phat",
];

impl Column {
    /// All of them, in the order they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        KNOWN.iter().map(|known| known.0)
    }

    fn known(self) -> Option<&'static Known> {
        KNOWN.iter().find(|known| known.0 == self)
    }

    /// Stable key, as stored and posted.
    pub fn key(self) -> &'static str {
        self.known().map_or("", |known| known.1)
    }

    pub fn from_key(key: &str) -> Option<Self> {
        KNOWN.iter().find(|known| known.1 == key).map(|known| known.0)
    }

    /// Vietnamese label.
    pub fn label(self) -> &'static str {
        self.known().map_or("", |known| known.2)
    }

    /// What a heading names: its words as they are known, else the longest known words in it.
    pub fn recognise(heading: &str) -> Option<Self> {
        let folded = fold(heading);
        if folded.is_empty() || OTHERS.contains(&folded.as_str()) {
            return None;
        }
        // Our own lists bear our own labels.
        if let Some(known) = KNOWN.iter().find(|known| known.3.contains(&folded.as_str()) || fold(known.2) == folded) {
            return Some(known.0);
        }
        let padded = format!(" {folded} ");
        if OTHERS.iter().any(|other| other.contains(' ') && padded.contains(&format!(" {other} "))) {
            return None;
        }
        let inside = KNOWN.iter().flat_map(|known| known.3.iter().map(move |words| (known.0, *words)));
        inside
            // One short word inside of a long heading says nothing.
            .filter(|(_, words)| words.len() >= 3 && padded.contains(&format!(" {words} ")))
            .filter(|(_, words)| words.contains(' ') || folded.split(' ').count() <= 3)
            .max_by_key(|(_, words)| words.len())
            .map(|(column, _)| column)
    }
}

/// What each column of a file holds; nothing for one that is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Mapping(pub Vec<Option<Column>>);

impl Mapping {
    /// What the headings say. Two headings of the same meaning: the first one counts, the other is the officer's to place.
    pub fn recognised(headings: &[Cell], encoding: Encoding) -> Self {
        let mut columns: Vec<Option<Column>> = Vec::new();
        for heading in headings {
            let column = Column::recognise(&encoding.read(heading.words()));
            columns.push(column.filter(|column| !columns.contains(&Some(*column))));
        }
        Self(columns)
    }

    /// Where a column stands.
    pub fn place_of(&self, column: Column) -> Option<usize> {
        self.0.iter().position(|held| *held == Some(column))
    }

    /// What stands against reading by this mapping: all errors at once, each at the field `column.{index}`.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut problems = Vec::new();
        for (index, column) in self.0.iter().enumerate() {
            let first = column.and_then(|column| self.place_of(column));
            if let (Some(column), Some(first)) = (column, first.filter(|first| *first < index)) {
                problems.push(FieldError::new(
                    format!("column.{index}"),
                    format!("“{}” đã chọn cho cột {}. Mỗi nội dung chỉ lấy từ một cột.", column.label(), letter(first)),
                ));
            }
        }
        if self.place_of(Column::Name).is_none() {
            problems.push(FieldError::new(
                "column.0",
                "Chọn cột chứa tên tổ chức, cá nhân. Không có tên thì không nhập được dòng nào.",
            ));
        }
        if self.place_of(Column::Latitude).is_some() != self.place_of(Column::Longitude).is_some() {
            problems
                .push(FieldError::new("column.0", "Vĩ độ và kinh độ đi cùng nhau: chọn cả hai cột, hoặc bỏ cả hai."));
        }
        problems
    }
}

/// The name of a column in a spreadsheet: A, B, …, Z, AA.
pub fn letter(index: usize) -> String {
    let mut rest = index;
    let mut name = String::new();
    loop {
        let place = u8::try_from(rest % 26).unwrap_or(0);
        name.insert(0, char::from(b'A' + place));
        if rest < 26 {
            return name;
        }
        rest = rest / 26 - 1;
    }
}

/// What a mapping is remembered by: the words of the headings, however they are written.
pub fn fingerprint(headings: &[Cell], encoding: Encoding) -> String {
    let words: Vec<String> = headings.iter().map(|heading| fold(&encoding.read(heading.words()))).collect();
    let mut hasher = Sha256::new();
    hasher.update(words.join("|").trim_end_matches('|').as_bytes());
    hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Rows at the beginning in which the headings are looked for: titles of the list stand above them.
const HEAD: usize = 20;

/// The row that holds the headings (0 for the first): the one in which most columns are recognised, else the first that is not
/// empty.
pub fn header_line(rows: &[Vec<Cell>], encoding: Encoding) -> usize {
    let found = |row: &Vec<Cell>| Mapping::recognised(row, encoding).0.iter().flatten().count();
    let best =
        rows.iter().take(HEAD).enumerate().map(|(line, row)| (found(row), line)).rev().max_by_key(|(count, _)| *count);
    match best {
        Some((count, line)) if count >= 2 => line,
        _ => rows.iter().position(|row| row.iter().any(|cell| !cell.is_empty())).unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_has_a_key_a_label_and_words_of_its_own() {
        let mut seen = std::collections::BTreeSet::new();
        for column in Column::all() {
            assert_eq!(Column::from_key(column.key()), Some(column));
            assert_eq!(Column::recognise(column.label()), Some(column), "{}", column.label());
            let words = column.known().unwrap().3;
            for word in words {
                assert_eq!(fold(word), **word, "{word}");
                assert!(seen.insert(*word), "{word} twice");
                assert_eq!(Column::recognise(word), Some(column));
            }
        }
        assert_eq!(Column::from_key("stt"), None);
    }

    #[test]
    fn headings_as_people_write_them() {
        for (heading, expected) in [
            ("Mã số thuế", Some(Column::TaxCode)),
            ("MST ", Some(Column::TaxCode)),
            ("Mã số thuế/MSDN", Some(Column::TaxCode)),
            ("Số CCCD/CMND", Some(Column::CitizenId)),
            ("Tên tổ chức, cá nhân kinh doanh", Some(Column::Name)),
            ("HỌ VÀ TÊN", Some(Column::Name)),
            ("Họ và tên chủ hộ", Some(Column::Representative)),
            ("Địa chỉ kinh doanh hiện nay", Some(Column::PlaceAddress)),
            ("Địa chỉ trụ sở chính", Some(Column::Address)),
            ("Số điện thoại (Zalo)", Some(Column::Phone)),
            ("Giấy phép: ngày hết hạn", Some(Column::LicenceExpiresOn)),
            ("Ngày cấp CCCD", None),
            ("Nơi cấp CCCD (nếu có)", None),
            ("STT", None),
            ("Ghi chú", None),
            ("Tổng số lần được nhắc tên trong năm", None),
            ("", None),
        ] {
            assert_eq!(Column::recognise(heading), expected, "{heading}");
        }
    }

    fn row(cells: &[&str]) -> Vec<Cell> {
        cells.iter().map(|cell| Cell::of_words(cell)).collect()
    }

    #[test]
    fn the_headings_are_found_below_the_titles() {
        let rows = [
            row(&["ỦY BAN NHÂN DÂN PHƯỜNG"]),
            row(&["DANH SÁCH CÁC CƠ SỞ KINH DOANH", "", ""]),
            row(&[]),
            row(&["STT", "Tên", "Mã số thuế", "Địa chỉ"]),
            row(&["1", "Công ty A", "0100109106", "Phố Hiến"]),
        ];
        assert_eq!(header_line(&rows, Encoding::Unicode), 3);
        assert_eq!(header_line(&[row(&[""]), row(&["cột một", "cột hai"])], Encoding::Unicode), 1);
        assert_eq!(header_line(&[], Encoding::Unicode), 0);
        let old = [row(&["Danh s¸ch"]), row(&["Tªn", "M· sè thuÕ", "§Þa chØ"])];
        assert_eq!(header_line(&old, Encoding::Tcvn3), 1);
        let mapping = Mapping::recognised(&old[1], Encoding::Tcvn3);
        assert_eq!(mapping.0, [Some(Column::Name), Some(Column::TaxCode), Some(Column::Address)]);
        assert_eq!(
            fingerprint(&old[1], Encoding::Tcvn3),
            fingerprint(&row(&["TÊN", "Mã số thuế", "Địa chỉ", ""]), Encoding::Unicode)
        );
        assert_ne!(
            fingerprint(&old[1], Encoding::Tcvn3),
            fingerprint(&row(&["Tên", "Địa chỉ", "Mã số thuế"]), Encoding::Unicode)
        );
    }

    #[test]
    fn a_mapping_names_all_that_is_wrong_with_it() {
        let headings = row(&["Tên", "Họ và tên", "Vĩ độ"]);
        let mapping = Mapping::recognised(&headings, Encoding::Unicode);
        assert_eq!(mapping.0, [Some(Column::Name), None, Some(Column::Latitude)]);
        assert_eq!(mapping.problems().len(), 1, "a latitude alone");
        let twice = Mapping(vec![Some(Column::Phone), None, Some(Column::Phone)]);
        let fields: Vec<String> = twice.problems().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["column.2", "column.0"]);
        assert!(twice.problems()[0].message.contains("cột A"));
        assert_eq!(Mapping(vec![Some(Column::Name)]).problems(), []);
        for (index, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letter(index), name);
        }
    }
}
