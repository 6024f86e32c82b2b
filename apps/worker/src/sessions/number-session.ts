import { type ChannelReport, claimNumber, forgetChannel, loadChannel, reportChannelState } from '@recado/core/channels';
import type { ChannelRow, ChannelState } from '@recado/core/channels/contract';
import { AppError, type Held } from '@recado/core/kernel';
import type { Services } from '../services.ts';
import { type AuthState, openAuthState } from './auth-state.ts';
import { connectTraffic, type Traffic } from './connect-traffic.ts';
import { type LiveSocket, startLiveSocket } from './live-socket.ts';
import { createSharedCaches } from './open-socket.ts';
import { backoffMs, decideNextStep, type EndCause, type SocketEnd } from './reconnect-policy.ts';

/** What people want of a number, as the lease's renewal tells it. */
export type Wish = { wanted: ChannelRow['wanted']; wantedSeq: number; pairingNumber: string | null };

export type NumberSession = {
  readonly held: Held;
  /** Resolves when the session has nothing more to do and the lease may go. */
  readonly done: Promise<void>;
  update(wish: Wish): void;
  /** Something may be queued for this number. */
  poke(): void;
  /** Looks for stalls and reports life; called at every renewal. */
  watch(): void;
  /** `lost`: another process may hold the number by now, so nothing is written any more. */
  stop(because: 'lost' | 'stopping'): Promise<void>;
};

const FIRST_QR_MS = 60_000;
const NEXT_QR_MS = 20_000;

