import type { Evidence, Seen, SharingUse, SharingWord, Signal, SignalKind } from '../contract.ts';
import { type Device, type Lookout, lookAtDevices } from './look-at-devices.ts';
import { isFar, kilometres } from './measure-distance.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
export const SIGNAL_WINDOW_DAYS = 14;
const WINDOW = SIGNAL_WINDOW_DAYS * DAY;

/** Real input: more than the login itself. */
export const hasInput = (use: SharingUse): boolean => use.lastInputAt - use.startedAt >= MINUTE;

/** Days on which two devices went the same way before it is a habit. */
const STEADY_DAYS = 4;

/**
 * What happened from `from` on that may mean that several people use one login. `uses` are the person's sessions in the order of their opening,
 * from two weeks before `from` at least; nothing after the last of them is known. The same sessions give the same signals with the same keys.
 */
export function findSignals(
  uses: readonly SharingUse[],
  words: readonly SharingWord[],
  { from, to, dayOf }: { from: number; to: number; dayOf: (at: number) => string },
): Signal[] {
  const seen = uses.filter((use) => use.startedAt >= to - WINDOW && use.startedAt < to);
  const lookout = lookAtDevices(seen, dayOf);
  const found = new Map<string, Signal>();
  const bySession = new Map(seen.map((use) => [use.session, use]));

  /** One signal for a kind, what it is about and a day; what is seen again that day is counted in it. */
  const note = (kind: SignalKind, about: string, at: number, of: SharingUse[], isStrong = false): void => {
    const day = dayOf(at);
    const key = `${kind}:${about}:${day}`;
    const known = found.get(key);
    if (known) {
      known.evidence.count++;
      known.isStrong ||= isStrong;
      // all of it is known by its events; the first few are enough to be shown
      if (known.evidence.times.length < 5) add(known.evidence, at, of);
      return;
    }
    const evidence: Evidence = { count: 1, between: [], times: [], sessions: [], events: [], network: [] };
    add(evidence, at, of);
    found.set(key, { kind, key, day, at, isStrong, evidence });
  };

  for (const [i, c] of seen.entries()) {
    if (c.startedAt < from) continue;
    const b = seen[i - 1];
    const a = seen[i - 2];
    if (a && b) lookAtReturn(a, b, c, lookout, note);
    if (b) lookAtTravel(b, c, lookout, note);
    lookAtCrowd(seen, i, lookout, note);
    lookAtOverlap(seen, i, lookout, note);
  }
  for (const deviceType of ['desktop', 'mobile']) lookBetweenHands(seen, deviceType, from, lookout, note);
  lookAtPairs(lookout, note);
  lookAtNumber(lookout, note);
  for (const word of words) {
    if (word.says !== 'several' || word.at < from || word.at >= to) continue;
    const use = bySession.get(word.session);
    note('several', 'card', word.at, use ? [use] : []);
    const last = found.get(`several:card:${dayOf(word.at)}`);
    if (last && !last.evidence.events.includes(word.event)) last.evidence.events.push(word.event);
  }
  return [...found.values()].sort((x, y) => x.at - y.at || (x.key < y.key ? -1 : 1));
}

type Note = (kind: SignalKind, about: string, at: number, of: SharingUse[], isStrong?: boolean) => void;
const pairOf = (a: string, b: string): string => (a < b ? `${a}+${b}` : `${b}+${a}`);

/** One device, another one, and the first again, each with real input: by who displaced whom, and by where. */
function lookAtReturn(a: SharingUse, b: SharingUse, c: SharingUse, lookout: Lookout, note: Note): void {
  if (a.device !== c.device || a.device === b.device || !hasInput(a) || !hasInput(b)) return;
  const away = c.startedAt - Math.min(a.lastInputAt, b.startedAt);
  if (away > HOUR) return;
  const [first, second] = [lookout.devices.get(a.device), lookout.devices.get(b.device)];
  if (!first?.isSteady || !second?.isSteady) return;
  const pair = pairOf(a.device, b.device);
  if (a.endedBy === b.session && b.endedBy === c.session)
    note('pingPong', pair, c.startedAt, [a, b, c], lookout.areStrangers(first, second));
  if (!a.network || a.network !== c.network || a.network === b.network) return;
  if (!lookout.isLine(a) || !lookout.isLine(b)) return;
  if (isFar(a, b) && !lookout.haveMet(first, second)) {
    note('far', pair, c.startedAt, [a, b, c], a.kind === 'fixed' && b.kind === 'fixed');
  } else if (away <= 10 * MINUTE && !lookout.areOneOffice(a.network, b.network)) {
    note('apart', pair, c.startedAt, [a, b, c]);
  }
}

/** Two phones, or two computers, that nothing links, the one, the other and the first again within an hour, whatever else was used in between. */
function lookBetweenHands(seen: SharingUse[], deviceType: string, from: number, lookout: Lookout, note: Note): void {
  const kind = seen.filter(
    (use) => use.deviceType === deviceType && lookout.devices.get(use.device)?.isSteady && hasInput(use),
  );
  for (const [i, c] of kind.entries()) {
    const [b, a] = [kind[i - 1], kind[i - 2]];
    if (!a || !b || c.startedAt < from || a.device !== c.device || a.device === b.device) continue;
    // the one right after the other has been noted as what it is
    if (
      c.startedAt - Math.min(a.lastInputAt, b.startedAt) > HOUR ||
      (a.endedBy === b.session && b.endedBy === c.session)
    )
      continue;
    const [first, second] = [lookout.devices.get(a.device), lookout.devices.get(b.device)];
    if (first && second && lookout.areStrangers(first, second))
      note('pingPong', pairOf(a.device, b.device), c.startedAt, [a, b, c], true);
  }
}

