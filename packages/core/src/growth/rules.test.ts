import { describe, expect, it } from 'vitest';
import type { SharingUse, Signal, SignalKind } from './contract.ts';
import { findSignals, mayBeShared, scoreSharing } from './rules.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = 100 * DAY;
const dayOf = (at: number): string => String(Math.floor(at / DAY));

/** A signal of a kind, so many days ago, seen so often that day. */
const seen = (kind: SignalKind, daysAgo: number, count = 1, isStrong = false): Signal => ({
  kind,
  key: `${kind}:${daysAgo}`,
  day: dayOf(NOW - daysAgo * DAY),
  at: NOW - daysAgo * DAY,
  isStrong,
  evidence: { count, between: [], times: [], sessions: [], events: [] },
});
const points = (score: ReturnType<typeof scoreSharing>) =>
  Object.fromEntries(score.families.map(({ family, points }) => [family, points]));

describe('the score', () => {
  it('counts a ping-pong 8 when it is new, and 4 two weeks later', () => {
    expect(scoreSharing([seen('pingPong', 0)], { now: NOW }).families).toEqual([
      { family: 'contention', points: 8, cap: 40 },
    ]);
    expect(points(scoreSharing([seen('pingPong', 14)], { now: NOW }))).toEqual({ contention: 4 });
    expect(points(scoreSharing([seen('pingPong', 28)], { now: NOW }))).toEqual({ contention: 2 });
  });

  it('counts no more than three of one day, and no more than 40 in all', () => {
    // 3 × 8 = 24
    expect(points(scoreSharing([seen('pingPong', 0, 30)], { now: NOW }))).toEqual({ contention: 24 });
    // 24 + 24 × 0.5^(1/14) = 46.8, capped
    expect(points(scoreSharing([seen('pingPong', 0, 30), seen('pingPong', 1, 30)], { now: NOW }))).toEqual({
      contention: 40,
    });
  });

  it('takes 15 off where all of it may be in one hand, and nothing where nothing links the two', () => {
    const days = [0, 1, 2].map((ago) => seen('pingPong', ago, 9));
    expect(scoreSharing(days, { now: NOW })).toMatchObject({ total: 25, discounts: [{ kind: 'oneHand', points: 15 }] });
    const apart = days.map((signal) => ({ ...signal, isStrong: true }));
    expect(scoreSharing(apart, { now: NOW })).toMatchObject({ total: 40, discounts: [] });
  });

  it('never takes more off than was counted', () => {
    expect(scoreSharing([seen('pingPong', 0)], { now: NOW, contestedAt: NOW }).total).toBe(0);
  });

  it('is reached by 40 for ping-pong between strangers and 35 for their rhythm', () => {
    const shared = [0, 1, 2, 3].flatMap((ago) => [seen('pingPong', ago, 3, true), seen('rhythm', ago)]);
    // contention 36 × (1 + 0.95 + …) > 40; rhythm 10 × (1 + 0.952 + 0.906 + 0.862) = 37.2, capped at 35
    expect(scoreSharing(shared, { now: NOW })).toMatchObject({ total: 75, days: 4, isReached: true });
  });

  it('is not reached by one family alone, however often it speaks', () => {
    const much = Array.from({ length: 14 }, (_, ago) => [
      seen('far', ago, 9),
      seen('apart', ago),
      seen('travel', ago),
    ]).flat();
    expect(scoreSharing(much, { now: NOW })).toMatchObject({ total: 20, isReached: false });
  });

  it('is not reached within two days', () => {
    const soon = [0, 1].flatMap((ago) => [seen('pingPong', ago, 9, true), seen('several', ago), seen('crowd', ago)]);
    const score = scoreSharing(soon, { now: NOW });
    expect(score.total).toBeGreaterThanOrEqual(70);
    expect(score).toMatchObject({ days: 2, isReached: false });
    expect(scoreSharing([...soon, seen('apart', 2)], { now: NOW }).isReached).toBe(true);
  });

  it('is never reached by ping-pong in one hand, places and many customers', () => {
    const busy = Array.from({ length: 14 }, (_, ago) => [
      seen('pingPong', ago, 30),
      seen('far', ago, 9),
      seen('apart', ago, 9),
      seen('contacts', ago),
    ]).flat();
    // 40 − 15 + 20 + 4
    expect(scoreSharing(busy, { now: NOW })).toMatchObject({ total: 49, isReached: false });
  });

  it('is reached at once by two cities within the hour, twice, on lines known to be fixed, and not by one', () => {
    expect(scoreSharing([seen('far', 0, 1, true)], { now: NOW })).toMatchObject({ isCertain: false, isReached: false });
    expect(scoreSharing([seen('far', 0, 2, true)], { now: NOW })).toMatchObject({ isCertain: true, isReached: true });
    expect(scoreSharing([seen('far', 0, 1, true), seen('far', 5, 1, true)], { now: NOW })).toMatchObject({
      isReached: true,
    });
    expect(scoreSharing([seen('far', 0, 9, false)], { now: NOW })).toMatchObject({ isCertain: false });
    expect(scoreSharing([seen('far', 0, 2, true)], { now: NOW, contestedAt: NOW - DAY })).toMatchObject({
      isCertain: false,
    });
  });

  it('takes 30 off for sixty days when its owner says that it is all them', () => {
    const shared = [0, 1, 2, 3].flatMap((ago) => [seen('pingPong', ago, 3, true), seen('rhythm', ago)]);
    expect(scoreSharing(shared, { now: NOW, contestedAt: NOW - 59 * DAY })).toMatchObject({
      total: 45,
      isReached: false,
    });
    expect(scoreSharing(shared, { now: NOW, contestedAt: NOW - 60 * DAY })).toMatchObject({
      total: 75,
      isReached: true,
    });
  });

  it('takes 15 off where every device is trusted', () => {
    const shared = [0, 1, 2].map((ago) => seen('pingPong', ago, 3, true));
    expect(scoreSharing(shared, { now: NOW, trustsAll: true })).toMatchObject({
      total: 25,
      discounts: [{ kind: 'trusted', points: 15 }],
    });
  });

  it('knows nothing of what is still to come', () => {
    expect(scoreSharing([seen('several', -1)], { now: NOW }).total).toBe(0);
  });
});

