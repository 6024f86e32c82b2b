import { DAYS, looks, opening, settle } from './days.ts';
import type { Stint } from './play.ts';
import { ABROAD, DAY, HOUR, MINUTE, type World } from './world.ts';

/** The days of one person, day by day, each in its order. */
type Life = (world: World) => Stint[];
const everyDay = (each: (day: number) => Stint[]): Stint[] =>
  Array.from({ length: DAYS }, (_, day) => each(day)).flat();

/** A phone all day, on the Wi-Fi of home and work and on mobile data in between. */
const mobileAndWifi: Life = (world) => {
  const { own } = world;
  const mine = settle(world);
  const works = opening(world);
  return everyDay((day) => {
    const at = works(day);
    return looks(
      world,
      { from: (day * 24 + 7) * HOUR, to: (day * 24 + 23) * HOUR, perHour: own('looksPerDay') / 14 },
      (now) => mine.inHand(at.some(({ from, to }) => now >= from && now < to) ? mine.work : mine.home),
    );
  });
};

/** One person who changes between the phone and the computer at the counter all day, and looks from home in the evening. */
const phoneAndCounter: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  const livesAbove = dice.hit(own('livesAbove'));
  return everyDay((day) => [
    ...works(day).flatMap((part) =>
      looks(world, { ...part, perHour: own('changesPerDay') / own('hoursPerDay') }, () =>
        dice.hit(0.5)
          ? { device: mine.counter, line: mine.work }
          : mine.inHand(livesAbove && dice.hit(0.3) ? mine.home : mine.work),
      ),
    ),
    ...evening(world, day, () => mine.inHand(mine.home)),
  ]);
};

/** One person in an office that leaves by one address, or by two that share the load. */
const officeNat: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  const laptop = world.computer();
  const second = dice.hit(0.3) ? world.fixedLine(mine.town) : mine.work;
  const out = (at: number) => (dice.hit(0.5) ? mine.work : second)(at);
  return everyDay((day) => [
    ...works(day).flatMap((part) =>
      looks(world, { ...part, perHour: own('changesPerDay') / own('hoursPerDay') }, () => {
        const what = dice.next();
        return what < 0.5
          ? { device: mine.counter, line: out }
          : what < 0.8
            ? { device: laptop, line: out }
            : mine.inHand(out);
      }),
    ),
    ...evening(world, day, () => (dice.hit(0.5) ? { device: laptop, line: mine.home } : mine.inHand(mine.home))),
  ]);
};

/** A computer that leaves by a VPN for part of the time, and a phone that does not. */
const vpn: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  const tunnel = world.vpnLine();
  const onTunnel = (plain: typeof tunnel) => (dice.hit(own('vpnPart')) ? tunnel : plain);
  return everyDay((day) => [
    ...works(day).flatMap((part) =>
      looks(world, { ...part, perHour: own('changesPerDay') / own('hoursPerDay') / 2 }, () =>
        dice.hit(0.6) ? { device: mine.counter, line: onTunnel(mine.work) } : mine.inHand(mine.work),
      ),
    ),
    ...evening(world, day, () => mine.inHand(mine.home)),
  ]);
};

/** Away for days, with phone and laptop, in hotels and on roaming; in between as everybody. */
const traveller: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  const laptop = world.computer();
  let next = dice.next() * own('tripEvery');
  let trip: { until: number; hotel: typeof mine.work; roaming: typeof mine.work } | null = null;
  return everyDay((day) => {
    if (trip && day >= trip.until) trip = null;
    if (!trip && day >= next) {
      const where = dice.hit(0.6) ? world.elsewhere(mine.town) : dice.pick(ABROAD);
      trip = {
        until: day + own('tripDays'),
        hotel: world.fixedLine(where, { moves: false }),
        roaming: world.mobileLine(where),
      };
      next = day + own('tripDays') + own('tripEvery');
    }
    if (!trip)
      return works(day).flatMap((part) =>
        looks(world, { ...part, perHour: 2 }, () =>
          dice.hit(0.5) ? { device: laptop, line: mine.work } : mine.inHand(mine.work),
        ),
      );
    const away = trip;
    return looks(
      world,
      { from: (day * 24 + 8) * HOUR, to: (day * 24 + 23) * HOUR, perHour: own('looksPerDay') / 15 },
      () =>
        dice.hit(0.3)
          ? { device: laptop, line: away.hotel }
          : { device: mine.phone, line: dice.hit(0.4) ? away.hotel : away.roaming },
    );
  });
};

