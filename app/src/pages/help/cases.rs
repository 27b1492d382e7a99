//! Help on the work list and on case files.

use super::Entry;

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        key: "viec-cua-toi",
        title: "Việc của tôi",
        pages: &["/"],
        purpose: "Trang chính của mỗi công chức: những hồ sơ đang chờ đồng chí, hồ sơ sắp hết hạn, kế hoạch và thông tin chờ xử lý, xếp theo thời hạn gần nhất.",
        steps: &[
            "Xem từ trên xuống: việc quá hạn và việc hết hạn hôm nay đứng đầu, có ghi rõ bằng chữ.",
            "Bấm tên hồ sơ để mở; trang hồ sơ chỉ ra bước tiếp theo và những gì còn thiếu.",
            "Muốn bắt đầu một cuộc kiểm tra mới, bấm “Mở hồ sơ kiểm tra”.",
        ],
        ground: "Thời hạn của từng bước lấy từ luật và ghi ngay cạnh việc, ví dụ khoản 1 Điều 66 Luật Xử lý vi phạm hành chính.",
        errors: &[
            ("Không thấy một hồ sơ của đơn vị", "hồ sơ đó đang chờ người khác; tìm trong “Hồ sơ vụ việc”."),
            (
                "Số ngày còn lại khác với cách tính tay",
                "ngày nghỉ lễ và ngày làm bù lấy từ lịch do quản trị nhập; xem “Lịch làm việc”.",
            ),
        ],
    },
    Entry {
        key: "ho-so",
        title: "Danh sách hồ sơ vụ việc",
        pages: &["/ho-so"],
        purpose: "Toàn bộ hồ sơ trong phạm vi đơn vị của đồng chí, mới nhất trước, lọc được theo đơn vị, bước, lĩnh vực và từ khóa.",
        steps: &[
            "Chọn điều kiện ở bộ lọc rồi bấm “Lọc”; điều kiện đang chọn hiện thành thẻ, bấm để bỏ.",
            "Gõ tên, số giấy tờ hoặc số văn bản vào ô tìm kiếm ở đầu trang; không cần gõ dấu.",
            "Địa chỉ trang giữ nguyên bộ lọc: chép gửi đồng nghiệp cùng đơn vị để xem cùng danh sách.",
        ],
        ground: "",
        errors: &[(
            "Không thấy hồ sơ của đơn vị khác",
            "mỗi người chỉ thấy đơn vị mình và cấp dưới; hồ sơ nơi khác hiện như không có.",
        )],
    },
    Entry {
        key: "mo-ho-so",
        title: "Mở hồ sơ, trình quyết định kiểm tra",
        pages: &["/ho-so/mo"],
        purpose: "Lập dự thảo quyết định kiểm tra và mở hồ sơ. Từ đây mọi văn bản sau tự lấy lại thông tin đã nhập, không gõ hai lần.",
        steps: &[
            "Chọn căn cứ: mục của kế hoạch đã duyệt, đề xuất đã duyệt, hoặc không qua kiểm tra (phát hiện trực tiếp, tiếp nhận từ lực lượng khác).",
            "Tìm tổ chức, cá nhân đã có trong cơ sở dữ liệu; chỉ thêm mới khi thật sự chưa có.",
            "Ghi nội dung, thời gian, địa điểm kiểm tra, Trưởng đoàn và thành viên.",
            "Kiểm tra lại rồi trình ký. Quyết định phải được ký trước khi công bố.",
        ],
        ground: "Điều 17–21 Pháp lệnh Quản lý thị trường; Điều 9–15 Thông tư 27/2020/TT-BCT.",
        errors: &[
            (
                "“Trưởng đoàn phải có thẻ kiểm tra”",
                "chọn người có số thẻ, hoặc đề nghị quản trị bổ sung số thẻ vào tài khoản.",
            ),
            (
                "Kiểm tra theo kế hoạch lần thứ hai trong năm",
                "cùng nội dung, cùng đối tượng chỉ kiểm tra một lần một năm (khoản 1 Điều 20 Pháp lệnh).",
            ),
        ],
    },
    Entry {
        key: "mot-ho-so",
        title: "Trang của một hồ sơ",
        pages: &["/ho-so/:id"],
        purpose: "Danh sách việc của hồ sơ: bước nào đã xong, bước nào đến lượt ai, còn thiếu gì để ký, thời hạn nào đang chạy, tài liệu đính kèm và diễn biến theo thời gian.",
        steps: &[
            "Làm việc được đánh dấu “Cần làm”; việc chưa đến lượt ghi rõ còn thiếu điều kiện gì.",
            "Đính ảnh, bản chụp văn bản đã ký ngay trong mục “Tài liệu”; tệp đã rút vẫn được lưu với lý do.",
            "Việc ngoài tuyến chính (tạm giữ, niêm phong, xác minh, cưỡng chế…) nằm trong “Thủ tục khác”.",
        ],
        ground: "Văn bản ký tay phải số hóa trong 48 giờ kể từ khi ký (Điều 7 Thông tư 22/2021/TT-BCT).",
        errors: &[
            (
                "“Hồ sơ vừa được người khác sửa”",
                "xem phần thay đổi hiện phía trên; nội dung đồng chí đã gõ vẫn còn, gửi lại là được.",
            ),
            ("Nút bấm được nhưng bị từ chối", "lời từ chối ghi điều luật và việc phải làm trước."),
        ],
    },
    Entry {
        key: "ky-kiem-tra",
        title: "Ký quyết định kiểm tra",
        pages: &["/ho-so/:id/ky-quyet-dinh-kiem-tra"],
        purpose: "Người có thẩm quyền xem lại dự thảo quyết định kiểm tra và ký ban hành. Số quyết định được cấp ngay khi ký, không cấp trước.",
        steps: &[
            "Đọc dự thảo, đối tượng, nội dung và thời gian kiểm tra.",
            "Bấm ký; hệ thống cấp số và chuyển hồ sơ cho Trưởng đoàn.",
            "In quyết định để công bố khi kiểm tra.",
        ],
        ground: "Điều 18, 19, 21 Pháp lệnh Quản lý thị trường.",
        errors: &[(
            "“Cấp phó chỉ ký khi được giao quyền”",
            "người đứng đầu lập văn bản giao quyền ở trang “Giao quyền”.",
        )],
    },
    Entry {
        key: "bien-ban-kiem-tra",
        title: "Biên bản kiểm tra, kết luận",
        pages: &["/ho-so/:id/bien-ban-kiem-tra", "/ho-so/:id/ket-luan-kiem-tra"],
        purpose: "Ghi kết quả kiểm tra tại nơi kiểm tra: thời điểm công bố, kết thúc, nội dung phát hiện, ý kiến và chữ ký của các bên. Không có vi phạm thì kết luận và kết thúc hồ sơ.",
        steps: &[
            "Nhập tại chỗ, kể cả khi mạng yếu; trang vẫn giữ những gì đã gõ.",
            "Ghi rõ có hay không dấu hiệu vi phạm: hệ thống chuyển sang bước lập biên bản vi phạm hoặc kết luận.",
            "Bên được kiểm tra không ký: ghi lý do và người chứng kiến.",
            "Báo cáo kết quả cho người ban hành quyết định trong 24 giờ.",
        ],
        ground: "Điều 22–24 Pháp lệnh Quản lý thị trường; Điều 18, 19 Thông tư 27/2020/TT-BCT.",
        errors: &[(
            "“Kết thúc sau thời hạn kiểm tra”",
            "thời hạn tại nơi kiểm tra tính từ khi công bố; muốn dài hơn phải có văn bản kéo dài trước khi hết hạn.",
        )],
    },
    Entry {
        key: "bien-ban-vi-pham",
        title: "Biên bản vi phạm hành chính",
        pages: &["/ho-so/:id/bien-ban-vi-pham"],
        purpose: "Ghi hành vi, tang vật, ý kiến của người vi phạm. Hệ thống nêu ngay điều khoản, khung phạt, người có quyền xử phạt và các thời hạn bắt đầu chạy.",
        steps: &[
            "Chọn hành vi trong danh mục; gõ vài từ của hành vi, không cần gõ dấu.",
            "Nhập từng loại tang vật với số lượng, đơn giá; trị giá được cộng tự động và quyết định khung phạt.",
            "Xem phần “Luật trả lời” bên cạnh biểu mẫu: khung, mức đề xuất, thẩm quyền, quyền giải trình.",
            "Nhiều người cùng vi phạm: chuẩn bị phần của từng người rồi lập chung một biên bản.",
        ],
        ground: "Điều 58 Luật Xử lý vi phạm hành chính; khoản 2 Điều 12 Nghị định 118/2021/NĐ-CP (2 ngày làm việc từ khi phát hiện).",
        errors: &[
            ("“Thiếu trị giá tang vật”", "hành vi này phạt theo trị giá: nhập tang vật hoặc định giá trước."),
            ("Lập biên bản sau thời hạn", "vẫn ghi được, nhưng thời gian xử lý của đơn vị tính là quá hạn."),
        ],
    },
    Entry {
        key: "giai-trinh",
        title: "Giải trình",
        pages: &["/ho-so/:id/giai-trinh"],
        purpose: "Ghi việc người vi phạm giải trình bằng văn bản, yêu cầu giải trình trực tiếp hoặc cam kết không giải trình. Chưa hết thời hạn giải trình thì chưa được ra quyết định.",
        steps: &[
            "Chọn hình thức và ngày nhận.",
            "Tóm tắt nội dung; đính bản chụp văn bản vào hồ sơ.",
            "Yêu cầu trực tiếp: mở “Thủ tục khác” để mời và lập biên bản phiên giải trình.",
        ],
        ground: "Điều 61 Luật Xử lý vi phạm hành chính.",
        errors: &[(
            "“Hành vi này không có quyền giải trình”",
            "quyền giải trình chỉ có khi mức phạt tối đa hoặc hình thức xử phạt đạt ngưỡng của Điều 61.",
        )],
    },
    Entry {
        key: "quyet-dinh-xu-phat",
        title: "Trình, ký, trả lại quyết định xử phạt",
        pages: &["/ho-so/:id/trinh-ky-xu-phat", "/ho-so/:id/ky-quyet-dinh-xu-phat", "/ho-so/:id/tra-lai"],
        purpose: "Công chức trình dự thảo với mức phạt và tình tiết; người có thẩm quyền ký, hoặc trả lại kèm lý do. Hệ thống kiểm tra thẩm quyền theo khung phạt, thời hạn và những gì hồ sơ còn thiếu.",
        steps: &[
            "Giữ mức đề xuất hoặc sửa và ghi lý do khi khác mức trung bình của khung.",
            "Ghi tình tiết tăng nặng, giảm nhẹ, hình thức bổ sung, biện pháp khắc phục hậu quả.",
            "Người ký xem phần kiểm tra hồ sơ; còn thiếu thì trả lại và ghi rõ phải bổ sung gì.",
        ],
        ground: "Điều 23, 52, 57, 66, 67 Luật Xử lý vi phạm hành chính; Nghị định 189/2025/NĐ-CP về thẩm quyền.",
        errors: &[
            ("“Vượt thẩm quyền”", "trình người có thẩm quyền cao hơn; thời hạn dài hơn được tính tự động."),
            (
                "“Quá thời hạn ra quyết định”",
                "không phạt tiền được nữa; chỉ còn tịch thu, khắc phục hậu quả (khoản 2 Điều 66).",
            ),
            ("Tờ trình bị trả lại", "lý do hiện trên trang hồ sơ; sửa rồi trình lại, không phải nhập lại từ đầu."),
        ],
    },
    Entry {
        key: "thi-hanh",
        title: "Giao quyết định, nộp phạt, thi hành, kết thúc",
        pages: &["/ho-so/:id/giao-quyet-dinh", "/ho-so/:id/nop-phat", "/ho-so/:id/thi-hanh", "/ho-so/:id/ket-thuc"],
        purpose: "Theo dõi quyết định đến khi xong: ngày nhận làm mốc tính thời hạn thi hành, từng lần nộp tiền theo chứng từ Kho bạc, tịch thu, khắc phục hậu quả, rồi kết thúc hồ sơ.",
        steps: &[
            "Ghi ngày và cách giao; ngày nhận bắt đầu thời hạn thi hành.",
            "Ghi từng chứng từ nộp tiền, đúng số chứng từ.",
            "Ghi các phần khác đã thi hành.",
            "Kết thúc khi mọi phần đã xong; trang chỉ ra phần còn mở.",
        ],
        ground: "Điều 70, 73, 74, 78, 85 Luật Xử lý vi phạm hành chính.",
        errors: &[
            ("“Chứng từ này đã ghi”", "mỗi số chứng từ chỉ ghi một lần; kiểm tra lại số."),
            (
                "Không kết thúc được",
                "còn tang vật đang tạm giữ, khiếu nại hoặc phần chưa thi hành: làm xong việc nêu trong lời từ chối.",
            ),
        ],
    },
    Entry {
        key: "thu-tuc",
        title: "Thủ tục khác trong hồ sơ",
        pages: &["/ho-so/:id/thu-tuc", "/ho-so/:id/:step"],
        purpose: "Mọi việc ngoài tuyến chính: tạm giữ, niêm phong, giám định, xác minh, khám, chuyển hồ sơ, đính chính, hủy bỏ, hoãn, giảm, cưỡng chế, xử lý tang vật, khiếu nại, lưu trữ.",
        steps: &[
            "Mở danh sách thủ tục; việc làm được ngay đứng trước, việc chưa làm được ghi lý do.",
            "Trả lời các câu hỏi của mẫu; văn bản được lập từ câu trả lời.",
            "Kiểm tra lại rồi ký; số văn bản được cấp khi ký.",
        ],
        ground: "Điều luật của từng thủ tục ghi ngay trên trang của thủ tục đó.",
        errors: &[(
            "“Chưa thể thực hiện”",
            "đọc điều kiện còn thiếu trong lời từ chối, ví dụ phải có biên bản vi phạm trước.",
        )],
    },
    Entry {
        key: "tang-vat",
        title: "Tang vật, phương tiện của hồ sơ",
        pages: &["/ho-so/:id/tang-vat"],
        purpose: "Từng tang vật đang ở đâu, trong tình trạng nào và đã qua tay ai: tạm giữ, niêm phong, định giá, trả lại, tịch thu, tiêu hủy, bán.",
        steps: &[
            "Đối chiếu số lượng thực tế với bảng.",
            "Mỗi lần chuyển tay hoặc thay đổi, lập văn bản tương ứng trong “Thủ tục khác”.",
        ],
        ground: "Điều 125, 126 Luật Xử lý vi phạm hành chính; Nghị định 138/2021/NĐ-CP.",
        errors: &[("Hết thời hạn tạm giữ", "kéo dài bằng văn bản trước khi hết hạn, hoặc trả lại.")],
    },
    Entry {
        key: "van-ban-in",
        title: "Văn bản in, mục lục hồ sơ",
        pages: &["/ho-so/:id/giay", "/ho-so/:id/muc-luc"],
        purpose: "Bản in đúng mẫu của từng văn bản, với mã để bất kỳ ai kiểm tra được là thật; và mục lục của hồ sơ để nộp lưu.",
        steps: &[
            "Bấm in; khổ A4, lề theo Nghị định 30/2020/NĐ-CP.",
            "Cần sửa ngoài hệ thống thì tải tệp DOCX.",
            "Ký, đóng dấu rồi chụp lại, đính vào hồ sơ.",
        ],
        ground: "Nghị định 30/2020/NĐ-CP; phụ lục Nghị định 118/2021/NĐ-CP; Thông tư 22/2021/TT-BCT.",
        errors: &[("Văn bản in tên đơn vị cũ", "văn bản giữ nguyên như ngày ký, không đổi theo tên mới.")],
    },
    Entry {
        key: "hien-truong",
        title: "Công tác hiện trường, thiết bị",
        pages: &["/thiet-bi-hien-truong"],
        purpose: "Lập biên bản ở nơi không có mạng bằng điện thoại, máy tính bảng hoặc máy tính xách tay; theo dõi thiết bị đang mang hồ sơ và biên bản gửi về chưa vào hồ sơ.",
        steps: &[
            "Ở cơ quan, còn mạng: bấm “Mở ứng dụng hiện trường”, đặt mã PIN, bấm “Cập nhật gói”. Máy tải hồ sơ đang thụ lý, cuộc kiểm tra đã có quyết định, địa bàn được giao và vài số biên bản dự trữ.",
            "Ở hiện trường: mở khóa bằng mã PIN, chọn hồ sơ, lập biên bản, chụp ảnh. Mọi thứ nằm trên máy, được mã hóa.",
            "Có mạng trở lại: máy tự gửi. Dòng trạng thái trên cùng cho biết còn bao nhiêu biên bản chưa gửi.",
            "Biên bản khác với hồ sơ trên hệ thống không tự ghi đè: xem hai bên cạnh nhau rồi quyết định.",
            "Mất máy: vào trang này bấm “Ngừng dùng”; số dự trữ chưa dùng được ghi vào sổ kèm lý do.",
        ],
        ground: "Bản gốc có chữ ký vẫn là bản giấy (Điều 58 Luật Xử lý vi phạm hành chính) và được đính vào hồ sơ trong 48 giờ (Điều 7 Thông tư 22/2021/TT-BCT).",
        errors: &[
            (
                "Gói hồ sơ hết hạn",
                "gói chỉ mở được 72 giờ kể từ lần cập nhật cuối; có mạng thì bấm “Cập nhật gói”. Biên bản chưa gửi không mất.",
            ),
            ("Quên mã PIN", "không ai khôi phục được; dùng bản dự phòng đã lưu, hoặc nhập lại từ bản giấy."),
        ],
    },
];
