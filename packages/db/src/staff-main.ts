// For a production installation: docker compose run --rm migrate node packages/db/src/staff-main.ts add <mail>
import os from 'node:os';
import { readAdminEnv } from './env.ts';
import { staff } from './staff.ts';

process.exitCode = await staff(process.argv.slice(2), {
  adminUrl: readAdminEnv().DATABASE_ADMIN_URL,
  by: `terminal of ${os.userInfo().username} on ${os.hostname()}`,
  say: (line) => process.stdout.write(`${line}\n`),
});
