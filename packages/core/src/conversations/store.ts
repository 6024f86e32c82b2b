import type { Work } from '../kernel/index.ts';
import { conversationErrors, conversationEvents, type NoteRow } from './contract.ts';

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
