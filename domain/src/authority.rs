//! The only place that decides a permission: actor × action × resource.
//!
//! Two questions are answered here, and nowhere else: may this officer *know* of the thing (else it does not
//! exist for him), and may he *do* this to it. Competence in law (who may sign which amount) is asked of
//! [`crate::law::competence`] by the case machine; this module asks for the role and the unit.
//!
//! Must not know: sessions, storage, the state of a case.

mod direction;
mod key;
mod officers;
mod plan;

pub use direction::{
    TaskSight, answers_comment, authorise_asking, gives_task, judges_comment, judges_task, task_sight, works_part,
};
pub use key::{
    KeyGrant, KeyScope, Reader, authorise_federation, authorise_figures, authorise_hand_over, authorise_key,
};
pub use officers::authorise_officers;
pub use plan::{PlanSight, plan_sight};

use crate::law::LawRefusal;
use crate::law::competence::Position;
use crate::law::delegation::{DelegatedPower, Delegation, signing_position};
use crate::officer::{OfficerId, OfficerSnapshot, Role};
use crate::unit::{UnitId, UnitPath};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Who acts, as read from the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub officer: OfficerSnapshot,
    pub role: Role,
    pub unit: UnitId,
    /// Path of the officer's own unit.
    pub path: UnitPath,
    /// Powers his head has given him in writing and not ended.
    #[serde(default)]
    pub delegations: Vec<Delegation>,
}

impl Actor {
    /// The officer's identifier.
    pub fn id(&self) -> &OfficerId {
        &self.officer.id
    }

    /// The root of the tree, the whole force: what holds for everybody belongs to it.
    pub fn force(&self) -> UnitPath {
        UnitPath(self.path.0.split('/').next().unwrap_or_default().to_owned())
    }

    /// The position he signs in on a day, and the delegation it rests on when it is not his own.
    ///
    /// # Errors
    /// A [`LawRefusal`] when he has none of his own and what was given to him does not carry.
    pub fn position(
        &self,
        power: DelegatedPower,
        on: Date,
    ) -> Result<(Option<Position>, Option<&Delegation>), LawRefusal> {
        let own = self.role.position();
        if own.is_some() {
            return Ok((own, None));
        }
        let carries = self.delegations.iter().find(|given| given.position_on(power, on).is_ok());
        let given = carries.or(self.delegations.first());
        Ok((signing_position(own, given, power, on)?, given))
    }

    /// The part of the tree the officer sees: his unit and below; the sections of a provincial office see its province.
    pub fn scope(&self) -> UnitPath {
        match self.role {
            Role::Controller | Role::TeamLeader | Role::TeamDeputy => self.path.clone(),
            Role::ProvincialHead | Role::ProvincialDeputy | Role::National | Role::Administrator => self.path.clone(),
            Role::LegalSection | Role::ReportingSection => self.path.parent().unwrap_or_else(|| self.path.clone()),
        }
    }
}

