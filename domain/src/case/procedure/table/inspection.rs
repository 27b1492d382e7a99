//! During and after an inspection (PL 11/2016/UBTVQH13; TT 27/2020/TT-BCT).

use super::super::Fact;
use super::*;

const ORDINANCE: &str = "Căn cứ Pháp lệnh Quản lý thị trường số 11/2016/UBTVQH13;";
const DECIDED_BY: &str = "Căn cứ Quyết định kiểm tra {inspection};";

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "thay-thanh-vien",
        title: "Thay Trưởng đoàn, thành viên Đoàn kiểm tra",
        action: Action::DecideProcedure,
        signer: Signer::InspectionHead,
        stages: &[Stage::InspectionDecided],
        form: Some(&Form {
            kind: FormKind::Decision,
            symbol: "QĐ-SĐBSKT",
            mark: Mark::Unsure,
            subject: "Thay thành viên Đoàn kiểm tra",
            grounds: &[ORDINANCE, DECIDED_BY],
            body: &[
                "# Thay thành viên Đoàn kiểm tra theo Quyết định kiểm tra {inspection}:",
                "Người thôi tham gia: {out}.",
                "Người thay thế: {into}.",
                "Lý do: {reason}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("out", "Người thôi tham gia", Kind::Text).hint("Họ tên, chức vụ"),
            Field::new("into", "Người thay thế", Kind::Text).hint("Họ tên, chức vụ, số thẻ kiểm tra hoặc số hiệu"),
            REASON.hint("Ốm đau hoặc lý do khách quan khác"),
        ],
        repeats: true,
        place: "khoản 2 Điều 15 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "keo-dai-kiem-tra",
        title: "Kéo dài thời hạn kiểm tra",
        action: Action::DecideProcedure,
        signer: Signer::InspectionHead,
        stages: &[Stage::InspectionDecided],
        form: Some(&Form {
            kind: FormKind::Decision,
            symbol: "QĐ-KDKT",
            mark: Mark::Unsure,
            subject: "Kéo dài thời hạn kiểm tra",
            grounds: &[ORDINANCE, DECIDED_BY],
            body: &[
                "# Kéo dài thời hạn kiểm tra đối với {party} theo Quyết định kiểm tra {inspection}; tổng thời hạn kiểm tra là {days} ngày làm việc kể từ ngày công bố Quyết định kiểm tra.",
                "Lý do: {reason}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("days", "Tổng thời hạn, ngày làm việc từ ngày công bố", Kind::Count { min: 2, max: 5 }),
            REASON.hint("Vụ việc phức tạp"),
        ],
        place: "khoản 2 Điều 22 Pháp lệnh Quản lý thị trường; Điều 17 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "sua-doi-kiem-tra",
        title: "Sửa đổi, bổ sung quyết định kiểm tra",
        action: Action::DecideProcedure,
        signer: Signer::InspectionHead,
        stages: &[Stage::InspectionDecided],
        effect: Effect::MoreContents,
        form: Some(&Form {
            kind: FormKind::Decision,
            symbol: "QĐ-SĐBSKT",
            mark: Mark::Unsure,
            subject: "Sửa đổi, bổ sung Quyết định kiểm tra",
            grounds: &[ORDINANCE, DECIDED_BY],
            body: &[
                "# Bổ sung nội dung kiểm tra vào Quyết định kiểm tra {inspection}:",
                "{contents}",
                "Lý do: {reason}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("contents", "Nội dung kiểm tra bổ sung", Kind::Lines).hint("Mỗi nội dung một dòng"),
            REASON.hint("Dấu hiệu vi phạm ngoài nội dung đã ghi trong quyết định"),
        ],
        repeats: true,
        place: "điểm b khoản 2 Điều 17 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "huy-kiem-tra",
        title: "Hủy bỏ quyết định kiểm tra",
        action: Action::DecideProcedure,
        signer: Signer::InspectionHead,
        stages: &[Stage::InspectionDecided],
        effect: Effect::Close,
        form: Some(&Form {
            kind: FormKind::Decision,
            symbol: "QĐ-HBKT",
            mark: Mark::Unsure,
            subject: "Hủy bỏ Quyết định kiểm tra",
            grounds: &[ORDINANCE, DECIDED_BY],
            body: &["# Hủy bỏ Quyết định kiểm tra {inspection} đối với {party}.", "Lý do: {reason}."],
            ..FORM
        }),
        fields: &[REASON],
        place: "Điều 19 Pháp lệnh Quản lý thị trường",
        ..ROW
    },
    Procedure {
        key: "bao-cao-ket-qua",
        title: "Báo cáo, đề xuất xử lý kết quả kiểm tra",
        stages: &[
            Stage::InspectionRecordedClean,
            Stage::InspectionRecordedViolation,
            Stage::Verifying,
            Stage::ViolationRecorded,
            Stage::SanctionProposed,
        ],
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "BC-KQKT",
            mark: Mark::Unsure,
            subject: "Kết quả kiểm tra và đề xuất xử lý",
            grounds: &[],
            body: &[
                "Kính gửi: Người ban hành Quyết định kiểm tra {inspection}.",
                "Đoàn kiểm tra đã kiểm tra {party}, địa điểm {inspected_at}; đã lập Biên bản kiểm tra {inspection_record}.",
                "Kết quả: {result}",
                "Đề xuất: {proposal}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("result", "Tóm tắt kết quả kiểm tra", Kind::Lines),
            Field::new("proposal", "Đề xuất xử lý", Kind::Lines),
        ],
        closes: &["D-01"],
        place: "khoản 2 Điều 19 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "giao-tham-tra",
        title: "Giao thẩm tra, xác minh sau kiểm tra",
        action: Action::DecideProcedure,
        signer: Signer::InspectionHead,
        stages: &[Stage::InspectionRecordedViolation],
        bars: &[Fact::RecordMade],
        effect: Effect::To(Stage::Verifying),
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "CV-TTXM",
            mark: Mark::Unsure,
            subject: "Giao thẩm tra, xác minh",
            body: &[
                "Căn cứ Biên bản kiểm tra {inspection_record}, giao {assignee} thẩm tra, xác minh đối với {party}.",
                "Nội dung: {contents}",
                "Thời hạn: 10 ngày kể từ ngày kết thúc kiểm tra.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("assignee", "Người được giao", Kind::Text).from(Source::Officer),
            Field::new("contents", "Nội dung thẩm tra, xác minh", Kind::Lines),
        ],
        opens: &["D-04"],
        place: "khoản 4 Điều 27 Pháp lệnh Quản lý thị trường; Điều 20 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "gia-han-tham-tra",
        title: "Gia hạn thẩm tra, xác minh",
        action: Action::DecideProcedure,
        signer: Signer::InspectionHead,
        stages: &[Stage::Verifying],
        sets: &[Fact::VerificationExtended],
        form: Some(&Form {
            kind: FormKind::Decision,
            symbol: "QĐ-GHTTXM",
            mark: Mark::Unsure,
            subject: "Gia hạn thời hạn thẩm tra, xác minh",
            grounds: &[ORDINANCE, "Căn cứ Biên bản kiểm tra {inspection_record};"],
            body: &["# Gia hạn thời hạn thẩm tra, xác minh đối với {party}: {kind}.", "Lý do: {reason}."],
            ..FORM
        }),
        fields: &[
            Field::new(
                "kind",
                "Thời hạn",
                Kind::Choice(&[
                    ("nhieu-noi-dung", "nhiều nội dung, tổng cộng không quá 25 ngày"),
                    ("cho-giam-dinh", "chờ kết quả giám định hoặc ý kiến chuyên môn, tổng cộng không quá 40 ngày"),
                ]),
            ),
            REASON,
        ],
        place: "khoản 4 Điều 27 Pháp lệnh Quản lý thị trường",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "ket-luan-khong-vi-pham",
        title: "Thông báo không vi phạm sau thẩm tra, xác minh",
        action: Action::DecideProcedure,
        signer: Signer::InspectionHead,
        stages: &[Stage::Verifying],
        bars: &[Fact::Held],
        effect: Effect::Close,
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "TB-KLKT",
            mark: Mark::Unsure,
            subject: "Kết quả kiểm tra: không vi phạm",
            body: &[
                "Kính gửi: {party}.",
                "Căn cứ Biên bản kiểm tra {inspection_record} và kết quả thẩm tra, xác minh: {result}",
                "Không phát hiện vi phạm đối với các nội dung đã kiểm tra. Vụ việc kết thúc.",
            ],
            ..FORM
        }),
        fields: &[Field::new("result", "Kết quả thẩm tra, xác minh", Kind::Lines)],
        closes: &["D-04", "D-06"],
        place: "điểm d khoản 4 Điều 27 Pháp lệnh Quản lý thị trường; Điều 20 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "ket-luan-vi-pham",
        title: "Kết luận có vi phạm sau thẩm tra, xác minh",
        action: Action::DecideProcedure,
        signer: Signer::InspectionHead,
        stages: &[Stage::Verifying],
        effect: Effect::To(Stage::InspectionRecordedViolation),
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "TB-KLKT",
            mark: Mark::Unsure,
            subject: "Kết luận thẩm tra, xác minh",
            body: &[
                "Căn cứ Biên bản kiểm tra {inspection_record} và kết quả thẩm tra, xác minh: {result}",
                "{party} có hành vi vi phạm. Đoàn kiểm tra lập biên bản vi phạm hành chính theo quy định.",
            ],
            ..FORM
        }),
        fields: &[Field::new("result", "Kết quả thẩm tra, xác minh", Kind::Lines)],
        closes: &["D-04"],
        opens: &["D-10"],
        place: "Điều 20 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        ..ROW
    },
];
