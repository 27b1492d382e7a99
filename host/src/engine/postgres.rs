//! `spin:postgres@4.2`: connections to servers of PostgreSQL that the manifest allows, pooled by address.
//!
//! A connection that goes back with a transaction open is rolled back first; one whose state may have changed otherwise, or whose
//! statement did not end in time, is closed. Values are numbers, texts, bytes and flags; others are not taken.
#![expect(clippy::result_large_err, reason = "the error is that of Spin's interface, which says how large it is")]

use super::bindings::spin::postgres::postgres::{
    Column, Connection as ConnectionMarker, ConnectionBuilder as BuilderMarker, DbDataType, DbError, DbValue, Error,
    Host, HostConnection, HostConnectionBuilder, HostConnectionBuilderWithStore, HostConnectionWithStore,
    ParameterValue, QueryError, RowSet,
};
use super::instance::State;
use super::outbound::Outbound;
use super::postgres_pool::{Asked, Checkout, Pools};
use std::sync::Arc;
use std::time::Instant;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use wasmtime::component::{Accessor, FutureReader, HasData, Resource, ResourceTable, StreamReader};

/// Connections one instance may hold at a time.
const MAX_CONNECTIONS: usize = 64;

/// What a guest holds: one connection of its own.
pub struct Handle(Arc<Checkout>);

/// An address with what is said beside it, before it is connected to.
pub struct Builder(Asked);

/// View of the state that this interface works on.
pub struct View<'a> {
    pub table: &'a mut ResourceTable,
    pub pools: &'a Arc<Pools>,
    pub outbound: &'a Outbound,
    /// Connections this instance holds.
    pub open: &'a mut usize,
    /// When the request that asks has to be over.
    pub deadline: Instant,
}

/// Gives [`View`] to the generated code.
pub struct Postgres;

impl HasData for Postgres {
    type Data<'a> = View<'a>;
}

type Answered<T> = Result<T, Error>;

/// What a failure of the driver is to the guest.
pub fn failed(error: &tokio_postgres::Error) -> Error {
    match error.as_db_error() {
        Some(told) => Error::QueryFailed(QueryError::DbError(DbError {
            as_text: error.to_string(),
            severity: told.severity().to_owned(),
            code: told.code().code().to_owned(),
            message: told.message().to_owned(),
            detail: told.detail().map(str::to_owned),
            extras: Vec::new(),
        })),
        None => Error::QueryFailed(QueryError::Text(error.to_string())),
    }
}

/// A parameter as it goes out; its type is the one the server expects at its place.
#[derive(Debug)]
pub struct Given(pub ParameterValue);

impl Given {
    /// The parameters of a statement, as the driver takes them.
    pub fn all(given: &[Self]) -> Vec<&(dyn ToSql + Sync)> {
        given.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
    }
}