/// Everything an officer can ask of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    ReadCase,
    OpenCase,
    SignInspectionDecision,
    RecordInspection,
    ConcludeInspection,
    RecordViolation,
    RecordExplanation,
    ProposeSanction,
    ReturnProposal,
    SignSanction,
    RecordService,
    RecordPayment,
    RecordExecution,
    CloseCase,
    /// Attaching photos, signed scans and other files to a case, and withdrawing them.
    AttachFile,
    /// Records beside the main line.
    RecordProcedure,
    /// Decisions of a head beside the main line.
    DecideProcedure,
    ReadParty,
    SaveParty,
    ReadReport,
    /// Making a periodic report of one's own unit and writing its words ([`authorise_filing`]).
    DraftReport,
    /// Checking a drafted report of one's own unit.
    CheckReport,
    /// Signing a checked report of one's own unit; a deputy by written delegation.
    SignReport,
    /// Sending a signed report up.
    SendReport,
    /// Taking in or returning what a unit directly below has sent.
    ReceiveReport,
    /// Following a part of the tree live: the leaders' page and its wallboard.
    Oversee,
    ManageAccounts,
    /// Making and revoking keys of other systems ([`authorise_key`]).
    ManageKeys,
    /// Seeing what was handed over to the national database and what came back.
    ReadHandOver,
    /// Giving a power to a deputy (giao quyền).
    Delegate,
    ManageCatalogue,
    /// Seeing inspection plans and how far they have come.
    ReadPlan,
    /// Writing an inspection plan of one's own unit, submitting and amending it.
    DraftPlan,
    /// Approving or returning the inspection plan of a unit below, cancelling an item of it.
    ApprovePlan,
    /// Knowing of the tasks given to him or his unit, and working on them ([`task_sight`]).
    ReadTask,
    GiveTask,
    /// Asking about a case what its officer must answer.
    AskOnCase,
    AnswerComment,
    /// Knowing of a lead or a professional measure; narrower than a case ([`authorise_dossier`]).
    ReadMeasure,
    /// Taking in information (TT 27/2020/TT-BCT Điều 9): any officer.
    TakeLead,
    /// Planning and carrying out a professional measure, reporting, proposing an inspection.
    WorkMeasure,
    /// Ordering and concluding a professional measure, deciding a proposal.
    DecideMeasure,
    /// Writing the files of establishments in the area book of one's own unit, and notes in them.
    KeepBook,
    /// Laying out the areas of a team and giving them to officers.
    AssignArea,
    /// Setting what weighs how much in the risk of an establishment.
    SetRisk,
    /// Reading identity numbers, dates of birth, telephones and homes of persons unmasked.
    ReadPersonal,
    /// Seeing who read the files of persons.
    ReadReadings,
    /// Merging two records of one party and undoing it, in one's own province ([`authorise_merge`]).
    MergeParty,
    /// Taking files out on a device and filing from it without a network (đi hiện trường).
    TakeOut,
    /// Seeing the devices of field work and what came back from them, and taking a device out of use.
    ManageDevices,
}

impl Action {
    pub const ALL: [Action; 50] = [
        Self::ReadCase,
        Self::OpenCase,
        Self::SignInspectionDecision,
        Self::RecordInspection,
        Self::ConcludeInspection,
        Self::RecordViolation,
        Self::RecordExplanation,
        Self::ProposeSanction,
        Self::ReturnProposal,
        Self::SignSanction,
        Self::RecordService,
        Self::RecordPayment,
        Self::RecordExecution,
        Self::CloseCase,
        Self::AttachFile,
        Self::RecordProcedure,
        Self::DecideProcedure,
        Self::ReadParty,
        Self::SaveParty,
        Self::ReadReport,
        Self::DraftReport,
        Self::CheckReport,
        Self::SignReport,
        Self::SendReport,
        Self::ReceiveReport,
        Self::Oversee,
        Self::ManageAccounts,
        Self::ManageKeys,
        Self::ReadHandOver,
        Self::Delegate,
        Self::ManageCatalogue,
        Self::ReadPlan,
        Self::DraftPlan,
        Self::ApprovePlan,
        Self::ReadTask,
        Self::GiveTask,
        Self::AskOnCase,
        Self::AnswerComment,
        Self::ReadMeasure,
        Self::TakeLead,
        Self::WorkMeasure,
        Self::DecideMeasure,
        Self::KeepBook,
        Self::AssignArea,
        Self::SetRisk,
        Self::ReadPersonal,
        Self::ReadReadings,
        Self::MergeParty,
        Self::TakeOut,
        Self::ManageDevices,
    ];

