//! The form of a step, what it says once more before it is filed, and the filing.

use super::book::{Asked, Prepared, Sheet, answers_of, carry, prepare};
use super::call;
use super::case::{id_of, stand};
use super::desk::{Desk, Phase, new_key};
use super::frame::not_found;
use super::parts::{back, due, press};
use super::sync;
use crate::browser::page::Later;
use crate::browser::{fields_of, net, page};
use crate::components::{ButtonKind, Notice, NoticeKind, PageTitle, SummaryList, SummaryRow};
use crate::forms::{Draft, Fields};
use crate::law::Law;
use crate::steps::{self, PREVIEW, StepView};
use domain::calendar::to_local;
use domain::case::{CaseFile, CaseId, Command, Refusal, deadlines, procedure};
use domain::fieldwork::{CommandKey, DraftAnswer, DraftPush, Entry, lines, title};
use domain::paper::Document;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// How long nothing is typed before the form is kept, in milliseconds.
const PAUSE: u32 = 800;

/// A form that is being filled in.
#[derive(Clone, Copy)]
struct Work {
    desk: Desk,
    case: CaseId,
    step: StoredValue<String>,
    /// What stands in the form as it is drawn, and how often it was.
    drawn: RwSignal<(u32, Option<Draft>)>,
    preview: StoredValue<Option<Document>>,
    /// What stands in the form now.
    typed: StoredValue<Option<Fields>>,
    /// What of it is known to be kept: what it was drawn with, or saved as.
    shown: StoredValue<BTreeMap<String, String>>,
    /// How many times it is being kept just now.
    saving: StoredValue<u32>,
    /// What is looked at once more before it is filed.
    checked: RwSignal<Option<Prepared>>,
    /// The open command it is filed again for.
    replaces: Option<CommandKey>,
    /// Whether the form was kept in the vault before.
    kept: StoredValue<bool>,
    next: StoredValue<Option<Later>, LocalStorage>,
    busy: RwSignal<bool>,
    saved: RwSignal<&'static str>,
    /// What the officer began on another device.
    elsewhere: RwSignal<Option<DraftAnswer>>,
}

/// The screen of a step.
pub fn screen(desk: Desk, id: &str, step: &str) -> AnyView {
    let Some(case) = id_of(id) else { return not_found() };
    if untrack(|| stand(desk, case)).is_none() {
        return not_found();
    }
    let kept = desk.sheets.with_untracked(|sheets| sheets.get(&Sheet::key(case, step)).cloned());
    let kept = kept.filter(|sheet| !sheet.fields.is_empty());
    let replaces = kept.as_ref().and_then(|sheet| sheet.replaces);
    let work = Work {
        desk,
        case,
        step: StoredValue::new(step.to_owned()),
        drawn: RwSignal::new((0, kept.as_ref().map(|sheet| Draft::fresh(sheet.typed())))),
        preview: StoredValue::new(None),
        typed: StoredValue::new(None),
        shown: StoredValue::new(kept.as_ref().map(|sheet| sheet.fields.clone()).unwrap_or_default()),
        saving: StoredValue::new(0),
        checked: RwSignal::new(None),
        replaces,
        kept: StoredValue::new(kept.is_some()),
        next: StoredValue::new_local(None),
        busy: RwSignal::new(false),
        saved: RwSignal::new(if kept.is_some() { "Đã mở lại nội dung viết dở." } else { "" }),
        elsewhere: RwSignal::new(None),
    };
    Effect::new(move |_| {
        desk.sheets.track();
        work.show_more();
    });
    on_cleanup(move || work.leave());
    page::on_hidden(move || work.leave());
    if kept.is_none() && net::is_online() {
        spawn_local(async move { work.look_elsewhere().await });
    }
    let anew = replaces.map(|_| {
        view! {
            <Notice kind=NoticeKind::Info title="Lập lại trên hồ sơ hiện tại">
                <p>"Nội dung đã nhập được giữ nguyên. Xem lại theo hồ sơ hiện tại rồi lập; bản cũ được đánh dấu là đã lập lại."</p>
            </Notice>
        }
    });
    view! {
        {back("Về hồ sơ", &format!("ho-so/{case}"))}
        {anew}
        {move || elsewhere(work)}
        {move || match work.checked.get() {
            None => view! {
                <For each=move || [work.drawn.get()] key=|(attempt, _)| *attempt children=move |(_, draft)| form(work, draft) />
            }
            .into_any(),
            Some(prepared) => check(work, &prepared),
        }}
    }
    .into_any()
}

