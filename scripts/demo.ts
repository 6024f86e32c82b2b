import type { Installation } from '@recado/embedded/installation';
import { loadKeyring } from '@recado/runtime/crypto';

/** One demo login as it is printed at the end of a start. */
export type DemoLogin = { email: string; password: string; note: string };

/** Fills the database with the demo's workspaces unless they are there; answers their logins, whose passwords are this installation's own. */
export async function prepareDemo(
  installation: Installation,
  adminUrl: string,
  log: (line: string) => void,
): Promise<DemoLogin[]> {
  const [{ seedDemo }, { embeddedIdentity }] = await Promise.all([import('@recado/db/seed'), import('@recado/auth')]);
  const { logins } = await seedDemo({
    adminUrl,
    keyring: loadKeyring({ RECADO_KEYS_FILE: installation.keysFile }),
    hashPassword: embeddedIdentity().hashPassword,
    passwordFor: installation.demoPassword,
    log,
  });
  return logins.map(({ email, note }) => ({ email, note, password: installation.demoPassword(email) }));
}
