//! The first steps on the start page: for an officer who has not done them yet, with those he has done ticked.

use super::common::reading;
use crate::api::guide::{Guide, SubmitGuide};
use crate::components::{Button, ButtonKind, Notice};
use crate::routes;
use domain::authority::{Action, role_may};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// One step: what to do, where, and whether it is done.
struct FirstStep {
    text: &'static str,
    href: String,
    done: bool,
}

/// The steps of a role; the first one, signing in, is always done.
fn steps(guide: &Guide) -> Vec<FirstStep> {
    let may = |action| role_may(guide.role, action);
    let step = |text, href: &str, done| FirstStep { text, href: href.to_owned(), done };
    let mut list = vec![step("Đăng nhập và mở trang “Việc của tôi”", &routes::help("viec-cua-toi"), true)];
    if may(Action::OpenCase) {
        list.push(step("Mở hồ sơ kiểm tra đầu tiên", routes::CASE_NEW, guide.done.opened > 0));
    }
    if may(Action::RecordInspection) || may(Action::SignInspectionDecision) {
        list.push(step("Lập hoặc ký văn bản đầu tiên của một hồ sơ", routes::CASES, guide.done.papers > 0));
    } else if may(Action::TakeLead) {
        list.push(step("Tiếp nhận nguồn thông tin đầu tiên", routes::LEAD_NEW, guide.done.opened > 0));
    }
    list
}

/// The list, while something of it is left and it was not put away.
///
/// - Server: a list of links with the state of each in words, and a form that puts it away. - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn FirstSteps() -> impl IntoView {
    let guide = reading(|| (), |()| crate::api::guide::read_guide());
    view! {
        <Suspense fallback=|| ()>
            {move || Suspend::new(async move { guide.await.ok().and_then(list) })}
        </Suspense>
    }
}

fn list(guide: Guide) -> Option<AnyView> {
    let steps = steps(&guide);
    // Administrators do no case work: their help is enough.
    if guide.hidden || steps.len() < 2 || steps.iter().all(|step| step.done) {
        return None;
    }
    let items = steps
        .into_iter()
        .map(|step| {
            let state = if step.done { "✓ Đã làm: " } else { "Cần làm: " };
            view! { <li>{state}<a href=step.href>{step.text}</a></li> }
        })
        .collect::<Vec<_>>();
    Some(
        view! {
            <Notice title="Các bước đầu tiên">
                <ol>{items}</ol>
                <p>"Mỗi trang có mục trợ giúp riêng ở cuối trang; "<a href=routes::HELP>"xem tất cả"</a>"."</p>
                <form method="post" action=SubmitGuide::url()>
                    <input type="hidden" name="an" value="1" />
                    <Button text="Ẩn các bước này" kind=ButtonKind::Secondary small=true />
                </form>
            </Notice>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::officer::Role;
    use domain::pace::Work;
    use leptos::tachys::view::RenderHtml;

    #[test]
    fn what_is_done_is_ticked_and_the_list_ends_with_it() {
        let html =
            |role, done, hidden| Owner::new().with(|| list(Guide { role, done, hidden }).map(|view| view.to_html()));
        let fresh = html(Role::Controller, Work::default(), false).unwrap();
        assert_eq!((fresh.matches("✓ Đã làm").count(), fresh.matches("Cần làm").count()), (1, 2), "{fresh}");
        let opened = html(Role::Controller, Work { steps: 1, opened: 1, papers: 0 }, false).unwrap();
        assert_eq!(opened.matches("✓ Đã làm").count(), 2, "{opened}");
        assert_eq!(html(Role::Controller, Work { steps: 2, opened: 1, papers: 1 }, false), None);
        assert_eq!(html(Role::Controller, Work::default(), true), None, "put away");
        assert_eq!(html(Role::Administrator, Work::default(), false), None);
        for role in [Role::TeamLeader, Role::ProvincialHead, Role::LegalSection, Role::ReportingSection, Role::National]
        {
            assert!(html(role, Work::default(), false).is_some(), "{}", role.key());
        }
    }
}
