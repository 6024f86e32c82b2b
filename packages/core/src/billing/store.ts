import { z } from 'zod';
import {
  AppError,
  type Ctx,
  type EventDefinition,
  kernelErrors,
  parse,
  query,
  storableJson,
  translated,
} from '../kernel/index.ts';
import type { PlanVersion, Preset, PresetName } from '../plans/contract.ts';
import { readCatalogue } from '../plans/rules.ts';
import {
  type BillingPicture,
  billingErrors,
  type OrderLine,
  type Preview,
  type TaxStanding,
  type Till,
} from './contract.ts';
import { type Keep, orderOf, seatsOf } from './rules.ts';

/** What is known of the account of the entered workspace. */
export type OwnFacts = {
  accountId: string;
  name: string;
  plan: string;
  version: number;
  customer: string | null;
  picture: BillingPicture | null;
  trialEndsAt: Date | null;
  /** Since when the card does not pay for people who came. */
  seatsOwedSince: Date | null;
  /** Places that are taken, those of open invitations and of people who are blocked among them. */
  people: number;
  invited: number;
  /** People who are paid for: those who get in. */
  billed: number;
  /** People who come back with a plan that has room. */
  frozen: number;
  personId: string;
  /** How many the owner pays for however few there are. */
  kept: number | null;
  email: string;
  versions: unknown[];
  head: { preset: PresetName; plan: string; trial: Preset['trial'] };
};

const MOMENT = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;
/** What was written down as JSON, with its moments. */
const revived = <T>(value: unknown): T =>
  JSON.parse(JSON.stringify(value), (_key, each) =>
    typeof each === 'string' && MOMENT.test(each) ? new Date(each) : each,
  ) as T;

/** Whoever owns the account sees how it is billed; nobody else does. */
export const ownFacts = query({
  input: z.object({}),
  needs: 'workspace.delete',
  async run({ tx }): Promise<OwnFacts> {
    const [row] = await tx`select guard.billing_here() facts`;
    const known = (row as { facts: OwnFacts & { readAt: string } }).facts;
    const { picture, readAt, trialEndsAt, seatsOwedSince, ...facts } = known;
    return {
      ...facts,
      trialEndsAt: revived<Date | null>(trialEndsAt),
      seatsOwedSince: revived<Date | null>(seatsOwedSince),
      picture: picture && revived<BillingPicture>({ ...picture, readAt }),
    };
  },
});

export type Selling = {
  ctx: Ctx;
  till: Till;
  /** What an owner's request presents, for functions that prove it once more in their own transaction. */
  door: { pass: Uint8Array; personId: string | null };
  facts: OwnFacts;
  /** Writes down what is about to be done; throws for whoever is no owner, or acts in another's name. */
  record: (event: EventDefinition, detail: Record<string, unknown>) => Promise<void>;
  /** Has the account read again. */
  look(): Promise<void>;
};

const doorOf = (ctx: Ctx) => {
  if (ctx.door.kind !== 'session') throw kernelErrors.forbidden({ needs: 'workspace.delete' });
  return { pass: ctx.door.pass, personId: ctx.door.personId ?? null };
};

/**
 * Builds what an owner does with whoever takes the money. The provider is asked between transactions and never within one; what is done is
 * written down before. Throws billing.notSold where nothing is sold.
 */
export function sellingVerb<Input extends z.ZodType, Output>(options: {
  input: Input;
  run(work: Selling, input: z.output<Input>): Promise<Output>;
}) {
  const verb = async (ctx: Ctx, till: Till | null, raw: z.input<Input>): Promise<Output> => {
    const input = parse(options.input, raw);
    const facts = await ownFacts(ctx, {});
    if (!till) throw billingErrors.notSold();
    const door = doorOf(ctx);
    const { pass, personId } = door;
    return await translated(() =>
      options.run(
        {
          ...{ ctx, till, facts, door },
          record: async ({ name }, detail) => {
            await ctx.db`select guard.note_billing_act(${pass}, ${personId}, ${ctx.workspaceId}, ${name}, ${storableJson(detail)}::text::jsonb)`;
          },
          async look() {
            await ctx.db`select guard.ask_billing_sync(${pass}, ${personId}, ${ctx.workspaceId})`;
            ctx.ports.hints.emitted();
          },
        },
        input,
      ),
    );
  };
  return Object.assign(verb, { input: options.input, needs: 'workspace.delete' as const });
}

