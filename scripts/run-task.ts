import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { signalGroup } from '@recado/embedded/leftovers';

/** Where a task's lines go besides the error that a failure throws. */
export type TaskOutput = { logFile?: string; isVerbose?: boolean };

const running = new Set<number>();

/** Runs a program to its end. Throws with its last lines when it fails; all of them go to the log file. */
export async function runTask(task: {
  name: string;
  command: readonly [string, ...string[]];
  cwd: string;
  env?: NodeJS.ProcessEnv;
  output?: TaskOutput;
}): Promise<string> {
  const [program, ...args] = task.command;
  const child = spawn(program, args, {
    cwd: task.cwd,
    env: task.env ?? process.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.pid) running.add(child.pid);
  let text = '';
  const log = task.output?.logFile ? fs.openSync(task.output.logFile, 'w', 0o600) : undefined;
  const take = (chunk: Buffer) => {
    text = (text + chunk.toString('utf8')).slice(-200_000);
    if (log !== undefined) fs.writeSync(log, chunk);
    if (task.output?.isVerbose) process.stdout.write(chunk);
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  const code = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (exit, signal) => resolve(signal ?? exit ?? 1));
  });
  if (child.pid) running.delete(child.pid);
  if (log !== undefined) fs.closeSync(log);
  if (code !== 0) throw new TaskFailed(task.name, code, text);
  return text;
}

/** Thrown by runTask; carries everything that the program wrote (its last 200 kB). */
export class TaskFailed extends Error {
  override name = 'TaskFailed';
  readonly text: string;
  constructor(task: string, code: number | string, text: string) {
    const tail = text.trimEnd().split('\n').slice(-40).join('\n');
    super(`${task} failed (${code}):\n${tail}`);
    this.text = text;
  }
}

/** Ends the tasks under way with everything they started; for the moment the person presses Ctrl-C. */
export function endTasks(): void {
  for (const pid of running) signalGroup(pid, 'SIGTERM');
}
