import type { Transaction } from '@recado/db';
import { type Keyring, mac } from '@recado/runtime/crypto';
import type { Ctx } from '../kernel/index.ts';
import type { NotificationKind } from './contract.ts';
import { usualWays } from './rules.ts';

type Told = {
  kind: NotificationKind;
  /** A person is told once of a cause. */
  cause: string;
  personIds: string[];
  conversationId?: string | null;
  detail?: Record<string, string | number | null>;
};

/** Tells some people of something, each once and in the ways they chose; answers how many were told now. */
export async function notify(tx: Transaction, ctx: Ctx, told: Told): Promise<number> {
  if (told.personIds.length === 0) return 0;
  const [row] = await tx`select app.notify(${ctx.workspaceId}, ${told.kind}, ${told.cause}, ${told.personIds}::uuid[],
    ${told.conversationId ?? null}, ${JSON.stringify(told.detail ?? {})}::text::jsonb, ${[...usualWays[told.kind]]}::text[]) told`;
  return Number(row?.told ?? 0);
}

/** The people of the workspace who have a right; with `unassigned` those of them who see conversations that are nobody's. */
export async function peopleWith(
  tx: Transaction,
  right: string,
  options: { unassigned?: boolean } = {},
): Promise<string[]> {
  const [row] = await tx`select guard.people_with(${right}, ${options.unassigned ?? false}) people`;
  return (row?.people ?? []) as string[];
}

/** What a mail carries so that its reader can switch such mails off without getting in: it opens nothing. */
export const mailOffToken = (ctx: { keyring: Keyring }, workspaceId: string, personId: string): string => {
  const kid = ctx.keyring.current;
  return `${kid}.${mac(ctx.keyring, 'notification-mail', `${workspaceId}|${personId}`, kid)}`;
};
