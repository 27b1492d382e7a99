//! Whether two parties may be the same: reasons, each with its sentence, and how strong they are together.
//!
//! Nothing here merges anybody: an officer compares and decides. Must not know: how candidates are kept.

use super::spelling::{Likeness, Name, address_key, one_slip, same_address};
use crate::party::{Establishment, Party, PartyId, PartyKind};
use crate::text::fold;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How likely it is that two records are of one and the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strength {
    Possible,
    Likely,
    Certain,
}

impl Strength {
    /// The strongest first.
    pub const ALL: [Strength; 3] = [Self::Certain, Self::Likely, Self::Possible];

    /// Stable key, as stored and posted.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Possible => "co-the",
            Self::Likely => "rat-co-the",
            Self::Certain => "chac-chan",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| strength.key() == key)
    }

    /// In words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Possible => "Có thể trùng",
            Self::Likely => "Rất có thể trùng",
            Self::Certain => "Chắc chắn trùng mã số",
        }
    }

    /// Higher is stronger; as lists sort.
    pub const fn rank(self) -> u32 {
        match self {
            Self::Possible => 1,
            Self::Likely => 2,
            Self::Certain => 3,
        }
    }

    pub fn from_rank(rank: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|strength| i64::from(strength.rank()) == rank)
    }

    const fn weaker(self) -> Option<Self> {
        match self {
            Self::Possible => None,
            Self::Likely => Some(Self::Possible),
            Self::Certain => Some(Self::Likely),
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $variant:ident = $key:literal : $words:literal),* $(,)?) => {
        /// One reason for or against, in the order officers weigh them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Reason { $($(#[$doc])* #[serde(rename = $key)] $variant),* }

        impl Reason {
            /// Every reason.
            pub const ALL: &[Reason] = &[$(Reason::$variant),*];

            /// Stable key, as stored and posted.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key),* } }

            /// The sentence an officer reads.
            pub const fn words(self) -> &'static str { match self { $(Self::$variant => $words),* } }
        }
    };
}

reasons! {
    SameTaxCode = "cung-ma-so-thue": "Cùng mã số thuế.",
    SameCitizenId = "cung-so-dinh-danh": "Cùng số định danh (căn cước).",
    SamePassport = "cung-ho-chieu": "Cùng số hộ chiếu.",
    Branch = "don-vi-phu-thuoc": "Mã số thuế của cùng một pháp nhân: một bên là chi nhánh, địa điểm phụ thuộc.",
    NearId = "so-dinh-danh-gan-giong": "Số định danh chỉ khác một chữ số, hoặc hai chữ số liền nhau bị đảo.",
    SameName = "cung-ten": "Cùng tên.",
    UnmarkedName = "ten-khac-dau": "Tên chỉ khác dấu.",
    SpelledName = "ten-viet-khac": "Tên gần giống: viết tắt, i/y, thứ tự từ, loại hình hoặc một chữ cái.",
    AlsoCalled = "ten-goi-khac": "Tên của bên này là tên gọi khác của bên kia.",
    SameBirthDate = "cung-ngay-sinh": "Cùng ngày sinh.",
    SamePhone = "cung-dien-thoai": "Cùng số điện thoại.",
    SameAddress = "cung-dia-chi": "Cùng địa chỉ.",
    SameCommune = "cung-xa": "Cùng xã, phường.",
    SameRepresentative = "cung-nguoi-dai-dien": "Cùng người đại diện hoặc chủ hộ.",
    /// Against: both have a number of the same kind, and they are nowhere near.
    OtherNumber = "khac-ma-so": "Nhưng mã số hoặc số định danh khác hẳn nhau.",
    /// Against: birth dates differ.
    OtherBirthDate = "khac-ngay-sinh": "Nhưng ngày sinh khác nhau.",
    /// Against: one is a person, the other his household business or an organisation.
    OtherKind = "khac-loai": "Nhưng khác loại: có thể là cá nhân và hộ kinh doanh của người đó, khi đó lập liên kết, không gộp.",
}

impl Reason {
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.key() == key)
    }

    /// Whether it links two parties, also where they are surely not the same.
    pub const fn links(self) -> bool {
        matches!(
            self,
            Self::SameCitizenId | Self::Branch | Self::SamePhone | Self::SameAddress | Self::SameRepresentative
        )
    }

    /// Whether it is the name that is alike.
    pub const fn names(self) -> bool {
        matches!(self, Self::SameName | Self::UnmarkedName | Self::SpelledName | Self::AlsoCalled)
    }

    /// Whether it speaks against their being the same.
    pub const fn against(self) -> bool {
        matches!(self, Self::OtherNumber | Self::OtherBirthDate | Self::OtherKind)
    }
}

