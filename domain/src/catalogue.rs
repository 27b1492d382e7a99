//! The catalogue of violations (danh mục hành vi): every fine frame as dated data with its source and mark.
//!
//! A new decree is a change of data. Must not know: who is fined, or how a fine is found inside a frame.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// How sure the project is of a legal number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// Read in a source.
    #[serde(rename = "V")]
    Seen,
    /// Recalled and held to be certain, not read again.
    #[serde(rename = "R")]
    Recalled,
    /// Plausible; must be checked against the gazette. A suggestion only.
    #[serde(rename = "U")]
    Unsure,
}

impl Mark {
    /// What the officer is told.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Seen => "Đã đối chiếu văn bản",
            Self::Recalled => "Theo ghi nhận chuyên môn",
            Self::Unsure => "Chưa chắc, phải đối chiếu Công báo",
        }
    }
}

/// Field of management (lĩnh vực), the rows of every report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    HangCam,
    HangNhapLau,
    HangGiaShtt,
    GianLanThuongMai,
    KhongRoNguonGoc,
    Attp,
    Gia,
    NhanHangHoa,
    ThuongMaiDienTu,
    XangDau,
    ThuocLa,
    Ruou,
    DoLuongChatLuong,
    BaoVeNguoiTieuDung,
    DangKyKinhDoanh,
    Khac,
}

/// Key and label of every field, in report order.
const FIELDS: [(Field, &str, &str); 16] = [
    (Field::HangCam, "hang-cam", "Hàng cấm"),
    (Field::HangNhapLau, "hang-nhap-lau", "Hàng nhập lậu"),
    (
        Field::HangGiaShtt,
        "hang-gia-shtt",
        "Hàng giả, xâm phạm quyền sở hữu trí tuệ",
    ),
    (Field::GianLanThuongMai, "gian-lan-thuong-mai", "Gian lận thương mại"),
    (
        Field::KhongRoNguonGoc,
        "khong-ro-nguon-goc",
        "Hàng không rõ nguồn gốc, xuất xứ",
    ),
    (Field::Attp, "attp", "An toàn thực phẩm"),
    (Field::Gia, "gia", "Lĩnh vực giá, đầu cơ, găm hàng"),
    (Field::NhanHangHoa, "nhan-hang-hoa", "Nhãn hàng hóa"),
    (Field::ThuongMaiDienTu, "thuong-mai-dien-tu", "Thương mại điện tử"),
    (Field::XangDau, "xang-dau", "Xăng dầu, khí"),
    (Field::ThuocLa, "thuoc-la", "Thuốc lá"),
    (Field::Ruou, "ruou", "Rượu, bia"),
    (Field::DoLuongChatLuong, "do-luong-chat-luong", "Đo lường, chất lượng"),
    (
        Field::BaoVeNguoiTieuDung,
        "bao-ve-nguoi-tieu-dung",
        "Bảo vệ người tiêu dùng",
    ),
    (
        Field::DangKyKinhDoanh,
        "dang-ky-kinh-doanh",
        "Đăng ký, điều kiện kinh doanh",
    ),
    (Field::Khac, "khac", "Vi phạm khác"),
];

impl Field {
    /// All fields in report order.
    pub fn all() -> impl Iterator<Item = Field> {
        FIELDS.iter().map(|(field, _, _)| *field)
    }

    fn row(self) -> (&'static str, &'static str) {
        FIELDS
            .iter()
            .find(|(field, _, _)| *field == self)
            .map_or(("khac", "Vi phạm khác"), |(_, key, label)| (key, label))
    }

    /// Stable key, as stored and as used in addresses.
    pub fn key(self) -> &'static str {
        self.row().0
    }

    /// Vietnamese label.
    pub fn label(self) -> &'static str {
        self.row().1
    }

    pub fn from_key(key: &str) -> Option<Field> {
        FIELDS
            .iter()
            .find(|(_, known, _)| *known == key)
            .map(|(field, _, _)| *field)
    }
}

/// What a frame depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// One frame, whatever the value.
    Fixed,
    /// Bands by the value of the exhibits in đồng.
    ExhibitValue,
    /// Bands by a quantity, in thousandths of [`Behaviour::unit`].
    Quantity,
}

/// Whose fine the figures of a row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatedFor {
    Individual,
    Organisation,
}

