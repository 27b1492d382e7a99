//! The file of an establishment, its form, and what officers note about it.

use super::book::AreaLine;
#[cfg(feature = "ssr")]
use super::book::server;
use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::establishment::{EstablishmentFile, Note, Photo};
use domain::party::Party;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// The file of an establishment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceView {
    pub file: EstablishmentFile,
    pub version: u32,
    pub party: Party,
    pub unit_name: String,
    pub commune: String,
    pub area: Option<AreaLine>,
    pub notes: Vec<Note>,
    /// Withdrawn ones too, in order; none where he may not see them.
    pub photos: Vec<Photo>,
    /// The place lies in his part of the tree.
    pub may_see_photos: bool,
    /// Version, moment, who wrote it, what was different from the version before.
    pub changes: Vec<(u32, DateTime, String, Vec<String>)>,
    pub may_keep: bool,
    pub today: Date,
    pub draft: Option<Draft>,
}

/// One photo of a place that is to be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoView {
    pub place: String,
    /// Name of the place.
    pub name: String,
    pub photo: Photo,
    pub draft: Option<Draft>,
}

/// The form of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceForm {
    /// What stands in the file; nothing for a new one.
    pub file: Option<(EstablishmentFile, u32)>,
    pub party: Party,
    pub id: String,
    /// Communes of the province: code and name.
    pub communes: Vec<(String, String)>,
    pub draft: Option<Draft>,
}

#[cfg(feature = "ssr")]
/// What one version of a file says otherwise than the one before, in words.
fn differences(before: &EstablishmentFile, after: &EstablishmentFile) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let fields = |file: &EstablishmentFile| {
        [
            ("Tên", file.place.name.clone()),
            ("Địa chỉ", file.place.address.clone()),
            ("Mặt hàng", file.place.business.clone()),
            ("Loại", file.kind.label().to_owned()),
            ("Trạng thái", file.status.label().to_owned()),
            ("Thuộc", file.within.clone()),
            ("Xã, phường", server::commune_name(file.commune.as_ref())),
            ("Tọa độ", text(&file.position.map(|point| point.to_string()))),
            ("Điện thoại", text(&file.phone.as_ref().map(ToString::to_string))),
            ("Mã ngành", file.industries.join(", ")),
            ("Diện tích", text(&file.scale.square_metres.map(|number| number.to_string()))),
            ("Lao động", text(&file.scale.workers.map(|number| number.to_string()))),
            ("Doanh thu", text(&file.scale.turnover.map(|sum| sum.digits()))),
            ("Kênh bán, biển số", file.channels.join("; ")),
            ("Nhà cung cấp", file.suppliers.clone()),
            ("Giấy phép", file.licences.iter().map(|one| one.number.as_str()).collect::<Vec<_>>().join("; ")),
            ("Rà soát", text(&file.reviewed_on.map(domain::calendar::format_date))),
        ]
    };
    super::differences(fields(before), fields(after))
}

/// The file of an establishment.
#[server(input = GetUrl, endpoint = "co-so")]
pub async fn read_place(id: String, #[server(default)] draft: Option<String>) -> Result<PlaceView, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use domain::authority::{Action, authorise};
    use store::establishments::{areas, changes, file, notes, photos};
    let signed = signed_in().await?;
    let context = context()?;
    let (database, actor) = (&*context.database, &signed.actor);
    let id = domain::party::EstablishmentId(server::uuid(&id)?);
    let record = file(database, actor, id).await.map_err(unavailable)?;
    let unit = server::unit(&context, &record.file.place.unit.0).await?;
    let area = match record.area {
        None => None,
        Some(wanted) => {
            let list = areas(database, actor, &unit.id).await.map_err(unavailable)?;
            list.into_iter().find(|record| record.area.id == wanted).map(server::area_line)
        }
    };
    let versions = changes(database, actor, id).await.map_err(unavailable)?;
    let earlier = versions.iter().skip(1).map(|change| Some(&change.file)).chain([None]);
    let told = versions.iter().zip(earlier).map(|(change, before)| {
        let words = before.map_or_else(Vec::new, |before| differences(before, &change.file));
        (change.version, domain::calendar::to_local(change.at), change.officer.clone(), words)
    });
    let commune = record.file.commune.as_ref().and_then(|code| domain::place::commune(&code.0));
    let party = super::party::shielded(actor, record.party);
    Ok(PlaceView {
        commune: commune.map_or_else(String::new, |commune| commune.full_name()),
        area,
        notes: notes(database, actor, id).await.map_err(unavailable)?,
        photos: photos(database, actor, id).await.map_err(unavailable)?,
        may_see_photos: actor.scope().covers(&unit.path),
        changes: told.collect(),
        may_keep: authorise(actor, Action::KeepBook, &unit.path).is_ok(),
        unit_name: unit.name,
        today: domain::calendar::to_local(context.now()).date(),
        draft: crate::server::opt_draft(draft.as_deref()).await?,
        version: record.version,
        file: record.file,
        party,
    })
}

