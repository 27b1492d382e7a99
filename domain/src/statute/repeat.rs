//! What the law calls a repeat offence (tái phạm) and violations several times (vi phạm nhiều lần), by date.
//!
//! The periods after which somebody counts as never sanctioned are the deadlines D-70, D-70b and D-42. Must not know: an offender
//! or his history.

use super::{Citation, REFORM_2020};
use crate::catalogue::Mark;
use jiff::civil::{Date, date};

/// The definitions in force from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RepeatRule {
    pub from: Date,
    /// Tái phạm, in the words of the law.
    pub repeat: &'static str,
    /// Whether a decision counts from the day it was made, also before it is carried out; before, the words of the law began with
    /// the end of execution.
    pub from_decision: bool,
    /// How sure the project is that a decision not yet carried out counts.
    pub unexecuted: Mark,
    /// Vi phạm hành chính nhiều lần, in the words of the law.
    pub multiple: &'static str,
    mark: Mark,
}

const RULES: &[RepeatRule] = &[
    RepeatRule {
        from: date(2013, 7, 1),
        repeat: "đã bị xử lý vi phạm hành chính nhưng chưa hết thời hạn được coi là chưa bị xử lý, kể từ ngày chấp hành xong quyết định hoặc từ ngày hết thời hiệu thi hành, mà lại thực hiện hành vi đã bị xử lý",
        from_decision: false,
        unexecuted: Mark::Unsure,
        multiple: "trước đó đã thực hiện hành vi này nhưng chưa bị xử lý và chưa hết thời hiệu xử lý",
        mark: Mark::Recalled,
    },
    RepeatRule {
        from: REFORM_2020,
        repeat: "đã bị ra quyết định xử phạt nhưng chưa hết thời hạn được coi là chưa bị xử phạt mà lại thực hiện hành vi đã bị xử phạt",
        from_decision: true,
        unexecuted: Mark::Recalled,
        multiple: "trước đó đã thực hiện hành vi này nhưng chưa bị xử phạt và chưa hết thời hiệu xử phạt",
        mark: Mark::Recalled,
    },
];

/// The definitions in force on a day; the first ones before there were any.
pub fn repeat_rule(on: Date) -> &'static RepeatRule {
    const FIRST: &RepeatRule = &RULES[0];
    RULES.iter().rev().find(|rule| rule.from <= on).unwrap_or(FIRST)
}

impl RepeatRule {
    /// Where tái phạm is defined.
    pub fn repeat_citation(&self) -> Citation {
        Citation::law("khoản 5 Điều 2", self.mark)
    }

    /// Where vi phạm nhiều lần is defined.
    pub fn multiple_citation(&self) -> Citation {
        Citation::law("khoản 6 Điều 2", self.mark)
    }
}

/// What follows: each time is sanctioned, unless the decree makes several times an aggravating circumstance.
pub fn multiple_consequence() -> Citation {
    Citation::law("điểm d khoản 1 Điều 3, điểm b khoản 1 Điều 10", Mark::Recalled)
}

/// What follows: an aggravating circumstance, unless it is part of the act itself.
pub fn repeat_consequence() -> Citation {
    Citation::law("điểm b khoản 1, khoản 2 Điều 10", Mark::Recalled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reform_of_2020_counts_from_the_decision() {
        for (on, from_decision, unexecuted) in [
            (date(2010, 1, 1), false, Mark::Unsure),
            (date(2021, 12, 31), false, Mark::Unsure),
            (REFORM_2020, true, Mark::Recalled),
        ] {
            let rule = repeat_rule(on);
            assert_eq!((rule.from_decision, rule.unexecuted), (from_decision, unexecuted), "{on}");
            assert!(rule.repeat_citation().place.starts_with("khoản 5 Điều 2"));
            assert!(rule.multiple_citation().place.starts_with("khoản 6 Điều 2"));
        }
        assert!(repeat_consequence().place.contains("Điều 10") && multiple_consequence().place.contains("Điều 3"));
    }
}
