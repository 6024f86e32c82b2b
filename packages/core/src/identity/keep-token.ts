import type { Keyring } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';
import { ROTATE_MINUTES } from './contract.ts';
import { readCookieLife } from './read-cookie-life.ts';
import { readToken } from './rules.ts';
import { mintToken } from './store.ts';

type Kept = { successor: string | null; keepSeconds: number | null; againInMs: number };
type Touched = { verdict: string; gen: number; kid: string; salt: Buffer; left_ms: string };

/**
 * Replaces a token whose time has come. Answers the successor, which the caller must set as a cookie: the same one for everybody who
 * presents its forerunner, so that a lost answer or a second tab costs nobody their session. A null one sets nothing; `againInMs` is when
 * it is worth asking again.
 */
export async function keepToken(
  ctx: Pick<PublicCtx, 'db' | 'keyring'>,
  token: string,
  pass: Buffer,
  every = `${ROTATE_MINUTES} minutes`,
): Promise<Kept> {
  const sessionId = readToken(token)?.sessionId;
  if (!sessionId) return { successor: null, keepSeconds: null, againInMs: 0 };
  const answer = async (successor: string | null): Promise<Kept> => ({
    successor,
    keepSeconds: successor ? await readCookieLife(ctx, sessionId) : null,
    againInMs: 0,
  });
  const touch = async () => (await ctx.db`select * from guard.touch(${pass}, ${every}::interval)`)[0] as Touched;
  const first = await touch();
  if (first.verdict === 'former') return await answer(successorOf(ctx.keyring, sessionId, first));
  if (first.verdict !== 'due') return { successor: null, keepSeconds: null, againInMs: Number(first.left_ms) };
  const made = mintToken(ctx.keyring, { sessionId, gen: first.gen + 1, salt: first.salt });
  const [row] = await ctx.db`select guard.rotate(${pass}, ${every}::interval, ${made.kid}, ${made.proof}) done`;
  if (row?.done) return await answer(made.token);
  const second = await touch();
  return await answer(second.verdict === 'former' ? successorOf(ctx.keyring, sessionId, second) : null);
}

const successorOf = (keyring: Keyring, sessionId: string, at: Touched): string | null =>
  keyring.keys.has(at.kid) ? mintToken(keyring, { kid: at.kid, sessionId, gen: at.gen, salt: at.salt }).token : null;
