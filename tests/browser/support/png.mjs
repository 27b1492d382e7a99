// A small PNG of a grey picture: sixteen greys say as much of a page of text as 256, in half the bytes.

import { crc32, deflateSync } from "node:zlib";

/** Reads a binary PGM of 256 greys. */
function pgm(bytes) {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.subarray(0, 40).toString("latin1"));
  if (!head) throw new Error("not a PGM of 256 greys");
  return { width: Number(head[1]), height: Number(head[2]), greys: bytes.subarray(head[0].length) };
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The PGM as a PNG of sixteen greys. */
export function png(bytes) {
  const { width, height, greys } = pgm(bytes);
  const stride = Math.ceil(width / 2) + 1;
  const rows = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const level = Math.round(greys[y * width + x] / 17);
      rows[y * stride + 1 + (x >> 1)] |= x % 2 === 0 ? level << 4 : level;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([4, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}
