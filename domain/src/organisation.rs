//! The organisation over time (tổ chức): units begin, end and are followed by others, and figures are told “as it was” or “as it is”.
//!
//! Provinces went from 63 to 34 on 01/07/2025 and teams were regrouped. A unit is never moved in the tree: it ends, and its *heir*, the
//! unit that took over its files, goes on. Where a unit was divided, its figures of before cannot be: they go with its files.
//! Must not know: how units or figures are stored.

use crate::calendar::{Period, format_date, shift};
use crate::unit::{Unit, UnitId, UnitPath};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// By which organisation a report is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Theo tổ chức tại thời điểm: every figure under the unit that had it on its day.
    AsItWas,
    /// Theo tổ chức của một ngày, as a rule today: every figure under the unit that has taken its files over by then.
    AsOn(Date),
}

impl Basis {
    /// Key in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AsItWas => "thoi-diem",
            Self::AsOn(_) => "hien-nay",
        }
    }

    /// Reads a key back; an empty one is the organisation of today.
    pub fn from_key(key: &str, today: Date) -> Option<Self> {
        match key {
            "" | "hien-nay" => Some(Self::AsOn(today)),
            "thoi-diem" => Some(Self::AsItWas),
            key => key.strip_prefix("ngay-")?.parse().ok().map(Self::AsOn),
        }
    }

    /// Key that also says the day, so that a figure is told the same on every later day.
    pub fn dated(self) -> String {
        match self {
            Self::AsItWas => self.key().to_owned(),
            Self::AsOn(day) => format!("ngay-{day}"),
        }
    }

    /// Vietnamese label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::AsItWas => "Theo tổ chức tại thời điểm",
            Self::AsOn(_) => "Theo tổ chức hiện nay",
        }
    }
}

/// Why a unit has no report by a basis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotThen {
    /// It did not exist yet in the period.
    NotYet { name: String, from: Date },
    /// It had ended; its heir, where it has one.
    Ended { name: String, to: Date, heir: Option<String> },
}

impl NotThen {
    /// What to do instead.
    pub fn message(&self) -> String {
        match self {
            Self::NotYet { name, from } => format!(
                "{name} được thành lập từ {}: kỳ này chưa có đơn vị đó. Chọn kỳ sau ngày thành lập, hoặc xem theo tổ chức hiện nay.",
                format_date(*from)
            ),
            Self::Ended { name, to, heir: Some(heir) } => format!(
                "{name} kết thúc hoạt động ngày {}, {heir} tiếp nhận hồ sơ: xem báo cáo của {heir}, hoặc xem kỳ trước ngày đó theo tổ chức tại thời điểm.",
                format_date(*to)
            ),
            Self::Ended { name, to, heir: None } => format!(
                "{name} kết thúc hoạt động ngày {}: xem kỳ trước ngày đó theo tổ chức tại thời điểm.",
                format_date(*to)
            ),
        }
    }
}

/// Why a unit cannot be followed by another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoHeir {
    Unknown,
    /// It has ended already.
    Ended,
    /// It would end before it began.
    TooEarly,
    /// A team is followed by a team, a province by a province.
    OtherKind,
    /// The heir is not in force on the day after, or is the unit itself.
    NotThere,
}

impl NoHeir {
    /// How to mend it.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Unknown => "Chọn đơn vị trong danh sách.",
            Self::Ended => "Đơn vị này đã kết thúc hoạt động. Chọn đơn vị khác.",
            Self::TooEarly => "Ngày cuối cùng phải từ ngày thành lập của đơn vị trở đi.",
            Self::OtherKind => "Đơn vị tiếp nhận phải cùng cấp: Đội thay Đội, Chi cục thay Chi cục.",
            Self::NotThere => "Đơn vị tiếp nhận phải là đơn vị khác, đang hoạt động từ ngày sau ngày cuối cùng.",
        }
    }
}

/// Where a figure of a unit is kept, and over which days it counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    /// The unit whose sums, with those of everything below it, are meant.
    pub scope: UnitId,
    pub from: Date,
    pub to: Date,
}

