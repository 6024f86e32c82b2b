// The safe door of imports: files of contacts, from their first look to their undoing.
import { z } from 'zod';
import { countryCodes } from '../contacts/contract.ts';
import { defineErrors, defineEvents } from '../kernel/contract.ts';

/** What a column of a file may become; a company's own field is `field:` and its id. */
export const importTargets = [
  ...(['skip', 'name', 'given', 'family', 'phone', 'dial', 'email', 'company', 'city', 'country'] as const),
  ...(['birthday', 'language', 'kind', 'consent', 'owner', 'notes', 'tags'] as const),
] as const;
export const importPolicies = ['skip', 'fill', 'overwrite'] as const;
export const consentAnswers = ['none', 'column', 'all'] as const;
export const importStates = [
  ...(['uploaded', 'checking', 'checked', 'running', 'stopped', 'done', 'undoing', 'undone', 'failed'] as const),
] as const;
export type ImportState = (typeof importStates)[number];

/** `rows` to `partial` are what the dry run found; the others what was done. */
export type ImportCounts = Partial<
  Record<
    | 'rows'
    | 'new'
    | 'update'
    | 'skip'
    | 'duplicate'
    | 'invalid'
    | 'partial'
    | 'back'
    | 'newTags'
    | 'lostTags'
    | 'created'
    | 'updated'
    | 'removed'
    | 'restored'
    | 'kept',
    number
  >
>;

export type ImportRow = {
  id: string;
  name: string;
  bytes: number;
  format: 'csv' | 'xlsx' | 'json' | 'vcard';
  encoding: string | null;
  delimiter: string | null;
  hasHeader: boolean;
  product: string | null;
  columns: string[];
  sample: string[][];
  mapping: string[];
  country: string | null;
  policy: (typeof importPolicies)[number];
  consent: (typeof consentAnswers)[number] | null;
  consentShown: string | null;
  state: ImportState;
  fault: string | null;
  /** Why it stands still that nobody stopped by hand: the plan has no more room, or the account owes. */
  halted: 'room' | 'owes' | null;
  total: number;
  atRow: number;
  counts: ImportCounts;
  createdAt: string;
  endedAt: string | null;
  /** Whoever brought the file, where they are still known. */
  personName: string | null;
};

/** A row with something to say about it. */
export type ImportFault = {
  n: number;
  outcome: 'new' | 'update' | 'skip' | 'duplicate' | 'invalid';
  reasons: { code: string; column: number | null; value: string | number }[];
  cells: string[];
};

const target = z.union([z.enum(importTargets), z.string().regex(/^field:[0-9a-f-]{36}$/)]);
const MOST_COLUMNS = 300;

export const ImportId = z.object({ importId: z.uuid() });
export const CreateImport = z.object({
  name: z.string().trim().min(1).max(200),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().positive(),
  format: z.enum(['csv', 'xlsx', 'json', 'vcard']),
  encoding: z.string().max(40).nullable(),
  delimiter: z.string().max(1).nullable(),
  hasHeader: z.boolean(),
  product: z.string().max(40).nullable(),
  columns: z.array(z.string().max(200)).min(1).max(MOST_COLUMNS),
  sample: z.array(z.array(z.string().max(200)).max(MOST_COLUMNS)).max(5),
  mapping: z.array(target).min(1).max(MOST_COLUMNS),
  country: z.string().length(2),
});
export const CheckImport = z.object({
  importId: z.uuid(),
  mapping: z.array(target).min(1).max(MOST_COLUMNS),
  country: z.enum(countryCodes as [string, ...string[]]),
  policy: z.enum(importPolicies),
});
export const StartImport = z.object({
  importId: z.uuid(),
  /** Whether these people agreed to marketing: nobody, those whose column says so, everybody. It has to be answered. */
  consent: z.enum(consentAnswers),
  /** How they agreed, in words that can be shown to whoever asks. */
  shown: z.string().trim().max(2000).optional(),
});
export const ListImports = z.object({
  before: z.uuid().optional(),
  limit: z.number().int().min(1).max(100).default(30),
});
export const ListImportFaults = z.object({
  importId: z.uuid(),
  after: z.number().int().min(0).default(0),
  limit: z.number().int().min(1).max(1000).default(50),
});
export const PutImportRows = z.object({
  importId: z.uuid(),
  revision: z.number().int(),
  rows: z
    .array(
      z.object({
        n: z.number().int().positive(),
        /** Null where the database says it: a contact that is there already, or a new one. */
        outcome: z.enum(['duplicate', 'invalid']).nullable(),
        draft: z.unknown(),
        reasons: z.unknown(),
        cells: z.unknown(),
      }),
    )
    .max(5000),
});
export const RunImport = z.object({ importId: z.uuid(), rows: z.number().int().min(1).max(10_000) });

export const importErrors = defineErrors('imports', {
  notFound: 'NOT_FOUND',
  /** { because, field } */
  fileRefused: 'INVALID',
  /** Neither a number nor an address is among the columns. */
  noKey: 'INVALID',
  /** The file has other columns than were told. */
  columnsDiffer: 'INVALID',
  /** { state }: what was asked does not follow from where it is. */
  notNow: 'CONFLICT',
  /** Everybody's consent is told without saying how it was given. */
  consentUnshown: 'INVALID',
  /** Whoever does not see every contact cannot import. */
  notEverything: 'FORBIDDEN',
});

const counts = z.object({}).catchall(z.number());
export const importEvents = defineEvents('imports', {
  /** Rows are to be judged, done or taken back. */
  asked: {
    name: 'import.asked',
    subject: 'importId',
    payload: z.object({ importId: z.uuid(), revision: z.number(), what: z.enum(['check', 'run', 'undo']) }),
  },
  started: {
    name: 'import.started',
    subject: 'importId',
    payload: z.object({ importId: z.uuid(), name: z.string(), consent: z.string(), policy: z.string(), counts }),
  },
  /** One entry for the whole, with a digest of each stretch of its rows. */
  finished: {
    name: 'import.finished',
    subject: 'importId',
    payload: z.object({ importId: z.uuid(), name: z.string(), counts, digests: z.array(z.string()) }),
  },
  /** Somebody read the rows that something is wrong with, on the page or as a file; written down, told to nobody. */
  faultsRead: { name: 'import.faults_read', subject: 'importId', payload: z.object({ importId: z.uuid() }) },
  stopped: { name: 'import.stopped', subject: 'importId', payload: z.object({ importId: z.uuid(), name: z.string() }) },
  undoAsked: {
    name: 'import.undo_asked',
    subject: 'importId',
    payload: z.object({ importId: z.uuid(), name: z.string() }),
  },
  undone: {
    name: 'import.undone',
    subject: 'importId',
    payload: z.object({ importId: z.uuid(), name: z.string(), counts }),
  },
});
