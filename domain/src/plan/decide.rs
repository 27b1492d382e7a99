//! Decides commands on plans: every precondition, each with its article.

use super::{
    APPROVAL_SYMBOL, Cancelled, InspectionPlan, MAX_ITEMS, NewPlan, Orientation, PlanCommand, PlanContext, PlanEvent,
    PlanEventBody, PlanItem, once_article, refused,
};
use crate::authority::{Action, Actor, authorise};
use crate::calendar::format_date;
use crate::case::{FieldError, InspectionKind, Refusal, SeriesKey, Signed};
use crate::law::LawRefusal;
use crate::law::delegation::{DelegatedPower, Delegation};
use crate::text::clean;
use uuid::Uuid;

/// What is asked: draft a new plan, or do something to one that exists.
pub enum PlanAsk<'a> {
    Draft(&'a NewPlan),
    Do(&'a InspectionPlan, &'a PlanCommand),
}

/// The series the number of the approval is drawn from, or `None` for what makes no paper.
pub fn required_series(actor: &Actor, command: &PlanCommand, year: i16) -> Option<SeriesKey> {
    matches!(command, PlanCommand::Approve).then(|| SeriesKey {
        unit: actor.unit.clone(),
        officer: None,
        symbol: APPROVAL_SYMBOL.to_owned(),
        year,
    })
}

/// Decides one command. Pure: the same arguments give the same answer.
///
/// # Errors
/// A [`Refusal`] that says what is wrong and what to do, with its article where it rests on one.
pub fn decide(ask: PlanAsk<'_>, context: &PlanContext<'_>) -> Result<PlanEvent, Refusal> {
    let (seq, body) = match ask {
        PlanAsk::Draft(new) => (1, draft(new, context)?),
        PlanAsk::Do(plan, command) => {
            authorise(context.actor, Action::ReadPlan, &plan.path)?;
            authorise(context.actor, command.action(), &plan.path)?;
            let body = match command {
                PlanCommand::Restate { title, orientation } => restate(plan, title, orientation, context)?,
                PlanCommand::AddItem { item } => add(plan, item, context)?,
                PlanCommand::RemoveItem { item } => remove(plan, *item, context)?,
                PlanCommand::Submit => submit(plan, context)?,
                PlanCommand::Return { reason } => send_back(plan, reason, context)?,
                PlanCommand::Approve => approve(plan, context)?,
                PlanCommand::Amend { reason } => amend(plan, reason, context)?,
                PlanCommand::CancelItem { item, reason } => cancel(plan, *item, reason, context)?,
            };
            (plan.version + 1, body)
        }
    };
    Ok(PlanEvent { seq, at: context.now, by: context.actor.officer.clone(), by_unit: context.actor.unit.clone(), body })
}

/// What is wrong with a year, a title and a ground.
fn head_errors(year: i16, title: &str, orientation: &Orientation, context: &PlanContext<'_>) -> Vec<FieldError> {
    let today = context.today();
    let this_year = today.year();
    let mut errors = Vec::new();
    if !(this_year..=this_year.saturating_add(1)).contains(&year) {
        let message = format!(
            "Chỉ lập kế hoạch của năm {this_year} hoặc năm {} (Điều 6 Thông tư 27/2020/TT-BCT). Sửa lại năm.",
            this_year.saturating_add(1)
        );
        errors.push(FieldError::new("year", message));
    }
    if clean(title).is_empty() {
        errors.push(FieldError::new("title", "Nhập tên kế hoạch."));
    }
    if clean(&orientation.number).is_empty() {
        errors.push(FieldError::new(
            "orientation_number",
            "Nhập số quyết định phê duyệt Định hướng chương trình kiểm tra (Điều 4 Thông tư 27/2020/TT-BCT).",
        ));
    }
    if orientation.signed_on > today {
        let message = format!("Ngày ký định hướng không thể sau hôm nay ({}).", format_date(today));
        errors.push(FieldError::new("orientation_date", message));
    }
    errors
}

fn or_fields(errors: Vec<FieldError>, body: PlanEventBody) -> Result<PlanEventBody, Refusal> {
    if errors.is_empty() { Ok(body) } else { Err(Refusal::Fields { errors }) }
}

