//! How much a place of business calls for an inspection, and why: a sum of weighted reasons, each one told. Leaders set the weights;
//! a proposal never is a decision.
//!
//! The weights shipped are a beginning of our own [U]; no text prescribes them.

use super::completeness::months_between;
use super::{EstablishmentFile, LicenceState, Status, freshness, industry};
use crate::money::Dong;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Factor {
    Violations,
    Unpaid,
    OpenLeads,
    SensitiveGoods,
    ExpiredLicence,
    LongUninspected,
    Unreviewed,
}

impl Factor {
    pub const ALL: [Self; 7] = [
        Self::Violations,
        Self::Unpaid,
        Self::OpenLeads,
        Self::SensitiveGoods,
        Self::ExpiredLicence,
        Self::LongUninspected,
        Self::Unreviewed,
    ];

    /// Stable key, as stored and posted.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Violations => "violations",
            Self::Unpaid => "unpaid",
            Self::OpenLeads => "open-leads",
            Self::SensitiveGoods => "sensitive-goods",
            Self::ExpiredLicence => "expired-licence",
            Self::LongUninspected => "long-uninspected",
            Self::Unreviewed => "unreviewed",
        }
    }

    /// Vietnamese label, with what is counted.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Violations => "Mỗi lần bị xử phạt trong 24 tháng (tính đến 3 lần)",
            Self::Unpaid => "Còn tiền phạt chưa nộp",
            Self::OpenLeads => "Mỗi tin báo đang xử lý (tính đến 2 tin)",
            Self::SensitiveGoods => "Ngành hàng nhạy cảm",
            Self::ExpiredLicence => "Giấy phép hết hạn hoặc sắp hết hạn",
            Self::LongUninspected => "Chưa kiểm tra trong 24 tháng",
            Self::Unreviewed => "Hồ sơ quá hạn rà soát",
        }
    }

    /// How many times it counts at most.
    const fn most(self) -> u32 {
        match self {
            Self::Violations => 3,
            Self::OpenLeads => 2,
            _ => 1,
        }
    }
}

/// Points for each factor, 0 to [`Weights::MOST`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    pub violations: u32,
    pub unpaid: u32,
    pub open_leads: u32,
    pub sensitive_goods: u32,
    pub expired_licence: u32,
    pub long_uninspected: u32,
    pub unreviewed: u32,
    /// From this many points on the risk is medium, and high.
    pub medium_from: u32,
    pub high_from: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            violations: 20,
            unpaid: 15,
            open_leads: 20,
            sensitive_goods: 10,
            expired_licence: 15,
            long_uninspected: 10,
            unreviewed: 5,
            medium_from: 25,
            high_from: 50,
        }
    }
}

impl Weights {
    /// The most points one factor may have.
    pub const MOST: u32 = 100;

    /// Points of a factor.
    pub const fn of(&self, factor: Factor) -> u32 {
        match factor {
            Factor::Violations => self.violations,
            Factor::Unpaid => self.unpaid,
            Factor::OpenLeads => self.open_leads,
            Factor::SensitiveGoods => self.sensitive_goods,
            Factor::ExpiredLicence => self.expired_licence,
            Factor::LongUninspected => self.long_uninspected,
            Factor::Unreviewed => self.unreviewed,
        }
    }

    /// The same with other points for a factor.
    pub const fn with(mut self, factor: Factor, points: u32) -> Self {
        match factor {
            Factor::Violations => self.violations = points,
            Factor::Unpaid => self.unpaid = points,
            Factor::OpenLeads => self.open_leads = points,
            Factor::SensitiveGoods => self.sensitive_goods = points,
            Factor::ExpiredLicence => self.expired_licence = points,
            Factor::LongUninspected => self.long_uninspected = points,
            Factor::Unreviewed => self.unreviewed = points,
        }
        self
    }

    /// What is wrong with weights a leader typed, by field.
    pub fn errors(&self) -> Vec<(&'static str, String)> {
        let mut errors: Vec<_> = Factor::ALL
            .into_iter()
            .filter(|factor| self.of(*factor) > Self::MOST)
            .map(|factor| (factor.key(), format!("Điểm từ 0 đến {}.", Self::MOST)))
            .collect();
        if self.medium_from == 0 {
            errors.push(("medium_from", "Ngưỡng rủi ro trung bình từ 1 điểm trở lên.".to_owned()));
        }
        if self.high_from <= self.medium_from {
            errors.push(("high_from", "Ngưỡng rủi ro cao phải lớn hơn ngưỡng trung bình.".to_owned()));
        }
        errors
    }
}

