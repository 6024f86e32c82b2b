import type { Transaction } from '@recado/db';
import { type Ctx, homeCountry, kernelErrors, may, phoneDigits, type Work } from '../kernel/index.ts';
import { type ContactRow, contactErrors, contactLimits, type FieldValue } from './contract.ts';
import type { FieldRow } from './fields-contract.ts';
import type { Candidate } from './merge-contract.ts';
import { readFieldValue, variants } from './rules.ts';
import { type ScoreRuleRow, scoreRules } from './score-contract.ts';

/** The fields that a company made for itself, in their order. */
export async function fieldsOf(tx: Transaction, workspaceId: string): Promise<FieldRow[]> {
  const rows =
    await tx`select id, label, type, options, position from app.contact_field where workspace_id = ${workspaceId} order by position, id`;
  return rows as unknown as FieldRow[];
}

/** Values as they are kept, without those that are taken away. Throws fieldNotFound, fieldRefused {field, because}. */
export async function readFields(
  tx: Transaction,
  workspaceId: string,
  given: Partial<Record<string, FieldValue | null>>,
): Promise<{ kept: Record<string, FieldValue>; gone: string[] }> {
  const kept: Record<string, FieldValue> = {};
  const gone: string[] = [];
  if (Object.keys(given).length === 0) return { kept, gone };
  const known = new Map((await fieldsOf(tx, workspaceId)).map((field) => [field.id, field]));
  for (const [id, value = null] of Object.entries(given)) {
    const field = known.get(id);
    if (!field) throw contactErrors.fieldNotFound();
    const read = value === null ? { value: null } : readFieldValue(field, value);
    if ('refused' in read) throw contactErrors.fieldRefused({ field: field.label, because: read.refused });
    if (read.value === null) gone.push(id);
    else kept[id] = read.value;
  }
  return { kept, gone };
}

/** Adds numbers to a contact, each in the form given. Throws phoneInvalid, phoneTaken {phone, contactId, inBin}. */
export async function addPhones(
  tx: Transaction,
  workspaceId: string,
  contactId: string,
  texts: string[],
): Promise<void> {
  if (texts.length === 0) return;
  const country = await homeCountry(tx, workspaceId);
  for (const text of texts) {
    const digits = phoneDigits(text, country);
    if (digits === null) throw contactErrors.phoneInvalid({ phone: text, field: 'phone' });
    const [taken] = await tx`
      select i.contact_id "contactId", c.deleted_at is not null "inBin" from app.contact_identity i
        join app.contact c on c.workspace_id = ${workspaceId} and c.id = i.contact_id
       where i.workspace_id = ${workspaceId} and i.kind in ('wa_pn', 'phone') and i.value = any (${variants(digits)}) limit 1`;
    // WhatsApp has told of it already, or it was typed in another form
    if (taken?.contactId === contactId) continue;
    const [made] = taken
      ? []
      : await tx`insert into app.contact_identity (workspace_id, contact_id, kind, value, raw, source)
        values (${workspaceId}, ${contactId}, 'phone', ${digits}, ${text}, 'manual') on conflict (workspace_id, kind, value) do nothing returning id`;
    if (!made)
      throw contactErrors.phoneTaken({
        phone: text,
        contactId: taken?.contactId ?? null,
        inBin: taken?.inBin ?? false,
      });
  }
  const [many] = await tx`select count(*)::integer n from app.contact_identity
    where workspace_id = ${workspaceId} and contact_id = ${contactId} and kind = 'phone'`;
  if (many?.n > contactLimits.phones) throw contactErrors.phoneInvalid({ phone: texts[0] as string, field: 'phone' });
}

/**
 * Whether somebody may say whose contacts are: whoever may give conversations to others may give these; everybody else takes what is nobody's
 * and puts down their own.
 * Throws forbidden, ownerNotFound.
 */
export async function proveOwner(
  { tx, ctx, actor }: Pick<Work, 'tx' | 'ctx' | 'actor'>,
  ownerId: string | null,
  formers: readonly (string | null)[],
): Promise<void> {
  const own = actor.kind === 'person' ? actor.personId : null;
  const mayGive = may(actor.role, 'conversations.assign', actor.kind === 'person' ? actor.permissions : null);
  const isOwnMatter = own !== null && [ownerId, ...formers].every((each) => each === null || each === own);
  if (!mayGive && !isOwnMatter) throw kernelErrors.forbidden({ needs: 'conversations.assign' });
  if (ownerId === null) return;
  const [known] =
    await tx`select 1 from app.member where workspace_id = ${ctx.workspaceId} and person_id = ${ownerId} and blocked_at is null`;
  if (!known) throw contactErrors.ownerNotFound();
}

