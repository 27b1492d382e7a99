//! Transfers: up the line, to another body, to criminal investigation and back (Luật XLVPHC Điều 58, 62, 63).

use super::super::Fact;
use super::*;

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "trinh-cap-tren",
        title: "Trình, chuyển hồ sơ lên người có thẩm quyền cấp trên",
        group: Group::Transfer,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RECORDED,
        sets: &[Fact::Submitted],
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "TTr-XPHC",
            mark: Mark::Unsure,
            subject: "Đề nghị ban hành quyết định xử phạt vi phạm hành chính",
            body: &[
                "Kính gửi: {to_body}.",
                "Biên bản vi phạm hành chính {violation} đối với {party}, hành vi: {acts}.",
                "Vụ việc vượt thẩm quyền xử phạt của đơn vị. Lý do: {reason}",
                "Hồ sơ kèm theo: {documents}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("to_body", "Người có thẩm quyền nhận hồ sơ", Kind::Text),
            REASON,
            Field::new("documents", "Hồ sơ kèm theo", Kind::Lines),
        ],
        closes: &["D-11"],
        opens: &["D-21"],
        place: "Điều 24 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "chuyen-co-quan-khac",
        title: "Chuyển hồ sơ cho cơ quan khác có thẩm quyền",
        group: Group::Transfer,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: FOUND,
        bars: &[Fact::Held],
        effect: Effect::To(Stage::Transferred),
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "CV-CHS",
            mark: Mark::Unsure,
            subject: "Chuyển hồ sơ vụ việc không thuộc thẩm quyền",
            body: &[
                "Kính gửi: {to_body}.",
                "Chuyển hồ sơ vụ việc {code} đối với {party}.",
                "Lý do: {reason}",
                "Hồ sơ kèm theo: {documents}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("to_body", "Cơ quan nhận", Kind::Text),
            REASON,
            Field::new("documents", "Hồ sơ, tang vật kèm theo", Kind::Lines),
        ],
        closes: &["D-11"],
        adds: Adds::of(&[(Measure::ToOthers, What::Case)]),
        place: "Điều 22 Thông tư 27/2020/TT-BCT",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "chuyen-dau-hieu-toi-pham",
        title: "Chuyển hồ sơ có dấu hiệu tội phạm",
        group: Group::Transfer,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: FOUND,
        effect: Effect::To(Stage::Criminal),
        form: Some(&Form {
            code: "MQĐ33",
            kind: FormKind::Decision,
            symbol: "QĐ-CHS",
            mark: Mark::Unsure,
            subject: "Chuyển hồ sơ vụ vi phạm có dấu hiệu tội phạm để truy cứu trách nhiệm hình sự",
            grounds: &[
                "Căn cứ Điều 62 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Biên bản vi phạm hành chính {violation};",
            ],
            body: &[
                "# Chuyển hồ sơ vụ vi phạm của {party} cho {to_body} để truy cứu trách nhiệm hình sự.",
                "Lý do: {reason}",
                "Hồ sơ, tang vật, phương tiện kèm theo: {documents}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("to_body", "Cơ quan tiến hành tố tụng hình sự", Kind::Text),
            REASON.hint("Dấu hiệu tội phạm, điều của Bộ luật Hình sự"),
            Field::new("documents", "Hồ sơ, tang vật, phương tiện kèm theo", Kind::Lines),
        ],
        closes: &["D-20"],
        repeats: true,
        adds: Adds::of(&[(Measure::Handled, What::Case)]),
        place: "Điều 62 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "ban-giao-ho-so",
        title: "Biên bản bàn giao hồ sơ có dấu hiệu tội phạm",
        group: Group::Transfer,
        stages: &[Stage::Criminal],
        form: Some(&Form {
            code: "MBB28",
            symbol: "BB-BGHS",
            subject: "Bàn giao hồ sơ vụ vi phạm có dấu hiệu tội phạm",
            grounds: &["Căn cứ Quyết định chuyển hồ sơ {chuyen-dau-hieu-toi-pham};"],
            body: &["Bên nhận: {receiver}.", "Hồ sơ: {documents}", "Tang vật, phương tiện: {things}"],
            ..FORM
        }),
        fields: &[
            Field::new("receiver", "Bên nhận", Kind::Text),
            Field::new("documents", "Hồ sơ bàn giao", Kind::Lines),
            Field::new("things", "Tang vật, phương tiện bàn giao", Kind::Lines).optional(),
        ],
        repeats: true,
        adds: Adds::of(&[(Measure::ToPolice, What::Case)]),
        place: "Điều 62 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "nhan-lai-ho-so",
        title: "Nhận lại hồ sơ từ cơ quan tố tụng",
        group: Group::Transfer,
        stages: &[Stage::Criminal],
        effect: Effect::To(Stage::ViolationRecorded),
        fields: &[
            Field::new("at", "Thời điểm nhận hồ sơ", Kind::Moment).from(Source::Now),
            Field::new("decision", "Quyết định trả hồ sơ (số, ngày, cơ quan)", Kind::Text),
            REASON.hint("Không khởi tố, hủy bỏ khởi tố, đình chỉ"),
        ],
        needs: &[Fact::RecordMade],
        opens: &["D-24"],
        repeats: true,
        place: "Điều 63 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "nhan-lai-chua-lap-bien-ban",
        title: "Nhận lại hồ sơ từ cơ quan tố tụng (chưa lập biên bản vi phạm)",
        group: Group::Transfer,
        stages: &[Stage::Criminal],
        bars: &[Fact::RecordMade],
        effect: Effect::To(Stage::InspectionRecordedViolation),
        fields: &[
            Field::new("at", "Thời điểm nhận hồ sơ", Kind::Moment).from(Source::Now),
            Field::new("decision", "Quyết định trả hồ sơ (số, ngày, cơ quan)", Kind::Text),
            REASON,
        ],
        repeats: true,
        place: "Điều 63 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "khoi-to",
        title: "Ghi nhận cơ quan tố tụng đã khởi tố",
        group: Group::Transfer,
        stages: &[Stage::Criminal],
        effect: Effect::To(Stage::Transferred),
        fields: &[Field::new("decision", "Quyết định khởi tố (số, ngày, cơ quan)", Kind::Text)],
        adds: Adds::of(&[(Measure::Prosecuted, What::Case)]),
        place: "khoản 4 Điều 62 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "chuyen-thi-hanh",
        title: "Chuyển quyết định để thi hành ở nơi khác",
        group: Group::Transfer,
        stages: &[Stage::SanctionDecided, Stage::Served],
        form: Some(&Form {
            code: "MBB29",
            symbol: "BB-CHS",
            mark: Mark::Unsure,
            subject: "Chuyển hồ sơ, quyết định xử phạt để thi hành",
            grounds: &["Căn cứ Điều 71 Luật Xử lý vi phạm hành chính;", "Căn cứ Quyết định xử phạt {decision};"],
            body: &["Bên nhận: {to_body}.", "Lý do: {reason}", "Hồ sơ kèm theo: {documents}"],
            ..FORM
        }),
        fields: &[
            Field::new("to_body", "Cơ quan nhận để thi hành", Kind::Text),
            REASON,
            Field::new("documents", "Hồ sơ kèm theo", Kind::Lines),
        ],
        place: "Điều 71 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
];
