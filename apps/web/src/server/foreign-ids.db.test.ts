import { randomUUID } from 'node:crypto';
import { signMedia } from '@recado/api/media';
import { visitorRouter } from '@recado/api/trpc/visitor';
import { beginAttempt } from '@recado/core/identity';
import { sha256 } from '@recado/runtime/crypto';
import { addMember, makePerson, makeWorkspace } from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { COMPANY_B, FIXTURE_TABLES, seedTwoCompanies } from '@recado/testing/tenancy/two-companies';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type Entrance, fullInputFor, listEntrances } from './trial/list-entrances.ts';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
let before: Map<string, string>;
beforeAll(async () => {
  database = await createDatabase();
  await seedTwoCompanies(database.admin);
  door = await startFrontDoor({ webUrl: `${database.trialUrl}?options=-c%20recado.raised_limits%3Don` });
  before = await standOf(COMPANY_B.workspaceId);
});
afterAll(async () => {
  await door.close();
  await database.drop();
});

type Described = { _def: { type: 'query' | 'mutation'; meta?: { input?: z.ZodType } } };
type Procedure = Extract<Entrance, { kind: 'procedure' }>;
const procedures = listEntrances().filter(
  (each): each is Procedure & { needs: string } => each.kind === 'procedure' && each.needs !== undefined,
);
const SAMPLE_ID = '00000000-0000-4000-8000-000000000000';
const naming = procedures.filter(({ fullInput }) => JSON.stringify(fullInput ?? null).includes(SAMPLE_ID));

/** What another company has, one of each kind. */
const FOREIGN = [
  ...new Set(
    FIXTURE_TABLES.filter(({ name }) => /^(app|wa|guard)\./.test(name))
      .map((table) => table.row(COMPANY_B, 0).id)
      .filter((each): each is string => typeof each === 'string' && /^[0-9a-f]{8}-/.test(each)),
  ),
];

/** What a company has, table by table, as one figure each. */
async function standOf(workspaceId: string): Promise<Map<string, string>> {
  const tables = await database.admin`
    select c.table_schema || '.' || c.table_name name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
     where c.column_name = 'workspace_id' and c.table_schema in ('app', 'wa', 'guard') and t.table_type = 'BASE TABLE' order by 1`;
  const stand = new Map<string, string>();
  for (const { name } of tables) {
    const [row] = await database.admin.unsafe(
      `select md5(coalesce(string_agg(x::text, '|' order by x::text), '')) sum from ${name} x where workspace_id = '${workspaceId}'`,
    );
    stand.set(name as string, row?.sum as string);
  }
  return stand;
}

/** The owner of a company with every feature there is, who has just proved who they are, in a browser. */
async function arrive(role = 'owner') {
  const { id: workspaceId, accountId } = await makeWorkspace(database.admin);
  await database.admin`update app.account a set (plan, plan_version) = (select v.plan, max(v.version) from guard.plan_version v where v.plan = 'enterprise' group by v.plan)
    where a.id = ${accountId}`;
  const person = await makePerson(database.admin);
  await addMember(database.admin, workspaceId, person, role);
  const browser = door.browser();
  const device = randomUUID();
  browser.cookies.set('rd', device);
  const origin = { address: null, userAgent: '', deviceHash: sha256(device) };
  const proved = { personId: person.id, epoch: null, amr: ['passkey' as const] };
  browser.cookies.set('rp', await beginAttempt({ db: door.house.db, origin }, proved));
  expect((await browser.mutate('sessionsSingle.initSession')).status).toBe(200);
  return { browser, workspaceId, person };
}

const call = (browser: Browser, { name, type }: Procedure, workspaceId: string, input: unknown) =>
  type === 'query'
    ? browser.query(name, { workspaceId, input: input ?? {} })
    : browser.mutate(name, { workspaceId, input: input ?? {} });

