import type { Keyring } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';
import { ROTATE_MINUTES } from './contract.ts';
import { readToken } from './rules.ts';
import { mintToken } from './store.ts';

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
): Promise<{ successor: string | null; againInMs: number }> {
  const sessionId = readToken(token)?.sessionId;
  if (!sessionId) return { successor: null, againInMs: 0 };
  const touch = async () => (await ctx.db`select * from guard.touch(${pass}, ${every}::interval)`)[0] as Touched;
  const first = await touch();
  if (first.verdict === 'former') return { successor: successorOf(ctx.keyring, sessionId, first), againInMs: 0 };
  if (first.verdict !== 'due') return { successor: null, againInMs: Number(first.left_ms) };
  const made = mintToken(ctx.keyring, { sessionId, gen: first.gen + 1, salt: first.salt });
  const [row] = await ctx.db`select guard.rotate(${pass}, ${every}::interval, ${made.kid}, ${made.proof}) done`;
  if (row?.done) return { successor: made.token, againInMs: 0 };
  const second = await touch();
  const successor = second.verdict === 'former' ? successorOf(ctx.keyring, sessionId, second) : null;
  return { successor, againInMs: 0 };
}

const successorOf = (keyring: Keyring, sessionId: string, at: Touched): string | null =>
  keyring.keys.has(at.kid) ? mintToken(keyring, { kid: at.kid, sessionId, gen: at.gen, salt: at.salt }).token : null;
