import { type PublicCtx, storableJson } from '../kernel/index.ts';
import {
  ACTIVE_CONTACTS,
  type NetworkTables,
  type SharingState,
  type SharingUse,
  type SharingWord,
  type Signal,
} from './contract.ts';
import { findSignals, mayBeShared, SIGNAL_WINDOW_DAYS, scoreSharing } from './rules.ts';
import { dayReader } from './store.ts';

/** What the guard gives of one person. */
type History = {
  now: string;
  zone: string;
  contestedAt: string | null;
  contacts: number;
  sessions: (Omit<SharingUse, 'kind' | 'point' | 'startedAt' | 'lastInputAt'> & {
    startedAt: string;
    lastInputAt: string;
  })[];
  words: (Omit<SharingWord, 'at'> & { at: string })[];
  kept: (Omit<Signal, 'at'> & { at: string })[];
};

const DAY = 24 * 3_600_000;

/**
 * Looks at two weeks of a person's sessions and keeps what speaks for several people, in place of what was found there before. Harmless when done again.
 * Answers the state of their case, null where there is none.
 */
export async function weighSharing(
  ctx: Pick<PublicCtx, 'db'>,
  networks: NetworkTables,
  { personId, accountId }: { personId: string; accountId: string },
): Promise<{ state: SharingState | null; score: number }> {
  const [row] = await ctx.db`select guard.sharing_history(${personId}, ${accountId}, ${SIGNAL_WINDOW_DAYS}) found`;
  const history = row?.found as History;
  const now = Date.parse(history.now);
  const since = now - SIGNAL_WINDOW_DAYS * DAY;
  const dayOf = dayReader(history.zone);
  const uses = history.sessions.map(
    (session): SharingUse => ({
      ...session,
      ...networks.of(session.network),
      startedAt: Date.parse(session.startedAt),
      lastInputAt: Date.parse(session.lastInputAt),
    }),
  );
  const words = history.words.map((word): SharingWord => ({ ...word, at: Date.parse(word.at) }));
  const found = mayBeShared(uses, words, dayOf) ? findSignals(uses, words, { from: since, to: now + 1, dayOf }) : [];
  if (found.length > 0 && history.contacts > ACTIVE_CONTACTS)
    found.push(manyContacts(now, dayOf(now), history.contacts));
  const kept = history.kept.map((signal): Signal => ({ ...signal, at: Date.parse(signal.at) }));
  const { total, ...detail } = scoreSharing([...kept, ...found], {
    now,
    contestedAt: history.contestedAt === null ? null : Date.parse(history.contestedAt),
    trustsAll: uses.length > 0 && uses.every(({ isTrusted }) => isTrusted),
  });
  const signals = found.map((signal) => ({ ...signal, at: new Date(signal.at).toISOString() }));
  const [after] = await ctx.db`
    select guard.keep_sharing(${personId}, ${accountId}, ${new Date(since).toISOString()}, ${storableJson(signals)}::text::jsonb, ${total},
      ${storableJson(detail)}::text::jsonb, ${history.contacts}, ${detail.isReached}) state`;
  return { state: (after?.state ?? null) as SharingState | null, score: total };
}

const manyContacts = (at: number, day: string, count: number): Signal => ({
  kind: 'contacts',
  key: `contacts:active:${day}`,
  day,
  at,
  isStrong: false,
  evidence: { count, between: [], times: [], sessions: [], events: [] },
});
