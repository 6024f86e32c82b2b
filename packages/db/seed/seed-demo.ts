import postgres, { type TransactionSql } from 'postgres';
import { DAY } from './calendar.ts';
import type { Author } from './conversations.ts';
import { insertRows } from './insert-rows.ts';
import { AGENCY, type DemoPerson, type DemoRole, type DemoWorkspace, demoPeople, demoWorkspaces } from './people.ts';
import { drawPicture, type Picture, pictureNames } from './pictures.ts';
import { type Chance, createChance } from './random.ts';
import { makeWorkspaceRows } from './workspace-rows.ts';

/** Two starts at once take turns, as migrations do. */
const LOCK = 724_106_002;

export type DemoPicture = { workspaceId: string; sha256: Buffer; mime: string; bytes: Buffer };

export type DemoLogin = { name: string; email: string; role: DemoRole; note: string; workspaces: string[] };

export type SeedDemoOptions = {
  adminUrl: string;
  hashPassword: (plain: string) => Promise<string>;
  /** The password of each login, made for this installation. */
  passwordFor: (email: string) => string;
  /** Stores a photo where media are kept; without it the demo has no photos. Called again for the same bytes if a start was cut. */
  putMedia?: (picture: DemoPicture) => Promise<void>;
  log?: (line: string) => void;
  now?: Date;
  seed?: number;
};

/**
 * Fills a migrated database with the demo agency, its three businesses and months of conversations, all in one
 * transaction: a start that is cut leaves nothing. When the agency is there it changes nothing. `now` is the instant at
 * which the histories end; the same `seed` and `now` make the same rows.
 */
export async function seedDemo(options: SeedDemoOptions): Promise<{ seeded: boolean; logins: DemoLogin[] }> {
  const { adminUrl, log = () => {}, now = new Date(), seed = 20_261 } = options;
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    const seeded = await sql.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${LOCK})`;
      const [there] = await tx`select 1 from app.account where is_demo and name = ${AGENCY}`;
      if (there) return false;
      log('writing the demo businesses');
      const count = await writeDemo(tx, options, now.getTime(), createChance(seed));
      log(`demo: ${count} messages in ${demoWorkspaces.length} businesses`);
      return true;
    });
    if (seeded) await sql`analyze app.message, app.conversation, app.contact, app.contact_identity`;
    return { seeded, logins: demoLogins() };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** The demo's logins in the order in which a newcomer would try them. */
export const demoLogins = (): DemoLogin[] =>
  demoPeople.map(({ name, email, role, note, workspaces }) => ({
    name,
    email,
    role,
    note,
    workspaces: workspaces.map((key) => demoWorkspaces.find((one) => one.key === key)?.name ?? key),
  }));

async function writeDemo(tx: TransactionSql, options: SeedDemoOptions, now: number, chance: Chance): Promise<number> {
  const made = now - 230 * DAY;
  const stamp = new Date(made).toISOString();
  const accountId = chance.id(made);
  await insertRows(tx, 'app.account', [
    { id: accountId, name: AGENCY, plan: 'agency', is_demo: true, created_at: stamp },
  ]);
  const people = await addPeople(tx, options, made, chance);
  const pictures = options.putMedia ? new Map(pictureNames.map((name) => [name, drawPicture(name)])) : null;
  const taken = new Set<string>();
  let messages = 0;
  for (const demo of demoWorkspaces) {
    const workspaceId = chance.id(made);
    await addWorkspace(tx, demo, workspaceId, accountId, stamp);
    const team = people.filter(({ person }) => person.workspaces.includes(demo.key));
    await insertRows(
      tx,
      'app.member',
      team.map(({ person, id }) => ({
        workspace_id: workspaceId,
        person_id: id,
        role: person.role,
        name: person.name,
        email: person.email,
        created_at: stamp,
      })),
    );
    const rows = makeWorkspaceRows({ demo, workspaceId, staff: staffOf(team), now, pictures, taken, chance });
    if (pictures) await storePictures(options, workspaceId, pictures);
    await insertRows(tx, 'app.channel', rows.channel);
    await insertRows(tx, 'app.contact', rows.contact);
    await insertRows(tx, 'app.contact_identity', rows.contact_identity);
    await insertRows(tx, 'app.conversation', rows.conversation);
    await insertRows(tx, 'app.media', rows.media);
    await insertRows(tx, 'app.message', rows.message);
    messages += rows.message.length;
  }
  return messages;
}

type Placed = { person: DemoPerson; id: string };

async function addPeople(
  tx: TransactionSql,
  options: SeedDemoOptions,
  made: number,
  chance: Chance,
): Promise<Placed[]> {
  const hashes = await Promise.all(demoPeople.map(({ email }) => options.hashPassword(options.passwordFor(email))));
  const placed = demoPeople.map((person) => ({ person, id: chance.id(made) }));
  const stamp = new Date(made).toISOString();
  await insertRows(
    tx,
    'guard.person',
    placed.map(({ person, id }, position) => ({
      id,
      email: person.email,
      email_key: person.email,
      name: person.name,
      locale: 'es',
      time_zone: 'Europe/Madrid',
      password_hash: hashes[position],
      email_verified_at: stamp,
      created_at: stamp,
    })),
  );
  return placed;
}

async function addWorkspace(
  tx: TransactionSql,
  demo: DemoWorkspace,
  id: string,
  accountId: string,
  stamp: string,
): Promise<void> {
  // somebody may have signed up with that name before the demo came
  const [known] = await tx`select 1 from app.workspace where slug = ${demo.slug}`;
  await insertRows(tx, 'app.workspace', [
    {
      id,
      account_id: accountId,
      name: demo.name,
      slug: known ? `${demo.slug}-demo` : demo.slug,
      industry: demo.industry,
      locale: 'es',
      time_zone: 'Europe/Madrid',
      color: demo.color,
      // whoever tries the demo as an agent has something to see
      visibility: 'all',
      is_demo: true,
      created_at: stamp,
    },
  ]);
}

// the rest of the shares is typed on the phone
function staffOf(team: readonly Placed[]): { author: Author; share: number }[] {
  const shares: Readonly<Record<DemoRole, number>> = { agent: 0.66, manager: 0.12, owner: 0.05, viewer: 0 };
  return team.map(({ person, id }) => ({ author: { id, name: person.name }, share: shares[person.role] }));
}

async function storePictures(
  options: SeedDemoOptions,
  workspaceId: string,
  pictures: ReadonlyMap<string, Picture>,
): Promise<void> {
  for (const { sha256, mime, bytes } of pictures.values())
    await options.putMedia?.({ workspaceId, sha256, mime, bytes });
}
