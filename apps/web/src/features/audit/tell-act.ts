import type { AuditRow } from '@recado/core/compliance/contract';

/** Where the sentence of an act stands in the catalogue: `access/member.blocked` is `access.member_blocked`. */
export const sentenceKey = (action: string): string => action.replaceAll('.', '_').replace('/', '.');

/** What kind of thing an act is about, for when its name is not known any more. */
export type Thing =
  | 'person'
  | 'contact'
  | 'channel'
  | 'role'
  | 'team'
  | 'view'
  | 'tag'
  | 'link'
  | 'workspace'
  | 'other';

const things: Record<string, Thing> = {
  'access/member': 'person',
  'access/role': 'role',
  'access/team': 'team',
  'access/link': 'link',
  'channels/channel': 'channel',
  'contacts/contact': 'contact',
  'contacts/consent': 'contact',
  'conversations/conversation': 'contact',
  'identity/impersonation': 'person',
  'conversations/view': 'view',
  'tags/tag': 'tag',
  'workspaces/workspace': 'workspace',
};

/** What an act was done to. */
export const thingOf = (action: string): Thing => things[action.split('.')[0] ?? ''] ?? 'other';

/** The acts that only look. */
const looks = new Set(['compliance/audit.read', 'policies/security.read', 'imports/import.faults_read']);
export const isLook = (action: string): boolean => looks.has(action);

/** What was there and what is there now; acts that carry both within themselves count too. */
export function changesOf(row: Pick<AuditRow, 'before' | 'after' | 'detail'>): {
  field: string;
  before: unknown;
  after: unknown;
}[] {
  const before = row.before ?? asRecord(row.detail.before);
  const after = row.after ?? asRecord(row.detail.after);
  if (!before && !after) return [];
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields].map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null }));
}

/** What of an act's own words is told beside its sentence: not the ids of what the sentence names, and not what the changes say. */
const said = new Set(
  'before,after,accountId,contactId,consentId,fieldId,segmentId,tagId,conversationId,messageId,noteId,replyId,channelId,linkId,deviceId,roleId,teamId,personId,invitationId,createdId,viewId,undone,transferId,repeated,filtered,page,from,to,on'.split(
    ',',
  ),
);
export function factsOf(row: Pick<AuditRow, 'before' | 'after' | 'detail'>): { field: string; value: unknown }[] {
  const changed = new Set(changesOf(row).map(({ field }) => field));
  if (changed.size > 0) changed.add('fields');
  return Object.entries(row.detail)
    .filter(([field, value]) => !said.has(field) && !changed.has(field) && value !== null)
    .map(([field, value]) => ({ field, value }));
}

/** The values that sentences may name, as they stand in the row; names and labels are put in by whoever tells it. */
export function wordsOf({ detail }: Pick<AuditRow, 'detail'>) {
  const list = Array.isArray(detail.permissions) ? detail.permissions : detail.personIds;
  const yes = (flag: boolean) => (flag ? 'yes' : 'no');
  return {
    email: text(detail.email),
    role: text(detail.role),
    from: text(detail.from),
    to: text(detail.to),
    format: text(detail.format),
    count: Array.isArray(list) ? list.length : Number(detail.entries ?? 0),
    filtered: yes(detail.filtered === true),
    on: yes(detail.on === true),
    undone: yes(detail.undone === true),
    mayWrite: yes(detail.mayWrite === true),
    set: yes(typeof detail.logo === 'string'),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const asRecord = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
