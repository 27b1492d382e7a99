//! Registering a party and an establishment of it.

use super::Fields;
use super::reader::Reader;
use domain::case::FieldError;
use domain::identity::{CitizenId, Phone, TaxCode};
use domain::party::{Establishment, EstablishmentId, Party, PartyId, PartyKind, Sex};
use domain::unit::UnitId;
use jiff::civil::Date;
use uuid::Uuid;

/// Names of the parsed answers besides the party itself.
pub struct PartyForm {
    pub party: Party,
    /// Present when the place of business was filled in.
    pub establishment: Option<Establishment>,
}

/// Reads the form. `ids` become the identifiers of the new records; `unit` keeps them.
///
/// # Errors
/// All field errors.
pub fn parse(fields: &Fields, ids: (Uuid, Uuid), unit: &UnitId, today: Date) -> Result<PartyForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let kind = reader.choice("kind", PartyKind::from_key, "Chọn tổ chức, hộ kinh doanh hoặc cá nhân.");
    let name = reader.line("name", "Nhập tên đầy đủ như trên giấy đăng ký hoặc thẻ căn cước.");
    let sex = match fields.get("sex") {
        "male" => Some(Sex::Male),
        "female" => Some(Sex::Female),
        _ => None,
    };
    let birth_date = reader.opt_date("birth_date");
    if birth_date.is_some_and(|born| born > today) {
        reader.error("birth_date", "Ngày sinh đang ở tương lai. Kiểm tra lại năm.");
    }
    let citizen_id = reader.opt_parsed("citizen_id", CitizenId::parse);
    let tax_code = reader.opt_parsed("tax_code", TaxCode::parse);
    let phone = reader.opt_parsed("phone", Phone::parse);
    let address = reader.line("address", "Nhập địa chỉ: số nhà, đường hoặc thôn, xã/phường, tỉnh.");
    let representative = reader.opt_line("representative");
    match kind {
        Some(PartyKind::Organisation) => {
            if fields.filled("tax_code").is_none() {
                reader.error("tax_code", "Nhập mã số thuế của tổ chức, 10 hoặc 13 chữ số.");
            }
            if representative.is_empty() {
                reader.error("representative", "Nhập họ tên người đại diện theo pháp luật.");
            }
        }
        Some(PartyKind::HouseholdBusiness) if representative.is_empty() => {
            reader.error("representative", "Nhập họ tên chủ hộ kinh doanh.");
        }
        Some(PartyKind::Individual) if fields.filled("citizen_id").is_none() => {
            reader.error("citizen_id", "Nhập số định danh/CCCD 12 chữ số (CMND cũ 9 chữ số).");
        }
        Some(PartyKind::HouseholdBusiness | PartyKind::Individual) | None => {}
    }
    let registered_on = reader.opt_date("registered_on");
    let registration = reader.opt_line("registration");
    let registered_at = reader.opt_line("registered_at");
    let nationality =
        Some(reader.opt_line("nationality")).filter(|text| !text.is_empty()).unwrap_or("Việt Nam".to_owned());
    let occupation = reader.opt_line("occupation");
    let representative_title = reader.opt_line("representative_title");
    let establishment_name = reader.opt_line("establishment_name");
    let establishment_address = reader.opt_line("establishment_address");
    let business = reader.opt_line("business");
    let establishment = if establishment_name.is_empty() && establishment_address.is_empty() && business.is_empty() {
        None
    } else {
        if establishment_name.is_empty() {
            reader.error("establishment_name", "Nhập tên cơ sở (biển hiệu), hoặc để trống cả phần cơ sở.");
        }
        Some(Establishment {
            id: EstablishmentId(ids.1),
            party: PartyId(ids.0),
            name: establishment_name,
            address: if establishment_address.is_empty() { address.clone() } else { establishment_address },
            business,
            unit: unit.clone(),
        })
    };
    let party = kind.map(|kind| Party {
        id: PartyId(ids.0),
        kind,
        name,
        sex,
        birth_date,
        nationality,
        occupation,
        address,
        citizen_id,
        tax_code,
        registration,
        registered_on,
        registered_at,
        representative,
        representative_title,
        phone,
        passport: String::new(),
        aliases: Vec::new(),
        commune: None,
        unit: unit.clone(),
    });
    reader.finish(party.map(|party| PartyForm { party, establishment }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<PartyForm, Vec<String>> {
        let fields: Fields = pairs.iter().copied().collect();
        parse(&fields, (Uuid::nil(), Uuid::nil()), &UnitId("33-01".into()), jiff::civil::date(2026, 11, 23))
            .map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn each_kind_asks_for_its_own() {
        assert_eq!(read(&[]).err().unwrap(), ["kind", "name", "address"]);
        assert_eq!(
            read(&[("kind", "organisation"), ("name", "Công ty A"), ("address", "Hưng Yên")]).err().unwrap(),
            ["tax_code", "representative"]
        );
        assert_eq!(
            read(&[("kind", "individual"), ("name", "Nguyễn A"), ("address", "Hưng Yên"), ("citizen_id", "03309A")])
                .err()
                .unwrap(),
            ["citizen_id"]
        );
        let form = read(&[
            ("kind", "household-business"),
            ("name", "Hộ kinh doanh B"),
            ("address", "Hưng Yên"),
            ("representative", "Trần B"),
            ("establishment_name", "Tạp hóa B"),
            ("phone", "+84 900 000 123"),
        ])
        .ok()
        .unwrap();
        assert_eq!(form.establishment.unwrap().address, "Hưng Yên");
        assert_eq!(form.party.phone.unwrap().as_str(), "0900000123");
    }
}
