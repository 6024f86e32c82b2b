import { randomUUID } from 'node:crypto';
import { signMedia } from '@recado/api/media';
import { visitorRouter } from '@recado/api/trpc/visitor';
import { beginAttempt } from '@recado/core/identity';
import { sha256 } from '@recado/runtime/crypto';
import { addMember, makePerson, makeWorkspace } from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import type { Company } from '@recado/testing/tenancy/fixture-tables';
import { COMPANY_A, COMPANY_B, FIXTURE_TABLES, seedTwoCompanies } from '@recado/testing/tenancy/two-companies';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { frontDoorRoutes } from './front-door-routes.ts';
import { inputsThatName, named, placesOf, SAMPLE_ID } from './trial/inputs-that-name.ts';
import { type Entrance, fullInputFor, inputFor, listEntrances } from './trial/list-entrances.ts';
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
const naming = procedures.filter((each) => each.naming.length > 0);

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
async function arrive(role = 'owner', into?: { id: string; accountId: string }) {
  const { id: workspaceId, accountId } = into ?? (await makeWorkspace(database.admin));
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

/** An answer about a thing of another company is the one about a thing that is not there. */
function same({ name, type }: Procedure, answer: string, unknown: string): void {
  expect([name, answer]).not.toEqual([name, expect.stringMatching(/^5/)]);
  expect(answer).not.toContain('b0000000-0000-4000-8000');
  // a change of one's own company answers by its state, which the call before may have changed
  if (!unknown.startsWith('200 ') || type === 'query') expect([name, answer]).toEqual([name, unknown]);
  else expect([name, answer]).toEqual([name, expect.stringMatching(/^(200|4\d\d) /)]);
}

const ENDING = /remove|delete|merge|revoke|undo|purge/i;
/** What a browser makes up for something new. */
const MADE_UP = ['clientMessageId', 'clientNoteId', 'pageId', 'request'];
/** What an input means by what it calls it: a table whose row a company has, or somebody who works there. */
const MEANT: Record<string, string> = {
  ...{ contactId: 'app.contact', contactIds: 'app.contact', except: 'app.contact' },
  ...{ oneId: 'app.contact', otherId: 'app.contact', keepId: 'app.contact', dropId: 'app.contact' },
  ...{ conversationId: 'app.conversation', conversationIds: 'app.conversation', channelId: 'app.channel' },
  ...{ messageId: 'app.message', quotedMessageId: 'app.message', mediaId: 'app.media', noteId: 'app.note' },
  ...{ plannedId: 'app.planned_message', personalId: 'guard.personal_chat' },
  ...{ tagId: 'app.tag', tagIds: 'app.tag', addTagIds: 'app.tag', removeTagIds: 'app.tag', 'values.tag': 'app.tag' },
  ...{ fieldId: 'app.contact_field', segmentId: 'app.segment', identityId: 'app.contact_identity' },
  ...{ teamId: 'app.team', teamIds: 'app.team', viewId: 'app.saved_view', customRoleId: 'app.custom_role' },
  ...{ linkId: 'guard.access_link', deviceId: 'guard.link_device', transferId: 'guard.workspace_transfer' },
  ...{
    'keep.workspaces': 'app.workspace',
    'keep.numbers': 'app.channel',
    workspaces: 'app.workspace',
    numbers: 'app.channel',
  },
  // of a page's cursor
  id: 'app.contact',
};
const PEOPLE = [
  'personId',
  'personIds',
  'heirId',
  'ownerId',
  'assigneeId',
  'assignee',
  'mentionedIds',
  'values.owner',
  'keep.people',
  'people',
];

function thingOf(company: Company, called: string): string {
  if (MADE_UP.includes(called)) return randomUUID();
  if (PEOPLE.includes(called)) return company.agentId;
  if (called === 'accountId') return company.accountId;
  const table = FIXTURE_TABLES.find(({ name }) => name === MEANT[called]);
  if (!table) throw new Error(`What is meant by ${called} is not known here: add it to MEANT.`);
  return table.row(company, 0).id as string;
}

it('there is something of every kind to name, and procedures that name things', () => {
  expect(FOREIGN.length).toBeGreaterThan(20);
  expect(naming.length).toBeGreaterThan(20);
});

describe('named where a thing of one’s own is meant', () => {
  it.each(naming)('a thing of another company is to $name as one that does not exist', async (procedure) => {
    const { browser, workspaceId } = await arrive();
    for (const input of procedure.naming) {
      const ask = async (id: string) => {
        return bare(
          await call(
            browser,
            procedure,
            workspaceId,
            named(input, () => id),
          ),
          id,
        );
      };
      const unknown = await ask(randomUUID());
      for (const id of FOREIGN) same(procedure, await ask(id), unknown);
    }
  });

  // what ends something comes last, so that the others find it
  const byTurn = [
    ...naming.filter(({ name }) => !ENDING.test(name)),
    ...naming.filter(({ name }) => ENDING.test(name)),
  ].filter(({ naming: inputs }) => inputs.some((input) => placesOf(input).length > 1));
  it('beside things of one’s own, each at its place, it is one that does not exist as well', async () => {
    const { accountId, workspaceId: id } = COMPANY_A;
    const { browser, workspaceId } = await arrive('owner', { id, accountId });
    const found: string[] = [];
    for (const procedure of byTurn) {
      for (const input of procedure.naming) {
        const places = placesOf(input).map(({ called }) => called);
        const ask = async (n: number, other: string) => {
          const asked = named(input, (at) => (at === n ? other : thingOf(COMPANY_A, places[at] as string)));
          return bare(await call(browser, procedure, workspaceId, asked), other);
        };
        for (const [n, called] of places.entries()) {
          // an id that the browser makes up for something new may be anything
          if (MADE_UP.includes(called)) continue;
          const unknown = await ask(n, randomUUID());
          same(procedure, await ask(n, thingOf(COMPANY_B, called)), unknown);
        }
        if ((await ask(-1, SAMPLE_ID)).startsWith('200 ')) found.push(procedure.name);
      }
    }
    // where nothing but one's own is named it is found: else this would say nothing
    expect(new Set(found).size).toBeGreaterThan(15);
  });

  it('nothing of the other company has changed', async () => {
    expect(await standOf(COMPANY_B.workspaceId)).toEqual(before);
  });
});

/** Every route that names a workspace or a thing in its address, as asked for one of them. */
type Asked = [method: string, path: string, body?: string];
/** How each route that names a company, or a thing of one, is asked; the front door says which there are. */
const routesFor = (workspaceId: string, thing: string): Asked[] => {
  const media = { id: thing, state: 'ready' } as NonNullable<Parameters<typeof signMedia>[2]>;
  signMedia(door.house.keyring, workspaceId, media, new Date());
  const within = `workspace=${workspaceId}`;
  const ways: Record<string, Asked[]> = {
    media: [['GET', media.url as string]],
    live: [['GET', `/live?${within}`]],
    upload: [['POST', `/media?${within}&name=a.txt`, 'hola']],
    logo: [['GET', `/logo/${workspaceId}`]],
    ownLogo: [['POST', `/logo?${within}`, 'no picture']],
    auditFile: [
      ['GET', `/audit.csv?${within}`],
      ['GET', `/audit.jsonl?${within}`],
    ],
    importFile: [['POST', `/imports?${within}&name=a.csv`, 'Nombre,Correo']],
    importFaults: [['GET', `/imports/${thing}/faults.csv?${within}`]],
    exportFile: [['GET', `/exports/${thing}/file?${within}`]],
    archiveFile: [['GET', `/archives/${thing}/file?${within}`]],
    photo: [['GET', `/photo/${thing}`]],
    // of one's own alone
    ...{ page: [], history: [], ownPhoto: [] },
  };
  const behind = Object.entries(frontDoorRoutes).filter(([, route]) => route.isBehindSession);
  expect(Object.keys(ways).sort()).toEqual(behind.map(([name]) => name).sort());
  return Object.values(ways).flat();
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
  const own = routesFor(workspaceId, FOREIGN[0] as string)[0] as [string, string];
  const none = routesFor(workspaceId, randomUUID())[0] as [string, string];
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

/** A visitor who administers a company by a link, and how they ask for what visitors may call behind a link. */
async function visit() {
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
  const ask = (of: string, name: string, given?: unknown) => {
    const { type, meta } = calls.get(name) as Described['_def'];
    const input = JSON.stringify(
      meta?.input
        ? { workspaceId, input: given ?? fullInputFor(meta.input) ?? inputFor(name, meta.input) }
        : { on: true },
    );
    return type === 'query'
      ? visitor.ask('GET', `/w/${of}/api/${name}?input=${encodeURIComponent(input)}`)
      : visitor.ask('POST', `/w/${of}/api/${name}`, { body: input, headers: { 'content-type': 'application/json' } });
  };
  return { workspaceId, linkId, visitor, calls, ask };
}

it('whoever comes by a link finds a thing of another company as one that does not exist', async () => {
  const { linkId, calls, ask } = await visit();
  const tried: string[] = [];
  for (const [name, { type, meta }] of calls) {
    if (!meta?.input) continue;
    for (const input of inputsThatName(name, meta.input, fullInputFor(meta.input))) {
      const about = async (id: string) =>
        bare(
          await ask(
            linkId,
            name,
            named(input, () => id),
          ),
          id,
        );
      const unknown = await about(randomUUID());
      for (const id of FOREIGN) same({ name, type } as Procedure, await about(id), unknown);
      tried.push(name);
    }
  }
  expect(new Set(tried).size).toBeGreaterThan(5);
});

describe('of what is a person’s own and no company’s', () => {
  const own = listEntrances().filter(
    (each): each is Procedure => each.kind === 'procedure' && each.needs === undefined && each.naming.length > 0,
  );
  it.each(own)('$name answers for a thing of somebody else as for one that does not exist', async (procedure) => {
    const { browser } = await arrive();
    for (const input of procedure.naming) {
      const about = async (id: string) => {
        const asked = named(input, () => id);
        return bare(
          await (procedure.type === 'query'
            ? browser.query(procedure.name, asked)
            : browser.mutate(procedure.name, asked)),
          id,
        );
      };
      const unknown = await about(randomUUID());
      for (const id of FOREIGN) same(procedure, await about(id), unknown);
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
    const { workspaceId, linkId, visitor, calls, ask } = await visit();
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
