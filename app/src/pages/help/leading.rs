//! Help on leading: the leaders' page, questions over cases, direction, periodic reports, and what other systems get.

use super::Entry;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        key: "dieu-hanh",
        title: "Điều hành",
        pages: &["/dieu-hanh"],
        purpose: "Trang của lãnh đạo: số liệu hôm nay, tuần, tháng so với cùng kỳ, việc trễ và nguy cơ trễ theo Đội, tiền phạt chưa nộp, tang vật đang giữ. Mỗi con số mở ra hồ sơ.",
        steps: &[
            "Chọn đơn vị; xem mục “trễ” trước.",
            "Bấm con số để mở danh sách hồ sơ.",
            "Màn hình treo tường tự cập nhật và không có tên người.",
        ],
        ground: "Thời hạn lấy từ luật; kỳ so sánh theo Thông tư 55/2020/TT-BCT.",
        errors: &[("Số của hôm nay bằng 0", "chưa có văn bản nào được ký trong ngày; xem tuần này.")],
    },
    Entry {
        key: "tra-cuu",
        title: "Tra cứu hồ sơ theo nhiều điều kiện",
        pages: &["/tra-cuu"],
        purpose: "Lọc hồ sơ theo đơn vị, lĩnh vực, hành vi, trị giá, trạng thái, thời gian cùng lúc, và lưu câu hỏi để dùng lại.",
        steps: &[
            "Chọn các điều kiện rồi bấm tra cứu.",
            "Bỏ từng điều kiện bằng cách bấm thẻ của nó.",
            "Đặt tên để lưu câu hỏi hay dùng.",
        ],
        ground: "",
        errors: &[("Quá nhiều kết quả", "số đếm dừng ở “hơn …”; thêm điều kiện để thu hẹp.")],
    },
    Entry {
        key: "chi-dao",
        title: "Chỉ đạo, giao việc",
        pages: &["/chi-dao"],
        purpose: "Giao việc, chuyên đề xuống đơn vị dưới với thời hạn; đơn vị nhận, báo tiến độ và kết quả; việc hiện trên trang chính của người được giao.",
        steps: &[
            "Lập chỉ đạo: nội dung, nơi nhận, thời hạn.",
            "Nơi nhận tiếp nhận và cập nhật tiến độ.",
            "Người giao xem kết quả từng nơi, nhắc nơi quá hạn.",
        ],
        ground: "",
        errors: &[("Không chọn được đơn vị", "chỉ giao cho đơn vị thuộc phạm vi của mình.")],
    },
    Entry {
        key: "lich-ca-nhan",
        title: "Lịch thời hạn của tôi",
        pages: &["/tai-khoan/lich"],
        purpose: "Đưa thời hạn các hồ sơ của đồng chí vào ứng dụng lịch trên điện thoại bằng một địa chỉ riêng, thu hồi được bất cứ lúc nào.",
        steps: &[
            "Tạo địa chỉ; địa chỉ chỉ hiện một lần.",
            "Dán vào ứng dụng lịch.",
            "Mất máy hoặc lộ địa chỉ thì thu hồi ngay.",
        ],
        ground: "",
        errors: &[(
            "Lịch không cập nhật",
            "ứng dụng lịch tự đọc lại theo chu kỳ của nó; nếu đã thu hồi, tạo địa chỉ mới.",
        )],
    },
    Entry {
        key: "bao-cao-dinh-ky",
        title: "Báo cáo định kỳ",
        pages: &["/bao-cao/dinh-ky"],
        purpose: "Lập, kiểm tra, ký duyệt và gửi báo cáo tháng, quý, 6 tháng, năm lên cấp trên. Khi ký, số liệu được giữ nguyên; thay đổi sau đó hiện thành chênh lệch.",
        steps: &[
            "Chọn kỳ và mẫu, lập dự thảo.",
            "Sửa phần lời; số liệu lấy từ hồ sơ, không gõ tay.",
            "Kiểm tra, ký, gửi; cấp trên thấy đơn vị chưa gửi hoặc gửi muộn.",
        ],
        ground: "Thông tư 55/2020/TT-BCT.",
        errors: &[("Số liệu khác bản đã ký", "hồ sơ được nhập hoặc hủy sau khi ký; chênh lệch ghi ngay trên báo cáo.")],
    },
    Entry {
        key: "khoa-api",
        title: "Khóa cho hệ thống khác",
        pages: &["/quan-tri/khoa-api"],
        purpose: "Quản trị cấp khóa để hệ thống khác đọc số liệu tổng hợp. Khóa chỉ hiện một lần, có phạm vi và thu hồi được.",
        steps: &[
            "Tạo khóa: tên hệ thống, phạm vi, thời hạn.",
            "Chép khóa ngay, gửi qua kênh an toàn.",
            "Thu hồi khi hệ thống kia không dùng nữa.",
        ],
        ground: "",
        errors: &[("Mất khóa", "không xem lại được: thu hồi rồi tạo khóa mới.")],
    },
    Entry {
        key: "cung-cap-du-lieu",
        title: "Cung cấp dữ liệu cho cơ sở dữ liệu quốc gia",
        pages: &["/cung-cap-du-lieu"],
        purpose: "Theo dõi dữ liệu hồ sơ đã cung cấp cho cơ sở dữ liệu quốc gia về xử lý vi phạm hành chính, phản hồi và hạn cung cấp.",
        steps: &["Xem lô nào chờ gửi, lô nào bị trả lại.", "Sửa hồ sơ theo phản hồi rồi cung cấp lại."],
        ground: "Nghị định 20/2016/NĐ-CP.",
        errors: &[("Bản ghi bị từ chối", "xem trường bị nêu trong phản hồi, sửa ở hồ sơ gốc.")],
    },
];