export const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : '');
/** Whether an order was done is not known: it is asked for again under the same key. */
export const isUnknown = (error: unknown): boolean => codeOf(error) === 'billing.providerAway';

/** Writes down how the provider calls the account. */
export async function keepCustomer(ctx: Ctx, customer: string): Promise<void> {
  const { pass, personId } = doorOf(ctx);
  await ctx.db`select guard.keep_customer(${pass}, ${personId}, ${ctx.workspaceId}, ${customer})`;
}

/** The provider was told whom invoices are made out to, as it was saved then. */
export async function noteTaxWritten(ctx: Ctx, revision: number, standing: TaxStanding): Promise<void> {
  const { pass, personId } = doorOf(ctx);
  await ctx.db`select guard.note_own_tax_written(${pass}, ${personId}, ${ctx.workspaceId}, ${revision}, ${standing})`;
}

/** Has as many seats paid for as the owner says, however few people there are. */
export async function keepSeats(ctx: Ctx, seats: number): Promise<void> {
  const { pass, personId } = doorOf(ctx);
  await ctx.db`select guard.keep_seats(${pass}, ${personId}, ${ctx.workspaceId}, ${seats})`;
  ctx.ports.hints.emitted();
}

/** Writes down what the account goes down to, and has it arranged. */
export async function chooseDescent(ctx: Ctx, to: Pick<PlanVersion, 'plan' | 'version'>, keep: Keep): Promise<void> {
  const { pass, personId } = doorOf(ctx);
  await ctx.db`select guard.choose_descent(${pass}, ${personId}, ${ctx.workspaceId}, ${to.plan}, ${to.version}, ${storableJson(keep)}::text::jsonb)`;
  ctx.ports.hints.emitted();
}

/** Takes back that the account goes down, where it does. */
export async function dropDescent(ctx: Ctx): Promise<void> {
  const { pass, personId } = doorOf(ctx);
  await ctx.db`select guard.call_off_descent(${pass}, ${personId}, ${ctx.workspaceId})`;
  ctx.ports.hints.emitted();
}

/**
 * What an order costs at this moment; the same `at` costs the same when it is carried out. While something is tried it costs nothing before
 * the end of the trial, and no invoice is made.
 */
export async function priceOf(
  { ctx, till: { provider }, facts }: Pick<Selling, 'ctx' | 'till' | 'facts'>,
  lines: OrderLine[],
): Promise<Preview> {
  const { id: subscription, status, currency } = living(facts);
  // periods are on the provider's clock
  if (status !== 'trialing') return await provider.preview({ subscription, lines, at: null });
  const at = new Date(Math.floor(ctx.clock.now().getTime() / 1000) * 1000);
  const nothing = { subtotalCents: 0, discountCents: 0, taxCents: 0, totalCents: 0, dueCents: 0 };
  return { at, currency, ...nothing, lines: [] };
}

/** So many seats in all as an order. Throws billing.notFound where none are sold or they are owed, billing.seatsTaken, billing.seatsFull. */
export function seatsToBuy(facts: OwnFacts, seats: number) {
  const subscription = living(facts);
  const has = seatsOf(subscription, readCatalogue(facts.versions));
  if (!has || !['active', 'trialing'].includes(subscription.status)) throw billingErrors.notFound();
  const { min, max } = has.plan.seats;
  const least = Math.max(min, facts.billed);
  if (seats < least) throw billingErrors.seatsTaken({ seats: least });
  if (max !== null && seats > max) throw billingErrors.seatsFull({ seats: max });
  return {
    ...{ subscription: subscription.id, lines: orderOf(has.plan, seats) as OrderLine[] },
    ...{ isMore: seats > has.paid, periodEnd: subscription.periodEnd },
  };
}

/** The subscription that is paid at this moment, or tried; what is owed is not made larger. Throws billing.notFound. */
export function paid(facts: OwnFacts) {
  const subscription = living(facts);
  if (!['active', 'trialing'].includes(subscription.status)) throw billingErrors.notFound();
  return subscription;
}

/** The subscription that lives. Throws billing.notFound. */
export function living(facts: OwnFacts) {
  const subscription = facts.picture?.subscription;
  if (!subscription || ['canceled', 'incomplete', 'incomplete_expired'].includes(subscription.status))
    throw billingErrors.notFound();
  return subscription;
}