fn draft(new: &NewPlan, context: &PlanContext<'_>) -> Result<PlanEventBody, Refusal> {
    authorise(context.actor, Action::DraftPlan, &new.path)?;
    own_unit(&new.path, context)?;
    let mut errors = Vec::new();
    if !matches!(new.kind, InspectionKind::Periodic | InspectionKind::Thematic) {
        errors.push(FieldError::new("kind", "Kế hoạch kiểm tra là định kỳ hoặc chuyên đề. Chọn một trong hai."));
    }
    errors.extend(head_errors(new.year, &new.title, &new.orientation, context));
    or_fields(errors, PlanEventBody::PlanDrafted { plan: Box::new(new.clone()) })
}

/// Refuses unless the actor belongs to the unit that drafts the plan.
fn own_unit(path: &crate::unit::UnitPath, context: &PlanContext<'_>) -> Result<(), Refusal> {
    if context.actor.path == *path {
        Ok(())
    } else {
        Err(refused(
            "plan-not-own",
            "Kế hoạch do đơn vị đề xuất soạn và trình. Nếu cần sửa, trả lại kèm lý do để đơn vị sửa.",
        ))
    }
}

/// Refuses unless the actor is the head directly above the unit that drafts the plan.
fn superior(plan: &InspectionPlan, context: &PlanContext<'_>) -> Result<(), Refusal> {
    if plan.path.parent().as_ref() == Some(&context.actor.path) {
        Ok(())
    } else {
        Err(refused(
            "plan-not-superior",
            format!(
                "Kế hoạch {} do người đứng đầu đơn vị cấp trên trực tiếp của đơn vị lập kế hoạch quyết định. Chuyển đến đúng người có thẩm quyền.",
                plan.code
            ),
        ))
    }
}

/// Refuses a deputy without a delegation that carries this; answers the delegation he acts by (TT 27/2020/TT-BCT Điều 6:
/// the head decides; PL QLTT Điều 21: his deputy by the power given to him).
fn empowered<'a>(context: &PlanContext<'a>) -> Result<Option<&'a Delegation>, Refusal> {
    let (position, delegation) = context.actor.position(DelegatedPower::Inspection, context.today())?;
    if position.is_none() {
        return Err(refused(
            "plan-not-delegated",
            "Kế hoạch do người đứng đầu quyết định; cấp phó chỉ quyết định khi được giao quyền ban hành quyết định kiểm tra bằng văn bản, còn thời hạn. Đề nghị người đứng đầu ký hoặc giao quyền.",
        ));
    }
    Ok(delegation)
}

/// Refuses unless the unit may write in the plan now.
fn open(plan: &InspectionPlan, context: &PlanContext<'_>) -> Result<(), Refusal> {
    own_unit(&plan.path, context)?;
    if plan.is_open() {
        return Ok(());
    }
    let how = if plan.in_force().is_some() && plan.amendment.is_none() {
        "Kế hoạch đã phê duyệt chỉ thay đổi bằng điều chỉnh: bấm “Điều chỉnh kế hoạch” và nêu lý do."
    } else {
        "Kế hoạch đang chờ phê duyệt. Đề nghị người phê duyệt trả lại nếu cần sửa."
    };
    Err(refused("plan-closed", how))
}

fn restate(
    plan: &InspectionPlan,
    title: &str,
    orientation: &Orientation,
    context: &PlanContext<'_>,
) -> Result<PlanEventBody, Refusal> {
    open(plan, context)?;
    let errors = head_errors(plan.year, title, orientation, context);
    let orientation = Orientation { number: clean(&orientation.number), signed_on: orientation.signed_on };
    or_fields(errors, PlanEventBody::PlanRestated { title: clean(title), orientation })
}

/// The other items of the plan that will be inspected.
fn others<'a>(plan: &'a InspectionPlan, item: &'a PlanItem) -> impl Iterator<Item = &'a PlanItem> {
    plan.items.iter().filter(|other| other.id != item.id && plan.cancellation(other.id).is_none())
}

