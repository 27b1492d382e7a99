//! The shipped catalogue, and the checks on one.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

mod differences;
mod imported;

#[test]
fn every_row_is_in_and_sound() {
    let catalogue = Catalogue::embedded();
    let rows = include_str!("../../data/catalogue.toml").matches("[[behaviour]]").count();
    assert_eq!(catalogue.behaviour.len(), rows);
    let problems: Vec<_> = catalogue.validate().into_iter().map(|p| format!("{}: {}", p.id, p.message)).collect();
    assert_eq!(problems, KNOWN_PROBLEMS, "{problems:#?}");
}

/// Open ends and alternatives that the source text itself has.
const KNOWN_PROBLEMS: [&str; 0] = [];

#[test]
fn bands_are_half_open() {
    let smuggled = Catalogue::embedded().behaviour("nd98-d15-k1").unwrap();
    for (value, min, max) in [
        (0, 500_000, 1_000_000),
        (2_999_999, 500_000, 1_000_000),
        (3_000_000, 1_000_000, 2_000_000),
        (19_999_999, 4_000_000, 6_000_000),
        (20_000_000, 6_000_000, 10_000_000),
        (100_000_000, 40_000_000, 50_000_000),
        (9_000_000_000, 40_000_000, 50_000_000),
    ] {
        let band = smuggled.band(Some(value)).unwrap();
        assert_eq!((band.min, band.max), (min, max), "{value}");
    }
    assert_eq!(smuggled.band(None), None);
    assert_eq!(smuggled.place(&smuggled.bands[3]), "điểm d khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP");
}

#[test]
fn places_are_readable_where_the_article_is_not_known() {
    let catalogue = Catalogue::embedded();
    for (id, place) in [
        ("nd98-d6-k3a", "điểm a khoản 3 Điều 6 Nghị định 98/2020/NĐ-CP"),
        ("nd98-d53a-nentang", "khoản 1 Điều 53a Nghị định 98/2020/NĐ-CP"),
        ("nd99-giay-cn", "Nghị định 99/2020/NĐ-CP (sửa đổi bởi Nghị định 17/2022/NĐ-CP) (chưa xác định điều, khoản)"),
    ] {
        let row = catalogue.behaviour(id).unwrap();
        assert_eq!(row.place(&row.bands[0]), place);
    }
    let doubling = |id| catalogue.behaviour(id).unwrap().doubling_place().0;
    assert_eq!(doubling("nd98-d15-k1"), "khoản 2 Điều 15 Nghị định 98/2020/NĐ-CP");
    assert_eq!(doubling("nd98-d57"), "Điều 57 Nghị định 98/2020/NĐ-CP");
    for row in &catalogue.behaviour {
        let texts = row.supplementary.iter().chain(&row.remedies).chain([&row.note, &row.doubled_if, &row.article]);
        for text in texts {
            assert!(!text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "U" || word == "V"), "{text}");
        }
    }
}

#[test]
fn searches_without_marks() {
    let found = Catalogue::embedded().search("hang hoa nhap lau", date(2026, 11, 1));
    assert!(found.iter().any(|behaviour| behaviour.id == "nd98-d15-k1"));
    assert!(Catalogue::embedded().search("không có hành vi này", date(2026, 11, 1)).is_empty());
}

proptest! {
    /// Bands partition: above the first limit every value hits exactly one.
    #[test]
    fn every_value_hits_exactly_one_band(row in 0..Catalogue::embedded().behaviour.len(), x in 0_i64..300_000_000) {
        let row = &Catalogue::embedded().behaviour[row];
        let hits = row.bands.iter().filter(|band| band.holds(x)).count();
        let covered = row.bands[0].from.is_none_or(|from| from <= x);
        prop_assert_eq!(hits, usize::from(covered));
        if row.base != Base::Fixed {
            prop_assert_eq!(row.band(Some(x)).is_some(), covered);
        }
    }
}

#[test]
fn field_keys_are_serde_keys() {
    for field in Field::all() {
        assert_eq!(serde_json::to_string(&field).unwrap(), format!("\"{}\"", field.key()));
        assert_eq!(Field::from_key(field.key()), Some(field));
    }
}
