import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createContact, saveField, saveSegment, setConsent } from '@recado/core/contacts';
import { expireExports, listExports, openExport, previewExport, requestExport, stopExport } from '@recado/core/exports';
import { type ExportFormat, exportColumns } from '@recado/core/exports/contract';
import { checkImport, startImport } from '@recado/core/imports';
import type { Ctx } from '@recado/core/kernel';
import { tellExported } from '@recado/core/notifications';
import { connect, type Database } from '@recado/db';
import { systemClock } from '@recado/runtime/clock';
import { createLogger } from '@recado/runtime/logger';
import { openTable } from '@recado/tables/read';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeImport } from '../../../api/src/imports/index.ts';
import { exportWords } from '../../../i18n/src/index.ts';
import { diskStorage } from '../../../integrations/src/storage/index.ts';
import { addMember, makeConversation, makePerson, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { lastLetter, makeRole, onPlan, refusalOf, type Seat, sit, testKeyring } from '../../../testing/src/desk.ts';
import { doImport } from '../imports/on-import-asked.handler.ts';
import type { Steps } from '../job.ts';
import type { JobServices } from '../services.ts';
import { doExport } from './on-export-asked.handler.ts';

const log = createLogger({ name: 'exports', level: 'silent' });
let db: TestDatabase;
let jobs: Database;
let folder = '';
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'exports', max: 4 });
  folder = await mkdtemp(path.join(tmpdir(), 'recado-exports-'));
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
  await rm(folder, { recursive: true });
});

const steps = { run: async (_id: string, work: () => unknown) => await work() } as unknown as Steps;
const ports = () => ({ storage: diskStorage(folder), hints: { emitted() {}, changed() {} } });
const services = (storage = diskStorage(folder)) =>
  ({
    ...{ db: jobs, keyring: testKeyring, clock: systemClock, log, exportWords },
    ports: { ...ports(), storage },
  }) as unknown as JobServices;
const system = (workspaceId: string, now = new Date()): Ctx => ({
  ...services(),
  ...{ workspaceId, requestId: randomUUID(), locale: 'es', clock: { now: () => now } as never },
  door: { kind: 'system', reason: 'a test' },
});
const write = (workspaceId: string, exportId: string, storage = diskStorage(folder)) =>
  doExport({
    event: { id: 'e', name: 'exports/export.asked', at: new Date(), data: { workspaceId, exportId } as never },
    ...{ steps, services: services(storage), runId: randomUUID(), log },
  });

/** A company, its owner at their desk, and a way to seat others. */
async function found() {
  const { id, accountId, owner } = await makeWorkspace(db.admin);
  await onPlan(db.admin, accountId, 'agency');
  const seat = async (as: Parameters<typeof sit>[2]): Promise<Seat> => {
    const sat = await sit(db, id, as);
    Object.assign(sat.ctx.ports, ports());
    Object.assign(sat.ctx, { origin: { address: '10.1.1.1', userAgent: 'x', deviceHash: null, place: 'ES Madrid' } });
    return sat;
  };
  return { id, owner, boss: await seat({ member: owner }), seat };
}
const whole = { format: 'csv' as const, columns: [...exportColumns] };
const stateOf = async (exportId: string) =>
  (
    await db.admin`select state, total, encode(sha256, 'hex') sha256, bytes from app.contact_export where id = ${exportId}`
  )[0];
const fileOf = async (workspaceId: string, exportId: string) => {
  const stored = await diskStorage(folder).read(workspaceId, (await stateOf(exportId))?.sha256);
  return await buffer(stored?.stream as Readable);
};

