//! Identifiers of persons and businesses: tax code, citizen number, telephone. Kept as text: leading zeros matter.
//!
//! Must not know: whose they are.

use serde::{Deserialize, Serialize};

/// Why an identifier is not accepted: what is wrong and how to fix it, in Vietnamese.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityError(pub String);

impl IdentityError {
    fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl std::error::Error for IdentityError {}

/// Letters, digits and the signs people put between them removed: `0100 109-106` → `0100109106`.
fn compact(text: &str) -> String {
    crate::text::clean(text).chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '–' | '\u{a0}' | '\u{200b}')).collect()
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Tax code (mã số thuế): 10 digits with a check digit, 10-3 for a branch, or the 12-digit personal number
/// (from 01/07/2025, TT 86/2024/TT-BTC).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaxCode(String);

impl TaxCode {
    /// Reads a tax code; blanks, dots and hyphens are ignored.
    ///
    /// # Errors
    /// Wrong length, letters, or a check digit that does not fit.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits = compact(text);
        if !all_digits(&digits) {
            return Err(IdentityError::new("Mã số thuế chỉ gồm chữ số, ví dụ 0100109106 hoặc 0100109106-001."));
        }
        match digits.len() {
            10 | 13 => {
                let main = digits.get(..10).unwrap_or_default();
                if check_digit(main) {
                    match digits.get(10..).filter(|branch| !branch.is_empty()) {
                        Some("000") => Err(IdentityError::new(
                            "Ba chữ số cuối của mã chi nhánh từ 001 đến 999. Đối chiếu lại với giấy đăng ký.",
                        )),
                        Some(branch) => Ok(Self(format!("{main}-{branch}"))),
                        None => Ok(Self(digits)),
                    }
                } else {
                    Err(IdentityError::new(format!(
                        "Mã số thuế {main} sai chữ số kiểm tra. Đối chiếu lại từng chữ số với giấy đăng ký."
                    )))
                }
            }
            12 => CitizenId::parse(&digits).map(|id| Self(id.0)),
            other => Err(IdentityError::new(format!(
                "Mã số thuế có 10 chữ số, 13 chữ số (chi nhánh) hoặc 12 chữ số (số định danh cá nhân); đang nhập {other} chữ số."
            ))),
        }
    }

    /// As printed: `0100109106`, `0100109106-001`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Check digit of the first nine digits: weights 31, 29, 23, 19, 17, 13, 7, 5, 3; d10 = 10 − (sum mod 11); 10 is no digit, so
/// such a number is never issued.
fn check_digit(ten: &str) -> bool {
    let digits: Vec<u32> = ten.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits.iter().zip([31, 29, 23, 19, 17, 13, 7, 5, 3]).map(|(digit, weight)| digit * weight).sum();
    let expected = 10 - sum % 11;
    digits.get(9) == Some(&expected)
}

/// Citizen number (số định danh cá nhân, CCCD; 12 digits) or the old CMND (9 digits).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CitizenId(String);

