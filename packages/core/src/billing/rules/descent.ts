// Going down a plan: what there is too much of, and what of it stays.
import { type PlanVersion, type PresetName, planErrors } from '../../plans/contract.ts';
import { offeredOf, readCatalogue } from '../../plans/rules.ts';
import { billingErrors } from '../contract.ts';

/** What one chooses between. */
export const choosable = ['workspaces', 'numbers', 'people'] as const;
export type Choosable = (typeof choosable)[number];
/** The ids of what stays. */
export type Keep = Record<Choosable, string[]>;
export type Choices = {
  workspaces: { id: string; name: string; isFrozen: boolean; isArchived: boolean }[];
  numbers: {
    id: string;
    name: string;
    number: string | null;
    workspaceId: string;
    workspace: string;
    isFrozen: boolean;
    isOpen: boolean;
  }[];
  people: { id: string; name: string; email: string; isOwner: boolean; isFrozen: boolean }[];
};

/** How much of each a plan has room for; null is without end. Where people are counted by workspace nobody is chosen. */
export const roomOf = ({ limits, seats }: PlanVersion): Record<Choosable, number | null> => ({
  workspaces: limits.workspaces,
  numbers: limits.numbers,
  people: seats.per === 'workspace' ? null : seats.max,
});

/** Of what there is more than a plan has room for. */
export function tooMuchFor(plan: PlanVersion, choices: Choices): Choosable[] {
  const room = roomOf(plan);
  return choosable.filter((name) => choices[name].length > (room[name] ?? Number.POSITIVE_INFINITY));
}

/**
 * What would stay if nobody chose otherwise: where one is, what works and what is oldest; numbers of what stays; whoever asks, and then the
 * other owners.
 */
export function proposeKeep(plan: PlanVersion, choices: Choices, me: { personId: string; workspaceId: string }): Keep {
  const room = roomOf(plan);
  const best = <Each extends { id: string }>(name: Choosable, all: readonly Each[], rank: (each: Each) => number) =>
    // a stable sort: the oldest come first
    [...all]
      .sort((a, b) => rank(a) - rank(b))
      .slice(0, room[name] ?? all.length)
      .map(({ id }) => id);
  const workspaces = best('workspaces', choices.workspaces, ({ id, isFrozen, isArchived }) =>
    id === me.workspaceId ? 0 : isFrozen ? 3 : isArchived ? 2 : 1,
  );
  return {
    workspaces,
    numbers: best(
      'numbers',
      choices.numbers.filter(({ workspaceId }) => workspaces.includes(workspaceId)),
      ({ isFrozen, isOpen }) => (isFrozen ? 2 : isOpen ? 0 : 1),
    ),
    people: best('people', choices.people, ({ id, isOwner, isFrozen }) =>
      id === me.personId ? 0 : isFrozen ? 3 : isOwner ? 1 : 2,
    ),
  };
}

/** Throws billing.keepWrong for what is not there or has no place; whoever chooses stays themselves, and a number with its workspace. */
export function assertKeep(plan: PlanVersion, choices: Choices, keep: Keep, personId: string): void {
  const room = roomOf(plan);
  for (const name of choosable) {
    const ids = new Set(keep[name]);
    const isThere = [...ids].every((id) => choices[name].some((each) => each.id === id));
    const limit = room[name];
    if (!isThere || (limit !== null && ids.size > limit)) throw billingErrors.keepWrong({ name, limit: limit ?? 0 });
  }
  const [first] = keep.workspaces;
  if (!first) throw billingErrors.keepWrong({ name: 'workspaces', limit: room.workspaces ?? 0 });
  const apart = choices.numbers.find(
    ({ id, workspaceId }) => keep.numbers.includes(id) && !keep.workspaces.includes(workspaceId),
  );
  if (apart) throw billingErrors.keepWrong({ name: 'numbersApart', limit: 0 });
  if (!keep.people.includes(personId)) throw billingErrors.keepWrong({ name: 'self', limit: room.people ?? 0 });
}

/** The plan that an account goes down to: one that is sold and costs less than its own. Throws plans.unknownPlan for every other. */
export function descentTo(
  of: { plan: string; version: number; versions: unknown[]; head: { preset: PresetName } },
  plan: string,
): PlanVersion {
  const catalogue = readCatalogue(of.versions);
  const mine = catalogue.find((each) => each.plan === of.plan && each.version === of.version);
  const wanted = offeredOf(catalogue, of.head.preset).find((each) => each.plan === plan);
  const isLess = wanted?.price.cents && mine && wanted.price.cents < (mine.price.cents ?? Number.POSITIVE_INFINITY);
  if (!wanted || !isLess) throw planErrors.unknownPlan({ plan });
  return wanted;
}
