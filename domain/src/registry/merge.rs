//! Merging two records of one party as a relation: nothing is rewritten, both histories stay, and it can be undone.
//!
//! A record that was absorbed points at the one that stands for it; reading any of a group shows the survivor. Must not know:
//! who may merge, or where records are kept.

use crate::calendar::format_date;
use crate::party::Party;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Which record stands for which: edges from an absorbed record to the one it was merged into, at most one from each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merges<K: Ord + Copy> {
    into: BTreeMap<K, K>,
}

/// Why two records cannot be merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MergeRefusal {
    /// One and the same record.
    Itself,
    /// One of them was merged into another already.
    Absorbed,
}

impl MergeRefusal {
    /// Vietnamese: what is wrong and what to do.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Itself => "Đây là cùng một hồ sơ. Chọn hai hồ sơ khác nhau.",
            Self::Absorbed => {
                "Một trong hai hồ sơ đã được gộp vào hồ sơ khác. Mở hồ sơ đang giữ chỗ rồi gộp với hồ sơ đó."
            }
        }
    }
}

impl<K: Ord + Copy> Merges<K> {
    /// From kept edges, absorbed first.
    pub fn of(edges: impl IntoIterator<Item = (K, K)>) -> Self {
        Self { into: edges.into_iter().collect() }
    }

    /// The edges, absorbed first.
    pub fn edges(&self) -> impl Iterator<Item = (K, K)> + '_ {
        self.into.iter().map(|(absorbed, survivor)| (*absorbed, *survivor))
    }

    /// The record that stands for this one.
    pub fn head(&self, record: K) -> K {
        let mut at = record;
        // Merging joins heads only, so that no way leads back; the count is a guard against edges kept wrong.
        for _ in 0..=self.into.len() {
            match self.into.get(&at) {
                Some(next) => at = *next,
                None => break,
            }
        }
        at
    }

    /// All records that a head stands for, itself included.
    pub fn group(&self, head: K) -> BTreeSet<K> {
        let behind = self.into.keys().copied().filter(|record| self.head(*record) == head);
        behind.chain([head]).collect()
    }

    /// Lets `survivor` stand for `absorbed` and everything behind it. Merging the same two again changes nothing.
    ///
    /// # Errors
    /// They are one, or one of them is absorbed already.
    pub fn merge(&mut self, absorbed: K, survivor: K) -> Result<(), MergeRefusal> {
        if absorbed == survivor {
            return Err(MergeRefusal::Itself);
        }
        if self.into.get(&absorbed) == Some(&survivor) {
            return Ok(());
        }
        if self.into.contains_key(&absorbed) || self.into.contains_key(&survivor) {
            return Err(MergeRefusal::Absorbed);
        }
        self.into.insert(absorbed, survivor);
        Ok(())
    }

    /// Lets a record stand for itself again, with what was behind it. Undoing twice changes nothing.
    pub fn undo(&mut self, absorbed: K) {
        self.into.remove(&absorbed);
    }
}

macro_rules! traits {
    ($($variant:ident = $key:literal : $label:literal, |$party:ident| $text:expr, $($field:ident),+;)*) => {
        /// A trait of a party that two records may tell differently.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Trait { $(#[serde(rename = $key)] $variant),* }

        impl Trait {
            /// Every trait, as the party block shows them.
            pub const ALL: &[Trait] = &[$(Self::$variant),*];

            /// Stable key, as posted.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key),* } }

            /// Vietnamese label.
            pub const fn label(self) -> &'static str { match self { $(Self::$variant => $label),* } }

            /// What a record says of it, in words; empty where it says nothing.
            pub fn text(self, party: &Party) -> String { match self { $(Self::$variant => { let $party = party; $text })* } }

            /// Takes what `from` says of it.
            fn take(self, into: &mut Party, from: &Party) { match self { $(Self::$variant => { $(into.$field.clone_from(&from.$field);)+ })* } }

            /// Whether two records say the same of it.
            fn same(self, a: &Party, b: &Party) -> bool { match self { $(Self::$variant => true $(&& a.$field == b.$field)+),* } }
        }
    };
}

fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

traits! {
    Kind = "kind": "Loại", |party| party.kind.label().to_owned(), kind;
    Name = "name": "Tên", |party| party.name.clone(), name;
    TaxCode = "tax_code": "Mã số thuế", |party| shown(party.tax_code.as_ref()), tax_code;
    CitizenId = "citizen_id": "Số định danh / CCCD", |party| shown(party.citizen_id.as_ref()), citizen_id;
    BirthDate = "birth_date": "Ngày sinh", |party| party.birth_date.map(format_date).unwrap_or_default(), birth_date;
    Sex = "sex": "Giới tính", |party| party.sex.map(|sex| sex.label().to_owned()).unwrap_or_default(), sex;
    Nationality = "nationality": "Quốc tịch", |party| party.nationality.clone(), nationality;
    Occupation = "occupation": "Nghề nghiệp", |party| party.occupation.clone(), occupation;
    Passport = "passport": "Hộ chiếu", |party| party.passport.clone(), passport;
    Address = "address": "Địa chỉ", |party| party.address.clone(), address, commune;
    Phone = "phone": "Điện thoại", |party| shown(party.phone.as_ref()), phone;
    Registration = "registration": "Giấy đăng ký (số, ngày, nơi cấp)", |party| registration(party), registration, registered_on, registered_at;
    Representative = "representative": "Người đại diện, chủ hộ", |party| representative(party), representative, representative_title;
}

fn registration(party: &Party) -> String {
    let day = party.registered_on.map(format_date).unwrap_or_default();
    joined(&[&party.registration, &day, &party.registered_at])
}

fn representative(party: &Party) -> String {
    joined(&[&party.representative, &party.representative_title])
}

fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ")
}

impl Trait {
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.key() == key)
    }
}

/// What two records tell differently, in the order of the party block.
pub fn differing(a: &Party, b: &Party) -> Vec<Trait> {
    Trait::ALL.iter().copied().filter(|one| !one.same(a, b)).collect()
}

