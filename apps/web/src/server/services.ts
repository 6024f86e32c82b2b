import type { IdentityProvider } from '@recado/auth';
import { embeddedIdentity } from '@recado/auth';
import type { Viewer } from '@recado/core/identity/contract';
import type { PublicCtx } from '@recado/core/kernel';
import type { StaffPerson } from '@recado/core/operations/contract';
import { connect, createHints, type Database } from '@recado/db';
import { diskStorage } from '@recado/integrations/storage';
import { systemClock } from '@recado/runtime/clock';
import { type Keyring, loadKeyring } from '@recado/runtime/crypto';
import type { Logger } from '@recado/runtime/logger';
import type { WebEnv } from '../env.ts';

/** Our own console, or the address of Inngest's when the operator has given one. */
export type JobsConsole = { kind: 'embedded' } | { kind: 'inngest'; url: string | null };

/** What pages may ask of the process that serves them; set on globalThis before the first page renders. */
export type WebServices = {
  /** Who holds the session of these cookies. `ended` says why a token that was sent no longer works. */
  resolveViewer(
    cookieHeader: string | null,
  ): Promise<{ viewer: Viewer | null; ended?: { code: string; params: Record<string, unknown> } }>;
  /** Which of Recado's own people holds the session of these cookies; null for everybody else. */
  resolveStaff(cookieHeader: string | null): Promise<StaffPerson | null>;
  /** Tells the operator about an error of a page. */
  report(error: unknown): void;
  config: {
    mode: 'embedded' | 'production';
    productName: string;
    mailboxUrl: string | null;
    simulatorUrl: string | null;
  };
  /** Where the staff watches the jobs; told to staff only. */
  jobsConsole: JobsConsole;
};

/** Everything the process builds once. */
export type House = {
  env: WebEnv;
  db: Database;
  keyring: Keyring;
  identity: IdentityProvider;
  log: Logger;
  base: Omit<PublicCtx, 'origin' | 'requestId' | 'locale'>;
  close(): Promise<void>;
};

/** Introduces the rooms to each other. */
export function buildHouse(env: WebEnv, log: Logger): House {
  const db = connect(env.DATABASE_URL, { name: 'recado-web', max: env.RECADO_DB_POOL });
  const hintsDb = connect(env.DATABASE_URL, { name: 'recado-web-hints', max: 1 });
  const keyring = loadKeyring(env);
  const hints = createHints(hintsDb, (error) => log.warn({ err: error }, 'a hint was lost'));
  return {
    env,
    db,
    keyring,
    identity: embeddedIdentity(),
    log,
    base: {
      db,
      keyring,
      clock: systemClock,
      log,
      ports: {
        hints,
        storage: diskStorage(env.RECADO_MEDIA_DIR),
        hasSimulator: env.RECADO_MODE === 'embedded',
      },
    },
    async close() {
      await hints.flush();
      await Promise.all([db.end({ timeout: 5 }), hintsDb.end({ timeout: 5 })]);
    },
  };
}