/// Refuses what would inspect a party twice in the year on the same content (PL QLTT Điều 20 khoản 1).
fn once_a_year(plan: &InspectionPlan, item: &PlanItem, context: &PlanContext<'_>) -> Result<(), Refusal> {
    let here = others(plan, item)
        .filter(|other| other.party.id == item.party.id)
        .find_map(|other| item.shared_content(&other.content_keys()).map(|content| (content, plan.code.as_str())));
    let elsewhere = || {
        context
            .elsewhere
            .iter()
            .filter(|other| other.party == item.party.id)
            .find_map(|other| item.shared_content(&other.contents).map(|content| (content, other.code.as_str())))
    };
    let Some((content, code)) = here.or_else(elsewhere) else { return Ok(()) };
    let message = format!(
        "{} đã có trong kế hoạch {code} năm {} với nội dung “{}”. Một năm chỉ kiểm tra theo kế hoạch một lần cùng nội dung, cùng đối tượng: bỏ nội dung trùng hoặc chọn đối tượng khác.",
        item.party.name,
        plan.year,
        content.trim_end_matches('.')
    );
    Err(Refusal::Law { refusal: LawRefusal::new("planned-twice", message, once_article(context.today())) })
}

fn item_errors(plan: &InspectionPlan, item: &PlanItem, context: &PlanContext<'_>) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if item.party.id.0.is_nil() || item.party.name.is_empty() {
        errors.push(FieldError::new("party", "Chọn tổ chức, cá nhân được kiểm tra."));
    }
    if item.content_keys().is_empty() {
        errors.push(FieldError::new("contents", "Nhập ít nhất một nội dung kiểm tra, mỗi nội dung một dòng."));
    }
    match item.when.last_day(plan.year).filter(|_| item.when.is_valid()) {
        None => errors.push(FieldError::new("when", "Chọn tháng hoặc quý kiểm tra.")),
        Some(last) if last < context.today() => {
            let message =
                format!("{} năm {} đã qua. Chọn tháng hoặc quý từ hôm nay trở đi.", item.when.label(), plan.year);
            errors.push(FieldError::new("when", message));
        }
        Some(_) => {}
    }
    if !plan.path.covers(&item.path) || item.path.leaf() != item.unit {
        errors.push(FieldError::new("unit", "Chọn đơn vị kiểm tra trong phạm vi đơn vị lập kế hoạch."));
    }
    errors
}

fn add(plan: &InspectionPlan, item: &PlanItem, context: &PlanContext<'_>) -> Result<PlanEventBody, Refusal> {
    open(plan, context)?;
    if plan.items.len() >= MAX_ITEMS {
        return Err(refused("plan-full", format!("Kế hoạch có tối đa {MAX_ITEMS} mục. Lập thêm một kế hoạch khác.")));
    }
    if plan.items.iter().chain(plan.revisions.iter().flat_map(|revision| &revision.items)).any(|old| old.id == item.id)
    {
        return Err(refused("plan-item-known", "Mục này đã có trong kế hoạch. Xem lại danh sách đối tượng."));
    }
    let errors = item_errors(plan, item, context);
    if errors.is_empty() {
        once_a_year(plan, item, context)?;
    }
    or_fields(errors, PlanEventBody::ItemAdded { item: Box::new(item.clone()) })
}

fn remove(plan: &InspectionPlan, item: Uuid, context: &PlanContext<'_>) -> Result<PlanEventBody, Refusal> {
    open(plan, context)?;
    let found = plan.items.iter().find(|kept| kept.id == item).ok_or(Refusal::Hidden)?;
    if context.opened.contains(&item) {
        let message =
            format!("{} đã có hồ sơ kiểm tra từ kế hoạch này nên không bỏ khỏi kế hoạch được.", found.party.name);
        return Err(refused("plan-item-opened", message));
    }
    Ok(PlanEventBody::ItemRemoved { item, party: found.party.name.clone() })
}

/// Refuses a plan that nothing follows from, of a year that is over, or that inspects somebody twice.
fn ready(plan: &InspectionPlan, context: &PlanContext<'_>) -> Result<(), Refusal> {
    let live: Vec<&PlanItem> = plan.items.iter().filter(|item| plan.cancellation(item.id).is_none()).collect();
    if live.is_empty() {
        return Err(refused(
            "plan-empty",
            "Kế hoạch chưa có đối tượng kiểm tra nào. Thêm ít nhất một mục vào danh sách đối tượng.",
        ));
    }
    let errors = head_errors(plan.year, &plan.title, &plan.orientation, context);
    if !errors.is_empty() {
        return Err(Refusal::Fields { errors });
    }
    live.into_iter().try_for_each(|item| once_a_year(plan, item, context))
}

