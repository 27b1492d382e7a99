//! The whole: who takes part in a scene, what may happen to them, and the search through all of it.

use crate::desk::{DEVICES, Desk, FILE, Fault, RECORD, SECOND};
use crate::device::{AGAIN, Act, Device, Sent, key};
use crate::rules::{self, Seen};
use domain::fieldwork::{CommandKey, Denial, Outcome};
use stateright::actor::{Actor, ActorModel, ActorModelState, Id, LossyNetwork, Network, Out, model_timeout};
use stateright::{Checker, CheckerBuilder, Expectation, HasDiscoveries, Model};
use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::time::{Duration, Instant};

/// What the officer of a device means to file, in his order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Plan {
    acts: &'static [Act],
    /// All of it is filed before anything happens.
    filed: bool,
}

const NOTE: &str = "ghi-nhan";

const fn act(key: u128, step: &'static str, words: &'static str, numbered: bool) -> Act {
    Act { key, step, words, numbered }
}

impl Plan {
    pub const NOTHING: Self = Self { acts: &[], filed: false };
    pub const RECORDS: Self =
        Self { acts: &[act(1, RECORD, "đủ", true), act(2, SECOND, "thiếu nhãn", false)], filed: true };
    pub const OTHER_RECORD: Self = Self { acts: &[act(1, RECORD, "đủ", true)], filed: false };
    pub const RECORD: Self = Self { acts: &[act(11, RECORD, "thiếu", true)], filed: false };
    pub const NOTES: Self = Self { acts: &[act(1, NOTE, "một", true), act(2, NOTE, "hai", true)], filed: false };
    /// The same, filed before anything else happens.
    pub const FILED_NOTES: Self = Self { filed: true, ..Self::NOTES };
    pub const CHAIN: Self = Self {
        acts: &[act(1, NOTE, "một", false), act(2, NOTE, "hai", false), act(3, NOTE, "ba", false)],
        filed: true,
    };
    pub const FILES: Self = Self { acts: &[act(1, FILE, "ảnh", false), act(2, NOTE, "một", true)], filed: false };
    pub const NOTE: Self = Self { acts: &[act(11, NOTE, "ba", true)], filed: false };
    /// A backup of what is filed as [`Plan::NOTES`].
    pub const BACKUP: Self = Self { filed: true, ..Self::NOTES };

    /// The same of one note.
    pub const SMALL_BACKUP: Self = Self { acts: &[act(1, NOTE, "một", true)], filed: true };

    fn start(self) -> Device {
        let mut device = Device::new();
        for act in self.acts.iter().filter(|_| self.filed) {
            device.file(0, act, Fault::None);
        }
        device
    }
}

/// What is searched.
#[derive(Debug, Clone, Copy)]
pub struct Scene {
    pub fault: Fault,
    plans: [Plan; DEVICES],
    revoking: bool,
    signing_out: bool,
    losing: bool,
    dying: bool,
    desk_writes: bool,
    returning: bool,
    hesitating: bool,
    pulling: bool,
    must: &'static [&'static str],
}

impl Scene {
    pub const fn new(first: Plan, second: Plan) -> Self {
        Self {
            fault: Fault::None,
            plans: [first, second],
            revoking: false,
            signing_out: false,
            losing: false,
            dying: false,
            desk_writes: false,
            returning: false,
            hesitating: false,
            pulling: false,
            must: &[],
        }
    }

    pub const fn with(self, fault: Fault) -> Self {
        Self { fault, ..self }
    }

    /// The first device is revoked at any moment.
    pub const fn revoking(self) -> Self {
        Self { revoking: true, ..self }
    }

    /// The session of the first device ends at any moment, and the officer signs in again at any later one.
    pub const fn signing_out(self) -> Self {
        Self { signing_out: true, ..self }
    }

    pub const fn losing(self) -> Self {
        Self { losing: true, ..self }
    }

    /// A device dies at any moment and comes back with what it has saved.
    pub const fn dying(self) -> Self {
        Self { dying: true, ..self }
    }

    /// Somebody at a desk writes into the same case.
    pub const fn desk_writes(self) -> Self {
        Self { desk_writes: true, ..self }
    }

    /// Devices give numbers back that they do not need.
    pub const fn returning(self) -> Self {
        Self { returning: true, ..self }
    }

    /// An officer takes back what is not answered yet.
    pub const fn hesitating(self) -> Self {
        Self { hesitating: true, ..self }
    }

    /// Devices ask how the case stands.
    pub const fn pulling(self) -> Self {
        Self { pulling: true, ..self }
    }

