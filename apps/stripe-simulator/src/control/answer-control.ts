import { z } from 'zod';
import { openDispute, payInvoice } from '../billing/pay-invoice.ts';
import type { Engine } from '../engine.ts';
import { showDispute, showIntent } from '../render/payments.ts';
import { emit } from '../sim.ts';
import { StripeError } from '../wire/stripe-error.ts';

const NOBODY = { request: null, idempotencyKey: null };
const delivery = z.strictObject({
  mode: z.enum(['inorder', 'reverse', 'shuffle']).optional(),
  ...{
    seed: z.number().int().optional(),
    duplicate: z.number().int().min(0).max(20).optional(),
    delayMs: z.number().int().min(0).optional(),
  },
  ...{ drop: z.number().min(0).max(100).optional(), hold: z.boolean().optional() },
});
const settings = z.strictObject({
  retryDays: z.array(z.number().positive()).max(20).optional(),
  afterRetries: z.enum(['past_due', 'unpaid', 'cancel']).optional(),
  seller: z.strictObject({ country: z.string().length(2), name: z.string() }).optional(),
});
const vies = z.union([
  z.strictObject({ everybody: z.enum(['verified', 'unverified', 'down']) }),
  z.strictObject({
    value: z.string(),
    status: z.enum(['verified', 'unverified']),
    name: z.string().nullish(),
    address: z.string().nullish(),
  }),
]);
const clock = z.union([z.strictObject({ to: z.number().int() }), z.strictObject({ by: z.number().int().positive() })]);

/** What only the simulator has: its time, its manner of delivery, what banks and VIES say. Answers JSON. */
export async function answerControl(
  engine: Engine,
  method: string,
  name: string,
  read: () => Promise<unknown>,
): Promise<unknown> {
  const { sim } = engine;
  const input = async <Schema extends z.ZodType>(schema: Schema): Promise<z.output<Schema>> => {
    const parsed = schema.safeParse(await read());
    if (!parsed.success) throw new StripeError(400, { message: z.prettifyError(parsed.error) });
    return parsed.data;
  };
  const transact = <Result>(act: () => Result): Result => engine.transact(NOBODY, act);
  switch (`${method} ${name}`) {
    case 'GET clock':
      return { now: sim.now(), standsStill: sim.settings().standsAt !== null };
    case 'POST clock': {
      const asked = await input(clock);
      const to = 'to' in asked ? asked.to : sim.now() + asked.by;
      if (to < sim.now()) throw new StripeError(400, { message: 'The clock only goes forward.' });
      engine.advance(to);
      return { now: sim.now() };
    }
    case 'GET delivery':
      return { ...sim.settings().delivery, waiting: sim.world.deliveries.peek().length };
    case 'POST delivery': {
      const change = await input(delivery);
      return transact(() => Object.assign(sim.settings().delivery, change));
    }
    case 'POST flush':
      return engine.dispatcher.flush();
    case 'POST settings': {
      const change = await input(settings);
      return transact(() => Object.assign(sim.settings(), change));
    }
    case 'POST vies': {
      const said = await input(vies);
      return transact(() => {
        if ('everybody' in said) sim.settings().vies = said.everybody;
        else {
          const id = said.value.replace(/[\s.-]/g, '').toUpperCase();
          sim.world.vies.add({ id, status: said.status, name: said.name ?? null, address: said.address ?? null });
          // numbers that VIES has not answered for, or answered otherwise, are asked again
          for (const taxId of sim.world.taxIds.where(({ value }) => value === id)) taxId.answersAt = sim.now() + 1;
        }
        return { ok: true };
      });
    }
    case 'POST disputes': {
      const asked = await input(
        z.union([
          z.strictObject({ charge: z.string(), reason: z.string().optional() }),
          z.strictObject({ dispute: z.string(), outcome: z.enum(['won', 'lost']) }),
        ]),
      );
      return transact(() => {
        if ('charge' in asked) {
          if (!sim.world.charges.find(asked.charge)?.paid)
            throw new StripeError(404, { message: 'There is no such paid charge.' });
          return showDispute(sim, openDispute(sim, asked.charge, asked.reason));
        }
        const dispute = sim.world.disputes.find(asked.dispute);
        if (!dispute) throw new StripeError(404, { message: 'There is no such dispute.' });
        dispute.status = asked.outcome;
        if (asked.outcome === 'won') sim.world.charges.get(dispute.charge).disputed = false;
        emit(sim, 'charge.dispute.closed', showDispute(sim, dispute));
        return showDispute(sim, dispute);
      });
    }
    case 'POST authenticate': {
      const { payment_intent: id } = await input(z.strictObject({ payment_intent: z.string() }));
      return transact(() => {
        const intent = sim.world.intents.find(id);
        const invoice = sim.world.invoices.find(intent?.invoice);
        if (!intent || !invoice || intent.status !== 'requires_action')
          throw new StripeError(404, { message: 'No payment waits for its holder under this name.' });
        payInvoice(sim, invoice, { card: sim.world.paymentMethods.find(intent.paymentMethod), isAuthenticated: true });
        return showIntent(sim, intent);
      });
    }
    default:
      throw new StripeError(404, { message: `There is no ${method} ${name}.` });
  }
}
