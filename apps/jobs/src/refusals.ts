import type { Logger } from '@recado/runtime/logger';

/** Why a request at the functions' door was refused. */
export const refusalReasons = ['wrongSignature', 'tooLarge', 'unknownFunction', 'notFound', 'failed'] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export type Refusals = {
  note(reason: RefusalReason, detail: Record<string, unknown>): void;
  counts(): Record<RefusalReason, number>;
};

/** Logs and counts what was refused. */
export function createRefusals(log: Logger): Refusals {
  const counts = Object.fromEntries(refusalReasons.map((reason) => [reason, 0])) as Record<RefusalReason, number>;
  return {
    note(reason, detail) {
      counts[reason] += 1;
      log.warn({ reason, ...detail }, 'a request was refused');
    },
    counts: () => ({ ...counts }),
  };
}
