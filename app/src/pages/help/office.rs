//! Help on signing in, the catalogue, delegation and administration.

use super::Entry;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        key: "nhat-ky",
        title: "Nhật ký hệ thống",
        pages: &["/nhat-ky"],
        purpose: "Xem ai đã làm gì ngoài hồ sơ: cấp quyền, cấp khóa, lấy gói hồ sơ đi hiện trường, mở tệp đính kèm, xuất danh sách, hủy số.",
        steps: &[
            "Chọn loại việc rồi bấm “Xem”; không chọn thì xem mọi việc của đơn vị và các đơn vị bên dưới.",
            "Bấm “Cũ hơn” để xem các dòng trước.",
        ],
        ground: "Luật Bảo vệ dữ liệu cá nhân: việc đọc, lấy dữ liệu cá nhân ra được ghi lại.",
        errors: &[],
    },
    Entry {
        key: "dang-nhap",
        title: "Đăng nhập, đặt mật khẩu",
        pages: &["/dang-nhap", "/khoi-tao"],
        purpose: "Vào hệ thống bằng tên đăng nhập và mật khẩu. Lần đầu, mật khẩu được đặt qua liên kết một lần do quản trị gửi.",
        steps: &[
            "Gõ tên đăng nhập và mật khẩu, hoặc bấm “Đăng nhập bằng tài khoản của cơ quan” nếu có.",
            "Nếu đã cài mã xác thực: trong 5 phút, nhập mã 6 chữ số trên điện thoại hoặc một mã khôi phục.",
            "Phiên kết thúc sau 8 giờ không dùng, chậm nhất sau 24 giờ; nội dung đang gõ được giữ lại.",
            "Quên mật khẩu: xin quản trị đơn vị cấp liên kết mới.",
        ],
        ground: "",
        errors: &[
            ("“Tài khoản tạm khóa”", "gõ sai nhiều lần: đợi hết thời gian ghi trong thông báo."),
            ("Liên kết đã dùng", "mỗi liên kết chỉ dùng một lần; xin liên kết mới."),
            ("“Mã này đã dùng”", "mỗi mã chỉ dùng một lần: chờ ứng dụng hiện mã mới."),
            ("“Mã không đúng”", "để giờ của điện thoại tự động theo mạng rồi nhập mã mới."),
        ],
    },
    Entry {
        key: "tai-khoan",
        title: "Tài khoản của tôi: mật khẩu, mã xác thực, phiên",
        pages: &["/tai-khoan"],
        purpose: "Đổi mật khẩu, cài hoặc đổi mã xác thực trên điện thoại, lấy mã khôi phục, xem và kết thúc các phiên đang mở, xem nhật ký tài khoản.",
        steps: &[
            "Cài mã xác thực: quét mã QR bằng ứng dụng xác thực, nhập mã 6 chữ số, rồi in hoặc chép 10 mã khôi phục.",
            "Đổi điện thoại: bấm “Đổi thiết bị lấy mã” khi còn điện thoại cũ hoặc còn mã khôi phục.",
            "Thấy phiên lạ: kết thúc phiên đó, rồi đổi mật khẩu.",
            "Mất điện thoại và hết mã khôi phục: nhờ quản trị đơn vị gỡ mã xác thực.",
        ],
        ground: "",
        errors: &[
            ("“Mã QR đã quá 30 phút”", "tải lại trang, quét mã QR mới."),
            ("“Mật khẩu nằm trong danh sách hay bị đoán”", "chọn một câu riêng, ba bốn từ không liên quan."),
        ],
    },
    Entry {
        key: "tap-huan",
        title: "Tập huấn",
        pages: &["/tap-huan"],
        purpose: "Làm thử mọi việc trên hệ thống tập huấn: cùng màn hình và cách tính của luật, nhưng đơn vị, hồ sơ đều giả định, không vào số liệu thật.",
        steps: &[
            "Bấm “Tập huấn” ở cuối trang, rồi “Vào tập huấn”; không cần mật khẩu riêng.",
            "Chọn vai và đội. Cả lớp chọn cùng đội thì thấy hồ sơ của nhau.",
            "Lập hồ sơ với vai kiểm soát viên, bấm “Đổi vai” để tự ký với vai đội trưởng hoặc chi cục trưởng.",
            "Bấm “Về hệ thống chính” khi xong.",
        ],
        ground: "",
        errors: &[
            (
                "“Giấy vào đã quá 10 phút”, “chỉ dùng được một lần”",
                "mở lại trang Tập huấn trên hệ thống chính rồi bấm vào.",
            ),
            ("“Chưa có hệ thống tập huấn”", "quản trị chưa đặt địa chỉ và khóa chung của hệ thống tập huấn."),
        ],
    },
    Entry {
        key: "giao-quyen",
        title: "Giao quyền cho cấp phó",
        pages: &["/giao-quyen"],
        purpose: "Người đứng đầu giao quyền xử phạt, quyền quyết định kiểm tra cho cấp phó bằng văn bản, có thời hạn. Cấp phó chỉ ký được khi có giao quyền còn hiệu lực.",
        steps: &[
            "Chọn cấp phó và quyền giao.",
            "Ghi số, ngày quyết định giao quyền và thời hạn.",
            "Chấm dứt khi cần; văn bản đã ký trước đó vẫn có hiệu lực.",
        ],
        ground: "Điều 54, khoản 2 Điều 123 Luật Xử lý vi phạm hành chính; Điều 21 Pháp lệnh Quản lý thị trường.",
        errors: &[("“Đã giao quyền đó cho người này”", "chấm dứt lần giao quyền cũ trước.")],
    },
    Entry {
        key: "danh-muc",
        title: "Danh mục hành vi",
        pages: &["/danh-muc"],
        purpose: "Tra hành vi vi phạm, khung phạt, hình thức bổ sung, biện pháp khắc phục và người có quyền xử phạt, đúng theo văn bản có hiệu lực.",
        steps: &[
            "Gõ vài từ của hành vi hoặc số điều.",
            "Mở hành vi để xem các khung theo trị giá và căn cứ.",
            "Dấu “chưa chắc” nghĩa là phải đối chiếu bản gốc trước khi dùng.",
        ],
        ground: "Căn cứ ghi ở từng hành vi.",
        errors: &[("Không thấy hành vi mới", "phiên bản danh mục mới chưa đến ngày dùng; xem “Phiên bản danh mục”.")],
    },
    Entry {
        key: "quan-tri",
        title: "Đơn vị và tài khoản",
        pages: &["/quan-tri"],
        purpose: "Quản trị mở, khóa tài khoản, cấp liên kết đặt mật khẩu, thêm đơn vị. Quản trị không đọc hồ sơ vụ việc.",
        steps: &[
            "Thêm tài khoản: họ tên, số hiệu, số thẻ, đơn vị, vai trò.",
            "Gửi liên kết một lần cho người đó.",
            "Người chuyển công tác, nghỉ: khóa tài khoản, mọi phiên kết thúc ngay.",
            "Người mất điện thoại: gỡ mã xác thực; người đó đăng nhập bằng mật khẩu và cài lại. Máy bị mất: kết thúc mọi phiên.",
        ],
        ground: "",
        errors: &[("“Tên đăng nhập đã có”", "chọn tên khác, ví dụ thêm tên tỉnh phía trước.")],
    },
    Entry {
        key: "tu-kiem-tra",
        title: "Tự kiểm tra",
        pages: &["/tu-kiem-tra"],
        purpose: "Cho quản trị thấy hệ thống đang thế nào: bản sao lưu, chuỗi sự kiện, phiên bản, tài khoản có quyền rộng, danh mục chưa đối chiếu.",
        steps: &[
            "Xem mục “Cần làm ngay” trước; mỗi dòng ghi rõ thấy gì và làm gì.",
            "Lệnh ghi trong cột “Làm gì” chạy trên máy chủ, không chạy trong trình duyệt.",
            "Làm xong, bấm “Kiểm tra lại”.",
        ],
        ground: "",
        errors: &[(
            "“Chưa có bản sao lưu nào”",
            "chạy lệnh sao lưu rồi đặt lịch hằng đêm; giữ khóa ở nơi khác với bản sao.",
        )],
    },
    Entry {
        key: "phien-ban-danh-muc",
        title: "Phiên bản danh mục",
        pages: &["/quan-tri/danh-muc"],
        purpose: "Nạp danh mục hành vi mới khi có nghị định mới, so với bản đang dùng, rồi chọn ngày bắt đầu dùng. Bản đã dùng không bao giờ bị sửa.",
        steps: &[
            "Nạp tệp, đọc các lỗi và khác biệt.",
            "Đối chiếu với văn bản gốc.",
            "Chọn ngày dùng là ngày nghị định có hiệu lực.",
        ],
        ground: "",
        errors: &[("“Bản này giống bản đang dùng”", "tệp chưa có thay đổi; kiểm tra lại tệp.")],
    },
    Entry {
        key: "lich-lam-viec",
        title: "Lịch làm việc",
        pages: &["/quan-tri/lich"],
        purpose: "Ngày nghỉ lễ, ngày làm bù theo thông báo chính thức từng năm. Mọi thời hạn tính theo ngày làm việc đều theo lịch này.",
        steps: &[
            "Nhập năm mới ngay khi có thông báo nghỉ lễ.",
            "Ghi số, ngày thông báo.",
            "Thời hạn của hồ sơ đang mở được tính lại ngay; bước đã xong giữ đánh giá theo lịch lúc đó.",
        ],
        ground: "Bộ luật Lao động Điều 112 và thông báo hằng năm.",
        errors: &[("Thời hạn ghi “chưa chắc”", "năm đó chưa có thông báo chính thức: nhập lịch để tính chắc chắn.")],
    },
    Entry {
        key: "tro-giup",
        title: "Dùng trang trợ giúp",
        pages: &["/tro-giup"],
        purpose: "Mỗi nhóm trang có một mục ngắn: để làm gì, các bước, căn cứ pháp lý, lỗi thường gặp.",
        steps: &[
            "Ở cuối trang bất kỳ, bấm “Trợ giúp trang này”.",
            "Mục cần tìm không có: gửi quản trị đơn vị để bổ sung.",
        ],
        ground: "",
        errors: &[],
    },
];