test('what is taken away and brought back leaves every contact as it was, in each format, hostile texts and all', async () => {
  const { id, boss } = await found();
  const field = async (label: string, type: string, options: string[] = []) =>
    (await saveField(boss.ctx, { label, type: type as never, options })).id;
  const [size, city, since, isMember, sizes, choice, mobile] = [
    await field('Importe', 'number'),
    // called like a column of ours
    await field('Ciudad', 'text'),
    await field('Cliente desde', 'date'),
    await field('Socia', 'boolean'),
    await field('Tallas', 'choices', ['S, pequeña', 'M', 'L']),
    await field('Plan', 'choice', ['Básico', 'Más']),
    await field('Fijo', 'phone'),
  ];
  const make = async (input: Parameters<typeof createContact>[1]) => (await createContact(boss.ctx, input)).id;
  const rich = await make({
    name: '=HYPERLINK("http://malo.es";"cobra")',
    phones: ['+34 612 345 678', '+52 55 1234 5678', '+54 9 11 2345-6789'],
    ...{ email: 'ana@tienda.es', company: '@Sol; Luna', city: '-1+1', country: 'ES', birthday: '1980-05-17' },
    ...{ language: 'eu', kind: 'vip', notes: 'dos líneas; con "comillas"\n+34 y =1+1\n\tfin', ownerId: boss.person.id },
    fields: {
      ...{ [size]: 1.234, [city]: '+Cádiz', [since]: '2031-01-02', [isMember]: true },
      ...{ [sizes]: ['S, pequeña', 'L'], [choice]: 'Más', [mobile]: '+34911234567' },
    },
  });
  const poor = await make({
    name: 'Eva',
    email: 'eva@tienda.es',
    phones: [],
    fields: { [size]: -1234567.5, [isMember]: false },
  });
  await make({ name: "'=Ya llevaba apóstrofo", phones: ['+55 11 98765-4321'], country: 'BR' });
  await db.admin`insert into app.tag (workspace_id, name, colour) values (${id}, 'Feria, mayo', 'blue'), (${id}, '=vip', 'teal')`;
  await db.admin`insert into app.contact_tag (workspace_id, contact_id, tag_id, source) select ${id}, ${rich}, t.id, 'person' from app.tag t where t.workspace_id = ${id}`;
  const told = { channel: 'whatsapp', purpose: 'marketing', source: 'paper' } as const;
  await setConsent(boss.ctx, { ...told, contactId: rich, state: 'in', shown: 'hoja' });
  await setConsent(boss.ctx, { ...told, contactId: poor, state: 'out' });
  // neither somebody in the bin nor a group is taken away
  await db.admin`insert into app.contact (workspace_id, name, kind, deleted_at) values (${id}, 'Papelera', 'prospect', now()), (${id}, 'Grupo', 'group', null)`;

  const image = () => db.admin`
    select app.import_image(c) image, c.marketing, c.source, array(select i.value || i.kind from app.contact_identity i where i.workspace_id = c.workspace_id and i.contact_id = c.id order by 1) phones,
        array(select t.tag_id from app.contact_tag t where t.workspace_id = c.workspace_id and t.contact_id = c.id order by 1) tags,
        (select count(*)::integer from app.contact_consent k where k.workspace_id = c.workspace_id and k.contact_id = c.id) told
      from app.contact c where c.workspace_id = ${id} order by c.id`;
  const before = await image();
  const columns = [
    ...exportColumns,
    ...[size, city, since, isMember, sizes, choice, mobile].map((each) => `field:${each}` as const),
  ];
  const kinds: [ExportFormat, ';' | ','][] = [
    ['csv', ';'],
    ['csv', ','],
    ['xlsx', ';'],
    ['json', ';'],
  ];
  for (const [format, delimiter] of kinds) {
    const { exportId } = await requestExport(boss.ctx, { format, delimiter, columns });
    expect(await write(id, exportId)).toEqual({ count: 3 });
    const bytes = await fileOf(id, exportId);
    if (format === 'csv') {
      const text = bytes.toString();
      expect(text.startsWith('\ufeffRecado ID')).toBe(true);
      // no cell begins a formula, and a number of telephone keeps its plus
      const at = path.join(folder, 'read.csv');
      await writeFile(at, bytes);
      for await (const rows of (await openTable(at)).rows())
        for (const { cells } of rows)
          expect(cells.filter((cell) => /^[=@\t\r]|^[+-](?![\d ,.;+]+$)/.test(cell))).toEqual([]);
      await rm(at);
      expect(text).toContain('+34 612345678');
      expect(text).toContain(delimiter === ';' ? '1,234' : '1.234');
    }
    if (format === 'json') {
      const [first] = JSON.parse(bytes.toString()) as Record<string, unknown>[];
      expect(Object.keys(first ?? {})).toContain('Ciudad (campo)');
    }
    const request = Object.assign(Readable.from([bytes]), { headers: {} }) as unknown as IncomingMessage;
    const { importId } = await takeImport(boss.ctx, request, `contactos.${format}`);
    const [brought] = await db.admin`select mapping, product from app.contact_import where id = ${importId}`;
    expect(brought?.product).toBe('recado');
    await checkImport(boss.ctx, { importId, mapping: brought?.mapping, country: 'ES', policy: 'overwrite' });
    const go = (what: 'check' | 'run') =>
      doImport({
        event: {
          id: 'e',
          name: 'imports/import.asked',
          at: new Date(),
          data: { workspaceId: id, importId, revision: 1, what },
        },
        ...{ steps, services: services(), runId: randomUUID(), log },
      });
    await go('check');
    const reasons =
      await db.admin`select reasons from app.contact_import_row where import_id = ${importId} and reasons is not null`;
    expect(reasons.map((row) => row.reasons)).toEqual([]);
    const [dry] = await db.admin`select counts from app.contact_import where id = ${importId}`;
    expect(dry?.counts).toMatchObject({ rows: 3, new: 0, update: 3, duplicate: 0, invalid: 0, partial: 0, newTags: 0 });
    await startImport(boss.ctx, { importId, consent: 'column', shown: 'ya constaba' });
    await go('run');
    expect([format, delimiter, await image()]).toEqual([format, delimiter, before]);
  }
});

