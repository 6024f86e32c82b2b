import { staffVerb } from '../kernel/index.ts';
import type { OnboardingFigure } from '../onboarding/contract.ts';
import { ReadWall } from './contract.ts';

/** Where companies stop on their first steps: figures of all that began in the last days together. */
export const readOnboarding = staffVerb({
  input: ReadWall,
  async call(ctx, door, { days }): Promise<OnboardingFigure[]> {
    const [row] = await ctx.db`select guard.onboarding_funnel(${door.pass}, ${door.personId}, ${days}) found`;
    return row?.found as OnboardingFigure[];
  },
});