/** An answer without what differs from call to call: whom it names, and the number of the request. */
const bare = ({ status, text }: Answer, named: string): string =>
  `${status} ${text.replaceAll(named, 'ID').replace(/"requestId":"[^"]*"/g, '')}`;

it('there is something of every kind to name, and procedures that name things', () => {
  expect(FOREIGN.length).toBeGreaterThan(20);
  expect(naming.length).toBeGreaterThan(20);
});

describe('named where a thing of one’s own is meant', () => {
  it.each(naming)('a thing of another company is to $name as one that does not exist', async (procedure) => {
    const { browser, workspaceId } = await arrive();
    const ask = async (id: string) =>
      bare(
        await call(
          browser,
          procedure,
          workspaceId,
          JSON.parse(JSON.stringify(procedure.fullInput).replaceAll(SAMPLE_ID, id)),
        ),
        id,
      );
    const unknown = await ask(randomUUID());
    for (const id of FOREIGN) {
      const answer = await ask(id);
      expect(answer).not.toMatch(/^5/);
      expect(answer).not.toContain('b0000000-0000-4000-8000');
      // a change of one's own company answers by its state, which the call before may have changed
      if (!unknown.startsWith('200 ') || procedure.type === 'query') expect(answer).toBe(unknown);
      else expect(answer).toMatch(/^(200|4\d\d) /);
    }
  });

  it('nothing of the other company has changed', async () => {
    expect(await standOf(COMPANY_B.workspaceId)).toEqual(before);
  });
});

/** Every route that names a workspace or a thing in its address, as asked for one of them. */
const routesFor = (workspaceId: string, thing: string): [method: string, path: string, body?: string][] => {
  const media = { id: thing, state: 'ready' } as NonNullable<Parameters<typeof signMedia>[2]>;
  signMedia(door.house.keyring, workspaceId, media, new Date());
  return [
    ['GET', `/live?workspace=${workspaceId}`],
    ['POST', `/media?workspace=${workspaceId}&name=a.txt`, 'hola'],
    ['GET', media.url as string],
    ['GET', `/logo/${workspaceId}`],
    ['POST', `/logo?workspace=${workspaceId}`, 'no picture'],
    ['GET', `/audit.csv?workspace=${workspaceId}`],
    ['GET', `/audit.jsonl?workspace=${workspaceId}`],
    ['POST', `/imports?workspace=${workspaceId}&name=a.csv`, 'Nombre,Correo'],
    ['GET', `/imports/${thing}/faults.csv?workspace=${workspaceId}`],
    ['GET', `/photo/${thing}`],
  ];
};

it('every route answers for another company as for one that does not exist', async () => {
  const { browser, workspaceId } = await arrive();
  const ask = async (of: string, thing: string) => {
    const answers: string[] = [];
    for (const [method, path, body] of routesFor(of, thing)) {
      const answer = await browser.ask(method, path, body === undefined ? {} : { body });
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.status, path).toBeLessThan(500);
      answers.push(bare(answer, thing).replaceAll(of, 'WORKSPACE'));
    }
    return answers;
  };
  const nowhere = await ask(randomUUID(), randomUUID());
  for (const id of FOREIGN) expect(await ask(COMPANY_B.workspaceId, id)).toEqual(nowhere);
  // and of one's own company a file of another's is none
  const own = routesFor(workspaceId, FOREIGN[0] as string)[2] as [string, string];
  const none = routesFor(workspaceId, randomUUID())[2] as [string, string];
  const [foreign, unknown] = [await browser.ask(...own), await browser.ask(...none)];
  expect([foreign.status, bare(foreign, SAMPLE_ID)]).toEqual([404, bare(unknown, SAMPLE_ID)]);
});

