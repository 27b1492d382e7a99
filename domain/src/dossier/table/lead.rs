//! Leads: from the intake of information to the case that is opened from it (TT 27/2020/TT-BCT Điều 8–13).

use super::*;
use crate::case::procedure::Source;

/// Sources of information (TT 27/2020/TT-BCT Điều 8), a closed list.
const SOURCES: &[(&str, &str)] = &[
    ("a", "a) Chỉ đạo, yêu cầu của cấp trên, người có thẩm quyền"),
    ("b", "b) Đề xuất của công chức Quản lý thị trường"),
    ("c", "c) Đơn vị Quản lý thị trường khác cung cấp"),
    ("d", "d) Cơ quan nhà nước khác cung cấp"),
    ("dd", "đ) Phương tiện thông tin đại chúng"),
    ("e", "e) Tin báo, khiếu nại, tố giác của tổ chức, cá nhân"),
];

pub(super) static ROWS: [Step; 8] = [
    Step {
        key: "tiep-nhan",
        title: "Tiếp nhận thông tin",
        noun: "Nguồn thông tin",
        opens: true,
        to: Some(State::Received),
        party: Ask::Optional,
        fields: &[
            Field::new("source", "Nguồn thông tin", Kind::Choice(SOURCES)),
            Field::new("received", "Thời điểm tiếp nhận", Kind::Moment).from(Source::Now),
            Field::new(
                "channel",
                "Hình thức tiếp nhận",
                Kind::Choice(&[
                    ("truc-tiep", "Trực tiếp tại trụ sở"),
                    ("dien-thoai", "Điện thoại, đường dây nóng"),
                    ("van-ban", "Văn bản, đơn thư"),
                    ("dien-tu", "Thư điện tử, cổng thông tin, mạng xã hội"),
                    ("bao-chi", "Báo chí, truyền thông"),
                    ("nam-dia-ban", "Nắm địa bàn"),
                ]),
            ),
            Field::new("content", "Nội dung thông tin", Kind::Lines)
                .hint("Không ghi họ tên, số điện thoại hay dấu hiệu nhận ra người cung cấp thông tin"),
            Field::new("subject", "Đối tượng bị phản ánh", Kind::Text)
                .optional()
                .hint("Mô tả khi chưa có trong cơ sở dữ liệu tổ chức, cá nhân"),
            Field::new("area", "Địa điểm", Kind::Text),
            Field::new(
                "urgency",
                "Mức độ",
                Kind::Choice(&[
                    ("thuong", "Thường"),
                    ("khan-cap", "Khẩn cấp (khoản 2 Điều 12 Thông tư 27/2020/TT-BCT)"),
                ]),
            ),
            Field::new("urgent_reason", "Lý do khẩn cấp", Kind::Lines)
                .optional()
                .hint("Nguy cơ bỏ trốn, tẩu tán, tiêu hủy tang vật, chứng cứ"),
            Field::new("documents", "Tài liệu kèm theo", Kind::Lines).optional(),
        ],
        paper: Some(&Paper {
            title: "PHIẾU TIẾP NHẬN THÔNG TIN",
            subject: "{code}",
            body: &[
                "Thời điểm tiếp nhận: {received}.",
                "Người tiếp nhận: {by}, {by_title}.",
                "Nguồn thông tin: {source}.",
                "Hình thức tiếp nhận: {channel}.",
                "Mã nguồn: {informant} (nhân thân do công chức phụ trách giữ riêng theo Điều 37 Thông tư 27/2020/TT-BCT).",
                "Đối tượng bị phản ánh: {concerns}.",
                "Địa điểm: {area}.",
                "Mức độ: {urgency}.",
                "Lý do khẩn cấp: {urgent_reason}.",
                "* Nội dung thông tin:",
                "{content}",
                "Tài liệu kèm theo: {documents}.",
            ],
            signs: "NGƯỜI TIẾP NHẬN",
            ..PAPER
        }),
        place: "Điều 8, Điều 9 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "phan-cong",
        title: "Phân công công chức thụ lý",
        from: &[State::Received, State::Verifying, State::Verified, State::Agreed, State::Ready],
        who: Who::Head,
        officers: Ask::Required,
        fields: &[OPINION],
        place: "Điều 9 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "de-xuat-kiem-tra",
        title: "Đề xuất kiểm tra",
        from: &[State::Received, State::Verified],
        to: Some(State::Proposed),
        party: Ask::Optional,
        carries: true,
        fields: &[
            Field::new("grounds", "Căn cứ", Kind::Lines).hint("Thông tin, nguồn, kết quả thẩm tra, xác minh"),
            SITE,
            INSPECTED,
            ACTS,
            WHEN,
            FORCE,
            PARTNERS,
            VEHICLES,
        ],
        paper: Some(&Paper {
            title: "ĐỀ XUẤT",
            code: "M09",
            symbol: "ĐX-KT",
            subject: "Kiểm tra đột xuất",
            to: "{head}",
            body: &[
                "Người đề xuất: {by}, {by_title}, {unit}.",
                "* 1. Căn cứ đề xuất:",
                "{grounds}",
                "Nguồn thông tin số {code}; mức độ: {urgency}.",
                "Lý do khẩn cấp: {urgent_reason}.",
                "* 2. Đối tượng, địa điểm:",
                "{concerns}",
                "Địa chỉ: {address}.",
                "Địa điểm kiểm tra: {site}.",
                "* 3. Nội dung đề nghị kiểm tra:",
                "{inspected}",
                "* 4. Thời hạn, thời điểm:",
                "{when}",
                "* 5. Hành vi dự kiến vi phạm, văn bản quy định:",
                "{acts}",
                "* 6. Dự kiến lực lượng, phối hợp, phương tiện:",
                "{force}",
                "Cơ quan phối hợp: {partners}.",
                "Phương tiện: {vehicles}.",
                "Ý kiến của người có thẩm quyền: {decision}",
            ],
            signs: "NGƯỜI ĐỀ XUẤT",
            ..PAPER
        }),
        place: "Điều 11 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "duyet-de-xuat",
        title: "Duyệt đề xuất kiểm tra",
        from: &[State::Proposed],
        to: Some(State::Agreed),
        who: Who::Head,
        fields: &[OPINION],
        place: "Điều 11, Điều 12 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "khong-duyet-de-xuat",
        title: "Không duyệt đề xuất kiểm tra",
        from: &[State::Proposed],
        to: Some(State::Verified),
        who: Who::Head,
        fields: &[REASON],
        place: "Điều 10, Điều 11 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "phuong-an-kiem-tra",
        title: "Ban hành phương án kiểm tra đột xuất",
        from: &[State::Agreed],
        to: Some(State::Ready),
        who: Who::Head,
        carries: true,
        fields: &[
            SITE,
            INSPECTED,
            Field::new("starts", "Dự kiến bắt đầu", Kind::Date).ahead(),
            Field::new("ends", "Dự kiến kết thúc", Kind::Date).ahead(),
            ACTS,
            Field::new("situations", "Tình huống và biện pháp xử lý", Kind::Lines),
            Field::new("team", "Thành phần Đoàn kiểm tra", Kind::Lines),
            VEHICLES,
        ],
        paper: Some(&Paper {
            title: "PHƯƠNG ÁN",
            symbol: "PA-KT",
            subject: "Kiểm tra đột xuất",
            grounds: &[ORDINANCE, CIRCULAR, "Căn cứ Đề xuất kiểm tra {proposal};"],
            body: &[
                "* 1. Đối tượng, địa điểm kiểm tra:",
                "{concerns}",
                "Địa chỉ: {address}.",
                "Địa điểm kiểm tra: {site}.",
                "* 2. Nội dung kiểm tra:",
                "{inspected}",
                "* 3. Thời gian:",
                "Dự kiến từ {starts} đến {ends}.",
                "* 4. Hành vi dự kiến vi phạm, văn bản quy định:",
                "{acts}",
                "* 5. Tình huống và biện pháp:",
                "{situations}",
                "* 6. Thành phần Đoàn kiểm tra:",
                "{team}",
                "Phương tiện: {vehicles}.",
            ],
            recipients: &["Đoàn kiểm tra", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "Điều 12 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "thong-bao-khong-dau-hieu",
        title: "Thông báo không có dấu hiệu vi phạm",
        from: &[State::Received, State::Verified],
        to: Some(State::NoSign),
        who: Who::Head,
        fields: &[Field::new("finding", "Kết quả thẩm tra, xác minh", Kind::Lines)
            .hint("Không ghi họ tên hay dấu hiệu nhận ra người cung cấp thông tin")],
        paper: Some(&Paper {
            title: "THÔNG BÁO",
            symbol: "TB-KQTT",
            subject: "Kết quả thẩm tra, xác minh thông tin",
            to: "{told}",
            grounds: &[CIRCULAR],
            body: &[
                "{unit} đã tiếp nhận thông tin {received_on} (số {code}) và thông báo kết quả thẩm tra, xác minh như sau:",
                "{finding}",
                "Không có dấu hiệu vi phạm hành chính nên không tiến hành kiểm tra.",
            ],
            recipients: &["Như trên", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "khoản 1 Điều 10 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "chuyen-co-quan-khac",
        title: "Chuyển thông tin cho cơ quan có thẩm quyền",
        from: &[State::Received, State::Verified],
        to: Some(State::PassedOn),
        who: Who::Head,
        carries: true,
        fields: PASSING,
        paper: Some(&PASSED),
        place: "Điều 10 Thông tư 27/2020/TT-BCT",
        mark: Mark::Recalled,
        ..STEP
    },
];
