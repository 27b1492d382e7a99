//! Delegation of power (giao quyền): a head gives his deputy his own powers in writing, and the deputy gives them no
//! further (Luật XLVPHC Điều 54; PL QLTT Điều 21).
//!
//! Must not know: who the persons are; only positions, papers and days.

use super::LawRefusal;
use super::competence::Position;
use crate::calendar::format_date;
use crate::catalogue::Mark;
use crate::statute::Citation;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is delegated; a delegation of one power gives nothing of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DelegatedPower {
    /// Ban hành quyết định kiểm tra.
    Inspection,
    /// Xử phạt vi phạm hành chính (MQĐ34).
    Sanction,
    /// Áp dụng biện pháp ngăn chặn (Điều 123 khoản 2).
    Prevention,
    /// Ký thay báo cáo định kỳ, chuyên đề, đột xuất (NĐ 30/2020/NĐ-CP Điều 13).
    Report,
}

impl DelegatedPower {
    pub const ALL: [DelegatedPower; 4] = [Self::Sanction, Self::Inspection, Self::Prevention, Self::Report];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Inspection => "inspection",
            Self::Sanction => "sanction",
            Self::Prevention => "prevention",
            Self::Report => "report",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|power| power.key() == key)
    }

    /// Vietnamese name in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Inspection => "ban hành quyết định kiểm tra",
            Self::Sanction => "xử phạt vi phạm hành chính",
            Self::Prevention => "áp dụng biện pháp ngăn chặn và bảo đảm xử lý vi phạm",
            Self::Report => "ký báo cáo",
        }
    }

    fn citation(self) -> Citation {
        match self {
            Self::Inspection => Citation::new("khoản 2, khoản 3 Điều 21 Pháp lệnh Quản lý thị trường", Mark::Seen),
            Self::Sanction => Citation::law("Điều 54", Mark::Recalled),
            Self::Prevention => Citation::law("khoản 2 Điều 123", Mark::Recalled),
            Self::Report => Citation::new("khoản 1 Điều 13 Nghị định 30/2020/NĐ-CP", Mark::Recalled),
        }
    }
}

/// A written delegation from a head to his deputy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// The position whose powers are given.
    pub position: Position,
    pub power: DelegatedPower,
    /// Number of the decision, printed in what the deputy signs.
    pub number: String,
    pub signed_on: Date,
    pub from: Date,
    /// Last day; `None` for a permanent delegation until it is ended.
    pub to: Option<Date>,
}

impl Delegation {
    /// Whether the delegation itself may be made: only a head delegates.
    ///
    /// # Errors
    /// A [`LawRefusal`] when the period is upside down, the decision has no number, or an officer without deputies
    /// would delegate.
    pub fn check(&self) -> Result<(), LawRefusal> {
        let refuse = |code: &str, message: String| Err(LawRefusal::new(code, message, self.power.citation()));
        if self.position == Position::Controller {
            return refuse(
                "no-deputy",
                "Kiểm soát viên thị trường không được giao quyền. Chọn người giao quyền là cấp trưởng.".to_owned(),
            );
        }
        if self.number.trim().is_empty() {
            return refuse(
                "delegation-not-written",
                "Giao quyền phải bằng văn bản. Ghi số quyết định giao quyền.".to_owned(),
            );
        }
        if self.from < self.signed_on || self.to.is_some_and(|to| to < self.from) {
            return refuse(
                "delegation-dates",
                "Thời hạn giao quyền phải bắt đầu từ ngày ký trở đi và kết thúc sau khi bắt đầu. Kiểm tra lại các ngày.".to_owned(),
            );
        }
        Ok(())
    }

    /// The position the deputy signs in on a day.
    ///
    /// # Errors
    /// A [`LawRefusal`] when the delegation is of another power or does not run on that day.
    pub fn position_on(&self, power: DelegatedPower, on: Date) -> Result<Position, LawRefusal> {
        self.check()?;
        if self.power != power {
            return Err(LawRefusal::new(
                "delegation-of-other-power",
                format!(
                    "Quyết định giao quyền số {} chỉ giao quyền {}, không giao quyền {}.",
                    self.number,
                    self.power.label(),
                    power.label()
                ),
                power.citation(),
            ));
        }
        if on < self.from || self.to.is_some_and(|to| to < on) {
            let span = match self.to {
                Some(to) => format!("từ {} đến {}", format_date(self.from), format_date(to)),
                None => format!("từ {}", format_date(self.from)),
            };
            return Err(LawRefusal::new(
                "delegation-not-running",
                format!(
                    "Quyết định giao quyền số {} có hiệu lực {span}, không có hiệu lực ngày {}. Trình cấp trưởng ký, hoặc ban hành quyết định giao quyền mới.",
                    self.number,
                    format_date(on)
                ),
                power.citation(),
            ));
        }
        Ok(self.position)
    }

    /// Line of the decision's grounds: “Căn cứ Quyết định số … về giao quyền …”.
    pub fn ground(&self) -> String {
        format!(
            "Căn cứ Quyết định số {} ngày {} về giao quyền {}",
            self.number,
            format_date(self.signed_on),
            self.power.label()
        )
    }
}

