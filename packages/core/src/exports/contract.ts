// The safe door of exports: contacts that are taken away as a file, from their asking to the end of the file.
import { z } from 'zod';
import { ContactFilter } from '../contacts/contract.ts';
import { defineErrors, defineEvents } from '../kernel/contract.ts';

export * from './history-contract.ts';

/** What a contact has, in the order in which a file has it; a field of the company's own is `field:` and its id. */
export const exportColumns = [
  ...(['id', 'name', 'phone', 'phones', 'email', 'company', 'city', 'country', 'birthday', 'language'] as const),
  ...(['kind', 'tags', 'consent', 'consentAt', 'consentSource', 'owner', 'notes', 'profile', 'source'] as const),
  ...(['created', 'lastIn', 'lastOut'] as const),
] as const;
export type ExportColumn = (typeof exportColumns)[number];
export const exportFormats = ['csv', 'xlsx', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];
/** What stands between the cells of a CSV. Where a comma parts a number from its fraction, table programs want the semicolon. */
export const exportDelimiters = [';', ',', '\t'] as const;
export const exportStates = ['writing', 'stopped', 'ready', 'expired', 'failed'] as const;
export type ExportState = (typeof exportStates)[number];

/** For so long a file can be fetched; then it is removed. */
export const EXPORT_HOURS = 24;
/** A sheet of a workbook has no room for more. */
export const EXPORT_AT_MOST = 1_000_000;

export type ExportRow = {
  id: string;
  format: ExportFormat;
  columns: string[];
  segment: string | null;
  isFiltered: boolean;
  state: ExportState;
  /** So many were asked for; once it is ready, so many are in it. */
  total: number;
  atRow: number;
  bytes: number | null;
  downloads: number;
  createdAt: string;
  endedAt: string | null;
  expiresAt: string | null;
  personName: string | null;
  /** Only whoever asked for a file gets it. */
  isOwn: boolean;
};

/** What would be taken away and who would be told of it; `count` is null where counting took too long. */
export type ExportPreview = { count: number | null; owners: string[]; inPlan: boolean };

/** A segment, a filter, or everybody who is not in the bin. */
const meant = { segmentId: z.uuid().optional(), filter: ContactFilter.optional() };
const column = z.union([z.enum(exportColumns), z.string().regex(/^field:[0-9a-f-]{36}$/)]);

export const PreviewExport = z.object(meant);
export const RequestExport = z.object({
  ...meant,
  format: z.enum(exportFormats),
  delimiter: z.enum(exportDelimiters).default(';'),
  columns: z.array(column).min(1).max(100),
});
export const ExportId = z.object({ exportId: z.uuid() });
export const ListExports = z.object({
  before: z.uuid().optional(),
  limit: z.number().int().min(1).max(100).default(20),
});

export const exportErrors = defineErrors('exports', {
  notFound: 'NOT_FOUND',
  /** Nobody fits. */
  nobody: 'PRECONDITION',
  tooMany: 'LIMIT',
  /** Another one of the same person is still being written. */
  busy: 'CONFLICT',
  /** It has been stopped, or its time is over. */
  gone: 'PRECONDITION',
  notInPlan: 'UPGRADE',
});

const batch = z.object({ batchId: z.uuid(), before: z.string(), count: z.number() });
export const exportEvents = defineEvents('exports', {
  /** Contacts are taken away: which, how many and what of them. */
  asked: {
    name: 'export.asked',
    subject: 'exportId',
    payload: z.object({
      exportId: z.uuid(),
      format: z.enum(exportFormats),
      count: z.number(),
      columns: z.array(z.string()),
      segment: z.string().nullable(),
      filter: z.unknown(),
    }),
  },
  /** The file is there; `sha256` says which. */
  finished: {
    name: 'export.finished',
    subject: 'exportId',
    payload: z.object({ exportId: z.uuid(), count: z.number(), bytes: z.number(), sha256: z.string() }),
  },
  failed: { name: 'export.failed', subject: 'exportId', payload: z.object({ exportId: z.uuid() }) },
  stopped: { name: 'export.stopped', subject: 'exportId', payload: z.object({ exportId: z.uuid() }) },
  downloaded: {
    name: 'export.downloaded',
    subject: 'exportId',
    payload: z.object({ exportId: z.uuid(), count: z.number() }),
  },
  /** Messages older than the plan keeps: told of, put away, removed, called off, fetched. */
  historyAnnounced: { name: 'history.announced', subject: 'batchId', payload: batch },
  historyArchived: {
    name: 'history.archived',
    subject: 'batchId',
    payload: batch.extend({ bytes: z.number(), sha256: z.string() }),
  },
  historyPurged: { name: 'history.purged', subject: 'batchId', payload: batch },
  historyCancelled: { name: 'history.cancelled', subject: 'batchId', payload: batch },
  historyDownloaded: { name: 'history.downloaded', subject: 'batchId', payload: z.object({ batchId: z.uuid() }) },
});
