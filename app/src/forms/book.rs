//! The forms of the area book: the file of an establishment, an area, what weighs in the risk.

use super::Fields;
use super::reader::Reader;
use domain::case::FieldError;
use domain::establishment::{
    Area, AreaId, EstablishmentFile, Factor, Kind, Licence, LicenceKind, Scale, Status, Weights,
};
use domain::identity::Phone;
use domain::officer::OfficerId;
use domain::party::{Establishment, EstablishmentId, PartyId};
use domain::place::{CommuneCode, Point, commune, in_address};
use domain::text::clean;
use domain::unit::UnitId;
use jiff::civil::Date;

/// A file as it was filled in, with the version the form saw.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceForm {
    pub file: EstablishmentFile,
    pub version: Option<u32>,
}

/// An area as it was filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaForm {
    pub area: Area,
    pub version: Option<u32>,
    pub reason: String,
}

fn version(fields: &Fields) -> Option<u32> {
    fields.filled("version")?.parse().ok()
}

/// The commune that was chosen, or the one the address names.
fn commune_of(reader: &mut Reader<'_>, kind: Option<Kind>, address: &str, province: &str) -> Option<CommuneCode> {
    if let Some(code) = reader.fields.filled("commune") {
        let known = commune(code).filter(|commune| commune.province.code == province);
        if known.is_none() {
            reader.error("commune", "Chọn xã, phường trong danh sách của tỉnh.");
        }
        return known.map(|commune| CommuneCode(commune.code.to_owned()));
    }
    let found = in_address(address);
    match found.as_slice() {
        [] => {
            if kind.is_some_and(Kind::has_place) {
                let message = "Chưa đọc được xã, phường từ địa chỉ. Chọn trong danh sách.";
                reader.error("commune", message);
            }
            None
        }
        [one] if one.commune.province.code == province => Some(CommuneCode(one.commune.code.to_owned())),
        [one] => {
            let message =
                format!("Địa chỉ thuộc {}, ngoài tỉnh của đơn vị. Kiểm tra lại địa chỉ.", one.commune.full_name());
            reader.error("commune", message);
            None
        }
        several => {
            let names: Vec<String> = several.iter().map(|found| found.label()).collect();
            reader.error("commune", format!("Địa chỉ có thể thuộc: {}. Chọn một trong danh sách.", names.join("; ")));
            None
        }
    }
}

/// The industries that were typed: four-digit codes between commas, blanks or lines.
fn industries(reader: &mut Reader<'_>) -> Vec<String> {
    let typed = reader.opt_line("industries");
    let mut codes: Vec<String> = Vec::new();
    for code in typed.split([',', ';', ' ']).filter(|code| !code.is_empty()) {
        if code.len() != 4 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            reader
                .error("industries", format!("“{code}” không phải mã ngành cấp 4. Nhập bốn chữ số, ví dụ 4711, 4724."));
            break;
        }
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    codes
}

/// The licences: rows with a kind or a number count, the others are blank.
fn licences(reader: &mut Reader<'_>, today: Date) -> Vec<Licence> {
    let mut list = Vec::new();
    for place in reader.fields.indices("licences") {
        let name = |field: &str| format!("licences.{place}.{field}");
        let filled = ["kind", "number", "issued_on", "issued_by", "expires_on"];
        if filled.iter().all(|field| reader.fields.filled(&name(field)).is_none()) {
            continue;
        }
        let kind = reader.choice(&name("kind"), LicenceKind::from_key, "Chọn loại giấy phép, hoặc xóa cả dòng.");
        let number = reader.line(&name("number"), "Nhập số giấy phép, hoặc xóa cả dòng.");
        let issued_on = reader.opt_date(&name("issued_on"));
        let issued_by = reader.opt_line(&name("issued_by"));
        let expires_on = reader.opt_date(&name("expires_on"));
        if issued_on.is_some_and(|day| day > today) {
            reader.error(name("issued_on"), "Ngày cấp đang ở tương lai. Kiểm tra lại năm.");
        }
        if let (Some(from), Some(to)) = (issued_on, expires_on)
            && to < from
        {
            reader.error(name("expires_on"), "Ngày hết hạn trước ngày cấp. Kiểm tra lại hai ngày.");
        }
        list.extend(kind.map(|kind| Licence { kind, number, issued_on, issued_by, expires_on }));
    }
    list
}

