import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { requirePrivate } from './private-files.ts';

/** The passwords of one server's roles: made on first use, kept in `<dataDir>/passwords.json` (0600). */
export function readPasswords(dataDir: string): { of(role: string): string } {
  fs.mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, 'passwords.json');
  requirePrivate(dataDir);
  if (fs.existsSync(file)) requirePrivate(file);
  return {
    of(role) {
      const known = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>) : {};
      const password = known[role] ?? randomBytes(24).toString('base64url');
      if (!known[role]) {
        // whole or not at all: half a file would lock the installation out of its own database
        fs.writeFileSync(`${file}.new`, JSON.stringify({ ...known, [role]: password }, null, 2), { mode: 0o600 });
        fs.renameSync(`${file}.new`, file);
      }
      return password;
    },
  };
}
