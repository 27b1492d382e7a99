//! Decisions beside the ordinary sanction: on the spot, without a sanction, the unknown owner (Luật XLVPHC Điều 56, 65, 126).

use super::super::Fact;
use super::*;

const UNSANCTIONED: &[Stage] = &[Stage::ViolationRecorded, Stage::SanctionProposed, Stage::Unsanctioned];
const WHY_NOT: Field = Field::new(
    "why",
    "Lý do không ra quyết định xử phạt",
    Kind::Choice(&[
        ("dieu-11", "trường hợp không xử phạt theo Điều 11 Luật Xử lý vi phạm hành chính"),
        ("khong-xac-dinh", "không xác định được đối tượng vi phạm hành chính"),
        ("het-thoi-hieu", "hết thời hiệu xử phạt"),
        ("het-thoi-han", "hết thời hạn ra quyết định xử phạt"),
        ("chet-giai-the", "cá nhân vi phạm chết, mất tích; tổ chức vi phạm đã giải thể, phá sản"),
        ("chuyen-ho-so", "đã chuyển hồ sơ vụ vi phạm có dấu hiệu tội phạm"),
    ]),
);

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "xu-phat-khong-lap-bien-ban",
        title: "Xử phạt không lập biên bản",
        group: Group::Decision,
        action: Action::SignSanction,
        signer: Signer::Officer,
        stages: &[Stage::InspectionRecordedViolation],
        bars: &[Fact::RecordMade, Fact::OwnerUnknown],
        effect: Effect::OnTheSpot,
        form: Some(&Form {
            code: "MQĐ01",
            kind: FormKind::Decision,
            symbol: "QĐ-XPHC",
            subject: "Xử phạt vi phạm hành chính theo thủ tục không lập biên bản",
            grounds: &[
                "Căn cứ Điều 56 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Biên bản kiểm tra {inspection_record};",
            ],
            body: &[
                "# Xử phạt vi phạm hành chính theo thủ tục không lập biên bản đối với:",
                "@party",
                "Đã có hành vi: {description}",
                "Mức phạt: {fine}.",
                "Nộp phạt tại chỗ hoặc tại {treasury} trong 10 ngày kể từ ngày nhận Quyết định; quá thời hạn thì bị cưỡng chế thi hành và cứ mỗi ngày chậm nộp phải nộp thêm 0,05% trên số tiền phạt chưa nộp.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("behaviour", "Mã hành vi trong danh mục", Kind::Text)
                .hint("Xem trang Danh mục hành vi, ví dụ nd98-d17-a"),
            Field::new("committed_on", "Ngày vi phạm", Kind::Date).from(Source::Today),
            Field::new("amount", "Trị giá tang vật", Kind::Money).optional().hint("Chỉ khi khung phạt theo trị giá"),
            Field::new("description", "Mô tả hành vi", Kind::Lines),
            Field::new(
                "technical",
                "Phát hiện bằng phương tiện kỹ thuật nghiệp vụ",
                Kind::Choice(&[("khong", "Không"), ("co", "Có")]),
            ),
            Field::new("fine", "Mức phạt", Kind::Money).hint("0 nếu phạt cảnh cáo"),
            Field::new("reason", "Căn cứ, lý do chọn mức phạt", Kind::Lines).optional(),
        ],
        opens: &["D-40"],
        place: "Điều 56 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "thong-bao-lan-mot",
        title: "Thông báo lần một tìm chủ sở hữu tang vật",
        group: Group::Decision,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RECORDED,
        needs: &[Fact::OwnerUnknown, Fact::HasExhibits],
        sets: &[Fact::OwnerCalled],
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "TB-TCSH",
            mark: Mark::Unsure,
            subject: "Tìm chủ sở hữu, người quản lý, người sử dụng hợp pháp tang vật, phương tiện (lần một)",
            body: &[
                "Phát hiện và tạm giữ tại {inspected_at} tang vật, phương tiện không rõ chủ:",
                "@exhibits",
                "Chủ sở hữu, người quản lý, người sử dụng hợp pháp liên hệ: {contact}.",
                "Đăng tải, niêm yết tại: {posted_at}.",
            ],
            ..FORM
        }),
        fields: &[
            EXHIBITS,
            Field::new("contact", "Nơi liên hệ", Kind::Text),
            Field::new("posted_at", "Nơi đăng tải, niêm yết", Kind::Text),
        ],
        opens: &["D-36b"],
        closes: &["D-36"],
        place: "khoản 4 Điều 126 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "thong-bao-lan-hai",
        title: "Thông báo lần hai tìm chủ sở hữu tang vật",
        group: Group::Decision,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RECORDED,
        needs: &[Fact::OwnerCalled],
        sets: &[Fact::OwnerCalledAgain],
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "TB-TCSH",
            mark: Mark::Unsure,
            subject: "Tìm chủ sở hữu, người quản lý, người sử dụng hợp pháp tang vật, phương tiện (lần hai)",
            grounds: &["Tiếp theo Thông báo {thong-bao-lan-mot};"],
            body: &[
                "@exhibits",
                "Hết 01 tháng kể từ ngày thông báo này mà không có người đến nhận thì tang vật, phương tiện bị tịch thu.",
                "Liên hệ: {contact}.",
                "Đăng tải, niêm yết tại: {posted_at}.",
            ],
            ..FORM
        }),
        fields: &[
            EXHIBITS,
            Field::new("contact", "Nơi liên hệ", Kind::Text),
            Field::new("posted_at", "Nơi đăng tải, niêm yết", Kind::Text),
        ],
        opens: &["D-36c"],
        closes: &["D-36b"],
        place: "khoản 4 Điều 126 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "tich-thu-khong-xu-phat",
        title: "Tịch thu tang vật, phương tiện không ra quyết định xử phạt",
        group: Group::Decision,
        action: Action::DecideProcedure,
        signer: Signer::Seizer,
        stages: UNSANCTIONED,
        needs: &[Fact::HasExhibits],
        effect: Effect::To(Stage::Unsanctioned),
        form: Some(&Form {
            code: "MQĐ14",
            kind: FormKind::Decision,
            symbol: "QĐ-TTTVPT",
            subject: "Tịch thu tang vật, phương tiện vi phạm hành chính",
            grounds: &[
                "Căn cứ Điều 65, Điều 126 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Biên bản vi phạm hành chính {violation};",
                "Căn cứ Thông báo {thong-bao-lan-hai};",
            ],
            body: &[
                "# Tịch thu tang vật, phương tiện vi phạm hành chính:",
                "@exhibits",
                "Lý do không ra quyết định xử phạt: {why}. {reason}",
            ],
            ..FORM
        }),
        fields: &[WHY_NOT, EXHIBITS, REASON.optional()],
        opens: &["D-55"],
        closes: &["D-20", "D-30", "D-36c"],
        adds: Adds::of(&[(Measure::Handled, What::Case), (Measure::ConfiscatedValue, What::Goods)]),
        place: "khoản 2 Điều 65, khoản 4 Điều 126 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "khac-phuc-khong-xu-phat",
        title: "Buộc khắc phục hậu quả không ra quyết định xử phạt",
        group: Group::Decision,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: UNSANCTIONED,
        effect: Effect::To(Stage::Unsanctioned),
        form: Some(&Form {
            code: "MQĐ15",
            kind: FormKind::Decision,
            symbol: "QĐ-KPHQ",
            subject: "Buộc thực hiện biện pháp khắc phục hậu quả",
            grounds: &[
                "Căn cứ khoản 2 Điều 65 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Biên bản vi phạm hành chính {violation};",
            ],
            body: &[
                "# Buộc thực hiện biện pháp khắc phục hậu quả đối với:",
                "@party",
                "Biện pháp: {remedies}",
                "Thời hạn: {days} ngày kể từ ngày nhận Quyết định.",
                "Lý do không ra quyết định xử phạt: {why}.",
            ],
            ..FORM
        }),
        fields: &[
            WHY_NOT,
            Field::new("remedies", "Biện pháp khắc phục hậu quả", Kind::Lines),
            Field::new("days", "Thời hạn thực hiện, ngày", Kind::Count { min: 10, max: 365 }),
        ],
        opens: &["D-46"],
        closes: &["D-20"],
        adds: Adds::of(&[(Measure::Handled, What::Case)]),
        place: "khoản 2 Điều 65 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "buoc-tieu-huy",
        title: "Buộc tiêu hủy tang vật, phương tiện",
        group: Group::Decision,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: &[
            Stage::ViolationRecorded,
            Stage::SanctionProposed,
            Stage::SanctionDecided,
            Stage::Served,
            Stage::Unsanctioned,
        ],
        needs: &[Fact::HasExhibits],
        form: Some(&Form {
            code: "MQĐ16",
            kind: FormKind::Decision,
            symbol: "QĐ-THTVPT",
            subject: "Buộc tiêu hủy tang vật, phương tiện vi phạm hành chính",
            grounds: &[
                "Căn cứ Điều 33, Điều 126 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Biên bản vi phạm hành chính {violation};",
            ],
            body: &["# Buộc tiêu hủy tang vật, phương tiện vi phạm hành chính:", "@exhibits", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[
            EXHIBITS,
            REASON.hint("Gây hại cho sức khỏe con người, vật nuôi, cây trồng, môi trường; hàng dễ hư hỏng"),
        ],
        repeats: true,
        opens: &["D-37"],
        adds: Adds::of(&[(Measure::DestructionOrdered, What::Goods)]),
        place: "khoản 3, khoản 5 Điều 126 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "khac-phuc-xong",
        title: "Ghi nhận đã thực hiện biện pháp khắc phục hậu quả",
        group: Group::Decision,
        stages: &[Stage::Unsanctioned],
        fields: &[
            Field::new("done_on", "Ngày thực hiện xong", Kind::Date).from(Source::Today),
            Field::new("note", "Kết quả", Kind::Lines),
        ],
        closes: &["D-46"],
        place: "Điều 85 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "ket-thuc-khong-xu-phat",
        title: "Kết thúc hồ sơ không xử phạt",
        group: Group::Decision,
        action: Action::CloseCase,
        stages: &[Stage::Unsanctioned, Stage::Transferred],
        bars: &[Fact::Held, Fact::Complained, Fact::Sued, Fact::Enforcing, Fact::ReturnDecided, Fact::LicenceKept],
        effect: Effect::Close,
        fields: &[Field::new("note", "Kết quả xử lý", Kind::Lines)],
        place: "Điều 65 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
];