/// Reads the form of a file. `unit` keeps the book; `province` is where it works.
///
/// # Errors
/// All field errors.
pub fn place(
    fields: &Fields,
    id: EstablishmentId,
    party: PartyId,
    unit: &UnitId,
    province: &str,
    today: Date,
) -> Result<PlaceForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let kind = reader.choice("kind", Kind::from_key, "Chọn loại cơ sở.");
    let status = reader.choice("status", Status::from_key, "Chọn trạng thái hoạt động.");
    let name = reader.line("name", "Nhập tên cơ sở như trên biển hiệu.");
    let address = if kind.is_none_or(Kind::has_place) {
        reader.line("address", "Nhập địa chỉ: số nhà, đường hoặc thôn, xã/phường, tỉnh.")
    } else {
        reader.opt_line("address")
    };
    let commune = commune_of(&mut reader, kind, &address, province);
    let position = reader.fields.filled("position").and_then(|text| match Point::parse(text) {
        Ok(point) => Some(point),
        Err(message) => {
            reader.error("position", message);
            None
        }
    });
    let within = reader.opt_line("within");
    let phone = reader.opt_parsed("phone", Phone::parse);
    let business = reader.opt_line("business");
    let industries = industries(&mut reader);
    let mut optional_number = |name: &str, most: u32, what: &str| {
        reader.fields.filled(name)?;
        reader.number(name, 0, most, what)
    };
    let square_metres = optional_number("square_metres", 10_000_000, "Diện tích");
    let workers = optional_number("workers", 1_000_000, "Số lao động");
    let turnover = reader.fields.filled("turnover").is_some().then(|| reader.money("turnover")).flatten();
    let channels: Vec<String> =
        reader.opt_text("channels").lines().map(clean).filter(|line| !line.is_empty()).collect();
    if kind.is_some_and(|kind| !kind.has_place()) && channels.is_empty() {
        reader.error("channels", "Nhập đường dẫn, tên tài khoản hoặc biển số, mỗi dòng một kênh.");
    }
    let suppliers = reader.opt_text("suppliers");
    let licences = licences(&mut reader, today);
    let reviewed_on = reader.opt_date("reviewed_on");
    if reviewed_on.is_some_and(|day| day > today) {
        reader.error("reviewed_on", "Ngày rà soát đang ở tương lai. Kiểm tra lại.");
    }
    let file = kind.zip(status).map(|(kind, status)| EstablishmentFile {
        place: Establishment { id, party, name, address, business, unit: unit.clone() },
        kind,
        status,
        within,
        commune,
        position,
        phone,
        industries,
        scale: Scale { square_metres, workers, turnover },
        channels,
        suppliers,
        licences,
        reviewed_on,
    });
    reader.finish(file.map(|file| PlaceForm { file, version: version(fields) }))
}

