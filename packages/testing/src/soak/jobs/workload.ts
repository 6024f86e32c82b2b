import type { GetStepTools, Inngest, InngestFunction } from 'inngest';
import type { Journal } from './journal.ts';

type Call = { event: { data: { key: string } }; step: GetStepTools<Inngest>; runId: string; attempt: number };
type Body = (call: Call, work: (step: string, before?: () => void) => Promise<unknown>) => Promise<unknown>;

/** Names of the steps that follow each other; those in a list of their own run beside each other. */
type Shape = Record<string, (string | string[])[]>;

/** Every kind of event, the functions it must start (once each), and the order of their steps. */
export const WORKLOAD: Record<string, Shape> = {
  'proof/order': { order: ['reserve', 'charge', 'ship'], audit: ['write'] },
  'proof/flaky': { flaky: ['first', 'hesitant', 'last'] },
  'proof/question': { question: ['ask', 'close'] },
  'proof/parts': { parts: ['split', ['left', 'middle', 'right'], 'join'] },
  'proof/nested': { caller: ['prepare', 'conclude'], callee: ['inner', 'outer'] },
};

/** How many runs one event of a kind must have. */
export const runsOfEvent = (name: string): number => Object.keys(WORKLOAD[name] ?? {}).length;

/** The event that questions wait for. */
export const ANSWER = 'proof/answer';
const RETRIES = 20;

/** The functions of the workload; every step says that it starts and does its effect under an idempotency key. */
export function workloadFunctions(inngest: Inngest, journal: Journal): InngestFunction.Any[] {
  const make = (fn: string, event: string | undefined, body: Body): InngestFunction.Any =>
    inngest.createFunction(
      { id: fn, retries: RETRIES, triggers: event ? [{ event }] : [] },
      async (context: unknown) => {
        const call = context as Call;
        const { key } = call.event.data;
        return await body(call, (step, before) =>
          call.step.run(step, async () => {
            const line = { key, fn, step, run: call.runId };
            journal.write({ ...line, kind: 'start' });
            try {
              before?.();
            } catch (error) {
              journal.write({ ...line, kind: 'threw' });
              throw error;
            }
            // long enough for a kill to find steps under way
            await new Promise((resolve) => setTimeout(resolve, 15));
            journal.effect(line);
            return { step };
          }),
        );
      },
    ) as InngestFunction.Any;

  const callee = make('callee', undefined, async (_call, work) => {
    await work('inner');
    return await work('outer');
  });
  return [
    callee,
    make('order', 'proof/order', async ({ step }, work) => {
      await work('reserve');
      await work('charge');
      await step.sleep('rest', '1s');
      await work('ship');
    }),
    make('audit', 'proof/order', (_call, work) => work('write')),
    make('flaky', 'proof/flaky', async (call, work) => {
      await work('first');
      await work('hesitant', () => {
        if (call.attempt < 2) throw new Error('not yet');
      });
      await work('last');
    }),
    make('question', 'proof/question', async ({ step }, work) => {
      await work('ask');
      const answer = await step.waitForEvent('answer', { event: ANSWER, match: 'data.key', timeout: '30m' });
      if (answer === null) throw new Error('nobody answered');
      await work('close');
    }),
    make('parts', 'proof/parts', async (_call, work) => {
      await work('split');
      await Promise.all(['left', 'middle', 'right'].map((part) => work(part)));
      await work('join');
    }),
    make('caller', 'proof/nested', async ({ event, step }, work) => {
      await work('prepare');
      await step.invoke('callee', { function: callee, data: { key: event.data.key } });
      await work('conclude');
    }),
  ];
}