/** Sessions as somebody reads them: device, minutes since 1970, minutes of input, network, and what else matters. */
let made = 0;
const use = (
  device: string,
  minute: number,
  minutes: number,
  network: string,
  more: Partial<SharingUse> = {},
): SharingUse => ({
  session: `s${++made}`,
  event: made,
  device,
  browser: 'Chrome',
  system: device.startsWith('phone') ? 'Android' : 'Windows',
  deviceType: device.startsWith('phone') ? 'mobile' : 'desktop',
  network,
  kind: 'fixed',
  place: 'ES Sevilla',
  point: [37.4, -6],
  startedAt: minute * MINUTE,
  lastInputAt: (minute + minutes) * MINUTE,
  endReason: null,
  endedBy: null,
  isTrusted: false,
  ...more,
});
const MADRID = { place: 'ES Madrid', point: [40.4, -3.7] as const };
/** Each ends the one before it. */
const displacing = (uses: SharingUse[]): SharingUse[] =>
  uses.map((each, i) =>
    uses[i + 1] ? { ...each, endReason: 'displaced', endedBy: uses[i + 1]?.session ?? null } : each,
  );
/** The same morning on so many days. */
const mornings = (days: number, of: (start: number) => SharingUse[]): SharingUse[] =>
  displacing(Array.from({ length: days }, (_, day) => of(day * 1440 + 600)).flat());
const find = (uses: SharingUse[], days: number) => findSignals(uses, [], { from: 0, to: days * DAY, dayOf });
const kindsOf = (signals: Signal[]) => [...new Set(signals.map(({ kind }) => kind))].sort();

