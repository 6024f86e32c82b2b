import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { staff as grantStaff } from '@recado/db/staff';
import { readEmbeddedEnv } from '@recado/embedded/env';
import { holderOf } from '@recado/embedded/leftovers';
import { ROOT, say } from './terminal.ts';

/** `npm run staff -- add <mail> | remove <mail> | list`: who may enter /staff; `end-sessions <mail> | --everybody`. Answers the exit code. */
export async function staff(args: string[]): Promise<number> {
  const adminUrl = process.env.DATABASE_ADMIN_URL ?? runningDatabase();
  if (!adminUrl) return 1;
  try {
    return await grantStaff(args, { adminUrl, by: `terminal of ${os.userInfo().username} on ${os.hostname()}`, say });
  } catch (error) {
    say(`the database did not take it: ${(error as Error).message || (error as { code?: string }).code}`);
    return 1;
  }
}

/** The owner's address of the database that `npm start` runs, or null with a word about why. */
function runningDatabase(): string | null {
  const folder = path.resolve(ROOT, readEmbeddedEnv().RECADO_DATA_DIR ?? '.data');
  const file = path.join(folder, 'running.json');
  if (!holderOf(folder) || !fs.existsSync(file)) {
    say(
      `nothing runs on ${folder}. Start it with "npm start", or set DATABASE_ADMIN_URL to the owner's address of a database`,
    );
    return null;
  }
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { database: { admin: string } }).database.admin;
}
