// A network between a browser and the system that a test can cut, or make silent, and that says what was asked over it.
//
// What a worker asks for, a test sees only here. Must not know what is asked.

import { createServer, request } from "node:http";

/** Listens on one port of this machine and passes everything on to another, until `close`. */
export async function startNetwork(port, target) {
  // `instead`: what stands at an address in place of what the system answers, made from that.
  // `judge`: what becomes of one request: "cut" before it arrives, "lose" its answer after it was done, or nothing of that; it may
  // take its time to say so.
  const network = { state: "on", asked: [], instead: {}, judge: () => "pass" };
  const server = createServer(async (question, answer) => {
    // Cut: the connection breaks. Silent: it stands, and nothing comes.
    if (network.state === "cut") return void question.socket.destroy();
    if (network.state === "silent") return;
    network.asked.push(`${question.method} ${question.url}`);
    const { method, url, headers } = question;
    const fate = await network.judge(question);
    if (fate === "cut") return void question.socket.destroy();
    const change = network.instead[url];
    if (change) delete headers["accept-encoding"];
    const onward = request({ host: "127.0.0.1", port: target, method, path: url, headers }, (given) => {
      if (fate === "lose") {
        given.resume();
        given.on("end", () => question.socket.destroy());
        return;
      }
      if (!change) {
        answer.writeHead(given.statusCode, given.rawHeaders);
        given.pipe(answer);
        return;
      }
      const parts = [];
      given.on("data", (part) => parts.push(part));
      given.on("end", () => {
        const body = Buffer.from(change(Buffer.concat(parts).toString()));
        answer.writeHead(given.statusCode, { ...given.headers, "content-length": body.length });
        answer.end(body);
      });
    });
    onward.on("error", () => question.socket.destroy());
    question.pipe(onward);
  });
  await new Promise((resolve, reject) => server.on("error", reject).listen(port, "127.0.0.1", resolve));
  /** What was asked while something is done. */
  network.during = async (act) => {
    const before = network.asked.length;
    await act();
    return network.asked.slice(before);
  };
  network.close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return network;
}
