//! Units and accounts of the demo: the whole of Hưng Yên's market surveillance, a national body, and a second province
//! to show that nothing beside one's own unit exists.

use super::rng::Rng;
use crate::accounts;
use crate::database::{Database, UnitOfWork};
use crate::units::{self, UnitTree};
use crate::{Env, StoreError};
use domain::authority::Actor;
use domain::officer::{Officer, OfficerId, Role};
use domain::practice;
use domain::unit::{Unit, UnitId, UnitKind, UnitPath};
use jiff::civil::date;
use std::collections::HashMap;
use std::ops::Range;

/// Id, kind, name, short name, unit code, place, address.
type UnitLine = (&'static str, UnitKind, &'static str, &'static str, &'static str, &'static str, &'static str);

const UNITS: [UnitLine; 11] = [
    (
        "TW",
        UnitKind::National,
        "Cục Quản lý và Phát triển thị trường trong nước",
        "Cục QLPTTTTN",
        "00",
        "Hà Nội",
        "Phường Hoàn Kiếm, thành phố Hà Nội",
    ),
    (
        "33",
        UnitKind::Province,
        "Chi cục Quản lý thị trường tỉnh Hưng Yên",
        "Chi cục QLTT Hưng Yên",
        "00",
        "Hưng Yên",
        "Phường Phố Hiến, tỉnh Hưng Yên",
    ),
    (
        "33-TH",
        UnitKind::Division,
        "Phòng Nghiệp vụ – Tổng hợp",
        "Phòng NV-TH",
        "91",
        "Hưng Yên",
        "Phường Phố Hiến, tỉnh Hưng Yên",
    ),
    (
        "33-PC",
        UnitKind::Division,
        "Phòng Thanh tra – Pháp chế",
        "Phòng TT-PC",
        "92",
        "Hưng Yên",
        "Phường Phố Hiến, tỉnh Hưng Yên",
    ),
    (
        "33-01",
        UnitKind::Team,
        "Đội Quản lý thị trường số 1",
        "Đội QLTT số 1",
        "01",
        "Phố Hiến",
        "Phường Phố Hiến, tỉnh Hưng Yên",
    ),
    (
        "33-02",
        UnitKind::Team,
        "Đội Quản lý thị trường số 2",
        "Đội QLTT số 2",
        "02",
        "Mỹ Hào",
        "Phường Mỹ Hào, tỉnh Hưng Yên",
    ),
    (
        "33-03",
        UnitKind::Team,
        "Đội Quản lý thị trường số 3",
        "Đội QLTT số 3",
        "03",
        "Văn Giang",
        "Xã Văn Giang, tỉnh Hưng Yên",
    ),
    (
        "33-04",
        UnitKind::Team,
        "Đội Quản lý thị trường số 4",
        "Đội QLTT số 4",
        "04",
        "Thái Bình",
        "Phường Thái Bình, tỉnh Hưng Yên",
    ),
    (
        "33-05",
        UnitKind::Team,
        "Đội Quản lý thị trường số 5",
        "Đội QLTT số 5",
        "05",
        "Tiền Hải",
        "Xã Tiền Hải, tỉnh Hưng Yên",
    ),
    (
        "31",
        UnitKind::Province,
        "Chi cục Quản lý thị trường thành phố Hải Phòng",
        "Chi cục QLTT Hải Phòng",
        "00",
        "Hải Phòng",
        "Phường Hồng Bàng, thành phố Hải Phòng",
    ),
    (
        "31-01",
        UnitKind::Team,
        "Đội Quản lý thị trường số 1",
        "Đội QLTT số 1 Hải Phòng",
        "01",
        "Hải Phòng",
        "Phường Ngô Quyền, thành phố Hải Phòng",
    ),
];

/// A demo account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoAccount {
    pub account: &'static str,
    pub name: &'static str,
    pub role: Role,
    pub unit: &'static str,
}

const fn of(account: &'static str, name: &'static str, role: Role, unit: &'static str) -> DemoAccount {
    DemoAccount { account, name, role, unit }
}