impl Work {
    fn step(self) -> String {
        self.step.get_value()
    }

    fn key(self) -> String {
        Sheet::key(self.case, &self.step())
    }

    fn law(self) -> Law {
        self.desk.bag.with_untracked(|bag| bag.head.as_ref().map_or_else(Law::default, super::book::Head::law))
    }

    /// Draws the form again with what was typed and what is wrong with it.
    fn draw(self, draft: Draft, focus: &str) {
        page::title(&format!("Lỗi: {} – INS", title(&self.step())));
        self.drawn.update(|(attempt, drawn)| {
            *attempt += 1;
            *drawn = Some(draft);
        });
        self.checked.set(None);
        page::focus(focus);
    }

    /// Asks whether the officer began the same form on another device.
    async fn look_elsewhere(self) {
        let Some(memory) = self.desk.memory.get_untracked() else { return };
        let nothing = DraftPush {
            device: memory.device,
            case: self.case,
            step: self.step(),
            seen: 0,
            base: BTreeMap::new(),
            mine: BTreeMap::new(),
        };
        // Without an answer the form is begun anew; both are put together with the next contact.
        if let Ok(answer) = call::draft(&nothing).await
            && !answer.fields.is_empty()
            && self.typed.try_get_value().flatten().is_none()
        {
            self.elsewhere.try_set(Some(answer));
        }
    }

    /// Goes on with what was begun on another device.
    async fn take_over(self, answer: DraftAnswer) {
        let mut sheet = Sheet::begun(self.case, &self.step(), self.replaces, self.desk.now());
        sheet.take_in(&BTreeMap::new(), answer);
        match self.desk.keep(sheet.clone()).await {
            Ok(()) => {
                self.kept.set_value(true);
                self.elsewhere.set(None);
                self.redraw(&sheet);
                page::focus("du-thao");
            }
            Err(error) => self.desk.trouble(&error),
        }
    }

    fn heard(self, event: &leptos::ev::Event) {
        let Some(fields) = fields_of(event) else { return };
        self.typed.set_value(Some(fields));
        self.saved.set("");
        self.elsewhere.set(None);
        self.next.set_value(Some(page::after(PAUSE, move || self.save())));
    }

    /// Whether something stands in the form that is not kept.
    fn waits(self) -> bool {
        let typed = self.typed.try_get_value().flatten();
        self.shown.try_with_value(|shown| typed.is_some_and(|typed| answers_of(&typed) != *shown)).unwrap_or_default()
    }

    /// Keeps what was typed within the last moment, since the screen is being left.
    fn leave(self) {
        if self.waits() {
            self.save();
        }
    }

    /// Keeps what stands in the form. What that takes is read at once: the screen may be gone before it is done.
    fn save(self) {
        let Some(fields) = self.typed.try_get_value().flatten() else { return };
        let fields = answers_of(&fields);
        let (Some(kept), Some(before)) = (self.kept.try_get_value(), self.shown.try_get_value()) else { return };
        let new = Sheet::begun(self.case, &self.step(), self.replaces, self.desk.now());
        let key = self.key();
        let change = move |sheet: &mut Option<Sheet>| {
            if kept && sheet.as_ref().is_none_or(|old| old.fields.is_empty()) {
                // Filed or put away in another tab.
                return false;
            }
            let at = new.saved_at;
            let sheet = sheet.get_or_insert(new);
            let old = sheet.fields.clone();
            // Two that wait for their turn follow each other: the second goes on from what the first has kept.
            let shown = self.shown.try_get_value().unwrap_or(before);
            carry(&shown, &fields, &mut sheet.fields);
            self.shown.try_set_value(fields);
            if sheet.fields != old {
                sheet.saved_at = at;
                sheet.changed = true;
            }
            true
        };
        self.saving.update_value(|saving| *saving += 1);
        spawn_local(async move {
            let kept = self.desk.change_sheet(&key, change).await;
            self.saving.try_update_value(|saving| *saving -= 1);
            match kept {
                Ok(true) => {
                    self.kept.try_set_value(true);
                    self.saved.try_set("Đã lưu trên máy.");
                    self.show_more();
                }
                Ok(false) => {}
                Err(error) => {
                    let there = self.desk.sheets.with_untracked(|sheets| sheets.get(&key).cloned());
                    self.shown.try_set_value(there.map(|sheet| sheet.fields).unwrap_or_default());
                    self.desk.trouble(&error);
                }
            }
        });
    }

