import { embeddedIdentity } from '@recado/auth';
import { seedDemo } from '@recado/db/seed';
import type { Installation } from '@recado/embedded/installation';
import { diskStorage } from '@recado/integrations/storage';

/** One demo login as it is printed at the end of a start. */
export type DemoLogin = { email: string; password: string; note: string };

/** Fills the database with the demo's workspaces unless they are there; answers their logins, whose passwords are this installation's own. */
export async function prepareDemo(
  installation: Installation,
  adminUrl: string,
  log: (line: string) => void,
): Promise<DemoLogin[]> {
  const storage = diskStorage(installation.mediaDir);
  const { logins } = await seedDemo({
    adminUrl,
    hashPassword: embeddedIdentity().hashPassword,
    passwordFor: installation.demoPassword,
    putMedia: ({ workspaceId, sha256, bytes }) => storage.put(workspaceId, sha256.toString('hex'), bytes),
    log,
  });
  return logins.map(({ email, note }) => ({ email, note, password: installation.demoPassword(email) }));
}
