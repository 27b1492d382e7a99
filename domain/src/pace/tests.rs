//! Histograms say what the durations say, as exactly as their bounds.

use super::*;
use proptest::prelude::*;

const DAY: i64 = 1440;

fn sums(durations: &[i64]) -> Sums {
    let mut sums = Sums::default();
    for minutes in durations {
        sums.add(&Sums::one(*minutes, Some(*minutes <= 3 * DAY)));
    }
    sums
}

#[test]
fn bounds_are_narrow() {
    assert!(BOUNDS.windows(2).all(|pair| pair[0] < pair[1]));
    for pair in BOUNDS.windows(2) {
        let width = pair[1] - pair[0];
        let narrow = match pair[1] {
            ..=2880 => width <= 12 * 60,
            2881..=14400 => width <= DAY,
            _ => width * 4 <= pair[0],
        };
        assert!(narrow, "{pair:?}");
    }
    for (minutes, bucket) in [(0, 0), (60, 0), (61, 1), (DAY, 5), (DAY + 1, 6), (350 * DAY, 33), (350 * DAY + 1, 34)] {
        assert_eq!(bucket_of(minutes), bucket, "{minutes}");
    }
}

#[test]
fn medians_and_shares() {
    let some = sums(&[30, 2 * DAY, 2 * DAY, 5 * DAY, 40 * DAY]);
    assert_eq!((some.count(), some.within, some.late, some.within_percent()), (5, 3, 2, Some(60)));
    assert_eq!(some.mean(), Some((30 + 49 * DAY) / 5));
    let median = some.quantile(50, false).unwrap();
    assert!(median.above < 2 * DAY && Some(2 * DAY) == median.at_most && median.minutes > 36 * 60, "{median:?}");
    assert_eq!(some.quantile(50, true).unwrap().minutes, 2 * DAY, "whole days are told as days");
    assert_eq!(sums(&[0, 0, DAY]).quantile(50, true).unwrap().words(), "trong ngày");
    let long = sums(&[400 * DAY]).quantile(90, false).unwrap();
    assert_eq!((long.at_most, long.words().as_str()), (None, "trên 350 ngày"));
    let none = Sums::default();
    assert_eq!((none.mean(), none.quantile(50, false), none.within_percent()), (None, None, None));
    assert_eq!(sums(&[4 * DAY; 199]).within_percent(), Some(0));
}

#[test]
fn days_of_entry_are_counted_exactly() {
    let entered = sums(&[0, 0, DAY, 2 * DAY, 3 * DAY, 4 * DAY, 30 * DAY]);
    let parts = [(-1, 60), (60, DAY), (DAY, 3 * DAY)].map(|(above, most)| entered.between(above, most));
    assert_eq!(parts, [2, 1, 2]);
    assert_eq!(entered.count() - parts.iter().sum::<i64>(), 2);
}

#[test]
fn durations_in_words() {
    for (minutes, expected) in [
        (0, "trong ngày"),
        (45, "45 phút"),
        (60, "1 giờ"),
        (330, "5,5 giờ"),
        (DAY, "1 ngày"),
        (36 * 60, "36 giờ"),
        (9216, "6,4 ngày"),
        (38 * DAY + 3, "38 ngày"),
    ] {
        assert_eq!(words(minutes), expected, "{minutes}");
    }
}

#[test]
fn steps_have_keys_and_grounds() {
    let on = jiff::civil::date(2026, 11, 23);
    for step in Step::ALL {
        assert_eq!(Step::from_key(step.key()), Some(step));
        assert!(!step.label().is_empty() && !step.span().is_empty());
        assert_eq!(step.ground(on).is_some(), !step.rules().is_empty(), "{}", step.key());
    }
    let (lengths, citation) = Step::Decision.ground(on).unwrap();
    assert_eq!(lengths.len(), 4);
    assert!(citation.place.contains("Điều 66"), "{}", citation.place);
    assert_eq!(Step::from_key("khac"), None);
}

proptest! {
    /// Whatever the durations: sums add up in any grouping, and a quantile lies in the bucket of the true value, so it is off by
    /// less than the width of the bucket.
    #[test]
    fn a_quantile_is_off_by_less_than_its_bucket(durations in prop::collection::vec(0_i64..600 * DAY, 1..60), percent in 1_i64..=100, cut in 0_usize..60) {
        let all = sums(&durations);
        let (first, second) = durations.split_at(cut.min(durations.len()));
        let mut parts = sums(first);
        parts.add(&sums(second));
        prop_assert_eq!(&parts, &all);
        prop_assert_eq!(all.count(), i64::try_from(durations.len()).unwrap());
        prop_assert_eq!(all.minutes, durations.iter().sum::<i64>());
        let mut sorted = durations.clone();
        sorted.sort_unstable();
        let rank = (sorted.len() * usize::try_from(percent).unwrap()).div_ceil(100).max(1);
        let exact = sorted[rank - 1];
        let told = all.quantile(percent, false).unwrap();
        prop_assert!(told.above <= exact && told.at_most.is_none_or(|most| exact <= most), "{} in {:?}", exact, told);
        if let Some(most) = told.at_most {
            prop_assert!(told.minutes >= told.above && told.minutes <= most);
        }
        let days: Vec<i64> = durations.iter().map(|minutes| minutes / DAY * DAY).collect();
        let told = sums(&days).quantile(percent, true).unwrap();
        let mut sorted = days;
        sorted.sort_unstable();
        if let Some(most) = told.at_most {
            prop_assert!(told.minutes % DAY == 0 && told.minutes <= most);
            if most <= 10 * DAY {
                prop_assert_eq!(told.minutes, sorted[rank - 1], "up to ten days a median of days is exact");
            }
        }
    }
}
