//! The oral hearing and the longer period for a written explanation (Luật XLVPHC Điều 61).

use super::super::Fact;
use super::*;

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "gia-han-giai-trinh",
        title: "Gia hạn giải trình bằng văn bản",
        group: Group::Explanation,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RECORDED,
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "TB-GHGT",
            mark: Mark::Unsure,
            subject: "Gia hạn thời hạn giải trình",
            body: &[
                "Kính gửi: {party}.",
                "Theo văn bản đề nghị {request}, gia hạn thời hạn giải trình đối với Biên bản vi phạm hành chính {violation} đến hết {until}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("request", "Số, ngày văn bản đề nghị", Kind::Text)
                .hint("Nhận trước khi hết thời hạn giải trình"),
            Field::new("until", "Gia hạn đến hết ngày", Kind::Date).ahead(),
        ],
        place: "khoản 2 Điều 61 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "yeu-cau-phien-giai-trinh",
        title: "Tiếp nhận yêu cầu giải trình trực tiếp",
        group: Group::Explanation,
        stages: RECORDED,
        bars: &[Fact::HearingDue],
        sets: &[Fact::HearingDue],
        fields: &[
            Field::new("received_on", "Ngày nhận yêu cầu", Kind::Date).from(Source::Today),
            Field::new("contents", "Nội dung yêu cầu", Kind::Lines),
        ],
        opens: &["D-15"],
        closes: &["D-14"],
        place: "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "moi-giai-trinh",
        title: "Thông báo phiên giải trình trực tiếp",
        group: Group::Explanation,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: RECORDED,
        needs: &[Fact::HearingDue],
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "TB-PGT",
            mark: Mark::Unsure,
            subject: "Tổ chức phiên giải trình trực tiếp",
            body: &[
                "Kính gửi: {party}.",
                "Mời tham dự phiên giải trình trực tiếp về Biên bản vi phạm hành chính {violation}: {when}, tại {hearing_place}.",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("when", "Thời gian phiên giải trình", Kind::Moment).ahead(),
            Field::new("hearing_place", "Địa điểm", Kind::Text),
        ],
        closes: &["D-15"],
        repeats: true,
        place: "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "phien-giai-trinh",
        title: "Biên bản phiên giải trình trực tiếp",
        group: Group::Explanation,
        stages: RECORDED,
        needs: &[Fact::HearingDue],
        clears: &[Fact::HearingDue],
        form: Some(&Form {
            code: "MBB03",
            symbol: "BB-GTTT",
            subject: "Phiên giải trình trực tiếp",
            grounds: &[
                "Căn cứ Điều 61 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Biên bản vi phạm hành chính {violation};",
            ],
            body: &[
                "Phiên giải trình về các hành vi: {acts}.",
                "@party",
                "* Ý kiến của người có thẩm quyền xử phạt:",
                "{authority}",
                "* Ý kiến của người vi phạm hoặc người đại diện:",
                "{explanation}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("authority", "Ý kiến của người có thẩm quyền xử phạt", Kind::Lines),
            Field::new("explanation", "Ý kiến của người vi phạm", Kind::Lines),
        ],
        place: "khoản 3 Điều 61 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
];
