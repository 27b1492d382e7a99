//! What becomes of confiscated exhibits (Luật XLVPHC Điều 81, 82; decree on confiscated property [U]).

use super::super::Fact;
use super::*;

const STAGES: &[Stage] = &[Stage::Served, Stage::Unsanctioned];

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "phuong-an-xu-ly",
        title: "Phương án xử lý tang vật bị tịch thu",
        group: Group::Disposal,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: STAGES,
        needs: &[Fact::Confiscated],
        sets: &[Fact::DisposalPlanned],
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "PA-XLTS",
            mark: Mark::Unsure,
            subject: "Xử lý tang vật, phương tiện bị tịch thu",
            grounds: &["Căn cứ Biên bản tịch thu {bien-ban-tich-thu};"],
            body: &["@exhibits", "Hình thức xử lý: {how}.", "Hội đồng, thành phần: {council}", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[
            EXHIBITS,
            Field::new(
                "how",
                "Hình thức xử lý",
                Kind::Choice(&[
                    ("tieu-huy", "tiêu hủy"),
                    ("dau-gia", "bán đấu giá"),
                    ("giao", "giao cho cơ quan quản lý, sử dụng"),
                    ("nop-ngan-sach", "nộp ngân sách nhà nước (tiền)"),
                ]),
            ),
            Field::new("council", "Hội đồng, thành phần", Kind::Lines),
            REASON,
        ],
        opens: &["D-55"],
        repeats: true,
        place: "Điều 82 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "tieu-huy",
        title: "Biên bản tiêu hủy tang vật, phương tiện",
        group: Group::Disposal,
        stages: STAGES,
        needs: &[Fact::DisposalPlanned],
        sets: &[Fact::Disposed],
        clears: &[Fact::Sealed],
        form: Some(&Form {
            code: "MBB21",
            symbol: "BB-THTVPT",
            subject: "Tiêu hủy tang vật, phương tiện vi phạm hành chính",
            grounds: &["Căn cứ Biên bản tịch thu {bien-ban-tich-thu};", "Căn cứ Phương án {phuong-an-xu-ly};"],
            body: &[
                "Hội đồng tiêu hủy: {council}",
                "@exhibits",
                "Biện pháp: {how}; địa điểm: {where}.",
                "Kết quả, ảnh: {result}",
                "Chi phí: {cost}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("council", "Hội đồng tiêu hủy", Kind::Lines).hint("Mỗi người một dòng"),
            EXHIBITS,
            Field::new(
                "how",
                "Biện pháp",
                Kind::Choice(&[
                    ("dot", "đốt"),
                    ("chon", "chôn lấp"),
                    ("nghien", "nghiền, cắt, phá dỡ"),
                    ("hoa-chat", "dùng hóa chất"),
                    ("khac", "biện pháp khác"),
                ]),
            ),
            Field::new("where", "Địa điểm", Kind::Text),
            Field::new("result", "Kết quả", Kind::Lines),
            Field::new("cost", "Chi phí", Kind::Money).optional(),
        ],
        closes: &["D-55"],
        repeats: true,
        adds: Adds::of(&[(Measure::Destroyed, What::Exhibits)]),
        place: "Điều 82 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "ban-dau-gia",
        title: "Ghi nhận bán đấu giá tang vật, phương tiện",
        group: Group::Disposal,
        stages: STAGES,
        needs: &[Fact::DisposalPlanned],
        sets: &[Fact::Disposed],
        fields: &[
            Field::new("sold_on", "Ngày bán", Kind::Date).from(Source::Today),
            EXHIBITS,
            Field::new("amount", "Số tiền thu được", Kind::Money),
            Field::new("receiver", "Tổ chức đấu giá, người mua", Kind::Text),
            Field::new("receipt", "Chứng từ nộp ngân sách", Kind::Text),
        ],
        closes: &["D-55"],
        repeats: true,
        adds: Adds::on(
            "sold_on",
            &[(Measure::SoldValue, What::Exhibits), (Measure::SaleProceeds, What::Amount("amount"))],
        ),
        place: "Điều 82 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "giao-co-quan",
        title: "Biên bản chuyển giao tang vật, phương tiện cho cơ quan quản lý, sử dụng",
        group: Group::Disposal,
        stages: STAGES,
        needs: &[Fact::DisposalPlanned],
        sets: &[Fact::Disposed],
        form: Some(&Form {
            symbol: "BB-CGTS",
            mark: Mark::Unsure,
            subject: "Chuyển giao tang vật, phương tiện bị tịch thu",
            grounds: &["Căn cứ Biên bản tịch thu {bien-ban-tich-thu};", "Căn cứ Phương án {phuong-an-xu-ly};"],
            body: &["Bên nhận: {to_body}.", "@exhibits"],
            ..FORM
        }),
        fields: &[Field::new("to_body", "Bên nhận", Kind::Text), EXHIBITS, CONDITION],
        closes: &["D-55"],
        repeats: true,
        adds: Adds::of(&[(Measure::HandedOver, What::Exhibits)]),
        place: "Điều 82 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
];