/**
 * Whether somebody may change all of these contacts: an agent those that they look after or have a conversation of, everybody else who writes
 * contacts at all every one that they see.
 */
export async function areTheirs({ tx, ctx, actor }: Pick<Work, 'tx' | 'ctx' | 'actor'>, contactIds: readonly string[]) {
  if (actor.kind !== 'person' || actor.role !== 'agent') return true;
  const [other] = await tx`
    select 1 from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.id = any (${contactIds as string[]}::uuid[])
       and c.owner_id is distinct from ${actor.personId}::uuid and not exists (select 1 from app.conversation v
         where v.workspace_id = c.workspace_id and v.contact_id = c.id and v.assignee_id = ${actor.personId}::uuid) limit 1`;
  return !other;
}

/** Throws contacts.notTheirs where an agent would change somebody whom they do not look after. */
export async function proveTheirs(
  work: Pick<Work, 'tx' | 'ctx' | 'actor'>,
  contactIds: readonly string[],
): Promise<void> {
  if (!(await areTheirs(work, contactIds))) throw contactErrors.notTheirs();
}

/** Nobody puts a contact out of their own sight: row security says no, and this says it in words. */
export function asForbidden(error: unknown): never {
  if ((error as { code?: string }).code === '42501') throw kernelErrors.forbidden({ needs: 'conversations.assign' });
  throw error;
}

/** What somebody does not see they could not move: joining and parting is for people who see everything. */
export function asUnseen(error: unknown): never {
  if ((error as { code?: string }).code === '42501') throw kernelErrors.forbidden({ needs: 'conversations.readAll' });
  throw error;
}

/** Tells whoever shows conversations of these contacts that what they show of them changed. */
export async function tellConversations(tx: Transaction, ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  await tx`
    with seen as (
      update app.conversation v set version = v.version + 1 where v.workspace_id = ${ctx.workspaceId} and v.contact_id = any (${contactIds as string[]}) returning v.id)
    insert into app.change (workspace_id, topic, entity_id, conversation_id) select ${ctx.workspaceId}, 'conversation', s.id, s.id from seen s`;
}

/** What waits to be sent to contacts that are blocked now is not sent. */
export async function stopQueued(tx: Transaction, ctx: Ctx, contactIds: readonly string[]): Promise<void> {
  await tx`select app.stop_queued(${ctx.workspaceId}, ${contactIds as string[]})`;
}

/** Contacts as they stand beside each other, by id; those that this person sees. */
export async function candidatesOf(
  tx: Transaction,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Candidate>> {
  const rows = await tx`
    select app.contact_json(c) row,
        (select count(*)::integer from app.conversation v where v.workspace_id = c.workspace_id and v.contact_id = c.id) threads,
        (select count(*)::integer from app.contact_consent k where k.workspace_id = c.workspace_id and k.contact_id = c.id) consents
      from app.contact c where c.workspace_id = ${workspaceId} and c.id = any (${[...new Set(ids)]}::uuid[]) and c.deleted_at is null and c.kind <> 'group'`;
  return new Map(rows.map((each) => [(each.row as ContactRow).id, each as unknown as Candidate]));
}

/** Who an address leads to: themselves, or whoever they became part of. */
export async function livingId(tx: Transaction, workspaceId: string, contactId: string): Promise<string | null> {
  const [gone] =
    await tx`select keep_id from app.contact_merge where workspace_id = ${workspaceId} and drop_id = ${contactId}`;
  return (gone?.keep_id as string | undefined) ?? null;
}

/** What counts for the score, and how much, as the database reads it. */
export async function scoreRulesOf(tx: Transaction, workspaceId: string): Promise<ScoreRuleRow[]> {
  const rows = await tx`select rule, tag_id "tagId", points, usual from app.score_rules(${workspaceId})`;
  // in the order in which they are named here
  const place = ({ rule }: ScoreRuleRow) => [...scoreRules, 'tag'].indexOf(rule);
  return (rows as unknown as ScoreRuleRow[]).toSorted((one, other) => place(one) - place(other));
}
