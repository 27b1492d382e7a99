//! Organisations, individuals and their establishments.

use super::work::CaseRow;
use crate::error::AppError;
use crate::forms::Fields;
use domain::party::{Establishment, Party, PartyKind};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// A party with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyFile {
    pub party: Party,
    pub establishments: Vec<Establishment>,
    /// Its cases in the whole country, newest first.
    pub cases: Vec<CaseRow>,
    /// Cases anywhere in the country: inspections, decisions.
    pub nationwide: (u32, u32),
    pub may_open_case: bool,
    pub now: jiff::civil::DateTime,
}

/// A party in a list: what personal identifiers say stays on the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyLine {
    pub id: String,
    pub kind: PartyKind,
    pub name: String,
    /// Tax code of an organisation; a person's number with its middle hidden.
    pub code: String,
    pub address: String,
}

/// A party of the store as lists show it.
#[cfg(feature = "ssr")]
pub fn line(party: Party) -> PartyLine {
    use domain::registry::privacy::mask;
    let tax_code = party.tax_code.as_ref().map(|code| code.as_str());
    let code = match party.kind {
        PartyKind::Organisation => tax_code.map(str::to_owned),
        // A household business is taxed under its owner's number.
        PartyKind::Individual | PartyKind::HouseholdBusiness => match tax_code {
            Some(code) if code.len() != 12 => Some(code.to_owned()),
            Some(code) => Some(mask(code)),
            None => party.citizen_id.as_ref().map(|id| mask(id.as_str())),
        },
    };
    PartyLine {
        id: party.id.0.to_string(),
        kind: party.kind,
        name: party.name,
        code: code.unwrap_or_default(),
        address: party.address,
    }
}

/// What was found among the parties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundParties {
    pub lines: Vec<PartyLine>,
    /// What was searched instead, where nothing is as typed.
    pub instead: Option<String>,
    /// How many there are, and whether there are more than that.
    pub count: u32,
    pub capped: bool,
}

/// Parties that match part of a name, an identifier, a telephone number or an address.
#[server(input = GetUrl, endpoint = "doi-tuong")]
pub async fn read_parties(#[server(default)] text: String) -> Result<FoundParties, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use store::search::{Kind, Narrowed, find};
    let signed = signed_in().await?;
    let context = context()?;
    let narrowed = Narrowed { kind: Some(Kind::Party), ..Narrowed::default() };
    let found = find(&*context.database, &signed.actor, &text, &narrowed, 30).await.map_err(unavailable)?;
    Ok(FoundParties {
        lines: found.parties.rows.into_iter().map(line).collect(),
        instead: found.instead,
        count: found.parties.count,
        capped: found.parties.capped,
    })
}

/// One party.
#[server(input = GetUrl, endpoint = "doi-tuong-mot")]
pub async fn read_party(id: String) -> Result<PartyFile, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use domain::authority::{Action, role_may};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let id = domain::party::PartyId(id.parse().map_err(|_| fail(AppError::NotFound))?);
    let (party, establishments) = store::parties::load(database, &signed.actor, id).await.map_err(unavailable)?;
    let history = store::parties::history(database, &signed.actor, id).await.map_err(unavailable)?;
    let nationwide = store::parties::nationwide(database, id).await.map_err(unavailable)?;
    Ok(PartyFile {
        party,
        establishments,
        cases: history.into_iter().map(|case| super::work::row(case.row, case.may_open)).collect(),
        nationwide,
        may_open_case: role_may(signed.actor.role, Action::OpenCase),
        now: domain::calendar::to_local(context.now()),
    })
}

/// Registers a party, and an establishment of it when filled in.
#[server(input = PostUrl, endpoint = "dang-ky-doi-tuong")]
pub async fn submit_party(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::party::parse;
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use domain::case::FieldError;
    submit(routes::PARTY_NEW, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let env = context.env();
        let database = &*context.database;
        let today = domain::calendar::to_local(context.now()).date();
        let form = parse(&fields, (env.uuid(), env.uuid()), &signed.actor.unit, today)?;
        if fields.filled("confirmed").is_none()
            && let Some(known) = store::parties::same_identifier(database, &form.party).await.map_err(refused)?
        {
            let field = if known.tax_code.is_some() && known.tax_code == form.party.tax_code {
                "tax_code"
            } else {
                "citizen_id"
            };
            return Err(Rejection::Fields(vec![FieldError::new(
                field,
                format!("“{}” ({}) đã có mã số này. Dùng hồ sơ đã có, hoặc sửa lại mã số.", known.name, known.address),
            )]));
        }
        store::parties::save(database, &env, &signed.actor, &form.party, form.establishment.as_ref())
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&routes::party(&form.party.id.0.to_string()), routes::DONE, "dang-ky"))
    })
    .await
}
