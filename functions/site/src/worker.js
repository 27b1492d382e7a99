// Stands between the pages and the network: what never changes comes from here, and without a network a page says so, or the field
// application opens. Keeps nothing that belongs to anybody.
//
// The files of a version are in one cache under one name. Those of the field application come along once it was opened on this device:
// a desk that never goes out does not load them. A document and its files are always of one cache.
const VERSION = DOCUMENTS_OF_THIS_VERSION;
const FILES = FILES_OF_THIS_VERSION;
const FIELD_FILES = FIELD_FILES_OF_THIS_VERSION;
const SIGN_OUT = ADDRESS_OF_SIGNING_OUT;
const [OFFLINE] = FILES;
const [FIELD] = FIELD_FILES;
const NAME = `ins ${[...FILES, ...FIELD_FILES, VERSION].join(" ")}`;
// How long the network may take to answer with the document of the field application, in milliseconds.
const PATIENCE = 4000;
// Where the field application keeps what it took along, as `app/src/browser/vault` names it.
const VAULT = "ins-hien-truong";
const KIT = "kit";

const path = (url) => new URL(url).pathname;
const keptVersions = async () => (await caches.keys()).filter((name) => name.startsWith("ins "));
const openPages = () => clients.matchAll({ includeUncontrolled: true, type: "window" });
const isFieldOpen = async () => (await openPages()).some((page) => path(page.url) === FIELD);

/** Whether a version before this one kept the field application, or it is open now. */
async function goesOut() {
  return (await isFieldOpen()) || Boolean(await caches.match(FIELD));
}

async function install() {
  const cache = await caches.open(NAME);
  await cache.addAll((await goesOut()) ? [...FILES, ...FIELD_FILES] : FILES);
}

/** Keeps files that are not there yet, or not any more; all of them or none, as `addAll` does, and later where the network fails. */
async function keep(files) {
  const cache = await caches.open(NAME);
  if (!(await cache.match(files[0]))) await cache.addAll(files).catch(() => {});
}

/** The files of older versions go, unless a field application is open, which may have been opened from them. */
async function tidy() {
  if (await isFieldOpen()) return;
  const others = (await keptVersions()).filter((name) => name !== NAME);
  // One of them may be that of a newer version, which is just loading its files; asked after the names, so that none comes between.
  if (registration.installing || registration.waiting) return;
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The document of the field application: from the network while that answers soon, else as it was kept. */
async function field() {
  try {
    const answer = await fetch(FIELD, { signal: AbortSignal.timeout(PATIENCE) });
    if (answer.ok && !answer.redirected) return answer;
  } catch {
    // No network, or none that answers.
  }
  return (await document(FIELD)) ?? noNetwork();
}

/** A document as it was kept: of this version, or of the one before where this one has none. */
const document = async (asked) => (await (await caches.open(NAME)).match(asked)) ?? caches.match(asked);

const noNetwork = async () => (await document(OFFLINE)) ?? Response.error();

/** Of whoever signs out, what was taken along goes; what he did not send yet stays, sealed. Nothing is made that is not there. */
function emptyKit() {
  return new Promise((done) => {
    const opening = indexedDB.open(VAULT);
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => done();
    opening.onsuccess = () => {
      const database = opening.result;
      const end = () => (database.close(), done());
      if (!database.objectStoreNames.contains(KIT)) return end();
      const emptying = database.transaction(KIT, "readwrite");
      emptying.objectStore(KIT).clear();
      emptying.oncomplete = emptying.onabort = end;
    };
  });
}

addEventListener("install", (event) => {
  // Pages are made by the server: an old page and a new version do not meet, so nobody has to wait.
  event.waitUntil(install().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(clients.claim());
  // No page waits for it; what is not done when the worker ends, the next page does.
  tidy();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const asked = path(request.url);
  if (request.method === "POST" && asked === SIGN_OUT) event.waitUntil(emptyKit());
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && asked === FIELD) {
    event.respondWith(field());
    event.waitUntil(keep(FIELD_FILES));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(noNetwork));
    event.waitUntil(keep(FILES).then(tidy));
  } else if (asked.startsWith("/tai-nguyen/")) {
    // Named by content: in whichever cache it is, it is the right one.
    event.respondWith(caches.match(request, { ignoreVary: true }).then((kept) => kept ?? fetch(request)));
  }
});
