//! What a province that keeps its own data sends to the nation, and what it asks there (liên thông; decision 0047).
//!
//! Two things leave a province and nothing else does: entries of reports, in the order of its chain, and what became of violators,
//! under marks that only installations of the force can make of an identity number. Pure: must not know how a mark is made, how
//! anything is sent, or what is stored.

use crate::law::repeat::Past;
use crate::party::Party;
use crate::report::Entry;
use crate::unit::UnitId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of what is sent. A nation refuses what it does not know, and a province waits until the nation knows it.
pub const VERSION: u32 = 1;

/// Lines of one shipment at most.
pub const MAX_LINES: usize = 500;

/// Matters of one shipment at most.
pub const MAX_MATTERS: usize = 200;

/// Marks of one question at most: a party has one or two.
pub const MAX_MARKS: usize = 8;

/// Characters of a mark, of the identifier of a matter, and of the hash of an event: 32 bytes in hexadecimal digits.
pub const HEX: usize = 64;

/// Whether a text is 32 bytes in hexadecimal digits.
pub fn is_hex(text: &str) -> bool {
    text.len() == HEX && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// What marks are made of: the identity papers of a party, each in one spelling. A name is none: it would accuse the wrong person.
///
/// A citizen number (12 digits) and a tax code of the same digits are one, since household businesses are taxed under their
/// owner's number (TT 86/2024/TT-BTC); a branch is its organisation (ten digits of thirteen).
pub fn identities(party: &Party) -> BTreeSet<String> {
    let mut list = BTreeSet::new();
    if party.is_unknown() {
        return list;
    }
    list.extend(party.citizen_id.as_ref().map(|id| format!("so:{}", id.as_str())));
    if let Some(code) = &party.tax_code {
        let digits: String = code.as_str().chars().filter(char::is_ascii_digit).collect();
        let head = if digits.len() == 13 { digits.get(..10).unwrap_or(&digits) } else { &digits };
        list.insert(format!("so:{head}"));
    }
    let passport: String = party.passport.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
    if !passport.is_empty() {
        list.insert(format!("hc:{}:{passport}", crate::text::fold(&party.nationality)));
    }
    list
}

/// One entry of a report with its place in the chain of the province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// Position of the event.
    pub position: i64,
    /// Which of its entries, from 0.
    pub line: i64,
    pub unit: UnitId,
    pub entry: Entry,
}

/// What became of the violator of one case, under his marks; without matters where there are none any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Matter {
    /// Stands for the case, and tells nothing of it.
    pub record: String,
    pub marks: BTreeSet<String>,
    pub past: Vec<Past>,
}

/// A part of a province's chain: everything that lies behind one position, up to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shipment {
    pub version: u32,
    /// The position that the nation has already, and the hash of its event (`00…` at the beginning).
    pub after: i64,
    pub after_hash: String,
    /// The position it has then.
    pub until: i64,
    pub until_hash: String,
    /// Begin again from position 0: what was sent before is taken back.
    pub anew: bool,
    pub lines: Vec<Line>,
    pub matters: Vec<Matter>,
}

/// What is wrong with a shipment in itself; `None` where nothing is.
pub fn problem(shipment: &Shipment) -> Option<String> {
    let Shipment { version, after, until, lines, matters, .. } = shipment;
    if *version != VERSION {
        return Some(format!(
            "Hệ thống này nhận phiên bản liên thông {VERSION}, bên gửi dùng phiên bản {version}. Nâng cấp bên cũ hơn rồi gửi lại."
        ));
    }
    if *after < 0 || until < after || (shipment.anew && *after != 0) {
        return Some("Vị trí cuối không được nhỏ hơn vị trí đầu; gửi lại từ đầu thì vị trí đầu là 0.".to_owned());
    }
    if lines.len() > MAX_LINES || matters.len() > MAX_MATTERS {
        return Some(format!(
            "Mỗi lần gửi không quá {MAX_LINES} dòng số liệu và {MAX_MATTERS} vụ. Chia nhỏ rồi gửi lại."
        ));
    }
    if ![&shipment.after_hash, &shipment.until_hash].into_iter().all(|hash| is_hex(hash)) {
        return Some("Mã băm của sự kiện gồm 64 chữ số thập lục phân.".to_owned());
    }
    let place = |line: &Line| (line.position, line.line);
    let in_order = lines.windows(2).all(|pair| matches!(pair, [one, other] if place(one) < place(other)));
    if !in_order || lines.iter().any(|line| line.position <= *after || line.position > *until || line.line < 0) {
        return Some(
            "Dòng số liệu phải theo đúng thứ tự của chuỗi, mỗi dòng một lần, sau vị trí đầu và đến vị trí cuối."
                .to_owned(),
        );
    }
    let well = |matter: &Matter| {
        is_hex(&matter.record) && matter.marks.len() <= MAX_MARKS && matter.marks.iter().all(|mark| is_hex(mark))
    };
    let records: BTreeSet<&str> = matters.iter().map(|matter| matter.record.as_str()).collect();
    if records.len() != matters.len() || !matters.iter().all(well) {
        return Some("Mỗi vụ có một mã riêng và dấu của đối tượng, đều gồm 64 chữ số thập lục phân.".to_owned());
    }
    None
}

