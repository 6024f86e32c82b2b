import { atMinute, DAY, HOUR, isOpen, MINUTE, nextOpen, type OpeningHours, wallOf, workingDay } from './calendar.ts';
import type { Dialogue, Trade, Turn } from './corpus.ts';
import type { Chance } from './random.ts';
import { fillText, type Hand, type Scene, typeAs } from './wording.ts';

export type Line = {
  who: string;
  text: string;
  picture: string | null;
  at: number;
  /** Typed on the business's phone, outside the opening hours. */
  fromPhone: boolean;
};

export type Customer = { firstName: string; gender: 'f' | 'm'; hand: Hand };

/** How often each way of saying a turn was used, so that the least used comes next. */
export type Uses = Map<readonly string[], number[]>;

/** Plays one dialogue from `start` on. Lines come in order of time; the staff writes when the business is open. */
export function playDialogue(
  dialogue: Dialogue,
  trade: Trade,
  customer: Customer,
  start: number,
  uses: Uses,
  chance: Chance,
): Line[] {
  const needsEve = dialogue.turns.some((turn) => turn.anchor === 'vispera');
  const gap = needsEve ? chance.between(2, 6) : chance.between(1, 5);
  const day = workingDay(trade.hours, nextOpen(trade.hours, start), gap, chance.next());
  const scene: Scene = {
    firstName: customer.firstName,
    gender: customer.gender,
    day,
    otherDay: workingDay(trade.hours, day, chance.between(1, 3), chance.next()),
    chosen: new Map(),
  };
  const lines: Line[] = [];
  let at = start;
  let before: Turn | null = null;
  let skipped = false;
  let said = 0;
  for (const turn of dialogue.turns) {
    // what hangs on something that was not said is not said either
    skipped = turn.optional && (skipped || (!turn.answers && chance.is(0.4)));
    if (skipped) continue;
    at = before || turn.anchor ? momentOf(turn, before ?? turn, at, scene.day, trade.hours, chance) : start;
    if (turn.afterMs !== null && turn.afterMs >= DAY && at > scene.day - 12 * HOUR) {
      // days went by: what is agreed from here on lies ahead again
      scene.day = workingDay(trade.hours, nextOpen(trade.hours, at), chance.between(1, 3), chance.next());
      scene.otherDay = workingDay(trade.hours, scene.day, chance.between(1, 3), chance.next());
    }
    let fromPhone = false;
    if (turn.who === 's' && !isOpen(trade.hours, at)) {
      const { minute } = wallOf(at);
      fromPhone = minute > 9 * 60 && minute < 22 * 60 && chance.is(0.25);
      if (!fromPhone) at = nextOpen(trade.hours, at) + chance.between(2, 55) * MINUTE;
    }
    said = turn.answers ? said : leastUsed(turn.variants, uses, chance);
    const variant = turn.variants[said] as string;
    for (const [part, text] of fillText(variant, scene, trade.slots, at, chance).split(' // ').entries()) {
      if (part > 0) at += chance.between(4, 45) * 1000;
      const words = turn.who === 'c' ? typeAs(customer.hand, text, chance) : text;
      lines.push({ who: turn.who, text: words, picture: part === 0 ? turn.picture : null, at, fromPhone });
    }
    before = turn;
  }
  return lines;
}

/** Plays a group's script so that it ends at about `end`: its members write by day, the order of the lines kept. */
export function playGroup(dialogue: Dialogue, trade: Trade, end: number, uses: Uses, chance: Chance): Line[] {
  const scene: Scene = {
    firstName: '',
    gender: 'f',
    day: end,
    otherDay: end,
    chosen: new Map(),
  };
  const pauses = dialogue.turns.map((turn) => turn.afterMs ?? chance.between(1, 14) * MINUTE);
  let at = daytime(end - pauses.reduce((sum, pause) => sum + pause, 0), chance);
  return dialogue.turns.map((turn, position) => {
    const before = at;
    if (position > 0) at += pauses[position] as number;
    if (turn.afterMs !== null && turn.afterMs >= 6 * HOUR) at = Math.max(before + MINUTE, daytime(at, chance));
    const text = fillText(
      turn.variants[leastUsed(turn.variants, uses, chance)] as string,
      scene,
      trade.slots,
      at,
      chance,
    );
    return { who: turn.who, text, picture: null, at, fromPhone: true };
  });
}

function momentOf(
  turn: Turn,
  before: Turn,
  at: number,
  appointment: number,
  hours: OpeningHours,
  chance: Chance,
): number {
  const soon = at + chance.between(3, 12) * MINUTE;
  if (turn.anchor === 'vispera') return Math.max(soon, eveOf(appointment, hours, chance));
  if (turn.anchor === 'cita') return Math.max(soon, appointment - chance.between(12, 40) * MINUTE);
  if (turn.anchor === 'tras') return Math.max(soon, atMinute(appointment, chance.between(620, 1240), 1));
  if (turn.afterMs !== null) {
    const later = at + turn.afterMs * (0.85 + chance.next() * 0.3);
    return turn.afterMs >= 6 * HOUR ? Math.max(soon, daytime(later, chance)) : later;
  }
  if (turn.who === before.who) return at + chance.between(8, 55) * 1000;
  if (turn.who === 's') return at + (chance.is(0.15) ? chance.between(40, 110) : chance.between(2, 22)) * MINUTE;
  return at + (chance.is(0.1) ? chance.between(45, 150) : chance.between(1, 16)) * MINUTE;
}

// the last working day before: a Monday's reminder leaves on Friday
function eveOf(appointment: number, hours: OpeningHours, chance: Chance): number {
  for (let days = 1; days < 7; days += 1) {
    const at = atMinute(appointment, chance.between(640, 780), -days);
    if (isOpen(hours, at)) return at;
  }
  return appointment - DAY;
}

/** The same day, at an hour at which people write. */
export function daytime(at: number, chance: Chance): number {
  const evening = chance.is(0.4);
  return (
    atMinute(at, evening ? chance.between(18 * 60, 22 * 60) : chance.between(9 * 60, 18 * 60)) +
    chance.between(0, 59) * 1000
  );
}

function leastUsed(variants: readonly string[], uses: Uses, chance: Chance): number {
  const counts = uses.get(variants) ?? variants.map(() => 0);
  uses.set(variants, counts);
  const least = Math.min(...counts);
  const index = chance.pick(counts.flatMap((count, position) => (count === least ? [position] : [])));
  counts[index] = least + 1;
  return index;
}