test('whoever asks gets those they see, every owner is told before, and the file is theirs alone for a day', async () => {
  const { id, owner, boss, seat } = await found();
  await db.admin`update app.workspace set visibility = 'own' where id = ${id}`;
  const role = await makeRole(db.admin, id, ['workspace.read', 'contacts.read', 'conversations.read', 'data.export']);
  const person = await makePerson(db.admin);
  await addMember(db.admin, id, person, 'agent');
  await db.admin`update app.member set role = 'custom', custom_role_id = ${role} where workspace_id = ${id} and person_id = ${person.id}`;
  const clerk = await seat({ member: person });
  const theirs = await makeConversation(db.admin, id);
  await db.admin`update app.conversation set assignee_id = ${person.id} where workspace_id = ${id} and id = ${theirs.conversationId}`;
  await db.admin`update app.contact set name = 'Suya' where workspace_id = ${id} and id = ${theirs.contactId}`;
  const other = await makeConversation(db.admin, id);
  await db.admin`update app.conversation set assignee_id = ${owner.id} where workspace_id = ${id} and id = ${other.conversationId}`;
  await db.admin`update app.contact set name = 'Ajena' where workspace_id = ${id} and id = ${other.contactId}`;
  const agent = await seat('agent');
  expect(await refusalOf(previewExport(agent.ctx, {}))).toBe('kernel.forbidden');
  expect(await refusalOf(requestExport(agent.ctx, whole))).toBe('kernel.forbidden');

  expect([(await previewExport(clerk.ctx, {})).count, (await previewExport(boss.ctx, {})).count]).toEqual([1, 2]);
  const { exportId } = await requestExport(clerk.ctx, whole);
  expect(await lastLetter(db.admin, owner.email)).toMatchObject({ contacts: '1', place: 'ES Madrid', format: 'csv' });
  expect(await refusalOf(requestExport(clerk.ctx, whole))).toBe('exports.busy');
  expect(await refusalOf(openExport(clerk.ctx, { exportId }))).toBe('exports.gone');
  await write(id, exportId);
  const text = (await fileOf(id, exportId)).toString();
  expect([text.includes('Suya'), text.includes('Ajena')]).toEqual([true, false]);
  for (const what of ['asked', 'asked', 'ready'] as const) await tellExported(system(id), { exportId, what });
  const notices =
    await db.admin`select person_id, detail ->> 'what' what from app.notification where workspace_id = ${id} order by at`;
  expect(notices).toMatchObject([
    { person_id: owner.id, what: 'asked' },
    { person_id: person.id, what: 'ready' },
  ]);

  // the owner sees that it was, and neither they nor the agent get it
  expect((await listExports(boss.ctx, {})).rows).toMatchObject([{ id: exportId, isOwn: false, state: 'ready' }]);
  expect(await refusalOf(openExport(boss.ctx, { exportId }))).toBe('exports.notFound');
  expect(await openExport(clerk.ctx, { exportId })).toMatchObject({ format: 'csv' });
  // what the owner takes away is nothing to whoever does not see everything
  const mine = await requestExport(boss.ctx, {
    ...whole,
    filter: { match: 'all', nodes: [{ on: 'name', is: 'contains', value: 'suya' }] },
  });
  expect((await listExports(clerk.ctx, {})).rows.map((row) => row.id)).toEqual([exportId]);
  const audit =
    await db.admin`select action, subject, actor_id, detail from app.audit_entry where workspace_id = ${id} and action like 'exports/%' order by at, id`;
  expect(audit).toMatchObject([
    { action: 'exports/export.asked', actor_id: person.id, detail: { count: 1, filter: null, format: 'csv' } },
    { action: 'exports/export.finished', subject: exportId, detail: { count: 1 } },
    { action: 'exports/export.downloaded', subject: exportId, actor_id: person.id },
    { action: 'exports/export.asked', actor_id: owner.id, detail: { filter: { nodes: [{ value: 'suya' }] } } },
  ]);

  // stopped, it leaves nothing, whatever the job was at
  await stopExport(boss.ctx, { exportId: mine.exportId });
  expect(await write(id, mine.exportId)).toEqual({ count: 0 });
  expect(await stateOf(mine.exportId)).toMatchObject({ state: 'stopped', sha256: null });
  // after its day it is gone, from the disk as well, with who was in it
  const soon = new Date(Date.now() + 23 * 3_600_000);
  const late = new Date(Date.now() + 25 * 3_600_000);
  expect(await expireExports(system(id, soon))).toEqual({ files: 0 });
  expect(await expireExports(system(id, late))).toEqual({ files: 1 });
  expect(await refusalOf(openExport(clerk.ctx, { exportId }))).toBe('exports.gone');
  expect(await db.admin`select 1 from app.contact_export_part where workspace_id = ${id}`).toHaveLength(0);
  const kept = await readdir(path.join(folder, id), { recursive: true, withFileTypes: true });
  expect(kept.filter((each) => each.isFile())).toEqual([]);
});

