// program: the inbox at five million messages, beside the bare query, a bare server and the shapes of others. --small --rounds N --parts lists,search,ingest,calls
import { parseArgs } from 'node:util';
import type { Ctx } from '@recado/core/kernel';
import { openTestSession } from '@recado/testing/companies';
import postgres from 'postgres';
import { measureCalls } from './inbox/calls.ts';
import { openInboxDatabase } from './inbox/database.ts';
import { measureIngest } from './inbox/ingest.ts';
import { measureLists } from './inbox/lists.ts';
import { measureSearch } from './inbox/search.ts';
import { PERSON, SMALL, WHOLE } from './inbox/seed.ts';
import { finish, type Result, say } from './report.ts';

const { values } = parseArgs({
  options: {
    small: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '15' },
    parts: { type: 'string', default: 'lists,search,ingest,calls' },
  },
});
const rounds = Number(values.rounds);
const parts = values.parts.split(',');
const sizes = values.small ? SMALL : WHOLE;
const results: Result[] = [];
say(
  `${sizes.messages} messages, workspaces of ${sizes.conversations.join(', ')} conversations; ${rounds} rounds, the sides of a figure taking turns`,
);
const database = await openInboxDatabase(sizes, say);
try {
  const owner = postgres(database.adminUrl, { max: 2, onnotice: () => {} });
  const web = postgres(database.webUrl, { max: 4, onnotice: () => {} });
  const worker = postgres(database.workerUrl, { max: 10, onnotice: () => {} });
  const { pass, sessionId } = await openTestSession(web, PERSON);
  const ctxOf = (db: unknown) => (workspaceId: string) =>
    ({ workspaceId, door: { kind: 'session', pass }, db, clock: { now: () => new Date() } }) as unknown as Ctx;
  const largest = sizes.conversations.length - 1;
  if (parts.includes('lists'))
    results.push(...(await measureLists({ owner, ctx: ctxOf(web), conversations: sizes.conversations, rounds })));
  const search = { adminUrl: database.adminUrl, pass, workspace: largest, rounds };
  if (parts.includes('search'))
    results.push(...(await measureSearch({ ...search, inside: ctxOf(web), outside: ctxOf(owner) })));
  if (parts.includes('ingest'))
    results.push(...(await measureIngest({ adminUrl: database.adminUrl, owner, worker, rounds, calls: 60 })));
  const calls = { adminUrl: database.adminUrl, webUrl: database.hastyUrl, owner, sessionId, workspace: largest };
  if (parts.includes('calls')) results.push(...(await measureCalls({ ...calls, rounds, calls: 150 })));
  await Promise.all([owner, web, worker].map((sql) => sql.end({ timeout: 2 })));
} catch (error) {
  // before the others under way hear that their server is gone
  console.error(error);
  process.exitCode = 1;
  throw error;
} finally {
  await database.stop();
}
process.exit(finish('inbox', results));
