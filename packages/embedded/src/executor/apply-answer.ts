import { type Batcher, createBatcher } from './batcher.ts';
import type { Engine, Work } from './engine.ts';
import type { Verdict } from './read-answer.ts';

const BATCH = 200;
const text = (value: unknown): string | undefined => (value === undefined ? undefined : JSON.stringify(value));

/** Values travel as text, which the database stores as it is. */
function encode({ output, error, failure, ops, ...rest }: Verdict): Record<string, unknown> {
  return {
    ...rest,
    output: text(output),
    error: text(error),
    failed_step: failure?.step,
    failure: text(failure?.error),
    ops: ops?.map((op) => ({ ...op, value: text(op.value), error: text(op.error) })),
  };
}

/** An answer is kept until the database is back, however long that takes: the step has run. */
const PATIENCE_MS = 24 * 3_600_000;

/** Said by jobs.apply among the places of the answers that hold. */
const QUEUED_FOR_OTHERS = -1;

export type Answer = Verdict & { work: Work };

/** The door for answers. Tells whether the claim was still held; if not, the answer was dropped. */
export function createApplier(engine: Engine): Batcher<Answer, boolean> {
  return createBatcher<Answer, boolean>({
    max: BATCH,
    patienceMs: PATIENCE_MS,
    log: engine.log,
    run: async (answers) => {
      const rows = answers.map(({ work, ...verdict }, at) => ({
        at,
        id: work.id,
        lock: work.lock,
        run: work.run,
        step: work.step,
        attempt: work.attempt,
        ...encode(verdict),
      }));
      const [row] = await engine.sql<[{ held: number[] }]>`
        select jobs.apply(${JSON.stringify(rows)}::text::json, ${engine.tellFinished}) as held`;
      const held = new Set(row.held);
      if (held.has(QUEUED_FOR_OTHERS)) {
        engine.nudge();
        engine.timed();
      }
      return answers.map((_, at) => held.has(at));
    },
  });
}
