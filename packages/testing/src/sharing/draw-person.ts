import { type Dice, diceOf } from './drawing.ts';
import { FIGURES, type Figures, WIDENED } from './figures.ts';
import { INNOCENTS } from './innocents.ts';
import { type Played, type PlayedCard, play } from './play.ts';
import { SHARERS } from './sharers.ts';
import { DAY, openWorld, type World } from './world.ts';

export type InnocentKind = keyof typeof INNOCENTS;
export type SharerKind = keyof typeof SHARERS;
export type Kind = InnocentKind | SharerKind;
export const innocentKinds = Object.keys(INNOCENTS) as InnocentKind[];
export const sharerKinds = Object.keys(SHARERS) as SharerKind[];

/** Ninety days of somebody, and since which of them they share; null of those who never do. */
export type Drawn = Played & { kind: Kind; since: number | null };

/** The seeds below are for whoever works on a score, and so is every range that it was judged by once and changed for; what judges begins here. */
export const HELD_OUT = 3_000_000;

/** One person of a kind. The same seed is the same person. */
export function drawPerson(kind: Kind, seed: number, { widened = false } = {}): Drawn {
  const figures: Figures = widened ? WIDENED : FIGURES;
  const dice = diceOf(seed * 31 + [...innocentKinds, ...sharerKinds].indexOf(kind) * 7_919);
  const world = openWorld(dice, figures);
  if (kind in SHARERS) {
    const { since, stints } = SHARERS[kind as SharerKind](world);
    return { kind, since, ...play(world, stints, sharersWords(world, since)) };
  }
  const stints = INNOCENTS[kind as InnocentKind](world);
  return { kind, since: null, ...play(world, stints, innocentsWords(world)) };
}

type Says = (at: number, dice: Dice) => PlayedCard['action'] | null;

/** Most say nothing or take it back; one in some presses once what is not so. */
function innocentsWords({ dice, own }: World): Says {
  let mistakes = dice.hit(own('saysSeveralByMistake')) ? 1 : 0;
  const at = dice.whole([1, 200]);
  let cards = 0;
  return () => {
    cards++;
    if (mistakes > 0 && cards === at) {
      mistakes--;
      return 'several';
    }
    return dice.hit(own('saysMine')) ? 'mine' : 'take_back';
  };
}

function sharersWords({ dice, own }: World, since: number): Says {
  const wouldSay = dice.hit(own('saysSeveral'));
  const after = Math.round(own('saysSeveralAfter'));
  let cards = 0;
  return (at) => {
    // nobody says so of themselves alone
    if (at < since * DAY) return dice.hit(own('saysMine')) ? 'mine' : 'take_back';
    cards++;
    if (wouldSay && cards % Math.max(1, after) === 0 && cards <= 3 * after) return 'several';
    return dice.hit(own('saysMineThoughShared')) ? 'mine' : 'take_back';
  };
}
