//! How often one address, one account or one key may do what is worth attacking, and who that is.
//!
//! The counters are the store's, so that every instance on every machine sees the same. The address is what the platform says of the
//! connection; a proxy before it is believed only where the installation names it. Must not know: how it is counted.

use crate::Failure;
use http::request::Parts;
use ipnet::IpNet;
use std::net::{IpAddr, SocketAddr};
use std::sync::OnceLock;
use store::limits::{Rule, count, over};
use store::{Database, Env};

const MINUTE: u32 = 60;

/// A form of signing in that failed, by address. Whole offices share one address, so that what succeeds is not counted; one name alone
/// is locked by the store long before.
pub const SIGN_IN: Rule = Rule { name: "dang-nhap", most: 60, seconds: 10 * MINUTE, step: 1 };
/// A second factor, a recovery code or an answer of an identity provider that failed, by address.
pub const SECOND_FACTOR: Rule = Rule { name: "yeu-to-hai", most: 60, seconds: 10 * MINUTE, step: 1 };
/// A one-time link that set no password, by address.
pub const LINK: Rule = Rule { name: "lien-ket", most: 60, seconds: 10 * MINUTE, step: 1 };
/// A look at the public check of papers, by address: nobody reads the whole register by trying codes.
pub const PAPER_CHECK: Rule = Rule { name: "kiem-tra-van-ban", most: 120, seconds: 10 * MINUTE, step: 1 };
/// A key of another system, or the secret of a calendar, that opens nothing; by address.
pub const KEY: Rule = Rule { name: "khoa", most: 60, seconds: 10 * MINUTE, step: 1 };
/// What another system asks with its key.
pub const KEY_CALLS: Rule = Rule { name: "goi-api", most: 1200, seconds: MINUTE, step: 8 };
/// Searches and questions over all cases, by account.
pub const SEARCH: Rule = Rule { name: "tim-kiem", most: 240, seconds: MINUTE, step: 8 };
/// Whole lists, reports and papers as files, by account.
pub const FILES: Rule = Rule { name: "tep", most: 120, seconds: MINUTE, step: 4 };
/// Spreadsheets, attached files and photos that come in, by account.
pub const UPLOADS: Rule = Rule { name: "gui-tep", most: 120, seconds: MINUTE, step: 4 };

/// Every rule.
pub const ALL: [Rule; 9] = [SIGN_IN, SECOND_FACTOR, LINK, PAPER_CHECK, KEY, KEY_CALLS, SEARCH, FILES, UPLOADS];

/// How an installation limits: its variables `trusted_proxies` and `rate_limits`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limiter {
    proxies: Vec<IpNet>,
    scale: u32,
}

impl Limiter {
    /// From the variables as they are written; the problems are what could not be read, and is left out then.
    ///
    /// `proxies`: addresses or networks, with commas between them. `scale`: every rule allows so many times as much; 0 limits nothing.
    pub fn from_variables(proxies: &str, scale: &str) -> (Self, Vec<String>) {
        let mut problems = Vec::new();
        let mut nets = Vec::new();
        for text in proxies.split([',', ' ']).map(str::trim).filter(|text| !text.is_empty()) {
            match text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from)) {
                Some(net) => nets.push(net),
                None => {
                    problems.push(format!("trusted_proxies: “{text}” is no address and no network such as 10.0.0.0/8"))
                }
            }
        }
        let scale = match scale.trim() {
            "" => 1,
            text => text.parse().unwrap_or_else(|_| {
                problems.push(format!("rate_limits: “{text}” is no whole number; 1 is used"));
                1
            }),
        };
        (Self { proxies: nets, scale }, problems)
    }

    /// Whether anything is limited here.
    pub const fn limits(&self) -> bool {
        self.scale > 0
    }

    fn is_proxy(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|net| net.contains(&address))
    }

    /// Who asks, as an address: of the connection, or what the proxies that are trusted say stood before them. Of IPv6 the network that one
    /// customer has (/64).
    pub fn address(&self, head: &Parts) -> String {
        let Some(peer) = peer(head) else { return "unknown".to_owned() };
        let mut address = peer;
        if self.is_proxy(peer) {
            let told = head.headers.get_all("x-forwarded-for").into_iter().filter_map(|value| value.to_str().ok());
            let told: Vec<&str> = told.flat_map(|value| value.split(',')).map(str::trim).collect();
            // From the nearest outwards; the first that is no proxy of ours is who asks. What stands beyond it anybody could write.
            for text in told.iter().rev() {
                let Some(named) = parse(text) else { break };
                address = named;
                if !self.is_proxy(named) {
                    break;
                }
            }
        }
        network(address)
    }

    /// Lets through whoever has not done too much yet; counts nothing. A counter that cannot be read lets through: what is behind it then
    /// fails for the same reason, and says so.
    ///
    /// # Errors
    /// `TooMany` with the seconds until the next time.
    pub async fn admit(&self, db: &dyn Database, env: &Env, rule: &Rule, who: &str) -> Result<(), Failure> {
        if !self.limits() {
            return Ok(());
        }
        match over(db, env, &self.scaled(rule), who).await {
            Ok(None) => Ok(()),
            Ok(Some(seconds)) => {
                crate::log::refused("limits", rule.name);
                Err(Failure::TooMany(seconds))
            }
            Err(error) => {
                crate::log::error("limits", &error.to_string());
                Ok(())
            }
        }
    }

    /// Counts once.
    pub async fn count(&self, db: &dyn Database, env: &Env, rule: &Rule, who: &str) {
        if self.limits()
            && let Err(error) = count(db, env, &self.scaled(rule), who).await
        {
            crate::log::error("limits", &error.to_string());
        }
    }

    /// Admits and counts.
    ///
    /// # Errors
    /// As of [`Limiter::admit`].
    pub async fn pass(&self, db: &dyn Database, env: &Env, rule: &Rule, who: &str) -> Result<(), Failure> {
        self.admit(db, env, rule, who).await?;
        self.count(db, env, rule, who).await;
        Ok(())
    }

    const fn scaled(&self, rule: &Rule) -> Rule {
        Rule { most: rule.most.saturating_mul(self.scale), ..*rule }
    }
}

