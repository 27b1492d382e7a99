//! Personal data of parties: what is masked for whom, and how long it is kept (Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15, in force
//! from 01/01/2026 [R]).
//!
//! Must not know: who reads ([`crate::authority`] decides), or how a reading is written down.

use crate::party::{Party, PartyKind};
use crate::statute::RETENTION;
use jiff::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether a party's record holds personal data: of a person, or of the owner of a household business.
pub const fn is_personal(party: &Party) -> bool {
    !matches!(party.kind, PartyKind::Organisation)
}

/// The first and the last three signs of an identifier, the rest hidden: `033•••••1234` keeps people from reading it aloud, and lets an
/// officer tell two apart. One of seven signs or fewer is hidden whole.
pub fn mask(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let hidden = if signs.len() > 7 { 3..signs.len() - 3 } else { 0..signs.len() };
    signs.iter().enumerate().map(|(place, sign)| if hidden.contains(&place) { '•' } else { *sign }).collect()
}

/// What stands instead of personal data for whom may not read it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Masked {
    pub citizen_id: Option<String>,
    pub passport: Option<String>,
    pub phone: Option<String>,
    /// The year alone.
    pub birth: Option<String>,
}

/// The record without personal data, and what stands in their place. Of a person's home only what follows the first comma stays; the
/// address of a household business is where it trades, and stays.
pub fn shield(party: &Party) -> (Party, Masked) {
    if !is_personal(party) {
        return (party.clone(), Masked::default());
    }
    let masked = Masked {
        citizen_id: party.citizen_id.as_ref().map(|id| mask(id.as_str())),
        passport: Some(party.passport.as_str()).filter(|text| !text.is_empty()).map(mask),
        phone: party.phone.as_ref().map(|phone| mask(phone.as_str())),
        birth: party.birth_date.map(|day| format!("••/••/{}", day.year())),
    };
    let address = match (party.kind, party.address.split_once(',')) {
        (PartyKind::Individual, Some((_, rest))) => rest.trim().to_owned(),
        (PartyKind::Individual, None) => String::new(),
        _ => party.address.clone(),
    };
    // A tax code of twelve digits is the identity number of its owner.
    let tax_code = party.tax_code.clone().filter(|code| code.as_str().len() != 12);
    let bare = Party {
        citizen_id: None,
        passport: String::new(),
        phone: None,
        birth_date: None,
        tax_code,
        address,
        ..party.clone()
    };
    (bare, masked)
}

/// The day until which a party's record is kept: its last matter, or what was last written of it, and the years of its row. The
/// second is `true` for whom never had a matter.
pub fn kept_until(last_matter: Option<Date>, last_written: Date) -> (Date, bool) {
    let [offender, clean, _] = RETENTION;
    match last_matter {
        Some(day) => (day.saturating_add(Span::new().years(offender.years)), false),
        None => (last_written.saturating_add(Span::new().years(clean.years)), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Mark;
    use crate::identity::{CitizenId, Phone, TaxCode};
    use crate::unit::UnitId;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn person() -> Party {
        Party {
            kind: PartyKind::Individual,
            name: "Trần Văn B".to_owned(),
            address: "Số 5 ngõ 7, Phường Phố Hiến, Tỉnh Hưng Yên".to_owned(),
            citizen_id: CitizenId::parse("033080001234").ok(),
            tax_code: TaxCode::parse("033080001234").ok(),
            phone: Phone::parse("0912345678").ok(),
            passport: "C1234567".to_owned(),
            birth_date: Some(date(1980, 4, 12)),
            ..Party::unknown(UnitId("33-01".to_owned()))
        }
    }

    #[test]
    fn a_person_is_shielded_and_an_organisation_is_not() {
        let (bare, masked) = shield(&person());
        let text = serde_json::to_string(&(&bare, &masked)).unwrap();
        for secret in ["033080001234", "0912345678", "C1234567", "1980-04-12", "Số 5"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
        assert_eq!(masked.citizen_id.as_deref(), Some("033••••••234"));
        assert_eq!(masked.phone.as_deref(), Some("091••••678"));
        assert_eq!(masked.passport.as_deref(), Some("C12••567"));
        assert_eq!(masked.birth.as_deref(), Some("••/••/1980"));
        assert_eq!(bare.address, "Phường Phố Hiến, Tỉnh Hưng Yên");
        let vague = Party { address: "Thôn 5".to_owned(), ..person() };
        assert_eq!(shield(&vague).0.address, "");
        let household =
            Party { kind: PartyKind::HouseholdBusiness, tax_code: TaxCode::parse("0100109106").ok(), ..person() };
        assert_eq!(
            (shield(&household).0.address, shield(&household).0.tax_code),
            (household.address.clone(), household.tax_code.clone())
        );
        let company = Party { kind: PartyKind::Organisation, ..person() };
        assert_eq!(shield(&company), (company.clone(), Masked::default()));
    }

    #[test]
    fn records_are_kept_for_the_years_of_their_row() {
        let today = date(2026, 11, 25);
        assert_eq!(kept_until(Some(date(2024, 2, 29)), today), (date(2034, 2, 28), false));
        assert_eq!(kept_until(None, today), (date(2031, 11, 25), true));
        assert!(RETENTION.iter().all(|row| row.years > 0 && row.mark == Mark::Unsure));
    }

    proptest! {
        #[test]
        fn a_mask_keeps_the_length_and_hides_the_middle(text in "[0-9]{0,16}") {
            let masked = mask(&text);
            prop_assert_eq!(masked.chars().count(), text.len());
            prop_assert!(masked.chars().filter(|sign| *sign != '•').count() <= 6);
            prop_assert!(text.len() > 7 || masked.chars().all(|sign| sign == '•'));
        }
    }
}
