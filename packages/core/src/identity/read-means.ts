import { type PublicCtx, translated } from '../kernel/index.ts';

/** What a proof of the caller is checked against. It stays in this process. */
export type Means = {
  personId: string;
  sessionId: string;
  gen: number;
  salt: Buffer;
  /** What our row keeps of the password. */
  held: string | null;
  sealedTotp: Buffer | null;
  email: string;
  name: string;
  ways: string[];
};

/** Reads it under the caller's live session. Throws identity.sessionEnded. */
export async function readMeans(ctx: Pick<PublicCtx, 'db'>, pass: Buffer, personId: string | null): Promise<Means> {
  const [row] = await translated(() => ctx.db`select * from guard.own_means(${pass}, ${personId})`);
  if (!row) throw new Error('The guard knows no caller.');
  return {
    personId: row.person_id,
    sessionId: row.session_id,
    gen: row.gen,
    salt: row.salt,
    held: row.password_hash,
    sealedTotp: row.sealed_totp,
    email: row.email,
    name: row.name,
    ways: row.ways,
  };
}