    /// What must be seen in it at least once.
    pub const fn seeing(self, must: &'static [&'static str]) -> Self {
        Self { must, ..self }
    }

    /// Both devices are of one officer, the second holding the backup of the first.
    pub fn is_backup(&self) -> bool {
        self.plans.iter().all(|plan| plan.filed)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Message {
    Batch(Vec<Sent>),
    TakeBack(CommandKey),
    GiveBack(Vec<u32>),
    Pull,
    /// The version of the case.
    Version(u32),
    Told(Vec<(CommandKey, Told)>),
    /// Nothing was taken from the device: it was revoked.
    Revoked,
}

/// An outcome on its way.
#[derive(Clone)]
pub struct Told(Outcome);

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.key())
    }
}

impl PartialEq for Told {
    fn eq(&self, other: &Self) -> bool {
        crate::desk::rank(&self.0) == crate::desk::rank(&other.0)
    }
}

impl Eq for Told {}

impl PartialOrd for Told {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Told {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        crate::desk::rank(&self.0).cmp(&crate::desk::rank(&other.0))
    }
}

impl Hash for Told {
    fn hash<H: Hasher>(&self, state: &mut H) {
        crate::desk::rank(&self.0).hash(state);
    }
}

/// What may happen at any moment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moment {
    File,
    Send,
    Save,
    GiveBack,
    Pull,
    TakeBack(CommandKey),
    FileAgain(CommandKey),
    Revoke,
    SignOut,
    SignIn,
    DeskWrites,
}

#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Part {
    Device(Device),
    Desk(Desk),
}

#[derive(Debug, Clone, Copy)]
pub struct Role {
    scene: Scene,
    /// Which device; the server is behind them.
    index: usize,
}

impl Role {
    /// Whether a moment can change anything; most cannot in most states, and nothing is copied for them.
    fn may(&self, part: &Part, moment: &Moment) -> bool {
        match (part, moment) {
            (Part::Device(device), Moment::TakeBack(key)) => {
                let entry = device.outbox.get(*key).filter(|entry| entry.is_live());
                entry.is_some_and(|entry| entry.outcome.is_some() || self.scene.hesitating)
            }
            (Part::Device(device), Moment::FileAgain(key)) => device.outbox.is_decidable(*key),
            _ => true,
        }
    }

    fn device(&self, device: &mut Device, moment: &Moment, out: &mut Out<Self>) -> bool {
        let Scene { fault, plans, .. } = self.scene;
        let desk = Id::from(DEVICES);
        match moment {
            Moment::File => {
                let Some(act) = plans[self.index].acts.iter().find(|act| !device.filed.contains(&key(act.key))) else {
                    return false;
                };
                device.file(self.index, act, fault);
                true
            }
            Moment::Send => {
                let batch = device.outbox.batch();
                if batch.is_empty() || device.revoked {
                    return false;
                }
                out.send(desk, Message::Batch(batch.into_iter().map(Sent).collect()));
                if fault == Fault::DropsWhenSent {
                    device.outbox.entries.clear();
                    return true;
                }
                false
            }
            Moment::GiveBack => {
                let had = device.gone.len();
                let numbers = device.give_back(self.index);
                if device.revoked || numbers.is_empty() {
                    return false;
                }
                out.send(desk, Message::GiveBack(numbers));
                device.gone.len() > had
            }
            Moment::Pull => {
                if !device.revoked {
                    out.send(desk, Message::Pull);
                }
                false
            }
            Moment::TakeBack(key) => {
                if device.revoked {
                    return false;
                }
                if fault == Fault::DecidesBeforeAsking {
                    device.take_back(*key);
                    return true;
                }
                out.send(desk, Message::TakeBack(*key));
                false
            }
            Moment::FileAgain(key) => {
                device.file_again(self.index, *key, fault);
                true
            }
            _ => false,
        }
    }

    fn desk(&self, desk: &mut Desk, moment: &Moment) -> bool {
        match moment {
            Moment::Revoke if desk.revoked[0].is_none() => desk.revoke(0),
            Moment::SignOut if desk.sessions[0] == 0 => desk.sessions[0] = 1,
            Moment::SignIn if desk.sessions[0] == 1 => desk.sessions[0] = 2,
            Moment::DeskWrites if !desk.case.iter().any(|put| put.device == DEVICES) => {
                desk.write(key(99), self.scene.plans[0].acts.first().map_or(NOTE, |act| act.step))
            }
            _ => return false,
        }
        true
    }

