import postgres, { type Sql } from 'postgres';

const USAGE =
  'usage: npm run staff -- add <mail> | remove <mail> | list | end-sessions <mail> | end-sessions --everybody';

/**
 * Grants and takes back the right to enter the staff's area, lists who has it, and ends the sessions of one person or of everybody, as the
 * database's owner. Says what it did by `say` and answers the exit code. `by` is who stands at the terminal; it stays beside the grant.
 */
export async function staff(
  args: readonly string[],
  { adminUrl, by, say }: { adminUrl: string; by: string; say: (line: string) => void },
): Promise<number> {
  const [verb = '', email = '', ...rest] = args;
  const isKnown =
    rest.length === 0 && (verb === 'list' ? email === '' : ['add', 'remove', 'end-sessions'].includes(verb) && email);
  if (!isKnown) {
    say(USAGE);
    return 2;
  }
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    if (verb === 'list') return await list(sql, say);
    // as identity's rules make it
    const key = email.trim().normalize('NFKC').toLowerCase();
    if (verb === 'end-sessions') return await endSessions(sql, email.trim(), key, say);
    const [row] =
      verb === 'add'
        ? await sql`select guard.grant_staff(${key}, ${by}) did`
        : await sql`select guard.revoke_staff(${key}, ${by}) did`;
    const { sentence, code } = ANSWERS[(row?.did ?? 'unknown') as keyof typeof ANSWERS];
    say(sentence(email.trim()));
    return code;
  } finally {
    await sql.end({ timeout: 2 });
  }
}

const ANSWERS = {
  granted: {
    code: 0,
    sentence: (email: string) => `${email} is staff now and finds the area under /staff after logging in`,
  },
  already: { code: 0, sentence: (email: string) => `${email} is staff already; nothing was changed` },
  revoked: {
    code: 0,
    sentence: (email: string) => `${email} is no longer staff; what they have open closes with its next question`,
  },
  'not staff': { code: 1, sentence: (email: string) => `${email} is not staff; nothing was changed` },
  unknown: {
    code: 1,
    sentence: (email: string) =>
      `nobody has an account with ${email}. They sign up first, as everybody does; then grant it again`,
  },
} as const;

async function endSessions(sql: Sql, email: string, key: string, say: (line: string) => void): Promise<number> {
  const isEverybody = email === '--everybody';
  const [row] = await sql`select guard.end_sessions_of(${isEverybody ? null : key}) ended`;
  const ended = row?.ended as number | null;
  if (ended === null) {
    say(`nobody has an account with ${email}; nothing was changed`);
    return 1;
  }
  const whose = isEverybody ? 'of everybody' : `of ${email}`;
  say(`${ended} ${ended === 1 ? 'session' : 'sessions'} ${whose} ended; whoever had one logs in again`);
  return 0;
}

async function list(sql: Sql, say: (line: string) => void): Promise<number> {
  const rows = await sql`select * from guard.list_staff()`;
  if (rows.length === 0) say('nobody is staff yet; grant it with: npm run staff -- add <mail>');
  const widest = Math.max(0, ...rows.map((row) => (row.email as string).length));
  for (const row of rows) {
    const day = (row.granted_at as Date).toISOString().slice(0, 10);
    say(`${(row.email as string).padEnd(widest)}  ${row.name}, since ${day}, granted by ${row.granted_by}`);
  }
  return 0;
}