    /// Shows what came from elsewhere into the form that is open here, once nothing in it waits to be kept.
    fn show_more(self) {
        let Some(shown) = self.shown.try_get_value() else { return };
        let waits = self.saving.get_value() > 0 || self.waits();
        let sheet = self.desk.sheets.with_untracked(|sheets| sheets.get(&self.key()).cloned());
        let Some(sheet) = sheet.filter(|sheet| !sheet.fields.is_empty() && sheet.fields != shown) else { return };
        if waits || !self.kept.get_value() || self.checked.with_untracked(Option::is_some) {
            return;
        }
        self.typed.set_value(None);
        self.redraw(&sheet);
        self.saved.set("Đã ghép nội dung viết ở máy hoặc thẻ khác.");
    }

    /// Draws the form as it is kept.
    fn redraw(self, sheet: &Sheet) {
        self.shown.set_value(sheet.fields.clone());
        let draft = Draft::fresh(sheet.typed());
        self.drawn.update(|(attempt, drawn)| {
            *attempt += 1;
            *drawn = Some(draft);
        });
    }

    /// Whether the form was kept, and is not any more: another tab has filed it.
    fn is_gone(self) -> bool {
        let key = self.key();
        let there =
            self.desk.sheets.with_untracked(|sheets| sheets.get(&key).is_some_and(|sheet| !sheet.fields.is_empty()));
        self.kept.get_value() && !there
    }

    fn filed_elsewhere(self) {
        let text = "Không lập lần thứ hai. Mở mục “Đã lập trên máy” để xem.";
        self.desk.tell(false, "Biên bản này đã được lập ở thẻ khác", text);
        self.desk.go(&format!("ho-so/{}", self.case));
    }

    /// Reads what was sent by the form, unless another tab has filed it: the device is asked, since what it says of another tab's work may
    /// not have come yet.
    async fn send(self, fields: Fields, button: Option<(String, String)>) {
        if let Err(error) = self.desk.sheet(&self.key()).await {
            return self.desk.trouble(&error);
        }
        if self.kept.try_get_value().is_none() {
            // The screen is gone.
            return;
        }
        if self.is_gone() {
            return self.filed_elsewhere();
        }
        self.typed.set_value(Some(fields.clone()));
        self.save();
        let Some(stand) = untrack(|| stand(self.desk, self.case)) else { return self.desk.go("") };
        match button {
            Some((name, value)) if name == "again" => {
                if value == PREVIEW {
                    self.show_draft(fields, &stand.case);
                }
            }
            _ => match self.command(&fields, &stand.case) {
                Ok(Some(command)) => self.look_again(fields, command),
                Ok(None) => self.desk.go(""),
                Err(errors) => self.draw(Draft { fields, errors, ..Draft::default() }, "co-loi"),
            },
        }
    }

    fn command(self, fields: &Fields, case: &CaseFile) -> Result<Option<Command>, Vec<domain::case::FieldError>> {
        steps::command(&self.step(), fields, case, &self.law())
    }

    /// The paper as it would be, above the form that makes it.
    fn show_draft(self, fields: Fields, case: &CaseFile) {
        let Some(found) = procedure::find(&self.step()) else { return };
        let (answers, errors) = procedure::read(found, case, |name| fields.get(name).to_owned());
        let Some(actor) = self.desk.actor() else { return };
        let now = to_local(self.desk.now());
        self.preview.set_value(procedure::draft(case, found, answers, actor.officer, now));
        let focus = if errors.is_empty() { "du-thao" } else { "co-loi" };
        self.draw(Draft { fields, errors, ..Draft::default() }, focus);
    }

