//! Mitigating and aggravating circumstances: closed lists of the law (Luật XLVPHC Điều 9, Điều 10).
//!
//! Must not know: how they move a fine.

use serde::{Deserialize, Serialize};

macro_rules! circumstances {
    ($(#[$doc:meta])* $name:ident, { $($variant:ident = $key:literal : $label:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($variant),* }

        impl $name {
            /// The closed list.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// Stable key, as posted.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key),* } }

            /// Words of the law, shortened.
            pub const fn label(self) -> &'static str { match self { $(Self::$variant => $label),* } }

            pub fn from_key(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|item| item.key() == key) }
        }
    };
}

circumstances!(
    /// Mitigating circumstances (tình tiết giảm nhẹ), Luật XLVPHC Điều 9.
    Mitigating, {
        M1 = "M1": "Đã ngăn chặn, làm giảm bớt hậu quả hoặc tự nguyện khắc phục, bồi thường",
        M2 = "M2": "Tự nguyện khai báo, thành thật hối lỗi; tích cực giúp đỡ cơ quan chức năng",
        M3 = "M3": "Bị kích động mạnh do hành vi trái pháp luật của người khác; vượt quá phòng vệ chính đáng, tình thế cấp thiết",
        M4 = "M4": "Bị ép buộc hoặc lệ thuộc về vật chất, tinh thần",
        M5 = "M5": "Phụ nữ mang thai, người già yếu, người có bệnh hoặc khuyết tật hạn chế nhận thức, điều khiển hành vi",
        M6 = "M6": "Hoàn cảnh đặc biệt khó khăn không do mình gây ra",
        M7 = "M7": "Do trình độ lạc hậu",
        M8 = "M8": "Tình tiết giảm nhẹ khác do Chính phủ quy định",
    }
);

circumstances!(
    /// Aggravating circumstances (tình tiết tăng nặng), Luật XLVPHC Điều 10 khoản 1.
    Aggravating, {
        A1 = "A1": "Có tổ chức",
        A2 = "A2": "Vi phạm nhiều lần; tái phạm",
        A3 = "A3": "Xúi giục, lôi kéo, sử dụng người chưa thành niên; ép buộc người lệ thuộc",
        A4 = "A4": "Sử dụng người biết rõ là mất khả năng nhận thức, điều khiển hành vi",
        A5 = "A5": "Lăng mạ, phỉ báng người thi hành công vụ; có tính chất côn đồ",
        A6 = "A6": "Lợi dụng chức vụ, quyền hạn",
        A7 = "A7": "Lợi dụng chiến tranh, thiên tai, dịch bệnh, khó khăn đặc biệt của xã hội",
        A8 = "A8": "Đang chấp hành hình phạt hoặc biện pháp xử lý hành chính",
        A9 = "A9": "Tiếp tục vi phạm dù đã bị yêu cầu chấm dứt",
        A10 = "A10": "Sau khi vi phạm đã trốn tránh, che giấu vi phạm",
        A11 = "A11": "Quy mô lớn, số lượng hoặc trị giá hàng hóa lớn",
        A12 = "A12": "Đối với nhiều người, trẻ em, người già, người khuyết tật, phụ nữ mang thai",
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_stable() {
        assert_eq!((Mitigating::ALL.len(), Aggravating::ALL.len()), (8, 12));
        for item in Mitigating::ALL {
            assert_eq!(serde_json::to_string(item).unwrap(), format!("\"{}\"", item.key()));
            assert_eq!(Mitigating::from_key(item.key()), Some(*item));
        }
        for item in Aggravating::ALL {
            assert_eq!(serde_json::to_string(item).unwrap(), format!("\"{}\"", item.key()));
            assert_eq!(Aggravating::from_key(item.key()), Some(*item));
        }
        assert_eq!(Mitigating::from_key("M9"), None);
    }
}
