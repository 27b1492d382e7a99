//! Working records, verification, samples, expert tests, valuation (Luật XLVPHC Điều 55, 59, 60).

use super::super::Fact;
use super::*;

const LAW: &str = "Căn cứ Luật Xử lý vi phạm hành chính;";
const RECORD: &str = "Căn cứ Biên bản vi phạm hành chính {violation};";

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "buoc-cham-dut",
        title: "Buộc chấm dứt hành vi vi phạm",
        group: Group::Verification,
        stages: &[Stage::InspectionDecided, Stage::InspectionRecordedViolation, Stage::ViolationRecorded],
        fields: &[
            Field::new("at", "Thời điểm yêu cầu", Kind::Moment).from(Source::Now),
            Field::new("act", "Hành vi đang diễn ra", Kind::Lines),
            Field::new("how", "Hình thức", Kind::Choice(&[("loi-noi", "Bằng lời nói"), ("van-ban", "Bằng văn bản")])),
        ],
        repeats: true,
        place: "Điều 55 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "lam-viec",
        title: "Biên bản làm việc",
        group: Group::Verification,
        stages: RUNNING,
        form: Some(&Form {
            code: "MBB02",
            symbol: "BB-LV",
            subject: "Làm việc",
            grounds: &["Căn cứ Quyết định kiểm tra {inspection};"],
            body: &[
                "Tiến hành làm việc với:",
                "@party",
                "* Nội dung làm việc:",
                "{contents}",
                "Tài liệu kèm theo: {documents}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("contents", "Nội dung làm việc", Kind::Lines),
            Field::new("documents", "Tài liệu kèm theo", Kind::Lines).optional(),
        ],
        repeats: true,
        place: "Điều 12 Nghị định 118/2021/NĐ-CP (sửa đổi bởi Nghị định 68/2025/NĐ-CP)",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "ghi-loi-khai",
        title: "Biên bản ghi lời khai",
        group: Group::Verification,
        stages: RUNNING,
        form: Some(&Form {
            symbol: "BB-GLK",
            mark: Mark::Unsure,
            subject: "Ghi lời khai",
            body: &["Người khai: {person}.", "* Nội dung:", "{contents}"],
            ..FORM
        }),
        fields: &[
            Field::new("person", "Người khai", Kind::Text).hint("Họ tên, năm sinh, nơi ở, số định danh"),
            Field::new("contents", "Hỏi và trả lời", Kind::Lines),
        ],
        repeats: true,
        place: "Điều 59 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "phu-luc",
        title: "Phụ lục biên bản",
        group: Group::Verification,
        stages: RUNNING,
        form: Some(&Form { subject: "Phụ lục kèm theo {paper}", body: &["{contents}"], ..FORM }),
        fields: &[
            Field::new("paper", "Kèm theo", Kind::Paper),
            Field::new("contents", "Nội dung phụ lục", Kind::Lines),
        ],
        repeats: true,
        place: "Thông tư 22/2021/TT-BCT",
        ..ROW
    },
    Procedure {
        key: "bang-ke",
        title: "Bảng kê hàng hóa, tang vật",
        group: Group::Verification,
        stages: RUNNING,
        needs: &[Fact::HasExhibits],
        form: Some(&Form {
            subject: "Bảng kê hàng hóa, tang vật kèm theo {paper}", body: &["@exhibits"], ..FORM
        }),
        fields: &[Field::new("paper", "Kèm theo", Kind::Paper), EXHIBITS],
        repeats: true,
        place: "Thông tư 22/2021/TT-BCT",
        ..ROW
    },
    Procedure {
        key: "lay-mau",
        title: "Lấy mẫu",
        group: Group::Verification,
        stages: RUNNING,
        form: Some(&Form {
            symbol: "BB-LM",
            subject: "Lấy mẫu hàng hóa",
            body: &[
                "Tiến hành lấy mẫu của:",
                "@party",
                "Mẫu: {samples}",
                "Số lượng mẫu: {count}; số tem niêm phong mẫu: {seals}.",
                "Chỉ tiêu cần kiểm nghiệm, giám định: {tests}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("samples", "Tên mẫu, lô hàng, nơi lấy", Kind::Lines),
            Field::new("count", "Số mẫu", Kind::Count { min: 1, max: 1_000 }),
            Field::new("seals", "Số tem niêm phong mẫu", Kind::Text),
            Field::new("tests", "Chỉ tiêu cần kiểm nghiệm", Kind::Lines),
        ],
        repeats: true,
        place: "Điều 18 Thông tư 27/2020/TT-BCT",
        ..ROW
    },
    Procedure {
        key: "trung-cau-giam-dinh",
        title: "Trưng cầu giám định",
        group: Group::Verification,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: FOUND,
        bars: &[Fact::ExpertAwaited],
        sets: &[Fact::ExpertAwaited],
        form: Some(&Form {
            code: "MQĐ41",
            kind: FormKind::Decision,
            symbol: "QĐ-TCGĐ",
            subject: "Trưng cầu giám định",
            grounds: &["Căn cứ Điều 59 Luật Xử lý vi phạm hành chính;", RECORD],
            body: &[
                "# Trưng cầu {body} giám định:",
                "{object}",
                "Nội dung yêu cầu: {question}",
                "Thời hạn trả kết quả: {until}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("body", "Tổ chức giám định", Kind::Text),
            Field::new("object", "Đối tượng giám định", Kind::Lines),
            Field::new("question", "Nội dung yêu cầu giám định", Kind::Lines),
            Field::new("until", "Thời hạn trả kết quả", Kind::Date).ahead(),
        ],
        repeats: true,
        place: "Điều 59 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "ket-qua-giam-dinh",
        title: "Ghi nhận kết quả giám định",
        group: Group::Verification,
        stages: FOUND,
        needs: &[Fact::ExpertAwaited],
        clears: &[Fact::ExpertAwaited],
        fields: &[
            Field::new("received_on", "Ngày nhận kết quả", Kind::Date).from(Source::Today),
            Field::new("number", "Số, ngày kết luận giám định", Kind::Text),
            Field::new("result", "Kết luận", Kind::Lines),
        ],
        opens: &["D-10c"],
        repeats: true,
        place: "Điều 59 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "xac-minh-tinh-tiet",
        title: "Xác minh tình tiết của vụ việc",
        group: Group::Verification,
        stages: RECORDED,
        sets: &[Fact::FactsVerified],
        form: Some(&Form {
            code: "MBB05",
            symbol: "BB-XM",
            subject: "Xác minh tình tiết của vụ việc vi phạm hành chính",
            grounds: &[LAW, RECORD],
            body: &[
                "Tiến hành xác minh đối với:",
                "@party",
                "1. Có hay không có vi phạm hành chính: {violation_found}",
                "2. Cá nhân, tổ chức vi phạm, lỗi, nhân thân: {fault}",
                "3. Tình tiết tăng nặng, giảm nhẹ: {circumstances}",
                "4. Tính chất, mức độ thiệt hại: {damage}",
                "5. Tình tiết khác: {other}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("violation_found", "Có hay không có vi phạm", Kind::Lines),
            Field::new("fault", "Người vi phạm, lỗi, nhân thân", Kind::Lines),
            Field::new("circumstances", "Tình tiết tăng nặng, giảm nhẹ", Kind::Lines),
            Field::new("damage", "Tính chất, mức độ thiệt hại", Kind::Lines).optional(),
            Field::new("other", "Tình tiết khác", Kind::Lines).optional(),
        ],
        repeats: true,
        opens: &["D-22"],
        place: "Điều 59, điểm b khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "dac-biet-phuc-tap",
        title: "Xác định vụ việc đặc biệt nghiêm trọng, phức tạp",
        group: Group::Verification,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RECORDED,
        needs: &[Fact::FactsVerified],
        sets: &[Fact::Complex],
        fields: &[REASON.hint("Nhiều tình tiết phức tạp cần thời gian xác minh")],
        opens: &["D-23"],
        place: "điểm c khoản 1 Điều 66 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "dinh-gia",
        title: "Xác định trị giá tang vật, phương tiện",
        group: Group::Verification,
        stages: RECORDED,
        needs: &[Fact::HasExhibits],
        form: Some(&Form {
            code: "MBB04",
            symbol: "BB-ĐG",
            mark: Mark::Unsure,
            subject: "Xác định giá trị tang vật, phương tiện vi phạm hành chính",
            grounds: &["Căn cứ Điều 60 Luật Xử lý vi phạm hành chính;", RECORD, "Căn cứ {council};"],
            body: &[
                "Chủ sở hữu hoặc người quản lý:",
                "@party",
                "@exhibits",
                "Căn cứ xác định giá: {basis}",
                "Ý kiến khác: {other}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("council", "Quyết định thành lập hội đồng", Kind::Text).optional().hint("Nếu có"),
            Field::new("exhibits", "Tang vật và đơn giá", Kind::PricedExhibits),
            Field::new(
                "basis",
                "Căn cứ xác định giá",
                Kind::Choice(&[
                    ("niem-yet", "Giá niêm yết hoặc giá ghi trên hợp đồng, hóa đơn, tờ khai"),
                    ("thong-bao", "Giá theo thông báo của cơ quan tài chính địa phương"),
                    ("thi-truong", "Giá thị trường tại địa phương"),
                    ("gia-thanh", "Giá thành của hàng chưa xuất bán"),
                    ("hang-that", "Giá của hàng thật hoặc hàng có cùng tính năng (hàng giả)"),
                ]),
            ),
            Field::new("other", "Ý kiến khác", Kind::Lines).optional(),
        ],
        repeats: true,
        closes: &["D-35"],
        place: "Điều 60 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
];
