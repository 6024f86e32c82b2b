import type { MarkRow } from '@recado/core/conversations/contract';
import { formatWhen, type Reading } from '@recado/i18n';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';

/** The words for what was done to a conversation, in the reader's language; null for an act that has none here. */
export function useMarkText(reading: Reading): (mark: MarkRow) => string | null {
  const t = useTranslations('conversations.marks');
  const tWord = useTranslations('inbox');
  const { viewer } = useDesk();
  const nameOf = (mark: MarkRow, id: unknown) =>
    id === viewer.person.id ? 'you' : (mark.names[String(id)] ?? t('someone'));

  const tellAssigned = (mark: MarkRow, who: string) => {
    const { from, to } = mark.detail ?? {};
    if (to === null) return t('unassigned', { who, from: nameOf(mark, from) });
    return to === mark.actor.id ? t('taken', { who }) : t('assigned', { who, to: nameOf(mark, to) });
  };
  const tellStatus = ({ before, after }: MarkRow, who: string) => {
    const status = after?.status;
    if (status === 'snoozed') {
      const until = new Date(String(after?.snoozedUntil ?? ''));
      return t('snoozed', { who, when: Number.isNaN(until.getTime()) ? '' : formatWhen(until, reading) });
    }
    const wasAway = ['closed', 'archived', 'snoozed'].includes(String(before?.status));
    if (status === 'open' && wasAway) return t('reopened', { who });
    return t('status', { who, status: String(status) });
  };
  const tellTags = ({ before, after, tags }: MarkRow, who: string) => {
    const idsOf = (part: MarkRow['after']) => (Array.isArray(part?.tagIds) ? part.tagIds.map(String) : []);
    const [was, is] = [idsOf(before), idsOf(after)];
    const told = (ids: string[], key: 'tagged' | 'untagged') => {
      const named = ids.map((id) => `«${tags[id] ?? t('goneTag')}»`).join(', ');
      return ids.length === 0 ? [] : [t(key, { who, count: ids.length, tags: named })];
    };
    return [
      ...told(
        is.filter((id) => !was.includes(id)),
        'tagged',
      ),
      ...told(
        was.filter((id) => !is.includes(id)),
        'untagged',
      ),
    ];
  };
  const tellChanged = (mark: MarkRow, who: string) => {
    if (mark.detail?.undone === true) return t('undone', { who });
    const after = mark.after ?? {};
    const parts = [
      ...('status' in after || 'snoozedUntil' in after ? [tellStatus(mark, who)] : []),
      ...('priority' in after ? [t('priority', { who, to: tWord(`priority.${word(after.priority)}`) })] : []),
      ...('topic' in after ? [t('topic', { who, to: tWord(`topic.${word(after.topic)}`) })] : []),
      ...('tagIds' in after ? tellTags(mark, who) : []),
    ];
    return parts.length > 0 ? parts.join('. ') : null;
  };

  return (mark) => {
    const { actor } = mark;
    const who =
      actor.kind === 'system' ? 'system' : actor.id === viewer.person.id ? 'you' : (actor.name ?? t('someone'));
    if (mark.action === 'conversations/conversation.assigned') return tellAssigned(mark, who);
    if (mark.action === 'conversations/conversation.changed') return tellChanged(mark, who);
    if (mark.action === 'conversations/conversation.woken') return t('woken');
    if (mark.action === 'conversations/conversation.rated') {
      const { score, comment } = mark.detail ?? {};
      return comment
        ? t('ratedWith', { score: Number(score), comment: String(comment) })
        : t('rated', { score: Number(score) });
    }
    if (mark.action === 'conversations/conversation.overdue')
      return t('overdue', { clock: String(mark.detail?.clock ?? 'next') });
    return null;
  };
}

/** The catalogue's word for a value that may be missing. */
const word = (value: unknown) => (value === null || value === undefined ? 'none' : String(value)) as 'none';
