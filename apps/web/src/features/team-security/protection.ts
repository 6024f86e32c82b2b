import type { FactorPolicy, TeamMember } from '@recado/core/policies/contract';

/** Whether a stolen password alone does not let anybody in as them. */
export const isProtected = ({ factors, passkeys }: Pick<TeamMember, 'factors' | 'passkeys'>): boolean =>
  factors.length > 0 || passkeys > 0;

/** Who would be asked for a second step that they do not have. */
export const whoIsAsked = (people: readonly TeamMember[], policy: FactorPolicy): TeamMember[] =>
  people.filter(
    (person) =>
      !isProtected(person) &&
      (policy === 'everybody' || (policy === 'admins' && (person.role === 'owner' || person.role === 'admin'))),
  );

/** The lines of a list of addresses, without what is empty or there twice. */
export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,;]/)
      .map((line) => line.trim())
      .filter(Boolean),
  ),
];