fn submit(plan: &InspectionPlan, context: &PlanContext<'_>) -> Result<PlanEventBody, Refusal> {
    open(plan, context)?;
    ready(plan, context)?;
    Ok(PlanEventBody::PlanSubmitted)
}

/// Refuses unless the plan waits for the head's decision.
fn submitted(plan: &InspectionPlan, context: &PlanContext<'_>) -> Result<(), Refusal> {
    superior(plan, context)?;
    if plan.state == super::PlanState::Submitted {
        return Ok(());
    }
    let message = format!("Kế hoạch {} đang ở bước “{}”, chưa được trình phê duyệt.", plan.code, plan.label());
    Err(refused("plan-not-submitted", message))
}

fn given(reason: &str, missing: &str) -> Result<String, Refusal> {
    let reason = clean(reason);
    if reason.is_empty() {
        Err(Refusal::Fields { errors: vec![FieldError::new("reason", missing)] })
    } else {
        Ok(reason)
    }
}

fn send_back(plan: &InspectionPlan, reason: &str, context: &PlanContext<'_>) -> Result<PlanEventBody, Refusal> {
    submitted(plan, context)?;
    Ok(PlanEventBody::PlanReturned { reason: given(reason, "Nêu lý do trả lại và việc cần sửa.")? })
}

fn approve(plan: &InspectionPlan, context: &PlanContext<'_>) -> Result<PlanEventBody, Refusal> {
    submitted(plan, context)?;
    let delegation = empowered(context)?;
    ready(plan, context)?;
    let frame = Signed {
        number: context.number.cloned().ok_or(Refusal::NumberMissing)?,
        issuer: context.issuer.clone(),
        signer: context.actor.officer.clone(),
        delegation: delegation.cloned(),
        at: context.local(),
    };
    Ok(PlanEventBody::PlanApproved { frame: Box::new(frame) })
}

fn amend(plan: &InspectionPlan, reason: &str, context: &PlanContext<'_>) -> Result<PlanEventBody, Refusal> {
    own_unit(&plan.path, context)?;
    if plan.in_force().is_none() {
        return Err(refused(
            "plan-not-approved",
            "Chỉ điều chỉnh kế hoạch đã phê duyệt. Kế hoạch đang dự thảo thì sửa trực tiếp danh sách đối tượng.",
        ));
    }
    if plan.amendment.is_some() {
        return Err(refused(
            "plan-amending",
            "Kế hoạch đang có một lần điều chỉnh chưa được phê duyệt. Hoàn thành lần điều chỉnh đó trước.",
        ));
    }
    Ok(PlanEventBody::AmendmentBegun { reason: given(reason, "Nêu lý do điều chỉnh kế hoạch.")? })
}

fn cancel(
    plan: &InspectionPlan,
    item: Uuid,
    reason: &str,
    context: &PlanContext<'_>,
) -> Result<PlanEventBody, Refusal> {
    superior(plan, context)?;
    empowered(context)?;
    let Some(revision) = plan.in_force() else {
        return Err(refused(
            "plan-not-approved",
            "Chỉ hủy mục của kế hoạch đã phê duyệt. Trả lại kế hoạch nếu cần sửa.",
        ));
    };
    let found = revision.items.iter().find(|kept| kept.id == item).ok_or(Refusal::Hidden)?;
    if plan.cancellation(item).is_some() {
        return Err(refused("plan-item-cancelled", "Mục này đã được hủy."));
    }
    if context.opened.contains(&item) {
        let message = format!("{} đã có hồ sơ kiểm tra từ kế hoạch này nên không hủy mục này được.", found.party.name);
        return Err(refused("plan-item-opened", message));
    }
    let reason = given(reason, "Nêu lý do hủy mục này.")?;
    let cancelled = Cancelled { item, reason, by: context.actor.officer.clone(), at: context.local() };
    Ok(PlanEventBody::ItemCancelled { cancelled, party: found.party.name.clone() })
}
