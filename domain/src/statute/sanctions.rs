//! Supplementary sanctions and remedial measures: the closed lists of the law, and which of them a line of the
//! catalogue names.

use serde::{Deserialize, Serialize};

/// Kind of a supplementary sanction (Luật XLVPHC Điều 21, 25, 26).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SupplementaryKind {
    /// Tịch thu tang vật, phương tiện.
    Confiscation,
    /// Tước quyền sử dụng giấy phép, chứng chỉ; đình chỉ hoạt động có thời hạn.
    Suspension,
}

impl SupplementaryKind {
    /// Words of the law.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Confiscation => "Tịch thu tang vật, phương tiện vi phạm hành chính",
            Self::Suspension => {
                "Tước quyền sử dụng giấy phép, chứng chỉ hành nghề có thời hạn hoặc đình chỉ hoạt động có thời hạn"
            }
        }
    }

    pub const fn article(self) -> &'static str {
        match self {
            Self::Confiscation => "Điều 26 Luật Xử lý vi phạm hành chính",
            Self::Suspension => "Điều 25 Luật Xử lý vi phạm hành chính",
        }
    }
}

/// When a supplementary sanction applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum When {
    Always,
    /// Only for repeated violations or repeat offenders.
    OnRepeat,
    /// In some clauses or cases only: the officer reads the decree.
    InSomeCases,
}

/// A line of the catalogue's supplementary sanctions, read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Supplementary {
    pub kind: SupplementaryKind,
    pub when: When,
}

impl Supplementary {
    /// Reads a line; `None` when it names nothing of the closed list.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let kind = if text.starts_with("tịch thu") {
            SupplementaryKind::Confiscation
        } else if ["tước quyền", "đình chỉ", "thu hồi giấy chứng nhận"].iter().any(|start| text.starts_with(start))
        {
            SupplementaryKind::Suspension
        } else {
            return None;
        };
        let when = if text.contains("trường hợp") || text.contains("tùy khoản") || text.contains(" từ 200 triệu")
        {
            When::InSomeCases
        } else if text.contains("tái phạm") || text.contains("nhiều lần") {
            When::OnRepeat
        } else if text.contains("trừ trường hợp") {
            When::InSomeCases
        } else {
            When::Always
        };
        Some(Self { kind, when })
    }

    /// Whether a line takes a licence or certificate, rather than suspending an activity.
    pub fn takes_licence(text: &str) -> bool {
        let text = text.to_lowercase();
        text.starts_with("tước quyền") || text.starts_with("thu hồi giấy")
    }
}

/// Remedial measures (biện pháp khắc phục hậu quả), Luật XLVPHC Điều 28 khoản 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remedy {
    RestoreState,
    DismantleWorks,
    StopPollution,
    TakeOutOrReExport,
    DestroyHarmful,
    CorrectInformation,
    RemoveInfringingElement,
    RecallGoods,
    ReturnGain,
    /// Set by a decree of the Government.
    Other,
}

/// Remedy, its point in khoản 1 Điều 28, its words, and the openings by which a line of the catalogue is known.
const REMEDIES: [(Remedy, &str, &str, &[&str]); 10] = [
    (Remedy::RestoreState, "a", "Buộc khôi phục lại tình trạng ban đầu", &["buộc khôi phục"]),
    (Remedy::DismantleWorks, "b", "Buộc tháo dỡ công trình xây dựng không phép, sai phép", &["buộc tháo dỡ"]),
    (
        Remedy::StopPollution,
        "c",
        "Buộc khắc phục tình trạng ô nhiễm môi trường, lây lan dịch bệnh",
        &["buộc khắc phục tình trạng ô nhiễm"],
    ),
    (
        Remedy::TakeOutOrReExport,
        "d",
        "Buộc đưa ra khỏi lãnh thổ Việt Nam hoặc tái xuất hàng hóa, phương tiện",
        &["buộc đưa ra khỏi lãnh thổ", "buộc tái xuất"],
    ),
    (
        Remedy::DestroyHarmful,
        "đ",
        "Buộc tiêu hủy hàng hóa gây hại cho sức khỏe, vật nuôi, cây trồng, môi trường, văn hóa phẩm độc hại",
        &["buộc tiêu hủy"],
    ),
    (Remedy::CorrectInformation, "e", "Buộc cải chính thông tin sai sự thật hoặc gây nhầm lẫn", &["buộc cải chính"]),
    (
        Remedy::RemoveInfringingElement,
        "g",
        "Buộc loại bỏ yếu tố vi phạm trên hàng hóa, bao bì, phương tiện kinh doanh, vật phẩm",
        &["buộc loại bỏ yếu tố"],
    ),
    (
        Remedy::RecallGoods,
        "h",
        "Buộc thu hồi sản phẩm, hàng hóa không bảo đảm chất lượng",
        &[
            "buộc thu hồi sản phẩm",
            "buộc thu hồi hàng",
            "buộc thu hồi thực phẩm",
            "buộc thu hồi tiêu hủy",
            "buộc thu hồi, ",
            "buộc thu hồi và",
            "buộc thu hồi để",
        ],
    ),
    (
        Remedy::ReturnGain,
        "i",
        "Buộc nộp lại số lợi bất hợp pháp hoặc số tiền bằng trị giá tang vật đã tiêu thụ, tẩu tán, tiêu hủy trái pháp luật",
        &["buộc nộp lại số lợi", "buộc trả lại khách hàng hoặc nộp lại"],
    ),
    (Remedy::Other, "k", "Biện pháp khắc phục hậu quả khác do Chính phủ quy định", &["buộc "]),
];

