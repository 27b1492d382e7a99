//! The officer's own calendar feed: what it is, its address once, and how to end it.

use super::common::{document_title, done_notice, reading, shown};
use crate::api::calendar_feed::{FeedView, SubmitFeed, SubmitFeedEnd, read_feed};
use crate::components::{Actions, Button, ButtonKind, Notice, NoticeKind, PageTitle};
use domain::calendar::format_short;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The page of the feed.
#[component]
pub fn CalendarFeedPage() -> impl IntoView {
    shown(reading(|| (), |()| read_feed()), page)
}

fn page(view: FeedView) -> AnyView {
    let standing = match view.since {
        Some(since) => format!("Đang dùng, tạo lúc {}.", format_short(since)),
        None => "Chưa có lịch.".to_owned(),
    };
    let address = view.address.map(|address| {
        view! {
            <Notice kind=NoticeKind::Success title="Địa chỉ lịch của đồng chí, chỉ hiển thị một lần">
                <p><code>{address}</code></p>
                <p>"Sao chép vào mục “thêm lịch từ URL” (đăng ký lịch) của ứng dụng lịch. Không gửi cho người khác: ai có địa chỉ này đều đọc được lịch."</p>
            </Notice>
        }
    });
    let has = view.since.is_some();
    let make = if has { "Đổi địa chỉ mới" } else { "Tạo lịch" };
    let replaced = has.then(|| view! { <p class="muted">"Khi đổi, địa chỉ cũ không dùng được nữa."</p> });
    let end = has.then(|| {
        view! {
            <form method="post" action=SubmitFeedEnd::url()>
                <Actions><Button text="Thu hồi lịch" kind=ButtonKind::Warning /></Actions>
            </form>
        }
    });
    view! {
        {document_title("Lịch của tôi", None)}
        {done_notice()}
        <PageTitle title="Lịch của tôi" caption="Thời hạn hồ sơ, việc được giao, ý kiến cần trả lời trong ứng dụng lịch của đồng chí" />
        {address}
        <p>{standing}</p>
        <p>"Lịch có số hồ sơ, tên thời hạn, điều luật và đơn vị; không có tên, thông tin của tổ chức, cá nhân. Lịch tự cập nhật theo chu kỳ của ứng dụng lịch và ngừng khi tài khoản bị khóa."</p>
        <form method="post" action=SubmitFeed::url() class="stack">
            {replaced}
            <Actions><Button text=make kind=if has { ButtonKind::Secondary } else { ButtonKind::Primary } /></Actions>
        </form>
        {end}
    }
    .into_any()
}