impl CitizenId {
    /// Reads a citizen number; blanks, dots and hyphens are ignored.
    ///
    /// # Errors
    /// Letters, a wrong length, or a province or century digit that does not exist.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let digits = compact(text);
        if !all_digits(&digits) {
            return Err(IdentityError::new("Số định danh/CCCD chỉ gồm chữ số, ví dụ 033090000123."));
        }
        match digits.len() {
            9 => Ok(Self(digits)),
            12 => {
                let province: u16 = digits.get(..3).and_then(|text| text.parse().ok()).unwrap_or(0);
                if !(1..=96).contains(&province) && !(101..=350).contains(&province) {
                    return Err(IdentityError::new(format!(
                        "Ba chữ số đầu {} không phải mã tỉnh hoặc mã nước. Đối chiếu lại với thẻ căn cước.",
                        digits.get(..3).unwrap_or_default()
                    )));
                }
                Ok(Self(digits))
            }
            other => Err(IdentityError::new(format!(
                "Số định danh/CCCD có 12 chữ số (CMND cũ 9 chữ số); đang nhập {other} chữ số."
            ))),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What does not agree with the birth date and sex written beside it: a warning, never a refusal.
    pub fn disagreement(&self, born: Option<jiff::civil::Date>, male: Option<bool>) -> Option<String> {
        if self.0.len() != 12 {
            return None;
        }
        let century_sex: i16 = self.0.get(3..4)?.parse().ok()?;
        let year: i16 = self.0.get(4..6)?.parse().ok()?;
        let written = 1900 + 100 * (century_sex / 2) + year;
        if born.is_some_and(|born| born.year() != written) {
            return Some(format!("Số định danh ghi năm sinh {written}, khác ngày sinh đã nhập."));
        }
        match male {
            Some(male) if male != (century_sex % 2 == 0) => {
                Some("Số định danh ghi giới tính khác giới tính đã chọn.".to_owned())
            }
            Some(_) | None => None,
        }
    }
}

/// Telephone number, national form beginning with 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(String);

impl Phone {
    /// Reads a number; `+84` and `84` become 0.
    ///
    /// # Errors
    /// Letters, or a length or prefix that no Vietnamese number has.
    pub fn parse(text: &str) -> Result<Self, IdentityError> {
        let typed = compact(text).replace(['(', ')'], "");
        let abroad = typed.strip_prefix("+84").or_else(|| typed.strip_prefix("84").filter(|_| typed.len() > 10));
        let digits = match abroad {
            Some(rest) => format!("0{}", rest.trim_start_matches('0')),
            None => typed,
        };
        let mobile = digits.len() == 10 && ["03", "05", "07", "08", "09"].iter().any(|start| digits.starts_with(start));
        let fixed = matches!(digits.len(), 10 | 11) && digits.starts_with("02");
        if all_digits(&digits) && (mobile || fixed) {
            Ok(Self(digits))
        } else {
            Err(IdentityError::new(
                "Số điện thoại gồm 10 chữ số bắt đầu bằng 03, 05, 07, 08, 09 (di động) hoặc 02 (cố định), ví dụ 0900 000 123.",
            ))
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! display_text {
    ($($name:ident),*) => {$(
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}
display_text!(TaxCode, CitizenId, Phone, IdentityError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_codes() {
        for (text, expected) in [
            ("0100109106", Some("0100109106")),
            (" 0300 588 569 ", Some("0300588569")),
            ("0100109106-001", Some("0100109106-001")),
            ("0100109106001", Some("0100109106-001")),
            ("033090000123", Some("033090000123")),
            ("0100109106-000", None),
            ("0100109107", None),
            ("01001O9106", None),
            ("12345", None),
            ("", None),
        ] {
            assert_eq!(TaxCode::parse(text).ok().as_ref().map(TaxCode::as_str), expected, "{text:?}");
        }
    }

    #[test]
    fn citizen_numbers() {
        for (text, ok) in [
            ("033 090 000 123", true),
            ("123456789", true),
            ("000090000123", false),
            ("0330900001", false),
            ("03309A000123", false),
        ] {
            assert_eq!(CitizenId::parse(text).is_ok(), ok, "{text:?}");
        }
        let id = CitizenId::parse("033090000123").unwrap();
        assert_eq!(id.disagreement(Some(jiff::civil::date(1990, 5, 1)), Some(true)), None);
        assert!(id.disagreement(Some(jiff::civil::date(1991, 5, 1)), None).is_some());
        assert!(id.disagreement(None, Some(false)).is_some());
    }

    #[test]
    fn phones() {
        for (text, expected) in [
            ("0900 000 123", Some("0900000123")),
            ("+84 900000123", Some("0900000123")),
            ("84 900 000 123", Some("0900000123")),
            ("+84 (0)900000123", Some("0900000123")),
            ("0221.386.2468", Some("02213862468")),
            ("123", None),
            ("0400000123", None),
        ] {
            assert_eq!(Phone::parse(text).ok().as_ref().map(Phone::as_str), expected, "{text:?}");
        }
    }
}
