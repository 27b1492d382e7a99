//! Help on area books, parties, leads, measures and plans.

use super::Entry;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        key: "doi-tuong",
        title: "Tổ chức, cá nhân: tìm và đăng ký",
        pages: &["/doi-tuong", "/doi-tuong/dang-ky"],
        purpose: "Cơ sở dữ liệu chung toàn quốc về tổ chức, cá nhân: tìm trước khi thêm, để mỗi đối tượng chỉ có một hồ sơ và tái phạm ở tỉnh khác cũng thấy.",
        steps: &[
            "Gõ tên, mã số thuế, số định danh hoặc số điện thoại; không cần gõ dấu.",
            "Có rồi thì mở và dùng hồ sơ đó.",
            "Chưa có thì đăng ký; hệ thống báo ngay những hồ sơ có thể trùng.",
        ],
        ground: "",
        errors: &[
            ("“Mã số thuế không đúng”", "chữ số kiểm tra sai: đối chiếu lại với giấy đăng ký."),
            (
                "Số định danh bị che",
                "chỉ người có quyền đọc thông tin cá nhân mới thấy đủ, và mỗi lần đọc đều được ghi lại.",
            ),
        ],
    },
    Entry {
        key: "mot-doi-tuong",
        title: "Hồ sơ của một tổ chức, cá nhân",
        pages: &["/doi-tuong/:id"],
        purpose: "Lịch sử kiểm tra, xử phạt trên cả nước, các cơ sở, quan hệ với đối tượng khác, khả năng tái phạm của một tổ chức, cá nhân.",
        steps: &[
            "Xem lịch sử trước khi đề xuất mức phạt: tái phạm là tình tiết tăng nặng.",
            "Sửa thông tin sai; bản cũ được giữ trong lịch sử.",
            "Ghi quan hệ (chủ, chi nhánh, người đại diện) kèm nguồn.",
        ],
        ground: "Khoản 1 Điều 7 Luật Xử lý vi phạm hành chính (thời hạn coi như chưa bị xử phạt).",
        errors: &[("Hồ sơ do tỉnh khác quản lý", "việc gộp, tách do tỉnh quản lý hồ sơ thực hiện.")],
    },
    Entry {
        key: "doi-tuong-trung",
        title: "Hồ sơ có thể trùng",
        pages: &["/doi-tuong/trung"],
        purpose: "Các cặp hồ sơ có thể là cùng một tổ chức, cá nhân, kèm lý do. Gộp không xóa gì: lịch sử của cả hai được giữ và tách lại được.",
        steps: &[
            "Mở một cặp, so từng dòng.",
            "Cùng một người thì gộp và chọn giá trị giữ lại; khác thì ghi là hai đối tượng.",
            "Gộp nhầm thì tách; hai hồ sơ trở về như trước.",
        ],
        ground: "",
        errors: &[("Không thấy nút gộp", "chỉ công chức, lãnh đạo của tỉnh quản lý hồ sơ gộp được.")],
    },
    Entry {
        key: "nhap-du-lieu",
        title: "Nhập danh sách từ bảng tính",
        pages: &["/nhap-du-lieu"],
        purpose: "Đưa danh sách tổ chức, cá nhân, cơ sở từ XLSX hoặc CSV vào sổ địa bàn, có kiểm tra từng dòng trước khi ghi và hoàn tác được.",
        steps: &[
            "Tải tệp mẫu hoặc dùng bảng đang có; chọn tệp.",
            "Xem hệ thống đọc cột nào là gì; sửa nếu sai.",
            "Xem dòng lỗi, dòng trùng và chọn cách xử lý.",
            "Nhập; tải bảng kết quả có ghi chú từng dòng.",
        ],
        ground: "",
        errors: &[(
            "Chữ hiện thành ký tự lạ",
            "hệ thống đọc cả bảng mã cũ (TCVN3, VNI); chọn lại bảng mã ở bước đọc cột.",
        )],
    },
    Entry {
        key: "dia-ban",
        title: "Sổ địa bàn",
        pages: &["/dia-ban"],
        purpose: "Các cơ sở kinh doanh trong địa bàn của từng Đội, mức độ đầy đủ của hồ sơ, lần rà soát gần nhất và mức rủi ro.",
        steps: &[
            "Chọn Đội; lọc theo xã, ngành, cơ sở lâu chưa rà soát.",
            "Phân công xã, phường cho từng công chức ở “Phân công địa bàn”.",
            "Xem thứ tự rủi ro và bản đồ để chọn nơi kiểm tra.",
        ],
        ground: "Điều 34 Thông tư 27/2020/TT-BCT (quản lý theo địa bàn).",
        errors: &[("Cơ sở không có trên bản đồ", "chưa có tọa độ: mở hồ sơ cơ sở, bấm lấy vị trí khi đang ở đó.")],
    },
    Entry {
        key: "co-so",
        title: "Hồ sơ cơ sở",
        pages: &["/co-so"],
        purpose: "Một địa điểm kinh doanh: chủ, ngành nghề, giấy phép, ảnh, ghi chép khi rà soát và các lần kiểm tra.",
        steps: &[
            "Cập nhật khi đi địa bàn, ghi “đã rà soát” dù không có thay đổi.",
            "Chụp ảnh mặt tiền, biển hiệu, giấy phép.",
            "Ảnh sai thì rút kèm lý do; ảnh đã rút vẫn được lưu.",
        ],
        ground: "Điều 34 Thông tư 27/2020/TT-BCT.",
        errors: &[("Không sửa được", "chỉ công chức của Đội quản lý địa bàn ghi sổ.")],
    },
    Entry {
        key: "thong-tin",
        title: "Nguồn thông tin",
        pages: &["/thong-tin"],
        purpose: "Tin báo, phản ánh, kết quả theo dõi: tiếp nhận, xác minh, đề xuất kiểm tra. Chỉ người được giao và lãnh đạo đơn vị thấy.",
        steps: &[
            "Tiếp nhận ngay khi có tin; ghi nguồn theo loại, không ghi người cung cấp vào nội dung.",
            "Lãnh đạo giao xác minh.",
            "Xác minh xong thì đề xuất kiểm tra kèm phương án; được duyệt thì mở hồ sơ từ đề xuất.",
        ],
        ground: "Điều 9–13 Thông tư 27/2020/TT-BCT.",
        errors: &[("Không tìm thấy tin đã nhập", "tin chỉ hiện với người có tên trong đó và lãnh đạo đơn vị.")],
    },
    Entry {
        key: "nguoi-cung-cap",
        title: "Người cung cấp thông tin",
        pages: &["/thong-tin/:id/nguoi-cung-cap"],
        purpose: "Nhân thân người cung cấp thông tin, lưu tách riêng, chỉ một công chức phụ trách mở được. Không có trong tìm kiếm, báo cáo hay bản in.",
        steps: &[
            "Ghi nhân thân một lần; mọi nơi khác chỉ hiện mã.",
            "Chuyển người phụ trách bằng “Bàn giao”; người cũ không còn mở được.",
        ],
        ground: "Điều 37 Thông tư 27/2020/TT-BCT (bí mật, đơn tuyến).",
        errors: &[("Lãnh đạo không mở được", "đúng quy định: chỉ người phụ trách đơn tuyến mở được.")],
    },
    Entry {
        key: "bien-phap",
        title: "Biện pháp nghiệp vụ",
        pages: &["/bien-phap"],
        purpose: "Quản lý địa bàn, thẩm tra xác minh, giám sát, ký cam kết, phối hợp: lập phương án, được duyệt, ghi nhật ký, báo cáo, kết luận.",
        steps: &[
            "Lập phương án và trình duyệt.",
            "Ghi nhật ký từng lần thực hiện.",
            "Báo cáo kết quả; lãnh đạo kết luận hoặc chuyển thành đề xuất kiểm tra.",
        ],
        ground: "Điều 34–36 Thông tư 27/2020/TT-BCT.",
        errors: &[(
            "Không ghi được nhật ký",
            "biện pháp chưa được duyệt, hoặc đồng chí không có tên trong danh sách thực hiện.",
        )],
    },
    Entry {
        key: "ke-hoach",
        title: "Kế hoạch kiểm tra",
        pages: &["/ke-hoach"],
        purpose: "Kế hoạch định kỳ và chuyên đề: danh sách đối tượng, phê duyệt, điều chỉnh, và tiến độ thực hiện đếm từ các hồ sơ.",
        steps: &[
            "Lập kế hoạch, thêm từng đối tượng với nội dung và thời gian.",
            "Trình cấp trên phê duyệt; quyết định được cấp số.",
            "Mở hồ sơ kiểm tra từ mục của kế hoạch.",
            "Cần thay đổi sau khi duyệt thì lập bản điều chỉnh hoặc hủy mục kèm lý do.",
        ],
        ground: "Điều 20 Pháp lệnh Quản lý thị trường; Điều 4–6 Thông tư 27/2020/TT-BCT (trước 15/11 định hướng, trước 01/12 đề xuất).",
        errors: &[("Mục không mở được hồ sơ", "kế hoạch chưa được duyệt, mục đã hủy hoặc thuộc Đội khác.")],
    },
];
