//! Sample papers for the gallery. Every person, firm and number is invented.

use super::*;

pub(super) fn papers() -> AnyView {
    view! {
        <main id="noi-dung" class="container main">
        <Desk>
            <Sheet label="Quyết định xử phạt vi phạm hành chính" code="MQĐ02" foot="Kiểm tra tính xác thực của văn bản tại ins.example/kiem-tra với mã 7F3K-92QD-XM41.">
                <NationalHeader superior="Chi cục QLTT tỉnh Hưng Yên" agency="Đội Quản lý thị trường số 3" number="17030042" symbol="QĐ-XPHC" place_date="Hưng Yên, ngày 12 tháng 01 năm 2026" />
                <PaperTitle title="Quyết định" subject="Xử phạt vi phạm hành chính" />
                <Grounds lines=vec![
                    "Căn cứ Điều 57, Điều 68, Điều 70, Điều 78, Điều 85 Luật Xử lý vi phạm hành chính;".into(),
                    "Căn cứ Nghị định số 98/2020/NĐ-CP ngày 26 tháng 8 năm 2020 của Chính phủ quy định xử phạt vi phạm hành chính trong hoạt động thương mại, sản xuất, buôn bán hàng giả, hàng cấm và bảo vệ quyền lợi người tiêu dùng;".into(),
                    "Căn cứ Biên bản vi phạm hành chính số 17030042/BB-VPHC lập ngày 05 tháng 01 năm 2026.".into(),
                ] />
                <Order />
                <Article number="1" title="Xử phạt vi phạm hành chính đối với tổ chức có tên sau đây:">
                    <Entry lines=vec![("Tên tổ chức".into(), "Công ty TNHH Thương mại Đặng Hữu Phước".into())] />
                    <Entry lines=vec![("Địa chỉ trụ sở chính".into(), "Số 12 đường Nguyễn Văn Linh, phường Phố Hiến, tỉnh Hưng Yên".into())] />
                    <Entry lines=vec![("Mã số doanh nghiệp".into(), "0901234567".into()), ("ngày cấp".into(), "12/03/2019".into()), ("Giấy phép hoạt động".into(), String::new())] />
                    <Para>"Đã thực hiện hành vi vi phạm hành chính: kinh doanh hàng hóa không rõ nguồn gốc, xuất xứ; quy định tại điểm d khoản 1 Điều 17 Nghị định số 98/2020/NĐ-CP. Mức phạt: 24.000.000 đồng (Hai mươi bốn triệu đồng)."</Para>
                    <RuledTable
                        caption="Tang vật bị tịch thu"
                        columns=["STT", "Tên hàng hóa, tang vật", "ĐVT", "Số lượng", "Trị giá (đ)", "Ghi chú"].map(String::from).to_vec()
                        rows=vec![
                            ["1", "Bánh quy bơ", "thùng", "70", "14.700.000", "Còn nguyên"].map(String::from).to_vec(),
                            ["2", "Kẹo dẻo trái cây", "thùng", "50", "9.800.000", "Ẩm vỏ thùng"].map(String::from).to_vec(),
                        ]
                        total=["", "Tổng cộng", "", "", "24.500.000", ""].map(String::from).to_vec()
                        figures=vec![3, 4]
                        centred=vec![0, 2]
                    />
                </Article>
                <Article number="2" title="Quyết định này có hiệu lực thi hành kể từ ngày ký." />
                <Signatures>
                    <Recipients lines=vec!["Như Điều 3;".into(), "Kho bạc Nhà nước khu vực IV;".into(), "Lưu: VT, hồ sơ.".into()] />
                    <SignatureBlock title="Đội trưởng" hint="(Ký tên, đóng dấu)" name="Phạm Quốc Vượng" signed="Ký điện tử bởi Phạm Quốc Vượng lúc 16 giờ 05 phút, ngày 12/01/2026" />
                </Signatures>
            </Sheet>
            <Sheet label="Biên bản vi phạm hành chính, dự thảo" code="MBB01" state=SheetState::Draft>
                <NationalHeader superior="Chi cục QLTT tỉnh Hưng Yên" agency="Đội Quản lý thị trường số 3" symbol="BB-VPHC" />
                <PaperTitle title="Biên bản" subject="Vi phạm hành chính" />
                <Para>"Hôm nay, hồi 14 giờ 30 phút, ngày 05 tháng 01 năm 2026, tại số 12 đường Nguyễn Văn Linh, phường Phố Hiến, tỉnh Hưng Yên."</Para>
                <Entry lines=vec![("Ý kiến trình bày của người vi phạm".into(), String::new())] />
                <Signatures>
                    <SignatureBlock title="Người vi phạm" />
                    <SignatureBlock title="Người chứng kiến" name="Lê Thị Bưởi" />
                    <SignatureBlock title="Người lập biên bản" name="Nguyễn Thị Ngọc Ánh" />
                </Signatures>
            </Sheet>
            <Sheet label="Quyết định kiểm tra đã hủy" state=SheetState::Cancelled>
                <NationalHeader superior="Sở Công Thương" agency="Chi cục Quản lý thị trường" number="17000007" symbol="QĐ-KT" place_date="Hưng Yên, ngày 05 tháng 01 năm 2026" />
                <PaperTitle title="Quyết định" subject="Kiểm tra việc chấp hành pháp luật" />
                <Signatures>
                    <Recipients lines=vec!["Lưu: VT.".into()] />
                    <SignatureBlock on_behalf="KT. Chi cục trưởng" title="Phó Chi cục trưởng" name="Đỗ Văn Thắng" />
                </Signatures>
            </Sheet>
        </Desk>
        </main>
    }
    .into_any()
}
