import { randomUUID } from 'node:crypto';
import { AppError, type Ctx, storableJson, translated } from '../kernel/index.ts';
import type { Catalogue } from '../plans/contract.ts';
import { readCatalogue } from '../plans/rules.ts';
import { type BilledSubscription, type BillingProvider, billingErrors } from './contract.ts';
import { type Headcount, type OrderStep, orderStep, planOf, seatsOf } from './rules.ts';

type Order = Exclude<OrderStep, { do: 'nothing' }> & {
  request: string;
  subscription: string;
  /** The plan that it was decided on. */
  on?: string | undefined;
};
type Facts = Headcount & { customer: string; order: Order | null; versions: unknown[] };
type Provider = Pick<BillingProvider, 'fetchState' | 'change' | 'unplan'>;

/** How often what is there is looked at again before somebody else has to. */
const TURNS = 12;
// what was decided does not hold any more: it is decided again
const PASSED: ReadonlySet<string> = new Set(['billing.requestTaken', 'billing.isEnding']);

/**
 * Asks the provider for as many seats as an account is to pay for, until it has them. One thing at a time is asked of it for an account: it is
 * written down first with its key, and whoever comes while it is on its way asks for the same under the same key, which does it once. Safe to
 * call whenever, however often and by many at once; whoever ends last has seen that nothing is left to be done.
 */
export async function followOrder(
  ctx: Pick<Ctx, 'db'>,
  provider: Provider,
  accountId: string,
): Promise<{ asked: number }> {
  return await translated(async () => {
    let asked = 0;
    for (let turn = 0; turn < TURNS; turn++) {
      const known = await factsOf(ctx, accountId);
      if (known?.order) await resume(ctx, provider, accountId, known.order, known);
      const customer = (await factsOf(ctx, accountId))?.customer;
      if (!customer) return { asked };
      const { subscription } = await provider.fetchState(customer);
      // counted after the provider was read: of two that decide, the later one knows how many there are
      const facts = await factsOf(ctx, accountId);
      if (!facts) return { asked };
      const catalogue = readCatalogue(facts.versions);
      const step = orderStep(subscription, catalogue, facts);
      if (step.do === 'nothing' || !subscription) {
        const paid = seatsOf(subscription, catalogue)?.paid ?? null;
        await ctx.db`select guard.note_followed(${accountId}, ${facts.people}, ${subscription?.waiting ? null : paid}, ${!subscription?.planned})`;
        return { asked };
      }
      const order: Order = {
        ...{ ...step, request: `order:${randomUUID()}`, subscription: subscription.id },
        on: planNow(subscription, catalogue),
      };
      const [row] =
        await ctx.db`select guard.begin_order(${accountId}, ${storableJson(order)}::text::jsonb, ${facts.people}) begun`;
      const begun = row?.begun as Order | null;
      if (!begun) continue;
      await carryOut(ctx, provider, accountId, begun);
      asked += 1;
    }
    throw billingErrors.providerAway();
  });
}

async function factsOf(ctx: Pick<Ctx, 'db'>, accountId: string): Promise<Facts | null> {
  const [row] = await ctx.db`select guard.order_facts(${accountId}) facts`;
  return row?.facts as Facts | null;
}

const planNow = (of: BilledSubscription | null, catalogue: Catalogue): string | undefined => {
  const plan = of ? planOf(catalogue, of.items) : null;
  return plan ? `${plan.plan}:${plan.version}` : undefined;
};

/** Carries out what somebody wrote down before, unless the account has changed its plan since to neither the one it was on nor the one it asks for. */
async function resume(ctx: Pick<Ctx, 'db'>, provider: Provider, accountId: string, order: Order, facts: Facts) {
  const catalogue = readCatalogue(facts.versions);
  const { subscription } = await provider.fetchState(facts.customer);
  const now = planNow(subscription, catalogue);
  const wanted = order.do === 'now' ? planOf(catalogue, order.lines) : null;
  const isPassed = order.on !== undefined && now !== order.on && now !== `${wanted?.plan}:${wanted?.version}`;
  if (isPassed) await ctx.db`select guard.end_order(${accountId}, ${order.request})`;
  else await carryOut(ctx, provider, accountId, order);
}

async function carryOut(ctx: Pick<Ctx, 'db'>, provider: Provider, accountId: string, order: Order): Promise<void> {
  const { subscription, request } = order;
  const end = () => ctx.db`select guard.end_order(${accountId}, ${request})`;
  try {
    if (order.do === 'now') await provider.change({ subscription, lines: order.lines, when: 'now', at: null }, request);
    else if (order.do === 'plan')
      await provider.change({ subscription, lines: order.lines, when: 'periodEnd' }, request);
    else await provider.unplan({ subscription }, request);
  } catch (error) {
    const code = error instanceof AppError ? error.code : '';
    // whether it was done is not known: it is asked for again under the same key
    if (code === 'billing.providerAway') throw error;
    await end();
    if (!PASSED.has(code)) throw error;
    return;
  }
  await end();
}
