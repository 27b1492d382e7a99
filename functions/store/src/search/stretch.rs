//! Stretches of records by their numbers, where the index gathers all hits before it knows the newest: PostgreSQL.
//!
//! Must not know: which words are asked for.

use super::query::Asked;
use std::ops::RangeInclusive;

/// The newest stretch of records, which is looked through first.
pub(super) fn newest_stretch(highest: i64) -> Stretch {
    stretches(highest).into_iter().next().unwrap_or_default()
}

/// Expected hits up to which all older records are asked for at once.
const FEW: i64 = 1_500;

/// What is looked through behind the newest stretch, which had so many hits, until there are `limit`: as many of the records before as
/// should have enough, then all the rest. Where few hits are to be expected, all the rest at once: with the words of stretches the index
/// takes longer than with the words alone.
pub(super) fn older(newest: &Stretch, asked: &Asked, hits: usize, limit: usize, highest: i64) -> Vec<Stretch> {
    let all = |until| Stretch { until: Some(until), ..Stretch::default() };
    if newest.words.is_empty() {
        return Vec::new();
    }
    if asked.is_of_a_year_and_part() {
        return quarters(newest.from);
    }
    let (hits, limit) = (i64::try_from(hits).unwrap_or(i64::MAX), i64::try_from(limit).unwrap_or(i64::MAX));
    let records = (highest - newest.from + 1).max(1);
    if hits.saturating_mul(highest) / records <= FEW {
        return vec![all(newest.from)];
    }
    let enough = limit.saturating_mul(records).saturating_mul(3) / (2 * hits.max(1));
    // Few stretches: each one named beside another costs the index as much as the words themselves.
    for ((letters, power), count) in
        STRETCHES[1..].iter().flat_map(|stretch| (1..=4).map(move |count| (stretch, count)))
    {
        let last = highest >> power;
        let from = (last + 1 - count) << power;
        if from > 0 && from < newest.from && highest - from >= enough {
            let words = words_of(letters, last + 1 - count..=last);
            return vec![Stretch { words, from, until: Some(newest.from) }, all(from)];
        }
    }
    vec![all(newest.from)]
}

/// Whether, by the newest hits, fewer than `most` are in the newest stretch and so few in all that they are asked for at once.
pub(super) fn are_few(newest: &[i64], most: usize, highest: i64) -> bool {
    let from = newest_stretch(highest).from;
    let (Some(oldest), hits) = (newest.iter().min(), newest.len()) else { return true };
    let expected = i64::try_from(hits).unwrap_or(i64::MAX).saturating_mul(highest) / (highest - oldest + 1).max(1);
    expected <= FEW && newest.iter().filter(|number| **number >= from).count() < most
}

/// All records before one in at most four stretches: those of a year stand somewhere, and the newest records do not tell where.
fn quarters(until: i64) -> Vec<Stretch> {
    let (letters, power) = STRETCHES[2];
    let stretches = ((until - 1) >> power) + 1;
    let length = (stretches + 3) / 4;
    let (mut list, mut until, mut first) = (Vec::new(), until, stretches);
    while first > 0 {
        let last = first - 1;
        first = (first - length).max(0);
        let from = first << power;
        list.push(Stretch { words: words_of(letters, first..=last), from, until: Some(until) });
        until = from;
    }
    list
}

/// Lengths of the stretches of records that a table of words of PostgreSQL names each record by, as powers of two
/// (`ins.words_of` in `migrations/postgres.sql`). A word that the two newest short ones have too few of is in few records of the next.
const STRETCHES: [(&str, u32); 3] = [("zx", 12), ("zy", 15), ("zz", 18)];

/// Records with numbers from `from` on and below `until`, where it is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    /// What all of them, and no other records, have one word of; none where the numbers alone tell.
    words: Vec<String>,
    pub from: i64,
    pub until: Option<i64>,
}

impl Stretch {
    /// What is asked, of its records alone. Those of a part of the tree have words of their own for each stretch: the index then reads
    /// neither all records of the stretch nor all of the part.
    pub fn asked(&self, asked: &Asked) -> String {
        if self.words.is_empty() {
            return asked.to_string();
        }
        let (part, rest) = asked.of_part();
        let words: Vec<String> = self.words.iter().map(|word| format!("\"{word}{part}\"")).collect();
        format!("({}) AND ({rest})", words.join(" OR "))
    }
}

/// Stretches of records, the newest first; the last is all the rest, and the only one where records are few.
pub(super) fn stretches(highest: i64) -> Vec<Stretch> {
    let (mut list, mut until) = (Vec::new(), None);
    for (letters, power) in STRETCHES {
        let last = highest >> power;
        let from = (last - 1) << power;
        // With all that is older in it, it is no stretch.
        if from <= 0 {
            break;
        }
        let words = words_of(letters, last - 1..=last);
        list.push(Stretch { words, from, until });
        until = Some(from);
    }
    list.push(Stretch { until, ..Stretch::default() });
    list
}

