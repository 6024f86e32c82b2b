import { AppError, type ErrorKind, type EventDefinition } from '@recado/core/kernel';
import { type InngestFunction, NonRetriableError, RetryAfterError, referenceFunction } from 'inngest';
import { APP_ID, type JobClient } from './client.ts';
import type { Delivered, Failure, Job, JobContext, JobOptions, Steps, Storable, Trigger } from './job.ts';
import type { JobServices } from './services.ts';

/** A function as the SDK serves it. */
export type JobFunction = InngestFunction.Any;

/** A job that can be served: the definition, and how the SDK's function is made of it. */
export type ServedJob<T extends Trigger = Trigger, Output = unknown> = Job<T, Output> & {
  build(client: JobClient, services: JobServices): JobFunction;
};

type Handler<T extends Trigger, Output> = (context: JobContext<T, JobServices>) => Promise<Output>;

/** What is passed through to the SDK's context, as far as a job may see it. */
type SdkContext = {
  event: SdkEvent;
  events?: SdkEvent[];
  runId: string;
  attempt: number;
  step: SdkSteps;
  error?: Error;
};
type SdkEvent = { id?: string; name: string; ts?: number; data?: Record<string, unknown> };
type SdkSteps = {
  run(id: string, work: () => unknown): Promise<unknown>;
  sleep(id: string, duration: string): Promise<void>;
  sleepUntil(id: string, time: Date): Promise<void>;
  waitForEvent(id: string, options: object): Promise<SdkEvent | null>;
  sendEvent(id: string, events: object[]): Promise<unknown>;
  invoke(id: string, options: object): Promise<unknown>;
};

/**
 * Makes a job. Leaving out its id, module, triggers, retries, concurrency or idempotency does not compile, and neither does an
 * option that only one of the two engines runs. Errors decide by themselves whether they are tried again: an AppError by its kind,
 * `giveUp` never, `retryAfter` at its time, anything else as often as `retries` says.
 */
export function defineJob<const Triggers extends readonly [Trigger, ...Trigger[]], Output extends Storable>(
  definition: Omit<JobOptions<Triggers[number]>, 'triggers'> & {
    triggers: Triggers;
    handler: Handler<Triggers[number], Output>;
    /** Runs when a run has failed for good. */
    onFailure?: (
      context: JobContext<Triggers[number], JobServices> & { failure: Failure<Triggers[number]> },
    ) => Promise<void>;
  },
): ServedJob<Triggers[number], Output> {
  const { handler, onFailure, ...rest } = definition;
  const options: JobOptions<Triggers[number]> = rest;
  return {
    options,
    build(client, services) {
      return client.createFunction(
        {
          ...sdkOptions(options),
          ...(onFailure ? { onFailure: failureHandler(options, onFailure, services) as never } : {}),
        } as never,
        (async (sdk: SdkContext) => {
          const context = contextOf(options, sdk, services);
          return await judged(context.log, () => handler(context));
        }) as never,
      ) as unknown as JobFunction;
    },
  };
}

/** Ends the run as failed; trying again would not help. */
export const giveUp = (message: string, cause?: unknown): Error => new NonRetriableError(message, { cause });

/** Fails this attempt and says when the next may come. */
export const retryAfter = (message: string, seconds: number, cause?: unknown): Error =>
  new RetryAfterError(message, seconds * 1000, { cause });

function sdkOptions(options: JobOptions<Trigger>): Record<string, unknown> {
  const { module, triggers, idempotency, batch, cancelOn, concurrency, ...same } = options;
  return {
    ...same,
    name: `${module}/${options.id}`,
    triggers: triggers.map((trigger) =>
      trigger.kind === 'cron'
        ? { cron: trigger.timeZone === 'UTC' ? trigger.cron : `TZ=${trigger.timeZone} ${trigger.cron}` }
        : { event: trigger.event.name, ...(trigger.if ? { if: trigger.if } : {}) },
    ),
    ...(concurrency === 'unlimited' ? {} : { concurrency }),
    ...('key' in idempotency ? { idempotency: idempotency.key } : {}),
    ...(batch ? { batchEvents: batch } : {}),
    ...(cancelOn ? { cancelOn: cancelOn.map(({ event, ...rest }) => ({ event: event.name, ...rest })) } : {}),
  };
}

