import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorkspace, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { plansOf } from '../../../testing/src/tenancy/call-plans.ts';
import type { Ctx } from '../kernel/index.ts';
import { searchContacts } from './index.ts';

const PEOPLE: [name: string, profile: string | null, number: string, email: string | null][] = [
  ['María José García', null, '34612345678', 'mj.garcia@ejemplo.es'],
  ['Ñandú López', null, '5215512345678', null],
  ['', 'Émile Zola', '525587654321', null],
  ['Ana 100% Real_', null, '5491123456789', 'ANA@Ejemplo.es'],
  ['Malena', 'Mari', '34699000111', null],
];

let db: TestDatabase;
let web: Database;
let ctx: Ctx;
let pass: Buffer;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'contact-search', max: 1 });
  const workspace = await makeWorkspace(db.admin);
  ({ pass } = await openTestSession(db.web, workspace.owner.id));
  ctx = { workspaceId: workspace.id, door: { kind: 'session', pass }, db: web } as unknown as Ctx;
  for (const [name, profile, number, email] of PEOPLE)
    await db.admin`with c as (insert into app.contact (workspace_id, name, profile_name, email) values (${workspace.id}, ${name}, ${profile}, ${email}) returning id)
      insert into app.contact_identity (workspace_id, contact_id, kind, value) select ${workspace.id}, id, 'wa_pn', ${number} from c`;
  await db.admin`with c as (insert into app.contact (workspace_id, name) select ${workspace.id}, 'Persona ' || lpad(n::text, 4, '0') from generate_series(1, 2000) n returning id, name)
    insert into app.contact_identity (workspace_id, contact_id, kind, value) select ${workspace.id}, id, 'wa_pn', '3370000' || right(name, 4) from c`;
  await db.admin`insert into app.contact_identity (workspace_id, contact_id, kind, value)
    select workspace_id, id, 'email', 'otra@correo.es' from app.contact where workspace_id = ${workspace.id} and name = 'Malena'`;
  await db.admin`vacuum analyze app.contact, app.contact_identity`;
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

const found = async (text: string) =>
  (await searchContacts(ctx, { text })).hits.map(({ name, profileName }) => name || profileName);

test.each([
  ['garcia', ['María José García']],
  ['GARCÍA maria', ['María José García']],
  ['jose gar', ['María José García']],
  ['nandu', ['Ñandú López']],
  ['emile', ['Émile Zola']],
  ['mj.garcia@', ['María José García']],
  ['ana@ejemplo', ['Ana 100% Real_']],
  ['otra@correo', ['Malena']],
  ['100%', ['Ana 100% Real_']],
  ['%%%', []],
  ['l__', []],
  ['nadie', []],
])('“%s” finds the people whose name, own name or address has it', async (text, names) => {
  expect(await found(text)).toEqual(names);
});

test.each([
  ['612 34', ['María José García']],
  ['+34 612-345.678', ['María José García']],
  ['0034 612', ['María José García']],
  ['(612) 345', ['María José García']],
  ['52 1 55 12', ['Ñandú López']],
  ['+52 55 12', ['Ñandú López']],
  ['5215587', ['Émile Zola']],
  ['54 11 2345', ['Ana 100% Real_']],
  ['999999', []],
])('the number “%s” is found in any writing', async (text, names) => {
  expect(await found(text)).toEqual(names);
});

test('one or two letters are how a name begins, one or two digits how a number does', async () => {
  expect(await found('ma')).toEqual(['Malena', 'María José García']);
  expect(await found('Ñ')).toEqual(['Ñandú López']);
  expect(await found('e')).toEqual(['Émile Zola']);
  expect(await found('ar')).toEqual([]);
  expect((await found('54')).concat(await found('+5'))).toEqual([
    'Ana 100% Real_',
    'Ana 100% Real_',
    'Émile Zola',
    'Ñandú López',
  ]);
});

test('pages go on by name, miss nobody and end', async () => {
  const names: (string | null)[] = [];
  let after: { key: string; id: string } | undefined;
  do {
    const page = await searchContacts(ctx, { text: 'persona', limit: 50, after });
    names.push(...page.hits.map(({ name }) => name));
    after = page.next ?? undefined;
  } while (after);
  expect(names).toHaveLength(2_000);
  expect(names).toEqual([...names].sort());
});

test.each([
  ['ma', /Index (Only )?Scan using contact_search_name/],
  ['garcia', /Bitmap Index Scan on contact_search_words/],
  ['612 34', /Bitmap Index Scan on contact_identity_search/],
])('“%s” stands on an index that begins with the company', async (text, index) => {
  const { plans } = await plansOf(db.adminUrl, 'recado_web', [
    `select app.search_contacts('\\x${pass.toString('hex')}', null, '${ctx.workspaceId}', '${text}', null, null, 8)`,
  ]);
  const looks = plans.filter((plan) => plan.includes('from app.contact c'));
  expect(looks.some((plan) => index.test(plan))).toBe(true);
  for (const plan of looks) expect(plan).not.toMatch(/Seq Scan on contact/);
});

test('a contact that is renamed is found by the new name and no more by the old', async () => {
  await db.admin`update app.contact set name = 'Amália Núñez' where workspace_id = ${ctx.workspaceId} and name = 'Malena'`;
  expect([await found('amalia nunez'), await found('malena')]).toEqual([['Amália Núñez'], []]);
  await db.admin`update app.contact set name = 'Malena' where workspace_id = ${ctx.workspaceId} and name = 'Amália Núñez'`;
});
