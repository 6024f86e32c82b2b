import { createHash } from 'node:crypto';
import type { Work } from '../kernel/index.ts';

/**
 * The variant of an experiment for the account at work. The first answer is stored and stays, whatever the shares become later;
 * which one it is follows from the account's id, so that two requests at once agree.
 */
export async function assignFlag(
  { tx, actor }: Pick<Work, 'tx' | 'actor'>,
  flag: { name: string; variants: readonly [string, ...string[]] },
): Promise<string> {
  const account = actor.kind === 'person' ? actor.accountId : '';
  const turn = createHash('sha256').update(`${flag.name}|${account}`).digest().readUInt32BE() % flag.variants.length;
  const [row] = await tx`select guard.assign_flag(${flag.name}, ${flag.variants[turn] as string}) variant`;
  return row?.variant as string;
}