/// How this installation limits, read from its variables once an instance. Must be handed what reads a variable of the component.
pub async fn here(variable: impl AsyncFn(&'static str) -> Option<String>) -> &'static Limiter {
    static HERE: OnceLock<Limiter> = OnceLock::new();
    if let Some(limiter) = HERE.get() {
        return limiter;
    }
    let proxies = variable("trusted_proxies").await.unwrap_or_default();
    let scale = variable("rate_limits").await.unwrap_or_default();
    let (limiter, problems) = Limiter::from_variables(&proxies, &scale);
    for problem in problems {
        crate::log::error("variables", &problem);
    }
    HERE.get_or_init(|| limiter)
}

/// The other end of the connection, as the platform says: Spin and the host set this header and drop the sender's own.
fn peer(head: &Parts) -> Option<IpAddr> {
    parse(head.headers.get("spin-client-addr")?.to_str().ok()?)
}

/// An address with or without a port; one of IPv4 that is written as IPv6 is the former.
fn parse(text: &str) -> Option<IpAddr> {
    let address = text.parse::<SocketAddr>().map(|socket| socket.ip()).ok().or_else(|| text.parse().ok())?;
    Some(address.to_canonical())
}

fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Ground, block_on, env};
    use http::Request;
    use jiff::civil::date;

    fn head(peer: &str, forwarded: &[&str]) -> Parts {
        let mut request = Request::get("/x");
        if !peer.is_empty() {
            request = request.header("spin-client-addr", peer);
        }
        for value in forwarded {
            request = request.header("x-forwarded-for", *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_a_trusted_proxy_says_who_asks() {
        let (limiter, problems) = Limiter::from_variables("10.0.0.0/8, 192.0.2.7", "");
        assert_eq!(problems, Vec::<String>::new());
        for (peer, forwarded, expected) in [
            ("203.0.113.9:4711", &[] as &[&str], "203.0.113.9"),
            ("203.0.113.9:4711", &["198.51.100.1"], "203.0.113.9"),
            ("10.1.2.3:80", &["198.51.100.1"], "198.51.100.1"),
            ("10.1.2.3:80", &["1.1.1.1, 198.51.100.1"], "198.51.100.1"),
            ("10.1.2.3:80", &["1.1.1.1", "198.51.100.1, 10.9.9.9"], "198.51.100.1"),
            ("192.0.2.7:80", &["198.51.100.1:5000"], "198.51.100.1"),
            ("10.1.2.3:80", &["nobody"], "10.1.2.3"),
            ("10.1.2.3:80", &[], "10.1.2.3"),
            ("[::ffff:203.0.113.9]:80", &[], "203.0.113.9"),
            ("[2001:db8:1:2:3:4:5:6]:80", &[], "2001:db8:1:2::/64"),
            ("", &["198.51.100.1"], "unknown"),
        ] {
            assert_eq!(limiter.address(&head(peer, forwarded)), expected, "{peer} {forwarded:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_told() {
        let (limiter, problems) = Limiter::from_variables("10.0.0.0/8, proxy.example", "viel");
        assert_eq!((limiter.proxies.len(), limiter.scale, problems.len()), (1, 1, 2));
        assert!(!Limiter::from_variables("", "0").0.limits());
    }

    #[test]
    fn too_much_is_stopped_until_the_window_is_over_and_for_nobody_else() {
        let ground = Ground::new(env(date(2026, 10, 19).at(8, 0, 0, 0)));
        let (limiter, _) = Limiter::from_variables("", "");
        let at = |minute: i8, second: i8| env(date(2026, 10, 19).at(8, minute, second, 0));
        block_on(async {
            for _ in 0..SIGN_IN.most {
                assert!(limiter.pass(&ground.db, &at(1, 0), &SIGN_IN, "a").await.is_ok());
            }
            let stopped = limiter.pass(&ground.db, &at(9, 50), &SIGN_IN, "a").await;
            assert!(matches!(stopped, Err(Failure::TooMany(seconds)) if (10..=11).contains(&seconds)), "{stopped:?}");
            assert!(limiter.pass(&ground.db, &at(9, 50), &SIGN_IN, "b").await.is_ok(), "somebody else");
            assert!(limiter.pass(&ground.db, &at(9, 50), &LINK, "a").await.is_ok(), "something else");
            assert!(limiter.pass(&ground.db, &at(10, 0), &SIGN_IN, "a").await.is_ok(), "the next window");
            let (off, _) = Limiter::from_variables("", "0");
            assert!(off.admit(&ground.db, &at(9, 50), &SIGN_IN, "a").await.is_ok());
        });
    }

    #[test]
    fn steps_stop_about_where_the_rule_says() {
        let ground = Ground::new(env(date(2026, 10, 19).at(8, 0, 0, 0)));
        let (limiter, _) = Limiter::from_variables("", "");
        let mut now = env(date(2026, 10, 19).at(8, 0, 1, 0));
        now.random = crate::request::fill;
        let passed = block_on(async {
            let mut passed = 0;
            while limiter.pass(&ground.db, &now, &SEARCH, "ksv1").await.is_ok() && passed < 4 * SEARCH.most {
                passed += 1;
            }
            passed
        });
        assert!((SEARCH.most / 3..SEARCH.most * 2).contains(&passed), "{passed}");
    }
}
