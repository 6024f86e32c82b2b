// The pure door of access: what follows from rights and seats.
import { type Permission, permissions } from '../kernel/contract.ts';
import type { Catalogue, Entitlements } from '../plans/contract.ts';
import { hasFeature, resolveEntitlements } from '../plans/rules.ts';
import type { LinkList, Seats } from './contract.ts';

/** What a right is worth nothing without; every role has `workspace.read`, because a desk without it shows nothing. */
const leansOn: Partial<Record<Permission, readonly Permission[]>> = {
  'contacts.write': ['contacts.read'],
  // what somebody does not see they could not move
  'contacts.merge': ['contacts.write', 'conversations.readAll'],
  'conversations.read': ['contacts.read', 'channels.read', 'members.read'],
  'conversations.readAll': ['conversations.read'],
  'conversations.write': ['conversations.read'],
  'conversations.assign': ['conversations.read', 'members.read'],
  'channels.connect': ['channels.read'],
  'members.invite': ['members.read'],
  'members.update': ['members.read'],
  'members.remove': ['members.read'],
  'teams.write': ['members.read'],
  'roles.write': ['members.read'],
  'links.write': ['links.read'],
  'audit.export': ['audit.read'],
};

/** Adds to ticked rights what they lean on, in the statement's order. */
export function completeRights(ticked: readonly Permission[]): Permission[] {
  const whole = new Set<Permission>(['workspace.read']);
  const add = (right: Permission): void => {
    if (whole.has(right)) return;
    whole.add(right);
    for (const each of leansOn[right] ?? []) add(each);
  };
  for (const each of ticked) add(each);
  return permissions.filter((each) => whole.has(each));
}

/**
 * What seats cost and which plan has more of them. `count` is of the account, with the invitations that are open: people who are blocked keep
 * their place and are not paid for, and an owner may keep more than there are people.
 */
export function describeSeats(
  catalogue: Catalogue,
  mine: Pick<Entitlements, 'plan' | 'version' | 'seats' | 'next'>,
  { billed, kept, ...count }: { people: number; invited: number; billed: number; kept: number | null },
): Seats {
  const used = count.people + count.invited;
  const { max, min, included, extraCents } = mine.seats;
  const here = catalogue.find((each) => each.plan === mine.plan && each.version === mine.version);
  const paidAnyway = Math.max(min, included ?? 0, kept ?? 0);
  const isFree = included === null || extraCents === null || billed + count.invited < paidAnyway;
  return {
    ...count,
    used,
    max,
    currency: here?.price.currency ?? 'EUR',
    interval: here?.price.interval ?? 'month',
    nextCents: isFree ? 0 : extraCents,
    lift: max !== null && used >= max ? liftOf(catalogue, mine.next, used) : null,
  };
}

/** The first plan on the way up that has a seat for one more, in its newest version, with what so many people pay there. */
function liftOf(catalogue: Catalogue, next: string | null, used: number): Seats['lift'] {
  const gone = new Set<string>();
  for (let name = next; name !== null && !gone.has(name); ) {
    gone.add(name);
    const plan = catalogue.filter((each) => each.plan === name).sort((a, b) => b.version - a.version)[0];
    if (!plan) return null;
    const { max, min, included, extraCents } = plan.seats;
    if (max === null || max > used) {
      const further = included === null ? 0 : Math.max(0, Math.max(min, used + 1) - included);
      const fromCents = plan.price.cents === null ? null : plan.price.cents + further * (extraCents ?? 0);
      return { plan: plan.plan, name: plan.name, max, fromCents };
    }
    name = plan.next;
  }
  return null;
}

/** Whether an account's plan has access links and, where not, the cheapest that has. */
export function describeLinkOffer(
  catalogue: Catalogue,
  account: { plan: string; version: number },
): Pick<LinkList, 'inPlan' | 'lift'> {
  if (hasFeature(resolveEntitlements(catalogue, account), 'accessLinks')) return { inPlan: true, lift: null };
  const [lift] = catalogue
    .filter((each) => each.features.includes('accessLinks'))
    .sort((a, b) => (a.price.cents ?? Infinity) - (b.price.cents ?? Infinity));
  return { inPlan: false, lift: lift ? { plan: lift.plan, name: lift.name } : null };
}
