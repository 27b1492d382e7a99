//! Every step of leads and measures as a row: when, by whom, what is asked, which paper (TT 27/2020/TT-BCT Điều 8–14, 34–37).
//!
//! Names and symbols of the force's own forms follow TT 22/2021/TT-BCT where they were seen; others carry their mark.

use super::{Sort, State};
use crate::case::procedure::{Field, Kind, Source};
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
    LEAD.iter().chain(&MEASURE)
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

/// Sources of information (TT 27/2020/TT-BCT Điều 8), a closed list.
const SOURCES: &[(&str, &str)] = &[
    ("a", "a) Chỉ đạo, yêu cầu của cấp trên, người có thẩm quyền"),
    ("b", "b) Đề xuất của công chức Quản lý thị trường"),
    ("c", "c) Đơn vị Quản lý thị trường khác cung cấp"),
    ("d", "d) Cơ quan nhà nước khác cung cấp"),
    ("dd", "đ) Phương tiện thông tin đại chúng"),
    ("e", "e) Tin báo, khiếu nại, tố giác của tổ chức, cá nhân"),
];

const ACTS: Field = Field::new("acts", "Hành vi dự kiến vi phạm, văn bản quy định", Kind::Lines)
    .hint("Tên hành vi và điều, khoản của nghị định xử phạt");
const SITE: Field = Field::new("site", "Địa điểm kiểm tra", Kind::Text);
const INSPECTED: Field =
    Field::new("inspected", "Nội dung đề nghị kiểm tra", Kind::Lines).hint("Mỗi nội dung một dòng");
const WHEN: Field = Field::new("when", "Thời hạn, thời điểm kiểm tra", Kind::Text);
const FORCE: Field = Field::new("force", "Dự kiến lực lượng", Kind::Lines);
const PARTNERS: Field = Field::new("partners", "Cơ quan phối hợp", Kind::Lines).optional();
const VEHICLES: Field = Field::new("vehicles", "Phương tiện, điều kiện bảo đảm", Kind::Lines).optional();

