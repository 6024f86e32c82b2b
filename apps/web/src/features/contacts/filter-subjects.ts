import {
  type ContactFilter,
  contactSources,
  type FieldRow,
  type FilterGroup,
  FilterLeaf,
  isGroup,
} from '@recado/core/contacts/contract';

/** What a condition may be about; a field of the company's own is `f:` and its id. */
export const subjects = [
  ...([
    'any',
    'name',
    'phone',
    'email',
    'kind',
    'tag',
    'owner',
    'consent',
    'wrote',
    'touched',
    'lastIn',
    'lastOut',
  ] as const),
  ...(['created', 'score', 'company', 'city', 'country', 'language', 'birthday', 'notes', 'source'] as const),
];
export type Subject = (typeof subjects)[number] | `f:${string}`;

/** How the value of a condition is asked for. */
export type ValueKind = 'none' | 'text' | 'days' | 'number' | 'day' | 'month' | 'choice';

const texts = ['contains', 'lacks', 'equals', 'starts', 'filled', 'empty'];
const operators: Record<(typeof subjects)[number], string[]> = {
  any: ['contains', 'lacks'],
  name: texts,
  phone: texts,
  email: texts,
  company: texts,
  city: texts,
  notes: texts,
  kind: ['in', 'notIn'],
  source: ['in', 'notIn'],
  country: ['in', 'notIn'],
  language: ['in', 'notIn'],
  tag: ['any', 'none'],
  owner: ['me', 'in', 'notIn', 'filled', 'empty'],
  consent: ['in', 'out', 'unknown'],
  wrote: ['never', 'ever'],
  touched: ['notWithin', 'within'],
  lastIn: ['notWithin', 'within'],
  lastOut: ['notWithin', 'within'],
  created: ['within', 'notWithin'],
  score: ['atLeast', 'atMost'],
  birthday: ['inMonth'],
};
const ofField: Record<FieldRow['type'], string[]> = {
  text: ['contains', 'equals', 'filled', 'empty'],
  url: ['contains', 'equals', 'filled', 'empty'],
  email: ['contains', 'equals', 'filled', 'empty'],
  phone: ['contains', 'equals', 'filled', 'empty'],
  number: ['atLeast', 'atMost', 'filled', 'empty'],
  date: ['before', 'after', 'filled', 'empty'],
  boolean: ['yes', 'no', 'filled', 'empty'],
  choice: ['in', 'notIn', 'filled', 'empty'],
  choices: ['in', 'notIn', 'filled', 'empty'],
};

/** A condition while somebody writes it: it may still lack its value. */
export type Draft = { subject: Subject; is: string; value: string };
export type DraftGroup = { match: 'all' | 'any'; not: boolean; nodes: (Draft | DraftGroup)[] };
export const isDraftGroup = (node: Draft | DraftGroup): node is DraftGroup => 'nodes' in node;
export const emptyGroup = (): DraftGroup => ({ match: 'all', not: false, nodes: [] });

const fieldOf = (subject: Subject, fields: readonly FieldRow[]) => fields.find(({ id }) => subject === `f:${id}`);

/** The ways in which a subject may be asked about. */
export function operatorsOf(subject: Subject, fields: readonly FieldRow[]): string[] {
  if (!subject.startsWith('f:')) return operators[subject as (typeof subjects)[number]] ?? [];
  const field = fieldOf(subject, fields);
  return field ? ofField[field.type] : ['filled', 'empty'];
}

/** How the value is asked for. */
export function valueKindOf({ subject, is }: Draft): ValueKind {
  if (['filled', 'empty', 'me', 'yes', 'no', 'never', 'ever', 'unknown'].includes(is) || subject === 'consent')
    return 'none';
  if (is === 'in' || is === 'notIn' || subject === 'tag') return 'choice';
  if (is === 'within' || is === 'notWithin') return 'days';
  if (is === 'inMonth') return 'month';
  if (is === 'before' || is === 'after') return 'day';
  return is === 'atLeast' || is === 'atMost' ? 'number' : 'text';
}

/** A new condition about something, as it is most often asked. */
export function newDraft(subject: Subject, fields: readonly FieldRow[]): Draft {
  const is = operatorsOf(subject, fields)[0] ?? 'filled';
  return { subject, is, value: valueKindOf({ subject, is, value: '' }) === 'days' ? '30' : '' };
}

/** The same as the contract takes it; null while it lacks its value. */
function leafOf(draft: Draft): FilterLeaf | null {
  const { subject, is, value } = draft;
  const kind = valueKindOf(draft);
  const on = subject.startsWith('f:') ? { on: 'field', fieldId: subject.slice(2) } : { on: subject };
  const held =
    kind === 'none'
      ? {}
      : kind === 'choice'
        ? { values: value === '' ? [] : [value] }
        : kind === 'days'
          ? { days: value === '' ? Number.NaN : Number(value) }
          : kind === 'month'
            ? { month: Number(value) }
            : kind === 'number'
              ? { value: value === '' ? Number.NaN : Number(value) }
              : { value };
  const read = FilterLeaf.safeParse({ ...on, is, ...held });
  return read.success ? read.data : null;
}

/** What of a draft is a filter already; undefined where it asks nothing. */
export function asFilter(draft: DraftGroup): ContactFilter | undefined {
  const groupOf = ({ match, not, nodes }: DraftGroup): FilterGroup => ({
    match,
    ...(not && { not }),
    nodes: nodes.flatMap((node): (FilterLeaf | FilterGroup)[] => {
      if (!isDraftGroup(node)) {
        const leaf = leafOf(node);
        return leaf ? [leaf] : [];
      }
      const inner = groupOf(node);
      return inner.nodes.length > 0 ? [inner] : [];
    }),
  });
  const whole = groupOf(draft);
  return whole.nodes.length > 0 ? (whole as ContactFilter) : undefined;
}

/** A filter as it is edited. */
export function asDraft(filter: FilterGroup): DraftGroup {
  return {
    match: filter.match,
    not: filter.not ?? false,
    nodes: filter.nodes.map((node) => {
      if (isGroup(node)) return asDraft(node);
      const subject: Subject = node.on === 'field' ? `f:${node.fieldId}` : (node.on as Subject);
      const held = node as { value?: string | number; values?: string[]; days?: number; month?: number };
      const value = held.values?.[0] ?? held.value ?? held.days ?? held.month ?? '';
      return { subject, is: node.is, value: String(value) };
    }),
  };
}

/** How many conditions there are that ask something. */
export const countLeaves = (filter: FilterGroup | undefined): number =>
  (filter?.nodes ?? []).reduce((sum, node) => sum + (isGroup(node) ? countLeaves(node) : 1), 0);

export const sourceChoices = contactSources;
