//! Sample screens for the gallery. Every person, firm and number is invented.

use super::*;

fn frame(path: &'static str, breadcrumb: Vec<Crumb>, children: impl FnOnce() -> AnyView + Send + 'static) -> AnyView {
    let user = SignedIn {
        officer: "Nguyễn Thị Ngọc Ánh".into(),
        role: "Kiểm soát viên".into(),
        unit: "Đội Quản lý thị trường số 3 – Chi cục QLTT tỉnh Hưng Yên".into(),
    };
    let nav = vec![
        NavItem::new("/viec-cua-toi", "Việc của tôi").count("7"),
        NavItem::new("/ho-so", "Hồ sơ vụ việc"),
        NavItem::new("/to-chuc-ca-nhan", "Tổ chức, cá nhân"),
        NavItem::new("/ke-hoach", "Kế hoạch kiểm tra"),
        NavItem::new("/bao-cao", "Báo cáo"),
        NavItem::new("/chi-dao", "Chỉ đạo, điều hành"),
    ];
    let sign_out = view! { <form method="post" action="/dang-xuat"><button type="submit">"Đăng xuất"</button></form> };
    view! {
        <Layout user=Some(user) nav=nav path=path breadcrumb=breadcrumb sign_out=sign_out.into_any()>{children()}</Layout>
    }
    .into_any()
}

fn law_answer() -> AnyView {
    view! {
        <LawAnswer
            article="Điểm d khoản 1 Điều 17 Nghị định 98/2020/NĐ-CP"
            conduct="Kinh doanh hàng hóa không rõ nguồn gốc, xuất xứ có giá trị từ 20.000.000 đồng đến dưới 30.000.000 đồng"
            frame_min="20.000.000 đ"
            frame_max="40.000.000 đ"
            fine="24.000.000 đ"
            words="Hai mươi bốn triệu đồng"
            position=20
            steps=vec![
                LawStep::new("Mức trung bình của khung", "15.000.000 đ", "Điều 23 khoản 4 Luật XLVPHC"),
                LawStep::new("Một tình tiết giảm nhẹ: thành thật hối lỗi", "− 3.000.000 đ", "Điều 9 khoản 1 điểm b; Điều 9 NĐ 118/2021/NĐ-CP"),
                LawStep::new("Tổ chức vi phạm: nhân đôi", "× 2", "Điều 4 khoản 2 NĐ 98/2020/NĐ-CP"),
                LawStep::new("Mức phạt đề xuất", "24.000.000 đ", "Điều 17 khoản 1 điểm d NĐ 98/2020/NĐ-CP"),
            ]
            signers=vec![
                LawSigner::new("Kiểm soát viên thị trường", false, "phạt tiền đến 20.000.000 đ với tổ chức – Điều 12 khoản 1 NĐ 189/2025/NĐ-CP"),
                LawSigner::new("Đội trưởng Đội Quản lý thị trường", true, "phạt tiền đến 60.000.000 đ với tổ chức – Điều 12 khoản 2 NĐ 189/2025/NĐ-CP"),
            ]
            confidence=Confidence::Unsure
            note="Khung phạt của điểm này chưa được đối chiếu với văn bản sửa đổi năm 2025. Kiểm tra lại trước khi trình ký."
        >
            <h3>"Hình thức bổ sung và biện pháp khắc phục"</h3>
            <ul>
                <li>"Tịch thu tang vật – Điều 17 khoản 3"</li>
                <li>"Buộc nộp lại số lợi bất hợp pháp – Điều 17 khoản 4 điểm b"</li>
            </ul>
        </LawAnswer>
    }
    .into_any()
}

