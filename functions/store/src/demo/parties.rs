//! Parties of the demo: none of them exists. Tax codes and citizen numbers have valid check digits and province codes,
//! but lie in ranges that are not given out; telephone numbers are 0900 000 xxx.

use super::PARTIES;
use super::force::Force;
use super::rng::Rng;
use crate::{Database, Env, StoreError, parties};
use domain::calendar::{from_local, shift};
use domain::identity::{CitizenId, Phone, TaxCode};
use domain::party::{Establishment, EstablishmentId, Party, PartyId, PartyKind, Sex};
use domain::unit::UnitId;
use jiff::civil::{Date, Time};

const FAMILY: &str = "Nguyễn,Trần,Lê,Phạm,Hoàng,Vũ,Đặng,Bùi,Đỗ,Ngô,Dương,Lý,Phan,Trịnh,Đinh,Mai,Tạ,Lương";
const MALE: &str = "Văn Bình,Văn Tuấn,Đức Anh,Quang Vinh,Hữu Nghĩa,Công Thành,Ngọc Sơn,Đình Phúc,Xuân Hòa,Tiến Đạt";
const FEMALE: &str =
    "Thị Hồng Nhung,Thị Mai,Thị Lan Anh,Thị Thúy,Thị Kim Dung,Thị Hoa,Thị Bích,Thị Thu Hà,Thị Nga,Thị Xuân";
const TRADE: &str = "tạp hóa,thời trang,mỹ phẩm,điện gia dụng,bánh kẹo,đồ chơi trẻ em,rượu bia – thuốc lá,vật tư nông nghiệp,phụ tùng xe máy,thực phẩm sạch";
const BRAND: &str =
    "Bình Minh,Thành Đạt,Hồng Phát,An Khang,Phú Quý,Sông Hồng,Đông Đô,Thiên Hương,Việt Tiến Phát,Minh Châu";

/// Unit, its communes, how many of the parties it keeps.
const AREAS: [(&str, &str, usize); 6] = [
    ("33-01", "phường Phố Hiến,phường Sơn Nam,phường Hồng Châu", 8),
    ("33-02", "phường Mỹ Hào,phường Đường Hào,xã Yên Mỹ", 8),
    ("33-03", "xã Văn Giang,xã Khoái Châu,xã Phụng Công", 8),
    ("33-04", "phường Thái Bình,xã Vũ Thư,xã Đông Hưng", 7),
    ("33-05", "xã Tiền Hải,xã Kiến Xương,xã Thái Thụy", 5),
    ("31-01", "phường Ngô Quyền,phường Gia Viên,phường Hải An", 4),
];

/// A party of the demo with its place of business.
pub(super) struct Known {
    pub party: Party,
    pub place: Option<Establishment>,
}

/// A tax code with its check digit, from nine digits that are not given out (prefix 0999).
fn tax_code(number: usize) -> Option<TaxCode> {
    (number * 10..).step_by(10).take(20).find_map(|nine| {
        let nine = format!("0999{:05}", nine / 10 + nine % 10);
        (0..10).find_map(|check| TaxCode::parse(&format!("{nine}{check}")).ok())
    })
}

fn citizen_id(province: &str, born: Date, male: bool, number: usize) -> Option<CitizenId> {
    let century = (born.year() / 100 - 19) * 2 + i16::from(!male);
    CitizenId::parse(&format!("0{province}{century}{:02}999{number:03}", born.year() % 100)).ok()
}

/// Writes the parties, the year before the first case, and answers them.
pub(super) async fn write(
    db: &dyn Database,
    today: Date,
    force: &Force,
    rng: &mut Rng,
) -> Result<Vec<Known>, StoreError> {
    let mut known = Vec::new();
    let areas = AREAS.iter().flat_map(|(unit, communes, count)| std::iter::repeat_n((*unit, *communes), *count));
    for (number, (unit, communes)) in (1..=PARTIES).zip(areas) {
        let unit = UnitId(unit.to_owned());
        let written = shift(today, -430 + i64::try_from(number).unwrap_or(0)).to_datetime(Time::constant(9, 15, 0, 0));
        let env = Env::new(from_local(written), super::rng::fill);
        let one = make(number, &unit, communes, env.now.as_millisecond(), rng);
        let Some(actor) = force.controller(&unit, rng) else {
            return Err(StoreError::NotFound);
        };
        parties::save(db, &env, actor, &one.party, one.place.as_ref()).await?;
        known.push(one);
    }
    Ok(known)
}

fn make(number: usize, unit: &UnitId, communes: &str, millis: i64, rng: &mut Rng) -> Known {
    let kind = match number % 10 {
        0 | 5 => PartyKind::Organisation,
        3 | 8 => PartyKind::Individual,
        _ => PartyKind::HouseholdBusiness,
    };
    let province = if unit.0.starts_with("31") { "31" } else { "33" };
    let whole = if province == "31" { "thành phố Hải Phòng" } else { "tỉnh Hưng Yên" };
    let male = rng.chance(55);
    let person = format!("{} {}", rng.word(FAMILY), rng.word(if male { MALE } else { FEMALE }));
    let born = Date::constant(1996, 1, 15);
    let born = shift(born, -rng.between(0, 35 * 365));
    let trade = rng.word(TRADE);
    let brand = rng.word(BRAND);
    let address = format!("Số {}, {}, {whole}", rng.between(1, 320), rng.word(communes));
    let name = match kind {
        PartyKind::Individual => person.clone(),
        PartyKind::HouseholdBusiness => format!("Hộ kinh doanh {person}"),
        PartyKind::Organisation => format!("Công ty TNHH Thương mại {brand} {number:02}"),
    };
    let registered = kind != PartyKind::Individual;
    let phone = Phone::parse(&format!("0900000{number:03}")).ok();
    let party = Party {
        id: PartyId(rng.uuid(millis)),
        kind,
        name,
        sex: (kind != PartyKind::Organisation).then_some(if male { Sex::Male } else { Sex::Female }),
        birth_date: (kind != PartyKind::Organisation).then_some(born),
        nationality: "Việt Nam".to_owned(),
        occupation: if kind == PartyKind::Organisation { String::new() } else { "Kinh doanh".to_owned() },
        address: address.clone(),
        citizen_id: if kind == PartyKind::Organisation { None } else { citizen_id(province, born, male, number) },
        tax_code: if registered { tax_code(number) } else { None },
        registration: if registered { format!("05{province}8{number:05}") } else { String::new() },
        registered_on: registered.then(|| Date::constant(2021, 3, 10)),
        registered_at: match kind {
            PartyKind::Individual => String::new(),
            PartyKind::HouseholdBusiness => format!("Phòng Kinh tế, {whole}"),
            PartyKind::Organisation => format!("Phòng Đăng ký kinh doanh, {whole}"),
        },
        representative: if registered { person } else { String::new() },
        representative_title: match kind {
            PartyKind::Individual => String::new(),
            PartyKind::HouseholdBusiness => "Chủ hộ kinh doanh".to_owned(),
            PartyKind::Organisation => "Giám đốc".to_owned(),
        },
        phone,
        passport: String::new(),
        aliases: Vec::new(),
        commune: None,
        unit: unit.clone(),
    };
    let place = Establishment {
        id: EstablishmentId(rng.uuid(millis)),
        party: party.id,
        name: format!("Cửa hàng {trade} {brand}"),
        address,
        business: format!("Bán lẻ {trade}"),
        unit: unit.clone(),
    };
    Known { party, place: Some(place) }
}
