//! Fields of management (lĩnh vực): keys and labels as the reports have them.

use serde::{Deserialize, Serialize};

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
    (Field::HangGiaShtt, "hang-gia-shtt", "Hàng giả, xâm phạm quyền sở hữu trí tuệ"),
    (Field::GianLanThuongMai, "gian-lan-thuong-mai", "Gian lận thương mại"),
    (Field::KhongRoNguonGoc, "khong-ro-nguon-goc", "Hàng không rõ nguồn gốc, xuất xứ"),
    (Field::Attp, "attp", "An toàn thực phẩm"),
    (Field::Gia, "gia", "Lĩnh vực giá, đầu cơ, găm hàng"),
    (Field::NhanHangHoa, "nhan-hang-hoa", "Nhãn hàng hóa"),
    (Field::ThuongMaiDienTu, "thuong-mai-dien-tu", "Thương mại điện tử"),
    (Field::XangDau, "xang-dau", "Xăng dầu, khí"),
    (Field::ThuocLa, "thuoc-la", "Thuốc lá"),
    (Field::Ruou, "ruou", "Rượu, bia"),
    (Field::DoLuongChatLuong, "do-luong-chat-luong", "Đo lường, chất lượng"),
    (Field::BaoVeNguoiTieuDung, "bao-ve-nguoi-tieu-dung", "Bảo vệ người tiêu dùng"),
    (Field::DangKyKinhDoanh, "dang-ky-kinh-doanh", "Đăng ký, điều kiện kinh doanh"),
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
        FIELDS.iter().find(|(_, known, _)| *known == key).map(|(field, _, _)| *field)
    }
}
