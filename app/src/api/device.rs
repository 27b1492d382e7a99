//! Devices of field work, and the commands from them that wait for a person.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::fieldwork::Outcome;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// A device in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceLine {
    pub id: String,
    pub name: String,
    pub officer: String,
    pub unit: String,
    /// Whether it is the reader's own.
    pub own: bool,
    pub registered: String,
    pub seen: String,
    /// When it was taken out of use, by whom and why.
    pub ended: Option<String>,
    /// Numbers it holds.
    pub numbers: u32,
    pub open: u32,
}

/// A command that is in no case yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenLine {
    pub key: String,
    pub case: String,
    pub case_code: String,
    pub party: String,
    pub officer: String,
    pub unit: String,
    pub own: bool,
    /// Name of the step it was filed by.
    pub title: String,
    pub received: String,
    pub outcome: Outcome,
}

/// What there is of field work for one reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Devices {
    pub devices: Vec<DeviceLine>,
    pub open: Vec<OpenLine>,
    /// Whether he takes files out himself.
    pub takes_out: bool,
    pub draft: Option<Draft>,
}

#[cfg(feature = "ssr")]
fn moment(at: jiff::Timestamp) -> String {
    domain::calendar::format_short(domain::calendar::to_local(at))
}

/// The reader's devices and open commands; for who manages devices, those of his part of the tree.
#[server(input = GetUrl, endpoint = "thiet-bi-hien-truong")]
pub async fn read_devices(#[server(default)] draft: Option<String>) -> Result<Devices, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use domain::authority::{Action, role_may};
    let signed = signed_in().await?;
    let may = |action| role_may(signed.actor.role, action);
    if !may(Action::TakeOut) && !may(Action::ManageDevices) {
        return Err(fail(AppError::NotFound));
    }
    let context = context()?;
    let database = &*context.database;
    let me = &signed.actor.id().0;
    let devices = store::fieldwork::list(database, &signed.actor).await.map_err(unavailable)?;
    let open = store::fieldwork::open_commands(database, &signed.actor).await.map_err(unavailable)?;
    Ok(Devices {
        devices: devices
            .into_iter()
            .map(|device| DeviceLine {
                id: device.id.to_string(),
                own: device.officer == *me,
                name: device.name,
                officer: device.officer_name,
                unit: device.unit_name,
                registered: moment(device.registered_at),
                seen: moment(device.seen_at),
                ended: device.ended.map(|(at, by, reason)| format!("{} – {by}: {reason}", moment(at))),
                numbers: device.numbers,
                open: device.open,
            })
            .collect(),
        open: open
            .into_iter()
            .map(|open| OpenLine {
                key: open.key.to_string(),
                case: open.case.to_string(),
                case_code: open.case_code,
                party: open.party,
                own: open.officer == *me,
                officer: open.officer_name,
                unit: open.unit_name,
                title: domain::fieldwork::title(&open.queued.step).to_owned(),
                received: moment(open.received_at),
                outcome: open.outcome,
            })
            .collect(),
        takes_out: may(Action::TakeOut),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// Takes a device out of use.
#[server(input = PostUrl, endpoint = "thu-hoi-thiet-bi")]
pub async fn submit_device_end(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    submit(routes::DEVICES, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let device = domain::fieldwork::DeviceId(fields.get("device").parse().map_err(|_| AppError::NotFound)?);
        store::fieldwork::end(&*context.database, &context.env(), &signed.actor, device, fields.get("reason"))
            .await
            .map_err(refused)?;
        Ok(routes::with_query(routes::DEVICES, routes::DONE, "thu-hoi-thiet-bi"))
    })
    .await
}

/// Takes one's own command back that waits for a person.
#[server(input = PostUrl, endpoint = "rut-bien-ban-hien-truong")]
pub async fn submit_field_withdrawal(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use store::fieldwork::FieldError;
    submit(routes::DEVICES, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let key = domain::fieldwork::CommandKey(fields.get("key").parse().map_err(|_| AppError::NotFound)?);
        let (database, reason) = (&*context.database, fields.get("reason"));
        store::fieldwork::withdraw(database, &context.env(), &signed.actor, None, key, reason).await.map_err(
            |error| match error {
                FieldError::Store(error) => refused(error),
                // Nothing is asked of a device here.
                FieldError::Denied(_) => Rejection::Error(AppError::NotFound),
            },
        )?;
        Ok(routes::with_query(routes::DEVICES, routes::DONE, "rut-bien-ban-hien-truong"))
    })
    .await
}
