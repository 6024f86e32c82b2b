import { randomUUID } from 'node:crypto';
import { beginAttempt } from '@recado/core/identity';
import { sha256 } from '@recado/runtime/crypto';
import {
  knowDevice,
  makeConversation,
  makePerson,
  makeWorkspace,
  type TestPerson,
  type TestWorkspace,
} from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { until } from '@recado/testing/product/until';
import { seeded } from '@recado/testing/soak/seeded';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

const CHROME = (system: string, version: number) =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version}.0.0.0 Safari/537.36`;
const LINUX = 'X11; Linux x86_64';
const WINDOWS = 'Windows NT 10.0; Win64; x64';
const FIREFOX = `Mozilla/5.0 (${LINUX}; rv:140.0) Gecko/20100101 Firefox/140.0`;

let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
beforeAll(async () => {
  database = await createDatabase();
  // many people and walks from few addresses: the limits of calls are tried elsewhere
  const webUrl = `${database.trialUrl}?options=-c%20recado.raised_limits%3Don`;
  door = await startFrontDoor({ webUrl, jobsUrl: database.jobsUrl }, { trustedProxies: 1 });
});
afterAll(async () => {
  await door.close();
  await database.drop();
});

type Error = { error: { data: { app: { code: string; params: Record<string, unknown> } } } };
const appOf = (answer: Answer) => (answer.json as Error).error.data.app;
const dataOf = <T>(answer: Answer): T => (answer.json as { result: { data: T } }).result.data;

/** A person whose proofs are made, in a browser that has taken the last step. */
async function arrive(
  options: { person?: TestPerson; browser?: Browser; limit?: number } = {},
): Promise<{ browser: Browser; person: TestPerson; workspace: TestWorkspace; token: string }> {
  const person = options.person ?? (await makePerson(database.admin, { sessionLimit: options.limit }));
  const workspace = await makeWorkspace(database.admin, { owner: person });
  const browser = options.browser ?? door.browser();
  const device = browser.cookies.get('rd') ?? randomUUID();
  browser.cookies.set('rd', device);
  const origin = { address: null, userAgent: '', deviceHash: sha256(device) };
  const proved = { personId: person.id, epoch: null, amr: ['pwd' as const] };
  await knowDevice(database.admin, person.id, device);
  browser.cookies.set('rp', await beginAttempt({ db: door.house.db, origin }, proved));
  const answer = await browser.mutate('sessionsSingle.initSession');
  expect([answer.status, answer.text.includes('rs1.')]).toEqual([200, false]);
  return { browser, person, workspace, token: browser.cookies.get('rs') as string };
}

/** The same browser seen elsewhere: what it has of cookies, with another agent. */
function copyOf(browser: Browser, options: { agent?: string; device?: string | null } = {}): Browser {
  const copied = door.browser(options.agent);
  for (const [name, value] of browser.cookies) copied.cookies.set(name, value);
  if (options.device === null) copied.cookies.delete('rd');
  if (options.device) copied.cookies.set('rd', options.device);
  return copied;
}

const sessionOf = async (token: string) => {
  const hex = Buffer.from(token.split('.')[2] as string, 'base64url').toString('hex');
  const [row] = await database.admin`select * from guard.session where replace(id::text, '-', '') = ${hex}`;
  return row as unknown as { id: string; person_id: string; end_reason: string | null; gen: number };
};
const eventsOf = async (token: string) =>
  (
    await database.admin`select kind, detail from guard.session_event where session_id = ${(await sessionOf(token)).id} order by id`
  ).map((row) => [row.kind, row.detail.because].filter(Boolean).join(' '));
const mailsTo = async (person: TestPerson) =>
  (await database.admin`select template from guard.outgoing_mail where recipient = ${person.email}`).map(
    (row) => row.template,
  );

describe('the last step', () => {
  it('uses an attempt once, and only in the browser that proved it', async () => {
    const { browser } = await arrive();
    expect(browser.cookies.has('rp')).toBe(false);
    const again = await browser.mutate('sessionsSingle.initSession');
    expect([again.status, appOf(again).code]).toEqual([412, 'identity.attemptGone']);

    const person = await makePerson(database.admin);
    const origin = { address: null, userAgent: '', deviceHash: sha256('the device that proved it') };
    const secret = await beginAttempt(
      { db: door.house.db, origin },
      { personId: person.id, epoch: null, amr: ['pwd'] },
    );
    const thief = door.browser();
    thief.cookies.set('rp', secret).set('rd', 'another device');
    expect(appOf(await thief.mutate('sessionsSingle.initSession')).code).toBe('identity.attemptGone');
  });

  it('opens nothing with a proof from before everything was ended', async () => {
    const { browser, person } = await arrive();
    const origin = { address: null, userAgent: '', deviceHash: sha256('late') };
    const secret = await beginAttempt({ db: door.house.db, origin }, { personId: person.id, epoch: 0, amr: ['pwd'] });
    expect((await browser.mutate('sessionsSingle.reportNotMe')).status).toBe(200);
    const late = door.browser();
    late.cookies.set('rp', secret).set('rd', 'late');
    expect(appOf(await late.mutate('sessionsSingle.initSession')).code).toBe('identity.attemptGone');
  });
});

describe('a copied cookie jar', () => {
  it.each([
    ['another browser family', { agent: FIREFOX }, 'browser'],
    ['another system family', { agent: CHROME(WINDOWS, 140) }, 'system'],
    ['no device cookie', { device: null }, 'device'],
    ['another device cookie', { device: 'stolen without it' }, 'device'],
  ] as const)('with %s is refused at first use, ends the session and tells its owner', async (_name, how, because) => {
    const { browser, person, token, workspace } = await arrive();
    const copied = copyOf(browser, how);
    const refused = await copied.query('conversations.list', { workspaceId: workspace.id, input: {} });
    expect([refused.status, appOf(refused)]).toMatchObject([
      401,
      { code: 'identity.sessionEnded', params: { reason: 'unbound' } },
    ]);
    expect((await sessionOf(token)).end_reason).toBe('unbound');
    expect(await eventsOf(token)).toEqual(['init', 'unbound', `refused ${because}`]);
    expect(await mailsTo(person)).toEqual(['session-copied']);
    const owner = await browser.query('sessionsSingle.validateSession');
    expect([owner.status, appOf(owner).params.reason]).toEqual([401, 'unbound']);
  });

  it('is refused by pages, files and the stream too', async () => {
    for (const path of ['/inbox', `/live?workspace=${randomUUID()}`]) {
      const { browser, token } = await arrive();
      expect([path, (await copyOf(browser, { agent: FIREFOX }).ask('GET', path)).status]).toEqual([path, 401]);
      expect((await sessionOf(token)).end_reason).toBe('unbound');
    }
  });

  it('is nothing that an update of the browser looks like', async () => {
    const { browser } = await arrive();
    const updated = copyOf(browser, { agent: CHROME(LINUX, 141) });
    expect((await updated.query('sessionsSingle.validateSession')).status).toBe(200);
  });

  it('whole, beside its owner, is ended when the owner has the next token', async () => {
    const { browser, token, person } = await arrive();
    const thief = copyOf(browser);
    expect((await thief.query('sessionsSingle.validateSession')).status).toBe(200);
    const { id } = await sessionOf(token);
    // ten minutes later, in a process that has not looked at this token yet
    await database.admin`update guard.session set rotated_at = rotated_at - interval '10 minutes' where id = ${id}`;
    const other = await startFrontDoor({ webUrl: database.trialUrl }, { keys: door.keys });
    try {
      const owner = other.browser();
      for (const [name, value] of browser.cookies) owner.cookies.set(name, value);
      await owner.query('sessionsSingle.validateSession');
      expect(owner.cookies.get('rs')).not.toBe(token);
      expect((await owner.query('sessionsSingle.validateSession')).status).toBe(200);
      await database.admin`update guard.session set gen_used_at = gen_used_at - interval '31 seconds' where id = ${id}`;
      const caught = await thief.query('sessionsSingle.validateSession');
      expect([caught.status, appOf(caught).params.reason]).toEqual([401, 'reuse']);
      expect(appOf(await owner.query('sessionsSingle.validateSession')).params.reason).toBe('reuse');
      expect(await mailsTo(person)).toEqual(['session-copied']);
      // and it is told of, so that it leaves: with the browser that used the copy, and a way in
      const { text } = await door.newestMail(person.email);
      expect(text).toMatch(/Chrome/);
      expect(text).toContain('http://localhost:4300/login');
    } finally {
      await other.close();
    }
  });

  it('from before a fresh proof is answered nothing at first, and ends the session when it comes again half a minute later', async () => {
    const { browser, person } = await arrive();
    const password = 'un tren verde a Soria';
    await database.admin`update guard.person set password_hash = ${await door.house.identity.hashPassword(password)} where id = ${person.id}`;
    const thief = copyOf(browser);
    expect((await browser.mutate('security.stepUp', { way: 'pwd', proof: password })).status).toBe(200);
    const reasonOf = async () => appOf(await thief.query('sessionsSingle.validateSession')).params.reason;
    expect(await reasonOf()).toBe('none');
    const { id } = await sessionOf(browser.cookies.get('rs') as string);
    await database.admin`update guard.session set rotated_at = rotated_at - interval '31 seconds' where id = ${id}`;
    // a process asks again about what said nothing once five seconds are over
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_100 });
    try {
      expect(await reasonOf()).toBe('reuse');
    } finally {
      vi.useRealTimers();
    }
    expect(appOf(await browser.query('sessionsSingle.validateSession')).params.reason).toBe('reuse');
    expect(await mailsTo(person)).toEqual(['session-copied']);
  });

  it('of a token that nobody ever gave ends nothing', async () => {
    const { browser, token } = await arrive();
    const invented = copyOf(browser, { agent: FIREFOX });
    const at = token.lastIndexOf('.');
    invented.cookies.set('rs', `${token.slice(0, at)}.${'A'.repeat(43)}`);
    expect(appOf(await invented.query('sessionsSingle.validateSession')).params.reason).toBe('none');
    expect((await browser.query('sessionsSingle.validateSession')).status).toBe(200);
  });
});

describe('a token', () => {
  it('is replaced after ten minutes, with the same successor for everybody who holds its forerunner', async () => {
    const { browser, token } = await arrive();
    const { id } = await sessionOf(token);
    await database.admin`update guard.session set rotated_at = rotated_at - interval '10 minutes' where id = ${id}`;
    const tabs = Array.from({ length: 6 }, () => copyOf(browser));
    const answers = await Promise.all(tabs.map((tab) => tab.query('sessionsSingle.validateSession')));
    expect(answers.map((answer) => answer.status)).toEqual(Array(6).fill(200));
    const successors = new Set(tabs.map((tab) => tab.cookies.get('rs')).filter((each) => each !== token));
    expect([successors.size, (await sessionOf(token)).gen]).toEqual([1, 2]);
    expect(await eventsOf(token)).toEqual(['init', 'renew']);
  });
});

it('a new token that a fresh proof has overtaken does not reach the browser after it', async () => {
  const { browser, token, person, workspace } = await arrive();
  const password = 'un tren verde a Soria';
  await database.admin`update guard.person set password_hash = ${await door.house.identity.hashPassword(password)} where id = ${person.id}`;
  const { conversationId } = await makeConversation(database.admin, workspace.id);
  const { id } = await sessionOf(token);
  await database.admin`update guard.session set rotated_at = rotated_at - interval '10 minutes' where id = ${id}`;
  // a process that has not looked at this token yet
  const other = await startFrontDoor({ webUrl: database.trialUrl }, { keys: door.keys });
  try {
    const slow = other.browser();
    for (const [name, value] of browser.cookies) slow.cookies.set(name, value);
    let answered: Promise<Answer> | undefined;
    await database.admin.begin(async (tx) => {
      await tx`select 1 from app.conversation where id = ${conversationId} for update`;
      const input = { conversationIds: [conversationId], change: { status: 'closed' } };
      answered = slow.mutate('conversations.change', { workspaceId: workspace.id, input });
      await until('the new token', async () => (await sessionOf(token)).gen === 2);
      expect((await browser.mutate('security.stepUp', { way: 'pwd', proof: password })).status).toBe(200);
      expect((await sessionOf(token)).gen).toBe(3);
    });
    const late = (await answered) as Answer;
    expect([late.status, late.headers['set-cookie'] ?? []]).toEqual([200, []]);
    expect((await browser.query('sessionsSingle.validateSession')).status).toBe(200);
  } finally {
    await other.close();
  }
});

it('whoever has been in before gets in beside somebody who guesses their password and uses their address up', async () => {
  const own = await startFrontDoor({ webUrl: database.webUrl }, { keys: door.keys, trustedProxies: 1 });
  try {
    const password = 'un tren verde a Soria';
    const person = await makePerson(database.admin);
    await database.admin`update guard.person set password_hash = ${await door.house.identity.hashPassword(password)} where id = ${person.id}`;
    const headers = { 'x-forwarded-for': '203.0.113.77', 'x-forwarded-proto': 'https' };
    const logIn = (at: Browser, word: string) => at.mutate('auth.logIn', { email: person.email, password: word });
    const [stranger, known] = [own.browser(undefined, headers), own.browser(undefined, headers)];
    const device = randomUUID();
    known.cookies.set('rd', device);
    await knowDevice(database.admin, person.id, device);
    const guesses = [];
    for (let n = 0; n < 6; n += 1) guesses.push((await logIn(stranger, `contraseña ${n}`)).status);
    expect(guesses.at(-1)).toBe(429);
    expect((await logIn(known, password)).status).toBe(200);
    // the same word in a browser that nobody knows is not let try
    expect((await logIn(stranger, password)).status).toBe(429);
  } finally {
    await own.close();
  }
});

it('500 walks of phones through the networks of a country log nobody out', async () => {
  const random = seeded(2_026);
  const networks = Array.from({ length: 40 }, () =>
    random() < 0.7
      ? `88.${Math.floor(random() * 20)}.${Math.floor(random() * 250)}.`
      : `2a02:9130:${Math.floor(random() * 900)}:${Math.floor(random() * 900)}::`,
  );
  const phones = await Promise.all(Array.from({ length: 50 }, () => arrive()));
  const walks = Array.from({ length: 500 }, (_, n) => ({
    phone: (phones[n % phones.length] as (typeof phones)[number]).browser,
    steps: Array.from({ length: 2 + Math.floor(random() * 2) }, () => {
      const network = networks[Math.floor(random() * networks.length)] as string;
      return `${network}${1 + Math.floor(random() * 250)}`;
    }),
  }));
  const statuses = new Set<number>();
  const walkOn = async () => {
    for (let walk = walks.pop(); walk; walk = walks.pop()) {
      for (const address of walk.steps) {
        const headers = { 'x-forwarded-for': address, 'x-forwarded-proto': 'https' };
        statuses.add((await walk.phone.ask('GET', '/api/trpc/sessionsSingle.validateSession', { headers })).status);
      }
    }
  };
  await Promise.all(Array.from({ length: 6 }, walkOn));
  expect([...statuses]).toEqual([200]);
}, 180_000);

describe('the sessions of a person', () => {
  it('are listed, ended one by one and all but the own, and the ended one learns no more than that', async () => {
    const { browser, person } = await arrive({ limit: 3 });
    const second = await arrive({ person });
    const third = await arrive({ person });
    const cards = dataOf<{ id: string; isCurrent: boolean }[]>(await browser.query('sessionsSingle.list'));
    expect(cards.map((card) => card.isCurrent)).toEqual([false, false, true]);
    const one = await browser.mutate('sessionsSingle.terminateOne', { sessionId: (await sessionOf(second.token)).id });
    expect(dataOf(one)).toEqual({ ended: 1 });
    const refused = appOf(await second.browser.query('sessionsSingle.validateSession'));
    expect(refused.params).toMatchObject({ reason: 'terminated' });
    // whoever was shut out as an intruder must not learn where the owner is
    expect(refused.params.by).toBeUndefined();
    expect(dataOf(await browser.mutate('sessionsSingle.terminateOthers'))).toEqual({ ended: 1 });
    expect((await third.browser.query('sessionsSingle.validateSession')).status).toBe(401);
    expect((await browser.query('sessionsSingle.validateSession')).status).toBe(200);
  });

  it("are not ended by another person's hand", async () => {
    const ana = await arrive();
    const bea = await arrive();
    const { id } = await sessionOf(ana.token);
    expect(dataOf(await bea.browser.mutate('sessionsSingle.terminateOne', { sessionId: id }))).toEqual({ ended: 0 });
    expect((await ana.browser.query('sessionsSingle.validateSession')).status).toBe(200);
  });

  it('all end when the one that was displaced says that it was not them, for ten minutes', async () => {
    const victim = await arrive();
    const intruder = await arrive({ person: victim.person });
    expect(dataOf(await victim.browser.mutate('sessionsSingle.reportNotMe'))).toEqual({ ended: 1 });
    expect(appOf(await intruder.browser.query('sessionsSingle.validateSession')).params.reason).toBe('not_me');
    expect(await mailsTo(victim.person)).toEqual(['session-not-me']);
    expect((await door.newestMail(victim.person.email)).to).toBe(victim.person.email);

    const late = await arrive();
    await arrive({ person: late.person });
    const { id } = await sessionOf(late.token);
    await database.admin`update guard.session set ended_at = ended_at - interval '11 minutes' where id = ${id}`;
    expect((await late.browser.mutate('sessionsSingle.reportNotMe')).status).toBe(401);
  });

  it('past their time are counted by the cleaning of their own person', async () => {
    const { browser, person } = await arrive({ limit: 2 });
    const second = await arrive({ person });
    const { id } = await sessionOf(second.token);
    await database.admin`update guard.session set idle_expires_at = now() where id = ${id}`;
    expect(dataOf(await browser.mutate('sessionsSingle.cleanupInactiveSessions'))).toEqual({ cleanedCount: 1 });
    expect(await eventsOf(second.token)).toEqual(['init', 'idle']);
  });

  it('write down that a renewal was refused, once a minute', async () => {
    const first = await arrive();
    await arrive({ person: first.person });
    for (let n = 0; n < 3; n += 1)
      expect((await first.browser.mutate('sessionsSingle.renewActivity', { idleForMs: 0 })).status).toBe(401);
    expect(await eventsOf(first.token)).toEqual(['init', 'displaced', 'refused displaced']);
  });
});

describe('a line that others can read', () => {
  it.each([
    ['es', 'conexión cifrada'],
    ['en', 'encrypted connection'],
  ])('is refused by a page that says why in %s, and sets no cookie', async (language, words) => {
    const plain = await startFrontDoor({ webUrl: database.webUrl }, { publicUrl: 'http://recado.example' });
    const behind = await startFrontDoor(
      { webUrl: database.webUrl },
      { publicUrl: 'https://localhost', trustedProxies: 1 },
    );
    try {
      for (const [each, proto] of [
        [plain, 'https'],
        [behind, 'http'],
      ] as const) {
        for (const path of ['/inbox', '/api/trpc/sessionsSingle.validateSession']) {
          const answer = await each.browser().ask('GET', path, {
            headers: { 'accept-language': language, 'x-forwarded-proto': proto, 'x-forwarded-for': '203.0.113.9' },
          });
          expect([answer.status, answer.text.includes(words)]).toEqual([403, true]);
          expect(answer.headers['set-cookie']).toBeUndefined();
        }
      }
      expect((await behind.browser().ask('GET', '/inbox', { headers: { 'x-forwarded-proto': 'https' } })).status).toBe(
        200,
      );
    } finally {
      await Promise.all([plain.close(), behind.close()]);
    }
  });

  it('is none for cookies behind TLS: prefixed, Secure, HttpOnly, Lax, and for the session only as long as the browser is open', async () => {
    const secure = await startFrontDoor({ webUrl: database.webUrl }, { publicUrl: 'https://localhost' });
    try {
      const person = await makePerson(database.admin);
      const browser = secure.browser();
      const origin = { address: null, userAgent: '', deviceHash: sha256('phone') };
      const proved = { personId: person.id, epoch: null, amr: ['pwd' as const] };
      await knowDevice(database.admin, person.id, 'phone');
      browser.cookies.set('__Host-rp', await beginAttempt({ db: secure.house.db, origin }, proved));
      browser.cookies.set('__Host-rd', 'phone');
      const answer = await browser.mutate('sessionsSingle.initSession');
      expect(answer.headers['set-cookie']).toEqual([
        expect.stringMatching(/^__Host-rs=rs1\.k1\.[\w-]{22}\.1\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/),
        '__Host-rp=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure',
      ]);
    } finally {
      await secure.close();
    }
  });
});
