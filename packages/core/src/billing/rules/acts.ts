// What an owner can do about how the account is paid, so that no state leaves them without a way out.
import type { BillingState } from '../contract.ts';

export type OwnAct = 'buy' | 'up' | 'down' | 'seats' | 'pay' | 'portal' | 'cancel' | 'resume';

/**
 * What is offered to an owner. `subscription` is what is bought and lives, `isOpen` whether an invoice waits for its money, `isKnown` whether
 * the provider has a page for them.
 */
export function actsOf(
  { state, ...rest }: BillingState,
  of: { subscription: { isEnding: boolean } | null; isOpen: boolean; isKnown: boolean },
): OwnAct[] {
  const { subscription, isOpen, isKnown } = of;
  const always: OwnAct[] = [...(isOpen ? (['pay'] as const) : []), ...(isKnown ? (['portal'] as const) : [])];
  if (!subscription) return ['buy', ...always];
  // a trial that ended without a card stands still until somebody goes on with it
  const standsStill = state === 'restricted' && 'because' in rest && rest.because === 'noCard';
  if (subscription.isEnding || standsStill) return ['resume', ...(standsStill ? (['cancel'] as const) : []), ...always];
  if (state === 'active' || state === 'trial') return ['up', 'down', 'seats', 'cancel', ...always];
  return ['cancel', ...always];
}
