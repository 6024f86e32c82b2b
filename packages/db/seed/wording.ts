import { clock, dateWords, dayWords, greeting, monthWord, spokenClock } from './calendar.ts';
import type { Chance } from './random.ts';

/** What the words of one dialogue refer to; slots keep their first value, so that nobody changes their mind mid-sentence. */
export type Scene = {
  firstName: string;
  gender: 'f' | 'm';
  /** the appointment, and the alternative to it */
  day: number;
  otherDay: number;
  chosen: Map<string, string>;
};

/** How somebody types: with care, plainly, or in a hurry. */
export type Hand = 'careful' | 'plain' | 'hurried';

/** Fills a text of the corpus as it would be written at `at`. Throws on a slot that the trade does not have. */
export function fillText(
  text: string,
  scene: Scene,
  slots: Readonly<Record<string, readonly string[]>>,
  at: number,
  chance: Chance,
): string {
  return text
    .replace(/\[([^\]]+)\]/g, (_, options: string) => chance.pick(options.split('/')))
    .replace(/\{([^}]+)\}/g, (_, key: string) => {
      const lower = key.charAt(0).toLowerCase() + key.slice(1);
      const value = slotValue(lower, scene, slots, at, chance);
      return lower === key ? value : value.charAt(0).toUpperCase() + value.slice(1);
    })
    .replace(/\s+([,.!?])/g, '$1')
    .replace(/ {2,}/g, ' ')
    .replace(/(?<!\p{L})(a|de) el (?=\p{Ll}|\d)/giu, '$1l ')
    .replace(/^[,.\s]+/, '')
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())
    .trim();
}

function slotValue(
  key: string,
  scene: Scene,
  slots: Readonly<Record<string, readonly string[]>>,
  at: number,
  chance: Chance,
): string {
  if (key.includes('/')) return key.split('/')[scene.gender === 'f' ? 1 : 0] as string;
  switch (key) {
    case ',n':
      return scene.firstName ? `, ${scene.firstName}` : '';
    case 'n':
      return scene.firstName;
    case 'saludo':
      return greeting(at);
    case 'dia':
      return dayWords(scene.day, at);
    case 'dia2':
      return dayWords(scene.otherDay, at);
    case 'fecha':
      return dateWords(scene.day);
    case 'mes':
      return monthWord(at);
    case 'hora':
      return clock(scene.day);
    case 'hora2':
      return clock(scene.otherDay);
    case 'lashora':
      return spokenClock(scene.day);
    case 'lashora2':
      return spokenClock(scene.otherDay);
  }
  const [name, part] = key.split('.') as [string, string | undefined];
  const entries = slots[name];
  if (!entries) throw new Error(`The corpus has no slot {${key}}.`);
  const chosen = scene.chosen.get(name) ?? chance.pick(entries);
  scene.chosen.set(name, chosen);
  const value = chosen.split(';')[Number(part ?? 0)];
  if (value === undefined) throw new Error(`The slot {${key}} lacks that part in "${chosen}".`);
  return value;
}

const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\bpor qué\b/gi, 'xq'],
  [/\bporque\b/gi, 'pq'],
  [/\btambién\b/gi, 'tb'],
  [/\bque\b/g, 'q'],
  [/\bfin de semana\b/g, 'finde'],
  [/\bpor favor\b/gi, 'porfa'],
];

/** The same sentence as a customer with that hand would type it. */
export function typeAs(hand: Hand, text: string, chance: Chance): string {
  if (hand === 'careful') return text;
  let typed = text.replace(/[¿¡]/g, '').replace(/(?<!\.)\.$/, '');
  if (hand === 'plain') return chance.is(0.35) ? lowerFirst(typed) : typed;
  for (const [word, short] of SHORT) if (chance.is(0.45)) typed = typed.replace(word, short);
  typed = typed
    .normalize('NFD')
    .replace(/[\u0300\u0301]/g, '')
    .normalize('NFC');
  if (chance.is(0.4)) typed = typed.replace(/, /g, ' ');
  return chance.is(0.7) ? lowerFirst(typed) : typed;
}

const lowerFirst = (text: string): string => text.replace(/^\p{Lu}(?=\p{Ll}|\s)/u, (letter) => letter.toLowerCase());
