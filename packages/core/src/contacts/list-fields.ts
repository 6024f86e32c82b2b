import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { fieldsOf } from './store.ts';

/** The fields that the company made for itself, in their order. */
export const listFields = query({
  input: z.object({}),
  needs: 'contacts.read',
  run: ({ tx, ctx }) => fieldsOf(tx, ctx.workspaceId),
});