/// One fine frame; it holds for `from <= x < to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Clause (khoản).
    pub clause: String,
    /// Point (điểm).
    #[serde(default)]
    pub point: Option<String>,
    #[serde(default)]
    pub from: Option<i64>,
    #[serde(default)]
    pub to: Option<i64>,
    /// Least fine in đồng.
    pub min: i64,
    /// Greatest fine in đồng.
    pub max: i64,
    /// Overrides the mark of the row.
    #[serde(default)]
    pub confidence: Option<Mark>,
    /// Whether the decree lets a warning (cảnh cáo) stand in place of the fine.
    #[serde(default)]
    pub warning: bool,
}

impl Band {
    /// Whether the band holds for a value or quantity.
    pub fn holds(&self, x: i64) -> bool {
        self.from.is_none_or(|from| from <= x) && self.to.is_none_or(|to| x < to)
    }
}

/// One behaviour (hành vi) with its frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behaviour {
    pub id: String,
    /// Decree, e.g. `NĐ 98/2020/NĐ-CP`.
    pub instrument: String,
    /// Article as the catalogue names it, e.g. `Điều 15 khoản 1`.
    pub article: String,
    pub title: String,
    pub field: Field,
    pub base: Base,
    #[serde(default)]
    pub unit: Option<String>,
    pub fine_stated_for: StatedFor,
    /// Multiplies the frame for an organisation (1 where it is stated for organisations).
    pub organisation_factor: i64,
    /// When the fine is doubled, in the words of the decree; empty when never.
    pub doubled_if: String,
    pub supplementary: Vec<String>,
    pub remedies: Vec<String>,
    /// Limitation period in years (Luật XLVPHC Điều 6).
    pub limitation_years: i32,
    pub in_force_from: Date,
    #[serde(default)]
    pub in_force_to: Option<Date>,
    pub confidence: Mark,
    pub note: String,
    pub bands: Vec<Band>,
}

impl Behaviour {
    /// Whether the row is law on that day.
    pub fn in_force(&self, on: Date) -> bool {
        self.in_force_from <= on && self.in_force_to.is_none_or(|to| on <= to)
    }

    /// The band for a value or quantity; the only band of a fixed frame.
    pub fn band(&self, amount: Option<i64>) -> Option<&Band> {
        match (self.base, amount) {
            (Base::Fixed, _) => self.bands.first(),
            (Base::ExhibitValue | Base::Quantity, Some(x)) => self.bands.iter().find(|band| band.holds(x)),
            (Base::ExhibitValue | Base::Quantity, None) => None,
        }
    }

    /// The article number alone, e.g. `15` or `53a`; `None` while the catalogue does not know it.
    pub fn article_number(&self) -> Option<&str> {
        self.article.strip_prefix("Điều ")?.split_whitespace().next()
    }

    /// The decree in full words: `Nghị định 98/2020/NĐ-CP`.
    pub fn decree(&self) -> String {
        self.instrument.replace("NĐ ", "Nghị định ")
    }

    /// A place inside the article: “khoản 2 Điều 15 Nghị định 98/2020/NĐ-CP”; the decree alone when the article is
    /// not known.
    pub fn place_of(&self, part: &str) -> String {
        match self.article_number() {
            Some(number) => format!("{part} Điều {number} {}", self.decree())
                .trim_start()
                .to_owned(),
            None => self.decree(),
        }
    }

    /// Exact place of a band: “điểm c khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP”.
    pub fn place(&self, band: &Band) -> String {
        let point = band
            .point
            .as_ref()
            .map_or(String::new(), |point| format!("điểm {point} "));
        self.place_of(&format!("{point}khoản {}", band.clause))
    }

    /// Place of the doubling clause, when the row names it: “khoản 2 Điều 15 …”, else the article.
    pub fn doubling_place(&self) -> String {
        let clause = self.doubled_if.rsplit_once("(khoản ").map(|(_, rest)| rest);
        let number: String = clause
            .unwrap_or_default()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        self.place_of(&if number.is_empty() {
            number
        } else {
            format!("khoản {number}")
        })
    }

    /// Mark of a band: its own, else that of the row.
    pub fn mark(&self, band: &Band) -> Mark {
        band.confidence.unwrap_or(self.confidence)
    }
}

/// What is wrong in a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueProblem {
    pub id: String,
    /// Vietnamese: what to correct.
    pub message: String,
}

/// All behaviours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    pub behaviour: Vec<Behaviour>,
}

