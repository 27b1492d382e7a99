//! Names in it: common family, middle and given names of the country, put together by chance; names of businesses and of
//! foreign makers, made up.

use crate::demo::rng::Rng;

/// Family names with their share in per mille.
const FAMILY: [(&str, usize); 40] = [
    ("Nguyễn", 384),
    ("Trần", 121),
    ("Lê", 95),
    ("Phạm", 71),
    ("Huỳnh", 30),
    ("Hoàng", 25),
    ("Phan", 45),
    ("Vũ", 24),
    ("Võ", 20),
    ("Đặng", 21),
    ("Bùi", 20),
    ("Đỗ", 14),
    ("Hồ", 13),
    ("Ngô", 13),
    ("Dương", 10),
    ("Lý", 8),
    ("Đinh", 8),
    ("Trịnh", 6),
    ("Mai", 6),
    ("Đoàn", 6),
    ("Lương", 5),
    ("Tạ", 5),
    ("Cao", 5),
    ("Hà", 5),
    ("Lưu", 4),
    ("Phùng", 4),
    ("Tô", 4),
    ("Quách", 3),
    ("Thái", 3),
    ("Chu", 3),
    ("La", 2),
    ("Nông", 2),
    ("Lò", 2),
    ("Vàng", 2),
    ("Giàng", 2),
    ("Thạch", 2),
    ("Kiều", 2),
    ("Mạc", 2),
    ("Âu", 1),
    ("Y", 1),
];

const MALE_MIDDLE: &str =
    "Văn,Đức,Quang,Hữu,Công,Ngọc,Đình,Xuân,Tiến,Minh,Thanh,Quốc,Bá,Duy,Trọng,Thế,Gia,Anh,Hoàng,Việt";
const FEMALE_MIDDLE: &str =
    "Thị,Thị Thu,Thị Hồng,Thị Kim,Thị Ngọc,Thị Thanh,Thị Minh,Thị Bích,Ngọc,Thùy,Khánh,Mai,Thị Lan,Thị Mỹ,Hoàng";
const MALE_GIVEN: &str = "Anh,Bảo,Bình,Chiến,Cường,Dũng,Duy,Đạt,Đông,Giang,Hải,Hậu,Hiếu,Hòa,Hoàng,Hùng,Huy,Khánh,Khoa,Kiên,Lâm,Long,Lộc,Luân,Mạnh,Minh,Nam,Nghĩa,Nhân,Phong,Phú,Phúc,Phước,Quân,Quang,Quý,Sáng,Sơn,Tài,Tâm,Tân,Thái,Thắng,Thành,Thịnh,Thông,Toàn,Trung,Trường,Tú,Tuấn,Tùng,Vinh,Vũ,Vương";
const FEMALE_GIVEN: &str = "An,Ánh,Châu,Chi,Cúc,Diễm,Diệp,Dung,Duyên,Đào,Giang,Hà,Hạnh,Hằng,Hiền,Hoa,Hồng,Huệ,Hương,Khuyên,Lan,Lê,Liên,Linh,Loan,Lụa,Ly,Mai,My,Nga,Ngân,Nhàn,Nhung,Oanh,Phượng,Phương,Quyên,Sen,Tâm,Thảo,Thơm,Thu,Thúy,Thủy,Trang,Trâm,Trinh,Tuyết,Uyên,Vân,Xuân,Yến";

