import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';
import type { StaffPerson } from './contract.ts';

/** Whoever is or was staff. */
export const listStaffPeople = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<StaffPerson[]> {
    const [row] = await ctx.db`select guard.list_staff_people(${door.pass}, ${door.personId}) found`;
    return row?.found as StaffPerson[];
  },
});
