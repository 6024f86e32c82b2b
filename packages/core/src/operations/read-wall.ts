import { staffVerb } from '../kernel/index.ts';
import { ReadWall, type WallFigures } from './contract.ts';

/** How many met the wall of one session, what they chose there, and how the inactivity limits that are tried went. */
export const readWall = staffVerb({
  input: ReadWall,
  async call(ctx, door, { days }): Promise<WallFigures> {
    const [row] = await ctx.db`select guard.wall(${door.pass}, ${door.personId}, ${days}) found`;
    return row?.found as WallFigures;
  },
});
