//! Provinces and communes: the two levels of local government since 01/07/2025, found also by the names of before.
//!
//! The list is data with its source and mark (`data/communes.tsv`, `data/communes_before_2025.tsv`). It is for the server: nothing of
//! it travels to the browser unless a form asks for it.
//!
//! Must not know: who lives or trades there.

mod find;
mod list;

pub use find::{Found, find, in_address};
pub use list::{commune, communes, communes_of};

use serde::{Deserialize, Serialize};

/// Code of a commune: five digits (QĐ 19/2025/QĐ-TTg).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CommuneCode(pub String);

/// A province or a city under the central government.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Province {
    /// Two digits, as in the codes of units.
    pub code: &'static str,
    /// “Tỉnh Hưng Yên”, “Thành phố Hà Nội”.
    pub name: &'static str,
}

impl Province {
    /// The name without what it is: “Hưng Yên”.
    pub fn short_name(&self) -> &'static str {
        without_kind(self.name)
    }
}

/// The 34 provinces since 01/07/2025, by code (QĐ 19/2025/QĐ-TTg) [V].
pub const PROVINCES: [Province; 34] = [
    Province { code: "01", name: "Thành phố Hà Nội" },
    Province { code: "04", name: "Tỉnh Cao Bằng" },
    Province { code: "08", name: "Tỉnh Tuyên Quang" },
    Province { code: "11", name: "Tỉnh Điện Biên" },
    Province { code: "12", name: "Tỉnh Lai Châu" },
    Province { code: "14", name: "Tỉnh Sơn La" },
    Province { code: "15", name: "Tỉnh Lào Cai" },
    Province { code: "19", name: "Tỉnh Thái Nguyên" },
    Province { code: "20", name: "Tỉnh Lạng Sơn" },
    Province { code: "22", name: "Tỉnh Quảng Ninh" },
    Province { code: "24", name: "Tỉnh Bắc Ninh" },
    Province { code: "25", name: "Tỉnh Phú Thọ" },
    Province { code: "31", name: "Thành phố Hải Phòng" },
    Province { code: "33", name: "Tỉnh Hưng Yên" },
    Province { code: "37", name: "Tỉnh Ninh Bình" },
    Province { code: "38", name: "Tỉnh Thanh Hóa" },
    Province { code: "40", name: "Tỉnh Nghệ An" },
    Province { code: "42", name: "Tỉnh Hà Tĩnh" },
    Province { code: "44", name: "Tỉnh Quảng Trị" },
    Province { code: "46", name: "Thành phố Huế" },
    Province { code: "48", name: "Thành phố Đà Nẵng" },
    Province { code: "51", name: "Tỉnh Quảng Ngãi" },
    Province { code: "52", name: "Tỉnh Gia Lai" },
    Province { code: "56", name: "Tỉnh Khánh Hòa" },
    Province { code: "66", name: "Tỉnh Đắk Lắk" },
    Province { code: "68", name: "Tỉnh Lâm Đồng" },
    Province { code: "75", name: "Tỉnh Đồng Nai" },
    Province { code: "79", name: "Thành phố Hồ Chí Minh" },
    Province { code: "80", name: "Tỉnh Tây Ninh" },
    Province { code: "82", name: "Tỉnh Đồng Tháp" },
    Province { code: "86", name: "Tỉnh Vĩnh Long" },
    Province { code: "91", name: "Tỉnh An Giang" },
    Province { code: "92", name: "Thành phố Cần Thơ" },
    Province { code: "96", name: "Tỉnh Cà Mau" },
];

/// A province by its code.
pub fn province(code: &str) -> Option<&'static Province> {
    PROVINCES.iter().find(|province| province.code == code)
}

/// A point on the earth in decimal degrees (WGS 84).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    pub latitude: f64,
    pub longitude: f64,
}

impl Point {
    /// Reads `20.6464, 106.0511`, also with a decimal comma and `;` between, as maps on telephones copy it.
    ///
    /// # Errors
    /// Not two numbers; latitude and longitude exchanged; outside of Vietnam with its islands (6–24° N, 102–118° E). The
    /// answer says how to fix it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = crate::text::plain(text).replace(['(', ')', '°'], "");
        let parts: Vec<&str> = if text.contains(';') {
            text.split(';').collect()
        } else if text.matches(',').count() == 1 {
            text.split(',').collect()
        } else {
            text.split_whitespace().map(|part| part.trim_end_matches(',')).collect()
        };
        let number = |part: &str| part.trim().replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite());
        let [Some(latitude), Some(longitude)] = parts.iter().map(|part| number(part)).collect::<Vec<_>>()[..] else {
            return Err("Nhập tọa độ là vĩ độ và kinh độ, cách nhau bằng dấu phẩy, ví dụ 20.6464, 106.0511.".to_owned());
        };
        if (6.0..=24.0).contains(&longitude) && (102.0..=118.0).contains(&latitude) {
            return Err(format!("Vĩ độ đứng trước, kinh độ đứng sau: nhập {longitude}, {latitude}."));
        }
        if !(6.0..=24.0).contains(&latitude) || !(102.0..=118.0).contains(&longitude) {
            return Err("Tọa độ nằm ngoài lãnh thổ Việt Nam. Chép lại từ bản đồ, vĩ độ trước, kinh độ sau.".to_owned());
        }
        Ok(Self { latitude, longitude })
    }

    /// Metres between two points along the great circle.
    pub fn metres_to(self, other: Self) -> f64 {
        let radians = |degrees: f64| degrees.to_radians();
        let (north, east) = (radians(other.latitude - self.latitude), radians(other.longitude - self.longitude));
        let half = (north / 2.0).sin().powi(2)
            + radians(self.latitude).cos() * radians(other.latitude).cos() * (east / 2.0).sin().powi(2);
        2.0 * 6_371_000.0 * half.sqrt().min(1.0).asin()
    }
}

impl std::fmt::Display for Point {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:.5}, {:.5}", self.latitude, self.longitude)
    }
}

/// A commune, ward, or special zone of today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Commune {
    pub code: &'static str,
    /// “Phường Phố Hiến”, “Xã Khoái Châu”, “Đặc khu Cô Tô”.
    pub name: &'static str,
    pub province: &'static Province,
    /// A point in its middle.
    pub centre: Point,
}

impl Commune {
    /// “Phường Phố Hiến, Tỉnh Hưng Yên”.
    pub fn full_name(&self) -> String {
        format!("{}, {}", self.name, self.province.name)
    }
}

/// A commune of before 01/07/2025, whose land went to one commune of today or was divided between several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    pub name: &'static str,
    pub district: &'static str,
    pub province: &'static str,
    /// Those that took its land, the one with the larger part first.
    pub now: Vec<&'static str>,
}

impl Former {
    /// “Phường Lam Sơn, Thành phố Hưng Yên, Tỉnh Hưng Yên”.
    pub fn full_name(&self) -> String {
        format!("{}, {}, {}", self.name, self.district, self.province)
    }
}

/// Kinds of units, as they stand before a name.
const KINDS: [&str; 9] =
    ["Thành phố ", "Tỉnh ", "Phường ", "Xã ", "Đặc khu ", "Thị trấn ", "Quận ", "Huyện ", "Thị xã "];

/// A name without the kind of unit before it.
fn without_kind(name: &str) -> &str {
    KINDS.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name)
}

#[cfg(test)]
mod tests;