/// Why two records may be of the same, and how likely that is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Match {
    pub strength: Strength,
    /// In the order officers weigh them; those against come last.
    pub reasons: Vec<Reason>,
}

/// What of a party is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    kind: PartyKind,
    name: Name,
    aliases: Vec<Name>,
    /// Digits of the tax code of a business.
    tax: Option<String>,
    /// Citizen numbers: the card's, and the tax code where it is one (TT 86/2024/TT-BTC: from 01/07/2025 a person's tax code is
    /// his citizen number). Of a household business, its owner's.
    ids: Vec<String>,
    passport: Option<String>,
    phone: Option<String>,
    birth: Option<Date>,
    address: Option<String>,
    /// Communes it may lie in: one of before may have been divided between several of today.
    communes: Vec<String>,
    representative: Option<Name>,
}

/// Digits of a number of a business.
const TAX_MAIN: usize = 10;

/// Digits of a citizen number.
const CITIZEN: usize = 12;

impl Traits {
    /// Of a party. Its commune is the one entered, else those its address names, also by a name of before.
    pub fn new(party: &Party) -> Self {
        let tax = party.tax_code.as_ref().map(|code| code.as_str().replace('-', ""));
        let citizen = party.citizen_id.as_ref().map(|id| id.as_str().to_owned());
        let (personal, business) = match tax {
            Some(code) if code.len() == CITIZEN => (Some(code), None),
            other => (None, other),
        };
        let mut ids: Vec<String> = citizen.into_iter().chain(personal).collect();
        ids.sort_unstable();
        ids.dedup();
        let person = party.kind == PartyKind::Individual;
        Self {
            kind: party.kind,
            name: Name::new(&party.name),
            aliases: party.aliases.iter().map(|alias| Name::new(alias)).collect(),
            tax: business,
            ids,
            passport: Some(fold(&party.passport).replace(' ', "")).filter(|number| !number.is_empty()),
            phone: party.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            birth: party.birth_date.filter(|_| party.kind != PartyKind::Organisation),
            address: address_key(&party.address),
            communes: communes(party),
            representative: Some(&party.representative)
                .filter(|name| !person && !fold(name).is_empty())
                .map(|name| Name::new(name)),
        }
    }

