import { killGroup } from './leftovers.ts';

/** Something that runs and can end. `ended` says how. */
export type Running = {
  readonly pid: number;
  readonly ended: Promise<string>;
  stop(withinMs: number): Promise<void>;
};

/** Something that can be started again and again. `start` resolves when it is ready and tells its pid as soon as it has one. */
export type Service = {
  readonly name: string;
  readonly graceMs: number;
  start(began: (pid: number) => void): Promise<Running>;
};

export type Supervisor = {
  /** Starts services side by side and resolves when all are ready; rejects when one of them cannot start at all. */
  start(services: readonly Service[]): Promise<void>;
  /** Stops everything, the last started first, each within its grace. Safe to call twice. */
  stop(): Promise<void>;
  /** The pids of what runs now, by name. */
  pids(): Record<string, number>;
};

const FIRST_PAUSE_MS = 250;
// people sit in front of it: what can come back comes back soon, and a service that cannot costs a start every few seconds
const LONGEST_PAUSE_MS = 2_000;
const STEADY_MS = 60_000;

/** Keeps services running: what dies starts again after a pause that doubles while it keeps dying. */
export function createSupervisor(options: {
  say: (line: string) => void;
  children: { add(name: string, pid: number): void; remove(pid: number): void };
  /** Called after a service became ready or ended, so that a record of the pids can follow. */
  changed?: () => void;
  firstPauseMs?: number;
}): Supervisor {
  const groups: Map<string, Running>[] = [];
  const graces = new Map<string, number>();
  const halt = new AbortController();
  const loops: Promise<void>[] = [];
  // a child that is still on its way to being ready when the stop comes is stopped as well
  const starting = new Set<number>();
  const attempts = new Set<Promise<unknown>>();

  const startOnce = (service: Service, group: Map<string, Running>): Promise<Running> => {
    const attempt = tryStart(service, group);
    attempts.add(attempt);
    void attempt.catch(() => {}).finally(() => attempts.delete(attempt));
    return attempt;
  };

  const tryStart = async (service: Service, group: Map<string, Running>): Promise<Running> => {
    if (halt.signal.aborted) throw new Error(`${service.name} is not started any more`);
    let pid = 0;
    try {
      const running = await service.start((value) => {
        pid = value;
        options.children.add(service.name, value);
        starting.add(value);
        if (halt.signal.aborted) killGroup(value);
      });
      if (pid === 0) options.children.add(service.name, running.pid);
      void running.ended.then(() => options.children.remove(running.pid));
      if (halt.signal.aborted) {
        await running.stop(service.graceMs);
        throw new Error(`${service.name} was stopped`);
      }
      group.set(service.name, running);
      options.changed?.();
      return running;
    } catch (error) {
      if (pid) options.children.remove(pid);
      throw error;
    } finally {
      starting.delete(pid);
    }
  };

  const keep = async (service: Service, group: Map<string, Running>, first: Running): Promise<void> => {
    let running: Running | undefined = first;
    let pause = options.firstPauseMs ?? FIRST_PAUSE_MS;
    while (!halt.signal.aborted) {
      const since = Date.now();
      const how: string = running ? await running.ended : 'could not start';
      group.delete(service.name);
      options.changed?.();
      if (halt.signal.aborted) return;
      if (Date.now() - since > STEADY_MS) pause = options.firstPauseMs ?? FIRST_PAUSE_MS;
      options.say(`${service.name} ended (${how}); starting it again in ${(pause / 1000).toFixed(1)} s`);
      await rest(pause, halt.signal);
      if (halt.signal.aborted) return;
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      running = await startOnce(service, group).catch((error: Error) => {
        if (!halt.signal.aborted) options.say(error.message.split('\n').slice(0, 4).join(' | '));
        return undefined;
      });
      if (running) options.say(`${service.name} runs again`);
    }
  };

  let stopping: Promise<void> | undefined;
  const stopAll = async (): Promise<void> => {
    halt.abort();
    for (const pid of starting) killGroup(pid);
    for (const group of [...groups].reverse()) {
      await Promise.all([...group].map(([name, running]) => running.stop(graces.get(name) ?? 2000)));
    }
    await Promise.allSettled([...attempts, ...loops]);
  };

  return {
    async start(services) {
      const group = new Map<string, Running>();
      groups.push(group);
      for (const service of services) graces.set(service.name, service.graceMs);
      const firsts = await Promise.all(services.map((service) => startOnce(service, group)));
      services.forEach((service, index) => {
        loops.push(keep(service, group, firsts[index] as Running));
      });
    },
    stop() {
      stopping ??= stopAll();
      return stopping;
    },
    pids: () => Object.fromEntries(groups.flatMap((group) => [...group].map(([name, { pid }]) => [name, pid]))),
  };
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
