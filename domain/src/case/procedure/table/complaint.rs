//! Complaint and lawsuit (Luật Khiếu nại Điều 9, 27, 28, 33, 37; Luật Tố tụng hành chính Điều 116).

use super::super::Fact;
use super::*;

const STAGES: &[Stage] = &[
    Stage::SanctionDecided,
    Stage::Served,
    Stage::Unsanctioned,
    Stage::ViolationRecorded,
    Stage::InspectionRecordedViolation,
    Stage::SanctionProposed,
];

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "tiep-nhan-khieu-nai",
        title: "Thụ lý khiếu nại",
        group: Group::Complaint,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: AFTER,
        bars: &[Fact::Complained],
        sets: &[Fact::Complained],
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "TB-TLKN",
            mark: Mark::Unsure,
            subject: "Thụ lý giải quyết khiếu nại",
            grounds: &["Căn cứ Điều 27 Luật Khiếu nại;"],
            body: &[
                "Kính gửi: {complainant}.",
                "Thụ lý khiếu nại lần {nth}, nhận {received_on}, đối với {paper}.",
                "Nội dung khiếu nại: {contents}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("received_on", "Ngày nhận đơn", Kind::Date).from(Source::Today),
            Field::new("nth", "Lần khiếu nại", Kind::Choice(&[("1", "đầu"), ("2", "hai")])),
            Field::new("complainant", "Người khiếu nại", Kind::Text).from(Source::Representative),
            Field::new("paper", "Văn bản bị khiếu nại", Kind::Paper),
            Field::new("contents", "Nội dung khiếu nại", Kind::Lines),
            Field::new("hindrance", "Trở ngại khách quan", Kind::Text)
                .optional()
                .hint("Chỉ khi quá thời hiệu: ốm đau, thiên tai, đi công tác xa"),
        ],
        opens: &["D-61b"],
        closes: &["D-61"],
        repeats: true,
        adds: Adds::on("received_on", &[(Measure::Complaints, What::Each)]),
        place: "Điều 9, Điều 27 Luật Khiếu nại",
        ..ROW
    },
    Procedure {
        key: "giai-quyet-khieu-nai",
        title: "Quyết định giải quyết khiếu nại",
        group: Group::Complaint,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: STAGES,
        needs: &[Fact::Complained],
        clears: &[Fact::Complained],
        form: Some(&Form {
            kind: FormKind::Decision,
            symbol: "QĐ-GQKN",
            mark: Mark::Unsure,
            subject: "Giải quyết khiếu nại",
            grounds: &["Căn cứ Điều 31 Luật Khiếu nại;", "Căn cứ Thông báo thụ lý {tiep-nhan-khieu-nai};"],
            body: &["# {outcome}.", "Kết quả xác minh: {findings}", "# Yêu cầu: {orders}"],
            ..FORM
        }),
        fields: &[
            Field::new(
                "outcome",
                "Kết quả giải quyết",
                Kind::Choice(&[
                    ("giu-nguyen", "Giữ nguyên quyết định bị khiếu nại"),
                    ("sua-doi", "Sửa đổi, bổ sung một phần quyết định bị khiếu nại"),
                    ("huy-bo", "Hủy bỏ quyết định bị khiếu nại"),
                    ("rut-don", "Đình chỉ giải quyết do người khiếu nại rút đơn"),
                ]),
            ),
            Field::new("findings", "Kết quả xác minh", Kind::Lines),
            Field::new("orders", "Yêu cầu thực hiện", Kind::Lines).optional(),
        ],
        closes: &["D-61b", "D-62b"],
        repeats: true,
        place: "Điều 28, Điều 31 Luật Khiếu nại",
        ..ROW
    },
    Procedure {
        key: "khoi-kien",
        title: "Ghi nhận khởi kiện vụ án hành chính",
        group: Group::Complaint,
        stages: AFTER,
        bars: &[Fact::Sued],
        sets: &[Fact::Sued],
        fields: &[
            Field::new("received_on", "Ngày nhận thông báo của tòa án", Kind::Date).from(Source::Today),
            Field::new("court", "Tòa án, số thụ lý", Kind::Text),
            Field::new("contents", "Yêu cầu khởi kiện", Kind::Lines),
        ],
        repeats: true,
        adds: Adds::on("received_on", &[(Measure::Suits, What::Each)]),
        place: "Điều 116 Luật Tố tụng hành chính",
        ..ROW
    },
    Procedure {
        key: "ban-an",
        title: "Ghi nhận bản án, quyết định của tòa án",
        group: Group::Complaint,
        stages: STAGES,
        needs: &[Fact::Sued],
        clears: &[Fact::Sued],
        fields: &[
            Field::new("number", "Số, ngày bản án, quyết định", Kind::Text),
            Field::new("result", "Nội dung tuyên", Kind::Lines),
        ],
        repeats: true,
        place: "Luật Tố tụng hành chính",
        ..ROW
    },
];
