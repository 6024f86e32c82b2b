import { type PublicCtx, translated } from '../kernel/index.ts';
import type { OwnContact } from './contract.ts';

/** Under which address and number the caller is known, and what waits to replace them. */
export async function readOwnContact(
  ctx: Pick<PublicCtx, 'db' | 'ports'>,
  pass: Buffer,
  personId: string | null,
): Promise<OwnContact> {
  const [row] = await translated(() => ctx.db`select guard.own_contact(${pass}, ${personId}) contact`);
  return { ...row?.contact, hasTexts: ctx.ports.hasTexts ?? false } as OwnContact;
}
