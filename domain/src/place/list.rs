//! The two shipped lists, read once.

use super::{Commune, Former, Point, province};
use std::collections::HashMap;
use std::sync::OnceLock;

const NOW: &str = include_str!("../../data/communes.tsv");
const BEFORE: &str = include_str!("../../data/communes_before_2025.tsv");

/// Every commune of today, by code. A line that cannot be read is left out; the tests read all of them.
pub fn communes() -> &'static [Commune] {
    static LIST: OnceLock<Vec<Commune>> = OnceLock::new();
    LIST.get_or_init(|| NOW.lines().filter_map(read).collect())
}

fn read(line: &'static str) -> Option<Commune> {
    let mut columns = line.split('\t');
    let (code, name) = (columns.next()?, columns.next()?);
    let province = province(columns.next()?)?;
    let centre = Point { latitude: columns.next()?.parse().ok()?, longitude: columns.next()?.parse().ok()? };
    Some(Commune { code, name, province, centre })
}

/// A commune by its code.
pub fn commune(code: &str) -> Option<&'static Commune> {
    let list = communes();
    list.binary_search_by(|commune| commune.code.cmp(code)).ok().and_then(|place| list.get(place))
}

/// The communes of a province, by name.
pub fn communes_of(province: &str) -> Vec<&'static Commune> {
    let mut list: Vec<_> = communes().iter().filter(|commune| commune.province.code == province).collect();
    list.sort_by_cached_key(|commune| crate::text::name_key(super::without_kind(commune.name)));
    list
}

/// Every commune of before.
pub(super) fn former() -> &'static [Former] {
    static LIST: OnceLock<Vec<Former>> = OnceLock::new();
    LIST.get_or_init(|| {
        let mut head = ("", "");
        let mut list = Vec::new();
        for line in BEFORE.lines().filter(|line| !line.starts_with('#')) {
            let Some((left, right)) = line.split_once('\t') else { continue };
            match left.strip_prefix('>') {
                Some(province) => head = (province, right),
                None => {
                    let (province, district) = head;
                    list.push(Former { name: left, district, province, now: right.split(',').collect() });
                }
            }
        }
        list
    })
}

/// Which names stand for which communes: folded names, with and without the kind of unit, of today and of before.
pub(super) struct Index {
    pub now: HashMap<String, Vec<&'static Commune>>,
    pub before: HashMap<String, Vec<&'static Former>>,
    /// Folded names of provinces of today and of before, and the codes of today's.
    pub provinces: HashMap<String, &'static str>,
    /// Folded district of every former commune, in the order of the list.
    pub districts: HashMap<&'static str, String>,
}

pub(super) fn index() -> &'static Index {
    static INDEX: OnceLock<Index> = OnceLock::new();
    INDEX.get_or_init(|| {
        let mut index =
            Index { now: HashMap::new(), before: HashMap::new(), provinces: HashMap::new(), districts: HashMap::new() };
        for commune in communes() {
            for key in keys(commune.name) {
                index.now.entry(key).or_default().push(commune);
            }
        }
        for commune in former() {
            for key in keys(commune.name) {
                index.before.entry(key).or_default().push(commune);
            }
            index.districts.entry(commune.district).or_insert_with(|| short(commune.district));
        }
        // A province of before lies in the one that took the first of its communes; the names of today come last and prevail.
        let mut before = "";
        for commune in
            former().iter().filter(|commune| std::mem::replace(&mut before, commune.province) != commune.province)
        {
            if let Some(now) = commune.now.first().and_then(|code| self::commune(code)) {
                index.provinces.insert(short(commune.province), now.province.code);
            }
        }
        for province in &super::PROVINCES {
            index.provinces.insert(short(province.name), province.code);
        }
        for (also, name) in ALSO {
            if let Some(&code) = index.provinces.get(name) {
                index.provinces.insert(also.to_owned(), code);
            }
        }
        index
    })
}

/// What people write instead of a province's name.
const ALSO: [(&str, &str); 6] = [
    ("tphcm", "ho chi minh"),
    ("hcm", "ho chi minh"),
    ("tp hcm", "ho chi minh"),
    ("sai gon", "ho chi minh"),
    ("hn", "ha noi"),
    ("vung tau", "ba ria vung tau"),
];

fn short(name: &str) -> String {
    crate::text::fold(super::without_kind(name))
}

/// The folded name with its kind, and without where that is a word of its own (“Phường 1” is not found by “1”).
fn keys(name: &str) -> Vec<String> {
    let whole = crate::text::fold(name);
    let short = crate::text::fold(super::without_kind(name));
    let number = short.chars().all(|c| c.is_ascii_digit());
    if short == whole || number { vec![whole] } else { vec![whole, short] }
}
