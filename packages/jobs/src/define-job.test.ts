import { defineErrors, defineEvents } from '@recado/core/kernel';
import { createLogger } from '@recado/runtime/logger';
import { NonRetriableError, RetryAfterError } from 'inngest';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { JobClient } from './client.ts';
import { defineJob, giveUp, retryAfter, type ServedJob } from './define-job.ts';
import { jobs } from './functions.ts';
import { cron, on } from './job.ts';
import type { JobServices } from './services.ts';

const events = defineEvents('trials', {
  begun: { name: 'trial.begun', subject: 'trialId', payload: z.object({ trialId: z.uuid(), tries: z.number() }) },
  ended: { name: 'trial.ended', payload: z.object({ trialId: z.uuid() }) },
});
const errors = defineErrors('trials', { wrong: 'INVALID', away: 'UNAVAILABLE' });
const trialId = '0190a000-0000-7000-8000-000000000001';
const stated = {
  id: 'on-trial-begun',
  module: 'kernel',
  triggers: [on(events.begun)],
  retries: 3,
  concurrency: { limit: 2, key: 'event.data.trialId' },
  idempotency: { key: 'event.data.trialId' },
} as const;

type Made = { options: Record<string, unknown>; handler: (sdk: object) => Promise<unknown> };
/** What the SDK is given for a job, and a way to call its handler as the SDK does. */
function made(job: ServedJob): Made {
  let kept: Made | undefined;
  const client = {
    createFunction(options: Record<string, unknown>, handler: Made['handler']) {
      kept = { options, handler };
    },
  };
  const services = { log: createLogger({ name: 'trial', level: 'silent' }) } as unknown as JobServices;
  job.build(client as unknown as JobClient, services);
  if (!kept) throw new Error('nothing was made');
  return kept;
}
const sdk = (event: object, step: object = {}) => ({
  event: { id: 'e1', ts: 1_700_000_000_000, ...event },
  runId: 'r1',
  attempt: 0,
  step: { run: async (_id: string, work: () => unknown) => await work(), ...step },
});
const begun = (data: object = { trialId, tries: 2 }) => ({ name: events.begun.name, data });

describe('what a job states', () => {
  it('reaches the SDK in its own words, and nothing else does', () => {
    const job = defineJob({
      ...stated,
      triggers: [
        on(events.begun, { if: 'event.data.tries > 1' }),
        cron('0 9 * * 1', 'Europe/Lisbon'),
        cron('5 * * * *'),
      ],
      batch: { maxSize: 10, timeout: '5s' },
      cancelOn: [{ event: events.ended, match: 'data.trialId' }],
      handler: async () => null,
    });
    expect(made(job).options).toEqual({
      id: 'on-trial-begun',
      name: 'kernel/on-trial-begun',
      triggers: [
        { event: 'trials/trial.begun', if: 'event.data.tries > 1' },
        { cron: 'TZ=Europe/Lisbon 0 9 * * 1' },
        { cron: '5 * * * *' },
      ],
      retries: 3,
      concurrency: { limit: 2, key: 'event.data.trialId' },
      idempotency: 'event.data.trialId',
      batchEvents: { maxSize: 10, timeout: '5s' },
      cancelOn: [{ event: 'trials/trial.ended', match: 'data.trialId' }],
    });
  });

  it('a job without limits says so', () => {
    const job = defineJob({
      ...stated,
      concurrency: 'unlimited',
      idempotency: { harmless: 'counts nothing' },
      handler: async () => null,
    });
    expect(Object.keys(made(job).options)).toEqual(['id', 'retries', 'name', 'triggers']);
  });

  it('does not compile when something is left out or when one engine alone would run it', () => {
    const handler = async () => null;
    const { id: _id, ...noId } = stated;
    const { module: _module, ...noModule } = stated;
    const { triggers: _triggers, ...noTriggers } = stated;
    const { retries: _retries, ...noRetries } = stated;
    const { concurrency: _concurrency, ...noConcurrency } = stated;
    const { idempotency: _idempotency, ...noIdempotency } = stated;
    const attempts = [
      // @ts-expect-error
      () => defineJob({ ...noId, handler }),
      // @ts-expect-error
      () => defineJob({ ...noModule, handler }),
      // @ts-expect-error
      () => defineJob({ ...noTriggers, handler }),
      // @ts-expect-error
      () => defineJob({ ...noRetries, handler }),
      // @ts-expect-error
      () => defineJob({ ...noConcurrency, handler }),
      // @ts-expect-error
      () => defineJob({ ...noIdempotency, handler }),
      // @ts-expect-error
      () => defineJob({ ...stated, triggers: [], handler }),
      // @ts-expect-error
      () => defineJob({ ...stated, retries: 21, handler }),
      // @ts-expect-error
      () => defineJob({ ...stated, checkpointing: false, handler }),
      // @ts-expect-error
      () => defineJob({ ...stated, handler: async ({ steps }) => await steps.fetch('x') }),
      // @ts-expect-error
      () => defineJob({ ...stated, handler: async ({ steps }) => await steps.run('x', () => new Map()) }),
    ];
    expect(attempts).toHaveLength(11);
  });

  it('of the product, every one is made', () => {
    for (const job of jobs) expect(made(job).options.id).toBe(job.options.id);
  });
});

