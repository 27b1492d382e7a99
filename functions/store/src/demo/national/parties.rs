//! Parties of the whole country: none of them exists. Identifiers have valid digits but lie in ranges that are not given out:
//! tax codes begin with 0999, the last six digits of citizen numbers with 9, telephone numbers with 0500.

use super::force::{Team, province_name};
use super::words;
use crate::bulk::Bulk;
use crate::demo::force::Force;
use crate::demo::parties::Known;
use crate::demo::rng::{self, Rng};
use crate::{Env, StoreError, establishments, parties, registry};
use domain::calendar::{from_local, shift};
use domain::establishment::EstablishmentFile;
use domain::identity::{CitizenId, Phone, TaxCode};
use domain::party::{Establishment, EstablishmentId, Party, PartyId, PartyKind, Sex};
use domain::place::{CommuneCode, Point};
use jiff::civil::Date;
use std::ops::Range;

/// All parties, and which of them each team keeps.
pub(super) struct Parties {
    all: Vec<Known>,
    of_team: Vec<Range<usize>>,
}

impl Parties {
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// A party of a team: the first of them are met again and again.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small")]
    pub fn pick(&self, team: usize, rng: &mut Rng) -> Option<&Known> {
        let own = self.all.get(self.of_team.get(team)?.clone())?;
        let share = rng.below(10_000) as f64 / 10_000.0;
        own.get((share.powf(1.6) * own.len() as f64) as usize)
    }
}

/// Writes the parties in the year that ends with `last`.
pub(super) async fn write(
    bulk: &mut Bulk,
    last: Date,
    count: usize,
    force: &Force,
    teams: &[Team],
    rng: &mut Rng,
) -> Result<Parties, StoreError> {
    let weights: usize = teams.iter().map(|team| team.weight).sum();
    let mut found = Parties { all: Vec::with_capacity(count), of_team: Vec::with_capacity(teams.len()) };
    let mut weighed = 0;
    let mut num = 0;
    for team in teams {
        weighed += team.weight;
        let first = found.all.len();
        // At least one each, and together as many as asked for.
        let end = (count * weighed / weights.max(1)).max(first + 1);
        let day_of = |number: usize| i64::try_from(number * 360 / count.max(1)).unwrap_or(0).min(360) - 360;
        let numbers: Vec<usize> = (first..end).collect();
        // Those of a day are entered together, by one officer.
        for numbers in numbers.chunk_by(|one, next| day_of(*one) == day_of(*next)) {
            let Some(number) = numbers.first() else { continue };
            let env = Env::new(from_local(shift(last, day_of(*number)).at(9, 15, 0, 0)), rng::fill);
            let made: Vec<_> =
                numbers.iter().map(|number| make(*number, team, env.now.as_millisecond(), rng)).collect();
            let actor = force.controller(&team.unit, rng).ok_or(StoreError::NotFound)?;
            let entered: Vec<&Party> = made.iter().map(|(one, _)| one).collect();
            parties::write_records(&mut bulk.work, &env, actor, &entered, (1, "")).await?;
            // The archive is new: its parties are numbered as they come.
            registry::enter_keys(&mut bulk.work, num + 1, &entered).await?;
            num += i64::try_from(entered.len()).unwrap_or(i64::MAX);
            let files: Vec<&EstablishmentFile> = made.iter().filter_map(|(_, file)| file.as_ref()).collect();
            establishments::write_first(&mut bulk.work, &env, actor, &files).await?;
            found.all.extend(made.into_iter().map(|(party, file)| Known { party, place: file.map(|file| file.place) }));
        }
        found.of_team.push(first..end);
    }
    Ok(found)
}

/// The tax code of a number: nine digits that are not given out, and the check digit. One in eleven has none.
fn tax_code(number: usize) -> Option<TaxCode> {
    let nine = format!("0999{:05}", number % 100_000);
    (0..10).find_map(|check| TaxCode::parse(&format!("{nine}{check}")).ok())
}

fn citizen_id(province: &str, born: Date, male: bool, number: usize) -> Option<CitizenId> {
    let century = (born.year() / 100 - 19) * 2 + i16::from(!male);
    CitizenId::parse(&format!("0{province}{century}{:02}9{:05}", born.year() % 100, number % 100_000)).ok()
}

