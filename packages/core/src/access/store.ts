import type { Transaction } from '@recado/db';
import { type Keyring, mac, randomToken, sha256 } from '@recado/runtime/crypto';
import { identityErrors } from '../identity/contract.ts';
import { sealMail } from '../identity/index.ts';
import { AppError, type Ctx, homeCountry, kernelErrors, phoneDigits } from '../kernel/index.ts';
import { assertStanding, readCatalogue, refusal, resolveEntitlements } from '../plans/rules.ts';
import { accessErrors, type Seats } from './contract.ts';
import { linkErrors } from './links-contract.ts';
import { describeSeats } from './rules.ts';

/** What the guard answers of an act on people: what became of it, with whatever that says. */
export type Outcome = { outcome: string; [more: string]: unknown };

/** The caller's pass: people are managed by people, inside a session of their own; links, keys and jobs are sent away. */
export function passOf(ctx: Ctx): { pass: Buffer; personId: string | null } {
  if (ctx.door.kind !== 'session') throw kernelErrors.forbidden();
  return { pass: ctx.door.pass, personId: ctx.door.personId ?? null };
}

/** The number on WhatsApp of whom a link is for, in digits. Throws identity.phoneInvalid. */
export async function readNoticePhone(tx: Transaction, workspaceId: string, text: string): Promise<string> {
  const digits = phoneDigits(text, await homeCountry(tx, workspaceId));
  if (digits === null) throw identityErrors.phoneInvalid({ field: 'phone' });
  return digits;
}

/** How many letters with a way in may go out, as the refusal says it. */
export const lettersOf = ({ of, allowed, hours }: Record<string, unknown>) => ({
  of: of as string,
  allowed: Number(allowed),
  hours: Number(hours),
});

const refusals = {
  noMember: accessErrors.noMember,
  noRole: accessErrors.noRole,
  noHeir: accessErrors.noHeir,
  above: accessErrors.above,
  self: accessErrors.self,
  lastOwner: accessErrors.lastOwner,
  isBlocked: accessErrors.isBlocked,
  isFrozen: accessErrors.isFrozen,
  namedRole: accessErrors.namedRole,
  member: accessErrors.alreadyMember,
  open: accessErrors.alreadyInvited,
  gone: accessErrors.invitationGone,
  taken: accessErrors.nameTaken,
} as const;

/** Throws what an outcome that is none of `good` stands for; a limit says how many there are and which plan has more. */
export async function judge(tx: Transaction, answer: Outcome, good: readonly string[]): Promise<void> {
  const { outcome } = answer;
  if (good.includes(outcome)) return;
  if (outcome === 'wait') throw accessErrors.resendTooSoon({ seconds: Number(answer.seconds) });
  if (outcome === 'tooOften') throw linkErrors.tooManyLetters(lettersOf(answer));
  if (outcome === 'inUse')
    throw accessErrors.roleInUse({ people: Number(answer.people), invitations: Number(answer.invitations) });
  if (outcome === 'owes') assertStanding({ act: 'newPeople', isOwner: answer.isOwner === true });
  if (outcome === 'limit' && !('used' in answer)) throw accessErrors.tooManyRoles({ limit: Number(answer.max) });
  if (outcome === 'limit') {
    const seats = await readSeats(tx, { people: Number(answer.people), invited: Number(answer.invited) });
    throw refusal({
      ...{ name: 'seats', limit: Number(answer.max), used: Number(answer.used) },
      ...{ plan: seats.lift?.plan ?? null, planName: seats.lift?.name ?? null },
    });
  }
  if (outcome === 'feature') throw accessErrors.rolesNotInPlan();
  const refuse = refusals[outcome as keyof typeof refusals];
  if (!refuse) throw new AppError('internal.unexpected', 'INTERNAL', { outcome });
  throw refuse({ ...(outcome === 'member' || outcome === 'open' ? { field: 'email' } : {}) });
}

/** The seats of the workspace's account, with what they cost. `count` is asked of the guard when it is not known. */
export async function readSeats(tx: Transaction, count?: { people: number; invited: number }): Promise<Seats> {
  const [row] = await tx`
    select a.plan, a.plan_version version, guard.plan_catalogue() versions, guard.seats_here() count from app.account a`;
  if (!row) throw kernelErrors.workspaceNotFound();
  const catalogue = readCatalogue(row.versions as unknown[]);
  const mine = resolveEntitlements(catalogue, { plan: row.plan as string, version: row.version as number });
  const { people, invited, billed, kept } = row.count as Parameters<typeof describeSeats>[2];
  return describeSeats(catalogue, mine, { people, invited, ...count, billed, kept });
}

/** A new secret of an invitation, what the database keeps of it, and the letter's sealed words. */
export async function writeInvitation(
  tx: Transaction,
  ctx: Ctx,
  of: { inviter: string; role: string; customRoleId: string | null },
): Promise<{ hash: Buffer; sealed: Buffer }> {
  const token = randomToken();
  const [row] = await tx`
    select w.name, guard.has_own_brand(w.id) "ownBrand", (select c.name from app.custom_role c where c.workspace_id = w.id and c.id = ${of.customRoleId}) "roleName"
      from app.workspace w where w.id = ${ctx.workspaceId}`;
  const sealed = sealMail(ctx, {
    name: '',
    token,
    inviter: of.inviter,
    workspace: row?.name as string,
    ownBrand: row?.ownBrand ? 'yes' : 'no',
    role: of.role,
    roleName: (row?.roleName as string | null) ?? '',
  });
  return { hash: sha256(token), sealed };
}

type Keyed = { keyring: Keyring };

/** The digest of a link's PIN: keyed, because a few digits are guessed from a plain one at once, and worth nothing for another link. */
export const pinDigest = (ctx: Keyed, linkId: string, pin: string, kid = ctx.keyring.current): Buffer =>
  sha256(mac(ctx.keyring, 'link-pin', `${linkId}|${pin.trim()}`, kid));

/** Its digests under every key there is, as the driver passes several: links outlive keys. */
export const pinDigests = (ctx: Keyed, linkId: string, pin: string): string[] =>
  [...ctx.keyring.keys.keys()].map((kid) => `\\x${pinDigest(ctx, linkId, pin, kid).toString('hex')}`);

/**
 * What a notice carries so that its reader can stop them without getting in: it opens nothing. `addressKey` is by what the database remembers where it
 * went: whoever had them before has another.
 */
export const noticesToken = (ctx: Keyed, linkId: string, addressKey: string): string => {
  const kid = ctx.keyring.current;
  return `${kid}.${mac(ctx.keyring, 'link-notices', `${linkId}|${addressKey}`, kid)}`;
};