/** Two countries, sooner after each other than anything flies, on devices that were never at the same place. */
function lookAtTravel(b: SharingUse, c: SharingUse, lookout: Lookout, note: Note): void {
  if (b.device === c.device || !b.place || !c.place || b.place.slice(0, 2) === c.place.slice(0, 2)) return;
  if (!hasInput(b) || !lookout.isLine(b) || !lookout.isLine(c)) return;
  const [first, second] = [lookout.devices.get(b.device), lookout.devices.get(c.device)];
  if (!first?.isSteady || !second?.isSteady || lookout.haveMet(first, second)) return;
  const hours = (c.startedAt - b.lastInputAt) / HOUR;
  const apart = kilometres(b, c);
  if (apart !== null && apart > 300 && apart > 900 * hours)
    note('travel', pairOf(b.device, c.device), c.startedAt, [b, c]);
}

/** Three phones, or three computers, within an hour: nobody has that many hands. */
function lookAtCrowd(seen: SharingUse[], i: number, lookout: Lookout, note: Note): void {
  const last = seen[i] as SharingUse;
  const of = new Map<string, SharingUse>();
  let [since, until] = [0, Number.POSITIVE_INFINITY];
  for (let k = i; k >= 0; k--) {
    const use = seen[k] as SharingUse;
    if (use.startedAt < last.startedAt - HOUR) break;
    if (!hasInput(use)) continue;
    const device = lookout.devices.get(use.device);
    // a tablet lies beside any of them
    if (!device?.isSteady || use.deviceType !== last.deviceType || use.deviceType === 'tablet') continue;
    of.set(use.device, use);
    [since, until] = [Math.max(since, device.firstAt), Math.min(until, device.lastAt)];
  }
  // one that takes the place of another one is there beside it for some days
  if (of.size >= 3 && of.has(last.device) && until - since >= 8 * DAY)
    note('crowd', last.deviceType, last.startedAt, [...of.values()]);
}

/** Where a plan allows several sessions: two with input in two cities at one time. */
function lookAtOverlap(seen: SharingUse[], i: number, lookout: Lookout, note: Note): void {
  const last = seen[i] as SharingUse;
  for (let k = i - 1; k >= 0 && k >= i - 8; k--) {
    const use = seen[k] as SharingUse;
    if (use.device === last.device || use.lastInputAt < last.startedAt + 5 * MINUTE) continue;
    const [first, second] = [lookout.devices.get(use.device), lookout.devices.get(last.device)];
    if (!first?.isSteady || !second?.isSteady || !lookout.isLine(use) || !lookout.isLine(last)) continue;
    if (isFar(use, last) && !lookout.haveMet(first, second))
      note('overlap', pairOf(use.device, last.device), last.startedAt, [use, last]);
  }
}

/** What only many days show: two devices that nothing links, day after day, or two that take turns. Once it is steady each of its days counts. */
function lookAtPairs(lookout: Lookout, note: Note): void {
  for (const [i, a] of lookout.steady.entries()) {
    for (const b of lookout.steady.slice(i + 1)) {
      const both = lookout.areStrangers(a, b) ? lookout.daysOfBoth(a, b) : [];
      const turns = both.length === 0 && lookout.mayTakeTurns(a, b) ? lookout.daysOfTurns(a, b) : [];
      if (both.length >= (lookout.areFar(a, b) ? STEADY_DAYS - 1 : STEADY_DAYS))
        noteDays('rhythm', a, b, both, lookout, note);
      else if (turns.length >= STEADY_DAYS) noteDays('shifts', a, b, turns, lookout, note);
    }
  }
}

/** Each device more than four that must have been there at one time. */
function lookAtNumber(lookout: Lookout, note: Note): void {
  const [count, of] = lookout.devicesAtOnce();
  const at = Math.max(0, ...of.map(({ startedAt }) => startedAt));
  for (let more = 4; more < count; more++) note('devices', 'all', at, of);
}

function noteDays(kind: SignalKind, a: Device, b: Device, days: string[], lookout: Lookout, note: Note): void {
  for (const day of days) {
    const of = [a, b].map((device) => device.uses.findLast((use) => lookout.dayOf(use) === day) as SharingUse);
    note(kind, pairOf(a.id, b.id), Math.max(...of.map(({ startedAt }) => startedAt)), of);
  }
}

function add(evidence: Evidence, at: number, of: SharingUse[]): void {
  evidence.times.push(at);
  for (const use of of) {
    if (evidence.sessions.includes(use.session)) continue;
    evidence.sessions.push(use.session);
    if (use.event !== null) evidence.events.push(use.event);
    if (use.network && !evidence.network?.includes(use.network)) evidence.network?.push(use.network);
    const side: Seen = { browser: use.browser, system: use.system, place: use.place, kind: use.kind };
    if (
      !evidence.between.some(
        (known) => known.system === side.system && known.browser === side.browser && known.place === side.place,
      ) &&
      evidence.between.length < 4
    )
      evidence.between.push(side);
  }
}
