import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { ChainCheck, ChainFault } from './contract.ts';
import { judgeAnchors, judgeHead } from './rules.ts';

/** Places of one call: about a second's work, so that whoever waits sees it go on. */
const STRETCH = 20_000;

/**
 * Computes a stretch of the workspace's chain anew and names what does not fit. At the end it compares the chain with its head, with what
 * has no seal, and with the heads that are kept outside of the database.
 */
export const checkAudit = query({
  input: z.object({ after: z.number().int().min(0).default(0) }),
  needs: 'audit.read',
  async run({ tx, ctx }, { after }): Promise<ChainCheck> {
    const anchors = await ctx.ports.anchors?.read(ctx.workspaceId);
    const [row] = await tx`
      select guard.audit_state(${(anchors?.heads ?? []).map(({ seq }) => seq)}::bigint[]) state, guard.check_audit(${after}, ${STRETCH}) stretch`;
    const { state, stretch } = row as { state: ChainState; stretch: Stretch };
    const common = { total: state.headSeq, checked: stretch.checked, emptied: stretch.emptied };
    if (stretch.checked === STRETCH && stretch.last < state.headSeq)
      return { ...common, next: stretch.last, faults: stretch.faults, end: null };
    const head = state.headLink === null ? null : { seq: state.headSeq, link: state.headLink };
    const outside = judgeAnchors(anchors?.heads ?? [], state);
    return {
      ...common,
      next: null,
      faults: [
        ...stretch.faults,
        ...judgeHead(head, state.last),
        ...state.unsealed.map((entryId): ChainFault => ({ kind: 'unsealed', seq: null, entryId })),
        ...(state.overdue === null ? [] : [{ kind: 'overdue' as const, seq: null, entryId: state.overdue }]),
        ...outside,
        ...(anchors && !anchors.isWhole ? [{ kind: 'anchorsTouched' as const, seq: null, entryId: null }] : []),
      ],
      end: {
        since: state.first,
        sealedAt: state.sealedAt,
        waiting: state.waiting,
        anchors: anchors?.heads.length ?? null,
        anchoredSeq: Math.max(0, ...(anchors?.heads ?? []).map(({ seq }) => seq)),
      },
    };
  },
});

type Stretch = { checked: number; last: number; emptied: number; faults: ChainFault[] };
type ChainState = {
  headSeq: number;
  headLink: string | null;
  sealedAt: string | null;
  first: string | null;
  last: { seq: number; link: string } | null;
  links: Record<string, string>;
  waiting: number;
  unsealed: number[];
  /** The first that has waited for its seal far too long. */
  overdue: number | null;
};
