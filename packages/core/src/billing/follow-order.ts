import { randomUUID } from 'node:crypto';
import { type Ctx, storableJson, translated } from '../kernel/index.ts';
import { readCatalogue } from '../plans/rules.ts';
import { carryOut, type End, type Order, type OrderTaker } from './carry-out.ts';
import { billingErrors } from './contract.ts';
import { finishOrder } from './finish-order.ts';
import { type Headcount, orderStep, owesSeats, planNow, seatsOf } from './rules.ts';
import { codeOf } from './store.ts';

/** `turn` counts what was carried out, and what an owner said of seats: what was decided before is decided again. */
type Facts = Headcount & { customer: string; turn: number; order: Order | null; versions: unknown[] };

/** How often what is there is looked at again before somebody else has to. */
const TURNS = 12;
// what was decided does not hold any more: it is decided again
const PASSED: ReadonlySet<string> = new Set(['billing.requestTaken', 'billing.isEnding']);
// nothing was paid for who came
const UNPAID: ReadonlySet<string> = new Set(['billing.cardDeclined', 'billing.needsAction', 'billing.noCard']);

/**
 * Asks the provider for as many seats as an account is to pay for, until it has them. One thing at a time is asked of it for an account: it is
 * written down first with its key, and whoever comes while it is on its way asks for the same under the same key, which does it once. Safe to
 * call whenever, however often and by many at once; whoever ends last has seen that nothing is left to be done, or that the card does not pay.
 */
export async function followOrder(
  ctx: Pick<Ctx, 'db' | 'clock'>,
  provider: OrderTaker,
  accountId: string,
): Promise<{ asked: number }> {
  const end: End = ({ request }, isDone) => ctx.db`select guard.end_order(${accountId}, ${request}, ${isDone})`;
  return await translated(async () => {
    let asked = 0;
    for (let turn = 0; turn < TURNS; turn++) {
      const known = await factsOf(ctx, accountId);
      if (known?.order) {
        const { customer, versions, order } = known;
        await finishOrder(provider, { customer, catalogue: readCatalogue(versions) }, order, end);
      }
      const before = await factsOf(ctx, accountId);
      if (!before) return { asked };
      const { subscription } = await provider.fetchState(before.customer);
      // counted after the provider was read: of two that decide, the later one knows how many there are
      const facts = await factsOf(ctx, accountId);
      if (!facts) return { asked };
      const catalogue = readCatalogue(facts.versions);
      const step = orderStep(subscription, catalogue, facts);
      if (step.do === 'nothing' || !subscription) {
        const paid = seatsOf(subscription, catalogue)?.paid ?? null;
        const owedSince = owesSeats(subscription, catalogue, facts) ? ctx.clock.now() : null;
        await ctx.db`select guard.note_followed(${accountId}, ${facts.people}, ${subscription?.waiting ? null : paid}, ${!subscription?.planned}, ${before.turn}, ${owedSince})`;
        return { asked };
      }
      const order: Order = {
        ...{ ...step, request: `order:${randomUUID()}`, subscription: subscription.id },
        on: planNow(subscription, catalogue),
      };
      const [row] =
        await ctx.db`select guard.begin_order(${accountId}, ${storableJson(order)}::text::jsonb, ${facts.people}, ${before.turn}) begun`;
      const begun = row?.begun as Order | null;
      if (!begun) continue;
      asked += 1;
      try {
        await carryOut(provider, begun, end);
      } catch (error) {
        if (UNPAID.has(codeOf(error))) {
          const { turn: now } = (await factsOf(ctx, accountId)) ?? facts;
          await ctx.db`select guard.note_followed(${accountId}, ${facts.people}, ${null}, ${false}, ${now}, ${ctx.clock.now()})`;
          return { asked };
        }
        if (!PASSED.has(codeOf(error))) throw error;
      }
    }
    throw billingErrors.providerAway();
  });
}

async function factsOf(ctx: Pick<Ctx, 'db'>, accountId: string): Promise<Facts | null> {
  const [row] = await ctx.db`select guard.order_facts(${accountId}) facts`;
  return row?.facts as Facts | null;
}