    /// The keys under which records that may be of the same meet; each is a hash, so that it is short and tells nothing.
    ///
    /// Two records that [`compare`] finds likely or certain share one, unless the names slip in a first letter.
    pub fn keys(&self) -> Vec<i64> {
        let mut keys = Vec::new();
        let mut add = |kind: &str, parts: &[&str]| keys.push(hash(kind, parts));
        if let Some(main) = self.tax.as_ref().and_then(|tax| tax.get(..TAX_MAIN)) {
            add("t", &[main]);
        }
        let initials = self.name.initials();
        for id in &self.ids {
            // One digit between both ends belongs to neither: whatever slip there is, also two neighbours changed about, leaves
            // one end as it is. The first digits tell only where and when somebody was born, so the name goes with them.
            let (head, tail, length) = if id.len() == CITIZEN { (6, 7, "12") } else { (4, 5, "9") };
            add("ih", &[id.get(..head).unwrap_or_default(), &initials, length]);
            add("it", &[id.get(tail..).unwrap_or_default(), length]);
        }
        if let Some(phone) = &self.phone {
            add("p", &[phone]);
        }
        if let Some(passport) = &self.passport {
            add("pp", &[passport]);
        }
        for name in std::iter::once(&self.name).chain(&self.aliases) {
            let initials = name.initials();
            if initials.is_empty() {
                continue;
            }
            if let Some(birth) = self.birth {
                add("nb", &[&initials, &birth.to_string()]);
            }
            for commune in &self.communes {
                add("nc", &[&initials, commune]);
            }
        }
        if let Some(address) = &self.address {
            // The beginning only: what follows is written or left out.
            let words: Vec<&str> = address.split(' ').take(3).collect();
            add("a", &words);
        }
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// FNV-1a, 64 bits: the same on every machine. Records that meet by chance are told apart by [`compare`].
fn hash(kind: &str, parts: &[&str]) -> i64 {
    let mut state: u64 = 0xcbf2_9ce4_8422_2325;
    let bytes = kind.bytes().chain(parts.iter().flat_map(|part| std::iter::once(0).chain(part.bytes())));
    for byte in bytes {
        state = (state ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    i64::from_ne_bytes(state.to_ne_bytes())
}

/// Most communes an address is taken to lie in.
const COMMUNES: usize = 4;

/// Codes of the communes a party may be in.
fn communes(party: &Party) -> Vec<String> {
    match &party.commune {
        Some(code) => vec![code.0.clone()],
        None => {
            let found = crate::place::in_address(&party.address);
            found.into_iter().take(COMMUNES).map(|found| found.commune.code.to_owned()).collect()
        }
    }
}

/// Compares two parties; the same whichever stands first. Nothing when no reason is strong enough to trouble an officer with.
pub fn compare(a: &Traits, b: &Traits) -> Option<Match> {
    let reasons = reasons(a, b);
    let strength = weigh(&reasons)?;
    Some(Match { strength, reasons })
}

/// What the name alone says of a party that is still being typed, before there is a place or a number beside it: enough to show an
/// officer whom he may be typing again, never enough for a pair of two records. Nothing where anything else speaks against it.
pub fn alike_in_name(typed: &Traits, known: &Traits) -> Option<Match> {
    let reasons = reasons(typed, known);
    let alike = reasons.iter().any(|reason| reason.names()) && !reasons.iter().any(|reason| reason.against());
    alike.then_some(Match { strength: Strength::Possible, reasons })
}

/// Everything two records have in common and everything against their being the same, whether or not it is enough: what links one
/// party to another.
pub fn reasons(a: &Traits, b: &Traits) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let taxes = a.tax.as_ref().zip(b.tax.as_ref());
    let main = |tax: &str| tax.get(..TAX_MAIN).unwrap_or_default().to_owned();
    let branch = taxes.is_some_and(|(x, y)| x != y && main(x) == main(y));
    push(&mut reasons, taxes.is_some_and(|(x, y)| x == y), Reason::SameTaxCode);
    let same_id = a.ids.iter().any(|id| b.ids.contains(id));
    push(&mut reasons, same_id, Reason::SameCitizenId);
    let same_passport = equal(a.passport.as_ref(), b.passport.as_ref());
    push(&mut reasons, same_passport, Reason::SamePassport);
    push(&mut reasons, branch, Reason::Branch);
    let near_id = !same_id && a.ids.iter().any(|x| b.ids.iter().any(|y| one_digit(x, y)));
    push(&mut reasons, near_id, Reason::NearId);
    let named = name_reason(a, b);
    reasons.extend(named);
    let both = |x: Option<Date>, y: Option<Date>| x.zip(y).map(|(x, y)| x == y);
    let birth = both(a.birth, b.birth);
    push(&mut reasons, birth == Some(true), Reason::SameBirthDate);
    push(&mut reasons, equal(a.phone.as_ref(), b.phone.as_ref()), Reason::SamePhone);
    let address = a.address.as_ref().zip(b.address.as_ref()).is_some_and(|(x, y)| same_address(x, y));
    push(&mut reasons, address, Reason::SameAddress);
    push(&mut reasons, a.communes.iter().any(|commune| b.communes.contains(commune)), Reason::SameCommune);
    push(&mut reasons, represented(a, b), Reason::SameRepresentative);
    let other_tax = taxes.is_some_and(|(x, y)| main(x) != main(y));
    push(&mut reasons, other_tax || (!same_id && !near_id && same_kind_of_id(a, b)), Reason::OtherNumber);
    push(&mut reasons, birth == Some(false), Reason::OtherBirthDate);
    push(&mut reasons, a.kind != b.kind, Reason::OtherKind);
    reasons
}

fn push(reasons: &mut Vec<Reason>, holds: bool, reason: Reason) {
    if holds {
        reasons.push(reason);
    }
}

fn equal<T: PartialEq>(a: Option<&T>, b: Option<&T>) -> bool {
    a.zip(b).is_some_and(|(x, y)| x == y)
}

/// Whether two numbers of one length differ by one digit or by two neighbours changed about.
fn one_digit(a: &str, b: &str) -> bool {
    let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    a != b && x.len() == y.len() && one_slip(&x, &y)
}

/// Whether both have a citizen number of one kind: an old and a new card say nothing against each other.
fn same_kind_of_id(a: &Traits, b: &Traits) -> bool {
    a.ids.iter().any(|x| b.ids.iter().any(|y| x.len() == y.len()))
}

fn name_reason(a: &Traits, b: &Traits) -> Option<Reason> {
    match a.name.likeness(&b.name) {
        Likeness::Same => return Some(Reason::SameName),
        Likeness::Unmarked => return Some(Reason::UnmarkedName),
        Likeness::Spelling => return Some(Reason::SpelledName),
        Likeness::Different => {}
    }
    let called = |one: &Traits, other: &Traits| {
        one.aliases.iter().any(|alias| {
            std::iter::once(&other.name).chain(&other.aliases).any(|name| alias.likeness(name) <= Likeness::Unmarked)
        })
    };
    (called(a, b) || called(b, a)).then_some(Reason::AlsoCalled)
}

/// Whether one represents both, or one is the representative of the other.
fn represented(a: &Traits, b: &Traits) -> bool {
    let alike = |x: Option<&Name>, y: Option<&Name>| x.zip(y).is_some_and(|(x, y)| x.likeness(y) <= Likeness::Unmarked);
    let own = |one: &Traits, other: &Traits| {
        one.kind == PartyKind::Individual && alike(Some(&one.name), other.representative.as_ref())
    };
    alike(a.representative.as_ref(), b.representative.as_ref()) || own(a, b) || own(b, a)
}

/// How strong reasons are together.
fn weigh(reasons: &[Reason]) -> Option<Strength> {
    use Reason as R;
    let has = |reason: R| reasons.contains(&reason);
    let named = reasons.iter().any(|reason| reason.names());
    let well_named = has(R::SameName) || has(R::AlsoCalled);
    let number = has(R::SameTaxCode) || has(R::SameCitizenId) || has(R::SamePassport);
    let placed = has(R::NearId) || has(R::SamePhone) || has(R::SameAddress) || has(R::SameBirthDate);
    let kept_by_one = well_named && has(R::SameCommune) && has(R::SameRepresentative);
    // As a rule a person and his own business.
    let own_business = has(R::SameCitizenId) && has(R::OtherKind);
    let weak = (named && (has(R::SameCommune) || has(R::SameRepresentative)))
        || (has(R::NearId) && has(R::SameBirthDate))
        || has(R::SamePhone)
        || has(R::Branch);
    let strength = if number && named && !has(R::OtherKind) {
        Strength::Certain
    } else if !own_business && (number || (named && (placed || kept_by_one))) {
        Strength::Likely
    } else if own_business || weak {
        Strength::Possible
    } else {
        return None;
    };
    // Each reason against takes a step; where a number is the same, only another number does.
    let counts = |reason: Reason| reason.against() && (!number || reason == R::OtherNumber);
    let against = reasons.iter().filter(|reason| counts(**reason)).count();
    (0..against).try_fold(strength, |left, _| left.weaker())
}

/// What of a place of business is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceTraits {
    party: PartyId,
    name: Name,
    /// Without marks.
    folded: String,
    address: Option<String>,
}

impl PlaceTraits {
    /// Of a place of business.
    pub fn new(place: &Establishment) -> Self {
        Self {
            party: place.party,
            name: Name::new(&place.name),
            folded: fold(&place.address),
            address: address_key(&place.address),
        }
    }
}

/// Compares two places of business; the same whichever stands first. Two places of one party are the same when name and address
/// are alike; of two parties, one place under two names of its holder.
pub fn compare_places(a: &PlaceTraits, b: &PlaceTraits) -> Option<Match> {
    let named = match a.name.likeness(&b.name) {
        Likeness::Same => Some(Reason::SameName),
        Likeness::Unmarked => Some(Reason::UnmarkedName),
        Likeness::Spelling => Some(Reason::SpelledName),
        Likeness::Different => None,
    };
    let address = a.address.as_ref().zip(b.address.as_ref()).is_some_and(|(x, y)| same_address(x, y))
        || (!a.folded.is_empty() && a.folded == b.folded);
    let strength = match (named, address, a.party == b.party) {
        (Some(_), true, true) => Strength::Certain,
        (Some(_), true, false) => Strength::Likely,
        (None, true, true) | (Some(Reason::SameName | Reason::UnmarkedName), false, true) => Strength::Possible,
        (None | Some(_), _, _) => return None,
    };
    Some(Match { strength, reasons: named.into_iter().chain(address.then_some(Reason::SameAddress)).collect() })
}

#[cfg(test)]
mod tests;