describe('what sessions say', () => {
  it('is nothing for who goes from the computer to the phone and stays there', () => {
    expect(
      find(
        mornings(10, (at) => [use('pc', at, 30, 'shop'), use('phone', at + 60, 5, 'mobile', { kind: 'mobile' })]),
        10,
      ),
    ).toEqual([]);
  });

  it('is ping-pong in one hand for phone and counter on one network, with what it was made of', () => {
    const uses = mornings(3, (at) => [
      use('pc', at, 10, 'shop'),
      use('phone', at + 15, 3, 'shop'),
      use('pc', at + 20, 10, 'shop'),
    ]);
    const signals = find(uses, 3);
    expect(kindsOf(signals)).toEqual(['pingPong']);
    expect(signals.map(({ day, isStrong, evidence }) => [day, isStrong, evidence.count])).toEqual([
      ['0', false, 1],
      ['1', false, 1],
      ['2', false, 1],
    ]);
    expect(signals[0]?.evidence).toMatchObject({
      sessions: uses.slice(0, 3).map(({ session }) => session),
      events: uses.slice(0, 3).map(({ event }) => event),
      times: [620 * MINUTE],
      between: [
        { system: 'Windows', place: 'ES Sevilla' },
        { system: 'Android', place: 'ES Sevilla' },
      ],
    });
  });

  it('is not ping-pong without input: who only opens it and goes has done nothing', () => {
    expect(
      find(
        mornings(3, (at) => [
          use('pc', at, 10, 'shop'),
          use('phone', at + 15, 0.5, 'shop'),
          use('pc', at + 20, 10, 'shop'),
        ]),
        3,
      ),
    ).toEqual([]);
  });

  it('is two strangers and their rhythm for two computers that nothing links, from the fourth day on', () => {
    const day = (at: number) =>
      [0, 30, 60, 90].flatMap((later) => [
        use('pc a', at + later, 10, 'shop'),
        use('pc b', at + later + 15, 5, 'home'),
      ]);
    expect(kindsOf(find(mornings(3, day), 3))).toEqual(['pingPong']);
    const signals = find(mornings(4, day), 4);
    expect(kindsOf(signals)).toEqual(['pingPong', 'rhythm']);
    expect(signals.filter(({ kind }) => kind === 'pingPong').every(({ isStrong }) => isStrong)).toBe(true);
    expect(signals.filter(({ kind }) => kind === 'rhythm').map(({ day }) => day)).toEqual(['0', '1', '2', '3']);
  });

  it('is one hand after all once a phone was where both computers are', () => {
    const day = (at: number) =>
      [0, 30, 60, 90].flatMap((later) => [
        use('pc a', at + later, 10, 'shop'),
        use('pc b', at + later + 15, 5, 'home'),
      ]);
    const phone = (minute: number, network: string) => use('phone', minute, 2, network);
    const uses = [...mornings(4, day), phone(4 * 1440, 'shop'), phone(5 * 1440, 'home')];
    const signals = find(uses, 6);
    expect(kindsOf(signals)).toEqual(['pingPong']);
    expect(signals.some(({ isStrong }) => isStrong)).toBe(false);
  });

  it('is two cities only on lines, and certain only where both are known to be fixed', () => {
    const day = (kind: SharingUse['kind']) => (at: number) => [
      use('pc a', at, 10, 'shop', { kind }),
      use('pc b', at + 20, 5, 'flat', { kind, ...MADRID }),
      use('pc a', at + 40, 5, 'shop', { kind }),
    ];
    const far = (kind: SharingUse['kind'], days: number) =>
      find(mornings(days, day(kind)), days).filter((signal) => signal.kind === 'far');
    expect(far('fixed', 3).map(({ isStrong }) => isStrong)).toEqual([true, true, true]);
    for (const kind of ['mobile', 'vpn', 'hosting'] as const) expect(far(kind, 3)).toEqual([]);
    // where no table says so, a computer that is there for three days does, and it is never certain
    expect(far('unknown', 2)).toEqual([]);
    expect(far('unknown', 3).map(({ isStrong }) => isStrong)).toEqual([false, false, false]);
  });

  it('is no second city for a device that was in both: it travelled', () => {
    const day = (at: number) => [
      use('pc a', at, 10, 'shop'),
      use('pc b', at + 20, 5, 'flat', MADRID),
      use('pc a', at + 40, 5, 'shop'),
    ];
    const trip = [use('pc b', 3 * 1440, 5, 'shop'), use('pc b', 4 * 1440, 5, 'flat', MADRID)];
    expect(find([...mornings(3, day), ...trip], 5).filter(({ kind }) => kind === 'far')).toEqual([]);
  });

  it('is no crowd for private windows, nor for a phone that takes the place of another one', () => {
    const windows = Array.from({ length: 10 }, (_, day) =>
      [0, 5, 10].map((later) => use(`pc ${day} ${later}`, day * 1440 + later, 3, 'shop')),
    ).flat();
    expect(find(windows, 10)).toEqual([]);
    const phones = mornings(6, (at) =>
      ['phone a', 'phone b', 'phone c'].map((device, i) => use(device, at + i * 10, 3, 'shop')),
    );
    expect(kindsOf(find(phones, 6))).not.toContain('crowd');
    const crowd = mornings(10, (at) =>
      ['phone a', 'phone b', 'phone c'].map((device, i) => use(device, at + i * 10, 3, 'shop')),
    );
    expect(kindsOf(find(crowd, 10))).toContain('crowd');
  });

  it('is turns for two phones at one shop, the one always before the other', () => {
    const day = (at: number) =>
      ['phone a', 'phone b'].flatMap((device, i) =>
        [0, 20, 40].map((later) => use(device, at + i * 240 + later, 5, 'shop')),
      );
    expect(kindsOf(find(mornings(4, day), 4))).toEqual(['shifts']);
  });

  it('is what somebody pressed: that several use it', () => {
    const word = { event: 9, at: 2 * HOUR, session: 's0', says: 'several' } as const;
    expect(findSignals([], [word, { ...word, event: 10, says: 'mine' }], { from: 0, to: DAY, dayOf })).toMatchObject([
      { kind: 'several', day: '0', evidence: { count: 1, events: [9] } },
    ]);
  });

  it('is the same for the same sessions, key by key', () => {
    const uses = mornings(5, (at) => [
      use('pc', at, 10, 'shop'),
      use('phone', at + 15, 3, 'shop'),
      use('pc', at + 20, 10, 'shop'),
    ]);
    expect(find(uses, 5)).toEqual(find(uses, 5));
    const keys = find(uses, 5).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('is not worth a look for one phone and one computer', () => {
    const both = mornings(5, (at) => [use('pc', at, 10, 'shop'), use('phone', at + 15, 3, 'shop')]);
    expect(mayBeShared(both, [], dayOf)).toBe(false);
    expect(mayBeShared(both, [{ says: 'several' }], dayOf)).toBe(true);
    expect(mayBeShared([...both, ...mornings(2, (at) => [use('pc 2', at, 5, 'home')])], [], dayOf)).toBe(true);
  });
});