    fn moments(&self) -> Vec<Moment> {
        let Scene { plans, revoking, signing_out, dying, desk_writes, returning, pulling, .. } = self.scene;
        let mut moments = Vec::new();
        if self.index < DEVICES {
            let plan = plans[self.index];
            moments.push(Moment::Send);
            moments.extend(returning.then_some(Moment::GiveBack));
            moments.extend(pulling.then_some(Moment::Pull));
            moments.extend((!plan.filed).then_some(Moment::File));
            moments.extend(dying.then_some(Moment::Save));
            for act in plan.acts {
                moments.extend([Moment::FileAgain(key(act.key)), Moment::TakeBack(key(act.key))]);
                moments.push(Moment::TakeBack(key(act.key + self.again())));
            }
        } else {
            moments.extend(revoking.then_some(Moment::Revoke));
            moments.extend(signing_out.then_some([Moment::SignOut, Moment::SignIn]).into_iter().flatten());
            moments.extend(desk_writes.then_some(Moment::DeskWrites));
        }
        moments
    }

    fn again(&self) -> u128 {
        AGAIN * (1 + u128::try_from(self.index).unwrap_or_default())
    }
}

impl Actor for Role {
    type Msg = Message;
    type Timer = Moment;
    type State = Part;
    type Storage = Part;
    type Random = ();

    fn on_start(&self, _: Id, storage: &Option<Part>, out: &mut Out<Self>) -> Part {
        for moment in self.moments() {
            out.set_timer(moment, model_timeout());
        }
        storage.clone().unwrap_or_else(|| match self.scene.plans.get(self.index) {
            Some(plan) => Part::Device(plan.start()),
            None => Part::Desk(Desk::new(self.scene.is_backup())),
        })
    }

    fn on_msg(&self, _: Id, state: &mut Cow<Part>, from: Id, message: Message, out: &mut Out<Self>) {
        let mut next = state.clone().into_owned();
        match (&mut next, message) {
            (Part::Desk(desk), message) => {
                let (device, fault) = (usize::from(from), self.scene.fault);
                let answer = match message {
                    Message::Batch(batch) => {
                        let batch: Vec<_> = batch.into_iter().map(|sent| sent.0).collect();
                        desk.take(device, &batch, fault)
                    }
                    Message::TakeBack(key) => desk.withdraw(device, key, fault),
                    Message::GiveBack(numbers) => desk.give_back(device, &numbers, fault).map(|()| Vec::new()),
                    Message::Pull => {
                        out.send(from, Message::Version(desk.version()));
                        return;
                    }
                    Message::Told(_) | Message::Version(_) | Message::Revoked => return,
                };
                match answer {
                    Ok(told) if told.is_empty() => {}
                    Ok(told) => {
                        out.send(from, Message::Told(told.into_iter().map(|(key, told)| (key, Told(told))).collect()));
                    }
                    Err(Denial::Revoked) => out.send(from, Message::Revoked),
                    // Signed out: the device keeps everything and knows no more than before.
                    Err(_) => {}
                }
            }
            (Part::Device(device), Message::Told(told)) => {
                device.learn(told.into_iter().map(|(key, told)| (key, told.0)).collect());
            }
            (Part::Device(device), Message::Version(version)) => device.known = device.known.max(version),
            (Part::Device(device), Message::Revoked) => device.revoked = true,
            (Part::Device(_), _) => return,
        }
        if next != **state {
            if matches!(next, Part::Desk(_)) && self.scene.dying {
                out.save(next.clone());
            }
            *state.to_mut() = next;
        }
    }

    fn on_timeout(&self, _: Id, state: &mut Cow<Part>, moment: &Moment, out: &mut Out<Self>) {
        out.set_timer(moment.clone(), model_timeout());
        if !self.may(state, moment) {
            return;
        }
        let mut next = state.clone().into_owned();
        let changed = match &mut next {
            Part::Device(_) if *moment == Moment::Save => false,
            Part::Device(device) => self.device(device, moment, out),
            Part::Desk(desk) => self.desk(desk, moment),
        };
        // What a person does is saved before it is shown; what the server told may be learned once more.
        if self.scene.dying && (changed || *moment == Moment::Save) {
            out.save(next.clone());
        }
        if changed {
            *state.to_mut() = next;
        }
    }
}

type World = ActorModel<Role, Scene, ()>;
type State = ActorModelState<Role, ()>;

/// What is there: of a device that is dead, what it has saved.
fn judge<T>(state: &State, judged: impl Fn(&Seen) -> T, fresh: &Device) -> Option<T> {
    let mut devices = [fresh; DEVICES];
    for (index, device) in devices.iter_mut().enumerate() {
        let dead = state.crashed.get(index).copied().unwrap_or_default();
        let saved = state.actor_storages.get(index).and_then(Option::as_ref);
        let alive = state.actor_states.get(index).map(|part| &**part);
        if let Some(Part::Device(found)) = if dead { saved } else { alive } {
            *device = found;
        }
    }
    match state.actor_states.get(DEVICES).map(|part| &**part) {
        Some(Part::Desk(desk)) => Some(judged(&Seen { devices, desk })),
        _ => None,
    }
}