/// As it stands within an address: “Phường Phố Hiến” → “phường Phố Hiến”.
fn in_words(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn make(number: usize, team: &Team, millis: i64, rng: &mut Rng) -> (Party, Option<EstablishmentFile>) {
    let kind = match rng.below(100) {
        0..18 => PartyKind::Organisation,
        18..26 => PartyKind::Individual,
        _ => PartyKind::HouseholdBusiness,
    };
    let code = team.unit.0.split('-').next().unwrap_or_default();
    let whole = province_name(code);
    let (person, male) = words::person(rng);
    let born = shift(Date::constant(1998, 1, 15), -rng.between(0, 40 * 365));
    let place = rng.pick(&team.communes).copied();
    let commune = place.map_or_else(|| whole.clone(), |commune| in_words(commune.name));
    let address = format!("{}, {commune}, {whole}", words::house(rng));
    let (trade, brand) = (words::trade(rng), words::brand(rng));
    let organisation = kind == PartyKind::Organisation;
    let registered = kind != PartyKind::Individual;
    let name = match kind {
        PartyKind::Individual => person.clone(),
        PartyKind::HouseholdBusiness => format!("Hộ kinh doanh {person}"),
        PartyKind::Organisation => words::company(rng),
    };
    let citizen = if organisation { None } else { citizen_id(code, born, male, number) };
    let party = Party {
        id: PartyId(rng.uuid(millis)),
        kind,
        name,
        sex: (!organisation).then_some(if male { Sex::Male } else { Sex::Female }),
        birth_date: (!organisation).then_some(born),
        nationality: "Việt Nam".to_owned(),
        occupation: if organisation { String::new() } else { "Kinh doanh".to_owned() },
        address: address.clone(),
        // From 01/07/2025 a household business is taxed under its owner's number (TT 86/2024/TT-BTC).
        tax_code: match (kind, &citizen) {
            (PartyKind::Organisation, _) => tax_code(number),
            (PartyKind::HouseholdBusiness, Some(id)) => TaxCode::parse(id.as_str()).ok(),
            _ => None,
        },
        citizen_id: citizen,
        registration: if registered { format!("{code}8{number:07}") } else { String::new() },
        registered_on: registered.then(|| shift(Date::constant(2021, 3, 10), -rng.between(0, 3_000))),
        registered_at: match kind {
            PartyKind::Individual => String::new(),
            PartyKind::HouseholdBusiness => format!("Phòng Kinh tế, {commune}"),
            PartyKind::Organisation => format!("Phòng Đăng ký kinh doanh, {whole}"),
        },
        representative: if registered { person } else { String::new() },
        representative_title: match kind {
            PartyKind::Individual => String::new(),
            PartyKind::HouseholdBusiness => "Chủ hộ kinh doanh".to_owned(),
            PartyKind::Organisation => "Giám đốc".to_owned(),
        },
        phone: Phone::parse(&format!("0500{number:06}")).ok(),
        passport: String::new(),
        aliases: Vec::new(),
        commune: place.map(|commune| CommuneCode(commune.code.to_owned())),
        unit: team.unit.clone(),
    };
    let shop = Establishment {
        id: EstablishmentId(rng.uuid(millis)),
        party: party.id,
        name: format!("{trade} {brand}"),
        address,
        business: format!("Bán lẻ {}", trade.to_lowercase()),
        unit: team.unit.clone(),
    };
    let file = EstablishmentFile {
        commune: party.commune.clone(),
        position: place.map(|commune| near(commune.centre, rng)),
        phone: party.phone.clone(),
        reviewed_on: rng.chance(60).then(|| shift(Date::constant(2021, 12, 20), -rng.between(0, 500))),
        ..EstablishmentFile::of(shop)
    };
    (party, Some(file).filter(|_| kind != PartyKind::Individual))
}

/// A point within a kilometre or two of another.
#[expect(clippy::cast_precision_loss, reason = "small")]
fn near(centre: Point, rng: &mut Rng) -> Point {
    let mut off = || rng.between(-150, 150) as f64 / 10_000.0;
    Point { latitude: centre.latitude + off(), longitude: centre.longitude + off() }
}
