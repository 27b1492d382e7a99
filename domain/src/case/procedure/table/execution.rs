//! Service on paper, deferral, relief, instalments, late payment, confiscation carried out (Luật XLVPHC Điều 70–82).

use super::super::Fact;
use super::*;

const NTH: &str = "Để trống nếu không dùng";

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "bien-ban-giao-quyet-dinh",
        title: "Biên bản giao quyết định",
        group: Group::Execution,
        stages: AFTER,
        form: Some(&Form {
            symbol: "BB-GQĐ",
            subject: "Giao quyết định",
            body: &["Giao cho:", "@party", "Văn bản được giao: {paper}.", "Người nhận: {receiver}."],
            ..FORM
        }),
        fields: &[
            Field::new("paper", "Văn bản được giao", Kind::Paper),
            Field::new("receiver", "Người nhận", Kind::Text).from(Source::Representative),
        ],
        repeats: true,
        place: "Điều 70 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "khong-nhan-quyet-dinh",
        title: "Biên bản không nhận quyết định xử phạt",
        group: Group::Execution,
        stages: DECIDED,
        form: Some(&Form {
            code: "MBB06",
            symbol: "BB-KNQĐ",
            mark: Mark::Unsure,
            subject: "Về việc cá nhân, tổ chức không nhận quyết định xử phạt vi phạm hành chính",
            grounds: &["Căn cứ Quyết định xử phạt {decision};"],
            body: &["Người có tên sau không nhận Quyết định xử phạt:", "@party", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[REASON],
        repeats: true,
        place: "Điều 17a Nghị định 118/2021/NĐ-CP (bổ sung bởi Nghị định 190/2025/NĐ-CP)",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "niem-yet",
        title: "Niêm yết quyết định",
        group: Group::Execution,
        stages: AFTER,
        fields: &[
            Field::new("at", "Thời điểm niêm yết", Kind::Moment).from(Source::Now),
            Field::new("paper", "Văn bản", Kind::Paper),
            Field::new("posted_at", "Nơi niêm yết", Kind::Text).hint("Ủy ban nhân dân cấp xã nơi cư trú, đặt trụ sở"),
        ],
        opens: &["D-25d"],
        repeats: true,
        place: "Điều 17a Nghị định 118/2021/NĐ-CP (bổ sung bởi Nghị định 190/2025/NĐ-CP)",
        mark: Mark::Seen,
        ..ROW
    },
    Procedure {
        key: "hoan",
        title: "Hoãn thi hành quyết định phạt tiền",
        group: Group::Execution,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: &[Stage::Served],
        needs: &[Fact::Owing],
        bars: &[Fact::Deferred, Fact::Instalments, Fact::Enforcing],
        sets: &[Fact::Deferred],
        form: Some(&Form {
            code: "MQĐ03",
            kind: FormKind::Decision,
            symbol: "QĐ-HTHPT",
            subject: "Hoãn thi hành quyết định phạt tiền",
            grounds: &[
                "Căn cứ Điều 76 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Quyết định xử phạt {decision};",
                "Xét đơn đề nghị {request};",
            ],
            body: &[
                "# Hoãn thi hành Quyết định phạt tiền {decision} đối với:",
                "@party",
                "Số tiền được hoãn: {owed}.",
                "Thời hạn hoãn: đến hết {until}.",
                "Lý do: {reason}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("request", "Đơn đề nghị (ngày), nơi xác nhận", Kind::Text),
            Field::new("until", "Hoãn đến hết ngày", Kind::Date).ahead(),
            REASON.hint("Khó khăn đặc biệt về kinh tế do thiên tai, hỏa hoạn, dịch bệnh, bệnh hiểm nghèo, tai nạn"),
        ],
        opens: &["D-43b"],
        adds: Adds::of(&[(Measure::Deferrals, What::Each)]),
        place: "Điều 76 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "het-hoan",
        title: "Hết thời gian hoãn thi hành",
        group: Group::Execution,
        stages: &[Stage::Served],
        needs: &[Fact::Deferred],
        clears: &[Fact::Deferred],
        fields: &[Field::new("note", "Ghi chú", Kind::Lines).optional()],
        closes: &["D-43b"],
        place: "Điều 76 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "giam-mien",
        title: "Giảm, miễn tiền phạt",
        group: Group::Execution,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: &[Stage::Served],
        needs: &[Fact::Deferred, Fact::Owing],
        sets: &[Fact::Relieved],
        effect: Effect::Relieve,
        form: Some(&Form {
            code: "MQĐ04",
            kind: FormKind::Decision,
            symbol: "QĐ-GMTP",
            mark: Mark::Unsure,
            subject: "Giảm, miễn tiền phạt vi phạm hành chính",
            grounds: &["Căn cứ Điều 77 Luật Xử lý vi phạm hành chính;", "Căn cứ Quyết định hoãn {hoan};"],
            body: &["# {how} đối với:", "@party", "Số tiền được giảm, miễn: {amount}.", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[
            Field::new(
                "how",
                "Hình thức",
                Kind::Choice(&[
                    ("giam", "Giảm một phần tiền phạt"),
                    ("mien-con-lai", "Miễn phần còn lại của tiền phạt"),
                    ("mien", "Miễn toàn bộ tiền phạt"),
                ]),
            ),
            Field::new("amount", "Số tiền được giảm, miễn", Kind::Money).from(Source::Owed),
            REASON,
        ],
        closes: &["D-44"],
        repeats: true,
        adds: Adds::of(&[(Measure::Reliefs, What::Each)]),
        place: "Điều 77 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "nop-nhieu-lan",
        title: "Cho nộp tiền phạt nhiều lần",
        group: Group::Execution,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: &[Stage::Served],
        needs: &[Fact::Owing],
        bars: &[Fact::Instalments, Fact::Deferred, Fact::Enforcing],
        sets: &[Fact::Instalments],
        form: Some(&Form {
            code: "MQĐ05",
            kind: FormKind::Decision,
            symbol: "QĐ-NTPNL",
            subject: "Nộp tiền phạt nhiều lần",
            grounds: &[
                "Căn cứ Điều 79 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Quyết định xử phạt {decision};",
                "Xét đơn đề nghị {request};",
            ],
            body: &[
                "# Cho phép nộp tiền phạt nhiều lần đối với:",
                "@party",
                "Lần một: {amount_1}, chậm nhất {on_1}.",
                "Lần hai: {amount_2}, chậm nhất {on_2}.",
                "Lần ba: {amount_3}, chậm nhất {on_3}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("request", "Đơn đề nghị (ngày), nơi xác nhận", Kind::Text),
            Field::new("amount_1", "Lần một, số tiền", Kind::Money).hint("Ít nhất 40% tổng số tiền phạt"),
            Field::new("on_1", "Lần một, chậm nhất ngày", Kind::Date).ahead(),
            Field::new("amount_2", "Lần hai, số tiền", Kind::Money),
            Field::new("on_2", "Lần hai, chậm nhất ngày", Kind::Date).ahead(),
            Field::new("amount_3", "Lần ba, số tiền", Kind::Money).optional().hint(NTH),
            Field::new("on_3", "Lần ba, chậm nhất ngày", Kind::Date).optional().ahead().hint(NTH),
        ],
        opens: &["D-45"],
        place: "Điều 79 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "cham-dut-nop-nhieu-lan",
        title: "Chấm dứt nộp nhiều lần do không nộp đúng hạn",
        group: Group::Execution,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: &[Stage::Served],
        needs: &[Fact::Instalments, Fact::Owing],
        clears: &[Fact::Instalments],
        fields: &[REASON],
        closes: &["D-45"],
        place: "Điều 79 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "tu-choi-don",
        title: "Từ chối đơn đề nghị hoãn, giảm, miễn, nộp nhiều lần",
        group: Group::Execution,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: &[Stage::Served],
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "CV-TCĐ",
            mark: Mark::Unsure,
            subject: "Không chấp nhận đơn đề nghị",
            body: &[
                "Kính gửi: {party}.",
                "Không chấp nhận đơn đề nghị {request} về thi hành Quyết định xử phạt {decision}.",
                "Lý do: {reason}",
            ],
            ..FORM
        }),
        fields: &[Field::new("request", "Đơn đề nghị (nội dung, ngày)", Kind::Text), REASON],
        closes: &["D-43"],
        repeats: true,
        place: "Điều 76, 77, 79 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "nop-tien-cham-nop",
        title: "Ghi nhận tiền chậm nộp phạt",
        group: Group::Execution,
        stages: &[Stage::Served],
        needs: &[Fact::Decided],
        effect: Effect::Interest,
        fields: &[
            Field::new("paid_on", "Ngày nộp", Kind::Date).from(Source::Today),
            Field::new("amount", "Số tiền", Kind::Money).hint("0,05% mỗi ngày trên số tiền phạt chưa nộp"),
            Field::new("receipt", "Số chứng từ", Kind::Text),
        ],
        repeats: true,
        adds: Adds::on("paid_on", &[(Measure::LateInterest, What::Amount("amount"))]),
        place: "khoản 1 Điều 78 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "nop-lai-loi-bat-hop-phap",
        title: "Ghi nhận nộp lại số lợi bất hợp pháp, tiền bằng trị giá tang vật",
        group: Group::Execution,
        stages: &[Stage::Served, Stage::Unsanctioned],
        fields: &[
            Field::new("paid_on", "Ngày nộp", Kind::Date).from(Source::Today),
            Field::new("amount", "Số tiền", Kind::Money),
            Field::new(
                "what",
                "Khoản nộp",
                Kind::Choice(&[
                    ("so-loi", "số lợi bất hợp pháp có được do vi phạm"),
                    ("tri-gia", "tiền bằng trị giá tang vật đã tiêu thụ, tẩu tán, tiêu hủy trái pháp luật"),
                ]),
            ),
            Field::new("receipt", "Số chứng từ nộp ngân sách", Kind::Text),
        ],
        repeats: true,
        adds: Adds::on("paid_on", &[(Measure::Recovered, What::Amount("amount"))]),
        place: "điểm i khoản 1 Điều 28, Điều 37 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "bien-ban-tich-thu",
        title: "Biên bản tịch thu tang vật, phương tiện",
        group: Group::Execution,
        stages: &[Stage::Served, Stage::Unsanctioned],
        needs: &[Fact::ConfiscationOrdered],
        bars: &[Fact::Stayed],
        sets: &[Fact::Confiscated],
        clears: &[Fact::Held, Fact::HeldUrgently, Fact::HeldLonger],
        form: Some(&Form {
            code: "MBB20",
            symbol: "BB-TTTVPT",
            subject: "Tịch thu tang vật, phương tiện vi phạm hành chính",
            grounds: &["Căn cứ Quyết định xử phạt {decision};", "Căn cứ Quyết định tịch thu {tich-thu-khong-xu-phat};"],
            body: &[
                "Tịch thu của:",
                "@party",
                "@exhibits",
                "So với khi tạm giữ: {compared}",
                "Nơi chuyển đến: {stored_at}.",
            ],
            ..FORM
        }),
        fields: &[
            EXHIBITS,
            CONDITION,
            Field::new("compared", "So với lúc tạm giữ", Kind::Lines),
            Field::new("stored_at", "Nơi chuyển đến", Kind::Text),
        ],
        closes: &["D-30"],
        place: "Điều 81 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
];