    /// What the officer wanted to do, for the words of a denial.
    pub const fn label(self) -> &'static str {
        match self {
            Self::ReadCase => "xem hồ sơ vụ việc",
            Self::OpenCase => "mở hồ sơ vụ việc",
            Self::SignInspectionDecision => "ký quyết định kiểm tra",
            Self::RecordInspection => "lập biên bản kiểm tra",
            Self::ConcludeInspection => "kết luận kiểm tra không vi phạm",
            Self::RecordViolation => "lập biên bản vi phạm hành chính",
            Self::RecordExplanation => "ghi nhận giải trình",
            Self::ProposeSanction => "trình ký quyết định xử phạt",
            Self::ReturnProposal => "trả lại tờ trình",
            Self::SignSanction => "ký quyết định xử phạt",
            Self::RecordService => "ghi nhận việc giao quyết định",
            Self::RecordPayment => "ghi nhận nộp tiền phạt",
            Self::RecordExecution => "ghi nhận thi hành",
            Self::CloseCase => "kết thúc hồ sơ",
            Self::AttachFile => "đính kèm, rút tài liệu của hồ sơ",
            Self::RecordProcedure => "lập biên bản, ghi nhận công việc",
            Self::DecideProcedure => "ban hành quyết định, văn bản của người đứng đầu",
            Self::ReadParty => "xem tổ chức, cá nhân",
            Self::SaveParty => "ghi tổ chức, cá nhân",
            Self::ReadReport => "xem báo cáo",
            Self::DraftReport => "lập báo cáo",
            Self::CheckReport => "kiểm tra báo cáo",
            Self::SignReport => "ký báo cáo",
            Self::SendReport => "gửi báo cáo lên cấp trên",
            Self::ReceiveReport => "nhận, trả lại báo cáo của cấp dưới",
            Self::Oversee => "theo dõi điều hành",
            Self::ManageAccounts => "quản trị tài khoản",
            Self::ManageKeys => "cấp, thu hồi khóa cho hệ thống khác",
            Self::ReadHandOver => "xem việc cung cấp dữ liệu cho cơ sở dữ liệu quốc gia",
            Self::Delegate => "giao quyền cho cấp phó",
            Self::ManageCatalogue => "quản trị danh mục hành vi và lịch làm việc",
            Self::ReadPlan => "xem kế hoạch kiểm tra",
            Self::DraftPlan => "lập kế hoạch kiểm tra",
            Self::ApprovePlan => "phê duyệt kế hoạch kiểm tra",
            Self::ReadTask => "xem việc được giao",
            Self::GiveTask => "giao việc, chỉ đạo",
            Self::AskOnCase => "nêu ý kiến chỉ đạo trên hồ sơ",
            Self::AnswerComment => "trả lời ý kiến chỉ đạo",
            Self::ReadMeasure => "xem nguồn thông tin, biện pháp nghiệp vụ",
            Self::TakeLead => "tiếp nhận thông tin",
            Self::WorkMeasure => "lập phương án, thực hiện biện pháp nghiệp vụ, đề xuất kiểm tra",
            Self::DecideMeasure => "giao, kết luận biện pháp nghiệp vụ, duyệt đề xuất kiểm tra",
            Self::KeepBook => "ghi sổ địa bàn",
            Self::AssignArea => "lập, giao địa bàn cho công chức",
            Self::SetRisk => "đặt trọng số rủi ro",
            Self::ReadPersonal => "xem đầy đủ thông tin cá nhân",
            Self::ReadReadings => "xem nhật ký đọc hồ sơ cá nhân",
            Self::MergeParty => "gộp, tách hồ sơ tổ chức, cá nhân",
            Self::TakeOut => "mang hồ sơ đi hiện trường",
            Self::ManageDevices => "quản lý thiết bị đi hiện trường",
        }
    }
}

/// Why an action is not allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// The thing lies outside the officer's part of the tree: for him it does not exist (404).
    Hidden,
    /// He may know of it, but his role does not do this.
    Role { role: Role, action: Action },
    /// He may know of it, and his role does this, in his own province.
    Province { action: Action },
    /// He may know of the report, and his role does this, for another unit's reports.
    Office { action: Action },
}

impl Denial {
    /// Vietnamese sentence for the officer.
    pub fn message(&self) -> String {
        match self {
            Self::Hidden => "Không tìm thấy trong phạm vi đơn vị của đồng chí.".to_owned(),
            Self::Province { action } => format!(
                "Hồ sơ này do đơn vị của tỉnh khác quản lý: việc {} do công chức, lãnh đạo của tỉnh đó thực hiện.",
                action.label()
            ),
            Self::Office { action: action @ Action::ReceiveReport } => {
                format!("Việc {} do đơn vị cấp trên trực tiếp của đơn vị lập báo cáo thực hiện.", action.label())
            }
            Self::Office { action } => format!(
                "Báo cáo này của đơn vị khác: việc {} do công chức, lãnh đạo của chính đơn vị đó thực hiện.",
                action.label()
            ),
            Self::Role { role, action } => format!(
                "{} không {} trên hệ thống này. Việc này do: {}.",
                role.title(),
                action.label(),
                Role::ALL
                    .into_iter()
                    .filter(|role| role_may(*role, *action))
                    .map(Role::title)
                    .collect::<Vec<_>>()
                    .join(", ")
            ),
        }
    }
}

