import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { guardTable, instant, instantNow } from './table-kinds.ts';

export const planVersion = guardTable(
  'plan_version',
  { plan: text().notNull(), version: integer().notNull(), body: jsonb().notNull(), createdAt: instantNow() },
  (t) => [primaryKey({ name: 'plan_version_pkey', columns: [t.plan, t.version] })],
);

export const catalogue = guardTable(
  'catalogue',
  {
    preset: text().primaryKey(),
    isCurrent: boolean().notNull(),
    plan: text().notNull(),
    version: integer().notNull(),
    trial: jsonb(),
    setAt: instantNow(),
  },
  (t) => [
    uniqueIndex('catalogue_current').on(t.isCurrent).where(sql`is_current`),
    foreignKey({
      name: 'catalogue_plan_version_fkey',
      columns: [t.plan, t.version],
      foreignColumns: [planVersion.plan, planVersion.version],
    }),
  ],
);

export const useEntry = guardTable(
  'use_entry',
  {
    workspaceId: uuid().notNull(),
    name: text().notNull(),
    period: date().notNull(),
    id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    amount: integer().notNull(),
  },
  (t) => [primaryKey({ name: 'use_entry_pkey', columns: [t.workspaceId, t.name, t.period, t.id] })],
);

/** How an account is billed, with what its provider last said of it. */
export const billingAccount = guardTable(
  'billing_account',
  {
    accountId: uuid().primaryKey(),
    provider: text(),
    customer: text(),
    trialEndsAt: instant(),
    state: jsonb().notNull().default({ state: 'free' }),
    picture: jsonb(),
    readAt: instant(),
    anchor: instant(),
    stoppedAt: instant(),
    driftedAt: instant(),
    createdAt: instantNow(),
    seatsKept: integer(),
    seatsFollowed: integer(),
    openOrder: jsonb(),
    turn: bigint({ mode: 'number' }).notNull().default(0),
    seatsOwedSince: instant(),
  },
  (t) => [uniqueIndex('billing_account_customer').on(t.customer)],
);

/** What the provider called about. */
export const billingEvent = guardTable(
  'billing_event',
  {
    id: text().primaryKey(),
    type: text().notNull(),
    customer: text(),
    createdAt: instant().notNull(),
    receivedAt: instantNow(),
    payload: jsonb().notNull(),
  },
  (t) => [index('billing_event_received').on(t.receivedAt)],
);

/** What owners were told of how their account is billed; each cause once. */
export const billingNotice = guardTable(
  'billing_notice',
  { kind: text().notNull(), subject: text().notNull(), accountId: uuid().notNull(), toldAt: instantNow() },
  (t) => [primaryKey({ name: 'billing_notice_pkey', columns: [t.kind, t.subject] })],
);

/** Whom an account's invoices are made out to. */
export const taxDetails = guardTable('tax_details', {
  accountId: uuid().primaryKey(),
  details: jsonb().notNull(),
  revision: integer().notNull().default(1),
  standing: text().notNull(),
  consultation: text(),
  answeredAt: instant(),
  written: text(),
  savedAt: instantNow(),
});

/** Where an account goes down to, with what stays of what is too much. */
export const planDescent = guardTable(
  'plan_descent',
  {
    accountId: uuid().primaryKey(),
    plan: text().notNull(),
    version: integer().notNull(),
    keep: jsonb().notNull(),
    chosenBy: uuid().notNull(),
    chosenAt: instantNow(),
    calledOffAt: instant(),
  },
  (t) => [
    foreignKey({
      name: 'plan_descent_plan_version_fkey',
      columns: [t.plan, t.version],
      foreignColumns: [planVersion.plan, planVersion.version],
    }),
  ],
);

/** What the provider said of each invoice, for good. */
export const billedInvoice = guardTable(
  'billed_invoice',
  {
    id: text().primaryKey(),
    accountId: uuid().notNull(),
    number: text(),
    status: text().notNull(),
    reason: text(),
    createdAt: instant().notNull(),
    paidAt: instant(),
    currency: text().notNull(),
    totalCents: bigint({ mode: 'number' }).notNull(),
    taxCents: bigint({ mode: 'number' }).notNull(),
    paidCents: bigint({ mode: 'number' }).notNull(),
    creditedCents: bigint({ mode: 'number' }).notNull(),
    document: text(),
    fiscalReference: text(),
    fiscalAt: instant(),
  },
  (t) => [
    index('billed_invoice_account').on(t.accountId, t.createdAt),
    index('billed_invoice_paid').on(t.paidAt).where(sql`paid_at is not null`),
  ],
);

