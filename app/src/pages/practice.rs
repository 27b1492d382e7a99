//! Practice: the page that leads there, the seats one can take there, and what stands above every page of it.
//!
//! Must not know: how a pass is sealed.

use super::common::{document_title, form_head, opt_query, query, reading, shown};
use crate::api::practice::{PracticeView, SubmitSeat, read_practice};
use crate::api::session::Me;
use crate::components::{Actions, Button, ButtonKind, ButtonLink, Choice, Notice, NoticeKind, PageTitle, RadioGroup};
use crate::forms::Draft;
use crate::islands::answers;
use crate::routes;
use domain::practice::{MARK, ROLES, TEAMS};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// What stands above every page of practice, with the way to another seat and back; nothing where one works.
pub fn bar(me: Option<&Me>) -> Option<AnyView> {
    crate::server::practice_here().then(|| {
        let ways = me.map(|me| {
            let back = me.practises.clone().filter(|back| !back.is_empty());
            let back = back.map(|back| view! { <a href=back>"Về hệ thống chính"</a> });
            view! { <span class="cluster no-print"><a href=routes::PRACTICE>"Đổi vai"</a>{back}</span> }
        });
        view! {
            <aside class="notice notice--warning" aria-label="Tập huấn">
                <strong class="notice__title">{MARK}</strong>
                {ways}
            </aside>
        }
        .into_any()
    })
}

/// The page of practice.
#[component]
pub fn PracticePage() -> impl IntoView {
    let (pass, draft) = (query(routes::PASS), opt_query(routes::DRAFT));
    let view = reading(
        move || (pass.get(), draft.get()),
        |(pass, draft)| async move { Ok((read_practice(pass.clone(), draft).await?, pass)) },
    );
    shown(view, |(view, pass)| page(view, &pass))
}

fn page(view: PracticeView, pass: &str) -> AnyView {
    match view {
        PracticeView::Way { href } => view! {
            {document_title("Tập huấn", None)}
            <PageTitle title="Tập huấn" caption="Làm thử mọi việc mà không ảnh hưởng hồ sơ thật" />
            {about()}
            <p><ButtonLink href=href text="Vào tập huấn" kind=ButtonKind::Primary /></p>
            <p class="muted">"Liên kết dùng một lần, trong 10 phút, chỉ cho đồng chí. Hết hạn thì tải lại trang này."</p>
        }
        .into_any(),
        PracticeView::NotSetUp => view! {
            {document_title("Tập huấn", None)}
            <PageTitle title="Tập huấn" />
            <Notice title="Chưa có hệ thống tập huấn">
                <p>"Quản trị hệ thống cần dựng hệ thống tập huấn và đặt địa chỉ, khóa chung của hai hệ thống (biến practice_url, practice_key)."</p>
            </Notice>
            {about()}
        }
        .into_any(),
        PracticeView::Closed { why } => view! {
            {document_title("Không vào được", None)}
            <PageTitle title="Tập huấn" />
            <Notice kind=NoticeKind::Warning title="Chưa vào được tập huấn"><p>{why}</p></Notice>
        }
        .into_any(),
        PracticeView::Seats { name, draft } => seats(&name, &draft, pass),
    }
}

fn about() -> AnyView {
    view! {
        <ul>
            <li>"Cùng màn hình, biểu mẫu, quy trình và cách tính của luật như hệ thống chính."</li>
            <li>"Chi cục, các đội, tổ chức, cá nhân và hồ sơ đều là giả định; ở một hệ thống và cơ sở dữ liệu riêng, không vào báo cáo, tra cứu hay tái phạm."</li>
            <li>"Đóng nhiều vai: lập hồ sơ với vai kiểm soát viên rồi tự ký với vai đội trưởng. Một lớp có thể chia nhau các đội."</li>
            <li>"Không nhập thông tin của người, cơ sở có thật. Văn bản in ra đều ghi “"{MARK}"”."</li>
        </ul>
    }
    .into_any()
}

fn seats(name: &str, draft: &Draft, pass: &str) -> AnyView {
    let (value, error) = answers(draft);
    let roles = ROLES.map(|(role, does)| Choice::new(role.key(), role.title()).hint(does)).to_vec();
    let teams = (1..=TEAMS).map(|team| Choice::new(team.to_string(), format!("Đội {team}"))).collect();
    let team = Some(value("team")).filter(|team| !team.is_empty()).unwrap_or_else(|| "1".to_owned());
    let greeting = format!("Xin chào {name}. Có thể đổi vai bất cứ lúc nào.");
    view! {
        {document_title("Chọn vai tập huấn", Some(draft))}
        {form_head(Some(draft))}
        <PageTitle title="Chọn vai tập huấn" caption=greeting />
        <form method="post" action=SubmitSeat::url() class="stack-lg" novalidate>
            <input type="hidden" name=routes::PASS value=pass.to_owned() />
            <RadioGroup name="role" legend="Vai" options=roles value=value("role") error=error("role") />
            <RadioGroup name="team" legend="Đội" hint="Cho vai ở đội. Người cùng lớp chọn cùng đội sẽ thấy hồ sơ của nhau." options=teams value=team error=error("team") inline=true />
            <Actions><Button text="Bắt đầu" /></Actions>
        </form>
    }
    .into_any()
}