function contextOf<T extends Trigger>(
  options: JobOptions<T>,
  sdk: SdkContext,
  services: JobServices,
): JobContext<T, JobServices> {
  const events = (sdk.events ?? [sdk.event]).map((event) => delivered(options, event));
  const log = services.log.child({ job: options.id, run: sdk.runId, attempt: sdk.attempt });
  return {
    event: events[0] as Delivered<T>,
    events,
    steps: narrowed(sdk.step, log),
    runId: sdk.runId,
    attempt: sdk.attempt,
    services,
    log,
  };
}

function failureHandler<T extends Trigger>(
  options: JobOptions<T>,
  onFailure: (context: JobContext<T, JobServices> & { failure: Failure<T> }) => Promise<void>,
  services: JobServices,
) {
  return async (sdk: SdkContext): Promise<void> => {
    const { event, run_id: runId } = sdk.event.data as { event: SdkEvent; run_id: string };
    const failed = delivered(options, event);
    const context = contextOf(options, { ...sdk, event, events: [event] }, services);
    const failure = { event: failed, runId, error: sdk.error ?? new Error('unknown') };
    await judged(context.log, () => onFailure({ ...context, failure }));
  };
}

/** An event as its trigger promises it; one that is not as its schema says is refused for good. */
function delivered<T extends Trigger>(options: JobOptions<T>, event: SdkEvent): Delivered<T> {
  const own = options.triggers.flatMap((trigger: Trigger) => (trigger.kind === 'event' ? [trigger.event] : []));
  // who is invoked by another job is given its first event's payload
  const definition = own.find((each) => each.name === event.name) ?? (isCron(event) ? undefined : own[0]);
  const base = { id: event.id ?? '', name: event.name, at: new Date(event.ts ?? 0) };
  return { ...base, data: definition ? read(definition, event) : (event.data ?? {}) } as unknown as Delivered<T>;
}

const isCron = (event: SdkEvent): boolean => event.name === 'inngest/scheduled.timer';

function read(definition: EventDefinition, event: SdkEvent): Record<string, unknown> {
  const parsed = definition.payload.safeParse(event.data);
  if (!parsed.success) throw giveUp(`the event ${event.name} is not what its schema says: ${parsed.error.message}`);
  const workspaceId = event.data?.workspaceId;
  return { ...parsed.data, ...(workspaceId === undefined ? {} : { workspaceId }) };
}

/** The SDK's tools, narrowed to those that both engines run. */
function narrowed(step: SdkSteps, log: JobContext<Trigger, JobServices>['log']): Steps {
  const tools = {
    run: (id: string, work: () => unknown) => step.run(id, () => judged(log, async () => await work())),
    sleep: (id: string, duration: string) => step.sleep(id, duration),
    sleepUntil: (id: string, time: Date) => step.sleepUntil(id, time),
    async waitForEvent(id: string, { event, ...rest }: { event: EventDefinition }) {
      const found = await step.waitForEvent(id, { event: event.name, ...rest });
      return found ? read(event, found) : null;
    },
    async sendEvent(id: string, event: EventDefinition, payloads: Record<string, unknown>[]) {
      const data = payloads.map((payload) => read(event, { name: event.name, data: payload }));
      await step.sendEvent(
        id,
        data.map((each) => ({ name: event.name, data: each })),
      );
    },
    async invoke(id: string, job: Job, payload: Record<string, unknown>, timeout?: string) {
      const called = referenceFunction({ functionId: job.options.id, appId: APP_ID });
      return await step.invoke(id, { function: called, data: payload, ...(timeout ? { timeout } : {}) });
    },
  };
  return tools as unknown as Steps;
}

/** Kinds of errors that time may mend; what is wrong with an input or a right stays wrong. */
const MENDED_BY_TIME: readonly ErrorKind[] = ['UNAVAILABLE', 'RATE_LIMITED', 'INTERNAL', 'CONFLICT'];

async function judged<T>(log: JobContext<Trigger, JobServices>['log'], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    log.warn({ err: error }, 'a step failed');
    if (error instanceof AppError && !MENDED_BY_TIME.includes(error.kind)) throw giveUp(error.code, error);
    throw error;
  }
}