/// What the form of a file shows of one that is there.
pub fn fill(file: &EstablishmentFile) -> Fields {
    let mut fields = Fields::default();
    let day = |day: Option<Date>| day.map(domain::calendar::format_date).unwrap_or_default();
    let number = |number: Option<u32>| number.map(|number| number.to_string()).unwrap_or_default();
    for (name, value) in [
        ("name", file.place.name.clone()),
        ("address", file.place.address.clone()),
        ("business", file.place.business.clone()),
        ("kind", file.kind.key().to_owned()),
        ("status", file.status.key().to_owned()),
        ("within", file.within.clone()),
        ("commune", file.commune.as_ref().map(|code| code.0.clone()).unwrap_or_default()),
        ("position", file.position.map(|point| point.to_string()).unwrap_or_default()),
        ("phone", file.phone.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("industries", file.industries.join(", ")),
        ("square_metres", number(file.scale.square_metres)),
        ("workers", number(file.scale.workers)),
        ("turnover", file.scale.turnover.map(|sum| sum.digits()).unwrap_or_default()),
        ("channels", file.channels.join("\n")),
        ("suppliers", file.suppliers.clone()),
        ("reviewed_on", day(file.reviewed_on)),
    ] {
        fields.set(name, value);
    }
    for (place, licence) in file.licences.iter().enumerate() {
        for (name, value) in [
            ("kind", licence.kind.key().to_owned()),
            ("number", licence.number.clone()),
            ("issued_on", day(licence.issued_on)),
            ("issued_by", licence.issued_by.clone()),
            ("expires_on", day(licence.expires_on)),
        ] {
            fields.set(format!("licences.{place}.{name}"), value);
        }
    }
    fields
}

/// Reads the form of an area. Communes are typed by name, one a line, or ticked.
///
/// # Errors
/// All field errors.
pub fn area(fields: &Fields, unit: &UnitId, province: &str) -> Result<AreaForm, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let id = fields.get("area").parse().map(AreaId).ok();
    if id.is_none() {
        reader.error("name", "Biểu mẫu thiếu mã địa bàn. Mở lại trang phân công địa bàn.");
    }
    let name = reader.line("name", "Nhập tên địa bàn, ví dụ: Địa bàn 1.");
    let communes: Vec<CommuneCode> = domain::place::communes_of(province)
        .into_iter()
        .filter(|commune| fields.has(&format!("commune.{}", commune.code)))
        .map(|commune| CommuneCode(commune.code.to_owned()))
        .collect();
    if communes.is_empty() {
        reader.error("communes", "Chọn ít nhất một xã, phường.");
    }
    let officer = fields.filled("officer").map(|id| OfficerId(id.to_owned()));
    let assigned_by = reader.opt_line("assigned_by");
    let assigned_on = reader.opt_date("assigned_on");
    if officer.is_some() && assigned_by.is_empty() {
        reader.error("assigned_by", "Nhập số văn bản phân công địa bàn.");
    }
    let hot_spots = reader.opt_text("hot_spots");
    let partners = reader.opt_text("partners");
    let reason = reader.opt_line("reason");
    let area = id.map(|id| Area {
        id,
        unit: unit.clone(),
        name,
        communes,
        officer,
        assigned_by,
        assigned_on,
        hot_spots,
        partners,
    });
    reader.finish(area.map(|area| AreaForm { area, version: version(fields), reason }))
}

