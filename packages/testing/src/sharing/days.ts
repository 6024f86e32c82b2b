import type { Stint } from './play.ts';
import { DAY, type Device, HOUR, type Line, MINUTE, type World } from './world.ts';

/** Days that the simulation lasts. */
export const DAYS = 90;

/** Where somebody is who sits down at a moment, and at what. */
export type Choice = { device: Device; line: Line };

/** One person's looks between two moments, one after the other, never two at once. */
export function looks(
  world: World,
  { from, to, perHour, who = 0 }: { from: number; to: number; perHour: number; who?: number },
  choose: (at: number) => Choice,
): Stint[] {
  const { dice, own } = world;
  const stints: Stint[] = [];
  let at = from + dice.next() * (HOUR / Math.max(0.2, perHour));
  while (at < to) {
    const minutes = Math.min(0.3 + dice.next() * own('lookMinutes'), (to - at) / MINUTE);
    stints.push({ at, minutes, who, ...choose(at) });
    // from now on to the next one: as often as they do, and not before this one is over
    const pause = dice.hit(own('changesAtOnce'))
      ? (5 + dice.next() * 45) * 1000
      : (-Math.log(1 - dice.next()) * HOUR) / perHour;
    at += Math.max(minutes * MINUTE + Math.min(pause, 15_000), pause);
  }
  return stints;
}

/** The hours that somebody works on a day, in one part or two; none on their days off. */
export function opening(world: World): (day: number) => { from: number; to: number }[] {
  const { dice, own } = world;
  const opens = 8 + dice.next() * 3;
  const hours = own('hoursPerDay');
  const isSplit = dice.hit(0.5);
  const days = Math.round(own('daysPerWeek'));
  return (day) => {
    if (day % 7 >= days) return [];
    const from = day * DAY + (opens + (dice.next() - 0.5) * 0.4) * HOUR;
    const part = hours * HOUR;
    return isSplit
      ? [
          { from, to: from + part * 0.5 },
          { from: from + part * 0.5 + 2 * HOUR, to: from + part + 2 * HOUR },
        ]
      : [{ from, to: from + part }];
  };
}

/** What a person has: a phone, perhaps a second one, and the computer at work; the lines of work and home, and the phone's own. */
export function settle(world: World) {
  const { dice, own } = world;
  const town = world.city();
  const phone = world.phone();
  const secondPhone = dice.hit(own('hasSecondPhone')) ? world.phone() : null;
  const mobile = world.mobileLine(town);
  const work = world.fixedLine(town);
  const home = world.fixedLine(town);
  return {
    town,
    phone,
    secondPhone,
    counter: world.computer(),
    mobile,
    work,
    home,
    /** The phone in the hand, or the other one, on the Wi-Fi of where it is or not. */
    inHand(wifi: Line): Choice {
      const device = secondPhone && dice.hit(0.3) ? secondPhone : phone;
      return { device, line: dice.hit(own('phoneOnWifi')) ? wifi : mobile };
    },
  };
}
