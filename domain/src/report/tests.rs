//! The table of measures and the formulas over them.

use super::*;

#[test]
fn measures_are_named_once_and_found_by_key() {
    let keys: std::collections::BTreeSet<&str> = Figure::all().map(Figure::key).collect();
    assert_eq!(keys.len(), Measure::ALL.len() + DERIVED.len());
    for (place, measure) in Measure::ALL.into_iter().enumerate() {
        assert_eq!(measure as usize, place, "{measure:?}");
        assert_eq!(Measure::from_key(measure.key()), Some(measure));
        assert!(!measure.label().is_empty() && measure.key().bytes().all(|c| c.is_ascii_lowercase() || c == b'_'));
    }
    for figure in Figure::all() {
        assert_eq!(Figure::from_key(figure.key()), Some(figure));
        assert!(!figure.label().is_empty() && !figure.counted().label().is_empty());
        let stocks = figure.terms().into_iter().filter(|measure| measure.is_stock()).count();
        assert_eq!(figure.is_stock(), stocks > 0, "{}: a formula is over what happened", figure.key());
    }
    assert_eq!(Measure::flows().count() + Measure::stocks().count(), Measure::ALL.len());
    assert_eq!((Figure::PARTIES.key(), Figure::REVENUE.key()), ("doi_tuong", "thu_nop"));
    assert_eq!((Measure::from_key("khong-co"), Figure::from_key("khong-co")), (None, None));
}

#[test]
fn money_is_money() {
    let money: Vec<&str> = Figure::all().filter(|figure| figure.counted() == Counted::Dong).map(Figure::key).collect();
    assert_eq!(
        money,
        [
            "phat_tien",
            "phat_tien_nop",
            "tri_gia_tang_vat",
            "tri_gia_tich_thu",
            "cham_nop",
            "nop_lai",
            "ban_hang",
            "buoc_tieu_huy",
            "tieu_huy",
            "da_ban",
            "chuyen_giao",
            "con_phai_nop",
            "chua_ban",
            "tri_gia_vi_pham",
            "tong_xu_ly",
            "thu_nop",
        ]
    );
    assert!(Measure::Fines.is_money() && !Measure::Acts.is_money());
}

#[test]
fn rows_of_measures_add_and_travel() {
    let row = Measures::default().with(Measure::Fines, 5).with(Measure::Unsold, i64::MAX);
    let mut sum = row;
    sum.add(&row);
    assert_eq!((sum.get(Measure::Fines), sum.get(Measure::Unsold)), (10, i64::MAX), "saturates");
    assert!(row.minus(&row).is_zero() && !row.is_zero());
    let text = serde_json::to_string(&row).unwrap();
    assert_eq!(serde_json::from_str::<Measures>(&text).unwrap(), row);
    assert!(serde_json::from_str::<Measures>("[1,2]").is_err());
    let goods = Measures::default()
        .with(Measure::Fines, 100)
        .with(Measure::ConfiscatedValue, 20)
        .with(Measure::DestructionOrdered, 3)
        .with(Measure::FinesPaid, 7)
        .with(Measure::Recovered, 1)
        .with(Measure::Organisations, 2);
    for (key, value) in
        [("tong_xu_ly", 123), ("tri_gia_vi_pham", 23), ("thu_nop", 8), ("doi_tuong", 2), ("phat_tien", 100)]
    {
        assert_eq!(Figure::from_key(key).unwrap().value(&goods), value, "{key}");
    }
}
