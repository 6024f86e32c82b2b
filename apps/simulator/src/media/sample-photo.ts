import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 480;
const HEIGHT = 320;
type Colour = [red: number, green: number, blue: number];
const SKY: Colour = [246, 226, 200];
const SUN: Colour = [185, 79, 39];
const SEA: Colour = [39, 70, 199];

/** A small PNG of a sun over the sea, so that anyone can send a photo without having one at hand. */
export function samplePhoto(): Buffer {
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) rows.set(colourAt(x, y), y * (1 + WIDTH * 3) + 1 + x * 3);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 2, 0, 0, 0], 8); // eight bits, red green blue
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function colourAt(x: number, y: number): Colour {
  const horizon = HEIGHT * 0.62 + Math.sin(x / 26) * 4;
  if (y > horizon) return shade(SEA, 1 - (y - horizon) / HEIGHT);
  const isSun = (x - WIDTH / 2) ** 2 + (y - HEIGHT * 0.45) ** 2 < 62 ** 2;
  return isSun ? SUN : shade(SKY, 0.85 + (0.15 * y) / HEIGHT);
}

const shade = (colour: Colour, by: number): Colour => [colour[0] * by, colour[1] * by, colour[2] * by];

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(typed));
  return Buffer.concat([length, typed, sum]);
}
