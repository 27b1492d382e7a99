//! Rows and bands in words, for what is told of a catalogue and of its changes.
//!
//! Must not know: why something is told.

use super::{Band, Base, Behaviour};
use crate::money::{group, thousandths};

/// A limit of a band as people read it: `3.000.000 đồng`, `0,5 kg`.
pub(super) fn limit(row: &Behaviour, value: i64) -> String {
    match row.base {
        Base::Quantity => {
            format!("{} {}", thousandths(value), row.unit.as_deref().unwrap_or("đơn vị")).trim_end().to_owned()
        }
        Base::Fixed | Base::ExhibitValue => format!("{} đồng", group(value)),
    }
}

/// The values a band holds for: `từ 3.000.000 đồng đến dưới 5.000.000 đồng`; empty for a fixed frame.
pub(super) fn interval(row: &Behaviour, band: &Band) -> String {
    match (band.from, band.to) {
        (Some(from), Some(to)) => format!("từ {} đến dưới {}", limit(row, from), limit(row, to)),
        (Some(from), None) => format!("từ {} trở lên", limit(row, from)),
        (None, Some(to)) => format!("dưới {}", limit(row, to)),
        (None, None) => String::new(),
    }
}

/// `điểm b khoản 1`.
pub(super) fn place(band: &Band) -> String {
    let point = band.point.as_ref().map_or(String::new(), |point| format!("điểm {point} "));
    format!("{point}khoản {}", band.clause)
}

/// The whole band: `từ … đến dưới …: phạt 1.000.000–2.000.000 đồng, hoặc cảnh cáo (mức tin cậy)`.
pub(super) fn band(row: &Behaviour, band: &Band) -> String {
    let interval = interval(row, band);
    let between = if interval.is_empty() { "" } else { ": " };
    let warning = if band.warning { ", hoặc phạt cảnh cáo" } else { "" };
    let mark = band.confidence.map_or(String::new(), |mark| format!(" ({})", mark.label()));
    format!("{interval}{between}phạt {}–{} đồng{warning}{mark}", group(band.min), group(band.max))
}
