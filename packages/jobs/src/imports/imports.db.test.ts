import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { getImport, listImportFaults, runImport, startImport } from '@recado/core/imports';
import type { Ctx } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import { systemClock } from '@recado/runtime/clock';
import { parseKeyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskStorage } from '../../../integrations/src/storage/index.ts';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { makeRole, refusalOf, type Seat, sit } from '../../../testing/src/desk.ts';
import type { Steps } from '../job.ts';
import type { JobServices } from '../services.ts';
import { doImport } from './on-import-asked.handler.ts';

const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
const log = createLogger({ name: 'imports', level: 'silent' });
let db: TestDatabase;
let jobs: Database;
let folder = '';
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'imports', max: 4 });
  folder = await mkdtemp(path.join(tmpdir(), 'recado-imports-'));
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
  await rm(folder, { recursive: true });
});

const services = () =>
  ({
    ...{ db: jobs, keyring, clock: systemClock, log },
    ports: { storage: diskStorage(folder), hints: { emitted() {}, changed() {} } },
  }) as unknown as JobServices;
const steps = { run: async (_id: string, work: () => unknown) => await work() } as unknown as Steps;

const stateOf = async (importId: string) => {
  const [row] =
    await db.admin`select state, counts, fault, at_row, digests from app.contact_import where id = ${importId}`;
  return row as {
    state: string;
    counts: Record<string, number>;
    fault: string | null;
    at_row: number;
    digests: string[];
  };
};
const go = async (workspaceId: string, importId: string, what: 'check' | 'run' | 'undo') => {
  const state = { check: 'checking', run: 'running', undo: 'undoing' }[what];
  await db.admin`update app.contact_import set state = ${state}, at_row = case when ${what} = 'run' then at_row else 0 end where id = ${importId}`;
  const data = { workspaceId, importId, revision: 1, what };
  await doImport({
    event: { id: 'e', name: 'imports/import.asked', at: new Date(), data },
    steps,
    services: services(),
    runId: randomUUID(),
    log,
  });
  return await stateOf(importId);
};

/** A file that somebody brought to a workspace, with what they said of its columns. */
async function bring(
  workspaceId: string,
  text: string,
  mapping: string[],
  more: { policy?: string; consent?: string } = {},
) {
  const sha256 = createHash('sha256').update(text).digest('hex');
  await diskStorage(folder).put(workspaceId, sha256, Buffer.from(text));
  const [row] = await db.admin`
    insert into app.contact_import (workspace_id, name, sha256, bytes, format, encoding, delimiter, has_header, columns, sample, mapping, country, policy, consent, consent_shown, revision)
    values (${workspaceId}, 'clientes.csv', ${Buffer.from(sha256, 'hex')}, ${text.length}, 'csv', 'utf-8', ',', true, ${mapping}, '[]', ${mapping}, 'ES', ${more.policy ?? 'fill'},
      ${more.consent ?? 'none'}, 'feria de mayo', 1) returning id`;
  return row?.id as string;
}

/** Contacts as they are, without what differs from run to run. */
const contactsOf = (workspaceId: string) => db.admin`
  select c.name, c.email, c.city, c.notes, c.source, c.marketing, array(select i.value from app.contact_identity i where i.workspace_id = c.workspace_id and i.contact_id = c.id order by 1) phones
    from app.contact c where c.workspace_id = ${workspaceId} order by c.name, c.email`;