/// Where a province stands with the nation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub province: UnitId,
    /// The position of its chain that the nation has.
    pub position: i64,
    /// The hash of the event there.
    pub hash: String,
}

/// What another province knows of a violator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Elsewhere {
    pub province: UnitId,
    pub province_name: String,
    pub past: Vec<Past>,
}

/// What the nation answers about a violator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Of every province but the one that asks, the newest first.
    pub elsewhere: Vec<Elsewhere>,
    /// Provinces that send, with when each sent last: what happened there since is not known.
    pub heard: Vec<Heard>,
}

/// When a province was heard of last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    pub province: UnitId,
    pub at: Timestamp,
}

/// What is asked about a violator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub version: u32,
    pub marks: BTreeSet<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Field;
    use crate::identity::{CitizenId, TaxCode};
    use crate::report::Measures;
    use jiff::civil::date;

    fn party() -> Party {
        Party::unknown(UnitId("33-01".to_owned()))
    }

    fn known() -> Party {
        Party { id: crate::party::PartyId(uuid::Uuid::from_u128(7)), ..party() }
    }

    #[test]
    fn a_person_is_the_same_by_his_number_however_it_was_entered() {
        let citizen = CitizenId::parse("033 090 000 123").ok();
        let mut household =
            Party { citizen_id: citizen.clone(), tax_code: TaxCode::parse("033090000123").ok(), ..known() };
        assert!(household.tax_code.is_some());
        assert_eq!(identities(&household).into_iter().collect::<Vec<_>>(), ["so:033090000123"]);
        household.tax_code = TaxCode::parse("0100109106-001").ok();
        let both: Vec<_> = identities(&household).into_iter().collect();
        assert_eq!(both, ["so:0100109106", "so:033090000123"], "a branch is its organisation");
        let foreign = Party { passport: " b 123-45 ".to_owned(), nationality: "Trung Quốc".to_owned(), ..known() };
        assert_eq!(identities(&foreign).into_iter().collect::<Vec<_>>(), ["hc:trung quoc:B12345"]);
        assert!(identities(&known()).is_empty(), "nobody is known by his name alone");
        assert!(identities(&Party { citizen_id: citizen, ..party() }).is_empty(), "nor who is not known at all");
    }

    /// What is wrong with a shipment, and how it is made so.
    type Spoilt = (&'static str, fn(&mut Shipment));

    fn shipment() -> Shipment {
        let hex = |digit: &str| digit.repeat(HEX);
        let line = |position, line| Line {
            position,
            line,
            unit: UnitId("33-01".to_owned()),
            entry: Entry { day: date(2026, 11, 20), field: Field::HangCam, measures: Measures::default() },
        };
        Shipment {
            version: VERSION,
            after: 4,
            after_hash: hex("0"),
            until: 9,
            until_hash: hex("a"),
            anew: false,
            lines: vec![line(5, 0), line(5, 1), line(9, 0)],
            matters: vec![Matter { record: hex("b"), marks: [hex("c")].into(), past: Vec::new() }],
        }
    }

    #[test]
    fn a_shipment_is_in_order_or_it_is_told_what_is_wrong() {
        assert_eq!(problem(&shipment()), None);
        let spoilt: [Spoilt; 12] = [
            ("phiên bản", |one| one.version = 2),
            ("Vị trí cuối", |one| one.until = 3),
            ("Vị trí cuối", |one| one.after = -1),
            ("Vị trí cuối", |one| one.anew = true),
            ("Mã băm", |one| one.until_hash = "A".repeat(HEX)),
            ("Mã băm", |one| one.after_hash.clear()),
            ("thứ tự", |one| one.lines.swap(0, 1)),
            ("thứ tự", |one| one.until = 8),
            ("thứ tự", |one| one.after = 5),
            ("thứ tự", |one| one.lines.push(one.lines[2].clone())),
            ("dấu", |one| one.matters.push(one.matters[0].clone())),
            ("Chia nhỏ", |one| one.matters = vec![one.matters[0].clone(); MAX_MATTERS + 1]),
        ];
        for (place, (words, spoil)) in spoilt.into_iter().enumerate() {
            let mut one = shipment();
            spoil(&mut one);
            assert!(problem(&one).is_some_and(|said| said.contains(words)), "{place}: {words}");
        }
    }
}
