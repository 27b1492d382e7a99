//! Industries of trade in the system of economic branches of Vietnam (VSIC 2018, QĐ 27/2018/QĐ-TTg), as far as the force meets
//! them. Codes and names from memory [R]; any other four-digit code is kept as it is typed.

/// One industry of four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Industry {
    pub code: &'static str,
    pub name: &'static str,
    /// Goods under special management or often smuggled and counterfeited: it weighs in the risk of a place. Ours, not the list's.
    pub sensitive: bool,
}

/// An industry by its code.
pub fn industry(code: &str) -> Option<&'static Industry> {
    INDUSTRIES.iter().find(|industry| industry.code == code)
}

const fn plain(code: &'static str, name: &'static str) -> Industry {
    Industry { code, name, sensitive: false }
}

const fn sensitive(code: &'static str, name: &'static str) -> Industry {
    Industry { code, name, sensitive: true }
}

/// By code.
pub const INDUSTRIES: [Industry; 56] = [
    plain("1071", "Sản xuất các loại bánh từ bột"),
    plain("1079", "Sản xuất thực phẩm khác chưa được phân vào đâu"),
    sensitive("1101", "Chưng, tinh cất và pha chế các loại rượu mạnh"),
    sensitive("1200", "Sản xuất sản phẩm thuốc lá"),
    plain("1410", "May trang phục (trừ trang phục từ da lông thú)"),
    sensitive("2012", "Sản xuất phân bón và hợp chất ni tơ"),
    sensitive("2023", "Sản xuất mỹ phẩm, xà phòng, chất tẩy rửa, làm bóng và chế phẩm vệ sinh"),
    sensitive("2100", "Sản xuất thuốc, hóa dược và dược liệu"),
    plain("4511", "Bán buôn ô tô và xe có động cơ khác"),
    plain("4530", "Bán phụ tùng và các bộ phận phụ trợ của ô tô và xe có động cơ khác"),
    plain("4541", "Bán mô tô, xe máy"),
    plain("4543", "Bán phụ tùng và các bộ phận phụ trợ của mô tô, xe máy"),
    plain("4610", "Đại lý, môi giới, đấu giá hàng hóa"),
    plain("4620", "Bán buôn nông, lâm sản nguyên liệu (trừ gỗ, tre, nứa) và động vật sống"),
    plain("4631", "Bán buôn gạo, lúa mỳ, hạt ngũ cốc khác, bột mỳ"),
    plain("4632", "Bán buôn thực phẩm"),
    sensitive("4633", "Bán buôn đồ uống"),
    sensitive("4634", "Bán buôn sản phẩm thuốc lá, thuốc lào"),
    plain("4641", "Bán buôn vải, hàng may sẵn, giày dép"),
    plain("4649", "Bán buôn đồ dùng khác cho gia đình"),
    plain("4651", "Bán buôn máy vi tính, thiết bị ngoại vi và phần mềm"),
    plain("4652", "Bán buôn thiết bị và linh kiện điện tử, viễn thông"),
    plain("4659", "Bán buôn máy móc, thiết bị và phụ tùng máy khác"),
    sensitive("4661", "Bán buôn nhiên liệu rắn, lỏng, khí và các sản phẩm liên quan"),
    sensitive("4662", "Bán buôn kim loại và quặng kim loại"),
    plain("4663", "Bán buôn vật liệu, thiết bị lắp đặt khác trong xây dựng"),
    sensitive("4669", "Bán buôn chuyên doanh khác chưa được phân vào đâu"),
    plain("4690", "Bán buôn tổng hợp"),
    plain(
        "4711",
        "Bán lẻ lương thực, thực phẩm, đồ uống, thuốc lá, thuốc lào chiếm tỷ trọng lớn trong các cửa hàng kinh doanh tổng hợp",
    ),
    plain("4719", "Bán lẻ khác trong các cửa hàng kinh doanh tổng hợp"),
    plain("4721", "Bán lẻ lương thực trong các cửa hàng chuyên doanh"),
    plain("4722", "Bán lẻ thực phẩm trong các cửa hàng chuyên doanh"),
    sensitive("4723", "Bán lẻ đồ uống trong các cửa hàng chuyên doanh"),
    sensitive("4724", "Bán lẻ sản phẩm thuốc lá, thuốc lào trong các cửa hàng chuyên doanh"),
    sensitive("4730", "Bán lẻ nhiên liệu động cơ trong các cửa hàng chuyên doanh"),
    plain(
        "4741",
        "Bán lẻ máy vi tính, thiết bị ngoại vi, phần mềm và thiết bị viễn thông trong các cửa hàng chuyên doanh",
    ),
    plain("4742", "Bán lẻ thiết bị nghe nhìn trong các cửa hàng chuyên doanh"),
    plain("4751", "Bán lẻ vải, len, sợi, chỉ khâu và hàng dệt khác trong các cửa hàng chuyên doanh"),
    plain(
        "4752",
        "Bán lẻ đồ ngũ kim, sơn, kính và thiết bị lắp đặt khác trong xây dựng trong các cửa hàng chuyên doanh",
    ),
    plain(
        "4759",
        "Bán lẻ đồ điện gia dụng, giường, tủ, bàn, ghế và đồ nội thất tương tự trong các cửa hàng chuyên doanh",
    ),
    plain("4761", "Bán lẻ sách, báo, tạp chí, văn phòng phẩm trong các cửa hàng chuyên doanh"),
    plain("4763", "Bán lẻ thiết bị, dụng cụ thể dục, thể thao trong các cửa hàng chuyên doanh"),
    sensitive("4764", "Bán lẻ trò chơi, đồ chơi trong các cửa hàng chuyên doanh"),
    sensitive("4771", "Bán lẻ hàng may mặc, giày dép, hàng da và giả da trong các cửa hàng chuyên doanh"),
    sensitive("4772", "Bán lẻ thuốc, dụng cụ y tế, mỹ phẩm và vật phẩm vệ sinh trong các cửa hàng chuyên doanh"),
    sensitive("4773", "Bán lẻ hàng hóa khác mới trong các cửa hàng chuyên doanh"),
    plain("4774", "Bán lẻ hàng hóa đã qua sử dụng trong các cửa hàng chuyên doanh"),
    plain("4781", "Bán lẻ lương thực, thực phẩm, đồ uống, thuốc lá, thuốc lào lưu động hoặc tại chợ"),
    plain("4782", "Bán lẻ hàng dệt, may sẵn, giày dép lưu động hoặc tại chợ"),
    plain("4789", "Bán lẻ hàng hóa khác lưu động hoặc tại chợ"),
    sensitive("4791", "Bán lẻ theo yêu cầu đặt hàng qua bưu điện hoặc internet"),
    plain("4799", "Bán lẻ hình thức khác chưa được phân vào đâu"),
    plain("4933", "Vận tải hàng hóa bằng đường bộ"),
    plain("5210", "Kho bãi và lưu giữ hàng hóa"),
    plain("5610", "Nhà hàng và các dịch vụ ăn uống phục vụ lưu động"),
    plain("5630", "Dịch vụ phục vụ đồ uống"),
];
