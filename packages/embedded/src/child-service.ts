import { spawn } from 'node:child_process';
import { killGroup, signalGroup } from './leftovers.ts';
import { openProcessLog } from './process-log.ts';
import type { Running, Service } from './supervisor.ts';

/** A program of ours: how to run it and how to see that it is ready. */
export type Child = {
  name: string;
  command: readonly [string, ...string[]];
  cwd: string;
  env: Record<string, string>;
  /** Ready when this URL answers 200, or when a line of its output matches. */
  ready: { url: string } | { line: RegExp };
  readyWithinMs?: number;
  /** How long it may take to end before it is killed. */
  graceMs: number;
};

/** Makes a service out of a program: its output goes to `<logsDir>/<name>.log`, it leads a process group of its own. */
export function childService(
  child: Child,
  terminal: { logsDir: string; isVerbose: boolean; show: (line: string) => void },
): Service {
  return {
    name: child.name,
    graceMs: child.graceMs,
    start: (began) => startChild(child, terminal, began),
  };
}

async function startChild(
  child: Child,
  terminal: { logsDir: string; isVerbose: boolean; show: (line: string) => void },
  began: (pid: number) => void,
): Promise<Running> {
  const [program, ...args] = child.command;
  const process = spawn(program, args, {
    cwd: child.cwd,
    env: child.env,
    // a group of its own: Ctrl-C in the terminal reaches the supervisor only, which stops things in their order
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let isReady = false;
  const log = openProcessLog({
    ...terminal,
    name: child.name,
    onLine: (line) => {
      if ('line' in child.ready && child.ready.line.test(line)) isReady = true;
    },
  });
  log.follow(process.stdout);
  log.follow(process.stderr);
  let ending: string | undefined;
  const ended = new Promise<string>((resolve) => {
    process.once('error', (error) => resolve(error.message));
    process.once('exit', (code, signal) => resolve(signal ? `signal ${signal}` : `code ${code}`));
  }).then((how) => {
    ending = how;
    // what it started and left behind would hold its port
    if (process.pid !== undefined) killGroup(process.pid);
    setTimeout(log.close, 500).unref();
    return how;
  });
  const { pid } = process;
  if (pid === undefined) throw new Error(`${child.name} could not be run: ${await ended}`);
  began(pid);

  const deadline = Date.now() + (child.readyWithinMs ?? 60_000);
  while (!isReady) {
    if (ending !== undefined) throw new Error(`${child.name} ended (${ending}) before it was ready:\n${log.tail()}`);
    if (Date.now() > deadline) {
      signalGroup(pid, 'SIGKILL');
      throw new Error(`${child.name} was not ready in time:\n${log.tail()}`);
    }
    if ('url' in child.ready && (await answers(child.ready.url))) break;
    await new Promise((resolve) => setTimeout(resolve, 80));
  }
  return { pid, ended, stop: (withinMs) => stopGroup(pid, ended, withinMs) };
}

async function stopGroup(pid: number, ended: Promise<string>, withinMs: number): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const late = setTimeout(() => signalGroup(pid, 'SIGKILL'), withinMs);
  await ended;
  clearTimeout(late);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(3000), redirect: 'manual' });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