/// Whether a role ever does an action, wherever it is.
pub const fn role_may(role: Role, action: Action) -> bool {
    use Action as A;
    match role {
        Role::Controller => matches!(
            action,
            A::ReadCase
                | A::OpenCase
                | A::RecordInspection
                | A::RecordViolation
                | A::RecordExplanation
                | A::ProposeSanction
                | A::SignSanction
                | A::RecordService
                | A::RecordPayment
                | A::RecordExecution
                | A::AttachFile
                | A::RecordProcedure
                | A::ReadParty
                | A::SaveParty
                | A::ReadReport
                | A::DraftReport
                | A::ReadPlan
                | A::DraftPlan
                | A::ReadTask
                | A::AnswerComment
                | A::ReadMeasure
                | A::TakeLead
                | A::WorkMeasure
                | A::KeepBook
                | A::ReadPersonal
                | A::MergeParty
                | A::TakeOut
        ),
        Role::TeamLeader | Role::TeamDeputy if matches!(action, A::ReceiveReport) => false,
        Role::TeamLeader => !matches!(
            action,
            A::ManageAccounts | A::ManageKeys | A::ReadHandOver | A::ManageCatalogue | A::ApprovePlan | A::SetRisk
        ),
        Role::TeamDeputy => !matches!(
            action,
            A::ManageAccounts
                | A::ManageKeys
                | A::ReadHandOver
                | A::ManageCatalogue
                | A::ApprovePlan
                | A::SetRisk
                | A::Delegate
        ),
        // The national body has no sections here: its own people make its reports.
        Role::National if matches!(action, A::DraftReport | A::SendReport) => true,
        Role::ProvincialHead if matches!(action, A::Delegate) => true,
        Role::ProvincialHead | Role::ProvincialDeputy
            if matches!(action, A::DraftPlan | A::WorkMeasure | A::AssignArea | A::ReadPersonal | A::MergeParty) =>
        {
            true
        }
        Role::National if matches!(action, A::ReadHandOver) => true,
        Role::ProvincialHead | Role::ProvincialDeputy | Role::National => matches!(
            action,
            A::ReadCase
                | A::SignInspectionDecision
                | A::ConcludeInspection
                | A::ReturnProposal
                | A::SignSanction
                | A::CloseCase
                | A::AttachFile
                | A::DecideProcedure
                | A::ReadParty
                | A::ReadReport
                | A::CheckReport
                | A::SignReport
                | A::ReceiveReport
                | A::Oversee
                | A::ReadPlan
                | A::ApprovePlan
                | A::ReadTask
                | A::GiveTask
                | A::AskOnCase
                | A::AnswerComment
                | A::ReadMeasure
                | A::TakeLead
                | A::DecideMeasure
                | A::SetRisk
                | A::ReadReadings
                | A::ManageDevices
        ),
        Role::LegalSection => matches!(
            action,
            A::ReadCase
                | A::ReturnProposal
                | A::AttachFile
                | A::ReadParty
                | A::ReadReport
                | A::CheckReport
                | A::Oversee
                | A::ManageCatalogue
                | A::ReadPlan
                | A::ReadTask
                | A::AskOnCase
                | A::ReadMeasure
                | A::TakeLead
                | A::ReadPersonal
        ),
        Role::ReportingSection => {
            matches!(
                action,
                A::ReadCase
                    | A::ReadParty
                    | A::ReadReport
                    | A::ReadTask
                    | A::Oversee
                    | A::DraftReport
                    | A::CheckReport
                    | A::SendReport
                    | A::ReceiveReport
                    | A::ReadHandOver
                    | A::ReadPlan
                    | A::ReadMeasure
                    | A::TakeLead
            )
        }
        Role::Administrator => {
            matches!(
                action,
                A::ManageAccounts | A::ManageKeys | A::ReadHandOver | A::ManageCatalogue | A::ManageDevices
            )
        }
    }
}

/// Decides whether `actor` may do `action` to something that belongs to the unit at `owner`.
///
/// Parties are known nationwide, since a repeat offender in another province must not be invisible; only the
/// role is asked for them. Everything else is seen from its own unit upwards, and from nowhere beside it.
pub fn authorise(actor: &Actor, action: Action, owner: &UnitPath) -> Result<(), Denial> {
    let nationwide = matches!(action, Action::ReadParty | Action::SaveParty | Action::ReadPersonal);
    if !nationwide && !actor.scope().covers(owner) {
        return Err(Denial::Hidden);
    }
    if !role_may(actor.role, action) {
        return match (actor.role, action) {
            (Role::Administrator, Action::ReadCase | Action::ReadParty | Action::ReadPlan) => Err(Denial::Hidden),
            _ => Err(Denial::Role { role: actor.role, action }),
        };
    }
    Ok(())
}

