import fs from 'node:fs';

/** Throws, with the command that mends it, when others than the owner may read or write a file or folder of secrets. */
export function requirePrivate(target: string): void {
  const { mode } = fs.statSync(target);
  if ((mode & 0o077) === 0) return;
  const octal = (mode & 0o777).toString(8).padStart(4, '0');
  const wanted = fs.statSync(target).isDirectory() ? '700' : '600';
  throw new LoosePermissions(
    `${target} can be read by other users of this machine (its mode is ${octal}) and it holds secrets. Run: chmod ${wanted} ${target}`,
  );
}

/** Thrown by requirePrivate; its message is meant for the operator's terminal. */
export class LoosePermissions extends Error {
  override name = 'LoosePermissions';
}

/** Reads a private file, or makes it (0600) with what `make` returns. Throws LoosePermissions when others may read it. */
export function readOrMake(file: string, make: () => string): string {
  if (fs.existsSync(file)) {
    requirePrivate(file);
    return fs.readFileSync(file, 'utf8');
  }
  const content = make();
  // a name that appears only when whole: an interrupted first start must not leave half a key
  fs.writeFileSync(`${file}.new`, content, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
  return content;
}
