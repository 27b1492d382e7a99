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
    let passport = reader.opt_line("passport");
    let aliases: Vec<String> =
        reader.opt_text("aliases").lines().map(domain::text::clean).filter(|line| !line.is_empty()).collect();
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
    let commune = match domain::place::in_address(&address).as_slice() {
        [one] => Some(domain::place::CommuneCode(one.commune.code.to_owned())),
        _ => None,
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
        passport,
        aliases,
        commune,
        unit: unit.clone(),
    });
    // Name and address were asked for above; what was typed and is wrong is told at its field already.
    for (field, message) in party.iter().flat_map(Party::lacks) {
        if !matches!(field, "name" | "address") && fields.filled(field).is_none() {
            reader.error(field, message);
        }
    }
    reader.finish(party.map(|party| PartyForm { party, establishment }))
}

/// What is typed so far, for looking who it may be: wrong and missing answers are left out. Nothing before there is a kind and
/// either two words of a name or a whole number: less would name people by the letter.
#[cfg(feature = "ssr")]
pub fn so_far(fields: &Fields, unit: &UnitId) -> Option<Party> {
    let text = |name: &str| domain::text::clean(fields.get(name));
    let read = |name: &str| fields.filled(name);
    let party = Party {
        kind: PartyKind::from_key(fields.get("kind"))?,
        name: text("name"),
        birth_date: domain::calendar::parse_date(fields.get("birth_date")).ok(),
        address: text("address"),
        citizen_id: read("citizen_id").and_then(|typed| CitizenId::parse(typed).ok()),
        tax_code: read("tax_code").and_then(|typed| TaxCode::parse(typed).ok()),
        phone: read("phone").and_then(|typed| Phone::parse(typed).ok()),
        representative: text("representative"),
        passport: Some(text("passport")).filter(|number| number.chars().count() >= PASSPORT).unwrap_or_default(),
        ..Party::unknown(unit.clone())
    };
    let number = party.citizen_id.is_some() || party.tax_code.is_some() || party.phone.is_some();
    let enough = party.name.split(' ').count() >= 2 || number || !party.passport.is_empty();
    enough.then_some(party)
}

/// Signs of the shortest passport number that is looked for while it is typed (ICAO Doc 9303: up to nine; Vietnam's have eight).
#[cfg(feature = "ssr")]
const PASSPORT: usize = 6;

/// The fields of a party with their labels, in the order of the form.
pub const LABELS: [(&str, &str); 17] = [
    ("kind", "Loại"),
    ("name", "Tên"),
    ("aliases", "Tên khác"),
    ("tax_code", "Mã số thuế"),
    ("citizen_id", "Số định danh / CCCD"),
    ("passport", "Số hộ chiếu"),
    ("birth_date", "Ngày sinh"),
    ("sex", "Giới tính"),
    ("occupation", "Nghề nghiệp"),
    ("nationality", "Quốc tịch"),
    ("address", "Địa chỉ"),
    ("phone", "Điện thoại"),
    ("registration", "Giấy đăng ký"),
    ("registered_on", "Ngày cấp"),
    ("registered_at", "Nơi cấp"),
    ("representative", "Người đại diện"),
    ("representative_title", "Chức danh"),
];

/// What the form shows of a party that is there.
pub fn fill(party: &Party) -> Fields {
    let mut fields = Fields::default();
    let day = |day: Option<Date>| day.map(domain::calendar::format_date).unwrap_or_default();
    let sex = match party.sex {
        Some(Sex::Male) => "male",
        Some(Sex::Female) => "female",
        None => "",
    };
    for (name, value) in [
        ("kind", party.kind.key().to_owned()),
        ("name", party.name.clone()),
        ("aliases", party.aliases.join("\n")),
        ("tax_code", party.tax_code.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("citizen_id", party.citizen_id.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("passport", party.passport.clone()),
        ("birth_date", day(party.birth_date)),
        ("sex", sex.to_owned()),
        ("occupation", party.occupation.clone()),
        ("nationality", party.nationality.clone()),
        ("address", party.address.clone()),
        ("phone", party.phone.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("registration", party.registration.clone()),
        ("registered_on", day(party.registered_on)),
        ("registered_at", party.registered_at.clone()),
        ("representative", party.representative.clone()),
        ("representative_title", party.representative_title.clone()),
    ] {
        fields.set(name, value);
    }
    fields
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

    #[test]
    #[cfg(feature = "ssr")]
    fn what_is_typed_so_far_may_be_half_done_but_not_less() {
        let read = |pairs: &[(&str, &str)]| {
            let fields: Fields = pairs.iter().copied().collect();
            so_far(&fields, &UnitId("33-01".into()))
        };
        let kind = ("kind", "individual");
        let party =
            read(&[kind, ("name", " Nguyễn  Văn Lý "), ("citizen_id", "033"), ("phone", "0900 000 123")]).unwrap();
        assert_eq!((party.name.as_str(), party.citizen_id), ("Nguyễn Văn Lý", None));
        assert_eq!(party.phone.map(|phone| phone.to_string()).as_deref(), Some("0900000123"));
        for enough in [
            ("name", "Nguyễn Lý"),
            ("citizen_id", "033090000123"),
            ("tax_code", "0100109106"),
            ("passport", "M1234567"),
        ] {
            assert!(read(&[kind, enough]).is_some(), "{enough:?}");
            assert!(read(&[enough]).is_none(), "{enough:?} of what kind?");
        }
        for little in [
            ("name", "Nguyễn "),
            ("citizen_id", "03309000012"),
            ("tax_code", "010010910"),
            ("passport", "M1234"),
            ("phone", "0900"),
        ] {
            assert!(read(&[kind, little]).is_none(), "{little:?}");
        }
    }

    #[test]
    fn a_foreigner_is_known_by_his_passport_and_a_record_fills_its_form_again() {
        let mut pairs = vec![
            ("kind", "individual"),
            ("name", "Kim Min-jun"),
            ("address", "Số 5, phường Phố Hiến, tỉnh Hưng Yên"),
            ("nationality", "Hàn Quốc"),
        ];
        assert_eq!(read(&pairs).err().unwrap(), ["passport"]);
        pairs.extend([("passport", "M1234567"), ("aliases", "Kim\n\nMin Jun"), ("sex", "male")]);
        let party = read(&pairs).ok().unwrap().party;
        assert!(party.is_foreign());
        assert_eq!(party.aliases, ["Kim", "Min Jun"]);
        assert_eq!(domain::place::commune(&party.commune.clone().unwrap().0).unwrap().name, "Phường Phố Hiến");
        let again =
            parse(&fill(&party), (Uuid::nil(), Uuid::nil()), &UnitId("33-01".into()), jiff::civil::date(2026, 11, 23));
        assert_eq!(again.ok().unwrap().party, party);
        assert!(LABELS.iter().all(|(name, _)| fill(&party).has(name)));
    }
}