/// Decides whether `actor` may merge a record that the unit at `keeper` keeps with another one, or undo that: the officers and heads
/// of its province. Everybody may know of both records.
///
/// # Errors
/// [`Denial::Hidden`] to whom reads no parties; [`Denial::Role`] to whom does not do this, [`Denial::Province`] to whom
/// does it elsewhere.
pub fn authorise_merge(actor: &Actor, keeper: &UnitPath) -> Result<(), Denial> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let mut parts = actor.path.0.split('/');
    let province: Vec<&str> = parts.by_ref().take(2).collect();
    let there = UnitPath(province.join("/")).covers(keeper);
    match (role_may(actor.role, Action::MergeParty), there) {
        (true, true) => Ok(()),
        (true, false) => Err(Denial::Province { action: Action::MergeParty }),
        (false, _) => Err(Denial::Role { role: actor.role, action: Action::MergeParty }),
    }
}

/// Decides whether `actor` may do `action` to a report that the unit at `owner` makes. The unit's own people, with the sections of its
/// office, make, check, sign and send it; whoever is directly above takes it in or returns it. Those above know of it once it was `sent`.
///
/// # Errors
/// [`Denial::Hidden`] to whom may not know of it; [`Denial::Role`] to whom does not do this, [`Denial::Office`] to whom does it elsewhere.
pub fn authorise_filing(actor: &Actor, action: Action, owner: &UnitPath, sent: bool) -> Result<(), Denial> {
    let scope = actor.scope();
    let own = scope == *owner;
    if !role_may(actor.role, Action::ReadReport) || !scope.covers(owner) || !(own || sent) {
        return Err(Denial::Hidden);
    }
    if !role_may(actor.role, action) {
        return Err(Denial::Role { role: actor.role, action });
    }
    let place = match action {
        Action::DraftReport | Action::CheckReport | Action::SignReport | Action::SendReport => own,
        Action::ReceiveReport => owner.parent() == Some(scope),
        _ => true,
    };
    if place { Ok(()) } else { Err(Denial::Office { action }) }
}

/// Whether a role leads a unit: it knows of the dossiers at and below it without being named on them.
pub const fn leads_unit(role: Role) -> bool {
    match role {
        Role::TeamLeader | Role::TeamDeputy | Role::ProvincialHead | Role::ProvincialDeputy | Role::National => true,
        Role::Controller | Role::LegalSection | Role::ReportingSection | Role::Administrator => false,
    }
}

/// Decides whether `actor` may do `action` to a lead or a measure of the unit at `owner`. It is known to the officers named on
/// it and to the heads of its unit and of those above, and to nobody else of the unit (TT 27/2020/TT-BCT Điều 37).
///
/// # Errors
/// [`Denial::Hidden`] to whom may not know of it; [`Denial::Role`] to whom may, and does not do this.
pub fn authorise_dossier(actor: &Actor, action: Action, owner: &UnitPath, named: &[OfficerId]) -> Result<(), Denial> {
    let leads = leads_unit(actor.role) && actor.scope().covers(owner);
    let knows = role_may(actor.role, Action::ReadMeasure) && (leads || named.contains(actor.id()));
    if !knows {
        return Err(Denial::Hidden);
    }
    // A head named on a dossier beside his unit carries it out; he does not decide it.
    let decides = matches!(action, Action::DecideMeasure) && !leads;
    if decides || !role_may(actor.role, action) {
        return Err(Denial::Role { role: actor.role, action });
    }
    Ok(())
}

/// Whether `actor` may read the identity of an informant: he is the one officer in charge of it
/// (TT 27/2020/TT-BCT Điều 37: bí mật, đơn tuyến). No rank opens it.
///
/// # Errors
/// [`Denial::Hidden`] to everybody else.
pub fn authorise_vault(actor: &Actor, keeper: &OfficerId) -> Result<(), Denial> {
    if actor.id() == keeper { Ok(()) } else { Err(Denial::Hidden) }
}

#[cfg(test)]
mod tests;
