//! What lists show of personal identifiers (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15): enough to tell two persons apart, not
//! enough to carry away.

/// How many characters stay at each end.
const SHOWN: usize = 3;

/// An identifier with its middle hidden: `033090000123` → `033••••••123`. One too short to hide anything is hidden whole.
pub fn mask(identifier: &str) -> String {
    let count = identifier.chars().count();
    let hidden = |place: usize| count <= 2 * SHOWN || (SHOWN..count - SHOWN).contains(&place);
    identifier.chars().enumerate().map(|(place, c)| if hidden(place) { '•' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_at_each_end_stay() {
        for (identifier, expected) in
            [("033090000123", "033••••••123"), ("0900000123", "090••••123"), ("123456", "••••••"), ("", "")]
        {
            assert_eq!(mask(identifier), expected);
        }
    }
}