/** A new phone takes the old one's place, some days later for good; sometimes the computer is new as well. */
const newPhone: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  const since = dice.of([5, 80]);
  const until = since + own('phonesOverlap');
  const newer = world.phone();
  const newCounter = dice.hit(0.2) ? world.computer() : mine.counter;
  return everyDay((day) =>
    works(day).flatMap((part) =>
      looks(world, { ...part, perHour: own('changesPerDay') / own('hoursPerDay') / 2 }, () => {
        if (dice.hit(0.5)) return { device: day < since ? mine.counter : newCounter, line: mine.work };
        const hand = mine.inHand(mine.work);
        const isNew = day >= until || (day >= since && dice.hit(0.6));
        return isNew && hand.device === mine.phone ? { ...hand, device: newer } : hand;
      }),
    ),
  );
};

/** Logs in from private windows, each of which is a new device to us. */
const incognito: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  return everyDay((day) => [
    ...works(day).flatMap((part) =>
      looks(world, { ...part, perHour: own('changesPerDay') / own('hoursPerDay') / 2 }, () => {
        const choice = dice.hit(0.6) ? { device: mine.counter, line: mine.work } : mine.inHand(mine.work);
        return dice.hit(own('incognitoPart')) ? { ...choice, device: world.anew(choice.device) } : choice;
      }),
    ),
    ...evening(world, day, () => mine.inHand(mine.home)),
  ]);
};

/** Works from home on whatever the family has: computer, tablet, phone. Nobody else there uses the account. */
const sharedHome: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const family = [
    world.computer(),
    ...(dice.hit(own('hasLaptop')) ? [world.computer()] : []),
    ...(dice.hit(own('hasTablet')) ? [world.tablet()] : []),
  ];
  return everyDay((day) =>
    looks(world, { from: (day * 24 + 8) * HOUR, to: (day * 24 + 23) * HOUR, perHour: own('looksPerDay') / 10 }, () =>
      dice.hit(0.6) ? { device: dice.pick(family), line: mine.home } : mine.inHand(mine.home),
    ),
  );
};

/** A phone without Wi-Fi whose city jumps with its operator's NAT, beside a computer on a fixed line. */
const jumpingMobile: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  return everyDay((day) => [
    ...works(day).flatMap((part) =>
      looks(world, { ...part, perHour: own('changesPerDay') / own('hoursPerDay') }, () =>
        dice.hit(0.5) ? { device: mine.counter, line: mine.work } : { device: mine.phone, line: mine.mobile },
      ),
    ),
    ...evening(world, day, () => ({ device: mine.phone, line: mine.mobile })),
  ]);
};

/** Two shops of one person, each with its computer, perhaps in different cities; on the way between them as long as it takes. */
const twoBranches: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  const isFar = dice.hit(own('branchesFarPart'));
  const there = { device: world.computer(), line: world.fixedLine(isFar ? world.elsewhere(mine.town) : mine.town) };
  const byDay = dice.hit(0.5);
  // nobody changes city between two parts of a day faster than the road lets them
  const way = (isFar ? Math.max(75, own('branchMinutes')) : own('branchMinutes')) * MINUTE;
  return everyDay((day) => {
    const parts = works(day);
    const first = parts[0];
    const last = parts.at(-1);
    if (!first || !last) return [];
    const half = (first.from + last.to) / 2;
    const isThere = (now: number) => (byDay ? day % 2 === 1 : now > half);
    return parts.flatMap((part) =>
      looks(world, { ...part, perHour: own('changesPerDay') / own('hoursPerDay') }, (now) => {
        const onTheWay = !byDay && Math.abs(now - half) < way / 2;
        if (onTheWay) return { device: mine.phone, line: mine.mobile };
        const line = isThere(now) ? there.line : mine.work;
        return dice.hit(0.5) ? { device: isThere(now) ? there.device : mine.counter, line } : mine.inHand(line);
      }),
    );
  });
};

