//! Professional measures: planned, ordered, carried out, reported, concluded (TT 27/2020/TT-BCT Điều 34–36).

use super::*;
use crate::case::procedure::Source;

const WORK: Field = Field::new("work", "Nội dung, phương án thực hiện", Kind::Lines);
const AREA: Field = Field::new("area", "Địa bàn, địa điểm", Kind::Text);
const BEGINS: Field = Field::new("begins", "Từ ngày", Kind::Date).ahead();
const UNTIL: Field = Field::new("until", "Giao đến ngày", Kind::Date).ahead();
const SUBJECT: Field = Field::new("subject", "Đối tượng", Kind::Text)
    .optional()
    .hint("Mô tả khi chưa có trong cơ sở dữ liệu tổ chức, cá nhân");

/// What every plan of a measure says.
const PLANNED: &[Field] = &[WORK, AREA, SUBJECT, BEGINS, UNTIL];

const PLANS: Step = Step {
    sort: Sort::Measure,
    opens: true,
    to: Some(State::Planned),
    party: Ask::Optional,
    officers: Ask::Required,
    fields: PLANNED,
    ..STEP
};

const RUNNING: Step = Step { sort: Sort::Measure, from: &[State::Running], ..STEP };

const CONCLUDES: Step = Step { sort: Sort::Measure, from: &[State::Reported], who: Who::Head, ..STEP };