test('a dry run changes nothing and tells what each row would do; the run does that, and its undoing leaves what was used since', async () => {
  const { id } = await makeWorkspace(db.admin);
  const known = await makeConversation(db.admin, id);
  await db.admin`update app.contact set name = '' where workspace_id = ${id} and id = ${known.contactId}`;
  const [number] =
    await db.admin`update app.contact_identity set value = '5215512345678' where workspace_id = ${id} and contact_id = ${known.contactId} and kind = 'wa_pn' returning id`;
  if (!number)
    await db.admin`insert into app.contact_identity (workspace_id, contact_id, kind, value) values (${id}, ${known.contactId}, 'wa_pn', '5215512345678')`;
  await db.admin`insert into app.contact (workspace_id, name, email, marketing) values (${id}, 'Luis', 'luis@tienda.es', 'out')`;
  const before = await contactsOf(id);
  const text = [
    'Nombre,Teléfono,Correo,Ciudad,Acepta',
    'Ana,612345678,,Cádiz,sí',
    'Eva,+52 55 1234 5678,,CDMX,',
    'Ana otra vez,+34 612 34 56 78,,,',
    'Luis el de la tienda,,LUIS@tienda.es,Cádiz,sí',
    'Sin nada,,,,',
    'Mala,12,mala@tienda.es,,quizás',
  ].join('\n');
  const importId = await bring(id, text, ['name', 'phone', 'email', 'city', 'consent'], { consent: 'column' });

  const dry = await go(id, importId, 'check');
  expect(dry).toMatchObject({
    state: 'checked',
    counts: { rows: 6, new: 2, update: 2, duplicate: 1, invalid: 1, partial: 1 },
  });
  expect(await contactsOf(id)).toEqual(before);
  const reasons =
    await db.admin`select n, reasons from app.contact_import_row where import_id = ${importId} and reasons is not null order by n`;
  expect(
    reasons.map(({ n, reasons: all }) => [n, all.map((each: { code: string; value: unknown }) => each.code)]),
  ).toEqual([
    [4, ['duplicateInFile']],
    [6, ['noKey']],
    [7, ['phoneTooShort', 'consentUnclear']],
  ]);

  const done = await go(id, importId, 'run');
  expect(done).toMatchObject({ state: 'done', counts: { created: 2, updated: 2 } });
  expect(done.digests).toHaveLength(1);
  const after = await contactsOf(id);
  // Luis said no before, and a file does not make him say yes; Mexico's number is known with its 1
  expect(after).toMatchObject([
    { name: 'Ana', city: 'Cádiz', source: 'import', marketing: 'in', phones: ['34612345678'] },
    { name: 'Eva', city: 'CDMX', phones: ['5215512345678'] },
    { name: 'Luis', email: 'luis@tienda.es', city: 'Cádiz', marketing: 'out' },
    { name: 'Mala', email: 'mala@tienda.es', phones: [] },
  ]);
  const entries = await db.admin`select action, detail from app.audit_entry where workspace_id = ${id}`;
  expect(entries).toMatchObject([
    { action: 'imports/import.finished', detail: { counts: { created: 2, updated: 2 }, digests: done.digests } },
  ]);

  // again: nothing is done twice
  await db.admin`update app.contact_import set at_row = 0, digests = '{}', counts = counts - 'created' - 'updated' where id = ${importId}`;
  expect((await go(id, importId, 'run')).counts).toMatchObject({ created: 0, updated: 4 });
  expect(await contactsOf(id)).toEqual(after);

  // whoever reads the rows of a file reads customers: it is for those who may import and see everybody, and it is written down
  const [manager, agent] = [await sit(db, id, 'manager'), await sit(db, id, 'agent')];
  const read = (seat: Seat) => refusalOf(listImportFaults(seat.ctx, { importId, limit: 10 }));
  expect([await read(manager), await read(manager), await read(agent)]).toEqual(['done', 'done', 'kernel.forbidden']);
  const looks =
    await db.admin`select actor_id, subject from app.audit_entry where workspace_id = ${id} and action = 'imports/import.faults_read'`;
  expect(looks).toEqual([{ actor_id: manager.person.id, subject: importId }]);
  await db.admin`update app.account set plan = 'enterprise' where id = (select account_id from app.workspace where id = ${id})`;
  await db.admin`update app.workspace set visibility = 'own' where id = ${id}`;
  const narrow = await makeRole(db.admin, id, ['conversations.assign', 'contacts.read', 'conversations.read']);
  await db.admin`update app.member set role = 'custom', custom_role_id = ${narrow} where workspace_id = ${id} and person_id = ${manager.person.id}`;
  expect(await read(manager)).toBe('imports.notEverything');
});