/** Each change of what an account pays in a month, as the provider dates it. */
export const revenueMove = guardTable(
  'revenue_move',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    accountId: uuid().notNull(),
    at: instant().notNull(),
    currency: text().notNull(),
    kind: text().notNull(),
    centsBefore: bigint({ mode: 'number' }).notNull(),
    centsAfter: bigint({ mode: 'number' }).notNull(),
    seenAt: instantNow(),
    /** Null: pays nothing, or is older than these columns and nothing tells. */
    planBefore: text(),
    plan: text(),
    wasForOne: boolean(),
    isForOne: boolean(),
  },
  (t) => [
    index('revenue_move_account').on(t.accountId, t.id.desc().nullsFirst()),
    index('revenue_move_at').on(t.at),
    index('revenue_move_upgrade').on(t.accountId, t.id).where(sql`was_for_one and not is_for_one`),
  ],
);

/** What an account was given back within thirty days of its first payment. */
export const moneyBack = guardTable('money_back', {
  accountId: uuid().primaryKey(),
  askedAt: instantNow(),
  askedBy: uuid().notNull(),
  currency: text().notNull(),
  cents: bigint({ mode: 'number' }).notNull(),
  doneAt: instant(),
  notes: jsonb().notNull().default([]),
});

/** How many places an offer has; its row is locked while they are counted. */
export const earlyOffer = guardTable('early_offer', {
  name: text().primaryKey(),
  places: integer().notNull(),
});

/** Who holds or has such a place. */
export const earlyAdopter = guardTable('early_adopter', {
  accountId: uuid().primaryKey(),
  heldUntil: instant().notNull(),
  keptAt: instant(),
});

/** How much of a month the product was there, as Recado's people entered it. */
export const slaMonth = guardTable('sla_month', {
  month: date().primaryKey(),
  uptime: numeric({ precision: 6, scale: 3 }).notNull(),
  percent: integer().notNull(),
  enteredBy: uuid().notNull(),
  enteredAt: instantNow(),
  confirmedBy: uuid(),
  confirmedAt: instant(),
});

/** Credit on the next invoice of an account, each cause once. */
export const accountCredit = guardTable(
  'account_credit',
  {
    kind: text().notNull(),
    subject: text().notNull(),
    accountId: uuid().notNull(),
    currency: text().notNull(),
    cents: bigint({ mode: 'number' }).notNull(),
    madeAt: instantNow(),
    bookedAt: instant(),
  },
  (t) => [primaryKey({ name: 'account_credit_pkey', columns: [t.kind, t.subject, t.accountId] })],
);

/** By which code others come by an account, and what it has for it. */
export const referralCode = guardTable('referral_code', {
  accountId: uuid().primaryKey(),
  code: text().notNull().unique('referral_code_code_key'),
  reward: text().notNull(),
  madeAt: instantNow(),
});

/** By whom an account came; once. */
export const referral = guardTable(
  'referral',
  {
    accountId: uuid().primaryKey(),
    referrerId: uuid().notNull(),
    reward: text().notNull(),
    attributedAt: instant().notNull(),
    withdrawnAt: instant(),
  },
  (t) => [index('referral_referrer').on(t.referrerId, t.attributedAt)],
);

/** A payment that a bank disputes. */
export const dispute = guardTable(
  'dispute',
  {
    id: text().primaryKey(),
    customer: text().notNull(),
    status: text().notNull(),
    reason: text(),
    currency: text().notNull(),
    cents: bigint({ mode: 'number' }).notNull(),
    openedAt: instant().notNull(),
    dueAt: instant(),
    seenAt: instantNow(),
  },
  (t) => [index('dispute_customer').on(t.customer)],
);

export const planChange = guardTable(
  'plan_change',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    accountId: uuid().notNull(),
    plan: text().notNull(),
    version: integer().notNull(),
    setBy: text().notNull(),
    reason: text().notNull(),
    at: instantNow(),
  },
  (t) => [index('plan_change_account').on(t.accountId, t.id.desc().nullsFirst())],
);

export const experimentFlag = guardTable(
  'experiment_flag',
  { accountId: uuid().notNull(), flag: text().notNull(), variant: text().notNull(), assignedAt: instantNow() },
  (t) => [primaryKey({ name: 'experiment_flag_pkey', columns: [t.accountId, t.flag] })],
);

export const experiment = guardTable('experiment', {
  flag: text().primaryKey(),
  variants: text().array().notNull(),
  running: boolean().notNull().default(false),
  setBy: text().notNull(),
  reason: text().notNull(),
  setAt: instantNow(),
});
