import { randomBytes } from 'node:crypto';
import type { Logger } from '@recado/runtime/logger';
import { nextDue } from './billing/due.ts';
import { createDispatcher, type Dispatcher } from './events/dispatch.ts';
import type { Asked, Sim } from './sim.ts';
import type { RecordStore } from './state/record-store.ts';
import type { Settings } from './state/records.ts';
import { createWorld } from './state/world.ts';

/** What runs the simulated account: transactions, time, and the sending of events. */
export type Engine = {
  sim: Sim;
  log: Logger;
  dispatcher: Dispatcher;
  /** Does something whole or not at all, and sends what came of it. */
  transact<Result>(asked: Asked, act: () => Result): Result;
  /** Moves time on, and lets what is due on the way happen in its order. */
  advance(to: number): void;
  /** Lets what has become due happen. */
  tick(): void;
};

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const NOBODY: Asked = { request: null, idempotencyKey: null };

export type EngineParts = {
  store: RecordStore;
  log: Logger;
  url(): string;
  /** Where a new account's clock stands still, in seconds; it runs when left out. */
  frozenAt?: number;
  retryDelaysMs?: readonly number[];
  realNow?: () => number;
};

export function createEngine(parts: EngineParts): Engine {
  const realNow = parts.realNow ?? Date.now;
  const fresh: Settings = {
    ...{
      id: 'settings',
      created: Math.floor(realNow() / 1000),
      ahead: 0,
      standsAt: parts.frozenAt ?? null,
      nextInvoice: 1,
      nextCreditNote: 1,
    },
    ...{
      seller: { country: 'ES', name: 'Recado' },
      retryDays: [1, 3, 5, 7],
      afterRetries: 'past_due',
      vies: 'verified',
    },
    delivery: { mode: 'inorder', seed: 1, duplicate: 0, delayMs: 0, drop: 0, hold: false },
  };
  const world = createWorld(parts.store, fresh);
  world.commit();
  // the moment of what is being done: each thing that is due happens at its own
  let moment: number | undefined;
  const running = (): number => {
    const { standsAt, ahead } = world.settings.get('settings');
    return standsAt ?? Math.floor((realNow() + ahead) / 1000);
  };
  const at = <Result>(when: number, act: () => Result): Result => {
    const before = moment;
    moment = when;
    try {
      return act();
    } finally {
      moment = before;
    }
  };

  const sim: Sim = {
    world,
    settings: () => world.settings.get('settings'),
    now: () => moment ?? running(),
    id: (prefix, length = 14) =>
      `${prefix}_${Array.from(randomBytes(length), (byte) => ALPHABET[byte % ALPHABET.length]).join('')}`,
    url: parts.url,
    asked: NOBODY,
    followed: new Set(),
    realNow,
    lookAhead(when, act) {
      world.rollback();
      const { asked, followed } = sim;
      sim.followed = new Set();
      try {
        return at(when, act);
      } finally {
        Object.assign(sim, { asked, followed });
        world.rollback();
      }
    },
    lookFurther: at,
  };

  const dispatcher = createDispatcher(sim, parts.log, parts.retryDelaysMs);

  function transact<Result>(asked: Asked, act: () => Result): Result {
    world.rollback();
    sim.asked = asked;
    try {
      const result = act();
      world.commit();
      dispatcher.wake();
      return result;
    } catch (error) {
      world.rollback();
      throw error;
    } finally {
      sim.asked = NOBODY;
      sim.followed.clear();
    }
  }

  function catchUp(until: number): void {
    for (let due = nextDue(sim, until); due; due = nextDue(sim, until)) {
      const { at: when, act } = due;
      transact(NOBODY, () => at(when, () => act(sim)));
    }
  }

  return {
    sim,
    log: parts.log,
    dispatcher,
    transact,
    advance(to) {
      catchUp(to);
      transact(NOBODY, () => {
        const settings = sim.settings();
        if (settings.standsAt !== null) settings.standsAt = Math.max(settings.standsAt, to);
        else settings.ahead = Math.max(settings.ahead, to * 1000 - realNow());
      });
    },
    tick: () => catchUp(running()),
  };
}
