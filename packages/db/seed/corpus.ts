// Reads the trades' dialogues. The texts are data: one line per turn, `|` between ways of saying it.
//   # id peso=3 meses=12 hasta=21 nuevo  a dialogue, its weight, its months, until which day of them; `nuevo` opens an
//                                      acquaintance, `habitual` follows one; `ella` is said by women
//   c: text | another                  the customer; `s` the staff; any other word is a member of a group
//   s=: text | another                 answers the variant of the same place in the turn before
//   c?: …   c+2h: …   s+3d: …          perhaps said, with what hangs on it; said two hours, three days later
//   s@vispera: …  c@cita: …  s@tras: … the day before, shortly before, the day after the appointment
//   c*tela: caption                    a photo, by the name of its picture
// In a text ` // ` breaks it into two messages, [a/b] chooses, {slot} fills, {o/a} follows the customer's gender.
import type { OpeningHours } from './calendar.ts';

export type Turn = {
  /** 'c' the customer, 's' the staff, otherwise the name of a group's member */
  who: string;
  optional: boolean;
  /** its variants answer those of the turn before, one by one */
  answers: boolean;
  picture: string | null;
  afterMs: number | null;
  anchor: 'vispera' | 'cita' | 'tras' | null;
  variants: readonly string[];
};

export type Dialogue = {
  id: string;
  weight: number;
  months: readonly number[] | null;
  /** the last day of those months on which it still makes sense */
  untilDay: number;
  womenOnly: boolean;
  stage: 'first' | 'later' | 'any';
  turns: readonly Turn[];
};

export type Trade = {
  dialogues: string;
  /** A slot's entries; parts after `;` are reached as {slot.1}, {slot.2}. */
  slots: Readonly<Record<string, readonly string[]>>;
  groups: readonly { name: string; script: string }[];
  hours: OpeningHours;
  cities: readonly string[];
  notes: readonly string[];
  names: { women: readonly string[]; men: readonly string[]; surnames: readonly string[] };
  /** Of all customers, how many are women. */
  womenShare: number;
};

const TURN = /^(\p{L}[\p{L}. ]*?)(?:\*(\w+))?(\?)?(?:\+(\d+)([hdm])|@(vispera|cita|tras))?(=)?: (.+)$/u;
const UNIT = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

export function parseDialogues(text: string): Dialogue[] {
  const dialogues: Dialogue[] = [];
  let turns: { turn: Omit<Turn, 'variants'>; variants: string[] }[] = [];
  const close = (): void => {
    const last = dialogues.at(-1);
    if (!last) return;
    dialogues[dialogues.length - 1] = { ...last, turns: turns.map(({ turn, variants }) => ({ ...turn, variants })) };
    for (const [place, { turn, variants }] of turns.entries()) {
      if (turn.answers && turns[place - 1]?.variants.length !== variants.length)
        throw new Error(`${last.id}: turn ${place + 1} does not answer each variant of the one before.`);
    }
    turns = [];
  };
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '') continue;
    if (line.startsWith('#')) {
      close();
      dialogues.push(parseHead(line));
    } else if (line.startsWith('|')) {
      const open = turns.at(-1);
      if (!open) throw new Error(`A variant without a turn: ${line}`);
      open.variants.push(...split(line.slice(1)));
    } else {
      const found = TURN.exec(line);
      if (!found || dialogues.length === 0) throw new Error(`Not a turn of a dialogue: ${line}`);
      const [, who, picture, optional, amount, unit, anchor, answers, words] = found;
      turns.push({
        turn: {
          who: who as string,
          picture: picture ?? null,
          optional: optional !== undefined,
          answers: answers !== undefined,
          afterMs: amount ? Number(amount) * UNIT[unit as keyof typeof UNIT] : null,
          anchor: (anchor as Turn['anchor']) ?? null,
        },
        variants: split(words as string),
      });
    }
  }
  close();
  return dialogues;
}

const split = (words: string): string[] =>
  words
    .split(' | ')
    .map((one) => one.trim())
    .filter((one) => one !== '');

function parseHead(line: string): Dialogue {
  const [, id, ...flags] = line.split(/\s+/);
  if (!id) throw new Error(`A dialogue without a name: ${line}`);
  const value = (key: string): string | undefined =>
    flags.find((flag) => flag.startsWith(`${key}=`))?.slice(key.length + 1);
  return {
    id,
    weight: Number(value('peso') ?? 2),
    months: value('meses')?.split(',').map(Number) ?? null,
    untilDay: Number(value('hasta') ?? 31),
    womenOnly: flags.includes('ella'),
    stage: flags.includes('nuevo') ? 'first' : flags.includes('habitual') ? 'later' : 'any',
    turns: [],
  };
}
