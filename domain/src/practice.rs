//! Practice (tập huấn): the whole system over units that do not exist, in an installation of its own.
//!
//! Whether something is practice is said by the path of its unit, which every case, plan, report and session carries: so each paper and
//! each page knows it by itself. An officer comes from the installation he works with, by a pass that it seals for him.
//!
//! Must not know: how a pass is sealed, or where either installation is.

use crate::officer::Role;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Id of the topmost unit of practice.
pub const ROOT: &str = "TH";

/// Id of the province whose units are practised in.
pub const PROVINCE: &str = "33";

/// Unit codes of its sections: law, and reports.
pub const LEGAL: &str = "92";
/// The section for reports.
pub const REPORTING: &str = "91";

/// In place of the two digits of the agency in a paper's number (TT 22/2021/TT-BCT Điều 6): no real number has letters there.
pub const AGENCY: &str = "TH";

/// What stands on every page and across every paper.
pub const MARK: &str = "TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ";

/// What a file of practice is named by.
pub const FILE_PREFIX: &str = "tap-huan-";

/// `name` of a file, marked when its unit is one of practice.
pub fn file_name(practice: bool, name: &str) -> String {
    if practice { format!("{FILE_PREFIX}{name}") } else { name.to_owned() }
}

/// How long a pass works: long enough to read the page that shows it.
pub const PASS: SignedDuration = SignedDuration::from_mins(10);

/// Lets one officer in once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pass {
    /// His sign-in name where he works.
    pub account: String,
    pub full_name: String,
    /// Address of the installation he comes from, e.g. `https://ins.example.vn`: the way back.
    pub back: String,
    /// Unpredictable, and different in each pass.
    pub nonce: String,
    pub expires_at: Timestamp,
}

/// Where somebody practises: what he is, and at which place of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub role: Role,
    /// Number of the team, from 1; what is above the teams has none.
    pub team: Option<u8>,
}

/// Roles that can be practised, each with what one does in it. Nobody administers practice.
pub const ROLES: [(Role, &str); 6] = [
    (Role::Controller, "lập hồ sơ: kiểm tra, biên bản, đề xuất xử phạt"),
    (Role::TeamLeader, "ký quyết định kiểm tra, xử phạt theo thẩm quyền, giao việc"),
    (Role::TeamDeputy, "ký thay đội trưởng khi được giao quyền"),
    (Role::ProvincialHead, "ký quyết định vượt thẩm quyền đội, điều hành, duyệt báo cáo"),
    (Role::LegalSection, "thẩm định hồ sơ, theo dõi quy trình"),
    (Role::ReportingSection, "tổng hợp, lập và gửi báo cáo định kỳ"),
];

/// Teams there are to practise in.
pub const TEAMS: u8 = 5;

impl Seat {
    /// A seat that there is.
    ///
    /// # Errors
    /// What is wrong with the choice, by the name of its field.
    pub fn choose(role: Option<Role>, team: Option<u8>) -> Result<Self, (&'static str, &'static str)> {
        let role = role.filter(|role| ROLES.iter().any(|(known, _)| known == role));
        let role = role.ok_or(("role", "Chọn vai muốn thực hành."))?;
        if !in_a_team(role) {
            return Ok(Self { role, team: None });
        }
        let team = team.filter(|team| (1..=TEAMS).contains(team)).ok_or(("team", "Chọn đội, từ đội 1 đến đội 5."))?;
        Ok(Self { role, team: Some(team) })
    }
}

/// Whether who practises this role belongs to a team.
pub const fn in_a_team(role: Role) -> bool {
    matches!(role, Role::Controller | Role::TeamLeader | Role::TeamDeputy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seat_is_a_role_and_where_it_sits() {
        let seat = |role, team| Seat::choose(role, team);
        assert_eq!(seat(Some(Role::Controller), Some(5)), Ok(Seat { role: Role::Controller, team: Some(5) }));
        assert_eq!(seat(Some(Role::LegalSection), Some(9)), Ok(Seat { role: Role::LegalSection, team: None }));
        for (role, team, field) in [
            (None, Some(1), "role"),
            (Some(Role::Administrator), Some(1), "role"),
            (Some(Role::National), None, "role"),
            (Some(Role::TeamLeader), None, "team"),
            (Some(Role::TeamLeader), Some(0), "team"),
            (Some(Role::TeamDeputy), Some(6), "team"),
        ] {
            assert_eq!(seat(role, team).unwrap_err().0, field, "{role:?} {team:?}");
        }
    }

    #[test]
    fn files_of_practice_say_so_by_their_name() {
        assert_eq!(file_name(true, "co-so.csv"), "tap-huan-co-so.csv");
        assert_eq!(file_name(false, "co-so.csv"), "co-so.csv");
    }
}
