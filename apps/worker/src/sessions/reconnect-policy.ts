import type { ChannelState } from '@recado/core/channels/contract';

/** How a socket ended, in the client's codes. */
export type SocketEnd = {
  code: number;
  /** What the server gave with a failure, e.g. `expire` seconds of a temporary ban. */
  expireSeconds?: number;
  /** The phone has accepted this device at some time. */
  isPaired: boolean;
  /** Set when we ended the socket ourselves. */
  because?: EndCause;
};

export type EndCause = 'storage' | 'stalled' | 'pairing_stuck' | 'wish' | 'lost' | 'stopping';

/** What to do about it. `rest` leaves the number alone until a person asks again. */
export type NextStep =
  | { kind: 'again'; pause: 'none' | 'backoff'; reason: string }
  | { kind: 'wait'; state: ChannelState; reason: string; untilMs: number }
  | { kind: 'rest'; state: ChannelState; reason: string; forgets: boolean };

const rest = (state: ChannelState, reason: string, forgets = false): NextStep => ({
  kind: 'rest',
  state,
  reason,
  forgets,
});

const DEFAULT_BAN_SECONDS = 60 * 60;

/** Decides what follows the end of a socket. `nowMs` is the present; a temporary ban is over at `untilMs`. */
export function decideNextStep(end: SocketEnd, nowMs: number): NextStep {
  if (end.because === 'pairing_stuck') return rest('failed', 'scanned_not_paired');
  if (end.because === 'storage') return { kind: 'again', pause: 'backoff', reason: 'storage' };
  if (end.because === 'stalled') return { kind: 'again', pause: 'none', reason: 'stalled' };
  switch (end.code) {
    case 515:
      return { kind: 'again', pause: 'none', reason: 'restart_required' };
    case 408:
      // without a paired phone it means that nobody scanned while there were codes left
      return end.isPaired ? { kind: 'again', pause: 'backoff', reason: 'lost' } : rest('closed', 'qr_expired');
    case 440:
      return rest('conflict', 'replaced');
    case 401:
      return end.isPaired
        ? rest('logged_out', 'removed_on_phone', true)
        : { kind: 'again', pause: 'backoff', reason: 'refused' };
    case 403:
      return rest('banned', 'forbidden');
    case 406:
      return rest('banned', 'unknown_logout');
    case 402:
      return {
        kind: 'wait',
        state: 'temporarily_banned',
        reason: 'temporary_ban',
        untilMs: nowMs + (end.expireSeconds ?? DEFAULT_BAN_SECONDS) * 1000,
      };
    case 405:
    case 409:
      return rest('outdated', 'client_outdated');
    case 411:
      return rest('logged_out', 'multi_device_mismatch', true);
    case 400:
      return rest('failed', 'certificate');
    case 503:
      return { kind: 'again', pause: 'backoff', reason: 'unavailable' };
    case 500:
      // the client's name for any stream error it does not know: the credentials are good
      return { kind: 'again', pause: 'backoff', reason: 'stream_error' };
    default:
      return { kind: 'again', pause: 'backoff', reason: 'connection_closed' };
  }
}

/** The pause before a try, in ms: doubles from `first` to `most`, and is spread so that many numbers do not come back at once. */
export function backoffMs(attempt: number, limits: { first: number; most: number }, random = Math.random()): number {
  const full = Math.min(limits.most, limits.first * 2 ** Math.min(attempt - 1, 16));
  return Math.round(full * (0.5 + random / 2));
}