impl ToSql for Given {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match &self.0 {
            ParameterValue::DbNull => Ok(IsNull::Yes),
            ParameterValue::Boolean(flag) if *ty == Type::BOOL => flag.to_sql(ty, out),
            ParameterValue::Int8(number) if *ty == Type::CHAR => number.to_sql(ty, out),
            ParameterValue::Int16(number) if *ty == Type::INT2 => number.to_sql(ty, out),
            ParameterValue::Int32(number) if *ty == Type::INT4 => number.to_sql(ty, out),
            ParameterValue::Int64(number) if *ty == Type::INT8 => number.to_sql(ty, out),
            ParameterValue::Floating32(number) if *ty == Type::FLOAT4 => number.to_sql(ty, out),
            ParameterValue::Floating64(number) if *ty == Type::FLOAT8 => number.to_sql(ty, out),
            ParameterValue::Str(text) if <&str as ToSql>::accepts(ty) => text.to_sql(ty, out),
            ParameterValue::Binary(bytes) if *ty == Type::BYTEA => bytes.to_sql(ty, out),
            other => Err(format!("{other:?} does not fit a parameter of type {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A column as it came.
struct Read(DbValue);

impl<'a> FromSql<'a> for Read {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(match *ty {
            Type::BOOL => DbValue::Boolean(bool::from_sql(ty, raw)?),
            Type::CHAR => DbValue::Int8(i8::from_sql(ty, raw)?),
            Type::INT2 => DbValue::Int16(i16::from_sql(ty, raw)?),
            Type::INT4 => DbValue::Int32(i32::from_sql(ty, raw)?),
            Type::INT8 => DbValue::Int64(i64::from_sql(ty, raw)?),
            Type::FLOAT4 => DbValue::Floating32(f32::from_sql(ty, raw)?),
            Type::FLOAT8 => DbValue::Floating64(f64::from_sql(ty, raw)?),
            Type::BYTEA => DbValue::Binary(raw.to_vec()),
            _ if <&str as FromSql>::accepts(ty) => DbValue::Str(<&str>::from_sql(ty, raw)?.to_owned()),
            _ => DbValue::Unsupported(raw.to_vec()),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(DbValue::DbNull))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

fn data_type(ty: &Type) -> DbDataType {
    match *ty {
        Type::BOOL => DbDataType::Boolean,
        Type::CHAR => DbDataType::Int8,
        Type::INT2 => DbDataType::Int16,
        Type::INT4 => DbDataType::Int32,
        Type::INT8 => DbDataType::Int64,
        Type::FLOAT4 => DbDataType::Floating32,
        Type::FLOAT8 => DbDataType::Floating64,
        Type::BYTEA => DbDataType::Binary,
        _ if <&str as FromSql>::accepts(ty) => DbDataType::Str,
        _ => DbDataType::Other(ty.name().to_owned()),
    }
}

/// Runs one statement and answers its rows.
async fn query(
    checkout: &Checkout,
    statement: &str,
    parameters: Vec<ParameterValue>,
    deadline: Instant,
) -> Answered<RowSet> {
    let given: Vec<Given> = parameters.into_iter().map(Given).collect();
    let rows =
        checkout.run(statement, deadline, async |client, prepared| client.query(prepared, &Given::all(&given)).await);
    let (prepared, rows) = rows.await?;
    let columns = prepared.columns().iter();
    let columns =
        columns.map(|column| Column { name: column.name().to_owned(), data_type: data_type(column.type_()) }).collect();
    let row = |row: &tokio_postgres::Row| {
        let values = (0..row.len()).map(|place| row.try_get::<_, Read>(place).map(|read| read.0));
        values.collect::<Result<Vec<_>, _>>().map_err(|error| Error::ValueConversionFailed(error.to_string()))
    };
    Ok(RowSet { columns, rows: rows.iter().map(row).collect::<Answered<_>>()? })
}

/// Runs one statement and answers how many rows it changed.
async fn execute(
    checkout: &Checkout,
    statement: &str,
    parameters: Vec<ParameterValue>,
    deadline: Instant,
) -> Answered<u64> {
    let mut given: Vec<Given> = parameters.into_iter().map(Given).collect();
    if checkout.put_off(statement, &mut given).await? {
        return Ok(0);
    }
    let changed =
        checkout.run(statement, deadline, async |client, prepared| client.execute(prepared, &Given::all(&given)).await);
    changed.await.map(|(_, changed)| changed)
}

impl View<'_> {
    /// What has to be known to connect, where the instance may.
    fn admit(&self) -> Answered<(Arc<Pools>, Outbound, Instant)> {
        if *self.open >= MAX_CONNECTIONS {
            return Err(Error::ConnectionFailed("too many connections opened".to_owned()));
        }
        Ok((self.pools.clone(), self.outbound.clone(), self.deadline))
    }

    fn keep(&mut self, checkout: Checkout) -> Answered<Resource<Handle>> {
        let handle = Handle(Arc::new(checkout));
        let resource = self.table.push(handle).map_err(|error| Error::Other(error.to_string()))?;
        *self.open += 1;
        Ok(resource)
    }

    fn asked(&self, builder: &Resource<Builder>) -> Answered<Asked> {
        self.table.get(builder).map(|builder| builder.0.clone()).map_err(|error| Error::Other(error.to_string()))
    }

    fn checkout(&self, connection: &Resource<Handle>) -> Answered<Arc<Checkout>> {
        self.table.get(connection).map(|handle| handle.0.clone()).map_err(|error| Error::Other(error.to_string()))
    }

    async fn connect(&mut self, asked: Asked) -> Answered<Resource<Handle>> {
        let (pools, outbound, deadline) = self.admit()?;
        let checkout = pools.connect(&asked, &outbound, deadline).await?;
        self.keep(checkout)
    }
}

/// The same where the state of the instance is free while it is waited for.
async fn connect(accessor: &Accessor<State, Postgres>, asked: Answered<Asked>) -> Answered<Resource<Handle>> {
    let asked = asked?;
    let (pools, outbound, deadline) = accessor.with(|mut access| access.get().admit())?;
    let checkout = pools.connect(&asked, &outbound, deadline).await?;
    accessor.with(|mut access| access.get().keep(checkout))
}

impl Host for View<'_> {}

impl HostConnectionBuilder for View<'_> {
    async fn new(&mut self, address: String) -> wasmtime::Result<Resource<BuilderMarker>> {
        Ok(self.table.push(Builder(Asked::at(address)))?)
    }

    async fn set_ca_root(
        &mut self,
        builder: Resource<BuilderMarker>,
        certificate: String,
    ) -> wasmtime::Result<Answered<()>> {
        self.table.get_mut(&builder)?.0.authority = Some(certificate);
        Ok(Ok(()))
    }

    async fn build(
        &mut self,
        builder: Resource<BuilderMarker>,
    ) -> wasmtime::Result<Answered<Resource<ConnectionMarker>>> {
        match self.asked(&builder) {
            Ok(asked) => Ok(self.connect(asked).await),
            Err(error) => Ok(Err(error)),
        }
    }

    async fn drop(&mut self, builder: Resource<BuilderMarker>) -> wasmtime::Result<()> {
        self.table.delete(builder)?;
        Ok(())
    }
}

impl HostConnectionBuilderWithStore<State> for Postgres {
    async fn build_async(
        accessor: &Accessor<State, Self>,
        builder: Resource<BuilderMarker>,
    ) -> wasmtime::Result<Answered<Resource<ConnectionMarker>>> {
        let asked = accessor.with(|mut access| access.get().asked(&builder));
        Ok(connect(accessor, asked).await)
    }
}

impl HostConnection for View<'_> {
    async fn open(&mut self, address: String) -> wasmtime::Result<Answered<Resource<ConnectionMarker>>> {
        Ok(self.connect(Asked::at(address)).await)
    }

    async fn query(
        &mut self,
        connection: Resource<ConnectionMarker>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Answered<RowSet>> {
        match self.checkout(&connection) {
            Ok(checkout) => Ok(query(&checkout, &statement, parameters, self.deadline).await),
            Err(error) => Ok(Err(error)),
        }
    }

    async fn execute(
        &mut self,
        connection: Resource<ConnectionMarker>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Answered<u64>> {
        match self.checkout(&connection) {
            Ok(checkout) => Ok(execute(&checkout, &statement, parameters, self.deadline).await),
            Err(error) => Ok(Err(error)),
        }
    }

    async fn drop(&mut self, connection: Resource<ConnectionMarker>) -> wasmtime::Result<()> {
        if self.table.delete(connection).is_ok() {
            *self.open = self.open.saturating_sub(1);
        }
        Ok(())
    }
}

impl HostConnectionWithStore<State> for Postgres {
    async fn open_async(
        accessor: &Accessor<State, Self>,
        address: String,
    ) -> wasmtime::Result<Answered<Resource<ConnectionMarker>>> {
        Ok(connect(accessor, Ok(Asked::at(address))).await)
    }

    async fn query_async(
        accessor: &Accessor<State, Self>,
        connection: Resource<ConnectionMarker>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Answered<(Vec<Column>, StreamReader<Vec<DbValue>>, FutureReader<Answered<()>>)>> {
        let found = accessor.with(|mut access| {
            let view = access.get();
            view.checkout(&connection).map(|checkout| (checkout, view.deadline))
        });
        let answer = match found {
            Ok((checkout, deadline)) => query(&checkout, &statement, parameters, deadline).await,
            Err(error) => Err(error),
        };
        let RowSet { columns, rows } = match answer {
            Ok(answer) => answer,
            Err(error) => return Ok(Err(error)),
        };
        accessor.with(|mut access| {
            let rows = StreamReader::new(&mut access, rows)?;
            let end = FutureReader::new(&mut access, async { wasmtime::error::Ok(Ok(())) })?;
            Ok(Ok((columns, rows, end)))
        })
    }

    async fn execute_async(
        accessor: &Accessor<State, Self>,
        connection: Resource<ConnectionMarker>,
        statement: String,
        parameters: Vec<ParameterValue>,
    ) -> wasmtime::Result<Answered<u64>> {
        let found = accessor.with(|mut access| {
            let view = access.get();
            view.checkout(&connection).map(|checkout| (checkout, view.deadline))
        });
        match found {
            Ok((checkout, deadline)) => Ok(execute(&checkout, &statement, parameters, deadline).await),
            Err(error) => Ok(Err(error)),
        }
    }
}
