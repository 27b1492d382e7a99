//! What is found in the demo: behaviours of the catalogue by their share of real cases, with goods that fit.

/// One kind of find.
pub(super) struct Find {
    pub behaviour: &'static str,
    /// Share of handled cases, in per mille.
    pub weight: usize,
    /// What is inspected.
    pub content: &'static str,
    pub description: &'static str,
    /// Name, unit, price in đồng, origin; none where the act has no goods.
    pub goods: &'static [(&'static str, &'static str, i64, &'static str)],
    /// Quantity in thousandths, where the frame depends on one.
    pub quantity: Option<(i64, i64)>,
}

pub(super) const FINDS: [Find; 14] = [
    Find {
        behaviour: "nd98-d17-c",
        weight: 210,
        content: "Nguồn gốc, xuất xứ hàng hóa đang bày bán",
        description: "Bày bán hàng hóa không có hóa đơn, chứng từ chứng minh nguồn gốc, xuất xứ tại thời điểm kiểm tra",
        goods: &[
            ("Quần áo trẻ em", "bộ", 85_000, "Không xác định"),
            ("Bánh kẹo không nhãn", "gói", 32_000, "Không xác định"),
            ("Đồ chơi nhựa", "cái", 45_000, "Không xác định"),
            ("Kem dưỡng da không tên", "lọ", 120_000, "Không xác định"),
        ],
        quantity: None,
    },
    Find {
        behaviour: "nd98-d15-k1",
        weight: 170,
        content: "Hóa đơn, chứng từ, tem nhập khẩu của hàng hóa nước ngoài",
        description: "Kinh doanh hàng hóa do nước ngoài sản xuất, không có hóa đơn, chứng từ chứng minh nhập khẩu hợp pháp",
        goods: &[
            ("Sữa tắm nhập khẩu", "chai", 95_000, "Thái Lan"),
            ("Áo khoác", "chiếc", 210_000, "Trung Quốc"),
            ("Nồi chiên không dầu", "chiếc", 780_000, "Trung Quốc"),
            ("Son môi", "thỏi", 135_000, "Hàn Quốc"),
        ],
        quantity: None,
    },
    Find {
        behaviour: "nd87-d13-k1a",
        weight: 140,
        content: "Việc niêm yết giá hàng hóa, dịch vụ",
        description: "Không niêm yết giá hàng hóa đang bày bán tại cơ sở",
        goods: &[],
        quantity: None,
    },
    Find {
        behaviour: "nd115-d16-k1",
        weight: 60,
        content: "Điều kiện bảo đảm an toàn thực phẩm",
        description: "Bày bán thức ăn đường phố không có tủ kính, thiết bị che đậy",
        goods: &[],
        quantity: None,
    },
    Find {
        behaviour: "nd115-d20-k1",
        weight: 50,
        content: "Hồ sơ tự công bố sản phẩm thực phẩm",
        description: "Kinh doanh sản phẩm thực phẩm chưa nộp bản tự công bố sản phẩm theo quy định",
        goods: &[],
        quantity: None,
    },
    Find {
        behaviour: "nd122-d62",
        weight: 60,
        content: "Đăng ký kinh doanh, điều kiện kinh doanh",
        description: "Kinh doanh thường xuyên tại địa điểm cố định mà không đăng ký thành lập hộ kinh doanh",
        goods: &[],
        quantity: None,
    },
    Find {
        behaviour: "nd98-d6-k2",
        weight: 40,
        content: "Giấy phép kinh doanh và phạm vi ghi trong giấy phép",
        description: "Kinh doanh không đúng phạm vi, quy mô ghi trong giấy phép",
        goods: &[],
        quantity: None,
    },
    Find {
        behaviour: "nd98-d11-k1",
        weight: 50,
        content: "Nhãn hàng hóa, bao bì và quyền sở hữu trí tuệ",
        description: "Bán hàng hóa có nhãn, bao bì giả mạo tên, địa chỉ của thương nhân khác",
        goods: &[("Nước giặt 3,5 kg", "túi", 140_000, "Việt Nam"), ("Dầu gội 650 g", "chai", 125_000, "Việt Nam")],
        quantity: None,
    },
    Find {
        behaviour: "nd99-2013-d12-k1",
        weight: 40,
        content: "Hàng hóa có dấu hiệu giả mạo nhãn hiệu",
        description: "Bán hàng hóa gắn dấu hiệu trùng với nhãn hiệu đang được bảo hộ mà không được phép",
        goods: &[("Giày thể thao", "đôi", 180_000, "Không xác định"), ("Áo phông", "chiếc", 70_000, "Không xác định")],
        quantity: None,
    },
    Find {
        behaviour: "nd119-d31-k4",
        weight: 70,
        content: "Nhãn hàng hóa",
        description: "Bán hàng hóa theo quy định phải có nhãn mà không có nhãn hàng hóa",
        goods: &[("Ấm siêu tốc", "chiếc", 165_000, "Trung Quốc"), ("Bộ dao nhà bếp", "bộ", 220_000, "Trung Quốc")],
        quantity: None,
    },
    Find {
        behaviour: "nd98-d62-tb",
        weight: 40,
        content: "Website, ứng dụng bán hàng",
        description: "Thiết lập website thương mại điện tử bán hàng mà không thông báo với cơ quan quản lý",
        goods: &[],
        quantity: None,
    },
    Find {
        behaviour: "nd98-d17-a",
        weight: 40,
        content: "Hạn sử dụng của hàng hóa",
        description: "Bày bán hàng hóa đã quá hạn sử dụng ghi trên nhãn",
        goods: &[("Sữa hộp 1 lít", "hộp", 34_000, "Việt Nam"), ("Xúc xích tiệt trùng", "gói", 27_000, "Việt Nam")],
        quantity: None,
    },
    Find {
        behaviour: "nd98-d8-tl",
        weight: 20,
        content: "Thuốc lá điếu",
        description: "Bán thuốc lá điếu nhập lậu",
        goods: &[("Thuốc lá điếu nhập lậu", "bao", 22_000, "Nước ngoài")],
        quantity: Some((6_000, 45_000)),
    },
    Find {
        behaviour: "nd98-ruou-gpbl",
        weight: 10,
        content: "Giấy phép bán lẻ rượu",
        description: "Bán lẻ rượu không có giấy phép bán lẻ",
        goods: &[],
        quantity: None,
    },
];

/// Findings of an inspection without a violation.
pub(super) const CLEAN: &str =
    "Cơ sở xuất trình đủ giấy chứng nhận đăng ký, hóa đơn, chứng từ; hàng hóa có nhãn, niêm yết giá theo quy định.";
