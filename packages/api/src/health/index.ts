// Whether this process can work: a word for everybody, figures for the operator.
import type { Database } from '@recado/core/kernel';

export type Health = {
  numbersHeld: number;
  numbersWaiting: number;
  mailWaitingSeconds: number;
  /** Events that the relay has not taken yet. */
  outbox: { waiting: number; oldestSeconds: number };
};

/** Asks the database; false when it does not answer within two seconds. */
export async function isHealthy(db: Database): Promise<boolean> {
  return (await readHealth(db)) !== null;
}

/** Figures without any company's data, or null when the database is away. */
export async function readHealth(db: Database): Promise<Health | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), 2_000).unref());
  const asked = db`select guard.health() health`.then(
    ([row]) => row?.health as Health,
    () => null,
  );
  return await Promise.race([asked, late]);
}