    /// Asks the law, and shows what would be filed once more.
    fn look_again(self, fields: Fields, command: Command) {
        match self.prepare(&fields, command) {
            Ok(prepared) => {
                page::title(&format!("Kiểm tra lại: {} – INS", title(&self.step())));
                self.checked.set(Some(prepared));
                page::focus("kiem-tra-lai");
            }
            Err(Refusal::Fields { errors }) => self.draw(Draft { fields, errors, ..Draft::default() }, "co-loi"),
            Err(refusal) => {
                let focus = if refusal.citation().is_some() { "tu-choi" } else { "co-loi" };
                let refusal = Some((refusal.message(), refusal.citation()));
                self.draw(Draft { fields, refusal, ..Draft::default() }, focus);
            }
        }
    }

    fn prepare(self, fields: &Fields, command: Command) -> Result<Prepared, Refusal> {
        let no_key = || Refusal::OutOfTurn {
            code: "no-key".to_owned(),
            message: "Trình duyệt không tạo được mã cho biên bản. Tải lại trang rồi lập lại; nội dung đã nhập vẫn còn."
                .to_owned(),
        };
        let key = new_key().ok_or_else(no_key)?;
        let step = self.step();
        let asked = Asked { case: self.case, step: &step, typed: fields, command, replaces: self.replaces };
        let desk = self.desk;
        desk.outbox.with_untracked(|outbox| desk.bag.with_untracked(|bag| prepare(bag, outbox, asked, key, desk.now())))
    }

    /// Files what was looked at: it waits from now on.
    async fn file(self, prepared: Prepared) {
        let desk = self.desk;
        let fields: Fields = prepared.queued.typed.iter().cloned().collect();
        // Another tab may have filed it, or have taken the number.
        if let Err(error) = desk.read().await {
            return desk.trouble(&error);
        }
        if desk.phase.get_untracked() != Phase::Open {
            return;
        }
        if self.is_gone() {
            return self.filed_elsewhere();
        }
        let now = match self.prepare(&fields, prepared.queued.command.clone()) {
            Ok(now) => now,
            Err(_) => return self.look_again(fields, prepared.queued.command),
        };
        if now.number != prepared.number || now.queued.seen != prepared.queued.seen {
            desk.tell(false, "Hồ sơ hoặc số vừa thay đổi ở thẻ khác", "Xem lại số và nội dung rồi lập.");
            return self.checked.set(Some(now));
        }
        let key = now.queued.key;
        let kept = self.kept.get_value().then(|| self.key());
        match desk.file(Entry { queued: now.queued, outcome: None }, kept).await {
            Ok(()) => {
                self.typed.set_value(None);
                let online = net::is_online();
                let text =
                    if online { "Đang gửi về hệ thống." } else { "Sẽ được gửi khi có mạng." };
                desk.tell(true, format!("Đã lập trên máy: {}", title(&self.step())), text);
                desk.go(&format!("cho-gui/{key}"));
                if online {
                    sync::start(desk, false);
                }
            }
            Err(error) => desk.trouble(&error),
        }
    }
}

/// What was begun on another device, as long as nothing is typed here.
fn elsewhere(work: Work) -> Option<AnyView> {
    let answer = work.elsewhere.get()?;
    let go_on = move || {
        let answer = answer.clone();
        spawn_local(async move { work.take_over(answer).await });
    };
    Some(
        view! {
            <Notice kind=NoticeKind::Info title="Có bản viết dở từ máy khác của đồng chí">
                {press("Mở tiếp bản đó", ButtonKind::Secondary, go_on)}
            </Notice>
        }
        .into_any(),
    )
}

/// The form with what stands above it.
fn form(work: Work, draft: Option<Draft>) -> AnyView {
    let Some(stand) = untrack(|| stand(work.desk, work.case)) else { return not_found() };
    let law = work.law();
    let preview = work.preview.try_update_value(Option::take).flatten();
    let view = StepView {
        case: &stand.case,
        now: to_local(work.desk.now()),
        law: &law,
        draft: draft.clone(),
        action: "#".to_owned(),
        preview,
        matter: None,
    };
    let Some(form) = steps::form(&view, &work.step()) else { return not_found() };
    if !draft.as_ref().is_some_and(Draft::has_errors) {
        page::title(&format!("{} – INS", form.title));
    }
    let send = move |event: leptos::ev::SubmitEvent| {
        if let Some((fields, button)) = page::submitted(&event) {
            spawn_local(async move { work.send(fields, button).await });
        }
    };
    view! {
        {steps::form_head(draft.as_ref())}
        <PageTitle title=form.title caption=format!("{} · {}", stand.case.inspection.party.name, form.caption) />
        <div class="fieldwork__form" id="du-thao" tabindex="-1" on:submit=send on:input=move |event| work.heard(&event) on:change=move |event| work.heard(&event)>
            {form.body}
        </div>
        <p role="status" class="muted small">{move || work.saved.get()}</p>
    }
    .into_any()
}

