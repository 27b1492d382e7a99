//! Requests of the synchronisation, and what a refusal of one means. Must not know when anything is sent.

use super::book::{Memory, Photo};
use crate::browser::net::{self, NetError};
use domain::fieldwork::{
    Batch, Block, CommandKey, Denial, DeviceId, DraftAnswer, DraftPush, Kit, KitAsked, PhotoAsked, PhotoState, Queued,
    Reply, Returned,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// How long an answer may take, in milliseconds: a whole page of cases over a bad network.
const PATIENCE: u32 = 45_000;

/// Why a request came to nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// It did not get through, or the system is busy: again later, by itself.
    Later(String),
    /// Nothing is taken from this device.
    Denied(Denial),
    /// The request itself is refused: again does not help.
    Refused(String),
    /// What came could not be kept on the device.
    Device(String),
}

impl Trouble {
    /// What happened, and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::Later(words) | Self::Refused(words) | Self::Device(words) => words.clone(),
            Self::Denied(denial) => denial.message().to_owned(),
        }
    }
}

#[derive(Deserialize)]
struct Problem {
    error: Words,
}

#[derive(Deserialize)]
struct Words {
    code: String,
    message: String,
}

impl From<NetError> for Trouble {
    fn from(error: NetError) -> Self {
        let NetError::Status(status, body) = &error else { return Self::Later(error.message()) };
        let told = serde_json::from_slice::<Problem>(body.as_bytes()).ok().map(|problem| problem.error);
        let code = told.as_ref().map_or("", |told| told.code.as_str());
        let words = || told.as_ref().map_or_else(|| error.message(), |told| told.message.clone());
        match (*status, code) {
            (401 | 303, _) => Self::Denied(Denial::SignIn),
            (403, "revoked") => Self::Denied(Denial::Revoked),
            (403, "not-yours") => Self::Denied(Denial::NotYours),
            (409, "unknown") => Self::Denied(Denial::Unknown),
            (408 | 425 | 429 | 500..=599, _) => Self::Later(words()),
            _ => Self::Refused(words()),
        }
    }
}

async fn post<T: Serialize, A: DeserializeOwned>(what: &str, asked: &T) -> Result<A, Trouble> {
    Ok(net::post(&format!("/dong-bo/{what}"), asked, PATIENCE).await?)
}

/// One page of the kit.
pub async fn kit(asked: &KitAsked) -> Result<Kit, Trouble> {
    post("goi", asked).await
}

/// A batch of commands.
pub async fn push(device: DeviceId, commands: Vec<Queued>) -> Result<Reply, Trouble> {
    post("gui", &Batch { device, commands }).await
}

/// A form that is not filed yet.
pub async fn draft(pushed: &DraftPush) -> Result<DraftAnswer, Trouble> {
    post("nhap", pushed).await
}

#[derive(Serialize)]
struct Withdrawn<'a> {
    device: DeviceId,
    key: CommandKey,
    reason: &'a str,
}

/// Takes an open command back.
pub async fn withdraw(device: DeviceId, key: CommandKey, reason: &str) -> Result<Reply, Trouble> {
    post("rut", &Withdrawn { device, key, reason }).await
}

/// The numbers that are left.
#[derive(Deserialize)]
pub struct Left {
    pub blocks: Vec<Block>,
}

/// Gives numbers back.
pub async fn give_back(returned: &Returned) -> Result<Left, Trouble> {
    post("tra-so", returned).await
}

#[derive(Serialize)]
struct GivenUp {
    device: DeviceId,
}

/// Gives the device up; its unused numbers go back.
pub async fn give_up(memory: &Memory) -> Result<(), Trouble> {
    let asked = GivenUp { device: memory.device };
    match net::post::<_, serde_json::Value>("/dong-bo/bo-thiet-bi", &asked, PATIENCE).await {
        // An answer without content is no JSON.
        Ok(_) | Err(NetError::Unreadable) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Announces a photo, or asks how far it is; also one that was restored from another device of the officer.
pub async fn photo(device: DeviceId, photo: &Photo) -> Result<PhotoState, Trouble> {
    let asked = PhotoAsked { device, ..photo.asked.clone() };
    Ok(net::post(&format!("/dinh-kem/gui-dan/{}", photo.key), &asked, PATIENCE).await?)
}

/// Sends one piece of a photo; a piece that goes on somewhere else is answered how far it is.
pub async fn piece(key: CommandKey, offset: u64, bytes: &[u8]) -> Result<PhotoState, Trouble> {
    match net::post_bytes(&format!("/dinh-kem/gui-dan/{key}/{offset}"), bytes, PATIENCE).await {
        Err(NetError::Status(409, body)) => {
            serde_json::from_slice(body.as_bytes()).map_err(|_| NetError::Status(409, body).into())
        }
        answer => Ok(answer?),
    }
}