static LEAD: [Step; 8] = [
    Step {
        key: "tiep-nhan",
        title: "Tiếp nhận thông tin",
        noun: "Nguồn thông tin",
        opens: true,
        to: Some(State::Received),
        party: Ask::Optional,
        fields: &[
            Field::new("source", "Nguồn thông tin", Kind::Choice(SOURCES)),
            Field::new("received", "Thời điểm tiếp nhận", Kind::Moment).from(Source::Now),
            Field::new(
                "channel",
                "Hình thức tiếp nhận",
                Kind::Choice(&[
                    ("truc-tiep", "Trực tiếp tại trụ sở"),
                    ("dien-thoai", "Điện thoại, đường dây nóng"),
                    ("van-ban", "Văn bản, đơn thư"),
                    ("dien-tu", "Thư điện tử, cổng thông tin, mạng xã hội"),
                    ("bao-chi", "Báo chí, truyền thông"),
                    ("nam-dia-ban", "Nắm địa bàn"),
                ]),
            ),
            Field::new("content", "Nội dung thông tin", Kind::Lines)
                .hint("Không ghi họ tên, số điện thoại hay dấu hiệu nhận ra người cung cấp thông tin"),
            Field::new("subject", "Đối tượng bị phản ánh", Kind::Text)
                .optional()
                .hint("Mô tả khi chưa có trong cơ sở dữ liệu tổ chức, cá nhân"),
            Field::new("area", "Địa điểm", Kind::Text),
            Field::new(
                "urgency",
                "Mức độ",
                Kind::Choice(&[
                    ("thuong", "Thường"),
                    ("khan-cap", "Khẩn cấp (khoản 2 Điều 12 Thông tư 27/2020/TT-BCT)"),
                ]),
            ),
            Field::new("urgent_reason", "Lý do khẩn cấp", Kind::Lines)
                .optional()
                .hint("Nguy cơ bỏ trốn, tẩu tán, tiêu hủy tang vật, chứng cứ"),
            Field::new("documents", "Tài liệu kèm theo", Kind::Lines).optional(),
        ],
        paper: Some(&Paper {
            title: "PHIẾU TIẾP NHẬN THÔNG TIN",
            subject: "{code}",
            body: &[
                "Thời điểm tiếp nhận: {received}.",
                "Người tiếp nhận: {by}, {by_title}.",
                "Nguồn thông tin: {source}.",
                "Hình thức tiếp nhận: {channel}.",
                "Mã nguồn: {informant} (nhân thân do công chức phụ trách giữ riêng theo Điều 37 Thông tư 27/2020/TT-BCT).",
                "Đối tượng bị phản ánh: {concerns}.",
                "Địa điểm: {area}.",
                "Mức độ: {urgency}.",
                "Lý do khẩn cấp: {urgent_reason}.",
                "* Nội dung thông tin:",
                "{content}",
                "Tài liệu kèm theo: {documents}.",
            ],
            signs: "NGƯỜI TIẾP NHẬN",
            ..PAPER
        }),
        place: "Điều 8, Điều 9 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "phan-cong",
        title: "Phân công công chức thụ lý",
        from: &[State::Received, State::Verifying, State::Verified, State::Agreed, State::Ready],
        who: Who::Head,
        officers: Ask::Required,
        fields: &[OPINION],
        place: "Điều 9 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "de-xuat-kiem-tra",
        title: "Đề xuất kiểm tra",
        from: &[State::Received, State::Verified],
        to: Some(State::Proposed),
        party: Ask::Optional,
        carries: true,
        fields: &[
            Field::new("grounds", "Căn cứ", Kind::Lines).hint("Thông tin, nguồn, kết quả thẩm tra, xác minh"),
            SITE,
            INSPECTED,
            ACTS,
            WHEN,
            FORCE,
            PARTNERS,
            VEHICLES,
        ],
        paper: Some(&Paper {
            title: "ĐỀ XUẤT",
            code: "M09",
            symbol: "ĐX-KT",
            subject: "Kiểm tra đột xuất",
            to: "{head}",
            body: &[
                "Người đề xuất: {by}, {by_title}, {unit}.",
                "* 1. Căn cứ đề xuất:",
                "{grounds}",
                "Nguồn thông tin số {code}; mức độ: {urgency}.",
                "Lý do khẩn cấp: {urgent_reason}.",
                "* 2. Đối tượng, địa điểm:",
                "{concerns}",
                "Địa chỉ: {address}.",
                "Địa điểm kiểm tra: {site}.",
                "* 3. Nội dung đề nghị kiểm tra:",
                "{inspected}",
                "* 4. Thời hạn, thời điểm:",
                "{when}",
                "* 5. Hành vi dự kiến vi phạm, văn bản quy định:",
                "{acts}",
                "* 6. Dự kiến lực lượng, phối hợp, phương tiện:",
                "{force}",
                "Cơ quan phối hợp: {partners}.",
                "Phương tiện: {vehicles}.",
                "Ý kiến của người có thẩm quyền: {decision}",
            ],
            signs: "NGƯỜI ĐỀ XUẤT",
            ..PAPER
        }),
        place: "Điều 11 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "duyet-de-xuat",
        title: "Duyệt đề xuất kiểm tra",
        from: &[State::Proposed],
        to: Some(State::Agreed),
        who: Who::Head,
        fields: &[OPINION],
        place: "Điều 11, Điều 12 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "khong-duyet-de-xuat",
        title: "Không duyệt đề xuất kiểm tra",
        from: &[State::Proposed],
        to: Some(State::Verified),
        who: Who::Head,
        fields: &[REASON],
        place: "Điều 10, Điều 11 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "phuong-an-kiem-tra",
        title: "Ban hành phương án kiểm tra đột xuất",
        from: &[State::Agreed],
        to: Some(State::Ready),
        who: Who::Head,
        carries: true,
        fields: &[
            SITE,
            INSPECTED,
            Field::new("starts", "Dự kiến bắt đầu", Kind::Date).ahead(),
            Field::new("ends", "Dự kiến kết thúc", Kind::Date).ahead(),
            ACTS,
            Field::new("situations", "Tình huống và biện pháp xử lý", Kind::Lines),
            Field::new("team", "Thành phần Đoàn kiểm tra", Kind::Lines),
            VEHICLES,
        ],
        paper: Some(&Paper {
            title: "PHƯƠNG ÁN",
            symbol: "PA-KT",
            subject: "Kiểm tra đột xuất",
            grounds: &[ORDINANCE, CIRCULAR, "Căn cứ Đề xuất kiểm tra {proposal};"],
            body: &[
                "* 1. Đối tượng, địa điểm kiểm tra:",
                "{concerns}",
                "Địa chỉ: {address}.",
                "Địa điểm kiểm tra: {site}.",
                "* 2. Nội dung kiểm tra:",
                "{inspected}",
                "* 3. Thời gian:",
                "Dự kiến từ {starts} đến {ends}.",
                "* 4. Hành vi dự kiến vi phạm, văn bản quy định:",
                "{acts}",
                "* 5. Tình huống và biện pháp:",
                "{situations}",
                "* 6. Thành phần Đoàn kiểm tra:",
                "{team}",
                "Phương tiện: {vehicles}.",
            ],
            recipients: &["Đoàn kiểm tra", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "Điều 12 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "thong-bao-khong-dau-hieu",
        title: "Thông báo không có dấu hiệu vi phạm",
        from: &[State::Received, State::Verified],
        to: Some(State::NoSign),
        who: Who::Head,
        fields: &[Field::new("finding", "Kết quả thẩm tra, xác minh", Kind::Lines)
            .hint("Không ghi họ tên hay dấu hiệu nhận ra người cung cấp thông tin")],
        paper: Some(&Paper {
            title: "THÔNG BÁO",
            symbol: "TB-KQTT",
            subject: "Kết quả thẩm tra, xác minh thông tin",
            to: "{told}",
            grounds: &[CIRCULAR],
            body: &[
                "{unit} đã tiếp nhận thông tin {received_on} (số {code}) và thông báo kết quả thẩm tra, xác minh như sau:",
                "{finding}",
                "Không có dấu hiệu vi phạm hành chính nên không tiến hành kiểm tra.",
            ],
            recipients: &["Như trên", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "khoản 1 Điều 10 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "chuyen-co-quan-khac",
        title: "Chuyển thông tin cho cơ quan có thẩm quyền",
        from: &[State::Received, State::Verified],
        to: Some(State::PassedOn),
        who: Who::Head,
        carries: true,
        fields: PASSING,
        paper: Some(&PASSED),
        place: "Điều 10 Thông tư 27/2020/TT-BCT",
        mark: Mark::Recalled,
        ..STEP
    },
];

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

const WORK: Field = Field::new("work", "Nội dung, phương án thực hiện", Kind::Lines);
const AREA: Field = Field::new("area", "Địa bàn, địa điểm", Kind::Text);
const BEGINS: Field = Field::new("begins", "Từ ngày", Kind::Date).ahead();
const UNTIL: Field = Field::new("until", "Giao đến ngày", Kind::Date).ahead();
const SUBJECT: Field = Field::new("subject", "Đối tượng", Kind::Text)
    .optional()
    .hint("Mô tả khi chưa có trong cơ sở dữ liệu tổ chức, cá nhân");

/// What every plan of a measure says.
const PLANNED: &[Field] = &[WORK, AREA, SUBJECT, BEGINS, UNTIL];

const PLANS: Step = Step {
    sort: Sort::Measure,
    opens: true,
    to: Some(State::Planned),
    party: Ask::Optional,
    officers: Ask::Required,
    fields: PLANNED,
    ..STEP
};

const RUNNING: Step = Step { sort: Sort::Measure, from: &[State::Running], ..STEP };

const CONCLUDES: Step = Step { sort: Sort::Measure, from: &[State::Reported], who: Who::Head, ..STEP };

static MEASURE: [Step; 18] = [
    Step {
        key: "quan-ly-dia-ban",
        title: "Lập phương án quản lý theo địa bàn",
        noun: "Quản lý theo địa bàn",
        place: "Điều 34 Thông tư 27/2020/TT-BCT; khoản 1 Điều 33 Pháp lệnh Quản lý thị trường",
        ..PLANS
    },
    Step {
        key: "tham-tra-xac-minh",
        title: "Lập phương án thu thập, thẩm tra, xác minh thông tin",
        noun: "Thu thập, thẩm tra, xác minh thông tin",
        place: "Điều 35 Thông tư 27/2020/TT-BCT",
        ..PLANS
    },
    Step {
        key: "giam-sat",
        title: "Lập phương án giám sát hoạt động kinh doanh có dấu hiệu vi phạm",
        noun: "Giám sát hoạt động kinh doanh có dấu hiệu vi phạm",
        fields: &[Field::new("signs", "Dấu hiệu vi phạm", Kind::Lines), WORK, AREA, SUBJECT, BEGINS, UNTIL],
        place: "Điều 36 Thông tư 27/2020/TT-BCT",
        ..PLANS
    },
    Step {
        key: "van-dong-cam-ket",
        title: "Lập kế hoạch tuyên truyền, vận động ký cam kết",
        noun: "Tuyên truyền, vận động ký cam kết",
        party: Ask::No,
        place: "khoản 1 Điều 33 Pháp lệnh Quản lý thị trường",
        mark: Mark::Unsure,
        ..PLANS
    },
    Step {
        key: "phoi-hop",
        title: "Lập kế hoạch phối hợp với lực lượng khác",
        noun: "Phối hợp với lực lượng khác",
        fields: &[
            Field::new("forces", "Lực lượng phối hợp", Kind::Lines)
                .hint("Công an, Hải quan, Biên phòng, y tế, UBND xã…"),
            WORK,
            AREA,
            SUBJECT,
            BEGINS,
            UNTIL,
        ],
        place: "Thông tư 27/2020/TT-BCT",
        mark: Mark::Unsure,
        ..PLANS
    },
    Step {
        key: "giao-thuc-hien",
        title: "Giao thực hiện biện pháp nghiệp vụ",
        sort: Sort::Measure,
        from: &[State::Planned],
        to: Some(State::Running),
        who: Who::Head,
        carries: true,
        fields: &[UNTIL, Field::new("demands", "Yêu cầu thực hiện", Kind::Lines).optional()],
        paper: Some(&Paper {
            title: "QUYẾT ĐỊNH",
            code: "M04",
            symbol: "QĐ-NV",
            mark: Mark::Seen,
            subject: "Phân công thực hiện biện pháp nghiệp vụ",
            grounds: &[ORDINANCE, CIRCULAR, "Căn cứ nguồn thông tin số {lead};"],
            body: &[
                "# Phân công thực hiện biện pháp nghiệp vụ: {kind} (số {code}).",
                "Đối tượng: {concerns}.",
                "Địa bàn, địa điểm: {area}.",
                "Lực lượng phối hợp: {forces}.",
                "Dấu hiệu vi phạm: {signs}.",
                "* Nội dung, phương án thực hiện:",
                "{work}",
                "# Công chức thực hiện gồm:",
                "@officers",
                "# Thời hạn thực hiện: giao đến {until}; báo cáo kết quả bằng văn bản khi kết thúc. Công chức thực hiện ghi nhật ký công tác và giữ bí mật theo quy định.",
                "Yêu cầu: {demands}.",
            ],
            recipients: &["Như Điều 2", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "Điều 9, Điều 34–36 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "tra-lai-phuong-an",
        title: "Trả lại phương án",
        sort: Sort::Measure,
        from: &[State::Planned],
        to: Some(State::Returned),
        who: Who::Head,
        fields: &[REASON],
        place: "Điều 9 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "trinh-lai-phuong-an",
        title: "Sửa và trình lại phương án",
        sort: Sort::Measure,
        from: &[State::Returned],
        to: Some(State::Planned),
        party: Ask::Optional,
        officers: Ask::Optional,
        carries: true,
        fields: PLANNED,
        place: "Điều 34–36 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "nhat-ky",
        title: "Ghi nhật ký công tác",
        fields: &[
            Field::new("at", "Thời điểm", Kind::Moment).from(Source::Now),
            Field::new("spot", "Nơi thực hiện", Kind::Text),
            Field::new("did", "Việc đã làm", Kind::Lines),
            Field::new("noted", "Kết quả, vấn đề phát hiện", Kind::Lines).optional(),
        ],
        place: "Điều 14, khoản 4 Điều 34, khoản 4 Điều 36 Thông tư 27/2020/TT-BCT",
        ..RUNNING
    },
    Step {
        key: "ky-cam-ket",
        title: "Ghi nhận bản cam kết",
        kinds: &["van-dong-cam-ket"],
        party: Ask::Required,
        each_party: true,
        fields: &[
            Field::new("signed_on", "Ngày ký", Kind::Date).from(Source::Today),
            Field::new("signatory", "Người ký cam kết", Kind::Text),
            Field::new("promise", "Nội dung cam kết", Kind::Lines).hint("Mỗi nội dung một dòng"),
            Field::new("valid_until", "Cam kết đến ngày", Kind::Date).ahead(),
        ],
        paper: Some(&Paper {
            title: "BẢN CAM KẾT",
            subject: "Chấp hành pháp luật trong hoạt động thương mại",
            body: &[
                "Bên cam kết: {signer_party}, địa chỉ: {signer_address}.",
                "Người ký cam kết: {signatory}.",
                "Ngày ký: {signed_on}; có giá trị đến {valid_until}.",
                "* Nội dung cam kết:",
                "{promise}",
                "Bên cam kết đã được công chức Quản lý thị trường tuyên truyền, phổ biến quy định của pháp luật và tự nguyện ký cam kết này. Bản cam kết lập thành 02 bản, mỗi bên giữ 01 bản.",
            ],
            signs: "CÔNG CHỨC CHỨNG KIẾN",
            ..PAPER
        }),
        place: "khoản 1 Điều 33 Pháp lệnh Quản lý thị trường",
        mark: Mark::Unsure,
        ..RUNNING
    },
    Step {
        key: "gia-han",
        title: "Gia hạn thực hiện",
        who: Who::Head,
        fields: &[UNTIL, REASON],
        paper: Some(&Paper {
            title: "QUYẾT ĐỊNH",
            code: "M05",
            symbol: "QĐ-KDGH",
            subject: "Gia hạn thời hạn thực hiện biện pháp nghiệp vụ",
            grounds: &[ORDINANCE, CIRCULAR, "Căn cứ Quyết định phân công thực hiện biện pháp nghiệp vụ {order};"],
            body: &[
                "# Gia hạn thời hạn thực hiện biện pháp nghiệp vụ: {kind} (số {code}) đến {until}.",
                "Lý do: {reason}.",
                "# Công chức được phân công chịu trách nhiệm thi hành Quyết định này:",
                "@officers",
            ],
            recipients: &["Như Điều 2", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "Điều 35 Thông tư 27/2020/TT-BCT",
        mark: Mark::Unsure,
        ..RUNNING
    },
    Step {
        key: "bo-sung-cong-chuc",
        title: "Bổ sung công chức thực hiện",
        who: Who::Head,
        officers: Ask::Required,
        fields: &[OPINION],
        place: "Điều 9 Thông tư 27/2020/TT-BCT",
        ..RUNNING
    },
    Step {
        key: "bao-cao-ket-qua",
        title: "Báo cáo kết quả",
        to: Some(State::Reported),
        party: Ask::Optional,
        carries: true,
        fields: &[
            Field::new("result", "Kết quả thực hiện", Kind::Lines),
            Field::new(
                "outcome",
                "Đề nghị",
                Kind::Choice(&[
                    ("khong", "Không có dấu hiệu vi phạm, kết thúc"),
                    ("co", "Có dấu hiệu vi phạm, đề xuất kiểm tra"),
                    ("chuyen", "Thuộc thẩm quyền cơ quan khác, chuyển thông tin"),
                ]),
            ),
            SITE.optional().hint("Nhập khi đề xuất kiểm tra; năm mục dưới đây cũng vậy"),
            INSPECTED.optional(),
            ACTS.optional(),
            WHEN.optional(),
            FORCE.optional(),
            PARTNERS,
            VEHICLES,
        ],
        paper: Some(&Paper {
            title: "BÁO CÁO",
            code: "M08",
            symbol: "BC-NV",
            subject: "Kết quả thực hiện biện pháp nghiệp vụ",
            to: "{head}",
            grounds: &["Căn cứ Quyết định phân công thực hiện biện pháp nghiệp vụ {order};"],
            body: &[
                "Biện pháp: {kind} (số {code}).",
                "Đối tượng: {concerns}.",
                "* Công chức thực hiện:",
                "@officers",
                "* Kết quả thực hiện:",
                "{result}",
                "Số bản cam kết đã ký: {pledges}.",
                "Đề nghị: {outcome}.",
                "Nội dung đề nghị kiểm tra: {inspected}",
                "Địa điểm kiểm tra: {site}.",
                "Hành vi dự kiến vi phạm: {acts}.",
            ],
            signs: "NGƯỜI BÁO CÁO",
            recipients: &["Như trên", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "Điều 10, Điều 34–36 Thông tư 27/2020/TT-BCT",
        ..RUNNING
    },
    Step {
        key: "yeu-cau-lam-tiep",
        title: "Yêu cầu làm tiếp, báo cáo lại",
        to: Some(State::Running),
        fields: &[REASON, UNTIL],
        place: "Điều 10 Thông tư 27/2020/TT-BCT",
        ..CONCLUDES
    },
    Step {
        key: "ket-luan-khong-dau-hieu",
        title: "Kết luận không có dấu hiệu vi phạm",
        to: Some(State::NoSign),
        fields: &[Field::new("finding", "Kết luận", Kind::Lines)],
        carries: true,
        paper: Some(&Paper {
            title: "THÔNG BÁO",
            symbol: "TB-KQTT",
            subject: "Kết thúc biện pháp nghiệp vụ",
            to: "Công chức thực hiện biện pháp nghiệp vụ",
            grounds: &[CIRCULAR, "Căn cứ Quyết định phân công thực hiện biện pháp nghiệp vụ {order};"],
            body: &[
                "{unit} thông báo kết thúc biện pháp nghiệp vụ: {kind} (số {code}).",
                "* Kết luận:",
                "{finding}",
                "Không có dấu hiệu vi phạm hành chính qua biện pháp đã thực hiện.",
            ],
            recipients: &["Như trên", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "khoản 1 Điều 10 Thông tư 27/2020/TT-BCT",
        ..CONCLUDES
    },
    Step {
        key: "ket-luan-co-dau-hieu",
        title: "Kết luận có dấu hiệu vi phạm, đưa đề xuất kiểm tra lên nguồn thông tin",
        to: Some(State::Signs),
        fields: &[OPINION],
        place: "Điều 10, Điều 11 Thông tư 27/2020/TT-BCT",
        ..CONCLUDES
    },
    Step {
        key: "chuyen-thong-tin",
        title: "Chuyển thông tin cho cơ quan có thẩm quyền",
        to: Some(State::PassedOn),
        fields: PASSING,
        paper: Some(&PASSED),
        place: "Điều 10 Thông tư 27/2020/TT-BCT",
        mark: Mark::Recalled,
        ..CONCLUDES
    },
    Step {
        key: "dung-thuc-hien",
        title: "Dừng, không thực hiện biện pháp",
        sort: Sort::Measure,
        from: &[State::Planned, State::Returned],
        to: Some(State::Stopped),
        who: Who::Head,
        fields: &[REASON],
        place: "Điều 9 Thông tư 27/2020/TT-BCT",
        mark: Mark::Unsure,
        ..STEP
    },
];