/// Reads what weighs.
///
/// # Errors
/// All field errors.
pub fn weights(fields: &Fields) -> Result<Weights, Vec<FieldError>> {
    let mut reader = Reader::new(fields);
    let mut weights = Weights::default();
    for factor in Factor::ALL {
        if let Some(points) = reader.number(factor.key(), 0, Weights::MOST, "Điểm") {
            weights = weights.with(factor, points);
        }
    }
    let most = Weights::MOST * 10;
    weights.medium_from = reader.number("medium_from", 1, most, "Ngưỡng trung bình").unwrap_or(weights.medium_from);
    weights.high_from = reader.number("high_from", 1, most, "Ngưỡng cao").unwrap_or(weights.high_from);
    reader.finish(Some(weights))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    const TODAY: Date = Date::constant(2026, 11, 25);

    fn read(pairs: &[(&str, &str)]) -> Result<PlaceForm, Vec<FieldError>> {
        let fields: Fields = pairs.iter().copied().collect();
        let (id, party) = (EstablishmentId(Uuid::from_u128(1)), PartyId(Uuid::from_u128(2)));
        place(&fields, id, party, &UnitId("33-01".into()), "33", TODAY)
    }

    fn errors(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        read(pairs).unwrap_err().into_iter().map(|error| (error.field, error.message)).collect()
    }

    const SHOP: [(&str, &str); 4] = [
        ("kind", "shop"),
        ("status", "active"),
        ("name", "Tạp hóa B"),
        ("address", "Số 5, phường Phố Hiến, tỉnh Hưng Yên"),
    ];

    #[test]
    fn a_file_is_read_and_fills_its_form_again() {
        let mut pairs = SHOP.to_vec();
        pairs.extend([
            ("position", "20.6464, 106.0511"),
            ("industries", "4711; 4724, 4711"),
            ("square_metres", "1.200"),
            ("workers", "3"),
            ("turnover", "1.200.000.000"),
            ("channels", "https://vi-du.vn\n\n  fb: tap hoa b "),
            ("licences.0.kind", "tobacco"),
            ("licences.0.number", "12/GP-SCT"),
            ("licences.0.issued_on", "01/02/2024"),
            ("licences.0.expires_on", "01/02/2029"),
            ("licences.3.kind", ""),
            ("reviewed_on", "20/11/2026"),
            ("phone", "0900 000 123"),
            ("version", "4"),
        ]);
        let form = read(&pairs).unwrap();
        assert_eq!(form.version, Some(4));
        let commune = form.file.commune.clone().unwrap();
        assert_eq!(domain::place::commune(&commune.0).unwrap().name, "Phường Phố Hiến");
        assert_eq!(form.file.industries, ["4711", "4724"]);
        assert_eq!(form.file.channels, ["https://vi-du.vn", "fb: tap hoa b"]);
        assert_eq!(form.file.licences.len(), 1);
        let again = fill(&form.file);
        let (id, party) = (form.file.place.id, form.file.place.party);
        assert_eq!(place(&again, id, party, &UnitId("33-01".into()), "33", TODAY).unwrap().file, form.file);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let fields: Vec<String> = errors(&[]).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["kind", "status", "name", "address"]);
        let mut pairs = SHOP.to_vec();
        pairs[3] = ("address", "Số 5, phố lớn");
        pairs.extend([
            ("position", "106.0511, 20.6464"),
            ("industries", "4711, 47"),
            ("workers", "-1"),
            ("turnover", "vài tỷ"),
            ("licences.1.number", "5"),
            ("licences.2.kind", "alcohol"),
            ("licences.2.number", "6"),
            ("licences.2.issued_on", "01/01/2027"),
            ("licences.2.expires_on", "01/01/2020"),
            ("reviewed_on", "26/11/2026"),
        ]);
        let told = errors(&pairs);
        let fields: Vec<&str> = told.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(
            fields,
            [
                "commune",
                "position",
                "industries",
                "workers",
                "turnover",
                "licences.1.kind",
                "licences.2.issued_on",
                "licences.2.expires_on",
                "reviewed_on"
            ]
        );
        assert!(told[1].1.contains("20.6464, 106.0511"));
    }

    #[test]
    fn a_commune_of_another_province_or_of_a_divided_one_is_told() {
        let with = |address: &'static str| {
            let mut pairs = SHOP.to_vec();
            pairs[3] = ("address", address);
            pairs
        };
        let told = errors(&with("Số 5, phường Kim Liên, Hà Nội"));
        assert!(told[0].1.contains("ngoài tỉnh của đơn vị"), "{told:?}");
        let mut chosen = with("Số 5, phường Kim Liên, Hà Nội");
        chosen.push(("commune", "00229"));
        assert_eq!(errors(&chosen)[0].0, "commune");
        let online = [("kind", "website"), ("status", "active"), ("name", "Gian hàng")];
        assert_eq!(errors(&online)[0].0, "channels");
    }

    #[test]
    fn an_area_needs_communes_and_its_paper() {
        let unit = UnitId("33-01".into());
        let read = |pairs: &[(&str, &str)]| area(&pairs.iter().copied().collect(), &unit, "33");
        let names = |errors: Vec<FieldError>| errors.into_iter().map(|error| error.field).collect::<Vec<_>>();
        assert_eq!(names(read(&[]).unwrap_err()), ["name", "name", "communes"]);
        let id = Uuid::from_u128(5).to_string();
        let first = domain::place::communes_of("33")[0].code;
        let ticked = format!("commune.{first}");
        let pairs = [("area", id.as_str()), ("name", "Địa bàn 1"), (&ticked, "1"), ("officer", "cb-1")];
        assert_eq!(names(read(&pairs).unwrap_err()), ["assigned_by"]);
        let form = read(&[&pairs[..], &[("assigned_by", "05/PC"), ("assigned_on", "05/01/2026")]].concat()).unwrap();
        assert_eq!(form.area.communes, [CommuneCode(first.to_owned())]);
        assert_eq!(form.area.assigned_on, Some(date(2026, 1, 5)));
    }

    #[test]
    fn weights_are_numbers() {
        let mut fields = Fields::default();
        for factor in Factor::ALL {
            fields.set(factor.key(), "7");
        }
        fields.set("medium_from", "10");
        fields.set("high_from", "20");
        let read = weights(&fields).unwrap();
        assert!(Factor::ALL.iter().all(|factor| read.of(*factor) == 7));
        fields.set("unpaid", "101");
        fields.set("high_from", "x");
        let names: Vec<_> = weights(&fields).unwrap_err().into_iter().map(|error| error.field).collect();
        assert_eq!(names, ["unpaid", "high_from"]);
    }
}
