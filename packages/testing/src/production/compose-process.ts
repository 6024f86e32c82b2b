import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { type ComposeService, fillVariables } from './compose-file.ts';

/** A service of the compose file, run without Docker: its command, its folder and its environment, nothing else. */
export type ComposeProcess = {
  readonly output: () => string;
  /** The exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  stop(): Promise<number | null>;
};

/**
 * Starts what `docker compose` would start in a container. `values` fill the variables of the file; `instead` stands in
 * for what only containers have (host names, fixed ports, mounted folders). Nothing is inherited but the PATH.
 */
export function runService(
  root: string,
  service: ComposeService,
  values: Record<string, string>,
  instead: { text: Record<string, string>; env: Record<string, string> },
): ComposeProcess {
  const filled = Object.entries(service.environment ?? {}).map(([key, value]) => {
    const text = Object.entries(instead.text).reduce(
      (sum, [from, to]) => sum.replaceAll(from, to),
      fillVariables(String(value), values),
    );
    return [key, text];
  });
  const env = { ...Object.fromEntries(filled), ...instead.env, PATH: process.env.PATH ?? '' };
  const [, ...args] = service.command ?? [];
  const cwd = path.join(root, (service.working_dir ?? '/app').replace(/^\/app\/?/, ''));
  const child: ChildProcess = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    output: () => text,
    ended,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 12_000);
      const code = await ended;
      clearTimeout(late);
      return code;
    },
  };
}
