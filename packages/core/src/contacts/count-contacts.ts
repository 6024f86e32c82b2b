import { query } from '../kernel/index.ts';
import { compileFilter } from './compile-filter.ts';
import { COUNTED, type ContactCount, CountContacts } from './filter-contract.ts';

const MOST_MS = 1500;

/** How many contacts fit a filter, up to what anybody reads; null where that took too long to say. */
export const countContacts = query({
  input: CountContacts,
  needs: 'contacts.read',
  async run({ tx, ctx, actor }, { filter, inBin }): Promise<ContactCount> {
    const asked = { personId: actor.kind === 'person' ? actor.personId : null, now: ctx.clock.now() };
    const counting = tx.savepoint(async (inner) => {
      await inner`select set_config('statement_timeout', ${String(MOST_MS)}, true)`;
      const [row] = await inner`
        select count(*)::integer n from (
          select 1 from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.deleted_at is ${inner.unsafe(inBin ? 'not null' : 'null')}
             ${filter ? inner`and ${compileFilter(inner, filter, asked)}` : inner``} limit ${COUNTED + 1}) q`;
      return row?.n as number;
    });
    try {
      const found = await counting;
      return { count: Math.min(found, COUNTED), isMore: found > COUNTED };
    } catch (error) {
      if ((error as { code?: string }).code !== '57014') throw error;
      return { count: null, isMore: true };
    }
  },
});
