import { randomUUID } from 'node:crypto';
import { beginAttempt } from '@recado/core/identity';
import { sha256 } from '@recado/runtime/crypto';
import { addMember, makeConversation, makePerson, makeWorkspace } from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
const logged: string[] = [];
beforeAll(async () => {
  database = await createDatabase();
  door = await startFrontDoor(database, { logged: (line) => logged.push(line) });
});
afterAll(async () => {
  await door.close();
  await database.drop();
});

const PHONE =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';
const codeOf = (answer: Answer) => {
  const { error } = (answer.json ?? {}) as { error?: { code?: string; data?: { app: { code: string } } } };
  return error?.data?.app.code ?? (error ? error.code : 'fine');
};
const dataOf = <T>(answer: Answer): T => (answer.json as { result: { data: T } }).result.data;
type Link = { linkId: string; secret: string };

/** A company with links, its owner in a browser, and a conversation that waits. */
async function arrive() {
  const owner = await makePerson(database.admin);
  const workspace = await makeWorkspace(database.admin, { owner });
  await database.jobs`select guard.set_plan(${workspace.accountId}, 'agency', 1, 'a test', 'a test of links', null)`;
  const talk = await makeConversation(database.admin, workspace.id);
  const browser = door.browser();
  const device = randomUUID();
  browser.cookies.set('rd', device);
  const origin = { address: null, userAgent: '', deviceHash: sha256(device) };
  const proved = { personId: owner.id, epoch: null, amr: ['passkey' as const] };
  browser.cookies.set('rp', await beginAttempt({ db: door.house.db, origin }, proved));
  expect((await browser.mutate('sessionsSingle.initSession')).status).toBe(200);
  const call = (name: string, input: object) => browser.mutate(`links.${name}`, { workspaceId: workspace.id, input });
  const give = async (over: object = {}) =>
    dataOf<Link>(await call('create', { name: 'Lucía', role: 'link_agent', days: 30, ...over }));
  return { owner, workspace, browser, call, give, ...talk };
}

const exchange = (
  visitor: Browser,
  { linkId, secret }: Link,
  more: { pin?: string; headers?: Record<string, string> } = {},
) =>
  visitor.ask('POST', `/w/${linkId}/exchange`, {
    body: JSON.stringify({ secret, pin: more.pin }),
    headers: { 'content-type': 'application/json', ...more.headers },
  });
const ask = (visitor: Browser, linkId: string, name: string, input?: object) =>
  visitor.ask('GET', `/w/${linkId}/api/${name}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`);
const act = (visitor: Browser, linkId: string, name: string, input: object, headers: Record<string, string> = {}) =>
  visitor.ask('POST', `/w/${linkId}/api/${name}`, {
    body: JSON.stringify(input),
    headers: { 'content-type': 'application/json', ...headers },
  });

