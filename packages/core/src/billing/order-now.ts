import { storableJson } from '../kernel/index.ts';
import { readCatalogue } from '../plans/rules.ts';
import { carryOut, type End, type Order } from './carry-out.ts';
import { billingErrors, type Change, type OrderLine } from './contract.ts';
import { finishOrder } from './finish-order.ts';
import { isSame, planNow } from './rules.ts';
import { living, type Selling } from './store.ts';

/** How often somebody else's order is finished before one's own. */
const TURNS = 12;

/**
 * Orders for an owner what they were told the cost of, now. Of an account one thing at a time is asked, whoever asks: it is written down as the
 * seats that follow the people are, and what was begun before is finished first. Where what the provider has is not what the owner was told the cost
 * on any more, nothing is ordered: else one owner's order undid what another had just paid for. Throws changedMeanwhile.
 */
export async function orderNow(
  { ctx, door, facts, till: { provider } }: Selling,
  { lines, at, ...more }: { lines: OrderLine[]; at: string } & Pick<Order, 'kept' | 'dropsDescent'>,
  request: string,
): Promise<Change> {
  const subscription = living(facts);
  const catalogue = readCatalogue(facts.versions);
  const order: Order = {
    ...{ do: 'now', lines, request, subscription: subscription.id, at, kept: null, ...more },
    on: planNow(subscription, catalogue),
  };
  const end: End = ({ request: of }, isDone) =>
    ctx.db`select guard.end_own_order(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${of}, ${isDone})`;
  for (let turn = 0; turn < TURNS; turn++) {
    const [row] =
      await ctx.db`select guard.begin_own_order(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${storableJson(order)}::text::jsonb) begun`;
    const begun = row?.begun as Order;
    if (begun.request === request) {
      const { subscription: held } = await provider.fetchState(facts.customer as string);
      const stands = held !== null && [subscription.items, lines].some((each) => isSame(held.items, each));
      if (!stands) {
        await end(begun, false);
        throw billingErrors.changedMeanwhile();
      }
      return (await carryOut(provider, begun, end)) as Change;
    }
    await finishOrder(provider, { customer: facts.customer as string, catalogue }, begun, end);
  }
  throw billingErrors.providerAway();
}