test('what an import did is taken back, but for what somebody used or changed since, and the rest is counted', async () => {
  const { id } = await makeWorkspace(db.admin);
  await db.admin`insert into app.contact (workspace_id, name, email, city) values (${id}, 'Luis', 'luis@tienda.es', null), (${id}, 'Rosa', 'rosa@tienda.es', null)`;
  const before = await contactsOf(id);
  const text = [
    'n,t,c,v',
    'Ana,612345678,,',
    'Eva,612345679,,',
    'Luis,612345670,luis@tienda.es,Cádiz',
    'Rosa,,rosa@tienda.es,Cádiz',
  ].join('\n');
  const importId = await bring(id, text, ['name', 'phone', 'email', 'city']);
  await go(id, importId, 'check');
  expect((await go(id, importId, 'run')).counts).toMatchObject({ created: 2, updated: 2 });
  await db.admin`update app.contact set notes = 'llamar el lunes' where workspace_id = ${id} and name in ('Eva', 'Rosa')`;
  expect(await go(id, importId, 'undo')).toMatchObject({
    state: 'undone',
    counts: { removed: 1, restored: 1, kept: 2 },
  });
  expect((await contactsOf(id)).map(({ name, city, notes, phones }) => [name, city, notes, phones])).toEqual([
    ['Eva', null, 'llamar el lunes', ['34612345679']],
    ['Luis', null, null, []],
    ['Rosa', 'Cádiz', 'llamar el lunes', []],
  ]);
  expect(before).toHaveLength(2);
});

test('one that runs stands still when the account owes, says why, and goes on where it was once that is paid', async () => {
  const { id, accountId } = await makeWorkspace(db.admin);
  const owner = await sit(db, id, 'owner');
  const rows = Array.from({ length: 30 }, (_, n) => `Ana ${n},${612345600 + n}`);
  const importId = await bring(id, ['n,t', ...rows].join('\n'), ['name', 'phone']);
  await go(id, importId, 'check');
  const system = (reason: string) =>
    ({
      ...{ ...services(), requestId: 'r', locale: 'es', workspaceId: id },
      door: { kind: 'system', reason },
    }) as unknown as Ctx;
  await db.admin`update app.contact_import set state = 'running' where id = ${importId}`;
  expect(await runImport(system('contact import'), { importId, rows: 10 })).toBe(true);
  await db.admin`insert into guard.billing_account (account_id, state) values (${accountId}, '{"state": "restricted", "because": "unpaid"}')`;
  const halted = await go(id, importId, 'run');
  expect(halted).toMatchObject({ state: 'stopped', counts: { created: 10 } });
  expect(await getImport(owner.ctx, { importId })).toMatchObject({ state: 'stopped', halted: 'owes' });
  const goOn = () => startImport(owner.ctx, { importId, consent: 'none' });
  expect(await refusalOf(goOn())).toBe('plans.paused');
  await db.admin`update guard.billing_account set state = '{"state": "active"}' where account_id = ${accountId}`;
  await goOn();
  expect(await getImport(owner.ctx, { importId })).toMatchObject({ state: 'running', halted: null });
  expect(await go(id, importId, 'run')).toMatchObject({ state: 'done', counts: { created: 30 } });
});

test('labels of a file come in its order as long as there is room, and its undoing leaves those that somebody carries and those that were there', async () => {
  const { id } = await makeWorkspace(db.admin);
  await db.admin`insert into app.tag (workspace_id, name, colour) select ${id}, 't' || n, 'blue' from generate_series(1, 298) n`;
  await db.admin`insert into app.contact (workspace_id, name, email) values (${id}, 'Luis', 'luis@tienda.es'), (${id}, 'Rosa', 'rosa@tienda.es')`;
  const put = (
    who: string,
    tag: string,
  ) => db.admin`insert into app.contact_tag (workspace_id, contact_id, tag_id, source)
    select ${id}, c.id, t.id, 'person' from app.contact c, app.tag t where c.workspace_id = ${id} and t.workspace_id = ${id} and c.name = ${who} and t.name = ${tag}`;
  await put('Luis', 't2');
  const carried = async () =>
    (
      await db.admin`select c.name, array(select g.name from app.contact_tag t join app.tag g on g.workspace_id = t.workspace_id and g.id = t.tag_id
        where t.workspace_id = c.workspace_id and t.contact_id = c.id order by 1) tags from app.contact c where c.workspace_id = ${id} order by 1`
    ).map(({ name, tags }) => [name, ...tags]);
  const made = async () =>
    (await db.admin`select name from app.tag where workspace_id = ${id} and name !~ '^t[0-9]' order by name`).map(
      ({ name }) => name,
    );
  const text = [
    'n,t,c,e',
    'Ana,612345678,,Feria; T1',
    'Luis,,luis@tienda.es,t2; feria; Club',
    'Eva,612345679,,Sobra',
  ].join('\n');
  const importId = await bring(id, text, ['name', 'phone', 'email', 'tags']);
  expect((await go(id, importId, 'check')).counts).toMatchObject({ new: 2, update: 1, newTags: 2, lostTags: 1 });
  expect(await made()).toEqual([]);
  await go(id, importId, 'run');
  expect(await made()).toEqual(['Club', 'Feria']);
  expect(await carried()).toEqual([['Ana', 'Feria', 't1'], ['Eva'], ['Luis', 'Club', 'Feria', 't2'], ['Rosa']]);
  await put('Rosa', 'Club');
  expect((await go(id, importId, 'undo')).counts).toMatchObject({ removed: 2, restored: 1, kept: 0 });
  expect(await made()).toEqual(['Club']);
  expect(await carried()).toEqual([
    ['Luis', 't2'],
    ['Rosa', 'Club'],
  ]);
});

