import { fork } from 'node:child_process';
import path from 'node:path';
import type { BareOrder, BareReport, BareSettings } from './bare-protocol.ts';

/** A process with bare sockets, all of them paired and open. */
export type BareProcess = {
  readonly pid: number;
  /** Resolves once the process counts; `received` resolves with the last of `count` inbound messages. */
  listen(count: number): Promise<{ received: Promise<void> }>;
  /** Sends from every number and resolves with the last server ack. */
  send(order: { perNumber: number; customers: string[]; tag: string }): Promise<void>;
  stop(): void;
};

/** Starts bare Baileys in a process of its own, pairs its numbers and waits until they are open. */
export async function startBare(settings: BareSettings): Promise<BareProcess> {
  const child = fork(path.join(import.meta.dirname, 'bare-main.ts'), [JSON.stringify(settings)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const next = (kind: BareReport['kind']): Promise<void> =>
    new Promise((resolve, reject) => {
      const listener = (report: BareReport): void => {
        if (report.kind !== kind) return;
        child.off('message', listener).off('exit', gone);
        resolve();
      };
      const gone = (code: number | null): void => reject(new Error(`bare Baileys ended with ${code}`));
      child.on('message', listener).once('exit', gone);
    });
  const order = (what: BareOrder): void => void child.send(what);
  await next('ready');
  return {
    pid: child.pid as number,
    async listen(count) {
      const listening = next('listening');
      order({ kind: 'receive', count });
      await listening;
      return { received: next('received') };
    },
    send(what) {
      const acknowledged = next('acknowledged');
      order({ kind: 'send', ...what });
      return acknowledged;
    },
    stop: () => void child.kill('SIGTERM'),
  };
}
