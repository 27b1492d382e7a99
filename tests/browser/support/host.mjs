// A host of its own for journeys that take weeks: the same database, served today and then on a later day.
//
// Must not know what is done on which day.

import { spawn } from "node:child_process";
import { createServer } from "node:net";

/** What a run of all tests hands over; without it there is nothing to start. */
export const REHEARSAL = {
  host: process.env.INS_HOST,
  manifest: process.env.INS_MANIFEST,
  cache: process.env.INS_CACHE_DIR,
  state: process.env.INS_REHEARSAL_STATE,
};

/** A port nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts the host with its clock some days ahead; `stop` ends it. */
export async function startHost(port, daysAhead) {
  const { host, manifest, cache, state } = REHEARSAL;
  const child = spawn(
    host,
    ["-f", manifest, "--state-dir", state, "--cache-dir", cache, "--listen", `127.0.0.1:${port}`, "--quiet", "--days-ahead", `${daysAhead}`],
    { stdio: "ignore" },
  );
  let ended = null;
  const exit = new Promise((resolve) => child.once("exit", (code) => resolve((ended = code ?? -1))));
  const until = Date.now() + 60_000;
  while (Date.now() < until && ended === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/suc-khoe`).catch(() => null);
    if (answer?.ok) {
      const stop = async () => {
        child.kill("SIGTERM");
        await exit;
      };
      return { stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill("SIGKILL");
  throw new Error(ended === null ? "the host does not answer" : `the host ended with ${ended}`);
}