impl Catalogue {
    /// The catalogue this version ships with.
    pub fn embedded() -> &'static Catalogue {
        static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
        CATALOGUE.get_or_init(|| {
            // The text is made by build.rs; a test reads it, so the empty fallback is never seen.
            serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/catalogue.json")))
                .unwrap_or(Catalogue { behaviour: Vec::new() })
        })
    }

    /// The behaviour with that id.
    pub fn behaviour(&self, id: &str) -> Option<&Behaviour> {
        self.behaviour.iter().find(|behaviour| behaviour.id == id)
    }

    /// Behaviours that are law on that day.
    pub fn in_force(&self, on: Date) -> impl Iterator<Item = &Behaviour> {
        self.behaviour.iter().filter(move |behaviour| behaviour.in_force(on))
    }

    /// Behaviours whose title, article or decree holds every word of the query, without regard to marks.
    pub fn search(&self, query: &str, on: Date) -> Vec<&Behaviour> {
        let query = crate::text::fold(query);
        let words: Vec<&str> = query.split(' ').filter(|word| !word.is_empty()).collect();
        self.in_force(on)
            .filter(|behaviour| {
                let text = crate::text::fold(&format!(
                    "{} {} {}",
                    behaviour.title, behaviour.article, behaviour.instrument
                ));
                words.iter().all(|word| text.contains(word))
            })
            .collect()
    }

    /// Everything wrong with the figures: overlaps, gaps, frames upside down, missing citations.
    pub fn validate(&self) -> Vec<CatalogueProblem> {
        let mut problems = Vec::new();
        for (index, behaviour) in self.behaviour.iter().enumerate() {
            let mut report = |message: String| {
                problems.push(CatalogueProblem {
                    id: behaviour.id.clone(),
                    message,
                })
            };
            if behaviour.article.trim().is_empty() || behaviour.instrument.trim().is_empty() {
                report("Thiếu căn cứ điều, khoản.".to_owned());
            }
            if self
                .behaviour
                .iter()
                .take(index)
                .any(|earlier| earlier.id == behaviour.id)
            {
                report("Mã hành vi bị trùng.".to_owned());
            }
            if behaviour.title.trim().is_empty() {
                report("Thiếu tên hành vi.".to_owned());
            }
            if behaviour.in_force_to.is_some_and(|to| to < behaviour.in_force_from) {
                report("Ngày hết hiệu lực trước ngày có hiệu lực.".to_owned());
            }
            if !(1..=2).contains(&behaviour.organisation_factor) || !(1..=2).contains(&behaviour.limitation_years) {
                report("Hệ số tổ chức và thời hiệu chỉ là 1 hoặc 2.".to_owned());
            }
            if behaviour.base == Base::Quantity && behaviour.unit.is_none() {
                report("Khung theo số lượng mà thiếu đơn vị tính.".to_owned());
            }
            if behaviour.base == Base::Fixed && behaviour.bands.len() > 1 {
                report("Khung cố định chỉ có một mức.".to_owned());
            }
            if behaviour.bands.is_empty() {
                report("Không có khung phạt.".to_owned());
            }
            for band in &behaviour.bands {
                if band.min > band.max || band.min < 0 {
                    report(format!("Khung phạt {}–{} bị ngược.", band.min, band.max));
                }
            }
            if behaviour.base != Base::Fixed {
                if behaviour.bands.first().is_some_and(|band| band.from.is_none()) {
                    report("Khoảng đầu phải có cận dưới.".to_owned());
                }
                for pair in behaviour.bands.windows(2) {
                    let [earlier, later] = pair else { continue };
                    if earlier.from >= earlier.to {
                        report(format!("Khoảng giá trị {:?}–{:?} bị ngược.", earlier.from, earlier.to));
                    }
                    if earlier.to != later.from {
                        report(format!(
                            "Khoảng giá trị hở hoặc chồng giữa {:?} và {:?}.",
                            earlier.to, later.from
                        ));
                    }
                }
                if behaviour.bands.last().is_some_and(|band| band.to.is_some()) {
                    report("Khoảng cuối phải để mở.".to_owned());
                }
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn every_row_is_in_and_sound() {
        let catalogue = Catalogue::embedded();
        let rows = include_str!("../data/catalogue.toml").matches("[[behaviour]]").count();
        assert_eq!(catalogue.behaviour.len(), rows);
        let problems: Vec<_> = catalogue
            .validate()
            .into_iter()
            .map(|p| format!("{}: {}", p.id, p.message))
            .collect();
        assert_eq!(problems, KNOWN_PROBLEMS, "{problems:#?}");
    }

    /// Open ends and alternatives that the source text itself has.
    const KNOWN_PROBLEMS: [&str; 0] = [];

    #[test]
    fn bands_are_half_open() {
        let smuggled = Catalogue::embedded().behaviour("nd98-d15-k1").unwrap();
        for (value, min, max) in [
            (0, 500_000, 1_000_000),
            (2_999_999, 500_000, 1_000_000),
            (3_000_000, 1_000_000, 2_000_000),
            (19_999_999, 4_000_000, 6_000_000),
            (20_000_000, 6_000_000, 10_000_000),
            (100_000_000, 40_000_000, 50_000_000),
            (9_000_000_000, 40_000_000, 50_000_000),
        ] {
            let band = smuggled.band(Some(value)).unwrap();
            assert_eq!((band.min, band.max), (min, max), "{value}");
        }
        assert_eq!(smuggled.band(None), None);
        assert_eq!(
            smuggled.place(&smuggled.bands[3]),
            "điểm d khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP"
        );
    }

    #[test]
    fn places_are_readable_where_the_article_is_not_known() {
        let catalogue = Catalogue::embedded();
        for (id, place) in [
            ("nd98-d6-k3a", "điểm a khoản 3 Điều 6 Nghị định 98/2020/NĐ-CP"),
            ("nd98-d53a-nentang", "khoản 1 Điều 53a Nghị định 98/2020/NĐ-CP"),
            (
                "nd99-giay-cn",
                "Nghị định 99/2020/NĐ-CP (sửa đổi bởi Nghị định 17/2022/NĐ-CP)",
            ),
        ] {
            let row = catalogue.behaviour(id).unwrap();
            assert_eq!(row.place(&row.bands[0]), place);
        }
        let doubling = |id| catalogue.behaviour(id).unwrap().doubling_place();
        assert_eq!(doubling("nd98-d15-k1"), "khoản 2 Điều 15 Nghị định 98/2020/NĐ-CP");
        assert_eq!(doubling("nd98-d57"), "Điều 57 Nghị định 98/2020/NĐ-CP");
        for row in &catalogue.behaviour {
            let texts = row
                .supplementary
                .iter()
                .chain(&row.remedies)
                .chain([&row.note, &row.doubled_if, &row.article]);
            for text in texts {
                assert!(
                    !text
                        .split(|c: char| !c.is_alphanumeric())
                        .any(|word| word == "U" || word == "V"),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn validation_sees_what_is_wrong() {
        let mut broken = Catalogue::embedded().clone();
        let rows = &mut broken.behaviour;
        let smuggled = rows.iter().position(|row| row.id == "nd98-d15-k1").unwrap();
        rows[smuggled].bands[2].to = Some(9_000_000);
        rows[0].bands[0].min = rows[0].bands[0].max + 1;
        rows[1].article.clear();
        rows[3].id = rows[2].id.clone();
        let found: Vec<String> = broken.validate().into_iter().map(|problem| problem.message).collect();
        for part in ["hở hoặc chồng", "bị ngược", "Thiếu căn cứ", "bị trùng"] {
            assert!(found.iter().any(|message| message.contains(part)), "{part}: {found:?}");
        }
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn searches_without_marks() {
        let found = Catalogue::embedded().search("hang hoa nhap lau", date(2026, 11, 1));
        assert!(found.iter().any(|behaviour| behaviour.id == "nd98-d15-k1"));
        assert!(
            Catalogue::embedded()
                .search("không có hành vi này", date(2026, 11, 1))
                .is_empty()
        );
    }

    proptest! {
        /// Bands partition: above the first limit every value hits exactly one.
        #[test]
        fn every_value_hits_exactly_one_band(row in 0..Catalogue::embedded().behaviour.len(), x in 0_i64..300_000_000) {
            let row = &Catalogue::embedded().behaviour[row];
            let hits = row.bands.iter().filter(|band| band.holds(x)).count();
            let covered = row.bands[0].from.is_none_or(|from| from <= x);
            prop_assert_eq!(hits, usize::from(covered));
            if row.base != Base::Fixed {
                prop_assert_eq!(row.band(Some(x)).is_some(), covered);
            }
        }
    }

    #[test]
    fn field_keys_are_serde_keys() {
        for field in Field::all() {
            assert_eq!(serde_json::to_string(&field).unwrap(), format!("\"{}\"", field.key()));
            assert_eq!(Field::from_key(field.key()), Some(field));
        }
    }
}