pub(super) fn case_file() -> AnyView {
    let crumbs = vec![
        Crumb::link("/viec-cua-toi", "Việc của tôi"),
        Crumb::link("/ho-so", "Hồ sơ vụ việc"),
        Crumb::here("Hồ sơ 17030042"),
    ];
    frame("/ho-so/17030042", crumbs, || {
        view! {
            <PageTitle
                caption="Hồ sơ 17030042 · Đội QLTT số 3"
                title="Công ty TNHH Thương mại Đặng Hữu Phước – kinh doanh hàng hóa không rõ nguồn gốc"
                status=Some(view! { <Tag text="Chờ giải trình" tone=Tone::Warning /><Tag text="Mức phạt đề xuất 24.000.000 đ" /> }.into_any())
                actions=Some(view! {
                    <ButtonLink href="/in" text="In hồ sơ" />
                    <ButtonLink href="/trinh" text="Trình ký quyết định" kind=ButtonKind::Primary />
                }.into_any())
            />
            <Notice kind=NoticeKind::Success title="Đã lưu biên bản vi phạm hành chính số 17030042/BB-VPHC">
                <p>"Thời hạn ra quyết định xử phạt tính đến hết ngày 14/01/2026."</p>
            </Notice>
            <div class="split">
                <div class="stack-lg">
                    <TaskList heading="1. Kiểm tra" tasks=vec![
                        Task::new("Quyết định kiểm tra", TaskState::Done, "Đã ký").hint("Số 17030018/QĐ-KT ngày 05/01/2026").href("/a"),
                        Task::new("Biên bản kiểm tra", TaskState::Done, "Đã ký").hint("Số 0012/BB-KT-QT01-015 ngày 05/01/2026").href("/b"),
                    ] />
                    <TaskList heading="2. Vi phạm và xử phạt" tasks=vec![
                        Task::new("Biên bản vi phạm hành chính", TaskState::Active, "Chờ người vi phạm ký").href("/c")
                            .missing(vec!["chữ ký của người vi phạm hoặc lý do không ký – Điều 58 khoản 4".into()]),
                        Task::new("Giải trình", TaskState::Active, "Đang chờ").hint("Bằng văn bản, 5 ngày làm việc").href("/d"),
                        Task::new("Quyết định xử phạt", TaskState::Blocked, "Chưa thể ký").href("/e").missing(vec![
                            "kết quả giải trình hoặc hết hạn giải trình".into(),
                            "bảng kê trị giá tang vật có chữ ký hội đồng".into(),
                        ]),
                    ] />
                    <TaskList heading="3. Thi hành" tasks=vec![
                        Task::new("Nộp tiền phạt", TaskState::Todo, "Chưa đến bước này"),
                        Task::new("Xử lý tang vật bị tịch thu", TaskState::Todo, "Chưa đến bước này"),
                    ] />
                    {law_answer()}
                    <LawAnswer
                        article="Điểm b khoản 5 Điều 15 Nghị định 98/2020/NĐ-CP"
                        conduct="Kinh doanh hàng hóa nhập lậu có giá trị từ 50.000.000 đồng đến dưới 70.000.000 đồng"
                        frame_min="20.000.000 đ" frame_max="30.000.000 đ" confidence=Confidence::Verified heading="Khung phạt theo luật" />
                </div>
                <aside class="stack-lg" aria-label="Thời hạn và diễn biến">
                    <section class="stack">
                        <h2>"Thời hạn"</h2>
                        <DeadlineList deadlines=vec![
                            Deadline::new("Báo cáo kết quả kiểm tra", "06/01/2026", "2026-01-06", "quá hạn 2 ngày", Tone::Danger).ground("24 giờ – Điều 19 TT 27/2020/TT-BCT").href("/x"),
                            Deadline::new("Nhận văn bản giải trình", "12/01/2026", "2026-01-12", "còn 3 ngày làm việc", Tone::Warning).ground("5 ngày làm việc – Điều 61 khoản 2 Luật XLVPHC"),
                            Deadline::new("Ra quyết định xử phạt", "14/01/2026", "2026-01-14", "còn 5 ngày làm việc", Tone::Info).ground("7 ngày làm việc – Điều 66 khoản 1 Luật XLVPHC"),
                            Deadline::new("Giao biên bản cho người vi phạm", "05/01/2026", "2026-01-05", "đã xong", Tone::Success).ground("ngay khi lập – Điều 58 khoản 5"),
                        ] />
                    </section>
                    <section class="stack">
                        <h2>"Diễn biến"</h2>
                        <Timeline events=vec![
                            TimelineEvent::new("14 giờ 30 phút, ngày 05/01/2026", "2026-01-05T14:30+07:00", "Nguyễn Thị Ngọc Ánh, Kiểm soát viên", "Lập biên bản vi phạm hành chính").href("/c").details("1 hành vi; tang vật trị giá 24.500.000 đ"),
                            TimelineEvent::new("11 giờ 05 phút, ngày 05/01/2026", "2026-01-05T11:05+07:00", "Nguyễn Thị Ngọc Ánh, Kiểm soát viên", "Kết thúc kiểm tra, ký biên bản kiểm tra"),
                            TimelineEvent::new("07 giờ 40 phút, ngày 05/01/2026", "2026-01-05T07:40+07:00", "Phạm Quốc Vượng, Đội trưởng", "Ký quyết định kiểm tra"),
                        ] />
                    </section>
                </aside>
            </div>
        }
        .into_any()
    })
}

