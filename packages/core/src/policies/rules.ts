// Pure decisions of policies: what of a team's security to mend first.
import type { FactorPolicy, Mend, TeamMember } from './contract.ts';

const MANY_LINKS = 10;
const MANY_EXPORTS = 5;
const isProtected = (person: TeamMember): boolean => person.factors.length > 0 || person.passkeys > 0;

/** What to mend, the most urgent first; empty when nothing is. */
export function rankMends(
  team: { people: readonly TeamMember[]; liveLinks: number; exports: number },
  twoFactor: FactorPolicy,
): Mend[] {
  const of = (kind: Mend['kind'], who: readonly TeamMember[]): Mend => ({
    kind,
    count: who.length,
    names: who.map(({ name }) => name),
  });
  const runs = (person: TeamMember): boolean => person.role === 'owner' || person.role === 'admin';
  const bare = team.people.filter((person) => !isProtected(person));
  const mends = [
    of(
      'copied',
      team.people.filter(({ refused }) => refused > 0),
    ),
    of('factorLess', [...bare.filter(runs), ...bare.filter((person) => !runs(person))]),
    { kind: 'policyOff' as const, count: twoFactor === 'nobody' ? 1 : 0, names: [] },
    { kind: 'manyLinks' as const, count: team.liveLinks >= MANY_LINKS ? team.liveLinks : 0, names: [] },
    of(
      'newDevices',
      team.people.filter(({ newDevices }) => newDevices > 1),
    ),
    { kind: 'manyExports' as const, count: team.exports >= MANY_EXPORTS ? team.exports : 0, names: [] },
  ];
  return mends.filter(({ count }) => count > 0);
}