/// What the archive knows of the party behind a place, nationwide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct History {
    /// Sanctions decided within 24 months.
    pub violations: u32,
    /// Đồng of fines decided and not yet paid.
    pub owed: Dong,
    /// Leads about it that are still worked on.
    pub open_leads: u32,
    /// The day of the last inspection of it.
    pub last_inspected: Option<Date>,
}

/// How pressing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Low,
    Medium,
    High,
}

impl Level {
    /// Vietnamese label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Low => "Thấp",
            Self::Medium => "Trung bình",
            Self::High => "Cao",
        }
    }
}

/// One reason with its points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub factor: Factor,
    pub points: u32,
    /// “Bị xử phạt 2 lần trong 24 tháng: 2 × 20”.
    pub text: String,
}

/// The points of a place and what they are made of, the heaviest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    pub points: u32,
    pub level: Level,
    pub reasons: Vec<Reason>,
}

/// Months within which sanctions and inspections count (`shared` establishment file: violations of 24 months) [V].
pub const MONTHS: u32 = 24;

/// Weighs a place on a day. One that trades no more has no risk.
pub fn assess(file: &EstablishmentFile, history: &History, weights: &Weights, on: Date) -> Risk {
    let mut reasons = Vec::new();
    if file.status != Status::Closed {
        let mut add = |factor: Factor, times: u32, text: String| {
            let counted = times.min(factor.most());
            let points = counted * weights.of(factor);
            if points > 0 {
                let most = if times > counted { format!(" (tính tối đa {counted})") } else { String::new() };
                let sum = match factor.most() {
                    1 => String::new(),
                    _ => format!(": {counted} × {}{most}", weights.of(factor)),
                };
                reasons.push(Reason { factor, points, text: text + &sum });
            }
        };
        add(
            Factor::Violations,
            history.violations,
            format!("Bị xử phạt {} lần trong {MONTHS} tháng", history.violations),
        );
        add(
            Factor::Unpaid,
            u32::from(history.owed > Dong(0)),
            format!("Còn {} đồng tiền phạt chưa nộp", history.owed.digits()),
        );
        add(Factor::OpenLeads, history.open_leads, format!("{} tin báo đang xử lý", history.open_leads));
        let goods: Vec<&str> = file
            .industries
            .iter()
            .filter_map(|code| industry(code))
            .filter(|line| line.sensitive)
            .map(|line| line.name)
            .collect();
        add(Factor::SensitiveGoods, u32::from(!goods.is_empty()), format!("Ngành hàng nhạy cảm: {}", goods.join("; ")));
        let licences: Vec<String> = file
            .licences
            .iter()
            .filter_map(|licence| {
                let word = match licence.state(on) {
                    LicenceState::Valid => return None,
                    LicenceState::EndsSoon => "sắp hết hạn",
                    LicenceState::Expired => "đã hết hạn",
                };
                let day = licence.expires_on.map(crate::calendar::format_date).unwrap_or_default();
                Some(format!("{} {word} ({day})", licence.kind.label()))
            })
            .collect();
        add(Factor::ExpiredLicence, u32::from(!licences.is_empty()), format!("Giấy phép: {}", licences.join("; ")));
        let (long, text) = match history.last_inspected {
            None => (true, "Chưa kiểm tra lần nào".to_owned()),
            Some(day) => {
                let months = months_between(day, on);
                (months >= MONTHS, format!("Chưa kiểm tra {months} tháng"))
            }
        };
        add(Factor::LongUninspected, u32::from(long), text);
        let fresh = freshness(file.status, file.reviewed_on, on);
        add(Factor::Unreviewed, u32::from(fresh.is_due()), format!("Hồ sơ {}", fresh.label()));
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points));
    let points = reasons.iter().map(|reason| reason.points).sum();
    let level = if points >= weights.high_from {
        Level::High
    } else if points >= weights.medium_from {
        Level::Medium
    } else {
        Level::Low
    };
    Risk { points, level, reasons }
}
