//! Help on reports, durations, adoption and search.

use super::Entry;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        key: "bao-cao",
        title: "Báo cáo",
        pages: &["/bao-cao"],
        purpose: "Số liệu kiểm tra, xử lý của kỳ báo cáo theo đơn vị và lĩnh vực, đúng đến từng phút. Mỗi con số mở ra được các hồ sơ làm nên nó.",
        steps: &[
            "Chọn đơn vị và kỳ; tháng báo cáo tính từ ngày 15 tháng trước đến ngày 14.",
            "Chọn tổ chức “hiện nay” hoặc “tại thời điểm” khi kỳ có sáp nhập đơn vị.",
            "Bấm con số để xem hồ sơ; tải XLSX hoặc CSV khi cần nộp.",
        ],
        ground: "Thông tư 55/2020/TT-BCT về chế độ báo cáo (tháng 15–14, tuần thứ Năm–thứ Tư).",
        errors: &[(
            "Số tháng trước thay đổi",
            "văn bản hủy tính vào kỳ của ngày hủy; nhập muộn tính vào ngày của văn bản.",
        )],
    },
    Entry {
        key: "quy-trinh",
        title: "Thời gian xử lý (lượng hóa quy trình)",
        pages: &["/quy-trinh"],
        purpose: "Mỗi bước của hồ sơ mất bao lâu, bao nhiêu phần trăm đúng thời hạn luật định, hồ sơ nào bị trả lại và vì sao, khối lượng việc của đơn vị và của từng công chức.",
        steps: &[
            "Chọn đơn vị, kỳ và bước; bảng trên là mọi bước của đơn vị, bảng dưới so sánh các đơn vị trong bước đã chọn.",
            "Bấm số lượt để xem các hồ sơ, chậm nhất trước; bấm số quá hạn để chỉ xem hồ sơ quá hạn.",
            "Bước “Trả lại tờ trình”, “Hủy văn bản” ghi lý do của từng hồ sơ.",
            "Trưởng đơn vị thấy khối lượng việc theo tên công chức của mình; cấp trên chỉ thấy tổng số.",
        ],
        ground: "Thời hạn của từng bước ghi trong bảng kèm điều luật; bước không có thời hạn luật định thì không đánh giá.",
        errors: &[
            (
                "Trung vị chỉ là ước lượng",
                "các lượt được đếm theo khoảng: dưới 2 ngày sai không quá 12 giờ, đến 10 ngày không quá 1 ngày, trên đó không quá một phần tư. Tỷ lệ đúng hạn và số lượt thì chính xác.",
            ),
            (
                "Việc đang treo không có trong bảng",
                "bảng chỉ tính bước đã xong; việc đang chờ xem ở “Việc của tôi” và danh sách hồ sơ.",
            ),
        ],
    },
    Entry {
        key: "su-dung",
        title: "Tham gia ứng dụng",
        pages: &["/su-dung"],
        purpose: "Bao nhiêu công chức đã làm việc trên hệ thống trong tuần, trong tháng; hồ sơ được nhập ngay trong ngày hay muộn; điều gì cản trở việc nhập.",
        steps: &[
            "Xem tỷ lệ theo đơn vị; mục tiêu là 100 % công chức.",
            "Xem hồ sơ nhập sau nhiều ngày và hỏi đơn vị vướng ở đâu.",
            "Xem biểu mẫu nào hay bị trả lại: lý do nhiều nhất cần tập huấn hoặc báo quản trị sửa mẫu.",
        ],
        ground: "Mục tiêu “100 % công chức tham gia ứng dụng công nghệ thông tin” (Quyết định 1872/QĐ-TCQLTT). Văn bản giấy nhập trong 48 giờ: Điều 7 Thông tư 22/2021/TT-BCT.",
        errors: &[("Người nghỉ, đi học vẫn trong mẫu số", "quản trị khóa tài khoản trong thời gian đó.")],
    },
    Entry {
        key: "tim-kiem",
        title: "Tìm kiếm",
        pages: &["/tim-kiem"],
        purpose: "Một ô tìm chung cho hồ sơ, tổ chức, cá nhân, cơ sở và văn bản. Gõ phím / ở bất kỳ trang nào để vào ô tìm.",
        steps: &[
            "Gõ tên, số giấy tờ, mã số thuế, số hồ sơ hoặc số văn bản, có dấu hay không đều được.",
            "Thu hẹp theo loại, tỉnh, lĩnh vực, năm, trạng thái ở cột bên.",
        ],
        ground: "",
        errors: &[(
            "Không ra kết quả",
            "thử ít từ hơn; hệ thống gợi ý từ gần đúng. Hồ sơ ngoài phạm vi đơn vị không hiện.",
        )],
    },
    Entry {
        key: "so-van-ban",
        title: "Sổ văn bản",
        pages: &["/so-van-ban"],
        purpose: "Sổ các văn bản đã cấp số của đơn vị theo loại và năm, không có số trống: số hỏng ghi lý do.",
        steps: &[
            "Chọn đơn vị, loại, năm.",
            "Viết hỏng thì hủy số kèm lý do; số không cấp lại.",
            "Đầu năm hoặc khi chuyển từ sổ giấy, đặt số bắt đầu.",
        ],
        ground: "Điều 6 Thông tư 22/2021/TT-BCT.",
        errors: &[("Số nhảy", "số đã cấp cho văn bản khác trong cùng loại; bấm số để mở.")],
    },
    Entry {
        key: "kiem-tra-van-ban",
        title: "Kiểm tra văn bản",
        pages: &["/kiem-tra-van-ban"],
        purpose: "Bất kỳ ai cũng kiểm tra được một văn bản có thật do cơ quan ban hành và còn hiệu lực không, bằng mã in trên văn bản.",
        steps: &["Quét mã vuông hoặc gõ mã in ở chân văn bản.", "Đối chiếu số, ngày, đơn vị với bản giấy."],
        ground: "",
        errors: &[("Mã không có", "gõ lại đúng chữ và số; nếu vẫn không có, báo đơn vị ghi trên văn bản.")],
    },
];
