//! Hand-over to another officer, and the archive.

use super::super::Fact;
use super::*;

const OPEN: &[Stage] = &[
    Stage::InspectionProposed,
    Stage::InspectionDecided,
    Stage::InspectionRecordedClean,
    Stage::InspectionRecordedViolation,
    Stage::Verifying,
    Stage::ViolationRecorded,
    Stage::SanctionProposed,
    Stage::SanctionDecided,
    Stage::Served,
    Stage::Unsanctioned,
    Stage::Criminal,
    Stage::Transferred,
];

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "ban-giao",
        title: "Bàn giao hồ sơ cho công chức khác",
        group: Group::Archive,
        stages: OPEN,
        bars: &[Fact::HandOverOffered],
        sets: &[Fact::HandOverOffered],
        fields: &[
            Field::new("to_id", "Tài khoản người nhận", Kind::Text).hint("Công chức cùng đơn vị, ví dụ ksv2"),
            Field::new("to_name", "Họ tên, chức vụ người nhận", Kind::Text),
            Field::new("documents", "Hồ sơ, tang vật bàn giao; việc còn dở", Kind::Lines),
        ],
        repeats: true,
        place: "Thông tư 27/2020/TT-BCT",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "tiep-nhan-ban-giao",
        title: "Tiếp nhận hồ sơ được bàn giao",
        group: Group::Archive,
        stages: OPEN,
        needs: &[Fact::HandOverOffered],
        clears: &[Fact::HandOverOffered],
        fields: &[Field::new("note", "Tình trạng hồ sơ khi nhận", Kind::Lines)],
        repeats: true,
        place: "Thông tư 27/2020/TT-BCT",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "rut-ban-giao",
        title: "Rút lại hoặc từ chối bàn giao",
        group: Group::Archive,
        stages: OPEN,
        needs: &[Fact::HandOverOffered],
        clears: &[Fact::HandOverOffered],
        fields: &[REASON],
        repeats: true,
        place: "Thông tư 27/2020/TT-BCT",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "nop-luu",
        title: "Nộp lưu hồ sơ",
        group: Group::Archive,
        action: Action::CloseCase,
        stages: &[Stage::Closed],
        effect: Effect::To(Stage::Archived),
        form: Some(&Form {
            symbol: "BB-NLHS",
            mark: Mark::Unsure,
            subject: "Giao nhận hồ sơ nộp lưu",
            body: &[
                "Hồ sơ vụ việc {code}, {party}.",
                "Bên nhận: {receiver}; nơi lưu: {stored_at}.",
                "Số tờ: {sheets}; thời hạn bảo quản: {keep}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("receiver", "Người nhận lưu", Kind::Text),
            Field::new("stored_at", "Kho, giá, hộp", Kind::Text),
            Field::new("sheets", "Số tờ", Kind::Count { min: 1, max: 100_000 }),
            Field::new(
                "keep",
                "Thời hạn bảo quản",
                Kind::Choice(&[("10", "10 năm"), ("20", "20 năm"), ("vinh-vien", "vĩnh viễn")]),
            ),
        ],
        place: "Nghị định 30/2020/NĐ-CP, lập hồ sơ và nộp lưu",
        ..ROW
    },
];
