import fs from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';

const LIMIT = 10 * 1024 * 1024;

/** Where a child's lines go: its own file, whoever waits for a line, and the terminal if they matter. */
export type ProcessLog = {
  follow(stream: Readable): void;
  /** The last lines, for the sentence that explains why a child did not start. */
  tail(): string;
  close(): void;
};

/** Opens `<logsDir>/<name>.log`, keeping one older file beyond 10 MB. `show` receives what belongs on the terminal. */
export function openProcessLog(options: {
  logsDir: string;
  name: string;
  isVerbose: boolean;
  show: (line: string) => void;
  onLine?: (line: string) => void;
}): ProcessLog {
  const file = path.join(options.logsDir, `${options.name}.log`);
  let size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  let descriptor = fs.openSync(file, 'a', 0o600);
  let last: string[] = [];
  const write = (line: string) => {
    if (size > LIMIT) {
      fs.closeSync(descriptor);
      fs.renameSync(file, `${file}.1`);
      descriptor = fs.openSync(file, 'a', 0o600);
      size = 0;
    }
    size += fs.writeSync(descriptor, `${line}\n`);
    last = [...last.slice(-19), line];
    options.onLine?.(line);
    const text = options.isVerbose ? line : worthShowing(line);
    if (text) options.show(`${options.name.padEnd(10)} ${text}`);
  };
  let isOpen = true;
  return {
    follow(stream) {
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = (lines.pop() ?? '').slice(-100_000);
        if (isOpen) lines.forEach(write);
      });
      stream.on('error', () => {});
      stream.on('close', () => {
        if (isOpen && rest) write(rest);
      });
    },
    tail: () => last.join('\n'),
    close() {
      if (isOpen) fs.closeSync(descriptor);
      isOpen = false;
    },
  };
}

/** Of a JSON log line from `error` on, its message; anything else stays in the file. */
export function worthShowing(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as { level?: number; msg?: string; err?: { message?: string } };
    if ((entry.level ?? 0) < 50) return undefined;
    return [entry.msg, entry.err?.message].filter(Boolean).join(': ');
  } catch {
    return undefined;
  }
}