/// The surviving record with some traits taken over from the absorbed one. Identity and keeping unit stay.
pub fn taken_over(survivor: &Party, absorbed: &Party, traits: &[Trait]) -> Party {
    let mut party = survivor.clone();
    for one in traits {
        one.take(&mut party, absorbed);
    }
    party
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::{CitizenId, TaxCode};
    use crate::party::{PartyKind, Sex};
    use crate::unit::UnitId;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn a_chain_ends_at_its_head() {
        let mut merges = Merges::default();
        merges.merge(1, 2).unwrap();
        merges.merge(2, 3).unwrap();
        assert_eq!((merges.head(1), merges.head(2), merges.head(3), merges.head(4)), (3, 3, 3, 4));
        assert_eq!(merges.group(3), BTreeSet::from([1, 2, 3]));
        assert_eq!(merges.merge(1, 2), Ok(()), "posted twice");
        assert_eq!(merges.merge(1, 3), Err(MergeRefusal::Absorbed));
        assert_eq!(merges.merge(4, 2), Err(MergeRefusal::Absorbed), "the survivor stands for nobody any more");
        assert_eq!(merges.merge(3, 3), Err(MergeRefusal::Itself));
        merges.undo(2);
        assert_eq!((merges.head(1), merges.group(3)), (2, BTreeSet::from([3])));
        merges.undo(2);
        assert_eq!(merges.edges().collect::<Vec<_>>(), [(1, 2)]);
        for refusal in [MergeRefusal::Itself, MergeRefusal::Absorbed] {
            assert!(refusal.message().contains("hồ sơ"));
        }
        assert_eq!(Merges::of([(1, 2), (2, 1)]).head(1), 2, "edges kept wrong end all the same");
    }

    fn party(name: &str) -> Party {
        Party { kind: PartyKind::Organisation, name: name.into(), ..Party::unknown(UnitId("33-01".into())) }
    }

    #[test]
    fn what_differs_is_chosen_one_by_one() {
        let kept = Party {
            tax_code: TaxCode::parse("0100109106").ok(),
            registration: "05A".into(),
            representative: "Lê A".into(),
            ..party("Cty An Phát")
        };
        let other = Party {
            kind: PartyKind::HouseholdBusiness,
            citizen_id: CitizenId::parse("033090000123").ok(),
            registered_on: Some(date(2020, 1, 2)),
            registered_at: "Hưng Yên".into(),
            birth_date: Some(date(1990, 5, 1)),
            sex: Some(Sex::Female),
            representative: "Lê A".into(),
            representative_title: "Giám đốc".into(),
            unit: UnitId("31-01".into()),
            ..party("Công ty An Phát")
        };
        let keys: Vec<&str> = differing(&kept, &other).into_iter().map(Trait::key).collect();
        let expected =
            ["kind", "name", "tax_code", "citizen_id", "birth_date", "sex", "registration", "representative"];
        assert_eq!(keys, expected);
        let texts: Vec<String> = differing(&kept, &other).into_iter().map(|one| one.text(&other)).collect();
        let said = [
            "Hộ kinh doanh",
            "Công ty An Phát",
            "",
            "033090000123",
            "01/05/1990",
            "Nữ",
            "02/01/2020, Hưng Yên",
            "Lê A, Giám đốc",
        ];
        assert_eq!(texts, said);
        let taken = taken_over(&kept, &other, &[Trait::Name, Trait::Registration]);
        assert_eq!(
            (taken.name.as_str(), taken.registered_at.as_str(), taken.registration.as_str()),
            ("Công ty An Phát", "Hưng Yên", "")
        );
        assert_eq!((&taken.tax_code, &taken.unit), (&kept.tax_code, &kept.unit), "what was not chosen stays");
        assert!(differing(&kept, &kept).is_empty());
        for one in Trait::ALL {
            assert_eq!(Trait::from_key(one.key()), Some(*one));
            assert!(!one.label().is_empty());
            let mine = taken_over(&kept, &other, &[*one]);
            assert!(!differing(&mine, &other).contains(one), "{one:?}");
        }
        assert_eq!(Trait::from_key("unit"), None);
    }

    proptest! {
        /// Merging and undoing leaves what was, whatever was merged before and however often either is asked for.
        #[test]
        fn merge_then_undo_is_before(pairs in proptest::collection::vec((0u8..12, 0u8..12), 0..20), last in (0u8..12, 0u8..12), twice in any::<bool>()) {
            let mut merges = Merges::default();
            for (absorbed, survivor) in pairs {
                let _ = merges.merge(absorbed, survivor);
            }
            let before = merges.clone();
            let (absorbed, survivor) = last;
            prop_assume!(merges.head(absorbed) == absorbed && merges.merge(absorbed, survivor).is_ok());
            if twice {
                prop_assert_eq!(merges.merge(absorbed, survivor), Ok(()));
            }
            prop_assert_eq!(merges.head(absorbed), before.head(survivor));
            prop_assert_eq!(merges.group(survivor), before.group(survivor).union(&before.group(absorbed)).copied().collect());
            merges.undo(absorbed);
            if twice {
                merges.undo(absorbed);
            }
            prop_assert_eq!(merges, before);
        }

        /// Undoing anything in a chain leaves every record in exactly one group.
        #[test]
        fn every_record_has_one_head(pairs in proptest::collection::vec((0u8..8, 0u8..8, any::<bool>()), 0..30)) {
            let mut merges = Merges::default();
            for (absorbed, survivor, undo) in pairs {
                if undo { merges.undo(absorbed) } else { let _ = merges.merge(absorbed, survivor); }
                for record in 0u8..8 {
                    let head = merges.head(record);
                    prop_assert_eq!(merges.head(head), head);
                    prop_assert!(merges.group(head).contains(&record));
                }
            }
        }
    }
}