test('whoever is in the bin and in a file comes back, which is told before, and its undoing puts them there again', async () => {
  const { id } = await makeWorkspace(db.admin);
  await db.admin`with gone as (insert into app.contact (workspace_id, name, deleted_at) values (${id}, 'Ana', now() - interval '3 days') returning id)
    insert into app.contact_identity (workspace_id, contact_id, kind, value) select ${id}, gone.id, 'wa_pn', '34612345678' from gone`;
  const bin = async () =>
    (
      await db.admin`select name, city, deleted_at is not null gone, deleted_at from app.contact where workspace_id = ${id} order by name`
    ).map(({ name, city, gone, deleted_at: at }) => [name, city, gone, at && String(at)]);
  const before = await bin();
  const importId = await bring(id, 'n,t,c\nAna Vega,612345678,Cádiz\nEva,612345679,', ['name', 'phone', 'city']);
  expect((await go(id, importId, 'check')).counts).toMatchObject({ new: 1, update: 1, back: 1 });
  expect(await bin()).toEqual(before);
  expect((await go(id, importId, 'run')).counts).toMatchObject({ created: 1, updated: 1 });
  expect((await bin()).map((each) => each.slice(0, 3))).toEqual([
    ['Ana', 'Cádiz', false],
    ['Eva', null, false],
  ]);
  expect((await go(id, importId, 'undo')).counts).toMatchObject({ removed: 1, restored: 1 });
  expect(await bin()).toEqual(before);
});

test('killed in the middle and started again, it leaves what an unbroken run leaves', async () => {
  const ROWS = 600;
  const text = [
    'n,t,c',
    ...Array.from({ length: ROWS }, (_, n) => `Cliente ${n},${600_000_000 + n},c${n}@tienda.es`),
  ].join('\n');
  const whole = await makeWorkspace(db.admin);
  const broken = await makeWorkspace(db.admin);
  const ids = [];
  for (const { id } of [whole, broken]) {
    const importId = await bring(id, text, ['name', 'phone', 'email']);
    await go(id, importId, 'check');
    ids.push(importId);
  }
  const [wholeId = '', brokenId = ''] = ids;
  await go(whole.id, wholeId, 'run');

  await db.admin`update app.contact_import set state = 'running' where id = ${brokenId}`;
  const code = `
    import { connect } from '@recado/db';
    import { runImport } from '@recado/core/imports';
    import { systemClock } from '@recado/runtime/clock';
    import { createLogger } from '@recado/runtime/logger';
    const db = connect(process.argv[1], { name: 'killed', max: 1 });
    const ctx = { db, clock: systemClock, log: createLogger({ name: 'killed', level: 'silent' }), ports: { hints: { changed() {}, emitted() {} } }, keyring: null, requestId: 'r', locale: 'es',
      workspaceId: process.argv[2], door: { kind: 'system', reason: 'contact import' } };
    while (await runImport(ctx, { importId: process.argv[3], rows: 20 })) process.stdout.write('.');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, db.jobsUrl, broken.id, brokenId], {
    cwd: path.join(path.dirname(fileURLToPath(import.meta.url)), '../..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (bytes) => {
    said += String(bytes);
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  let done = 0;
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (bytes: Buffer) => {
      done += bytes.length;
      if (done >= 3) resolve();
    });
    child.once('exit', () => reject(new Error(said)));
  });
  child.kill('SIGKILL');
  await gone;
  const { at_row: reached, state } = await stateOf(brokenId);
  expect(state).toBe('running');
  expect(reached).toBeLessThan(ROWS);
  expect(await go(broken.id, brokenId, 'run')).toMatchObject({ state: 'done', counts: { created: ROWS, updated: 0 } });
  expect(await contactsOf(broken.id)).toEqual(await contactsOf(whole.id));
}, 120_000);