/// What would be filed, once more, with its number and the law's word.
fn check(work: Work, prepared: &Prepared) -> AnyView {
    let rows: Vec<SummaryRow> =
        lines(&prepared.queued.command).into_iter().map(|line| SummaryRow::new(line.label, line.value)).collect();
    let number = match (&prepared.queued.number, &prepared.number) {
        (Some(_), Some(number)) => format!("Số {} – đã cấp từ dãy dự trữ trên máy này.", number.text),
        (None, Some(number)) => {
            format!(
                "Máy không còn số dự trữ cho loại này: ghi tạm là “{}”. Hệ thống cấp số khi nhận được.",
                number.text
            )
        }
        (_, None) => "Bước này không lấy số.".to_owned(),
    };
    let law = work.law();
    let answer =
        prepared.after.violation.as_ref().filter(|_| matches!(prepared.queued.command, Command::RecordViolation(_)));
    let answer = answer.map(|record| {
        let assessment = &record.content.assessment;
        let acts = assessment.acts.iter().map(|act| {
            let words = format!(
                "{}: khung {} – {}; mức đề xuất {} ({})",
                act.title, act.frame.min, act.frame.max, act.proposed.amount, act.citation
            );
            view! { <li>{words}</li> }
        });
        let acts = acts.collect::<Vec<_>>();
        let total = format!("Tổng mức phạt đề xuất: {}.", assessment.total_proposed);
        let right = match &assessment.explanation_right {
            Some(right) => format!("Có quyền giải trình: {} ({}).", right.reason, right.citation),
            None => {
                "Không thuộc trường hợp có quyền giải trình (khoản 1 Điều 61 Luật Xử lý vi phạm hành chính).".to_owned()
            }
        };
        view! { <ul>{acts}</ul><p>{total}</p><p>{right}</p> }
    });
    let due = due(deadlines(&prepared.after, law.calendar()));
    let due = due.map(|list| view! { <p>"Thời hạn sau khi lập:"</p>{list} });
    let fields: Fields = prepared.queued.typed.iter().cloned().collect();
    let edit = move || {
        let draft = Draft::fresh(fields.clone());
        work.drawn.update(|(attempt, drawn)| {
            *attempt += 1;
            *drawn = Some(draft);
        });
        work.checked.set(None);
        page::focus("du-thao");
    };
    let prepared = prepared.clone();
    let file = move || {
        if work.busy.get_untracked() {
            return;
        }
        work.busy.set(true);
        let prepared = prepared.clone();
        spawn_local(async move {
            work.file(prepared).await;
            // The screen may be gone.
            work.busy.try_set(false);
        });
    };
    view! {
        <div id="kiem-tra-lai" tabindex="-1"><PageTitle title="Kiểm tra lại trước khi lập" caption=title(&work.step()).to_owned() /></div>
        <section class="card stack"><h2>"Số văn bản"</h2><p>{number}</p></section>
        <SummaryList rows=rows heading="Nội dung" />
        <section class="card stack"><h2>"Theo quy định"</h2><p>"Hồ sơ nhận bước này: không có gì trái quy định."</p>{answer}{due}</section>
        <p class="small">"Bản gốc có giá trị là bản in có chữ ký của các bên (Điều 58 Luật Xử lý vi phạm hành chính). In ngay sau khi lập; chụp và đính kèm bản đã ký trong 48 giờ (Điều 7 Thông tư 22/2021/TT-BCT)."</p>
        <div class="fieldwork__bar no-print">
            {press("Lập biên bản", ButtonKind::Primary, file)}
            {press("Sửa", ButtonKind::Secondary, edit)}
        </div>
    }
    .into_any()
}
