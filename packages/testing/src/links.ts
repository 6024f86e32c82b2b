import { randomBytes, randomUUID } from 'node:crypto';
import { createLink, exchangeLink, readLinkPass } from '@recado/core/access';
import type { LinkRole } from '@recado/core/access/contract';
import type { Ctx, PublicCtx } from '@recado/core/kernel';
import type { Database } from '@recado/db';
import { type Keyring, parseKeyring } from '@recado/runtime/crypto';
import { makeWorkspace, openTestSession, type TestWorkspace } from './companies.ts';
import type { TestDatabase } from './database.ts';

export const linkKeyring: Keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
export const VISITOR_AGENT =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

type Made = { linkId: string; secret: string };

/** A workspace on a plan with links, whoever runs it, and the ways to make links and to come by them. */
export async function makeLinkHouse(db: TestDatabase, web: Database, plan = 'agency') {
  const workspace: TestWorkspace = await makeWorkspace(db.admin);
  await db.jobs`select guard.set_plan(${workspace.accountId}, ${plan}, 1, 'a test', 'a test of links', null)`;
  const ports = { hints: { changed() {}, queued() {}, wanted() {}, emitted() {}, present() {} } };
  const base = {
    ...{
      db: web,
      keyring: linkKeyring,
      clock: { now: () => new Date() },
      ports,
      log: {},
      requestId: 'links',
      locale: 'es',
    },
  };
  /** What a verb is called with behind a pass. */
  const as = (pass: Buffer, workspaceId = workspace.id): Ctx =>
    ({ ...base, workspaceId, door: { kind: 'session', pass } }) as unknown as Ctx;
  const publicly = (userAgent = VISITOR_AGENT): PublicCtx =>
    ({
      ...base,
      origin: { address: '203.0.113.9', userAgent, deviceHash: null, place: 'ES Madrid' },
    }) as unknown as PublicCtx;
  const { pass: ownerPass } = await openTestSession(db.web, workspace.owner.id);
  const give = (over: Partial<Parameters<typeof createLink>[1]> = {}, pass = ownerPass): Promise<Made> =>
    createLink(as(pass), { name: 'Lucía', role: 'link_agent' as LinkRole, days: 30, ...over });
  /** Opens a link as a new device would; answers its pass. */
  async function open(link: Made, more: { pin?: string; held?: string | null; who?: string; agent?: string } = {}) {
    const { pin, held = null, who = randomUUID(), agent = VISITOR_AGENT } = more;
    const opened = await exchangeLink(publicly(agent), { ...link, pin }, { held, who });
    return { ...opened, pass: readLinkPass(link.linkId, opened.secret, { userAgent: agent }) as Buffer };
  }
  return { workspace, ownerPass, as, publicly, give, open };
}