pub(super) fn form() -> AnyView {
    let crumbs = vec![
        Crumb::link("/ho-so", "Hồ sơ vụ việc"),
        Crumb::link("/ho-so/1", "Hồ sơ 17030042"),
        Crumb::here("Biên bản vi phạm"),
    ];
    frame("/ho-so/1/bien-ban", crumbs, || {
        view! {
            <ErrorSummary errors=vec![
                FieldError::new("ngay.lap", "Ngày lập phải từ ngày kiểm tra 05/01/2026 trở đi"),
                FieldError::new("gia_tri", "Trị giá chỉ gồm chữ số, ví dụ 24.500.000"),
                FieldError::new("loai", "Chọn cá nhân hay tổ chức"),
                FieldError::new("", "Biên bản chưa có hành vi vi phạm nào"),
            ] />
            <Conflict who="Phạm Quốc Vượng" when="09 giờ 12 phút, ngày 06/01/2026" changes=vec![
                Change::new("Địa chỉ trụ sở", "Số 12 đường Nguyễn Văn Linh, phường Phố Hiến", "Số 21 đường Nguyễn Văn Linh, phường Phố Hiến"),
                Change::new("Điện thoại", "0912 345 678", ""),
            ]>
                <form method="post" action="/luu"><Actions>
                    <Button text="Lưu nội dung đồng chí đã nhập" />
                    <Button text="Giữ nội dung đang lưu" kind=ButtonKind::Secondary name="giu" value="1" />
                </Actions></form>
            </Conflict>
            <Refusal
                message="Đội trưởng chỉ được phạt tiền tổ chức đến 60.000.000 đ; quyết định này phạt 75.000.000 đ."
                article="Điều 12 khoản 2 Nghị định 189/2025/NĐ-CP">
                <p><a href="/chuyen">"Chuyển hồ sơ cho Chi cục trưởng"</a></p>
            </Refusal>
            <Notice title="Lần xử phạt gần nhất: 12/03/2025, Chi cục QLTT tỉnh Bắc Ninh" />
            <Notice kind=NoticeKind::Warning title="Phiên làm việc sắp hết hạn"><p>"Nội dung đã nhập được giữ lại trên máy này."</p></Notice>
            <PageTitle caption="Hồ sơ 17030042" title="Lập biên bản vi phạm hành chính" />
            <form method="post" action="/luu" novalidate>
                <RadioGroup name="loai" legend="Người vi phạm là" inline=true error="Chọn cá nhân hay tổ chức"
                    options=vec![Choice::new("ca-nhan", "Cá nhân, hộ kinh doanh"), Choice::new("to-chuc", "Tổ chức")] />
                <TextField name="party.name" label="Tên tổ chức, cá nhân" value="Công ty TNHH Thương mại Đặng Hữu Phước" hint="Gõ tên, số CCCD hoặc mã số thuế để tìm người đã có trong hệ thống" />
                <div class="field-row">
                    <DateField name="ngay.lap" label="Ngày lập" value="04/01/2026" error="Ngày lập phải từ ngày kiểm tra 05/01/2026 trở đi" />
                    <TimeField name="gio.lap" label="Giờ lập" value="14:30" />
                </div>
                <TextField name="mst" label="Mã số thuế" width=Width::W20 inputmode="numeric" spellcheck=false optional=true />
                <SelectField name="xa" label="Xã, phường, đặc khu" width=Width::W30 value="12"
                    options=vec![Choice::new("11", "Phường Hồng Châu"), Choice::new("12", "Phường Phố Hiến"), Choice::new("13", "Xã Tân Hưng")] />
                <MoneyField name="gia_tri" label="Trị giá tang vật" value="24 triệu rưỡi" error="Trị giá chỉ gồm chữ số, ví dụ 24.500.000" />
                <MoneyField name="muc_phat" label="Mức phạt" value="24.000.000" words="Hai mươi bốn triệu đồng" />
                <NumberField name="so_luong" label="Số lượng" value="120" suffix="thùng" />
                <Fieldset legend="Hành vi thứ nhất" name="acts[0]" section=true hint="Mỗi hành vi một mục riêng">
                    <TextareaField name="acts[0].mo_ta" label="Mô tả hành vi" value="Bày bán 120 thùng bánh kẹo không có hóa đơn, chứng từ chứng minh nguồn gốc." optional=true />
                    <CheckboxGroup name="acts[0].giam_nhe" legend="Tình tiết giảm nhẹ" optional=true values=vec!["b".into()]
                        options=vec![
                            Choice::new("a", "Đã ngăn chặn, làm giảm bớt hậu quả").hint("Điều 9 khoản 1 Luật XLVPHC"),
                            Choice::new("b", "Tự nguyện khai báo, thành thật hối lỗi").hint("Điều 9 khoản 2 Luật XLVPHC"),
                        ] />
                    <Checkbox name="da_doc" label="Đã đọc lại biên bản cho người vi phạm nghe" checked=true error="Xác nhận đã đọc lại biên bản" />
                </Fieldset>
                <Actions>
                    <Button text="Lưu và kiểm tra lại" />
                    <Button text="Lưu nháp" kind=ButtonKind::Secondary />
                    <Button text="Hủy biên bản" kind=ButtonKind::Warning name="huy" value="1" />
                    <Button text="Bỏ qua bước này" kind=ButtonKind::Plain />
                </Actions>
            </form>
            <SummaryList heading="Kiểm tra lại trước khi ký" rows=vec![
                SummaryRow::new("Người vi phạm", "Công ty TNHH Thương mại Đặng Hữu Phước\nMã số thuế 0901234567").change("/s1"),
                SummaryRow::new("Hành vi", "Kinh doanh hàng hóa không rõ nguồn gốc, xuất xứ").change("/s2"),
                SummaryRow::new("Người chứng kiến", "").change("/s3"),
                SummaryRow::new("Số biên bản", "17030042/BB-VPHC"),
            ] />
        }
        .into_any()
    })
}

