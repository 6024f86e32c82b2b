import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Child, childService } from './child-service.ts';
import { openChildrenFile } from './leftovers.ts';
import { isRunning } from './processes.ts';
import { createSupervisor, type Supervisor } from './supervisor.ts';

let folder: string;
let said: string[];
let shown: string[];
let supervisor: Supervisor;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-supervisor-'));
  said = [];
  shown = [];
  const children = openChildrenFile(folder);
  supervisor = createSupervisor({ say: (line) => said.push(line), children, firstPauseMs: 20 });
});
afterEach(async () => {
  await supervisor.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const script = (name: string, source: string, more: Partial<Child> = {}) =>
  childService(
    {
      name,
      command: [process.execPath, '-e', source],
      cwd: folder,
      env: {},
      ready: { line: /ready/ },
      graceMs: 500,
      ...more,
    },
    { logsDir: folder, isVerbose: false, show: (line) => shown.push(line) },
  );
const STEADY = 'console.log("ready"); setInterval(() => {}, 1000)';
const noteEnd = (name: string) =>
  `process.on('SIGTERM', () => { require('fs').appendFileSync('ends', '${name} '); process.exit(0); }); ${STEADY}`;

test('starts again what was killed, and says so', async () => {
  await supervisor.start([script('steady', STEADY)]);
  const first = supervisor.pids().steady as number;
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(said).toContain('steady runs again'), 5000);
  expect(supervisor.pids().steady).not.toBe(first);
  expect(said[0]).toMatch(/^steady ended \(signal SIGKILL\); starting it again in/);
});

test('waits longer each time while a child keeps dying', async () => {
  await supervisor.start([script('dying', 'console.log("ready"); setTimeout(() => process.exit(3), 100)')]);
  const pauses = () => said.filter((line) => line.includes('again in'));
  await vi.waitFor(() => expect(pauses().length).toBeGreaterThan(3), 8000);
  expect(pauses()[0]).toContain('in 0.0 s');
  expect(pauses()[3]).toContain('in 0.2 s');
});

test('refuses to start with a child that ends before it is ready, and shows its last lines', async () => {
  const broken = script('broken', 'console.error("no database here"); process.exit(1)');
  await expect(supervisor.start([broken])).rejects.toThrow(/broken ended \(code 1\).*\n.*no database here/);
});

test('stops the last group first', async () => {
  await supervisor.start([script('below', noteEnd('below'))]);
  await supervisor.start([script('above', noteEnd('above'))]);
  await supervisor.stop();
  expect(fs.readFileSync(path.join(folder, 'ends'), 'utf8')).toBe('above below ');
  expect(supervisor.pids()).toEqual({});
});

test('kills a child that does not listen when its grace is over', async () => {
  await supervisor.start([script('deaf', `process.on('SIGTERM', () => {}); ${STEADY}`)]);
  const pid = supervisor.pids().deaf as number;
  const began = Date.now();
  await supervisor.stop();
  expect(isRunning(pid)).toBe(false);
  expect(Date.now() - began).toBeLessThan(3000);
});

test('takes what a dead child had started with it', async () => {
  const parent = `const c = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {stdio: 'inherit'});
    require('fs').writeFileSync('grandchild', String(c.pid)); ${STEADY}`;
  await supervisor.start([script('parent', parent)]);
  const grandchild = Number(fs.readFileSync(path.join(folder, 'grandchild'), 'utf8'));
  process.kill(supervisor.pids().parent as number, 'SIGKILL');
  await vi.waitFor(() => expect(isRunning(grandchild)).toBe(false), 3000);
});

test('a stop during a start leaves nobody behind', async () => {
  const slow = script('slow', 'require("fs").writeFileSync("slow", String(process.pid)); setInterval(() => {}, 1000)');
  const starting = supervisor.start([slow]).catch((error: Error) => error);
  const pidFile = path.join(folder, 'slow');
  await vi.waitFor(() => expect(fs.readFileSync(pidFile, 'utf8')).not.toBe(''), 5000);
  await supervisor.stop();
  expect(await starting).toBeInstanceOf(Error);
  expect(isRunning(Number(fs.readFileSync(pidFile, 'utf8')))).toBe(false);
});

test('ends the children that a killed supervisor left behind', async () => {
  const orphan = spawn(process.execPath, ['-e', STEADY], { detached: true, stdio: 'ignore' });
  openChildrenFile(folder).add('orphan', orphan.pid as number);
  expect(await openChildrenFile(folder).stopLeftOver()).toEqual(['orphan']);
  await vi.waitFor(() => expect(isRunning(orphan.pid as number)).toBe(false), 3000);
});

test('spares a stranger that was given the number of an old child', async () => {
  const stranger = spawn(process.execPath, ['-e', STEADY], { detached: true, stdio: 'ignore' });
  const mark = { name: 'web', pid: stranger.pid, birth: 'another moment' };
  fs.writeFileSync(path.join(folder, 'children.json'), JSON.stringify([mark]));
  expect(await openChildrenFile(folder).stopLeftOver()).toEqual([]);
  expect(isRunning(stranger.pid as number)).toBe(true);
  stranger.kill('SIGKILL');
});

test('keeps every line in a private file and shows only errors', async () => {
  const lines = `console.log('{"level":30,"msg":"calm"}'); console.log('{"level":50,"msg":"bad","err":{"message":"disk"}}');`;
  await supervisor.start([script('chatty', lines + STEADY)]);
  const file = path.join(folder, 'chatty.log');
  expect(fs.readFileSync(file, 'utf8')).toContain('calm');
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  expect(shown).toEqual([`${'chatty'.padEnd(10)} bad: disk`]);
});