describe.each([
  ['removed', `delete from app.member where person_id = $1`],
  ['blocked', `update app.member set blocked_at = now() where person_id = $1`],
])('whoever was %s', (_how, statement) => {
  it('finds the company at no procedure and no route, on the very next request', async () => {
    const gone = await arrive('admin');
    const input = (procedure: Procedure) => procedure.fullInput ?? procedure.input;
    expect((await gone.browser.query('conversations.list', { workspaceId: gone.workspaceId, input: {} })).status).toBe(
      200,
    );
    await database.admin.unsafe(statement, [gone.person.id]);
    for (const procedure of procedures) {
      const unknown = randomUUID();
      const there = await call(gone.browser, procedure, gone.workspaceId, input(procedure));
      expect([procedure.name, there.status]).toEqual([procedure.name, 404]);
      expect(bare(there, gone.workspaceId)).toBe(
        bare(await call(gone.browser, procedure, unknown, input(procedure)), unknown),
      );
    }
    const unknown = randomUUID();
    const thing = randomUUID();
    const [theirs, nowhere] = [routesFor(gone.workspaceId, thing), routesFor(unknown, thing)];
    for (const [n, [method, path, body]] of theirs.entries()) {
      const other = nowhere[n]?.[1] as string;
      const [one, two] = [
        await gone.browser.ask(method, path, body === undefined ? {} : { body }),
        await gone.browser.ask(method, other, body === undefined ? {} : { body }),
      ];
      expect(one.status, path).toBeGreaterThanOrEqual(400);
      expect(bare(one, gone.workspaceId)).toBe(bare(two, unknown));
    }
  });
});

describe.each([
  ['was revoked', `update guard.access_link set revoked_at = now() where id = $1`],
  ['is over', `update guard.access_link set expires_at = now() - interval '1 second' where id = $1`],
  [
    'is of somebody who was taken out',
    `delete from app.member where person_id = (select granted_by from guard.access_link where id = $1)`,
  ],
])('a link that %s', (_how, statement) => {
  it('opens nothing of what visitors may call, as one that never was', async () => {
    const { browser, workspaceId } = await arrive();
    const made = await browser.mutate('links.create', {
      workspaceId,
      input: { name: 'Eva', role: 'link_admin', days: 9 },
    });
    const { linkId, secret } = (made.json as { result: { data: { linkId: string; secret: string } } }).result.data;
    const visitor = door.browser();
    const opened = await visitor.ask('POST', `/w/${linkId}/exchange`, {
      body: JSON.stringify({ secret }),
      headers: { 'content-type': 'application/json' },
    });
    expect(opened.status).toBe(200);
    const calls = new Map(
      Object.entries(visitorRouter._def.procedures as unknown as Record<string, Described>).map(([name, { _def }]) => [
        name,
        _def,
      ]),
    );
    const ask = (of: string, name: string) => {
      const { type, meta } = calls.get(name) as Described['_def'];
      const input = JSON.stringify(meta?.input ? { workspaceId, input: fullInputFor(meta.input) } : { on: true });
      return type === 'query'
        ? visitor.ask('GET', `/w/${of}/api/${name}?input=${encodeURIComponent(input)}`)
        : visitor.ask('POST', `/w/${of}/api/${name}`, {
            body: input,
            headers: { 'content-type': 'application/json' },
          });
    };
    expect((await ask(linkId, 'visit')).status).toBe(200);
    await database.admin.unsafe(statement, [linkId]);
    const unknown = randomUUID();
    for (const name of calls.keys()) {
      const [dead, never] = [await ask(linkId, name), await ask(unknown, name)];
      expect([name, dead.status]).toEqual([name, 401]);
      expect(bare(dead, linkId)).toBe(bare(never, unknown));
    }
    for (const path of ['live', `media/${workspaceId}/${randomUUID()}`, `logo/${workspaceId}`]) {
      const [dead, never] = [
        await visitor.ask('GET', `/w/${linkId}/${path}`),
        await visitor.ask('GET', `/w/${unknown}/${path}`),
      ];
      expect([path, dead.status]).toEqual([path, 401]);
      expect(bare(dead, linkId)).toBe(bare(never, unknown));
    }
  });
});
