//! Seizure, seals, return, custody (Luật XLVPHC Điều 125, 126; NĐ 138/2021/NĐ-CP).

use super::{super::Fact, *};

const ARTICLE: &str = "Căn cứ Điều 125 Luật Xử lý vi phạm hành chính;";
const RECORD: &str = "Căn cứ Biên bản vi phạm hành chính {violation};";
const DECISION: &str = "Căn cứ Quyết định tạm giữ {tam-giu};";
const KEEPER: Field = Field::new("keeper", "Người, đơn vị bảo quản", Kind::Text);
const STORED: Field = Field::new("stored_at", "Nơi bảo quản", Kind::Text);
const WHY: Field = Field::new(
    "why",
    "Mục đích tạm giữ",
    Kind::Choice(&[
        ("xac-minh", "để xác minh tình tiết làm căn cứ ra quyết định xử phạt"),
        ("ngan-chan", "để ngăn chặn ngay hành vi vi phạm"),
        ("thi-hanh", "để bảo đảm thi hành quyết định xử phạt"),
    ]),
);
const SEALED: Field =
    Field::new("sealing", "Niêm phong", Kind::Choice(&[("co", "có niêm phong"), ("khong", "không niêm phong")]));

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "tam-giu",
        title: "Quyết định tạm giữ tang vật, phương tiện",
        group: Group::Seizure,
        action: Action::DecideProcedure,
        signer: Signer::Seizer,
        stages: RECORDED,
        needs: &[Fact::HasExhibits],
        bars: &[Fact::Held],
        sets: &[Fact::Held],
        form: Some(&Form {
            code: "MQĐ20",
            kind: FormKind::Decision,
            symbol: "QĐ-TGTVPTGPCC",
            subject: "Tạm giữ tang vật, phương tiện vi phạm hành chính",
            grounds: &[ARTICLE, RECORD],
            body: &[
                "# Tạm giữ tang vật, phương tiện vi phạm hành chính của:",
                "@party",
                "Mục đích: {why}. Lý do: {reason}",
                "@exhibits",
                "Thời hạn tạm giữ: 07 ngày làm việc kể từ ngày tạm giữ, trừ trường hợp kéo dài theo quy định; {sealing}.",
                "# Giao {keeper} bảo quản tại {stored_at}.",
            ],
            ..FORM
        }),
        fields: &[WHY, REASON, EXHIBITS, SEALED, KEEPER, STORED],
        opens: &["D-30"],
        repeats: true,
        adds: Adds::of(&[(Measure::Seizures, What::Case)]),
        place: "khoản 1, khoản 2 Điều 125 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "tam-giu-khan-cap",
        title: "Tạm giữ khẩn cấp",
        group: Group::Seizure,
        stages: RECORDED,
        needs: &[Fact::HasExhibits],
        bars: &[Fact::Held],
        sets: &[Fact::Held, Fact::HeldUrgently],
        form: Some(&Form {
            code: "MBB15",
            symbol: "BB-TGTVPTGPCC",
            subject: "Tạm giữ tang vật, phương tiện vi phạm hành chính (trường hợp khẩn cấp)",
            grounds: &["Căn cứ khoản 3 Điều 125 Luật Xử lý vi phạm hành chính;", RECORD],
            body: &[
                "Tạm giữ của:",
                "@party",
                "Lý do khẩn cấp: {reason}",
                "@exhibits",
                "Người bảo quản: {keeper}; nơi bảo quản: {stored_at}.",
            ],
            ..FORM
        }),
        fields: &[REASON, EXHIBITS, CONDITION, KEEPER, STORED],
        opens: &["D-34", "D-30"],
        repeats: true,
        place: "khoản 3 Điều 125 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "xac-nhan-tam-giu",
        title: "Quyết định tạm giữ sau khi tạm giữ khẩn cấp",
        group: Group::Seizure,
        action: Action::DecideProcedure,
        signer: Signer::Seizer,
        stages: RECORDED,
        needs: &[Fact::HeldUrgently],
        clears: &[Fact::HeldUrgently],
        form: Some(&Form {
            code: "MQĐ20",
            kind: FormKind::Decision,
            symbol: "QĐ-TGTVPTGPCC",
            subject: "Tạm giữ tang vật, phương tiện vi phạm hành chính",
            grounds: &[ARTICLE, RECORD, "Căn cứ Biên bản tạm giữ {tam-giu-khan-cap};"],
            body: &[
                "# Tạm giữ tang vật, phương tiện vi phạm hành chính đã tạm giữ khẩn cấp của:",
                "@party",
                "Mục đích: {why}.",
                "@exhibits",
                "# Giao {keeper} bảo quản tại {stored_at}.",
            ],
            ..FORM
        }),
        fields: &[WHY, EXHIBITS, KEEPER, STORED],
        closes: &["D-34"],
        repeats: true,
        adds: Adds::of(&[(Measure::Seizures, What::Case)]),
        place: "khoản 3 Điều 125 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "bien-ban-tam-giu",
        title: "Biên bản tạm giữ tang vật, phương tiện",
        group: Group::Seizure,
        stages: RECORDED,
        needs: &[Fact::Held],
        bars: &[Fact::HeldUrgently],
        form: Some(&Form {
            code: "MBB15",
            symbol: "BB-TGTVPTGPCC",
            subject: "Tạm giữ tang vật, phương tiện, giấy phép, chứng chỉ hành nghề",
            grounds: &[DECISION],
            body: &[
                "Tiến hành tạm giữ của:",
                "@party",
                "@exhibits",
                "Đặc điểm, biển số, số khung, số máy: {marks}",
                "Người bảo quản: {keeper}; nơi bảo quản: {stored_at}.",
            ],
            ..FORM
        }),
        fields: &[
            EXHIBITS,
            CONDITION,
            Field::new("marks", "Đặc điểm, biển số, số khung, số máy", Kind::Lines).optional(),
            KEEPER,
            STORED,
        ],
        repeats: true,
        place: "Điều 125 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "keo-dai-tam-giu",
        title: "Kéo dài thời hạn tạm giữ",
        group: Group::Seizure,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RECORDED,
        needs: &[Fact::Held],
        bars: &[Fact::HeldUrgently],
        sets: &[Fact::HeldLonger],
        form: Some(&Form {
            code: "MQĐ21",
            kind: FormKind::Decision,
            symbol: "QĐ-KDTGTVPTGPCC",
            subject: "Kéo dài thời hạn tạm giữ tang vật, phương tiện",
            grounds: &[ARTICLE, DECISION],
            body: &[
                "# Kéo dài thời hạn tạm giữ theo Quyết định {tam-giu} đối với {party} đến hết {until}.",
                "Lý do: {reason}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("until", "Kéo dài đến hết ngày", Kind::Date).ahead(),
            REASON.hint("Giải trình, xác minh tình tiết; vụ việc đặc biệt phức tạp"),
        ],
        repeats: true,
        place: "khoản 8 Điều 125 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "niem-phong",
        title: "Niêm phong tang vật, phương tiện",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::Held],
        sets: &[Fact::Sealed],
        form: Some(&Form {
            code: "MBB26",
            symbol: "BB-NPTVPT",
            subject: "Niêm phong tang vật, phương tiện",
            grounds: &[DECISION],
            body: &[
                "Niêm phong tang vật, phương tiện của:",
                "@party",
                "@exhibits",
                "Số tem niêm phong: {seals}; vị trí dán: {position}.",
                "Người coi giữ: {keeper}.",
            ],
            ..FORM
        }),
        fields: &[
            EXHIBITS,
            CONDITION,
            Field::new("seals", "Số tem niêm phong", Kind::Text),
            Field::new("position", "Vị trí dán tem", Kind::Text),
            KEEPER,
        ],
        repeats: true,
        place: "khoản 5 Điều 125 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "mo-niem-phong",
        title: "Mở niêm phong tang vật, phương tiện",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::Sealed],
        clears: &[Fact::Sealed],
        form: Some(&Form {
            code: "MBB27",
            symbol: "BB-MNPTVPT",
            subject: "Mở niêm phong tang vật, phương tiện",
            grounds: &["Căn cứ Biên bản niêm phong {niem-phong};"],
            body: &[
                "@party",
                "Tình trạng niêm phong trước khi mở: {seal_condition}",
                "@exhibits",
                "Lý do mở niêm phong: {reason}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("seal_condition", "Tình trạng niêm phong trước khi mở", Kind::Lines),
            EXHIBITS,
            CONDITION,
            REASON,
        ],
        repeats: true,
        place: "khoản 5 Điều 125 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "chuyen-noi-giu",
        title: "Chuyển nơi bảo quản, giao nhận tang vật",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::Held],
        fields: &[
            Field::new("at", "Thời điểm giao nhận", Kind::Moment).from(Source::Now),
            EXHIBITS,
            CONDITION,
            Field::new("from_keeper", "Bên giao", Kind::Text),
            Field::new("keeper", "Bên nhận", Kind::Text),
            STORED,
        ],
        repeats: true,
        place: "Nghị định 138/2021/NĐ-CP",
        ..ROW
    },
    Procedure {
        key: "chuyen-phuong-tien",
        title: "Chuyển phương tiện về nơi tạm giữ",
        group: Group::Seizure,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RUNNING,
        needs: &[Fact::VehicleEntrusted],
        clears: &[Fact::VehicleEntrusted],
        form: Some(&Form {
            code: "MQĐ30",
            kind: FormKind::Decision,
            symbol: "QĐ-CPT",
            mark: Mark::Unsure,
            subject: "Chuyển phương tiện vi phạm hành chính đã giao cho tổ chức, cá nhân giữ về nơi tạm giữ",
            grounds: &["Căn cứ Nghị định 138/2021/NĐ-CP;", "Căn cứ Quyết định giao phương tiện {giao-phuong-tien};"],
            body: &["# Chuyển phương tiện của {party} về nơi tạm giữ: {stored_at}.", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[STORED, REASON],
        repeats: true,
        place: "Nghị định 138/2021/NĐ-CP",
        ..ROW
    },
    Procedure {
        key: "giao-phuong-tien",
        title: "Giao phương tiện cho tổ chức, cá nhân vi phạm giữ",
        group: Group::Seizure,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RUNNING,
        needs: &[Fact::Held],
        bars: &[Fact::VehicleEntrusted],
        sets: &[Fact::VehicleEntrusted],
        form: Some(&Form {
            code: "MQĐ22",
            kind: FormKind::Decision,
            symbol: "QĐ-GPT",
            mark: Mark::Unsure,
            subject: "Giao phương tiện vi phạm hành chính cho tổ chức, cá nhân vi phạm giữ, bảo quản",
            grounds: &["Căn cứ khoản 10 Điều 125 Luật Xử lý vi phạm hành chính;", DECISION],
            body: &[
                "# Giao phương tiện sau cho {party} giữ, bảo quản tại {stored_at}:",
                "@exhibits",
                "Điều kiện: {reason}",
            ],
            ..FORM
        }),
        fields: &[EXHIBITS, STORED, REASON],
        repeats: true,
        place: "khoản 10 Điều 125 Luật Xử lý vi phạm hành chính; Nghị định 138/2021/NĐ-CP",
        ..ROW
    },
    Procedure {
        key: "bien-ban-giao-phuong-tien",
        title: "Biên bản giao phương tiện cho tổ chức, cá nhân giữ",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::VehicleEntrusted],
        form: Some(&Form {
            code: "MBB19",
            symbol: "BB-GPT",
            mark: Mark::Unsure,
            subject: "Giao phương tiện vi phạm hành chính cho tổ chức, cá nhân giữ, bảo quản",
            grounds: &["Căn cứ Quyết định {giao-phuong-tien};"],
            body: &["Giao cho:", "@party", "@exhibits", "Nơi giữ, bảo quản: {stored_at}."],
            ..FORM
        }),
        fields: &[EXHIBITS, CONDITION, STORED],
        repeats: true,
        place: "Nghị định 138/2021/NĐ-CP",
        ..ROW
    },
    Procedure {
        key: "dat-bao-lanh",
        title: "Đặt tiền bảo lãnh phương tiện",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::Held],
        bars: &[Fact::Bail],
        sets: &[Fact::Bail],
        form: Some(&Form {
            code: "MBB18",
            symbol: "BB-ĐTBL",
            mark: Mark::Unsure,
            subject: "Đặt tiền bảo lãnh",
            grounds: &[DECISION],
            body: &["Người đặt tiền bảo lãnh:", "@party", "Số tiền: {amount}.", "Chứng từ: {receipt}."],
            ..FORM
        }),
        fields: &[
            Field::new("amount", "Số tiền bảo lãnh", Kind::Money),
            Field::new("receipt", "Số chứng từ", Kind::Text),
        ],
        repeats: true,
        place: "khoản 10 Điều 125 Luật Xử lý vi phạm hành chính; Nghị định 138/2021/NĐ-CP",
        ..ROW
    },
    Procedure {
        key: "tra-bao-lanh",
        title: "Trả lại tiền bảo lãnh",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::Bail],
        clears: &[Fact::Bail],
        form: Some(&Form {
            code: "MBB18",
            symbol: "BB-ĐTBL",
            mark: Mark::Unsure,
            subject: "Trả lại tiền bảo lãnh",
            grounds: &["Căn cứ Biên bản đặt tiền bảo lãnh {dat-bao-lanh};"],
            body: &["Người nhận lại tiền:", "@party", "Số tiền: {amount}."],
            ..FORM
        }),
        fields: &[Field::new("amount", "Số tiền trả lại", Kind::Money)],
        repeats: true,
        place: "Nghị định 138/2021/NĐ-CP",
        ..ROW
    },
    Procedure {
        key: "khau-tru-bao-lanh",
        title: "Khấu trừ tiền đặt bảo lãnh",
        group: Group::Seizure,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: DECIDED,
        needs: &[Fact::Bail, Fact::Owing],
        clears: &[Fact::Bail],
        form: Some(&Form {
            code: "MQĐ23",
            kind: FormKind::Decision,
            symbol: "QĐ-KTTBL",
            mark: Mark::Unsure,
            subject: "Khấu trừ tiền đặt bảo lãnh",
            grounds: &["Căn cứ Quyết định xử phạt {decision};", "Căn cứ Biên bản đặt tiền bảo lãnh {dat-bao-lanh};"],
            body: &["# Khấu trừ {amount} từ tiền đặt bảo lãnh của {party} để thi hành Quyết định xử phạt {decision}."],
            ..FORM
        }),
        fields: &[Field::new("amount", "Số tiền khấu trừ", Kind::Money)],
        repeats: true,
        place: "Nghị định 138/2021/NĐ-CP",
        ..ROW
    },
    Procedure {
        key: "giu-giay-phep",
        title: "Giữ giấy phép, chứng chỉ hành nghề",
        group: Group::Seizure,
        stages: RUNNING,
        bars: &[Fact::LicenceKept],
        sets: &[Fact::LicenceKept],
        form: Some(&Form {
            code: "MBB08",
            symbol: "BB-GGP",
            mark: Mark::Unsure,
            subject: "Giữ giấy phép, chứng chỉ hành nghề",
            grounds: &["Căn cứ Quyết định xử phạt {decision};"],
            body: &["Giữ của:", "@party", "Giấy phép, chứng chỉ: {licence}", "Thời hạn: {until}."],
            ..FORM
        }),
        fields: &[
            Field::new("licence", "Tên, số, ngày cấp, nơi cấp", Kind::Lines),
            Field::new("until", "Đến hết ngày", Kind::Date).ahead(),
        ],
        repeats: true,
        opens: &["D-26"],
        place: "Điều 25 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "tra-giay-phep",
        title: "Trả lại giấy phép, chứng chỉ hành nghề",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::LicenceKept],
        clears: &[Fact::LicenceKept],
        fields: &[
            Field::new("returned_on", "Ngày trả", Kind::Date).from(Source::Today),
            Field::new("receiver", "Người nhận", Kind::Text),
        ],
        repeats: true,
        place: "Điều 25 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "chuyen-giay-phep",
        title: "Chuyển giấy phép quá hạn tạm giữ cho cơ quan đã cấp",
        group: Group::Seizure,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RUNNING,
        needs: &[Fact::LicenceKept],
        form: Some(&Form {
            code: "MQĐ42",
            kind: FormKind::Decision,
            symbol: "QĐ-CGP",
            mark: Mark::Unsure,
            subject: "Chuyển giấy phép, chứng chỉ hành nghề quá thời hạn tạm giữ mà không có người đến nhận",
            grounds: &["Căn cứ Luật Xử lý vi phạm hành chính;"],
            body: &["# Chuyển giấy phép, chứng chỉ của {party} cho {to_body}: {licence}"],
            ..FORM
        }),
        fields: &[
            Field::new("to_body", "Cơ quan nhận", Kind::Text),
            Field::new("licence", "Giấy phép, chứng chỉ", Kind::Lines),
        ],
        place: "Nghị định 118/2021/NĐ-CP (sửa đổi bởi Nghị định 68/2025/NĐ-CP)",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "bien-ban-chuyen-giay-phep",
        title: "Biên bản chuyển giấy phép quá hạn tạm giữ",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::LicenceKept],
        clears: &[Fact::LicenceKept],
        form: Some(&Form {
            code: "MBB30",
            symbol: "BB-CGP",
            mark: Mark::Unsure,
            subject: "Chuyển giấy phép, chứng chỉ hành nghề quá thời hạn tạm giữ",
            grounds: &["Căn cứ Quyết định {chuyen-giay-phep};"],
            body: &["Bên nhận: {to_body}.", "Giấy phép, chứng chỉ: {licence}"],
            ..FORM
        }),
        fields: &[
            Field::new("to_body", "Bên nhận", Kind::Text),
            Field::new("licence", "Giấy phép, chứng chỉ", Kind::Lines),
        ],
        repeats: true,
        place: "Nghị định 118/2021/NĐ-CP (sửa đổi bởi Nghị định 68/2025/NĐ-CP)",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "tra-lai",
        title: "Quyết định trả lại tang vật, phương tiện",
        group: Group::Seizure,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RUNNING,
        needs: &[Fact::Held],
        bars: &[Fact::ReturnDecided],
        sets: &[Fact::ReturnDecided],
        form: Some(&Form {
            code: "MQĐ24",
            kind: FormKind::Decision,
            symbol: "QĐ-TLTVPTGPCC",
            subject: "Trả lại tang vật, phương tiện bị tạm giữ",
            grounds: &["Căn cứ Điều 126 Luật Xử lý vi phạm hành chính;", DECISION],
            body: &[
                "# Trả lại tang vật, phương tiện bị tạm giữ cho {receiver}:",
                "@exhibits",
                "Lý do: {reason}",
                "Thời hạn đến nhận: {until}.",
            ],
            ..FORM
        }),
        fields: &[
            EXHIBITS,
            Field::new("receiver", "Người nhận", Kind::Text).from(Source::Representative),
            REASON,
            Field::new("until", "Đến nhận trước ngày", Kind::Date).ahead(),
        ],
        repeats: true,
        place: "khoản 1 Điều 126 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "bien-ban-tra-lai",
        title: "Biên bản trả lại tang vật, phương tiện bị tạm giữ",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::ReturnDecided],
        clears: &[Fact::ReturnDecided, Fact::Held, Fact::HeldUrgently, Fact::HeldLonger, Fact::Sealed],
        form: Some(&Form {
            code: "MBB17",
            symbol: "BB-TLTVPTGPCC",
            subject: "Trả lại tang vật, phương tiện, giấy phép bị tạm giữ",
            grounds: &["Căn cứ Quyết định trả lại {tra-lai};"],
            body: &["Trả lại cho: {receiver}.", "@exhibits"],
            ..FORM
        }),
        fields: &[EXHIBITS, CONDITION, Field::new("receiver", "Người nhận", Kind::Text).from(Source::Representative)],
        closes: &["D-30"],
        repeats: true,
        place: "khoản 1 Điều 126 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "tra-lai-khong-quyet-dinh",
        title: "Biên bản trả lại tang vật khi không ra quyết định tạm giữ",
        group: Group::Seizure,
        stages: RUNNING,
        needs: &[Fact::HeldUrgently],
        clears: &[Fact::Held, Fact::HeldUrgently, Fact::Sealed],
        form: Some(&Form {
            code: "MBB16",
            symbol: "BB-TLTVPT",
            mark: Mark::Unsure,
            subject: "Trả lại tang vật, phương tiện (không ra quyết định tạm giữ)",
            grounds: &[
                "Căn cứ khoản 3 Điều 125 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Biên bản tạm giữ {tam-giu-khan-cap};",
            ],
            body: &["Trả lại cho: {receiver}.", "@exhibits", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[
            EXHIBITS,
            CONDITION,
            Field::new("receiver", "Người nhận", Kind::Text).from(Source::Representative),
            REASON,
        ],
        closes: &["D-34", "D-30"],
        repeats: true,
        place: "khoản 3 Điều 125 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "huy-ngan-chan",
        title: "Hủy bỏ biện pháp ngăn chặn",
        group: Group::Seizure,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RUNNING,
        needs: &[Fact::Held],
        sets: &[Fact::ReturnDecided],
        form: Some(&Form {
            code: "MQĐ29",
            kind: FormKind::Decision,
            symbol: "QĐ-HBBPNC",
            mark: Mark::Unsure,
            subject: "Hủy bỏ biện pháp ngăn chặn vi phạm hành chính",
            grounds: &["Căn cứ Điều 121 Luật Xử lý vi phạm hành chính;", DECISION],
            body: &["# Hủy bỏ biện pháp tạm giữ tang vật, phương tiện đối với {party}.", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[REASON],
        repeats: true,
        place: "Điều 121 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
];
