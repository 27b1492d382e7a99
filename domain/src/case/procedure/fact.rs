//! What stands beside the stage of a case: parallel matters that open and end on their own.

use super::super::{CaseFile, Stage};
use super::find;
use serde::{Deserialize, Serialize};

/// A matter that stands or does not. Some follow from procedures, some from the main line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// Exhibits are held (tạm giữ).
    Held,
    /// Held in urgency by an officer, not yet confirmed by a competent person (Luật XLVPHC Điều 125 khoản 3).
    HeldUrgently,
    /// The seizure period was extended.
    HeldLonger,
    /// Exhibits are under seal.
    Sealed,
    /// A decision to give exhibits back waits to be carried out.
    ReturnDecided,
    /// Facts were verified (Luật XLVPHC Điều 59): the longer period for the decision runs.
    FactsVerified,
    /// The case is especially serious or complex.
    Complex,
    /// An expert's opinion is awaited.
    ExpertAwaited,
    /// The period of verification after the inspection was extended.
    VerificationExtended,
    /// An oral hearing was asked for and has not been held.
    HearingDue,
    /// The file was submitted to a higher competent person.
    Submitted,
    /// The first, the second notice to an unknown owner was published (Luật XLVPHC Điều 126 khoản 4).
    OwnerCalled,
    OwnerCalledAgain,
    /// A person's search, a vehicle's, a place's was ordered and is to be recorded.
    PersonSearchOrdered,
    VehicleSearchOrdered,
    PlaceSearchOrdered,
    /// A person is held.
    PersonHeld,
    /// Payment is deferred.
    Deferred,
    /// Payment in instalments was allowed.
    Instalments,
    /// The fine was reduced or remitted.
    Relieved,
    /// Execution is stayed (tạm đình chỉ).
    Stayed,
    /// An enforcement decision runs.
    Enforcing,
    /// Property was attached (kê biên).
    Attached,
    /// A complaint is being handled.
    Complained,
    /// A lawsuit is pending.
    Sued,
    /// The licence or certificate is kept.
    LicenceKept,
    /// A vehicle was left with its owner.
    VehicleEntrusted,
    /// Bail for a vehicle was deposited.
    Bail,
    /// The confiscation was carried out by record.
    Confiscated,
    /// The plan for the confiscated exhibits was approved.
    DisposalPlanned,
    /// Confiscated exhibits were destroyed, sold or handed over.
    Disposed,
    /// The file waits for the other side to accept it.
    HandOverOffered,

    /// There are exhibits in the violation record.
    HasExhibits,
    /// A sanction decision stands.
    Decided,
    /// The decision was served.
    Served,
    /// Part of the fine is still owed.
    Owing,
    /// The decision, or one in its place, takes exhibits.
    ConfiscationOrdered,
    /// The offender is not known.
    OwnerUnknown,
    /// The violation record is made.
    RecordMade,
}