describe('a visitor', () => {
  it('opens a link once and is at work: reads, answers, hears of what is new, until it is revoked', async () => {
    const { workspace, give, call, conversationId, browser } = await arrive();
    const link = await give();
    const visitor = door.browser(PHONE);
    await database.admin`update app.conversation set last_direction = 'in' where id = ${conversationId}`;
    const opened = await exchange(visitor, link);
    expect(opened.json).toMatchObject({
      visit: { linkId: link.linkId, role: 'link_agent', workspace: { id: workspace.id } },
      first: { rows: [{ id: conversationId }], waiting: 1 },
    });
    expect(opened.headers['set-cookie']).toEqual([
      expect.stringMatching(
        new RegExp(`^rl=[\\w-]{43}; Path=/w/${link.linkId}; Max-Age=\\d+; HttpOnly; SameSite=Lax$`),
      ),
    ]);
    const wrap = (input: object) => ({ workspaceId: workspace.id, input });
    const list = await ask(visitor, link.linkId, 'conversations', wrap({}));
    expect(dataOf(list)).toMatchObject([{ id: conversationId }]);
    const stream = await visitor.live(workspace.id, { at: `/w/${link.linkId}/live` });
    await stream.next('ready');
    const words = { conversationId, clientMessageId: randomUUID(), text: 'Voy para allá' };
    expect(dataOf(await act(visitor, link.linkId, 'send', wrap(words)))).toMatchObject({
      author: { kind: 'link', name: 'Lucía' },
    });
    const { changes } = await stream.next('changes');
    expect(JSON.stringify(changes)).toContain('Voy para allá');
    const seen = dataOf<{ links: { devices: object[] }[] }>(
      await browser.query('links.list', { workspaceId: workspace.id, input: {} }),
    );
    expect(seen.links[0]?.devices).toMatchObject([{ browser: 'Chrome', system: 'Android' }]);

    expect((await call('revoke', { linkId: link.linkId })).status).toBe(200);
    expect(await stream.next('ended')).toMatchObject({ code: 'identity.sessionEnded', params: { reason: 'link' } });
    await stream.ended;
    const after = await Promise.all([
      ask(visitor, link.linkId, 'conversations', wrap({})),
      act(visitor, link.linkId, 'send', wrap({ ...words, clientMessageId: randomUUID() })),
      visitor.ask('GET', `/w/${link.linkId}/live`),
      visitor.ask('GET', `/w/${link.linkId}/media/${workspace.id}/${randomUUID()}`),
    ]);
    expect(after.map((each) => [each.status, codeOf(each)])).toEqual(
      Array.from({ length: 4 }, () => [401, 'identity.sessionEnded']),
    );
  });

  it('is kept by the browser for longer than the link lasts, from each visit anew, so that a link which is prolonged lets the same device in', async () => {
    const { give, call } = await arrive();
    const link = await give({ days: 1 });
    const visitor = door.browser(PHONE);
    const opened = await exchange(visitor, link);
    const kept = [
      `rl=${visitor.cookies.get('rl')}; Path=/w/${link.linkId}; Max-Age=${400 * 24 * 3600}; HttpOnly; SameSite=Lax`,
    ];
    expect(opened.headers['set-cookie']).toEqual(kept);
    expect((await ask(visitor, link.linkId, 'visit')).headers['set-cookie']).toEqual(kept);
    expect((await ask(visitor, link.linkId, 'connections')).headers['set-cookie']).toBeUndefined();
    await call('revoke', { linkId: link.linkId });
    const refused = await ask(visitor, link.linkId, 'visit');
    expect([refused.status, refused.headers['set-cookie']]).toEqual([401, undefined]);
  });

  it('leaves: the browser forgets its secret, the stream ends, and nobody else is shut out', async () => {
    const { workspace, give } = await arrive();
    const link = await give({ maxDevices: 2 });
    const [visitor, other] = [door.browser(PHONE), door.browser(PHONE)];
    await exchange(visitor, link);
    await exchange(other, link);
    const kept = visitor.cookies.get('rl') as string;
    const stream = await visitor.live(workspace.id, { at: `/w/${link.linkId}/live` });
    await stream.next('ready');
    expect(codeOf(await act(visitor, link.linkId, 'leave', {}, { 'sec-fetch-site': 'cross-site' }))).toBe(
      'identity.crossSite',
    );
    const left = await act(visitor, link.linkId, 'leave', {});
    expect([left.status, left.headers['set-cookie']]).toEqual([
      200,
      [`rl=; Path=/w/${link.linkId}; Max-Age=0; HttpOnly; SameSite=Lax`],
    ]);
    expect(left.headers['clear-site-data']).toBe('"cache"');
    expect(await stream.next('ended')).toMatchObject({ code: 'identity.sessionEnded' });
    visitor.cookies.set('rl', kept);
    expect((await ask(visitor, link.linkId, 'visit')).status).toBe(401);
    expect((await ask(other, link.linkId, 'visit')).status).toBe(200);
  });

  it('keeps no more than twenty-four live streams open: a further one ends the oldest', async () => {
    const { give } = await arrive();
    const link = await give();
    const visitor = door.browser(PHONE);
    await exchange(visitor, link);
    const size = door.live.size();
    const streams = [];
    for (let n = 0; n < 26; n += 1) {
      const stream = await visitor.live('', { at: `/w/${link.linkId}/live` });
      await stream.next('ready');
      streams.push(stream);
    }
    await Promise.all(streams.slice(0, 2).map(({ ended }) => ended));
    expect(door.live.size() - size).toBe(24);
    for (const stream of streams) stream.close();
  });

  it('gets a file that the browser must not keep', async () => {
    const { workspace, give, browser, conversationId } = await arrive();
    const up = await browser.ask('POST', `/media?workspace=${workspace.id}&name=nota.txt`, {
      body: Buffer.from('a las diez'),
      headers: { 'content-type': 'application/octet-stream' },
    });
    const { id: mediaId } = up.json as { id: string };
    const input = { conversationId, clientMessageId: randomUUID(), mediaId };
    await browser.mutate('conversations.send', { workspaceId: workspace.id, input });
    const link = await give();
    const visitor = door.browser(PHONE);
    await exchange(visitor, link);
    const asked = { workspaceId: workspace.id, input: { conversationId } };
    const [message] = dataOf<{ media: { url: string } }[]>(await ask(visitor, link.linkId, 'messages', asked));
    const file = await visitor.ask('GET', `/w/${link.linkId}${message?.media.url}`);
    expect([file.status, file.text, file.headers['cache-control']]).toEqual([200, 'a las diez', 'no-store']);
  });

  it('sees the logo of their own workspace, and no other’s', async () => {
    const [here, there] = [await arrive(), await arrive()];
    for (const { workspace } of [here, there])
      await database.admin`insert into app.workspace_logo (workspace_id, mime, bytes, digest) values (${workspace.id}, 'image/png', '\\x89', sha256('\\x89'))`;
    const link = await here.give();
    const visitor = door.browser(PHONE);
    const opened = await exchange(visitor, link);
    expect(opened.json).toMatchObject({ visit: { workspace: { logo: expect.stringMatching(/^[0-9a-f]{16}$/) } } });
    const logo = (id: string) => visitor.ask('GET', `/w/${link.linkId}/logo/${id}`);
    const own = await logo(here.workspace.id);
    expect([own.status, own.headers['content-type'], own.headers['referrer-policy']]).toEqual([
      200,
      'image/png',
      'no-referrer',
    ]);
    expect(codeOf(await logo(there.workspace.id))).toBe('workspaces.logoNotFound');
    await here.call('revoke', { linkId: link.linkId });
    expect((await logo(here.workspace.id)).status).toBe(401);
  });

  it('gets one answer for a link that was revoked, is over, is unknown, is another’s, or whose secret is wrong', async () => {
    const [here, there] = [await arrive(), await arrive()];
    const [revoked, over, other] = [await here.give(), await here.give(), await there.give()];
    await here.call('revoke', { linkId: revoked.linkId });
    await database.admin`update guard.access_link set expires_at = clock_timestamp() where id = ${over.linkId}`;
    const answers = await Promise.all(
      [
        revoked,
        over,
        { linkId: randomUUID(), secret: revoked.secret },
        { linkId: 'nothing', secret: revoked.secret },
        { linkId: other.linkId, secret: over.secret },
      ].map((link) => exchange(door.browser(PHONE), link)),
    );
    const plain = (each: Answer) => [
      each.status,
      each.text.replace(/"requestId":"[^"]*"/, ''),
      each.headers['set-cookie'],
    ];
    expect(new Set(answers.map((each) => JSON.stringify(plain(each)))).size).toBe(1);
    expect(codeOf(answers[0] as Answer)).toBe('access.linkGone');
    const visitor = door.browser(PHONE);
    await exchange(visitor, other);
    const refused = await Promise.all([
      ask(visitor, over.linkId, 'visit'),
      ask(visitor, randomUUID(), 'visit'),
      ask(visitor, 'nothing', 'visit'),
      ask(visitor, other.linkId, 'conversations', { workspaceId: here.workspace.id, input: {} }),
    ]);
    expect(new Set(refused.map((each) => `${each.status} ${codeOf(each)}`))).toEqual(
      new Set(['401 identity.sessionEnded']),
    );
  });

  it('is nobody where people are, and a person’s session is nobody where visitors are', async () => {
    const { workspace, give, browser } = await arrive();
    const link = await give();
    const visitor = door.browser(PHONE);
    await exchange(visitor, link);
    const device = visitor.cookies.get('rl') as string;
    visitor.cookies.set('rs', device);
    visitor.cookies.set('rd', device);
    const answers = await Promise.all([
      visitor.query('conversations.list', { workspaceId: workspace.id, input: {} }),
      visitor.ask('GET', `/live?workspace=${workspace.id}`),
      ask(browser, link.linkId, 'visit'),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect((await ask(visitor, link.linkId, 'auth.logOut')).status).toBe(404);
  });

  it('does nothing that another site asks for', async () => {
    const { workspace, give, conversationId } = await arrive();
    const link = await give();
    const visitor = door.browser(PHONE);
    const elsewhere = { 'sec-fetch-site': 'cross-site' };
    expect(codeOf(await exchange(visitor, link, { headers: elsewhere }))).toBe('identity.crossSite');
    await exchange(visitor, link);
    const words = { conversationId, clientMessageId: randomUUID(), text: 'a' };
    const sent = await act(visitor, link.linkId, 'send', { workspaceId: workspace.id, input: words }, elsewhere);
    expect(codeOf(sent)).toBe('identity.crossSite');
  });

  it('finds the parts of the page, and nothing where a part has never been', async () => {
    const page = await door.browser().ask('GET', `/w/${randomUUID()}`);
    const [, at] = /src="(\/w\/-\/[0-9a-f]{16}\/)page\.js"/.exec(page.text) ?? [];
    const part = async (name: string) => (await door.browser().ask('GET', at + name)).status;
    expect(await Promise.all(['page.js', 'page.css', 'constructor', '__proto__', 'page.ts'].map(part))).toEqual([
      200, 200, 404, 404, 404,
    ]);
  });

  it('stops the notices from a mail without getting in', async () => {
    const { give } = await arrive();
    const link = await give({ email: 'lucia@taller.example', notifies: true });
    const stop = (token: string) =>
      door.browser().ask('POST', `/w/${link.linkId}/stop-notices`, { body: JSON.stringify({ token }) });
    expect(codeOf(await stop('k1.guessed'))).toBe('access.linkGone');
    const { noticesToken } = await import('../../../../packages/core/src/access/store.ts');
    const [to] = await database.admin`select guard.mailbox_key('lucia@taller.example') key`;
    const token = noticesToken(door.house, link.linkId, to?.key);
    // one that no mail carried yet is worth nothing
    expect(codeOf(await stop(token))).toBe('access.linkGone');
    await database.admin`update guard.access_link set off_hashes = array[${sha256(token)}::bytea] where id = ${link.linkId}`;
    expect((await stop(token)).status).toBe(200);
    const [row] =
      await database.admin`select notices_off_at is not null off from guard.access_link where id = ${link.linkId}`;
    expect(row?.off).toBe(true);
  });
});

describe('the secret of a link', () => {
  it('gives the browser that was asked for a PIN five tries, as it says', async () => {
    const { give } = await arrive();
    const link = await give({ pin: '739154' });
    const visitor = door.browser(PHONE);
    type Refused = { error: { code: string; params: { triesLeft?: number } } };
    const tried = async (pin?: string) => {
      const { code, params } = ((await exchange(visitor, link, pin ? { pin } : {})).json as Refused).error;
      return [code, params.triesLeft];
    };
    expect(await tried()).toEqual(['access.linkPinNeeded', undefined]);
    for (const left of [4, 3, 2, 1]) expect(await tried('000000')).toEqual(['access.linkPinWrong', left]);
    expect(await tried('000000')).toEqual(['access.linkPinLocked', undefined]);
    expect(await tried('739154')).toEqual(['access.linkPinLocked', undefined]);
  });

  it('goes by mail to whom it is for, in the fragment, and stands nowhere else: no log, no row, no header', async () => {
    const { give } = await arrive();
    const link = await give({ email: 'lucia@taller.example', sends: true, pin: '739154' });
    const { text, subject } = await door.newestMail('lucia@taller.example');
    expect(subject).toBe('Tu acceso a Company');
    expect(text).toContain(`http://localhost:4300/w/${link.linkId}#${link.secret}`);
    const visitor = door.browser(PHONE);
    const page = await visitor.ask('GET', `/w/${link.linkId}`);
    expect(page.status).toBe(200);
    for (const answer of [
      page,
      await exchange(visitor, link, { pin: '000000' }),
      await exchange(visitor, link, { pin: '739154' }),
    ])
      expect(answer.headers).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex, nofollow',
        'cache-control': 'no-store',
      });
    const device = visitor.cookies.get('rl') as string;
    await ask(visitor, link.linkId, 'visit');
    // what goes wrong is logged whole, and all that came with it must not be
    await database.admin`alter function guard.visit(bytea) rename to away`;
    await ask(visitor, link.linkId, 'visit');
    await exchange(visitor, link);
    await database.admin`alter function guard.away(bytea) rename to visit`;
    expect(logged.length).toBeGreaterThan(0);
    const tables = await database.admin`
      select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('app', 'guard', 'jobs', 'wa')`;
    const rows: string[] = [...logged];
    for (const { name } of tables)
      for (const row of await database.admin.unsafe(`select t::text as row from ${name} t`)) rows.push(row.row);
    const all = rows.join('\n');
    const forms = [link.secret, device, '739154'].flatMap((secret) => [secret, Buffer.from(secret).toString('hex')]);
    for (const bytes of [link.secret, device]) forms.push(Buffer.from(bytes, 'base64url').toString('hex'));
    expect(forms.filter((form) => all.includes(form))).toEqual([]);
  });

  it('reaches no viewer: who may not give links sees none', async () => {
    const { workspace, browser, owner } = await arrive();
    const manager = await makePerson(database.admin);
    await database.admin`update app.member set role = 'manager' where workspace_id = ${workspace.id} and person_id = ${owner.id}`;
    await addMember(database.admin, workspace.id, manager, 'owner');
    expect(codeOf(await browser.query('links.list', { workspaceId: workspace.id, input: {} }))).toBe(
      'kernel.forbidden',
    );
  });
});
