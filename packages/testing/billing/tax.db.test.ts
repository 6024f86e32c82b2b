import { randomUUID } from 'node:crypto';
import { readTaxDetails, saveTaxDetails, settleTax, startCheckout } from '@recado/core/billing';
import { connect } from '@recado/db';
import { viesRegister } from '@recado/integrations/vies';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askAgain } from '../../jobs/src/billing/every-hour-tax.handler.ts';
import { taxSaved } from '../../jobs/src/billing/on-tax-saved.handler.ts';
import type { Steps } from '../../jobs/src/job.ts';
import { ownerAt } from '../src/billing/callers.ts';
import { type Door, openDoor, openWorld, type World } from '../src/billing/world.ts';
import { addMember, makePerson, makeWorkspace, type TestWorkspace } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let door: Door;
let world: World;
let web: ReturnType<typeof connect>;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
  web = connect(db.webUrl, { name: 'tax-owner', max: 3 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await door.close();
  await db.drop();
});
beforeEach(async () => {
  world = await openWorld(db, door);
});
afterEach(async () => {
  await db.admin`delete from guard.tax_details`;
  await world.close();
});

const steps = { run: async (_id: string, work: () => unknown) => await work() } as unknown as Steps;
const services = () => ({
  ...world.services,
  register: viesRegister({ url: `${world.simulator.url}/vies/rest-api`, patienceMs: 2_000 }),
});
const vies = (body: object) => world.control('vies', body);
const till = () => ({ provider: world.billing, publicUrl: 'http://localhost:4300' });
const as = (workspace: TestWorkspace, personId?: string) => ownerAt({ db, web, now: world.now }, workspace, personId);
/** Runs what saving has asked for. */
const work = async () => {
  const asked = await db.admin`delete from jobs.outbox where name = 'billing/tax.saved' returning data`;
  for (const { data } of asked)
    await taxSaved({
      ...{ steps, services: services(), log: world.services.log },
      event: { id: 'e', name: 'billing/tax.saved', at: world.now(), data } as never,
    });
  return asked.length;
};
const hourly = () => askAgain({ steps, services: services(), log: world.services.log, runId: randomUUID() } as never);
const lisbon = (more: Partial<Parameters<typeof saveTaxDetails>[2]> = {}) => ({
  ...{ name: 'Ana Lda', line1: 'Rua 1', line2: '', city: 'Lisboa', postcode: '1000-001', country: 'PT' },
  ...{ taxId: 'PT 501 964 843', ...more },
});
const printed = async (customer: string) => {
  const who = (await world.stripe.customers.retrieve(customer)) as { tax_exempt: string; name: string };
  const { data } = await world.stripe.customers.listTaxIds(customer);
  return { exempt: who.tax_exempt, name: who.name, ids: data.map(({ type, value }) => `${type}:${value}`) };
};

