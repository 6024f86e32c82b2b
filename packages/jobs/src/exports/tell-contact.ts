import type { FieldRow } from '@recado/core/contacts/contract';
import type { ExportedContact } from '@recado/core/exports';
import { type ExportColumn, exportColumns } from '@recado/core/exports/contract';
import { isKnownHeader } from '@recado/tables/recognise';
import { joinWords } from '@recado/tables/words';
import { type Cell, phoneText } from '@recado/tables/write';
import type { ExportWords } from '../services.ts';

/** A column of a file: what it is called, what stands in a table, and what stands in JSON. */
export type Told = {
  head: string;
  cell(contact: ExportedContact): Cell;
  value(contact: ExportedContact): unknown;
};

type Plan = {
  columns: readonly string[];
  fields: readonly FieldRow[];
  people: readonly { personId: string; name: string; email: string | null }[];
};

const JOINT = '; ';
const day = (text: string | null): Cell => (text === null ? null : { day: text });
const at = (text: string | null): Cell => (text === null ? null : { at: text });

/** The columns that were asked for, in the order of the contract and the company's own fields behind them; a field that is gone has none. */
export function columnsOf({ columns, fields, people }: Plan, words: ExportWords): Told[] {
  const ownerNames = namesOf(people);
  const told = builtIn(words, ownerNames);
  const own = exportColumns.filter((column) => columns.includes(column)).map((column) => told[column]);
  const others = fields.filter(({ id }) => columns.includes(`field:${id}`)).map((field) => fieldTold(field, words));
  // no two columns of a file are called the same
  const taken = new Set<string>();
  return [...own, ...others].map((each) => {
    let { head } = each;
    for (let n = 2; taken.has(head.toLowerCase()); n++) head = `${each.head} ${n}`;
    taken.add(head.toLowerCase());
    return { ...each, head };
  });
}

/** Members by name; where two have the same one, by address. */
function namesOf(people: Plan['people']): Map<string, string> {
  const held = new Map<string, number>();
  for (const { name } of people) held.set(name.toLowerCase(), (held.get(name.toLowerCase()) ?? 0) + 1);
  return new Map(
    people.map(({ personId, name, email }) => [
      personId,
      (held.get(name.toLowerCase()) ?? 0) > 1 ? (email ?? name) : name,
    ]),
  );
}

function builtIn(words: ExportWords, ownerNames: Map<string, string>): Record<ExportColumn, Told> {
  const same = (head: ExportColumn, read: (contact: ExportedContact) => string | null): Told => ({
    head: words.heads[head],
    cell: read,
    value: read,
  });
  const both = (head: ExportColumn, cell: Told['cell'], value: Told['value']): Told => ({
    head: words.heads[head],
    cell,
    value,
  });
  const phones = ({ phones: all }: ExportedContact) => all ?? [];
  return {
    id: same('id', ({ id }) => id),
    name: same('name', ({ name }) => name),
    phone: both(
      'phone',
      (contact) => (phones(contact)[0] ? phoneText(phones(contact)[0] as string) : null),
      (contact) => (phones(contact)[0] ? `+${phones(contact)[0]}` : null),
    ),
    phones: both(
      'phones',
      (contact) => phones(contact).slice(1).map(phoneText).join(JOINT),
      (contact) =>
        phones(contact)
          .slice(1)
          .map((digits) => `+${digits}`),
    ),
    email: same('email', ({ email }) => email),
    company: same('company', ({ company }) => company),
    city: same('city', ({ city }) => city),
    country: both(
      'country',
      ({ country }) => country && words.country(country),
      ({ country }) => country,
    ),
    birthday: both(
      'birthday',
      ({ birthday }) => day(birthday),
      ({ birthday }) => birthday,
    ),
    language: both(
      'language',
      ({ language }) => language && words.language(language),
      ({ language }) => language,
    ),
    kind: both(
      'kind',
      ({ kind }) => words.kind(kind),
      ({ kind }) => kind,
    ),
    tags: both(
      'tags',
      ({ tags }) => joinWords(tags ?? []),
      ({ tags }) => tags ?? [],
    ),
    consent: both(
      'consent',
      ({ consent }) => (consent === null ? null : consent === 'in' ? words.yes : words.no),
      ({ consent }) => (consent === null ? null : consent === 'in'),
    ),
    consentAt: both(
      'consentAt',
      ({ consentAt }) => at(consentAt),
      ({ consentAt }) => consentAt,
    ),
    consentSource: both(
      'consentSource',
      ({ consentSource }) => consentSource && words.consentSource(consentSource),
      ({ consentSource }) => consentSource,
    ),
    owner: same('owner', ({ ownerId }) => (ownerId ? (ownerNames.get(ownerId) ?? null) : null)),
    notes: same('notes', ({ notes }) => notes),
    profile: same('profile', ({ profile }) => profile),
    source: both(
      'source',
      ({ source }) => words.source(source),
      ({ source }) => source,
    ),
    created: both(
      'created',
      ({ created }) => at(created),
      ({ created }) => created,
    ),
    lastIn: both(
      'lastIn',
      ({ lastIn }) => at(lastIn),
      ({ lastIn }) => lastIn,
    ),
    lastOut: both(
      'lastOut',
      ({ lastOut }) => at(lastOut),
      ({ lastOut }) => lastOut,
    ),
  };
}

function fieldTold({ id, label, type }: FieldRow, words: ExportWords): Told {
  const read = ({ fields }: ExportedContact) => fields[id] ?? null;
  return {
    head: isKnownHeader(label) ? `${label} (${words.field})` : label,
    value: read,
    cell(contact) {
      const value = read(contact);
      if (value === null) return null;
      if (Array.isArray(value)) return joinWords(value);
      if (typeof value === 'boolean') return value ? words.yes : words.no;
      if (type === 'date' && typeof value === 'string') return { day: value };
      if (type === 'phone' && typeof value === 'string') return phoneText(value.replace(/\D/g, ''));
      return value;
    },
  };
}