/// All demo accounts; the password is [`super::PASSWORD`] for each.
pub const ACCOUNTS: [DemoAccount; 35] = [
    of("ksv1", "Nguyễn Thị Hải Yến", Role::Controller, "33-01"),
    of("ksv2", "Trần Quang Huy", Role::Controller, "33-01"),
    of("ksv3", "Phạm Minh Châu", Role::Controller, "33-01"),
    of("doitruong1", "Đỗ Văn Khánh", Role::TeamLeader, "33-01"),
    of("phodoi1", "Lê Thị Thu Trang", Role::TeamDeputy, "33-01"),
    of("ksv4", "Vũ Đình Nam", Role::Controller, "33-02"),
    of("ksv5", "Hoàng Thị Lan", Role::Controller, "33-02"),
    of("ksv6", "Bùi Tiến Dũng", Role::Controller, "33-02"),
    of("doitruong2", "Ngô Xuân Trường", Role::TeamLeader, "33-02"),
    of("phodoi2", "Dương Thị Hạnh", Role::TeamDeputy, "33-02"),
    of("ksv7", "Lý Văn Toàn", Role::Controller, "33-03"),
    of("ksv8", "Đặng Thị Ngọc Anh", Role::Controller, "33-03"),
    of("ksv9", "Nguyễn Hữu Phước", Role::Controller, "33-03"),
    of("doitruong3", "Trịnh Công Minh", Role::TeamLeader, "33-03"),
    of("phodoi3", "Phan Thị Thanh Tâm", Role::TeamDeputy, "33-03"),
    of("ksv10", "Hà Đức Thịnh", Role::Controller, "33-04"),
    of("ksv11", "Mai Thị Hương", Role::Controller, "33-04"),
    of("ksv12", "Tạ Quốc Bảo", Role::Controller, "33-04"),
    of("doitruong4", "Lương Văn Sơn", Role::TeamLeader, "33-04"),
    of("phodoi4", "Cao Thị Bích Ngọc", Role::TeamDeputy, "33-04"),
    of("ksv13", "Đinh Văn Lực", Role::Controller, "33-05"),
    of("ksv14", "Nguyễn Thị Ánh Tuyết", Role::Controller, "33-05"),
    of("ksv15", "Trần Ngọc Sáng", Role::Controller, "33-05"),
    of("doitruong5", "Vũ Thị Minh Hòa", Role::TeamLeader, "33-05"),
    of("phodoi5", "Phùng Gia Long", Role::TeamDeputy, "33-05"),
    of("chicuctruong", "Nguyễn Đức Thắng", Role::ProvincialHead, "33"),
    of("phochicuctruong", "Lê Thị Kim Oanh", Role::ProvincialDeputy, "33"),
    of("phapche", "Trần Thị Diệu Linh", Role::LegalSection, "33-PC"),
    of("tonghop", "Phạm Văn Hậu", Role::ReportingSection, "33-TH"),
    of("trunguong", "Hoàng Minh Đức", Role::National, "TW"),
    of("quantri", "Vũ Quốc Việt", Role::Administrator, "TW"),
    of("haiphong.ksv1", "Bùi Thị Hồng Vân", Role::Controller, "31-01"),
    of("haiphong.ksv2", "Đoàn Văn Hiệp", Role::Controller, "31-01"),
    of("haiphong.doitruong1", "Phạm Thế Anh", Role::TeamLeader, "31-01"),
    of("haiphong.chicuctruong", "Nguyễn Văn Quyết", Role::ProvincialHead, "31"),
];

/// Whether the story is shown, or practised in: then no unit bears the name of a real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    Shown,
    Practised,
}

impl Ground {
    fn root(self) -> &'static str {
        match self {
            Self::Shown => "TW",
            Self::Practised => practice::ROOT,
        }
    }

    fn id(self, id: &str) -> String {
        if id == "TW" { self.root().to_owned() } else { id.to_owned() }
    }

    fn path(self, id: &str) -> UnitPath {
        let root = self.root();
        UnitPath(match id.split_once('-') {
            _ if id == "TW" => root.to_owned(),
            Some((province, _)) => format!("{root}/{province}/{id}"),
            None => format!("{root}/{id}"),
        })
    }

    /// `Chi cục Quản lý thị trường tỉnh Hưng Yên` is practised as `Chi cục Quản lý thị trường tập huấn 1`.
    fn name(self, name: &str) -> String {
        match self {
            Self::Shown => name.to_owned(),
            Self::Practised => {
                let mut name = name.to_owned();
                for (real, made) in [
                    ("Cục Quản lý và Phát triển thị trường trong nước", "Cục Quản lý thị trường tập huấn"),
                    ("Cục QLPTTTTN", "Cục QLTT tập huấn"),
                    ("tỉnh Hưng Yên", "tập huấn 1"),
                    ("thành phố Hải Phòng", "tập huấn 2"),
                    ("QLTT Hưng Yên", "QLTT tập huấn 1"),
                    ("QLTT Hải Phòng", "QLTT tập huấn 2"),
                    ("thị trường số", "thị trường tập huấn số"),
                    ("QLTT số", "QLTT tập huấn số"),
                ] {
                    name = name.replace(real, made);
                }
                name
            }
        }
    }
}