/// What a shop sells, as its sign says it.
const TRADE: &str = "Tạp hóa,Thời trang,Mỹ phẩm,Điện máy,Điện gia dụng,Bánh kẹo,Đồ chơi,Rượu – Thuốc lá,Vật tư nông nghiệp,Phụ tùng xe máy,Thực phẩm sạch,Vàng bạc,Xăng dầu,Gas,Vật liệu xây dựng,Giày dép,Điện thoại,Nhà thuốc,Văn phòng phẩm,Siêu thị mini,Quán ăn,Cà phê,Trái cây,Hải sản,Gạo,Phân bón,Thuốc thú y,Nội thất,Vải sợi,Kính mắt";
const FIRST: &str = "An,Bảo,Bình,Cẩm,Châu,Duy,Đại,Đông,Gia,Hải,Hoàng,Hồng,Hưng,Kim,Khánh,Long,Lộc,Minh,Mỹ,Nam,Ngọc,Nhật,Phú,Phúc,Phương,Quang,Quốc,Sơn,Tân,Tây,Thái,Thanh,Thành,Thiên,Thịnh,Thuận,Tiến,Trung,Trường,Tuấn,Vạn,Việt,Vĩnh,Xuân";
const SECOND: &str = "An,Cường,Dung,Đạt,Giang,Hà,Hải,Hòa,Hương,Khang,Lâm,Linh,Long,Lợi,Minh,Nguyên,Phát,Phong,Phú,Phương,Quý,Sơn,Tâm,Tân,Thái,Thành,Thắng,Thịnh,Thủy,Tiến,Trang,Vinh,Vượng,Yên";
const FIELD: &str = "Thương mại,Thương mại và Dịch vụ,Sản xuất và Thương mại,Xuất nhập khẩu,Đầu tư,Phân phối,Dược phẩm,Thực phẩm,Xăng dầu,Vật tư";
/// Syllables of made-up foreign makers.
const FOREIGN: [&str; 3] = [
    "Al,Be,Co,Da,El,Fi,Ga,Ke,Lu,Ma,Ni,Or,Pa,Ri,So,Ta,Ve,Zo",
    "ran,met,lix,bor,dan,vel,tor,mis,gen,pol,sun,kar,lo,xi",
    "a,co,tech,io,ex,on,us,ta",
];
const STREETS: &str = "Trần Hưng Đạo,Nguyễn Trãi,Lê Lợi,Quang Trung,Hùng Vương,Nguyễn Huệ,Lý Thường Kiệt,Hai Bà Trưng,Lê Duẩn,Điện Biên Phủ,Phan Bội Châu,Phan Chu Trinh,Nguyễn Du,Trường Chinh,Cách Mạng Tháng Tám,Ngô Quyền,Bà Triệu,Hoàng Diệu,Tô Hiệu,Chu Văn An";

/// A full name, and whether it is a man's.
pub(super) fn person(rng: &mut Rng) -> (String, bool) {
    let family = rng.weighted(&FAMILY, |(_, weight)| *weight).map_or("Nguyễn", |(family, _)| *family);
    let male = rng.chance(55);
    let (middle, given) = if male { (MALE_MIDDLE, MALE_GIVEN) } else { (FEMALE_MIDDLE, FEMALE_GIVEN) };
    (format!("{family} {} {}", rng.word(middle), rng.word(given)), male)
}

/// What a shop sells.
pub(super) fn trade(rng: &mut Rng) -> &'static str {
    rng.word(TRADE)
}

/// A name for a business: one in eight sounds foreign.
pub(super) fn brand(rng: &mut Rng) -> String {
    if rng.chance(12) {
        FOREIGN.map(|syllables| rng.word(syllables)).concat()
    } else if rng.chance(40) {
        format!("{} {} {}", rng.word(FIRST), rng.word(FIRST), rng.word(SECOND))
    } else {
        format!("{} {}", rng.word(FIRST), rng.word(SECOND))
    }
}

/// The name of an organisation.
pub(super) fn company(rng: &mut Rng) -> String {
    let form = match rng.below(10) {
        0 => "Hợp tác xã",
        1 | 2 => "Công ty Cổ phần",
        3 => "Doanh nghiệp tư nhân",
        _ => "Công ty TNHH",
    };
    format!("{form} {} {}", rng.word(FIELD), brand(rng))
}

/// House and street.
pub(super) fn house(rng: &mut Rng) -> String {
    let number = rng.between(1, 480);
    if rng.chance(45) {
        format!("Thôn {}", rng.between(1, 14))
    } else {
        format!("Số {number} đường {}", rng.word(STREETS))
    }
}
