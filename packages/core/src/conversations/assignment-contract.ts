// How a company shares out what comes in, and the hours it works.
import { z } from 'zod';

/** By hand; to whoever answered this person last; in turn; to whoever has least open. */
export const assignmentModes = ['hand', 'last', 'round_robin', 'least_busy'] as const;
export type AssignmentMode = (typeof assignmentModes)[number];

/** Days of the week as Postgres and ISO count them: 1 is Monday. */
export const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;
export type Weekday = (typeof weekdays)[number];
export const SPANS_A_DAY = 3;

/** Minutes of a day that are worked, from and until; 1440 is its end. */
const Span = z
  .tuple([z.number().int().min(0).max(1439), z.number().int().min(1).max(1440)])
  .refine(([from, until]) => from < until, { message: 'backwards' });
export const WorkingHours = z.partialRecord(
  z.enum(weekdays),
  z
    .array(Span)
    .max(SPANS_A_DAY)
    .refine((spans) => spans.every((span, at) => at === 0 || (spans[at - 1]?.[1] ?? 0) <= span[0]), {
      message: 'overlap',
    }),
);
export type WorkingHours = z.output<typeof WorkingHours>;

export const CAP_MAX = 999;
export const SaveAssignment = z.object({
  mode: z.enum(assignmentModes),
  /** First whoever answered this person last, then the mode. */
  lastFirst: z.boolean(),
  /** Who takes part, by themselves or in a team; everybody who may answer when both are empty. */
  personIds: z.array(z.uuid()).max(500),
  teamIds: z.array(z.uuid()).max(100),
  onlyOnline: z.boolean(),
  /** Open conversations of one person at most. */
  cap: z.number().int().min(1).max(CAP_MAX).nullable(),
  hours: WorkingHours,
  /** Whether it shares out within those hours only. */
  keepsHours: z.boolean(),
  /** Who is given what comes outside of them; nobody when null. */
  outside: z.object({ kind: z.enum(['person', 'team']), id: z.uuid() }).nullable(),
});
export type AssignmentRules = z.output<typeof SaveAssignment>;

const day: [number, number][] = [[540, 1200]];
/** What holds where a company has said nothing. */
export const usualAssignment: AssignmentRules = {
  mode: 'hand',
  lastFirst: true,
  personIds: [],
  teamIds: [],
  onlyOnline: false,
  cap: null,
  hours: { 1: day, 2: day, 3: day, 4: day, 5: day },
  keepsHours: false,
  outside: null,
};

export const assignmentErrorTable = { teamNotFound: 'NOT_FOUND' } as const;
export const assignmentEventTable = {
  assignmentSaved: { name: 'assignment.saved', payload: z.object({ mode: z.enum(assignmentModes) }) },
} as const;
