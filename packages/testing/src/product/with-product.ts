import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

/**
 * Runs something against a product: the one whose running file is given, else one started here with data of its own
 * and ended afterwards.
 */
export async function withProduct<T>(
  runningFile: string | undefined,
  say: (line: string) => void,
  run: (runningFile: string) => Promise<T>,
): Promise<T> {
  if (runningFile) return await run(path.resolve(runningFile));
  const data = mkdtempSync(path.join(tmpdir(), 'recado-soak-'));
  const child = spawn(process.execPath, [path.join(ROOT, 'scripts/main.ts'), 'start'], {
    cwd: ROOT,
    env: { ...process.env, RECADO_DATA_DIR: data, RECADO_PORT_BASE: '0', RECADO_NO_DEMO: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = () => void child.kill('SIGINT');
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await isUp(child, say);
    return await run(path.join(data, 'running.json'));
  } finally {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null) {
      child.kill('SIGINT');
      await ended;
    }
    rmSync(data, { recursive: true, force: true });
  }
}

function isUp(child: ChildProcess, say: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.split('\n')) if (line.startsWith('recado')) say(line.replace(/^recado\s+/, ''));
      if (text.includes('Ctrl-C stops everything')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)));
  });
}
