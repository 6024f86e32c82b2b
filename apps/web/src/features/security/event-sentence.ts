import type { HistoryEvent } from '@recado/core/identity/contract';

/** The sentences there are for what happens to sessions. */
export const eventSentences = [
  'init',
  'displaced',
  'displacedUnknown',
  'replaced',
  'logout',
  'terminated',
  'terminatedSelf',
  'idle',
  'absolute',
  'limit',
  'reuse',
  'unbound',
  'country',
  'notMe',
  'disabled',
  'reported',
  'refused',
  'refusedElsewhere',
  'stepUp',
  'factorAdded',
  'factorRemoved',
  'recoveryRenewed',
  'wayAdded',
  'wayRemoved',
  'trusted',
  'untrusted',
  'emailChanged',
  'emailRestored',
  'phoneChanged',
  'phoneRemoved',
  'endedByEmail',
  'endedByPhone',
  'forgotten',
  'exported',
  'erased',
  'other',
] as const;
export type EventSentence = (typeof eventSentences)[number];

const ofKind: Record<string, EventSentence> = {
  not_me: 'notMe',
  step_up: 'stepUp',
  factor_added: 'factorAdded',
  factor_removed: 'factorRemoved',
  recovery_renewed: 'recoveryRenewed',
  way_added: 'wayAdded',
  way_removed: 'wayRemoved',
  device_trusted: 'trusted',
  device_untrusted: 'untrusted',
  email_changed: 'emailChanged',
  email_restored: 'emailRestored',
  phone_changed: 'phoneChanged',
  phone_removed: 'phoneRemoved',
  email: 'endedByEmail',
  phone: 'endedByPhone',
};

/** Which sentence tells an event. A kind of tomorrow gets the general one, never its code. */
export function sentenceOf(event: Pick<HistoryEvent, 'kind' | 'by' | 'because'>): EventSentence {
  if (event.kind === 'displaced' && !event.by) return 'displacedUnknown';
  if (event.kind === 'terminated' && !event.by) return 'terminatedSelf';
  if (event.kind === 'refused' && ['device', 'browser', 'system'].includes(event.because ?? ''))
    return 'refusedElsewhere';
  const sentence = ofKind[event.kind] ?? event.kind;
  return eventSentences.find((each) => each === sentence) ?? 'other';
}

/** Whether an event is one that its owner should look at twice. */
export function isAlarming(kind: string): boolean {
  return ['reuse', 'unbound', 'country', 'not_me', 'reported', 'disabled', 'email_restored'].includes(kind);
}