/// A rule as the checker wants it.
macro_rules! always {
    ($world:expr, $($name:expr => $rule:expr),+ $(,)?) => {
        $world$(.property(Expectation::Always, $name, |model: &World, state: &State| {
            judge(state, |seen| $rule(seen, &model.cfg), &Device::new()).unwrap_or(false)
        }))+
    };
}

macro_rules! sometimes {
    ($world:expr, $must:expr, $($what:expr),+ $(,)?) => {{
        let mut world = $world;
        $(if $must($what) {
            world = world.property(Expectation::Sometimes, $what, |_: &World, state: &State| {
                judge(state, |seen| seen.happened($what), &Device::new()).unwrap_or(false)
            });
        })+
        world
    }};
}

impl Scene {
    fn world(self) -> World {
        let mut world = ActorModel::new(self, ())
            .actors((0..=DEVICES).map(|index| Role { scene: self, index }))
            .init_network(Network::new_unordered_duplicating([]))
            .lossy_network(if self.losing { LossyNetwork::Yes } else { LossyNetwork::No })
            .max_crashes(usize::from(self.dying))
            .within_boundary(|_, state: &State| !state.crashed.get(DEVICES).copied().unwrap_or_default());
        world = always!(world,
            rules::KEPT => |seen: &Seen, _: &Scene| seen.kept(),
            rules::ONCE => |seen: &Seen, _: &Scene| seen.once(),
            rules::NUMBERS => |seen: &Seen, _: &Scene| seen.numbers(),
            rules::VISIBLE => |seen: &Seen, _: &Scene| seen.visible(),
            rules::HELD => |seen: &Seen, _: &Scene| seen.held(),
            rules::REVOKED => |seen: &Seen, _: &Scene| seen.revoked(),
            rules::SETTLES => |seen: &Seen, scene: &Scene| seen.settles(scene),
            rules::NEVER_LOST => |seen: &Seen, _: &Scene| !seen.desk.lost,
        );
        let must = |what: &str| self.must.contains(&what);
        sometimes!(
            world,
            must,
            "again",
            "all done",
            "already",
            "conflict",
            "refused",
            "replaced",
            "returned",
            "revoked with work left",
            "sent after signing in again",
            "waits",
            "withdrawn",
        )
    }

    fn checker(self, until: HasDiscoveries, longest: Duration) -> CheckerBuilder<World> {
        self.world().checker().threads(2).finish_when(until).timeout(longest)
    }

    /// Searches every state, the nearest first; until a rule is broken.
    pub fn search(self, longest: Duration) -> Searched {
        let started = Instant::now();
        Searched::of(&self.checker(HasDiscoveries::AnyFailures, longest).spawn_bfs().join(), started)
    }

    /// Searches for where a rule is broken, far away first.
    pub fn search_for(self, rule: &'static str, longest: Duration) -> Searched {
        let started = Instant::now();
        Searched::of(&self.checker(HasDiscoveries::AllOf([rule].into()), longest).spawn_dfs().join(), started)
    }
}

/// What a search found.
pub struct Searched {
    pub states: usize,
    /// The longest of the shortest ways to a state.
    pub depth: usize,
    pub time: Duration,
    /// Rules, with the shortest way to where they do not hold.
    pub broken: Vec<(&'static str, String)>,
    pub seen: Vec<&'static str>,
}

impl Searched {
    fn of(checker: &impl Checker<World>, started: Instant) -> Self {
        let mut searched = Self {
            states: checker.unique_state_count(),
            depth: checker.max_depth(),
            time: started.elapsed(),
            broken: Vec::new(),
            seen: Vec::new(),
        };
        for (name, path) in checker.discoveries() {
            if Seen::RULES.contains(&name) {
                let way: Vec<String> = path.into_actions().iter().map(|action| format!("{action:?}")).collect();
                searched.broken.push((name, way.join("\n  ")));
            } else {
                searched.seen.push(name);
            }
        }
        searched
    }

    /// Says how large it was, whether it came to its end, and the way to what is broken.
    pub fn say(&self, name: &str, longest: Duration) {
        let Self { states, depth, time, broken, .. } = self;
        let end = if *time < longest { "" } else { ", not to the end" };
        println!("{name}: {states} states, depth {depth}, {:.1} s{end}", time.as_secs_f32());
        for (rule, way) in broken {
            println!("  broken: {rule}\n  {way}");
        }
    }
}
