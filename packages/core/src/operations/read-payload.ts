import { staffVerb } from '../kernel/index.ts';
import { operationsErrors, ReadPayload } from './contract.ts';

/** A piece of what a run carries, as the text of its JSON. The look is written into the staff's log. */
export const readPayload = staffVerb({
  input: ReadPayload,
  async call(ctx, door, { runId, of }): Promise<{ json: string }> {
    const [row] = await ctx.db`select jobs.console_payload(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb,
      ${runId}, ${of.kind}, ${'id' in of ? of.id : null}) found`;
    if (typeof row?.found !== 'string') throw operationsErrors.payloadGone();
    return { json: row.found };
  },
});
