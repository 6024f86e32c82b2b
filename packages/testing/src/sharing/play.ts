import type { Dice } from './drawing.ts';
import { DAY, type Device, type Line, MINUTE, type World } from './world.ts';

/** Somebody at a device for some minutes; `who` sits there. */
export type Stint = { at: number; minutes: number; device: Device; line: Line; who: number };

/** A session as the guard keeps it. */
export type PlayedSession = {
  id: string;
  device: Device;
  network: string;
  kind: 'fixed' | 'mobile' | 'vpn' | 'hosting' | 'unknown';
  place: string;
  point: readonly [number, number];
  startedAt: number;
  lastInputAt: number;
  endedAt: number | null;
  endReason: 'displaced' | 'idle' | 'absolute' | 'replaced' | null;
  endedBy: string | null;
};
/** What was pressed on the card of a displaced session. */
export type PlayedCard = { at: number; sessionId: string; action: 'take_back' | 'mine' | 'several' };
export type Played = { sessions: PlayedSession[]; cards: PlayedCard[] };

const IDLE = 45 * MINUTE;

/**
 * What the guard would have written down of these stints: one session at a time, whoever comes wins, 45 minutes without input and it is over.
 * Who is displaced while still at it comes back or gives up.
 */
export function play(
  world: World,
  stints: Stint[],
  says: (at: number, dice: Dice) => PlayedCard['action'] | null,
): Played {
  const { dice, own } = world;
  const queue = stints.toSorted((a, b) => a.at - b.at);
  const sessions: PlayedSession[] = [];
  const cards: PlayedCard[] = [];
  let live: PlayedSession | null = null;
  /** Who is at the live session, and until when they want to be. */
  let held: { stint: Stint; until: number } | null = null;
  /** The displaced session that each device still shows. */
  const shown = new Map<string, string>();
  for (let i = 0; i < queue.length; i++) {
    const stint = queue[i] as Stint;
    const { at, device } = stint;
    if (live && at >= live.lastInputAt + IDLE) {
      live.endedAt = live.lastInputAt + IDLE;
      live.endReason = 'idle';
      live = null;
    }
    const net = stint.line(at);
    const seen = shown.get(device.id);
    if (seen) {
      const action = says(at, dice);
      if (action) cards.push({ at, sessionId: seen, action });
      shown.delete(device.id);
    }
    const goesOn: boolean = live !== null && live.device.id === device.id && !dice.hit(own('browserClosed'));
    if (!live || !goesOn) {
      const session: PlayedSession = {
        id: `s${sessions.length + 1}`,
        device,
        network: net.network,
        kind: net.kind,
        place: net.place,
        point: net.point,
        startedAt: at,
        lastInputAt: at,
        endedAt: null,
        endReason: null,
        endedBy: null,
      };
      if (live) {
        live.lastInputAt = Math.min(live.lastInputAt, at);
        live.endedAt = at;
        live.endReason = 'displaced';
        live.endedBy = session.id;
        if (live.device.id !== device.id) shown.set(live.device.id, live.id);
        // still at it: comes back
        if (held && held.until > at + MINUTE && dice.hit(own('takesBack'))) {
          const back = at + own('takesBackAfter') * (0.5 + dice.next()) * MINUTE;
          const minutes = (held.until - at) / MINUTE;
          if (back < held.until + 30 * MINUTE) insert(queue, i, { ...held.stint, at: back, minutes });
        }
      }
      sessions.push(session);
      live = session;
    }
    live.lastInputAt = Math.max(live.lastInputAt, at + stint.minutes * MINUTE);
    held = { stint, until: at + stint.minutes * MINUTE };
    if (at - (live.startedAt ?? at) > 30 * DAY) live = null;
  }
  return { sessions, cards };
}

function insert(queue: Stint[], after: number, stint: Stint): void {
  let i = after + 1;
  while (i < queue.length && (queue[i] as Stint).at <= stint.at) i++;
  queue.splice(i, 0, stint);
}
