// The safe door of compliance: what is in the audit, and whether anybody touched it.
import { z } from 'zod';
import { defineEvents } from '../kernel/contract.ts';

export const actorKinds = ['person', 'staff', 'link', 'key', 'system'] as const;

/** One thing that was done, or looked at, as the audit keeps it. */
export type AuditRow = {
  id: number;
  at: string;
  actor: { kind: (typeof actorKinds)[number]; id: string | null; name: string | null };
  /** `module/noun.past`, the event's own name. */
  action: string;
  /** What it was about, by its id. */
  subject: string | null;
  detail: Record<string, unknown>;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
  /** The place in the chain; null for the seconds until the sealer has come by. */
  seq: number | null;
  /** Whether an erasure has emptied the values. */
  isErased: boolean;
};

/** What cuts across the modules: what Recado's own people did, what was only looked at, and what was taken away. */
export const auditCuts = ['staff', 'looks', 'exports'] as const;

/** A row as the page shows it: the browser in words, and near where its address is. */
export type ToldRow = Omit<AuditRow, 'userAgent' | 'requestId'> & {
  device: { browser: string; system: string } | null;
  place: string | null;
};
/** A page of the record; `names` are those of the people and things whose ids stand in its rows, as far as they are known. */
export type AuditPage = { rows: ToldRow[]; names: Record<string, string>; next: { at: string; id: number } | null };

/** An instant of the years that the database and JavaScript both write with four digits. */
const instant = (options: { offset: boolean }) =>
  z.iso
    .datetime(options)
    .max(40)
    .refine((text) => {
      const year = new Date(text).getUTCFullYear();
      return year >= 1 && year <= 9999;
    });

export const AuditFilter = z.object({
  /** Of one actor, by id. */
  actorId: z.string().min(1).max(200).optional(),
  /** The module whose actions are asked for. */
  group: z
    .string()
    .regex(/^[a-z]{1,40}$/)
    .optional(),
  only: z.enum(auditCuts).optional(),
  /** From this instant on, and before that one. */
  from: instant({ offset: true }).optional(),
  until: instant({ offset: true }).optional(),
  /** About one thing, by its id. */
  subject: z.string().trim().min(1).max(200).optional(),
});
export type AuditFilter = z.output<typeof AuditFilter>;

export const ListAudit = AuditFilter.extend({
  /** The last row of the page before. */
  before: z.object({ at: instant({ offset: false }), id: z.number().int().positive() }).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

export const exportFormats = ['csv', 'jsonl'] as const;
export const ExportAudit = AuditFilter.extend({ format: z.enum(exportFormats) });

/** What is wrong with a place of a chain. */
export const faultKinds = [
  /** The entry says something else than when it was sealed. */
  'altered',
  /** The entry is not there any more. */
  'entryGone',
  /** The chain has a hole. */
  'sealGone',
  /** The place is not the one it was sealed at, or what came before it was. */
  'moved',
  /** Its values were emptied, and no erasure says so. */
  'emptied',
  /** It had a seal, which is gone. */
  'unsealed',
  /** It has waited for its seal for more than ten minutes: nobody seals. */
  'overdue',
  /** The end of the chain is missing. */
  'cut',
  /** The whole chain was written anew: what was kept outside says otherwise. */
  'rewritten',
  /** What is kept outside of the database was itself touched. */
  'anchorsTouched',
  /** What had been kept outside is not there any more. */
  'anchorsGone',
] as const;
export type FaultKind = (typeof faultKinds)[number];
export type ChainFault = { kind: FaultKind; seq: number | null; entryId: number | null };

/** How far a look through the chain came. */
export type ChainCheck = {
  /** Where to go on from; null when it came to the end. */
  next: number | null;
  /** Places of the chain in all, so that somebody who waits sees how far it is. */
  total: number;
  checked: number;
  emptied: number;
  faults: ChainFault[];
  /** Known at the end only: since when there are entries, until when they are sealed, how many wait, and how many heads outside agree. */
  end: {
    since: string | null;
    sealedAt: string | null;
    waiting: number;
    anchors: number | null;
    anchoredSeq: number;
  } | null;
};

export const complianceEvents = defineEvents('compliance', {
  /** Somebody opened the audit; written down, told to nobody. */
  auditRead: { name: 'audit.read', payload: z.object({ filtered: z.boolean() }) },
  auditExported: {
    name: 'audit.exported',
    payload: z.object({ format: z.enum(exportFormats), filter: AuditFilter }),
  },
  /** An erasure emptied what the audit held about somebody or something; written by the database. */
  auditErased: {
    name: 'audit.erased',
    subject: 'subject',
    payload: z.object({ subject: z.string(), entries: z.number() }),
  },
});