describe('whom invoices are made out to', () => {
  test('is said by an owner before anything is bought; the till takes it and adds the tax of a business that VIES confirmed to nobody', async () => {
    const workspace = await makeWorkspace(db.admin);
    const owner = await as(workspace);
    await saveTaxDetails(owner, till(), lisbon());
    expect(await readTaxDetails(owner, {})).toMatchObject({ standing: 'asked', details: { taxId: '501964843' } });
    expect(await work()).toBe(1);
    expect(await readTaxDetails(owner, {})).toMatchObject({ standing: 'confirmed' });
    await db.admin`update guard.billing_account set trial_ends_at = '2026-01-09T10:00:00Z' where account_id = ${workspace.accountId}`;
    const { url } = await startCheckout(owner, till(), { plan: 'pro', request: randomUUID() });
    // the till told the provider, so nobody has to
    expect(await hourly()).toEqual({ asked: 0, away: 0 });
    await world.pay(url, 'pm_card_visa');
    const [row] = await db.admin`select customer from guard.billing_account where account_id = ${workspace.accountId}`;
    const { invoices } = await world.billing.fetchState(row?.customer);
    // half of 49 €, as one of the first accounts, and no tax: whoever buys pays it themselves
    expect(invoices[0]).toMatchObject({ status: 'paid', totalCents: 2450, taxCents: 0 });
    expect(await printed(row?.customer)).toEqual({ exempt: 'reverse', name: 'Ana Lda', ids: ['eu_vat:PT501964843'] });
    const acts =
      await db.admin`select action from app.audit_entry where workspace_id = ${workspace.id} and action like 'billing/%'`;
    expect(acts.map(({ action }) => action)).toContain('billing/tax.saved');
  });

  test('while VIES does not answer tax is charged; it is asked again by itself, and a yes counts from the next invoice', async () => {
    await vies({ everybody: 'down' });
    const it = await world.subscriber('pm_card_visa');
    await saveTaxDetails(await as(it), till(), lisbon());
    await work();
    expect(await readTaxDetails(await as(it), {})).toMatchObject({ standing: 'asked' });
    expect(await printed(it.customer)).toEqual({ exempt: 'none', name: 'Ana Lda', ids: [] });
    await world.stripe.subscriptions.create({
      ...{ customer: it.customer, automatic_tax: { enabled: true } },
      items: [{ price: (await world.stripe.prices.list({ lookup_keys: ['recado_pro_v1'] })).data[0]?.id as string }],
    });
    // 4900 × 23 % = 1127
    expect((await world.billing.fetchState(it.customer)).invoices[0]).toMatchObject({ taxCents: 1127 });
    expect(await hourly()).toEqual({ asked: 1, away: 1 });
    await vies({ everybody: 'verified' });
    expect(await hourly()).toEqual({ asked: 1, away: 0 });
    expect(await printed(it.customer)).toMatchObject({ exempt: 'reverse', ids: ['eu_vat:PT501964843'] });
    // nothing is due any more
    expect(await hourly()).toEqual({ asked: 0, away: 0 });
    await world.advance('2026-02-10T14:00:00Z');
    expect((await world.billing.fetchState(it.customer)).invoices[0]).toMatchObject({ totalCents: 4900, taxCents: 0 });
    // a month later VIES is asked once more; where it does not answer, what it said last holds
    await db.admin`update guard.tax_details set answered_at = now() - interval '31 days'`;
    await vies({ everybody: 'down' });
    expect(await hourly()).toEqual({ asked: 1, away: 1 });
    expect(await printed(it.customer)).toMatchObject({ exempt: 'reverse' });
    await vies({ everybody: 'unverified' });
    await hourly();
    expect(await readTaxDetails(await as(it), {})).toMatchObject({ standing: 'refused' });
    expect(await printed(it.customer)).toMatchObject({ exempt: 'none', ids: [] });
  });

  test('another number takes the place of the former one, and an answer about the former one is nothing to it', async () => {
    const it = await world.subscriber('pm_card_visa');
    await saveTaxDetails(await as(it), till(), lisbon());
    const { register: asking, ...rest } = services();
    const late = settleTax(
      rest,
      {
        provider: world.billing,
        register: {
          async check(of) {
            const said = await asking.check(of);
            await saveTaxDetails(await as(it), till(), lisbon({ taxId: '111111111' }));
            return said;
          },
        },
      },
      it.accountId,
    );
    await late;
    expect(await readTaxDetails(await as(it), {})).toMatchObject({ standing: 'asked' });
    await hourly();
    // all ones are known to nobody
    expect(await readTaxDetails(await as(it), {})).toMatchObject({ standing: 'refused' });
    expect(await printed(it.customer)).toMatchObject({ exempt: 'none', ids: [] });
    await saveTaxDetails(await as(it), till(), lisbon({ country: 'ES', postcode: '35001', taxId: 'B12345674' }));
    await work();
    expect(await printed(it.customer)).toMatchObject({ exempt: 'none', ids: ['es_cif:B12345674'] });
  });

  test('a number or a postcode that is none is refused by name, and nobody but an owner says anything', async () => {
    const workspace = await makeWorkspace(db.admin);
    const owner = await as(workspace);
    for (const [more, code] of [
      [{ country: 'ES', postcode: '28001', taxId: 'B12345675' }, 'billing.taxIdWrong'],
      [{ taxId: '123' }, 'billing.taxIdWrong'],
      [{ country: 'ES', postcode: '99001', taxId: '' }, 'billing.postcodeWrong'],
    ] as const)
      await expect(saveTaxDetails(owner, till(), lisbon(more))).rejects.toMatchObject({ code, kind: 'INVALID' });
    const admin = await makePerson(db.admin);
    await addMember(db.admin, workspace.id, admin, 'admin');
    const stranger = await makeWorkspace(db.admin);
    for (const [who, code] of [
      [await as(workspace, admin.id), 'kernel.forbidden'],
      [await as(workspace, stranger.owner.id), 'kernel.workspaceNotFound'],
    ] as const) {
      await expect(saveTaxDetails(who, till(), lisbon())).rejects.toMatchObject({ code });
      await expect(readTaxDetails(who, {})).rejects.toMatchObject({ code });
    }
    expect(await db.admin`select 1 from guard.tax_details where account_id = ${workspace.accountId}`).toHaveLength(0);
  });
});
