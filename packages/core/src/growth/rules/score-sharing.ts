import type { DiscountKind, SharingFamily, SharingScore, Signal, SignalKind } from '../contract.ts';

const DAY = 24 * 3_600_000;
/** After so many days something counts half. */
export const HALF_LIFE_DAYS = 14;
/** From this score on somebody may be told, if it comes from two families on three days at least. */
export const THRESHOLD = 70;
export const NEEDED_FAMILIES = 2;
export const NEEDED_DAYS = 3;
/** What a person says with a fresh proof counts so long. */
export const CONTESTED_DAYS = 60;

/** What a signal is worth when it is new, each time, and how often it counts on one day. */
export const WEIGHTS: Record<SignalKind, { family: SharingFamily; points: number; times: number }> = {
  pingPong: { family: 'contention', points: 8, times: 3 },
  far: { family: 'place', points: 5, times: 2 },
  apart: { family: 'place', points: 5, times: 1 },
  travel: { family: 'place', points: 8, times: 1 },
  devices: { family: 'device', points: 4, times: 5 },
  rhythm: { family: 'rhythm', points: 10, times: 1 },
  shifts: { family: 'rhythm', points: 10, times: 1 },
  crowd: { family: 'concurrency', points: 10, times: 1 },
  overlap: { family: 'concurrency', points: 8, times: 1 },
  several: { family: 'words', points: 25, times: 1 },
  contacts: { family: 'use', points: 4, times: 1 },
};
/** No family counts for more, however often it speaks. */
export const CAPS: Record<SharingFamily, number> = {
  contention: 40,
  place: 20,
  device: 20,
  rhythm: 35,
  concurrency: 30,
  words: 50,
  // many customers are no sharing: never what decides
  use: 4,
};
/** Ping-pong between devices that may be in one hand. */
export const ONE_HAND = 15;
/** Ping-pong between devices that nothing links counts so many times. */
const BETWEEN_HANDS = 1.5;
const TRUSTED = 15;
const CONTESTED = 30;

/**
 * What signals amount to at a moment: points halved every two weeks, capped by family, less what speaks for one person. Pure; the sum is the whole
 * of it, and `families` and `discounts` are its parts, in whole points.
 */
export function scoreSharing(
  signals: readonly Signal[],
  { now, contestedAt = null, trustsAll = false }: { now: number; contestedAt?: number | null; trustsAll?: boolean },
): SharingScore {
  const sums = new Map<SharingFamily, number>();
  let strong = 0;
  let devices = 0;
  const days = new Set<string>();
  const certain: Signal[] = [];
  for (const signal of signals) {
    if (signal.at > now) continue;
    const { family, points, times } = WEIGHTS[signal.kind];
    const worth =
      points *
      (signal.kind === 'pingPong' && signal.isStrong ? BETWEEN_HANDS : 1) *
      Math.min(times, signal.evidence.count) *
      0.5 ** ((now - signal.at) / DAY / HALF_LIFE_DAYS);
    // how many devices there are is one thing however often it is seen
    if (signal.kind === 'devices') devices = Math.max(devices, worth);
    else sums.set(family, (sums.get(family) ?? 0) + worth);
    if (signal.kind === 'pingPong' && signal.isStrong) strong += worth;
    if (family !== 'use' && now - signal.at <= 2 * HALF_LIFE_DAYS * DAY) days.add(signal.day);
    if (signal.kind === 'far' && signal.isStrong && now - signal.at <= HALF_LIFE_DAYS * DAY) certain.push(signal);
  }
  if (devices > 0) sums.set('device', devices);
  const families = [...sums].map(([family, sum]) => ({
    family,
    points: Math.round(Math.min(CAPS[family], sum)),
    cap: CAPS[family],
  }));
  const discounts: { kind: DiscountKind; points: number }[] = [];
  const contention = families.find(({ family }) => family === 'contention')?.points ?? 0;
  // nobody has three phones in hand, or goes by turns with themselves
  const hands = signals.filter(
    ({ kind, at }) => (kind === 'crowd' || kind === 'shifts') && at <= now && now - at <= HALF_LIFE_DAYS * DAY,
  );
  const areTwo = new Set(hands.map(({ day }) => day)).size >= 2;
  const oneHand = areTwo
    ? 0
    : Math.min(ONE_HAND, Math.max(0, contention - Math.round(Math.min(CAPS.contention, strong))));
  if (oneHand > 0) discounts.push({ kind: 'oneHand', points: oneHand });
  if (trustsAll && contention > 0) discounts.push({ kind: 'trusted', points: TRUSTED });
  const isContested = contestedAt !== null && now - contestedAt < CONTESTED_DAYS * DAY;
  if (isContested) discounts.push({ kind: 'contested', points: CONTESTED });
  const total = Math.max(
    0,
    families.reduce((sum, { points }) => sum + points, 0) - discounts.reduce((sum, { points }) => sum + points, 0),
  );
  const speaking = families.filter(({ family, points }) => family !== 'use' && points > 0).length;
  const isCertain = !isContested && certain.reduce((sum, { evidence }) => sum + evidence.count, 0) >= 2;
  return {
    total,
    families,
    discounts,
    days: days.size,
    isCertain,
    isReached: isCertain || (total >= THRESHOLD && speaking >= NEEDED_FAMILIES && days.size >= NEEDED_DAYS),
  };
}
