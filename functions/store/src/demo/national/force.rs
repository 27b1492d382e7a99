//! The whole force: teams by how much their province has to do, and their people.

use super::words;
use crate::database::Database;
use crate::demo::PASSWORD;
use crate::demo::rng::Rng;
use crate::{Env, StoreError, UnitOfWork, accounts, units};
use domain::officer::{Officer, OfficerId, Role};
use domain::place::{Commune, communes_of};
use domain::unit::{PROVINCES, Unit, UnitId, UnitKind, UnitPath, initial_tree};

/// A team with its share of the work and its part of the province.
pub(super) struct Team {
    pub unit: UnitId,
    /// Its share of all cases.
    pub weight: usize,
    pub communes: Vec<&'static Commune>,
}

/// Sections of a provincial office: id, name, short name, code.
const DIVISIONS: [(&str, &str, &str, &str); 3] = [
    ("TC", "Phòng Tổ chức – Hành chính", "Phòng TC-HC", "90"),
    ("TH", "Phòng Nghiệp vụ – Tổng hợp", "Phòng NV-TH", "91"),
    ("PC", "Phòng Thanh tra – Pháp chế", "Phòng TT-PC", "92"),
];

/// Cases of a province in a year: of the two largest as they are, of the others lognormal with a median of 600.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to a small range before")]
fn cases_of(code: &str, rng: &mut Rng) -> usize {
    match code {
        "01" => 4_500,
        "79" => 3_500,
        _ => (600.0 * (0.8 * rng.normal()).exp()).clamp(200.0, 2_600.0) as usize,
    }
}

/// Writes units and officers and answers the teams.
pub(super) async fn write(db: &dyn Database, env: &Env, rng: &mut Rng) -> Result<Vec<Team>, StoreError> {
    let mut teams = Vec::new();
    let mut people = People { work: UnitOfWork::begin(db).await?, hash: accounts::hash(env, PASSWORD)?, badges: 0 };
    let mut all = initial_tree();
    for unit in &mut all {
        unit.treasury = format!("Kho bạc Nhà nước {}, tài khoản thu phạt (dữ liệu mẫu)", unit.place);
    }
    let provinces: Vec<Unit> = all.iter().filter(|unit| unit.kind == UnitKind::Province).cloned().collect();
    let mut below = Vec::new();
    for province in &provinces {
        let code = province.id.0.as_str();
        let cases = cases_of(code, rng);
        let count = (4 + cases / 130).clamp(5, if cases > 3_000 { 26 } else { 12 });
        for (id, name, short_name, unit_code) in DIVISIONS {
            below.push(unit_of(province, id, UnitKind::Division, (name, short_name), unit_code));
        }
        let communes = communes_of(code);
        for number in 1..=count {
            let id = format!("{number:02}");
            let name = format!("Đội Quản lý thị trường số {number}");
            let short_name = format!("Đội QLTT số {number} {}", province.place);
            let team = unit_of(province, &id, UnitKind::Team, (&name, &short_name), &id);
            let own = communes.iter().skip(number - 1).step_by(count).copied().collect();
            teams.push(Team { unit: team.id.clone(), weight: cases / count, communes: own });
            below.push(team);
        }
    }
    all.extend(below);
    for unit in &all {
        units::save_on(&mut people.work, unit).await?;
    }
    for unit in &all {
        let size = teams.iter().find(|team| team.unit == unit.id).map_or(0, |team| team.weight);
        people.staff(unit, size, rng).await?;
    }
    people.work.commit().await?;
    Ok(teams)
}

fn unit_of(province: &Unit, id: &str, kind: UnitKind, (name, short_name): (&str, &str), unit_code: &str) -> Unit {
    let id = UnitId(format!("{}-{id}", province.id));
    Unit {
        path: UnitPath(format!("{}/{id}", province.path.0)),
        id,
        parent: Some(province.id.clone()),
        kind,
        name: name.to_owned(),
        short_name: short_name.to_owned(),
        unit_code: unit_code.to_owned(),
        ..province.clone()
    }
}

struct People {
    work: UnitOfWork,
    /// One hash for everybody: five thousand of their own would take minutes, and nobody real signs in here.
    hash: String,
    badges: usize,
}

impl People {
    /// Officers of a unit; `size` is how many cases a team has in a year.
    async fn staff(&mut self, unit: &Unit, size: usize, rng: &mut Rng) -> Result<(), StoreError> {
        let id = unit.id.0.to_lowercase();
        let mut list = Vec::new();
        match unit.kind {
            UnitKind::National => {
                list.push((Role::National, "trunguong".to_owned()));
                list.push((Role::Administrator, "quantri".to_owned()));
            }
            UnitKind::Province => {
                list.push((Role::ProvincialHead, format!("chicuctruong.{id}")));
                list.extend((1..=2).map(|number| (Role::ProvincialDeputy, format!("phochicuctruong{number}.{id}"))));
            }
            UnitKind::Division => {
                let role = if unit.unit_code == "92" { Role::LegalSection } else { Role::ReportingSection };
                list.extend((1..=6).map(|number| (role, format!("congchuc{number}.{id}"))));
            }
            UnitKind::Team => {
                list.push((Role::TeamLeader, format!("doitruong.{id}")));
                list.extend((1..=2).map(|number| (Role::TeamDeputy, format!("phodoi{number}.{id}"))));
                let controllers = (8 + size / 40).clamp(9, 14);
                list.extend((1..=controllers).map(|number| (Role::Controller, format!("ksv{number}.{id}"))));
            }
        }
        for (role, account) in list {
            self.badges += 1;
            let agency = &unit.agency_code;
            let (name, _) = words::person(rng);
            let officer = Officer {
                id: OfficerId(account.clone()),
                account,
                full_name: name,
                badge: format!("QT{agency}-{:04}", self.badges),
                card: (unit.kind == UnitKind::Team).then(|| format!("{agency}-{:05}", self.badges)),
                unit: unit.id.clone(),
                role,
                active: true,
            };
            accounts::insert_officer(&mut self.work, &officer, Some(&self.hash)).await?;
        }
        Ok(())
    }
}

/// The written name of a province: “tỉnh Hưng Yên”, “thành phố Hà Nội”.
pub(super) fn province_name(code: &str) -> String {
    PROVINCES
        .iter()
        .find(|(known, _, _)| *known == code)
        .map_or_else(String::new, |(_, name, city)| format!("{} {name}", if *city { "thành phố" } else { "tỉnh" }))
}