/// In which position an officer signs: his own, else the one delegated to him, else none.
///
/// # Errors
/// A [`LawRefusal`] when he has no power of his own and his delegation does not carry.
pub fn signing_position(
    own: Option<Position>,
    delegation: Option<&Delegation>,
    power: DelegatedPower,
    on: Date,
) -> Result<Option<Position>, LawRefusal> {
    match (own, delegation) {
        (None, Some(delegation)) => delegation.position_on(power, on).map(Some),
        (own, _) => Ok(own),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn delegation() -> Delegation {
        Delegation {
            position: Position::TeamLeader,
            power: DelegatedPower::Sanction,
            number: "05/QĐ-GQXP".into(),
            signed_on: date(2026, 10, 1),
            from: date(2026, 10, 1),
            to: Some(date(2026, 12, 31)),
        }
    }

    #[test]
    fn a_deputy_signs_within_the_paper() {
        let given = delegation();
        for (power, on, expected) in [
            (DelegatedPower::Sanction, date(2026, 10, 1), Ok(Position::TeamLeader)),
            (DelegatedPower::Sanction, date(2026, 12, 31), Ok(Position::TeamLeader)),
            (DelegatedPower::Sanction, date(2027, 1, 1), Err("delegation-not-running")),
            (DelegatedPower::Sanction, date(2026, 9, 30), Err("delegation-not-running")),
            (DelegatedPower::Inspection, date(2026, 11, 1), Err("delegation-of-other-power")),
        ] {
            let answer = given.position_on(power, on).map_err(|refusal| refusal.code);
            assert_eq!(answer, expected.map_err(str::to_owned), "{power:?} {on}");
        }
        assert_eq!(
            given.ground(),
            "Căn cứ Quyết định số 05/QĐ-GQXP ngày 01/10/2026 về giao quyền xử phạt vi phạm hành chính"
        );
    }

    #[test]
    fn only_heads_delegate_and_in_writing() {
        for (broken, code) in [
            (Delegation { position: Position::Controller, ..delegation() }, "no-deputy"),
            (Delegation { number: " ".into(), ..delegation() }, "delegation-not-written"),
            (Delegation { from: date(2026, 9, 1), ..delegation() }, "delegation-dates"),
            (Delegation { to: Some(date(2026, 9, 30)), ..delegation() }, "delegation-dates"),
        ] {
            assert_eq!(broken.check().unwrap_err().code, code);
            assert!(broken.position_on(DelegatedPower::Sanction, date(2026, 11, 1)).is_err());
        }
    }

    /// A power is named the same wherever it is stored, and each is given by an article of its own.
    #[test]
    fn powers_have_their_articles() {
        for (power, key, place) in [
            (DelegatedPower::Sanction, "sanction", "Điều 54 Luật"),
            (DelegatedPower::Inspection, "inspection", "khoản 2, khoản 3 Điều 21 Pháp lệnh"),
            (DelegatedPower::Prevention, "prevention", "khoản 2 Điều 123 Luật"),
        ] {
            assert_eq!((power.key(), DelegatedPower::from_key(key)), (key, Some(power)));
            let other =
                if power == DelegatedPower::Sanction { DelegatedPower::Inspection } else { DelegatedPower::Sanction };
            let refusal =
                Delegation { power: other, ..delegation() }.position_on(power, date(2026, 11, 1)).unwrap_err();
            assert!(refusal.citation.place.starts_with(place), "{refusal:?}");
            assert!(refusal.message.ends_with(&format!("không giao quyền {}.", power.label())), "{refusal:?}");
        }
        assert_eq!(DelegatedPower::from_key("other"), None);
    }

    /// A standing delegation runs from its first day until it is ended (Luật XLVPHC Điều 54).
    #[test]
    fn a_standing_delegation_has_no_last_day() {
        let standing = Delegation { to: None, ..delegation() };
        let ask = |on| standing.position_on(DelegatedPower::Sanction, on);
        assert_eq!(ask(date(2036, 1, 1)), Ok(Position::TeamLeader));
        let early = ask(date(2026, 9, 30)).unwrap_err();
        assert!(early.message.contains("có hiệu lực từ 01/10/2026, không có hiệu lực ngày 30/09/2026"), "{early:?}");
        let over = delegation().position_on(DelegatedPower::Sanction, date(2027, 1, 1)).unwrap_err();
        assert!(over.message.contains("từ 01/10/2026 đến 31/12/2026"), "{over:?}");
    }

    #[test]
    fn own_power_comes_first() {
        let on = date(2026, 11, 1);
        let sign = |own, given: Option<&Delegation>| signing_position(own, given, DelegatedPower::Sanction, on);
        assert_eq!(sign(Some(Position::ProvincialHead), Some(&delegation())), Ok(Some(Position::ProvincialHead)));
        assert_eq!(sign(None, Some(&delegation())), Ok(Some(Position::TeamLeader)));
        assert_eq!(sign(None, None), Ok(None));
    }
}