impl Remedy {
    /// The closed list in the order of the law.
    pub fn all() -> impl Iterator<Item = Remedy> {
        REMEDIES.iter().map(|(remedy, ..)| *remedy)
    }

    /// Point of khoản 1 Điều 28, e.g. `đ`.
    pub fn point(self) -> &'static str {
        REMEDIES.iter().find(|(remedy, ..)| *remedy == self).map_or("k", |(_, point, ..)| point)
    }

    /// Words of the law, shortened.
    pub fn label(self) -> &'static str {
        REMEDIES.iter().find(|(remedy, ..)| *remedy == self).map_or("", |(_, _, label, _)| label)
    }

    /// Where it stands.
    pub fn article(self) -> String {
        format!("điểm {} khoản 1 Điều 28 Luật Xử lý vi phạm hành chính", self.point())
    }

    /// Reads a line of the catalogue; `None` when it is no remedy.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        REMEDIES
            .iter()
            .find(|(_, _, _, openings)| openings.iter().any(|opening| text.starts_with(opening)))
            .map(|(remedy, ..)| *remedy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;

    #[test]
    fn every_line_of_the_catalogue_is_of_the_closed_lists() {
        for row in &Catalogue::embedded().behaviour {
            for text in &row.supplementary {
                assert!(Supplementary::read(text).is_some(), "{}: {text}", row.id);
            }
            for text in &row.remedies {
                assert!(Remedy::read(text).is_some(), "{}: {text}", row.id);
            }
        }
    }

    #[test]
    fn reads_kind_and_condition() {
        use SupplementaryKind::{Confiscation, Suspension};
        for (text, kind, when) in [
            ("tịch thu tang vật", Confiscation, When::Always),
            ("tịch thu phương tiện vận tải trong các trường hợp quy định", Confiscation, When::InSomeCases),
            ("tước quyền sử dụng giấy phép khi vi phạm nhiều lần hoặc tái phạm", Suspension, When::OnRepeat),
            ("đình chỉ hoạt động có thời hạn (tùy khoản)", Suspension, When::InSomeCases),
            ("đình chỉ hoạt động thương mại điện tử 06–12 tháng", Suspension, When::Always),
        ] {
            assert_eq!(Supplementary::read(text), Some(Supplementary { kind, when }), "{text}");
        }
        assert_eq!(Supplementary::read("phạt tiền"), None);
        assert!(Supplementary::takes_licence("Tước quyền sử dụng giấy phép 02 tháng"));
        assert!(!Supplementary::takes_licence("đình chỉ hoạt động 01 tháng"));
        for (text, remedy, point) in [
            ("buộc tiêu hủy hàng giả", Remedy::DestroyHarmful, "đ"),
            ("buộc nộp lại số lợi bất hợp pháp", Remedy::ReturnGain, "i"),
            ("buộc thu hồi thực phẩm", Remedy::RecallGoods, "h"),
            ("buộc thu hồi tên miền", Remedy::Other, "k"),
        ] {
            assert_eq!((Remedy::read(text), remedy.point()), (Some(remedy), point), "{text}");
        }
        assert_eq!(Remedy::all().count(), 10);
    }
}
