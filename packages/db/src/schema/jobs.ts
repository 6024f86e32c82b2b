import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  interval,
  json,
  jsonb,
  type PgColumnBuilderBase,
  type PgTableExtraConfigValue,
  pgPolicy,
  pgRole,
  pgSchema,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant, instantNow } from './table-kinds.ts';

export const jobs = pgSchema('jobs');
const recadoJobs = pgRole('recado_jobs').existing();
const recadoOwner = pgRole('recado_owner').existing();

/** A table of background work: its process and the definer functions of its owner reach it, nobody else. */
const jobsPolicy = (): PgTableExtraConfigValue =>
  pgPolicy('jobs_all', { to: [recadoJobs, recadoOwner], using: sql`true`, withCheck: sql`true` });
const serial = () => bigint({ mode: 'number' }).generatedAlwaysAsIdentity();
type Columns = Record<string, PgColumnBuilderBase>;

const table = <Name extends string, Own extends Columns>(
  name: Name,
  columns: Own,
  extras: (t: Record<keyof Own, never>) => PgTableExtraConfigValue[] = () => [],
) => jobs.table(name, columns, (t) => [jobsPolicy(), ...extras(t as unknown as Record<keyof Own, never>)]);

export const outbox = table('outbox', {
  seq: serial().primaryKey(),
  id: uuid().notNull().default(sql`uuidv7()`).unique('outbox_id_key'),
  workspaceId: uuid(),
  name: text().notNull(),
  data: jsonb().notNull(),
  emittedAt: instantNow(),
  tries: integer().notNull().default(0),
});

export const deadLetter = table('dead_letter', {
  id: uuid().primaryKey(),
  seq: bigint({ mode: 'number' }).notNull().unique('dead_letter_seq_key'),
  workspaceId: uuid(),
  name: text().notNull(),
  data: jsonb().notNull(),
  emittedAt: instant().notNull(),
  code: text().notNull(),
  detail: text().notNull(),
  tries: integer().notNull(),
  setAsideAt: instantNow(),
});

export const fn = table('fn', {
  id: text().primaryKey(),
  name: text().notNull(),
  config: json().notNull(),
  digest: text().notNull(),
  seenAt: instantNow(),
  goneAt: instant(),
});

export const cron = table(
  'cron',
  {
    fn: text().notNull(),
    expression: text().notNull(),
    jitter: text(),
    nextAt: instant().notNull(),
    lastAt: instant(),
    seenAt: instantNow(),
    goneAt: instant(),
  },
  (t) => [
    primaryKey({ name: 'cron_pkey', columns: [t.fn, t.expression] }),
    foreignKey({ name: 'cron_fn_fkey', columns: [t.fn], foreignColumns: [fn.id] }).onDelete('cascade'),
    index('cron_next').on(t.nextAt),
  ],
);

export const event = table(
  'event',
  {
    id: text().primaryKey(),
    dedupe: text(),
    name: text().notNull(),
    body: json().notNull(),
    receivedAt: instantNow(),
  },
  (t) => [uniqueIndex('event_dedupe').on(t.dedupe).where(sql`dedupe is not null`)],
);

export const run = table(
  'run',
  {
    id: text().primaryKey(),
    fn: text().notNull(),
    status: text().notNull().default('queued'),
    event: text().notNull(),
    events: integer().notNull().default(1),
    priority: integer().notNull().default(0),
    gates: text().array(),
    throttle: text(),
    singleton: text(),
    parentRun: text(),
    parentStep: text(),
    rerunOf: text(),
    version: smallint().notNull().default(-1),
    forcePlan: boolean().notNull().default(false),
    stack: text().array().notNull().default([]),
    pending: integer().notNull().default(0),
    again: boolean().notNull().default(false),
    output: json(),
    error: json(),
    createdAt: instantNow(),
    startedAt: instant(),
    endedAt: instant(),
    endedBadly: text().generatedAlwaysAs(sql`case when status in ('failed', 'cancelled') then status end`),
  },
  (t) => [
    index('run_event_first').on(t.event),
    index('run_fn').on(t.fn, t.id),
    index('run_parent').on(t.parentRun).where(sql`parent_run is not null`),
    index('run_rerun').on(t.rerunOf).where(sql`rerun_of is not null`),
    index('run_ended_badly').on(t.endedBadly, t.id).where(sql`ended_badly is not null`),
  ],
);