/** Keeps one number as people want it, for as long as this process holds its lease. */
export function startNumberSession(services: Services, held: Held): NumberSession {
  const { db, log, timing } = services;
  const at = { workspaceId: held.workspaceId, channelId: held.channelId };
  const caches = createSharedCaches();
  let wish: Wish | null = null;
  let live: LiveSocket | null = null;
  let traffic: Traffic | null = null;
  let auth: AuthState | null = null;
  let stopped: 'lost' | 'stopping' | null = null;
  let attempt = 0;
  let openedAt = 0;
  let aliveAt = 0;
  let wakeUp: () => void = () => {};
  let reports: Promise<unknown> = Promise.resolve();

  const endLive = (because: EndCause): void => live?.end(because);
  const report = (next: ChannelReport): Promise<void> => {
    const work = reports.then(async () => {
      if (stopped === 'lost') return;
      const changed = await reportChannelState(db, held, next);
      if (changed) {
        services.hints.changed(held.workspaceId);
        log.info({ ...at, state: next.state, reason: next.reason ?? undefined }, 'number');
      }
    });
    reports = work.catch((error) => noteFailure(error, 'state not reported'));
    return reports as Promise<void>;
  };
  const noteFailure = (error: unknown, what: string): void => {
    if (error instanceof AppError && error.code === 'kernel.leaseLost') onLost();
    else if (!stopped) log.warn({ err: error, ...at }, what);
  };
  function onLost(): void {
    if (stopped === 'lost') return;
    stopped = 'lost';
    log.warn(at, 'lease lost');
    void auth?.close();
    traffic?.stop();
    endLive('lost');
    wakeUp();
  }

  /** A pause that a new wish or the end of the session cuts short. */
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function run(): Promise<void> {
    const channel = await loadChannel(db, held);
    if (!channel) return;
    wish ??= { wanted: channel.wanted, wantedSeq: channel.wantedSeq, pairingNumber: channel.pairingNumber };
    const until = channel.state === 'temporarily_banned' ? Date.parse(channel.detail.until ?? '') : 0;
    const seqAtStart = wish.wantedSeq;
    while (!stopped && wish.wantedSeq === seqAtStart && until > Date.now())
      await rest(Math.min(until - Date.now(), 60_000));
    auth = await openAuthState(services, held, {
      onStaged: (records) => traffic?.onStaged(records),
      plain: (records) => traffic?.plain(records) ?? null,
      onReceived: () => services.hints.changed(held.workspaceId),
      onLost,
      onFailure(error) {
        if (!stopped) log.warn({ err: error, ...at }, 'key store failed');
        // a commit that failed may have been made all the same
        traffic?.reload();
      },
    });
    traffic = connectTraffic(services, held, auth, caches, { isHolding: () => stopped === null });
    if (auth.isPaired()) traffic.begin();
    while (!stopped) {
      const served: Wish = wish;
      if (served.wanted === 'closed') {
        await report({ state: 'closed', reason: 'asked' });
        return;
      }
      if (served.wanted === 'logged_out' && !auth.isPaired()) {
        await forgetChannel(db, held, { state: 'new', reason: null, givesUpSeq: served.wantedSeq });
        services.hints.changed(held.workspaceId);
        return;
      }
      if (await isFinished(served, await connectOnce(served, auth, traffic), auth, traffic)) return;
    }
  }

  async function connectOnce(served: Wish, keys: AuthState, flow: Traffic): Promise<SocketEnd & { mode: Mode }> {
    let mode: Mode = served.wanted === 'logged_out' ? 'leave' : 'serve';
    let qrCount = 0;
    let pairing: NodeJS.Timeout | undefined;
    let syncing: NodeJS.Timeout | undefined;
    const isFirstLogin =
      keys.isPaired() && !keys.creds.accountSyncCounter && !keys.creds.processedHistoryMessages?.length;
    if (!keys.isPaired()) keys.renew();
    if (attempt === 0 && mode === 'serve') await report({ state: 'connecting' });
    if (stopped) return { code: 428, isPaired: keys.isPaired(), because: stopped, mode };
    const limitPairing = (): void => {
      clearTimeout(pairing);
      pairing = setTimeout(() => endLive('pairing_stuck'), timing.pairingLimit);
    };
    const isServing = (): boolean => current.isOpen() && mode === 'serve';
    const settle = (): void => {
      clearTimeout(syncing);
      if (!isServing()) return;
      aliveAt = performance.now();
      void report({ state: 'open', number: numberOf(keys) });
    };
    const current = startLiveSocket(services, held, keys, caches, {
      onQr(qr) {
        const pairingNumber = served.pairingNumber;
        if (!pairingNumber) {
          const expires = new Date(Date.now() + (qrCount === 0 ? FIRST_QR_MS : NEXT_QR_MS)).toISOString();
          void report({ state: 'qr', detail: { qr, qrExpiresAt: expires } });
        } else if (qrCount === 0) {
          current.socket
            .requestPairingCode(pairingNumber)
            .then((code) => report({ state: 'code', detail: { code } }))
            .catch((error) => noteFailure(error, 'no pairing code'));
        }
        qrCount += 1;
      },
      onCodeEntered() {
        limitPairing();
        void report({ state: 'pairing' });
      },
      onPaired() {
        limitPairing();
        void report({ state: 'pairing' });
      },
      onOpen() {
        clearTimeout(pairing);
        openedAt = performance.now();
        void afterOpen();
      },
      onCaughtUp: () => {},
      onStub: (message) => flow.onStub(message),
    });
    live = current;
    flow.attach(current);
    async function afterOpen(): Promise<void> {
      try {
        const number = numberOf(keys);
        const isOurs = mode === 'leave' || number === undefined || (await claimNumber(db, held, number));
        if (!isOurs) mode = 'evict';
        if (mode !== 'serve') {
          // the client hangs up at once after its good-bye, which must not be held back
          await keys.drained();
          return await current.socket.logout();
        }
        if (isFirstLogin) {
          await report({ state: 'syncing', ...(number ? { number } : {}) });
          syncing = setTimeout(settle, timing.syncLimit);
        } else settle();
        flow.begin();
        flow.open(current, { onHistoryTaken: settle });
      } catch (error) {
        noteFailure(error, 'not ready after opening');
        current.end('storage');
      }
    }
    const end = await current.ended;
    clearTimeout(pairing);
    clearTimeout(syncing);
    live = null;
    flow.close();
    if (performance.now() - openedAt > 30_000) attempt = openedAt > 0 ? 0 : attempt;
    if (!stopped) await keys.flush().catch((error) => noteFailure(error, 'credentials not stored'));
    return { ...end, mode };
  }

  /** Draws the conclusion from a socket's end; true when nothing is left to do until a person asks again. */
  async function isFinished(
    served: Wish,
    end: SocketEnd & { mode: Mode },
    keys: AuthState,
    flow: Traffic,
  ): Promise<boolean> {
    if (stopped || end.because === 'wish') return false;
    // after forgetting, the session ends: whoever asked anew meanwhile gets a new one
    const forget = async (state: ChannelState, reason: string | null): Promise<true> => {
      await keys.close();
      await forgetChannel(db, held, { state, reason, givesUpSeq: served.wantedSeq });
      services.hints.changed(held.workspaceId);
      return true;
    };
    if (end.mode !== 'serve' && (end.code === 401 || attempt >= 3)) {
      if (end.mode === 'evict') return await forget('failed', 'number_taken');
      // what was received before the link was given up still belongs to the company
      await flow.idle();
      return await forget('new', null);
    }
    const step = decideNextStep(end, Date.now());
    if (step.kind === 'rest') {
      if (step.reason === 'certificate') log.error(at, 'the server could not prove who it is');
      if (step.forgets) {
        // what was received before the phone removed us still belongs to the company
        await flow.idle();
        return await forget(step.state, step.reason);
      }
      await report({ state: step.state, reason: step.reason, givesUpSeq: served.wantedSeq });
      return isSettled(served);
    }
    if (step.kind === 'wait') {
      await report({ state: step.state, reason: step.reason, detail: { until: new Date(step.untilMs).toISOString() } });
      while (!stopped && wish === served && Date.now() < step.untilMs)
        await rest(Math.min(step.untilMs - Date.now(), 60_000));
      return false;
    }
    attempt += 1;
    // a restart that the server asks for is over before anybody could read about it, unless it asks each time
    if (end.code === 515 && attempt <= 3) return false;
    const limits = { first: timing.backoffFirst, most: timing.backoffMost };
    const pauseMs = step.pause === 'none' && attempt <= 3 ? 0 : backoffMs(attempt, limits);
    if (keys.isPaired())
      await report({
        state: 'reconnecting',
        reason: step.reason,
        detail: { attempt, nextTryAt: new Date(Date.now() + pauseMs).toISOString() },
      });
    await rest(pauseMs);
    return false;
  }
  /** True unless somebody asked anew while the conclusion was drawn. */
  const isSettled = (served: Wish): boolean => {
    if (wish === served) return true;
    attempt = 0;
    return false;
  };

  const done = run()
    .catch((error) => noteFailure(error, 'session ended'))
    .finally(() => {
      endLive('stopping');
      traffic?.stop();
      void auth?.close();
    });
  return {
    held,
    done,
    update(next) {
      if (wish && wish.wantedSeq === next.wantedSeq && wish.wanted === next.wanted) return;
      const isNews = wish !== null;
      wish = next;
      if (!isNews) return;
      attempt = 0;
      // an open number that is wished open again has nothing to change
      const isContent = next.wanted === 'open' && live?.isOpen();
      if (isContent) void report({ state: 'open' });
      else endLive('wish');
      wakeUp();
    },
    poke: () => traffic?.poke(),
    watch() {
      if (!live?.isOpen()) return;
      const isDead =
        live.silentFor() > timing.silenceLimit ||
        (traffic?.oldestUnansweredMs() ?? 0) > timing.ackLimit ||
        (auth?.stalledFor() ?? 0) > timing.ackLimit;
      if (isDead) {
        log.warn(at, 'the socket is stalled');
        return endLive('stalled');
      }
      if (performance.now() - aliveAt > timing.aliveEvery && aliveAt > 0) {
        aliveAt = performance.now();
        void report({ state: 'open' });
      }
    },
    async stop(because) {
      if (because === 'lost') onLost();
      else if (!stopped) {
        stopped = because;
        endLive(because);
        wakeUp();
      }
      await done;
      await reports;
    },
  };
}

/** `serve` works for the company; `leave` and `evict` only open in order to unlink this device. */
type Mode = 'serve' | 'leave' | 'evict';

/** The number's digits as WhatsApp gave them. */
function numberOf(auth: AuthState): string | undefined {
  return auth.creds.me?.id?.split(/[:@]/)[0];
}
