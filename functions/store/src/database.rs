//! The small trait every database driver implements, and the unit of work on top of it.
//!
//! Must not know: which engine it is, or any table.

use crate::engines;
use async_trait::async_trait;

/// A value bound to a statement or read from a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
}

macro_rules! value_from {
    ($($from:ty => $make:expr),* $(,)?) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self { let make: fn($from) -> Value = $make; make(value) }
        }
    )*};
}
value_from!(
    i64 => Value::Integer,
    u32 => |n| Value::Integer(n.into()),
    bool => |flag| Value::Integer(flag.into()),
    String => Value::Text,
    &str => |text| Value::Text(text.to_owned()),
    &String => |text| Value::Text(text.clone()),
    jiff::civil::Date => |day| Value::Text(day.to_string()),
    jiff::civil::DateTime => |at| Value::Text(at.to_string()),
    uuid::Uuid => |id| Value::Text(id.to_string()),
    jiff::Timestamp => |at| Value::Integer(at.as_millisecond()),
    [u8; 32] => |bytes| Value::Blob(bytes.to_vec()),
    Vec<u8> => Value::Blob,
);

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

/// Builds the parameters of a statement: `params![id, name, 3]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Value::from($value)),*] };
}

/// A statement, or a piece of one, with its parameters `?1`, `?2`.. behind so many others.
pub(crate) fn behind(others: usize, sql: &str) -> String {
    let mut parts = sql.split('?');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        let number = number.parse::<usize>().unwrap_or(0) + others;
        out.push_str(&format!("?{number}{rest}"));
    }
    out
}

/// Why a statement failed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DbError {
    /// The engine's own words.
    #[error("database: {0}")]
    Engine(String),
    /// Another writer held the database longer than the busy timeout; the same call may succeed later.
    #[error("database: busy")]
    Busy,
    /// There is no room to write; nothing of the statement was kept, and the same call succeeds when there is room again.
    #[error("database: no room left")]
    Full,
    /// A constraint refused the row, e.g. a key that is taken.
    #[error("database: {0}")]
    Constraint(String),
    /// A row does not hold what the code reads from it: a defect, or a damaged file.
    #[error("database: column {column} of a row is not {expected}")]
    Shape { column: usize, expected: &'static str },
    /// The file was written by a newer version.
    #[error("database: schema version {found} is newer than this program ({known}); install the newer version")]
    Newer { found: i64, known: i64 },
}

/// One row.
#[derive(Debug, Clone, PartialEq)]
pub struct Row(pub Vec<Value>);

impl DbError {
    /// What to tell a person when this passes: the same request succeeds later. Nothing for a defect.
    pub const fn passing(&self) -> Option<&'static str> {
        match self {
            Self::Busy => Some("Hệ thống đang bận nên chưa ghi được gì. Chờ ít giây rồi gửi lại."),
            Self::Full => Some(
                "Máy chủ hết chỗ lưu trữ nên chưa ghi được gì. Báo quản trị hệ thống giải phóng ổ đĩa, rồi gửi lại; nội dung đã có vẫn còn nguyên.",
            ),
            Self::Engine(_) | Self::Constraint(_) | Self::Shape { .. } | Self::Newer { .. } => None,
        }
    }

    /// Sorts an engine's message.
    #[cfg(any(feature = "native", feature = "spin"))]
    pub(crate) fn engine(message: String) -> Self {
        if message.contains("is locked") {
            Self::Busy
        } else if message.contains("disk is full") {
            Self::Full
        } else if message.contains("constraint failed") {
            Self::Constraint(message)
        } else {
            Self::Engine(message)
        }
    }
}

impl Row {
    fn get(&self, column: usize) -> &Value {
        self.0.get(column).unwrap_or(&Value::Null)
    }

    /// A whole number.
    pub fn int(&self, column: usize) -> Result<i64, DbError> {
        match self.get(column) {
            Value::Integer(value) => Ok(*value),
            _ => Err(DbError::Shape { column, expected: "a number" }),
        }
    }

    /// A whole number, or NULL.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>, DbError> {
        match self.get(column) {
            Value::Null => Ok(None),
            _ => self.int(column).map(Some),
        }
    }

    /// A text.
    pub fn text(&self, column: usize) -> Result<&str, DbError> {
        match self.get(column) {
            Value::Text(value) => Ok(value),
            _ => Err(DbError::Shape { column, expected: "a text" }),
        }
    }

    /// A text of its own.
    pub fn string(&self, column: usize) -> Result<String, DbError> {
        self.text(column).map(str::to_owned)
    }

    /// A text, or NULL.
    pub fn opt_string(&self, column: usize) -> Result<Option<String>, DbError> {
        match self.get(column) {
            Value::Null => Ok(None),
            _ => self.string(column).map(Some),
        }
    }

    /// A text parsed into something else.
    pub fn parse<T: std::str::FromStr>(&self, column: usize, expected: &'static str) -> Result<T, DbError> {
        self.text(column)?.parse().map_err(|_| DbError::Shape { column, expected })
    }

    /// A text parsed into something else, or NULL.
    pub fn opt_parse<T: std::str::FromStr>(&self, column: usize, expected: &'static str) -> Result<Option<T>, DbError> {
        match self.get(column) {
            Value::Null => Ok(None),
            _ => self.parse(column, expected).map(Some),
        }
    }

    /// Sixteen or thirty-two bytes, or any other fixed number.
    pub fn bytes<const N: usize>(&self, column: usize) -> Result<[u8; N], DbError> {
        match self.get(column) {
            Value::Blob(value) => {
                value.as_slice().try_into().map_err(|_| DbError::Shape { column, expected: "bytes of that length" })
            }
            _ => Err(DbError::Shape { column, expected: "bytes" }),
        }
    }

    /// A moment in milliseconds since the epoch.
    pub fn moment(&self, column: usize) -> Result<jiff::Timestamp, DbError> {
        jiff::Timestamp::from_millisecond(self.int(column)?)
            .map_err(|_| DbError::Shape { column, expected: "a moment" })
    }

    /// Bytes of any length.
    ///
    /// # Errors
    /// There are none in this column.
    pub fn blob(&self, column: usize) -> Result<&[u8], DbError> {
        match self.get(column) {
            Value::Blob(bytes) => Ok(bytes),
            _ => Err(DbError::Shape { column, expected: "bytes" }),
        }
    }

    /// A JSON document.
    pub fn json<T: serde::de::DeserializeOwned>(&self, column: usize) -> Result<T, DbError> {
        serde_json::from_str(self.text(column)?)
            .map_err(|error| DbError::Engine(format!("document in column {column}: {error}")))
    }
}

