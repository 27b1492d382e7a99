//! Search of persons, vehicles and places; holding of persons (Luật XLVPHC Điều 119–123, 127–129).

use super::super::Fact;
use super::*;

const WHERE: Field = Field::new("object", "Đối tượng, phạm vi khám", Kind::Lines);
const FOUND_THINGS: Field = Field::new("found", "Kết quả khám, đồ vật, tài liệu phát hiện", Kind::Lines);

pub(super) const ROWS: &[Procedure] = &[
    Procedure {
        key: "kham-nguoi",
        title: "Quyết định khám người",
        group: Group::Search,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: FOUND,
        bars: &[Fact::PersonSearchOrdered],
        sets: &[Fact::PersonSearchOrdered],
        form: Some(&Form {
            code: "MQĐ25",
            kind: FormKind::Decision,
            symbol: "QĐ-KN",
            subject: "Khám người theo thủ tục hành chính",
            grounds: &["Căn cứ Điều 127 Luật Xử lý vi phạm hành chính;"],
            body: &["# Khám người theo thủ tục hành chính đối với: {object}", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[WHERE, REASON],
        repeats: true,
        place: "Điều 127 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "bien-ban-kham-nguoi",
        title: "Biên bản khám người",
        group: Group::Search,
        stages: FOUND,
        needs: &[Fact::PersonSearchOrdered],
        clears: &[Fact::PersonSearchOrdered],
        form: Some(&Form {
            code: "MBB23",
            symbol: "BB-KN",
            subject: "Khám người theo thủ tục hành chính",
            grounds: &["Căn cứ Quyết định khám người {kham-nguoi};"],
            body: &[
                "Người khám và người bị khám cùng giới tính; có người chứng kiến cùng giới tính.",
                "Người bị khám: {object}",
                "{found}",
            ],
            ..FORM
        }),
        fields: &[WHERE, FOUND_THINGS],
        repeats: true,
        place: "Điều 127 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "kham-phuong-tien",
        title: "Quyết định khám phương tiện vận tải, đồ vật",
        group: Group::Search,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: FOUND,
        bars: &[Fact::VehicleSearchOrdered],
        sets: &[Fact::VehicleSearchOrdered],
        form: Some(&Form {
            code: "MQĐ26",
            kind: FormKind::Decision,
            symbol: "QĐ-KPTVTĐV",
            subject: "Khám phương tiện vận tải, đồ vật theo thủ tục hành chính",
            grounds: &["Căn cứ Điều 128 Luật Xử lý vi phạm hành chính;"],
            body: &["# Khám phương tiện vận tải, đồ vật: {object}", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[WHERE, REASON],
        repeats: true,
        place: "Điều 128 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "bien-ban-kham-phuong-tien",
        title: "Biên bản khám phương tiện vận tải, đồ vật",
        group: Group::Search,
        stages: FOUND,
        needs: &[Fact::VehicleSearchOrdered],
        clears: &[Fact::VehicleSearchOrdered],
        form: Some(&Form {
            code: "MBB24",
            symbol: "BB-KPTVTĐV",
            subject: "Khám phương tiện vận tải, đồ vật theo thủ tục hành chính",
            grounds: &["Căn cứ Quyết định khám phương tiện {kham-phuong-tien};"],
            body: &["Phương tiện, đồ vật bị khám: {object}", "{found}"],
            ..FORM
        }),
        fields: &[WHERE, FOUND_THINGS],
        repeats: true,
        place: "Điều 128 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "kham-noi-cat-giau",
        title: "Quyết định khám nơi cất giấu tang vật, phương tiện",
        group: Group::Search,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: FOUND,
        bars: &[Fact::PlaceSearchOrdered],
        sets: &[Fact::PlaceSearchOrdered],
        form: Some(&Form {
            code: "MQĐ27",
            kind: FormKind::Decision,
            symbol: "QĐ-KNCGTVPT",
            subject: "Khám nơi cất giấu tang vật, phương tiện vi phạm hành chính",
            grounds: &["Căn cứ Điều 129 Luật Xử lý vi phạm hành chính;"],
            body: &["# Khám nơi cất giấu tang vật, phương tiện: {object}", "Lý do: {reason}"],
            ..FORM
        }),
        fields: &[WHERE.hint("Nơi cất giấu là chỗ ở thì phải có quyết định của Chủ tịch Ủy ban nhân dân"), REASON],
        repeats: true,
        place: "Điều 129 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "de-nghi-kham-cho-o",
        title: "Đề nghị khám nơi cất giấu là chỗ ở",
        group: Group::Search,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: FOUND,
        bars: &[Fact::PlaceSearchOrdered],
        sets: &[Fact::PlaceSearchOrdered],
        form: Some(&Form {
            kind: FormKind::Letter,
            symbol: "CV-ĐNK",
            mark: Mark::Unsure,
            subject: "Đề nghị quyết định khám nơi cất giấu là chỗ ở (MQĐ28)",
            body: &[
                "Kính gửi: Chủ tịch {to_body}.",
                "Đề nghị quyết định khám nơi cất giấu tang vật, phương tiện là chỗ ở: {object}",
                "Lý do: {reason}",
            ],
            ..FORM
        }),
        fields: &[Field::new("to_body", "Ủy ban nhân dân", Kind::Text), WHERE, REASON],
        repeats: true,
        place: "Điều 129 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "bien-ban-kham-noi-cat-giau",
        title: "Biên bản khám nơi cất giấu tang vật, phương tiện",
        group: Group::Search,
        stages: FOUND,
        needs: &[Fact::PlaceSearchOrdered],
        clears: &[Fact::PlaceSearchOrdered],
        form: Some(&Form {
            code: "MBB25",
            symbol: "BB-KNCGTVPT",
            subject: "Khám nơi cất giấu tang vật, phương tiện vi phạm hành chính",
            grounds: &["Căn cứ Quyết định khám nơi cất giấu {kham-noi-cat-giau};"],
            body: &["Nơi khám: {object}", "{found}"],
            ..FORM
        }),
        fields: &[WHERE, FOUND_THINGS],
        repeats: true,
        place: "Điều 129 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
    Procedure {
        key: "tam-giu-nguoi",
        title: "Quyết định tạm giữ người",
        group: Group::Search,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: FOUND,
        bars: &[Fact::PersonHeld],
        sets: &[Fact::PersonHeld],
        form: Some(&Form {
            code: "MQĐ18",
            kind: FormKind::Decision,
            symbol: "QĐ-TGN",
            subject: "Tạm giữ người theo thủ tục hành chính",
            grounds: &["Căn cứ Điều 122 Luật Xử lý vi phạm hành chính;"],
            body: &[
                "# Tạm giữ người theo thủ tục hành chính: {object}",
                "Lý do: {reason}",
                "Thời hạn: 12 giờ kể từ khi bắt đầu giữ.",
            ],
            ..FORM
        }),
        fields: &[Field::new("object", "Người bị tạm giữ", Kind::Lines), REASON],
        opens: &["D-38"],
        repeats: true,
        place: "Điều 122 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "keo-dai-tam-giu-nguoi",
        title: "Quyết định kéo dài tạm giữ người",
        group: Group::Search,
        action: Action::DecideProcedure,
        signer: Signer::SanctionHead,
        stages: FOUND,
        needs: &[Fact::PersonHeld],
        form: Some(&Form {
            code: "MQĐ19",
            kind: FormKind::Decision,
            symbol: "QĐ-KDTGN",
            subject: "Kéo dài thời hạn tạm giữ người theo thủ tục hành chính",
            grounds: &[
                "Căn cứ Điều 122 Luật Xử lý vi phạm hành chính;",
                "Căn cứ Quyết định tạm giữ người {tam-giu-nguoi};",
            ],
            body: &[
                "# Kéo dài thời hạn tạm giữ theo Quyết định {tam-giu-nguoi}, tổng cộng không quá 24 giờ.",
                "Lý do: {reason}",
            ],
            ..FORM
        }),
        fields: &[REASON],
        place: "Điều 122 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "ban-giao-nguoi",
        title: "Bàn giao người vi phạm",
        group: Group::Search,
        stages: FOUND,
        needs: &[Fact::PersonHeld],
        clears: &[Fact::PersonHeld],
        form: Some(&Form {
            code: "MBB22",
            symbol: "BB-BGN",
            mark: Mark::Unsure,
            subject: "Bàn giao người vi phạm hành chính",
            grounds: &["Căn cứ Quyết định tạm giữ người {tam-giu-nguoi};"],
            body: &[
                "Bên nhận: {receiver}.",
                "Người được bàn giao: {object}",
                "Tình trạng, tài liệu, đồ vật kèm theo: {documents}",
            ],
            ..FORM
        }),
        fields: &[
            Field::new("receiver", "Bên nhận", Kind::Text),
            Field::new("object", "Người được bàn giao", Kind::Lines),
            Field::new("documents", "Tình trạng, tài liệu, đồ vật kèm theo", Kind::Lines),
        ],
        closes: &["D-38"],
        repeats: true,
        place: "Điều 124 Luật Xử lý vi phạm hành chính",
        mark: Mark::Unsure,
        ..ROW
    },
    Procedure {
        key: "cham-dut-tam-giu-nguoi",
        title: "Chấm dứt tạm giữ người",
        group: Group::Search,
        stages: FOUND,
        needs: &[Fact::PersonHeld],
        clears: &[Fact::PersonHeld],
        fields: &[Field::new("at", "Thời điểm trả tự do", Kind::Moment).from(Source::Now), REASON],
        closes: &["D-38"],
        repeats: true,
        place: "Điều 122 Luật Xử lý vi phạm hành chính",
        ..ROW
    },
];
