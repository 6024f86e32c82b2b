// Whether this process can work: a word for everybody, figures for the operator.
import type { Database } from '@recado/core/kernel';

/** Asks the database; false when it does not answer within two seconds. */
export async function isHealthy(db: Database): Promise<boolean> {
  return (await readHealth(db)) !== null;
}

/** Figures without any company's data, or null when the database is away. */
export async function readHealth(
  db: Database,
): Promise<{ numbersHeld: number; numbersWaiting: number; mailWaitingSeconds: number } | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 2_000).unref());
  const asked = db`select guard.health() health`.then(
    ([row]) => row?.health as { numbersHeld: number; numbersWaiting: number; mailWaitingSeconds: number },
    () => null,
  );
  return await Promise.race([asked, late]);
}
