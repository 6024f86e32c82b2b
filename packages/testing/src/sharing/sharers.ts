import { type Choice, DAYS, looks, opening, settle } from './days.ts';
import type { Stint } from './play.ts';
import { type City, DAY, HOUR, OVERSEAS, type World } from './world.ts';

/** A life that is shared from a day on; until then it is its owner's alone. */
type SharedLife = (world: World) => { since: number; stints: Stint[] };
const LAST_ONSET = 60;

/** The owner at work, with the computer at the counter and the phone. */
function owner(world: World, mine: ReturnType<typeof settle>, perHour: number) {
  const works = opening(world);
  const { dice } = world;
  const choose = (): Choice => (dice.hit(0.7) ? { device: mine.counter, line: mine.work } : mine.inHand(mine.work));
  return {
    works,
    day: (day: number): Stint[] => works(day).flatMap((part) => looks(world, { ...part, perHour, who: 0 }, choose)),
  };
}

/** Somebody else with devices of their own, somewhere. */
function other(world: World, where: City) {
  const { dice, own } = world;
  const computer = dice.hit(own('hasLaptop')) ? world.computer() : null;
  const phone = world.phone();
  const mobile = world.mobileLine(where);
  return (line: Stint['line']): Choice => {
    if (computer && dice.hit(0.6)) return { device: computer, line };
    return { device: phone, line: dice.hit(own('phoneOnWifi')) ? line : mobile };
  };
}

const sharedFrom = (world: World) => Math.floor(world.dice.next() * LAST_ONSET);
const everyDay = (each: (day: number) => Stint[]): Stint[] =>
  Array.from({ length: DAYS }, (_, day) => each(day)).flat();
/** The days of a week on which somebody comes, and when on such a day. */
function visits(world: World, days: number, hours: number) {
  const { dice } = world;
  const begins = 9 + dice.next() * 6;
  return (day: number, since: number): { from: number; to: number } | null => {
    if (day < since || (day - since) % 7 >= Math.round(days)) return null;
    const from = day * DAY + (begins + (dice.next() - 0.5)) * HOUR;
    return { from, to: from + hours * HOUR };
  };
}

/** Two at once in one city: one at the shop, one at home or elsewhere. */
const pingPong: SharedLife = (world) => beside(world, 'near');
/** Two at once in two cities. */
const twoCities: SharedLife = (world) => beside(world, 'far');

function beside(world: World, distance: 'near' | 'far') {
  const { own } = world;
  const mine = settle(world);
  const since = sharedFrom(world);
  const where = distance === 'near' ? mine.town : world.elsewhere(mine.town);
  const second = other(world, where);
  const line = world.fixedLine(where);
  const perHour = own('sharerLooksPerHour');
  const first = owner(world, mine, perHour);
  const comes = visits(world, own('secondDays'), own('secondHours'));
  return {
    since,
    stints: everyDay((day) => {
      const visit = comes(day, since);
      return [...first.day(day), ...(visit ? looks(world, { ...visit, perHour, who: 1 }, () => second(line)) : [])];
    }),
  };
}

/** Morning and evening at one shop, each with a device of their own or both at its computer; who is off looks in from home. */
const shifts: SharedLife = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const since = sharedFrom(world);
  const sharesCounter = dice.hit(own('sharesCounter'));
  const works = opening(world);
  const perHour = own('sharerLooksPerHour');
  const people = [
    { phone: mine.phone, mobile: mine.mobile, home: mine.home, computer: mine.counter },
    {
      phone: world.phone(),
      mobile: world.mobileLine(mine.town),
      home: world.fixedLine(mine.town),
      computer: sharesCounter ? mine.counter : dice.hit(0.5) ? world.computer() : null,
    },
  ] as const;
  return {
    since,
    stints: everyDay((day) => {
      const parts = works(day);
      const from = parts[0]?.from;
      const to = parts.at(-1)?.to;
      if (from === undefined || to === undefined) return [];
      const change = day < since ? to : (from + to) / 2;
      return [0, 1].flatMap((who) => {
        const own1 = people[who] as (typeof people)[number];
        const on = who === 0 ? { from, to: change } : { from: change, to };
        const off = who === 0 ? { from: change, to } : { from, to: change };
        const atHome = (): Choice => ({
          device: own1.phone,
          line: dice.hit(own('phoneOnWifi')) ? own1.home : own1.mobile,
        });
        const atShop = (): Choice =>
          own1.computer && dice.hit(0.7)
            ? { device: own1.computer, line: mine.work }
            : { device: own1.phone, line: dice.hit(own('phoneOnWifi')) ? mine.work : own1.mobile };
        return [
          ...(on.to > on.from ? looks(world, { ...on, perHour, who }, atShop) : []),
          ...(day >= since && off.to > off.from
            ? looks(world, { ...off, perHour: own('offShiftLooks') / ((off.to - off.from) / HOUR), who }, atHome)
            : []),
        ];
      });
    }),
  };
};

/** Four with one login, most of them at the same place. */
const teamOfFour: SharedLife = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const since = sharedFrom(world);
  const perHour = own('sharerLooksPerHour');
  const first = owner(world, mine, perHour);
  const others = [1, 2, 3].map((who) => ({
    who,
    uses: other(world, mine.town),
    line: dice.hit(0.7) ? mine.work : world.fixedLine(mine.town),
    comes: visits(world, own('secondDays'), own('secondHours')),
  }));
  return {
    since,
    stints: everyDay((day) => [
      ...first.day(day),
      ...others.flatMap(({ who, uses, line, comes }) => {
        const visit = comes(day, since);
        return visit ? looks(world, { ...visit, perHour: perHour / 2, who }, () => uses(line)) : [];
      }),
    ]),
  };
};

/** An assistant elsewhere, in another city or overseas, some days of the week. */
const assistant: SharedLife = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const since = sharedFrom(world);
  const where = dice.hit(own('assistantAbroad')) ? dice.pick(OVERSEAS) : world.elsewhere(mine.town);
  const helper = other(world, where);
  const line = world.fixedLine(where);
  const perHour = own('sharerLooksPerHour');
  const first = owner(world, mine, perHour);
  const comes = visits(world, own('assistantDays'), own('assistantHours'));
  return {
    since,
    stints: everyDay((day) => {
      const visit = comes(day, since);
      return [...first.day(day), ...(visit ? looks(world, { ...visit, perHour, who: 1 }, () => helper(line)) : [])];
    }),
  };
};

/** Somebody covers for the owner on a day or three a week, while the owner, who is out, looks in from the phone. */
const handover: SharedLife = (world) => {
  const { own } = world;
  const mine = settle(world);
  const since = sharedFrom(world);
  const perHour = own('sharerLooksPerHour');
  const first = owner(world, mine, perHour);
  const cover = other(world, mine.town);
  const comes = visits(world, own('coverDays'), own('coverHours'));
  return {
    since,
    stints: everyDay((day) => {
      const visit = comes(day, since);
      if (!visit) return first.day(day);
      const out = looks(world, { ...visit, perHour: perHour / 2, who: 0 }, () => ({
        device: mine.phone,
        line: mine.mobile,
      }));
      const before = first.day(day).filter(({ at }) => at < visit.from || at > visit.to);
      return [...before, ...out, ...looks(world, { ...visit, perHour, who: 1 }, () => cover(mine.work))];
    }),
  };
};

/** The six kinds of those who share one. */
export const SHARERS = {
  'ping-pong duo': pingPong,
  'shifts at one shop': shifts,
  'two cities': twoCities,
  'team of four': teamOfFour,
  'assistant elsewhere': assistant,
  'occasional handover': handover,
} as const;
