import type { Trade } from './corpus.ts';
import type { Chance } from './random.ts';
import type { Customer } from './timeline.ts';
import type { Hand } from './wording.ts';

export type DemoContact = Customer & {
  /** What the staff wrote; empty when nobody has. */
  name: string;
  profileName: string | null;
  kind: 'prospect' | 'customer' | 'vip';
  /** digits; null when WhatsApp does not share the number */
  number: string | null;
  lid: string | null;
  city: string | null;
  email: string | null;
  notes: string | null;
  /** Their phone never says that a message was read. */
  hidesReading: boolean;
  dialogues: number;
};

/** Makes the people who write to a business. `taken` keeps numbers apart between businesses. */
export function makeContacts(trade: Trade, count: number, taken: Set<string>, chance: Chance): DemoContact[] {
  const names = new Set<string>();
  return Array.from({ length: count }, (_, position) => {
    const gender = chance.is(trade.womenShare) ? 'f' : 'm';
    const firstName = chance.pick(gender === 'f' ? trade.names.women : trade.names.men);
    let fullName = '';
    do {
      fullName = `${firstName} ${chance.pick(trade.names.surnames)}`;
      if (chance.is(0.55)) fullName += ` ${chance.pick(trade.names.surnames)}`;
    } while (names.has(fullName) || /(\S+) \1$/.test(fullName));
    names.add(fullName);
    const known = chance.is(0.58);
    const nameless = !known && position % 23 === 11;
    const visits = chance.next();
    return {
      firstName: nameless ? '' : firstName,
      gender,
      hand: chance.pick<Hand>(['careful', 'careful', 'plain', 'plain', 'plain', 'hurried']),
      name: known ? (chance.is(0.8) ? fullName : firstName) : '',
      profileName: nameless ? null : profileOf(firstName, fullName, chance),
      kind: visits > 0.93 ? 'vip' : known ? 'customer' : 'prospect',
      number: position % 31 === 17 ? null : freshNumber(taken, chance),
      lid: position % 31 === 17 || chance.is(0.7) ? `9${digits(14, chance)}` : null,
      city: known && chance.is(0.6) ? chance.pick(trade.cities) : null,
      email: known && chance.is(0.3) ? addressOf(fullName) : null,
      notes: known && chance.is(0.3) ? chance.pick(trade.notes) : null,
      hidesReading: chance.is(0.12),
      dialogues: known ? (visits > 0.65 ? chance.between(7, 10) : chance.between(3, 6)) : chance.between(1, 4),
    };
  });
}

function profileOf(firstName: string, fullName: string, chance: Chance): string {
  const style = chance.next();
  const [, surname = ''] = fullName.split(/ (?=\S+$)/);
  if (style < 0.35) return firstName;
  if (style < 0.6) return fullName;
  if (style < 0.72) return `${firstName} ${surname.charAt(0)}.`;
  if (style < 0.8) return firstName.toLowerCase();
  if (style < 0.88) return `${firstName} ${chance.pick(['🌸', '✨', '🌻', '🐾', '🎧', '☀️'])}`;
  if (style < 0.94) return `${firstName.charAt(0)}. ${surname}`;
  return `${firstName}${chance.pick([' mamá de Leo', ' (trabajo)', ' 2', ' móvil nuevo'])}`;
}

// 6xx 000 xxx: of the right form, plainly made up
function freshNumber(taken: Set<string>, chance: Chance): string {
  for (;;) {
    const number = `346${chance.between(10, 99)}000${digits(3, chance)}`;
    if (taken.has(number)) continue;
    taken.add(number);
    return number;
  }
}

const digits = (count: number, chance: Chance): string =>
  Array.from({ length: count }, () => chance.between(0, 9)).join('');

const addressOf = (name: string): string =>
  `${name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(' ').slice(0, 2).join('.')}@correo.example`;