export const runEvent = table(
  'run_event',
  { run: text().notNull(), position: integer().notNull(), event: text().notNull() },
  (t) => [primaryKey({ name: 'run_event_pkey', columns: [t.run, t.position] }), index('run_event_event').on(t.event)],
);

export const step = table(
  'step',
  {
    run: text().notNull(),
    id: text().notNull(),
    op: text().notNull(),
    name: text().notNull().default(''),
    status: text().notNull().default('planned'),
    value: json(),
    error: json(),
    attempts: integer().notNull().default(0),
    pending: boolean().notNull().default(false),
    race: boolean().notNull().default(false),
    startedAt: instantNow(),
    endedAt: instant(),
  },
  (t) => [primaryKey({ name: 'step_pkey', columns: [t.run, t.id] })],
);

export const failure = table(
  'failure',
  {
    id: serial().primaryKey(),
    fn: text().notNull(),
    run: text().notNull(),
    step: text(),
    attempt: integer().notNull().default(0),
    final: boolean().notNull().default(false),
    error: json().notNull(),
    at: instantNow(),
  },
  (t) => [index('failure_run').on(t.run), index('failure_fn').on(t.fn, t.id)],
);

export const queue = table(
  'queue',
  {
    id: serial().primaryKey(),
    kind: text().notNull(),
    run: text(),
    step: text().notNull().default('step'),
    fn: text(),
    key: text(),
    event: text(),
    data: json(),
    attempt: integer().notNull().default(0),
    state: smallint().notNull().default(1),
    due: instantNow(),
    rank: instantNow(),
    lock: text(),
    lockedUntil: instant(),
    gates: text().array(),
    throttle: text(),
    blockedOn: text(),
    crashes: smallint().notNull().default(0),
    createdAt: instantNow(),
  },
  (t) => [
    uniqueIndex('queue_of_run').on(t.run, t.kind, t.step).where(sql`run is not null`),
    uniqueIndex('queue_keyed').on(t.kind, t.fn, t.key).where(sql`key is not null`),
    index('queue_due').on(t.due).where(sql`state = 0`),
    index('queue_ready').on(t.rank, t.id).where(sql`state = 1`),
    index('queue_claimed').on(t.id).where(sql`state = 2`),
    index('queue_suspect').on(t.rank, t.id).where(sql`state = 4`),
    index('queue_blocked').on(t.blockedOn, t.rank, t.id).where(sql`state = 3`),
  ],
);

export const wait = table(
  'wait',
  {
    id: serial().primaryKey(),
    kind: text().notNull(),
    run: text().notNull(),
    step: text().notNull(),
    event: text().notNull(),
    key: text(),
    expression: text(),
    expiresAt: instant(),
    createdAt: instantNow(),
  },
  (t) => [index('wait_event').on(t.event, t.key), index('wait_run').on(t.run, t.step)],
);

export const waitPath = table('wait_path', { event: text().notNull(), path: text().notNull() }, (t) => [
  primaryKey({ name: 'wait_path_pkey', columns: [t.event, t.path] }),
]);

export const batch = table(
  'batch',
  { id: serial().primaryKey(), fn: text().notNull(), key: text().notNull(), event: text().notNull() },
  (t) => [index('batch_key').on(t.fn, t.key, t.id)],
);

export const gate = table(
  'gate',
  {
    key: text().primaryKey(),
    allowed: integer().notNull(),
    inside: integer().notNull().default(0),
    every: interval(),
    fullAt: instant(),
    nextAt: instant(),
    touchedAt: instantNow(),
  },
  (t) => [index('gate_next').on(t.nextAt).where(sql`next_at is not null`)],
);

export const meter = table('meter', { key: text().primaryKey(), fullAt: instant().notNull() });

export const singleton = table('singleton', { key: text().primaryKey(), run: text().notNull() });

export const refusal = table(
  'refusal',
  { reason: text().notNull(), day: date().notNull(), count: bigint({ mode: 'number' }).notNull().default(0) },
  (t) => [primaryKey({ name: 'refusal_pkey', columns: [t.reason, t.day] })],
);