/// All units there ever were, parents before children, and who took over from whom.
#[derive(Debug, Clone, Copy)]
pub struct Organisation<'a> {
    pub units: &'a [Unit],
    pub heirs: &'a BTreeMap<UnitId, UnitId>,
}

impl<'a> Organisation<'a> {
    fn get(&self, id: &UnitId) -> Option<&'a Unit> {
        self.units.iter().find(|unit| unit.id == *id)
    }

    /// Who has the files of a unit on a day: itself while it is there, then its heir.
    pub fn holder(&self, unit: &'a Unit, on: Date) -> &'a Unit {
        let mut holder = unit;
        // An heir may have ended too; never more often than there are units.
        for _ in 0..self.units.len() {
            let ended = holder.in_force_to.is_some_and(|to| to < on);
            match self.heirs.get(&holder.id).and_then(|heir| self.get(heir)) {
                Some(heir) if ended => holder = heir,
                Some(_) | None => break,
            }
        }
        holder
    }

    /// Whether a unit has a report of a period by a basis.
    ///
    /// # Errors
    /// [`NotThen`], with what to ask instead.
    pub fn exists(&self, unit: &Unit, basis: Basis, period: &Period) -> Result<(), NotThen> {
        let (from, to) = match basis {
            Basis::AsItWas => (period.from, period.to),
            Basis::AsOn(day) => (day, day),
        };
        if let Some(ended) = unit.in_force_to.filter(|ended| *ended < from) {
            let heir = self.heirs.get(&unit.id).and_then(|heir| self.get(heir)).map(|heir| heir.short_name.clone());
            return Err(NotThen::Ended { name: unit.short_name.clone(), to: ended, heir });
        }
        if unit.in_force_from > to {
            return Err(NotThen::NotYet { name: unit.short_name.clone(), from: unit.in_force_from });
        }
        Ok(())
    }

    /// The units below a path that have a report of a period by a basis, in the order of the tree.
    pub fn below(&self, path: &UnitPath, basis: Basis, period: &Period) -> impl Iterator<Item = &'a Unit> + use<'a> {
        let (path, period, of) = (path.clone(), *period, *self);
        self.units
            .iter()
            .filter(move |unit| path.covers(&unit.path) && unit.path != path)
            .filter(move |unit| of.exists(unit, basis, &period).is_ok())
    }

    /// What the figures of a unit over a period are summed from. Days after the end of a unit are its heir's; days before its
    /// beginning, where files were entered late, are its own.
    pub fn pieces(&self, unit: &Unit, basis: Basis, period: &Period) -> Vec<Piece> {
        self.pieces_of(&[unit], basis, period).pop().unwrap_or_default()
    }

    /// The same for several units, in their order.
    pub fn pieces_of(&self, units: &[&Unit], basis: Basis, period: &Period) -> Vec<Vec<Piece>> {
        if self.heirs.is_empty() {
            let own = |unit: &&Unit| vec![Piece { scope: unit.id.clone(), from: period.from, to: period.to }];
            return units.iter().map(own).collect();
        }
        let spans: Vec<(Date, Date, Date)> = match basis {
            Basis::AsOn(day) => vec![(period.from, period.to, day)],
            Basis::AsItWas => self.spans(period).into_iter().map(|(from, to)| (from, to, from)).collect(),
        };
        let places: BTreeMap<&UnitId, usize> =
            self.units.iter().enumerate().map(|(place, unit)| (&unit.id, place)).collect();
        let parents: Vec<Option<usize>> =
            self.units.iter().map(|unit| places.get(unit.parent.as_ref()?).copied()).collect();
        let mut all: Vec<Vec<Piece>> = units.iter().map(|_| Vec::new()).collect();
        for (from, to, on) in spans {
            let holders: Vec<&UnitPath> = self.units.iter().map(|one| &self.holder(one, on).path).collect();
            for (unit, pieces) in units.iter().zip(&mut all) {
                let theirs = holders.iter().map(|holder| unit.path.covers(holder)).collect();
                for scope in self.cover(theirs, &parents) {
                    // The same scope over days that follow each other is one piece.
                    let adjoining = |piece: &&mut Piece| piece.scope == *scope && shift(piece.to, 1) == from;
                    match pieces.iter_mut().find(adjoining) {
                        Some(piece) => piece.to = to,
                        None => pieces.push(Piece { scope: scope.clone(), from, to }),
                    }
                }
            }
        }
        for pieces in &mut all {
            pieces.sort();
        }
        all
    }

    /// A period cut after every day on which a unit ended.
    fn spans(&self, period: &Period) -> Vec<(Date, Date)> {
        let ends = self.units.iter().filter_map(|unit| unit.in_force_to);
        let ends: BTreeSet<Date> =
            ends.filter(|end| period.from <= *end && *end < period.to).chain([period.to]).collect();
        let mut from = period.from;
        let mut spans = Vec::new();
        for end in ends {
            spans.push((from, end));
            from = shift(end, 1);
        }
        spans
    }

    /// The fewest scopes that hold the units marked and no other: units whose whole part of the tree is marked, and that of the unit
    /// above is not.
    fn cover(&self, marked: Vec<bool>, parents: &[Option<usize>]) -> Vec<&'a UnitId> {
        let mut whole = marked;
        // Parents stand before their children.
        for (place, parent) in parents.iter().enumerate().rev() {
            let own = whole.get(place).copied().unwrap_or(false);
            if let Some(above) = parent.and_then(|parent| whole.get_mut(parent)) {
                *above &= own;
            }
        }
        let is_whole = |place: usize| whole.get(place).copied().unwrap_or(false);
        let top = |(place, parent): (usize, &Option<usize>)| is_whole(place) && !parent.is_some_and(is_whole);
        let units = self.units.iter().zip(parents.iter().enumerate());
        units.filter(|(_, place)| top(*place)).map(|(unit, _)| &unit.id).collect()
    }

    /// Whether `heir` may take over the files of `unit` after its last day.
    ///
    /// # Errors
    /// [`NoHeir`], with how to mend it.
    pub fn may_follow(&self, unit: &UnitId, heir: &UnitId, last_day: Date) -> Result<(), NoHeir> {
        let (Some(unit), Some(heir)) = (self.get(unit), self.get(heir)) else { return Err(NoHeir::Unknown) };
        let next = shift(last_day, 1);
        if unit.in_force_to.is_some() {
            Err(NoHeir::Ended)
        } else if last_day < unit.in_force_from {
            Err(NoHeir::TooEarly)
        } else if unit.kind != heir.kind {
            Err(NoHeir::OtherKind)
        } else if unit.id == heir.id || heir.in_force_from > next || heir.in_force_to.is_some_and(|to| to < next) {
            Err(NoHeir::NotThere)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::unit::{UnitKind, initial_tree};
    use jiff::civil::date;
    use proptest::prelude::*;

    const REFORM: Date = Date::constant(2025, 7, 1);

    fn id(text: &str) -> UnitId {
        UnitId(text.to_owned())
    }

    fn unit(id: &str, parent: Option<&Unit>, kind: UnitKind, (from, to): (Date, Option<Date>)) -> Unit {
        let mut unit = initial_tree()[0].clone();
        unit.id = UnitId(id.to_owned());
        unit.parent = parent.map(|parent| parent.id.clone());
        unit.path = UnitPath(parent.map_or_else(|| id.to_owned(), |parent| format!("{}/{id}", parent.path.0)));
        unit.kind = kind;
        unit.short_name = format!("Đơn vị {id}");
        (unit.in_force_from, unit.in_force_to) = (from, to);
        unit
    }

    /// Thái Bình (34) went into Hưng Yên (33) with its first team; its second was given to Hải Phòng (31). In 33 the first team was
    /// divided on 01/01/2026: 33-03 has its files, 33-04 is new.
    fn reform() -> (Vec<Unit>, BTreeMap<UnitId, UnitId>) {
        let old = (date(2018, 10, 12), None);
        let ended = (date(2018, 10, 12), Some(date(2025, 6, 30)));
        let divided = (date(2018, 10, 12), Some(date(2025, 12, 31)));
        let new = (date(2026, 1, 1), None);
        let nation = unit("TW", None, UnitKind::National, old);
        let hai_phong = unit("31", Some(&nation), UnitKind::Province, old);
        let hung_yen = unit("33", Some(&nation), UnitKind::Province, old);
        let thai_binh = unit("34", Some(&nation), UnitKind::Province, ended);
        let team = |id: &str, of: &Unit, span| unit(id, Some(of), UnitKind::Team, span);
        let units = vec![
            team("31-01", &hai_phong, old),
            team("31-02", &hai_phong, (REFORM, None)),
            team("33-01", &hung_yen, divided),
            team("33-02", &hung_yen, (REFORM, None)),
            team("33-03", &hung_yen, new),
            team("33-04", &hung_yen, new),
            team("34-01", &thai_binh, ended),
            team("34-02", &thai_binh, ended),
        ];
        let heirs = [("34", "33"), ("34-01", "33-02"), ("34-02", "31-02"), ("33-01", "33-03")];
        let mut all = vec![nation, hai_phong, hung_yen, thai_binh];
        all.extend(units);
        (all, heirs.into_iter().map(|(from, to)| (id(from), id(to))).collect())
    }

    fn told(pieces: &[Piece]) -> Vec<String> {
        pieces.iter().map(|piece| format!("{} {}..{}", piece.scope, piece.from, piece.to)).collect()
    }

    #[test]
    fn figures_follow_the_files_or_stay_where_they_were() {
        let (units, heirs) = reform();
        let all = Organisation { units: &units, heirs: &heirs };
        let year = Period::year(2025).unwrap();
        let now = Basis::AsOn(date(2026, 11, 23));
        for (of, basis, expected) in [
            ("TW", now, vec!["TW 2024-12-15..2025-12-14"]),
            // All of Hưng Yên, and of Thái Bình the team that came to it.
            ("33", now, vec!["33 2024-12-15..2025-12-14", "34-01 2024-12-15..2025-12-14"]),
            ("31", now, vec!["31 2024-12-15..2025-12-14", "34-02 2024-12-15..2025-12-14"]),
            ("33-02", now, vec!["33-02 2024-12-15..2025-12-14", "34-01 2024-12-15..2025-12-14"]),
            // A division: the files went to one of the two.
            ("33-03", now, vec!["33-01 2024-12-15..2025-12-14", "33-03 2024-12-15..2025-12-14"]),
            ("33-04", now, vec!["33-04 2024-12-15..2025-12-14"]),
            // As it was: until 30/06 each its own, then what still fell on the old units is their heirs'.
            ("34", Basis::AsItWas, vec!["34 2024-12-15..2025-06-30"]),
            ("33", Basis::AsItWas, vec!["33 2024-12-15..2025-12-14", "34-01 2025-07-01..2025-12-14"]),
            ("33-01", Basis::AsItWas, vec!["33-01 2024-12-15..2025-12-14"]),
            ("TW", Basis::AsItWas, vec!["TW 2024-12-15..2025-12-14"]),
            // On the last day before the reform it is as it was.
            ("34", Basis::AsOn(date(2025, 6, 30)), vec!["34 2024-12-15..2025-12-14"]),
        ] {
            assert_eq!(told(&all.pieces(all.get(&id(of)).unwrap(), basis, &year)), expected, "{of} {basis:?}");
        }
        let rows = |basis, period: &Period| -> Vec<&str> {
            let nation = UnitPath("TW".to_owned());
            let provinces = all.below(&nation, basis, period).filter(|unit| unit.kind == UnitKind::Province);
            provinces.map(|unit| unit.id.0.as_str()).collect()
        };
        assert_eq!(rows(now, &year), ["31", "33"]);
        assert_eq!(rows(Basis::AsItWas, &year), ["31", "33", "34"]);
        assert_eq!(rows(Basis::AsItWas, &Period::year(2026).unwrap()), ["31", "33"]);
    }

    #[test]
    fn a_unit_that_was_not_there_gets_a_clear_answer() {
        let (units, heirs) = reform();
        let all = Organisation { units: &units, heirs: &heirs };
        let answer = |of: &str, basis, period: Option<Period>| {
            all.exists(all.get(&id(of)).unwrap(), basis, &period.unwrap()).map_err(|not| not.message())
        };
        let now = Basis::AsOn(date(2026, 11, 23));
        let not_yet = answer("33-04", Basis::AsItWas, Period::year(2025)).unwrap_err();
        assert!(not_yet.contains("Đơn vị 33-04 được thành lập từ 01/01/2026"), "{not_yet}");
        assert_eq!(answer("33-04", now, Period::year(2025)), Ok(()), "as it is, it has a report of any period");
        let ended = answer("34", now, Period::year(2024)).unwrap_err();
        assert!(ended.contains("ngày 30/06/2025, Đơn vị 33 tiếp nhận"), "{ended}");
        assert_eq!(answer("34", Basis::AsItWas, Period::year(2024)), Ok(()));
        assert!(answer("34", Basis::AsItWas, Period::year(2026)).is_err());
        let alone = BTreeMap::new();
        let nobody = Organisation { units: &units, heirs: &alone };
        let ended = nobody.exists(nobody.get(&id("34")).unwrap(), now, &Period::year(2026).unwrap()).unwrap_err();
        assert!(ended.message().contains("xem kỳ trước ngày đó"), "{}", ended.message());
        assert_eq!(nobody.holder(nobody.get(&id("34")).unwrap(), REFORM).id, id("34"), "nobody took it over");
    }

    #[test]
    fn an_heir_is_another_unit_of_the_kind_in_force_the_day_after() {
        let (units, heirs) = reform();
        let all = Organisation { units: &units, heirs: &heirs };
        let last = date(2026, 12, 31);
        for (of, heir, last, expected) in [
            ("33-03", "33-04", last, Ok(())),
            ("33-03", "99", last, Err(NoHeir::Unknown)),
            ("33-01", "33-04", last, Err(NoHeir::Ended)),
            ("33-03", "33-04", date(2025, 12, 31), Err(NoHeir::TooEarly)),
            ("33-03", "31", last, Err(NoHeir::OtherKind)),
            ("33-03", "33-03", last, Err(NoHeir::NotThere)),
            ("33-03", "34-01", last, Err(NoHeir::NotThere)),
            ("31-01", "33-04", date(2025, 1, 1), Err(NoHeir::NotThere)),
        ] {
            let answer = all.may_follow(&id(of), &id(heir), last);
            assert_eq!(answer, expected, "{of} {heir}");
            if let Err(refused) = answer {
                assert!(refused.message().ends_with('.'));
            }
        }
    }

    #[test]
    fn a_basis_is_read_from_its_key() {
        let today = date(2026, 11, 23);
        for basis in [Basis::AsItWas, Basis::AsOn(today)] {
            assert_eq!(Basis::from_key(basis.key(), today), Some(basis));
            assert!(basis.label().starts_with("Theo tổ chức"));
        }
        assert_eq!(Basis::from_key("", today), Some(Basis::AsOn(today)));
        assert_eq!(Basis::from_key("khac", today), None);
    }

    proptest! {
        /// Whatever the day and the basis: every team's every day is in the report of exactly one province, and of one team.
        #[test]
        fn nothing_is_lost_and_nothing_counts_twice(month in 1_i8..13, year in 2024_i16..2027, on in 0_i64..1200, was in any::<bool>()) {
            let (units, heirs) = reform();
            let all = Organisation { units: &units, heirs: &heirs };
            let period = Period::month(year, month).unwrap();
            let basis = if was { Basis::AsItWas } else { Basis::AsOn(shift(date(2024, 1, 1), on)) };
            for kind in [UnitKind::Province, UnitKind::Team] {
                for team in units.iter().filter(|unit| unit.kind == UnitKind::Team) {
                    let mut day = period.from;
                    while day <= period.to {
                        let mut times = 0;
                        for one in units.iter().filter(|unit| unit.kind == kind) {
                            times += all
                                .pieces(one, basis, &period)
                                .iter()
                                .filter(|piece| piece.from <= day && day <= piece.to)
                                .filter(|piece| all.get(&piece.scope).unwrap().path.covers(&team.path))
                                .count();
                        }
                        prop_assert_eq!(times, 1, "{} on {}", team.id, day);
                        day = shift(day, 9);
                    }
                }
            }
        }
    }
}
