//! Adding an officer's account; adding a unit.

use super::Fields;
use super::reader::Reader;
use domain::case::FieldError;
use domain::officer::Role;
use domain::unit::{Unit, UnitId, UnitKind};

/// An account as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerForm {
    pub account: String,
    pub full_name: String,
    pub badge: String,
    pub card: Option<String>,
    pub unit: UnitId,
    pub role: Role,
}

/// Reads the form of an account; `units` are those the administrator oversees.
///
/// # Errors
/// All field errors.
pub fn officer(fields: &Fields, units: &[Unit]) -> Result<OfficerForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let account = reader.line("account", "Nhập tên đăng nhập, ví dụ: yen.nguyen.");
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '.';
    let readable = (3..=40).contains(&account.len()) && account.chars().all(plain);
    if !readable && !account.is_empty() {
        reader.error("account", "Tên đăng nhập dài 3–40 ký tự, chỉ gồm chữ thường không dấu, chữ số và dấu chấm.");
    }
    let full_name = reader.line("full_name", "Nhập họ và tên.");
    let badge = reader.line("badge", "Nhập số hiệu công chức, ví dụ: QT33-015.");
    let card = Some(reader.opt_line("card")).filter(|card| !card.is_empty());
    let role = reader.choice("role", Role::from_key, "Chọn chức vụ.");
    let unit = units.iter().find(|unit| unit.id.0 == fields.get("unit"));
    if unit.is_none() {
        reader.error("unit", "Chọn đơn vị công tác.");
    }
    if let (Some(role), Some(unit)) = (role, unit)
        && !role.fits(unit.kind)
    {
        reader
            .error("unit", format!("{} không thuộc {}. Chọn lại đơn vị hoặc chức vụ.", role.title(), unit.short_name));
    }
    let form =
        role.zip(unit).map(|(role, unit)| OfficerForm { account, full_name, badge, card, unit: unit.id.clone(), role });
    reader.finish(form)
}

/// A unit as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitForm {
    pub parent: UnitId,
    pub kind: UnitKind,
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub place: String,
    pub treasury: String,
    pub address: String,
}

/// Reads the form of a unit.
///
/// # Errors
/// All field errors.
pub fn unit(fields: &Fields) -> Result<UnitForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let parent = UnitId(reader.line("parent", "Chọn Chi cục."));
    let kind = reader.choice("kind", UnitKind::from_key, "Chọn đội hoặc phòng.");
    let code = reader.line("code", "Nhập mã hai chữ số, ví dụ: 03.");
    let two_digits = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit()) && code != "00";
    if !two_digits && !code.is_empty() {
        reader.error("code", "Mã đơn vị gồm hai chữ số từ 01 đến 99.");
    }
    let name = reader.line("name", "Nhập tên đầy đủ, ví dụ: Đội Quản lý thị trường số 3.");
    let short_name = reader.line("short_name", "Nhập tên ngắn, ví dụ: Đội QLTT số 3.");
    let place = reader.line("place", "Nhập địa danh ghi trên văn bản, ví dụ: Phố Hiến.");
    let treasury = reader.line("treasury", "Nhập Kho bạc Nhà nước và số tài khoản thu phạt.");
    let address = reader.line("address", "Nhập địa chỉ trụ sở.");
    let form = kind.map(|kind| UnitForm { parent, kind, code, name, short_name, place, treasury, address });
    reader.finish(form)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::unit::initial_tree;

    fn wrong<T: std::fmt::Debug>(answer: Result<T, Vec<FieldError>>) -> Vec<String> {
        answer.unwrap_err().into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn an_account_needs_a_unit_that_fits() {
        let units = initial_tree();
        let fields = |pairs: &[(&str, &str)]| pairs.iter().copied().collect::<Fields>();
        assert_eq!(wrong(officer(&Fields::default(), &units)), ["account", "full_name", "badge", "role", "unit"]);
        let filled = |role, unit, account| {
            fields(&[
                ("account", account),
                ("full_name", "Lê A"),
                ("badge", "QT33-001"),
                ("role", role),
                ("unit", unit),
            ])
        };
        assert_eq!(wrong(officer(&filled("controller", "33", "le.a"), &units)), ["unit"]);
        assert_eq!(wrong(officer(&filled("provincial-head", "33", "Lê A"), &units)), ["account"]);
        assert_eq!(officer(&filled("provincial-head", "33", "le.a"), &units).unwrap().card, None);
    }

    #[test]
    fn a_unit_has_a_code_of_two_digits() {
        let pairs = |code| {
            [
                ("parent", "33"),
                ("kind", "team"),
                ("code", code),
                ("name", "Đội Quản lý thị trường số 3"),
                ("short_name", "Đội QLTT số 3"),
                ("place", "Phố Hiến"),
                ("treasury", "Kho bạc Nhà nước khu vực IV, tài khoản 3511"),
                ("address", "Phố Hiến, Hưng Yên"),
            ]
            .into_iter()
            .collect::<Fields>()
        };
        for code in ["3", "003", "00", "a1"] {
            assert_eq!(wrong(unit(&pairs(code))), ["code"], "{code}");
        }
        assert_eq!(unit(&pairs("03")).unwrap().kind, UnitKind::Team);
    }
}