test('a writing that dies begins anew with the people that were settled, and nobody gets half a file', async () => {
  const { id, boss } = await found();
  await db.admin`insert into app.contact (workspace_id, name, email, kind) select ${id}, 'Cliente ' || lpad(n::text, 4, '0'), 'c' || n || '@tienda.es', case when n % 2 = 0 then 'vip' else 'customer' end from generate_series(1, 2400) n`;
  const { id: segmentId } = await saveSegment(boss.ctx, {
    name: 'VIP',
    filter: { match: 'all', nodes: [{ on: 'kind', is: 'in', values: ['vip'] }] },
  });
  const { exportId } = await requestExport(boss.ctx, { ...whole, columns: ['name'], segmentId });
  const broken = { ...diskStorage(folder), put: () => Promise.reject(new Error('the disk is full')) };
  await expect(write(id, exportId, broken)).rejects.toThrow('the disk is full');
  expect(await stateOf(exportId)).toMatchObject({ state: 'writing', sha256: null });
  expect((await readdir(tmpdir())).filter((name) => name.includes(exportId))).toEqual([]);
  await db.admin`insert into app.contact (workspace_id, name, email, kind) values (${id}, 'Tarde', 'tarde@tienda.es', 'vip')`;
  await db.admin`update app.contact set deleted_at = now() where workspace_id = ${id} and name = 'Cliente 0002'`;
  expect(await write(id, exportId)).toEqual({ count: 1199 });
  const lines = (await fileOf(id, exportId)).toString().trimEnd().split('\r\n');
  expect([lines.length, lines[0], lines[1], lines.at(-1)]).toEqual([
    1200,
    '\ufeffNombre',
    'Cliente 0004',
    'Cliente 2400',
  ]);
  // a second run of the same finds it done
  expect(await write(id, exportId)).toEqual({ count: 0 });
  // whoever was blocked meanwhile gets no file
  const again = await requestExport(boss.ctx, { ...whole, segmentId });
  await db.admin`update app.member set blocked_at = now() where workspace_id = ${id}`;
  expect(await write(id, again.exportId)).toEqual({ count: 0 });
});