pub(super) static ROWS: [Step; 18] = [
    Step {
        key: "quan-ly-dia-ban",
        title: "Lập phương án quản lý theo địa bàn",
        noun: "Quản lý theo địa bàn",
        place: "Điều 34 Thông tư 27/2020/TT-BCT; khoản 1 Điều 33 Pháp lệnh Quản lý thị trường",
        ..PLANS
    },
    Step {
        key: "tham-tra-xac-minh",
        title: "Lập phương án thu thập, thẩm tra, xác minh thông tin",
        noun: "Thu thập, thẩm tra, xác minh thông tin",
        place: "Điều 35 Thông tư 27/2020/TT-BCT",
        ..PLANS
    },
    Step {
        key: "giam-sat",
        title: "Lập phương án giám sát hoạt động kinh doanh có dấu hiệu vi phạm",
        noun: "Giám sát hoạt động kinh doanh có dấu hiệu vi phạm",
        fields: &[Field::new("signs", "Dấu hiệu vi phạm", Kind::Lines), WORK, AREA, SUBJECT, BEGINS, UNTIL],
        place: "Điều 36 Thông tư 27/2020/TT-BCT",
        ..PLANS
    },
    Step {
        key: "van-dong-cam-ket",
        title: "Lập kế hoạch tuyên truyền, vận động ký cam kết",
        noun: "Tuyên truyền, vận động ký cam kết",
        party: Ask::No,
        place: "khoản 1 Điều 33 Pháp lệnh Quản lý thị trường",
        mark: Mark::Unsure,
        ..PLANS
    },
    Step {
        key: "phoi-hop",
        title: "Lập kế hoạch phối hợp với lực lượng khác",
        noun: "Phối hợp với lực lượng khác",
        fields: &[
            Field::new("forces", "Lực lượng phối hợp", Kind::Lines)
                .hint("Công an, Hải quan, Biên phòng, y tế, UBND xã…"),
            WORK,
            AREA,
            SUBJECT,
            BEGINS,
            UNTIL,
        ],
        place: "Thông tư 27/2020/TT-BCT",
        mark: Mark::Unsure,
        ..PLANS
    },
    Step {
        key: "giao-thuc-hien",
        title: "Giao thực hiện biện pháp nghiệp vụ",
        sort: Sort::Measure,
        from: &[State::Planned],
        to: Some(State::Running),
        who: Who::Head,
        carries: true,
        fields: &[UNTIL, Field::new("demands", "Yêu cầu thực hiện", Kind::Lines).optional()],
        paper: Some(&Paper {
            title: "QUYẾT ĐỊNH",
            code: "M04",
            symbol: "QĐ-NV",
            mark: Mark::Seen,
            subject: "Phân công thực hiện biện pháp nghiệp vụ",
            grounds: &[ORDINANCE, CIRCULAR, "Căn cứ nguồn thông tin số {lead};"],
            body: &[
                "# Phân công thực hiện biện pháp nghiệp vụ: {kind} (số {code}).",
                "Đối tượng: {concerns}.",
                "Địa bàn, địa điểm: {area}.",
                "Lực lượng phối hợp: {forces}.",
                "Dấu hiệu vi phạm: {signs}.",
                "* Nội dung, phương án thực hiện:",
                "{work}",
                "# Công chức thực hiện gồm:",
                "@officers",
                "# Thời hạn thực hiện: giao đến {until}; báo cáo kết quả bằng văn bản khi kết thúc. Công chức thực hiện ghi nhật ký công tác và giữ bí mật theo quy định.",
                "Yêu cầu: {demands}.",
            ],
            recipients: &["Như Điều 2", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "Điều 9, Điều 34–36 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "tra-lai-phuong-an",
        title: "Trả lại phương án",
        sort: Sort::Measure,
        from: &[State::Planned],
        to: Some(State::Returned),
        who: Who::Head,
        fields: &[REASON],
        place: "Điều 9 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "trinh-lai-phuong-an",
        title: "Sửa và trình lại phương án",
        sort: Sort::Measure,
        from: &[State::Returned],
        to: Some(State::Planned),
        party: Ask::Optional,
        officers: Ask::Optional,
        carries: true,
        fields: PLANNED,
        place: "Điều 34–36 Thông tư 27/2020/TT-BCT",
        ..STEP
    },
    Step {
        key: "nhat-ky",
        title: "Ghi nhật ký công tác",
        fields: &[
            Field::new("at", "Thời điểm", Kind::Moment).from(Source::Now),
            Field::new("spot", "Nơi thực hiện", Kind::Text),
            Field::new("did", "Việc đã làm", Kind::Lines),
            Field::new("noted", "Kết quả, vấn đề phát hiện", Kind::Lines).optional(),
        ],
        place: "Điều 14, khoản 4 Điều 34, khoản 4 Điều 36 Thông tư 27/2020/TT-BCT",
        ..RUNNING
    },
    Step {
        key: "ky-cam-ket",
        title: "Ghi nhận bản cam kết",
        kinds: &["van-dong-cam-ket"],
        party: Ask::Required,
        each_party: true,
        fields: &[
            Field::new("signed_on", "Ngày ký", Kind::Date).from(Source::Today),
            Field::new("signatory", "Người ký cam kết", Kind::Text),
            Field::new("promise", "Nội dung cam kết", Kind::Lines).hint("Mỗi nội dung một dòng"),
            Field::new("valid_until", "Cam kết đến ngày", Kind::Date).ahead(),
        ],
        paper: Some(&Paper {
            title: "BẢN CAM KẾT",
            subject: "Chấp hành pháp luật trong hoạt động thương mại",
            body: &[
                "Bên cam kết: {signer_party}, địa chỉ: {signer_address}.",
                "Người ký cam kết: {signatory}.",
                "Ngày ký: {signed_on}; có giá trị đến {valid_until}.",
                "* Nội dung cam kết:",
                "{promise}",
                "Bên cam kết đã được công chức Quản lý thị trường tuyên truyền, phổ biến quy định của pháp luật và tự nguyện ký cam kết này. Bản cam kết lập thành 02 bản, mỗi bên giữ 01 bản.",
            ],
            signs: "CÔNG CHỨC CHỨNG KIẾN",
            ..PAPER
        }),
        place: "khoản 1 Điều 33 Pháp lệnh Quản lý thị trường",
        mark: Mark::Unsure,
        ..RUNNING
    },
    Step {
        key: "gia-han",
        title: "Gia hạn thực hiện",
        who: Who::Head,
        fields: &[UNTIL, REASON],
        paper: Some(&Paper {
            title: "QUYẾT ĐỊNH",
            code: "M05",
            symbol: "QĐ-KDGH",
            subject: "Gia hạn thời hạn thực hiện biện pháp nghiệp vụ",
            grounds: &[ORDINANCE, CIRCULAR, "Căn cứ Quyết định phân công thực hiện biện pháp nghiệp vụ {order};"],
            body: &[
                "# Gia hạn thời hạn thực hiện biện pháp nghiệp vụ: {kind} (số {code}) đến {until}.",
                "Lý do: {reason}.",
                "# Công chức được phân công chịu trách nhiệm thi hành Quyết định này:",
                "@officers",
            ],
            recipients: &["Như Điều 2", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "Điều 35 Thông tư 27/2020/TT-BCT",
        mark: Mark::Unsure,
        ..RUNNING
    },
    Step {
        key: "bo-sung-cong-chuc",
        title: "Bổ sung công chức thực hiện",
        who: Who::Head,
        officers: Ask::Required,
        fields: &[OPINION],
        place: "Điều 9 Thông tư 27/2020/TT-BCT",
        ..RUNNING
    },
    Step {
        key: "bao-cao-ket-qua",
        title: "Báo cáo kết quả",
        to: Some(State::Reported),
        party: Ask::Optional,
        carries: true,
        fields: &[
            Field::new("result", "Kết quả thực hiện", Kind::Lines),
            Field::new(
                "outcome",
                "Đề nghị",
                Kind::Choice(&[
                    ("khong", "Không có dấu hiệu vi phạm, kết thúc"),
                    ("co", "Có dấu hiệu vi phạm, đề xuất kiểm tra"),
                    ("chuyen", "Thuộc thẩm quyền cơ quan khác, chuyển thông tin"),
                ]),
            ),
            SITE.optional().hint("Nhập khi đề xuất kiểm tra; năm mục dưới đây cũng vậy"),
            INSPECTED.optional(),
            ACTS.optional(),
            WHEN.optional(),
            FORCE.optional(),
            PARTNERS,
            VEHICLES,
        ],
        paper: Some(&Paper {
            title: "BÁO CÁO",
            code: "M08",
            symbol: "BC-NV",
            subject: "Kết quả thực hiện biện pháp nghiệp vụ",
            to: "{head}",
            grounds: &["Căn cứ Quyết định phân công thực hiện biện pháp nghiệp vụ {order};"],
            body: &[
                "Biện pháp: {kind} (số {code}).",
                "Đối tượng: {concerns}.",
                "* Công chức thực hiện:",
                "@officers",
                "* Kết quả thực hiện:",
                "{result}",
                "Số bản cam kết đã ký: {pledges}.",
                "Đề nghị: {outcome}.",
                "Nội dung đề nghị kiểm tra: {inspected}",
                "Địa điểm kiểm tra: {site}.",
                "Hành vi dự kiến vi phạm: {acts}.",
            ],
            signs: "NGƯỜI BÁO CÁO",
            recipients: &["Như trên", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "Điều 10, Điều 34–36 Thông tư 27/2020/TT-BCT",
        ..RUNNING
    },
    Step {
        key: "yeu-cau-lam-tiep",
        title: "Yêu cầu làm tiếp, báo cáo lại",
        to: Some(State::Running),
        fields: &[REASON, UNTIL],
        place: "Điều 10 Thông tư 27/2020/TT-BCT",
        ..CONCLUDES
    },
    Step {
        key: "ket-luan-khong-dau-hieu",
        title: "Kết luận không có dấu hiệu vi phạm",
        to: Some(State::NoSign),
        fields: &[Field::new("finding", "Kết luận", Kind::Lines)],
        carries: true,
        paper: Some(&Paper {
            title: "THÔNG BÁO",
            symbol: "TB-KQTT",
            subject: "Kết thúc biện pháp nghiệp vụ",
            to: "Công chức thực hiện biện pháp nghiệp vụ",
            grounds: &[CIRCULAR, "Căn cứ Quyết định phân công thực hiện biện pháp nghiệp vụ {order};"],
            body: &[
                "{unit} thông báo kết thúc biện pháp nghiệp vụ: {kind} (số {code}).",
                "* Kết luận:",
                "{finding}",
                "Không có dấu hiệu vi phạm hành chính qua biện pháp đã thực hiện.",
            ],
            recipients: &["Như trên", "Lưu: hồ sơ {code}"],
            ..PAPER
        }),
        place: "khoản 1 Điều 10 Thông tư 27/2020/TT-BCT",
        ..CONCLUDES
    },
    Step {
        key: "ket-luan-co-dau-hieu",
        title: "Kết luận có dấu hiệu vi phạm, đưa đề xuất kiểm tra lên nguồn thông tin",
        to: Some(State::Signs),
        fields: &[OPINION],
        place: "Điều 10, Điều 11 Thông tư 27/2020/TT-BCT",
        ..CONCLUDES
    },
    Step {
        key: "chuyen-thong-tin",
        title: "Chuyển thông tin cho cơ quan có thẩm quyền",
        to: Some(State::PassedOn),
        fields: PASSING,
        paper: Some(&PASSED),
        place: "Điều 10 Thông tư 27/2020/TT-BCT",
        mark: Mark::Recalled,
        ..CONCLUDES
    },
    Step {
        key: "dung-thuc-hien",
        title: "Dừng, không thực hiện biện pháp",
        sort: Sort::Measure,
        from: &[State::Planned, State::Returned],
        to: Some(State::Stopped),
        who: Who::Head,
        fields: &[REASON],
        place: "Điều 9 Thông tư 27/2020/TT-BCT",
        mark: Mark::Unsure,
        ..STEP
    },
];
