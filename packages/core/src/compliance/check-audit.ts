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
    const [row] = await tx`select guard.audit_state('{}') state, guard.check_audit(${after}, ${STRETCH}) stretch`;
    const { state: before, stretch } = row as { state: ChainState; stretch: Stretch };
    const common = { total: before.headSeq, checked: stretch.checked, emptied: stretch.emptied };
    if (stretch.checked === STRETCH && stretch.last < before.headSeq)
      return { ...common, next: stretch.last, faults: stretch.faults, end: null };
    // in this order: what the database had as kept outside is there to be read, and what is read there has its place in the chain
    const anchors = await ctx.ports.anchors?.read(ctx.workspaceId);
    const seqs = (anchors?.heads ?? []).map(({ seq }) => seq);
    const [now] = await tx`select guard.audit_state(${seqs}::bigint[]) state`;
    const state = now?.state as ChainState;
    const anchoredSeq = Math.max(0, ...seqs);
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
        ...(anchors && anchoredSeq < before.anchoredSeq
          ? [{ kind: 'anchorsGone' as const, seq: before.anchoredSeq, entryId: null }]
          : []),
        ...(anchors && !anchors.isWhole ? [{ kind: 'anchorsTouched' as const, seq: null, entryId: null }] : []),
      ],
      end: {
        since: state.first,
        sealedAt: state.sealedAt,
        waiting: state.waiting,
        anchors: anchors?.heads.length ?? null,
        anchoredSeq,
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
  /** Up to where the chain was kept outside of the database. */
  anchoredSeq: number;
  waiting: number;
  unsealed: number[];
  /** The first that has waited for its seal far too long. */
  overdue: number | null;
};
