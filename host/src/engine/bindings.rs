//! Generated bindings of the interfaces this host implements.

wasmtime::component::bindgen!({
    path: "wit",
    world: "ins:host/imports",
    imports: { default: async | trappable },
    with: {
        "spin:sqlite/sqlite.connection": super::sqlite::Handle,
        "spin:postgres/postgres.connection": super::postgres::Handle,
        "spin:postgres/postgres.connection-builder": super::postgres::Builder,
        "spin:key-value/key-value.store": super::key_value::Handle,
    },
    require_store_data_send: true,
});