/// The form of a file: of one that is there, or of another place of a party.
#[server(input = GetUrl, endpoint = "co-so-mau")]
pub async fn read_place_form(
    #[server(default)] id: String,
    #[server(default)] party: String,
    #[server(default)] draft: Option<String>,
) -> Result<PlaceForm, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use domain::authority::{Action, authorise};
    let signed = signed_in().await?;
    let context = context()?;
    let (database, actor) = (&*context.database, &signed.actor);
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let typed = |name: &str| draft.as_ref().and_then(|draft| draft.fields.filled(name)).map(str::to_owned);
    let (file, party, unit) = if id.is_empty() {
        let party = domain::party::PartyId(server::uuid(&typed("party").unwrap_or(party))?);
        let record = store::parties::record(database, actor, party).await.map_err(unavailable)?;
        (None, record.party, server::unit(&context, &actor.unit.0).await?)
    } else {
        let id = domain::party::EstablishmentId(server::uuid(&id)?);
        let record = store::establishments::file(database, actor, id).await.map_err(unavailable)?;
        let unit = server::unit(&context, &record.file.place.unit.0).await?;
        (Some((record.file, record.version)), record.party, unit)
    };
    authorise(actor, Action::KeepBook, &unit.path).map_err(|_| fail(AppError::NotFound))?;
    Ok(PlaceForm {
        id: match &file {
            Some((file, _)) => file.place.id.0.to_string(),
            None => typed("id").unwrap_or_else(|| context.env().uuid().to_string()),
        },
        file,
        party: super::party::shielded(actor, party),
        communes: server::communes_of(&unit),
        draft,
    })
}

/// Writes a file.
#[server(input = PostUrl, endpoint = "luu-co-so")]
pub async fn submit_place(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    let known = fields.filled("version").is_some();
    let page = if known { routes::place_edit(fields.get("id")) } else { routes::place_new(fields.get("party")) };
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let (database, actor) = (&*context.database, &signed.actor);
        let id = domain::party::EstablishmentId(server::uuid(fields.get("id"))?);
        let (party, unit) = if known {
            let record = store::establishments::file(database, actor, id).await.map_err(refused)?;
            (record.party.id, record.file.place.unit)
        } else {
            (domain::party::PartyId(server::uuid(fields.get("party"))?), actor.unit.clone())
        };
        let unit = server::unit(&context, &unit.0).await?;
        let province = server::province(&unit);
        let today = domain::calendar::to_local(context.now()).date();
        let form = crate::forms::book::place(&fields, id, party, &unit.id, province, today)?;
        store::establishments::save(database, &context.env(), actor, &form.file, form.version)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&routes::place(&id.0.to_string()), routes::DONE, "luu-co-so"))
    })
    .await
}

/// Notes something about a place.
#[server(input = PostUrl, endpoint = "ghi-nhan-co-so")]
pub async fn submit_note(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::Reader;
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    let page = routes::place(fields.get("id"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let id = domain::party::EstablishmentId(server::uuid(fields.get("id"))?);
        let mut reader = Reader::new(&fields);
        let text = reader.text("note", "Nhập điều đã thấy hoặc nghe được.");
        let day = reader.date("seen_on");
        let (text, day) = reader.finish(day.map(|day| (text, day)))?;
        store::establishments::add_note(&*context.database, &context.env(), &signed.actor, id, day, &text)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "ghi-nhan-co-so"))
    })
    .await
}

/// A photo of a place, to be withdrawn by whom keeps its book.
#[server(input = GetUrl, endpoint = "anh-co-so")]
pub async fn read_photo(
    id: String,
    seq: String,
    #[server(default)] draft: Option<String>,
) -> Result<PhotoView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use store::establishments::{file, keeps, photo};
    let signed = signed_in().await?;
    let context = context()?;
    let (database, actor) = (&*context.database, &signed.actor);
    let id = domain::party::EstablishmentId(server::uuid(&id)?);
    let seq = seq.parse().map_err(|_| fail(AppError::NotFound))?;
    keeps(database, actor, id).await.map_err(unavailable)?;
    Ok(PhotoView {
        place: id.0.to_string(),
        name: file(database, actor, id).await.map_err(unavailable)?.file.place.name,
        photo: photo(database, actor, id, seq).await.map_err(unavailable)?,
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// Withdraws a photo of a place.
#[server(input = PostUrl, endpoint = "rut-anh-co-so")]
pub async fn submit_photo_withdrawal(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let seq = fields.get("photo").parse::<u32>();
    let page = seq
        .as_ref()
        .map_or_else(|_| routes::place(fields.get("place")), |seq| routes::withdraw_photo(fields.get("place"), *seq));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let id = domain::party::EstablishmentId(server::uuid(fields.get("place"))?);
        let seq = seq.map_err(|_| Rejection::Error(AppError::NotFound))?;
        let (database, env, actor) = (&*context.database, context.env(), &signed.actor);
        store::establishments::withdraw_photo(database, &env, actor, id, seq, fields.get("reason"))
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&routes::place(&id.0.to_string()), routes::DONE, "rut-anh-co-so"))
    })
    .await
}
