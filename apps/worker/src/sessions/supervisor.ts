import { randomUUID } from 'node:crypto';
import { claimChannels, releaseChannel, renewLeases } from '@recado/core/channels';
import type { Held } from '@recado/core/kernel';
import type { Services } from '../services.ts';
import { type NumberSession, startNumberSession } from './number-session.ts';

/** Numbers are taken in small steps, so that processes that start together share them. */
const STEP = 4;
const NEXT_STEP_MS = 100;

export type Supervisor = {
  /** A person wants something of some number. */
  onWanted(): void;
  onQueued(channelId: string): void;
  /** Hints may have been missed: look at everything. */
  onResume(): void;
  /** Whether leases were renewed lately. */
  isHealthy(): boolean;
  numbers(): Held[];
  /** Closes every number and gives the leases back. */
  stop(): Promise<void>;
};

/** Holds as many numbers as there is room for: takes leases, renews them, and gives up at once what is lost. */
export function startSupervisor(services: Services, options: { maxChannels: number }): Supervisor {
  const { db, log, timing, driver } = services;
  const holder = randomUUID();
  const sessions = new Map<string, NumberSession>();
  const releasing = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let isAsked = false;
  let isStopped = false;
  let renewedAt = performance.now();
  let polledAt = 0;

  async function tick(): Promise<void> {
    await renew();
    const room = Math.min(STEP, options.maxChannels - sessions.size);
    const taken = room > 0 && !isStopped ? await claim(room) : 0;
    if (performance.now() - polledAt > timing.pollEvery) {
      polledAt = performance.now();
      for (const session of sessions.values()) session.poke();
    }
    if (taken === STEP) schedule(NEXT_STEP_MS);
  }

  async function renew(): Promise<void> {
    const asked = performance.now();
    const leases = await renewLeases(db, holder, timing.leaseTtl);
    renewedAt = asked;
    const kept = new Map(leases.map((lease) => [lease.channelId, lease]));
    for (const [channelId, session] of sessions) {
      const lease = kept.get(channelId);
      if (!lease || lease.fence !== session.held.fence) drop(channelId, session);
      else {
        session.update({ wanted: lease.wanted, wantedSeq: lease.wantedSeq, pairingNumber: lease.pairingNumber });
        session.watch();
      }
    }
    // an answer that was lost: taken without our knowing, or not given back; nobody else can serve what we go on renewing
    for (const lease of leases)
      if (!sessions.has(lease.channelId) && !releasing.has(lease.channelId) && !isStopped) begin(lease);
  }

  async function claim(room: number): Promise<number> {
    const claimed = await claimChannels(db, { holder, driver: driver.name, ttlMs: timing.leaseTtl, room });
    for (const held of claimed) {
      // a number may come back to us before its former session noticed
      const former = sessions.get(held.channelId);
      if (former) drop(held.channelId, former);
      begin(held);
    }
    return claimed.length;
  }

  function begin({ workspaceId, channelId, fence }: Held): void {
    const held: Held = { workspaceId, channelId, fence };
    log.info(held, 'number taken');
    const session = startNumberSession(services, held);
    sessions.set(channelId, session);
    void session.done.then(async () => {
      if (sessions.get(channelId) === session) sessions.delete(channelId);
      releasing.add(channelId);
      await releaseChannel(db, holder, held).catch((error) => log.warn({ err: error }, 'lease not released'));
      releasing.delete(channelId);
      // somebody may have wished anew in between
      if (!isStopped) ask();
    });
  }
  const drop = (channelId: string, session: NumberSession): void => {
    sessions.delete(channelId);
    void session.stop('lost');
  };

  const schedule = (ms: number): void => {
    if (isStopped) return;
    if (timer) clearTimeout(timer);
    timer = setTimeout(ask, ms);
  };
  /** One round at a time; a wish during a round makes another one. */
  function ask(): void {
    if (isStopped) return;
    if (running) {
      isAsked = true;
      return;
    }
    if (timer) clearTimeout(timer);
    timer = null;
    running = tick()
      .catch((error) => {
        log.warn({ err: error }, 'leases not renewed');
        if (performance.now() - renewedAt > timing.leaseTtl) for (const [id, session] of sessions) drop(id, session);
      })
      .finally(() => {
        running = null;
        if (isAsked) {
          isAsked = false;
          ask();
        } else if (!timer) schedule(timing.renewEvery);
      });
  }
  // a process that was paused finds out by its own clock, before it does anything else
  const guard = setInterval(() => {
    if (performance.now() - renewedAt <= timing.leaseTtl) return;
    for (const [id, session] of sessions) drop(id, session);
  }, 500);
  ask();
  return {
    onWanted: ask,
    onQueued: (channelId) => sessions.get(channelId)?.poke(),
    onResume() {
      polledAt = 0;
      ask();
    },
    isHealthy: () => performance.now() - renewedAt < timing.leaseTtl * 2,
    numbers: () => [...sessions.values()].map((session) => session.held),
    async stop() {
      isStopped = true;
      clearInterval(guard);
      if (timer) clearTimeout(timer);
      await running;
      await Promise.all([...sessions.values()].map((session) => session.stop('stopping')));
      await Promise.all(
        [...sessions.values()].map((session) => releaseChannel(db, holder, session.held).catch(() => false)),
      );
    },
  };
}
