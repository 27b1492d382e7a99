//! Quyết định kiểm tra (PL 11/2016/UBTVQH13 Điều 19; TT 22/2021/TT-BCT).

use super::parts::{foot, head, party};
use crate::components::{Article, Grounds, Order, PaperTitle, Para, Recipients, Sheet, SignatureBlock, Signatures};
use domain::calendar::format_date;
use domain::case::CaseFile;
use leptos::prelude::*;

pub(super) fn sheet(case: &CaseFile) -> Option<AnyView> {
    let frame = case.inspection_decision.as_ref()?;
    let draft = &case.inspection;
    let grounds = vec![
        "Căn cứ Pháp lệnh Quản lý thị trường số 11/2016/UBTVQH13 ngày 08 tháng 3 năm 2016;".to_owned(),
        "Căn cứ Thông tư số 27/2020/TT-BCT của Bộ trưởng Bộ Công Thương quy định về nội dung, trình tự, thủ tục kiểm tra, xử phạt vi phạm hành chính và thực hiện các biện pháp nghiệp vụ của lực lượng Quản lý thị trường;".to_owned(),
        format!("Căn cứ {};", draft.basis.trim_end_matches(['.', ';'])),
        format!("Theo đề nghị của {}.", draft.drafted_by.full_name),
    ];
    let contents = draft
        .contents
        .iter()
        .map(|line| format!("- {line};"))
        .map(|line| view! { <Para>{line}</Para> })
        .collect::<Vec<_>>();
    let member = |officer: &domain::officer::OfficerSnapshot, role: &str| {
        let card = officer.card.as_ref().map_or(String::new(), |card| format!(", Thẻ kiểm tra thị trường số {card}"));
        format!("- {} – {}, số hiệu {}{card}: {role};", officer.full_name, officer.title, officer.badge)
    };
    let mut team = vec![member(&draft.leader, "Trưởng đoàn")];
    team.extend(draft.members.iter().map(|officer| member(officer, "Thành viên")));
    let team = team.into_iter().map(|line| view! { <Para>{line}</Para> }).collect::<Vec<_>>();
    let place = match &draft.establishment {
        Some(establishment) => format!("Địa điểm kiểm tra: {}, {}.", establishment.name, draft.place),
        None => format!("Địa điểm kiểm tra: {}.", draft.place),
    };
    let period = format!(
        "Giai đoạn kiểm tra: từ ngày {} đến ngày {}.",
        format_date(draft.scope_from),
        format_date(draft.scope_to)
    );
    let days =
        format!("Thời hạn kiểm tra: {:02} ngày làm việc kể từ ngày công bố Quyết định kiểm tra.", draft.working_days);
    let who = party(&draft.party);
    let recipients =
        vec!["Như Điều 4;".to_owned(), "Đối tượng được kiểm tra;".to_owned(), "Lưu: VT, hồ sơ vụ việc.".to_owned()];
    let top = head(frame, true);
    let order = signer_line(&frame.signer.title, &frame.issuer.name);
    let (title, name) = (frame.signer.title.to_uppercase(), frame.signer.full_name.clone());
    let bottom = foot(case, frame);
    Some(
        view! {
            <Sheet label="Quyết định kiểm tra" foot=bottom>
                {top}
                <PaperTitle title="QUYẾT ĐỊNH" subject="Về việc kiểm tra việc chấp hành pháp luật trong sản xuất, kinh doanh hàng hóa, dịch vụ" />
                <p class="paper-order">{order}</p>
                <Grounds lines=grounds />
                <Order />
                <Article number="1" title="Kiểm tra việc chấp hành pháp luật đối với:">
                    {who}
                    <Para>{place}</Para>
                    <Para>"Nội dung kiểm tra:"</Para>
                    {contents}
                    <Para>{period}</Para>
                    <Para>{days}</Para>
                </Article>
                <Article number="2" title="Đoàn kiểm tra gồm các ông (bà) có tên sau đây:">{team}</Article>
                <Article number="3" title="Đoàn kiểm tra có nhiệm vụ, quyền hạn theo quy định của Pháp lệnh Quản lý thị trường và Thông tư số 27/2020/TT-BCT; báo cáo kết quả kiểm tra bằng văn bản trong thời hạn 24 giờ kể từ khi kết thúc kiểm tra." />
                <Article number="4" title="Quyết định này có hiệu lực kể từ ngày ký. Đoàn kiểm tra, đối tượng được kiểm tra và tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này." />
                <Signatures>
                    <Recipients lines=recipients />
                    <SignatureBlock title=title hint="(Ký, đóng dấu)" name=name />
                </Signatures>
            </Sheet>
        }
        .into_any(),
    )
}

/// `ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 3`.
pub(super) fn signer_line(title: &str, unit: &str) -> String {
    format!("{title} {unit}").to_uppercase()
}
