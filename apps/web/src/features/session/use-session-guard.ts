'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { hasSlept, isBeatDue, stageOf } from './activity-clock.ts';
import { type WireError, wireErrorOf } from './app-error.ts';
import { joinActivity } from './shared-activity.ts';
import type { TrpcClient } from './trpc-client.ts';
import { watchInput } from './watch-input.ts';
import { whileShown } from './while-shown.ts';

const tickMs = 5_000;
const pollMs = 30_000;
/** Input is noted at most this often. */
const noteMs = 5_000;
/** A warning that input beside it has answered stays this long, so that it does not vanish beneath the pointer. */
const lingerMs = 2_000;

export type GuardOptions = {
  client: TrpcClient;
  viewer: { person: { id: string }; session: { secondsLeft: number; idleMinutes: number } };
  /** Whether the stream tells by itself of the end. */
  isLive: () => boolean;
  endSession(error: WireError): void;
};

/**
 * Watches over the session of this tab. It asks the server every 30 s while the stream is down, at once when the tab comes back from
 * anywhere, when the machine has slept, and before it warns; it tells the server of real input. That the session has ended arrives
 * through the client's `onOver`. Answers until when the person may still say that they are there, or null while there is no need.
 */
export function useSessionGuard({ client, viewer, isLive, endSession }: GuardOptions): {
  warnedUntil: number | null;
  stay: () => void;
} {
  const personId = viewer.person.id;
  const idleMs = viewer.session.idleMinutes * 60_000;
  const startMs = viewer.session.secondsLeft * 1000;
  const [warnedUntil, setWarnedUntil] = useState<number | null>(null);
  const stayNow = useRef(() => {});
  useEffect(() => {
    // what the server said last; its own clock decides, this one only guesses between two answers
    let told = Date.now() + startMs;
    const stop = whileShown((isBack) => {
      let lastTick = Date.now();
      let lastAsked = lastTick;
      let lastNoted = 0;
      let isAsking = false;
      let isAskedAgain = false;
      let lingering: ReturnType<typeof setTimeout> | undefined;
      let isWarned = false;
      const until = () => Math.max(told, activity.lastInput() + idleMs);
      const warn = (at: number | null) => {
        isWarned = at !== null;
        setWarnedUntil(at);
      };
      const ask = async (): Promise<void> => {
        isAskedAgain = isAsking;
        if (isAsking) return;
        isAsking = true;
        lastAsked = Date.now();
        try {
          const hasNews = activity.lastInput() > activity.lastBeat();
          if (hasNews) activity.noteBeat(lastAsked);
          const left = hasNews
            ? (
                await client.sessionsSingle.renewActivity.mutate({
                  idleForMs: Math.max(0, lastAsked - activity.lastInput()),
                })
              ).millisecondsLeft
            : (await client.sessionsSingle.validateSession.query()).secondsLeft * 1000;
          told = Date.now() + left;
          const stage = stageOf({ now: Date.now(), until: told });
          if (stage !== 'calm') warn(told);
          else if (isWarned) warn(null);
          show();
        } catch (error) {
          const { code } = wireErrorOf(error);
          // nobody answers: what is surely over goes dark all the same
          if (code === 'network.offline' && stageOf({ now: Date.now(), until: until() }) === 'over')
            endSession({ code: 'identity.sessionEnded', params: { reason: 'idle', secondsAgo: 0 } });
          else if (code !== 'identity.sessionEnded' && code !== 'identity.otherPerson') show();
        } finally {
          isAsking = false;
          if (isAskedAgain) void ask();
        }
      };
      const activity = joinActivity(personId, () => {
        if (isWarned) void ask();
      });
      const tick = () => {
        const now = Date.now();
        const sleptOrSet = hasSlept({ now, lastTick, everyMs: tickMs });
        lastTick = now;
        const at = { now, lastInput: activity.lastInput(), lastBeat: activity.lastBeat() };
        const isPollDue = !isLive() && now - lastAsked >= pollMs;
        const stage = stageOf({ now, until: isWarned ? told : until() });
        if (sleptOrSet || isPollDue || isBeatDue(at) || stage === 'over' || (stage === 'warning' && !isWarned))
          void ask();
      };
      const stopWatching = watchInput(() => {
        const now = Date.now();
        if (isWarned) {
          // the warning's own button answers at once; this is somebody who moves, or types behind it
          lingering ??= setTimeout(() => {
            lingering = undefined;
            activity.noteInput(now);
            void ask();
          }, lingerMs);
        } else if (now - lastNoted >= noteMs) {
          lastNoted = now;
          activity.noteInput(now);
          tick();
        }
      });
      stayNow.current = () => {
        activity.noteInput(Date.now());
        void ask();
      };
      const comeBack = () => {
        if (document.visibilityState === 'visible') void ask();
      };
      const timer = setInterval(tick, tickMs);
      document.addEventListener('visibilitychange', comeBack);
      addEventListener('online', comeBack);
      document.addEventListener('resume', comeBack);
      if (isBack) void ask();
      return () => {
        // a page on the way back shows nothing before it has asked
        hide();
        clearInterval(timer);
        clearTimeout(lingering);
        stopWatching();
        activity.leave();
        document.removeEventListener('visibilitychange', comeBack);
        removeEventListener('online', comeBack);
        document.removeEventListener('resume', comeBack);
      };
    });
    return () => {
      stop();
      show();
    };
  }, [client, personId, isLive, endSession, idleMs, startMs]);
  return { warnedUntil, stay: useCallback(() => stayNow.current(), []) };
}

const hide = () => document.documentElement.setAttribute('data-waking', '');
const show = () => document.documentElement.removeAttribute('data-waking');