/** The shop from Monday to Friday, and many weekends elsewhere with the laptop or the tablet. */
const weekendAway: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  const laptop = dice.hit(own('hasTablet')) ? world.tablet() : world.computer();
  const where = world.elsewhere(mine.town);
  const house = world.fixedLine(where);
  const mobile = world.mobileLine(where);
  let isAway = false;
  return everyDay((day) => {
    if (day % 7 === 5) isAway = dice.hit(own('weekendsAway'));
    if (day % 7 < 5)
      return works(day).flatMap((part) =>
        looks(world, { ...part, perHour: own('changesPerDay') / own('hoursPerDay') }, () =>
          dice.hit(0.5) ? { device: mine.counter, line: mine.work } : mine.inHand(mine.work),
        ),
      );
    return looks(
      world,
      { from: (day * 24 + 10) * HOUR, to: (day * 24 + 22) * HOUR, perHour: own('looksPerDay') / 12 },
      () => {
        if (!isAway) return mine.inHand(mine.home);
        return dice.hit(0.5)
          ? { device: laptop, line: house }
          : { device: mine.phone, line: dice.hit(0.5) ? house : mobile };
      },
    );
  });
};

/** A browser that forgets: each login comes from a device that was never seen. */
const forgetfulBrowser: Life = (world) => {
  const { dice, own } = world;
  const mine = settle(world);
  const works = opening(world);
  let today = -1;
  let counter = mine.counter;
  return everyDay((day) => [
    ...works(day).flatMap((part) =>
      looks(world, { ...part, perHour: own('changesPerDay') / own('hoursPerDay') / 2 }, () => {
        const isNew = dice.hit(own('cookiesClearedPart')) && day !== today;
        if (isNew) counter = world.anew(counter);
        today = day;
        return dice.hit(0.6) ? { device: counter, line: mine.work } : mine.inHand(mine.work);
      }),
    ),
    ...evening(world, day, () => mine.inHand(mine.home)),
  ]);
};

/** Some looks from home after work, once they are there. */
function evening(world: World, day: number, choose: Parameters<typeof looks>[2]): Stint[] {
  const count = world.own('eveningLooks');
  const from = day * DAY + 22 * HOUR + world.own('commuteMinutes') * MINUTE;
  return count < 0.5 ? [] : looks(world, { from, to: day * DAY + 24 * HOUR - MINUTE, perHour: count / 1.5 }, choose);
}

/** Who is alone is at one place at a time: what would begin before the last look was over does not happen. */
const alone =
  (life: Life): Life =>
  (world) => {
    let until = 0;
    return life(world)
      .toSorted((a, b) => a.at - b.at)
      .filter(({ at, minutes }) => {
        if (at < until) return false;
        until = at + minutes * MINUTE;
        return true;
      });
  };

/** The twelve kinds of people who are alone with their account. */
export const INNOCENTS = {
  'mobile and Wi-Fi': alone(mobileAndWifi),
  'phone and counter': alone(phoneAndCounter),
  'office NAT': alone(officeNat),
  VPN: alone(vpn),
  traveller: alone(traveller),
  'new phone': alone(newPhone),
  incognito: alone(incognito),
  'shared home, one user': alone(sharedHome),
  'mobile whose city jumps': alone(jumpingMobile),
  'two branches': alone(twoBranches),
  'weekend away': alone(weekendAway),
  'browser that forgets': alone(forgetfulBrowser),
} as const;
