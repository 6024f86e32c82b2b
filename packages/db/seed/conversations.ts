// One conversation's history, dialogue after dialogue, and how it stands now.
import { DAY, HOUR, MINUTE, wallOf } from './calendar.ts';
import type { DemoContact } from './contacts.ts';
import type { Dialogue, Trade } from './corpus.ts';
import type { Chance } from './random.ts';
import { daytime, type Line, playDialogue, type Uses } from './timeline.ts';

const HISTORY = 212 * DAY;
const RECENT = 5 * DAY;

export type Author = { id: string; name: string };

export type SpokenLine = Line & { author: Author | null };

export type Story = { lines: SpokenLine[] /** the last dialogue came to its end */; finished: boolean };

export type Stage = {
  trade: Trade;
  dialogues: readonly Dialogue[];
  staff: readonly { author: Author; share: number }[];
  now: number;
  uses: Uses;
  /** how often each dialogue was played */
  played: Map<string, number>;
  chance: Chance;
};

/**
 * Tells a contact's story up to now. With `ending` 'open' it ends with words of the customer that nobody has answered,
 * said within the last two days; with 'recent' it ends within the last days.
 */
export function tellStory(stage: Stage, contact: DemoContact, ending: 'open' | 'recent' | 'past'): Story {
  const { chance, now } = stage;
  const starts: number[] = [];
  const latest = ending === 'past' ? now - 3 * DAY : now - RECENT - 4 * DAY;
  const count = ending === 'past' ? contact.dialogues : contact.dialogues - 1;
  for (let tries = 0; starts.length < count && tries < 80; tries += 1) {
    const start = daytime(latest - chance.next() ** 1.25 * (HISTORY - RECENT), chance);
    if (start < latest && starts.every((other) => Math.abs(other - start) > 7 * DAY)) starts.push(start);
  }
  starts.sort((one, other) => one - other);
  const lines: SpokenLine[] = [];
  const used = new Set<string>();
  for (const [position, start] of starts.entries()) {
    const begin = Math.max(start, (lines.at(-1)?.at ?? 0) + DAY);
    if (begin > latest + DAY) continue;
    const dialogue = chooseDialogue(stage, contact, begin, position === 0, used);
    remember(stage, dialogue, used);
    lines.push(...perform(stage, dialogue, contact, begin));
  }
  if (ending === 'past') {
    const said = lines.filter((line) => line.at < now - MINUTE);
    return { lines: said, finished: said.length === lines.length };
  }
  const end = ending === 'open' ? openEnding(stage, contact, lines, used) : recentEnding(stage, contact, lines, used);
  return { lines: [...lines, ...end], finished: ending === 'recent' };
}

function openEnding(stage: Stage, contact: DemoContact, before: readonly Line[], used: Set<string>): SpokenLine[] {
  const { chance, now } = stage;
  for (;;) {
    // many just now, fewer yesterday
    const start = now - chance.between(2, 30) * MINUTE - chance.next() ** 3 * 40 * HOUR;
    // few write by night; a demo that starts by night looks back on the evening
    if (wallOf(start).minute < 8 * 60 && chance.is(0.95)) continue;
    const dialogue = chooseDialogue(stage, contact, start, before.length === 0, used, startsWithWords);
    const lines = perform(stage, dialogue, contact, start);
    const said = lines.filter((line) => line.at < now - MINUTE);
    if (said.at(-1)?.who === 'c' && lines[said.length]?.who === 's') {
      remember(stage, dialogue, used);
      return said;
    }
    const opening = lines.slice(
      0,
      lines.findIndex((line) => line.who !== 'c'),
    );
    if (opening.every((line) => line.at < now - MINUTE) && chance.is(0.4)) {
      remember(stage, dialogue, used);
      return opening;
    }
  }
}

const startsWithWords = ({ turns: [first] }: Dialogue): boolean =>
  first?.who === 'c' && first.picture === null && first.anchor === null;

function recentEnding(stage: Stage, contact: DemoContact, before: readonly Line[], used: Set<string>): SpokenLine[] {
  const { chance, now } = stage;
  for (let tries = 0; ; tries += 1) {
    const start = daytime(now - chance.next() * (RECENT + Math.floor(tries / 20) * DAY) - 2 * HOUR, chance);
    if (start >= now - HOUR) continue;
    const dialogue = chooseDialogue(stage, contact, start, before.length === 0, used);
    const lines = perform(stage, dialogue, contact, start);
    const said = lines.filter((line) => line.at < now - MINUTE);
    const clear = (before.at(-1)?.at ?? 0) + 12 * HOUR < start;
    if (clear && said.length > 1 && (said.length === lines.length || said.at(-1)?.who === 's')) {
      remember(stage, dialogue, used);
      return said;
    }
  }
}

function chooseDialogue(
  stage: Stage,
  contact: DemoContact,
  at: number,
  isFirst: boolean,
  used: Set<string>,
  fits: (dialogue: Dialogue) => boolean = () => true,
): Dialogue {
  const { month, day } = wallOf(at);
  const fitting = stage.dialogues.filter(
    (dialogue) =>
      !used.has(dialogue.id) &&
      fits(dialogue) &&
      (!dialogue.months || (dialogue.months.includes(month) && day <= dialogue.untilDay)) &&
      (!dialogue.womenOnly || contact.gender === 'f') &&
      dialogue.stage !== (isFirst ? 'later' : 'first'),
  );
  // the most wanting of them, with some chance: weights hold over the whole workspace
  const wanting = fitting
    .map((dialogue) => ({
      dialogue,
      load: ((stage.played.get(dialogue.id) ?? 0) + stage.chance.next() * 2.5) / dialogue.weight,
    }))
    .sort((one, other) => one.load - other.load);
  return (wanting[0]?.dialogue ?? stage.dialogues[0]) as Dialogue;
}

// only what was kept counts: an ending is tried more than once
function remember(stage: Stage, dialogue: Dialogue, used: Set<string>): void {
  used.add(dialogue.id);
  stage.played.set(dialogue.id, (stage.played.get(dialogue.id) ?? 0) + 1);
}

function perform(stage: Stage, dialogue: Dialogue, contact: DemoContact, start: number): SpokenLine[] {
  const { chance } = stage;
  let share = chance.next();
  const author =
    stage.staff.find((one) => {
      share -= one.share;
      return share < 0;
    })?.author ?? null;
  const lines = playDialogue(dialogue, stage.trade, contact, start, stage.uses, chance);
  return lines.map((line) => ({ ...line, author: line.who === 's' && !line.fromPhone ? author : null }));
}
