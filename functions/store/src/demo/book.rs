//! Area books of the demo: two areas a team, each given to an officer, and files that are here fuller and there staler, so that
//! every list, the risk and the map have something to show.
//!
//! Written after the cases, so that those are told as they would be without it.

use super::SEED;
use super::force::Force;
use super::parties::Known;
use super::rng::{self, Rng};
use crate::establishments::{add_note, file, save, save_area};
use crate::{Database, Env, StoreError};
use domain::calendar::{from_local, shift};
use domain::establishment::{Area, AreaId, Kind, Licence, LicenceKind, Scale, Status};
use domain::money::Dong;
use domain::officer::Role;
use domain::place::{CommuneCode, Point, commune};
use domain::unit::UnitId;
use jiff::civil::{Date, Time};
use std::collections::{BTreeMap, BTreeSet};

/// Industries by a word of the goods.
const INDUSTRIES: [(&str, &str); 8] = [
    ("tạp hóa", "4711"),
    ("thời trang", "4771"),
    ("mỹ phẩm", "4772"),
    ("điện gia dụng", "4759"),
    ("đồ chơi", "4764"),
    ("rượu", "4723"),
    ("phụ tùng", "4543"),
    ("thực phẩm", "4722"),
];

/// Writes the files and areas as they would have been kept in the weeks before `today`; answers how many areas there are.
pub(super) async fn write(
    db: &dyn Database,
    today: Date,
    force: &Force,
    parties: &[Known],
) -> Result<usize, StoreError> {
    let mut rng = Rng::new(SEED + 17);
    let at = |days: i64, hour: i8| {
        Env::new(from_local(shift(today, -days).to_datetime(Time::constant(hour, 10, 0, 0))), rng::fill)
    };
    let mut communes: BTreeMap<UnitId, BTreeSet<CommuneCode>> = BTreeMap::new();
    for (number, known) in parties.iter().enumerate() {
        let Some(place) = &known.place else { continue };
        let Some(officer) = force.controller(&place.unit, &mut rng) else { return Err(StoreError::NotFound) };
        let record = file(db, officer, place.id).await?;
        let mut one = record.file;
        communes.entry(place.unit.clone()).or_default().extend(one.commune.clone());
        // One in eight is as it was registered: nobody has gone there yet.
        if number % 8 == 7 {
            continue;
        }
        one.kind = match number % 9 {
            2 => Kind::Warehouse,
            5 => Kind::Stall,
            7 => Kind::Workshop,
            _ => Kind::Shop,
        };
        if one.kind == Kind::Stall {
            one.within = "Chợ trung tâm".to_owned();
        }
        let goods = one.place.business.clone();
        one.industries =
            INDUSTRIES.iter().filter(|(word, _)| goods.contains(word)).map(|(_, code)| (*code).to_owned()).collect();
        one.phone = known.party.phone.clone();
        // Up to some 1,600 m around the middle of its commune.
        if let Some(middle) = one.commune.as_ref().and_then(|code| commune(&code.0)).map(|commune| commune.centre)
            && number % 6 != 4
        {
            let mut off = || f64::from(i32::try_from(rng.between(-150, 150)).unwrap_or(0)) / 10_000.0;
            one.position = Some(Point { latitude: middle.latitude + off(), longitude: middle.longitude + off() });
        }
        let number_of = |rng: &mut Rng, from, to| u32::try_from(rng.between(from, to)).ok();
        one.scale = Scale {
            square_metres: number_of(&mut rng, 12, 400),
            workers: number_of(&mut rng, 1, 12),
            turnover: Some(Dong(rng.between(2, 40) * 100_000_000)),
        };
        if goods.contains("rượu") {
            let issued = shift(today, -rng.between(1_400, 1_850));
            one.licences.push(Licence {
                kind: LicenceKind::Alcohol,
                number: format!("{:02}/GP-PKT", number + 1),
                issued_on: Some(issued),
                issued_by: "Phòng Kinh tế".to_owned(),
                expires_on: Some(shift(issued, 5 * 365)),
            });
        }
        one.status = match number % 20 {
            11 => Status::Suspended,
            16 => Status::NotFound,
            19 => Status::Closed,
            _ => Status::Active,
        };
        let days = if number % 4 == 1 { rng.between(380, 420) } else { rng.between(3, 300) };
        one.reviewed_on = Some(shift(today, -days));
        save(db, &at(2, 15), officer, &one, Some(record.version)).await?;
        if number % 5 == 0 {
            let seen = "Bày bán đúng mặt hàng đã đăng ký; nhắc niêm yết giá và giữ hóa đơn, chứng từ.";
            add_note(db, &at(2, 16), officer, place.id, shift(today, -days.min(300)), seen).await?;
        }
    }
    let mut areas = 0;
    for (unit, communes) in communes {
        let (officers, leaders) = (force.of(Role::Controller, &unit), force.of(Role::TeamLeader, &unit));
        let Some(leader) = leaders.first() else { return Err(StoreError::NotFound) };
        let communes: Vec<CommuneCode> = communes.into_iter().collect();
        let half = communes.len().div_ceil(2);
        for (place, part) in communes.chunks(half.max(1)).enumerate() {
            let area = Area {
                id: AreaId(at(1, 9).uuid()),
                unit: unit.clone(),
                name: format!("Địa bàn {}", place + 1),
                communes: part.to_vec(),
                officer: officers.get(place).map(|officer| officer.id().clone()),
                assigned_by: format!("0{}/PC-ĐQLTT", place + 1),
                assigned_on: Some(shift(today, -200)),
                hot_spots: "Chợ trung tâm, kho bãi ven quốc lộ".to_owned(),
                partners: "Công an xã, phường; Ban quản lý chợ".to_owned(),
            };
            save_area(db, &at(1, 9), leader, &area, None, "Phân công đầu năm").await?;
            areas += 1;
        }
    }
    Ok(areas)
}
