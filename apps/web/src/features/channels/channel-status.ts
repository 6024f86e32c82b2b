import type { ChannelRow, ChannelState } from '@recado/core/channels/contract';
import type { BadgeTone } from '@recado/ui/badge';

/** How a state looks: its word says it, this only colours it. */
export function channelTone(state: ChannelState): BadgeTone {
  if (state === 'open') return 'good';
  if (['banned', 'temporarily_banned', 'failed', 'logged_out', 'outdated'].includes(state)) return 'danger';
  if (['conflict', 'reconnecting'].includes(state)) return 'attention';
  return state === 'new' || state === 'closed' ? 'neutral' : 'brand';
}

/** The one thing that a person can usefully do in a state. */
export type ChannelAction = 'connect' | 'reconnect' | 'link' | 'cancel' | 'openInbox' | null;

export function mainAction(channel: Pick<ChannelRow, 'state' | 'wanted'>): ChannelAction {
  if (isHalfWay(channel)) return 'connect';
  switch (channel.state) {
    case 'new':
    case 'closed':
      return 'connect';
    case 'logged_out':
      return 'link';
    case 'conflict':
    case 'failed':
    case 'temporarily_banned':
    // a ban that WhatsApp has lifted, an update that has been installed: only a try can tell
    case 'banned':
    case 'outdated':
      return 'reconnect';
    case 'connecting':
    case 'qr':
    case 'code':
      return 'cancel';
    case 'open':
    case 'syncing':
      return 'openInbox';
    default:
      return null;
  }
}

/** Whether a connection was called off that nobody has closed yet, for lack of a worker perhaps. */
export function isHalfWay(channel: Pick<ChannelRow, 'state' | 'wanted'>): boolean {
  return channel.wanted !== 'open' && ['connecting', 'qr', 'code', 'pairing', 'reconnecting'].includes(channel.state);
}

const pairingPatienceMs = 60_000;

/** Whether a scanned phone has taken so long that it will not finish by itself. */
export function hasNeverPaired(channel: Pick<ChannelRow, 'state' | 'since'>, now: Date): boolean {
  return channel.state === 'pairing' && now.getTime() - Date.parse(channel.since) > pairingPatienceMs;
}

/** Whether a number can send now, will soon, or only after a person does something. */
export function sendingState(state: ChannelState): 'ready' | 'soon' | 'gone' {
  if (state === 'open' || state === 'syncing') return 'ready';
  return ['connecting', 'pairing', 'reconnecting'].includes(state) ? 'soon' : 'gone';
}
