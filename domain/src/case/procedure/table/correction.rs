//! A paper that was signed is never overwritten: correction, amendment, cancellation (NĐ 118/2021/NĐ-CP Điều 13–16).

use super::super::Fact;
use super::*;

const CORRECTABLE: &[Stage] = &[
    Stage::ViolationRecorded,
    Stage::SanctionProposed,
    Stage::SanctionDecided,
    Stage::Served,
    Stage::Unsanctioned,
    Stage::Closed,
];
/// Left out for a paper of one violator.
const ONE_OF_SEVERAL: &str = "Văn bản nêu trên lập chung cho nhiều người vi phạm: Quyết định này chỉ áp dụng đối với {party}; phần của {shared} không thay đổi.";
const PAPER: Field = Field::new("paper", "Văn bản", Kind::Paper);

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "huy-bien-ban",
        title: "Hủy biên bản vi phạm hành chính lập sai",
        group: Group::Correction,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RECORDED,
        needs: &[Fact::RecordMade],
        bars: &[Fact::Held],
        effect: Effect::CancelRecord,
        form: Some(&Form {
            code: "MQĐ40",
            kind: FormKind::Decision,
            symbol: "QĐ-HB",
            subject: "Hủy bỏ biên bản vi phạm hành chính",
            grounds: &["Căn cứ Nghị định 118/2021/NĐ-CP;"],
            body: &[
                "# Hủy bỏ Biên bản vi phạm hành chính {violation} đối với {party}.",
                "Lý do: {reason}",
                ONE_OF_SEVERAL,
            ],
            ..FORM
        }),
        fields: &[REASON.hint("Sai đối tượng, không có hành vi vi phạm")],
        repeats: true,
        place: "Điều 12 Nghị định 118/2021/NĐ-CP",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "dinh-chinh",
        title: "Đính chính văn bản",
        group: Group::Correction,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: CORRECTABLE,
        effect: Effect::AmendPaper,
        form: Some(&Form {
            code: "MQĐ39",
            kind: FormKind::Decision,
            symbol: "QĐ-ĐC",
            subject: "Đính chính quyết định về xử lý vi phạm hành chính",
            grounds: &["Căn cứ Nghị định 118/2021/NĐ-CP;"],
            body: &[
                "# Đính chính {paper}:",
                "Đã ghi: {was}",
                "Nay sửa thành: {now}",
                "Lý do: {reason}",
                ONE_OF_SEVERAL,
            ],
            ..FORM
        }),
        fields: &[
            PAPER,
            Field::new("was", "Đã ghi", Kind::Lines),
            Field::new("now", "Nay sửa thành", Kind::Lines),
            REASON.hint("Sai sót về kỹ thuật soạn thảo, số liệu"),
        ],
        repeats: true,
        place: "Nghị định 118/2021/NĐ-CP, Điều 13–16",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "sua-doi-bo-sung",
        title: "Sửa đổi, bổ sung, hủy bỏ một phần quyết định",
        group: Group::Correction,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: CORRECTABLE,
        effect: Effect::AmendPaper,
        form: Some(&Form {
            code: "MQĐ38",
            kind: FormKind::Decision,
            symbol: "QĐ-SĐBSHB",
            subject: "Sửa đổi, bổ sung, hủy bỏ một phần quyết định về xử lý vi phạm hành chính",
            grounds: &["Căn cứ Nghị định 118/2021/NĐ-CP;"],
            body: &["# Sửa đổi, bổ sung, hủy bỏ một phần {paper}:", "{change}", "Lý do: {reason}", ONE_OF_SEVERAL],
            ..FORM
        }),
        fields: &[PAPER, Field::new("change", "Nội dung sửa đổi, bổ sung, hủy bỏ", Kind::Lines), REASON],
        repeats: true,
        place: "Nghị định 118/2021/NĐ-CP, Điều 13–16",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "huy-bo-quyet-dinh",
        title: "Hủy bỏ toàn bộ quyết định",
        group: Group::Correction,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: CORRECTABLE,
        bars: &[Fact::Enforcing],
        effect: Effect::CancelPaper,
        form: Some(&Form {
            code: "MQĐ40",
            kind: FormKind::Decision,
            symbol: "QĐ-HB",
            subject: "Hủy bỏ quyết định về xử lý vi phạm hành chính",
            grounds: &[
                "Căn cứ Nghị định 118/2021/NĐ-CP;",
                "Căn cứ Quyết định giải quyết khiếu nại {giai-quyet-khieu-nai};",
            ],
            body: &["# Hủy bỏ {paper} đối với {party}.", "Lý do: {why}. {reason}", ONE_OF_SEVERAL],
            ..FORM
        }),
        fields: &[
            PAPER,
            Field::new(
                "why",
                "Căn cứ hủy bỏ",
                Kind::Choice(&[
                    ("doi-tuong", "không đúng đối tượng vi phạm"),
                    ("tham-quyen", "không đúng thẩm quyền"),
                    ("thu-tuc", "vi phạm thủ tục ban hành"),
                    ("khong-vi-pham", "không có hành vi vi phạm"),
                    ("khieu-nai", "theo quyết định giải quyết khiếu nại hoặc bản án"),
                ]),
            ),
            REASON.optional(),
        ],
        repeats: true,
        place: "Nghị định 118/2021/NĐ-CP, Điều 13–16",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "thi-hanh-mot-phan",
        title: "Thi hành một phần quyết định (chết, mất tích, giải thể, phá sản)",
        group: Group::Correction,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: DECIDED,
        effect: Effect::DropFine,
        form: Some(&Form {
            code: "MQĐ17",
            kind: FormKind::Decision,
            symbol: "QĐ-THMP",
            mark: Mark::Unsure,
            subject: "Thi hành một phần quyết định xử phạt vi phạm hành chính",
            grounds: &["Căn cứ Điều 75 Luật Xử lý vi phạm hành chính;", "Căn cứ Quyết định xử phạt {decision};"],
            body: &[
                "# Không thi hành phần phạt tiền của Quyết định xử phạt {decision}; tiếp tục thi hành hình thức tịch thu và biện pháp khắc phục hậu quả.",
                "Lý do: {reason}",
            ],
            ..FORM
        }),
        fields: &[REASON],
        place: "Điều 75 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "tam-dinh-chi",
        title: "Tạm đình chỉ thi hành quyết định",
        group: Group::Correction,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: DECIDED,
        bars: &[Fact::Stayed],
        sets: &[Fact::Stayed],
        form: Some(&Form {
            code: "MQĐ31",
            kind: FormKind::Decision,
            symbol: "QĐ-TĐC",
            mark: Mark::Unsure,
            subject: "Tạm đình chỉ thi hành quyết định",
            grounds: &["Căn cứ Điều 15 Luật Xử lý vi phạm hành chính;"],
            body: &["# Tạm đình chỉ thi hành Quyết định xử phạt {decision} đối với {party}.", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[REASON],
        repeats: true,
        place: "Điều 15 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "cham-dut-tam-dinh-chi",
        title: "Chấm dứt tạm đình chỉ thi hành",
        group: Group::Correction,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: DECIDED,
        needs: &[Fact::Stayed],
        clears: &[Fact::Stayed],
        form: Some(&Form {
            code: "MQĐ32",
            kind: FormKind::Decision,
            symbol: "QĐ-CDTĐC",
            mark: Mark::Unsure,
            subject: "Chấm dứt tạm đình chỉ thi hành quyết định",
            grounds: &["Căn cứ Quyết định tạm đình chỉ {tam-dinh-chi};"],
            body: &[
                "# Chấm dứt việc tạm đình chỉ thi hành Quyết định xử phạt {decision} đối với {party}.",
                "Lý do: {reason}",
            ],
            ..FORM
        }),
        fields: &[REASON],
        repeats: true,
        place: "Điều 15 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
];
