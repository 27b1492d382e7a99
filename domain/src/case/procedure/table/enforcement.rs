//! Enforcement (Luật XLVPHC Điều 86–88; NĐ 166/2013/NĐ-CP and what replaces it [U]).

use super::super::Fact;
use super::*;

const RUNNING_ENFORCEMENT: &[Stage] = &[Stage::Served, Stage::Unsanctioned];
const BY: &str = "Căn cứ Quyết định cưỡng chế {cuong-che};";
const RESULT: Field = Field::new("result", "Diễn biến, kết quả", Kind::Lines);
const PROPERTY: Field = Field::new("property", "Tiền, tài sản", Kind::Lines);

const fn record(
    key: &'static str,
    title: &'static str,
    form: &'static Form,
    needs: &'static [Fact],
    fields: &'static [Field],
) -> Procedure {
    Procedure {
        key,
        title,
        group: Group::Enforcement,
        stages: RUNNING_ENFORCEMENT,
        needs,
        form: Some(form),
        fields,
        repeats: true,
        place: "Điều 86, 87 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    }
}

pub(super) const ROWS: &[Procedure] = &[
    record(
        "xac-minh-tai-san",
        "Biên bản xác minh tiền, tài sản bị cưỡng chế",
        &Form {
            code: "MBB09",
            symbol: "BB-XM",
            subject: "Xác minh thông tin về tiền, tài sản của cá nhân, tổ chức bị cưỡng chế",
            grounds: &["Căn cứ Quyết định xử phạt {decision};"],
            body: &["Đối tượng:", "@party", "{property}"],
            ..FORM
        },
        &[Fact::Owing],
        &[PROPERTY],
    ),
    Procedure {
        key: "cuong-che",
        title: "Quyết định cưỡng chế thi hành",
        group: Group::Enforcement,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RUNNING_ENFORCEMENT,
        bars: &[Fact::Deferred, Fact::Instalments, Fact::Stayed, Fact::Enforcing],
        sets: &[Fact::Enforcing],
        form: Some(&Form {
            code: "MQĐ12a",
            kind: FormKind::Decision,
            symbol: "QĐ-CCXP",
            subject: "Cưỡng chế thi hành quyết định xử phạt vi phạm hành chính: {how}",
            grounds: &[
                "Căn cứ Điều 86, Điều 87 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Quyết định xử phạt {decision};",
            ],
            body: &[
                "# Cưỡng chế thi hành Quyết định xử phạt {decision} đối với:",
                "@party",
                "Biện pháp: {how}.",
                "Số tiền cưỡng chế: {amount}.",
                "Đối tượng áp dụng, nơi thực hiện: {object}",
                "Lý do: {reason}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new(
                "how",
                "Biện pháp",
                Kind::Choice(&[
                    ("luong", "khấu trừ một phần lương hoặc thu nhập"),
                    ("tai-khoan", "khấu trừ tiền từ tài khoản"),
                    ("ke-bien", "kê biên tài sản để bán đấu giá"),
                    ("nguoi-khac-giu", "thu tiền, tài sản do người khác đang giữ"),
                    ("khac-phuc", "buộc thực hiện biện pháp khắc phục hậu quả"),
                    ("ket-hop", "kết hợp nhiều biện pháp"),
                ]),
            ),
            Field::new(
                "form",
                "Mẫu quyết định theo biện pháp",
                Kind::Choice(&[
                    ("mqd07", "MQĐ07"),
                    ("mqd08", "MQĐ08"),
                    ("mqd09", "MQĐ09"),
                    ("mqd10", "MQĐ10"),
                    ("mqd11", "MQĐ11"),
                    ("mqd12a", "MQĐ12a"),
                    ("mqd12b", "MQĐ12b"),
                    ("mqd12c", "MQĐ12c"),
                ]),
            ),
            Field::new("amount", "Số tiền cưỡng chế", Kind::Money).from(Source::Owed).optional(),
            Field::new("object", "Tài khoản, tài sản, nơi thực hiện", Kind::Lines),
            REASON,
        ],
        opens: &["D-50", "D-51"],
        closes: &["D-40"],
        repeats: true,
        adds: Adds::of(&[(Measure::Enforcements, What::Each)]),
        place: "Điều 86, Điều 87 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    record(
        "khong-nhan-cuong-che",
        "Biên bản không nhận quyết định cưỡng chế",
        &Form {
            code: "MBB07",
            symbol: "BB-KNQĐCC",
            mark: Mark::Unsure,
            subject: "Về việc cá nhân, tổ chức không nhận quyết định cưỡng chế",
            grounds: &[BY],
            body: &["@party", "Lý do: {reason}"],
            ..FORM
        },
        &[Fact::Enforcing],
        &[REASON],
    ),
    record(
        "bien-ban-cuong-che-tien",
        "Biên bản cưỡng chế thu tiền, tài sản",
        &Form {
            code: "MBB10",
            symbol: "BB-CC",
            subject: "Cưỡng chế thu tiền, tài sản",
            grounds: &[BY],
            body: &["@party", "Tiền, tài sản: {property}", "{result}"],
            ..FORM
        },
        &[Fact::Enforcing],
        &[PROPERTY, RESULT],
    ),
    record(
        "bien-ban-cuong-che-khac-phuc",
        "Biên bản cưỡng chế thực hiện biện pháp khắc phục hậu quả",
        &Form {
            code: "MBB11",
            symbol: "BB-CC",
            subject: "Cưỡng chế buộc thực hiện biện pháp khắc phục hậu quả",
            grounds: &[BY],
            body: &["@party", "{result}"],
            ..FORM
        },
        &[Fact::Enforcing],
        &[RESULT],
    ),
    Procedure {
        sets: &[Fact::Attached],
        ..record(
            "bien-ban-ke-bien",
            "Biên bản cưỡng chế kê biên tài sản",
            &Form {
                code: "MBB12",
                symbol: "BB-CCKB",
                subject: "Cưỡng chế kê biên tài sản",
                grounds: &[BY],
                body: &["@party", "Tài sản kê biên: {property}", "{result}"],
                ..FORM
            },
            &[Fact::Enforcing],
            &[PROPERTY, RESULT],
        )
    },
    Procedure {
        key: "ke-bien-tuong-ung",
        title: "Quyết định kê biên tài sản tương ứng số tiền phạt",
        group: Group::Enforcement,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RUNNING_ENFORCEMENT,
        needs: &[Fact::Enforcing],
        bars: &[Fact::Attached],
        sets: &[Fact::Attached],
        form: Some(&Form {
            code: "MQĐ13",
            kind: FormKind::Decision,
            symbol: "QĐ-KBTS",
            mark: Mark::Unsure,
            subject: "Kê biên tài sản có giá trị tương ứng với số tiền phạt",
            grounds: &[BY],
            body: &["# Kê biên tài sản của {party} tương ứng số tiền còn phải nộp {owed}:", "{property}"],
            ..FORM
        }),
        fields: &[PROPERTY],
        repeats: true,
        place: "Điều 86 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    record(
        "giao-bao-quan-ke-bien",
        "Biên bản giao bảo quản tài sản kê biên",
        &Form {
            code: "MBB13",
            symbol: "BB-GBQ",
            mark: Mark::Unsure,
            subject: "Giao bảo quản tài sản kê biên",
            grounds: &[BY],
            body: &["Người bảo quản: {keeper}.", "Tài sản: {property}"],
            ..FORM
        },
        &[Fact::Attached],
        &[Field::new("keeper", "Người bảo quản", Kind::Text), PROPERTY],
    ),
    Procedure {
        clears: &[Fact::Attached],
        ..record(
            "chuyen-giao-dau-gia",
            "Biên bản chuyển giao tài sản kê biên để bán đấu giá",
            &Form {
                code: "MBB14",
                symbol: "BB-CG",
                mark: Mark::Unsure,
                subject: "Chuyển giao tài sản kê biên để bán đấu giá",
                grounds: &[BY],
                body: &["Bên nhận: {to_body}.", "Tài sản: {property}"],
                ..FORM
            },
            &[Fact::Attached],
            &[Field::new("to_body", "Tổ chức đấu giá", Kind::Text), PROPERTY],
        )
    },
    Procedure {
        key: "ket-thuc-cuong-che",
        title: "Kết thúc cưỡng chế",
        group: Group::Enforcement,
        stages: RUNNING_ENFORCEMENT,
        needs: &[Fact::Enforcing],
        bars: &[Fact::Attached],
        clears: &[Fact::Enforcing],
        fields: &[
            Field::new(
                "outcome",
                "Kết quả",
                Kind::Choice(&[
                    ("xong", "Đã thi hành xong"),
                    ("tu-nguyen", "Người vi phạm tự nguyện thi hành"),
                    ("khong-the", "Không thể thi hành, đình chỉ cưỡng chế"),
                ]),
            ),
            RESULT,
        ],
        closes: &["D-50"],
        repeats: true,
        place: "Điều 88 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
];
