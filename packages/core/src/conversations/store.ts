import { randomBytes } from 'node:crypto';
import { sha256 } from '@recado/runtime/crypto';
import type { Work } from '../kernel/index.ts';
import {
  type AssignmentRules,
  type ConversationChange,
  conversationErrors,
  conversationEvents,
  type MessageRow,
  type NoteRow,
  type ServiceRules,
  type SurveyRules,
  usualAssignment,
  usualService,
  usualSurvey,
} from './contract.ts';

/** Refuses to mention whoever does not see the conversation; answers each once. */
export async function whomToMention(tx: Work['tx'], conversationId: string, personIds: string[]): Promise<string[]> {
  const wanted = [...new Set(personIds)];
  if (wanted.length === 0) return [];
  const seers = await tx`select s.person_id id from guard.seers(${conversationId}) s`;
  const seen = new Set(seers.map((row) => row.id as string));
  if (wanted.some((id) => !seen.has(id))) throw conversationErrors.mentionRefused();
  return wanted;
}

/** Tells those whom a note names, but for whoever wrote it. */
export async function tellMentioned({ emit }: Pick<Work, 'emit'>, note: NoteRow, personIds: string[]): Promise<void> {
  const others = personIds.filter((id) => id !== note.author.id);
  if (others.length === 0) return;
  await emit(conversationEvents.mentioned, {
    conversationId: note.conversationId,
    noteId: note.id,
    personIds: others,
  });
}

/** What app.queue_message answers of a message that stands in the queue. */
export type Queued = { repeated: boolean; channelId: string; message: MessageRow };

/** The form of ids that WhatsApp Web gives its own messages. */
export const newProviderId = (): string => `3EB0${randomBytes(9).toString('hex').toUpperCase()}`;

/** What app.change_conversation answers. */
export type Done = { was: Record<string, unknown>; is: Record<string, unknown> } | { assigneeGone: true } | null;

/** Writes down what was changed: whose it is as an assignment, to which others listen, and the rest as one change. */
export async function recordChanges(
  record: Work['record'],
  changed: readonly ConversationChange[],
  undone: boolean,
): Promise<void> {
  // sent without waiting for each other; the server takes them in order
  const told = changed.flatMap(({ conversationId, was, is }) => {
    const { assigneeId: from = null, readSeq: _oldPlace, unreadCount: _wasUnread, ...before } = was;
    const { assigneeId: to = null, readSeq: _place, unreadCount: _unread, ...after } = is;
    const isGiven = 'assigneeId' in is;
    const fields = Object.keys(after);
    // read is no change of what a company owns
    return [
      ...(isGiven
        ? [
            record(
              conversationEvents.assigned,
              { conversationId, from, to },
              { before: { assigneeId: from }, after: { assigneeId: to } },
            ),
          ]
        : []),
      ...(fields.length > 0
        ? [record(conversationEvents.changed, { conversationId, fields, undone }, { before, after })]
        : []),
    ];
  });
  await Promise.all(told);
}

/** The rule by which a company shares out what comes in; the usual one where it has said nothing. */
export async function readAssignment(tx: Work['tx'], workspaceId: string): Promise<AssignmentRules> {
  const [row] = await tx`
    select mode, last_first "lastFirst", person_ids "personIds", team_ids "teamIds", only_online "onlyOnline", cap, hours, keeps_hours "keepsHours",
        case when outside_person_id is not null then jsonb_build_object('kind', 'person', 'id', outside_person_id)
          when outside_team_id is not null then jsonb_build_object('kind', 'team', 'id', outside_team_id) end outside
      from app.inbox_rule where workspace_id = ${workspaceId}`;
  return row ? (row as unknown as AssignmentRules) : usualAssignment;
}

/** How soon a company answers and resolves; nothing is promised where it has said nothing. */
export async function readService(tx: Work['tx'], workspaceId: string): Promise<ServiceRules> {
  const [row] = await tx`
    select is_on "isOn", keeps_hours "keepsHours", targets from app.service_rule where workspace_id = ${workspaceId}`;
  return row ? (row as unknown as ServiceRules) : usualService;
}

/** Whether and how a company asks how it went; nobody is asked where it has said nothing. */
export async function readSurveyRules(tx: Work['tx'], workspaceId: string): Promise<SurveyRules> {
  const [row] = await tx`
    select is_on "isOn", texts, threshold, pause_days "pauseDays", case when quiet_from is not null then jsonb_build_object('from', quiet_from, 'to', quiet_to) end quiet
      from app.survey_rule where workspace_id = ${workspaceId}`;
  return row ? (row as unknown as SurveyRules) : usualSurvey;
}

/** Where a question is to be looked for, and the digest of its whole secret; null for what is no secret of ours. */
export function readSurveyToken(token: string): { workspaceId: string; hash: Buffer } | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 48 || bytes.toString('base64url') !== token) return null;
  const workspaceId = bytes.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { workspaceId, hash: sha256(token) };
}