describe('what a handler is given', () => {
  it('is the payload that the schema promises, and the company that the outbox proved', async () => {
    const job = defineJob({
      ...stated,
      handler: async ({ event, events: all, runId }) => ({
        data: { ...event.data },
        at: event.at.toISOString(),
        all: all.length,
        runId,
      }),
    });
    const told = { trialId, tries: 2, workspaceId: 'w1', stray: true };
    expect(await made(job).handler(sdk(begun(told)))).toEqual({
      data: { trialId, tries: 2, workspaceId: 'w1' },
      at: '2023-11-14T22:13:20.000Z',
      all: 1,
      runId: 'r1',
    });
  });

  it('never is an event that its schema does not know: that run fails for good', async () => {
    const job = defineJob({ ...stated, handler: async () => 'reached' });
    await expect(made(job).handler(sdk(begun({ trialId: 'x' })))).rejects.toThrow(NonRetriableError);
  });

  it('waits for events by their definition and reads what comes', async () => {
    const asked: unknown[] = [];
    const job = defineJob({
      ...stated,
      handler: async ({ steps }) =>
        await steps.waitForEvent('end', { event: events.ended, timeout: '1h', match: 'data.trialId' }),
    });
    const step = {
      waitForEvent: async (...call: unknown[]) => {
        asked.push(call);
        return { name: events.ended.name, data: { trialId, stray: 1 } };
      },
    };
    expect(await made(job).handler(sdk(begun(), step))).toEqual({ trialId });
    expect(asked).toEqual([['end', { event: 'trials/trial.ended', timeout: '1h', match: 'data.trialId' }]]);
  });

  it('sends only events that are as their schema says', async () => {
    const sent: unknown[] = [];
    const step = { sendEvent: async (...call: unknown[]) => void sent.push(call) };
    const sending = (payload: { trialId: string }) =>
      defineJob({
        ...stated,
        handler: async ({ steps }) => {
          await steps.sendEvent('tell', events.ended, [payload]);
          return null;
        },
      });
    await made(sending({ trialId })).handler(sdk(begun(), step));
    expect(sent).toEqual([['tell', [{ name: 'trials/trial.ended', data: { trialId } }]]]);
    await expect(made(sending({ trialId: 'x' })).handler(sdk(begun(), step))).rejects.toThrow(
      'not what its schema says',
    );
  });
});

describe('what becomes of an error', () => {
  const failing = (error: Error) =>
    made(
      defineJob({
        ...stated,
        handler: async ({ steps }) =>
          await steps.run('x', () => {
            throw error;
          }),
      }),
    ).handler(sdk(begun()));

  it('that no time mends: never again', async () => {
    await expect(failing(errors.wrong())).rejects.toThrow(NonRetriableError);
    await expect(failing(giveUp('no'))).rejects.toThrow(NonRetriableError);
  });

  it('that time may mend: again, at its own hour when it names one', async () => {
    await expect(failing(errors.away())).rejects.not.toThrow(NonRetriableError);
    await expect(failing(new Error('chance'))).rejects.toThrow('chance');
    await expect(failing(retryAfter('later', 90))).rejects.toThrow(RetryAfterError);
    await expect(failing(retryAfter('later', 90))).rejects.toMatchObject({ retryAfter: '90' });
  });
});
