import type { SharingScore, SharingUse, SharingWord, Signal } from '@recado/core/growth/contract';
import { findSignals, mayBeShared, SIGNAL_WINDOW_DAYS, scoreSharing } from '@recado/core/growth/rules';
import { DAYS } from './days.ts';
import { type Drawn, drawPerson, HELD_OUT, type Kind } from './draw-person.ts';
import { DAY } from './world.ts';

/** The day on which somebody would first have been told; null for never. */
export type Judged = { told: number | null; since: number | null; highest: number; because: SharingScore | null };
export const FOUND_WITHIN_DAYS = 14;

const days = Array.from({ length: DAYS + 2 }, (_, day) => String(day).padStart(3, '0'));
const dayOf = (at: number): string => days[Math.floor(at / DAY)] as string;

/** The same sessions as production's rules take them. */
export function asUses({ sessions, cards }: Drawn): { uses: SharingUse[]; words: SharingWord[] } {
  return {
    uses: sessions.map((session, i) => ({
      session: session.id,
      event: i + 1,
      device: session.device.id,
      browser: session.device.browser,
      system: session.device.system,
      deviceType: session.device.deviceType,
      network: session.network,
      kind: session.kind,
      place: session.place,
      point: session.point,
      startedAt: session.startedAt,
      lastInputAt: session.lastInputAt,
      endReason: session.endReason,
      endedBy: session.endedBy,
      isTrusted: false,
    })),
    words: cards.flatMap(({ at, sessionId, action }, i) =>
      action === 'take_back' ? [] : [{ event: 100_000 + i, at, session: sessionId, says: action }],
    ),
  };
}

/** Ninety days, looked at every evening as the job does, until somebody would be told. What a day's end does not know yet is not shown to the rules. */
export function judge(drawn: Drawn): Judged {
  const { uses, words } = asUses(drawn);
  let signals: Signal[] = [];
  let highest = 0;
  let first = 0;
  let last = 0;
  for (let day = 0; day < DAYS; day++) {
    const to = (day + 1) * DAY;
    while (last < uses.length && (uses[last] as SharingUse).startedAt < to) last++;
    while (first < last && (uses[first] as SharingUse).startedAt < to - (SIGNAL_WINDOW_DAYS + 1) * DAY) first++;
    const known = uses
      .slice(first, last)
      .map((use) => (use.lastInputAt > to ? { ...use, lastInputAt: to, endedBy: null } : use));
    const said = words.filter(({ at }) => at < to);
    if (!mayBeShared(known, said, dayOf)) continue;
    // two weeks are looked at anew each time: what came later may say that it was one person after all
    const since = to - SIGNAL_WINDOW_DAYS * DAY;
    signals = [...signals.filter(({ at }) => at < since), ...findSignals(known, said, { from: since, to, dayOf })];
    const score = scoreSharing(signals, { now: to });
    highest = Math.max(highest, score.total);
    if (score.isReached) return { told: day, since: drawn.since, highest, because: score };
  }
  return { told: null, since: drawn.since, highest, because: null };
}

export type KindFigures = {
  kind: Kind;
  people: number;
  told: number;
  found: number;
  days: number[];
  highest: number[];
};

export type Judgement = { each: number; seed: number; widened: boolean; heldOut: boolean };

/** So many of a kind, from seeds that nothing else uses when `heldOut`, from ranges half as wide again when `widened`. */
export function judgeKind(kind: Kind, { each, seed, widened, heldOut }: Judgement): KindFigures {
  const judged = Array.from({ length: each }, (_, i) =>
    judge(drawPerson(kind, (heldOut ? HELD_OUT : 0) + seed + i, { widened })),
  );
  const days = judged.flatMap(({ told, since }) => (told === null ? [] : [told - (since ?? 0)]));
  return {
    kind,
    people: each,
    told: days.length,
    found: days.filter((after) => after >= 0 && after < FOUND_WITHIN_DAYS).length,
    days,
    highest: judged.map(({ highest }) => highest),
  };
}
