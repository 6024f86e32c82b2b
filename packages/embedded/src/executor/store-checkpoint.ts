import { type Batcher, createBatcher } from './batcher.ts';
import type { Engine } from './engine.ts';

const BATCH = 200;
const PATIENCE_MS = 60_000;

export type Checkpoint = {
  id: number;
  lock: string;
  run: string;
  steps: { id: string; name: string; value: unknown }[];
};

/** The door for steps that ran inside a call still going. Tells whether the claim is still held; if not, nothing was stored. */
export function createCheckpointer(engine: Engine): Batcher<Checkpoint, boolean> {
  return createBatcher<Checkpoint, boolean>({
    max: BATCH,
    patienceMs: PATIENCE_MS,
    log: engine.log,
    run: async (items) => {
      const rows = items.map(({ steps, ...item }, at) => ({
        at,
        ...item,
        steps: steps.map((step) => ({ ...step, value: JSON.stringify(step.value) })),
      }));
      const [row] = await engine.sql<[{ held: number[] }]>`
        select jobs.checkpoint(${JSON.stringify(rows)}::text::json, ${engine.options.leaseMs}) as held`;
      const held = new Set(row.held);
      return items.map((_, at) => held.has(at));
    },
  });
}
