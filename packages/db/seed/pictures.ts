// The photos of the demo are drawn here: no picture of anybody is needed to show how pictures look.
import { createHash } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';

type Colour = readonly [number, number, number];
type Painter = (x: number, y: number) => Colour;

export type Picture = {
  name: string;
  mime: 'image/png';
  width: number;
  height: number;
  bytes: Buffer;
  sha256: Buffer;
};

// painted on a canvas of 480 by 600 and kept a little smaller
const CANVAS = 480;
const WIDTH = 360;
const HEIGHT = 450;
const SCALE = CANVAS / WIDTH;

const blend = (one: Colour, other: Colour, share: number): Colour => [
  one[0] + (other[0] - one[0]) * share,
  one[1] + (other[1] - one[1]) * share,
  one[2] + (other[2] - one[2]) * share,
];

/** Locks of hair that go from one colour at the root to another at the tips. */
const hair =
  (root: Colour, tip: Colour): Painter =>
  (x, y) => {
    const wave = x + 18 * Math.sin(y / 70) + 6 * Math.sin(y / 23 + x / 40);
    const strand = 0.5 + 0.5 * Math.sin(wave / 3.1) * Math.cos(wave / 11);
    const colour = blend(root, tip, Math.min(1, Math.max(0, (y / 600) * 1.3 - 0.15)));
    return blend([colour[0] * 0.55, colour[1] * 0.55, colour[2] * 0.55], colour, strand);
  };

const checks: Painter = (x, y) => {
  const across = x % 96 < 40 ? 0.5 : 0;
  const down = y % 96 < 40 ? 0.5 : 0;
  const thread = (x + y) % 4 < 2 ? 0.04 : 0;
  const line = x % 96 === 68 || y % 96 === 68 ? 0.35 : 0;
  return blend([236, 228, 240], [98, 72, 150], Math.min(1, across + down + thread + line));
};

const stripes: Painter = (x, y) => {
  const fold = 0.85 + 0.15 * Math.sin(x / 46 + Math.sin(y / 130));
  const colour: Colour = (y + 6 * Math.sin(x / 60)) % 44 < 22 ? [38, 62, 104] : [240, 236, 226];
  return [colour[0] * fold, colour[1] * fold, colour[2] * fold];
};

const paper: Painter = (x, y) => {
  const inside = x > 50 && x < 430 && y > 40 && y < 560;
  if (!inside) return [121, 100, 82];
  const row = Math.floor((y - 90) / 34);
  const written = row >= 0 && row < 13 && (y - 90) % 34 < 9 && x > 84 && x < 84 + 170 + ((row * 50) % 130);
  const stamp = Math.hypot(x - 330, y - 480);
  if (stamp > 38 && stamp < 43) return [60, 84, 160];
  return written ? [120, 124, 132] : [247, 245, 239];
};

const retainer: Painter = (x, y) => {
  const arch = Math.hypot((x - 240) / 150, (y - 330) / 190);
  const onArch = y < 400 && arch > 0.78 && arch < 1.02;
  const bite = 0.08 * Math.sin(Math.atan2(y - 330, x - 240) * 22);
  if (onArch) return blend([226, 240, 246], [178, 214, 230], Math.min(1, Math.abs(arch - 0.9 + bite) * 7));
  const shade = ((x * 7 + y * 3) % 9) / 90;
  return [74 - shade * 60, 112 - shade * 60, 128 - shade * 60];
};

const PAINTERS: Readonly<Record<string, Painter>> = {
  mechas: hair([74, 48, 34], [222, 182, 120]),
  cobrizo: hair([96, 40, 22], [196, 98, 48]),
  cuadros: checks,
  rayas: stripes,
  volante: paper,
  ferula: retainer,
};

/** Draws the picture of that name as a small PNG, the same bytes every time. Throws when there is none of that name. */
export function drawPicture(name: string): Picture {
  const paint = PAINTERS[name];
  if (!paint) throw new Error(`There is no picture called "${name}".`);
  const rows = Buffer.alloc(HEIGHT * (1 + WIDTH * 3));
  let offset = 0;
  for (let y = 0; y < HEIGHT; y += 1) {
    offset += 1; // each row begins with filter 0
    for (let x = 0; x < WIDTH; x += 1) {
      // coarse steps compress to a third and nobody sees them
      for (const part of paint(Math.round(x * SCALE), Math.round(y * SCALE)))
        rows[offset++] = Math.max(0, Math.min(255, Math.round(part / 6) * 6));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const bytes = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  return {
    name: `${name}.png`,
    mime: 'image/png',
    width: WIDTH,
    height: HEIGHT,
    bytes,
    sha256: createHash('sha256').update(bytes).digest(),
  };
}

export const pictureNames = Object.keys(PAINTERS);

function chunk(kind: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'ascii'), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