pub(super) fn list() -> AnyView {
    frame(
        "/ho-so",
        vec![Crumb::link("/viec-cua-toi", "Việc của tôi"), Crumb::here("Hồ sơ vụ việc")],
        || {
            view! {
            <PageTitle title="Hồ sơ vụ việc" caption="Đội QLTT số 3"
                actions=Some(view! { <ButtonLink href="/moi" text="Mở hồ sơ mới" kind=ButtonKind::Primary /> }.into_any()) />
            <div class="columns">
                <Stat label="Vụ việc trong kỳ" value="128" unit="vụ" comparison=Comparison::new("tăng 12% so với cùng kỳ", Verdict::Neutral) href="/v1" />
                <Stat label="Tiền phạt đã nộp" value="1.284,5" unit="triệu đồng" comparison=Comparison::new("tăng 31% so với cùng kỳ", Verdict::Good) href="/v2" />
                <Stat label="Hồ sơ quá hạn" value="4" unit="hồ sơ" comparison=Comparison::new("nhiều hơn 3 hồ sơ so với tháng trước", Verdict::Bad) href="/v3" />
                <Stat label="Tang vật đang tạm giữ" value="2.310" unit="mặt hàng" />
            </div>
            <div class="split split--left">
                <Filters action="/ho-so" chosen=vec![
                    ChosenFilter::new("Trạng thái: Chờ giải trình", "/ho-so?1"),
                    ChosenFilter::new("Lĩnh vực: Hàng giả", "/ho-so?2"),
                ]>
                    <TextField name="ten" label="Tên hoặc số giấy tờ" />
                    <SelectField name="linh_vuc" label="Lĩnh vực" prompt="Tất cả" value="hg" options=vec![Choice::new("hg", "Hàng giả, sở hữu trí tuệ"), Choice::new("nl", "Hàng nhập lậu")] />
                    <CheckboxGroup name="tt" legend="Trạng thái" values=vec!["gt".into()] options=vec![
                        Choice::new("gt", "Chờ giải trình"), Choice::new("ky", "Chờ ký"), Choice::new("th", "Đang thi hành"), Choice::new("xong", "Đã kết thúc"),
                    ] />
                </Filters>
                <div>
                    <DataTable caption="Hồ sơ theo thời hạn" columns=vec![
                        Column::new("Số hồ sơ").sort("/s", SortState::None),
                        Column::new("Tổ chức, cá nhân"),
                        Column::new("Trạng thái"),
                        Column::new("Thời hạn").sort("/t", SortState::Ascending),
                        Column::number("Mức phạt (đ)"),
                    ] rows=vec![
                        vec![Cell::link("/ho-so/1", "17030042"), Cell::noted("Công ty TNHH Thương mại Đặng Hữu Phước", "Hàng không rõ nguồn gốc"), Cell::tag(Tone::Warning, "Chờ giải trình"), Cell::noted("12/01/2026", "còn 3 ngày làm việc"), Cell::text("24.000.000")],
                        vec![Cell::link("/ho-so/2", "17030039"), Cell::noted("Hộ kinh doanh Trần Thị Mỹ Lệ", "Hàng giả nhãn hiệu"), Cell::tag(Tone::Danger, "Quá hạn ra quyết định"), Cell::noted("06/01/2026", "quá hạn 2 ngày"), Cell::text("7.500.000")],
                        vec![Cell::link("/ho-so/3", "17030031"), Cell::noted("Vũ Đình Khương", "Niêm yết giá"), Cell::tag(Tone::Success, "Đã nộp phạt"), Cell::text("–"), Cell::text("750.000")],
                        vec![Cell::link("/ho-so/4", "17030027"), Cell::noted("Cơ sở sản xuất Ngô Gia Bưởi Diễn", "Ghi nhãn hàng hóa"), Cell::tag(Tone::Info, "Đang thi hành"), Cell::noted("20/01/2026", "còn 9 ngày làm việc"), Cell::text("3.000.000")],
                        vec![Cell::link("/ho-so/5", "17030025"), Cell::noted("Chưa xác định chủ sở hữu", "Hàng nhập lậu"), Cell::tag(Tone::Neutral, "Bản nháp"), Cell::text("–"), Cell::text("–")],
                    ] footer=vec![Cell::text("Cộng trên trang này"), Cell::text(""), Cell::text(""), Cell::text(""), Cell::text("35.250.000")] />
                    <Progress id="tien-do" label="Đã ghi 5.000 trong 50.000 dòng" percent=10 />
                    <Pager summary="Hồ sơ 51–55 trong hơn 10.000" previous="/truoc" next="/sau" />
                </div>
            </div>
            <h2>"Việc chờ tôi"</h2>
            <DeadlineList wide=true deadlines=vec![
                Deadline::new("Ra quyết định xử phạt – Hộ kinh doanh Trần Thị Mỹ Lệ", "06/01/2026", "2026-01-06", "quá hạn 2 ngày", Tone::Danger).ground("7 ngày làm việc – Điều 66 khoản 1 Luật XLVPHC").href("/q"),
                Deadline::new("Nhận văn bản giải trình – Công ty TNHH Thương mại Đặng Hữu Phước", "12/01/2026", "2026-01-12", "còn 3 ngày làm việc", Tone::Warning).ground("5 ngày làm việc – Điều 61 khoản 2 Luật XLVPHC").href("/r"),
            ] />
            <BarChart title="Số vụ theo đội" series="Tháng 12/2025" compare="Tháng 12/2024" row_name="Đơn vị" bars=vec![
                Bar::new("Đội QLTT số 1", 42, "42 vụ").compare(38, "38 vụ").href("/d1"),
                Bar::new("Đội QLTT số 2", 17, "17 vụ").compare(25, "25 vụ").href("/d2"),
                Bar::new("Đội QLTT số 3", 31, "31 vụ").compare(31, "31 vụ").href("/d3"),
                Bar::new("Đội QLTT số 4 (cơ động)", 0, "0 vụ").compare(2, "2 vụ"),
            ] />
            <TrendChart title="Số vụ vi phạm 12 tháng" series="Số vụ" row_name="Tháng báo cáo" points=vec![
                TrendPoint::new("11", "Tháng 11/2025", "/t11").value(120, "120").before(140, "140", "-20 (-14,3 %)"),
                TrendPoint::new("12", "Tháng 12/2025", "/t12").value(0, "0").before(0, "0", "0 (–)"),
            ] />
            <DataTable caption="Kết quả theo lĩnh vực, tháng 12/2025" note="Đơn vị tính: triệu đồng" shape=TableShape::Scroll columns=vec![
                Column::new("Lĩnh vực"), Column::number("Số vụ kiểm tra"), Column::number("Số vụ xử lý"), Column::number("Hành vi"), Column::number("Tiền phạt"),
                Column::number("Tang vật tịch thu"), Column::number("Tang vật tiêu hủy"), Column::number("Chuyển cơ quan điều tra"), Column::number("Tổng thu"),
            ] rows=vec![
                vec![Cell::text("Hàng cấm, hàng nhập lậu"), Cell::text("41"), Cell::text("38"), Cell::text("40"), Cell::text("612,0"), Cell::text("1.120,4"), Cell::text("98,2"), Cell::text("1"), Cell::text("1.732,4")],
                vec![Cell::text("Hàng giả, quyền sở hữu trí tuệ"), Cell::text("22"), Cell::text("20"), Cell::text("23"), Cell::text("318,5"), Cell::text("240,0"), Cell::text("240,0"), Cell::text("0"), Cell::text("318,5")],
            ] footer=vec![Cell::text("Tổng cộng"), Cell::text("63"), Cell::text("58"), Cell::text("63"), Cell::text("930,5"), Cell::text("1.360,4"), Cell::text("338,2"), Cell::text("1"), Cell::text("2.050,9")] />
            <EmptyState title="Không có hồ sơ nào khớp" text="Bỏ bớt bộ lọc, hoặc tìm theo mã số thuế hay số giấy tờ.">
                <ButtonLink href="/ho-so" text="Bỏ tất cả bộ lọc" />
            </EmptyState>
            <div class="cluster">
                <ConfidenceTag confidence=Confidence::Verified />
                <ConfidenceTag confidence=Confidence::Recalled />
                <ConfidenceTag confidence=Confidence::Unsure />
            </div>
        }
        .into_any()
        },
    )
}

pub(super) fn sign_in() -> AnyView {
    view! {
        <Layout narrow=true>
            <PageTitle title="Đăng nhập" caption="Dành cho công chức Quản lý thị trường" />
            <div class="card">
                <form method="post" action="/dang-nhap" novalidate>
                    <TextField name="ten" label="Tên đăng nhập" autocomplete="username" spellcheck=false />
                    <TextField name="mat_khau" label="Mật khẩu" kind="password" autocomplete="current-password" />
                    <Actions><Button text="Đăng nhập" /></Actions>
                </form>
            </div>
        </Layout>
    }
    .into_any()
}
