import { createHash, randomBytes } from 'node:crypto';

/** Where the simulator's ids come from. Keys never do: those always come from the system's generator. */
export type Randomness = { bytes(length: number): Buffer; hex(bytes: number): string };

/**
 * Random bytes, repeatable under a seed. `run` counts the starts on the same data, so that a restarted
 * simulator does not hand out the ids of its earlier life.
 */
export function createRandomness(seed: string | undefined, run: number): Randomness {
  let counter = 0;
  let pool: Buffer = Buffer.alloc(0);
  const draw = (length: number): Buffer => {
    if (seed === undefined) return randomBytes(length);
    while (pool.length < length) {
      const block = createHash('sha256').update(`${seed}:${run}:${counter++}`).digest();
      pool = Buffer.concat([pool, block]);
    }
    const drawn = Buffer.from(pool.subarray(0, length));
    pool = pool.subarray(length);
    return drawn;
  };
  return { bytes: draw, hex: (bytes) => draw(bytes).toString('hex').toUpperCase() };
}