/// The rows a statement answers.
pub type Rows = Vec<Row>;

/// Which engine keeps a database. Statements are written for SQLite and made into PostgreSQL's by the driver; who asks for this
/// has a statement that cannot be (decision 0046).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// One open connection; nobody else uses it while it is held.
#[async_trait]
pub trait Connection: Send {
    /// The engine behind it.
    fn engine(&self) -> Engine {
        Engine::Sqlite
    }

    /// Runs one statement and answers its rows.
    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError>;

    /// Runs one statement for its effect.
    async fn execute(&mut self, sql: &str, params: &[Value]) -> Result<(), DbError> {
        self.query(sql, params).await.map(drop)
    }

    /// Runs one statement of a transaction for its effect, at the latest with the next one: a connection to another machine need not wait for
    /// it. Where it fails, that next one does, or the commit.
    async fn execute_with_next(&mut self, sql: &str, params: &[Value]) -> Result<(), DbError> {
        self.execute(sql, params).await
    }

    /// Runs one statement and answers its first row, if there is one.
    async fn query_one(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>, DbError> {
        Ok(self.query(sql, params).await?.into_iter().next())
    }

    /// Writes rows of one table, each with a value for each column.
    #[cfg(feature = "native")]
    async fn insert(&mut self, table: &str, columns: &[String], rows: &[Vec<Value>]) -> Result<(), DbError> {
        let places: Vec<String> = (1..=columns.len()).map(|place| format!("?{place}")).collect();
        let sql = format!("INSERT INTO {} ({}) VALUES ({})", quoted(table), listed(columns), places.join(", "));
        for row in rows {
            self.execute(&sql, row).await?;
        }
        Ok(())
    }
}

/// A database that connections are opened to. Each opened connection is its own.
#[async_trait]
pub trait Database: Send + Sync {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError>;
}

/// A transaction that owns its connection. Dropped without [`UnitOfWork::commit`], it is rolled back when the
/// connection closes.
pub struct UnitOfWork {
    connection: Box<dyn Connection>,
}

impl UnitOfWork {
    /// Opens a connection and begins a writing transaction on it.
    pub async fn begin(database: &dyn Database) -> Result<Self, DbError> {
        let mut connection = database.open().await?;
        connection.execute("BEGIN IMMEDIATE", &[]).await?;
        Ok(Self { connection })
    }

    /// The same for one of many transactions that fill the database.
    pub(crate) async fn begin_one_of_many(database: &dyn Database) -> Result<Self, DbError> {
        let mut work = Self::begin(database).await?;
        engines::many(&mut work).await?;
        Ok(work)
    }

    /// Statements on a connection that keeps its own transactions.
    #[cfg(feature = "native")]
    pub(crate) fn on(connection: Box<dyn Connection>) -> Self {
        Self { connection }
    }

    /// Makes everything durable.
    pub async fn commit(mut self) -> Result<(), DbError> {
        self.connection.execute("COMMIT", &[]).await
    }

    /// Undoes everything; used where the outcome is known to be a refusal.
    pub async fn rollback(mut self) -> Result<(), DbError> {
        self.connection.execute("ROLLBACK", &[]).await
    }
}

#[async_trait]
impl Connection for UnitOfWork {
    fn engine(&self) -> Engine {
        self.connection.engine()
    }

    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        self.connection.query(sql, params).await
    }

    /// With the next one: nothing is kept before the commit, and what fails until then fails all of it.
    async fn execute(&mut self, sql: &str, params: &[Value]) -> Result<(), DbError> {
        self.connection.execute_with_next(sql, params).await
    }
}

/// A name of a table or a column, whatever word it is.
#[cfg(feature = "native")]
pub(crate) fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// Names of columns, with commas between them.
#[cfg(feature = "native")]
pub(crate) fn listed(names: &[String]) -> String {
    names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
}

pub(crate) fn to_json<T: serde::Serialize>(value: &T) -> Result<String, DbError> {
    serde_json::to_string(value).map_err(|error| DbError::Engine(format!("document: {error}")))
}