/// The words of stretches of one length, any of which a record stands in, the newest first.
fn words_of(letters: &str, stretches: RangeInclusive<i64>) -> Vec<String> {
    stretches.rev().map(|stretch| format!("{letters}{stretch}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::Query;

    fn asked(also: &[&str]) -> Asked {
        let also: Vec<String> = also.iter().map(|word| (*word).to_owned()).collect();
        Query::read("nhung", &also).unwrap().folded()
    }

    #[test]
    fn what_is_older_is_asked_for_whole_and_once() {
        for highest in [8_192, 9_000, 40_000, 300_000, 1_000_000, 5_123_456] {
            let newest = newest_stretch(highest);
            assert!(!newest.words.is_empty() && newest.until.is_none(), "{highest}");
            for hits in [0, 1, 7, 30, 150, 299] {
                let older = older(&newest, &asked(&[]), hits, 301, highest);
                let mut until = newest.from;
                for (place, part) in older.iter().enumerate() {
                    assert_eq!(part.until, Some(until), "{highest} {hits}: {older:?}");
                    let ends = [part.from, (part.from + until) / 2, until - 1];
                    let named = STRETCHES.iter().any(|(letters, power)| {
                        ends.iter().all(|num| part.words.contains(&format!("{letters}{}", num >> power)))
                    });
                    assert!(part.words.is_empty() || named, "{highest} {hits}: {older:?}");
                    assert_eq!(part.words.is_empty(), place + 1 == older.len(), "the last is all the rest");
                    until = part.from;
                }
                assert_eq!(until, 0, "{highest} {hits}: {older:?}");
            }
        }
        assert!(older(&newest_stretch(8_000), &asked(&[]), 5, 301, 8_000).is_empty(), "the newest is all");
        let parts = |hits| older(&newest_stretch(1_000_000), &asked(&[]), hits, 301, 1_000_000).len();
        assert_eq!((parts(0), parts(5), parts(40), parts(290)), (1, 1, 2, 2));
    }

    #[test]
    fn stretches_leave_no_record_out_and_count_none_twice() {
        for highest in [0, 5, 16_383, 40_000, 131_072, 300_000, 1_000_000, 5_123_456] {
            let list = stretches(highest);
            let last = list.last().and_then(|stretch| stretch.until).unwrap_or(0);
            let by_number =
                |stretch: &Stretch, num: i64| num >= stretch.from && stretch.until.is_none_or(|until| num < until);
            for num in (1..=highest).step_by(997).chain([highest, last, last - 1]).filter(|num| *num > 0) {
                let own: Vec<&Stretch> = list.iter().filter(|stretch| by_number(stretch, num)).collect();
                let [own] = own.as_slice() else { panic!("{num} of {highest}: {own:?}") };
                let mut named = STRETCHES.iter().map(|(letters, power)| format!("{letters}{}", num >> power));
                assert!(own.words.is_empty() || named.any(|word| own.words.contains(&word)), "{num}: {own:?}");
            }
        }
        let stretch = |last: &str, other: &str, from, until| Stretch {
            words: vec![last.to_owned(), other.to_owned()],
            from,
            until,
        };
        assert_eq!(
            stretches(1_000_000),
            [
                stretch("zx244", "zx243", 243 << 12, None),
                stretch("zy30", "zy29", 29 << 15, Some(243 << 12)),
                stretch("zz3", "zz2", 2 << 18, Some(29 << 15)),
                Stretch { until: Some(2 << 18), ..Stretch::default() }
            ]
        );
        assert_eq!(stretches(8_000), [Stretch::default()]);
    }

    #[test]
    fn few_hits_are_those_that_lie_far_apart() {
        let every = |step: usize, count: usize| {
            (0..count as i64).map(|place| 1_000_000 - place * step as i64).collect::<Vec<_>>()
        };
        for (newest, few) in [
            (every(1_000, 300), true),
            (every(500, 301), false),
            (every(100, 5), false),
            (every(1, 300), false),
            (vec![1], true),
            (Vec::new(), true),
        ] {
            assert_eq!(are_few(&newest, 30, 1_000_000), few, "{newest:?}");
        }
    }

    #[test]
    fn a_year_of_a_part_of_the_tree_is_looked_for_in_four_stretches() {
        let of_year = asked(&["pp33", "yy2024"]);
        for (highest, stretches) in [(9_000, 1), (300_000, 2), (1_000_000, 4), (1_100_000, 3), (5_123_456, 4)] {
            let newest = newest_stretch(highest);
            let list = older(&newest, &of_year, 0, 301, highest);
            assert_eq!(list.len(), stretches, "{highest}: {list:?}");
            let mut until = newest.from;
            for part in &list {
                assert_eq!(part.until, Some(until), "{highest}: {list:?}");
                for num in [part.from, (part.from + until) / 2, until - 1] {
                    assert!(part.words.contains(&format!("zz{}", num >> 18)), "{num} of {highest}: {part:?}");
                }
                until = part.from;
            }
            assert_eq!(until, 0, "{highest}: {list:?}");
        }
        assert_eq!(
            older(&newest_stretch(1_000_000), &asked(&["yy2024"]), 0, 301, 1_000_000).len(),
            1,
            "of the country"
        );
    }

    #[test]
    fn a_part_of_the_tree_has_words_of_its_own_in_each_stretch() {
        let newest = newest_stretch(1_000_000);
        assert_eq!(newest.asked(&asked(&[])), "(\"zx244\" OR \"zx243\") AND (\"nhung\"*)");
        assert_eq!(newest.asked(&asked(&["pp33"])), "(\"zx244pp33\" OR \"zx243pp33\") AND (\"nhung\"*)");
        assert_eq!(
            newest.asked(&asked(&["uu33x03", "yy2026"])),
            "(\"zx244uu33x03\" OR \"zx243uu33x03\") AND (\"yy2026\" AND \"nhung\"*)"
        );
    }
}
