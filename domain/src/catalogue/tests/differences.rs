//! What a new catalogue changes, in words.

use super::*;

fn row_of<'a>(catalogue: &'a mut Catalogue, id: &str) -> &'a mut Behaviour {
    catalogue.behaviour.iter_mut().find(|row| row.id == id).unwrap()
}

#[test]
fn the_same_rows_in_another_order_differ_in_nothing() {
    let old = Catalogue::embedded();
    let mut new = old.clone();
    new.behaviour.reverse();
    assert!(diff(old, &new).is_empty());
}

#[test]
fn rows_come_and_go() {
    let old = Catalogue::embedded();
    let mut new = old.clone();
    let mut moved = new.behaviour.remove(0);
    moved.id = "nd999-d1".into();
    new.behaviour.push(moved);
    let found = diff(old, &new);
    let ids = |rows: &[RowName]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
    assert_eq!((ids(&found.added), ids(&found.removed)), (vec!["nd999-d1".to_owned()], vec!["nd98-d6-k1".to_owned()]));
    assert_eq!(found.removed[0].source, "Điều 6 khoản 1 NĐ 98/2020/NĐ-CP");
    assert!(found.changed.is_empty() && !found.is_empty());
}

#[test]
fn every_property_is_told_with_its_words() {
    let old = Catalogue::embedded();
    let mut new = old.clone();
    let row = row_of(&mut new, "nd98-d15-k1");
    row.bands[1].max = 2_500_000;
    row.in_force_to = Some(date(2027, 6, 30));
    row.remedies.clear();
    row.article = "Điều 15a khoản 1".into();
    let found = diff(old, &new);
    assert_eq!(found.changed.len(), 1);
    let told: Vec<(&str, &str, &str)> = found.changed[0]
        .changes
        .iter()
        .map(|change| (change.property.as_str(), change.old.as_str(), change.new.as_str()))
        .collect();
    let remedies = old.behaviour("nd98-d15-k1").unwrap().remedies.join("; ");
    assert_eq!(
        told,
        [
            ("Điều, khoản", "Điều 15 khoản 1", "Điều 15a khoản 1"),
            ("Biện pháp khắc phục hậu quả", remedies.as_str(), "(không có)"),
            ("Ngày cuối cùng còn hiệu lực", "(không có)", "30/06/2027"),
            (
                "Khung phạt điểm b khoản 1",
                "từ 3.000.000 đồng đến dưới 5.000.000 đồng: phạt 1.000.000–2.000.000 đồng",
                "từ 3.000.000 đồng đến dưới 5.000.000 đồng: phạt 1.000.000–2.500.000 đồng",
            ),
        ]
    );
}

#[test]
fn bands_of_a_quantity_are_told_with_their_unit_and_new_places_as_new() {
    let old = Catalogue::embedded();
    let mut new = old.clone();
    let row = row_of(&mut new, "nd98-d8-phao");
    row.bands[1].point = Some("đ".into());
    row.bands[1].warning = true;
    let found = diff(old, &new).changed.remove(0).changes;
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].property.as_str(), found[0].old.as_str()), ("Khung phạt điểm đ khoản 2", "(không có)"));
    assert_eq!(
        found[0].new,
        "từ 0,5 kg đến dưới 1 kg: phạt 3.000.000–5.000.000 đồng, hoặc phạt cảnh cáo (Đã đối chiếu văn bản)"
    );
    assert_eq!((found[1].property.as_str(), found[1].new.as_str()), ("Khung phạt điểm c khoản 2", "(không có)"));
}

/// A row by which acts may still be sanctioned must not be dropped (Luật XLVPHC Điều 6): in force, or ended within its
/// limitation.
#[test]
fn rows_that_are_still_needed_are_named() {
    let old = Catalogue::embedded();
    let mut new = old.clone();
    new.behaviour.retain(|row| row.id != "nd98-d15-k1");
    let ids =
        |old: &Catalogue, on| -> Vec<String> { still_needed(old, &new, on).into_iter().map(|row| row.id).collect() };
    assert_eq!(ids(old, date(2026, 11, 20)), ["nd98-d15-k1"], "in force");
    assert!(still_needed(old, old, date(2026, 11, 20)).is_empty());
    let mut ended = old.clone();
    let row = row_of(&mut ended, "nd98-d15-k1");
    row.in_force_to = Some(date(2026, 11, 20));
    assert_eq!(row.limitation_years, 2);
    assert_eq!(ids(&ended, date(2028, 11, 20)), ["nd98-d15-k1"], "its last day is the last act's last day");
    assert_eq!(ids(&ended, date(2028, 11, 21)), Vec::<String>::new());
}

#[test]
fn two_bands_of_one_place_are_told_apart() {
    let mut old = Catalogue::embedded().clone();
    for band in &mut row_of(&mut old, "nd98-d15-k1").bands {
        band.point = None;
    }
    let mut new = old.clone();
    row_of(&mut new, "nd98-d15-k1").bands[2].min += 100_000;
    let found = diff(&old, &new).changed.remove(0).changes;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].property, "Khung phạt khoản 1 (mức thứ 3)");
}

proptest! {
    /// Any change of any figure of any row is told; and the way back tells the same, turned around.
    #[test]
    fn no_change_is_silent(row in 0..Catalogue::embedded().behaviour.len(), what in 0..6_usize) {
        let old = Catalogue::embedded();
        let mut new = old.clone();
        let changed = &mut new.behaviour[row];
        match what {
            0 => changed.bands[0].min += 1,
            1 => changed.in_force_from = crate::calendar::shift(changed.in_force_from, 1),
            2 => changed.limitation_years = 3 - changed.limitation_years,
            3 => changed.supplementary.push("tịch thu".into()),
            4 => changed.bands[0].clause.push('a'),
            _ => changed.place_confidence = if changed.place_confidence.is_some() { None } else { Some(Mark::Unsure) },
        }
        let (there, back) = (diff(old, &new), diff(&new, old));
        prop_assert_eq!(there.changed.len(), 1);
        prop_assert!(there.changed[0].changes.iter().all(|change| change.old != change.new));
        prop_assert_eq!(there.changed[0].changes.len(), back.changed[0].changes.len());
        prop_assert!(old.digest() != new.digest());
    }
}
