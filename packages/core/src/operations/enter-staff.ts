import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';
import type { StaffPerson } from './contract.ts';

/** Who of Recado's own people holds this session; refused for everybody else as if nothing were here. */
export const enterStaff = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<StaffPerson> {
    const [row] = await ctx.db`select * from guard.enter_staff(${door.pass}, ${door.personId})`;
    return { personId: row?.person_id, name: row?.name, email: row?.email };
  },
});