impl Fact {
    /// In words, as a sentence fragment: `đang tạm giữ tang vật`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Held => "đang tạm giữ tang vật, phương tiện",
            Self::HeldUrgently => "đang tạm giữ khẩn cấp, chưa có quyết định",
            Self::HeldLonger => "đã kéo dài thời hạn tạm giữ",
            Self::Sealed => "tang vật đang niêm phong",
            Self::ReturnDecided => "đã có quyết định trả lại tang vật",
            Self::FactsVerified => "đã xác minh tình tiết",
            Self::Complex => "vụ việc đặc biệt phức tạp",
            Self::ExpertAwaited => "đang chờ kết quả giám định",
            Self::VerificationExtended => "đã gia hạn thẩm tra, xác minh",
            Self::HearingDue => "chờ tổ chức phiên giải trình",
            Self::Submitted => "đã trình người có thẩm quyền cấp trên",
            Self::OwnerCalled => "đã thông báo lần một tìm chủ sở hữu",
            Self::OwnerCalledAgain => "đã thông báo lần hai tìm chủ sở hữu",
            Self::PersonSearchOrdered => "đã có quyết định khám người",
            Self::VehicleSearchOrdered => "đã có quyết định khám phương tiện, đồ vật",
            Self::PlaceSearchOrdered => "đã có quyết định khám nơi cất giấu",
            Self::PersonHeld => "đang tạm giữ người",
            Self::Deferred => "đang hoãn thi hành tiền phạt",
            Self::Instalments => "được nộp phạt nhiều lần",
            Self::Relieved => "đã giảm, miễn tiền phạt",
            Self::Stayed => "đang tạm đình chỉ thi hành",
            Self::Enforcing => "đang cưỡng chế",
            Self::Attached => "đang kê biên tài sản",
            Self::Complained => "đang giải quyết khiếu nại",
            Self::Sued => "đang có vụ án hành chính",
            Self::LicenceKept => "đang giữ giấy phép, chứng chỉ",
            Self::VehicleEntrusted => "đã giao phương tiện cho chủ giữ",
            Self::Bail => "có tiền đặt bảo lãnh",
            Self::Confiscated => "đã lập biên bản tịch thu",
            Self::DisposalPlanned => "đã có phương án xử lý tang vật",
            Self::Disposed => "đã xử lý tang vật tịch thu",
            Self::HandOverOffered => "đang chờ tiếp nhận bàn giao hồ sơ",
            Self::HasExhibits => "biên bản có ghi tang vật",
            Self::Decided => "có quyết định xử phạt đang có hiệu lực",
            Self::Served => "quyết định đã được giao",
            Self::Owing => "còn tiền phạt phải nộp",
            Self::ConfiscationOrdered => "có quyết định tịch thu",
            Self::OwnerUnknown => "chưa xác định được người vi phạm",
            Self::RecordMade => "đã lập biên bản vi phạm hành chính",
        }
    }

    /// Matters that must have ended before the file may close, with what is to be done.
    pub const OPEN: [(Fact, &'static str); 12] = [
        (Self::Held, "Tang vật, phương tiện còn tạm giữ: trả lại hoặc tịch thu"),
        (Self::ReturnDecided, "Lập biên bản trả lại tang vật, phương tiện"),
        (Self::ExpertAwaited, "Ghi nhận kết quả giám định"),
        (Self::PersonHeld, "Chấm dứt tạm giữ người"),
        (Self::Deferred, "Hết thời gian hoãn: thi hành tiền phạt"),
        (Self::Stayed, "Chấm dứt tạm đình chỉ thi hành"),
        (Self::Enforcing, "Kết thúc cưỡng chế"),
        (Self::Attached, "Xử lý tài sản kê biên"),
        (Self::Complained, "Giải quyết khiếu nại"),
        (Self::Sued, "Ghi nhận kết quả vụ án hành chính"),
        (Self::LicenceKept, "Trả lại hoặc chuyển giấy phép, chứng chỉ đang giữ"),
        (Self::HandOverOffered, "Tiếp nhận hoặc từ chối bàn giao hồ sơ"),
    ];
}

impl CaseFile {
    /// Whether a matter stands.
    pub fn holds(&self, fact: Fact) -> bool {
        match fact {
            Fact::HasExhibits => self.violation.as_ref().is_some_and(|record| !record.content.exhibits.is_empty()),
            Fact::Decided => self.decision.is_some(),
            Fact::Served => self.service.is_some() && self.decision.is_some(),
            Fact::Owing => self.decision.is_some() && self.owed().0 > 0,
            Fact::ConfiscationOrdered => {
                self.decision.as_ref().is_some_and(|decision| decision.content.confiscate)
                    || (self.stage == Stage::Unsanctioned && self.did("tich-thu-khong-xu-phat"))
            }
            Fact::OwnerUnknown => self.inspection.owner_unknown,
            Fact::RecordMade => self.violation.is_some(),
            _ => self.follows(fact),
        }
    }

    /// What stands and must end before the file may close, with what is to be done.
    pub fn open_matters(&self) -> impl Iterator<Item = (Fact, &'static str)> + '_ {
        Fact::OPEN.into_iter().filter(|(fact, _)| self.holds(*fact))
    }

    /// Whether the last procedure that touched the matter left it standing.
    fn follows(&self, fact: Fact) -> bool {
        self.steps
            .iter()
            .rev()
            .filter_map(|done| find(&done.key))
            .find(|procedure| procedure.sets.contains(&fact) || procedure.clears.contains(&fact))
            .is_some_and(|procedure| procedure.sets.contains(&fact))
    }

    /// Whether a procedure was carried out.
    pub fn did(&self, key: &str) -> bool {
        self.steps.iter().any(|done| done.key == key)
    }

    /// The last time a procedure was carried out.
    pub fn last(&self, key: &str) -> Option<&super::Done> {
        self.steps.iter().rev().find(|done| done.key == key)
    }
}