/// Writes the units and answers how many.
///
/// # Errors
/// The database failed.
pub async fn units(db: &dyn Database, ground: Ground) -> Result<usize, StoreError> {
    for (id, kind, name, short_name, unit_code, place, address) in UNITS {
        let path = ground.path(id);
        let province = id.split('-').next().unwrap_or(id).to_owned();
        let national = kind == UnitKind::National;
        let unit = Unit {
            id: UnitId(ground.id(id)),
            parent: path.parent().map(|above| above.leaf()),
            path,
            kind,
            name: ground.name(name),
            short_name: ground.name(short_name),
            agency_code: match ground {
                Ground::Practised => practice::AGENCY.to_owned(),
                Ground::Shown if national => "00".to_owned(),
                Ground::Shown => province.clone(),
            },
            treasury: format!("Kho bạc Nhà nước {place}, tài khoản thu phạt (dữ liệu mẫu) 3511.0.00000{unit_code}"),
            province: (!national).then_some(UnitId(province)),
            unit_code: unit_code.to_owned(),
            place: place.to_owned(),
            address: address.to_owned(),
            in_force_from: date(2025, 7, 1),
            in_force_to: None,
        };
        units::save(db, &unit).await?;
    }
    Ok(UNITS.len())
}

/// Writes the accounts, each with its own hash of the password (or none, for tests that sign nobody in), and answers
/// how many.
///
/// # Errors
/// The database failed.
pub async fn people(db: &dyn Database, env: &Env, ground: Ground, password: Option<&str>) -> Result<usize, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    for (place, account) in (1..).zip(ACCOUNTS) {
        let agency = account.unit.split('-').next().unwrap_or(account.unit);
        let in_the_field = matches!(account.role, Role::Controller | Role::TeamLeader | Role::TeamDeputy);
        let officer = Officer {
            id: OfficerId(account.account.to_owned()),
            account: account.account.to_owned(),
            full_name: account.name.to_owned(),
            badge: format!("QT{agency}-{place:03}"),
            card: in_the_field.then(|| format!("{agency}-{:04}", 100 + place)),
            unit: UnitId(ground.id(account.unit)),
            role: account.role,
            active: true,
        };
        let hash = password.map(|password| accounts::hash(env, password)).transpose()?;
        accounts::insert_officer(&mut work, &officer, hash.as_deref()).await?;
    }
    work.commit().await?;
    Ok(ACCOUNTS.len())
}

/// Who can act, in the order of the tree, with the places of each unit's officers.
pub(super) struct Force {
    actors: Vec<Actor>,
    by_unit: HashMap<UnitId, Range<usize>>,
    tree: UnitTree,
}

impl Force {
    pub async fn read(db: &dyn Database) -> Result<Self, StoreError> {
        let tree = units::tree(db).await?;
        let (mut actors, mut by_unit) = (Vec::new(), HashMap::new());
        for unit in tree.all() {
            let first = actors.len();
            for officer in units::officers(db, &unit.id).await? {
                actors.push(Actor {
                    officer: officer.snapshot(),
                    role: officer.role,
                    unit: unit.id.clone(),
                    path: unit.path.clone(),
                    delegations: Vec::new(),
                });
            }
            by_unit.insert(unit.id.clone(), first..actors.len());
        }
        Ok(Self { actors, by_unit, tree })
    }

    /// The units they work in.
    pub const fn tree(&self) -> &UnitTree {
        &self.tree
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.actors.len()
    }

    pub fn actor(&self, account: &str) -> Option<&Actor> {
        self.actors.iter().find(|actor| actor.officer.id.0 == account)
    }

    /// The officers of a role in a unit.
    pub fn of(&self, role: Role, unit: &UnitId) -> Vec<&Actor> {
        let there = self.by_unit.get(unit).and_then(|places| self.actors.get(places.clone())).unwrap_or_default();
        there.iter().filter(|actor| actor.role == role).collect()
    }

    /// One controller of a unit.
    pub fn controller(&self, unit: &UnitId, rng: &mut Rng) -> Option<&Actor> {
        rng.pick(&self.of(Role::Controller, unit)).copied()
    }

    /// The officer of a role at or above a unit of a province.
    pub fn above(&self, role: Role, unit: &UnitId, province: &UnitId) -> Option<&Actor> {
        let nation = self.tree.all().iter().find(|unit| unit.parent.is_none()).map(|unit| &unit.id);
        [Some(unit), Some(province), nation]
            .into_iter()
            .flatten()
            .find_map(|unit| self.of(role, unit).into_iter().next())
    }
}
