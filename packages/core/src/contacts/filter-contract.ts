// The part of the safe door that says which contacts are meant: one language for the list, segments, audiences and exports.
import { z } from 'zod';
import { contactKinds, contactSources, countryCodes, languageCodes } from './fields-contract.ts';

/** Columns that are texts; `phone` is any number of theirs, `any` whatever one would type into a search box. */
export const textColumns = ['name', 'email', 'phone', 'company', 'city', 'notes', 'any'] as const;
export const timeColumns = ['touched', 'lastIn', 'lastOut', 'created'] as const;

const text = z.string().trim().min(1).max(120);
const days = z.number().int().min(0).max(3650);
const someOf = <Value extends string>(values: readonly Value[]) =>
  z
    .array(z.enum(values as readonly [Value, ...Value[]]))
    .min(1)
    .max(40);

/** One condition. Each is either so or not: of what nobody knows, it is not so, and `empty` and `unknown` ask for exactly that. */
export const FilterLeaf = z.union([
  z.object({ on: z.enum(textColumns), is: z.enum(['contains', 'lacks', 'equals', 'starts']), value: text }),
  z.object({ on: z.enum(textColumns).exclude(['any']), is: z.enum(['empty', 'filled']) }),
  z.object({ on: z.literal('kind'), is: z.enum(['in', 'notIn']), values: someOf([...contactKinds, 'group'] as const) }),
  z.object({ on: z.literal('source'), is: z.enum(['in', 'notIn']), values: someOf(contactSources) }),
  z.object({ on: z.literal('country'), is: z.enum(['in', 'notIn']), values: someOf(countryCodes) }),
  z.object({ on: z.literal('language'), is: z.enum(['in', 'notIn']), values: someOf(languageCodes) }),
  z.object({ on: z.literal('owner'), is: z.enum(['in', 'notIn']), values: z.array(z.uuid()).min(1).max(40) }),
  z.object({ on: z.literal('owner'), is: z.enum(['empty', 'filled', 'me']) }),
  z.object({ on: z.literal('tag'), is: z.enum(['any', 'none', 'all']), values: z.array(z.uuid()).min(1).max(40) }),
  z.object({ on: z.literal('consent'), is: z.enum(['in', 'out', 'unknown']) }),
  z.object({ on: z.literal('wrote'), is: z.enum(['ever', 'never']) }),
  z.object({ on: z.enum(timeColumns), is: z.enum(['within', 'notWithin']), days }),
  z.object({ on: z.literal('score'), is: z.enum(['atLeast', 'atMost']), value: z.number().min(0).max(100) }),
  z.object({ on: z.literal('birthday'), is: z.literal('inMonth'), month: z.number().int().min(1).max(12) }),
  z.object({ on: z.literal('field'), fieldId: z.uuid(), is: z.enum(['empty', 'filled', 'yes', 'no']) }),
  z.object({ on: z.literal('field'), fieldId: z.uuid(), is: z.enum(['contains', 'equals']), value: text }),
  z.object({ on: z.literal('field'), fieldId: z.uuid(), is: z.enum(['atLeast', 'atMost']), value: z.number() }),
  z.object({ on: z.literal('field'), fieldId: z.uuid(), is: z.enum(['before', 'after']), value: z.iso.date() }),
  z.object({
    on: z.literal('field'),
    fieldId: z.uuid(),
    is: z.enum(['in', 'notIn']),
    values: z.array(text).min(1).max(40),
  }),
]);
export type FilterLeaf = z.infer<typeof FilterLeaf>;

const group = <Node extends z.ZodType>(node: Node) =>
  z.object({
    match: z.enum(['all', 'any']),
    /** True turns the whole group round. */
    not: z.boolean().optional(),
    nodes: z.array(node).max(20),
  });
const Inner = group(FilterLeaf);
const Middle = group(z.union([FilterLeaf, Inner]));
/** Conditions in groups, three deep at most. A group without conditions asks nothing: everybody fits it. */
export const ContactFilter = group(z.union([FilterLeaf, Middle]));
export type FilterGroup = { match: 'all' | 'any'; not?: boolean | undefined; nodes: (FilterLeaf | FilterGroup)[] };
export type ContactFilter = z.infer<typeof ContactFilter>;

export const isGroup = (node: FilterLeaf | FilterGroup): node is FilterGroup => 'nodes' in node;

export const contactSorts = ['name', 'touched', 'created', 'score'] as const;
export type ContactSort = (typeof contactSorts)[number];

/** How many are counted before it is said that there are more. */
export const COUNTED = 10_000;

export const ListContacts = z.object({
  filter: ContactFilter.optional(),
  /** Those in the bin instead of everybody else. */
  inBin: z.boolean().default(false),
  sort: z.enum(contactSorts).default('name'),
  /** As the page before said it. */
  after: z.object({ key: z.string().max(400), id: z.uuid() }).optional(),
  limit: z.number().int().min(1).max(200).default(60),
});
export const CountContacts = ListContacts.pick({ filter: true, inBin: true });

/** A filter that the company gave a name. */
export type SegmentRow = { id: string; name: string; filter: ContactFilter };
/** Without an id it is a new one. */
export const SaveSegment = z.object({
  segmentId: z.uuid().optional(),
  name: z.string().trim().min(1).max(60),
  filter: ContactFilter,
});
export const SegmentId = z.object({ segmentId: z.uuid() });
/** A segment, a filter, or everybody; `after` is the last id of the page before. */
export const FindMatching = z.object({
  segmentId: z.uuid().optional(),
  filter: ContactFilter.optional(),
  after: z.uuid().optional(),
  limit: z.number().int().min(1).max(1000).default(1000),
});

/** `count` is null where counting took too long; `isMore` says that there are more than were counted. */
export type ContactCount = { count: number | null; isMore: boolean };
