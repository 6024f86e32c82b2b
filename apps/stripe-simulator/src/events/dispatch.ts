import { createHmac } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import type { Logger } from '@recado/runtime/logger';
import { showEvent } from '../render/account.ts';
import type { Sim } from '../sim.ts';
import type { Delivery } from '../state/records.ts';

/** Brings events to their endpoints, again and again until they are taken. */
export type Dispatcher = {
  /** Sends what is due, now and later. */
  wake(): void;
  /** Sends everything that waits, held or not, and resolves when each was tried once. */
  flush(): Promise<{ delivered: number; refused: number; dropped: number }>;
  close(): Promise<void>;
};

// close together at first; Stripe itself gives up after three days
const DELAYS_MS = [1000, 5000, 30_000, 120_000, 600_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000];
const TIMEOUT_MS = 10_000;
const AT_ONCE = 200;

export function createDispatcher(sim: Sim, log: Logger, delays: readonly number[] = DELAYS_MS): Dispatcher {
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<unknown> = Promise.resolve();
  let isWorking = false;
  let isClosed = false;
  const stop = new AbortController();
  const agent = new http.Agent({ keepAlive: true });

  const waiting = (withHeld: boolean): Delivery[] =>
    sim.world.deliveries.peek().filter(({ held, dueAt }) => (withHeld ? true : !held && dueAt <= sim.realNow()));

  function arrange(deliveries: Delivery[]): Delivery[] {
    const { mode, seed } = sim.settings().delivery;
    if (mode === 'reverse') return [...deliveries].reverse();
    return mode === 'shuffle' ? shuffled(deliveries, seed) : deliveries;
  }

  /** Writes down what became of a delivery, apart from whatever else goes on. */
  function settle(id: string, change: (delivery: Delivery) => Delivery | undefined): void {
    sim.world.rollback();
    const delivery = sim.world.deliveries.find(id);
    if (!delivery) return;
    if (!change(delivery)) sim.world.deliveries.remove(id);
    sim.world.commit();
  }

  /** Whether whoever listens there took it. Redirects are not followed. */
  function post(url: string, headers: Record<string, string>, body: string): Promise<boolean> {
    const isSecure = url.startsWith('https:');
    return new Promise((resolve) => {
      const call = (isSecure ? https : http).request(url, {
        method: 'POST',
        agent: isSecure ? undefined : agent,
        headers: {
          ...{ 'content-type': 'application/json; charset=utf-8', 'user-agent': 'Stripe/1.0 (simulator)' },
          ...{ 'content-length': Buffer.byteLength(body), ...headers },
        },
        signal: stop.signal,
      });
      const late = setTimeout(() => call.destroy(), TIMEOUT_MS);
      const end = (isTaken: boolean): void => {
        clearTimeout(late);
        resolve(isTaken);
      };
      call.on('response', (response) => {
        const { statusCode = 0 } = response;
        response.resume();
        response.on('end', () => end(statusCode >= 200 && statusCode < 300));
      });
      call.on('error', () => end(false));
      call.on('close', () => end(false));
      call.end(body);
    });
  }

  async function send(delivery: Delivery): Promise<'delivered' | 'refused' | 'dropped'> {
    const endpoint = sim.world.endpoints.peek().find(({ id }) => id === delivery.endpoint);
    const event = sim.world.events.peek().find(({ id }) => id === delivery.event);
    if (!endpoint || !event) {
      settle(delivery.id, () => undefined);
      return 'dropped';
    }
    if (isDropped(event.id, sim.settings().delivery)) {
      settle(delivery.id, () => undefined);
      return 'dropped';
    }
    const body = JSON.stringify(showEvent(sim, event));
    // signed as it leaves: a signature is young however old its event
    const stamp = Math.floor(sim.realNow() / 1000);
    const signature = createHmac('sha256', endpoint.secret).update(`${stamp}.${body}`).digest('hex');
    const isTaken = await post(endpoint.url, { 'stripe-signature': `t=${stamp},v1=${signature}` }, body);
    settle(delivery.id, (kept) => {
      if (isTaken) return undefined;
      const wait = delays[kept.attempts];
      if (wait === undefined) {
        log.warn({ event: event.id, type: event.type }, 'an event was never taken');
        return undefined;
      }
      return Object.assign(kept, { attempts: kept.attempts + 1, dueAt: sim.realNow() + wait, held: false });
    });
    return isTaken ? 'delivered' : 'refused';
  }

  async function round(deliveries: Delivery[]) {
    const counts = { delivered: 0, refused: 0, dropped: 0 };
    for (const delivery of deliveries) {
      if (isClosed) break;
      counts[await send(delivery)] += 1;
    }
    return counts;
  }

  function schedule(): void {
    if (isClosed) return;
    const next = sim.world.deliveries
      .peek()
      .filter(({ held }) => !held)
      .reduce((first, { dueAt }) => Math.min(first, dueAt), Number.POSITIVE_INFINITY);
    clearTimeout(timer);
    if (!Number.isFinite(next)) return;
    timer = setTimeout(pump, Math.min(Math.max(0, next - sim.realNow()), 2 ** 30));
    timer.unref();
  }

  function pump(): void {
    if (isWorking || isClosed) return;
    isWorking = true;
    working = round(arrange(waiting(false)).slice(0, AT_ONCE))
      .catch((error) => log.error({ err: error }, 'events were not sent'))
      .finally(() => {
        isWorking = false;
        schedule();
      });
  }

  return {
    wake: schedule,
    async flush() {
      while (isWorking) await working;
      isWorking = true;
      const round1 = round(arrange(waiting(true)));
      working = round1
        .catch(() => {})
        .finally(() => {
          isWorking = false;
          schedule();
        });
      return round1;
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      stop.abort();
      agent.destroy();
      await working;
    },
  };
}

/** The same events are lost each time for one seed. */
function isDropped(event: string, { drop, seed }: { drop: number; seed: number }): boolean {
  return drop > 0 && drawn(`${seed}:${event}`) * 100 < drop;
}

function shuffled<T>(all: T[], seed: number): T[] {
  const mixed = [...all];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = Math.floor(drawn(`${seed}:${at}`) * (at + 1));
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}

/** A number from 0 to 1 that a text always draws. */
const drawn = (text: string): number => createHmac('sha256', 'draw').update(text).digest().readUInt32BE() / 2 ** 32;
