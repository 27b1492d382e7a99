//! Every step of leads and measures as a row: when, by whom, what is asked, which paper (TT 27/2020/TT-BCT Điều 8–14, 34–37).
//!
//! Names and symbols of the force's own forms follow TT 22/2021/TT-BCT where they were seen; others carry their mark.

mod lead;
mod measure;

use super::{Sort, State};
use crate::case::procedure::{Field, Kind};
use crate::catalogue::Mark;

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// An officer named on the dossier, or a head above it.
    Officers,
    /// A head who may sign inspection decisions, or his deputy by delegation (TT 27/2020/TT-BCT Điều 9, Điều 13).
    Head,
}

/// Whether a step asks for something besides its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    No,
    Optional,
    Required,
}

/// The paper of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    /// Title of the sheet: `QUYẾT ĐỊNH`, `ĐỀ XUẤT`.
    pub title: &'static str,
    /// Number of the form in the annex of TT 22/2021/TT-BCT, where it is known.
    pub code: &'static str,
    /// Abbreviated type in the number; empty for a paper without one.
    pub symbol: &'static str,
    /// How sure code and symbol are.
    pub mark: Mark,
    pub subject: &'static str,
    /// To whom a letter goes; empty for other papers.
    pub to: &'static str,
    pub grounds: &'static [&'static str],
    /// Body, a paragraph each: `# ` begins an article, `* ` a bold heading; `@officers`, `@party`, `@answers` stand for
    /// blocks; `{name}` for an answer or a fact of the dossier.
    pub body: &'static [&'static str],
    /// Under whose name an officer signs, e.g. `NGƯỜI ĐỀ XUẤT`; empty where a head signs.
    pub signs: &'static str,
    pub recipients: &'static [&'static str],
}

/// One step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Step {
    /// Stable key, as stored and as used in addresses; of an opening also the kind of the dossier.
    pub key: &'static str,
    /// What is done.
    pub title: &'static str,
    /// What a dossier begun by it is called; empty for other steps.
    pub noun: &'static str,
    pub sort: Sort,
    /// Whether it begins a dossier.
    pub opens: bool,
    /// The kinds of measures it belongs to; empty for all.
    pub kinds: &'static [&'static str],
    /// Where it may be taken.
    pub from: &'static [State],
    /// Where it leads; nothing where the dossier stays.
    pub to: Option<State>,
    pub who: Who,
    /// Whether a registered party is chosen.
    pub party: Ask,
    /// Whether each taking has a party of its own.
    pub each_party: bool,
    /// Whether officers are chosen.
    pub officers: Ask,
    pub fields: &'static [Field],
    /// Whether its form begins with what was answered before.
    pub carries: bool,
    pub paper: Option<&'static Paper>,
    /// Where it stands in the law.
    pub place: &'static str,
    pub mark: Mark,
}

/// Every step, in the order of the workflow.
pub fn steps() -> impl Iterator<Item = &'static Step> {
    lead::ROWS.iter().chain(&measure::ROWS)
}

/// The step with that key that does not begin a dossier, or the opening of that key.
pub fn find(key: &str) -> Option<&'static Step> {
    steps().find(|step| step.key == key)
}

/// The steps that begin a dossier of a sort.
pub fn openings(sort: Sort) -> impl Iterator<Item = &'static Step> {
    steps().filter(move |step| step.opens && step.sort == sort)
}

/// The opening with that key.
pub fn opening(key: &str) -> Option<&'static Step> {
    steps().find(|step| step.opens && step.key == key)
}

const STEP: Step = Step {
    key: "",
    title: "",
    noun: "",
    sort: Sort::Lead,
    opens: false,
    kinds: &[],
    from: &[],
    to: None,
    who: Who::Officers,
    party: Ask::No,
    each_party: false,
    officers: Ask::No,
    fields: &[],
    carries: false,
    paper: None,
    place: "",
    mark: Mark::Seen,
};

const PAPER: Paper = Paper {
    title: "",
    code: "",
    symbol: "",
    mark: Mark::Unsure,
    subject: "",
    to: "",
    grounds: &[],
    body: &[],
    signs: "",
    recipients: &[],
};

const CIRCULAR: &str = "Căn cứ Thông tư số 27/2020/TT-BCT quy định về nội dung, trình tự, thủ tục kiểm tra, xử lý vi phạm hành chính và thực hiện các biện pháp nghiệp vụ của lực lượng Quản lý thị trường;";
const ORDINANCE: &str = "Căn cứ Pháp lệnh Quản lý thị trường số 11/2016/UBTVQH13;";

const REASON: Field = Field::new("reason", "Lý do", Kind::Lines);
const OPINION: Field = Field::new("opinion", "Ý kiến chỉ đạo", Kind::Lines).optional();

const ACTS: Field = Field::new("acts", "Hành vi dự kiến vi phạm, văn bản quy định", Kind::Lines)
    .hint("Tên hành vi và điều, khoản của nghị định xử phạt");
const SITE: Field = Field::new("site", "Địa điểm kiểm tra", Kind::Text);
const INSPECTED: Field =
    Field::new("inspected", "Nội dung đề nghị kiểm tra", Kind::Lines).hint("Mỗi nội dung một dòng");
const WHEN: Field = Field::new("when", "Thời hạn, thời điểm kiểm tra", Kind::Text);
const FORCE: Field = Field::new("force", "Dự kiến lực lượng", Kind::Lines);
const PARTNERS: Field = Field::new("partners", "Cơ quan phối hợp", Kind::Lines).optional();
const VEHICLES: Field = Field::new("vehicles", "Phương tiện, điều kiện bảo đảm", Kind::Lines).optional();

const PASSING: &[Field] = &[
    Field::new("agency", "Cơ quan nhận", Kind::Text),
    REASON,
    Field::new("passed", "Nội dung thông tin chuyển", Kind::Lines)
        .hint("Không ghi họ tên hay dấu hiệu nhận ra người cung cấp thông tin"),
    Field::new("documents", "Tài liệu kèm theo", Kind::Lines).optional(),
];

const PASSED: Paper = Paper {
    title: "CÔNG VĂN",
    symbol: "CV-CTT",
    subject: "Chuyển thông tin để xử lý theo thẩm quyền",
    to: "{agency}",
    grounds: &[CIRCULAR],
    body: &[
        "{unit} chuyển đến {agency} thông tin số {code} để xử lý theo thẩm quyền.",
        "Lý do chuyển: {reason}.",
        "Đối tượng: {concerns}.",
        "* Nội dung thông tin:",
        "{passed}",
        "Tài liệu kèm theo: {documents}.",
        "Đề nghị {agency} thông báo kết quả xử lý cho {unit}.",
    ],
    recipients: &["Như trên", "Lưu: hồ sơ {code}"],
    ..PAPER
};
